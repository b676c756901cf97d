import {
    any,
    cannotKnow,
    distinctGaps,
    ok,
    unless,
    violated,
    type Answer,
    type Gap,
} from "../knowable";
import {
    agreed,
    effectiveRouteTable,
    every,
    isEmpty,
    type Children,
    type Graph,
    type RouteTable,
    type Subnet,
    type Vpc,
    type VpcEndpoint,
} from "../network";
import { hop, through, type Hop } from "./hop";

type HopAnswer = Answer<Hop>;

/** An AWS service as an endpoint offers it; without a region, that of any region. */
export interface AwsService {
    /** Such as `ecr.api`, `s3`. */
    readonly name: string;
    readonly region: string | undefined;
}

/**
 * By PrivateLink: an interface endpoint with private DNS takes over the service's name in the whole
 * VPC (facts 4). Its security groups are not asked yet.
 */
export function byInterfaceEndpoint(graph: Graph, subnet: Subnet, service: AwsService): HopAnswer {
    return every(subnet.vpc, (vpc) => {
        const found = endpointsOf(graph, vpc);
        const answers = offering(found, service, (endpoint) =>
            ofType(endpoint, "Interface", () => hasPrivateDns(graph, endpoint)),
        );
        return orNone(graph, vpc, found, answers, {
            ...hop(vpc, `no ${service.name} interface endpoint`),
            fix: `add an interface endpoint for ${serviceName(service)} with privateDnsEnabled to VPC ${vpc.name}`,
        });
    });
}

/** By a gateway endpoint: it works through the route table that the subnet uses (facts 3, 4). */
export function byGatewayEndpoint(graph: Graph, subnet: Subnet, service: AwsService): HopAnswer {
    return every(subnet.vpc, (vpc) => {
        const tables = effectiveRouteTable(graph, subnet);
        const found = endpointsOf(graph, vpc);
        const answers = offering(found, service, (endpoint) =>
            endpoint.endpointType.known && endpoint.endpointType.value === "Interface"
                ? cannotKnow<Hop>(s3Interface(endpoint))
                : ofType(endpoint, "Gateway", () =>
                      agreed(
                          tables.candidates.map((table) => standsOn(graph, endpoint, table)),
                          tables.gaps[0] ??
                              endpoint.resource.gap(
                                  "routeTableIds",
                                  "made-by-plan",
                                  "the subnet's route table is not certain",
                              ),
                          tables.gaps.length > 0,
                      ),
                  ),
        );
        const table = tables.candidates[0];
        const on = table === undefined ? "" : ` on route table ${table.name}`;
        return orNone(graph, vpc, found, answers, {
            ...hop(vpc, `no ${service.name.toUpperCase()} gateway endpoint`),
            fix: `add a gateway endpoint for ${serviceName(service)}${on} to VPC ${vpc.name}`,
        });
    });
}

function endpointsOf(graph: Graph, vpc: Vpc): Children<VpcEndpoint> {
    return graph.children("vpcEndpoint", vpc, "vpc", (endpoint) => endpoint.vpc);
}

/** Asks each endpoint that offers the service, or may. */
function offering(
    { certain }: Children<VpcEndpoint>,
    service: AwsService,
    question: (endpoint: VpcEndpoint) => HopAnswer,
): HopAnswer[] {
    return certain.flatMap((endpoint) => {
        const offered = endpoint.service;
        if (!offered.known) return [cannotKnow<Hop>(offered.why)];
        if (offered.value?.service !== service.name) return [];
        if (service.region !== undefined && offered.value.region !== service.region) return [];
        return [through(endpoint, question(endpoint))];
    });
}

/** Any endpoint will do; with none, there is no way by one, unless others may exist. */
function orNone(
    graph: Graph,
    vpc: Vpc,
    found: Children<VpcEndpoint>,
    answers: readonly HopAnswer[],
    none: Hop,
): HopAnswer {
    const doubts: Gap[] = [...graph.openness.of(vpc, "endpoints", found.unresolved)];
    for (const endpoint of found.possible) {
        doubts.push(endpoint.resource.gap("vpcId", "made-by-plan", "it may be in this VPC"));
    }
    const answer = answers.length === 0 ? violated(none) : any(answers);
    return unless(answer, distinctGaps(doubts));
}

