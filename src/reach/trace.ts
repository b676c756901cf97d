import { distinctGaps, gapKey, type Answer, type Gap } from "../knowable";
import type { PlannedResource } from "../plan";
import { hop, type Hop, type Path } from "./hop";
import { rules, type Rule, type Stage } from "./rules";
import { alternativeTexts, type Thing } from "./words";

/** What was found where the packet passes. */
export interface Sight {
    readonly at: Thing;
    readonly says: string;
    /** At the edge of which subnet; of several on a way the caller's own is not named. */
    readonly edgeOf?: Thing | undefined;
}

/** One thing that was looked at. */
export interface Step {
    readonly kind: "step";
    readonly stage: Stage;
    readonly rule: string;
    readonly verdict: Answer<unknown>["verdict"];
    /** Where; of what cannot be known there may be no single place. */
    readonly at: Thing | undefined;
    readonly says: string;
    readonly edgeOf?: Thing | undefined;
    /** How it is mended, by any of these, in words. */
    readonly fixes?: readonly string[];
    readonly gaps: readonly Gap[];
}

/** Something that the way consists of, or one of several ways that it may take. */
export interface Branch {
    readonly kind: "part" | "alternative";
    readonly called: string;
    readonly verdict: Answer<unknown>["verdict"];
    readonly trail: Trail;
    /** Why it cannot be known, as far as no step says so. */
    readonly gaps: readonly Gap[];
}

export type Trail = readonly (Step | Branch)[];

export type Evidence = Answer<Hop> | Answer<Path>;

/**
 * Follows what the simulation looks at, healthy hops too. The simulation does not depend on it: what is
 * told to it are functions, which a trace calls only if somebody wants to know.
 */
export interface Trace {
    /** Tells what is asked; where it is ok, what was seen, if that is worth a word. */
    step<A extends Evidence>(rule: Rule, seen: (answer: A) => Sight | undefined, ask: () => A): A;
    /** Tells what stands on the way. */
    note(rule: Rule, seen: () => Sight): void;
    /** Tells what is asked within as a way of its own. */
    branch<A extends Evidence>(kind: Branch["kind"], called: () => string, ask: () => A): A;
    /** Tells nothing of what is asked within. */
    quietly<A>(ask: () => A): A;
    /** Tells by which things of the program the packet passes here. */
    rests(on: () => Iterable<Support>): void;
    /** Asks once for each key, if what the answer tells can be kept with it. */
    once<A extends Evidence>(kept: Map<string, Resting<A>>, key: string, ask: () => A): A;
}

/** By what a packet passes: a resource of its own, or what stands in one. */
export interface Support {
    readonly resource: PlannedResource;
}

const nothing: readonly Met[] = [];

/** Nobody wants to know how answers are found, nor what they rest on. */
export const silent: Trace = {
    step: (_rule, _seen, ask) => ask(),
    note: () => undefined,
    branch: (_kind, _called, ask) => ask(),
    quietly: (ask) => ask(),
    rests: () => undefined,
    once: (kept, key, ask) => {
        let found = kept.get(key);
        if (found === undefined) {
            found = { answer: ask(), on: nothing };
            kept.set(key, found);
        }
        return found.answer;
    },
};

/** One after the other, each as a way of its own if there are several. */
export function eachWay<T, A extends Evidence>(
    trace: Trace,
    list: readonly T[],
    called: (one: T) => string,
    ask: (one: T) => A,
    isAlone = list.length === 1,
): A[] {
    if (isAlone || trace === silent) return list.map(ask);
    return list.map((one) =>
        trace.branch(
            "alternative",
            () => called(one),
            () => ask(one),
        ),
    );
}

/** Keeps what it is told. */
export class Recorder implements Trace {
    private trail: (Step | Branch)[] = [];

    step<A extends Evidence>(rule: Rule, seen: (answer: A) => Sight | undefined, ask: () => A): A {
        const answer = ask();
        const made = stepOf(rule, answer, () => seen(answer));
        if (made !== undefined) this.trail.push(made);
        return answer;
    }

    note({ stage, rule }: Rule, seen: () => Sight): void {
        const sight = seen();
        const last = this.trail.at(-1);
        // One ACL may stand twice in a row: on the way in, and on the way further.
        const isSaid = last?.kind === "step" && last.says === sight.says;
        if (isSaid && last.edgeOf?.urn === sight.edgeOf?.urn) return;
        this.trail.push({ kind: "step", stage, rule, verdict: "ok", ...sight, gaps: [] });
    }

    branch<A extends Evidence>(kind: Branch["kind"], called: () => string, ask: () => A): A {
        const { answer, ...told } = this.record(ask);
        this.trail.push({ kind, called: called(), verdict: answer.verdict, ...told });
        return answer;
    }

    rests(): void {
        // How a packet goes is told by what it meets.
    }

    once<A extends Evidence>(_kept: unknown, _key: string, ask: () => A): A {
        return ask();
    }

    quietly<A>(ask: () => A): A {
        const { trail } = this;
        this.trail = [];
        try {
            return ask();
        } finally {
            this.trail = trail;
        }
    }

    /** All that is told while something is asked. */
    record<A extends Evidence>(
        ask: () => A,
    ): { readonly answer: A; readonly trail: Trail; readonly gaps: readonly Gap[] } {
        const outer = this.trail;
        this.trail = [];
        try {
            const answer = ask();
            const trail = settled(this.trail, answer);
            return { answer, trail, gaps: untold(trail, answer) };
        } finally {
            this.trail = outer;
        }
    }
}

/** Keeps what answers that are ok rest on; which resources these are is found when somebody wants to know. */
export class Supports implements Trace {
    /** What was met so far; what did not work in the end is taken off again. */
    private readonly found: Met[] = [];

