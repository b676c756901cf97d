import {
    all,
    assuming,
    cannotKnow,
    fromBoolean,
    isKnownToBe,
    unless,
    violated,
    whyOf,
    type Gap,
} from "../knowable";
import {
    agreed,
    agreedAmong,
    candidates,
    effectiveRouteTable,
    partitionOf,
    type Graph,
    type RouteTable,
    type Subnet,
    type Vpc,
    type VpcEndpoint,
} from "../network";
import type { HostStack } from "../workload";
import { Addresses, type Family } from "./addresses";
import {
    inOrder,
    type AwsService,
    type Destination,
    type HopAnswer,
    type Origin,
} from "./connection";
import { dualStackHostOf, hostOf, privateNames, resolvesNames, unreadNames } from "./dns";
import { withIpv4Alone, type Endpoints, type Takers } from "./endpoint";
import type { Call } from "./endpoint-policy";
import type { Filters } from "./filters";
import type { GatewayEndpoints } from "./gateway-endpoint";
import { along, through, type Hop, type PathAnswer } from "./hop";
import type { InternetReach, ReachOptions } from "./internet";
import { alike, isIpv6Only, type Ipv6OnlyReach } from "./ipv6-only";
import { rules } from "./rules";
import { eachWay, type Trace } from "./trace";
import { faults, parties, ways } from "./words";

/** An AWS service as a task uses it. */
export interface ServiceCall {
    readonly service: AwsService;
    /** What it does there, for the policies of endpoints. */
    readonly calls: readonly Call[];
    /**
     * Its host is not the service's plain one (FIPS, dual-stack): whether an endpoint answers for it
     * too is not certain.
     */
    readonly otherHost?: Gap;
    /** Which addresses the host has that is called, if that is known. */
    readonly stack?: HostStack;
}

/** A task's call to an AWS service: first who has its name, then the way there (facts 4). */
export class ServiceReach {
    constructor(
        private readonly graph: Graph,
        private readonly filters: Filters,
        private readonly internet: InternetReach,
        private readonly endpoints: Endpoints,
        private readonly gateways: GatewayEndpoints,
        private readonly ipv6Only: Ipv6OnlyReach,
        private readonly options: Pick<ReachOptions, "ecrDualStackEndpoints">,
        private readonly trace: Trace,
    ) {}

    to(origin: Origin, call: ServiceCall): PathAnswer {
        const { region } = call.service;
        if (partitionOf(region) === undefined && region !== anyRegion) {
            return cannotKnow(noRegion(origin.subnet));
        }
        const vpcs = origin.subnet.vpc;
        const answers = eachWay(
            this.trace,
            candidates(vpcs),
            ({ name }) => `if the subnet is in VPC ${name}`,
            (vpc) => this.within(vpc, origin, call),
        );
        const why = vpcs.gaps[0] ?? vpcs.some?.why;
        if (why === undefined) return answers[0] ?? this.byPublicName(origin, call);
        // Endpoints of a VPC that is not in the plan are not known either.
        if (answers.length === 0) return unless(this.byPublicName(origin, call), vpcs.gaps);
        return agreedAmong(vpcs, answers, why);
    }

    /** The way to the public address of the service, or through a gateway endpoint. */
    private byPublicName(origin: Origin, call: ServiceCall): PathAnswer {
        const { service } = call;
        if (isIpv6Only(origin.subnet)) return this.publiclyFromIpv6Only(origin, call);
        const to = { ...publicAddressOf(service), called: parties.internet };
        return along(this.internet.from(origin, to), ways.overInternet);
    }

    private within(vpc: Vpc, origin: Origin, call: ServiceCall): PathAnswer {
        const { service, stack = "unknown" } = call;
        const takers = (): Takers =>
            service.name === "s3" ? this.s3Takers(vpc, call) : this.endpoints.takers(vpc, service);
        if (!isIpv6Only(origin.subnet)) {
            return named(this.graph, this.trace, vpc, origin, hostOf(service), () =>
                this.byName(vpc, origin, call, takers()),
            );
        }
        const way = (): PathAnswer => this.byNameOverIpv6(vpc, origin, call, takers());
        const names = [
            ...(stack === "dual-stack" ? [] : [hostOf(service)]),
            ...(stack === "ipv4" ? [] : [dualStackHostOf(service)]),
        ];
        return names.reduce(
            (next, host) => () => named(this.graph, this.trace, vpc, origin, host, next),
            way,
        )();
    }

