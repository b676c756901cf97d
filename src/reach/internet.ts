import {
    all,
    any,
    assuming,
    cannotKnow,
    distinctGaps,
    ok,
    unless,
    violated,
    type Answer,
    type Gap,
    type Knowable,
} from "../knowable";
import {
    agreed,
    candidates,
    effectiveRouteTable,
    every,
    isEmpty,
    routesOf,
    some,
    type Graph,
    type InternetGateway,
    type NatGateway,
    type RouteEntry,
    type RouteTable,
    type Subnet,
    type Vpc,
} from "../network";
import { coverTogether, internetCoverage, isIpv6Internet } from "./cidr";
import { hop, through, type Hop } from "./hop";

/** Where a task starts from. */
export interface Origin {
    readonly subnet: Subnet;
    /** Whether it has a public IPv4 address. */
    readonly publicIp: Knowable<boolean | undefined>;
}

/** What the simulation is told beyond the plan (a setting of `preflight-settings`). */
export interface ReachOptions {
    /** Take transit gateways, peerings, firewalls … as leading to the internet. */
    readonly centralizedEgress: "unknown" | "assumed";
}

type HopAnswer = Answer<Hop>;

/** IPv4 to a host on the internet, over routes (facts 5). Security groups and ACLs are not asked yet. */
export class InternetReach {
    private readonly routes = new Map<RouteTable, ReturnType<typeof routesOf>>();
    private readonly nats = new Map<NatGateway, HopAnswer>();
    private readonly answers = new Map<string, HopAnswer>();

    constructor(
        private readonly graph: Graph,
        private readonly options: ReachOptions,
    ) {}

    /** The way from a task in a subnet. */
    from(origin: Origin): HopAnswer {
        return this.overTables(origin.subnet, (table) => this.fromTable(table, origin));
    }

    /** Subnets of one VPC that share a table share the answer. */
    private fromTable(table: RouteTable, origin: Origin): HopAnswer {
        const { subnet, publicIp } = origin;
        const follow = (): HopAnswer =>
            this.throughTable(table, needsNat(table), (entry) =>
                this.nextHop(entry, table, origin),
            );
        const [vpc] = subnet.vpc.nodes;
        const isCertain = subnet.vpc.some === undefined && subnet.vpc.gaps.length === 0;
        if (vpc === undefined || !isCertain || !publicIp.known) return follow();
        const key = `${table.urn} ${vpc.urn} ${String(publicIp.value)}`;
        let answer = this.answers.get(key);
        if (answer === undefined) {
            answer = follow();
            this.answers.set(key, answer);
        }
        return answer;
    }

    /** Why a host that speaks IPv6 may be reached over IPv6, which is not simulated; empty if not. */
    ipv6Doubts(subnet: Subnet): readonly Gap[] {
        const { hasIpv6 } = subnet;
        if (hasIpv6.known && !hasIpv6.value) return [];
        const tables = effectiveRouteTable(this.graph, subnet);
        const routes = tables.candidates.flatMap((table) => {
            const { certain, possible } = this.routesOf(table);
            return [...certain, ...possible];
        });
        return routes
            .filter(({ destination }) => !destination.known || isIpv6Internet(destination.value))
            .map((entry) => {
                const what = "it is a way for IPv6, which is not simulated";
                return entry.resource.gap("routes", "not-modelled", what);
            });
    }

    /** Asks the table that decides for the subnet. */
    private overTables(subnet: Subnet, question: (table: RouteTable) => HopAnswer): HopAnswer {
        const tables = effectiveRouteTable(this.graph, subnet);
        const answers = tables.candidates.map((table) => through(table, question(table)));
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
        lacking: Hop,
        follow: (entry: RouteEntry) => HopAnswer,
    ): HopAnswer {
        const { certain, possible, gaps } = this.routesOf(table);
        const doubts: Gap[] = [...gaps];
        const full: RouteEntry[] = [];
        const partial: RouteEntry[] = [];
        for (const entry of certain) {
            const { destination } = entry;
            if (!destination.known) {
                doubts.push(destination.why);
                continue;
            }
            const coverage = internetCoverage(destination.value);
            if (coverage === "all") full.push(entry);
            else if (coverage === "some") partial.push(entry);
        }
        for (const entry of possible) doubts.push(mayExist(entry, table));
        for (const entry of [...certain, ...possible]) doubts.push(...this.opacity(entry));

        // Without a route for the rest, the rest has no way.
        const rest = full.map(follow);
        const halves = partial.flatMap(({ destination }) =>
            destination.known ? [destination.value] : [],
        );
        if (rest.length === 0 && !coverTogether(halves)) rest.push(violated(lacking));
        const answer = agreed([...rest, ...partial.map(follow)], uncertain(table));
        return unless(answer, distinctGaps(doubts));
    }

    private routesOf(table: RouteTable): ReturnType<typeof routesOf> {
        let routes = this.routes.get(table);
        if (routes === undefined) {
            routes = routesOf(this.graph, table);
            this.routes.set(table, routes);
        }
        return routes;
    }

    private opacity(entry: RouteEntry): Gap[] {
        const { target } = entry;
        if (target.kind === "unknown") return [target.why];
        if (target.kind !== "opaque") return [];
        return [opaque(entry, target.what)];
    }

