import { distinctGaps, isUnresolved, type Gap, type Knowable } from "../../knowable";
import {
    doubtsOf,
    Graph,
    labelOf,
    listed,
    openable,
    type KindName,
    type MadeLink,
    type Node,
} from "../../network";
import { oneLine, type Plan } from "../../plan";
import type { Model } from "../../policy";
import { didYouMean, findNamed, type Meant } from "./names";

/** What one property of a resource was read as, and what it was linked to. Values are never told. */
export interface Why {
    readonly resource: { readonly urn: string; readonly type: string; readonly name: string };
    readonly property: string;
    /** Whether it is set, or why that is not known; `null` for what belongs to the resource, and is no property. */
    readonly state: string | null;
    /** Names of the resources that its value comes from. */
    readonly dependsOn: readonly string[];
    readonly links: readonly ToldLink[];
    /** Why there may be more of it than the plan shows; `null` where only the property itself counts. */
    readonly mayBeMore: readonly string[] | null;
}

interface ToldLink {
    readonly path: string;
    /** What sort of thing it names, as people call it. */
    readonly kind: string;
    /** Certainly meant. */
    readonly certain: readonly string[];
    /** One or some of these are meant. */
    readonly oneOf: readonly string[];
    /** May be meant, beside others that are not in the plan. */
    readonly possible: readonly string[];
    /** How many are known, and outside the plan. */
    readonly outside: number;
    readonly unknown: readonly string[];
    readonly assumed: readonly string[];
}

/**
 * Why a property is linked as it is: the links are made once more, by themselves.
 *
 * @param text a resource's name or URN, a dot, and one of its top-level properties
 */
export function whyOf({ graph: { plan, options } }: Model, text: string): Meant<Why> {
    const graph = new Graph(plan, options);
    const named = split(graph, text);
    if ("problem" in named) return named;
    const { node, property } = named.one;
    const made: MadeLink[] = [];
    graph.linker.onLink = (link) => made.push(link);
    askAll(node);
    const { resource } = node;
    const { urn, type, name } = resource;
    const isProperty = propertiesOf(node).includes(property);
    return {
        one: {
            resource: { urn, type, name },
            property,
            state: isProperty ? stateOf(resource.at(property).isSet()) : null,
            dependsOn: namesOf(plan, resource.dependenciesOf(property)),
            links: distinct(made.filter((each) => isOf(each, urn, property)).map(told)),
            mayBeMore: mayBeMore(graph, node, property),
        },
    };
}

function stateOf(isSet: Knowable<boolean>): string {
    if (!isSet.known) return gapText(isSet.why);
    return isSet.value ? "set" : "not set";
}

/** A name may have dots of its own, and a URN too: the property is what follows the last one. */
function split(graph: Graph, text: string): Meant<{ node: Node; property: string }> {
    const at = text.lastIndexOf(".");
    if (at < 1 || at === text.length - 1) {
        return {
            problem: `${oneLine(text)} is no RESOURCE.PROPERTY, such as web.networkConfiguration`,
        };
    }
    const [name, property] = [text.slice(0, at), text.slice(at + 1)];
    const all = graph.plan.resources.map((each) => ({
        urn: each.urn,
        name: each.name,
        label: each.type,
        node: graph.node(each.urn),
    }));
    // Of several of one name those are meant that have the property.
    const having = all.filter(({ node }) => node && readOf(node).includes(property));
    const among = having.some((each) => each.name === name || each.urn === name) ? having : all;
    const found = findNamed(name, "resource", among);
    if ("problem" in found) return found;
    const { node } = found.one;
    if (node === undefined) return { problem: `nothing is read of a ${found.one.label}` };
    const read = readOf(node);
    if (read.includes(property)) return { one: { node, property } };
    return {
        problem: `${oneLine(property)} is not read${didYouMean(property, read)} (of ${node.name} are read: ${read.join(", ")})`,
    };
}

function readOf(node: Node): readonly string[] {
    return [...new Set([...propertiesOf(node), ...sectionsOf(node)])];
}

function propertiesOf(node: Node): readonly string[] {
    return (node.constructor as unknown as { readonly properties: readonly string[] }).properties;
}

