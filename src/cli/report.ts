import type { Gap, Reason } from "../knowable";
import { oneLine, stackType, type Plan, type PlanKind } from "../plan";
import {
    causingCodes,
    detailsOf,
    fixInWords,
    homeOf,
    messageOf,
    type Finding,
    type Policy,
    type RunResult,
    type Severity,
    type Unverified,
} from "../policy";
import { stopOf, type Argument, type Edit } from "../reach";
import { Fingerprints } from "./fingerprint";
import type { PlanMap } from "./map/map";
import { Origins } from "./origins";

/** What is known of one file; its shape is public (`docs/check-output.schema.json`). */
export type Report = CheckedFile | UnreadableFile;

export interface CheckedFile {
    readonly file: string;
    /** Such as `shop/dev`: the project and the stack. */
    readonly stack: string | null;
    /** How many resources the plan holds. */
    readonly resources: number;
    readonly findings: readonly ReportedFinding[];
    /** What would be among them, were it not accepted. */
    readonly accepted: readonly AcceptedFinding[];
    readonly unverified: readonly ReportedQuestion[];
    readonly summary: Summary;
    /** For formats that draw one; the public shape has none. */
    readonly map?: PlanMap;
    /** Where in this program bugs showed themselves, if that was asked; no format shows it. */
    readonly bugs?: readonly string[] | undefined;
}

export interface UnreadableFile {
    readonly file: string;
    readonly error: string;
    readonly bugs?: readonly string[] | undefined;
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
    /** Those of them that have to be mended, or excepted. */
    readonly causes: readonly string[];
    readonly path: readonly ReportedHop[];
    /** What mends it, in words. */
    readonly fix: string;
    /** The same as edits: all of any one of these lists. */
    readonly fixes: readonly (readonly ReportedEdit[])[];
    /** The program's line, as the plan gives it. */
    readonly source: string | null;
    /** If no line of the program is told: the component in which it is made. */
    readonly component: string | null;
    /** The same in the next run, whatever happens to words, lines and other findings. */
    readonly fingerprint: string;
    /** Of an accepted finding those that accept it; of another those that have ended. */
    readonly exceptions: readonly ReportedException[];
    /** It tells of the check, not of the network: it is never accepted. */
    readonly isOfCheck: boolean;
}

/** A finding that does not block. */
export interface AcceptedFinding extends ReportedFinding {
    /** Exceptions go before the baseline. */
    readonly by: "exception" | "baseline";
}

/** An exception that accepts a finding, or would, had it not ended. */
export interface ReportedException {
    /** Where it is written, such as `exceptions.yaml: exceptions[2]`. */
    readonly place: string;
    readonly reason: string;
    readonly owner: string | null;
    /** The last day on which it holds, in UTC. */
    readonly until: string | null;
}

/** A change to the program: which, in words, and what it is about, by the names of the edit. */
export interface ReportedEdit {
    readonly edit: string;
    readonly says: string;
    readonly about: Readonly<Record<string, ReportedArgument>>;
}

export type ReportedArgument = string | number | boolean | ReportedThing | ReportedArgument[];

export interface ReportedThing {
    readonly urn: string;
    readonly kind: string;
    readonly name: string;
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
    readonly reason: Reason;
    readonly what: string;
    readonly supply: string | null;
}

