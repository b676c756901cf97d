"use strict";

/*
 * What stands for `pulumi` where no engine is needed: it previews one VPC and a cluster, of AWS's provider and
 * of a pack that it is told of, as the real one does. ENGINE says what else it does.
 */

const { copyFileSync, mkdirSync, readFileSync, statSync } = require("node:fs");
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const { join } = require("node:path");
const { Buffer } = require("node:buffer");
const { clearInterval, setInterval } = require("node:timers");
const { Client, credentials } = require("@grpc/grpc-js");
const { structOf } = require("../../../bin/src/rehearsal/struct");
const { bytesIn, field, flag, textIn } = require("../../../bin/src/rehearsal/wire");

const args = process.argv.slice(2);
const { ENGINE = "", PULUMI_HOME = "", PULUMI_DEBUG_PROVIDERS = "", PATH = "" } = process.env;
const same = (bytes) => bytes;
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const secret = {
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    value: "hush-hush",
};

const clients = [];
function asker(port, service) {
    const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
    clients.push(client);
    return (method, request) =>
        new Promise((resolve, reject) => {
            const path = `/pulumirpc.${service}/${method}`;
            client.makeUnaryRequest(path, same, same, request, (error, value) =>
                error === null ? resolve(value) : reject(error),
            );
        });
}

/** A folder is a pack that a language host starts; a file starts by itself. */
async function startPack(pack) {
    const isFolder = statSync(pack).isDirectory();
    const runtime = isFolder
        ? /runtime: (.*)/.exec(readFileSync(join(pack, "PulumiPolicy.yaml"), "utf8"))[1]
        : "";
    const program = isFolder ? join(PATH.split(":")[0], `pulumi-analyzer-policy-${runtime}`) : pack;
    const child = spawn(program, ["127.0.0.1:1"], { stdio: ["pipe", "pipe", "inherit"] });
    const [line] = await once(child.stdout.setEncoding("utf8"), "data");
    return { ask: asker(Number(line), "Analyzer"), end: () => child.stdin.end() };
}

async function preview() {
    console.log("Previewing update (dev):");
    const pack = await startPack(args[args.indexOf("--policy-pack") + 1]);
    const ports = new Map(PULUMI_DEBUG_PROVIDERS.split(",").map((each) => each.split(":")));
    await pack.ask("GetAnalyzerInfo", Buffer.alloc(0));
    await pack.ask("GetPluginInfo", Buffer.alloc(0));
    await pack.ask("Handshake", Buffer.alloc(0));
    const configuration = (key, value) => field(7, Buffer.concat([field(1, key), field(2, value)]));
    await pack.ask(
        "ConfigureStack",
        Buffer.concat([
            field(1, "dev"),
            field(2, "shop"),
            field(6, "shop:key"),
            configuration("shop:key", "configured-secret"),
        ]),
    );
    const resources = [];
    const register = async (ask, type, inputs, answer) => {
        const [name] = type.split(":");
        const urn = `urn:pulumi:dev::shop::${type}::main`;
        const given = structOf({ ...inputs, answer });
        const request = Buffer.concat([field(1, urn), field(2, given), flag(4, true)]);
        const created = ask === undefined ? Buffer.alloc(0) : await ask("Create", request);
        await pack.ask("Analyze", Buffer.concat([field(2, structOf(inputs)), field(3, urn)]));
        const provider = Buffer.concat([
            field(1, `pulumi:providers:${name}`),
            field(2, structOf({ region: "eu-west-1", accessKey: "credential" })),
            field(3, `urn:pulumi:dev::shop::pulumi:providers:${name}::default`),
            field(4, "default"),
        ]);
        resources.push(
            field(
                1,
                Buffer.concat([
                    field(1, type),
                    field(2, bytesIn(created, 2) ?? structOf(inputs)),
                    field(3, urn),
                    field(4, "main"),
                    field(6, provider),
                ]),
            ),
        );
        return textIn(created, 1);
    };
    const aws = asker(ports.get("aws"), "ResourceProvider");
    await aws("CheckConfig", field(3, structOf({ region: "eu-west-1" })));
    await aws("Configure", field(2, structOf({ region: "eu-west-1" })));
    const id = await register(
        aws,
        "aws:ec2/vpc:Vpc",
        { cidrBlock: "10.0.0.0/16" },
        { id: unknown, arn: unknown },
    );
    await register(
        aws,
        "aws:ecs/cluster:Cluster",
        { name: "main", tags: { a: secret, b: "configured-secret" } },
        { id: unknown, tags: { a: "hush-hush", b: "configured-secret" } },
    );
    if (ENGINE === "late") {
        // What Pulumi would download.
        const folder = join(PULUMI_HOME, "plugins", "resource-late-v1.0.0");
        mkdirSync(folder, { recursive: true });
        const from = join(PULUMI_HOME, "plugins", "resource-aws-v7.1.0", "pulumi-resource-aws");
        copyFileSync(from, join(folder, "pulumi-resource-late"));
        const port = ports.get("late");
        const late = port === undefined ? undefined : asker(port, "ResourceProvider");
        await register(late, "late:index:Thing", {}, { host: unknown });
    }
    if (ENGINE === "fail") {
        console.error(`error: no VPC ${id} here`);
        pack.end();
        process.exit(255);
    }
    if (ENGINE === "hang") {
        await new Promise((resolve) => {
            const timer = setInterval(() => undefined, 1000);
            process.once("SIGINT", () => resolve(clearInterval(timer)));
        });
        pack.end();
        process.exit(1);
    }
    await pack.ask("AnalyzeStack", Buffer.concat(resources));
    await pack.ask("Cancel", Buffer.alloc(0));
    pack.end();
    for (const client of clients) client.close();
}

if (args[0] === "version") console.log(process.env.ENGINE_VERSION ?? "v3.260.0");
else if (args.includes("preview")) void preview();
