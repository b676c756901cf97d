import assert from "node:assert/strict";
import { policies } from "../../policies";
import { planFromJson, type PlannedResource, type Raw } from "../../src/plan";
import {
    interest,
    resolveConfiguration,
    runPolicies,
    type Context,
    type Judgement,
    type Policy,
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

/** Without inputs policies of single resources are not asked at all. */
export function ofStack(all: ReadonlyMap<string, Verdict>): Map<string, Verdict> {
    const names = new Set(policies.flatMap(({ kind, name }) => (kind === "resource" ? name : [])));
    return new Map([...all].filter(([key]) => !names.has(key.split(" ")[0] ?? "")));
}

/** In which order things are made is asked only where they are: once the stack is deployed it is no question. */
export function ofWhatStands(all: ReadonlyMap<string, Verdict>): Map<string, Verdict> {
    return new Map([...all].filter(([key]) => !key.startsWith("service-start-order ")));
}

export interface Answers extends Run {
    /** The verdict of each policy about each resource that it judged. */
    readonly verdicts: ReadonlyMap<string, Verdict>;
}

/** What the command says of a plan as a file has it, and what it need not say: that something is ok. */
export function answersTo(json: Raw, more: Settings = {}): Answers {
    const { configure } = resolveConfiguration(policies, {
        "preflight-settings": { oneFindingPerCause: false, ...more },
    });
    const found = new Map<string, Verdict>();
    const noting = (policy: Policy, judgements: Iterable<Judgement>): readonly Judgement[] => {
        const all = [...judgements];
        for (const { resource, answer } of all) {
            const key = `${policy.name} ${resource.urn}`;
            const verdict = answer.verdict === "cannot-know" ? "cannot know" : answer.verdict;
            const before = found.get(key) ?? "ok";
            found.set(key, worst.find((each) => [before, verdict].includes(each)) ?? "ok");
        }
        return all;
    };
    const noted = policies.map((policy): Policy => {
        switch (policy.kind) {
            case "resource":
                return {
                    ...policy,
                    check: (resource: PlannedResource, settings: Settings) =>
                        noting(policy, policy.check(resource, settings)),
                };
            case "stack":
                return {
                    ...policy,
                    check: (context: Context) => noting(policy, policy.check(context)),
                };
            default:
                return policy;
        }
    });
    const run = runPolicies(planFromJson(json, interest).plan, noted, configure);
    for (const { problem } of run.findings) assert.doesNotMatch(problem, /because of a bug/);
    return { ...run, verdicts: found };
}

const worst: readonly Verdict[] = ["violated", "cannot know"];

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
