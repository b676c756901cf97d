import { cannotKnow, isKnownToBe, ok, unless, violated, type Gap } from "../knowable";
import {
    candidates,
    effectiveRouteTable,
    every,
    isEmpty,
    listed,
    some,
    type Graph,
    type NatGateway,
    type RouteEntry,
    type RouteTable,
    type Subnet,
} from "../network";
import { everywhere } from "./addresses";
import {
    inOrder,
    keyOf,
    type Destination,
    type HopAnswer,
    type Origin,
    type PortRange,
} from "./connection";
import { crossing, replies, type Filters } from "./filters";
import type { Firewalls } from "./firewalls";
import type { GatewayEndpoints } from "./gateway-endpoint";
import { hop, stopped, through, type Hop } from "./hop";
import type { InternetGateways } from "./internet-gateways";
import { Kept } from "./kept";
import { leavesUnencrypted, publicAccess } from "./public-access";
import type { RouteTables } from "./route-tables";
import { rules } from "./rules";
import { seenAt } from "./seen";
import type { Trace } from "./trace";
import { faults } from "./words";

/** A NAT gateway, or a load balancer, calls from any of these (AWS rule 6). */
const natPorts: readonly PortRange[] = [{ from: 1024, to: 65535 }];

/** What NAT gateways pass on: from their own subnet, by its ACL and its route table (AWS rules 5, 6). */
export class NatGateways {
    private readonly answers: Kept<HopAnswer>;

    constructor(
        private readonly graph: Graph,
        private readonly filters: Filters,
        private readonly gateways: GatewayEndpoints,
        private readonly tables: RouteTables,
        private readonly internetGateways: InternetGateways,
        private readonly firewalls: Firewalls,
        private readonly trace: Trace,
    ) {
        this.answers = new Kept(trace);
    }

    /** A NAT gateway works if its own subnet is public; a private one never reaches the internet by itself. */
    through(nat: NatGateway, origin: Origin, to: Destination): HopAnswer {
        this.trace.rests(() => [nat]);
        const ask = (
            answer: () => HopAnswer,
            what = (): string => "is in the VPC, and an internet gateway too",
        ): HopAnswer => this.trace.step(rules.nat, () => seenAt([nat], what()), answer);
        const type = nat.connectivityType;
        if (!type.known) return ask(() => cannotKnow(type.why));
        const mode = nat.availabilityMode;
        if (!mode.known) return ask(() => cannotKnow(mode.why));
        if (type.value !== "private" && mode.value === "regional") {
            if (to.translated !== undefined) {
                return ask(() => cannotKnow(translatesRegionally(nat)));
            }
            return ask(() => this.regional(nat, origin));
        }
        const foreign = this.isForeign(nat, origin);
        if (foreign !== undefined) return ask(() => foreign);
        if (isEmpty(nat.subnet)) {
            const what = "it names no subnet";
            return ask(() => cannotKnow(nat.resource.gap("subnetId", "malformed", what)));
        }
        const isPrivate = type.value === "private";
        return through(
            nat,
            inOrder([
                () =>
                    ask(
                        () => (isPrivate ? ok() : hasElasticIp(nat)),
                        () =>
                            `(${isPrivate ? "private" : "public, with an Elastic IP"}) is in the subnet ${listed(candidates(nat.subnet))}`,
                    ),
                // Between the task and a NAT gateway in another subnet stands that subnet's ACL.
                () =>
                    some(nat.subnet, (subnet) =>
                        subnet === origin.subnet ? ok() : this.enterNat(subnet, origin, to),
                    ),
                () =>
                    this.answers.of(`${nat.urn} ${keyOf(to)}`, () =>
                        some(nat.subnet, (subnet) =>
                            this.natFrom(nat, subnet, isPrivate, to.translated ?? to),
                        ),
                    ),
            ]),
        );
    }

    /** Past the ACL of a NAT gateway's subnet. That it sees what is to be translated is not documented. */
    private enterNat(subnet: Subnet, origin: Origin, to: Destination): HopAnswer {
        const answer = this.filters.enter(subnet, origin, to);
        if (to.translated === undefined) return answer;
        const what =
            "whether its ACL stops IPv6 that a NAT gateway in it translates is not certain";
        return unless(answer, [subnet.resource.gap("networkAclId", "not-modelled", what)]);
    }

    /** A regional NAT gateway needs no public subnet, but an internet gateway in the VPC (AWS rule 2). */
    private regional(nat: NatGateway, { subnet }: Origin): HopAnswer {
        return every(subnet.vpc, (vpc) => {
            const own = this.graph.children("internetGateway", vpc, "vpc");
            const attached = this.graph.children("internetGatewayAttachment", vpc, "vpc");
            if (own.certain.length === 0 && attached.certain.length === 0) {
                const what = `an internet gateway of VPC ${vpc.name}, which it needs, is not in the plan`;
                return cannotKnow<Hop>(nat.resource.gap("vpcId", "open", what));
            }
            this.trace.rests(() => [...own.certain, ...attached.certain]);
            return inOrder([
                () => ok(hop(nat)),
                () => publicAccess(this.graph, vpc, subnet, true),
                () =>
                    leavesUnencrypted(
                        this.graph,
                        vpc,
                        "natGatewayExclusion",
                        "internetGatewayExclusion",
                    ),
            ]);
        });
    }

