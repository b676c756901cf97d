import { cannotKnow, fromBoolean, ok, violated, type Gap } from "../knowable";
import {
    every,
    type InternetGateway,
    type Links,
    type NatGateway,
    type Node,
    type RouteEntry,
    type RouteTable,
    type Subnet,
} from "../network";
import { Addresses, blockOf, everywhere, nat64Block, type Family } from "./addresses";
import {
    inOrder,
    keyOf,
    withBeyond,
    type Destination,
    type HopAnswer,
    type Origin,
    type PublicIpSetting,
} from "./connection";
import type { Filters } from "./filters";
import type { Firewalls } from "./firewalls";
import { stopped, through, type Hop } from "./hop";
import type { InternetGateways } from "./internet-gateways";
import { Kept } from "./kept";
import type { NatGateways } from "./nat-gateways";
import type { RouteTables } from "./route-tables";
import { rules } from "./rules";
import type { Trace } from "./trace";
import type { Transit, TransitGateways } from "./transit-gateways";
import { faults, parties, type Said, type Thing } from "./words";

/** A connection to a host outside the VPC, over routes: groups, ACLs, table, next hops (AWS rules 5, 6). */
export class InternetReach {
    private readonly answers: Kept<HopAnswer>;

    constructor(
        private readonly filters: Filters,
        private readonly tables: RouteTables,
        private readonly internetGateways: InternetGateways,
        private readonly natGateways: NatGateways,
        private readonly firewalls: Firewalls,
        private readonly transits: TransitGateways,
        private readonly trace: Trace,
    ) {
        this.answers = new Kept(trace);
    }

    /** The way from a task. */
    from(origin: Origin, to: Destination): HopAnswer {
        const { subnet, caller } = origin;
        const key = `${caller.key} ${subnet.urn} ${keyOf(to)}`;
        return this.answers.of(key, () => {
            const filters = inOrder([
                () => this.filters.leaveGroups(origin, to),
                () => this.transits.besideAttachment(this.filters.leaveEdge(origin, to), origin),
            ]);
            const tables = this.overRoutes(origin, to);
            return through(
                subnet,
                inOrder([() => withBeyond(filters, () => tables), () => tables]),
            );
        });
    }

    /**
     * The way from a task to a host that has IPv4 addresses alone, over IPv6: DNS64 makes up an address
     * that stands for it, and a NAT gateway in another subnet translates it back (NAT64, AWS rule 5).
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
        return inOrder([() => withBeyond(dns64, () => beyond), () => beyond]);
    }

    /** Whether the routes of a subnet lead there, whatever filters the packets. */
    overRoutes(origin: Origin, to: Destination): HopAnswer {
        return this.onFrom(origin.subnet, { firewalls: [] }, origin, to);
    }

    /** On from the task's own subnet, or from one in which something passed the packet on. */
    private onFrom(subnet: Subnet, passed: Passed, origin: Origin, to: Destination): HopAnswer {
        return this.tables.over(subnet, (table) =>
            this.tables.through(
                table,
                to.addresses,
                () => lackingRoute(table, to, passed),
                (entry) => this.nextHop(entry, table, passed, origin, to),
            ),
        );
    }

