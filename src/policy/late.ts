import { all, ok, unless } from "../knowable";
import { isCreated, listed, Service, type Node, type TaskLauncher } from "../network";
import { edits, hop, stopped, type Path } from "../reach";
import { desiredTasks, isTaken, type Amount, type Awaited, type Missed } from "../workload";
import { policyFaults, policyWays } from "./faults";
import type { Model } from "./model";
import type { Judgement, Severity } from "./policy";
import { Starts } from "./starts";

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
