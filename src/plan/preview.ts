import { PlanError } from "./error";
import { makePlan, nameInUrn, type Interest, type Plan } from "./plan";
import { isObject, own, pick, type Raw, type RawProperties } from "./raw";
import { object, providerRegions, recordOf, regionOf, text } from "./records";
import { PlannedResource, type PlanRecord } from "./resource";

/**
 * The plan of `pulumi preview --json`. A step that creates has inputs only. Unless it was made with
 * `--show-sames`, such a file leaves out what stays as it is; then the plan is incomplete.
 *
 * @throws PlanError if the preview ended with errors: what it holds is not the whole plan.
 */
export function planFromPreview(preview: RawProperties, interest: Interest): Plan {
    if (failed(preview)) {
        throw new PlanError(
            "this preview ended with errors, so it does not hold the whole plan; expected a preview that succeeded",
        );
    }
    const all = own(preview, "steps");
    const steps = Array.isArray(all) ? (all as readonly Raw[]).filter(isObject) : [];
    const last = lastSteps(steps);
    const regions = providerRegions(last.map(({ state }) => state));
    const configured = own(object(preview, "config"), "aws:region");
    const records: PlanRecord[] = [];
    for (const { op, state } of last) {
        const custom = own(state, "custom");
        const record = recordOf(state, interest, {
            region: regionOf(state, regions, configured),
            component: custom === false,
            // What stays as it is and yet has no id is a create that `--target` leaves out.
            skipped: op === "same" && custom === true && own(state, "id") === undefined,
        });
        if (record !== undefined) records.push(record);
    }
    return {
        ...makePlan(records, hidden(preview, steps)),
        removed: removedBy(steps, interest),
        hasOwnInputs: true,
    };
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
        return record === undefined ? [] : [new PlannedResource(record, nameInUrn)];
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
    /** The new state, with its URN. */
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
        const urn = text(step, "urn") ?? text(subject, "urn");
        if (urn === undefined) continue;
        if (op === "delete" || op === "discard") last.delete(urn);
        else if (state !== undefined) {
            last.set(urn, { op, state: { ...completed(step, op, state), urn } });
        }
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
function hidden(preview: RawProperties, steps: readonly RawProperties[]): string | undefined {
    const counted = own(object(preview, "changeSummary"), "same");
    if (typeof counted !== "number") return undefined;
    const shown = steps.filter((step) => text(step, "op") === "same").length;
    if (counted <= shown) return undefined;
    const missing = counted - shown;
    const what =
        missing === 1 ? "1 unchanged resource is" : `${String(missing)} unchanged resources are`;
    return `${what} not in this preview; make it with \`pulumi preview --json --show-sames\``;
}
