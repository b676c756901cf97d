"use strict";

/*
 * Changes the code in small ways, one at a time, and asks whether a test fails then (StrykerJS). What no test
 * notices is a hole in the tests.
 *
 * `npm run test:mutants` asks it of all that decides: many hours. It goes on where it was stopped: what it found
 * of a file is kept in test/mutants.json, and holds as long as the file does not change; once its tests have
 * changed, what they did not notice is asked again.
 * `npm run test:mutants -- reach workload` asks it of two rooms alone, and of one file if that is named.
 * `--by test/network/graph.test.ts`, as often as there are such, asks new tests alone of what was not noticed: much
 * faster, for each change that none of them notices costs all tests that run it.
 * `--pieces 8` asks it of so many pieces of 30 lines each, which `RANDOM_SEED` chooses.
 * `--changed` asks it of what differs from the last tag or merge base; on main, of what last changed.
 */
const { execFileSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const { existsSync, mkdtempSync, readFileSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join, relative } = require("node:path");
const { parseArgs } = require("node:util");
const fc = require("fast-check");
const { globSync } = require("tinyglobby");
const { filesOf, read, roomOf, rooms, scoreOf, table, write } = require("./mutants/figures");

const root = join(__dirname, "..");
process.chdir(root);

/**
 * The tests that tell whether it decides well: what notices most in the least time comes first; then a room's own,
 * and those of what rests on it; the tables of the policies last. None starts what is compiled, and none takes long.
 */
const first = ["test/policy/messages.test.ts"];
const inFacts = ["test/plan/facts.test.ts", "test/plan/aws.test.ts"];
const told = ["explained", "explain", "why"].map((name) => `test/cli/${name}.test.ts`);
const fixes = ["test/policy/whole-fixes.test.ts"];
/** What `check` says of findings, in this process. */
const checks = [
    ...["baseline", "check", "configuration", "exceptions", "filters", "fingerprint"],
    ...["json", "lookup", "same-as-pack", "sarif", "text"],
].map((name) => `test/cli/${name}.test.ts`);
const tests = {
    knowable: ["test/knowable"],
    network: ["test/network", ...inFacts, ...told, "test/reach", "test/native"],
    iam: ["test/iam"],
    workload: ["test/workload", ...inFacts, ...told, "test/native"],
    reach: [...inFacts, ...told, ...fixes, "test/reach", "test/oracle.test.ts"],
    capacity: [...inFacts, "test/capacity"],
    policy: [...inFacts, "test/policy", ...checks],
    policies: [...inFacts, ...fixes],
};
const last = [
    "test/workload",
    "test/regions.test.ts",
    "test/sst.test.ts",
    "test/cases.test.ts",
    "test/policies",
];
/** It looks for texts in the sources, which are others here. */
const ofSources = "**/planted.test.ts";
/** They play the rows once more, in other words and with their fixes made, for long. */
const slow = [
    "policy/fixes",
    "policy/random-fixes",
    "policy/words",
    "native/dialects",
    "native/random",
].map((name) => `**/${name}.test.ts`);
/** Of random networks they look at so many of the usual number; a table's row is played in one form (table.ts). */
const timesOfRandom = "0.25";

/** Of each table so many tests that run a mutant are asked (quick.js). */
const fewTests = 8;
const manyTests = 50;

/** So many of all mutants of a room should be noticed; of a few pieces, which may be bad ones by chance, so many. */
const goal = 0.85;
const floor = 0.4;
const linesOfPiece = 30;
/** A dry run of the tests comes before each batch of files: many files share it, and few are lost by a stop. */
const linesOfBatch = 1500;
const tools = join("scripts", "mutants");

const { values: options, positionals: asked } = parsed();

void main().then((code) => {
    process.exitCode = code;
});

async function main() {
    const files = filesNamed(asked);
    const chosen = options.changed ? changedOf(files) : files;
    if (chosen.length === 0) return refuse("there is nothing to change: no such file or room");
    install();
    const { pieces } = options;
    const askSome = async (some) => {
        const { mutants, seconds } = await ask(
            piecesOf(some, Number(pieces)),
            specsFor(some),
            manyTests,
        );
        const asked = new Set(mutants.map(({ fileName }) => fileName));
        return figuresOf([...asked], mutants, seconds);
    };
    let found = await (pieces === undefined ? askAll(chosen) : askSome(chosen));
    if (found.length === 0 && pieces !== undefined && chosen.length < files.length) {
        console.log("Nothing there can be changed so: of all files, then.");
        found = await askSome(files);
    }
    if (found.length === 0) return refuse("no mutant was made");
    print(found);
    if (pieces !== undefined) return scoreOfAll(found) < floor ? 1 : 0;
    const byRoom = Object.keys(rooms).map((room) =>
        found.filter(({ file }) => roomOf(file) === room),
    );
    return byRoom.some((own) => scoreOfAll(own) < goal) ? 1 : 0;
}

function parsed() {
    try {
        return parseArgs({
            allowPositionals: true,
            options: {
                pieces: { type: "string" },
                changed: { type: "boolean", default: false },
                by: { type: "string", multiple: true, default: [] },
            },
        });
    } catch ({ message }) {
        console.error(message);
        return process.exit(2);
    }
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

function filesNamed(names) {
    const all = filesOf(Object.keys(rooms));
    if (names.length === 0) return all;
    return all.filter((file) => names.includes(file) || names.includes(roomOf(file)));
}

function specsFor(files) {
    const own = files.flatMap((file) => tests[roomOf(file)]);
    return [...new Set([...first, ...own, ...last])].map((path) =>
        path.endsWith(".ts") ? path : `${path}/**/*.test.ts`,
    );
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

/**
 * Finds what was not found yet, room by room and batch by batch, and keeps it: first by a few tests, and what these
 * do not notice, once more by many.
 */
async function askAll(files) {
    const byRoom = Object.keys(rooms)
        .map((room) => files.filter((file) => roomOf(file) === room))
        .filter((own) => own.length > 0);
    if (options.by.length > 0) {
        const known = read();
        const isKnown = (file) => known.get(file)?.ofFile === hashOfFile(file);
        for (const own of byRoom) await askMissed(own.filter(isKnown), options.by);
        return files.flatMap((file) => read().get(file) ?? []);
    }
    for (const own of byRoom) await askFirst(own);
    for (const own of byRoom) await askAgain(own);
    return files.flatMap((file) => read().get(file) ?? []);
}

/** All of those files of a room that have changed. */
async function askFirst(own) {
    const specs = specsFor(own);
    const known = read();
    const isKnown = (file) => known.get(file)?.ofFile === hashOfFile(file);
    for (const batch of batchesOf(own.filter((file) => !isKnown(file)))) {
        const { mutants, seconds } = await ask(batch, specs, fewTests);
        await keep(figuresOf(batch, mutants, seconds));
    }
}

/** What in a room was not noticed by as many tests as there are now. */
async function askAgain(own) {
    const specs = specsFor(own);
    const texts = globSync([...specs, "test/support/*", "test/golden/*/*"]).sort();
    const ofTests = hashOf(texts.map((file) => readFileSync(file, "utf8")).join("\n"));
    const known = read();
    const open = own.filter((file) => known.get(file).ofTests !== ofTests);
    await askMissed(open, specs, ofTests);
}

/**
 * What was not noticed in files, by these tests.
 *
 * @param ofTests which they are, if they are all; else what was told of those that were asked before stays
 */
async function askMissed(files, specs, ofTests) {
    const known = read();
    for (const batch of batchesOf(files)) {
        const before = batch.map((file) => known.get(file));
        const missed = new Set(
            before.flatMap(({ file, missed }) => missed.map((text) => nameIn(file, text))),
        );
        const { mutants, seconds } =
            missed.size === 0
                ? { mutants: [], seconds: 0 }
                : await ask(before.flatMap(placesOf), specs, manyTests);
        const asked = mutants.filter((each) => missed.has(nameOf(each)));
        const lost = missed.size - new Set(asked.map(nameOf)).size;
        if (lost > 0)
            throw new Error(`StrykerJS did not make ${lost} of ${missed.size} changes again`);
        const figures = figuresOf(batch, asked, seconds).map((each, i) => ({
            ...each,
            noticed: before[i].noticed + each.noticed,
            seconds: before[i].seconds + each.seconds,
            ofTests: ofTests ?? before[i].ofTests,
        }));
        await keep(figures);
    }
}

function keep(figures) {
    const on = new Date().toISOString().slice(0, 10);
    return write(figures.map((each) => ({ ...each, on, ofFile: hashOfFile(each.file) })));
}

function hashOfFile(file) {
    return hashOf(readFileSync(file, "utf8"));
}

/** A change that was not noticed: where it is, and what stood there instead. */
function textOf({ location: { start, end }, mutatorName, replacement = "" }) {
    const at = (place) => `${place.line}:${place.column}`;
    const by = replacement.replace(/\s+/gu, " ").slice(0, 60);
    return `${at(start)}-${at(end)} ${mutatorName} ${by}`;
}

function nameIn(file, text) {
    return `${file}:${text}`;
}

function nameOf(mutant) {
    return nameIn(mutant.fileName, textOf(mutant));
}

/** As Stryker names them: it counts columns from 1 in what it tells, and from 0 in what it is told. */
function placesOf({ file, missed }) {
    const toldOf = (place) => place.replace(/:(\d+)/gu, (_, column) => `:${Number(column) - 1}`);
    return [...new Set(missed.map((text) => `${file}:${toldOf(text.split(" ")[0])}`))];
}

/** What was found of each of these files; the time is shared among them by their mutants. */
function figuresOf(files, all, seconds) {
    return files.map((file) => {
        const mutants = all.filter(({ fileName }) => fileName === file);
        return {
            file,
            noticed: mutants.filter(isNoticed).length,
            missed: mutants.filter(isMissed).map(textOf),
            seconds: Math.round((seconds * mutants.length) / Math.max(all.length, 1)),
        };
    });
}

function hashOf(text) {
    return createHash("sha256").update(text).digest("hex").slice(0, 12);
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

/** What becomes of each mutant, and how long it took. */
async function ask(mutate, specs, testsOfTable) {
    console.log(mutate.join(", "));
    const begun = performance.now();
    const { Stryker } = await import("./mutants/stryker.mjs");
    const translations = mkdtempSync(join(tmpdir(), "fargate-preflight-mutants-"));
    process.env.TRANSLATIONS = translations;
    process.env.RANDOM_TIMES ??= timesOfRandom;
    process.env.ONE_FORM = "1";
    process.env.TESTS_OF_TABLE = String(testsOfTable);
    try {
        const answers = await new Stryker({
            mutate,
            testRunner: "mocha",
            mochaOptions: {
                "no-config": true,
                "no-package": true,
                require: ["test/support/register.js", "scripts/mutants/titles.js"],
                spec: specs,
                ignore: [ofSources, ...slow],
            },
            coverageAnalysis: "perTest",
            // Tables that are read once: each such mutant would need all tests in a process of its own.
            ignoreStatic: true,
            // What is made here, and no test of these needs.
            ignorePatterns: ["bin", "coverage", ".venv-moto", ".pulumi-test"],
            tempDirName: ".stryker-tmp",
            timeoutMS: 5_000,
            dryRunTimeoutMinutes: 20,
            buildCommand: `node ${join(tools, "quick.js")}`,
            reporters: [],
            logLevel: "error",
            allowConsoleColors: false,
        }).runMutationTest();
        const mutants = answers.map((each) => {
            const { fileName, status, mutatorName, replacement, location } = each;
            return {
                status,
                mutatorName,
                replacement,
                location,
                fileName: relative(root, fileName),
            };
        });
        return { mutants, seconds: (performance.now() - begun) / 1000 };
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

function scoreOfAll(figures) {
    return scoreOf({
        noticed: figures.reduce((sum, each) => sum + each.noticed, 0),
        missed: figures.flatMap(({ missed }) => missed),
    });
}

function print(found) {
    for (const { file, missed } of found) {
        for (const text of missed) console.log(`not noticed: ${nameIn(file, text)}`);
    }
    console.log(`\n${table(found)}`);
    console.log(`\n${Math.ceil(performance.now() / 60_000)} min in this sitting`);
}