    private byName(
        vpc: Vpc,
        origin: Origin,
        call: ServiceCall,
        { certain, possible, none, gaps, unread }: Takers,
    ): PathAnswer {
        const { service, calls, otherHost } = call;
        const toEndpoint = (endpoint: (typeof certain)[number]): PathAnswer => {
            this.takeOver(endpoint, service);
            return along(
                this.endpoints.call(origin, vpc, endpoint, calls),
                ways.byEndpoint.of({ service: service.name }),
            );
        };
        const publicly = (): PathAnswer => {
            this.keepName(vpc, service);
            if (service.name === "s3") return doubted(this.toS3(vpc, origin, call), unread);
            const answer = this.byPublicName(origin, call);
            if (answer.verdict !== "violated") return doubted(answer, unread);
            const paths = none.map((each) => ({
                way: ways.withoutEndpoint.of({ service: service.name }),
                hops: [each],
            }));
            this.lackEndpoints(none);
            return assuming(violated(...answer.evidence, ...paths), answer.assumed);
        };
        const isTaken = certain.length > 0 && otherHost === undefined;
        const isAlone = certain.length + (isTaken ? 0 : possible.length + 1) === 1;
        const takers = eachWay(this.trace, certain, ifTaken, toEndpoint, isAlone);
        if (isTaken) {
            const [why = ambiguous(vpc)] = certain.map((each) =>
                each.resource.gap(
                    "serviceName",
                    "malformed",
                    "another endpoint of the VPC answers for the same name",
                ),
            );
            return agreed(takers, why);
        }
        const others = possible.map(({ endpoint }) => endpoint);
        const alternatives = [
            ...takers,
            ...eachWay(this.trace, others, ifTaken, toEndpoint, false),
            ...eachWay(this.trace, [vpc], ifPublic, publicly, isAlone),
        ];
        const [why = otherHost ?? ambiguous(vpc)] = [
            ...(otherHost === undefined ? [] : [otherHost]),
            ...possible.flatMap((each) => each.why),
        ];
        return unless(agreed(alternatives, why), gaps);
    }

    /**
     * From an IPv6-only subnet. Which of a service's names the tasks call there, the plain one or the
     * dual-stack one, is not documented, nor whether an endpoint that answers for one does for the other.
     */
    private byNameOverIpv6(
        vpc: Vpc,
        origin: Origin,
        call: ServiceCall,
        { certain, possible, gaps, unread }: Takers,
    ): PathAnswer {
        const { service, stack } = call;
        const otherHost = this.servesIpv6(service) ? undefined : call.otherHost;
        const toEndpoint = (endpoint: VpcEndpoint): PathAnswer => {
            this.takeOver(endpoint, service);
            return along(
                this.toEndpointOverIpv6(origin, vpc, endpoint, call),
                ways.byEndpoint.of({ service: service.name }),
            );
        };
        const isTaken = certain.length > 0 && otherHost === undefined;
        const isAlone = certain.length + (isTaken ? 0 : possible.length + 1) === 1;
        const sure = eachWay(this.trace, certain, ifTaken, toEndpoint, isAlone);
        if (isTaken) {
            const answer = agreed(sure, ambiguous(vpc));
            if (answer.verdict !== "violated" || stack === "ipv4") return answer;
            const dualStack = this.trace.branch(
                "alternative",
                () => "by the name that has IPv6 addresses",
                () => this.publiclyFromIpv6Only(origin, { ...call, stack: "dual-stack" }),
            );
            return alike(dualStack, answer, whichName(origin.subnet));
        }
        const publicly = (): PathAnswer => {
            this.keepName(vpc, service);
            const answer =
                service.name === "s3"
                    ? this.toS3OverIpv6(vpc, origin, call)
                    : this.publiclyFromIpv6Only(origin, call);
            return doubted(answer, unread);
        };
        const others = possible.map(({ endpoint }) => endpoint);
        const alternatives = [
            ...sure,
            ...eachWay(this.trace, others, ifTaken, toEndpoint, false),
            ...eachWay(this.trace, [vpc], ifPublic, publicly, isAlone),
        ];
        const [why = otherHost ?? ambiguous(vpc)] = possible.flatMap((each) => each.why);
        return unless(agreed(alternatives, why), gaps);
    }

