import {
    addAll,
    cannotKnow,
    distinctGaps,
    isKnownToBe,
    ok,
    unless,
    violated,
    whyOf,
    type Gap,
} from "../knowable";
import {
    agreed,
    agreedAmong,
    candidates,
    isEmpty,
    linkTo,
    type Children,
    type Graph,
    type Links,
    type Node,
    type SecurityGroup,
    type ServiceName,
    type Subnet,
    type Vpc,
    type VpcEndpoint,
} from "../network";
import type { Family } from "./addresses";
import { deadEnd, inOrder, type AwsService, type HopAnswer, type Origin } from "./connection";
import { hasHostnames } from "./dns";
import { allows, type Call } from "./endpoint-policy";
import { sourceOf, type Filters } from "./filters";
import { hop, stopped, through, type Hop } from "./hop";
import { rules } from "./rules";
import { eachWay, type Trace } from "./trace";
import { faults, parties, type Alone, type Fault } from "./words";

/** HTTPS, which all services of AWS's that tasks need speak (facts 4). */
export const endpointPort = 443;

/** Who answers for a service's name in a VPC, in place of its public address. */
export interface Takers {
    /** Interface endpoints with private DNS: the name is theirs in the whole VPC (facts 4). */
    readonly certain: readonly VpcEndpoint[];
    readonly possible: readonly { readonly endpoint: VpcEndpoint; readonly why: readonly Gap[] }[];
    /** Why none does, for messages. */
    readonly none: readonly Hop[];
    /** Why there may be others; empty if there are none. */
    readonly gaps: readonly Gap[];
    /** Why there may be some that facts could not tell: then it is not known whose the name is. */
    readonly unread: readonly Gap[];
}

/** The endpoints of a VPC. */
export function endpointsIn(graph: Graph, vpc: Vpc): Children<VpcEndpoint> {
    return graph.children("vpcEndpoint", vpc, "vpc", (each) => each.vpc);
}

/** VPC endpoints: whose name they take over, and whether a task's call passes them (facts 4). */
export class Endpoints {
    constructor(
        private readonly graph: Graph,
        private readonly filters: Filters,
        private readonly trace: Trace,
    ) {}

    /** Interface endpoints that answer for a service in a VPC. */
    takers(vpc: Vpc, service: AwsService): Takers {
        const what = `takers of ${service.name} ${service.region}`;
        return this.graph.once(what, vpc, () => this.findTakers(vpc, service));
    }

    private findTakers(vpc: Vpc, service: AwsService): Takers {
        const found = endpointsIn(this.graph, vpc);
        const certain: VpcEndpoint[] = [];
        const possible: { endpoint: VpcEndpoint; why: readonly Gap[] }[] = [];
        const none: Hop[] = [];
        for (const endpoint of found.certain) {
            const answer = this.takes(endpoint, service);
            if (answer === undefined) continue;
            if (answer.verdict === "ok") certain.push(endpoint);
            else if (answer.verdict === "violated") addAll(none, answer.evidence);
            else possible.push({ endpoint, why: answer.gaps });
        }
        for (const endpoint of found.possible) {
            const answer = this.takes(endpoint, service);
            if (answer === undefined || answer.verdict === "violated") continue;
            possible.push({ endpoint, why: [elsewhereMaybe(endpoint)] });
        }
        if (none.length === 0 && isOffered(service, vpc)) none.push(absent(vpc, service));
        const gaps = this.graph.openness.of(vpc, "endpoints", found.unresolved);
        const unread = this.graph.openness.unread(vpc, "endpoints");
        return { certain, possible, none, gaps, unread };
    }

    /** Whether an endpoint answers for the service's name; `undefined` if it offers another service. */
    takes(endpoint: VpcEndpoint, service: AwsService): HopAnswer | undefined {
        const offered = endpoint.service;
        const type = endpoint.endpointType;
        if (!offered.known) {
            return type.known && type.value !== "Interface" ? undefined : cannotKnow(offered.why);
        }
        if (!isFor(offered.value, service)) return undefined;
        if (!type.known) return cannotKnow(type.why);
        if (type.value === "Interface") return this.hasPrivateDns(endpoint);
        return violated(stopped(faults.notInterface, endpoint, { type: typeOf(type.value) }));
    }

