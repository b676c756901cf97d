"use strict";

/*
 * Changes the code in small ways, one at a time, and asks whether a test fails then (StrykerJS). What no test
 * notices is a hole in the tests.
 *
 * `npm run test:mutants` asks it of all that decides: many hours. It goes on where it was stopped: what it found
 * of a file is kept in `mutants/` as long as neither the file nor the tests change.
 * `npm run test:mutants -- reach workload` asks it of two rooms alone, and of one file if that is named.
 * `--pieces 8` asks it of so many pieces of 30 lines each, which `RANDOM_SEED` chooses.
 * `--changed` asks it of what differs from the last tag or merge base; on main, of what last changed.
 */
const { execFileSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const {
    existsSync,
    mkdirSync,
    mkdtempSync,
    readFileSync,
    rmSync,
    writeFileSync,
} = require("node:fs");
const { tmpdir } = require("node:os");
const { join, relative } = require("node:path");
const { parseArgs } = require("node:util");
const fc = require("fast-check");
const { globSync } = require("tinyglobby");

const root = join(__dirname, "..");
process.chdir(root);

/** What decides, by room. The tests that tell whether it decides well are its own, and those of what rests on it. */
const rooms = {
    knowable: "src/knowable",
    network: "src/network",
    iam: "src/iam",
    workload: "src/workload",
    reach: "src/reach",
    capacity: "src/capacity",
    policy: "src/policy",
    policies: "policies",
};
const common = ["test/policies", "test/workload"];
/** It looks for texts in the sources, which are others here. */
const ofSources = "**/planted.test.ts";

/** So many of all mutants of a room should be noticed; of a few pieces, which may be bad ones by chance, so many. */
const goal = 0.85;
const floor = 0.4;
const linesOfPiece = 30;
/** A dry run of the tests comes before each batch of files: many files share it, and few are lost by a stop. */
const linesOfBatch = 600;
const kept = "mutants";
const tools = join("scripts", "mutants");

const { values: options, positionals: asked } = parseArgs({
    allowPositionals: true,
    options: { pieces: { type: "string" }, changed: { type: "boolean", default: false } },
});

void main().then((code) => {
    process.exitCode = code;
});

async function main() {
    const files = filesOf(asked);
    const chosen = options.changed ? changedOf(files) : files;
    if (chosen.length === 0) return refuse("there is nothing to change: no such file or room");
    install();
    const { pieces } = options;
    const askSome = (some) => ask(piecesOf(some, Number(pieces)), specsFor(some));
    let found = await (pieces === undefined ? askAll(chosen) : askSome(chosen));
    if (found.length === 0 && pieces !== undefined && chosen.length < files.length) {
        console.log("Nothing there can be changed so: of all files, then.");
        found = await askSome(files);
    }
    if (found.length === 0) return refuse("no mutant was made");
    print(found);
    if (pieces !== undefined) return scoreOf(found) < floor ? 1 : 0;
    return byRoom(found).some(({ score }) => score < goal) ? 1 : 0;
}

/** StrykerJS is large, and nothing else needs it: it is no dependency of the project. */
function install() {
    if (existsSync(join(tools, "node_modules"))) return;
    console.log("installing StrykerJS, once …");
    execFileSync("npm", ["ci", "--legacy-peer-deps"], { cwd: tools, stdio: "inherit" });
}

function refuse(why) {
    console.error(why);
    return 2;
}

function filesOf(names) {
    const all = Object.values(rooms).flatMap((folder) => globSync(`${folder}/**/*.ts`).sort());
    if (names.length === 0) return all;
    return all.filter((file) => names.includes(file) || names.includes(roomOf(file)));
}

function roomOf(file) {
    return Object.keys(rooms).find((room) => file.startsWith(`${rooms[room]}/`));
}

function specsFor(files) {
    const own = files.map((file) => `test/${roomOf(file)}`);
    return [...new Set([...common, ...own])].map((folder) => `${folder}/**/*.test.ts`);
}

/** What differs from the last tag or merge base; where nothing does, what the last commit changed that changed any. */
function changedOf(files) {
    const bases = [
        () => git("describe", "--tags", "--abbrev=0"),
        () => git("merge-base", "HEAD", "origin/main"),
        () => git("merge-base", "HEAD", "main"),
        () => `${git("log", "-1", "--format=%H", "--", ...files)}^`,
    ];
    for (const baseOf of bases) {
        try {
            const changed = new Set(git("diff", "--name-only", baseOf(), "HEAD").split("\n"));
            const found = files.filter((file) => changed.has(file));
            if (found.length > 0) return found;
        } catch {
            // No tag, no such branch, or no history here.
        }
    }
    console.log("What changed cannot be told here: all files are taken.");
    return files;
}

function git(...args) {
    return execFileSync("git", args, {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
    }).trim();
}

/** Finds what was not found yet, room by room and batch by batch, and keeps it. */
async function askAll(files) {
    mkdirSync(kept, { recursive: true });
    const found = [];
    for (const room of Object.keys(rooms)) {
        const own = files.filter((file) => roomOf(file) === room);
        if (own.length === 0) continue;
        const specs = specsFor(own);
        const texts = globSync([...specs, "test/support/*"]).sort();
        const ofTests = hashOf(texts.map((file) => readFileSync(file, "utf8")).join("\n"));
        const known = new Map(own.map((file) => [file, keptOf(file, ofTests)]));
        for (const batch of batchesOf(own.filter((file) => known.get(file) === undefined))) {
            const answers = await ask(batch, specs);
            for (const file of batch) {
                const mutants = answers.filter(({ fileName }) => fileName === file);
                const text = { key: keyOf(file, ofTests), mutants };
                writeFileSync(keptAt(file), JSON.stringify(text, undefined, 1));
                known.set(file, mutants);
            }
        }
        found.push(...[...known.values()].flat());
    }
    return found;
}

function keptAt(file) {
    return join(kept, `${file.replaceAll("/", "+")}.json`);
}

function keyOf(file, ofTests) {
    return hashOf(`${ofTests} ${readFileSync(file, "utf8")}`);
}

function keptOf(file, ofTests) {
    try {
        const { key, mutants } = JSON.parse(readFileSync(keptAt(file), "utf8"));
        return key === keyOf(file, ofTests) ? mutants : undefined;
    } catch {
        return undefined;
    }
}

function hashOf(text) {
    return createHash("sha256").update(text).digest("hex");
}

function linesOf(file) {
    return readFileSync(file, "utf8").split("\n").length;
}

function batchesOf(files) {
    const batches = [];
    let lines = linesOfBatch;
    for (const file of files) {
        if (lines >= linesOfBatch) {
            batches.push([]);
            lines = 0;
        }
        batches.at(-1).push(file);
        lines += linesOf(file);
    }
    return batches;
}

/** So many pieces of these files, as Stryker names them. */
function piecesOf(files, count) {
    const pieces = files.flatMap((file) =>
        Array.from({ length: Math.ceil(linesOf(file) / linesOfPiece) }, (_, i) => {
            const line = i * linesOfPiece + 1;
            return `${file}:${line}-${line + linesOfPiece - 1}`;
        }),
    );
    const length = Math.min(count, pieces.length);
    const subset = fc.shuffledSubarray(pieces, { minLength: length, maxLength: length });
    const [chosen] = fc.sample(subset, { numRuns: 1, seed: Number(process.env.RANDOM_SEED ?? 1) });
    return chosen;
}

/** What becomes of each mutant. */
async function ask(mutate, specs) {
    console.log(mutate.join(", "));
    const { Stryker } = await import("./mutants/stryker.mjs");
    const translations = mkdtempSync(join(tmpdir(), "fargate-preflight-mutants-"));
    process.env.TRANSLATIONS = translations;
    try {
        const answers = await new Stryker({
            mutate,
            testRunner: "mocha",
            mochaOptions: {
                "no-config": true,
                "no-package": true,
                require: ["test/support/register.js"],
                spec: specs,
                ignore: [ofSources],
            },
            coverageAnalysis: "perTest",
            // Tables that are read once: each such mutant would need all tests in a process of its own.
            ignoreStatic: true,
            // What is made here, and no test of these needs.
            ignorePatterns: ["bin", "coverage", kept, ".venv-moto", ".pulumi-test"],
            tempDirName: ".stryker-tmp",
            timeoutMS: 20_000,
            dryRunTimeoutMinutes: 20,
            reporters: [],
            logLevel: "error",
            allowConsoleColors: false,
        }).runMutationTest();
        return answers.map(({ fileName, status, mutatorName, replacement, location }) => ({
            ...{ status, mutatorName, replacement },
            fileName: relative(root, fileName),
            line: location.start.line,
        }));
    } finally {
        rmSync(translations, { recursive: true, force: true });
    }
}

function isNoticed({ status }) {
    return status === "Killed" || status === "Timeout";
}

function isMissed({ status }) {
    return status === "Survived" || status === "NoCoverage";
}

function byRoom(found) {
    return Object.keys(rooms).flatMap((room) => {
        const own = found.filter(({ fileName }) => roomOf(fileName) === room);
        const noticed = own.filter(isNoticed).length;
        const missed = own.filter(isMissed).length;
        const files = new Set(own.map(({ fileName }) => fileName)).size;
        return own.length === 0 ? [] : [{ room, files, noticed, missed, score: scoreOf(own) }];
    });
}

/** Which part of those that a test may notice one noticed; not a number if there are none. */
function scoreOf(mutants) {
    const noticed = mutants.filter(isNoticed).length;
    return noticed / (noticed + mutants.filter(isMissed).length);
}

function print(found) {
    for (const { fileName, line, status, mutatorName, replacement } of found.filter(isMissed)) {
        const by = (replacement ?? "").replace(/\s+/gu, " ").slice(0, 100);
        console.log(`${status} ${fileName}:${line} ${mutatorName}: ${by}`);
    }
    console.log("\n| room | files | mutants | noticed | not noticed | score |");
    console.log("| --- | --- | --- | --- | --- | --- |");
    for (const { room, files, noticed, missed, score } of byRoom(found)) {
        const percent = Number.isNaN(score) ? "" : `${(score * 100).toFixed(1)} %`;
        const columns = [room, files, noticed + missed, noticed, missed, percent];
        console.log(`| ${columns.join(" | ")} |`);
    }
    console.log(`\n${Math.ceil(performance.now() / 60_000)} min`);
}
