import { deepEqual, equal, match, ok } from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
    startPack,
    type Pack,
    type Properties,
    type Recording,
    type Report,
} from "../support/engine";
import { built } from "../support/built";
import { isolatedNetwork, natNetwork, Network } from "../support/networks";
import type { Recorded } from "../support/program";
import { exportOf } from "../support/split";
import { Builder } from "./build";
import { split } from "./support";

const root = join(__dirname, "..", "..");
const moto = process.env.AWS_ENDPOINT_URL ?? "";

/** Settings of a provider that finds all services at one address; blocks stand as JSON, as the engine sends them. */
function providerAt(url: string): Properties {
    const services = ["ec2", "elbv2", "efs", "iam", "sts", "route53"];
    return {
        region: "us-east-1",
        accessKey: "AKIAPROVIDER",
        secretKey: "very-secret-key",
        endpoints: JSON.stringify([Object.fromEntries(services.map((name) => [name, url]))]),
    };
}

/** The program, whose provider has these settings. */
function having(recording: Recording, props: Properties): Recording {
    return recording.map((resource) =>
        resource.provider === undefined
            ? resource
            : { ...resource, provider: { ...resource.provider, props } },
    );
}

function exported(recording: Recording): unknown {
    const recorded = recording as unknown as readonly Recorded[];
    return exportOf(recorded, recorded);
}

/** `pulumi preview --json --show-sames`, in which the program makes its provider. */
function previewOf(recording: Recording): unknown {
    const { deployment } = exported(recording) as {
        deployment: { resources: { urn: string }[] };
    };
    const { resources } = deployment;
    return {
        config: {},
        steps: resources.map((state) => ({
            op: "same",
            urn: state.urn,
            oldState: state,
            newState: state,
        })),
        changeSummary: { same: resources.length },
    };
}

interface Ran {
    readonly status: number | null;
    readonly out: string;
}

/** Runs the compiled command, which finds neither keys nor addresses around it. */
async function runCommand(...argv: readonly string[]): Promise<Ran> {
    const main = built("src", "cli", "main.js");
    const child = spawn(process.execPath, [main, ...argv], {
        env: {
            ...process.env,
            AWS_ENDPOINT_URL: "",
            AWS_ACCESS_KEY_ID: "",
            AWS_SECRET_ACCESS_KEY: "",
        },
    });
    let out = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
    return { status, out };
}

function blocked({ diagnostics }: Report): readonly string[] {
    const names = diagnostics
        .filter(({ level }) => level === "mandatory")
        .map((each) => each.policy);
    return [...new Set(names)];
}

function advice({ diagnostics }: Report): readonly string[] {
    return diagnostics
        .filter(({ policy }) => policy === "preflight-settings")
        .map(({ level, message }) => `${level}: ${message}`);
}

describe("preflight-settings.lookup", () => {
    let pack: Pack;
    let healthy: Recording;
    let broken: Recording;
    before(async () => {
        // Neither keys nor addresses but those of the provider.
        pack = await startPack(root, {
            env: { AWS_ENDPOINT_URL: "", AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" },
        });
        healthy = await splitOf((n) => {
            n.service("web", [natNetwork(n).privateSubnet]);
        });
        broken = await splitOf((n) => {
            n.service("web", [isolatedNetwork(n, ["ecr.api", "s3"]).subnet]);
        });
    });
    after(async () => {
        await pack.stop();
    });

    const splitOf = async (network: (n: Network) => void): Promise<Recording> => {
        const n = new Network();
        network(n);
        return split(n, await new Builder().build(n));
    };
    const preview = async (
        recording: Recording,
        url: string,
        settings: Properties = {},
    ): Promise<Report> => {
        await pack.configure({
            "preflight-settings": { settings: { lookup: "aws", ...settings } },
        });
        return pack.replay(having(recording, providerAt(url)));
    };

    it("knows a network that the plan only names", async () => {
        deepEqual(blocked(await preview(healthy, moto)), []);
        deepEqual(blocked(await preview(broken, moto)), ["task-image-pull"]);
    });

    it("does not ask while it is off", async () => {
        const report = await preview(broken, moto, { lookup: "off" });
        deepEqual(blocked(report), []);
        ok(report.diagnostics.some(({ policy }) => policy === "unverified-network"));
    });

    it("goes on where nobody answers, with one piece of advice and no secret", async () => {
        const report = await preview(broken, "http://127.0.0.1:9");
        deepEqual(blocked(report), []);
        const [said = "", ...more] = advice(report);
        deepEqual(more, []);
        match(said, /^advisory: AWS could not tell everything/);
        match(
            said,
            /subnets could not be looked up in us-east-1 of provider default: AWS could not be reached/,
        );
        ok(!JSON.stringify(report).includes("very-secret-key"));
        ok(report.diagnostics.some(({ policy }) => policy === "unverified-network"));
    });

    it("waits no longer than it may", async () => {
        const silent: Server = createServer(() => undefined);
        await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
        try {
            const { port } = silent.address() as AddressInfo;
            const start = Date.now();
            const url = `http://127.0.0.1:${String(port)}`;
            const report = await preview(broken, url, { lookupTimeoutSeconds: 1 });
            ok(Date.now() - start < 4000, String(Date.now() - start));
            deepEqual(blocked(report), []);
            match(advice(report)[0] ?? "", /not answered in time|did not answer within 1 s/);
        } finally {
            silent.closeAllConnections();
            silent.close();
        }
    });

    it("says which setting of the provider is not known", async () => {
        await pack.configure({ "preflight-settings": { settings: { lookup: "aws" } } });
        const props = { ...providerAt(moto), profile: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" };
        const report = await pack.replay(having(broken, props));
        deepEqual(blocked(report), []);
        match(advice(report)[0] ?? "", /the provider's setting profile is not known in this plan/);
    });

    const forms: Readonly<Record<string, (recording: Recording) => unknown>> = {
        "an export": exported,
        "a preview": previewOf,
    };
    for (const [form, toFile] of Object.entries(forms)) {
        it(`serves the compiled check and explain of ${form}`, async () => {
            const folder = mkdtempSync(join(tmpdir(), "fargate-preflight-"));
            try {
                const run = async (command: string, recording: Recording): Promise<Ran> => {
                    const file = join(folder, "plan.json");
                    const config = join(folder, "config.json");
                    writeFileSync(
                        file,
                        JSON.stringify(toFile(having(recording, providerAt(moto)))),
                    );
                    const settings = { lookup: "aws", lookupTimeoutSeconds: 60 };
                    writeFileSync(config, JSON.stringify({ "preflight-settings": settings }));
                    const more = command === "explain" ? ["--service", "web"] : [];
                    return runCommand(command, file, "--config", config, ...more);
                };
                equal((await run("check", healthy)).status, 0);
                const { status, out } = await run("check", broken);
                equal(status, 1);
                match(out, /\[mandatory\] task-image-pull/);
                equal((await run("explain", healthy)).status, 0);
                equal((await run("explain", broken)).status, 1);
            } finally {
                rmSync(folder, { recursive: true });
            }
        });
    }

    it("has only advice of its own", async () => {
        const said = advice(await preview(healthy, moto));
        // The server does not know every call.
        equal(said.length, 1);
        ok(said.every((each) => each.startsWith("advisory: ")));
    });
});
