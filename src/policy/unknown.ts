import { cannotKnow, type Gap } from "../knowable";
import { candidates, every } from "../network";
import type { PlannedResource } from "../plan";
import type { Needs, TaskNeeds, Workload } from "../workload";
import type { Model } from "./model";
import type { Judgement } from "./policy";

/** Workloads whose VPC may be another than those of the plan, which are asked for themselves. */
export function unknownVpcs({ workloads }: Model): readonly Judgement[] {
    return workloads.flatMap((workload) => {
        const { subnets } = workload.launcher;
        const gaps = candidates(subnets).flatMap(({ vpc }) => vpc.gaps);
        return unknownNeeds(workload, [...subnets.gaps, ...gaps]);
    });
}

/** Workloads whose task definition is not known: neither is what it needs. */
export function unknownDefinitions({ workloads }: Model): readonly Judgement[] {
    return workloads.flatMap((workload) => {
        const { definition } = workload;
        return definition.known ? [] : unknownNeeds(workload, [definition.why]);
    });
}

/** For the subject of a policy: whether any workload has, or may have, a need. */
export function anyNeeds(needsOf: (needs: TaskNeeds) => Needs): (model: Model) => boolean {
    return ({ workloads }) =>
        workloads.some(({ needs }) => {
            const { certain, gaps } = needsOf(needs);
            return certain.length > 0 || gaps.length > 0;
        });
}

/** What is not known of a workload's needs. */
export function unknownNeeds({ launcher }: Workload, gaps: readonly Gap[]): readonly Judgement[] {
    return unknownOf(launcher.resource, gaps);
}

/** What is not known of a resource; nothing, if there are no gaps. */
export function unknownOf(resource: PlannedResource, gaps: readonly Gap[]): readonly Judgement[] {
    return gaps.length === 0 ? [] : [{ resource, answer: cannotKnow(gaps), problem: "", fix: "" }];
}

/**
 * The same, where what is needed is one of these services of AWS's, or a host that is not in the plan: if
 * they and the internet can be reached from every subnet, it does not matter which it is.
 */
export function unknownDestinations(
    workload: Workload,
    gaps: readonly Gap[],
    services: readonly string[],
    { reach }: Model,
): readonly Judgement[] {
    const rest = gaps.filter(({ reason }) => reason === "not-modelled" || reason === "malformed");
    if (rest.length === gaps.length) return unknownNeeds(workload, gaps);
    const everywhere = every(workload.launcher.subnets, (subnet) =>
        reach.canReachAny(reach.originIn(subnet, workload), services),
    );
    return unknownNeeds(workload, everywhere.verdict === "ok" ? rest : gaps);
}
