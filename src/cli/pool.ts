import { once } from "node:events";
import { totalmem } from "node:os";
import { extname, join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Worker, type ResourceLimits } from "node:worker_threads";
import { notChecked, type Checker } from "./checker";
import type { Terms } from "./terms";
import { describeBug } from "./io";
import type { Report } from "./report";

const script = join(__dirname, `worker${extname(__filename)}`);

export interface PoolOptions {
    /** How many threads there are at most. */
    readonly jobs: number;
    readonly terms: Terms;
    /** Called whenever a file is done. */
    readonly onDone: () => void;
    /** Of each thread, for tests. */
    readonly script?: string;
    readonly limits?: ResourceLimits;
}

/**
 * Checks files in threads, each of which takes the next file when it is done with one. A thread that
 * dies costs the file that it was at, and the next file gets a new one.
 *
 * @returns the reports in the order of the files.
 */
export async function checkInThreads(
    files: readonly string[],
    { jobs, onDone, ...options }: PoolOptions,
): Promise<readonly Report[]> {
    const reports: Report[] = [];
    const threads = Math.min(jobs, files.length);
    makeRoom(threads);
    // All take from the same list.
    const waiting = files.entries();
    const work = async (): Promise<void> => {
        let thread: Thread | undefined;
        for (const [i, file] of waiting) {
            if (thread?.isAlive !== true) thread = new Thread(options);
            reports[i] = await thread.check(file);
            onDone();
        }
        await thread?.end();
    };
    await Promise.all(Array.from({ length: threads }, work));
    return reports;
}

/**
 * Gives threads that are started from now on more room for what is new. All that is made of a file lives until
 * it is checked: with the 16 MB that V8 takes by itself it copies most of that, twice, and a quarter of the time
 * goes into that. The room is shared out among the threads, and is no large part of the memory that there is.
 */
function makeRoom(threads: number): void {
    const memory = Math.min(totalmem(), process.constrainedMemory() || Infinity);
    const room = Math.min(mostRoom, memory / 16) / threads;
    const megabytes = 2 ** Math.max(Math.floor(Math.log2(room / 2 ** 20)), 4);
    for (const flag of ["min", "max"]) {
        setFlagsFromString(`--${flag}-semi-space-size=${String(megabytes)}`);
    }
}

/** In bytes, of all threads together; V8 keeps as much again for what it copies. */
const mostRoom = 2 ** 27;

class Thread {
    isAlive = true;
    private readonly worker: Worker;

    constructor({ terms, script: other, limits }: Omit<PoolOptions, "jobs" | "onDone">) {
        this.worker = new Worker(other ?? script, {
            workerData: terms,
            ...(limits === undefined ? {} : { resourceLimits: limits }),
        });
        this.worker.on("error", () => (this.isAlive = false));
        this.worker.on("exit", () => (this.isAlive = false));
    }

    readonly check: Checker = async (file) => {
        const done = new AbortController();
        const { signal } = done;
        try {
            this.worker.postMessage(file);
            const answer = once(this.worker, "message", { signal }) as Promise<[Report]>;
            const exit = once(this.worker, "exit", { signal }).then(() => {
                throw new Error("the thread ended");
            });
            const [report] = await Promise.race([answer, exit]);
            return report;
        } catch (error) {
            return { file, error: notChecked(whyDead(error)) };
        } finally {
            done.abort();
        }
    };

    async end(): Promise<void> {
        await this.worker.terminate();
    }
}

function whyDead(error: unknown): string {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ERR_WORKER_OUT_OF_MEMORY"
        ? "there is not enough memory for it"
        : describeBug(error);
}
