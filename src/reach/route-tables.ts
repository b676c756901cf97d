import { assuming, cannotKnow, distinctGaps, ok, unless, violated, type Gap } from "../knowable";
import {
    agreed,
    effectiveRouteTable,
    routesOf,
    type Graph,
    type RouteEntry,
    type RouteTable,
    type Subnet,
    type Target,
    type ToFirewall,
    type TransitGateway,
    type Vpc,
} from "../network";
import { Addresses, blockOf } from "./addresses";
import type { HopAnswer } from "./connection";
import { through, type Hop } from "./hop";
import type { ReachOptions } from "./options";
import { rules } from "./rules";
import { destinationOf, ledBy } from "./seen";
import { eachWay, type Trace } from "./trace";

/** Which route decides for a packet, and whether it leads on (AWS rule 5). */
export class RouteTables {
    constructor(
        private readonly graph: Graph,
        private readonly options: ReachOptions,
        private readonly trace: Trace,
    ) {}

    /** Asks the table that decides for the subnet. */
    over(subnet: Subnet, question: (table: RouteTable) => HopAnswer): HopAnswer {
        const tables = effectiveRouteTable(this.graph, subnet);
        const answers = eachWay(
            this.trace,
            tables.candidates,
            ({ label, name }) => `if the ${label} ${name} is that of the subnet`,
            (table) => {
                this.trace.rests(() => [...(tables.by ?? []), table]);
                return through(table, question(table));
            },
        );
        const why = tables.gaps[0] ?? ((): Gap => ambiguousTable(subnet));
        return through(subnet, agreed(answers, why, tables.gaps.length > 0));
    }

    /**
     * The route that decides: the longest prefix wins, so for an unknown public address every route
     * that covers some of them has a say. "No way" is not certain while the table has a next hop that
     * is not modelled, or may have other routes.
     */
    through(
        table: RouteTable,
        addresses: Addresses,
        lacking: () => Hop,
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
            doubts.push(...this.opacity(entry, addresses));
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
                this.trace.note(rules.route, () => ledBy(entry, table));
                this.trace.rests(() => [entry]);
                return follow(entry);
            },
            followed.length === 1 && !isLacking,
        );
        if (isLacking) ways.push(this.lack(lacking, followed.length === 0));
        const answer = agreed(ways, () => uncertain(table));
        return unless(answer, distinctGaps(doubts));
    }

    private lack(lacking: () => Hop, isAll: boolean): HopAnswer {
        const ask = (): HopAnswer =>
            this.trace.step(
                rules.route,
                () => undefined,
                () => violated(lacking()),
            );
        return isAll ? ask() : this.trace.branch("alternative", () => "without a route", ask);
    }

    private opacity(entry: RouteEntry, addresses: Addresses): Gap[] {
        const { target } = entry;
        if (target.kind === "unknown") return [target.why];
        if (target.kind !== "opaque" || this.isFollowed(entry, addresses)) return [];
        return [opaque(entry, target.what)];
    }

    /** What a route leads to says all that there is to say. */
    end(answer: HopAnswer): HopAnswer {
        return this.trace.step(
            rules.nextHop,
            () => undefined,
            () => answer,
        );
    }

    /** The firewall through which a route is followed; what is assumed of all such hops is not asked. */
    firewallBehind(target: Target): ToFirewall | undefined {
        const isAssumed = this.options.centralizedEgress === "assumed";
        return target.kind === "opaque" && !isAssumed ? target.firewall : undefined;
    }

    /**
     * The transit gateway through which a route is followed: over IPv4, and if the plan shows another
     * attachment of it than that of the tasks' VPC. What has only one is attached elsewhere.
     */
    transitBehind(target: Target, { family }: Addresses): TransitGateway | undefined {
        const gateway = target.kind === "opaque" ? target.transitGateway : undefined;
        if (gateway === undefined || family !== "ipv4") return undefined;
        if (this.options.centralizedEgress === "assumed") return undefined;
        const { certain } = this.graph.children(
            "transitGatewayVpcAttachment",
            gateway,
            "transitGateway",
        );
        return certain.length > 1 ? gateway : undefined;
    }

    /** What leads elsewhere may be how endpoints of other VPCs are reached. */
    private isFollowed({ target, destination }: RouteEntry, addresses: Addresses): boolean {
        if (this.firewallBehind(target) !== undefined) return true;
        if (!destination.known || this.transitBehind(target, addresses) === undefined) return false;
        return addresses.coveredBy([destination.value]) !== "none";
    }

    /** Out of what the plan shows. */
    beyondPlan(entry: RouteEntry, what: string): HopAnswer {
        if (this.options.centralizedEgress === "assumed") {
            return assuming(ok(), [`${what} leads to the internet (setting centralizedEgress)`]);
        }
        return cannotKnow(opaque(entry, what));
    }
}

