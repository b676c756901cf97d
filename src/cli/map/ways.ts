import type { Gap } from "../../knowable";
import {
    candidates,
    doubtsOf,
    loadBalancersOf,
    type LoadBalancer,
    type Registration,
    type Subnet,
    type TargetGroup,
} from "../../network";
import { askInto, fromEach, waysOut, type Model, type OutwardPolicy } from "../../policy";
import type { PathAnswer } from "../../reach";
import type { Workload } from "../../workload";

/** One thing that the tasks have to reach, with the simulation's answer from each subnet. */
export interface OutwardWay {
    readonly policy: string;
    /** In words. */
    readonly what: string;
    /** What kind of destination it is, in words. */
    readonly kind: string;
    /** Services whose endpoints could carry it. */
    readonly services: readonly string[];
    readonly routes: readonly SubnetRoute[];
}

export interface SubnetRoute {
    readonly subnet: Subnet;
    readonly answer: PathAnswer;
    /** Why it does not count as violated, though it may be; empty if it does. */
    readonly doubts: readonly Gap[];
}

/** What a load balancer has to reach: the tasks that register with a target group. */
export interface InwardWay {
    readonly group: TargetGroup;
    readonly balancer: LoadBalancer | undefined;
    /** Why it may not lead there. */
    readonly doubts: readonly Gap[];
    readonly port: number | undefined;
    readonly routes: readonly SubnetRoute[];
}

/** The policies that ask for ways, with what their destinations are called. */
const destinations = {
    "task-image-pull": "images",
    "task-logs": "logs",
    "task-secrets": "secrets",
    "task-file-systems": "file system",
    "task-exec": "ECS Exec",
} as const satisfies Readonly<Record<OutwardPolicy, string>>;

export const inwardPolicy = "load-balancer-to-task";
const imageServices = ["ecr.api", "ecr.dkr", "s3"];

/** Policies that ask for ways out. */
export const outwardPolicies = Object.keys(destinations) as readonly OutwardPolicy[];

export function destinationOf(policy: OutwardPolicy): string {
    return destinations[policy];
}

/** What a workload has to reach, as far as that is certain. */
export function outwardWays(
    policy: OutwardPolicy,
    workload: Workload,
    model: Model,
): readonly OutwardWay[] {
    const kind = destinations[policy];
    const all = waysOut[policy](workload, model).map(({ what, target, ask }): OutwardWay => {
        const own = target?.kind === "service" ? [target.name] : [];
        const services = policy === "task-image-pull" ? imageServices : own;
        return { policy, what, kind, services, routes: routesOf(workload, ask) };
    });
    // Two containers may need the same.
    return [...new Map(all.map((each) => [each.what, each])).values()];
}

/** From every subnet in which tasks start, or of which some are meant. */
function routesOf(
    { launcher: { subnets }, maybe }: Workload,
    ask: (subnet: Subnet) => PathAnswer,
): readonly SubnetRoute[] {
    return fromEach(subnets, (subnet) => ({ answer: ask(subnet) })).each.map(
        ({ subnet, found, doubts }) => ({
            subnet,
            answer: found.answer,
            doubts: [...doubts, ...maybe],
        }),
    );
}

/** From the load balancers to the tasks. */
export function inwardWays(workload: Workload, model: Model): readonly InwardWay[] {
    const { registrations } = workload.launcher;
    if (!registrations.known) return [];
    return registrations.value.flatMap((registration) =>
        candidates(registration.targetGroups).flatMap((group) =>
            waysThrough(group, registration, workload, model),
        ),
    );
}

function waysThrough(
    group: TargetGroup,
    { targetGroups, containerPort: port }: Registration,
    workload: Workload,
    model: Model,
): readonly InwardWay[] {
    const own = targetGroups.nodes.includes(group) ? [] : doubtsOf(targetGroups);
    const { certain, possible, gaps } = loadBalancersOf(model.graph, group);
    const way = (balancer: LoadBalancer, doubts: readonly Gap[]): InwardWay => ({
        group,
        balancer,
        doubts,
        port: port.known ? port.value : undefined,
        routes: routesOf(workload, (subnet) =>
            askInto(workload, port, model, { balancer, group, subnet }),
        ).map((route) => ({ ...route, doubts: [...route.doubts, ...doubts] })),
    });
    const ways = [
        ...certain.map((each) => way(each, own)),
        ...possible.map((each) => way(each, [...own, ...gaps])),
    ];
    const none = { group, balancer: undefined, doubts: own, port: undefined, routes: [] };
    return ways.length === 0 ? [none] : ways;
}
