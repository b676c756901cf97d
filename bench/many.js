"use strict";

/*
 * Measures `fargate-preflight check` on many exports: several at a time, against one after the other.
 * Here a time is the wall clock's, for it is what threads are to save; the peak is of the whole process.
 *
 * `--quick` takes fewer exports, and one round.
 */
const { spawnSync } = require("node:child_process");
const { mkdtempSync, rmSync, writeFileSync } = require("node:fs");
const { availableParallelism, tmpdir } = require("node:os");
const path = require("node:path");
const { performance } = require("node:perf_hooks");
const { growExport } = require("./grow");

const command = path.join(__dirname, "..", "bin", "src", "cli", "main.js");
const resources = 1000;

function measureMany(quick) {
    const [files, rounds] = quick ? [20, 1] : [200, 3];
    process.stderr.write(`${files} exports\n`);
    const folder = mkdtempSync(path.join(tmpdir(), "bench-many-"));
    try {
        const text = JSON.stringify(growExport(resources), undefined, 4);
        for (let i = 0; i < files; i++) writeFileSync(path.join(folder, `${i}.json`), text);
        const printPeak = path.join(folder, "print-peak.js");
        writeFileSync(
            printPeak,
            `if (require("node:worker_threads").isMainThread) {
                process.on("exit", () => console.error(process.resourceUsage().maxRSS));
            }`,
        );
        const samples = { alone: [], together: [] };
        for (let round = 0; round < rounds; round++) {
            samples.alone.push(check(folder, printPeak, 1));
            samples.together.push(check(folder, printPeak, availableParallelism()));
        }
        const what = `${files} exports of ${resources} resources, ${megabytes(text.length)} each`;
        print(what, samples);
    } finally {
        rmSync(folder, { recursive: true });
    }
}

/** One run in a fresh process. Times are in milliseconds, memory in bytes. */
function check(folder, printPeak, jobs) {
    const begin = performance.now();
    const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ["-r", printPeak, command, "check", "--jobs", String(jobs), path.join(folder, "*.json")],
        { encoding: "utf8", maxBuffer: 1e9 },
    );
    const wall = performance.now() - begin;
    // What it costs to find nothing would be no measure.
    if (status !== 0 || !/ 0 with\n$/.test(stdout)) throw new Error(stderr);
    return { wall, peak: Number(stderr) * 1024 };
}

function print(what, { alone, together }) {
    const ratio = (of) => (median(together, of) / median(alone, of)).toFixed(2);
    const wall = ({ wall: time }) => time;
    const peak = ({ peak: memory }) => memory;
    const seconds = (samples) => `${(median(samples, wall) / 1000).toFixed(1)} s`;
    const memory = (samples) => megabytes(median(samples, peak));
    console.log(`\n${what}, with ${availableParallelism()} CPUs\n`);
    console.log(line("", "together", "alone", "ratio"));
    console.log(line("wall-clock time", seconds(together), seconds(alone), ratio(wall)));
    console.log(line("peak memory", memory(together), memory(alone), ratio(peak)));
}

function median(samples, of) {
    const sorted = samples.map(of).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)];
}

function megabytes(bytes) {
    return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

function line(what, ...columns) {
    return [what.padEnd(58), ...columns.map((column) => column.padStart(8))].join(" ");
}

module.exports = { measureMany };

if (require.main === module) measureMany(process.argv.includes("--quick"));
