import { assuming, cannotKnow, type Gap } from "../../knowable";
import {
    agreedBy,
    candidates,
    doubtsOf,
    loadBalancersOf,
    type LoadBalancer,
    type Registration,
    type Subnet,
    type TargetGroup,
} from "../../network";
import { waysTo, waysToImages, type Model } from "../../policy";
import type { PathAnswer } from "../../reach";
import type { Need, Workload } from "../../workload";

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
} as const;

export const inwardPolicy = "load-balancer-to-task";
const imageServices = ["ecr.api", "ecr.dkr", "s3"];

/** Policies that ask for ways out. */
export const outwardPolicies = Object.keys(destinations) as readonly OutwardPolicy[];
type OutwardPolicy = keyof typeof destinations;

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
    if (policy === "task-image-pull") {
        return waysToImages(workload, model).map(({ what, ask }) => ({
            policy,
            what,
            kind,
            services: imageServices,
            routes: routesOf(workload, ask),
        }));
    }
    // Two containers may need the same.
    const needs = [...new Map(needsOf(policy, workload).map((each) => [each.what, each])).values()];
    return waysTo(needs, workload, model).map(({ what, ask }, i) => {
        const target = needs[i]?.target;
        const services = target?.kind === "service" ? [target.name] : [];
        return { policy, what, kind, services, routes: routesOf(workload, ask) };
    });
}

function needsOf(
    policy: Exclude<OutwardPolicy, "task-image-pull">,
    { needs }: Workload,
): readonly Need[] {
    switch (policy) {
        case "task-logs":
            return needs.logs.certain;
        case "task-secrets":
            return needs.secrets.certain;
        case "task-file-systems":
            return needs.fileSystems.certain;
        case "task-exec":
            return needs.exec.certain;
    }
}

/** From every subnet; where some of several are meant, what all of them say alike counts, as for the policies. */
function routesOf(
    { launcher: { subnets }, maybe }: Workload,
    ask: (subnet: Subnet) => PathAnswer,
): readonly SubnetRoute[] {
    const { nodes, some, assumed } = subnets;
    const certain = nodes.map((subnet) => ({ subnet, answer: ask(subnet), doubts: maybe }));
    const among = some?.candidates.map((subnet) => ({ subnet, answer: ask(subnet) })) ?? [];
    if (some === undefined) return certain;
    const agreed = agreedBy(
        some,
        among.map(({ answer }) => assuming(answer, assumed)),
    );
    const doubts = agreed.verdict === "violated" ? maybe : [some.why, ...maybe];
    return [...certain, ...among.map((each) => ({ ...each, doubts }))];
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
    { graph, reach }: Model,
): readonly InwardWay[] {
    const own = targetGroups.nodes.includes(group) ? [] : doubtsOf(targetGroups);
    const { certain, possible, gaps } = loadBalancersOf(graph, group);
    const way = (balancer: LoadBalancer, doubts: readonly Gap[]): InwardWay => ({
        group,
        balancer,
        doubts,
        port: port.known ? port.value : undefined,
        routes: routesOf(workload, (subnet) => {
            if (!port.known) return cannotKnow(port.why);
            const to = reach.originIn(subnet, workload);
            return port.value === undefined
                ? cannotKnow(group.resource.gap("port", "malformed", "it names no containerPort"))
                : reach.canServe(balancer, group, to, port.value);
        }).map((route) => ({ ...route, doubts: [...route.doubts, ...doubts] })),
    });
    const ways = [
        ...certain.map((each) => way(each, own)),
        ...possible.map((each) => way(each, [...own, ...gaps])),
    ];
    const none = { group, balancer: undefined, doubts: own, port: undefined, routes: [] };
    return ways.length === 0 ? [none] : ways;
}
