"use strict";

/*
 * A thread of its own that tells of a case which never ends, and ends the process: the thread that runs the case
 * can do neither.
 */
const { writeSync } = require("node:fs");
const { parentPort, workerData } = require("node:worker_threads");

const { name, patience, seed } = workerData;
let timer;

/** A case begins, or, without one, has ended. */
parentPort.on("message", (begun) => {
    clearTimeout(timer);
    if (begun === undefined) return;
    timer = setTimeout(() => {
        const what = `${name}: a case did not end within ${patience} ms`;

        writeSync(2, `${what} (RANDOM_SEED=${seed}): ${JSON.stringify(begun.one)}\n`);
        process.kill(process.pid, "SIGKILL");
    }, patience);
});
