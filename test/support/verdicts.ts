import assert from "node:assert/strict";
import { policies } from "../../policies";
import { planFromJson, type Raw } from "../../src/plan";
import {
    interest,
    resolveConfiguration,
    runPolicies,
    type Run,
    type Settings,
} from "../../src/policy";
import { runPack, type RunOptions } from "./harness";
import type { Recorded } from "./program";

export type Verdict = "violated" | "cannot know" | "ok";

/** The verdict of each policy about each resource; what is not mentioned is ok. */
export function verdicts(
    recording: readonly Recorded[],
    more: Settings = {},
    options: Pick<RunOptions, "policies" | "settings"> = {},
): Map<string, Verdict> {
    const found = new Map<string, Verdict>();
    // Each policy speaks for itself here, whatever the others say.
    const settings = {
        ...options.settings,
        "preflight-settings": {
            ...options.settings?.["preflight-settings"],
            oneFindingPerCause: false,
            ...more,
        },
    };
    for (const { policy, urn = "", message } of runPack(recording, { ...options, settings })) {
        assert.doesNotMatch(message, /because of a bug/);
        if (policy !== "unverified-network") {
            found.set(`${policy} ${urn}`, "violated");
            continue;
        }
        for (const [, names = ""] of message.matchAll(/^ {2}([a-z0-9, -]+): /gm)) {
            for (const name of names.split(", ")) {
                const key = `${name} ${urn}`;
                if (!found.has(key)) found.set(key, "cannot know");
            }
        }
    }
    return found;
}

const { configure } = resolveConfiguration(policies, {
    "preflight-settings": { oneFindingPerCause: false },
});

/** The same of a plan as a file has it, as the command judges it. */
export function answersTo(json: Raw): Run & { readonly verdicts: ReadonlyMap<string, Verdict> } {
    const run = runPolicies(planFromJson(json, interest).plan, policies, configure);
    const found = new Map<string, Verdict>();
    for (const { policy, resource } of run.unverified) {
        found.set(`${policy} ${resource.urn}`, "cannot know");
    }
    for (const { policy, resource, message } of run.findings) {
        assert.doesNotMatch(message, /because of a bug/);
        if (policy !== "unverified-network") found.set(`${policy} ${resource.urn}`, "violated");
    }
    return { ...run, verdicts: found };
}

/** Knowing less may turn an answer into "cannot know", never into the other one. */
export function assertNoFlip(
    more: ReadonlyMap<string, Verdict>,
    less: ReadonlyMap<string, Verdict>,
    what: string,
): void {
    for (const key of new Set([...more.keys(), ...less.keys()])) {
        const before = more.get(key) ?? "ok";
        const after = less.get(key) ?? "ok";
        const fine = after === before || after === "cannot know";
        assert.ok(fine, `${key}: ${before} became ${after}: ${what}`);
    }
}
