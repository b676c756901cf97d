import {
    all,
    any,
    assuming,
    cannotKnow,
    gapsOf,
    isKnownToBe,
    known,
    map,
    ok,
    unless,
    whyOf,
    type Gap,
    type Knowable,
} from "../knowable";
import {
    agreed,
    agreedAmong,
    candidates,
    effectiveGroups,
    every,
    homesOf,
    inOneVpc,
    isEmpty,
    linkTo,
    mayBeOther,
    type Graph,
    type Links,
    type Listener,
    type LoadBalancer,
    type SecurityGroup,
    type Subnet,
    type TargetGroup,
    type Transport,
} from "../network";
import type { Family } from "./addresses";
import { inOrder, type Caller, type HopAnswer, type Origin } from "./connection";
import { sourceOf, type On } from "./filters";
import { along, through, type Path, type PathAnswer } from "./hop";
import { Kept } from "./kept";
import {
    callerOf,
    clientsOf,
    healthCheckPort,
    overOf,
    preservesClients,
    transportsOn,
    translated,
    transportsTo,
} from "./load-balancer-calls";
import type { Scene } from "./scene";
import { eachWay } from "./trace";
import { parties, ways } from "./words";

/** Where tasks are, and what filters their packets. */
export interface Tasks {
    readonly subnets: Links<Subnet>;
    readonly securityGroups: Links<SecurityGroup>;
}

/** Load balancers as callers: whether they reach tasks, and anybody them (AWS rules 6, 7). */
export class LoadBalancerReach {
    private readonly answers: Kept<HopAnswer>;

    constructor(private readonly scene: Scene) {
        this.answers = new Kept(scene.trace);
    }

    /**
     * To tasks that register with a target group: on their port, and on that of the health checks. With
     * one of another target type they cannot.
     */
    toTasks(balancer: LoadBalancer, group: TargetGroup, to: Origin, port: number): PathAnswer {
        const { targetType } = group;
        if (targetType.known && targetType.value !== "ip") return ok();
        const answer = this.toRegistered(balancer, group, to, port);
        return targetType.known ? answer : unless(answer, [targetType.why]);
    }

    /**
     * Whether the tasks' groups admit anybody there; if not, it does not matter which their subnets are, as
     * long as all that they may be are in the VPC of the load balancer, and register.
     */
    toSomebody(
        balancer: LoadBalancer,
        group: TargetGroup,
        { subnets, securityGroups }: Tasks,
        port: number,
    ): PathAnswer {
        const { loadBalancerType: type } = balancer;
        if (!this.mayCall(balancer, group, subnets)) return ok();
        const transports = type.known ? transportsTo(group, type.value) : type;
        if (!transports.known) return cannotKnow(transports.why);
        if (isEmpty(securityGroups) || !isKnownToBe(group.targetType, "ip")) return ok();
        const answers = transports.value.map((transport) => {
            const answer = this.scene.filters.admitSomething(securityGroups, {
                port,
                transport,
                called: parties.loadBalancer.of({ balancer }),
                overInternet: false,
            });
            const way = ways.onContainerPort.of({ ...overOf(transport), port });
            return along(through(balancer, answer), way);
        });
        return all(answers);
    }

    /** Whichever subnets are meant, the load balancer calls the tasks there. */
    private mayCall(balancer: LoadBalancer, group: TargetGroup, subnets: Links<Subnet>): boolean {
        const all = [balancer.subnets, subnets];
        if (all.some(mayBeOther)) return false;
        const family = group.ipAddressType;
        return candidates(subnets).every(
            (to) =>
                family.known &&
                isKnownToBe(family.value === "ipv6" ? to.hasIpv6 : to.hasIpv4, true) &&
                candidates(balancer.subnets).every(
                    (from) =>
                        inOneVpc(homesOf(this.scene.graph, from), homesOf(this.scene.graph, to))
                            .verdict === "ok",
                ),
        );
    }

