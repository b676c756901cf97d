import { after, type Answer } from "../knowable";
import type { Node } from "../network";

/** One place on a packet's way, and what was found there. */
export interface Hop {
    readonly urn: string;
    readonly name: string;
    /** The kind of thing, such as `route table`. */
    readonly label: string;
    /** What decided here, such as `no route for 0.0.0.0/0`; absent where the packet just passes. */
    readonly says?: string;
    /** The smallest change here that opens the way. */
    readonly fix?: string;
    /** Mending this does not open the way: beyond it there is none either. */
    readonly isDeadEnd?: boolean;
    /** What is broken, where several policies say it in different words. */
    readonly cause?: string;
}

/** What a hop is at. */
export type Place = Pick<Node, "urn" | "name" | "label">;

/** One way that was tried, with its hops in order. */
export interface Path {
    /** Such as `to the internet`, `by the ecr.api endpoint`. */
    readonly way: string;
    readonly hops: readonly Hop[];
}

export type PathAnswer = Answer<Path>;

/** The answer of one way. */
export function along(answer: Answer<Hop>, way: string): PathAnswer {
    return { ...answer, evidence: [{ way, hops: answer.evidence }] };
}

export function hop(node: Place, says?: string, fix?: string): Hop {
    const { urn, name, label } = node;
    return {
        urn,
        name,
        label,
        ...(says === undefined ? {} : { says }),
        ...(fix === undefined ? {} : { fix }),
    };
}

/** The same answer, reached through a node; where it says something about that node, one hop is enough. */
export function through(node: Node, answer: Answer<Hop>): Answer<Hop> {
    const [first] = answer.evidence;
    return first?.urn === node.urn && first.label === node.label
        ? answer
        : after(answer, hop(node));
}

/** `service web → subnet private-0 → route table private → no route for 0.0.0.0/0`. */
export function renderHops(hops: readonly Hop[]): string {
    return hops
        .flatMap(({ label, name, says }) => [
            `${label} ${name}`,
            ...(says === undefined ? [] : [says]),
        ])
        .join(" → ");
}

/** Two ways are the same if they take the same hops to the same end. */
export function pathKey(path: Path): string {
    return [path.way, ...path.hops.map((each) => `${each.urn} ${each.says ?? ""}`)].join("\n");
}

export function distinctPaths(paths: Iterable<Path>): Path[] {
    const seen = new Map<string, Path>();
    for (const path of paths) {
        const key = pathKey(path);
        if (!seen.has(key)) seen.set(key, path);
    }
    return [...seen.values()];
}
