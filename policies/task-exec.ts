import { fromBoolean, unless } from "../src/knowable";
import { definePolicy, judgeWays, unknownNeeds, waysTo } from "../src/policy";

export const taskExec = definePolicy({
    kind: "stack",
    name: "task-exec",
    description:
        "Every Fargate workload with ECS Exec must be able to reach Session Manager, on platform 1.4.0 or newer.",
    why: 'With `enableExecuteCommand` an agent in the task keeps a connection to `ssmmessages` (facts 3, 1.14). Otherwise "aws ecs execute-command" answers: "TargetNotConnectedException: The execute command failed due to an internal error".',
    fix: "Give the VPC an interface endpoint for `ssmmessages` with private DNS, or the subnet a way to the internet.",
    severity: "medium",
    level: "advisory",
    *check({ model }) {
        for (const workload of model.workloads) {
            const { resource, label, name } = workload.launcher;
            const { certain, gaps } = workload.needs.exec;
            yield* judgeWays(
                workload,
                waysTo(certain, workload, model),
                ({ from, what }) =>
                    `ECS Exec of ${label} ${name} does not work: from ${from} its tasks cannot reach ${what}`,
            );
            yield* unknownNeeds(workload, gaps);
            if (certain.length === 0) continue;
            yield {
                resource,
                answer: unless(fromBoolean(workload.isModernPlatform), workload.maybe),
                problem: `${label} ${name} has enableExecuteCommand, but its platformVersion is older than 1.4.0, which has no ECS Exec`,
                fix: `set platformVersion to "1.4.0" or "LATEST" on ${name}`,
            };
        }
    },
});