/** Asks a node for everything that it can tell, so that all of its links are made. */
function askAll(node: Node): void {
    for (
        let of: object | null = Object.getPrototypeOf(node) as object | null;
        of !== null && of !== Object.prototype;
        of = Object.getPrototypeOf(of) as object | null
    ) {
        for (const [name, its] of Object.entries(Object.getOwnPropertyDescriptors(of))) {
            if (its.get !== undefined) Reflect.get(node, name);
        }
    }
}

function isOf({ resource, property: of }: MadeLink, urn: string, property: string): boolean {
    return resource.urn === urn && of === property;
}

function told({ path, kind, links }: MadeLink): ToldLink {
    const { nodes, some, possible, outside = [], assumed } = links;
    const unknown = doubtsOf({ ...links, gaps: links.gaps.filter(isUnresolved) });
    return {
        path,
        kind: labelOf(kind),
        certain: nodes.map(({ name }) => name),
        oneOf: some === undefined ? [] : some.candidates.map(({ name }) => name),
        possible: possible.map(({ name }) => name),
        outside: outside.length,
        unknown: distinctGaps(unknown).map(gapText),
        assumed,
    };
}

/**
 * Each once: what is told of a place in a property is not told of the property as a whole. Places that
 * lead nowhere are told only if no other place of the property leads anywhere.
 */
function distinct(links: readonly ToldLink[]): readonly ToldLink[] {
    const all = [...new Map(links.map((each) => [JSON.stringify(each), each])).values()].filter(
        ({ path, kind }) =>
            !links.some((other) => other.kind === kind && other.path.startsWith(`${path}.`)),
    );
    const leading = all.filter(
        ({ certain, oneOf, possible }) => certain.length + oneOf.length + possible.length > 0,
    );
    return leading.length > 0 ? leading : all;
}

/** Of what there may be more of an owner than the plan shows. */
function sectionsOf({ kind }: Node): readonly string[] {
    const all: Readonly<Partial<Record<KindName, readonly string[]>>> = openable;
    return all[kind] ?? [];
}

function mayBeMore(graph: Graph, node: Node, property: string): readonly string[] | null {
    if (!sectionsOf(node).includes(property)) return null;
    const owner = node as Node & { readonly kind: keyof typeof openable };
    return graph.openness.of(owner, property as never).map(gapText);
}

function namesOf({ byUrn }: Plan, urns: readonly string[]): readonly string[] {
    return [
        ...new Set(urns.map((urn) => byUrn.get(urn)?.name ?? "something outside the plan")),
    ].sort();
}

function gapText({ resource, property, what }: Gap): string {
    const at = property === "" ? resource : `${resource}.${property}`;
    return oneLine(`${at}: ${what}`);
}

/** For people: a line each. */
export function renderWhy({
    resource,
    property,
    state,
    dependsOn,
    links,
    mayBeMore: more,
}: Why): string {
    const list = (names: readonly string[]): string => listed(names.map((name) => ({ name })));
    const lines = [
        `${resource.name} (${resource.type})`,
        `${property}${state === null ? "" : `: ${state}`}`,
    ];
    if (dependsOn.length > 0) lines.push(`  its value comes from ${list(dependsOn)}`);
    for (const link of links) {
        const { path, kind, certain, oneOf, possible, outside } = link;
        const means = [
            ...(certain.length === 0 ? [] : [`${list(certain)}, certainly`]),
            ...(oneOf.length === 0 ? [] : [`one or more of ${list(oneOf)}`]),
            ...(possible.length === 0 ? [] : [`perhaps ${list(possible)}`]),
            ...(outside === 0 ? [] : [`${String(outside)} outside the plan`]),
        ];
        lines.push(`  ${path}, as ${kind}: ${means.length === 0 ? "none" : means.join("; ")}`);
        lines.push(...link.unknown.map((each) => `    unknown: ${each}`));
        lines.push(...link.assumed.map((each) => `    assuming that ${oneLine(each)}`));
    }
    if (more !== null) {
        lines.push(
            ...(more.length === 0
                ? ["  what the plan does not show of it is not there"]
                : more.map((each) => `  there may be more of it: ${each}`)),
        );
    }
    return `${lines.map(oneLine).join("\n")}\n`;
}
