"use strict";

/* How the benchmarks print what they measured. */

function median(values) {
    const sorted = [...values].sort((a, b) => a - b);
    const middle = Math.floor(sorted.length / 2);
    return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function seconds(milliseconds) {
    return Number.isNaN(milliseconds) ? "-" : `${(milliseconds / 1000).toFixed(2)} s`;
}

function megabytes(bytes) {
    return `${(bytes / 1e6).toFixed(0)} MB`;
}

function two(number) {
    return number === undefined ? "" : number.toFixed(2);
}

function line(what, ...columns) {
    return [what.padEnd(72), ...columns.map((column) => String(column).padStart(8))].join(" ");
}

function progress(what) {
    process.stderr.write(`${what}\n`);
}

module.exports = { line, median, megabytes, progress, seconds, two };
