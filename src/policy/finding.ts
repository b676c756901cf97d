import { oneLine, type PlannedResource } from "../plan";
import { distinctPaths, renderHops, type Path } from "../reach";
import type { Model } from "./model";
import type { Judgement, Level, PolicyInfo, Severity, Unverified } from "./policy";

/** A violation, ready to be shown. */
export interface Finding {
    readonly policy: string;
    readonly level: Level;
    readonly severity: Severity;
    readonly resource: PlannedResource;
    /** What is wrong, the ways that were tried with their hops, and the fix; several lines. */
    readonly message: string;
    readonly path: readonly Path[];
    readonly fix: string;
    /** It never blocks, whatever level the policy is given. */
    readonly isAdvice?: boolean;
}

/** What judging produced. */
export interface Outcome {
    readonly findings: readonly Finding[];
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
    model?: Pick<Model, "reported" | "asOf">,
): Outcome {
    const findings: Finding[] = [];
    const unverified: Unverified[] = [];
    const reported = model?.reported;
    for (const { resource, answer, problem, details = [], fix, isAdvice } of judgements) {
        if (answer.verdict === "violated") {
            if (reported?.explains(policy, resource, answer.evidence) === true) continue;
            const path = distinctPaths(answer.evidence);
            const urns = path.flatMap(({ hops }) => hops.map(({ urn }) => urn));
            const date = model?.asOf(resource, urns);
            const message = render(
                [problem, ...details.map((each) => `  ${each}`)],
                path,
                answer.assumed,
                date,
                fix,
            );
            const { name, severity } = policy;
            findings.push({
                policy: name,
                level: isAdvice === true ? "advisory" : level,
                severity,
                resource,
                message,
                path,
                fix: oneLine(fix),
                ...(isAdvice === undefined ? {} : { isAdvice }),
            });
        } else if (answer.verdict === "cannot-know") {
            unverified.push({ policy: policy.name, resource, gaps: answer.gaps });
        }
    }
    for (const finding of findings) reported?.add(policy, finding);
    return { findings, unverified };
}

/** A workload among a thousand rests on what is assumed of all: the first are told, and how many more. */
const mostAssumptions = 20;

function inOneLine(assumed: readonly string[]): string {
    const told = assumed.slice(0, mostAssumptions);
    const more = assumed.length - told.length;
    return [...told, ...(more > 0 ? [`and ${String(more)} more`] : [])].join("; ");
}

/**
 * First what is wrong, then the hops, then what was assumed and how old facts are, then the fix. Every
 * line is made here, so that none can be forged by a name in it.
 */
function render(
    problem: readonly string[],
    path: readonly Path[],
    assumed: readonly string[],
    date: string | undefined,
    fix: string,
): string {
    return [
        ...problem,
        ...path.map(({ way, hops }) => `  ${way}: ${renderHops(hops)}`),
        ...(assumed.length === 0 ? [] : [`  assuming that ${inOneLine(assumed)}`]),
        ...(date === undefined
            ? []
            : [`  as of ${date.slice(0, 10)}: facts tell what is outside this plan`]),
        `fix: ${fix}`,
    ]
        .map(oneLine)
        .join("\n");
}
