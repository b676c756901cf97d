import {
    addTo,
    all,
    assuming,
    cannotKnow,
    ok,
    unless,
    violated,
    type Answer,
    type Gap,
} from "../knowable";
import {
    every,
    madeBefore,
    madeInTime,
    type Graph,
    type Node,
    type Subnet,
    type TaskLauncher,
} from "../network";
import { restsOn, type Path } from "../reach";
import {
    createdNetwork,
    hasLogGroups,
    haveValues,
    mayStart,
    type Awaited,
    type Missed,
    type Workload,
} from "../workload";
import type { Model } from "./model";
import { waysTo, waysToImages, type Asked, type Way } from "./ways";

/** Whether tasks find what they start with, as long as what is not waited for is not there. */
export class Starts {
    private readonly created: readonly Node[];
    private readonly createdBy = new Map<string, Node[]>();
    private readonly earlyModels = new Map<string, Early>();
    private readonly ways = new Map<Asked, Map<Workload, readonly Way[]>>();

    constructor(private readonly model: Model) {
        const { graph } = model;
        this.created = createdNetwork(graph);
        for (const each of this.created) {
            const { urn, declaredUrn } = each.resource;
            for (const key of new Set([urn, declaredUrn])) addTo(this.createdBy, key, each);
        }
    }

    of(workload: Workload): Awaited {
        const { graph, tasks } = this.model;
        const { launcher, definition } = workload;
        const network = this.network(workload);
        if (!definition.known) {
            return network.verdict === "ok" ? ok() : network;
        }
        const task = definition.value;
        const property = "executionRoleArn";
        const own = tasks.find((each) => each.definition === task);
        const role = task.role(property);
        const needs = own?.needs(property) ?? [];
        const isOther = launcher.replacesRole(property);
        const allowed =
            isOther.known && isOther.value ? ok<Missed>() : mayStart(graph, launcher, role, needs);
        return all([
            network,
            unless(allowed, isOther.known ? [] : [isOther.why]),
            hasLogGroups(graph, launcher, task),
            haveValues(graph, launcher, task),
        ]);
    }

    private network(workload: Workload): Awaited {
        const { launcher, needs } = workload;
        const inTime = this.inTimeFor(launcher);
        if (inTime.size === this.created.length) return ok();
        const answers = this.waysOf(workload, this.model).map((way, i) =>
            every(launcher.subnets, (subnet) => this.from(subnet, way, i, workload, inTime)),
        );
        const gaps = [needs.logs, needs.secrets, needs.fileSystems].flatMap((each) => each.gaps);
        return all([...answers, ...(gaps.length === 0 ? [] : [cannotKnow<Missed>(gaps)])]);
    }

    /** Those of the created things that are there when the launcher is made. */
    private inTimeFor(launcher: TaskLauncher): ReadonlySet<Node> {
        const urns = [...madeInTime(this.model.graph, launcher)];
        return new Set(urns.flatMap((urn) => this.createdBy.get(urn) ?? []));
    }

    private from(
        subnet: Subnet,
        way: Way,
        place: number,
        workload: Workload,
        inTime: ReadonlySet<Node>,
    ): Awaited {
        const resting = this.model.resting(() => way.ask(subnet));
        const whole = resting.answer;
        // What is broken anyway others tell.
        if (whole.verdict === "violated") return ok();
        if (whole.verdict === "cannot-know") return cannotKnow(whole.gaps);
        const late = [...restsOn(resting)]
            .flatMap(({ urn }) => this.createdBy.get(urn) ?? [])
            .filter((each) => !inTime.has(each));
        if (late.length === 0) return ok();
        const early = this.early(subnet, workload, place, inTime);
        if (early.verdict === "ok") return ok();
        if (early.verdict === "cannot-know") return cannotKnow(early.gaps);
        const missed = { what: "tasks do not reach", of: way.what };
        const last = lastOf(this.model.graph, late);
        return assuming(violated(...last.map((thing) => ({ thing, ...missed }))), whole.assumed);
    }

    /** The same way, while only what is in time is there. */
    private early(
        subnet: Subnet,
        { launcher }: Workload,
        place: number,
        inTime: ReadonlySet<Node>,
    ): Answer<Path> {
        const { model, workloads } = this.earlyModel(inTime);
        const workload = workloads.get(launcher.urn);
        const there = model.graph.node(subnet.urn) as Subnet | undefined;
        const way = workload && this.waysOf(workload, model)[place];
        return way === undefined || there === undefined
            ? cannotKnow(unfollowed(launcher))
            : way.ask(there);
    }

    /** The same for all that wait for the same things. */
    private earlyModel(inTime: ReadonlySet<Node>): Early {
        const key = Array.from(inTime, ({ urn }) => urn)
            .sort()
            .join("\n");
        let early = this.earlyModels.get(key);
        if (early === undefined) {
            const late = this.created.filter((each) => !inTime.has(each));
            const model = this.model.without(new Set(late.map(({ urn }) => urn)));
            const workloads = model.workloads.map((each) => [each.launcher.urn, each] as const);
            early = { model, workloads: new Map(workloads) };
            this.earlyModels.set(key, early);
        }
        return early;
    }

    private waysOf(workload: Workload, asked: Asked): readonly Way[] {
        const known = this.ways.get(asked) ?? new Map<Workload, readonly Way[]>();
        this.ways.set(asked, known);
        let ways = known.get(workload);
        if (ways === undefined) {
            ways = startWays(workload, asked);
            known.set(workload, ways);
        }
        return ways;
    }
}

/** The plan without what is late, and its workloads by their launchers' URNs. */
interface Early {
    readonly model: Model;
    readonly workloads: ReadonlyMap<string, Workload>;
}

function unfollowed({ resource }: TaskLauncher): Gap {
    return resource.gap(
        "",
        "not-modelled",
        "how it starts without what it does not wait for is not clear",
    );
}

/** What a task has to reach before it runs. */
function startWays(workload: Workload, asked: Asked): readonly Way[] {
    const { logs, secrets, fileSystems } = workload.needs;
    const certain = [logs, secrets, fileSystems]
        .flatMap((each) => each.certain)
        .filter(({ isForLater, maybe = [] }) => isForLater === undefined && maybe.length === 0);
    return [...waysToImages(workload, asked), ...waysTo(certain, workload, asked)];
}

/** Those for which none of the others waits: to wait for them is to wait for all. */
function lastOf(graph: Graph, things: readonly Node[]): readonly Node[] {
    const before = things.map((each) => madeBefore(graph, each));
    const last = things.filter(
        ({ resource }) => !before.some((each) => each.has(resource.declaredUrn)),
    );
    return last.length === 0 ? things : last;
}
