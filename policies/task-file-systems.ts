import { fromBoolean, map, unless, type Answer } from "../src/knowable";
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
import type { Workload } from "../src/workload";

export const taskFileSystems = definePolicy({
    kind: "stack",
    name: "task-file-systems",
    description:
        "Every Fargate task must be able to mount its EFS file systems from every subnet in which it may run.",
    why: 'EFS needs Linux platform 1.4.0, a mount target in the VPC, TCP 2049 open on both sides, and the DNS of the VPC (AWS rules 1.5, 3). Otherwise the task stops with "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes". A mount target in each zone of the tasks is advisable: the name of the file system means that of the task\'s own zone. How a task reaches a file system of S3 Files is *unknown*.',
    fix: "Add a mount target in the VPC of the tasks, and admit TCP 2049 from their security group in its security group.",
    turnOff: "If the file system is reached over a peering or by an address that no plan shows.",
    severity: "critical",
    level: "mandatory",
    subject: {
        what: "tasks with EFS file systems",
        isIn: anyNeeds(({ fileSystems }) => fileSystems),
    },
    *check({ model }) {
        for (const workload of model.workloads) {
            const { resource, label, name } = workload.launcher;
            const { certain, gaps } = workload.needs.fileSystems;
            yield* judgeWays(
                model,
                workload,
                waysOut["task-file-systems"](workload, model),
                ({ from, what }) =>
                    `tasks of ${label} ${name} cannot mount their file systems: from ${from} they cannot reach ${what}`,
            );
            yield* unknownNeeds(workload, gaps);
            if (certain.length === 0) continue;
            yield {
                resource,
                answer: unless(isLinux(workload), workload.maybe),
                about: ["operating system"],
                problem: `${label} ${name} mounts EFS file systems, which Windows tasks on Fargate cannot`,
                fix: `leave the EFS volumes out of the task definition of ${name}, or run it on Linux`,
            };
            yield {
                resource,
                answer: hasModernPlatform(workload),
                problem: `${label} ${name} mounts EFS file systems, but its platformVersion is older than 1.4.0, which has no EFS`,
                fix: modernPlatform(workload),
            };
        }
    },
});

/** EFS on Fargate is for Linux (ECS, storage options for tasks). */
function isLinux({ operatingSystem }: Workload): Answer<Path> {
    return fromBoolean(map(operatingSystem, (family) => family?.startsWith("WINDOWS") !== true));
}
