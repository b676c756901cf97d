import {
    cannotKnow,
    distinctGaps,
    ok,
    unless,
    violated,
    type Gap,
    type Knowable,
} from "../knowable";
import {
    agreed,
    candidates,
    every,
    isEmpty,
    linkTo,
    type Graph,
    type Links,
    type RouteTable,
    type SecurityGroup,
    type Subnet,
    type Vpc,
    type VpcEndpoint,
} from "../network";
import { inOrder, type AwsService, type HopAnswer, type Origin } from "./connection";
import { allows, type Call } from "./endpoint-policy";
import { sourceOf, type Filters } from "./filters";
import { hop, through, type Hop } from "./hop";

/** Who answers for a service's name in a VPC, in place of its public address. */
export interface Takers {
    /** Interface endpoints with private DNS: the name is theirs in the whole VPC (facts 4). */
    readonly certain: readonly VpcEndpoint[];
    readonly possible: readonly { readonly endpoint: VpcEndpoint; readonly why: readonly Gap[] }[];
    /** Why none does, for messages. */
    readonly none: readonly Hop[];
    /** Why there may be others; empty if there are none. */
    readonly gaps: readonly Gap[];
}

/** VPC endpoints: whose name they take over, and whether a task's call passes them (facts 4). */
export class Endpoints {
    constructor(
        private readonly graph: Graph,
        private readonly filters: Filters,
    ) {}

    /** Interface endpoints that answer for a service in a VPC. */
    takers(vpc: Vpc, service: AwsService): Takers {
        const found = this.graph.children("vpcEndpoint", vpc, "vpc", (each) => each.vpc);
        const certain: VpcEndpoint[] = [];
        const possible: { endpoint: VpcEndpoint; why: readonly Gap[] }[] = [];
        const none: Hop[] = [];
        for (const endpoint of found.certain) {
            const answer = this.takes(endpoint, service);
            if (answer === undefined) continue;
            if (answer.verdict === "ok") certain.push(endpoint);
            else if (answer.verdict === "violated") none.push(...answer.evidence);
            else possible.push({ endpoint, why: answer.gaps });
        }
        for (const endpoint of found.possible) {
            const answer = this.takes(endpoint, service);
            if (answer === undefined || answer.verdict === "violated") continue;
            const gap = endpoint.resource.gap("vpcId", "made-by-plan", "it may be in this VPC");
            possible.push({ endpoint, why: [gap] });
        }
        if (none.length === 0) none.push(absent(vpc, service));
        const gaps = this.graph.openness.of(vpc, "endpoints", found.unresolved);
        return { certain, possible, none, gaps };
    }

    /** Whether an endpoint answers for the service's name; `undefined` if it offers another service. */
    private takes(endpoint: VpcEndpoint, service: AwsService): HopAnswer | undefined {
        const offered = endpoint.service;
        const type = endpoint.endpointType;
        if (!offered.known) {
            return type.known && type.value !== "Interface" ? undefined : cannotKnow(offered.why);
        }
        if (offered.value?.service !== service.name) return undefined;
        if (offered.value.region !== service.region) return undefined;
        if (!type.known) return cannotKnow(type.why);
        if (type.value === "Interface") return this.hasPrivateDns(endpoint);
        return violated(
            hop(endpoint, `is of type ${typeOf(type.value)}, not Interface`, setType(endpoint)),
        );
    }

