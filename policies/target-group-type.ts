import { cannotKnow, fromBoolean, isKnownToBe, map, unless, type Answer } from "../src/knowable";
import { candidates, every, listed, type TargetGroup } from "../src/network";
import { definePolicy, set } from "../src/policy";
import type { Path } from "../src/reach";
import { claimsOf, usersOf } from "../src/workload";

export const targetGroupType = definePolicy({
    kind: "stack",
    name: "target-group-type",
    description: "Every target group of a Fargate workload must have the target type ip.",
    why: 'A Fargate task is no instance that could be registered: its own network interface is the target (AWS rule 1.12). That holds for the groups between which CodeDeploy moves a service too. Left unset, the type is `instance`, and AWS answers: "InvalidParameterException: The provided target group has target type instance, which is incompatible with the awsvpc network mode specified in the task definition".',
    fix: 'Set `targetType: "ip"`. This replaces the target group, so give it a new name if it has a fixed one.',
    turnOff: "AWS refuses such a service, so there is no reason to.",
    severity: "high",
    level: "mandatory",
    *check({ model }) {
        const claims = model.workloads.flatMap((workload) => claimsOf(model.graph, workload));
        for (const [group, users] of usersOf(claims)) {
            const certain = users.filter(({ maybe }) => maybe.length === 0);
            const launchers = new Set(certain.map(({ workload }) => workload.launcher));
            yield {
                resource: group.resource,
                answer: unless(isIp(group), certain.length > 0 ? [] : (users[0]?.maybe ?? [])),
                problem: `target group ${group.name} is not of target type ip${actual(group)}, but tasks on Fargate have only IP addresses to register, so AWS refuses ${listed([...launchers].map(({ label, name }) => ({ name: `${label} ${name}` })))}`,
                fix: [set(group, "targetType", "ip", "an existing one is replaced")],
            };
        }
        for (const { workload, targetGroups, maybe } of claims) {
            const { launcher } = workload;
            const rest = { ...targetGroups, nodes: [] };
            yield {
                resource: launcher.resource,
                answer: unless(every(rest, isIp), maybe),
                about: candidates(rest).map(({ urn }) => urn),
                problem: `none of the target groups that ${launcher.label} ${launcher.name} may use has target type ip`,
                fix: [
                    candidates(rest).flatMap((each) =>
                        set(each, "targetType", "ip", "an existing one is replaced"),
                    ),
                ],
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
    if (isKnownToBe(targetType, "instance")) return " (it is instance, which is the default)";
    const other = ["lambda", "alb"].find((type) => isKnownToBe(targetType, type));
    return other === undefined ? "" : ` (it is ${other})`;
}
