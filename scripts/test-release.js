"use strict";

/*
 * Tests what a release rests on: that a package is the same whoever makes it, that the pack and the
 * command run on the newer releases of Node (npm's packages of it, kept below node_modules/.cache), and
 * that the pack runs with the newest SDK of Pulumi's, which wants one of these.
 */
const { existsSync, mkdirSync } = require("node:fs");
const { delimiter, join } = require("node:path");
const { spawnSync } = require("node:child_process");

const root = join(__dirname, "..");
const releases = ["22", "24"];
const everywhere = [
    ...[
        "pack/!(package)",
        "recordings",
        "cli/compiling",
        "cli/golden",
        "cli/process",
        "cli/pool",
        "cli/many",
    ],
    ...["knowable/*", "rehearsal/run"],
].map((name) => `test/${name}.test.ts`);
const mocha = [require.resolve("mocha/bin/mocha.js"), "--no-config", "-t", "120000"];

/** Where a release of Node is, once it is downloaded. */
function nodeOf(release) {
    const at = join(root, "node_modules", ".cache", "fargate-preflight", `node-${release}`);
    const name = `node-${process.platform}-${process.arch}`;
    const bin = join(at, "node_modules", name, "bin");
    if (!existsSync(bin)) {
        mkdirSync(at, { recursive: true });
        const options = ["--prefix", at, "--no-save", "--no-audit", "--no-fund"];
        const { status } = spawnSync("npm", ["install", ...options, `${name}@${release}`], {
            stdio: ["ignore", "ignore", "inherit"],
        });
        if (status !== 0) {
            console.error(`test:release: ${name}@${release} cannot be installed`);
            process.exit(2);
        }
    }
    return bin;
}

/** Whether these tests pass, with this folder first among those of programs. */
function passes(bin, tests) {
    const path = [...(bin === undefined ? [] : [bin]), process.env.PATH].join(delimiter);
    const node = bin === undefined ? process.execPath : join(bin, "node");
    const { status } = spawnSync(node, [...mocha, "-r", "test/support/register.js", ...tests], {
        cwd: root,
        stdio: "inherit",
        env: { ...process.env, PATH: path },
    });
    return status === 0;
}

const results = [passes(undefined, ["test/release/tarball.spec.ts"])];
for (const release of releases) {
    const bin = nodeOf(release);
    console.log(`\nNode ${release}`);
    results.push(passes(bin, [...everywhere, "test/release/newest-sdk.spec.ts"]));
}
process.exit(results.every(Boolean) ? 0 : 1);