    step<A extends Evidence>(_rule: Rule, _seen: unknown, ask: () => A): A {
        return this.keepIfOk(ask);
    }

    note(): void {
        // What stands on the way is told where it lets the packet pass.
    }

    branch<A extends Evidence>(_kind: Branch["kind"], _called: () => string, ask: () => A): A {
        return this.keepIfOk(ask);
    }

    quietly<A>(ask: () => A): A {
        const before = this.found.length;
        const answer = ask();
        this.found.length = before;
        return answer;
    }

    rests(on: () => Iterable<Support>): void {
        this.found.push(on);
    }

    /** An answer, and all by which it is ok; of another answer nothing. */
    apart<A extends Evidence>(ask: () => A): Resting<A> {
        const before = this.found.length;
        const answer = this.keepIfOk(ask);
        return { answer, on: this.found.splice(before) };
    }

    once<A extends Evidence>(kept: Map<string, Resting<A>>, key: string, ask: () => A): A {
        let found = kept.get(key);
        if (found === undefined) {
            found = this.apart(ask);
            kept.set(key, found);
        }
        this.found.push(found.on);
        return found.answer;
    }

    /** What did not work was not needed. */
    private keepIfOk<A extends Evidence>(ask: () => A): A {
        const before = this.found.length;
        const answer = ask();
        if (answer.verdict !== "ok") this.found.length = before;
        return answer;
    }
}

/** By what a packet passes in one place, or what an answer that was kept rests on. */
type Met = (() => Iterable<Support>) | readonly Met[];

/** An answer, and what it rests on. */
export interface Resting<A> {
    readonly answer: A;
    readonly on: readonly Met[];
}

/** The resources that an answer rests on, each once. */
export function restsOn({ on }: Resting<unknown>): ReadonlySet<PlannedResource> {
    const found = new Set<PlannedResource>();
    const seen = new Set<Met>();
    const pending: Met[] = [...on];
    for (let met = pending.pop(); met !== undefined; met = pending.pop()) {
        if (seen.has(met)) continue;
        seen.add(met);
        if (typeof met !== "function") pending.push(...met);
        else for (const { resource } of met()) found.add(resource);
    }
    return found;
}

function stepOf(
    { stage, rule }: Rule,
    answer: Evidence,
    seen: () => Sight | undefined,
): Step | undefined {
    const { verdict } = answer;
    const about = { kind: "step", stage, rule, verdict } as const;
    switch (verdict) {
        case "ok": {
            const sight = seen();
            return sight === undefined ? undefined : { ...about, ...sight, gaps: [] };
        }
        case "violated": {
            const [end] = endsOf(answer);
            return end === undefined ? undefined : { ...about, ...brokenAt(end) };
        }
        case "cannot-know":
            return { ...about, at: undefined, says: "cannot be known", gaps: answer.gaps };
    }
}

function brokenAt(end: Hop): Omit<Step, "kind" | "rule" | "stage" | "verdict"> {
    const { label, name, stop } = end;
    return {
        at: hop(end),
        says: `${label} ${name}: ${stop?.says ?? ""}`,
        fixes: stop?.hasFix === true ? alternativeTexts(stop.fixes) : [],
        gaps: [],
    };
}

/** Where the packets were stopped. */
function endsOf({ evidence }: Evidence): readonly Hop[] {
    const last = (hops: readonly Hop[]): readonly Hop[] => hops.slice(-1);
    const [first] = evidence;
    if (first === undefined) return [];
    return "hops" in first
        ? (evidence as readonly Path[]).flatMap(({ hops }) => last(hops))
        : last(evidence as readonly Hop[]);
}

/** The steps as they look from the end: the answer as a whole decides what a single one proves. */
function settled(trail: readonly (Step | Branch)[], answer: Evidence): Trail {
    switch (answer.verdict) {
        case "ok":
            // What did not work was not needed.
            return trail.filter((each) => each.kind !== "step" || each.verdict === "ok");
        case "cannot-know":
            // It would stop the packet, were it not for what is not known.
            return trail.map((each) =>
                each.kind === "step" && each.verdict === "violated"
                    ? { ...each, verdict: "cannot-know" }
                    : each,
            );
        case "violated": {
            const first = trail.findIndex(isBrokenStep);
            // Beyond it counts only what has to be mended too.
            const kept = trail.filter((each, i) => first < 0 || i <= first || isBroken(each));
            return kept.some(isBroken) ? kept : [...kept, ...told(answer)];
        }
    }
}

/** What stopped the packet, where no step says it. */
function told(answer: Evidence): readonly Step[] {
    const about = { kind: "step", ...rules.end, verdict: "violated" } as const;
    const ends = endsOf(answer);
    if (ends.length === 0) return [{ ...about, at: undefined, says: "it is stopped", gaps: [] }];
    return ends.map((end) => ({ ...about, ...brokenAt(end) }));
}

function isBroken({ verdict }: Step | Branch): boolean {
    return verdict === "violated";
}

function isBrokenStep(each: Step | Branch): boolean {
    return each.kind === "step" && isBroken(each);
}

function untold(trail: Trail, answer: Evidence): readonly Gap[] {
    if (answer.verdict !== "cannot-know") return [];
    const said = new Set(gapsIn(trail).map(gapKey));
    return answer.gaps.filter((gap) => !said.has(gapKey(gap)));
}

/** Everything that the steps of a trail name as not known. */
export function gapsIn(trail: Trail): readonly Gap[] {
    return distinctGaps(
        trail.flatMap((each) =>
            each.kind === "step" ? each.gaps : [...each.gaps, ...gapsIn(each.trail)],
        ),
    );
}
