import { cannotKnow, isKnownToBe, ok, unless, violated, type Gap } from "../knowable";
import {
    agreed,
    every,
    routesOf,
    type Graph,
    type Links,
    type NatGateway,
    type RouteEntry,
    type RouteTable,
    type Subnet,
    type Vpc,
    type VpcPeeringConnection,
} from "../network";
import { Addresses, type Family } from "./addresses";
import { inOrder, withBeyond, type Destination, type HopAnswer, type Source } from "./connection";
import { sourceOf, type Filters } from "./filters";
import { hop, stopOf, stopped, through, type Hop } from "./hop";
import { goesBefore, longest, mayExist, opaque, type RouteTables } from "./route-tables";
import { rules, type Rule } from "./rules";
import { destinationOf, ledBy } from "./seen";
import { eachWay, type Trace } from "./trace";
import { faults } from "./words";

/** Two VPCs of the plan. */
export interface Peers {
    readonly from: Vpc;
    readonly to: Vpc;
    /** The packet has passed a NAT gateway; another one is not simulated. */
    readonly isBehindNat?: true;
}

/** Calls to an interface in another VPC, over a VPC peering connection (AWS rule 5). */
export class PeeringReach {
    constructor(
        private readonly graph: Graph,
        private readonly filters: Filters,
        private readonly tables: RouteTables,
        private readonly trace: Trace,
    ) {}

    /**
     * The VPCs of two subnets, if both are in the plan and their addresses are apart, as peering wants: of IPv4
     * for IPv6 too, for every VPC has a block of it.
     */
    between(subnet: Subnet, other: Subnet, family: Family): Peers | undefined {
        const [from, to] = [onlyVpc(subnet), onlyVpc(other)];
        if (from === undefined || to === undefined) return undefined;
        const isApart = (vpc: Vpc, there: Subnet, home: Vpc): boolean => {
            const blocks = [vpc.cidrBlock, family === "ipv4" ? there.cidrBlock : home.cidrBlock];
            const [block, own] = blocks.map((each) => (each.known ? each.value : undefined));
            return (
                block !== undefined &&
                own !== undefined &&
                isKnownToBe(family === "ipv4" ? there.hasIpv4 : there.hasIpv6, true) &&
                Addresses.in("ipv4", own).coveredBy([block]) === "none"
            );
        };
        const isKnown = [subnet, other].every(
            ({ ipv6CidrBlock: block }) => block.known && block.value !== undefined,
        );
        if (family === "ipv6" && !isKnown) return undefined;
        return isApart(from, other, to) && isApart(to, subnet, from) ? { from, to } : undefined;
    }

    /** Out of the caller's interface, over the peering, and the answers back. */
    to(origin: Source, subnet: Subnet, to: Destination, peers: Peers): HopAnswer {
        const { family } = to.addresses;
        const back = { from: peers.to, to: peers.from };
        const wayBack = (): HopAnswer =>
            this.over(subnet, sourceOf(origin.subnet, family), back, rules.peeringBack);
        return inOrder([
            () => this.filters.leave(origin, to),
            () => {
                const there = this.over(origin.subnet, to.addresses, peers, rules.route);
                // A wrong connection is wrong in both directions.
                return lacksRoute(there)
                    ? withBeyond(there, () => this.trace.quietly(wayBack))
                    : there;
            },
            () => through(subnet, this.filters.enter(subnet, origin, to)),
            wayBack,
        ]);
    }

    private over(subnet: Subnet, addresses: Addresses, peers: Peers, rule: Rule): HopAnswer {
        return this.tables.over(subnet, (table) => this.decided(table, addresses, peers, rule));
    }

    /** By the routes of a table that hold the addresses: of those that hold all of them the longest prefix wins. */
    private decided(table: RouteTable, addresses: Addresses, peers: Peers, rule: Rule): HopAnswer {
        const { certain, possible, gaps } = routesOf(this.graph, table);
        const doubts: Gap[] = [...gaps];
        const full: RouteEntry[] = [];
        const partial: RouteEntry[] = [];
        const sure = new Set(certain);
        for (const entry of [...certain, ...possible]) {
            const { destination } = entry;
            if (!destination.known) doubts.push(destination.why);
            const coverage = destination.known ? addresses.coveredBy([destination.value]) : "none";
            if (coverage === "none") continue;
            if (!sure.has(entry)) doubts.push(mayExist(entry, table));
            else if (coverage === "all") full.push(entry);
            else partial.push(entry);
        }
        const lacking = (): HopAnswer =>
            this.trace.step(
                rule,
                () => undefined,
                () => violated(this.lack(table, peers, addresses)),
            );
        const followed = [...longest(full), ...partial];
        const ways = eachWay(
            this.trace,
            followed,
            (entry) => `by the route ${destinationOf(entry)}`,
            (entry) => {
                this.trace.note(rule, () => ledBy(entry, table));
                this.trace.rests(() => [entry]);
                return this.nextHop(entry, table, peers, addresses);
            },
        );
        if (full.length === 0) ways.push(lacking());
        const what = "its routes lead parts of the subnet's addresses different ways";
        return unless(agreed(ways, table.resource.gap("routes", "not-modelled", what)), doubts);
    }

