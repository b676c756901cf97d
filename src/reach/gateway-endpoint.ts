import {
    addAll,
    cannotKnow,
    distinctGaps,
    isUnresolved,
    ok,
    unless,
    violated,
    whyOf,
    type Gap,
} from "../knowable";
import {
    every,
    maybeOfEndpoint,
    type Children,
    type Graph,
    type RouteTable,
    type Vpc,
    type VpcEndpoint,
    type VpcEndpointRouteTableAssociation,
} from "../network";
import type { AwsService, HopAnswer } from "./connection";
import { elsewhereMaybe, endpointsIn, isFor } from "./endpoint-names";
import { hop, stopped, type Hop } from "./hop";
import { faults } from "./words";

/** Gateway endpoints: they work through the route tables on which they stand (AWS rules 3, 4). */
export class GatewayEndpoints {
    constructor(private readonly graph: Graph) {}

    /** Gateway endpoints of a service on the table that a subnet uses, each `ok` if it certainly stands there. */
    on(
        vpc: Vpc,
        table: RouteTable,
        service: AwsService,
    ): {
        readonly standing: readonly { endpoint: VpcEndpoint; answer: HopAnswer }[];
        readonly none: readonly Hop[];
        readonly gaps: readonly Gap[];
    } {
        const found = endpointsIn(this.graph, vpc);
        const standing: { endpoint: VpcEndpoint; answer: HopAnswer }[] = [];
        const none: Hop[] = [];
        for (const endpoint of [...found.certain, ...found.possible]) {
            const offered = endpoint.service;
            const type = endpoint.endpointType;
            if (type.known && type.value !== "Gateway") continue;
            if (offered.known && !isFor(offered.value, service)) continue;
            const doubts = whyOf(offered, type);
            if (found.possible.includes(endpoint)) doubts.push(elsewhereMaybe(endpoint));
            const stands = this.standsOn(endpoint, table);
            if (stands.verdict === "violated") addAll(none, stands.evidence);
            else {
                const answer = doubts.length > 0 ? cannotKnow<Hop>(doubts) : stands;
                standing.push({ endpoint, answer });
            }
        }
        if (none.length === 0) {
            const { name, region } = service;
            none.push(stopped(faults.noGatewayEndpoint, vpc, { service: name, region, table }));
        }
        const gaps = this.graph.openness.of(vpc, "endpoints", found.unresolved);
        return { standing, none, gaps };
    }

    /** A gateway endpoint adds its route to at least one table: by itself, or by an association. */
    standsSomewhere(endpoint: VpcEndpoint): HopAnswer {
        const associations = this.associationsOf(endpoint);
        const { nodes, some, gaps } = endpoint.routeTables;
        const isNamed = nodes.length > 0 || some !== undefined || associations.certain.length > 0;
        if (isNamed || gaps.some((gap) => !isUnresolved(gap))) return ok();
        const nowhere = violated(stopped(faults.notOnTable, endpoint, {}));
        const doubts = [
            ...maybeOfEndpoint(associations),
            ...(endpoint.copiedRouteTables.nodes.length > 0 ? [copiedTable(endpoint)] : []),
            ...gaps,
            ...this.graph.openness.of(endpoint, "routeTableIds"),
        ];
        return unless(nowhere, distinctGaps(doubts));
    }

    /** Whether a gateway endpoint adds its route to this table: by itself, or by an association. */
    private standsOn(endpoint: VpcEndpoint, table: RouteTable): HopAnswer {
        const associations = this.associationsOf(endpoint);
        const here = (each: RouteTable): HopAnswer =>
            each === table ? ok() : violated(stopped(faults.notOnTable, endpoint, { table }));
        const named = [
            endpoint.routeTables,
            ...associations.certain.map((association) => association.routeTable),
        ];
        const doubts: Gap[] = [];
        for (const links of named) {
            if (links.nodes.includes(table)) return ok(hop(table));
            addAll(doubts, links.gaps.filter(isUnresolved));
            if (
                links.some !== undefined &&
                every({ ...links, nodes: [], gaps: [] }, here).verdict !== "violated"
            ) {
                doubts.push(links.some.why);
            }
        }
        addAll(doubts, maybeOfEndpoint(associations));
        if (endpoint.copiedRouteTables.nodes.includes(table)) doubts.push(copiedTable(endpoint));
        addAll(doubts, this.graph.openness.of(endpoint, "routeTableIds"));
        return unless(
            violated(stopped(faults.notOnTable, endpoint, { table })),
            distinctGaps(doubts),
        );
    }

    /** The associations by which it stands on a table, unless it names the table itself. */
    standingBy(
        endpoint: VpcEndpoint,
        table: RouteTable,
    ): readonly VpcEndpointRouteTableAssociation[] {
        if (endpoint.routeTables.nodes.includes(table)) return [];
        return this.associationsOf(endpoint).certain.filter(({ routeTable }) =>
            routeTable.nodes.includes(table),
        );
    }

    private associationsOf(endpoint: VpcEndpoint): Children<VpcEndpointRouteTableAssociation> {
        return this.graph.children("vpcEndpointRouteTableAssociation", endpoint, "endpoint");
    }
}

function copiedTable(endpoint: VpcEndpoint): Gap {
    const what = "AWS has it on a route table, and no resource of the plan puts it there";
    return endpoint.resource.gap("routeTableIds", "open", what);
}