    private toRegistered(
        balancer: LoadBalancer,
        group: TargetGroup,
        to: Origin,
        port: number,
    ): PathAnswer {
        const type = balancer.loadBalancerType;
        if (!type.known) return cannotKnow(type.why);
        const transports = transportsTo(group, type.value);
        if (!transports.known) return cannotKnow(transports.why);
        if (transports.value.length === 0) return ok();
        const familyType = group.ipAddressType;
        if (!familyType.known) return cannotKnow(familyType.why);
        const family: Family = familyType.value === "ipv6" ? "ipv6" : "ipv4";
        const { hasIpv6, isIpv6Only } = to.subnet;
        const registers = family === "ipv6" ? hasIpv6 : map(isIpv6Only, (only) => only !== true);
        if (!registers.known) return cannotKnow(registers.why);
        // What has no address of the group's family does not register at all.
        if (!registers.value) return ok();
        const hasTcp = transports.value.includes("tcp");
        const preserved = preservesClients(group, transports.value, type.value);
        const checked = healthCheckPort(group, port);
        const ask = (
            on: number,
            term: typeof ways.onContainerPort,
            caller: Caller,
            transport: Transport = "tcp",
        ): PathAnswer => {
            const there = { ...overOf(transport), port: on };
            const way = term.of(there);
            return this.scene.trace.branch(
                "part",
                () => `load balancer ${balancer.name}, ${way.text}`,
                () => along(this.kept(balancer, caller, to, there, family), way),
            );
        };
        const itself = callerOf(balancer, type.value);
        if (hasTcp && isKnownToBe(preserved, false) && isKnownToBe(checked, port)) {
            return ask(port, ways.onBothPorts, itself);
        }
        const data = (transport: Transport, isPreserved: boolean): PathAnswer =>
            ask(
                port,
                ways.onContainerPort,
                isPreserved ? clientsOf(balancer, itself, family) : itself,
                transport,
            );
        return all<Path>([
            checked.known
                ? ask(checked.value, ways.onHealthCheckPort, itself)
                : cannotKnow<Path>(checked.why),
            ...transports.value.map((transport) => {
                if (transport === "udp" && family === "ipv6")
                    return cannotKnow<Path>(translated(group));
                return preserved.known
                    ? data(transport, preserved.value)
                    : agreed([data(transport, true), data(transport, false)], preserved.why);
            }),
        ]);
    }

    /** Whether its groups admit somebody on the port of each of its listeners. */
    admitsClients(balancer: LoadBalancer): readonly PathAnswer[] {
        return byListener(this.scene.graph, balancer, (each) => this.admitsOn(balancer, each));
    }

    /** Without any group everybody may come. */
    private admitsOn(balancer: LoadBalancer, listener: Listener): PathAnswer {
        const { loadBalancerType: type, securityGroups, internal } = balancer;
        if (isEmpty(securityGroups)) {
            if (!type.known) return cannotKnow(type.why);
            if (type.value !== "application") return ok();
        }
        const { port } = listener;
        if (!port.known) return cannotKnow(port.why);
        if (!internal.known) return cannotKnow(internal.why);
        const transports = transportsOn(listener, type);
        if (!transports.known) return cannotKnow(transports.why);
        const groups = effectiveGroups(this.scene.graph, securityGroups, balancer.subnets);
        const answers = transports.value.map((transport) =>
            this.scene.filters.admitSomething(groups, {
                port: port.value,
                transport,
                called: parties.clients,
                overInternet: internal.value !== true,
            }),
        );
        const on = transports.value.join(" and ").toUpperCase();
        const way = ways.onListener.of({ transports: on, port: port.value });
        return along(through(balancer, any(answers)), way);
    }

