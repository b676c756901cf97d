import { deepEqual, equal, ok } from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
    cpSync,
    existsSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    statSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { policies } from "../../policies";
import { formats } from "../../src/cli/render";
import { startPack } from "../support/engine";
import { deadLinks } from "../support/links";
import { recording, reporting, root } from "./support";

const quietly = ["--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts"];

/** Everything that a package may hold. */
const contents =
    /^(bin\/.+\.js|bin\/src\/pack\/library\.d\.ts|docs\/(policies\/)?[\w-]+\.md|docs\/images\/map\.png|docs\/configurations\/\w+\.json|docs\/((check|explain)-output|facts|exceptions|baseline|configuration)\.schema\.json|docs\/snapshot-iam-policy\.json|examples\/ci\/([\w-]+\.yml|Dockerfile)|examples\/organisation-pack\/(PulumiPolicy\.yaml|index\.ts|package\.json)|scripts\/prepare\.js|PulumiPolicy\.yaml|npm-shrinkwrap\.json|package\.json|LICENSE|(README|CHANGELOG|CONTRIBUTING)\.md)$/;
const notPublished = /^bin\/(test|bench|examples)\//;

describe("the package, unpacked and installed", function () {
    // It is packed and installed for real.
    this.timeout(300_000);

    const dir = mkdtempSync(join(tmpdir(), "fargate-preflight-"));
    const unpacked = join(dir, "package");
    const organisation = join(dir, "organisation");
    let files: readonly string[];
    let packed = 0;
    before(() => {
        npm(root, "pack", "--pack-destination", dir);
        const [tarball = "", ...more] = readdirSync(dir);
        deepEqual(more, []);
        packed = statSync(join(dir, tarball)).size;
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

    it("is small: what runs, what explains it, and what is loaded down", () => {
        const bytesOf = (some: readonly string[]): number =>
            some.reduce((sum, file) => sum + statSync(join(unpacked, file)).size, 0);
        const read = files.filter((file) => /^(docs|examples)\/|\.md$/.test(file));
        const [run, told] = [bytesOf(files) - bytesOf(read), bytesOf(read)];
        ok(run < 2_400_000, `${String(run)} bytes`);
        ok(told < 1_150_000, `${String(told)} bytes`);
        ok(packed < 1_150_000, `${String(packed)} bytes`);
    });

    it("holds all that its pages link to", () => {
        const pages = files.filter((file) => file.endsWith(".md"));
        ok(pages.includes("README.md") && pages.includes("docs/aws-rules.md"));
        deepEqual(
            pages.flatMap((page) => deadLinks(unpacked, page).map((link) => `${page}: ${link}`)),
            [],
        );
    });

    it("links outward only if it has a repository", () => {
        const check = (...args: readonly string[]): string => {
            const plan = join(root, "examples", "plans", "public-no-public-ip.preview.json");
            const main = join(unpacked, "bin", "src", "cli", "main.js");
            return spawnSync(process.execPath, [main, "check", plan, ...args], { encoding: "utf8" })
                .stdout;
        };
        const file = join(unpacked, "package.json");
        const before = readFileSync(file, "utf8");
        const { repository } = JSON.parse(before) as { readonly repository?: unknown };
        const found = new Set<string>();
        for (const format of formats) {
            for (const [, host = ""] of check("--format", format).matchAll(
                /https?:\/\/([\w.-]+)/g,
            )) {
                found.add(host);
            }
        }
        // AWS's pages, Docker's, and the schemas that formats name.
        const known =
            /^(docs\.aws\.amazon\.com|aws\.amazon\.com|docs\.docker\.com|www\.docker\.com|json\.schemastore\.org|www\.w3\.org)$/;
        if (repository === undefined)
            deepEqual(
                [...found].filter((host) => !known.test(host)),
                [],
            );
        const home = "https://git.example/people/preflight";
        writeFileSync(
            file,
            JSON.stringify({ ...JSON.parse(before), repository: `git+${home}.git` }),
        );
        try {
            const page = `${home}/blob/HEAD/docs/policies/task-image-pull.md`;
            for (const format of ["sarif", "markdown"])
                ok(check("--format", format).includes(page));
        } finally {
            writeFileSync(file, before);
        }
    });

    it("installs no development dependencies", () => {
        const installed = (name: string): boolean =>
            existsSync(join(unpacked, "node_modules", name));
        equal(installed("@pulumi/policy"), true);
        const development = ["@pulumi/aws", "mocha", "eslint", "c8"];
        const optional = ["@aws-sdk", "@modelcontextprotocol", "express", "zod"];
        deepEqual([...development, ...optional].filter(installed), []);
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
