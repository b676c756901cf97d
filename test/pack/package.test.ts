import { deepEqual, equal, ok } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { policies } from "../../policies";
import { startPack } from "../support/engine";
import { recording, reporting, root } from "./support";

const quietly = ["--no-audit", "--no-fund", "--prefer-offline"];

/** Everything that a package may hold. */
const contents =
    /^(bin\/.+\.js|bin\/src\/pack\/library\.d\.ts|docs\/configurations\/\w+\.json|scripts\/prepare\.js|docs\/((check|explain)-output|facts)\.schema\.json|docs\/snapshot-iam-policy\.json|PulumiPolicy\.yaml|npm-shrinkwrap\.json|package\.json|LICENSE|README\.md|CHANGELOG\.md)$/;
const notPublished = /^bin\/(test|bench|examples)\//;

describe("the package, unpacked and installed", function () {
    // It is packed and installed for real.
    this.timeout(300_000);

    const dir = mkdtempSync(join(tmpdir(), "fargate-preflight-"));
    const unpacked = join(dir, "package");
    const organisation = join(dir, "organisation");
    let files: readonly string[];
    before(() => {
        npm(root, "pack", "--pack-destination", dir);
        const [tarball = "", ...more] = readdirSync(dir);
        deepEqual(more, []);
        execFileSync("tar", ["-xzf", tarball], { cwd: dir });
        files = filesIn(unpacked);
        npm(unpacked, "install", "--omit=dev", ...quietly);
        cpSync(join(root, "examples", "organisation-pack"), organisation, { recursive: true });
        npm(organisation, "install", join(dir, tarball), ...quietly);
    });
    after(() => {
        rmSync(dir, { recursive: true });
    });

    it("holds the compiled pack, and neither sources nor tests", () => {
        for (const needed of ["bin/index.js", "PulumiPolicy.yaml", "npm-shrinkwrap.json"]) {
            ok(files.includes(needed), needed);
        }
        deepEqual(
            files.filter((file) => !contents.test(file) || notPublished.test(file)),
            [],
        );
    });

    it("is small", () => {
        const bytes = files.map((file) => statSync(join(unpacked, file)).size);
        const total = bytes.reduce((sum, each) => sum + each, 0);
        ok(total < 1_500_000, `${String(total)} bytes`);
    });

    it("installs no development dependencies", () => {
        const installed = (name: string): boolean =>
            existsSync(join(unpacked, "node_modules", name));
        equal(installed("@pulumi/policy"), true);
        deepEqual(["@pulumi/aws", "@aws-sdk", "mocha", "eslint", "c8"].filter(installed), []);
    });

    it("gives its policies to the pack of an organisation, as in examples/organisation-pack", async () => {
        // Its compiler checks the types, too.
        const pack = await startPack(organisation, { env: { PULUMI_NODEJS_TYPESCRIPT: "true" } });
        try {
            const { policies: told } = await pack.info();
            const levelOf = (wanted: string): string | undefined =>
                told.find(({ name }) => name === wanted)?.level;
            deepEqual(
                told.map(({ name }) => name),
                ["clusters-have-insights", ...policies.map(({ name }) => name)],
            );
            equal(levelOf("service-public-ip"), "mandatory");
            equal(levelOf("task-logs"), "advisory");
            await pack.configure();
            const report = await pack.replay(recording("public-no-public-ip"));
            deepEqual(reporting(report, "mandatory"), ["task-image-pull"]);
            ok(reporting(report, "advisory").includes("clusters-have-insights"));
        } finally {
            await pack.stop();
        }
    });

    it("runs as the engine runs it, and finds what is wrong", async () => {
        const pack = await startPack(unpacked);
        try {
            await pack.configureStack();
            await pack.configure();
            const report = await pack.replay(recording("public-no-public-ip"));
            deepEqual(reporting(report, "mandatory"), ["task-image-pull"]);
        } finally {
            await pack.stop();
        }
    });
});

/** Runs npm as from a shell of its own, whatever runs these tests. */
function npm(cwd: string, ...args: readonly string[]): void {
    const inherited = Object.entries(process.env).filter(
        ([name]) => !/^npm_/i.test(name) && name !== "NODE_V8_COVERAGE",
    );
    execFileSync("npm", args, {
        cwd,
        env: Object.fromEntries(inherited),
        stdio: ["ignore", "ignore", "pipe"],
        shell: process.platform === "win32",
    });
}

/** Paths below a folder, with slashes. */
function filesIn(folder: string, below = ""): string[] {
    return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
        const path = `${below}${entry.name}`;
        return entry.isDirectory() ? filesIn(folder, `${path}/`) : [path];
    });
}
