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
    attachedBeside,
    candidates,
    effectiveNetworkAcl,
    effectiveRouteTable,
    every,
    isAttachedInZone,
    routesOf,
    type Graph,
    type NatGateway,
    type RouteEntry,
    type RouteTable,
    type Subnet,
    type TransitGateway,
    type TransitGatewayVpcAttachment,
    type Vpc,
} from "../network";
import { Addresses, blockOf } from "./addresses";
import { inOrder, withBeyond, type Destination, type HopAnswer, type Origin } from "./connection";
import { sourceOf, type Filters } from "./filters";
import { hop, stopped, through, type Hop } from "./hop";
import { goesBefore, type RouteTables } from "./route-tables";
import { eachWay, type Trace } from "./trace";
import { isOf, TransitTables } from "./transit-tables";
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
    private readonly transitTables: TransitTables;

    constructor(
        private readonly graph: Graph,
        private readonly filters: Filters,
        private readonly tables: RouteTables,
        private readonly trace: Trace,
    ) {
        this.transitTables = new TransitTables(graph, trace);
    }

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
                    () => this.pastEdge(home, origin, to),
                    () =>
                        this.transitTables.led(home, gateway, to.addresses, undefined, (away) =>
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

    /**
     * The edge of the subnet in which the tasks meet the attachment's network interface: its ACL sees what
     * comes from them, and what goes back to them (AWS rule 20).
     */
    private pastEdge(
        { subnets, resource }: TransitGatewayVpcAttachment,
        origin: Origin,
        to: Destination,
    ): HopAnswer {
        const own = effectiveNetworkAcl(this.graph, origin.subnet).candidates;
        const beside = attachedBeside(subnets, origin.subnet);
        // That none is in the zone has been told.
        if (beside.length === 0) return ok();
        const answers = beside.map((each): HopAnswer => {
            if (each === origin.subnet) return ok();
            const enter = (): HopAnswer => this.filters.enter(each, origin, to);
            if (this.trace.quietly(enter).verdict === "ok") return ok();
            // AWS's page is about subnets of different ACLs.
            const isShared = effectiveNetworkAcl(this.graph, each).candidates.some((acl) =>
                own.includes(acl),
            );
            return isShared ? this.filters.enterThrough(each, origin, to) : enter();
        });
        const what = "which of its subnets is in the Availability Zone of the tasks is not known";
        return agreedAmong(subnets, answers, resource.gap("subnetIds", "not-modelled", what));
    }

    /**
     * An ACL that stops the tasks' packets, in a subnet in which a transit gateway is attached too: of its
     * answers that ACL sees nothing (AWS rule 20).
     */
    besideAttachment(answer: HopAnswer, { subnet }: Origin): HopAnswer {
        if (answer.verdict !== "violated") return answer;
        const attachments = candidates(subnet.vpc).flatMap((vpc) => {
            const found = this.graph.children("transitGatewayVpcAttachment", vpc, "vpc");
            return [...found.certain, ...found.possible];
        });
        const isHere = attachments.some(({ subnets }) => candidates(subnets).includes(subnet));
        const leads = effectiveRouteTable(this.graph, subnet).candidates.some((table) => {
            const { certain, possible } = routesOf(this.graph, table);
            return [...certain, ...possible].some(({ target }) => target.kind === "opaque");
        });
        if (!isHere || !leads) return answer;
        const what =
            "a transit gateway is attached in this subnet, and what its network ACL sees of answers from there is not simulated";
        return unless(answer, [subnet.resource.gap("networkAclId", "not-modelled", what)]);
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
                    () => this.filters.leaveThrough(subnet, seen, to),
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
        const { away, gateway, home, vpc } = transit;
        const onward = (): HopAnswer =>
            this.transitTables.led(away, gateway, block, transit, (attachment) => {
                if (attachment === home) return ok();
                const what = `answers to VPC ${vpc.name} are led into another VPC`;
                return cannotKnow(attachment.resource.gap("vpcId", "not-modelled", what));
            });
        return inOrder([
            () =>
                withBeyond(
                    every(nat.subnet, (subnet) => this.backFrom(subnet, block, transit, [])),
                    () => this.trace.quietly(onward),
                ),
            onward,
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
        const lost = (by?: RouteEntry): Hop =>
            stopped(faults.answersNotLed, table, {
                vpc,
                gateway,
                isInTheWay: !goesBefore(vpc, block, by),
            });
        return this.tables.through(table, block, lost, (entry) => {
            const { target } = entry;
            if (target.kind === "unknown") return cannotKnow(target.why);
            if (target.kind !== "opaque") return violated(lost(entry));
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

/** What is of another account has to be accepted there. */
function isShared({ resource }: TransitGatewayVpcAttachment, gateway: TransitGateway): HopAnswer {
    if (resource.provider === gateway.resource.provider) return ok();
    const what =
        "it has another provider than the transit gateway, which may be of another account that has to accept it";
    return cannotKnow(resource.gap("transitGatewayId", "not-modelled", what));
}

function mayOverlap(block: Addresses, cidr: Knowable<string | undefined>): boolean {
    if (!cidr.known || cidr.value === undefined) return true;
    return block.coveredBy([cidr.value]) !== "none";
}

function beside({ resource }: RouteEntry, { name }: TransitGateway, what: string): Gap {
    return resource.gap(
        "transitGatewayId",
        "not-modelled",
        `${what} to the transit gateway ${name} is not certain`,
    );
}
