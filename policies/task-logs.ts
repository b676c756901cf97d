import { definePolicy, judgeWays, unknownDestinations, waysOut } from "../src/policy";

/** Where logs may go, as endpoints call the services. */
const services = ["logs", "kinesis-firehose", "kinesis-streams", "s3"];

export const taskLogs = definePolicy({
    kind: "stack",
    name: "task-logs",
    description:
        "Every Fargate task must be able to reach the destination of its logs from every subnet in which it may run.",
    why: 'The log driver sends from the task\'s own network interface: to `logs` with `awslogs`, to its host with `splunk`, to what its options name with `awsfirelens` (AWS rule 3). In blocking mode a task that cannot reach it stops with "ResourceInitializationError: failed to validate logger args", in non-blocking mode every line is lost.',
    fix: "Give the VPC an interface endpoint for `logs` with private DNS, or the subnet a connection to the internet.",
    turnOff: "If logs may be lost: with the default non-blocking mode the task itself runs.",
    severity: "high",
    level: "mandatory",
    *check({ model }) {
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
