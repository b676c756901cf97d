import { PlanError } from "./error";
import { inOneDialect } from "./native";
import { makePlan, nameInUrn, type Interest, type Plan } from "./plan";
import { oneLine } from "./printable";
import { isObject, own, pick, type Raw, type RawProperties } from "./raw";
import {
    defaultProvidersOf,
    object,
    objectsIn,
    providerMajors,
    providerOf,
    providerRegions,
    providersIn,
    recordOf,
    regionOf,
    stateAt,
    text,
    unreadable,
    urnAt,
} from "./records";
import { PlannedResource, type PlanRecord } from "./resource";

/**
 * The plan of `pulumi preview --json`. A step that creates has inputs only. Unless it was made with
 * `--show-sames`, such a file leaves out what stays as it is; then the plan is incomplete.
 *
 * @throws PlanError if the preview ended with errors, for then it does not hold the whole plan, or if
 *     something in it cannot be read.
 */
export function planFromPreview(preview: RawProperties, interest: Interest): Plan {
    if (failed(preview)) {
        throw new PlanError(
            "this preview ended with errors, so it does not hold the whole plan; expected a preview that succeeded",
        );
    }
    const counts = countsIn(preview);
    const steps = objectsIn(own(preview, "steps"), "steps").map(({ state, place }) =>
        checked(state, place),
    );
    if (steps.length === 0) refuseUnlessUnchanged(counts);
    const last = lastSteps(steps);
    const states = last.map(({ state }) => state);
    const regions = providerRegions(states);
    const config = object(preview, "config");
    const providers = providersIn(states);
    const majorOf = providerMajors(providers);
    const records: PlanRecord[] = [];
    for (const { op, state } of last) {
        const custom = own(state, "custom");
        const provider = providerOf(state);
        records.push(
            recordOf(state, interest, {
                provider,
                region: regionOf(state, provider, regions, config),
                component: custom === false,
                providerMajor: majorOf(provider),
                // What stays as it is and yet has no id is a create that `--target` leaves out.
                skipped: op === "same" && custom === true && own(state, "id") === undefined,
            }),
        );
    }
    return {
        ...makePlan(records, hidden(counts.get("same") ?? 0, steps)),
        providers: new Map([...defaultProvidersOf(states, config), ...providers]),
        removed: removedBy(steps, interest),
        hasOwnInputs: true,
    };
}

/** Operations after which a resource has no new state; their steps show the old one. */
const withoutNewState: ReadonlySet<string> = new Set([
    "delete",
    "delete-replaced",
    "discard",
    "discard-replaced",
    "refresh",
]);

/** Operations on no resource, or on none that is left: their steps show no state. */
const withoutState: ReadonlySet<string> = new Set([
    "remove-pending-replace",
    "extend-parameterize",
]);

/** A step with an operation, a URN, and the states that the engine tells of it (deploy/step.go). */
function checked(step: RawProperties, place: string): RawProperties {
    const op = text(step, "op");
    if (op === undefined) {
        throw unreadable(own(step, "op"), `${place}.op`, "an operation, such as create");
    }
    if (withoutState.has(op)) return step;
    urnAt(own(step, "urn"), `${place}.urn`);
    const [old, next] = [own(step, "oldState"), own(step, "newState")];
    if (!withoutNewState.has(op) || isGiven(next)) stateAt(next, `${place}.newState`);
    else stateAt(old, `${place}.oldState`);
    if (isGiven(old)) stateAt(old, `${place}.oldState`);
    return step;
}

function isGiven(raw: Raw | undefined): boolean {
    return raw !== undefined && raw !== null;
}

/** How often each operation was counted; the CLI leaves out a summary that counts none. */
function countsIn(preview: RawProperties): ReadonlyMap<string, number> {
    const summary = own(preview, "changeSummary") ?? {};
    if (!isObject(summary)) throw unreadable(summary, "changeSummary", "an object");
    return new Map(
        Object.entries(summary).map(([op, count]) => {
            if (typeof count === "number") return [op, count];
            throw unreadable(count, `changeSummary.${oneLine(op)}`, "a number");
        }),
    );
}

