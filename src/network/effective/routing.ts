import { distinct, distinctGaps, gather, whyOf, type Gap } from "../../knowable";
import type { Graph } from "../links/graph";
import type { RoutePropagation } from "../things/internet-gateway";
import { candidates, mayBeOther, orOther, type Links } from "../links/link";
import type { Node } from "../links/node";
import type { Firewall } from "../things/firewall";
import type { RouteEntry } from "../things/route-entry";
import type { RouteTable } from "../things/route-table";
import type { Subnet } from "../things/subnet";
import type { Vpc } from "../things/vpc";
import { blocksOfList } from "./prefix-lists";

/** Exactly one of these, or, if there are gaps, something else. */
export interface OneOf<N> {
    readonly candidates: readonly N[];
    readonly gaps: readonly Gap[];
    /** What makes it this one, if something does by itself. */
    readonly by?: readonly Node[];
}

/**
 * The route table that decides for a subnet: the one associated with it, else the main table of its
 * VPC (AWS rule 5).
 */
export function effectiveRouteTable(graph: Graph, subnet: Subnet): OneOf<RouteTable> {
    return graph.once(findRouteTable, subnet);
}

function findRouteTable(graph: Graph, subnet: Subnet): OneOf<RouteTable> {
    const { certain, possible, unresolved } = graph.children(
        "routeTableAssociation",
        subnet,
        "subnet",
    );
    // A subnet has at most one association, so a certain one settles it.
    if (certain.length > 0) return chosenBy(certain);
    const explicit = oneOf(possible.map((association) => association.routeTable));
    const vpcs = oneOf([subnet.vpc]);
    const main = vpcs.candidates.map((vpc) => mainRouteTable(graph, vpc));
    return {
        by: main.flatMap(({ by = [] }) => by),
        candidates: distinct([...explicit.candidates, ...main.flatMap((each) => each.candidates)]),
        gaps: distinctGaps([
            ...graph.openness.of(subnet, "routeTableId", unresolved),
            ...explicit.gaps,
            ...vpcs.gaps,
            ...main.flatMap((each) => each.gaps),
        ]),
    };
}

/** The main table of a VPC: the one that a `MainRouteTableAssociation` chose, else its default one. */
export function mainRouteTable(graph: Graph, vpc: Vpc): OneOf<RouteTable> {
    const { certain, possible, unresolved } = graph.children(
        "mainRouteTableAssociation",
        vpc,
        "vpc",
    );
    if (certain.length > 0) return chosenBy(certain);
    const chosen = oneOf(possible.map((association) => association.routeTable));
    return {
        candidates: distinct([
            ...chosen.candidates,
            // Of a VPC that exists outside the plan facts may say which table is the main one.
            (vpc.resource.facts === undefined
                ? undefined
                : graph.existing("routeTable", vpc.mainRouteTableId)) ??
                graph.defaultRouteTable(vpc),
        ]),
        gaps: distinctGaps([
            ...chosen.gaps,
            ...graph.openness.of(vpc, "mainRouteTableId", unresolved),
        ]),
    };
}

/** The table that associations name, which are certain. */
export function chosenBy<N extends Node>(
    associations: readonly (Node & { readonly routeTable: Links<N> })[],
): OneOf<N> {
    const { candidates: tables, gaps } = oneOf(associations.map(({ routeTable }) => routeTable));
    return { candidates: tables, gaps, by: associations };
}

export function oneOf<N extends Node>(links: readonly Links<N>[]): OneOf<N> {
    return {
        candidates: distinct(gather(links, candidates)),
        gaps: distinctGaps(gather(links, (link) => link.gaps.concat(orOther(link)))),
    };
}

/** The routes of a table, besides the local one that every table has. */
export interface Routes {
    readonly certain: readonly RouteEntry[];
    readonly possible: readonly RouteEntry[];
    /** Why there may be others; empty if there are none. */
    readonly gaps: readonly Gap[];
}

