import { definePolicy, judgeMissingRoles, unknownDefinitions } from "../src/policy";

export const taskExecutionRole = definePolicy({
    kind: "stack",
    name: "task-execution-role",
    description:
        "Every task definition for Fargate must have an execution role where its images, logs or secrets need one.",
    why: 'AWS starts a task with its execution role: it pulls images from private ECR, sends logs with `awslogs`, reads secrets, registry credentials and environment files (AWS rules 1.5, 3). Without one AWS refuses the definition: "ClientException: Fargate requires task definition to have execution role ARN to support ECR images.", "... to support log driver awslogs.", or "When you are specifying container secrets, you must also specify a value for \'executionRoleArn\'."',
    fix: "Set `executionRoleArn` to a role that `ecs-tasks.amazonaws.com` may assume, with the managed policy `AmazonECSTaskExecutionRolePolicy`. A public image without `awslogs` and secrets needs none.",
    turnOff:
        "If every task gets its role only when it is run, as an override: such a definition must not name Fargate in `requiresCompatibilities`.",
    severity: "high",
    level: "mandatory",
    *check({ model }) {
        yield* unknownDefinitions(model);
        yield* judgeMissingRoles(model, "executionRoleArn", ({ definition, isChecked }, needs) => {
            const what = [...new Set(needs.map((need) => need.what))].join(", ");
            const isRefused = isChecked && needs.some((need) => need.isChecked);
            const effect = isRefused ? "AWS refuses it" : "its tasks do not start";
            return {
                problem: `task definition ${definition.name} has no executionRoleArn, which it needs on Fargate for ${what}, so ${effect}`,
                fix: `set executionRoleArn on the task definition ${definition.name} to a role with the managed policy AmazonECSTaskExecutionRolePolicy`,
            };
        });
    },
});