    private takeOver(endpoint: VpcEndpoint, service: AwsService): void {
        this.trace.note(rules.takeover, () => ({
            at: endpoint,
            says: `${calledBy(service)} means the ${endpoint.label} ${endpoint.name}`,
        }));
    }

    private keepName(vpc: Vpc, service: AwsService): void {
        this.trace.note(rules.publicName, () => ({
            at: vpc,
            says: `${calledBy(service)} means its public address`,
        }));
    }

    /** Endpoints that would carry it, were they there. */
    private lackEndpoints(none: readonly Hop[]): void {
        for (const each of none) {
            this.trace.step(
                rules.noEndpoint,
                () => undefined,
                () => violated(each),
            );
        }
    }

    private publiclyFromIpv6Only(origin: Origin, { service, stack }: ServiceCall): PathAnswer {
        const why = whichName(origin.subnet);
        return this.ipv6Only.publicly(origin, publicHostOf(service), stack ?? "unknown", why);
    }

    /** Endpoints of ECR are said to serve tasks over IPv6, which take its dual-stack host (facts 1.14). */
    private servesIpv6({ name }: AwsService): boolean {
        return name.startsWith("ecr.") && this.options.ecrDualStackEndpoints === "yes";
    }

    /** Whether an endpoint of ECR serves tasks over IPv6 AWS's pages do not agree on (facts 2). */
    private toEndpointOverIpv6(
        origin: Origin,
        vpc: Vpc,
        endpoint: VpcEndpoint,
        { service, calls }: ServiceCall,
    ): HopAnswer {
        const { ecrDualStackEndpoints: serves } = this.options;
        const answer = this.endpoints.call(origin, vpc, endpoint, calls, "ipv6");
        if (!service.name.startsWith("ecr.") || this.servesIpv6(service)) return answer;
        const without = withIpv4Alone(endpoint, origin.subnet, faults.endpointServesNoIpv6);
        if (serves === "no") return without;
        return without.verdict === answer.verdict ? answer : cannotKnow(overIpv6(endpoint));
    }

    /** S3 over IPv6: by a gateway endpoint that has IPv6, before any other route (PrivateLink, gateway endpoints). */
    private toS3OverIpv6(vpc: Vpc, origin: Origin, call: ServiceCall): PathAnswer {
        const { subnet } = origin;
        const tables = effectiveRouteTable(this.graph, subnet);
        const answers = eachWay(this.trace, tables.candidates, ifTable, (table) => {
            const { standing, gaps } = this.gateways.on(vpc, table, call.service);
            const carrying = standing
                .map(({ endpoint, answer }) => ({
                    endpoint,
                    isSure: all([answer, fromBoolean(endpoint.carriesIpv6)]),
                }))
                .filter(({ isSure }) => isSure.verdict !== "violated");
            const direct = (): PathAnswer => {
                const sure = carrying.find(({ isSure }) => isSure.verdict === "ok");
                const carry = ({ endpoint }: { readonly endpoint: VpcEndpoint }): PathAnswer =>
                    this.byGateway(origin, table, endpoint, call, "ipv6");
                if (sure !== undefined) return carry(sure);
                const byEndpoint = eachWay(this.trace, carrying, ifStanding, carry, false);
                const publicly = eachWay(
                    this.trace,
                    [{ ...call, stack: "dual-stack" } as const],
                    ifNoneStands,
                    (each) => this.publiclyFromIpv6Only(origin, each),
                    carrying.length === 0,
                );
                const [why = ambiguous(vpc)] = carrying.flatMap(({ isSure }) =>
                    isSure.verdict === "cannot-know" ? isSure.gaps : [],
                );
                return unless(agreed([...byEndpoint, ...publicly], why), gaps);
            };
            return this.ipv6Only.bothWays(
                origin,
                publicHostOf(call.service),
                call.stack ?? "unknown",
                whichName(subnet),
                direct,
            );
        });
        const [why = ambiguous(vpc)] = tables.gaps;
        return agreed(answers, why, tables.gaps.length > 0);
    }