    /** If it faces the internet: an internet gateway leads to each of its subnets. */
    isReachedFromInternet(balancer: LoadBalancer): PathAnswer {
        const { internal, ipAddressType: family, subnets, loadBalancerType: type } = balancer;
        if (isKnownToBe(internal, true) || isKnownToBe(type, "gateway")) return ok();
        if (!family.known) return cannotKnow(family.why);
        const isIpv6Alone = family.value === "dualstack-without-public-ipv4";
        const isDualStack = family.value === "dualstack";
        const answer = every(subnets, (subnet) => {
            const over = (each: Family): HopAnswer =>
                this.scene.publicSubnets.usesInternetGateway(subnet, true, each);
            const only: Knowable<boolean> = isDualStack
                ? map(subnet.hasIpv4, (has) => !has)
                : known(isIpv6Alone);
            const leads = only.known
                ? over(only.value ? "ipv6" : "ipv4")
                : agreed([over("ipv4"), over("ipv6")], only.why);
            return along(through(balancer, leads), ways.fromInternet);
        });
        const doubts = whyOf(internal, type);
        return unless(answer, doubts);
    }

    private kept(
        balancer: LoadBalancer,
        caller: Caller,
        to: Origin,
        on: On,
        family: Family,
    ): HopAnswer {
        const key = `${family} ${balancer.urn} ${caller.called.key} ${to.subnet.urn} ${to.caller.key} ${on.transport ?? ""} ${String(on.port)}`;
        return this.answers.of(key, () => this.fromAny(balancer, caller, to, on, family));
    }

    /** From whichever of its subnets: in each it has a node, and each may send to every task. */
    private fromAny(
        balancer: LoadBalancer,
        caller: Caller,
        to: Origin,
        on: On,
        family: Family,
    ): HopAnswer {
        const { subnets } = balancer;
        const answers = eachWay(
            this.scene.trace,
            candidates(subnets),
            ({ name }) => `from its subnet ${name}`,
            (from) => this.from(from, caller, to, on, family),
        );
        const isStopped = answers.some(({ verdict }) => verdict === "violated");
        const answer =
            !isStopped && !mayBeOther(subnets) && answers.length > 0
                ? all(answers)
                : agreedAmong(subnets, answers, () => halfWay(balancer));
        return assuming(through(balancer, answer), subnets.assumed);
    }

    private from(subnet: Subnet, caller: Caller, to: Origin, on: On, family: Family): HopAnswer {
        const source = { subnet, caller };
        const groups = effectiveGroups(
            this.scene.graph,
            to.caller.securityGroups,
            linkTo(to.subnet),
        );
        const addresses = sourceOf(to.subnet, family);
        const tasks = { addresses, ...on, called: parties.tasks, groups };
        return through(
            subnet,
            this.whereOneVpc(subnet, to.subnet, () =>
                inOrder([
                    () => this.scene.filters.within(source, to.subnet, tasks),
                    () => this.scene.filters.arrive(source, groups, on, family, to.subnet),
                ]),
            ),
        );
    }

    /** Where the VPCs differ, that is what is wrong, and not a matter of what filters the packets. */
    private whereOneVpc(from: Subnet, to: Subnet, ask: () => HopAnswer): HopAnswer {
        const isOne = inOneVpc(homesOf(this.scene.graph, from), homesOf(this.scene.graph, to));
        if (from !== to && isOne.verdict === "violated") return ok();
        const doubts = from !== to ? gapsOf(isOne) : [];
        return unless(ask(), doubts);
    }
}

/** Asks each listener of a load balancer. */
export function byListener(
    graph: Graph,
    balancer: LoadBalancer,
    ask: (listener: Listener) => PathAnswer,
): readonly PathAnswer[] {
    const listeners = graph.children("listener", balancer, "loadBalancer");
    const maybe = ({ resource }: Listener): Gap =>
        resource.gap("loadBalancerArn", "made-by-plan", "it may be of another load balancer");
    return [
        ...listeners.certain.map(ask),
        ...listeners.possible.map((each) => unless(ask(each), [maybe(each)])),
        ...(listeners.unresolved.length === 0 ? [] : [cannotKnow<Path>(listeners.unresolved)]),
    ];
}

function halfWay({ resource }: LoadBalancer): Gap {
    const what = "from some of its subnets it reaches the tasks, and from others not";
    return resource.gap("subnets", "not-modelled", what);
}
