import type { Gap, Reason } from "../knowable";

/** What decides whether a better file than this one could tell more. */
interface Told {
    /** How many values stand in for unknown ones; unset if the plan is not rehearsed. */
    readonly standIns?: number | null | undefined;
    /** What the file leaves out; unset if it is whole. */
    readonly incomplete?: string | null | undefined;
}

/** What can be done about a gap. */
export function supplyOf(
    { supply, reason }: { readonly supply?: Gap["supply"] | null; readonly reason: Reason },
    { standIns, incomplete }: Told,
): string {
    // What the file leaves out may hold it.
    const whole = typeof incomplete === "string" ? toldByTheWhole(incomplete) : {};
    const better = typeof standIns === "number" ? afterRehearsal : whole;
    return supply ?? better[reason] ?? byReason[reason];
}

/** The same of several gaps: each once, and what only time tells together. */
export function supplyInWords(all: readonly string[]): string {
    const distinct = [...new Set(all)];
    const later = distinct.filter((each) => each.startsWith(notNow));
    const now = distinct.filter((each) => !each.startsWith(notNow));
    return [...now, ...later.map((each, i) => (i === 0 ? each : each.slice(notNow.length)))].join(
        "; ",
    );
}

function toldByTheWhole(incomplete: string): Partial<Record<Reason, string>> {
    const all = `check the whole plan: ${incomplete}`;
    return { "made-by-plan": all, computed: all, outside: all };
}

const notNow = "nothing to change now: ";
const afterDeployment = `${notNow}a preview after the deployment knows it`;

/** What a rehearsal leaves open only a deployment tells. */
const afterRehearsal: Partial<Record<Reason, string>> = {
    "made-by-plan": afterDeployment,
    computed: afterDeployment,
};

/** What can be done about a gap, where the gap itself does not say. */
const byReason: Readonly<Record<Reason, string>> = {
    "made-by-plan": `${notNow}\`npx --no-install fargate-preflight rehearse\` knows it before the deployment`,
    computed: afterDeployment,
    outside:
        "give facts about what is outside this plan (the setting facts, `npx --no-install fargate-preflight snapshot`)",
    open: "nothing to change: what others may add does not show in this plan",
    skipped: "check again without --target",
    secret: "check in a preview with the policy pack, which can read secrets",
    malformed: "correct the value",
    "not-modelled": "nothing to change: this is not simulated",
};
