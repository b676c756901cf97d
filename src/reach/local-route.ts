import { cannotKnow, ok } from "../knowable";
import type { PlannedResource } from "../plan";
import { effectiveRouteTable, routesOf, type Graph, type Subnet } from "../network";
import { Addresses, blockOf, nat64Block } from "./addresses";
import type { HopAnswer } from "./connection";

/**
 * The local route carries what stays in the VPC, unless a route for a part of it leads through
 * something else, which is not simulated.
 */
export function localRoute(graph: Graph, subnet: Subnet, addresses: Addresses): HopAnswer {
    const gaps = graph.once(narrowRoutes, subnet).flatMap(({ block, resource }) => {
        if (addresses.coveredBy([block]) === "none") return [];
        const what =
            "it leads what stays in the VPC through something else, which is not simulated";
        return [resource.gap("routes", "not-modelled", what)];
    });
    return gaps.length === 0 ? ok() : cannotKnow(gaps);
}

/** A route that may be narrower than the local one, with the block for which it is. */
interface NarrowRoute {
    readonly block: string;
    readonly resource: PlannedResource;
}

function narrowRoutes(graph: Graph, subnet: Subnet): readonly NarrowRoute[] {
    return effectiveRouteTable(graph, subnet).candidates.flatMap((table) => {
        const { certain, possible } = routesOf(graph, table);
        return [...certain, ...possible].flatMap(({ destination, target, resource }) => {
            if (!destination.known || target.kind === "local") return [];
            const block = destination.value;
            // Translated addresses are nobody's in a VPC.
            const isOfVpc = block !== nat64Block && blockOf(block) !== undefined;
            return isOfVpc && !isWiderThanVpc(block, subnet) ? [{ block, resource }] : [];
        });
    });
}

/** The longest prefix wins: a route for all of a VPC's block, or more, does not win over the local one (AWS rule 5). */
function isWiderThanVpc(destination: string, subnet: Subnet): boolean {
    const block = blockOf(destination);
    // No VPC has an IPv6 block wider than /44.
    if (block?.family === "ipv6") return block.prefix < 44;
    const { vpc } = subnet;
    const blocks = vpc.nodes.map(({ cidrBlock }) => cidrBlock);
    // No VPC has a block wider than /16.
    if (vpc.gaps.length > 0 || vpc.some !== undefined || blocks.some((block) => !block.known)) {
        return (block?.prefix ?? 0) < 16;
    }
    return blocks.every((block) => {
        if (!block.known) return false;
        const coverage = Addresses.in("ipv4", block.value ?? "").coveredBy([destination]);
        // What lies beside the first block, and in the VPC, is a part of one that was added later.
        return coverage === "none" ? (blockOf(destination)?.prefix ?? 0) <= 16 : coverage === "all";
    });
}
