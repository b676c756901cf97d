import { deepEqual, ok } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { recording, recordingNames, root } from "../pack/support";
import { startPack, type Pack } from "../support/engine";

interface Manifest {
    readonly version: string;
    readonly dependencies: Readonly<Record<string, string>>;
}

const sdk = ["@pulumi/pulumi", "@pulumi/policy"];

/** Users install the pack beside the SDK that their own programs want, so it must run with the newest. */
describe(`the pack with the newest SDK of Pulumi's, on Node ${process.versions.node}`, function () {
    // They are downloaded.
    this.timeout(600_000);

    const dir = mkdtempSync(join(tmpdir(), "fargate-preflight-"));
    let newest: Pack;
    let pinned: Pack;
    before(async () => {
        const { dependencies } = manifest(root);
        const latest = Object.fromEntries(sdk.map((name) => [name, "latest"]));
        const all = { ...dependencies, ...latest };
        const own = { name: "fargate-preflight", version: "0.0.0", dependencies: all };
        writeFileSync(join(dir, "package.json"), JSON.stringify(own));
        const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--engine-strict"];
        execFileSync("npm", ["install", ...options], {
            cwd: dir,
            stdio: ["ignore", "ignore", "pipe"],
        });
        for (const each of ["bin", "PulumiPolicy.yaml"]) {
            cpSync(join(root, each), join(dir, each), { recursive: true });
        }
        const main = { ...own, main: "bin/index.js" };
        writeFileSync(join(dir, "package.json"), JSON.stringify(main));
        for (const name of sdk) console.log(`    ${name} ${installed(dir, name)}`);
        [newest, pinned] = [await startPack(dir), await startPack(root)];
        for (const pack of [newest, pinned]) {
            await pack.configureStack();
            await pack.configure();
        }
    });
    after(async () => {
        await Promise.all([newest, pinned].map((pack) => pack.stop()));
        rmSync(dir, { recursive: true });
    });

    it("has a newer one than the lock file pins", () => {
        const [number, before] = [dir, root].map((each) => installed(each, "@pulumi/pulumi"));
        ok(Number(number?.split(".")[1]) >= Number(before?.split(".")[1]), number);
    });

    for (const name of recordingNames()) {
        it(`says the same of ${name}`, async () => {
            const plan = recording(name, name);
            const [said, wanted] = [await newest.replay(plan), await pinned.replay(plan)];
            deepEqual(said.diagnostics, wanted.diagnostics);
        });
    }
});

function manifest(at: string): Manifest {
    return JSON.parse(readFileSync(join(at, "package.json"), "utf8")) as Manifest;
}

function installed(at: string, name: string): string {
    return manifest(join(at, "node_modules", name)).version;
}
