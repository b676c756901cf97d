"use strict";

/* A thread that does what the file's name says. */
const { parentPort, threadId, workerData } = require("node:worker_threads");

const moods = {
    exit: () => process.exit(3),
    throw: () => {
        throw new TypeError("hunter2");
    },
    grow: () => {
        const lists = [];
        for (;;) lists.push(new Array(100_000).fill({}));
    },
};

parentPort.on("message", (file) => {
    moods[file]?.();
    parentPort.postMessage({ file, error: `of ${threadId}, with ${JSON.stringify(workerData)}` });
});