export interface Summary {
    readonly kind: PlanKind;
    readonly mandatory: number;
    readonly advisory: number;
    /** Findings that exceptions accept, and those that were in the baseline. */
    readonly excepted: number;
    readonly inBaseline: number;
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
    { findings, excepted, unverified, withoutFargate, turnedOff }: RunResult,
    policies: readonly Policy[],
    root?: string,
): CheckedFile {
    const rank = new Map(policies.map(({ name }, i) => [name, i]));
    const byPolicy = (one: { policy: string }, other: { policy: string }): number =>
        (rank.get(one.policy) ?? 0) - (rank.get(other.policy) ?? 0);
    const origins = new Origins(plan, root);
    const ofCheck = new Set(
        policies
            .filter(({ kind }) => kind !== "stack" && kind !== "resource")
            .map(({ name }) => name),
    );
    const prints = new Fingerprints();
    const told = (each: Finding): ReportedFinding =>
        reportedFinding(each, plan, origins, {
            fingerprint: prints.of(each),
            isOfCheck: each.isOfCheck === true || ofCheck.has(each.policy),
        });
    const stack = homeOf(plan.resources.find(({ type }) => type === stackType)?.urn);
    return counted({
        file,
        stack: stack === undefined ? null : oneLine(`${stack.project}/${stack.stack}`),
        resources: plan.resources.filter(({ urn, declaredUrn }) => urn === declaredUrn).length,
        findings: findings.map(told).sort(byPolicy),
        accepted: excepted
            .map((each): AcceptedFinding => ({ ...told(each), by: "exception" }))
            .sort(byPolicy),
        unverified: unverified.map((each) => reportedQuestion(each, plan)).sort(byPolicy),
        summary: {
            kind,
            ...noNumbers,
            unverified: unverified.length,
            withoutFargate,
            incomplete: orNull(plan.incomplete),
            standIns: plan.standIns ?? null,
            turnedOff,
        },
    });
}

const noNumbers = { mandatory: 0, advisory: 0, excepted: 0, inBaseline: 0 };

/** The report with the numbers of its findings. */
export function counted(report: CheckedFile): CheckedFile {
    const { findings, accepted, summary } = report;
    const mandatory = findings.filter(({ level }) => level === "mandatory").length;
    const excepted = accepted.filter(({ by }) => by === "exception").length;
    const advisory = findings.length - mandatory;
    const inBaseline = accepted.length - excepted;
    return { ...report, summary: { ...summary, mandatory, advisory, excepted, inBaseline } };
}

function reportedFinding(
    finding: Finding,
    plan: Plan,
    origins: Origins,
    { fingerprint, isOfCheck }: Pick<ReportedFinding, "fingerprint" | "isOfCheck">,
): ReportedFinding {
    const { policy, level, severity, resource, problem, path, fix } = finding;
    const { declaredUrn: urn, declaredType: type, name } = resource;
    const details = detailsOf(finding);
    const codes = path.flatMap((each) => stopOf(each)?.code ?? []);
    const hops = path.flatMap(({ way, hops }, attempt) =>
        hops.map(({ urn, kind, name, label, stop }): ReportedHop => ({
            attempt,
            way: oneLine(way.text),
            wayCode: way.code,
            urn: declaredUrn(urn, plan),
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
        causes: causingCodes(path),
        path: hops,
        fix: fixInWords(fix),
        fixes: fix.map((edits) => edits.map(reportedEdit)),
        ...origins.of(urn),
        exceptions: finding.exceptions.map(({ place, reason, owner, until }) => ({
            place: oneLine(place),
            reason: oneLine(reason),
            owner: orNull(owner),
            until: orNull(until),
        })),
        fingerprint,
        isOfCheck,
    };
}

export function reportedEdit({ code, text, about }: Edit): ReportedEdit {
    return {
        edit: code,
        says: oneLine(text),
        about: Object.fromEntries(
            Object.entries(about).flatMap(([name, value]) =>
                value === undefined ? [] : [[name, reportedArgument(value)]],
            ),
        ),
    };
}

function reportedArgument(value: NonNullable<Argument>): ReportedArgument {
    if (typeof value === "string") return oneLine(value);
    if (typeof value !== "object") return value;
    if ("code" in value) return oneLine(value.text);
    if (!("urn" in value)) return value.map(reportedArgument);
    const { urn, kind, name, resource } = value;
    return { urn: resource?.declaredUrn ?? urn, kind, name };
}

function reportedQuestion({ policy, resource, gaps }: Unverified, plan: Plan): ReportedQuestion {
    return {
        urn: resource.declaredUrn,
        policy,
        gaps: gaps.map((gap) => ({ ...reportedGap(gap), urn: declaredUrn(gap.urn, plan) })),
    };
}

/** What is read as a part of a resource has no URN that anybody else knows. */
function declaredUrn(urn: string, { byUrn }: Plan): string {
    return byUrn.get(urn)?.declaredUrn ?? urn;
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
