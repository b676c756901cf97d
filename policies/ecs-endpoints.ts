import { isKnownToBe } from "../src/knowable";
import { Service } from "../src/network";
import { definePolicy, judgeWays, unknownNeeds, waysTo } from "../src/policy";
import type { Need, Workload } from "../src/workload";

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
    *check({ model }) {
        for (const workload of model.workloads) {
            const { launcher } = workload;
            const connect =
                launcher instanceof Service
                    ? launcher.usesServiceConnect
                    : ({ known: true, value: false } as const);
            const { region } = launcher.resource;
            const unknowns = [connect, region].flatMap((each) => (each.known ? [] : [each.why]));
            yield* unknownNeeds(workload, unknowns);
            yield* judgeWays(
                model,
                workload,
                waysTo(needsOf(workload, isKnownToBe(connect, true)), workload, model),
                ({ from, what }) =>
                    `tasks of ${launcher.label} ${launcher.name} cannot talk to ECS: from ${from} they cannot reach ${what}`,
            );
        }
    },
});

function needsOf({ launcher }: Workload, usesServiceConnect: boolean): readonly Need[] {
    const { region } = launcher.resource;
    if (!region.known) return [];
    const isNew = regionsWithEndpoints.has(region.value);
    const names = isNew ? ["ecs-agent", "ecs-telemetry", "ecs"] : ["ecs-agent"];
    if (!isNew && !usesServiceConnect) return [];
    const why = isNew ? "which its region wants" : "which Service Connect needs";
    return names.map((name) => ({
        target: { kind: "service", name, region: region.value },
        what: `${name} (${why})`,
    }));
}
