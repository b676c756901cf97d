"use strict";

/*
 * Compiles the pack after an installation from a checkout, unless that has been done since the last change.
 * In an unpacked package, which holds the compiled pack and no sources, and without TypeScript
 * (`--omit=dev`), there is nothing to do.
 */
const { existsSync, readdirSync, statSync } = require("node:fs");
const { join } = require("node:path");
const { spawnSync } = require("node:child_process");

const root = join(__dirname, "..");
const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
const compiled = join(root, "bin", "index.js");

/** A source that has changed since the pack was compiled. */
function newerSource() {
    const made = statSync(compiled, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    const sources = ["src", "policies"].flatMap((folder) =>
        readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
            .filter((file) => file.endsWith(".ts"))
            .map((file) => join(folder, file)),
    );
    return ["index.ts", "tsconfig.json", ...sources].find(
        (file) => statSync(join(root, file)).mtimeMs > made,
    );
}

function main() {
    if (existsSync(join(root, "index.ts")) && existsSync(compiler)) {
        // What runs from bin/ meanwhile must not find it half written.
        if (newerSource() === undefined) return;
        const { status } = spawnSync(process.execPath, [compiler, "-p", root], {
            stdio: "inherit",
        });
        process.exitCode = status ?? 1;
    } else if (!existsSync(compiled)) {
        console.error(
            "fargate-preflight: not compiled, for TypeScript is not installed; run `npm install` without --omit=dev",
        );
    }
}

if (require.main === module) main();

module.exports = { newerSource };
