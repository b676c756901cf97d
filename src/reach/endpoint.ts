import {
    all,
    cannotKnow,
    distinctGaps,
    fromBoolean,
    isKnownToBe,
    not,
    ok,
    unless,
    violated,
    type Gap,
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
    type ServiceName,
    type Subnet,
    type Vpc,
    type VpcEndpoint,
} from "../network";
import { inOrder, type AwsService, type HopAnswer, type Origin } from "./connection";
import { hasHostnames, hasSupport } from "./dns";
import { allows, type Call } from "./endpoint-policy";
import { sourceOf, type Filters } from "./filters";
import { along, hop, through, type Hop, type PathAnswer } from "./hop";

/** HTTPS, which all services of AWS's that tasks need speak (facts 4). */
const endpointPort = 443;

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

/** One thing that may be wrong with an endpoint itself. */
export interface Fault {
    readonly answer: PathAnswer;
    /** In words, after the endpoint's name. */
    readonly fault: string;
    readonly fix: string;
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
            possible.push({ endpoint, why: [elsewhereMaybe(endpoint)] });
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
        if (!isFor(offered.value, service)) return undefined;
        if (!type.known) return cannotKnow(type.why);
        if (type.value === "Interface") return this.hasPrivateDns(endpoint);
        return violated(
            hop(endpoint, `is of type ${typeOf(type.value)}, not Interface`, setType(endpoint)),
        );
    }

    private hasPrivateDns(endpoint: VpcEndpoint): HopAnswer {
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
                () => hasHostnames(vpc, `the private DNS of the endpoint ${endpoint.name}`),
                () => this.toInterfaces(origin, vpc, endpoint),
                () =>
                    this.filters.arrive(
                        origin,
                        this.groupsOf(vpc, endpoint),
                        endpointPort,
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
                port: endpointPort,
                called: `the endpoint ${endpoint.name}`,
                groups,
            }),
        );
        const why = subnets.gaps[0] ?? subnets.some?.why ?? halfWay(endpoint);
        const isOpen = subnets.gaps.length > 0 || subnets.some?.orOutside === true;
        return agreed(answers, why, isOpen);
    }

    /** The subnets of an interface endpoint: its own, and those of associations. */
    private subnetsOf(endpoint: VpcEndpoint): Links<Subnet> {
        const { certain } = this.graph.children(
            "vpcEndpointSubnetAssociation",
            endpoint,
            "endpoint",
            (association) => association.endpoint,
        );
        return certain.map((association) => association.subnet).reduce(joined, endpoint.subnets);
    }

    /** The groups of an interface endpoint: its own, and those of associations; else the VPC's default one. */
    private groupsOf(vpc: Vpc, endpoint: VpcEndpoint): Links<SecurityGroup> {
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

    /** Endpoints of which it is not known whether they are in a VPC, each with why. */
    maybeWithin(vpc: Vpc): readonly { endpoint: VpcEndpoint; why: readonly Gap[] }[] {
        const { possible } = this.graph.children("vpcEndpoint", vpc, "vpc", (each) => each.vpc);
        const lost = this.graph
            .all("vpcEndpoint")
            .filter(({ vpc: { gaps } }) => gaps.some(({ reason }) => reason !== "outside"));
        return [...new Set([...possible, ...lost])].map((endpoint) => ({
            endpoint,
            why: [...endpoint.vpc.gaps, elsewhereMaybe(endpoint)],
        }));
    }

    /** The endpoints that are certainly in a VPC. */
    within(vpc: Vpc): readonly VpcEndpoint[] {
        return this.graph.children("vpcEndpoint", vpc, "vpc", (each) => each.vpc).certain;
    }

    /** Endpoints in a VPC that certainly have private DNS. */
    privateNamesIn(vpc: Vpc): readonly VpcEndpoint[] {
        return this.within(vpc).filter(
            (endpoint) =>
                isKnownToBe(endpoint.endpointType, "Interface") &&
                this.hasPrivateDns(endpoint).verdict === "ok",
        );
    }

    /** What makes an endpoint useless by itself, whoever calls it (facts 4). */
    *faults(vpc: Vpc, endpoint: VpcEndpoint): Iterable<Fault> {
        const type = endpoint.endpointType;
        if (!type.known) yield fault("may be of no use", cannotKnow(type.why));
        else if (type.value === "Gateway") yield* this.faultsOfGateway(endpoint);
        else if (type.value === "Interface") yield* this.faultsOfInterface(vpc, endpoint);
    }

    private *faultsOfGateway(endpoint: VpcEndpoint): Iterable<Fault> {
        yield fault("is of no use", this.standsSomewhere(endpoint));
        for (const [property, isSet] of endpoint.interfaceSettings) {
            const refused = hop(
                endpoint,
                `is a gateway endpoint, which takes no ${property}`,
                `remove ${property} from the endpoint ${endpoint.name}`,
            );
            yield fault("will be refused", not(fromBoolean<Hop>(isSet, [refused])));
        }
    }

    private *faultsOfInterface(vpc: Vpc, endpoint: VpcEndpoint): Iterable<Fault> {
        yield fault("admits nobody", this.admitsSomething(vpc, endpoint));
        const hasPrivateDns = this.hasPrivateDns(endpoint);
        if (hasPrivateDns.verdict === "violated") return;
        // Where it is not known whether it has private DNS, a fault of it is not certain.
        const doubts = hasPrivateDns.verdict === "ok" ? [] : hasPrivateDns.gaps;
        const user = `the private DNS of the endpoint ${endpoint.name}`;
        for (const [what, answer] of [
            ["does not answer for its name", hasSupport(vpc)],
            ["does not answer for its name", hasHostnames(vpc, user)],
            ["will be refused", this.hasNameAlone(vpc, endpoint)],
            ["will be refused", this.hasGatewayBeside(vpc, endpoint)],
        ] as const) {
            yield fault(what, unless(answer, doubts));
        }
    }

    /** Its groups admit anything at all on its port. */
    private admitsSomething(vpc: Vpc, endpoint: VpcEndpoint): HopAnswer {
        return through(
            endpoint,
            this.filters.admitSomething(this.groupsOf(vpc, endpoint), endpointPort),
        );
    }

    /** No other endpoint of the VPC answers for the same name. */
    private hasNameAlone(vpc: Vpc, endpoint: VpcEndpoint): HopAnswer {
        const own = endpoint.service;
        if (!own.known) return cannotKnow(own.why);
        const { value } = own;
        if (value === undefined) return ok();
        const wanted = { name: value.service, region: value.region };
        const others = this.within(vpc).filter((each) => each !== endpoint);
        const rivals = others.map((each): HopAnswer => {
            const takes = this.takes(each, wanted);
            if (takes?.verdict !== "ok") return takes?.verdict === "cannot-know" ? takes : ok();
            return violated(
                hop(
                    endpoint,
                    `the endpoint ${each.name} answers for the same name in VPC ${vpc.name}`,
                    `remove one of them, or switch its privateDnsEnabled off`,
                ),
            );
        });
        return all(rivals);
    }

    /** S3's private DNS, for what comes from outside the VPC only, needs a gateway endpoint for what is inside. */
    private hasGatewayBeside(vpc: Vpc, endpoint: VpcEndpoint): HopAnswer {
        const own = endpoint.service;
        if (!own.known) return cannotKnow(own.why);
        const only = endpoint.privateDnsOnlyForInbound;
        if (own.value?.service !== "s3" || isKnownToBe(only, false)) return ok();
        const { certain, possible, unresolved } = this.graph.children(
            "vpcEndpoint",
            vpc,
            "vpc",
            (each) => each.vpc,
        );
        const isGateway = (each: VpcEndpoint): boolean =>
            isKnownToBe(each.endpointType, "Gateway") &&
            (!each.service.known || each.service.value?.service === "s3");
        if (certain.some(isGateway)) return ok();
        if (!only.known) return cannotKnow(only.why);
        const fix = `add a gateway endpoint for S3 to VPC ${vpc.name}, or set dnsOptions.privateDnsOnlyForInboundResolverEndpoint to false on the endpoint ${endpoint.name}`;
        const alone = violated(
            hop(
                endpoint,
                `has private DNS for S3, and VPC ${vpc.name} has no gateway endpoint for it`,
                fix,
            ),
        );
        const doubts = possible.map(elsewhereMaybe);
        return unless(alone, [...doubts, ...this.graph.openness.of(vpc, "endpoints", unresolved)]);
    }

    /** A gateway endpoint adds its route to at least one table: by itself, or by an association. */
    private standsSomewhere(endpoint: VpcEndpoint): HopAnswer {
        const { certain, possible, unresolved } = this.graph.children(
            "vpcEndpointRouteTableAssociation",
            endpoint,
            "endpoint",
            (association) => association.endpoint,
        );
        const { nodes, some, gaps } = endpoint.routeTables;
        const isNamed = nodes.length > 0 || some !== undefined || certain.length > 0;
        if (isNamed || gaps.some(({ reason }) => reason === "outside")) return ok();
        const nowhere = violated(
            hop(
                endpoint,
                "is associated with no route table, so nothing uses it",
                `associate the endpoint ${endpoint.name} with the route tables of the tasks (routeTableIds, or associations)`,
            ),
        );
        const doubts = possible.map((each) =>
            each.resource.gap("vpcEndpointId", "made-by-plan", "it may be about this endpoint"),
        );
        if (!isEmpty(endpoint.copiedRouteTables)) doubts.push(copiedTable(endpoint));
        doubts.push(...gaps, ...unresolved, ...this.graph.openness.of(endpoint, "routeTableIds"));
        return unless(nowhere, distinctGaps(doubts));
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
        for (const endpoint of [...found.certain, ...found.possible]) {
            const offered = endpoint.service;
            const type = endpoint.endpointType;
            if (type.known && type.value !== "Gateway") continue;
            if (offered.known && !isFor(offered.value, service)) continue;
            const doubts = [offered, type].flatMap((each) => (each.known ? [] : [each.why]));
            if (found.possible.includes(endpoint)) doubts.push(elsewhereMaybe(endpoint));
            const stands = this.standsOn(endpoint, table);
            if (stands.verdict === "violated") none.push(...stands.evidence);
            else {
                const answer = doubts.length > 0 ? cannotKnow<Hop>(doubts) : stands;
                standing.push({ endpoint, answer });
            }
        }
        if (none.length === 0) none.push(absent(vpc, service, table));
        const gaps = this.graph.openness.of(vpc, "endpoints", found.unresolved);
        return { standing, none, gaps };
    }

    /** Through a gateway endpoint: only its policy can stop the call. */
    callGateway(endpoint: VpcEndpoint, calls: readonly Call[]): HopAnswer {
        return this.passPolicy(endpoint, calls);
    }

    /** Whether a gateway endpoint adds its route to this table: by itself, or by an association. */
    private standsOn(endpoint: VpcEndpoint, table: RouteTable): HopAnswer {
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
            doubts.push(copiedTable(endpoint));
        }
        doubts.push(...this.graph.openness.of(endpoint, "routeTableIds"));
        return unless(violated(elsewhere(endpoint, table)), distinctGaps(doubts));
    }
}

function fault(what: string, answer: HopAnswer): Fault {
    const fix = answer.evidence[answer.evidence.length - 1]?.fix ?? "";
    return { answer: along(answer, "by itself"), fault: what, fix };
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

function copiedTable(endpoint: VpcEndpoint): Gap {
    const what = "AWS has it on a route table, and no resource of the plan puts it there";
    return endpoint.resource.gap("routeTableIds", "open", what);
}

function elsewhere(endpoint: VpcEndpoint, table: RouteTable): Hop {
    return hop(
        endpoint,
        `is not associated with the ${table.label} ${table.name}`,
        `associate the endpoint ${endpoint.name} with the ${table.label} ${table.name} (routeTableIds, or an association)`,
    );
}

/** Whether an endpoint's service is the one that is called. */
function isFor(offered: ServiceName | undefined, { name, region }: AwsService): boolean {
    return offered?.service === name && offered.region === region;
}

function elsewhereMaybe(endpoint: VpcEndpoint): Gap {
    return endpoint.resource.gap("vpcId", "made-by-plan", "it may be in this VPC");
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