/** All routes of a table: its own, standalone ones, and what the provider's copy says besides. */
export function routesOf(graph: Graph, table: RouteTable): Routes {
    return graph.once(findRoutes, table);
}

function findRoutes(graph: Graph, table: RouteTable): Routes {
    const standalone = graph.children("route", table, "routeTable");
    const inline = table.inlineRoutes;
    const propagations = graph.children("routePropagation", table, "routeTable");
    const gaps = [
        ...graph.openness.of(table, "routes", standalone.unresolved),
        ...whyOf(inline),
        ...propagations.unresolved,
        ...propagated(table, [...propagations.certain, ...propagations.possible]),
        ...oneOf([table.vpc]).candidates.flatMap((vpc) => graph.openness.changes(vpc, "routes")),
    ];
    const alone = standalone.certain.map((route) => route.entry);
    const taken = new Set(alone.map(destinationKey));
    // A standalone route wins over the table's copy of it.
    const own = (inline.known ? inline.value : []).filter(
        (entry) => !taken.has(destinationKey(entry)),
    );
    for (const entry of own) taken.add(destinationKey(entry));
    // A table has one route for a block, so that none to a firewall takes its place.
    if (!taken.has("0.0.0.0/0")) gaps.push(...routesToFirewalls(graph, table));
    const copied = table.copiedRoutes.filter((entry) => !taken.has(destinationKey(entry)));
    const possible = standalone.possible.map((route) => route.entry);
    const byBlock = (entry: RouteEntry): readonly RouteEntry[] => routesByBlock(graph, entry);
    return {
        certain: [...alone, ...own].flatMap(byBlock),
        possible: [...possible, ...copied].flatMap(byBlock),
        gaps: distinctGaps(gaps),
    };
}

/**
 * The ids of a firewall's endpoints are known only once it exists, so programs make routes to them in `apply`.
 * None leads there from the firewall's own subnets: what it sends on would come back to it.
 */
function routesToFirewalls(graph: Graph, table: RouteTable): readonly Gap[] {
    if (graph.all("firewall").length === 0) return [];
    const users = graph.children("routeTableAssociation", table, "routeTable").certain;
    const isOf = (firewall: Firewall): boolean =>
        users.some(({ subnet }) =>
            subnet.nodes.some((each) => firewall.subnets.nodes.includes(each)),
        );
    return oneOf([table.vpc]).candidates.flatMap((vpc) => {
        const { certain, possible, unresolved } = graph.children("firewall", vpc, "vpc");
        const what = `routes to its firewall endpoints may be made once these exist, in VPC ${vpc.name}`;
        const doubted = [...certain, ...possible].filter(
            (each) => !each.hasKnownEndpoints && !isOf(each),
        );
        return [
            ...doubted.map(({ resource }) => resource.gap("", "not-modelled", what)),
            ...unresolved,
        ];
    });
}

/** A route to a prefix list of which all is known is one to each of its blocks (AWS rule 5). */
function routesByBlock(graph: Graph, entry: RouteEntry): readonly RouteEntry[] {
    const [list, other] = candidates(entry.prefixList);
    if (list === undefined || other !== undefined || mayBeOther(entry.prefixList)) return [entry];
    const { blocks, doubts } = blocksOfList(graph, list);
    return doubts.length > 0 ? [entry] : blocks.map((block) => entry.to(block));
}

function propagated(table: RouteTable, propagations: readonly RoutePropagation[]): readonly Gap[] {
    const has = table.hasPropagatedRoutes;
    if (!has.known) return [has.why];
    const makers = [...(has.value ? ["a VPN gateway"] : []), ...propagations.map(({ by }) => by)];
    return [...new Set(makers)].map((maker) => {
        const what = `${maker} propagates routes into it, which no plan shows`;
        return table.resource.gap("propagatingVgws", "not-modelled", what);
    });
}

/** Two routes of one table with the same destination are the same route. */
function destinationKey(entry: RouteEntry): unknown {
    const { destination } = entry;
    return destination.known ? destination.value : entry;
}
