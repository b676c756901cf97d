"use strict";

/*
 * Runs test/pulumi with a real engine: Pulumi's CLI, which it builds once (scripts/pulumi-tools.js).
 */
const { join } = require("node:path");
const { spawn } = require("node:child_process");
const { makeTools } = require("./pulumi-tools");

makeTools();
const root = join(__dirname, "..");
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
