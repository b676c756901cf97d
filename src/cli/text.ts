import { oneLine, printable } from "../plan";
import { placeInProject, whereIs } from "./place";
import {
    isChecked,
    nameOf,
    type AcceptedFinding,
    type CheckedFile,
    type Report,
    type ReportedFinding,
    type Summary,
} from "./report";
import type { Note } from "./notes";
import { planInWords, total, unanswered, whyAccepted } from "./words";
import { worstReports } from "./worst";

/** For people: per file what was found, then the numbers. Of several files, a table comes last. */
export function renderText(
    reports: readonly Report[],
    colours: boolean,
    notes: readonly Note[] = [],
): string {
    const paint = colours ? coloured : plain;
    const isSingle = reports.length === 1;
    const files = reports
        .filter(isChecked)
        // A line in the table says all of a file in which nothing was found.
        .filter(
            ({ findings, accepted, summary }) =>
                isSingle || findings.length + accepted.length > 0 || summary.incomplete,
        )
        .map((report) => file(report, paint));
    const parts = isSingle ? files : [...files, table(reports, paint), total(reports)];
    const told = notes.map(({ text }) => `note: ${text}`);
    return [...parts, ...(told.length === 0 ? [] : [told.join("\n")])]
        .map((part) => `${part}\n`)
        .join("\n");
}

type Paint = (colour: keyof typeof codes, text: string) => string;

const codes = { bold: 1, red: 31, yellow: 33 };
const coloured: Paint = (colour, text) => `\u001b[${String(codes[colour])}m${text}\u001b[0m`;
const plain: Paint = (_, text) => text;

function file(report: CheckedFile, paint: Paint): string {
    const { findings, accepted, resources, summary } = report;
    const what = planInWords(summary, resources);
    const heading = `${paint("bold", oneLine(nameOf(report.file)))} (${what})`;
    const note = summary.incomplete === null ? [] : [`  note: ${summary.incomplete}`];
    if (findings.length + accepted.length === 0) {
        const why = summary.withoutFargate ? "nothing in it runs on Fargate" : "no violations";
        return [`${heading}: ${why}${unanswered(summary)}`, ...note].join("\n");
    }
    return [
        `${heading}\n`,
        ...findings.map((each) => `${finding(each, paint)}\n`),
        ...accepted.map((each) => `${acceptedFinding(each, paint)}\n`),
        ...note,
        `  ${numbers(summary, paint)}${unanswered(summary)}`,
    ].join("\n");
}

function finding(finding: ReportedFinding, paint: Paint): string {
    const { level, name, message, ...made } = finding;
    const tag = paint(level === "mandatory" ? "red" : "yellow", `[${level}]`);
    const place = whereIs(placeInProject(made.source), made);
    const head = `  ${tag} ${titleOf(finding, paint)}: ${oneLine(`${name} ${place}`)}`;
    return [
        head,
        ...printable(message)
            .split("\n")
            .map((each) => `      ${each}`),
    ].join("\n");
}

/** The policy, and by which codes an exception names what is wrong. */
function titleOf({ policy, causes }: ReportedFinding, paint: Paint): string {
    return paint("bold", policy) + (causes.length === 0 ? "" : ` (${causes.join(", ")})`);
}

/** In short: it has been read before, and why it stays counts more. */
function acceptedFinding(finding: AcceptedFinding, paint: Paint): string {
    const { by, name, problem } = finding;
    const tag = by === "exception" ? "[excepted]" : "[baseline]";
    const head = oneLine(`${name} ${whereIs(placeInProject(finding.source), finding)}`);
    const why = by === "exception" ? [`      ${oneLine(whyAccepted(finding))}`] : [];
    return [
        `  ${tag} ${titleOf(finding, paint)}: ${head}`,
        `      ${oneLine(problem)}`,
        ...why,
    ].join("\n");
}

function numbers({ mandatory, advisory }: Summary, paint: Paint): string {
    const stops = `${String(mandatory)} mandatory`;
    return `${mandatory > 0 ? paint("red", stops) : stops}, ${String(advisory)} advisory`;
}

const columns = (hasAccepted: boolean): readonly string[] => [
    ...["file", "mandatory", "advisory"],
    ...(hasAccepted ? ["accepted"] : []),
    ...["unverified", "resources"],
];

/** What was found in each of several files, the worst first. */
function table(reports: readonly Report[], paint: Paint): string {
    const hasAccepted = reports.some((each) => isChecked(each) && each.accepted.length > 0);
    const rows = worstReports(reports).map((report) => {
        const name = oneLine(nameOf(report.file));
        if (!isChecked(report))
            return { cells: [name], remark: "could not be checked", isBad: true };
        const { mandatory, advisory, unverified, withoutFargate } = report.summary;
        const accepted = hasAccepted ? [report.accepted.length] : [];
        const numbers = [mandatory, advisory, ...accepted, unverified, report.resources];
        const remark = withoutFargate ? "nothing on Fargate" : "";
        return { cells: [name, ...numbers.map(String)], remark, isBad: mandatory > 0 };
    });
    const titles = columns(hasAccepted);
    const all = [titles, ...rows.map(({ cells }) => cells)];
    const widths = titles.map((_, i) => Math.max(...all.map((cells) => cells[i]?.length ?? 0)));
    const line = (cells: readonly string[]): string =>
        cells.map((cell, i) => pad(cell, widths[i] ?? 0, i > 0)).join("  ");
    return [
        paint("bold", line(titles)),
        ...rows.map(({ cells, remark, isBad }) => {
            const text = [line(cells), remark].join("  ").trimEnd();
            return isBad ? paint("red", text) : text;
        }),
    ].join("\n");
}

function pad(cell: string, width: number, isNumber: boolean): string {
    return isNumber ? cell.padStart(width) : cell.padEnd(width);
}
