import { fromBoolean, unless, type Answer } from "../src/knowable";
import { every, type Subnet } from "../src/network";
import {
    anyNeeds,
    definePolicy,
    hasModernPlatform,
    judgeWays,
    modernPlatform,
    unknownNeeds,
    waysOut,
} from "../src/policy";
import type { Path } from "../src/reach";

export const taskExec = definePolicy({
    kind: "stack",
    name: "task-exec",
    description:
        "Every Fargate workload with ECS Exec must be able to reach Session Manager, and the key and logs that its cluster names for it, on platform 1.4.0 or newer.",
    why: 'With `enableExecuteCommand` an agent in the task keeps a connection to `ssmmessages` (AWS rules 3, 1.14). With a KMS key in the `executeCommandConfiguration` of its cluster it also calls `kms`, and with `logging: "OVERRIDE"` it writes to `logs` or S3. Otherwise "aws ecs execute-command" answers: "TargetNotConnectedException: The execute command failed due to an internal error".',
    fix: "Give the VPC an interface endpoint for `ssmmessages`, one for `kms` if the cluster names a key, and for its log of the sessions one for `logs`, or a gateway endpoint for S3; or give the subnet a connection to the internet. The interface endpoints need private DNS. What the task role must allow `task-role` and `task-role-permissions` ask.",
    turnOff: "If ECS Exec is switched on everywhere and used nowhere.",
    severity: "medium",
    level: "advisory",
    subject: { what: "tasks with ECS Exec", isIn: anyNeeds(({ exec }) => exec) },
    *check({ model }) {
        for (const workload of model.workloads) {
            const { resource, label, name } = workload.launcher;
            const { certain, gaps } = workload.needs.exec;
            yield* judgeWays(
                model,
                workload,
                waysOut["task-exec"](workload, model),
                ({ from, what, ways }) => {
                    const isLogAlone = ways.every(({ otherwise }) => otherwise !== undefined);
                    const effect = isLogAlone
                        ? `sessions of ECS Exec of ${label} ${name} are not logged`
                        : `ECS Exec of ${label} ${name} does not work`;
                    return `${effect}: from ${from} its tasks cannot reach ${what}`;
                },
            );
            yield* unknownNeeds(workload, gaps);
            if (certain.length === 0) continue;
            const { subnets } = workload.launcher;
            yield {
                resource,
                answer: unless(every(subnets, hasIpv4), workload.maybe),
                about: ["IPv6-only"],
                problem: `${label} ${name} has enableExecuteCommand, but runs in IPv6-only subnets, where ECS Exec does not work`,
                fix: `run ${name} in subnets that have IPv4, or leave enableExecuteCommand out`,
            };
            yield {
                resource,
                answer: hasModernPlatform(workload),
                problem: `${label} ${name} has enableExecuteCommand, but its platformVersion is older than 1.4.0, which has no ECS Exec`,
                fix: modernPlatform(workload),
            };
        }
    },
});

/** There is no ECS Exec for IPv6-only tasks (AWS rule 1.14). */
function hasIpv4(subnet: Subnet): Answer<Path> {
    return fromBoolean(subnet.hasIpv4);
}