/** The CLI shows no step at all only where everything stays as it is, which its summary then says. */
function refuseUnlessUnchanged(counts: ReadonlyMap<string, number>): void {
    const changed = [...counts].filter(([op, count]) => op !== "same" && count > 0);
    if (changed.length === 0 && (counts.get("same") ?? 0) > 0) return;
    const why =
        changed.length === 0
            ? "changeSummary does not say that everything stays as it is"
            : `changeSummary counts ${changed.map(([op, count]) => `${String(count)} ${oneLine(op)}`).join(", ")}`;
    throw new PlanError(
        `there are no steps in this preview, and ${why}; expected the whole output of \`pulumi preview --json\``,
    );
}

/** What the steps delete, or replace, in AWS; what an earlier replacement left behind, too. */
function removedBy(
    steps: readonly RawProperties[],
    interest: Interest,
): readonly PlannedResource[] {
    return steps.flatMap((step) => {
        const state = object(step, "oldState");
        const isGone = ["delete", "delete-replaced"].includes(text(step, "op") ?? "");
        if (!isGone || state === undefined) return [];
        // AWS keeps what the program only forgets.
        if (own(state, "retainOnDelete") === true || own(state, "external") === true) return [];
        const record = recordOf(state, interest, { component: false, skipped: false });
        return inOneDialect(record).map((each) => new PlannedResource(each, nameInUrn));
    });
}

/** A failed preview has a summary too: of the steps that it got to. */
function failed(preview: RawProperties): boolean {
    const diagnostics = own(preview, "diagnostics");
    return (
        Array.isArray(diagnostics) &&
        (diagnostics as readonly Raw[]).some(
            (diagnostic) => isObject(diagnostic) && own(diagnostic, "severity") === "error",
        )
    );
}

interface Step {
    readonly op: string;
    /** The new state. */
    readonly state: RawProperties;
}

/**
 * The last step of each resource that is there after all of them. Steps that remove something have no
 * new state; with `--refresh` an earlier step may have shown what they remove.
 */
function lastSteps(steps: readonly RawProperties[]): readonly Step[] {
    const last = new Map<string, Step>();
    for (const step of steps) {
        const op = text(step, "op") ?? "";
        const state = object(step, "newState");
        const subject = state ?? object(step, "oldState") ?? {};
        // What an earlier replacement left behind has the URN of what replaced it.
        if (own(subject, "delete") === true) continue;
        const urn = text(subject, "urn") ?? "";
        if (op === "delete" || op === "discard") last.delete(urn);
        else if (state !== undefined) last.set(urn, { op, state: completed(step, op, state) });
    }
    return [...last.values()];
}

/**
 * The new state of a step, with what the CLI may have printed too early to know: the engine fills in
 * id and outputs while the step runs (https://github.com/pulumi/pulumi/issues/9571).
 */
function completed(step: RawProperties, op: string, state: RawProperties): RawProperties {
    if (op.startsWith("read")) return { ...state, external: true };
    if (op.startsWith("import")) {
        const id = own(state, "importID");
        return id === undefined ? state : { id, ...state };
    }
    const old = object(step, "oldState");
    if (old === undefined || (op !== "same" && op !== "update")) return state;
    return { ...pick(old, ["id"]), outputs: remainingOutputs(old, op), ...state };
}

/** Old outputs that still hold: an update may change what the program had set. */
function remainingOutputs(old: RawProperties, op: string): RawProperties {
    const outputs = object(old, "outputs") ?? {};
    if (op === "same") return outputs;
    const inputs = object(old, "inputs");
    return pick(
        outputs,
        Object.keys(outputs).filter((name) => own(inputs, name) === undefined),
    );
}

/** The summary counts unchanged resources that the steps do not show (the CLI hides them by default). */
function hidden(counted: number, steps: readonly RawProperties[]): string | undefined {
    const shown = steps.filter((step) => text(step, "op") === "same").length;
    if (counted <= shown) return undefined;
    const missing = counted - shown;
    const what =
        missing === 1 ? "1 unchanged resource is" : `${String(missing)} unchanged resources are`;
    return `${what} not in this preview; make it with \`pulumi preview --json --show-sames\``;
}
