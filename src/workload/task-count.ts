import { distinctGaps, known, map, whyOf, type Gap, type Knowable } from "../knowable";
import {
    ExpressGatewayService,
    Service,
    TaskSet,
    theOne,
    type Graph,
    type ScalingTarget,
    type TaskLauncher,
} from "../network";

/** A number: at least and at most, and why that is not the same; empty if it is. */
export interface Amount {
    readonly least: number;
    readonly most: number;
    readonly gaps: readonly Gap[];
}

/** What schedules, event rules, pipes and state machines start comes and goes: none runs all the time. */
const none: Amount = { least: 0, most: 0, gaps: [] };

/** How many tasks a service or a task set keeps running. */
export function desiredTasks(graph: Graph, launcher: TaskLauncher): Amount {
    if (launcher instanceof Service) return desiredOf(graph, launcher);
    if (launcher instanceof ExpressGatewayService) return exactly(launcher.minTaskCount);
    return launcher instanceof TaskSet ? shareOf(graph, launcher) : none;
}

/** How many tasks a service keeps running at any hour: one that is scaled may have none when others start. */
export function steadyTasks(graph: Graph, launcher: TaskLauncher): number {
    // A task set's share of a service's tasks may be in another one by then.
    if (launcher instanceof TaskSet) return 0;
    if (launcher instanceof Service) {
        const { certain, possible, unresolved } = targetsOf(graph, launcher);
        if (certain.length + possible.length + unresolved.length > 0) return 0;
    }
    return desiredTasks(graph, launcher).least;
}

/**
 * How many tasks run at most at once: in the middle of a deployment, or scaled out as far as the
 * program lets it (AWS rule 9).
 */
export function peakTasks(graph: Graph, launcher: TaskLauncher): Amount {
    const desired = desiredTasks(graph, launcher);
    if (launcher instanceof ExpressGatewayService) {
        return atLeast(exactly(launcher.maxTaskCount), desired);
    }
    if (!(launcher instanceof Service)) return desired;
    const deploying = during(desired, deploymentPercent(launcher));
    const scaled = scaledTasks(graph, launcher);
    return {
        least: Math.max(desired.least, deploying.least, scaled.least),
        most: Math.max(desired.most, deploying.most, scaled.most),
        gaps: distinctGaps([...desired.gaps, ...deploying.gaps, ...scaled.gaps]),
    };
}

function exactly(count: Knowable<number>): Amount {
    return count.known
        ? { least: count.value, most: count.value, gaps: [] }
        : { least: 0, most: Infinity, gaps: [count.why] };
}

/** The larger one: Express Mode doubles what runs while it deploys (AWS rule 15). */
function atLeast(limit: Amount, desired: Amount): Amount {
    const doubled = during(desired, known(200));
    return {
        least: Math.max(limit.least, doubled.least),
        most: Math.max(limit.most, doubled.most),
        gaps: distinctGaps([...limit.gaps, ...desired.gaps]),
    };
}

function desiredOf(graph: Graph, service: Service): Amount {
    const count = service.desiredCount;
    if (count.known) return { least: count.value, most: count.value, gaps: [] };
    if (!service.leavesCountToOthers) return { least: 0, most: Infinity, gaps: [count.why] };
    // Whoever scales it keeps to the limit that the program set.
    const limits = targetsOf(graph, service).certain.map(({ maxCapacity }) => maxCapacity);
    return { least: 0, most: Math.min(...limits.map(atMost)), gaps: [count.why] };
}

function atMost(limit: Knowable<number | undefined>): number {
    return limit.known ? (limit.value ?? Infinity) : Infinity;
}

/** A task set runs its share of the service's tasks, rounded up (ECS API, TaskSet). */
function shareOf(graph: Graph, { scale, service, resource }: TaskSet): Amount {
    const only = theOne(service, () => resource.gap("service", "malformed", "it names no service"));
    const whole = only.known
        ? desiredOf(graph, only.value)
        : { least: 0, most: Infinity, gaps: [only.why] };
    if (!scale.known) return { least: 0, most: whole.most, gaps: [...whole.gaps, scale.why] };
    const share = (count: number): number => Math.ceil(times(count, scale.value ?? 0));
    return { ...whole, least: share(whole.least), most: share(whole.most) };
}

/** A count by a percentage; nothing of what is unlimited is nothing. */
function times(count: number, percent: number): number {
    return count === 0 || percent === 0 ? 0 : (count * percent) / 100;
}

/** Of how many percent of its tasks a deployment of a service may run. */
function deploymentPercent(service: Service): Knowable<number> {
    const { deploymentController: controller, deploymentStrategy: strategy } = service;
    if (!controller.known) return controller;
    if (controller.value === "EXTERNAL") return known(100);
    // Blue and green stand side by side (AWS rule 9).
    if (controller.value === "CODE_DEPLOY") return known(200);
    if (!strategy.known) return strategy;
    if ((strategy.value ?? "ROLLING") !== "ROLLING") return known(200);
    const percent = service.deploymentMaximumPercent;
    return map(percent, (value) => value ?? 200);
}

function during({ least, most }: Amount, percent: Knowable<number>): Amount {
    if (!percent.known) return { least, most: times(most, Infinity), gaps: [percent.why] };
    const peak = (count: number): number => Math.floor(times(count, percent.value));
    return { least: peak(least), most: peak(most), gaps: [] };
}

/** As far as Application Auto Scaling may go. */
function scaledTasks(graph: Graph, service: Service): Amount {
    const { certain, possible, unresolved } = targetsOf(graph, service);
    const limits = certain.map(({ maxCapacity }) => maxCapacity);
    const unknown = whyOf(...limits);
    const sure = limits.flatMap((limit) => (limit.known ? [limit.value ?? 0] : []));
    const perhaps = possible.map(({ maxCapacity }) => atMost(maxCapacity));
    const gaps = [...unknown, ...possible.map(maybe), ...unresolved];
    const isOpen = unknown.length + unresolved.length > 0;
    return {
        least: Math.max(0, ...sure),
        most: isOpen ? Infinity : Math.max(0, ...sure, ...perhaps),
        gaps,
    };
}

function maybe({ resource }: ScalingTarget): Gap {
    return resource.gap("resourceId", "made-by-plan", "it may scale another service");
}

function targetsOf(
    graph: Graph,
    service: Service,
): ReturnType<typeof graph.children<"scalingTarget", Service>> {
    return graph.children("scalingTarget", service, "service");
}
