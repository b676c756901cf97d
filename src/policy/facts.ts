import type { NamedFacts } from "../plan";
import { violated } from "../knowable";
import type { Model } from "./model";
import type { Judgement } from "./policy";

/** Facts as the edge read them, with what was wrong; reading files is not for the policies. */
export interface GivenFacts {
    readonly files: readonly NamedFacts[];
    /** Each with its file, the place in it, and what was expected. */
    readonly problems: readonly string[];
    /** What AWS could not be asked, and why. */
    readonly unasked?: readonly string[];
    /** The time, to which the facts' own is compared. */
    readonly now: Date;
}

export const noFacts: GivenFacts = { files: [], problems: [], now: new Date(0) };

/** What is wrong with facts, on the stack, and, as advice, what may be. */
export function* judgeFacts(model: Model): Iterable<Judgement> {
    const { stack: resource, facts, notes, factsMaxAgeDays } = model;
    if (resource === undefined) return;
    const answer = violated<never>();
    for (const problem of facts.problems) {
        const fix =
            "correct the file, or make it again with `npx --no-install fargate-preflight snapshot`";
        yield { resource, answer, problem: `facts that are not used: ${problem}`, fix };
    }
    for (const { name, facts: file } of facts.files) {
        const days = Math.floor((facts.now.getTime() - Date.parse(file.takenAt)) / dayInMs);
        if (days <= factsMaxAgeDays) continue;
        yield {
            resource,
            answer,
            isAdvice: true,
            problem: `the facts in ${name} are ${String(days)} days old: of ${file.takenAt.slice(0, 10)}`,
            fix: "make the file again with `npx --no-install fargate-preflight snapshot`",
        };
    }
    if (facts.unasked !== undefined && facts.unasked.length > 0) {
        yield {
            resource,
            answer,
            isAdvice: true,
            problem: "AWS could not tell everything, so some things stay unknown",
            details: facts.unasked,
            fix: "use AWS credentials that have the rights in docs/snapshot-iam-policy.json in the package, or facts of `npx --no-install fargate-preflight snapshot` instead",
        };
    }
    for (const problem of notes) {
        const fix =
            "make the file again with `npx --no-install fargate-preflight snapshot`, or leave it out";
        yield { resource, answer, isAdvice: true, problem, fix };
    }
}

const dayInMs = 24 * 60 * 60 * 1000;
