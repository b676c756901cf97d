import { all, cannotKnow, isKnownToBe, ok, type Gap } from "../knowable";
import {
    agreedAmong,
    candidates,
    effectiveGroups,
    every,
    homesOf,
    inOneVpc,
    isEmpty,
    linkTo,
    type LoadBalancer,
    type Subnet,
} from "../network";
import type { TaskName } from "../workload";
import { Addresses, type Family } from "./addresses";
import { inOrder, type Destination, type HopAnswer, type Origin } from "./connection";
import { hasHostnames, privateNames, resolvesNames } from "./dns";
import { sourceOf, type Filters, type On } from "./filters";
import { along, hop, through, type Hop, type Path, type PathAnswer } from "./hop";
import { isIpv6Only } from "./ipv6-only";
import { byListener, type LoadBalancerReach } from "./load-balancer";
import { overOf, transportsOn } from "./load-balancer-calls";
import { rules } from "./rules";
import type { Scene } from "./scene";
import { eachWay } from "./trace";
import { over, parties, ways, type Said } from "./words";

/** A task's call to what the plan makes beside it: other tasks, a load balancer. */
export class NeighbourReach {
    constructor(
        private readonly scene: Scene,
        private readonly loadBalancers: LoadBalancerReach,
    ) {}

    /** To the tasks of another workload in one of its subnets, by one of their names or by their address. */
    toTasks(origin: Origin, called: Said, to: Origin, port: number, name?: TaskName): PathAnswer {
        const { subnet } = to;
        const family: Family = [origin.subnet, subnet].some(isIpv6Only) ? "ipv6" : "ipv4";
        const found = name === undefined ? ok<Hop>() : this.byName(origin, called, name);
        if (found.verdict === "violated") {
            return along(through(origin.subnet, found), ways.byName);
        }
        this.scene.trace.note(rules.ownAddress, () => ({
            at: subnet,
            says: `${called.text} have addresses of the subnet ${subnet.name}`,
        }));
        const groups = effectiveGroups(this.scene.graph, to.caller.securityGroups, linkTo(subnet));
        const there = { addresses: sourceOf(subnet, family), port, called, groups };
        const direct = this.between(origin, subnet, there, (cross) =>
            inOrder([
                () => found,
                () => hasFamily(origin.subnet, family),
                () => hasFamily(subnet, family),
                cross,
                () => this.scene.filters.arrive(origin, groups, { port }, family, subnet),
            ]),
        );
        const isByDns = family === "ipv4" && name !== undefined && name.by !== "Service Connect";
        const answer = isByDns ? this.scene.dns64.privately(direct, origin) : direct;
        return along(through(origin.subnet, answer), ways.toTasks.of({ port }));
    }

    /** Whether a name means the tasks: with Cloud Map in the DNS of a VPC, with Service Connect without any (AWS rule 7). */
    private byName(
        { subnet }: Origin,
        { text }: Said,
        { by, name, namespace }: TaskName,
    ): HopAnswer {
        const { graph, trace } = this.scene;
        if (by === "Service Connect" || typeof namespace === "string" || !("vpc" in namespace)) {
            trace.note(rules.connectName, () => ({
                at: subnet,
                says: `the name leads to the proxies of ${text}`,
            }));
            return ok();
        }
        return every(subnet.vpc, (vpc) =>
            trace.step(
                rules.privateDns,
                () => ({ at: vpc, says: `in VPC ${vpc.name} the name means ${text}` }),
                () => {
                    const others = privateNames(graph, vpc, name).filter(
                        ({ urn }) => urn !== namespace.urn,
                    );
                    const what = `whether it is in VPC ${vpc.name} is not certain`;
                    const doubts = [
                        ...(namespace.isIn(vpc)
                            ? []
                            : [namespace.resource.gap("vpc", "not-modelled", what)]),
                        ...others,
                        ...graph.openness.changes(vpc, "names"),
                    ];
                    const neededBy = parties.namespace.of({ namespace });
                    return inOrder([
                        () => resolvesNames(graph, vpc),
                        () => hasHostnames(vpc, neededBy),
                        () => (doubts.length === 0 ? ok() : cannotKnow(doubts)),
                    ]);
                },
            ),
        );
    }

    /** To a load balancer, on each port on which it listens, or on this one. */
    toBalancer(origin: Origin, balancer: LoadBalancer, port: number | undefined): PathAnswer {
        const answers = byListener(this.scene.graph, balancer, (listener) => {
            const own = listener.port;
            if (!own.known) return cannotKnow(own.why);
            const on = own.value ?? 443;
            if (port !== undefined && on !== port) return ok();
            const type = balancer.loadBalancerType;
            if (!type.known) return cannotKnow(type.why);
            const transports = transportsOn(listener, type);
            if (!transports.known) return cannotKnow(transports.why);
            const answers = transports.value.map((transport) =>
                this.scene.trace.branch(
                    "part",
                    () =>
                        `load balancer ${balancer.name}, ${over(transport)} ${String(on)} (listener ${listener.name})`,
                    () => this.toListener(origin, balancer, { ...overOf(transport), port: on }),
                ),
            );
            return all(answers);
        });
        const isAsked = answers.some(
            ({ verdict, evidence }) => verdict !== "ok" || evidence.length > 0,
        );
        return isAsked ? all(answers) : cannotKnow(withoutListener(balancer, port));
    }

