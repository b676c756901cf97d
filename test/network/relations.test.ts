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
import { own } from "../../src/plan";
import { assertGolden, type Saying } from "../support/golden";
import { graphOfRecording, whyMore } from "../support/graph";
import { gettersOf, inWords, isNothing } from "../support/in-words";

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

const related: Saying = function* (_policy, recording) {
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
            const more = whyMore(graph, node, property);
            if (!isNothing(more)) yield `${node.label}: more ${property}: ${inWords(more)}`;
        }
    }
};

describe("relations", () => {
    assertGolden({
        name: "relations",
        say: related,
        isWhole: true,
    });
});
