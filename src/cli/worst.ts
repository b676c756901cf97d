import type { Severity } from "../policy";
import {
    isChecked,
    type AcceptedFinding,
    type CheckedFile,
    type Report,
    type ReportedFinding,
} from "./report";

/** A finding, and the file in which it was found. */
export interface FileFinding<F extends ReportedFinding = ReportedFinding> {
    readonly file: CheckedFile;
    readonly finding: F;
}

/** The gravest first. */
export const severities: readonly Severity[] = ["critical", "high", "medium", "low"];

/** All findings: mandatory ones first, then by severity; otherwise as they were. */
export function worstFindings(reports: readonly Report[]): readonly FileFinding[] {
    return worstOf(reports, ({ findings }) => findings);
}

/** What is accepted, in the same order. */
export function worstAccepted(reports: readonly Report[]): readonly FileFinding<AcceptedFinding>[] {
    return worstOf(reports, ({ accepted }) => accepted);
}

function worstOf<F extends ReportedFinding>(
    reports: readonly Report[],
    of: (file: CheckedFile) => readonly F[],
): readonly FileFinding<F>[] {
    return reports
        .filter(isChecked)
        .flatMap((file) => of(file).map((finding) => ({ file, finding })))
        .sort((one, other) => rank(one.finding) - rank(other.finding));
}

function rank({ level, severity }: ReportedFinding): number {
    return (level === "mandatory" ? 0 : severities.length) + severities.indexOf(severity);
}

/** Of what could not be checked nothing is known, which is worst; then by what was found. */
export function worstReports(reports: readonly Report[]): readonly Report[] {
    return [...reports].sort((one, other) => {
        const [these, those] = [numbers(one), numbers(other)];
        const i = these.findIndex((number, at) => number !== those[at]);
        return (those[i] ?? 0) - (these[i] ?? 0);
    });
}

function numbers(report: Report): readonly number[] {
    if (!isChecked(report)) return [Infinity];
    const { mandatory, advisory, unverified } = report.summary;
    return [mandatory, advisory, unverified];
}
