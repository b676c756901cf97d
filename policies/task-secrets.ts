import { anyNeeds, definePolicy, judgeWays, unknownDestinations, waysOut } from "../src/policy";

/** Where they may be, as endpoints call the services. */
const services = ["secretsmanager", "ssm", "s3"];

export const taskSecrets = definePolicy({
    kind: "stack",
    name: "task-secrets",
    description:
        "Every Fargate task must be able to reach what its secrets, registry credentials and environment files are read from.",
    why: 'Before the containers start, they are read from Secrets Manager, SSM Parameter Store and S3, over the task\'s own network interface (AWS rule 3). Otherwise the task stops with "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm".',
    fix: "Give the VPC interface endpoints for `secretsmanager` or `ssm` with private DNS, a gateway endpoint for S3, or the subnet a connection to the internet.",
    turnOff:
        "Tasks do not start without their secrets, so there is no reason to, unless a connection leads through what no plan shows.",
    severity: "critical",
    level: "mandatory",
    subject: { what: "tasks that start with secrets", isIn: anyNeeds(({ secrets }) => secrets) },
    *check({ model }) {
        for (const workload of model.workloads) {
            const { label, name } = workload.launcher;
            const { gaps } = workload.needs.secrets;
            yield* judgeWays(
                model,
                workload,
                waysOut["task-secrets"](workload, model),
                ({ from, what }) =>
                    `tasks of ${label} ${name} cannot read what they start with: from ${from} they cannot reach ${what}`,
            );
            yield* unknownDestinations(workload, gaps, services, model);
        }
    },
});
