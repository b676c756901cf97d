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
    isCreated,
    isLate,
    listed,
    madeBefore,
    Service,
    type Graph,
    type Node,
    type Subnet,
    type TaskLauncher,
} from "../network";
import { edits, hop, stopped, Supports, type Path } from "../reach";
import {
    createdNetwork,
    desiredTasks,
    hasLogGroups,
    haveValues,
    isTaken,
    mayStart,
    type Awaited,
    type Amount,
    type Missed,
    type Workload,
} from "../workload";
import { policyFaults, policyWays } from "./faults";
import type { Model } from "./model";
import type { Judgement, Severity } from "./policy";
import { waysTo, waysToImages, type Asked, type Way } from "./ways";

/** Asks of each workload that the plan creates whether all is there that its start rests on (AWS rule 16). */
export function* judgeStarts(model: Model): Iterable<Judgement> {
    const starts = new Starts(model);
    for (const workload of model.workloads) {
        const { launcher, maybe } = workload;
        if (!isCreated(launcher.resource)) continue;
        const refused = isTaken(model.graph, launcher);
        const tasks = desiredTasks(model.graph, launcher);
        const failing = tasks.most === 0 ? ok<Missed>() : starts.of(workload);
        const fails = tasks.least > 0 ? failing : unless(failing, tasks.gaps);
        const late: Late = { refused: missedIn(refused), failing: missedIn(fails) };
        const things = [...new Set([...thingsIn(late.refused), ...thingsIn(late.failing)])];
        const answer = unless(all([refused, fails]), maybe);
        yield {
            resource: launcher.resource,
            answer: {
                ...answer,
                evidence: answer.verdict === "violated" ? pathsOf(launcher, late) : [],
            },
            severity: severityOf(launcher, late),
            problem: problemOf(launcher, late),
            details: late.failing.length === 0 ? [] : [consequenceOf(launcher, tasks)],
            fix: things.length === 0 ? "" : [[edits.waitFor.of({ at: launcher, things })]],
        };
    }
}

/** What is not waited for: AWS refuses the call without it, or tasks fail. */
interface Late {
    readonly refused: readonly Missed[];
    readonly failing: readonly Missed[];
}

function missedIn(answer: Awaited): readonly Missed[] {
    return answer.verdict === "violated" ? answer.evidence : [];
}

/** Each once; the same ones in whatever order the plan has them. */
function thingsIn(missed: readonly Missed[]): readonly Node[] {
    return [...new Set(missed.map(({ thing }) => thing))].sort((one, other) =>
        one.urn < other.urn ? -1 : 1,
    );
}

/** Each thing once, with all that holds until it is there; alike ones in one path. */
function pathsOf(launcher: TaskLauncher, { refused, failing }: Late): readonly Path[] {
    return [
        ...pathsTo(launcher, refused, policyFaults.refusedUntilMade),
        ...pathsTo(launcher, failing, policyFaults.failsUntilMade),
    ];
}

function pathsTo(
    launcher: TaskLauncher,
    missed: readonly Missed[],
    fault: typeof policyFaults.failsUntilMade,
): readonly Path[] {
    const alike = new Map<string, { readonly things: Node[]; readonly what: string }>();
    for (const thing of thingsIn(missed)) {
        const what = untilThen(missed.filter((each) => each.thing === thing));
        const key = `${thing.kind} ${what}`;
        const same = alike.get(key);
        if (same === undefined) alike.set(key, { things: [thing], what });
        else same.things.push(thing);
    }
    return [...alike.values()].map(({ things, what }) => {
        const [first = launcher, ...others] = things;
        const end = { ...stopped(fault, first, { what }), name: listed(things) };
        const label = others.length === 0 ? end.label : `${end.label}s`;
        return { way: policyWays.atStart, hops: [hop(launcher), { ...end, label }] };
    });
}

/** `tasks do not reach a and b; the role does not allow c`. */
function untilThen(missed: readonly Missed[]): string {
    const byWhat = new Map<string, Set<string>>();
    for (const { what, of } of missed) {
        const names = byWhat.get(what) ?? new Set();
        byWhat.set(what, of === undefined ? names : names.add(of));
    }
    return [...byWhat]
        .map(([what, names]) =>
            [what, listed([...names].map((name) => ({ name })))].join(" ").trim(),
        )
        .join("; ");
}

