/**
 * A value of the plan: known, or unknown for a named reason.
 *
 * In a first preview nearly every id is unknown. Code that would have to throw, or to guess, returns
 * an {@link Unknown} that says which value of which resource is missing, and why.
 */
export type Knowable<T> = Known<T> | Unknown;

export interface Known<T> {
    readonly known: true;
    readonly value: T;
}

export interface Unknown {
    readonly known: false;
    readonly why: Gap;
}

/**
 * Why a value is missing.
 *
 * - `made-by-plan`: a resource of this plan makes it, so it exists only after the deployment
 * - `computed`: the provider computes it during the deployment
 * - `outside`: it is known, or will be, but what it stands for is not in the plan
 * - `secret`: the file holds it encrypted or masked
 * - `skipped`: the resource was left out of this operation (`--target`), or its state was not recorded
 * - `malformed`: it is there, but not of the shape that AWS documents
 * - `open`: it is not in the plan, and others could add it unseen
 * - `not-modelled`: this project does not simulate what decides it
 */
export type Reason =
    | "made-by-plan"
    | "computed"
    | "outside"
    | "secret"
    | "skipped"
    | "malformed"
    | "open"
    | "not-modelled";

/** One missing value: what stands between us and an answer. */
export interface Gap {
    /** URN of the resource that has the property. */
    readonly urn: string;
    /** The resource's name, as people wrote it. */
    readonly resource: string;
    /** Path of the property, such as `networkConfiguration.subnets`. */
    readonly property: string;
    readonly reason: Reason;
    /** One clause, in words: what is missing. Never a property's value. */
    readonly what: string;
    /** How to supply it, if there is a way. */
    readonly supply?: string;
    /** What is known all the same of the question for which it is missing; a sentence. */
    readonly beside?: string;
}

export function known<T>(value: T): Known<T> {
    return { known: true, value };
}

export function unknown(why: Gap): Unknown {
    return { known: false, why };
}

/** Why values are unknown; empty if all are known. */
export function whyOf(...values: readonly Knowable<unknown>[]): Gap[] {
    const gaps: Gap[] = [];
    for (const value of values) if (!value.known) gaps.push(value.why);
    return gaps;
}

/** Applies `f` to a known value; an unknown one stays unknown for the same reason. */
export function map<T, U>(value: Knowable<T>, f: (value: T) => U): Knowable<U> {
    return value.known ? known(f(value.value)) : value;
}

/** Chains two readings; the first unknown one decides. */
export function flatMap<T, U>(value: Knowable<T>, f: (value: T) => Knowable<U>): Knowable<U> {
    return value.known ? f(value.value) : value;
}

/** Whether one of them is true; it is not known if none is known to be, and one may be. */
export function either(...values: readonly Knowable<boolean>[]): Knowable<boolean> {
    const deciding = values.find((each) => isKnownToBe(each, true));
    return deciding ?? values.find((each) => !each.known) ?? known(false);
}

/** True only if the value is known and equal; an unknown value is not equal to anything. */
export function isKnownToBe<T>(value: Knowable<T | undefined>, expected: T): boolean {
    return value.known && value.value === expected;
}

/**
 * Two gaps are the same if the same property of the same resource is missing, for the same reason and
 * in the same words.
 */
export function gapKey(gap: Gap): string {
    return `${gap.urn}\u0000${gap.property}\u0000${gap.reason}\u0000${gap.what}`;
}

/** It is not known what is meant; what is known, and merely outside the plan, is not of this plan. */
export function isUnresolved({ reason }: Gap): boolean {
    return reason !== "outside";
}

/** Adds all to a list, one by one: spread, a list as long as a file may make it would overflow the stack. */
export function addAll<T>(list: T[], more: Iterable<T>): void {
    if (Array.isArray(more)) (more as readonly T[]).forEach((each) => list.push(each));
    else for (const each of more) list.push(each);
}

/**
 * The lists that are found for each, in one. As `flatMap`, for what is asked very often: that one calls into the
 * engine for each element.
 */
export function gather<T, U>(list: readonly T[], find: (one: T) => readonly U[]): U[] {
    const found: U[] = [];
    list.forEach((one) => {
        addAll(found, find(one));
    });
    return found;
}

/** Adds one to the list that a map keeps under a key. */
export function addTo<K, T>(lists: Map<K, T[]>, key: K, one: T): void {
    const list = lists.get(key);
    if (list === undefined) lists.set(key, [one]);
    else list.push(one);
}

/** What a map holds under a key, made if there is nothing yet. */
export function orMade<K, V>(map: Map<K, V>, key: K, make: () => V): V {
    let found = map.get(key);
    if (found === undefined) {
        found = make();
        map.set(key, found);
    }
    return found;
}

/** The map that stands there, made if there is none. */
export function entry<K, L, V>(maps: Map<K, Map<L, V>>, key: K): Map<L, V> {
    return orMade(maps, key, emptyMap<L, V>);
}

function emptyMap<K, V>(): Map<K, V> {
    return new Map();
}

/** Each once, in their first order. */
export function distinct<T>(list: readonly T[]): readonly T[] {
    return list.length < 2 ? list : [...new Set(list)];
}

/** The gaps without repetitions, in their first order. */
export function distinctGaps(gaps: Iterable<Gap>): Gap[] {
    if (Array.isArray(gaps) && gaps.length < 2) return [...(gaps as readonly Gap[])];
    const all = [...new Set(gaps)];
    if (all.length < 2) return all;
    const seen = new Map<string, Gap>();
    for (const gap of all) {
        const key = gapKey(gap);
        if (!seen.has(key)) seen.set(key, gap);
    }
    return [...seen.values()];
}
