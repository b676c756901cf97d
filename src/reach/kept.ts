import type { Evidence, Resting, Trace } from "./trace";

/** Answers that are found once. A trace that tells how each is found is told so each time. */
export class Kept<A extends Evidence> {
    private readonly answers = new Map<string, Resting<A>>();

    constructor(private readonly trace: Trace) {}

    of(key: string, ask: () => A): A {
        return this.trace.once(this.answers, key, ask);
    }
}
