import { Supports, type Evidence, type Resting, type Trace } from "./trace";

/** Answers that are found once. A trace that tells how each is found is told so each time. */
export class Kept<A extends Evidence> {
    private readonly answers = new Map<string, A>();
    private readonly resting = new Map<string, Resting<A>>();

    constructor(private readonly trace: Trace) {}

    of(key: string, ask: () => A): A {
        const { trace } = this;
        if (trace instanceof Supports) return this.restingOn(trace, key, ask);
        if (trace.isOn) return ask();
        let answer = this.answers.get(key);
        if (answer === undefined) {
            answer = ask();
            this.answers.set(key, answer);
        }
        return answer;
    }

    /** What an answer rests on is kept with it. */
    private restingOn(trace: Supports, key: string, ask: () => A): A {
        let found = this.resting.get(key);
        if (found === undefined) {
            const { answer, on } = trace.apart(ask);
            found = { answer, on: [...new Set(on)] };
            this.resting.set(key, found);
        }
        trace.add(found.on);
        return found.answer;
    }
}
