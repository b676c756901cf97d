"use strict";

/*
 * Compiles the pack after an installation from a checkout. In an unpacked package, which holds the
 * compiled pack and no sources, and without TypeScript (`--omit=dev`), there is nothing to do.
 */
const { existsSync } = require("node:fs");
const { join } = require("node:path");
const { spawnSync } = require("node:child_process");

const root = join(__dirname, "..");
const compiler = join(root, "node_modules", "typescript", "bin", "tsc");

if (existsSync(join(root, "index.ts")) && existsSync(compiler)) {
    const { status } = spawnSync(process.execPath, [compiler, "-p", root], { stdio: "inherit" });
    process.exitCode = status ?? 1;
} else if (!existsSync(join(root, "bin", "index.js"))) {
    console.error(
        "fargate-preflight: not compiled, for TypeScript is not installed; run `npm install` without --omit=dev",
    );
}
