import {
    all,
    any,
    assuming,
    cannotKnow,
    distinctGaps,
    fromBoolean,
    isKnownToBe,
    ok,
    unless,
    violated,
    whyOf,
    type Gap,
} from "../knowable";
import {
    agreed,
    candidates,
    effectiveRouteTable,
    every,
    isEmpty,
    listed,
    routesOf,
    some,
    type EgressOnlyInternetGateway,
    type Graph,
    type InternetGateway,
    type Links,
    type NatGateway,
    type Node,
    type RouteEntry,
    type RouteTable,
    type Subnet,
    type Vpc,
} from "../network";
import { Addresses, blockOf, everywhere, nat64Block, type Family } from "./addresses";
import {
    deadEnd,
    inOrder,
    type Destination,
    type HopAnswer,
    type Origin,
    type PortRange,
} from "./connection";
import type { GatewayEndpoints } from "./gateway-endpoint";
import { crossing, replies, type Filters } from "./filters";
import { hop, stopped, through, type Hop } from "./hop";
import { Kept } from "./kept";
import { leavesUnencrypted, publicAccess } from "./public-access";
import { rules } from "./rules";
import { eachWay, type Sight, type Trace } from "./trace";
import { faults, parties, type Said, type Thing } from "./words";

/** What the simulation is told beyond the plan (a setting of `preflight-settings`). */
export interface ReachOptions {
    /** Take transit gateways, peerings, firewalls … as leading to the internet. */
    readonly centralizedEgress: "unknown" | "assumed";
    /** Whether dual-stack interface endpoints of ECR serve tasks over IPv6 (facts 2). */
    readonly ecrDualStackEndpoints: "unknown" | "yes" | "no";
    /** Registries on the internet, and which addresses they have, beside those that are known (facts 12). */
    readonly registryHosts: readonly string[];
}

/** A NAT gateway, or a load balancer, calls from any of these (facts 6). */
const natPorts: readonly PortRange[] = [{ from: 1024, to: 65535 }];

/** A connection to a host outside the VPC, over routes: groups, ACLs, table, next hops (facts 5, 6). */
export class InternetReach {
    private readonly answers: Kept<HopAnswer>;

    constructor(
        private readonly graph: Graph,
        private readonly options: ReachOptions,
        private readonly filters: Filters,
        private readonly gateways: GatewayEndpoints,
        private readonly trace: Trace,
    ) {
        this.answers = new Kept(trace);
    }

    /** The way from a task. */
    from(origin: Origin, to: Destination): HopAnswer {
        const { subnet, caller } = origin;
        const key = `${caller.key} ${subnet.urn} ${keyOf(to)}`;
        return this.answers.of(key, () => {
            const filters = this.filters.leave(origin, to);
            const tables = this.overRoutes(origin, to);
            const blocked = filters.verdict === "violated" && tables.verdict === "violated";
            const first = blocked ? deadEnd(filters, tables) : filters;
            return through(subnet, inOrder([() => first, () => tables]));
        });
    }

    /**
     * The way from a task to a host that has IPv4 addresses alone, over IPv6: DNS64 makes up an address
     * that stands for it, and a NAT gateway in another subnet translates it back (NAT64, facts 5).
     */
    byNat64(origin: Origin, to: Omit<Destination, "addresses">): HopAnswer {
        const { subnet } = origin;
        const dns64 = this.trace.step(
            rules.dns64,
            () => ({ at: subnet, says: "the subnet has DNS64 on (enableDns64)" }),
            () => hasDns64(subnet),
        );
        const translated = { ...to, addresses: Addresses.onInternet("ipv4") };
        const beyond = this.from(origin, {
            ...inIpv6(to),
            addresses: Addresses.ofNat64(),
            translated,
        });
        const blocked = dns64.verdict === "violated" && beyond.verdict === "violated";
        return inOrder([() => (blocked ? deadEnd(dns64, beyond) : dns64), () => beyond]);
    }

    /** Whether the routes of a subnet lead there, whatever filters the packets. */
    overRoutes(origin: Origin, to: Destination): HopAnswer {
        return this.overTables(origin.subnet, (table) => this.overTable(table, origin, to));
    }

