"use strict";

/*
 * Measures this pack against packs that do nothing, and prints ratios. Absolute times say little:
 * they are the machine's, and mostly the SDK's. So the packs take turns, in fresh processes, and each
 * ratio is one of medians. A time is CPU time of the pack's process, all threads: other work on the
 * machine disturbs it least. The ratio of wall-clock times stands beside it.
 *
 * `--quick` leaves out the largest stacks, and takes fewer rounds.
 */
const { existsSync, mkdtempSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const path = require("node:path");
const { grow } = require("./grow");
const { callsFor, Pack } = require("./driver");
const { makePacks, root } = require("./packs");
const { line, median, megabytes, progress, seconds, two } = require("./table");

const quick = process.argv.includes("--quick");
const sizes = quick ? [100, 1000] : [100, 1000, 10000];

/** What takes turns at each size: packs, by what runs in the stack that they get. */
const turns = {
    fargate: ["ours", "alike", "single"],
    none: ["ours", "single"],
    ec2: ["ours", "single"],
};

const loadRounds = quick ? 3 : 9;

/** More where the ratio is nearer to its bar, fewer where a round takes long. */
function roundsOf(size, workloads) {
    if (quick) return 3;
    if (size <= 1000) return 11;
    return workloads === "fargate" ? 5 : 3;
}

/** Smaller stacks are measured for information: loading the pack takes longer than they do. */
const smallestWithBar = 1000;
const bar = 1.25;
const growthBar = 11;

async function main() {
    if (!existsSync(path.join(root, "bin", "index.js"))) {
        throw new Error("the pack is not compiled: run `npm run build` first");
    }
    const below = mkdtempSync(path.join(tmpdir(), "bench-"));
    process.once("exit", () => rmSync(below, { recursive: true }));
    const packs = makePacks(below);
    // Files are read from disk once, before anything is measured.
    for (const dir of Object.values(packs)) await load(dir);
    const samples = new Map();
    await measureLoading(packs, samples);
    for (const size of sizes) await measureSize(size, packs, samples);
    print(rowsOf(samples));
}

/** Samples by pack and circumstances, such as "ours load" or "single ec2 1000". */
function keep(samples, key, sample) {
    if (!samples.has(key)) samples.set(key, []);
    samples.get(key).push(sample);
}

async function measureLoading(packs, samples) {
    progress("loading");
    for (let round = 0; round < loadRounds; round++) {
        for (const name of ["ours", "empty"]) {
            keep(samples, `${name} load`, await load(packs[name]));
        }
        // For information, so a few times are enough.
        if (round < 3) keep(samples, "typescript load", await load(packs.typescript));
    }
}

async function load(dir) {
    const pack = await Pack.start(dir);
    const sample = { load: pack.load, peak: pack.peak() };
    await pack.stop();
    return sample;
}

async function measureSize(size, packs, samples) {
    for (const [workloads, names] of Object.entries(turns)) {
        if (size < smallestWithBar && workloads !== "fargate") continue;
        progress(`${size} resources, ${workloads}`);
        const calls = callsFor(grow(size, workloads));
        for (let round = 0; round < roundsOf(size, workloads); round++) {
            for (const name of names) {
                const sample = await operate(packs[name], calls);
                keep(samples, `${name} ${workloads} ${size}`, sample);
            }
        }
    }
}

/** One operation of the engine's in a fresh process. */
async function operate(dir, calls) {
    const pack = await Pack.start(dir);
    try {
        const analyze = await pack.analyze(calls.analyze);
        const analyzeStack = await pack.analyzeStack(calls.analyzeStack);
        for (const diagnostic of analyzeStack.response.getDiagnosticsList()) {
            const message = diagnostic.getMessage();
            // What a policy costs that did not finish would be no measure.
            if (message.includes("because of a bug")) throw new Error(message);
        }
        return { analyze, analyzeStack, peak: pack.peak() };
    } finally {
        await pack.stop();
    }
}

function rowsOf(samples) {
    const of = (key) => samples.get(key);
    const rows = [
        timeRow("loading / empty pack", "load", of("ours load"), of("empty load"), bar),
        timeRow("loading / empty TypeScript pack", "load", of("ours load"), of("typescript load")),
        memoryRow("loading / empty pack", of("ours load"), of("empty load"), bar),
        memoryRow("loading / empty TypeScript pack", of("ours load"), of("typescript load")),
    ];
    for (const size of sizes) {
        const [ours, alike, single] = turns.fargate.map((name) => of(`${name} fargate ${size}`));
        const limit = size < smallestWithBar ? undefined : bar;
        const what = `AnalyzeStack, ${size}`;
        rows.push(
            timeRow(`${what} / as many empty policies`, "analyzeStack", ours, alike, limit),
            memoryRow(`${what} / as many empty policies`, ours, alike, limit),
            timeRow(`${what} / one empty policy`, "analyzeStack", ours, single),
        );
    }
    if (sizes.includes(10000)) {
        for (const name of ["ours", "alike"]) {
            rows.push(growthRow(name, of(`${name} fargate 1000`), of(`${name} fargate 10000`)));
        }
    }
    for (const size of sizes.filter((each) => each >= smallestWithBar)) {
        for (const workloads of ["none", "ec2"]) {
            const [ours, single] = turns[workloads].map((name) =>
                of(`${name} ${workloads} ${size}`),
            );
            const what = `${workloads === "none" ? "without ECS" : "ECS on EC2"}, ${size}`;
            rows.push(timeRow(`${what} / one empty policy`, "analyzeStack", ours, single, bar));
        }
    }
    const [ours, , single] = turns.fargate.map((name) => of(`${name} fargate 1000`));
    rows.push(timeRow("Analyze, 1000 calls / one empty policy", "analyze", ours, single, bar));
    return rows;
}

function timeRow(what, metric, ours, other, limit) {
    const of = (list, clock) => median(list.map((sample) => sample[metric][clock]));
    return {
        what,
        ours: seconds(of(ours, "cpu")),
        other: seconds(of(other, "cpu")),
        ratio: of(ours, "cpu") / of(other, "cpu"),
        wall: of(ours, "wall") / of(other, "wall"),
        limit,
    };
}

function memoryRow(what, ours, other, limit) {
    const of = (list) => median(list.map(({ peak }) => peak));
    return {
        what: `${what}, peak memory`,
        ours: megabytes(of(ours)),
        other: megabytes(of(other)),
        ratio: of(ours) / of(other),
        limit,
    };
}

/** How much longer the larger stack takes; the empty pack's own growth shows how much is the SDK's. */
function growthRow(name, small, large) {
    const isOurs = name === "ours";
    const what = `growth, 10000 / 1000${isOurs ? "" : ", as many empty policies"}`;
    return timeRow(what, "analyzeStack", large, small, isOurs ? growthBar : undefined);
}

function print(rows) {
    console.log(line("", "ours", "other", "ratio", "wall", "bar", ""));
    for (const { what, ours, other, ratio, wall, limit } of rows) {
        const verdict = limit === undefined ? "" : ratio <= limit ? "ok" : "over";
        console.log(line(what, ours, other, two(ratio), two(wall), two(limit), verdict).trimEnd());
    }
    const over = rows.filter(({ ratio, limit }) => ratio > limit).length;
    console.log(
        `\nTimes are CPU times of the pack's process; "wall" is the ratio of wall-clock times, for information.\n${
            over === 0 ? "All bars hold." : `${over} over the bar.`
        }`,
    );
}

// Interrupted, it ends as usual: packs are stopped, and files removed.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

main().catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
});
