"use strict";

/*
 * Measures a rehearsal against a plain preview with the pack, through Pulumi's own CLI (test/pulumi): they take
 * turns, and the ratio is one of medians of wall-clock time. And what the proxies add to a process of Node that
 * has the same modules. The provider's schema is as large as that of AWS's. `--quick` takes fewer rounds.
 */
const { spawn } = require("node:child_process");
const { join } = require("node:path");
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { clearInterval, setInterval, setTimeout } = require("node:timers");

const { GetSchemaResponse } = require("@pulumi/pulumi/proto/provider_pb");
const { median } = require("./table");

const root = join(__dirname, "..");
require(join(root, "test", "support", "register.js"));
const { makeTools } = require(join(root, "scripts", "pulumi-tools"));
const { Sandbox, main } = require(join(root, "test", "pulumi", "sandbox"));

const rounds = process.argv.includes("--quick") ? 2 : 5;
const sizes = [40, 400];
const bar = 1.15;
const memoryBar = 60;
/** Of the schema, in bytes. */
const schemaSize = 45e6;

/** A network with as many services, each with a role, a group, logs, a definition and an image. */
const program = (size) => `import * as aws from "@pulumi/aws";
const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
const internet = new aws.ec2.InternetGateway("internet", { vpcId: vpc.id });
const routes = new aws.ec2.RouteTable("routes", {
    vpcId: vpc.id,
    routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: internet.id }],
});
const subnet = new aws.ec2.Subnet("subnet", { vpcId: vpc.id, cidrBlock: "10.0.0.0/20" });
new aws.ec2.RouteTableAssociation("subnet", { subnetId: subnet.id, routeTableId: routes.id });
const cluster = new aws.ecs.Cluster("cluster");
for (let i = 0; i < ${String(Math.floor((size - 6) / 6))}; i++) {
    const name = "service-" + i;
    const group = new aws.ec2.SecurityGroup(name, {
        vpcId: vpc.id,
        egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
    });
    const role = new aws.iam.Role(name, { assumeRolePolicy: "{}" });
    const logs = new aws.cloudwatch.LogGroup(name);
    const repository = new aws.ecr.Repository(name);
    const task = new aws.ecs.TaskDefinition(name, {
        family: name,
        cpu: "256",
        memory: "512",
        networkMode: "awsvpc",
        requiresCompatibilities: ["FARGATE"],
        executionRoleArn: role.arn,
        containerDefinitions: repository.repositoryUrl.apply((url) =>
            JSON.stringify([{ name: "app", image: url + ":v1" }]),
        ),
    });
    new aws.ecs.Service(name, {
        cluster: cluster.arn,
        launchType: "FARGATE",
        taskDefinition: task.arn,
        networkConfiguration: { subnets: [subnet.id], securityGroups: [group.id], assignPublicIp: true },
    });
}
`;

async function timed(run) {
    const start = performance.now();
    const { status, out, err } = await run();
    if (status !== 0) throw new Error(`it ended with ${String(status)}: ${out}\n${err}`);
    return performance.now() - start;
}

/** As it travels: the stand-in's schema, with its types again and again under other names, described at length. */
function largeSchema() {
    const server = join(root, ".pulumi-test", "js", "pulumi", "servers", "aws", "schema.js");
    const schema = require(server).packageSchema("7.48.0");
    const description = 'Provides a "thing".\n\n```typescript\nconst thing = {};\n```\n'.repeat(50);
    const own = ["resources", "types"].map((part) => [schema[part], Object.entries(schema[part])]);
    const once = JSON.stringify(schema).length + own[0][1].length * description.length;
    for (let copy = 1; copy * once < schemaSize; copy++) {
        for (const [part, entries] of own) {
            for (const [token, type] of entries) {
                const more = part === schema.resources ? { description } : {};
                part[`${token}${String(copy)}`] = { ...more, ...type };
            }
        }
    }
    const response = new GetSchemaResponse();
    response.setSchema(JSON.stringify(schema));
    return response.serializeBinary();
}

async function measure(size, schema) {
    const sandbox = new Sandbox({ ts: program(size) }, { STANDIN_SCHEMA: schema });
    try {
        await sandbox.select("dev");
        const plain = [];
        const rehearsed = [];
        for (let round = 0; round <= rounds; round++) {
            const one = await timed(() => sandbox.preview());
            const other = await timed(() =>
                sandbox.preflight("rehearse", "--quiet", "--stack", "dev"),
            );
            // The first of each is read from disk.
            if (round > 0) {
                plain.push(one);
                rehearsed.push(other);
            }
        }
        const [before, after] = [median(plain), median(rehearsed)];
        const ratio = after / before;
        const verdict = ratio <= bar ? "" : `, over ${String(bar)}`;
        console.log(
            `${String(size)} resources: preview ${(before / 1000).toFixed(1)} s, rehearsed ${(after / 1000).toFixed(1)} s, ${ratio.toFixed(2)} ×${verdict}`,
        );
        const peak = await peakOf(sandbox, ["rehearse", "--quiet", "--stack", "dev"]);
        const idle = await idlePeak();
        const over = peak - idle <= memoryBar ? "" : `, over ${String(memoryBar)}`;
        console.log(
            `  ${String(size)} resources: ${peak.toFixed(0)} MB at most while the preview runs, ${idle.toFixed(0)} MB idle, ${(peak - idle).toFixed(0)} MB more${over}`,
        );
        return ratio <= bar && peak - idle <= memoryBar;
    } finally {
        sandbox.remove();
    }
}

/** Resident memory while the preview runs, before its plan is judged: Linux tells it. */
async function peakOf(sandbox, args) {
    const child = spawn(process.execPath, [main, ...args], {
        cwd: sandbox.project,
        env: sandbox.environment,
        stdio: "ignore",
    });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    let peak = 0;
    const timer = setInterval(() => {
        // While it has children, Pulumi runs.
        const children = tryRead(`/proc/${String(child.pid)}/task/${String(child.pid)}/children`);
        if (children !== "") peak = Math.max(peak, residentOf(child.pid));
    }, 50);
    await ended;
    clearInterval(timer);
    return peak;
}

async function idlePeak() {
    const script = `require(${JSON.stringify(join(root, "bin", "src", "cli", "program"))}); require(${JSON.stringify(join(root, "bin", "src", "rehearsal"))}); setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ["-e", script], { stdio: "ignore" });
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const resident = residentOf(child.pid);
    child.kill();
    return resident;
}

function residentOf(pid) {
    const [, kilobytes = "0"] = /VmRSS:\s+(\d+)/.exec(tryRead(`/proc/${String(pid)}/status`)) ?? [];
    return Number(kilobytes) / 1024;
}

function tryRead(file) {
    try {
        return readFileSync(file, "utf8").trim();
    } catch {
        return "";
    }
}

async function bench() {
    makeTools();
    const folder = mkdtempSync(join(tmpdir(), "fargate-preflight-bench-"));
    try {
        const schema = join(folder, "schema.json");
        writeFileSync(schema, largeSchema());
        let isFine = true;
        for (const size of sizes) isFine = (await measure(size, schema)) && isFine;
        process.exitCode = isFine ? 0 : 1;
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

void bench();