    /** Whether what a subnet sends to the internet goes straight to an internet gateway: it is public (facts 5). */
    isPublic(subnet: Subnet): HopAnswer {
        return this.overTables(subnet, (table) => {
            const { certain, possible, gaps } = routesOf(this.graph, table);
            const unknown = certain.flatMap(({ destination }) => whyOf(destination));
            const defaults = certain.filter(
                ({ destination }) =>
                    destination.known &&
                    Addresses.onInternet("ipv4").coveredBy([destination.value]) === "all",
            );
            if (defaults.length > 0) {
                return agreed(
                    defaults.map((entry) => leadsToInternetGateway(entry, table)),
                    uncertain(table),
                );
            }
            const doubts = [
                ...gaps,
                ...unknown,
                ...possible.map((entry) => mayExist(entry, table)),
            ];
            return unless(lacksGateway(table, "ipv4"), distinctGaps(doubts));
        });
    }

    /**
     * Whether anything that a subnet sends to the internet goes straight to an internet gateway.
     *
     * @param byAnything whatever is opaque may pass it on to one, and not only an appliance of the VPC
     */
    usesInternetGateway(subnet: Subnet, byAnything = false, family: Family = "ipv4"): HopAnswer {
        const addresses = Addresses.onInternet(family);
        return this.overTables(subnet, (table) => {
            const { certain, possible, gaps } = routesOf(this.graph, table);
            const sure = new Set(certain);
            const answers = [...certain, ...possible]
                .filter(
                    ({ destination }) =>
                        !destination.known || addresses.coveredBy([destination.value]) !== "none",
                )
                .map((entry) => {
                    const answer = leadsToInternetGateway(entry, table, family);
                    const { destination, target } = entry;
                    const doubts = [
                        ...whyOf(destination),
                        ...(sure.has(entry) ? [] : [mayExist(entry, table)]),
                    ];
                    if (answer.verdict === "ok" && doubts.length > 0)
                        return cannotKnow<Hop>(doubts);
                    return target.kind === "opaque" && (byAnything || target.isAppliance === true)
                        ? cannotKnow<Hop>(opaque(entry, target.what))
                        : answer;
                });
            const none = lacksGateway(table, family);
            return unless(answers.length === 0 ? none : any(answers), gaps);
        });
    }

    private overTable(table: RouteTable, origin: Origin, to: Destination): HopAnswer {
        const lacking = lackingRoute(table, to);
        return this.throughTable(table, to.addresses, lacking, (entry) =>
            this.nextHop(entry, table, origin, to),
        );
    }

    /** Asks the table that decides for the subnet. */
    private overTables(subnet: Subnet, question: (table: RouteTable) => HopAnswer): HopAnswer {
        const tables = effectiveRouteTable(this.graph, subnet);
        const answers = eachWay(
            this.trace,
            tables.candidates,
            ({ label, name }) => `if the ${label} ${name} is that of the subnet`,
            (table) => through(table, question(table)),
        );
        const [why = ambiguousTable(subnet)] = tables.gaps;
        return through(subnet, agreed(answers, why, tables.gaps.length > 0));
    }