    private nextHop(
        entry: RouteEntry,
        table: RouteTable,
        passed: Passed,
        origin: Origin,
        to: Destination,
    ): HopAnswer {
        const { target } = entry;
        const { family } = to.addresses;
        const end = (answer: HopAnswer): HopAnswer => this.tables.end(answer);
        switch (target.kind) {
            case "internet-gateway":
                if (to.translated !== undefined) {
                    return end(untranslated(table, "internet"));
                }
                if (passed.transit !== undefined) {
                    return end(
                        this.transits.withoutNat(table, passed.transit, origin.caller.publicIp),
                    );
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
                    () =>
                        every(target.gateway, (nat) =>
                            inOrder([
                                () => this.natGateways.through(nat, origin, to),
                                () => this.backThrough(nat, passed),
                            ]),
                        ),
                ]);
            case "egress-only-gateway":
                if (to.translated !== undefined) {
                    return end(untranslated(table, "egress-only"));
                }
                if (family === "ipv6") {
                    return this.internetGateways.serveByIpv6(target.gateway, origin.subnet);
                }
                return end(violated(stopped(faults.egressOnlyWithoutIpv4, table, {})));
            case "opaque":
                return this.through(entry, target.what, passed, origin, to);
            case "local":
                return end(violated(stopped(faults.staysInVpc, table, {})));
            case "unknown":
                return end(cannotKnow(target.why));
        }
    }

    /** Through a firewall or a transit gateway of the plan. */
    private through(
        entry: RouteEntry,
        what: string,
        passed: Passed,
        origin: Origin,
        to: Destination,
    ): HopAnswer {
        const firewall = this.tables.firewallBehind(entry.target);
        if (firewall !== undefined) {
            return this.firewalls.through(firewall, entry, passed.firewalls, (subnet, firewalls) =>
                inOrder([
                    () => this.filters.enterThrough(subnet, origin, to),
                    () => this.onFrom(subnet, { ...passed, firewalls }, origin, to),
                ]),
            );
        }
        const gateway = this.tables.transitBehind(entry.target, to.addresses);
        if (gateway === undefined || passed.transit !== undefined || passed.firewalls.length > 0) {
            return this.tables.end(this.tables.beyondPlan(entry, what));
        }
        return this.transits.through(gateway, entry, origin, to, (subnet, seen, transit) =>
            this.onFrom(subnet, { firewalls: [], transit }, seen, to),
        );
    }

    /** What a NAT gateway of another VPC answers has to find back to the tasks. */
    private backThrough(nat: NatGateway, { transit }: Passed): HopAnswer {
        return transit === undefined ? ok() : this.transits.back(nat, transit);
    }

    /** A public subnet; the task also needs a public address of its own (AWS rules 1.2, 5). */
    private throughInternetGateway(
        gateways: Links<InternetGateway>,
        table: RouteTable,
        { subnet, caller: { publicIp, publicIpSetting } }: Origin,
        family: Family,
    ): HopAnswer {
        const isPublic = family === "ipv6" ? subnet.hasIpv6 : publicIp;
        return inOrder([
            () => this.internetGateways.serve(gateways, subnet, false),
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
                        return violated(
                            unserved(gateways.nodes[0] ?? table, family, publicIpSetting),
                        );
                    },
                ),
        ]);
    }
}

/** Through what a packet came on its way. */
interface Passed {
    /** Subnets of firewalls. */
    readonly firewalls: readonly Subnet[];
    readonly transit?: Transit;
}

/** What an internet gateway lets out needs an address that the internet knows. */
function unserved(gateway: Node, family: Family, setting: PublicIpSetting): Hop {
    return family === "ipv6"
        ? stopped(faults.noIpv6Address, gateway, {})
        : stopped(faults.noPublicIp, gateway, { ...setting });
}

/** The NAT gateway that certainly is meant. */
function onlyOne({ nodes: [nat, ...others] }: Links<NatGateway>): { readonly nat?: Thing } {
    return nat === undefined || others.length > 0 ? {} : { nat };
}

function lackingRoute(
    table: RouteTable,
    { addresses, translated }: Destination,
    { transit }: Passed,
): Hop {
    const to = translated === undefined ? everywhere[addresses.family] : nat64Block;
    const through = transit === undefined ? {} : { transit: transit.gateway };
    return stopped(faults.noRoute, table, { for: to, ...through });
}

/** What is called over IPv6, as rules name it that have to let it pass. */
export function inIpv6<P extends { readonly called: Said }>(to: P): P & { readonly named: Said } {
    return {
        ...to,
        called: parties.overIpv6.of({ party: to.called }),
        named: parties.block.of({ cidr: everywhere.ipv6 }),
    };
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
