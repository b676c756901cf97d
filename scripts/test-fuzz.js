"use strict";

/*
 * Gives readers, policies and the engine's calls what nobody wrote: a hundred times as much of it as `npm test`,
 * which is more than a hundred thousand cases. `RANDOM_SEED` repeats a run, `RANDOM_TIMES` makes it shorter.
 */
const { join } = require("node:path");
const { spawnSync } = require("node:child_process");
const { chance } = require("./chance");

const mocha = require.resolve("mocha/bin/mocha.js");
const options = [
    "--no-config",
    "--require",
    "test/support/register.js",
    "--timeout",
    "60000",
    "--parallel",
    "--jobs",
    "2",
];
const { status } = spawnSync(process.execPath, [mocha, ...options, "test/fuzz/*.test.ts"], {
    cwd: join(__dirname, ".."),
    stdio: "inherit",
    env: { ...process.env, ...chance(100) },
});
process.exit(status ?? 2);
