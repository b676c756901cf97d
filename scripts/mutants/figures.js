"use strict";

/*
 * What whole runs of `npm run test:mutants` found, by file, in test/mutants.json: so it is not lost with a
 * machine, and a run in several sittings adds up. docs/assurance.md shows it by room.
 */
const { existsSync, readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const prettier = require("prettier");
const { globSync } = require("tinyglobby");

const root = join(__dirname, "..", "..");
const path = join(root, "test", "mutants.json");

/** What decides, by room. */
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

function roomOf(file) {
    return Object.keys(rooms).find((room) => file.startsWith(`${rooms[room]}/`));
}

/**
 * By file: how many changes were noticed and which were not, how long it took, when, and what then stood in the file
 * and in its tests.
 */
function read() {
    if (!existsSync(path)) return new Map();
    const all = Object.entries(JSON.parse(readFileSync(path, "utf8")));
    return new Map(all.map(([file, each]) => [file, { file, ...each }]));
}

/** Puts these beside what is there; what is no file any more goes. */
async function write(figures) {
    const all = [...read().values(), ...figures]
        .filter(({ file }) => existsSync(join(root, file)))
        .map(({ file, ...each }) => [file, each]);
    const sorted = [...new Map(all)].sort(([one], [other]) => (one < other ? -1 : 1));
    const text = JSON.stringify(Object.fromEntries(sorted));
    const form = { parser: "json", tabWidth: 4, printWidth: 100, objectWrap: "collapse" };
    writeFileSync(path, await prettier.format(text, form));
}

/** By room, those of these files; the last line is of all. What few tests were asked of is noticed at least so. */
function table(figures) {
    if (figures.length === 0) return "Nothing was asked as a whole yet.";
    const line = (room, own) => {
        const [noticed, seconds] = ["noticed", "seconds"].map((part) =>
            own.reduce((sum, each) => sum + each[part], 0),
        );
        const missed = own.flatMap((each) => each.missed);
        const score = scoreOf({ noticed, missed });
        const least = own.some(({ ofTests }) => ofTests === undefined) ? "at least " : "";
        const percent = Number.isNaN(score) ? "" : `${least}${(score * 100).toFixed(1)} %`;
        const days = own.map(({ on }) => on).sort();
        const when = [...new Set([days[0], days.at(-1)])].join(" to ");
        const minutes = Math.ceil(seconds / 60);
        const cells = [
            room,
            `${own.length} of ${filesOf(room === "all" ? Object.keys(rooms) : [room]).length}`,
            noticed + missed.length,
            noticed,
            missed.length,
            percent,
            minutes,
            when,
        ];
        return `| ${cells.join(" | ")} |`;
    };
    const lines = Object.keys(rooms).flatMap((room) => {
        const own = figures.filter(({ file }) => roomOf(file) === room);
        return own.length === 0 ? [] : [line(room, own)];
    });
    return [
        "| room | files | changes | noticed | not noticed | score | minutes | asked |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        ...lines,
        ...(lines.length > 1 ? [line("all", figures)] : []),
    ].join("\n");
}

/** The files of rooms, one room after the other. */
function filesOf(names) {
    return names.flatMap((room) => globSync(`${rooms[room]}/**/*.ts`, { cwd: root }).sort());
}

/** Which part of those that a test may notice one noticed; not a number if there are none. */
function scoreOf({ noticed, missed }) {
    return noticed / (noticed + missed.length);
}

module.exports = { filesOf, read, roomOf, rooms, scoreOf, table, write };
