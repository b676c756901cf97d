import { listed } from "../src/network";
import { definePolicy, judgePermissions, unknownDefinitions, type Refused } from "../src/policy";

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
                problem: `${roles}, the ${title} of task definition ${definition.name}, refuses what its tasks need: ${describe(refused)}`,
                fix: smallestFix(roles, refused),
            }));
        }
    },
});

/** `a and b are not allowed (secrets)`: alike calls in one breath. */
function describe(refused: readonly Refused[]): string {
    const actions = new Map<string, Set<string>>();
    for (const { how, what, action } of refused) {
        const said = `${how} (${what})`;
        actions.set(said, (actions.get(said) ?? new Set()).add(action));
    }
    const lines = [...actions].map(([said, names]) => {
        const all = listed([...names].map((name) => ({ name })));
        return `${all} ${names.size > 1 ? "are" : "is"} ${said}`;
    });
    return lines.join(", ");
}

/** What lacks even the first call of an execution role lacks AWS's policy for it. */
function smallestFix(roles: string, refused: readonly Refused[]): string {
    const actions = (how: Refused["how"]): string[] => [
        ...new Set(refused.flatMap((each) => (each.how === how ? each.action : []))),
    ];
    const [denied, missing] = [actions("denied"), actions("not allowed")];
    const isNew = missing.includes("ecr:GetAuthorizationToken");
    const others = missing.filter((action) => !isNew || !/^(ecr|logs):/.test(action));
    const hint = others.some((action) => action.startsWith("logs:"))
        ? " (behind the ARN of a log group stands :*)"
        : "";
    return [
        ...(denied.length > 0
            ? [`take what denies ${denied.join(", ")} out of the policies of ${roles}`]
            : []),
        ...(isNew
            ? [`attach the managed policy AmazonECSTaskExecutionRolePolicy to ${roles}`]
            : []),
        ...(others.length > 0 ? [`allow ${others.join(", ")} in a policy of ${roles}${hint}`] : []),
    ].join("; ");
}
