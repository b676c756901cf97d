import type { Trace } from "./trace";

/** Answers that are found once. A trace tells how each is found, so for one nothing is kept. */
export class Kept<A> {
    private readonly answers = new Map<string, A>();

    constructor(private readonly trace: Trace) {}

    of(key: string, ask: () => A): A {
        if (this.trace.isOn) return ask();
        let answer = this.answers.get(key);
        if (answer === undefined) {
            answer = ask();
            this.answers.set(key, answer);
        }
        return answer;
    }
}