function problemOf({ label, name }: TaskLauncher, { refused, failing }: Late): string {
    const all = (...lists: (readonly Missed[])[]): string => {
        const things = new Set(lists.flatMap(thingsIn));
        return listed([...things].map((each) => ({ name: `${each.label} ${each.name}` })));
    };
    const everything = all(refused, failing);
    const refuses = `AWS refuses the ${label} if it is made first`;
    const fail = "tasks that start earlier fail";
    const so =
        failing.length === 0
            ? refuses
            : refused.length === 0
              ? fail
              : `AWS refuses the ${label} if it is made before ${all(refused)}, and ${fail}`;
    return `${label} ${name} does not wait for ${everything}: ${so}`;
}

/** Where ECS goes on by itself until all is there, little is lost. */
function severityOf(launcher: TaskLauncher, { refused, failing }: Late): Severity {
    if (failing.length > 0 && isStrict(launcher)) return "high";
    return refused.length > 0 ? "medium" : "low";
}

function isStrict(launcher: TaskLauncher): boolean {
    return (
        launcher instanceof Service &&
        (isOn(launcher.hasCircuitBreaker) || isOn(launcher.waitsForSteadyState))
    );
}

function isOn(setting: Service["hasCircuitBreaker"]): boolean {
    return setting.known && setting.value;
}

/** What comes of tasks that fail (AWS rule 16). */
function consequenceOf(launcher: TaskLauncher, tasks: Amount): string {
    if (launcher instanceof Service && isOn(launcher.hasCircuitBreaker)) {
        const count = failuresUntilEnd(launcher, tasks);
        const after = count === undefined ? "after some" : `after ${String(count)}`;
        return `deploymentCircuitBreaker is on: ${after} failed tasks ECS ends the deployment`;
    }
    if (launcher instanceof Service && isOn(launcher.waitsForSteadyState)) {
        return "waitForSteadyState is on: the deployment waits for tasks that run, and fails if that takes too long";
    }
    return "ECS starts other tasks in their place, so that it heals by itself once all is there";
}

/** How many failed tasks end a deployment: half of the desired ones, 3 at least and 200 at most. */
function failuresUntilEnd(
    { hasOwnThreshold }: Service,
    { least, most }: Amount,
): number | undefined {
    if (least !== most || !hasOwnThreshold.known || hasOwnThreshold.value) return undefined;
    return Math.min(200, Math.max(3, Math.ceil(least / 2)));
}

/** Whether tasks find what they start with, as long as what is not waited for is not there. */
class Starts {
    private readonly created: readonly Node[];
    private readonly supports = new Supports();
    private readonly tracing: Asked;
    private readonly resting = new Map<string, readonly Node[]>();
    private readonly early = new Map<string, Early>();
    private readonly keys = new WeakMap<ReadonlySet<Node>, string>();
    private readonly ways = new Map<Asked, Map<Workload, readonly Way[]>>();

    constructor(private readonly model: Model) {
        const { graph } = model;
        this.created = createdNetwork(graph);
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
        const late = new Set(this.created.filter(isMissing));
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
        late: ReadonlySet<Node>,
    ): Awaited {
        const whole = way.ask(subnet);
        // What is broken anyway others tell.
        if (whole.verdict === "violated") return ok();
        if (whole.verdict === "cannot-know") return cannotKnow(whole.gaps);
        const resting = this.restingOn(subnet, workload, place).filter((each) => late.has(each));
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
            const resources = this.supports.of(() => way.ask(subnet));
            found = this.created.filter(({ resource }) => resources.has(resource));
            this.resting.set(key, found);
        }
        return found;
    }

    /** The same way, while all that is late is not there. */
    private withoutThem(
        subnet: Subnet,
        { launcher }: Workload,
        place: number,
        late: ReadonlySet<Node>,
    ): Answer<Path> {
        const { model, workloads } = this.earlyModel(late);
        const workload = workloads.get(launcher.urn);
        const there = model.graph.node(subnet.urn) as Subnet | undefined;
        const way = workload && this.waysOf(workload, model)[place];
        return way === undefined || there === undefined
            ? cannotKnow(unfollowed(launcher))
            : way.ask(there);
    }

    /** The same for all that wait for the same things. */
    private earlyModel(late: ReadonlySet<Node>): Early {
        let key = this.keys.get(late);
        if (key === undefined) {
            key = this.created.flatMap((each) => (late.has(each) ? [] : each.urn)).join("\n");
            this.keys.set(late, key);
        }
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
    const waited = new Set(things.flatMap((each) => [...madeBefore(graph, each)]));
    const last = things.filter(({ resource }) => !waited.has(resource.declaredUrn));
    return last.length === 0 ? things : last;
}