    private nextHop(
        entry: RouteEntry,
        table: RouteTable,
        peers: Peers,
        addresses: Addresses,
    ): HopAnswer {
        const { target } = entry;
        switch (target.kind) {
            case "opaque":
                return target.peering === undefined
                    ? this.tables.end(cannotKnow(opaque(entry, target.what)))
                    : this.connects(target.peering, peers);
            case "internet-gateway":
            case "egress-only-gateway":
                // Those of IPv6 are public ones.
                if (addresses.family === "ipv6") {
                    return this.tables.end(cannotKnow(notSimulated(entry)));
                }
                // Private addresses of another VPC are nobody's there.
                return this.tables.end(violated(this.lack(table, peers, addresses, entry)));
            case "nat-gateway":
                return this.tables.end(this.behind(target.gateway, entry, table, peers, addresses));
            case "local":
                return this.tables.end(cannotKnow(notSimulated(entry)));
            case "unknown":
                return this.tables.end(cannotKnow(target.why));
        }
    }

    /** @param by the route that leads elsewhere */
    private lack(table: RouteTable, peers: Peers, addresses: Addresses, by?: RouteEntry): Hop {
        const connection = goesBefore(peers.to, addresses, by) ? this.connecting(peers) : undefined;
        return stopped(faults.noPeeringRoute, table, {
            peer: peers.to,
            ...(connection && { connection }),
        });
    }

    /** The one connection between two VPCs, if it is accepted. */
    private connecting(peers: Peers): VpcPeeringConnection | undefined {
        const ends = (["requester", "accepter"] as const).flatMap(
            (end) => this.graph.children("vpcPeeringConnection", peers.from, end).certain,
        );
        const [one, ...more] = ends.filter(
            (each) =>
                isBetween(each, peers).verdict === "ok" && this.isActive(each).verdict === "ok",
        );
        return more.length === 0 ? one : undefined;
    }

    /** A NAT gateway goes on by the table of its own subnet: to the other VPC only if that leads there. */
    private behind(
        links: Links<NatGateway>,
        entry: RouteEntry,
        table: RouteTable,
        peers: Peers,
        addresses: Addresses,
    ): HopAnswer {
        if (peers.isBehindNat === true || addresses.family === "ipv6")
            return cannotKnow(notSimulated(entry));
        const further: Peers = { ...peers, isBehindNat: true };
        const answer = this.trace.quietly(() =>
            every(links, ({ subnet }) =>
                every(subnet, (each) => this.over(each, addresses, further, rules.route)),
            ),
        );
        return answer.verdict === "violated"
            ? violated(this.lack(table, peers, addresses, entry))
            : cannotKnow(notSimulated(entry));
    }

    private connects(links: Links<VpcPeeringConnection>, peers: Peers): HopAnswer {
        return every(links, (connection) =>
            this.trace.step(
                rules.peering,
                () => ({
                    at: connection,
                    says: `${connection.label} ${connection.name} connects VPC ${peers.from.name} with VPC ${peers.to.name}`,
                }),
                () =>
                    inOrder([() => isBetween(connection, peers), () => this.isActive(connection)]),
            ),
        );
    }

    /** A request that nobody accepts carries nothing (AWS rule 5). */
    private isActive(connection: VpcPeeringConnection): HopAnswer {
        const { certain } = this.graph.children(
            "vpcPeeringConnectionAccepter",
            connection,
            "connection",
        );
        const isAccepted =
            connection.isAccepted || certain.some(({ accepts }) => isKnownToBe(accepts, true));
        if (isAccepted) return ok(hop(connection));
        const what = "whether the request for it is accepted is not in the plan";
        return cannotKnow(connection.resource.gap("autoAccept", "not-modelled", what));
    }
}

function lacksRoute({ evidence }: HopAnswer): boolean {
    return stopOf({ hops: evidence })?.code === faults.noPeeringRoute.code;
}

function notSimulated({ resource }: RouteEntry): Gap {
    const what = "whether this route leads to the other VPC is not simulated";
    return resource.gap("routes", "not-modelled", what);
}

function onlyVpc({ vpc: { nodes, some, gaps } }: Subnet): Vpc | undefined {
    const isSure = nodes.length === 1 && some === undefined && gaps.length === 0;
    return isSure ? nodes[0] : undefined;
}

/** It connects these two, in whichever direction it was asked for. */
function isBetween(connection: VpcPeeringConnection, { from, to }: Peers): HopAnswer {
    const { requester, accepter } = connection;
    const ends = [...requester.nodes, ...accepter.nodes];
    if (ends.includes(from) && ends.includes(to)) return ok();
    const isSure = [requester, accepter].every(
        ({ nodes, some, gaps }) => nodes.length === 1 && some === undefined && gaps.length === 0,
    );
    if (isSure) return violated(stopped(faults.peersOthers, connection, { peer: to }));
    const what = `whether it leads to VPC ${to.name} is not certain`;
    return cannotKnow(connection.resource.gap("peerVpcId", "not-modelled", what));
}
