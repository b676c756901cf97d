import { PlanError } from "./error";
import { planFromExport } from "./export";
import type { Interest, Plan } from "./plan";
import { planFromPreview } from "./preview";
import { isObject, type Raw } from "./raw";
import { planFromRecording } from "./recording";
import { planFromRehearsal } from "./rehearsal";

/** The kinds of files that hold a plan. */
export type PlanKind = "preview" | "export" | "recording" | "rehearsal";

const expected =
    "expected the output of `pulumi preview --json`, of `pulumi stack export`, or a recording of the calls that a policy pack gets";

/**
 * Reads a plan from parsed JSON and tells the kinds apart by content.
 *
 * @throws PlanError if it is JSON of another kind, or a preview that failed.
 */
export function planFromJson(json: Raw, interest: Interest): { kind: PlanKind; plan: Plan } {
    if (Array.isArray(json)) {
        if (
            json.length > 0 &&
            !json.some((element) => isObject(element as Raw) && "urn" in (element as object))
        ) {
            throw new PlanError(
                `the file holds a list of something else than resources; ${expected}`,
            );
        }
        return { kind: "recording", plan: planFromRecording(json as readonly Raw[], interest) };
    }
    if (!isObject(json)) throw new PlanError(`the file holds ${describe(json)}; ${expected}`);
    if (isObject(json.rehearsal)) {
        refuseUnlessList(json.resources, "resources");
        return { kind: "rehearsal", plan: planFromRehearsal(json, interest) };
    }
    if (isObject(json.deployment) || json.deployment === null) {
        refuseUnlessList(json.deployment?.resources, "deployment.resources");
        return { kind: "export", plan: planFromExport(json.deployment ?? {}, interest) };
    }
    // A preview that failed at once has nothing but diagnostics.
    if (
        Array.isArray(json.steps) ||
        Array.isArray(json.diagnostics) ||
        isObject(json.changeSummary)
    ) {
        refuseUnlessList(json.steps, "steps");
        return { kind: "preview", plan: planFromPreview(json, interest) };
    }
    if (isObject(json.resourcePlans)) {
        throw new PlanError(
            `this is an update plan (\`--save-plan\`), which holds no resources; ${expected}`,
        );
    }
    throw new PlanError(`the file holds a JSON object of another kind; ${expected}`);
}

/** What is there in another shape must not pass for a plan without resources. */
function refuseUnlessList(json: Raw | undefined, place: string): void {
    if (json === undefined || json === null) return;
    const list = Array.isArray(json) ? (json as readonly Raw[]) : undefined;
    if (list?.length === 0 || list?.some(isObject) === true) return;
    throw new PlanError(`${place} of the file is no list of objects; ${expected}`);
}

function describe(json: Raw): string {
    return json === null ? "null" : `a single ${typeof json}`;
}
