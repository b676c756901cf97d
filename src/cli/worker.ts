import { parentPort, workerData } from "node:worker_threads";
import { Readable } from "node:stream";
import { checkerOf } from "./checker";
import type { Terms } from "./terms";

/* A thread that checks the files whose names it is sent, one at a time. Standard input is not its own. */

const check = checkerOf(workerData as Terms, { stdin: Readable.from([]) });

parentPort?.on("message", (file: string) => {
    void check(file).then((report) => parentPort?.postMessage(report));
});