/**
 * To another network of one's own, as over a peering. Blocks of IPv6 are public addresses, but one that
 * is no wider than a VPC's (/44) is somebody's, and no host on the internet that all call is in it.
 */
export function leadsToNetwork({ destination, target }: RouteEntry): boolean {
    if (target.kind !== "opaque" || target.isAppliance === true || !destination.known) return false;
    const isPublic = Addresses.onInternet("ipv6").within(destination.value) !== undefined;
    return isPublic && (blockOf(destination.value)?.prefix ?? 0) >= 44;
}

/**
 * Of routes that cover all addresses those with the longest prefix, which win; of those one that names
 * the block goes before one by a prefix list (VPC, route priority).
 */
export function longest(entries: readonly RouteEntry[]): readonly RouteEntry[] {
    const prefixes = entries.map(({ destination }) =>
        destination.known ? (blockOf(destination.value)?.prefix ?? 0) : 0,
    );
    const most = prefixes.reduce((one, other) => Math.max(one, other), 0);
    const longest = entries.filter((_, i) => prefixes[i] === most);
    const named = longest.filter(({ isByList }) => !isByList);
    return named.length > 0 ? named : longest;
}

/** A route for the block of a VPC holds these addresses, and is narrower than another one. */
export function goesBefore(
    { cidrBlock }: Vpc,
    addresses: Addresses,
    by: RouteEntry | undefined,
): boolean {
    if (!cidrBlock.known || cidrBlock.value === undefined) return false;
    if (addresses.coveredBy([cidrBlock.value]) !== "all") return false;
    const prefix = by?.destination.known === true ? blockOf(by.destination.value)?.prefix : -1;
    return prefix !== undefined && prefix < (blockOf(cidrBlock.value)?.prefix ?? 0);
}

function ambiguousTable(subnet: Subnet): Gap {
    const what = "it is not certain which route table it uses";
    return subnet.resource.gap("routeTableId", "made-by-plan", what);
}

/** What lies behind a route is not in the plan, or, behind a peering, not followed: it never leads to the internet. */
export function opaque({ resource, target }: RouteEntry, what: string): Gap {
    const isPeering = target.kind === "opaque" && target.peering !== undefined;
    if (isPeering) {
        const behind = `a route leads to ${what}, and what lies behind it is not followed`;
        return resource.gap("routes", "not-modelled", behind);
    }
    return resource.gap(
        "routes",
        "not-modelled",
        `a route leads to ${what}, and what lies behind it is not in the plan`,
        'if it leads to the internet, set centralizedEgress to "assumed" in the configuration of preflight-settings',
    );
}

/** It may give the table a route. */
export function mayExist(entry: RouteEntry, table: RouteTable): Gap {
    return entry.resource.gap("routes", "open", `it may give a route to ${table.name}`);
}

/** Which of several routes the packets take is not certain. */
export function uncertain(table: RouteTable): Gap {
    return table.resource.gap(
        "routes",
        "not-modelled",
        "its routes lead parts of the internet different ways, and which part the destination is in is not known",
    );
}