    /**
     * The route that decides: the longest prefix wins, so for an unknown public address every route
     * that covers some of them has a say. "No way" is not certain while the table has a next hop that
     * is not modelled, or may have other routes.
     */
    private throughTable(
        table: RouteTable,
        addresses: Addresses,
        lacking: Hop,
        follow: (entry: RouteEntry) => HopAnswer,
    ): HopAnswer {
        const { certain, possible, gaps } = routesOf(this.graph, table);
        const doubts: Gap[] = [...gaps];
        const full: RouteEntry[] = [];
        const partial: RouteEntry[] = [];
        const parts: string[] = [];
        const sure = new Set(certain);
        for (const entry of [...certain, ...possible]) {
            const { destination } = entry;
            const isSure = sure.has(entry);
            if (!destination.known) doubts.push(destination.why);
            if (!isSure) doubts.push(mayExist(entry, table));
            doubts.push(...this.opacity(entry));
            const coverage = destination.known ? addresses.coveredBy([destination.value]) : "some";
            if (coverage === "all" && isSure) full.push(entry);
            if (coverage !== "some" || leadsToNetwork(entry)) continue;
            partial.push(entry);
            if (destination.known && isSure) parts.push(destination.value);
        }
        // The longest prefix wins; without a route for the rest, the rest has no way.
        const isCovered = addresses.coveredBy(parts) === "all";
        const followed = [...(isCovered ? [] : longest(full)), ...partial];
        const isLacking = full.length === 0 && !isCovered;
        const ways = eachWay(
            this.trace,
            followed,
            (entry) => `by the route ${destinationOf(entry)}`,
            (entry) => {
                this.trace.note(rules.route, () => ({ at: table, says: told(entry, table) }));
                return follow(entry);
            },
            followed.length === 1 && !isLacking,
        );
        if (isLacking) ways.push(this.lack(lacking, followed.length === 0));
        const answer = agreed(ways, uncertain(table));
        return unless(answer, distinctGaps(doubts));
    }

    private lack(lacking: Hop, isAll: boolean): HopAnswer {
        const ask = (): HopAnswer =>
            this.trace.step(
                rules.route,
                () => undefined,
                () => violated(lacking),
            );
        return isAll ? ask() : this.trace.branch("alternative", () => "without a route", ask);
    }

    private opacity(entry: RouteEntry): Gap[] {
        const { target } = entry;
        if (target.kind === "unknown") return [target.why];
        if (target.kind !== "opaque") return [];
        return [opaque(entry, target.what)];
    }

    private nextHop(
        entry: RouteEntry,
        table: RouteTable,
        origin: Origin,
        to: Destination,
    ): HopAnswer {
        const { target } = entry;
        const { family } = to.addresses;
        const end = (answer: HopAnswer): HopAnswer => this.leadsTo(answer);
        switch (target.kind) {
            case "internet-gateway":
                if (to.translated !== undefined) {
                    return end(untranslated(table, "internet"));
                }
                return this.throughInternetGateway(target.gateway, table, origin, family);
            case "nat-gateway":
                if (family === "ipv6" && to.translated === undefined) {
                    return end(
                        violated(stopped(faults.natTranslatesOnly, table, onlyOne(target.gateway))),
                    );
                }
                return inOrder([
                    () =>
                        to.translated === undefined || isForNat64(entry)
                            ? ok()
                            : end(cannotKnow(translatesToo(entry))),
                    () => every(target.gateway, (nat) => this.throughNat(nat, origin, to)),
                ]);
            case "egress-only-gateway":
                if (to.translated !== undefined) {
                    return end(untranslated(table, "egress-only"));
                }
                if (family === "ipv6") {
                    return this.throughEgressOnly(target.gateway, origin.subnet);
                }
                return end(violated(stopped(faults.egressOnlyWithoutIpv4, table, {})));
            case "opaque":
                return end(this.throughOpaque(entry, target.what));
            case "local":
                return end(violated(stopped(faults.staysInVpc, table, {})));
            case "unknown":
                return end(cannotKnow(target.why));
        }
    }

    /** What a route leads to says all that there is to say. */
    private leadsTo(answer: HopAnswer): HopAnswer {
        return this.trace.step(
            rules.nextHop,
            () => undefined,
            () => answer,
        );
    }

    private throughEgressOnly(
        gateways: Links<EgressOnlyInternetGateway>,
        subnet: Subnet,
    ): HopAnswer {
        return this.trace.step(
            rules.egressOnly,
            () => seenAt(candidates(gateways), "is in the VPC of the tasks"),
            () => every(gateways, (gateway) => this.isIn(gateway, subnet)),
        );
    }

    /** An egress-only gateway works in its own VPC. */
    private isIn(gateway: EgressOnlyInternetGateway, subnet: Subnet): HopAnswer {
        return every(subnet.vpc, (vpc) =>
            every(gateway.vpc, (own) =>
                own === vpc
                    ? all([
                          ok(hop(gateway)),
                          publicAccess(this.graph, vpc, subnet, true),
                          leavesUnencrypted(this.graph, vpc, "egressOnlyInternetGatewayExclusion"),
                      ])
                    : violated(stopped(faults.egressOnlyElsewhere, gateway, { own, vpc })),
            ),
        );
    }

