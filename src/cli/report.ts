import type { Gap } from "../knowable";
import { oneLine, type Plan, type PlanKind } from "../plan";
import {
    detailsOf,
    messageOf,
    type Finding,
    type Policy,
    type RunResult,
    type Severity,
    type Unverified,
} from "../policy";
import { stopOf } from "../reach";
import type { PlanMap } from "./map/map";
import { Origins } from "./origins";

/** What is known of one file; its shape is public (`docs/check-output.schema.json`). */
export type Report = CheckedFile | UnreadableFile;

export interface CheckedFile {
    readonly file: string;
    /** How many resources the plan holds. */
    readonly resources: number;
    readonly findings: readonly ReportedFinding[];
    readonly unverified: readonly ReportedQuestion[];
    readonly summary: Summary;
    /** For formats that draw one; the public shape has none. */
    readonly map?: PlanMap;
}

export interface UnreadableFile {
    readonly file: string;
    readonly error: string;
}

export interface ReportedFinding {
    readonly policy: string;
    readonly level: "mandatory" | "advisory";
    readonly severity: Severity;
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    /** The whole text: the problem, the details and the fix. */
    readonly message: string;
    readonly problem: string;
    /** More of it, the connections that were tried, and what the finding rests on; a line each. */
    readonly details: readonly string[];
    /** What stops the packets, by the codes of `docs/codes.md`; each once. */
    readonly codes: readonly string[];
    readonly path: readonly ReportedHop[];
    readonly fix: string;
    /** The program's line, as the plan gives it. */
    readonly source: string | null;
    /** If no line of the program is told: the component in which it is made. */
    readonly component: string | null;
}

export interface ReportedHop {
    /** Which of the connections that were tried it is on, from 0. */
    readonly attempt: number;
    readonly way: string;
    readonly wayCode: string;
    readonly urn: string;
    readonly kind: string;
    readonly name: string;
    readonly label: string;
    readonly says: string | null;
    /** What stops the packet here, by its code. */
    readonly code: string | null;
    /** The rule of AWS's by which it does, with its source. */
    readonly rule: string | null;
    /** The program's line, as for a finding. */
    readonly source: string | null;
}

export interface ReportedQuestion {
    readonly urn: string;
    readonly policy: string;
    readonly gaps: readonly ReportedGap[];
}

export interface ReportedGap {
    readonly urn: string;
    readonly name: string;
    readonly property: string;
    readonly reason: string;
    readonly what: string;
    readonly supply: string | null;
}

export interface Summary {
    readonly kind: PlanKind;
    readonly mandatory: number;
    readonly advisory: number;
    readonly unverified: number;
    readonly withoutFargate: boolean;
    /** Why the plan may hold less than the stack. */
    readonly incomplete: string | null;
    /** How many values stood in for unknown ones; null if the plan is of no rehearsal. */
    readonly standIns: number | null;
    /** How many policies the configuration turns off, of those that are on by default. */
    readonly turnedOff: number;
}

export function isChecked(report: Report): report is CheckedFile {
    return "summary" in report;
}

/** A file's name as messages say it, in one line. */
export function nameOf(file: string): string {
    if (file === "") return "(no name)";
    return file === "-" ? "standard input" : oneLine(file);
}

/**
 * Puts what was found into the public shape, in the order of the policies.
 *
 * @param root the folder of the Pulumi project, if it was told.
 */
export function reportOf(
    file: string,
    { kind, plan }: { readonly kind: PlanKind; readonly plan: Plan },
    { findings, unverified, withoutFargate, turnedOff }: RunResult,
    policies: readonly Policy[],
    root?: string,
): CheckedFile {
    const rank = new Map(policies.map(({ name }, i) => [name, i]));
    const byPolicy = (one: { policy: string }, other: { policy: string }): number =>
        (rank.get(one.policy) ?? 0) - (rank.get(other.policy) ?? 0);
    const origins = new Origins(plan, root);
    const reported = findings.map((each) => reportedFinding(each, origins)).sort(byPolicy);
    const mandatory = reported.filter(({ level }) => level === "mandatory").length;
    return {
        file,
        resources: plan.resources.filter(({ urn, declaredUrn }) => urn === declaredUrn).length,
        findings: reported,
        unverified: unverified.map(reportedQuestion).sort(byPolicy),
        summary: {
            kind,
            mandatory,
            advisory: reported.length - mandatory,
            unverified: unverified.length,
            withoutFargate,
            incomplete: orNull(plan.incomplete),
            standIns: plan.standIns ?? null,
            turnedOff,
        },
    };
}

function reportedFinding(finding: Finding, origins: Origins): ReportedFinding {
    const { policy, level, severity, resource, problem, path, fix } = finding;
    const { declaredUrn: urn, declaredType: type, name } = resource;
    const details = detailsOf(finding);
    const codes = path.flatMap((each) => stopOf(each)?.code ?? []);
    const hops = path.flatMap(({ way, hops }, attempt) =>
        hops.map(({ urn, kind, name, label, stop }): ReportedHop => ({
            attempt,
            way: oneLine(way.text),
            wayCode: way.code,
            urn,
            kind,
            name,
            label,
            says: orNull(stop?.says),
            code: stop?.code ?? null,
            rule: stop?.rule.rule ?? null,
            source: origins.of(urn).source,
        })),
    );
    return {
        policy,
        level: level === "advisory" ? "advisory" : "mandatory",
        severity,
        urn,
        type,
        name,
        message: messageOf(finding, details),
        problem,
        details,
        codes: [...new Set(codes)],
        path: hops,
        fix,
        ...origins.of(urn),
    };
}

function reportedQuestion({ policy, resource, gaps }: Unverified): ReportedQuestion {
    return {
        urn: resource.urn,
        policy,
        gaps: gaps.map(reportedGap),
    };
}

export function reportedGap({ urn, resource, property, reason, what, supply }: Gap): ReportedGap {
    return {
        urn,
        name: resource,
        property: oneLine(property),
        reason,
        what: oneLine(what),
        supply: orNull(supply),
    };
}

function orNull(text: string | undefined): string | null {
    return text === undefined ? null : oneLine(text);
}
