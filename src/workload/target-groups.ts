import { addTo, known, map, type Gap, type Knowable } from "../knowable";
import {
    candidates,
    deployedTo,
    doubtsOf,
    isEmpty,
    linkTo,
    Service,
    type Graph,
    type Links,
    type TargetGroup,
    type TaskLauncher,
} from "../network";
import type { Workload } from "./workload";

/**
 * Target groups of which at least one must get traffic for a launcher's tasks to get any: each by itself,
 * the two of a blue/green deployment together, for they take turns.
 */
export function slotsOf(launcher: TaskLauncher): readonly Links<TargetGroup>[] {
    const { registrations, targetGroups } = launcher;
    const takeTurns =
        registrations.known &&
        registrations.value.some(({ hasAlternate }) => !hasAlternate.known || hasAlternate.value);
    return takeTurns
        ? registrations.value.map((each) => each.targetGroups).filter((each) => !isEmpty(each))
        : oneByOne(targetGroups);
}

/** Each target group that is certainly meant, and what is not certain of the others. */
function oneByOne(links: Links<TargetGroup>): readonly Links<TargetGroup>[] {
    const { nodes, assumed } = links;
    const rest = { ...links, nodes: [] };
    const each = nodes.map((group) => ({ ...linkTo(group), assumed }));
    return isEmpty(rest) ? each : [...each, rest];
}

/** CodeDeploy moves it between two target groups, and listeners with it, unseen by the program. */
export function deploysWithCodeDeploy(launcher: TaskLauncher): Knowable<boolean> {
    return launcher instanceof Service
        ? map(launcher.deploymentController, (type) => type === "CODE_DEPLOY")
        : known(false);
}

/** Target groups with which a workload's tasks register. */
export interface Claim {
    readonly workload: Workload;
    readonly targetGroups: Links<TargetGroup>;
    /** Why it is not certain that tasks on Fargate do; empty if it is. */
    readonly maybe: readonly Gap[];
}

/** Its own target groups, and those between which CodeDeploy moves it. */
export function claimsOf(graph: Graph, workload: Workload): readonly Claim[] {
    const { launcher, maybe } = workload;
    return [
        { workload, targetGroups: launcher.targetGroups, maybe },
        ...deployedTo(graph, launcher).map(({ targetGroups, maybe: doubts }) => ({
            workload,
            targetGroups,
            maybe: [...maybe, ...doubts],
        })),
    ];
}

/** Who uses each target group, or may. */
export function usersOf(claims: readonly Claim[]): Map<TargetGroup, Claim[]> {
    const users = new Map<TargetGroup, Claim[]>();
    for (const claim of claims) {
        const { targetGroups, maybe } = claim;
        for (const group of new Set(candidates(targetGroups))) {
            const doubts = targetGroups.nodes.includes(group) ? [] : doubtsOf(targetGroups);
            const user = { ...claim, maybe: [...maybe, ...doubts] };
            addTo(users, group, user);
        }
    }
    return users;
}
