import type { PlanKind } from "../plan";
import { printable } from "./io";
import {
    isChecked,
    nameOf,
    type CheckedFile,
    type Report,
    type ReportedFinding,
    type Summary,
} from "./report";

/** For people: per file what was found, then the numbers. */
export function renderText(reports: readonly Report[], colours: boolean): string {
    const paint = colours ? coloured : plain;
    const files = reports.filter(isChecked).map((report) => file(report, paint));
    const parts = reports.length > 1 ? [...files, total(reports)] : files;
    return parts.map((part) => `${part}\n`).join("\n");
}

type Paint = (colour: keyof typeof codes, text: string) => string;

const codes = { bold: 1, red: 31, yellow: 33 };
const coloured: Paint = (colour, text) => `\u001b[${String(codes[colour])}m${text}\u001b[0m`;
const plain: Paint = (_, text) => text;

export const kinds: Readonly<Record<PlanKind, string>> = {
    preview: "pulumi preview",
    export: "pulumi stack export",
    recording: "recording",
};

function file(report: CheckedFile, paint: Paint): string {
    const { findings, resources, summary } = report;
    const what = `${kinds[summary.kind]}, ${count(resources, "resource")}`;
    const heading = `${paint("bold", printable(nameOf(report.file)))} (${what})`;
    const note = summary.incomplete === null ? [] : [`  note: ${summary.incomplete}`];
    if (findings.length === 0) {
        const why = summary.withoutFargate ? "nothing in it runs on Fargate" : "no violations";
        return [`${heading}: ${why}${unanswered(summary)}`, ...note].join("\n");
    }
    return [
        `${heading}\n`,
        ...findings.map((each) => `${finding(each, paint)}\n`),
        ...note,
        `  ${numbers(summary, paint)}${unanswered(summary)}`,
    ].join("\n");
}

function finding(
    { level, policy, name, type, source, message }: ReportedFinding,
    paint: Paint,
): string {
    const tag = paint(level === "mandatory" ? "red" : "yellow", `[${level}]`);
    const place = source === null ? `(${type})` : `at ${line(source)}`;
    const head = `  ${tag} ${paint("bold", policy)}: ${printable(`${name} ${place}`)}`;
    return [
        head,
        ...printable(message)
            .split("\n")
            .map((each) => `      ${each}`),
    ].join("\n");
}

/** `project:///index.ts#15,1` as terminals and editors understand it. */
export function line(source: string): string {
    return source
        .replace(/^project:\/\/\//, "")
        .replace(/#(\d+)(?:,(\d+))?$/, (_, row: string, column?: string) =>
            column === undefined ? `:${row}` : `:${row}:${column}`,
        );
}

function numbers({ mandatory, advisory }: Summary, paint: Paint): string {
    const stops = `${String(mandatory)} mandatory`;
    return `${mandatory > 0 ? paint("red", stops) : stops}, ${String(advisory)} advisory`;
}

function unanswered({ unverified }: Summary): string {
    return unverified === 0 ? "" : `; ${count(unverified, "check")} could not be answered`;
}

function total(reports: readonly Report[]): string {
    const checked = reports.filter(isChecked);
    const violating = checked.filter(({ summary }) => summary.mandatory > 0).length;
    const unreadable = reports.length - checked.length;
    return [
        `${count(reports.length, "file")}: ${String(checked.length - violating)} without mandatory violations`,
        `${String(violating)} with`,
        ...(unreadable === 0 ? [] : [`${String(unreadable)} could not be checked`]),
    ].join(", ");
}

export function count(number: number, thing: string): string {
    return `${String(number)} ${thing}${number === 1 ? "" : "s"}`;
}
