import {
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
    isLate,
    madeBefore,
    type Graph,
    type Node,
    type Subnet,
    type TaskLauncher,
} from "../network";
import type { PlannedResource } from "../plan";
import { Supports, type Path } from "../reach";
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
    private readonly createdBy = new Map<PlannedResource, readonly Node[]>();
    private readonly supports = new Supports();
    private readonly tracing: Asked;
    private readonly resting = new Map<string, readonly Node[]>();
    private readonly early = new Map<string, Early>();
    private readonly ways = new Map<Asked, Map<Workload, readonly Way[]>>();

    constructor(private readonly model: Model) {
        const { graph } = model;
        this.created = createdNetwork(graph);
        for (const each of this.created) {
            const others = this.createdBy.get(each.resource) ?? [];
            this.createdBy.set(each.resource, [...others, each]);
        }
        this.tracing = { graph, reach: model.tracing(this.supports) };
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
        const { graph } = this.model;
        const { launcher, needs } = workload;
        const isMissing = ({ resource }: Node): boolean => isLate(graph, launcher, resource);
        if (!this.created.some(isMissing)) return ok();
        const late = this.lateThings(new Set(this.created.filter(isMissing)));
        const answers = this.waysOf(workload, this.model).map((way, i) =>
            every(launcher.subnets, (subnet) => this.from(subnet, way, i, workload, late)),
        );
        const gaps = [needs.logs, needs.secrets, needs.fileSystems].flatMap((each) => each.gaps);
        return all([...answers, ...(gaps.length === 0 ? [] : [cannotKnow<Missed>(gaps)])]);
    }

    private from(
        subnet: Subnet,
        way: Way,
        place: number,
        workload: Workload,
        late: LateThings,
    ): Awaited {
        const whole = way.ask(subnet);
        // What is broken anyway others tell.
        if (whole.verdict === "violated") return ok();
        if (whole.verdict === "cannot-know") return cannotKnow(whole.gaps);
        const resting = this.restingOn(subnet, workload, place).filter((each) =>
            late.all.has(each),
        );
        if (resting.length === 0) return ok();
        const early = this.withoutThem(subnet, workload, place, late);
        if (early.verdict === "ok") return ok();
        if (early.verdict === "cannot-know") return cannotKnow(early.gaps);
        const missed = { what: "tasks do not reach", of: way.what };
        const last = lastOf(this.model.graph, resting);
        return assuming(violated(...last.map((thing) => ({ thing, ...missed }))), whole.assumed);
    }

    /** What the way rests on, of what the plan creates. */
    private restingOn(subnet: Subnet, workload: Workload, place: number): readonly Node[] {
        const { launcher } = workload;
        const way = this.waysOf(workload, this.tracing)[place];
        if (way === undefined) return [];
        const { caller } = this.tracing.reach.originIn(subnet, workload);
        const key = `${subnet.urn} ${caller.key} ${way.key ?? launcher.urn}`;
        let found = this.resting.get(key);
        if (found === undefined) {
            const { on } = this.supports.apart(() => way.ask(subnet));
            found = [...new Set(on)].flatMap((each) => this.createdBy.get(each) ?? []);
            this.resting.set(key, found);
        }
        return found;
    }

    /** The same way, while all that is late is not there. */
    private withoutThem(
        subnet: Subnet,
        { launcher }: Workload,
        place: number,
        late: LateThings,
    ): Answer<Path> {
        const { model, workloads } = late.without();
        const workload = workloads.get(launcher.urn);
        const there = model.graph.node(subnet.urn) as Subnet | undefined;
        const way = workload && this.waysOf(workload, model)[place];
        return way === undefined || there === undefined
            ? cannotKnow(unfollowed(launcher))
            : way.ask(there);
    }

    private lateThings(all: ReadonlySet<Node>): LateThings {
        let early: Early | undefined;
        return { all, without: () => (early ??= this.earlyModel(all)) };
    }

    /** The same for all that wait for the same things. */
    private earlyModel(late: ReadonlySet<Node>): Early {
        const key = this.created.flatMap((each) => (late.has(each) ? [] : each.urn)).join("\n");
        let early = this.early.get(key);
        if (early === undefined) {
            const model = this.model.without(new Set(Array.from(late, ({ urn }) => urn)));
            const workloads = model.workloads.map((each) => [each.launcher.urn, each] as const);
            early = { model, workloads: new Map(workloads) };
            this.early.set(key, early);
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

/** What one launcher does not wait for, and the plan without it. */
interface LateThings {
    readonly all: ReadonlySet<Node>;
    readonly without: () => Early;
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
