import type { Subnet } from "../../network";
import { anyOf, type Stage, type Step, type Thing, type Trail } from "../../reach";
import type { Workload } from "../../workload";
import { reportedGap, type ReportedGap } from "../report";
import type { Explained, ExplainedWay } from "./ways";

export type Verdict = Step["verdict"];

/**
 * What `explain --json` prints of one workload, or a list of such; their shape is public
 * (`docs/explain-output.schema.json`).
 */
export interface Explanation {
    /** Of the format, not of the program: it changes when a field is removed or changes its meaning. */
    readonly version: 1;
    readonly file: string;
    readonly workload: ReportedPlace;
    readonly ways: readonly ReportedWay[];
    /** What is not known of the question itself: of what the tasks need, or where they start. */
    readonly gaps: readonly ReportedGap[];
    /** Why the plan may hold less than the stack. */
    readonly incomplete: string | null;
}

export interface ReportedPlace {
    readonly urn: string;
    readonly name: string;
    /** The kind of thing, such as `route table`. */
    readonly label: string;
}

export interface ReportedWay {
    /** Seen from the tasks. */
    readonly direction: "in" | "out";
    readonly from: string;
    readonly to: string;
    /** What the tasks need it for. */
    readonly need: string | null;
    /** The subnets of the tasks, by name. */
    readonly subnets: readonly string[];
    readonly verdict: Verdict;
    readonly steps: readonly ReportedStep[];
    /** Why it cannot be known, as far as no step says so. */
    readonly gaps: readonly ReportedGap[];
    readonly assumed: readonly string[];
}

/** A hop, or a fork: the way goes on as one of several, or as each of several. */
export type ReportedStep = ReportedHop | ReportedFork;

export interface ReportedHop {
    readonly kind: "hop";
    readonly stage: Stage;
    readonly verdict: Verdict;
    readonly at: ReportedPlace | null;
    readonly says: string;
    /** The rule of AWS's that decides, with its source. */
    readonly rule: string;
    /** How it is mended; of several alternatives, all. */
    readonly fix: string | null;
    /** The alternatives one by one. */
    readonly fixes: readonly string[];
    readonly gaps: readonly ReportedGap[];
}

export interface ReportedFork {
    readonly kind: "alternative" | "part";
    readonly called: string;
    readonly verdict: Verdict;
    readonly steps: readonly ReportedStep[];
    readonly gaps: readonly ReportedGap[];
}

/** Puts what was followed into the public shape. */
export function explanationOf(
    file: string,
    { launcher: { urn, name, label } }: Workload,
    { ways, gaps }: Explained,
    incomplete: string | undefined,
): Explanation {
    return {
        version: 1,
        file,
        workload: { urn, name, label },
        ways: ways.map(reportedWay),
        gaps: gaps.map(reportedGap),
        incomplete: incomplete ?? null,
    };
}

function reportedWay({ need, subnets, trail, gaps, ...way }: ExplainedWay): ReportedWay {
    return {
        direction: way.direction,
        from: way.from,
        to: way.to,
        need: need ?? null,
        subnets: subnets.map(({ name }) => name).sort(byName),
        verdict: way.verdict,
        steps: stepsOf(trail, subnets),
        gaps: gaps.map(reportedGap),
        assumed: way.assumed,
    };
}

/** As people count: `private-2` before `private-10`. */
const byName = new Intl.Collator("en", { numeric: true }).compare;

function stepsOf(trail: Trail, subnets: readonly Subnet[]): readonly ReportedStep[] {
    const steps = trail.map((each): ReportedStep => {
        const { verdict } = each;
        const gaps = each.gaps.map(reportedGap);
        if (each.kind !== "step") {
            const { kind, called } = each;
            return { kind, called, verdict, steps: stepsOf(each.trail, subnets), gaps };
        }
        const { stage, at, rule, fixes = [] } = each;
        const fix = fixes.length === 0 ? null : anyOf(fixes);
        const says = `${each.says}${edgeInWords(each.edgeOf, subnets)}`;
        const place = at === undefined ? null : { urn: at.urn, name: at.name, label: at.label };
        return { kind: "hop", stage, verdict, at: place, says, rule, fix, fixes, gaps };
    });
    return steps.reduce(joined, []);
}

/** The subnets of the tasks stand in the heading. */
function edgeInWords(subnet: Thing | undefined, ofTasks: readonly Subnet[]): string {
    if (subnet === undefined) return "";
    const isOfTasks = ofTasks.some(({ urn }) => urn === subnet.urn);
    return `, at the edge of ${isOfTasks ? "the subnet of the tasks" : `subnet ${subnet.name}`}`;
}

/** Alternatives that go the same way, hop by hop, are told together. */
function joined(before: readonly ReportedStep[], next: ReportedStep): readonly ReportedStep[] {
    if (next.kind !== "alternative") return [...before, next];
    const wayOf = (each: ReportedStep): string => JSON.stringify({ ...each, called: "" });
    const i = before.findIndex((each) => wayOf(each) === wayOf(next));
    const same = before[i];
    if (same?.kind !== "alternative") return [...before, next];
    const both = { ...same, called: together(same.called, next.called) };
    return before.map((each) => (each === same ? both : each));
}

/** `from its subnet a` and `from its subnet b`: `from its subnet a, b`. */
function together(one: string, other: string): string {
    const [a, b] = [one.split(" "), other.split(" ")];
    const first = b.findIndex((word, i) => word !== a[i]);
    return first === b.length - 1 ? `${one}, ${b[first] ?? ""}` : `${one}, or ${other}`;
}
