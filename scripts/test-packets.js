"use strict";

/*
 * Runs test/packets: real packets through networks of Linux's own parts. With `--install`, as CI calls
 * it, Debian's packages that are missing are installed first; without it, what is missing is said.
 */
const { spawnSync } = require("node:child_process");

const packages = { ip: "iproute2", nft: "nftables", python3: "python3" };

function isThere(program) {
    return spawnSync(program, ["--help"], { stdio: "ignore" }).error === undefined;
}

function run(program, ...args) {
    console.log(`$ ${program} ${args.join(" ")}`);
    const { status, error } = spawnSync(program, args, { stdio: ["ignore", "ignore", "inherit"] });
    if (error !== undefined || status !== 0) {
        console.error(`test:packets: ${program} ${args.join(" ")} failed`);
        process.exit(2);
    }
}

const missing = Object.keys(packages).filter((program) => !isThere(program));
if (missing.length > 0 && process.argv.includes("--install")) {
    run("apt-get", "update", "-q");
    const names = missing.map((program) => packages[program]);
    run("apt-get", "install", "-q", "-y", "--no-install-recommends", ...names);
}

// The specs say themselves what they need and do not find.
const mocha = require.resolve("mocha/bin/mocha.js");
const options = ["--no-config", "--require", "test/support/register.js"];
const { status } = spawnSync(process.execPath, [mocha, ...options, "test/packets/*.spec.ts"], {
    stdio: "inherit",
});
process.exit(status ?? 2);