    private toListener(origin: Origin, balancer: LoadBalancer, on: On): PathAnswer {
        const { internal } = balancer;
        if (!internal.known) return cannotKnow(internal.why);
        if (isIpv6Only(origin.subnet)) return cannotKnow(overIpv6(balancer));
        const isInternal = internal.value === true;
        this.scene.trace.note(rules.balancerName, () => ({
            at: balancer,
            says: `the name of the load balancer ${balancer.name}, which ${isInternal ? "is internal, means private" : "faces the internet, means public"} addresses`,
        }));
        return isInternal
            ? along(through(origin.subnet, this.within(origin, balancer, on)), ways.withinVpc)
            : this.overInternet(origin, balancer, on);
    }

    /** To one of its interfaces; the name gives the addresses of all. */
    private within(origin: Origin, balancer: LoadBalancer, on: On): HopAnswer {
        const { subnets } = balancer;
        const called = parties.loadBalancer.of({ balancer });
        const groups = this.hasGroups(balancer)
            ? effectiveGroups(this.scene.graph, balancer.securityGroups, subnets)
            : undefined;
        const answers = eachWay(
            this.scene.trace,
            candidates(subnets),
            ({ name }) => `to its interface in the subnet ${name}`,
            (subnet) => {
                const addresses = sourceOf(subnet, "ipv4");
                const there = { addresses, ...on, called, ...(groups && { groups }) };
                return this.between(origin, subnet, there, (cross) => cross());
            },
        );
        const direct = inOrder([
            () => agreedAmong(subnets, answers, () => halfWay(balancer)),
            () => this.arrive(origin, balancer, on),
        ]);
        return this.scene.dns64.privately(direct, origin);
    }

    /** Out of the VPC, and back in as a stranger: rules that name groups of the VPC do not know it. */
    private overInternet(origin: Origin, balancer: LoadBalancer, on: On): PathAnswer {
        const called = parties.loadBalancer.of({ balancer });
        const addresses = Addresses.onInternet("ipv4");
        const out = this.scene.dns64.overInternet(origin, { addresses, ...on, called });
        if (out.verdict === "violated") return along(out, ways.overInternet);
        const facing = this.scene.trace.step(
            rules.facing,
            () => ({
                at: balancer,
                says: `an internet gateway leads to the subnets of ${called.text}`,
            }),
            () => this.loadBalancers.isReachedFromInternet(balancer),
        );
        const caller = {
            ...origin.caller,
            called: parties.publicTasks,
            securityGroups: undefined,
            addresses,
        };
        const into = this.arrive({ subnet: origin.subnet, caller }, balancer, on);
        return all<Path>([along(out, ways.overInternet), facing, along(into, ways.overInternet)]);
    }

    private arrive(
        origin: Parameters<Filters["arrive"]>[0],
        balancer: LoadBalancer,
        on: On,
    ): HopAnswer {
        if (!this.hasGroups(balancer)) {
            this.scene.trace.note(rules.noGroups, () => ({
                at: balancer,
                says: `${balancer.label} ${balancer.name} has no security group, so everybody may come in`,
            }));
            return ok(hop(balancer));
        }
        const { securityGroups, subnets } = balancer;
        const groups = effectiveGroups(this.scene.graph, securityGroups, subnets);
        return this.scene.filters.arrive(origin, groups, on, "ipv4", balancer);
    }

    /** A Network Load Balancer has only the groups that it was made with (AWS rule 7). */
    private hasGroups({ securityGroups, loadBalancerType }: LoadBalancer): boolean {
        return !isEmpty(securityGroups) || isKnownToBe(loadBalancerType, "application");
    }

    /** To an interface in a subnet: within the VPC, or over a peering of two VPCs of the plan. */
    private between(
        origin: Origin,
        to: Subnet,
        there: Destination,
        ask: (cross: () => HopAnswer) => HopAnswer,
    ): HopAnswer {
        const { filters, graph, peering, trace } = this.scene;
        const from = origin.subnet;
        const isOne =
            from === to ? ok<never>() : inOneVpc(homesOf(graph, from), homesOf(graph, to));
        if (isOne.verdict === "ok") return ask(() => filters.within(origin, to, there));
        const { family } = there.addresses;
        const peers = isOne.verdict === "violated" ? peering.between(from, to, family) : undefined;
        if (peers !== undefined) return ask(() => peering.to(origin, to, there, peers));
        const why = isOne.verdict === "cannot-know" ? isOne.gaps : [betweenVpcs(from, to)];
        return trace.step(
            rules.otherVpc,
            () => undefined,
            () => cannotKnow(why),
        );
    }
}

function hasFamily({ hasIpv4, hasIpv6, resource }: Subnet, family: Family): HopAnswer {
    const has = family === "ipv4" ? hasIpv4 : hasIpv6;
    if (!has.known) return cannotKnow(has.why);
    if (has.value) return ok();
    const what =
        "tasks there have no address of the family of the others, and how they meet is not simulated";
    return cannotKnow(resource.gap("ipv6CidrBlock", "not-modelled", what));
}

function betweenVpcs({ resource }: Subnet, to: Subnet): Gap {
    const what = `the subnet ${to.name} is in another VPC, and only connections between two VPCs of the plan are simulated, with blocks that are known and apart`;
    return resource.gap("vpcId", "not-modelled", what);
}

function withoutListener({ resource }: LoadBalancer, port: number | undefined): Gap {
    const on = port === undefined ? "" : ` on port ${String(port)}`;
    return resource.gap("", "open", `no listener of it${on} is in the plan`);
}

function halfWay({ resource }: LoadBalancer): Gap {
    const what =
        "some of its interfaces can be reached, and others not; which a task calls is up to DNS";
    return resource.gap("subnets", "not-modelled", what);
}

function overIpv6({ resource }: LoadBalancer): Gap {
    const what = "calls over IPv6 to a load balancer are not simulated";
    return resource.gap("ipAddressType", "not-modelled", what);
}
