import { known, unknown, type Gap, type Knowable } from "../../knowable";
import type { Graph } from "../links/graph";
import { effectiveRouteTable, routesOf } from "./routing";
import type { RouteTable } from "../things/route-table";
import type { Subnet } from "../things/subnet";

/**
 * Whether a subnet is public as Express Mode takes it: an internet gateway is in its route table, whatever
 * the route leads there (AWS rule 15). What passes through it is asked in `src/reach`.
 */
export function hasInternetGateway(graph: Graph, subnet: Subnet): Knowable<boolean> {
    return graph.once(findInternetGateway, subnet);
}

function findInternetGateway(graph: Graph, subnet: Subnet): Knowable<boolean> {
    const { candidates, gaps } = effectiveRouteTable(graph, subnet);
    const [why] = gaps;
    if (why !== undefined) return unknown(why);
    return alike(
        candidates.map((table) => leadsThere(graph, table)),
        subnet.resource.gap("", "made-by-plan", "which route table it has is not known"),
    );
}

/** What all of them say; where they differ, it is not known. */
export function alike(answers: readonly Knowable<boolean>[], differing: Gap): Knowable<boolean> {
    const [first, ...others] = answers;
    if (first === undefined) return unknown(differing);
    for (const each of others) {
        if (!first.known) return first;
        if (!each.known) return each;
        if (each.value !== first.value) return unknown(differing);
    }
    return first;
}

function leadsThere(graph: Graph, table: RouteTable): Knowable<boolean> {
    const { certain, possible, gaps } = routesOf(graph, table);
    const kinds = certain.map(({ target }) => target);
    if (kinds.some(({ kind }) => kind === "internet-gateway")) return known(true);
    const [why] = [
        ...gaps,
        ...kinds.flatMap((target) => (target.kind === "unknown" ? [target.why] : [])),
        ...possible.map(({ resource }) =>
            resource.gap("routeTableId", "open", `it may be a route of ${table.name}`),
        ),
    ];
    return why === undefined ? known(false) : unknown(why);
}
