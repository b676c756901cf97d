import { anyCallsBy, definePolicy, judgeMissingRoles, unknownDefinitions } from "../src/policy";

export const taskRole = definePolicy({
    kind: "stack",
    name: "task-role",
    description:
        "Every task definition for Fargate must have a task role where FireLens, EFS, S3 Files or ECS Exec need one.",
    why: 'FireLens sends to AWS, EFS with IAM authorisation and S3 Files are mounted, and ECS Exec opens its channels by the task role, not by the execution role (AWS rules 1.5, 3). Without one logs are lost, volumes are not mounted, and AWS refuses ECS Exec: "InvalidParameterException: The service couldn\'t be updated because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again."',
    fix: "Set `taskRoleArn` to a role that `ecs-tasks.amazonaws.com` may assume, and that allows what is called.",
    turnOff: "If the log router has credentials of its own, for one in an image.",
    severity: "medium",
    level: "advisory",
    subject: {
        what: "tasks with FireLens, EFS, S3 Files or ECS Exec",
        isIn: anyCallsBy("taskRoleArn"),
    },
    *check({ model }) {
        yield* unknownDefinitions(model);
        yield* judgeMissingRoles(model, "taskRoleArn", ({ definition }, needs) => {
            const what = [...new Set(needs.map((need) => need.what))].join(", ");
            return {
                problem: `task definition ${definition.name} has no taskRoleArn, by which its tasks use ${what}`,
                fix: `set taskRoleArn on the task definition ${definition.name} to a role that ecs-tasks.amazonaws.com may assume`,
            };
        });
    },
});
