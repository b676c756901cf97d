import { isKnownToBe, known, whyOf } from "../src/knowable";
import { Service } from "../src/network";
import { definePolicy, judgeWays, unknownNeeds, waysTo } from "../src/policy";
import type { Needs, Workload } from "../src/workload";

/** Regions launched after 2023-12-23, in which tasks talk to ECS themselves (facts 3). */
const regionsWithEndpoints: ReadonlySet<string> = new Set([
    "ap-east-2",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "mx-central-1",
]);

export const ecsEndpoints = definePolicy({
    kind: "stack",
    name: "ecs-endpoints",
    description:
        "Every Fargate workload that talks to ECS itself should be able to reach it, by endpoints or over the internet.",
    why: "On Fargate the endpoints of ECS are not needed, except that Service Connect's proxy calls `ecs-agent`, and that regions launched after 2023-12-23 want `ecs`, `ecs-agent` and `ecs-telemetry`, unless there is a way to the internet (facts 1.4, 3).",
    fix: "Give the VPC interface endpoints for `ecs-agent`, `ecs-telemetry` and `ecs` with private DNS.",
    turnOff:
        "If Service Connect is given its agent's endpoint by another stack, in a VPC that `sharedVpcs` does not name.",
    severity: "medium",
    level: "advisory",
    subject: {
        what: "tasks that talk to ECS themselves",
        isIn: ({ workloads }) =>
            workloads.map(needsOf).some(({ certain, gaps }) => certain.length + gaps.length > 0),
    },
    *check({ model }) {
        for (const workload of model.workloads) {
            const { launcher } = workload;
            const { certain, gaps } = needsOf(workload);
            yield* unknownNeeds(workload, gaps);
            yield* judgeWays(
                model,
                workload,
                waysTo(certain, workload, model),
                ({ from, what }) =>
                    `tasks of ${launcher.label} ${launcher.name} cannot talk to ECS: from ${from} they cannot reach ${what}`,
            );
        }
    },
});

function needsOf({ launcher }: Workload): Needs {
    const { region } = launcher.resource;
    const connect = launcher instanceof Service ? launcher.usesServiceConnect : known(false);
    const gaps = whyOf(connect, region);
    if (!region.known) return { certain: [], gaps };
    const isNew = regionsWithEndpoints.has(region.value);
    if (!isNew && !isKnownToBe(connect, true)) return { certain: [], gaps };
    const names = isNew ? ["ecs-agent", "ecs-telemetry", "ecs"] : ["ecs-agent"];
    const why = isNew ? "which its region wants" : "which Service Connect needs";
    const certain = names.map((name) => ({
        target: { kind: "service", name, region: region.value } as const,
        what: `${name} (${why})`,
    }));
    return { certain, gaps };
}