    private throughOpaque(entry: RouteEntry, what: string): HopAnswer {
        if (this.options.centralizedEgress === "assumed") {
            return assuming(ok(), [`${what} leads to the internet (setting centralizedEgress)`]);
        }
        return cannotKnow(opaque(entry, what));
    }

    /** A public subnet; the task also needs a public address of its own (facts 1.2, 5). */
    private throughInternetGateway(
        gateways: Links<InternetGateway>,
        table: RouteTable,
        { subnet, caller: { publicIp } }: Origin,
        family: Family,
    ): HopAnswer {
        const isPublic = family === "ipv6" ? subnet.hasIpv6 : publicIp;
        return inOrder([
            () => this.attached(gateways, subnet, false),
            () =>
                this.trace.step(
                    rules.publicIp,
                    () => {
                        const has = family === "ipv6" ? "an IPv6 address" : "a public IP";
                        return { at: gateways.nodes[0] ?? table, says: `the tasks have ${has}` };
                    },
                    () => {
                        if (!isPublic.known) return cannotKnow(isPublic.why);
                        if (isPublic.value === true) return ok();
                        return violated(unserved(gateways.nodes[0] ?? table, family));
                    },
                ),
        ]);
    }

    private attached(
        gateways: Links<InternetGateway>,
        subnet: Subnet,
        behindNat: boolean,
    ): HopAnswer {
        return this.trace.step(
            rules.internetGateway,
            () => seenAt(candidates(gateways), "is attached to the VPC"),
            () => every(gateways, (gateway) => this.isAttached(gateway, subnet, behindNat)),
        );
    }

    private isAttached(gateway: InternetGateway, subnet: Subnet, behindNat: boolean): HopAnswer {
        return every(subnet.vpc, (vpc) =>
            inOrder([
                () => this.isAttachedTo(gateway, vpc),
                () => publicAccess(this.graph, vpc, subnet, behindNat),
                () =>
                    leavesUnencrypted(
                        this.graph,
                        vpc,
                        "internetGatewayExclusion",
                        ...(behindNat ? (["natGatewayExclusion"] as const) : []),
                    ),
            ]),
        );
    }

    private isAttachedTo(gateway: InternetGateway, vpc: Vpc): HopAnswer {
        const { certain, possible, unresolved } = this.graph.children(
            "internetGatewayAttachment",
            gateway,
            "internetGateway",
            (attachment) => attachment.internetGateway,
        );
        const here = (each: Vpc): HopAnswer =>
            each === vpc ? ok(hop(gateway)) : detached(gateway, vpc);
        const own = gateway.vpc;
        const doubts = [
            ...this.graph.openness.of(gateway, "vpcId", unresolved),
            ...possible.map((attachment) =>
                attachment.resource.gap(
                    "internetGatewayId",
                    "made-by-plan",
                    "it may attach another gateway",
                ),
            ),
        ];
        const ways: HopAnswer[] = certain.map((attachment) => every(attachment.vpc, here));
        if (!isEmpty(own)) ways.push(every(own, here));
        if (ways.length === 0) return unless(detached(gateway, vpc), doubts);
        return unless(any(ways), doubts);
    }