    hasPrivateDns(endpoint: VpcEndpoint): HopAnswer {
        const found = this.graph.children(
            "endpointPrivateDns",
            endpoint,
            "endpoint",
            (privateDns) => privateDns.endpoint,
        );
        const switches = [
            endpoint.privateDnsEnabled,
            ...found.certain.map((each) => each.privateDnsEnabled),
        ];
        if (switches.some((each) => each.known && each.value === true)) return ok();
        const missing = whyOf(...switches);
        const off = violated(stopped(faults.privateDnsOff, endpoint, {}));
        return unless(off, distinctGaps([...missing, ...maybeOf(found)]));
    }

    /** From a task to an interface endpoint that has the name: its DNS, interfaces, groups and policy. */
    call(
        origin: Origin,
        vpc: Vpc,
        endpoint: VpcEndpoint,
        calls: readonly Call[],
        family: Family = "ipv4",
    ): HopAnswer {
        return through(
            origin.subnet,
            inOrder([
                () =>
                    this.trace.step(
                        rules.privateDns,
                        () => ({ at: vpc, says: `VPC ${vpc.name} has enableDnsHostnames on` }),
                        () => hasHostnames(vpc, parties.privateDnsOf.of({ endpoint })),
                    ),
                () =>
                    this.trace.step(
                        rules.families,
                        () => undefined,
                        () =>
                            family === "ipv4"
                                ? hasIpv4(endpoint)
                                : hasIpv6(endpoint, origin.subnet),
                    ),
                () => this.toInterfaces(origin, vpc, endpoint, family),
                () =>
                    this.filters.arrive(
                        origin,
                        this.groupsOf(vpc, endpoint),
                        endpointPort,
                        family,
                        endpoint,
                    ),
                () => this.passPolicy(endpoint, calls),
            ]),
        );
    }

    /** To one of the endpoint's interfaces; the name gives the addresses of all. */
    private toInterfaces(
        origin: Origin,
        vpc: Vpc,
        endpoint: VpcEndpoint,
        family: Family,
    ): HopAnswer {
        const { subnets, maybe } = this.subnetsOf(endpoint);
        if (isEmpty(subnets)) {
            const none = violated(stopped(faults.endpointWithoutSubnet, endpoint, {}));
            return this.trace.step(
                rules.interfaces,
                () => undefined,
                () => unless(none, [...maybe, ...this.graph.openness.of(endpoint, "subnetIds")]),
            );
        }
        const groups = this.groupsOf(vpc, endpoint);
        const answers = eachWay(
            this.trace,
            candidates(subnets),
            ({ name }) => `to its interface in the subnet ${name}`,
            (subnet) => {
                this.trace.note(rules.interfaces, () => ({
                    at: endpoint,
                    says: `${endpoint.label} ${endpoint.name} has an interface in the subnet ${subnet.name}`,
                }));
                return this.filters.within(origin, subnet, {
                    addresses: sourceOf(subnet, family),
                    port: endpointPort,
                    called: parties.endpoint.of({ endpoint }),
                    groups,
                });
            },
        );
        return agreedAmong(subnets, answers, halfWay(endpoint));
    }

    /** The subnets of an interface endpoint: its own, and those of associations; and why there may be others. */
    private subnetsOf(endpoint: VpcEndpoint): { subnets: Links<Subnet>; maybe: readonly Gap[] } {
        return this.graph.once("subnets", endpoint, () => this.findSubnets(endpoint));
    }

    private findSubnets(endpoint: VpcEndpoint): {
        subnets: Links<Subnet>;
        maybe: readonly Gap[];
    } {
        const associations = this.graph.children(
            "vpcEndpointSubnetAssociation",
            endpoint,
            "endpoint",
            (association) => association.endpoint,
        );
        const added = associations.certain.map((association) => association.subnet);
        return { subnets: added.reduce(joined, endpoint.subnets), maybe: maybeOf(associations) };
    }

    /** The groups of an interface endpoint: its own, and those of associations; else the VPC's default one. */
    groupsOf(vpc: Vpc, endpoint: VpcEndpoint): Links<SecurityGroup> {
        const what = `groups in ${vpc.urn}`;
        return this.graph.once(what, endpoint, () => this.findGroups(vpc, endpoint));
    }

