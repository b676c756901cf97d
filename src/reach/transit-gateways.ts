import {
    cannotKnow,
    isKnownToBe,
    ok,
    unless,
    violated,
    type Gap,
    type Knowable,
} from "../knowable";
import {
    agreedAmong,
    candidates,
    every,
    isAttachedInZone,
    tableOfAttachment,
    transitRoutesOf,
    type Graph,
    type NatGateway,
    type OneOf,
    type RouteEntry,
    type RouteTable,
    type Subnet,
    type TransitGateway,
    type TransitGatewayRouteTable,
    type TransitGatewayVpcAttachment,
    type TransitRoute,
    type Vpc,
} from "../network";
import { Addresses, blockOf, everywhere } from "./addresses";
import { inOrder, type Destination, type HopAnswer, type Origin } from "./connection";
import { sourceOf, type Filters } from "./filters";
import { hop, stopped, through } from "./hop";
import type { RouteTables } from "./route-tables";
import { rules } from "./rules";
import { eachWay, type Trace } from "./trace";
import { faults } from "./words";

/** A transit gateway through which a packet came, so that its answer has to go back through it. */
export interface Transit {
    readonly gateway: TransitGateway;
    /** The attachment of the tasks' VPC, and where the tasks are. */
    readonly home: TransitGatewayVpcAttachment;
    readonly vpc: Vpc;
    readonly subnet: Subnet;
    /** The attachment of the VPC into which it was led. */
    readonly away: TransitGatewayVpcAttachment;
}

/** Transit gateways between the tasks' VPC and one that leads out, there and back (AWS rule 20). */
export class TransitGateways {
    constructor(
        private readonly graph: Graph,
        private readonly filters: Filters,
        private readonly tables: RouteTables,
        private readonly trace: Trace,
    ) {}

    /**
     * Through a transit gateway, from the VPC of a subnet into that of another attachment.
     *
     * @param onward from a subnet of that attachment, for tasks that are elsewhere
     */
    through(
        gateway: TransitGateway,
        entry: RouteEntry,
        origin: Origin,
        to: Destination,
        onward: (subnet: Subnet, origin: Origin, transit: Transit) => HopAnswer,
    ): HopAnswer {
        const { subnet } = origin;
        return every(subnet.vpc, (vpc) => {
            const { certain } = this.graph.children("transitGatewayVpcAttachment", vpc, "vpc");
            const [home, ...more] = certain.filter((each) => isOf(each, gateway));
            if (home === undefined || more.length > 0) {
                return cannotKnow(beside(entry, gateway, `which attachment VPC ${vpc.name} has`));
            }
            this.trace.rests(() => [gateway, home]);
            return through(
                gateway,
                inOrder([
                    () => isShared(home, gateway),
                    () => this.isServed(home, subnet),
                    () => this.pastEdges(home, origin, to),
                    () =>
                        this.led(home, gateway, to.addresses, undefined, (away) =>
                            away === home
                                ? cannotKnow(
                                      beside(entry, gateway, "why it leads back into the VPC"),
                                  )
                                : this.into(
                                      { gateway, home, vpc, subnet, away },
                                      origin,
                                      to,
                                      onward,
                                  ),
                        ),
                ]),
            );
        });
    }

    /** It is attached in the zone of the tasks. */
    private isServed(attachment: TransitGatewayVpcAttachment, subnet: Subnet): HopAnswer {
        const zone = isAttachedInZone(attachment.subnets, subnet);
        return zone.verdict === "violated"
            ? violated(stopped(faults.notAttachedInZone, attachment, { subnet }))
            : zone;
    }

    /** The edges of the subnets in which an attachment has its network interfaces. */
    private pastEdges(
        { subnets }: TransitGatewayVpcAttachment,
        origin: Origin,
        to: Destination,
    ): HopAnswer {
        return every(subnets, (each) =>
            each === origin.subnet
                ? ok()
                : this.filters.passThrough(each, () => this.filters.enter(each, origin, to)),
        );
    }

    /** Into a VPC, and on from whichever of the attachment's subnets. */
    private into(
        transit: Transit,
        origin: Origin,
        to: Destination,
        onward: (subnet: Subnet, origin: Origin, transit: Transit) => HopAnswer,
    ): HopAnswer {
        const { away } = transit;
        this.trace.rests(() => [away]);
        const { family } = to.addresses;
        const addresses = origin.caller.addresses ?? sourceOf(origin.subnet, family);
        const answers = eachWay(
            this.trace,
            candidates(away.subnets),
            ({ name }) => `if it comes out in the subnet ${name}`,
            (subnet): HopAnswer => {
                const seen = { subnet, caller: { ...origin.caller, addresses } };
                return inOrder([
                    () =>
                        this.filters.passThrough(subnet, () =>
                            this.filters.enter(subnet, seen, to),
                        ),
                    () => onward(subnet, seen, transit),
                ]);
            },
        );
        const what = "in which of its subnets traffic comes out is not known";
        const why = away.resource.gap("subnetIds", "not-modelled", what);
        return inOrder([
            () => isShared(away, transit.gateway),
            () => agreedAmong(away.subnets, answers, why),
        ]);
    }

