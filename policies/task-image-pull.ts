import { definePolicy, judgeWays, waysOut } from "../src/policy";

export const taskImagePull = definePolicy({
    kind: "stack",
    name: "task-image-pull",
    description:
        "Every Fargate task must be able to reach the registries of its images from every subnet in which it may run.",
    why: 'To pull an image a task needs a public subnet and a public IP, or a NAT gateway, or the endpoints of ECR and S3, and security groups and network ACLs that let the calls pass (AWS rules 1.2, 3 to 6). Otherwise it stops after minutes with "CannotPullContainerError" or "ResourceInitializationError: unable to pull secrets or registry auth".',
    fix: "Give the subnet's route table a route to a NAT gateway, or the VPC the endpoints `ecr.api`, `ecr.dkr` and an S3 gateway endpoint, or run the tasks in a public subnet with `assignPublicIp`.",
    turnOff:
        "If images come from a place that no plan shows. For a connection through a transit gateway or a firewall there is the setting `centralizedEgress`.",
    severity: "critical",
    level: "mandatory",
    *check({ model }) {
        for (const workload of model.workloads) {
            const { label, name } = workload.launcher;
            yield* judgeWays(
                model,
                workload,
                waysOut["task-image-pull"](workload, model),
                ({ from, what }) =>
                    `tasks of ${label} ${name} cannot pull their images: from ${from} they cannot reach ${what}`,
            );
        }
    },
});