    private findGroups(vpc: Vpc, endpoint: VpcEndpoint): Links<SecurityGroup> {
        const associations = this.graph.children(
            "securityGroupAssociation",
            endpoint,
            "endpoint",
            (association) => association.endpoint,
        );
        const { certain } = associations;
        const replaces = certain.some(({ replacesDefault: each }) => isKnownToBe(each, true));
        const own = endpoint.securityGroups;
        const first =
            isEmpty(own) && !replaces ? linkTo(this.graph.defaultSecurityGroup(vpc)) : own;
        const all = certain.map((association) => association.securityGroup).reduce(joined, first);
        return { ...all, gaps: [...all.gaps, ...maybeOf(associations)] };
    }

    /** Past the endpoint's policy, or the one that a resource of its own gives it. */
    passPolicy(endpoint: VpcEndpoint, calls: readonly Call[]): HopAnswer {
        return this.trace.step(
            rules.policy,
            () => ({
                at: endpoint,
                says: `${endpoint.label} ${endpoint.name}: ${this.permits(endpoint, calls)}`,
            }),
            () => this.askPolicy(endpoint, calls),
        );
    }

    private permits(endpoint: VpcEndpoint, calls: readonly Call[]): string {
        if (isKnownToBe(endpoint.policy.isSet(), false)) {
            const own = this.graph.all("vpcEndpointPolicy").length === 0;
            if (own) return "it has no policy, which gives full access";
        }
        const actions = calls.map(({ action }) => action).filter((action) => action !== "*");
        return `its policy allows ${actions.length === 0 ? "every call" : actions.join(", ")}`;
    }

    private askPolicy(endpoint: VpcEndpoint, calls: readonly Call[]): HopAnswer {
        const { certain, possible, unresolved } = this.graph.children(
            "vpcEndpointPolicy",
            endpoint,
            "endpoint",
            (policy) => policy.endpoint,
        );
        const [own] = certain;
        const policies = [own?.policy ?? endpoint.policy, ...possible.map(({ policy }) => policy)];
        const ask = (call: Call): HopAnswer => {
            const answers = policies.map((policy) => allows(policy, call, endpoint));
            const other = endpoint.resource.gap(
                "policy",
                "made-by-plan",
                "it may have another policy",
            );
            const [why = other] = unresolved;
            return agreed(answers, why, unresolved.length > 0);
        };
        // What several calls lack is mended together.
        const refused = calls.map(ask).filter(({ verdict }) => verdict === "violated");
        if (refused.length > 0) return refused.reduce(deadEnd);
        return inOrder([...calls.map((call) => () => ask(call)), () => ok(hop(endpoint))]);
    }

    /** Endpoints of which it is not known whether they are in a VPC, each with why. */
    maybeWithin(vpc: Vpc): readonly { endpoint: VpcEndpoint; why: readonly Gap[] }[] {
        const { possible, lost } = endpointsIn(this.graph, vpc);
        return [...new Set([...possible, ...lost])].map((endpoint) => ({
            endpoint,
            why: [...endpoint.vpc.gaps, elsewhereMaybe(endpoint)],
        }));
    }

    /** The endpoints that are certainly in a VPC. */
    within(vpc: Vpc): readonly VpcEndpoint[] {
        return endpointsIn(this.graph, vpc).certain;
    }

    /** Endpoints with private DNS in a VPC, each with why that is not certain; empty if it is. */
    privateNames(vpc: Vpc): readonly { endpoint: VpcEndpoint; why: readonly Gap[] }[] {
        return this.graph.once("private names", vpc, () => this.findPrivateNames(vpc));
    }

    private findPrivateNames(vpc: Vpc): readonly { endpoint: VpcEndpoint; why: readonly Gap[] }[] {
        const within = this.within(vpc).map((endpoint) => ({
            endpoint,
            why: [] as readonly Gap[],
        }));
        return [...within, ...this.maybeWithin(vpc)].flatMap(({ endpoint, why }) => {
            const type = endpoint.endpointType;
            if (type.known && type.value !== "Interface") return [];
            const has = this.hasPrivateDns(endpoint);
            if (has.verdict === "violated") return [];
            const doubts = [...why, ...whyOf(type), ...(has.verdict === "ok" ? [] : has.gaps)];
            return [{ endpoint, why: doubts }];
        });
    }
}

