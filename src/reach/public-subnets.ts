import { any, cannotKnow, distinctGaps, ok, unless, violated, whyOf } from "../knowable";
import {
    agreed,
    every,
    routesOf,
    type Graph,
    type RouteEntry,
    type RouteTable,
    type Subnet,
} from "../network";
import { Addresses, everywhere, type Family } from "./addresses";
import type { HopAnswer } from "./connection";
import { hop, stopped, type Hop } from "./hop";
import { mayExist, opaque, uncertain, type RouteTables } from "./route-tables";
import { faults } from "./words";

/** Whether subnets are public: what they send to the internet goes straight to an internet gateway (AWS rule 5). */
export class PublicSubnets {
    constructor(
        private readonly graph: Graph,
        private readonly tables: RouteTables,
    ) {}

    /** Whether what a subnet sends to the internet goes straight to an internet gateway: it is public (AWS rule 5). */
    isPublic(subnet: Subnet): HopAnswer {
        return this.tables.over(subnet, (table) => {
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
                    () => uncertain(table),
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
        return this.tables.over(subnet, (table) => {
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
            return unless(answers.length === 0 ? lacksGateway(table, family) : any(answers), gaps);
        });
    }
}

function lacksGateway(table: RouteTable, family: Family): HopAnswer {
    return violated(stopped(faults.noInternetGatewayRoute, table, { for: everywhere[family] }));
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
