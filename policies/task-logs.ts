import { violated } from "../src/knowable";
import { listed, type TaskDefinition } from "../src/network";
import {
    definePolicy,
    judgeWays,
    unknownDestinations,
    waysOut,
    type Judgement,
    type Model,
    unknownOf,
} from "../src/policy";
import { awsLogsOf, needlessRouters } from "../src/workload";

/** Where logs may go, as endpoints call the services. */
const services = ["logs", "kinesis-firehose", "kinesis-streams", "s3"];

export const taskLogs = definePolicy({
    kind: "stack",
    name: "task-logs",
    description:
        "Every Fargate task must be able to reach the destination of its logs from every subnet in which it may run.",
    why: 'The log driver sends from the task\'s own network interface: to `logs` with `awslogs`, to its host with `splunk`, to what its options name with `awsfirelens` (AWS rule 3). In blocking mode a task that cannot reach it stops with "ResourceInitializationError: failed to validate logger args", in non-blocking mode every line is lost. The log group has to exist in the region to which the logs are sent, or the task stops with "ResourceNotFoundException: The specified log group does not exist": of one that is not in the plan it is unknown, and one in another region is advice, as is a log router that is not essential (AWS rule 3).',
    fix: "Give the VPC an interface endpoint for `logs` with private DNS, or the subnet a connection to the internet; make the log group in the program, in the region that `awslogs-region` names, or set `awslogs-create-group` to `true` and allow the execution role `logs:CreateLogGroup`.",
    turnOff: "If logs may be lost: with the default non-blocking mode the task itself runs.",
    severity: "high",
    level: "mandatory",
    *check({ model }) {
        const run = model.workloads.flatMap(({ definition }) =>
            definition.known ? definition.value : [],
        );
        for (const definition of new Set(run)) yield* judgeDefinition(model, definition);
        for (const workload of model.workloads) {
            const { label, name } = workload.launcher;
            const { gaps } = workload.needs.logs;
            yield* judgeWays(
                model,
                workload,
                waysOut["task-logs"](workload, model),
                ({ from, what, ways }) => {
                    const effects = new Set(ways.flatMap(({ otherwise }) => otherwise ?? []));
                    return `tasks of ${label} ${name} cannot send their logs: ${[`from ${from} they cannot reach ${what}`, ...effects].join("; ")}`;
                },
            );
            yield* unknownDestinations(workload, gaps, services, model);
        }
    },
});

/** What loses logs although the connection is there. */
function* judgeDefinition({ graph }: Model, definition: TaskDefinition): Iterable<Judgement> {
    const { name, resource, containers } = definition;
    if (!containers.known) {
        yield* unknownOf(resource, [containers.why]);
        return;
    }
    for (const { group, groups, isThere } of awsLogsOf(graph, definition)) {
        yield {
            resource,
            answer: isThere,
            // Another program may make a group of this name there.
            isAdvice: true,
            about: ["region of logs", group.path],
            problem: `task definition ${name} sends logs to another region than that of the log group ${listed(groups)} (${group.path}), where they arrive only if there is a group of this name too`,
            fix: `set awslogs-region beside ${group.path} to the region of the log group ${listed(groups)}`,
        };
    }
    for (const { path } of needlessRouters(definition)) {
        yield {
            resource,
            answer: violated(),
            isAdvice: true,
            about: ["log router", path],
            problem: `the log router of task definition ${name} (${path}) is not essential: when it stops, the task runs on, and its logs are lost`,
            fix: `set ${path}.essential to true, or leave it out`,
        };
    }
}