/** Only one that has IPv6 addresses, and gives them to the name, is called over IPv6 (facts 4). */
function hasIpv6(endpoint: VpcEndpoint, subnet: Subnet): HopAnswer {
    const type = endpoint.ipAddressType;
    if (!type.known) return cannotKnow(type.why);
    if (type.value === undefined) {
        const what = "it may have IPv6 addresses or not, as AWS chooses by its subnets";
        const supply = `set ipAddressType on the endpoint ${endpoint.name}`;
        return cannotKnow(endpoint.resource.gap("ipAddressType", "computed", what, supply));
    }
    const records = endpoint.hasIpv6Records;
    if (type.value === "ipv4") return withIpv4Alone(endpoint, subnet);
    if (!records.known) return cannotKnow(records.why);
    return records.value ? ok() : withIpv4Alone(endpoint, subnet);
}

/** Only by DNS64 an address that a name does not have can be made up. */
export function withIpv4Alone(
    endpoint: VpcEndpoint,
    { hasDns64 }: Subnet,
    fault: Fault<Alone> = faults.endpointWithoutIpv6,
): HopAnswer {
    if (isKnownToBe(hasDns64, false)) return violated(stopped(fault, endpoint, {}));
    const what = "it has no IPv6 addresses, and what NAT64 makes of its IPv4 ones is not simulated";
    return cannotKnow(endpoint.resource.gap("ipAddressType", "not-modelled", what));
}

/** An endpoint of IPv6 alone gives the name no IPv4 address (facts 4). */
function hasIpv4(endpoint: VpcEndpoint): HopAnswer {
    const type = endpoint.ipAddressType;
    if (!type.known) return cannotKnow(type.why);
    if (type.value !== "ipv6") return ok();
    const what = "it has IPv6 addresses alone, and connections over IPv6 are not simulated";
    return cannotKnow(endpoint.resource.gap("ipAddressType", "not-modelled", what));
}

/** What may belong to the endpoint besides. */
export function maybeOf({ possible, unresolved }: Children<Node>): readonly Gap[] {
    const what = "it may be about this endpoint";
    return [
        ...possible.map(({ resource }) => resource.gap("vpcEndpointId", "made-by-plan", what)),
        ...unresolved,
    ];
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
        more: a.more ?? b.more,
        ...(some === undefined ? {} : { some }),
    };
}

function halfWay(endpoint: VpcEndpoint): Gap {
    const what =
        "some of its interfaces can be reached, and others not; which a task calls is up to DNS";
    return endpoint.resource.gap("subnetIds", "not-modelled", what);
}

/** Whether an endpoint's service is the one that is called. */
export function isFor(offered: ServiceName | undefined, { name, region }: AwsService): boolean {
    return offered?.service === name && offered.region === region;
}

export function elsewhereMaybe(endpoint: VpcEndpoint): Gap {
    return endpoint.resource.gap("vpcId", "made-by-plan", "it may be in this VPC");
}

/** Services whose endpoints may be in another region than the service (facts 2). */
const crossRegion: ReadonlySet<string> = new Set(["s3", "ecr.api", "ecr.dkr", "kms", "ecs"]);

/** Whether an endpoint for a service of this region could be in the VPC at all. */
function isOffered({ name, region }: AwsService, { resource }: Vpc): boolean {
    return crossRegion.has(name) || !resource.region.known || resource.region.value === region;
}

function absent(vpc: Vpc, service: AwsService): Hop {
    const { name, region } = service;
    return stopped(faults.noInterfaceEndpoint, vpc, { service: name, region });
}

/** Types that AWS names; another value stays unprinted. */
function typeOf(type: string | undefined): string | undefined {
    return type === "Gateway" || type === "GatewayLoadBalancer" ? type : undefined;
}

export function ambiguous(vpc: Vpc): Gap {
    const what = "which endpoint answers for the name is not certain";
    return vpc.resource.gap("endpoints", "not-modelled", what);
}