    /** AWS refuses a route to a NAT gateway of another VPC. */
    private isForeign(nat: NatGateway, { subnet }: Origin): HopAnswer | undefined {
        const [own, ...others] = subnet.vpc.nodes;
        const [place, ...more] = nat.subnet.nodes;
        const [theirs, ...rest] = place?.vpc.nodes ?? [];
        const isSure = [others, more, rest].every((list) => list.length === 0);
        if (!isSure || own === undefined || theirs === undefined || own === theirs)
            return undefined;
        return violated(stopped(faults.natElsewhere, nat, { theirs, own }));
    }

    private natFrom(
        nat: NatGateway,
        subnet: Subnet,
        isPrivate: boolean,
        to: Destination,
    ): HopAnswer {
        const beside = this.gatewaysBeside(subnet, to);
        return inOrder([
            // Whatever carries it on, it crosses the edge of this subnet.
            () => this.overEdge(subnet, to),
            () =>
                beside.length > 0
                    ? this.tables.end(cannotKnow(beside))
                    : this.onFrom(subnet, [], nat, isPrivate, to),
        ]);
    }

    private overEdge(subnet: Subnet, to: Destination): HopAnswer {
        return this.filters.acls(
            subnet,
            () => [
                ...crossing("egress", to, to),
                ...replies("ingress", to, natPorts, to.transport),
            ],
            true,
        );
    }

    /** On from the NAT gateway's own subnet, or from one in which a firewall has an endpoint. */
    private onFrom(
        subnet: Subnet,
        passed: readonly Subnet[],
        nat: NatGateway,
        isPrivate: boolean,
        to: Destination,
    ): HopAnswer {
        const isBehindNat = passed.length > 0;
        return this.tables.over(subnet, (table) =>
            this.tables.through(
                table,
                to.addresses,
                () =>
                    stopped(faults.noRoute, table, {
                        for: everywhere.ipv4,
                        nat,
                        ...(isBehindNat ? { isBehindNat } : {}),
                    }),
                (entry) => {
                    const firewall = this.tables.firewallBehind(entry.target);
                    return firewall === undefined
                        ? this.natNextHop(nat, subnet, entry, table, isPrivate)
                        : this.firewalls.through(firewall, entry, passed, (next, all) =>
                              inOrder([
                                  () =>
                                      this.filters.passThrough(next, () => this.overEdge(next, to)),
                                  () => this.onFrom(next, all, nat, isPrivate, to),
                              ]),
                          );
                },
            ),
        );
    }

    /** Gateway endpoints on the table of a NAT gateway's subnet: whether they carry what it sends is not documented. */
    private gatewaysBeside(subnet: Subnet, { service }: Destination): readonly Gap[] {
        if (service?.name !== "s3") return [];
        const tables = effectiveRouteTable(this.graph, subnet).candidates;
        const standing = candidates(subnet.vpc).flatMap((vpc) =>
            tables.flatMap((table) => this.gateways.on(vpc, table, service).standing),
        );
        const what = "whether it carries what a NAT gateway beside it sends is not simulated";
        return standing.map(({ endpoint }) =>
            endpoint.resource.gap(
                "routeTableIds",
                "not-modelled",
                what,
                `associate the endpoint ${endpoint.name} with the route table of the tasks' subnet`,
            ),
        );
    }

    private natNextHop(
        nat: NatGateway,
        subnet: Subnet,
        entry: RouteEntry,
        table: RouteTable,
        isPrivate: boolean,
    ): HopAnswer {
        const { target } = entry;
        if (target.kind === "internet-gateway") {
            if (!isPrivate) return this.internetGateways.serve(target.gateway, subnet, true);
            return this.tables.end(violated(stopped(faults.natIsPrivate, nat, {})));
        }
        if (target.kind === "nat-gateway") {
            const itself = candidates(target.gateway);
            if (itself.length === 1 && itself[0] === nat) {
                return this.tables.end(violated(stopped(faults.natBehindItself, table, { nat })));
            }
            const what = "a NAT gateway behind a NAT gateway is not simulated";
            const gap = entry.resource.gap("natGatewayId", "not-modelled", what);
            return this.tables.end(cannotKnow(gap));
        }
        if (target.kind === "opaque")
            return this.tables.end(this.tables.beyondPlan(entry, target.what));
        if (target.kind === "unknown") return this.tables.end(cannotKnow(target.why));
        return this.tables.end(violated(stopped(faults.natLedNowhere, table, { nat })));
    }
}

function hasElasticIp(nat: NatGateway): HopAnswer {
    const hasOne = nat.hasElasticIp;
    return isKnownToBe(hasOne, false)
        ? violated(stopped(faults.natWithoutElasticIp, nat, {}))
        : ok();
}

function translatesRegionally({ resource }: NatGateway): Gap {
    const what = "whether a regional NAT gateway translates IPv6 to IPv4 is not certain";
    return resource.gap("availabilityMode", "not-modelled", what);
}
