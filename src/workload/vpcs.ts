import { distinctGaps, type Gap } from "../knowable";
import { candidates, orOther, type Graph, type Vpc } from "../network";
import type { Workload } from "./workload";

/** A VPC in which tasks run on Fargate, or may. */
export interface FargateVpc {
    readonly vpc: Vpc;
    /** Those that certainly run there. */
    readonly workloads: readonly Workload[];
    /** Why it is not certain that any task runs there; empty if it is. */
    readonly maybe: readonly Gap[];
}

/** The VPCs of all workloads; where a workload's subnets are not known, it may be any VPC of the plan. */
export function findVpcs(graph: Graph, workloads: readonly Workload[]): readonly FargateVpc[] {
    const places = workloads.map((workload) => ({ workload, ...placeOf(workload) }));
    return graph.all("vpc").flatMap((vpc) => {
        const within = places.filter(({ certain }) => certain.has(vpc));
        const isCertain = within.some(({ workload }) => workload.maybe.length === 0);
        const near = places.filter(({ possible, isOpen }) => isOpen || possible.has(vpc));
        if (within.length === 0 && near.length === 0) return [];
        const maybe = [...within, ...near].flatMap(({ workload, doubts }) => [
            ...workload.maybe,
            ...doubts,
        ]);
        return [
            {
                vpc,
                workloads: within.map(({ workload }) => workload),
                maybe: isCertain ? [] : distinctGaps(maybe),
            },
        ];
    });
}

interface Place {
    readonly certain: ReadonlySet<Vpc>;
    readonly possible: ReadonlySet<Vpc>;
    readonly doubts: readonly Gap[];
    /** It may run in a VPC that none of the candidates tells. */
    readonly isOpen: boolean;
}

function placeOf({ launcher: { subnets } }: Workload): Place {
    const all = candidates(subnets);
    const possible = new Set(all.flatMap((subnet) => candidates(subnet.vpc)));
    const certain = new Set(subnets.nodes.flatMap((subnet) => subnet.vpc.nodes));
    const vpcGaps = all.flatMap(({ vpc }) => [
        ...vpc.gaps,
        ...(vpc.some === undefined ? [] : [vpc.some.why]),
    ]);
    const isOpen = subnets.gaps.length > 0 || all.some(({ vpc }) => vpc.gaps.length > 0);
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
    return { certain, possible, doubts, isOpen };
}