    /**
     * By the route table of an attachment.
     *
     * @param back the VPC to which answers go; unset on the way out
     */
    private led(
        from: TransitGatewayVpcAttachment,
        gateway: TransitGateway,
        addresses: Addresses,
        back: Vpc | undefined,
        follow: (attachment: TransitGatewayVpcAttachment) => HopAnswer,
    ): HopAnswer {
        const found = tableOfAttachment(this.graph, from);
        const [table, ...others] = found.candidates;
        if (table === undefined || others.length > 0 || found.gaps.length > 0) {
            return cannotKnow(noTable(from, found));
        }
        this.trace.rests(() => [...(found.by ?? []), table]);
        return through(table, this.byTable(table, gateway, addresses, back, follow));
    }

    /** What the table says of it is all that there is to say. */
    private end(answer: HopAnswer): HopAnswer {
        return this.trace.step(
            rules.transitGateway,
            () => undefined,
            () => answer,
        );
    }

    private byTable(
        table: TransitGatewayRouteTable,
        gateway: TransitGateway,
        addresses: Addresses,
        back: Vpc | undefined,
        follow: (attachment: TransitGatewayVpcAttachment) => HopAnswer,
    ): HopAnswer {
        const { certain, gaps } = transitRoutesOf(this.graph, table);
        const covering = (route: TransitRoute): ReturnType<Addresses["coveredBy"]> =>
            route.destination.known && route.destination.value !== undefined
                ? addresses.coveredBy([route.destination.value])
                : "none";
        const [chosen, ...others] = best(certain.filter((each) => covering(each) === "all"));
        const least = prefixOf(chosen);
        // A route for a part of the addresses is longer, so that some of them go another way.
        const partial = certain.filter((each) => covering(each) === "some");
        const apart = partial.filter((each) => !isAlike(each, chosen) && prefixOf(each) > least);
        if (apart.length > 0 || others.length > 0) {
            const what = "its routes lead parts of the addresses different ways";
            return this.end(
                cannotKnow([table.resource.gap("routes", "not-modelled", what), ...gaps]),
            );
        }
        if (chosen === undefined) {
            const lacking =
                back === undefined
                    ? stopped(faults.noTransitRoute, table, { for: everywhere.ipv4 })
                    : stopped(faults.noTransitRouteBack, table, { vpc: back });
            return this.end(unless(violated(lacking), gaps));
        }
        this.trace.rests(() => [chosen.node]);
        if (chosen.attachment === undefined) {
            const dropped = stopped(faults.transitBlackhole, table, { isBack: back !== undefined });
            return this.end(unless(violated(dropped), gaps));
        }
        this.trace.note(rules.transitGateway, () => ({
            at: table,
            says: `${table.label} ${table.name}: its route leads ${back === undefined ? "on" : `the answers to VPC ${back.name}`}`,
        }));
        return unless(
            every(chosen.attachment, (attachment) =>
                isOf(attachment, gateway)
                    ? follow(attachment)
                    : cannotKnow(
                          attachment.resource.gap(
                              "transitGatewayId",
                              "not-modelled",
                              "it is not certain to be of the same transit gateway",
                          ),
                      ),
            ),
            gaps,
        );
    }

    /** The answer, from a NAT gateway in the other VPC back to the tasks. */
    back(nat: NatGateway, transit: Transit): HopAnswer {
        if (isKnownToBe(nat.availabilityMode, "regional") || !nat.availabilityMode.known) {
            const what = "where a regional NAT gateway sends answers is not simulated";
            return cannotKnow(nat.resource.gap("availabilityMode", "not-modelled", what));
        }
        const { cidrBlock, resource } = transit.subnet;
        if (!cidrBlock.known) return cannotKnow(cidrBlock.why);
        const { value } = cidrBlock;
        const isBlock = value !== undefined && blockOf(value) !== undefined;
        if (!isBlock) {
            const what = "its IPv4 block, to which answers go, is not known";
            return cannotKnow(resource.gap("cidrBlock", "malformed", what));
        }
        const block = Addresses.in("ipv4", value);
        return inOrder([
            () => every(nat.subnet, (subnet) => this.backFrom(subnet, block, transit, [])),
            () =>
                this.led(transit.away, transit.gateway, block, transit.vpc, (attachment) =>
                    attachment === transit.home
                        ? ok()
                        : cannotKnow(
                              attachment.resource.gap(
                                  "vpcId",
                                  "not-modelled",
                                  `answers to VPC ${transit.vpc.name} are led into another VPC`,
                              ),
                          ),
                ),
        ]);
    }