    /** S3: a gateway endpoint on the subnet's table carries it, before any other route (facts 3 to 5). */
    private toS3(vpc: Vpc, origin: Origin, call: ServiceCall): PathAnswer {
        const { subnet } = origin;
        const tables = effectiveRouteTable(this.graph, subnet);
        const answers = eachWay(this.trace, tables.candidates, ifTable, (table) => {
            const { standing, none, gaps } = this.gateways.on(vpc, table, call.service);
            const carry = ({ endpoint }: { readonly endpoint: VpcEndpoint }): PathAnswer =>
                this.byGateway(origin, table, endpoint, call);
            const sure = standing.find(({ answer }) => answer.verdict === "ok");
            if (sure !== undefined) return carry(sure);
            const byEndpoint = eachWay(this.trace, standing, ifStanding, carry, false);
            const otherwise = (): PathAnswer => {
                const answer = this.byPublicName(origin, call);
                if (answer.verdict !== "violated") return answer;
                this.lackEndpoints(none);
                const way = ways.withoutEndpoint.of({ service: "s3" });
                const paths = none.map((each) => ({ way, hops: [each] }));
                return assuming(violated(...answer.evidence, ...paths), answer.assumed);
            };
            const publicly = eachWay(
                this.trace,
                [table],
                ifNoneStands,
                otherwise,
                standing.length === 0,
            );
            const [why = ambiguous(vpc)] = standing.flatMap(({ answer: each }) =>
                each.verdict === "cannot-know" ? each.gaps : [],
            );
            return unless(agreed([...byEndpoint, ...publicly], why), gaps);
        });
        const [why = ambiguous(vpc)] = tables.gaps;
        return agreed(answers, why, tables.gaps.length > 0);
    }

    private byGateway(
        origin: Origin,
        table: RouteTable,
        endpoint: VpcEndpoint,
        call: ServiceCall,
        family: Family = "ipv4",
    ): PathAnswer {
        this.trace.note(rules.gatewayRoute, () => ({
            at: endpoint,
            says: `${table.label} ${table.name}: the gateway endpoint ${endpoint.name} stands on it`,
        }));
        return along(
            through(
                origin.subnet,
                inOrder([
                    () => this.filters.leave(origin, publicAddressOf(call.service, family)),
                    () => this.endpoints.passPolicy(endpoint, call.calls),
                ]),
            ),
            ways.byGatewayEndpoint,
        );
    }

    /**
     * Interface endpoints that answer for S3 inside the VPC too. Whether they can serve image layers
     * is not certain: AWS's pages disagree (facts 3).
     */
    private s3Takers(vpc: Vpc, call: ServiceCall): Takers {
        const takers = this.endpoints.takers(vpc, call.service);
        const isLayers = call.calls.some(({ isPublic }) => isPublic === true);
        const all = [
            ...takers.certain.map((endpoint) => ({ endpoint, why: [] as readonly Gap[] })),
            ...takers.possible,
        ];
        const certain: VpcEndpoint[] = [];
        const possible: { endpoint: VpcEndpoint; why: readonly Gap[] }[] = [];
        for (const { endpoint, why } of all) {
            const only = endpoint.privateDnsOnlyForInbound;
            if (isKnownToBe(only, true)) continue;
            const doubts = [...why, ...whyOf(only), ...(isLayers ? [layersBy(endpoint)] : [])];
            if (doubts.length === 0) certain.push(endpoint);
            else possible.push({ endpoint, why: doubts });
        }
        return { ...takers, certain, possible };
    }
}

function layersBy({ resource }: VpcEndpoint): Gap {
    return resource.gap(
        "vpcEndpointType",
        "not-modelled",
        "whether an S3 interface endpoint with private DNS can serve image layers is not certain (AWS's pages disagree)",
        "use an S3 gateway endpoint, and set dnsOptions.privateDnsOnlyForInboundResolverEndpoint on the interface endpoint",
    );
}

