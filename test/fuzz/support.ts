import { ok } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import fc from "fast-check";
import { plans } from "../cli/support";
import { marker } from "../support/mutate";
import { runs, times } from "../support/random";

/** How long an answer may take, in milliseconds: a person waits for it. */
const patience = 2_000;

/** What takes so many times as long never ends. */
const endless = 30;

/** A test of so many cases, each of which may take so many milliseconds; a long run says how many it had, and which took longest. */
export function fuzz<T>(
    name: string,
    usual: number,
    cases: fc.Arbitrary<T>,
    run: (one: T) => void | Promise<void>,
    limit = patience,
): void {
    it(name, async function () {
        this.timeout(60_000 + usual * times * limit);
        let [count, slowest, sum] = [0, 0, 0];
        const watchdog = new Worker(join(__dirname, "watchdog.js"), {
            workerData: { name, patience: limit * endless, seed: fc.readConfigureGlobal().seed },
        });
        const timed = async (one: T): Promise<number> => {
            const begin = performance.now();
            watchdog.postMessage({ one });
            await run(one);
            watchdog.postMessage(undefined);
            return performance.now() - begin;
        };
        const property = fc.asyncProperty(cases, async (one) => {
            const taken = await timed(one);
            count += 1;
            sum += taken;
            slowest = Math.max(slowest, taken);
            // What was slow once may have waited for something else: what hangs does so again.
            ok(taken < limit || (await timed(one)) < limit, `it took ${taken.toFixed()} ms`);
        });
        try {
            await fc.assert(property, runs(usual));
        } finally {
            await watchdog.terminate();
            if (times > 1) {
                const each = `${(sum / count).toFixed(1)} ms each, at most ${slowest.toFixed()} ms`;
                const memory = (process.resourceUsage().maxRSS / 1024).toFixed();
                console.log(`${String(count)} ${name}: ${each}; up to ${memory} MB of memory`);
            }
        }
    });
}

/** The text of a recorded plan, or of another file of the examples. */
export function example(...path: readonly string[]): string {
    return readFileSync(join(plans, ...path), "utf8");
}

/** All recorded plans of one kind, such as `preview`. */
export function examples(kind: string): readonly string[] {
    const files = readdirSync(plans).filter((file) => file.endsWith(`.${kind}.json`));
    ok(files.length > 0);
    return files.map((file) => example(file));
}

/** What tells of a bug, wherever it is said; and what was secret. */
const wrong = new RegExp(
    `because of a bug|a bug in fargate-preflight|can't run policy|please send this|(Type|Range|Syntax|Reference)Error|\\n\\s+at .+:\\d+:\\d+|${marker}`,
    "i",
);

export function assertSound(text: string): void {
    const found = wrong.exec(text);
    if (found === null) return;
    const from = Math.max(0, found.index - 300);
    ok(false, `it says: …${text.slice(from, found.index + 300)}…`);
}