    /** By the route table of a subnet, and of those of firewalls, back to the transit gateway. */
    private backFrom(
        subnet: Subnet,
        block: Addresses,
        transit: Transit,
        passed: readonly Subnet[],
    ): HopAnswer {
        return every(subnet.vpc, (vpc) => {
            if (mayOverlap(block, vpc.cidrBlock)) {
                const what = `it may overlap the subnet ${transit.subnet.name}, to which answers go`;
                return cannotKnow(vpc.resource.gap("cidrBlock", "not-modelled", what));
            }
            return this.tables.over(subnet, (table) =>
                this.backBy(table, block, transit, [...passed, subnet]),
            );
        });
    }

    private backBy(
        table: RouteTable,
        block: Addresses,
        transit: Transit,
        passed: readonly Subnet[],
    ): HopAnswer {
        const { gateway, vpc } = transit;
        const lost = stopped(faults.answersNotLed, table, { vpc, gateway });
        return this.tables.through(table, block, lost, (entry) => {
            const { target } = entry;
            if (target.kind === "unknown") return cannotKnow(target.why);
            if (target.kind !== "opaque") return violated(lost);
            if (target.transitGateway === gateway) return ok(hop(gateway));
            const next = target.firewall?.firewall.subnetsOf(target.firewall.endpoint);
            const subnets = next === undefined ? [] : candidates(next);
            const isLoop = subnets.some((each) => passed.includes(each));
            if (next === undefined || subnets.length === 0 || isLoop) {
                const what = `whether ${target.what} leads answers to VPC ${vpc.name} is not known`;
                return cannotKnow(entry.resource.gap("routes", "not-modelled", what));
            }
            const answers = subnets.map((each) => this.backFrom(each, block, transit, passed));
            return agreedAmong(
                next,
                answers,
                entry.resource.gap(
                    "routes",
                    "made-by-plan",
                    "to which endpoint of the firewall it leads is not known",
                ),
            );
        });
    }

    /** An internet gateway carries what comes from another VPC only with a public address, which a NAT gateway gives. */
    withoutNat(
        table: RouteTable,
        { gateway }: Transit,
        publicIp: Knowable<boolean | undefined>,
    ): HopAnswer {
        if (isKnownToBe(publicIp, false)) {
            return violated(stopped(faults.nothingTranslates, table, { transit: gateway }));
        }
        const what =
            "an internet gateway of another VPC does not know the public IPs of tasks, as far as AWS says";
        return cannotKnow(table.resource.gap("routes", "not-modelled", what));
    }
}

function isOf({ transitGateway }: TransitGatewayVpcAttachment, gateway: TransitGateway): boolean {
    return transitGateway.nodes.length === 1 && transitGateway.nodes[0] === gateway;
}

/** What is of another account has to be accepted there. */
function isShared({ resource }: TransitGatewayVpcAttachment, gateway: TransitGateway): HopAnswer {
    if (resource.provider === gateway.resource.provider) return ok();
    const what =
        "it has another provider than the transit gateway, which may be of another account that has to accept it";
    return cannotKnow(resource.gap("transitGatewayId", "not-modelled", what));
}

/** The longest prefix wins, and of one prefix what is static; what leads the same way is one. */
function best(routes: readonly TransitRoute[]): readonly TransitRoute[] {
    const most = routes.reduce((one, other) => Math.max(one, prefixOf(other)), -1);
    const longest = routes.filter((each) => prefixOf(each) === most);
    const fixed = longest.filter(({ isStatic }) => isStatic);
    const [first, ...others] = fixed.length > 0 ? fixed : longest;
    if (first === undefined) return [];
    return [first, ...others.filter((each) => !isAlike(each, first))];
}

function isAlike(one: TransitRoute, other: TransitRoute | undefined): boolean {
    const targets = [one, other].map((route) => route?.attachment?.nodes ?? []);
    const [own, theirs] = targets.map(([only, ...more]) => (more.length > 0 ? undefined : only));
    return own !== undefined && own === theirs;
}

function prefixOf(route: TransitRoute | undefined): number {
    const text = route?.destination.known === true ? route.destination.value : undefined;
    return text === undefined ? -1 : (blockOf(text)?.prefix ?? -1);
}

function mayOverlap(block: Addresses, cidr: Knowable<string | undefined>): boolean {
    if (!cidr.known || cidr.value === undefined) return true;
    return block.coveredBy([cidr.value]) !== "none";
}

function noTable(
    { resource, name }: TransitGatewayVpcAttachment,
    { gaps }: OneOf<TransitGatewayRouteTable>,
): readonly Gap[] {
    const what = `which transit gateway route table leads what comes out of ${name} is not certain`;
    return gaps.length > 0 ? gaps : [resource.gap("transitGatewayId", "not-modelled", what)];
}

function beside({ resource }: RouteEntry, { name }: TransitGateway, what: string): Gap {
    return resource.gap(
        "transitGatewayId",
        "not-modelled",
        `${what} to the transit gateway ${name} is not certain`,
    );
}
