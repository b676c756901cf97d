import {
    all,
    any,
    assuming,
    cannotKnow,
    gapsOf,
    isUnresolved,
    known,
    unknown,
    type Answer,
    type Gap,
    type Knowable,
} from "../../knowable";
import { firstOf } from "../../plan";
import type { Node } from "./node";

/**
 * The nodes that a property means, with how we know it. A property that is not set has none of the parts.
 */
export interface Links<N extends Node> {
    /** Certainly meant: matched by id, or as many candidates as unknown elements. */
    readonly nodes: readonly N[];
    /** Of an unknown value: some non-empty subset of these, or one of them for a single id. */
    readonly some?: Some<N>;
    /** The list itself is unknown, and may hold more than what feeds it visibly. */
    readonly more?: Gap | undefined;
    /** Elements that cannot be resolved, or stand for what is not in the plan. */
    readonly gaps: readonly Gap[];
    /** What exists outside the plan, by its id; each is also among the gaps. */
    readonly outside?: readonly Outside[] | undefined;
    /** Nodes that an unresolved element might mean: no more than possible. */
    readonly possible: readonly N[];
    /** What was assumed from dependencies, in words. */
    readonly assumed: readonly string[];
    /** How many different values there are: at least, and at most if that can be told. */
    readonly distinct: { readonly least: number; readonly most: number | undefined };
}

/** Something that the plan only names: it exists already. */
export interface Outside {
    readonly id: string;
    readonly gap: Gap;
}

/** Shared by most links. */
const nothing: readonly never[] = [];

/** A link that is certain by itself, and one that means nothing. */
export function linkTo<N extends Node>(...nodes: N[]): Links<N> {
    const distinct = { least: nodes.length, most: nodes.length };
    return { nodes, gaps: nothing, possible: nothing, assumed: nothing, distinct };
}

export interface Some<N extends Node> {
    readonly candidates: readonly N[];
    /** Something outside the plan may be meant instead. */
    readonly orOutside: boolean;
    /** They are a component's children, which it may have made for something else. */
    readonly ofComponent?: boolean | undefined;
    readonly why: Gap;
}

/** Why something else may be meant than the candidates of an unknown value, if so. */
export function orOther({ some }: Links<Node>): readonly Gap[] {
    return some !== undefined && (some.orOutside || some.ofComponent === true) ? [some.why] : [];
}

/** Something else may be meant than what the links tell. */
export function mayBeOther(links: Links<Node>): boolean {
    return links.gaps.length > 0 || orOther(links).length > 0;
}

/** Every node that may be meant. */
export function candidates<N extends Node>(links: Links<N>): readonly N[] {
    const { nodes, some, possible } = links;
    if (some === undefined && possible.length === 0) return nodes;
    return nodes.concat(some?.candidates ?? [], possible);
}

/** Nothing is meant: the property is not set, or an empty list. */
export function isEmpty(links: Links<Node>): boolean {
    return links.nodes.length === 0 && links.some === undefined && links.gaps.length === 0;
}

/**
 * The node that a property means which names one.
 *
 * @param unset why nothing is known of it, where the property is not set
 */
export function theOne<N extends Node>(links: Links<N>, unset: () => Gap): Knowable<N> {
    const [only] = links.nodes;
    if (only !== undefined && links.nodes.length === 1) return known(only);
    return unknown(doubtsOf(links)[0] ?? unset());
}

/**
 * Asks every node that is meant. Of an unknown list some non-empty subset is: violated only if every
 * candidate fails, ok only if every one passes.
 */
export function every<N extends Node, E>(
    links: Links<N>,
    question: (node: N) => Answer<E>,
): Answer<E> {
    return assuming(all(answersOf(links, question)), links.assumed);
}

/** The same, where something can be told of what exists outside the plan too. */
export function everyOne<N extends Node, E>(
    links: Links<N>,
    question: (one: N | Outside) => Answer<E>,
): Answer<E> {
    const { outside = [] } = links;
    if (outside.length === 0) return every(links, question);
    const inPlan = every({ ...links, gaps: unresolvedOf(links) }, question);
    return all([inPlan, ...outside.map(question)]);
}

/** Why it is not known what is meant, apart from what exists outside the plan. */
export function unresolvedOf({ gaps, outside = [] }: Links<Node>): readonly Gap[] {
    return outside.length === 0 ? gaps : gaps.filter(isUnresolved);
}

/** Why it is not certain what is meant, or what it is; empty if all of it is in the plan. */
export function doubtsOf({ gaps, some, more }: Links<Node>): readonly Gap[] {
    return [
        ...gaps,
        ...(some === undefined ? [] : [some.why]),
        ...(more === undefined ? [] : [more]),
    ];
}

/** Whether at least one node that is meant passes. */
export function some<N extends Node, E>(
    links: Links<N>,
    question: (node: N) => Answer<E>,
): Answer<E> {
    return assuming(any(answersOf(links, question)), links.assumed);
}

function answersOf<N extends Node, E>(
    { nodes, gaps, some }: Links<N>,
    question: (node: N) => Answer<E>,
): readonly Answer<E>[] {
    const answers = nodes.map(question);
    if (gaps.length === 0 && some === undefined) return answers;
    return answers.concat(
        gaps.map((gap) => cannotKnow(gap)),
        some === undefined ? [] : agreedBy(some, some.candidates.map(question)),
    );
}

/** What the candidates of an unknown value say alike; that a component's children all fail proves nothing. */
export function agreedBy<E>(
    { why, orOutside, ofComponent = false }: Omit<Some<Node>, "candidates">,
    answers: readonly Answer<E>[],
): Answer<E> {
    const answer = agreed(answers, why, orOutside);
    return ofComponent && answer.verdict === "violated"
        ? cannotKnow(why, ...answer.evidence)
        : answer;
}

/**
 * What all alternatives say alike, one of which is the case; if they differ, or others are possible, it
 * cannot be known. The evidence is that of the first.
 */
export function agreed<E>(
    answers: readonly Answer<E>[],
    why: Gap | (() => Gap),
    orOthers = false,
): Answer<E> {
    const first = answers[0];
    if (first === undefined) return cannotKnow(told(why));
    if (!orOthers) {
        if (answers.length === 1) return first;
        if (
            first.verdict !== "cannot-know" &&
            answers.every(({ verdict }) => verdict === first.verdict)
        ) {
            return assuming(
                first,
                answers.flatMap(({ assumed }) => assumed),
            );
        }
    }
    return cannotKnow([told(why), ...answers.flatMap(gapsOf)]);
}

/** Most are never told. */
function told(why: Gap | (() => Gap)): Gap {
    return typeof why === "function" ? why() : why;
}

/**
 * The same of the candidates of links: whichever is meant.
 *
 * @param why they differ, where it is known which are meant
 */
export function agreedAmong<E>(
    links: Links<Node>,
    answers: readonly Answer<E>[],
    why: Gap | (() => Gap),
): Answer<E> {
    return agreed(answers, links.gaps[0] ?? links.some?.why ?? why, mayBeOther(links));
}

/** More names than this nobody reads, least of all in each of as many messages. */
const mostNames = 20;

/** "a", "a and b", "a, b and c"; of a great many the first, and how many more. */
export function listed(nodes: readonly { readonly name: string }[]): string {
    const names = nodes.map(({ name }) => name);
    if (names.length < 2 || names.length > mostNames) return firstOf(names, mostNames);
    return `${names.slice(0, -1).join(", ")} and ${names.slice(-1).join()}`;
}
