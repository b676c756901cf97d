import { firstOf, oneLine, type PlannedResource } from "../plan";
import { distinctPaths, fixText, renderPaths, type Path } from "../reach";
import { advice, type Fix } from "./fix";
import { causesOf } from "./causes";
import { areOfCause, endedText, type Excepting, type NamedException } from "./exceptions";
import type { Model } from "./model";
import type { Judgement, Level, PolicyInfo, Severity, Unverified } from "./policy";
import type { Reportable } from "./reported";

/** A violation, ready to be shown. */
export interface Finding {
    readonly policy: string;
    readonly level: Level;
    readonly severity: Severity;
    readonly resource: PlannedResource;
    /** What is wrong; one line. */
    readonly problem: string;
    /** More of it, each in a line of its own. */
    readonly details: readonly string[];
    /** The ways that were tried, with their hops. */
    readonly path: readonly Path[];
    readonly assumed: readonly string[];
    /** The date of the facts that it rests on. */
    readonly asOf: string | undefined;
    readonly fix: Fix;
    /** It never blocks, whatever level the policy is given. */
    readonly isAdvice?: boolean;
    /** It is of the check, not of the network. */
    readonly isOfCheck?: boolean;
    /** What the policy threw, if a bug is what is told. */
    readonly thrown?: unknown;
    /** What tells it from others of its policy on the resource, whatever its words: what stops what, and where. */
    readonly causes: readonly string[];
    readonly isExcepted: boolean;
    /** If it is, those that accept it; else those whose last day has passed. */
    readonly exceptions: readonly NamedException[];
}

/** What judging produced. */
export interface Outcome {
    readonly findings: readonly Finding[];
    /** Those that exceptions accept: they do not block. */
    readonly excepted: readonly Finding[];
    readonly unverified: readonly Unverified[];
}

/**
 * Sorts judgements into findings and open questions; what is ok is not mentioned, nor what another
 * policy has reported.
 */
export function toOutcome(
    policy: PolicyInfo,
    level: Level,
    judgements: Iterable<Judgement>,
    model?: Partial<Pick<Model, "reported" | "asOf" | "exceptions">>,
): Outcome {
    const findings: Finding[] = [];
    const excepted: Finding[] = [];
    const unverified: Unverified[] = [];
    const told: Reportable[] = [];
    const reported = model?.reported;
    for (const judgement of judgements) {
        const { resource, answer } = judgement;
        if (answer.verdict === "violated") {
            if (reported?.explains(policy, resource, answer.evidence) === true) continue;
            const path = distinctPaths(answer.evidence);
            const urns = path.flatMap(({ hops }) => hops.map(({ urn }) => urn));
            const { problem, details = [], fix, mends, isAdvice, isOfCheck, about } = judgement;
            const { name } = policy;
            const { severity = policy.severity } = judgement;
            const excepting =
                isOfCheck === true ? undefined : model?.exceptions?.of(name, resource, path);
            const { holding, ended }: Excepting = excepting ?? { holding: [], ended: [] };
            const isExcepted = holding.length > 0;
            const finding: Finding = {
                policy: name,
                level: isAdvice === true ? "advisory" : level,
                severity,
                resource,
                problem: oneLine(problem),
                details: details.map(oneLine),
                path,
                assumed: answer.assumed,
                asOf: model?.asOf?.(resource, urns),
                fix: typeof fix === "string" ? advice(fix) : fix,
                ...(isAdvice === undefined ? {} : { isAdvice }),
                ...(isOfCheck === undefined ? {} : { isOfCheck }),
                causes: [...causesOf(path), ...[...(about ?? [])].sort()],
                isExcepted,
                exceptions: isExcepted ? holding : ended,
            };
            (isExcepted ? excepted : findings).push(finding);
            // An exception for this policy is none for the next, which has the same cause to tell.
            if (isExcepted && !areOfCause(holding)) continue;
            told.push({ resource, path, mends, isAccepted: isExcepted });
        } else if (answer.verdict === "cannot-know") {
            const isAdvice = policy.premise === undefined ? {} : ({ isAdvice: true } as const);
            unverified.push({ policy: policy.name, resource, gaps: answer.gaps, ...isAdvice });
        }
    }
    for (const each of told) reported?.add(policy, each);
    return { findings, excepted, unverified };
}

/** A workload among a thousand rests on what is assumed of all: the first are told, and how many more. */
const mostAssumptions = 20;

/**
 * What is told beside the problem: more of it, then the hops, what was assumed, and how old facts are.
 * Each is one line, so that none can be forged by a name in it.
 */
export function detailsOf(finding: Finding): readonly string[] {
    const { details, path, assumed, asOf, isExcepted, exceptions } = finding;
    return [
        ...details,
        ...renderPaths(path).map(oneLine),
        ...(assumed.length === 0
            ? []
            : [oneLine(`assuming that ${firstOf(assumed, mostAssumptions, "; ")}`)]),
        ...(asOf === undefined
            ? []
            : [oneLine(`as of ${asOf.slice(0, 10)}: facts tell what is outside this plan`)]),
        ...(isExcepted ? [] : exceptions.map(endedText)),
    ];
}

/** What mends it, in one line. */
export function fixInWords(fix: Fix): string {
    return oneLine(fixText(fix));
}

/** The whole finding in several lines: the problem first, the fix last. */
export function messageOf(finding: Finding, details = detailsOf(finding)): string {
    const { problem, fix } = finding;
    return [problem, ...details.map((each) => `  ${each}`), `fix: ${fixInWords(fix)}`].join("\n");
}