/**
 * A name, then a way: it has to be resolved, and a private hosted zone of the VPC may answer for it in
 * place of the public DNS.
 *
 * @param host a host, or the domain below which it lies; `undefined` if any host may be meant
 */
export function named(
    graph: Graph,
    trace: Trace,
    vpc: Vpc,
    { subnet }: Origin,
    host: string | undefined,
    way: () => PathAnswer,
): PathAnswer {
    const resolved = trace.step(
        rules.resolver,
        () => ({ at: vpc, says: `VPC ${vpc.name} resolves ${host ?? "names"}` }),
        () => resolvesNames(graph, vpc),
    );
    if (resolved.verdict === "violated") return along(through(subnet, resolved), ways.byName);
    const zones = privateNames(graph, vpc, host);
    const changed = graph.openness.changes(vpc, "names");
    if (zones.length + changed.length > 0) {
        trace.step(
            rules.zones,
            () => undefined,
            () => cannotKnow<Hop>([...changed, ...zones]),
        );
    }
    const answer = way();
    const doubts = [...(resolved.verdict === "cannot-know" ? resolved.gaps : []), ...changed];
    if (doubts.length > 0) return cannotKnow([...doubts, ...zones], ...answer.evidence);
    if (zones.length === 0 || answer.verdict === "cannot-know") {
        return unless(answer, unreadNames(graph, vpc));
    }
    return host === undefined ? unless(answer, zones) : cannotKnow(zones, ...answer.evidence);
}

/** The name by which tasks call a service, for a trace. */
function calledBy(service: AwsService): string {
    return hostOf(service) ?? `the name of ${service.name}`;
}

/** Where a region is not known: of what can be reached from nowhere it does not matter which it is. */
export const anyRegion = "<region>";

function noRegion({ resource }: Subnet): Gap {
    const what =
        "a service is called in a region that is none that is known here, so neither its hosts nor its endpoints are";
    return resource.gap("region", "not-modelled", what);
}

/** An endpoint that facts could not tell may stand in a way that is open otherwise. */
function doubted(answer: PathAnswer, unread: readonly Gap[]): PathAnswer {
    if (answer.verdict !== "ok" || unread.length === 0) return answer;
    return cannotKnow(unread, ...answer.evidence);
}

function ifTaken({ name }: VpcEndpoint): string {
    return `if the endpoint ${name} answers for the name`;
}

function ifPublic(): string {
    return "if the name means its public address";
}

function ifTable({ label, name }: RouteTable): string {
    return `if the ${label} ${name} is that of the subnet`;
}

function ifStanding({ endpoint: { name } }: { readonly endpoint: VpcEndpoint }): string {
    return `if the gateway endpoint ${name} stands on its route table`;
}

function ifNoneStands(): string {
    return "if no gateway endpoint stands on its route table";
}

/** Of the services only S3 has a prefix list, by which rules and routes name it; to others all ways are alike. */
function publicHostOf(service: AwsService): Omit<Destination, "addresses"> {
    return service.name === "s3"
        ? { port: 443, called: parties.s3, service }
        : { port: 443, called: parties.internet };
}

function publicAddressOf(service: AwsService, family: Family = "ipv4"): Destination {
    return { ...publicHostOf(service), addresses: Addresses.onInternet(family) };
}

function whichName({ resource }: Subnet): Gap {
    const what =
        "which of a service's names its tasks call, the plain one or that with IPv6 addresses, is not documented";
    const supply = "give the subnet both a way over IPv6, and DNS64 with NAT64";
    return resource.gap("ipv6Native", "not-modelled", what, supply);
}

function overIpv6({ resource }: VpcEndpoint): Gap {
    return resource.gap(
        "ipAddressType",
        "not-modelled",
        "whether an interface endpoint of ECR serves tasks over IPv6 is not certain (AWS's pages disagree)",
        "set ecrDualStackEndpoints in the configuration of preflight-settings",
    );
}

function ambiguous(vpc: Vpc): Gap {
    const what = "which endpoint answers for the name is not certain";
    return vpc.resource.gap("endpoints", "not-modelled", what);
}
