import { distinctGaps, isUnresolved, type Gap } from "../knowable";
import {
    candidates,
    isOfPlan,
    loadBalancersOf,
    mayForward,
    type Graph,
    type LoadBalancer,
} from "../network";
import type { Workload } from "./workload";

/** A load balancer that serves tasks on Fargate, or may. */
export interface FargateLoadBalancer {
    readonly loadBalancer: LoadBalancer;
    /** Why it is not certain that it does; empty if it is. */
    readonly maybe: readonly Gap[];
}

/** The load balancers of all workloads; where a target group or what forwards to it is not known, any may be one. */
export function findLoadBalancers(
    graph: Graph,
    workloads: readonly Workload[],
): readonly FargateLoadBalancer[] {
    const certain = new Set<LoadBalancer>();
    const possible = new Map<LoadBalancer, readonly Gap[]>();
    // One that may be behind any is doubt enough.
    let open: Gap | undefined;
    for (const { launcher, maybe } of workloads) {
        const { nodes, gaps, some } = launcher.targetGroups;
        open ??= gaps.find(isUnresolved);
        for (const group of candidates(launcher.targetGroups)) {
            const before = loadBalancersOf(graph, group);
            open ??= before.gaps.find((gap) => isOfPlan(gap) && isUnresolved(gap));
            const isSure = nodes.includes(group);
            const why = [...maybe, ...(isSure || some === undefined ? [] : [some.why])];
            for (const each of before.certain) {
                if (isSure && maybe.length === 0) certain.add(each);
                else possible.set(each, [...why, mayForward(each, group)]);
            }
            for (const each of before.possible) possible.set(each, [mayForward(each, group)]);
        }
    }
    const others = open === undefined ? [] : [open];
    return graph.all("loadBalancer").flatMap((loadBalancer) => {
        if (certain.has(loadBalancer)) return [{ loadBalancer, maybe: [] }];
        const maybe = [...(possible.get(loadBalancer) ?? []), ...others];
        return maybe.length === 0 ? [] : [{ loadBalancer, maybe: distinctGaps(maybe) }];
    });
}
