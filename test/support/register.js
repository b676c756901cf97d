"use strict";

/*
 * Translates tests and sources as they are loaded; types are checked by `npm run typecheck`. What was
 * translated is kept by its content, so that one table of tests starts at once: TypeScript itself is
 * loaded only where a file has changed.
 */
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { dirname, join } = require("node:path");

const project = join(__dirname, "..", "tsconfig.json");
const kept =
    process.env.TRANSLATIONS ??
    join(dirname(dirname(__dirname)), "node_modules", ".cache", "fargate-preflight");

/** Everything that a translation depends on besides the file. */
const base = [project, join(dirname(dirname(project)), "tsconfig.json")]
    .map((file) => readFileSync(file, "utf8"))
    .concat(
        ["ts-node", "typescript"].map((name) => require(`${name}/package.json`).version),
        process.versions.node,
    )
    .join("\n");

let service;

function translate(text, file) {
    service ??= require("ts-node").create({ transpileOnly: true, project });
    return service.compile(text, file);
}

function translated(file) {
    const text = readFileSync(file, "utf8");
    const key = createHash("sha256").update(`${base}\n${file}\n${text}`).digest("hex");
    const path = join(kept, `${key}.js`);
    try {
        return readFileSync(path, "utf8");
    } catch {
        const made = translate(text, file);
        // Several processes may do so at once: a file is there whole, or not at all.
        const part = `${path}.${String(process.pid)}`;
        mkdirSync(kept, { recursive: true });
        writeFileSync(part, made);
        renameSync(part, path);
        return made;
    }
}

// Random tests ask the same at each run, unless they are told otherwise (random.ts).
require("fast-check").configureGlobal({ seed: Number(process.env.RANDOM_SEED ?? 1) });

// Stack traces and coverage name lines of the sources.
process.setSourceMapsEnabled(true);
require.extensions[".ts"] = (module, file) => {
    module._compile(translated(file), file);
};

module.exports = { translate };

// Mocha ends its workers with a signal when they have not left within a second. Writing what they covered may
// take longer on a slow machine: without it the coverage of half the tests is lost.
if (process.env.MOCHA_WORKER_ID !== undefined) process.on("SIGTERM", () => undefined);
