import { all, fromBoolean, gapsOf, isKnownToBe, unless, whyOf, type Gap } from "../knowable";
import {
    agreed,
    effectiveRouteTable,
    routesOf,
    type Graph,
    type RouteTable,
    type Vpc,
    type VpcEndpoint,
} from "../network";
import { blockOf, type Addresses, type Family } from "./addresses";
import { inOrder, type HopAnswer, type Origin } from "./connection";
import { ambiguous, takersOf, type Takers } from "./endpoint-names";
import { along, through, type Hop, type PathAnswer } from "./hop";
import { isIpv6Only } from "./ipv6-only";
import {
    publicAddressOf,
    publicHostOf,
    whichName,
    type PublicServiceReach,
    type ServiceCall,
} from "./public-service";
import { leadsToNetwork } from "./route-tables";
import { rules } from "./rules";
import type { Scene } from "./scene";
import { eachWay } from "./trace";
import { ways } from "./words";

/** A gateway endpoint that may stand on a route table. */
interface Standing {
    readonly endpoint: VpcEndpoint;
    readonly answer: HopAnswer;
}

/** S3 by gateway endpoints: on the subnet's table one carries it, before any other route (AWS rules 3 to 5). */
export class S3Reach {
    constructor(
        private readonly scene: Scene,
        private readonly publicly: PublicServiceReach,
    ) {}

    to(vpc: Vpc, origin: Origin, call: ServiceCall): PathAnswer {
        const { dns64, graph, trace, ipv6Only } = this.scene;
        const { subnet } = origin;
        const family = isIpv6Only(subnet) ? "ipv6" : "ipv4";
        const tables = effectiveRouteTable(graph, subnet);
        const answers = eachWay(trace, tables.candidates, ifTable, (table) => {
            trace.rests(() => [...(tables.by ?? []), table]);
            const direct = (): PathAnswer => this.overTable(vpc, origin, table, call, family);
            const { service, stack = "unknown" } = call;
            if (family === "ipv4") return dns64.publicly(direct(), origin, publicHostOf(service));
            const why = whichName(subnet);
            return ipv6Only.bothWays(origin, publicHostOf(service), stack, why, direct);
        });
        const why = tables.gaps[0] ?? ((): Gap => ambiguous(vpc));
        return agreed(answers, why, tables.gaps.length > 0);
    }

    private overTable(
        vpc: Vpc,
        origin: Origin,
        table: RouteTable,
        call: ServiceCall,
        family: Family,
    ): PathAnswer {
        const { trace, gateways } = this.scene;
        const { standing, none, gaps } = gateways.on(vpc, table, call.service);
        const carrying = family === "ipv4" ? standing : standing.flatMap(overIpv6);
        const carry = ({ endpoint }: Standing): PathAnswer =>
            this.orByRoutes(origin, table, call, family, () =>
                this.byGateway(origin, table, endpoint, call, family),
            );
        const sure = carrying.find(({ answer }) => answer.verdict === "ok");
        if (sure !== undefined) return carry(sure);
        const otherwise = (): PathAnswer =>
            family === "ipv4"
                ? this.publicly.orByEndpoint(origin, call, none)
                : this.publicly.to(origin, { ...call, stack: "dual-stack" });
        const isPublic = carrying.length === 0;
        const alternatives = [
            ...eachWay(trace, carrying, ifStanding, carry, false),
            ...eachWay(trace, [table], ifNoneStands, otherwise, isPublic),
        ];
        const why =
            carrying.flatMap(({ answer }) => gapsOf(answer))[0] ?? ((): Gap => ambiguous(vpc));
        return unless(agreed(alternatives, why), gaps);
    }

    /** By a gateway endpoint, but for what routes to a part of the internet lead elsewhere. */
    private orByRoutes(
        origin: Origin,
        table: RouteTable,
        { service }: ServiceCall,
        family: Family,
        byGateway: () => PathAnswer,
    ): PathAnswer {
        const { graph, internet, trace } = this.scene;
        const to = publicAddressOf(service, family);
        const parts = [...partsOfInternet(graph, table, to.addresses)];
        if (parts.length === 0) return byGateway();
        const answers = [
            ...eachWay(trace, [table], () => "where no other route is narrower", byGateway, false),
            ...eachWay(
                trace,
                parts,
                ([block]) => `if the address is in ${block}`,
                ([, addresses]) =>
                    along(internet.from(origin, { ...to, addresses }), ways.overInternet),
                false,
            ),
        ];
        return agreed(answers, mayBeOfS3(table));
    }

    private byGateway(
        origin: Origin,
        table: RouteTable,
        endpoint: VpcEndpoint,
        call: ServiceCall,
        family: Family,
    ): PathAnswer {
        const { trace, filters, policies, gateways } = this.scene;
        trace.rests(() => [endpoint, ...gateways.standingBy(endpoint, table)]);
        trace.note(rules.gatewayRoute, () => ({
            at: endpoint,
            says: `${table.label} ${table.name}: the gateway endpoint ${endpoint.name} stands on it`,
        }));
        return along(
            through(
                origin.subnet,
                inOrder([
                    () => filters.leave(origin, publicAddressOf(call.service, family)),
                    () => policies.pass(endpoint, call.calls),
                ]),
            ),
            ways.byGatewayEndpoint,
        );
    }

    /**
     * Interface endpoints that answer for S3 inside the VPC too. Whether they can serve image layers
     * is not certain: AWS's pages disagree (AWS rule 3).
     */
    takers(vpc: Vpc, call: ServiceCall): Takers {
        const takers = takersOf(this.scene.graph, vpc, call.service);
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

/** One that has IPv6 carries it over IPv6 too (PrivateLink, gateway endpoints). */
function overIpv6({ endpoint, answer }: Standing): readonly Standing[] {
    const isSure = all<Hop>([answer, fromBoolean(endpoint.carriesIpv6)]);
    return isSure.verdict === "violated" ? [] : [{ endpoint, answer: isSure }];
}

/**
 * Blocks of the internet to which a table has routes of their own. Of two routes that hold an address the
 * narrower one wins, and of one for the same block that by the block (AWS rule 5). What is wider than IANA
 * gives to anybody at once, /8 and /12, is wider than any block of S3's.
 */
function partsOfInternet(
    graph: Graph,
    table: RouteTable,
    internet: Addresses,
): ReadonlyMap<string, Addresses> {
    const { certain, possible } = routesOf(graph, table);
    const widest = internet.family === "ipv4" ? 8 : 12;
    const parts = new Map<string, Addresses>();
    for (const entry of [...certain, ...possible]) {
        const { destination, target } = entry;
        if (!destination.known || target.kind === "local" || leadsToNetwork(entry)) continue;
        if ((blockOf(destination.value)?.prefix ?? 0) < widest) continue;
        const part = internet.within(destination.value);
        if (part !== undefined) parts.set(destination.value, part);
    }
    return parts;
}

function mayBeOfS3({ resource }: RouteTable): Gap {
    const what =
        "a route for a part of the internet goes before the gateway endpoint of S3 where it is narrower, and whether S3 has addresses there is not known";
    return resource.gap("routes", "not-modelled", what);
}

function layersBy({ resource }: VpcEndpoint): Gap {
    return resource.gap(
        "vpcEndpointType",
        "not-modelled",
        "whether an S3 interface endpoint with private DNS can serve image layers is not certain (AWS's pages disagree)",
        "use an S3 gateway endpoint, and set dnsOptions.privateDnsOnlyForInboundResolverEndpoint on the interface endpoint",
    );
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