    /** A NAT gateway works if its own subnet is public; a private one never reaches the internet by itself. */
    private throughNat(nat: NatGateway, origin: Origin, to: Destination): HopAnswer {
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

    /** A regional NAT gateway needs no public subnet, but an internet gateway in the VPC (facts 2). */
    private regional(nat: NatGateway, { subnet }: Origin): HopAnswer {
        return every(subnet.vpc, (vpc) => {
            const own = this.graph.children("internetGateway", vpc, "vpc", (each) => each.vpc);
            const attached = this.graph.children(
                "internetGatewayAttachment",
                vpc,
                "vpc",
                (each) => each.vpc,
            );
            if (own.certain.length === 0 && attached.certain.length === 0) {
                const what = `an internet gateway of VPC ${vpc.name}, which it needs, is not in the plan`;
                return cannotKnow<Hop>(nat.resource.gap("vpcId", "open", what));
            }
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
            () =>
                this.filters.acls(
                    subnet,
                    () => [...crossing("egress", to, to.port), ...replies("ingress", to, natPorts)],
                    true,
                ),
            () =>
                beside.length > 0
                    ? this.leadsTo(cannotKnow(beside))
                    : this.overTables(subnet, (table) =>
                          this.throughTable(
                              table,
                              to.addresses,
                              stopped(faults.noRoute, table, { for: everywhere.ipv4, nat }),
                              (entry) => this.natNextHop(nat, subnet, entry, table, isPrivate),
                          ),
                      ),
        ]);
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
            if (!isPrivate) return this.attached(target.gateway, subnet, true);
            return this.leadsTo(violated(stopped(faults.natIsPrivate, nat, {})));
        }
        if (target.kind === "nat-gateway") {
            const itself = candidates(target.gateway);
            if (itself.length === 1 && itself[0] === nat) {
                return this.leadsTo(violated(stopped(faults.natBehindItself, table, { nat })));
            }
            const what = "a NAT gateway behind a NAT gateway is not simulated";
            const gap = entry.resource.gap("natGatewayId", "not-modelled", what);
            return this.leadsTo(cannotKnow(gap));
        }
        if (target.kind === "opaque") return this.leadsTo(this.throughOpaque(entry, target.what));
        if (target.kind === "unknown") return this.leadsTo(cannotKnow(target.why));
        return this.leadsTo(violated(stopped(faults.natLedNowhere, table, { nat })));
    }
}

/** A route in words. What is no CIDR block is not printed. */
function destinationOf({ destination }: RouteEntry): string {
    if (!destination.known) return "that is not known";
    return blockOf(destination.value) === undefined ? "of a prefix list" : destination.value;
}

function told(entry: RouteEntry, { label, name }: RouteTable): string {
    return `${label} ${name}: the route ${destinationOf(entry)} leads to ${targetOf(entry)}`;
}

function targetOf({ target }: RouteEntry): string {
    const all = (links: Links<Node>, kind: string): string => {
        const found = candidates(links);
        const [first] = found;
        return first === undefined ? kind : `the ${first.label} ${listed(found)}`;
    };
    switch (target.kind) {
        case "internet-gateway":
            return all(target.gateway, "an internet gateway");
        case "nat-gateway":
            return all(target.gateway, "a NAT gateway");
        case "egress-only-gateway":
            return all(target.gateway, "an egress-only gateway");
        case "opaque":
            return target.what;
        case "local":
            return "the VPC itself";
        case "unknown":
            return "what is not known";
    }
}

function seenAt(nodes: readonly Node[], says: string): Sight | undefined {
    const [first] = nodes;
    if (first === undefined) return undefined;
    return { at: first, says: `${first.label} ${listed(nodes)} ${says}` };
}

/** What an internet gateway lets out needs an address that the internet knows. */
function unserved(gateway: Node, family: Family): Hop {
    const fault = family === "ipv6" ? faults.noIpv6Address : faults.noPublicIp;
    return stopped(fault, gateway, {});
}

/** The NAT gateway that certainly is meant. */
function onlyOne({ nodes: [nat, ...others] }: Links<NatGateway>): { readonly nat?: Thing } {
    return nat === undefined || others.length > 0 ? {} : { nat };
}

function lacksGateway(table: RouteTable, family: Family): HopAnswer {
    return violated(stopped(faults.noInternetGatewayRoute, table, { for: everywhere[family] }));
}

function lackingRoute(table: RouteTable, { addresses, translated }: Destination): Hop {
    const to = translated === undefined ? everywhere[addresses.family] : nat64Block;
    return stopped(faults.noRoute, table, { for: to });
}

/** What is called over IPv6, as rules name it that have to let it pass. */
export function inIpv6<P extends { readonly called: Said }>(to: P): P & { readonly named: Said } {
    return {
        ...to,
        called: parties.overIpv6.of({ party: to.called }),
        named: parties.block.of({ cidr: everywhere.ipv6 }),
    };
}

