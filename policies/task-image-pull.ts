import type { Knowable } from "../src/knowable";
import { definePolicy, judgeWays, type Model, type Way } from "../src/policy";
import { describeRegistry, type Registry, type Workload } from "../src/workload";

export const taskImagePull = definePolicy({
    kind: "stack",
    name: "task-image-pull",
    description:
        "Every Fargate task must be able to reach the registries of its images from every subnet in which it may run.",
    why: 'To pull an image a task needs a public subnet and a public IP, or a NAT gateway, or the endpoints of ECR and S3, and security groups and network ACLs that let the calls pass (facts 1.2, 3 to 6). Otherwise it stops after minutes with "CannotPullContainerError" or "ResourceInitializationError: unable to pull secrets or registry auth".',
    fix: "Give the subnet's route table a route to a NAT gateway, or the VPC the endpoints `ecr.api`, `ecr.dkr` and an S3 gateway endpoint, or run the tasks in a public subnet with `assignPublicIp`.",
    severity: "critical",
    level: "mandatory",
    *check({ model }) {
        for (const workload of model.workloads) {
            const { label, name } = workload.launcher;
            yield* judgeWays(
                workload,
                waysToImages(workload, model),
                ({ from, what }) =>
                    `tasks of ${label} ${name} cannot pull their images: from ${from} they cannot reach ${what}`,
            );
        }
    },
});

/** The registries to reach, each once; of unknown images there may be one. */
function waysToImages(workload: Workload, { reach }: Model): readonly Way[] {
    const { registries, inferredRegistries, isModernPlatform } = workload;
    const wayTo = (registry: Knowable<Registry>, what: string): Way => ({
        what,
        ask: (subnet) =>
            reach.canPull(reach.originIn(subnet, workload), registry, isModernPlatform),
    });
    const ways = new Map<string, Way>();
    for (const registry of registries.known ? registries.value : [registries]) {
        const what = registry.known
            ? describeRegistry(registry.value)
            : "any registry (the image is not known yet)";
        ways.set(registry.known ? JSON.stringify(registry.value) : "", wayTo(registry, what));
    }
    for (const { registry, repository } of inferredRegistries) {
        const what = `${describeRegistry(registry)} (inferred: the containers, not known yet, depend on the repository ${repository})`;
        ways.set(what, wayTo({ known: true, value: registry }, what));
    }
    return [...ways.values()];
}
