import { distinctGaps, isKnownToBe, whyOf, type Gap } from "../src/knowable";
import type { TaskDefinition } from "../src/network";
import {
    definePolicy,
    describeRefused,
    fixOfRefused,
    judgeMissingRoles,
    judgePermissions,
    judgeWays,
    unknownNeeds,
    waysOut,
    type Model,
} from "../src/policy";
import {
    agentNeed,
    agentRepository,
    hasAgent,
    type FargateTask,
    type RoleNeed,
    type Workload,
} from "../src/workload";

const role = "executionRoleArn";

export const taskRuntimeMonitoring = definePolicy({
    kind: "stack",
    name: "task-runtime-monitoring",
    description:
        "Every Fargate task that GuardDuty Runtime Monitoring covers must be able to start GuardDuty's agent.",
    why: 'GuardDuty adds a container with its agent to each new task on Linux, in all clusters but those tagged `GuardDutyManaged` = `false`, or only in those tagged `true`. That it is on a detector of the plan says, or the setting `runtimeMonitoring: on` of `preflight-settings`, for an organization may have turned it on outside of every plan. Its image comes from AWS\'s own repository in ECR: it takes an execution role that may pull from there, and a connection to ECR and S3 (AWS rule 17). Otherwise the task runs without it, and GuardDuty sees nothing of it: its coverage says "CannotPullContainerError" or "TaskExecutionRole missing".',
    fix: "Give the task definition an execution role with `AmazonECSTaskExecutionRolePolicy`, or allow it the repository of the agent; give the subnets a connection to ECR and S3.",
    turnOff:
        "If it does not matter whether GuardDuty watches these tasks. To leave a cluster out, tag it `GuardDutyManaged` = `false`.",
    severity: "medium",
    level: "advisory",
    subject: {
        what: "tasks that GuardDuty Runtime Monitoring covers",
        isIn: (model) => covered(model).length > 0,
    },
    *check({ model }) {
        const all = covered(model);
        for (const { workload } of all) {
            const { label, name, resource } = workload.launcher;
            yield* unknownNeeds(workload, whyOf(resource.region, workload.definition));
            yield* judgeWays(
                model,
                workload,
                waysOut["task-runtime-monitoring"](workload, model),
                ({ from, what }) =>
                    `tasks of ${label} ${name} start without GuardDuty's agent: from ${from} they cannot reach ${what}`,
            );
        }
        const needsOf = roleNeeds(all);
        yield* judgeMissingRoles(
            model,
            role,
            ({ definition }) => ({
                problem: `task definition ${definition.name} has no executionRoleArn, so its tasks start without GuardDuty's agent`,
                fix: `set executionRoleArn on the task definition ${definition.name} to a role with the managed policy AmazonECSTaskExecutionRolePolicy`,
            }),
            // What lacks a role for its own images is told of already.
            (task) =>
                task.needs(role).some(({ maybe }) => maybe.length === 0) ? [] : needsOf(task),
        );
        yield* judgePermissions(
            model,
            role,
            ({ definition }, roles, refused) => ({
                problem: `${roles}, the execution role of task definition ${definition.name}, refuses what GuardDuty's agent needs, so its tasks start without it: ${describeRefused(refused)}`,
                fix: fixOfRefused(roles, refused, repositoryFor(definition)),
            }),
            needsOf,
        );
    },
});

/** A workload whose tasks get an agent. */
interface Covered {
    readonly workload: Workload;
    /** Why that is not certain; empty if it is. */
    readonly maybe: readonly Gap[];
}

function covered({ graph, workloads, isMonitored }: Model): readonly Covered[] {
    return workloads.flatMap((workload) => {
        const has = hasAgent(graph, workload, isMonitored);
        return isKnownToBe(has, false) ? [] : [{ workload, maybe: whyOf(has) }];
    });
}

/** What the agent needs of the execution role of each task definition, beside what its own images need. */
function roleNeeds(all: readonly Covered[]): (task: FargateTask) => readonly RoleNeed[] {
    const doubts = new Map<TaskDefinition, (readonly Gap[])[]>();
    for (const { workload, maybe } of all) {
        if (!workload.definition.known) continue;
        const { value } = workload.definition;
        doubts.set(value, [...(doubts.get(value) ?? []), [...workload.maybe, ...maybe]]);
    }
    return (task) => {
        const { region } = task.definition.resource;
        const why = doubts.get(task.definition);
        if (why === undefined || !region.known) return [];
        const isCertain = why.some(({ length }) => length === 0);
        const need = agentNeed(region.value, isCertain ? [] : distinctGaps(why.flat()));
        const own = new Set(task.needs(role).flatMap(({ calls }) => calls.map(keyOf)));
        return [{ ...need, calls: need.calls.filter((call) => !own.has(keyOf(call))) }];
    };
}

function keyOf({ action, resource = "*" }: RoleNeed["calls"][number]): string {
    return `${action} ${resource}`;
}

function repositoryFor({ resource: { region } }: TaskDefinition): string | undefined {
    return region.known ? agentRepository(region.value) : undefined;
}
