import { distinctGaps, type Gap } from "../knowable";
import { candidates, type Vpc } from "../network";
import type { Workload } from "./workload";

/** A VPC in which tasks run on Fargate, or may. */
export interface FargateVpc {
    readonly vpc: Vpc;
    readonly workloads: readonly Workload[];
    /** Why it is not certain that tasks run there; empty if it is. */
    readonly maybe: readonly Gap[];
}

/** The VPCs of all workloads. */
export function findVpcs(workloads: readonly Workload[]): readonly FargateVpc[] {
    const found = new Map<Vpc, { workloads: Workload[]; maybe: Gap[]; isCertain: boolean }>();
    for (const workload of workloads) {
        const { subnets } = workload.launcher;
        const certain = new Set(subnets.nodes.flatMap((subnet) => subnet.vpc.nodes));
        const possible = new Set(candidates(subnets).flatMap((subnet) => candidates(subnet.vpc)));
        // Whichever of the candidates it is, it is in this VPC.
        if (subnets.some?.orOutside === false && possible.size === 1) {
            for (const vpc of possible) certain.add(vpc);
        }
        const doubts = [...subnets.gaps, ...(subnets.some === undefined ? [] : [subnets.some.why])];
        for (const vpc of possible) {
            const entry = found.get(vpc) ?? { workloads: [], maybe: [], isCertain: false };
            entry.workloads.push(workload);
            const maybe = [...workload.maybe, ...(certain.has(vpc) ? [] : doubts)];
            entry.isCertain ||= certain.has(vpc) && maybe.length === 0;
            entry.maybe.push(...maybe);
            found.set(vpc, entry);
        }
    }
    return [...found].map(([vpc, { workloads: within, maybe, isCertain }]) => ({
        vpc,
        workloads: within,
        maybe: isCertain ? [] : distinctGaps(maybe),
    }));
}
