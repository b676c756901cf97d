import { all, isKnownToBe, known, whyOf } from "../src/knowable";
import { every, Service } from "../src/network";
import {
    definePolicy,
    judgeWays,
    unknownNeeds,
    waysTo,
    type Judgement,
    type Model,
} from "../src/policy";
import { wantsEcsEndpoints, type Need, type Needs, type Workload } from "../src/workload";

export const ecsEndpoints = definePolicy({
    kind: "stack",
    name: "ecs-endpoints",
    description:
        "Every Fargate workload that talks to ECS itself should be able to reach it, by endpoints or over the internet.",
    why: "On Fargate the endpoints of ECS are not needed, except that Service Connect's proxy calls `ecs-agent`, and that regions launched since 2023-12-23 (ca-west-1 is AWS's example) want `ecs`, `ecs-agent` and `ecs-telemetry`, unless there is a connection to the internet (AWS rules 1.4, 3).",
    fix: "Give the VPC interface endpoints for `ecs-agent`, `ecs-telemetry` and `ecs` with private DNS.",
    turnOff:
        "If Service Connect is given its agent's endpoint by another stack, in a VPC that `sharedVpcs` does not name.",
    severity: "medium",
    level: "advisory",
    subject: {
        what: "tasks that talk to ECS themselves",
        isIn: ({ workloads }) =>
            workloads
                .flatMap((workload) => [needsOf(workload), perhapsOf(workload)])
                .some(({ certain, gaps }) => certain.length + gaps.length > 0),
    },
    *check({ model }) {
        for (const workload of model.workloads) {
            const { launcher } = workload;
            const { certain, gaps } = needsOf(workload);
            yield* unknownNeeds(workload, gaps);
            yield* unlessReached(workload, perhapsOf(workload), model);
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

/** What may be needed does not matter where it is reached from every subnet. */
function unlessReached(
    workload: Workload,
    { certain, gaps }: Needs,
    model: Model,
): readonly Judgement[] {
    if (gaps.length === 0) return [];
    const ways = waysTo(certain, workload, model);
    const isReached = every(workload.launcher.subnets, (subnet) =>
        all(ways.map((way) => way.ask(subnet))),
    );
    return isReached.verdict === "ok" ? [] : unknownNeeds(workload, gaps);
}

const endpoints = ["ecs-agent", "ecs-telemetry", "ecs"];

function needsOf({ launcher }: Workload): Needs {
    const { region } = launcher.resource;
    const connect = launcher instanceof Service ? launcher.usesServiceConnect : known(false);
    const gaps = whyOf(connect, region);
    if (!region.known) return { certain: [], gaps };
    const isNew = wantsEcsEndpoints(region.value) === true;
    if (!isNew && !isKnownToBe(connect, true)) return { certain: [], gaps };
    const names = isNew ? endpoints : ["ecs-agent"];
    const why = isNew ? "which its region wants" : "which Service Connect needs";
    return { certain: servicesIn(region.value, names, why), gaps };
}

/** What a region wants of which it is not known whether it is a new one. */
function perhapsOf({ launcher: { resource } }: Workload): Needs {
    const { region } = resource;
    if (!region.known || wantsEcsEndpoints(region.value) !== undefined) return nothing;
    const what =
        "when its region was launched is not known here: those since 2023-12-23 want the endpoints ecs-agent, ecs-telemetry and ecs, or a connection to the internet";
    const gap = resource.gap("region", "not-modelled", what);
    return { certain: servicesIn(region.value, endpoints, ""), gaps: [gap] };
}

const nothing: Needs = { certain: [], gaps: [] };

function servicesIn(region: string, names: readonly string[], why: string): readonly Need[] {
    return names.map((name) => ({
        target: { kind: "service", name, region } as const,
        what: `${name} (${why})`,
    }));
}
