import { PlanError } from "./error";
import { makePlan, type Interest, type Plan } from "./plan";
import { isObject, type Raw, type RawProperties } from "./raw";
import { object, providerRegions, recordOf, regionOf, text } from "./records";
import { own, type PlanRecord } from "./resource";

/** Steps after which the resource is not there any more. */
const removing = new Set([
    "delete",
    "delete-replaced",
    "read-discard",
    "discard-replaced",
    "remove-pending-replace",
]);

/**
 * The plan of `pulumi preview --json`. A step that creates has inputs only. Unless it was made with
 * `--show-sames`, such a file leaves out what stays as it is; then the plan is incomplete.
 *
 * @throws PlanError if the preview ended with errors: what it holds is not the whole plan.
 */
export function planFromPreview(preview: RawProperties, interest: Interest): Plan {
    const all = own(preview, "steps");
    const steps = Array.isArray(all) ? (all as readonly Raw[]).filter(isObject) : [];
    if (failed(preview)) {
        throw new PlanError(
            "this preview ended with errors, so it does not hold the whole plan; expected a preview that succeeded",
        );
    }
    const states = new Map<RawProperties, RawProperties>();
    for (const step of steps) {
        if (removing.has(text(step, "op") ?? "")) continue;
        const state = object(step, "newState");
        if (state !== undefined) states.set(step, state);
    }
    const regions = providerRegions(states.values());
    const configured = own(object(preview, "config"), "aws:region");
    const records: PlanRecord[] = [];
    for (const [step, state] of states) {
        const urn = text(state, "urn") ?? text(step, "urn");
        if (urn === undefined) continue;
        const reading = text(step, "op")?.startsWith("read") === true;
        const record = recordOf(
            { ...state, urn, ...(reading ? { external: true } : {}) },
            interest,
            {
                region: regionOf(state, regions, configured),
                component: own(state, "custom") === false,
            },
        );
        if (record !== undefined) records.push(record);
    }
    return makePlan(records, hidden(preview, steps));
}

function failed(preview: RawProperties): boolean {
    const diagnostics = own(preview, "diagnostics");
    return (
        own(preview, "changeSummary") === undefined &&
        Array.isArray(diagnostics) &&
        (diagnostics as readonly Raw[]).some(
            (diagnostic) => isObject(diagnostic) && diagnostic.severity === "error",
        )
    );
}

/** The summary counts unchanged resources that the steps do not show (the CLI hides them by default). */
function hidden(preview: RawProperties, steps: readonly RawProperties[]): string | undefined {
    const counted = own(object(preview, "changeSummary"), "same");
    if (typeof counted !== "number") return undefined;
    const shown = steps.filter((step) => text(step, "op") === "same").length;
    if (counted <= shown) return undefined;
    return `${String(counted - shown)} unchanged resources are not in this preview; make it with \`pulumi preview --json --show-sames\``;
}
