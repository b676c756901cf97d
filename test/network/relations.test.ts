import {
    blocksOfList,
    clashesOf,
    effectiveNetworkAcl,
    effectiveRouteTable,
    fitsLoadBalancers,
    forwardersOf,
    Graph,
    hasInternetGateway,
    hasSeveralListeners,
    homesOf,
    isAttached,
    kinds,
    loadBalancersOf,
    openable,
    partsOfEndpoint,
    routesOf,
    rulesOfAcl,
    rulesOfGroup,
    subnetsOfEndpoint,
    tableOfAttachment,
    transitRoutesOf,
    type KindName,
    type Node,
    type NodeOf,
} from "../../src/network";
import { own, Reading } from "../../src/plan";
import { assertGolden, type Saying } from "../support/golden";
import { graphOfRecording } from "../support/graph";

/*
 * All that the network knows of the things in the policies' tables, property by property, and of what they are to
 * each other, is in test/golden/relations: in the shape of sentences, each in the first file in which it occurs.
 */

type Ask<K extends KindName> = (graph: Graph, node: NodeOf<K>) => unknown;

/** What things of a kind are to others. */
const relations: { [K in KindName]?: Record<string, Ask<K>> } = {
    subnet: { effectiveRouteTable, effectiveNetworkAcl, hasInternetGateway, homesOf },
    routeTable: { routesOf },
    networkAcl: {
        ingress: (graph, acl) => rulesOfAcl(graph, acl, "ingress"),
        egress: (graph, acl) => rulesOfAcl(graph, acl, "egress"),
    },
    securityGroup: {
        ingress: (graph, group) => rulesOfGroup(graph, group, "ingress"),
        egress: (graph, group) => rulesOfGroup(graph, group, "egress"),
        homesOf,
    },
    vpcEndpoint: { subnetsOfEndpoint, partsOfEndpoint, homesOf },
    targetGroup: { forwardersOf, loadBalancersOf, isAttached, fitsLoadBalancers, homesOf },
    loadBalancer: { clashesOf, hasSeveralListeners },
    managedPrefixList: { blocksOfList },
    transitGatewayRouteTable: { transitRoutesOf },
    transitGatewayVpcAttachment: { tableOfAttachment },
};

interface Asked {
    of(owner: Node, property: string): unknown;
}

const related: Saying = function* (_policy, recording) {
    // The same URN twice reaches the pack alone.
    if (new Set(recording.map(({ urn }) => urn)).size < recording.length) return;
    const graph = graphOfRecording(recording);
    const all = (Object.keys(kinds) as KindName[]).flatMap((kind): readonly Node[] =>
        graph.all(kind),
    );
    const made = graph
        .all("vpc")
        .flatMap((vpc): readonly Node[] => [
            graph.defaultRouteTable(vpc),
            graph.defaultSecurityGroup(vpc),
            graph.defaultNetworkAcl(vpc),
        ]);
    for (const node of [...all, ...made]) {
        for (const property of gettersOf(node)) {
            const value = (node as unknown as Record<string, unknown>)[property];
            yield `${node.label}: ${property}: ${inWords(value)}`;
        }
        for (const [name, ask] of Object.entries(relations[node.kind] ?? {})) {
            yield `${node.label}: ${name}: ${inWords((ask as Ask<KindName>)(graph, node as NodeOf<KindName>))}`;
        }
        for (const property of own(openable, node.kind) ?? []) {
            const more = (graph.openness as unknown as Asked).of(node, property);
            if (!isNothing(more)) yield `${node.label}: more ${property}: ${inWords(more)}`;
        }
    }
};

const known = new Map<object, readonly string[]>();

/** What a thing says of itself: the getters of its classes, but for those that all have. */
function gettersOf(thing: object): readonly string[] {
    const first = Object.getPrototypeOf(thing) as object;
    let found = known.get(first);
    if (found === undefined) {
        const names = new Set<string>();
        for (let at = first; at !== Object.prototype; at = Object.getPrototypeOf(at) as object) {
            for (const [name, told] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
                if (told.get !== undefined) names.add(name);
            }
        }
        for (const name of ["urn", "name", "label"]) names.delete(name);
        found = [...names];
        known.set(first, found);
    }
    return found;
}

/** Of a list so many are told. */
const most = 4;

/** Things by their names, what is unknown by the reason, and the rest as it is, down to a depth. */
function inWords(value: unknown, depth = 5): string {
    if (typeof value === "string") return JSON.stringify(value);
    if (typeof value === "function") return "…";
    if (typeof value !== "object" || value === null) return String(value);
    if (value instanceof Reading) return `at ${value.path}`;
    if ("urn" in value && "origin" in value && "name" in value) return `of ${String(value.name)}`;
    if ("kind" in value && "label" in value && "name" in value)
        return `${String(value.label)} ${String(value.name)}`;
    if ("reason" in value && "what" in value) {
        const { property, reason, what } = value as Record<string, unknown>;
        return `(${String(reason)} ${String(property)}: ${String(what)})`;
    }
    if ("known" in value) return inWords("why" in value ? value.why : own(value, "value"), depth);
    if (depth === 0) return "…";
    const words = (each: unknown): string => inWords(each, depth - 1);
    if (value instanceof Map || value instanceof Set || Array.isArray(value)) {
        const all = [...(value as Iterable<unknown>)];
        const more = all.length > most ? [`${String(all.length - most)} more`] : [];
        return `[${[...all.slice(0, most).map(words), ...more].join(", ")}]`;
    }
    const isPlain = Object.getPrototypeOf(value) === Object.prototype;
    const parts = (isPlain ? Object.keys(value) : gettersOf(value))
        .map((name): [string, unknown] => [name, value[name as keyof typeof value]])
        .filter(([, each]) => each !== undefined && !isNothing(each))
        .map(([name, each]) => `${name} ${words(each)}`);
    return `{${parts.join(", ")}}`;
}

function isNothing(value: unknown): boolean {
    return (Array.isArray(value) && value.length === 0) || typeof value === "function";
}

describe("relations", () => {
    assertGolden({
        name: "relations",
        rowsOf: ({ valid, violates, cannotKnow }) => [...valid, ...violates, ...cannotKnow],
        say: related,
        isWhole: true,
    });
});