    private nextHop(entry: RouteEntry, table: RouteTable, origin: Origin): HopAnswer {
        const { target } = entry;
        switch (target.kind) {
            case "internet-gateway":
                return this.throughInternetGateway(target.gateway, table, origin);
            case "nat-gateway":
                return every(target.gateway, (nat) => this.throughNat(nat));
            case "egress-only-gateway":
                return violated(
                    hop(table, "the route leads to an egress-only gateway, which carries no IPv4"),
                );
            case "opaque":
                return this.throughOpaque(entry, target.what);
            case "local":
                return violated(hop(table, "the route stays in the VPC"));
            case "unknown":
                return cannotKnow(target.why);
        }
    }

    private throughOpaque(entry: RouteEntry, what: string): HopAnswer {
        if (this.options.centralizedEgress === "assumed") {
            return assuming(ok(), [`${what} leads to the internet (setting centralizedEgress)`]);
        }
        return cannotKnow(opaque(entry, what));
    }

    /** A public subnet; the task also needs a public address of its own (facts 1.2, 5). */
    private throughInternetGateway(
        gateways: Parameters<typeof every<InternetGateway, Hop>>[0],
        table: RouteTable,
        { subnet, publicIp }: Origin,
    ): HopAnswer {
        const attached = every(gateways, (gateway) => this.isAttached(gateway, subnet));
        if (attached.verdict === "violated") return attached;
        const address: HopAnswer = !publicIp.known
            ? cannotKnow(publicIp.why)
            : publicIp.value === true
              ? ok()
              : violated({
                    ...hop(gateways.nodes[0] ?? table),
                    says: "serves only tasks with a public IP, and networkConfiguration.assignPublicIp is false",
                    fix: `set networkConfiguration.assignPublicIp to true, or run the tasks in subnets with a route to a NAT gateway`,
                });
        return all([attached, address]);
    }

    private isAttached(gateway: InternetGateway, subnet: Subnet): HopAnswer {
        return every(subnet.vpc, (vpc) => this.isAttachedTo(gateway, vpc));
    }

    private isAttachedTo(gateway: InternetGateway, vpc: Vpc): HopAnswer {
        const { certain, possible, unresolved } = this.graph.children(
            "internetGatewayAttachment",
            gateway,
            "internetGateway",
            (attachment) => attachment.internetGateway,
        );
        const here = (each: Vpc): HopAnswer =>
            each === vpc ? ok(hop(gateway)) : violated(detached(gateway, vpc));
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
        if (ways.length === 0) return unless(violated(detached(gateway, vpc)), doubts);
        return unless(any(ways), doubts);
    }

    /** A NAT gateway works if its own subnet is public; a private one never reaches the internet by itself. */
    private throughNat(nat: NatGateway): HopAnswer {
        let answer = this.nats.get(nat);
        if (answer === undefined) {
            answer = through(nat, this.natReaches(nat));
            this.nats.set(nat, answer);
        }
        return answer;
    }

    private natReaches(nat: NatGateway): HopAnswer {
        const type = nat.connectivityType;
        if (!type.known) return cannotKnow(type.why);
        const mode = nat.availabilityMode;
        if (!mode.known) return cannotKnow(mode.why);
        if (type.value !== "private" && mode.value === "regional") return ok();
        if (isEmpty(nat.subnet)) {
            return cannotKnow(nat.resource.gap("subnetId", "malformed", "it names no subnet"));
        }
        const isPrivate = type.value === "private";
        return some(nat.subnet, (subnet) => this.natFrom(nat, subnet, isPrivate));
    }

    private natFrom(nat: NatGateway, subnet: Subnet, isPrivate: boolean): HopAnswer {
        return this.overTables(subnet, (table) =>
            this.throughTable(table, needsInternetGateway(table, nat), (entry) =>
                this.natNextHop(nat, subnet, entry, table, isPrivate),
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
            if (!isPrivate)
                return every(target.gateway, (gateway) => this.isAttached(gateway, subnet));
            return violated({
                ...hop(nat),
                says: "is private, and an internet gateway drops what comes from it",
                fix: `make the NAT gateway ${nat.name} public (connectivityType), with an Elastic IP`,
            });
        }
        if (target.kind === "nat-gateway") {
            const itself = candidates(target.gateway);
            if (itself.length === 1 && itself[0] === nat) {
                return violated({
                    ...hop(table),
                    says: "sends the NAT gateway's own traffic back to it",
                    fix: publicSubnetFor(nat),
                });
            }
            const what = "a NAT gateway behind a NAT gateway is not simulated";
            return cannotKnow(entry.resource.gap("natGatewayId", "not-modelled", what));
        }
        return this.nextHop(entry, table, { subnet, publicIp: { known: true, value: true } });
    }
}

const noDefaultRoute = "no route for 0.0.0.0/0";

function needsNat(table: RouteTable): Hop {
    const fix = `give the ${table.label} ${table.name} a route for 0.0.0.0/0 to a NAT gateway in a public subnet`;
    return hop(table, noDefaultRoute, fix);
}

function needsInternetGateway(table: RouteTable, nat: NatGateway): Hop {
    return hop(table, noDefaultRoute, publicSubnetFor(nat));
}

function publicSubnetFor(nat: NatGateway): string {
    return `put the NAT gateway ${nat.name} into a subnet whose route table has 0.0.0.0/0 to an internet gateway`;
}

function ambiguousTable(subnet: Subnet): Gap {
    const what = "it is not certain which route table it uses";
    return subnet.resource.gap("routeTableId", "made-by-plan", what);
}

function detached(gateway: InternetGateway, vpc: Vpc): Hop {
    return hop(
        gateway,
        `is not attached to VPC ${vpc.name}`,
        `attach the internet gateway ${gateway.name} to VPC ${vpc.name}`,
    );
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
