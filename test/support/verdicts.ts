import assert from "node:assert/strict";
import type { Settings } from "../../src/policy";
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
        assert.ok(fine, `${what}: ${key}: ${before} became ${after}`);
    }
}
