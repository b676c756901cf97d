import { ok } from "node:assert/strict";
import fc from "fast-check";
import { PlanError } from "../../src/plan";
import { hide } from "../support/hide";
import { changesOf, mutated, type Where } from "../support/mutate";
import { unknown, type Recorded } from "../support/program";
import { answersTo, type Answers } from "../support/verdicts";
import { examples, fuzz } from "./support";

/*
 * Properties that no program would set, in recordings: no policy fails over them, and hiding a value never
 * turns an answer into the other one.
 */

/** First previews: of what exists, what is set and what there is would contradict each other. */
const recordings = examples("recording").filter((text) => text.includes(unknown));

const places: Readonly<Record<string, Where>> = {
    properties: {},
    "container definitions": { in: /^containerDefinitions$/ },
    "documents of IAM": { in: /policy|policies/i },
    "CIDR blocks": { in: /cidr/i },
};

const cases = fc.record({ file: fc.nat(), changes: changesOf(), salt: fc.nat() });

/** What is said of a recording, if it is one. */
function answered(recording: readonly Recorded[]): Answers["verdicts"] | undefined {
    try {
        // What is known here may be anything, and not what its dependencies would make of it.
        return answersTo(recording as never, { trustDependencies: false }).verdicts;
    } catch (error) {
        if (error instanceof PlanError) return undefined;
        throw error;
    }
}

describe("what nobody set", () => {
    for (const [what, where] of Object.entries(places)) {
        fuzz(`${what} that are hidden flip no answer`, 60, cases, ({ file, changes, salt }) => {
            const text = recordings[file % recordings.length] ?? "";
            const changed = mutated(text, changes, { ...where, onlyProperties: true });
            const known = (changed as unknown as readonly Recorded[]).map(returned);
            const all = answered(known);
            if (all === undefined) return;
            assertNoOpposite(all, answered(hide(known, salt, false)) ?? all);
        });
    }
});

/** A provider returns what was set. */
function returned(resource: Recorded): Recorded {
    const { __defaults: _, ...set } = resource.inputs ?? {};
    return { ...resource, outputs: { ...resource.outputs, ...set } };
}

/** Knowing less, a policy finds no new fault; and where it found one, it still does, or leaves something open. */
function assertNoOpposite(all: Answers["verdicts"], few: Answers["verdicts"]): void {
    const open = new Set<string>();
    for (const [key, verdict] of few) if (verdict === "cannot know") open.add(policyOf(key));
    for (const key of new Set([...all.keys(), ...few.keys()])) {
        const [before, after] = [all.get(key) ?? "ok", few.get(key) ?? "ok"];
        ok(before !== "ok" || after !== "violated", `${key}: ok became violated`);
        const isLost = before === "violated" && after === "ok" && !open.has(policyOf(key));
        ok(!isLost, `${key}: violated became ok`);
    }
}

function policyOf(key: string): string {
    return key.split(" ")[0] ?? "";
}
