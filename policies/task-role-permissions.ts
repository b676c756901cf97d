import {
    definePolicy,
    describeRefused,
    fixOfRefused,
    judgePermissions,
    unknownDefinitions,
} from "../src/policy";

export const taskRolePermissions = definePolicy({
    kind: "stack",
    name: "task-role-permissions",
    description:
        "Every role of a Fargate task must allow what the task's images, logs, secrets, volumes and ECS Exec need.",
    why: 'The execution role logs in to ECR and pulls, writes logs, reads secrets and environment files; the task role is for FireLens, EFS, S3 Files and ECS Exec (AWS rules 1.5, 3). What no policy allows is refused, and so is what one denies: "ResourceInitializationError: ... AccessDeniedException: User: ... is not authorized to perform: ecr:GetAuthorizationToken on resource: * because no identity-based policy allows the ecr:GetAuthorizationToken action".',
    fix: "Attach `AmazonECSTaskExecutionRolePolicy` to the execution role; allow secrets, `logs:CreateLogGroup` and what the task role is for in a policy of one's own.",
    turnOff:
        "If roles get their policies elsewhere, or if a registry policy of the account lets them pull. The policies of KMS keys, service control policies and the roles' trust policies are not checked.",
    severity: "high",
    level: "advisory",
    *check({ model }) {
        yield* unknownDefinitions(model);
        for (const [property, title] of [
            ["executionRoleArn", "execution role"],
            ["taskRoleArn", "task role"],
        ] as const) {
            yield* judgePermissions(model, property, ({ definition }, roles, refused) => ({
                problem: `${roles}, the ${title} of task definition ${definition.name}, refuses what its tasks need: ${describeRefused(refused)}`,
                fix: fixOfRefused(roles, refused),
            }));
        }
    },
});