/**
 * To another network of one's own, as over a peering. Blocks of IPv6 are public addresses, but one that
 * is no wider than a VPC's (/44) is somebody's, and no host on the internet that all call is in it.
 */
function leadsToNetwork({ destination, target }: RouteEntry): boolean {
    if (target.kind !== "opaque" || target.isAppliance === true || !destination.known) return false;
    const isPublic = Addresses.onInternet("ipv6").within(destination.value) !== undefined;
    return isPublic && (blockOf(destination.value)?.prefix ?? 0) >= 44;
}

/** Amazon's server makes up IPv6 addresses in the subnet for names that have none. */
function hasDns64(subnet: Subnet): HopAnswer {
    return fromBoolean(subnet.hasDns64, [], [stopped(faults.dns64Off, subnet, {})]);
}

function untranslated(table: RouteTable, gateway: "internet" | "egress-only"): HopAnswer {
    return violated(stopped(faults.gatewayTranslatesNot, table, { gateway }));
}

/** The route is for nothing but what a NAT gateway translates. */
function isForNat64({ destination }: RouteEntry): boolean {
    return destination.known && Addresses.ofNat64().within(destination.value) !== undefined
        ? (blockOf(destination.value)?.prefix ?? 0) >= 96
        : false;
}

function translatesToo(entry: RouteEntry): Gap {
    const what = `whether a NAT gateway translates what a route wider than ${nat64Block} sends it is not certain`;
    return entry.resource.gap("routes", "not-modelled", what);
}

function translatesRegionally({ resource }: NatGateway): Gap {
    const what = "whether a regional NAT gateway translates IPv6 to IPv4 is not certain";
    return resource.gap("availabilityMode", "not-modelled", what);
}

/** Of routes that cover all addresses those with the longest prefix, which win. */
function longest(entries: readonly RouteEntry[]): readonly RouteEntry[] {
    const prefixes = entries.map(({ destination }) =>
        destination.known ? (blockOf(destination.value)?.prefix ?? 0) : 0,
    );
    const most = prefixes.reduce((one, other) => Math.max(one, other), 0);
    return entries.filter((_, i) => prefixes[i] === most);
}

function leadsToInternetGateway(
    { target }: RouteEntry,
    table: RouteTable,
    family: Family = "ipv4",
): HopAnswer {
    if (target.kind === "unknown") return cannotKnow(target.why);
    if (target.kind === "internet-gateway") {
        return every(target.gateway, (gateway) => ok(hop(gateway)));
    }
    return violated(stopped(faults.notToInternetGateway, table, { family }));
}

function hasElasticIp(nat: NatGateway): HopAnswer {
    const hasOne = nat.hasElasticIp;
    return isKnownToBe(hasOne, false)
        ? violated(stopped(faults.natWithoutElasticIp, nat, {}))
        : ok();
}

function keyOf({ addresses, port, called, service }: Destination): string {
    const by = service === undefined ? "" : `${service.name} ${service.region}`;
    return `${addresses.key} ${String(port)} ${called.key} ${by}`;
}

function ambiguousTable(subnet: Subnet): Gap {
    const what = "it is not certain which route table it uses";
    return subnet.resource.gap("routeTableId", "made-by-plan", what);
}

function detached(gateway: InternetGateway, vpc: Vpc): HopAnswer {
    return violated(stopped(faults.notAttached, gateway, { vpc }));
}

function opaque(entry: RouteEntry, what: string): Gap {
    return entry.resource.gap(
        "routes",
        "not-modelled",
        `a route leads to ${what}, and what lies behind it is not in the plan`,
        'if it leads to the internet, set centralizedEgress to "assumed" in the configuration of preflight-settings',
    );
}

function mayExist(entry: RouteEntry, table: RouteTable): Gap {
    return entry.resource.gap("routes", "open", `it may give a route to ${table.name}`);
}

function uncertain(table: RouteTable): Gap {
    return table.resource.gap(
        "routes",
        "not-modelled",
        "its routes lead parts of the internet different ways, and which part the destination is in is not known",
    );
}
