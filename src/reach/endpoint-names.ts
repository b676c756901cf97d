import {
    addAll,
    cannotKnow,
    distinctGaps,
    ok,
    unless,
    violated,
    whyOf,
    type Gap,
} from "../knowable";
import {
    maybeOfEndpoint,
    type Children,
    type Graph,
    type ServiceName,
    type Vpc,
    type VpcEndpoint,
} from "../network";
import type { AwsService, HopAnswer } from "./connection";
import { stopped, type Hop } from "./hop";
import { faults } from "./words";

/** Who answers for a service's name in a VPC, in place of its public address. */
export interface Takers {
    /** Interface endpoints with private DNS: the name is theirs in the whole VPC (AWS rule 4). */
    readonly certain: readonly VpcEndpoint[];
    readonly possible: readonly Doubtful[];
    /** Why none does, for messages. */
    readonly none: readonly Hop[];
    /** Why there may be others; empty if there are none. */
    readonly gaps: readonly Gap[];
    /** Why there may be some that facts could not tell: then it is not known whose the name is. */
    readonly unread: readonly Gap[];
}

/** An endpoint, and why what is said of it is not certain; empty if it is. */
export interface Doubtful {
    readonly endpoint: VpcEndpoint;
    readonly why: readonly Gap[];
}

/** The endpoints of a VPC. */
export function endpointsIn(graph: Graph, vpc: Vpc): Children<VpcEndpoint> {
    return graph.children("vpcEndpoint", vpc, "vpc");
}

/** Interface endpoints that answer for a service in a VPC. */
export function takersOf(graph: Graph, vpc: Vpc, service: AwsService): Takers {
    const kept = graph.once(noTakersYet, vpc);
    const key = `${service.name} ${service.region}`;
    let found = kept.get(key);
    if (found === undefined) {
        found = findTakers(graph, vpc, service);
        kept.set(key, found);
    }
    return found;
}

function noTakersYet(): Map<string, Takers> {
    return new Map();
}

function findTakers(graph: Graph, vpc: Vpc, service: AwsService): Takers {
    const found = endpointsIn(graph, vpc);
    const certain: VpcEndpoint[] = [];
    const possible: Doubtful[] = [];
    const none: Hop[] = [];
    for (const endpoint of found.certain) {
        const answer = takes(graph, endpoint, service);
        if (answer === undefined) continue;
        if (answer.verdict === "ok") certain.push(endpoint);
        else if (answer.verdict === "violated") addAll(none, answer.evidence);
        else possible.push({ endpoint, why: answer.gaps });
    }
    for (const endpoint of found.possible) {
        const answer = takes(graph, endpoint, service);
        if (answer === undefined || answer.verdict === "violated") continue;
        possible.push({ endpoint, why: [elsewhereMaybe(endpoint)] });
    }
    if (none.length === 0 && isOffered(service, vpc)) none.push(absent(vpc, service));
    const gaps = graph.openness.of(vpc, "endpoints", found.unresolved);
    const unread = graph.openness.unread(vpc, "endpoints");
    return { certain, possible, none, gaps, unread };
}

/** Whether an endpoint answers for the service's name; `undefined` if it offers another service. */
export function takes(
    graph: Graph,
    endpoint: VpcEndpoint,
    service: AwsService,
): HopAnswer | undefined {
    const offered = endpoint.service;
    const type = endpoint.endpointType;
    if (!offered.known) {
        return type.known && type.value !== "Interface" ? undefined : cannotKnow(offered.why);
    }
    if (!isFor(offered.value, service)) return undefined;
    if (!type.known) return cannotKnow(type.why);
    if (type.value === "Interface") return hasPrivateDns(graph, endpoint);
    return violated(stopped(faults.notInterface, endpoint, { type: typeOf(type.value) }));
}

/** Its private DNS is on, by itself or by a resource of its own. */
export function hasPrivateDns(graph: Graph, endpoint: VpcEndpoint): HopAnswer {
    const found = graph.children("endpointPrivateDns", endpoint, "endpoint");
    const switches = [
        endpoint.privateDnsEnabled,
        ...found.certain.map((each) => each.privateDnsEnabled),
    ];
    if (switches.some((each) => each.known && each.value === true)) return ok();
    const missing = whyOf(...switches);
    const off = violated(stopped(faults.privateDnsOff, endpoint, {}));
    return unless(off, distinctGaps([...missing, ...maybeOfEndpoint(found)]));
}

/** Endpoints of which it is not known whether they are in a VPC, each with why. */
export function endpointsPerhapsIn(graph: Graph, vpc: Vpc): readonly Doubtful[] {
    const { possible, lost } = endpointsIn(graph, vpc);
    return [...new Set([...possible, ...lost])].map((endpoint) => ({
        endpoint,
        why: [...endpoint.vpc.gaps, elsewhereMaybe(endpoint)],
    }));
}

/** Endpoints with private DNS in a VPC, each with why that is not certain; empty if it is. */
export function privateNamesIn(graph: Graph, vpc: Vpc): readonly Doubtful[] {
    return graph.once(findPrivateNames, vpc);
}

function findPrivateNames(graph: Graph, vpc: Vpc): readonly Doubtful[] {
    const within = endpointsIn(graph, vpc).certain.map((endpoint) => ({
        endpoint,
        why: [] as readonly Gap[],
    }));
    return [...within, ...endpointsPerhapsIn(graph, vpc)].flatMap(({ endpoint, why }) => {
        const type = endpoint.endpointType;
        if (type.known && type.value !== "Interface") return [];
        const has = hasPrivateDns(graph, endpoint);
        if (has.verdict === "violated") return [];
        const doubts = [...why, ...whyOf(type), ...(has.verdict === "ok" ? [] : has.gaps)];
        return [{ endpoint, why: doubts }];
    });
}

/** Whether an endpoint's service is the one that is called. */
export function isFor(offered: ServiceName | undefined, { name, region }: AwsService): boolean {
    return offered?.service === name && offered.region === region;
}

export function elsewhereMaybe(endpoint: VpcEndpoint): Gap {
    return endpoint.resource.gap("vpcId", "made-by-plan", "it may be in this VPC");
}

/** Services whose endpoints may be in another region than the service (AWS rule 2). */
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
