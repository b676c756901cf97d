import { distinct, distinctGaps, gather, type Gap, type Knowable } from "./value";

/**
 * Three-valued logic that keeps what decided it.
 *
 * `ok` and `violated` hold whatever the unknown values turn out to be; `cannot-know` names the gaps. It
 * never rounds to either side. `E` is the evidence: in this project mostly the hops of a packet.
 */
export type Answer<E> = Ok<E> | Violated<E> | CannotKnow<E>;

export interface Ok<E> {
    readonly verdict: "ok";
    readonly evidence: readonly E[];
    readonly assumed: readonly string[];
}

export interface Violated<E> {
    readonly verdict: "violated";
    readonly evidence: readonly E[];
    readonly assumed: readonly string[];
}

export interface CannotKnow<E> {
    readonly verdict: "cannot-know";
    readonly evidence: readonly E[];
    readonly assumed: readonly string[];
    /** Never empty. */
    readonly gaps: readonly Gap[];
}

/** Shared: an object that holds a new list is made by the engine, and not on the spot. */
const nothing: readonly string[] = [];

const plainlyOk: Ok<never> = { verdict: "ok", evidence: [], assumed: nothing };

export function ok<E>(...evidence: E[]): Ok<E> {
    return evidence.length === 0 ? plainlyOk : { verdict: "ok", evidence, assumed: nothing };
}

export function violated<E>(...evidence: E[]): Violated<E> {
    return { verdict: "violated", evidence, assumed: nothing };
}

export function cannotKnow<E>(gap: Gap | readonly Gap[], ...evidence: E[]): CannotKnow<E> {
    return {
        verdict: "cannot-know",
        evidence,
        assumed: nothing,
        gaps: Array.isArray(gap) ? distinctGaps(gap as readonly Gap[]) : [gap as Gap],
    };
}

/** Violated if one is violated (those are the evidence), else unknown if one is, else ok. */
export function all<E>(answers: readonly Answer<E>[]): Answer<E> {
    return decide(answers, "violated", "ok");
}

/** Ok if one is ok (those are the evidence), else unknown if one is, else violated by all of them. */
export function any<E>(answers: readonly Answer<E>[]): Answer<E> {
    return decide(answers, "ok", "violated");
}

/** Ok becomes violated and the reverse; not knowing stays. */
export function not<E>(answer: Answer<E>): Answer<E> {
    switch (answer.verdict) {
        case "ok":
            return { ...answer, verdict: "violated" };
        case "violated":
            return { ...answer, verdict: "ok" };
        case "cannot-know":
            return answer;
    }
}

function decide<E>(
    list: readonly Answer<E>[],
    dominant: "ok" | "violated",
    otherwise: "ok" | "violated",
): Answer<E> {
    const first = list[0];
    if (first !== undefined && list.length === 1) return first;
    const verdict = list.some((answer) => answer.verdict === dominant)
        ? dominant
        : list.some((answer) => answer.verdict === "cannot-know")
          ? "cannot-know"
          : otherwise;
    const deciding = list.filter((answer) => answer.verdict === verdict);
    const evidence = gather(deciding, (answer) => answer.evidence);
    // Most answers assume nothing.
    const assumed = distinct(gather(deciding, (answer) => answer.assumed));
    return verdict === "cannot-know"
        ? { verdict, evidence, assumed, gaps: distinctGaps(gather(deciding, gapsOf)) }
        : { verdict, evidence, assumed };
}

/** Why it cannot be known; empty if it is. */
export function gapsOf(answer: Answer<unknown>): readonly Gap[] {
    return answer.verdict === "cannot-know" ? answer.gaps : [];
}

/** Lifts a known boolean into an answer; an unknown one cannot be known. */
export function fromBoolean<E>(
    value: Knowable<boolean>,
    whenTrue: E[] = [],
    whenFalse: E[] = [],
): Answer<E> {
    if (!value.known) return cannotKnow(value.why);
    return value.value ? ok(...whenTrue) : violated(...whenFalse);
}

/** The same answer, with the evidence of what led to it put before its own. */
export function after<E>(answer: Answer<E>, ...before: readonly E[]): Answer<E> {
    return withEvidence(answer, before.concat(answer.evidence));
}

/**
 * The same answer with other evidence. Written out: V8 spreads an object quickly, but what is then set beside
 * it, or again, costs a call into the engine, each time a map of its own, and slow reads ever after.
 */
export function withEvidence<E>(answer: Answer<unknown>, evidence: readonly E[]): Answer<E> {
    const { verdict, assumed } = answer;
    return verdict === "cannot-know"
        ? { verdict, evidence, assumed, gaps: answer.gaps }
        : { verdict, evidence, assumed };
}

/** The same answer, resting on assumptions that a message must name. */
export function assuming<A extends Answer<unknown>>(answer: A, assumed: readonly string[]): A {
    if (assumed.length === 0) return answer;
    return { ...answer, assumed: [...new Set([...assumed, ...answer.assumed])] };
}

/**
 * Where something unmodelled could overrule it, a violation is not certain: it becomes `cannot-know`
 * for the given gaps. Ok stays ok.
 */
export function unless<E>(answer: Answer<E>, gaps: readonly Gap[]): Answer<E> {
    if (answer.verdict !== "violated" || gaps.length === 0) return answer;
    return { ...answer, verdict: "cannot-know", gaps: distinctGaps(gaps) };
}
