"use strict";

/*
 * Measures `fargate-preflight check` against what only reads: a process that does nothing but parse the same
 * files. Each runs in a process of its own. One thread is measured in CPU time, several in the wall clock's,
 * which is what they are to save; peaks are of whole processes. Then comes one large stack, for the command and
 * for the pack.
 *
 * `--quick` takes fewer and smaller files, and one round.
 */
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const { mkdtempSync, rmSync, writeFileSync } = require("node:fs");
const { availableParallelism, tmpdir } = require("node:os");
const path = require("node:path");
const { performance } = require("node:perf_hooks");
const { callsFor, Pack } = require("./driver");
const { grow, growExport } = require("./grow");
const { makePacks } = require("./packs");
const { line, median, megabytes, progress, seconds, two } = require("./table");

const command = path.join(__dirname, "..", "bin", "src", "cli", "main.js");
const threads = availableParallelism();
const small = 1000;

/** A sweep costs so many times what parsing costs, at most; one large file grows so much faster than that. */
const sweepBar = 10;
const growthBar = 3;
const memoryBar = 4e9;

/** What each process tells of itself as it ends. */
const told = `process.on("exit", () => {
    if (!require("node:worker_threads").isMainThread) return;
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    console.error(JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1000, peak: maxRSS * 1024 }));
});`;

const parsing = `const { readFileSync } = require("node:fs");
for (const file of process.argv.slice(1)) JSON.parse(readFileSync(file, "utf8"));`;

async function main() {
    const quick = process.argv.includes("--quick");
    const folder = mkdtempSync(path.join(tmpdir(), "bench-command-"));
    process.once("exit", () => rmSync(folder, { recursive: true }));
    writeFileSync(path.join(folder, "told.js"), told);
    const runs = { check: checking(folder), parse: parsingOf(folder) };
    const rows = [
        ...(await measureSweep(folder, runs, quick ? [10, 1] : [60, 5])),
        ...(await measureGrowth(folder, runs, quick ? [10_000, 1] : [100_000, 3])),
        ...(await measureMemory(folder, runs, quick ? 5000 : 50_000)),
    ];
    console.log(line("", "ours", "other", "ratio", "bar", ""));
    for (const { what, ours, other = "", ratio, bar } of rows) {
        const verdict = bar === undefined ? "" : ratio <= bar ? "ok" : "over";
        console.log(line(what, ours, other, two(ratio), two(bar), verdict).trimEnd());
    }
}

function checking(folder) {
    return (files, jobs = 1) => run(folder, [command, "check", "--jobs", String(jobs), ...files]);
}

function parsingOf(folder) {
    return (files) => run(folder, ["-e", parsing, ...files]);
}

/** One run in a fresh process. Times are in milliseconds, memory in bytes. */
async function run(folder, args) {
    const begin = performance.now();
    const child = spawn(process.execPath, ["-r", path.join(folder, "told.js"), ...args], {
        stdio: ["ignore", "ignore", "pipe"],
    });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
    const [code] = await once(child, "close");
    const wall = performance.now() - begin;
    // What it costs to read nothing would be no measure.
    if (code !== 0) throw new Error(stderr);
    return { wall, ...JSON.parse(stderr) };
}

/** Many exports: on one thread against one process that parses them, on several against as many such processes. */
async function measureSweep(folder, { check, parse }, [count, rounds]) {
    progress(`${count} exports of ${small} resources`);
    const text = JSON.stringify(growExport(small), undefined, 4);
    const files = Array.from({ length: count }, (_, i) => {
        const file = path.join(folder, `sweep-${i}.json`);
        writeFileSync(file, text);
        return file;
    });
    const shares = Array.from({ length: threads }, (_, i) =>
        files.filter((_file, at) => at % threads === i),
    );
    const of = { check: [], parse: [], many: [], parses: [] };
    for (let round = 0; round < rounds; round++) {
        of.check.push(await check(files));
        of.parse.push(await parse(files));
        of.many.push(await check(files, threads));
        const begin = performance.now();
        await Promise.all(shares.map(parse));
        of.parses.push({ wall: performance.now() - begin });
    }
    const gains = [
        medianOf(of.check, "wall") / medianOf(of.many, "wall"),
        medianOf(of.parse, "wall") / medianOf(of.parses, "wall"),
    ];
    return [
        {
            ...timeRow("a sweep / parsing alone, one thread", of.check, of.parse, "cpu"),
            bar: sweepBar,
        },
        {
            what: `gain of ${threads} processes that parse / of ${threads} threads`,
            ours: `${two(gains[0])} x`,
            other: `${two(gains[1])} x`,
            ratio: gains[1] / gains[0],
        },
    ];
}

/** One large export against a small one, for both. */
async function measureGrowth(folder, { check, parse }, [large, rounds]) {
    const growth = {};
    for (const [name, run] of Object.entries({ check, parse })) {
        const medians = [];
        for (const size of [small, large]) {
            progress(`${name} of ${size} resources`);
            const file = exportOf(folder, size);
            const samples = [];
            for (let i = 0; i < rounds; i++) samples.push(await run([file]));
            medians.push(medianOf(samples, "cpu"));
        }
        growth[name] = medians[1] / medians[0];
    }
    return [
        {
            what: `growth, ${large} / ${small} resources, against parsing`,
            ours: two(growth.check),
            other: two(growth.parse),
            ratio: growth.check / growth.parse,
            bar: growthBar,
        },
    ];
}

async function measureMemory(folder, { check }, size) {
    progress(`${size} resources`);
    const checked = await check([exportOf(folder, size)]);
    const { ours, alike } = makePacks(folder);
    const calls = callsFor(grow(size));
    const peaks = {};
    for (const [name, dir] of Object.entries({ ours, alike })) {
        const pack = await Pack.start(dir);
        try {
            await pack.analyze(calls.analyze);
            await pack.analyzeStack(calls.analyzeStack);
            peaks[name] = pack.peak();
        } finally {
            await pack.stop();
        }
    }
    return [
        {
            what: `check of ${size} resources, peak memory / 4 GB`,
            ours: megabytes(checked.peak),
            ratio: checked.peak / memoryBar,
            bar: 1,
        },
        {
            what: `pack over ${size} resources, peak memory / 4 GB`,
            ours: megabytes(peaks.ours),
            other: megabytes(peaks.alike),
            ratio: peaks.ours / memoryBar,
            bar: 1,
        },
    ];
}

function medianOf(samples, of) {
    return median(samples.map((sample) => sample[of]));
}

function exportOf(folder, size) {
    const file = path.join(folder, `${size}.json`);
    writeFileSync(file, JSON.stringify(growExport(size), undefined, 4));
    return file;
}

function timeRow(what, ours, other, clock) {
    const [own, theirs] = [medianOf(ours, clock), medianOf(other, clock)];
    return { what, ours: seconds(own), other: seconds(theirs), ratio: own / theirs };
}

main().catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
});
