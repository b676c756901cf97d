import { addTo, distinctGaps, type Gap } from "../knowable";
import { candidates, orOther, type Graph, type Vpc } from "../network";
import type { Workload } from "./workload";

/** A VPC in which tasks run on Fargate, or may. */
export interface FargateVpc {
    readonly vpc: Vpc;
    /** Those that certainly run there. */
    readonly workloads: readonly Workload[];
    /** Those that run there, or may; of those that may run anywhere one stands for all. */
    readonly near: readonly Workload[];
    /** Why it is not certain that any task runs there; empty if it is. */
    readonly maybe: readonly Gap[];
}

/** The VPCs of all workloads; where a workload's subnets are not known, it may be any VPC of the plan. */
export function findVpcs(graph: Graph, workloads: readonly Workload[]): readonly FargateVpc[] {
    const open: WorkloadVpcs[] = [];
    const byVpc = new Map<Vpc, WorkloadVpcs[]>();
    for (const workload of workloads) {
        const place = placeOf(workload);
        if (place.isOpen) open.push(place);
        for (const vpc of new Set([...place.certain, ...place.possible])) {
            addTo(byVpc, vpc, place);
        }
    }
    return graph.all("vpc").flatMap((vpc) => {
        const near = byVpc.get(vpc) ?? [];
        if (near.length === 0 && open.length === 0) return [];
        const within = near.filter(({ certain }) => certain.has(vpc)).map((each) => each.workload);
        const isCertain = within.some(({ maybe }) => maybe.length === 0);
        // One that may run anywhere is doubt enough.
        const why = isCertain
            ? []
            : [...near, ...open.slice(0, 1)].flatMap(({ workload, doubts }) => [
                  ...workload.maybe,
                  ...doubts,
              ]);
        const all = new Set([...near, ...open.slice(0, 1)].map((each) => each.workload));
        return [{ vpc, workloads: within, near: [...all], maybe: distinctGaps(why) }];
    });
}

interface WorkloadVpcs {
    readonly workload: Workload;
    readonly certain: ReadonlySet<Vpc>;
    readonly possible: ReadonlySet<Vpc>;
    readonly doubts: readonly Gap[];
    /** It may run in a VPC that none of the candidates tells. */
    readonly isOpen: boolean;
}

function placeOf(workload: Workload): WorkloadVpcs {
    const { launcher } = workload;
    const { subnets } = launcher;
    const all = candidates(subnets);
    const possible = new Set(all.flatMap((subnet) => candidates(subnet.vpc)));
    const certain = new Set(subnets.nodes.flatMap((subnet) => subnet.vpc.nodes));
    const vpcGaps = all.flatMap(({ vpc }) => [
        ...vpc.gaps,
        ...(vpc.some === undefined ? [] : [vpc.some.why]),
    ]);
    const isOpen =
        !launcher.isInDefaultVpc() &&
        (subnets.gaps.length > 0 || all.some(({ vpc }) => vpc.gaps.length > 0));
    // Whichever of the candidates it is, it is in this VPC.
    if (
        subnets.some !== undefined &&
        orOther(subnets).length === 0 &&
        possible.size === 1 &&
        vpcGaps.length === 0
    ) {
        for (const vpc of possible) certain.add(vpc);
    }
    const doubts = [
        ...subnets.gaps,
        ...(subnets.some === undefined ? [] : [subnets.some.why]),
        ...vpcGaps,
    ];
    return { workload, certain, possible, doubts, isOpen };
}
