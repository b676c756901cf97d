"use strict";

/*
 * Plays all rows of the policies' tables where `npm test` plays some of them: with codes in the place of
 * sentences, with each fix made, in the terms of aws-native, and taken apart into facts and the rest.
 * Compiles the programs on the policies' pages, lets chance look longer, and reads a larger file.
 */
const { join } = require("node:path");
const { spawnSync } = require("node:child_process");
const { chance } = require("./chance");

const mocha = require.resolve("mocha/bin/mocha.js");
const tests = [
    ...[
        "policy/words",
        "policy/fixes",
        "policy/random-fixes",
        "native/dialects",
        "native/random",
        "plan/split",
    ],
    ...["laws", "oracle", "cli/process"],
].map((name) => join("test", `${name}.test.ts`));
tests.push(join("test", "docs", "programs.spec.ts"));
const options = ["--no-config", "-t", "600000", "-r", "test/support/register.js"];
const { status } = spawnSync(process.execPath, [mocha, ...options, ...tests], {
    cwd: join(__dirname, ".."),
    stdio: "inherit",
    env: {
        ...chance(4),
        READ_MB: "200",
        ...process.env,
        TABLES_STEP: "1",
    },
});
process.exit(status ?? 2);
