import { after, withEvidence, type Answer } from "../knowable";
import { thingKey, type Arguments, type Fault, type Said, type Stop, type Thing } from "./words";

/** One place on a packet's way, and what was found there. */
export interface Hop extends Thing {
    /** Why the packet stops here; absent where it just passes. */
    readonly stop?: Stop;
}

/** One way that was tried, with its hops in order. */
export interface Path {
    readonly way: Said;
    readonly hops: readonly Hop[];
}

export type PathAnswer = Answer<Path>;

/** The answer of one way. */
export function along(answer: Answer<Hop>, way: Said): PathAnswer {
    return withEvidence(answer, [{ way, hops: answer.evidence }]);
}

export function hop({ urn, kind, name, label }: Thing): Hop {
    return { urn, kind, name, label };
}

/**
 * Where a packet stops.
 *
 * @param name left out: that of the thing
 */
export function stopped<A extends Arguments>(
    fault: Fault<A>,
    at: Thing,
    about: A,
    name = at.name,
): Hop {
    const { urn, kind, label } = at;
    return { urn, kind, name, label, stop: fault.at(at, about) };
}

/** The same answer, reached through a node; where it says something about that node, one hop is enough. */
export function through(node: Thing, answer: Answer<Hop>): Answer<Hop> {
    const first = answer.evidence[0];
    return first !== undefined && isAt(first, node) ? answer : after(answer, hop(node));
}

export function isAt(one: Hop, other: Pick<Thing, "kind" | "urn">): boolean {
    return one.urn === other.urn && one.kind === other.kind;
}

/** `service web → subnet private-0 → route table private → no route for 0.0.0.0/0`. */
export function renderHops(hops: readonly Hop[]): string {
    return hops
        .flatMap(({ label, name, stop }) => [
            `${label} ${name}`,
            ...(stop === undefined ? [] : [stop.says]),
        ])
        .join(" → ");
}

/** Where the packet of a way was stopped. */
export function stopOf({ hops }: Pick<Path, "hops">): Stop | undefined {
    return hops[hops.length - 1]?.stop;
}

/** Two ways are the same if they take the same hops to the same end. */
export function pathKey({ way, hops }: Path): string {
    return [way.key, ...hops.map((each) => each.stop?.key ?? thingKey(each))].join("\n");
}

export function distinctPaths(paths: Iterable<Path>): Path[] {
    const seen = new Map<string, Path>();
    for (const path of paths) {
        const key = pathKey(path);
        if (!seen.has(key)) seen.set(key, path);
    }
    return [...seen.values()];
}
