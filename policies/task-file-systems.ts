import { fromBoolean, map, unless, type Answer, type Gap } from "../src/knowable";
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
import { isWindows, type Workload } from "../src/workload";

export const taskFileSystems = definePolicy({
    kind: "stack",
    name: "task-file-systems",
    description:
        "Every Fargate task must be able to mount its file systems, of EFS or of S3 Files, from every subnet in which it may run.",
    why: 'EFS needs Linux platform 1.4.0, a mount target in the VPC, TCP 2049 open on both sides, and the DNS of the VPC (AWS rules 1.5, 3). Otherwise the task stops with "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes". A mount target in each zone of the tasks is advisable: the name of the file system means that of the task\'s own zone. Volumes of S3 Files are mounted by mount targets too, over the same port.',
    fix: "Add a mount target in the VPC of the tasks, and admit TCP 2049 from their security group in its security group.",
    turnOff: "If the file system is reached over a peering or by an address that no plan shows.",
    severity: "critical",
    level: "mandatory",
    subject: {
        what: "tasks with file systems of EFS or S3 Files",
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
            const doubts = whySilent(workload);
            const what = doubts.length === 0 ? "EFS" : "S3 Files";
            yield {
                resource,
                answer: unless(isLinux(workload), [...workload.maybe, ...doubts]),
                about: ["operating system"],
                problem: `${label} ${name} mounts ${what} file systems, which Windows tasks on Fargate cannot`,
                fix: `leave the ${what} volumes out of the task definition of ${name}, or run it on Linux`,
            };
            yield {
                resource,
                answer: unless(hasModernPlatform(workload), doubts),
                problem: `${label} ${name} mounts ${what} file systems, but its platformVersion is older than 1.4.0, which has no ${what}`,
                fix: modernPlatform(workload),
            };
        }
    },
});

/** Which platforms mount EFS, AWS says; of a task that mounts S3 Files alone it is not known. */
function whySilent({ launcher, needs }: Workload): readonly Gap[] {
    const isOfEfs = needs.fileSystems.certain.some(
        ({ target }) => target.kind === "file-system" && target.of === "EFS",
    );
    const what = "no page of AWS's says which platforms mount S3 Files";
    return isOfEfs ? [] : [launcher.resource.gap("platformVersion", "not-modelled", what)];
}

/** EFS on Fargate is for Linux (ECS, storage options for tasks). */
function isLinux({ operatingSystem }: Workload): Answer<Path> {
    return fromBoolean(map(isWindows(operatingSystem), (is) => !is));
}
