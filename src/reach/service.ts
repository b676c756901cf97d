import { assuming, cannotKnow, isKnownToBe, unless, violated, type Gap } from "../knowable";
import {
    agreed,
    candidates,
    effectiveRouteTable,
    orOther,
    type Graph,
    type Vpc,
    type VpcEndpoint,
} from "../network";
import { Addresses } from "./addresses";
import { inOrder, type AwsService, type Destination, type Origin } from "./connection";
import { hostOf, privateNames, resolvesNames } from "./dns";
import type { Endpoints, Takers } from "./endpoint";
import type { Call } from "./endpoint-policy";
import type { Filters } from "./filters";
import type { GatewayEndpoints } from "./gateway-endpoint";
import { along, through, type PathAnswer } from "./hop";
import type { InternetReach } from "./internet";

/** The way that needs no endpoint. */
export const overInternet = "over the internet";

/** Where the name of the destination is not even resolved. */
export const byName = "by name";

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
}

/** A task's call to an AWS service: first who has its name, then the way there (facts 4). */
export class ServiceReach {
    constructor(
        private readonly graph: Graph,
        private readonly filters: Filters,
        private readonly internet: InternetReach,
        private readonly endpoints: Endpoints,
        private readonly gateways: GatewayEndpoints,
    ) {}

    to(origin: Origin, call: ServiceCall): PathAnswer {
        const vpcs = origin.subnet.vpc;
        const answers = candidates(vpcs).map((vpc) => this.within(vpc, origin, call));
        const why = vpcs.gaps[0] ?? vpcs.some?.why;
        if (why === undefined) return answers[0] ?? this.byPublicName(origin, call);
        // Endpoints of a VPC that is not in the plan are not known either.
        if (answers.length === 0) return unless(this.byPublicName(origin, call), vpcs.gaps);
        return agreed(answers, why, vpcs.gaps.length > 0 || orOther(vpcs).length > 0);
    }

    /** The way to the public address of the service, or through a gateway endpoint. */
    private byPublicName(origin: Origin, { service }: ServiceCall): PathAnswer {
        const to = { ...publicAddressOf(service), called: "the internet" };
        return along(this.internet.from(origin, to), overInternet);
    }

    private within(vpc: Vpc, origin: Origin, call: ServiceCall): PathAnswer {
        const { service } = call;
        return named(this.graph, vpc, origin, hostOf(service), () =>
            this.byName(
                vpc,
                origin,
                call,
                service.name === "s3"
                    ? this.s3Takers(vpc, call)
                    : this.endpoints.takers(vpc, service),
            ),
        );
    }

    private byName(
        vpc: Vpc,
        origin: Origin,
        call: ServiceCall,
        { certain, possible, none, gaps }: Takers,
    ): PathAnswer {
        const { service, calls, otherHost } = call;
        const toEndpoint = (endpoint: (typeof certain)[number]): PathAnswer =>
            along(
                this.endpoints.call(origin, vpc, endpoint, calls),
                `to the ${service.name} endpoint, which answers for the name in the whole VPC`,
            );
        const publicly = (): PathAnswer => {
            if (service.name === "s3") return this.toS3(vpc, origin, call);
            const answer = this.byPublicName(origin, call);
            if (answer.verdict !== "violated") return answer;
            const paths = none.map((each) => ({
                way: `nor by endpoint, ${service.name}`,
                hops: [each],
            }));
            return assuming(violated(...answer.evidence, ...paths), answer.assumed);
        };
        const takers = certain.map(toEndpoint);
        if (takers.length > 0 && otherHost === undefined) {
            const [why = ambiguous(vpc)] = certain.map((each) =>
                each.resource.gap(
                    "serviceName",
                    "malformed",
                    "another endpoint of the VPC answers for the same name",
                ),
            );
            return agreed(takers, why);
        }
        const alternatives = [
            ...takers,
            ...possible.map(({ endpoint }) => toEndpoint(endpoint)),
            publicly(),
        ];
        const [why = otherHost ?? ambiguous(vpc)] = [
            ...(otherHost === undefined ? [] : [otherHost]),
            ...possible.flatMap((each) => each.why),
        ];
        return unless(agreed(alternatives, why), gaps);
    }

    /** S3: a gateway endpoint on the subnet's table carries it, before any other route (facts 3 to 5). */
    private toS3(vpc: Vpc, origin: Origin, call: ServiceCall): PathAnswer {
        const { subnet } = origin;
        const tables = effectiveRouteTable(this.graph, subnet);
        const answers = tables.candidates.map((table) => {
            const { standing, none, gaps } = this.gateways.on(vpc, table, call.service);
            const byEndpoint = standing.map(({ endpoint }) =>
                this.byGateway(origin, endpoint, call),
            );
            const sure = byEndpoint.find((_, i) => standing[i]?.answer.verdict === "ok");
            if (sure !== undefined) return sure;
            const answer = this.byPublicName(origin, call);
            const publicly: PathAnswer =
                answer.verdict === "violated"
                    ? assuming(
                          violated(
                              ...answer.evidence,
                              ...none.map((each) => ({ way: "nor by endpoint, S3", hops: [each] })),
                          ),
                          answer.assumed,
                      )
                    : answer;
            const [why = ambiguous(vpc)] = standing.flatMap(({ answer: each }) =>
                each.verdict === "cannot-know" ? each.gaps : [],
            );
            return unless(agreed([...byEndpoint, publicly], why), gaps);
        });
        const [why = ambiguous(vpc)] = tables.gaps;
        return agreed(answers, why, tables.gaps.length > 0);
    }

    private byGateway(origin: Origin, endpoint: VpcEndpoint, call: ServiceCall): PathAnswer {
        return along(
            through(
                origin.subnet,
                inOrder([
                    () => this.filters.leave(origin, publicAddressOf(call.service)),
                    () => this.endpoints.passPolicy(endpoint, call.calls),
                ]),
            ),
            "to the S3 gateway endpoint of its route table",
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
            const doubts = [
                ...why,
                ...(only.known ? [] : [only.why]),
                ...(isLayers ? [layersBy(endpoint)] : []),
            ];
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
    vpc: Vpc,
    { subnet }: Origin,
    host: string | undefined,
    way: () => PathAnswer,
): PathAnswer {
    const resolved = resolvesNames(graph, vpc);
    if (resolved.verdict === "violated") return along(through(subnet, resolved), byName);
    const zones = privateNames(graph, vpc, host);
    const answer = way();
    if (resolved.verdict === "cannot-know") {
        return cannotKnow([...resolved.gaps, ...zones], ...answer.evidence);
    }
    if (zones.length === 0 || answer.verdict === "cannot-know") return answer;
    return host === undefined ? unless(answer, zones) : cannotKnow(zones, ...answer.evidence);
}

/** Of the services only S3 has a prefix list, by which rules and routes name it; to others all ways are alike. */
function publicAddressOf(service: AwsService): Destination {
    const addresses = Addresses.onInternet("ipv4");
    return service.name === "s3"
        ? { addresses, port: 443, called: "S3", service }
        : { addresses, port: 443, called: "the internet" };
}

function ambiguous(vpc: Vpc): Gap {
    const what = "which endpoint answers for the name is not certain";
    return vpc.resource.gap("endpoints", "not-modelled", what);
}
