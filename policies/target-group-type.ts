import { cannotKnow, fromBoolean, map, unless, type Answer, type Gap } from "../src/knowable";
import {
    candidates,
    deployedTo,
    doubtsOf,
    every,
    listed,
    type Graph,
    type Links,
    type TargetGroup,
} from "../src/network";
import { definePolicy } from "../src/policy";
import type { Path } from "../src/reach";
import type { Workload } from "../src/workload";

export const targetGroupType = definePolicy({
    kind: "stack",
    name: "target-group-type",
    description: "Every target group of a Fargate workload must have the target type ip.",
    why: 'A Fargate task is no instance that could be registered: its own network interface is the target (facts 1.12). That holds for the groups between which CodeDeploy moves a service too. Left unset, the type is `instance`, and AWS answers: "InvalidParameterException: The provided target group has target type instance, which is incompatible with the awsvpc network mode specified in the task definition".',
    fix: 'Set `targetType: "ip"`. This replaces the target group, so give it a new name if it has a fixed one.',
    turnOff: "AWS refuses such a service, so there is no reason to.",
    severity: "high",
    level: "mandatory",
    *check({ model }) {
        const claims = model.workloads.flatMap((workload) => claimsOf(workload, model.graph));
        for (const [group, users] of byGroup(claims)) {
            const certain = users.filter(({ maybe }) => maybe.length === 0);
            const launchers = new Set(certain.map(({ workload }) => workload.launcher));
            yield {
                resource: group.resource,
                answer: unless(isIp(group), certain.length > 0 ? [] : (users[0]?.maybe ?? [])),
                problem: `target group ${group.name} is not of target type ip${actual(group)}, but tasks on Fargate have only IP addresses to register, so AWS refuses ${listed([...launchers].map(({ label, name }) => ({ name: `${label} ${name}` })))}`,
                fix: `set targetType to "ip" on the target group ${group.name} (an existing one is replaced)`,
            };
        }
        for (const { workload, targetGroups, maybe } of claims) {
            const { launcher } = workload;
            const rest = { ...targetGroups, nodes: [] };
            yield {
                resource: launcher.resource,
                answer: unless(every(rest, isIp), maybe),
                problem: `none of the target groups that ${launcher.label} ${launcher.name} may use has target type ip`,
                fix: `set targetType to "ip" on the target groups of ${launcher.name}`,
            };
        }
    },
});

function isIp(group: TargetGroup): Answer<Path> {
    const type = group.targetType;
    return type.known ? fromBoolean(map(type, (value) => value === "ip")) : cannotKnow(type.why);
}

/** The type that it has, if AWS knows it by that name. */
function actual({ targetType }: TargetGroup): string {
    if (!targetType.known || targetType.value === undefined) return "";
    if (targetType.value === "instance") return " (it is instance, which is the default)";
    return ["lambda", "alb"].includes(targetType.value) ? ` (it is ${targetType.value})` : "";
}

/** Target groups with which a workload's tasks register. */
interface Claim {
    readonly workload: Workload;
    readonly targetGroups: Links<TargetGroup>;
    /** Why it is not certain that tasks on Fargate do; empty if it is. */
    readonly maybe: readonly Gap[];
}

/** Its own target groups, and those between which CodeDeploy moves it. */
function claimsOf(workload: Workload, graph: Graph): readonly Claim[] {
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
function byGroup(claims: readonly Claim[]): Map<TargetGroup, Claim[]> {
    const users = new Map<TargetGroup, Claim[]>();
    for (const claim of claims) {
        const { targetGroups, maybe } = claim;
        for (const group of new Set(candidates(targetGroups))) {
            const doubts = targetGroups.nodes.includes(group) ? [] : doubtsOf(targetGroups);
            const user = { ...claim, maybe: [...maybe, ...doubts] };
            const list = users.get(group);
            if (list === undefined) users.set(group, [user]);
            else list.push(user);
        }
    }
    return users;
}