function ofType(endpoint: VpcEndpoint, type: string, question: () => HopAnswer): HopAnswer {
    const actual = endpoint.endpointType;
    if (!actual.known) return cannotKnow(actual.why);
    if (actual.value === type) return question();
    return violated(hop(endpoint, `is of type ${typeOf(actual.value)}, not ${type}`));
}

/** Types that AWS names; another value stays unprinted. */
function typeOf(type: string | undefined): string {
    return type === "Interface" || type === "Gateway" || type === "GatewayLoadBalancer"
        ? type
        : "another kind";
}

function hasPrivateDns(graph: Graph, endpoint: VpcEndpoint): HopAnswer {
    const { certain, possible, unresolved } = graph.children(
        "endpointPrivateDns",
        endpoint,
        "endpoint",
        (privateDns) => privateDns.endpoint,
    );
    const switches = [endpoint.privateDnsEnabled, ...certain.map((each) => each.privateDnsEnabled)];
    if (switches.some((each) => each.known && each.value === true)) return ok();
    const missing = switches.flatMap((each) => (each.known ? [] : [each.why]));
    const doubts = possible.map((each) =>
        each.resource.gap("vpcEndpointId", "made-by-plan", "it may be about this endpoint"),
    );
    const off = violated(
        hop(
            endpoint,
            "private DNS is off, so the service's name still means its public address",
            `set privateDnsEnabled to true on the endpoint ${endpoint.name}`,
        ),
    );
    return unless(off, distinctGaps([...missing, ...doubts, ...unresolved]));
}

/** Whether a gateway endpoint adds its route to this table: by itself, or by an association. */
function standsOn(graph: Graph, endpoint: VpcEndpoint, table: RouteTable): HopAnswer {
    const { certain, possible, unresolved } = graph.children(
        "vpcEndpointRouteTableAssociation",
        endpoint,
        "endpoint",
        (association) => association.endpoint,
    );
    const here = (each: RouteTable): HopAnswer =>
        each === table ? ok() : violated(elsewhere(endpoint, table));
    const named = [endpoint.routeTables, ...certain.map((association) => association.routeTable)];
    const doubts: Gap[] = [...unresolved];
    for (const links of named) {
        if (links.nodes.includes(table)) return ok(hop(table));
        doubts.push(...links.gaps.filter((gap) => gap.reason !== "outside"));
        if (
            links.some !== undefined &&
            every({ ...links, nodes: [], gaps: [] }, here).verdict !== "violated"
        ) {
            doubts.push(links.some.why);
        }
    }
    for (const association of possible) {
        doubts.push(
            association.resource.gap(
                "vpcEndpointId",
                "made-by-plan",
                "it may be about this endpoint",
            ),
        );
    }
    if (!isEmpty(endpoint.copiedRouteTables) && endpoint.copiedRouteTables.nodes.includes(table)) {
        doubts.push(
            endpoint.resource.gap(
                "routeTableIds",
                "open",
                "AWS has it on this route table, and no resource of the plan puts it there",
            ),
        );
    }
    doubts.push(...graph.openness.of(endpoint, "routeTableIds"));
    return unless(violated(elsewhere(endpoint, table)), distinctGaps(doubts));
}

function elsewhere(endpoint: VpcEndpoint, table: RouteTable): Hop {
    return hop(
        endpoint,
        `is not associated with the ${table.label} ${table.name}`,
        `associate the endpoint ${endpoint.name} with the ${table.label} ${table.name} (routeTableIds, or an association)`,
    );
}

function s3Interface(endpoint: VpcEndpoint): Gap {
    return endpoint.resource.gap(
        "vpcEndpointType",
        "not-modelled",
        "whether an S3 interface endpoint can serve image layers is not certain (AWS's pages disagree)",
        "use an S3 gateway endpoint, or NAT",
    );
}

/** In China the names of interface endpoints begin with `cn.` (facts 4). */
function serviceName({ name, region }: AwsService): string {
    const isChinas = region?.startsWith("cn-") === true && name !== "s3";
    return `${isChinas ? "cn." : ""}com.amazonaws.${region ?? "<region>"}.${name}`;
}