    hasPrivateDns(endpoint: VpcEndpoint): HopAnswer {
        const { certain, possible, unresolved } = this.graph.children(
            "endpointPrivateDns",
            endpoint,
            "endpoint",
            (privateDns) => privateDns.endpoint,
        );
        const switches = [
            endpoint.privateDnsEnabled,
            ...certain.map((each) => each.privateDnsEnabled),
        ];
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

    /** From a task to an interface endpoint that has the name: its DNS, interfaces, groups and policy. */
    call(origin: Origin, vpc: Vpc, endpoint: VpcEndpoint, calls: readonly Call[]): HopAnswer {
        return through(
            origin.subnet,
            inOrder([
                () => hasDnsAttributes(vpc, endpoint),
                () => this.toInterfaces(origin, vpc, endpoint),
                () =>
                    this.filters.arrive(
                        origin,
                        this.groupsOf(vpc, endpoint),
                        443,
                        "ipv4",
                        endpoint,
                    ),
                () => this.passPolicy(endpoint, calls),
            ]),
        );
    }

    /** To one of the endpoint's interfaces; the name gives the addresses of all. */
    private toInterfaces(origin: Origin, vpc: Vpc, endpoint: VpcEndpoint): HopAnswer {
        const subnets = this.subnetsOf(endpoint);
        if (isEmpty(subnets)) {
            const none = violated(
                hop(
                    endpoint,
                    "has no subnet, so no network interface in the VPC",
                    `give the endpoint ${endpoint.name} subnetIds`,
                ),
            );
            return unless(none, this.graph.openness.of(endpoint, "subnetIds"));
        }
        const groups = this.groupsOf(vpc, endpoint);
        const answers = candidates(subnets).map((subnet) =>
            this.filters.within(origin, subnet, {
                addresses: sourceOf(subnet, "ipv4"),
                port: 443,
                called: `the endpoint ${endpoint.name}`,
                groups,
            }),
        );
        const why = subnets.gaps[0] ?? subnets.some?.why ?? halfWay(endpoint);
        const isOpen = subnets.gaps.length > 0 || subnets.some?.orOutside === true;
        return agreed(answers, why, isOpen);
    }

    /** The subnets of an interface endpoint: its own, and those of associations. */
    subnetsOf(endpoint: VpcEndpoint): Links<Subnet> {
        const { certain } = this.graph.children(
            "vpcEndpointSubnetAssociation",
            endpoint,
            "endpoint",
            (association) => association.endpoint,
        );
        return certain.map((association) => association.subnet).reduce(joined, endpoint.subnets);
    }

    /** The groups of an interface endpoint: its own, and those of associations; else the VPC's default one. */
    groupsOf(vpc: Vpc, endpoint: VpcEndpoint): Links<SecurityGroup> {
        const { certain, possible } = this.graph.children(
            "securityGroupAssociation",
            endpoint,
            "endpoint",
            (association) => association.endpoint,
        );
        const replaces = certain.some(
            ({ replacesDefault: each }) => each.known && each.value === true,
        );
        const own = endpoint.securityGroups;
        const first =
            isEmpty(own) && !replaces ? linkTo(this.graph.defaultSecurityGroup(vpc)) : own;
        const all = certain.map((association) => association.securityGroup).reduce(joined, first);
        const gaps = possible.map((each) =>
            each.resource.gap("vpcEndpointId", "made-by-plan", "it may be about this endpoint"),
        );
        return { ...all, gaps: [...all.gaps, ...gaps] };
    }

    private passPolicy(endpoint: VpcEndpoint, calls: readonly Call[]): HopAnswer {
        const { certain, possible } = this.graph.children(
            "vpcEndpointPolicy",
            endpoint,
            "endpoint",
            (policy) => policy.endpoint,
        );
        const [own] = certain;
        const policies = [own?.policy ?? endpoint.policy, ...possible.map(({ policy }) => policy)];
        const ask = (call: Call): HopAnswer => {
            const target = call.resource === undefined ? "" : ` on ${call.resource}`;
            const refusal = {
                ...hop(endpoint),
                says: `its policy does not allow ${call.action}${target}`,
                fix: `allow ${call.action}${target} in the policy of the endpoint ${endpoint.name}`,
            };
            const answers = policies.map((policy) => allows(policy, call, refusal));
            const why = endpoint.resource.gap(
                "policy",
                "made-by-plan",
                "it may have another policy",
            );
            return agreed(answers, why);
        };
        return inOrder([...calls.map((call) => () => ask(call)), () => ok(hop(endpoint))]);
    }

    /** Gateway endpoints of a service on the table that a subnet uses, each `ok` if it certainly stands there. */
    gateways(
        vpc: Vpc,
        table: RouteTable,
        service: AwsService,
    ): {
        readonly standing: readonly { endpoint: VpcEndpoint; answer: HopAnswer }[];
        readonly none: readonly Hop[];
        readonly gaps: readonly Gap[];
    } {
        const found = this.graph.children("vpcEndpoint", vpc, "vpc", (each) => each.vpc);
        const standing: { endpoint: VpcEndpoint; answer: HopAnswer }[] = [];
        const none: Hop[] = [];
        for (const endpoint of found.certain) {
            const offered = endpoint.service;
            const type = endpoint.endpointType;
            if (type.known && type.value !== "Gateway") continue;
            if (offered.known && offered.value?.service !== service.name) continue;
            if (offered.known && offered.value?.region !== service.region) continue;
            const missing: Knowable<unknown> | undefined = [offered, type].find(
                (each) => !each.known,
            );
            const answer =
                missing === undefined || missing.known
                    ? this.standsOn(endpoint, table)
                    : cannotKnow<Hop>(missing.why);
            if (answer.verdict === "violated") none.push(...answer.evidence);
            else standing.push({ endpoint, answer });
        }
        if (none.length === 0) none.push(absent(vpc, service, table));
        const maybe = found.possible.map((endpoint) =>
            endpoint.resource.gap("vpcId", "made-by-plan", "it may be in this VPC"),
        );
        const gaps = [...maybe, ...this.graph.openness.of(vpc, "endpoints", found.unresolved)];
        return { standing, none, gaps: distinctGaps(gaps) };
    }

    /** Through a gateway endpoint: only its policy can stop the call. */
    callGateway(endpoint: VpcEndpoint, calls: readonly Call[]): HopAnswer {
        return this.passPolicy(endpoint, calls);
    }

    /** Whether a gateway endpoint adds its route to this table: by itself, or by an association. */
    standsOn(endpoint: VpcEndpoint, table: RouteTable): HopAnswer {
        const { certain, possible, unresolved } = this.graph.children(
            "vpcEndpointRouteTableAssociation",
            endpoint,
            "endpoint",
            (association) => association.endpoint,
        );
        const here = (each: RouteTable): HopAnswer =>
            each === table ? ok() : violated(elsewhere(endpoint, table));
        const named = [
            endpoint.routeTables,
            ...certain.map((association) => association.routeTable),
        ];
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
        if (
            !isEmpty(endpoint.copiedRouteTables) &&
            endpoint.copiedRouteTables.nodes.includes(table)
        ) {
            doubts.push(
                endpoint.resource.gap(
                    "routeTableIds",
                    "open",
                    "AWS has it on this route table, and no resource of the plan puts it there",
                ),
            );
        }
        doubts.push(...this.graph.openness.of(endpoint, "routeTableIds"));
        return unless(violated(elsewhere(endpoint, table)), distinctGaps(doubts));
    }
}

/** Private DNS needs both attributes of the VPC (facts 4). */
function hasDnsAttributes(vpc: Vpc, endpoint: VpcEndpoint): HopAnswer {
    const hostnames = vpc.enableDnsHostnames;
    if (!hostnames.known) return cannotKnow(hostnames.why);
    if (hostnames.value === true) return ok();
    return violated(
        hop(
            vpc,
            `enableDnsHostnames is off, which the private DNS of the endpoint ${endpoint.name} needs`,
            `set enableDnsHostnames to true on VPC ${vpc.name}`,
        ),
    );
}

function joined<N extends Subnet | SecurityGroup>(a: Links<N>, b: Links<N>): Links<N> {
    const some = a.some ?? b.some;
    // Of two unknown values only one can be kept; the other is as good as unresolved.
    const dropped = a.some !== undefined && b.some !== undefined ? [b.some] : [];
    return {
        nodes: [...new Set([...a.nodes, ...b.nodes])],
        gaps: [...a.gaps, ...b.gaps, ...dropped.map(({ why }) => why)],
        possible: [...a.possible, ...b.possible, ...dropped.flatMap((each) => each.candidates)],
        assumed: [...a.assumed, ...b.assumed],
        distinct: a.distinct,
        ...(some === undefined ? {} : { some }),
    };
}

function halfWay(endpoint: VpcEndpoint): Gap {
    const what =
        "some of its interfaces can be reached, and others not; which a task calls is up to DNS";
    return endpoint.resource.gap("subnetIds", "not-modelled", what);
}

function elsewhere(endpoint: VpcEndpoint, table: RouteTable): Hop {
    return hop(
        endpoint,
        `is not associated with the ${table.label} ${table.name}`,
        `associate the endpoint ${endpoint.name} with the ${table.label} ${table.name} (routeTableIds, or an association)`,
    );
}

function absent(vpc: Vpc, service: AwsService, table?: RouteTable): Hop {
    const isGateway = table !== undefined;
    const name = isGateway ? `${service.name.toUpperCase()} gateway` : `${service.name} interface`;
    const how = isGateway
        ? `a gateway endpoint for ${endpointName(service)} on route table ${table.name}`
        : `an interface endpoint for ${endpointName(service)} with privateDnsEnabled`;
    return hop(vpc, `no ${name} endpoint`, `add ${how} to VPC ${vpc.name}`);
}

/** In China the names of interface endpoints begin with `cn.` (facts 4). */
function endpointName({ name, region }: AwsService): string {
    const isChinas = region.startsWith("cn-") && name !== "s3";
    return `${isChinas ? "cn." : ""}com.amazonaws.${region}.${name}`;
}

function setType(endpoint: VpcEndpoint): string {
    return `set vpcEndpointType to "Interface" on the endpoint ${endpoint.name}`;
}

/** Types that AWS names; another value stays unprinted. */
function typeOf(type: string | undefined): string {
    return type === "Gateway" || type === "GatewayLoadBalancer" ? type : "another kind";
}
