"use strict";

/*
 * Runs test/pulumi with a real engine: Pulumi's CLI, which it builds once (scripts/pulumi-tools.js).
 */
const { join } = require("node:path");
const { spawn, spawnSync } = require("node:child_process");
const { makeTools } = require("./pulumi-tools");

makeTools();
const root = join(__dirname, "..");
// The programs' types, once for all: each is only translated when it runs.
const tsc = [join(root, "node_modules", "typescript", "bin", "tsc"), "-p", "test/pulumi/programs"];
const { status } = spawnSync(process.execPath, tsc, { cwd: root, stdio: "inherit" });
if (status !== 0) process.exit(1);
const mocha = join(root, "node_modules", "mocha", "bin", "mocha.js");
const given = process.argv.slice(2);
const tests = given.some((each) => !each.startsWith("-"))
    ? given
    : ["test/pulumi/*.spec.ts", ...given];
const options = ["--no-config", "-t", "300000", "-r", "test/support/register.js"];
const child = spawn(process.execPath, [mocha, ...options, ...tests], {
    cwd: root,
    stdio: "inherit",
});
child.once("exit", (code) => process.exit(code ?? 1));
