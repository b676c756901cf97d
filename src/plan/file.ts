import { PlanError } from "./error";
import { planFromExport } from "./export";
import type { Interest, Plan } from "./plan";
import { planFromPreview } from "./preview";
import { isObject, type Raw } from "./raw";
import { planFromRecording } from "./recording";
import { whatIs } from "./records";
import { planFromRehearsal } from "./rehearsal";

/** The kinds of files that hold a plan. */
export type PlanKind = "preview" | "export" | "recording" | "rehearsal";

const expected =
    "expected the output of `pulumi preview --json`, of `pulumi stack export`, or a recording of the calls that a policy pack gets";

/**
 * Reads a plan from parsed JSON and tells the kinds apart by content.
 *
 * @throws PlanError if it is JSON of another kind, a preview that failed, or holds what cannot be read.
 */
export function planFromJson(json: Raw, interest: Interest): { kind: PlanKind; plan: Plan } {
    if (Array.isArray(json)) {
        if (json.length === 0) throw new PlanError(`the file holds an empty list; ${expected}`);
        if (!json.some((element) => isObject(element as Raw) && "urn" in (element as object))) {
            throw new PlanError(
                `the file holds a list of something else than resources; ${expected}`,
            );
        }
        return { kind: "recording", plan: planFromRecording(json as readonly Raw[], interest) };
    }
    if (!isObject(json)) throw new PlanError(`the file holds ${describe(json)}; ${expected}`);
    if (isObject(json.rehearsal)) {
        return { kind: "rehearsal", plan: planFromRehearsal(json, interest) };
    }
    if (isObject(json.deployment) || json.deployment === null) {
        refuseUnlessVersion(json.version);
        if (json.steps !== undefined) {
            throw new PlanError(
                `the file holds the steps of a preview beside the deployment of an export; ${expected}`,
            );
        }
        return { kind: "export", plan: planFromExport(json.deployment ?? {}, interest) };
    }
    // A preview that failed at once has nothing but diagnostics.
    if (
        json.steps !== undefined ||
        Array.isArray(json.diagnostics) ||
        isObject(json.changeSummary)
    ) {
        return { kind: "preview", plan: planFromPreview(json, interest) };
    }
    if (isObject(json.resourcePlans)) {
        throw new PlanError(
            `this is an update plan (\`--save-plan\`), which holds no resources; ${expected}`,
        );
    }
    throw new PlanError(`the file holds a JSON object of another kind; ${expected}`);
}

/** Versions of an export, as the CLI counts them (apitype/core.go); earlier ones are of before 2019. */
const versions: readonly unknown[] = [3, 4];

function refuseUnlessVersion(version: Raw | undefined): void {
    if (versions.includes(version)) return;
    const what = typeof version === "number" ? `is ${String(version)}` : whatIs(version);
    throw new PlanError(
        `the version of this export ${what}; expected the number ${versions.join(" or ")}`,
    );
}

function describe(json: Raw): string {
    return json === null ? "null" : `a single ${typeof json}`;
}
