"use strict";

/*
 * Plays all rows of the policies' tables where `npm test` plays some of them: with codes in the place of
 * sentences, with each fix made, and in the terms of aws-native.
 */
const { join } = require("node:path");
const { spawnSync } = require("node:child_process");

const mocha = require.resolve("mocha/bin/mocha.js");
const tests = ["policy/words", "policy/fixes", "native/dialects"].map((name) =>
    join("test", `${name}.test.ts`),
);
const options = ["--no-config", "-t", "600000", "-r", "test/support/register.js"];
const { status } = spawnSync(process.execPath, [mocha, ...options, ...tests], {
    cwd: join(__dirname, ".."),
    stdio: "inherit",
    env: { ...process.env, TABLES_STEP: "1" },
});
process.exit(status ?? 2);
