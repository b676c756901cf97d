import { policies } from "../../policies";
import { addressOf, inPackage, pageOf } from "../files";
import { oneLine } from "../plan";
import { fails, blocks, type FailOn } from "./fail-on";
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
import { count, planInWords, total, unanswered, whyAccepted } from "./words";
import { worstReports } from "./worst";
import { wrapped } from "./wrap";

export interface TextOptions {
    readonly colours: boolean;
    /** The width of the terminal; without one what is long stays one line. */
    readonly columns?: number | undefined;
    readonly notes?: readonly Note[];
    /** Only what makes the exit status 1 is shown, by what is asked to. */
    readonly only?: FailOn | undefined;
}

/** For people: per file what was found, then the numbers. Of several files, a table comes last. */
export function renderText(
    reports: readonly Report[],
    { colours, columns, notes = [], only }: TextOptions,
): string {
    const paint = colours ? coloured : plain;
    const isSingle = reports.length === 1;
    const told = reports
        .filter(isChecked)
        .filter((each) => only === undefined || fails(each, only));
    // A line in the table says all of a file in which nothing was found.
    const shown = told.filter(
        ({ findings, accepted, summary }) =>
            isSingle || findings.length + accepted.length > 0 || summary.incomplete,
    );
    const text = new Text(paint, columns, only);
    const parts = shown.map((report) => text.file(report));
    if (!isSingle && (only === undefined || told.length > 0)) {
        parts.push(text.table(reports), text.line("", total(reports)));
    }
    const said = notes.map((note) => text.line("note: ", note.text));
    return [...parts, ...(said.length === 0 ? [] : [said.join("\n")])]
        .map((part) => `${part}\n`)
        .join("\n");
}

/** What became of files whose report goes elsewhere. */
export function renderSummary(
    reports: readonly Report[],
    { colours, columns, notes = [] }: TextOptions,
): string {
    const paint = colours ? coloured : plain;
    const text = new Text(paint, columns, undefined);
    const [only] = reports;
    const parts =
        reports.length === 1 && only !== undefined
            ? isChecked(only)
                ? [text.summary(only)]
                : []
            : [text.table(reports), text.line("", total(reports))];
    return [...parts, ...notes.map((note) => text.line("note: ", note.text))]
        .map((part) => `${part}\n`)
        .join("");
}

type Paint = (colour: keyof typeof codes, text: string) => string;

const codes = { bold: 1, red: 31, yellow: 33 };
const coloured: Paint = (colour, text) => `\u001b[${String(codes[colour])}m${text}\u001b[0m`;
const plain: Paint = (_, text) => text;

const indent = " ".repeat(6);

class Text {
    constructor(
        private readonly paint: Paint,
        private readonly columns: number | undefined,
        private readonly only: FailOn | undefined,
    ) {}

    file(report: CheckedFile): string {
        const { accepted, summary } = report;
        const findings = report.findings.filter(
            (each) => this.only === undefined || blocks(each, this.only),
        );
        const note = summary.incomplete === null ? [] : [this.line("  note: ", summary.incomplete)];
        if (findings.length + accepted.length === 0) {
            return [this.summary(report), ...note].join("\n");
        }
        return [
            `${this.line("", this.heading(report))}\n`,
            ...findings.map((each) => `${this.finding(each)}\n`),
            ...(this.only === undefined ? accepted : []).map(
                (each) => `${this.acceptedFinding(each)}\n`,
            ),
            ...note,
            this.line("  ", `${numbers(summary, this.paint)}${unanswered(summary)}`),
        ].join("\n");
    }

    /** All of a file in a line. */
    summary(report: CheckedFile): string {
        const { findings, accepted, summary } = report;
        const found = findings.length + accepted.length > 0;
        const what = found
            ? numbers(summary, this.paint)
            : summary.withoutFargate
              ? "nothing in it runs on Fargate"
              : "no violations";
        return this.line("", `${this.heading(report)}: ${what}${unanswered(summary)}`);
    }

    /** What begins so and goes on in further lines, if it is long. */
    line(begin: string, text: string, more = 0): string {
        return wrapped(begin, text, this.columns, more).join("\n");
    }

    /** What was found in each of several files, the worst first. */
    table(reports: readonly Report[]): string {
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
        const [, ...widths] = titles.map((_, i) =>
            Math.max(...all.map((cells) => cells[i]?.length ?? 0)),
        );
        const others = widths.reduce((sum, width) => sum + 2 + width, 0);
        const most = Math.max(leastName, (this.columns ?? Infinity) - others);
        const names = all.map(([name = ""]) => shortened(name, most));
        const first = Math.max(...names.map(({ length }) => length));
        const line = ([name = "", ...cells]: readonly string[]): string =>
            [
                shortened(name, most).padEnd(first),
                ...cells.map((cell, i) => cell.padStart(widths[i] ?? 0)),
            ].join("  ");
        return [
            this.paint("bold", line(titles)),
            ...rows.map(({ cells, remark, isBad }) => {
                const text = [line(cells), remark].join("  ").trimEnd();
                return isBad ? this.paint("red", text) : text;
            }),
        ].join("\n");
    }

    private heading({ file, summary, resources }: CheckedFile): string {
        const what = planInWords(summary, resources);
        return `${this.paint("bold", oneLine(nameOf(file)))} (${what})`;
    }

    private finding(finding: ReportedFinding): string {
        const { level, severity, name, policy, problem, details, ...made } = finding;
        const tag = this.paint(level === "mandatory" ? "red" : "yellow", `[${level}]`);
        const place = whereIs(placeInProject(made.source), made);
        const where = oneLine(`${name} ${place} (${severity})`);
        const page = pageOf({ name: policy });
        return [
            this.line(`  ${tag} `, `${titleOf(finding, this.paint)}: ${where}`),
            this.line(indent, oneLine(problem)),
            ...details.map((each) => this.line(`${indent}  `, withoutNames(oneLine(each)), 2)),
            ...this.fix(finding),
            `${indent}page: ${addressOf(page) ?? inPackage(page)}`,
        ].join("\n");
    }

    /** Alternatives are numbered, each whole. */
    private fix({ fix, fixes }: ReportedFinding): readonly string[] {
        if (fixes.length < 2) return [this.line(`${indent}fix: `, oneLine(fix))];
        const alternatives = fixes.map((edits) =>
            [...new Set(edits.map(({ says }) => says))].join(", and "),
        );
        return [
            `${indent}fix, one of these:`,
            ...alternatives.map((each, i) =>
                this.line(`${indent}  ${String(i + 1)}. `, oneLine(each)),
            ),
        ];
    }

    /** In short: it has been read before, and why it stays counts more. */
    private acceptedFinding(finding: AcceptedFinding): string {
        const { by, name, problem } = finding;
        const tag = by === "exception" ? "[excepted]" : "[baseline]";
        const head = oneLine(`${name} ${whereIs(placeInProject(finding.source), finding)}`);
        const why = by === "exception" ? [this.line(indent, oneLine(whyAccepted(finding)))] : [];
        return [
            this.line(`  ${tag} `, `${titleOf(finding, this.paint)}: ${head}`),
            this.line(indent, oneLine(problem)),
            ...why,
        ].join("\n");
    }
}

const names: ReadonlySet<string> = new Set(policies.map(({ name }) => name));

/** How many names of policies stand beside their number. */
const mostNames = 3;

/** What many checks cannot know for one reason begins with their number, and names the first: JSON has all. */
function withoutNames(line: string): string {
    const [begin, list = ""] = /^([a-z0-9, -]+): /.exec(line) ?? [];
    const all = list.split(", ");
    if (begin === undefined || all.length < 2 || !all.every((each) => names.has(each))) return line;
    const more = all.length - mostNames;
    const rest = more > 0 ? ` and ${String(more)} more` : "";
    const first = all.slice(0, mostNames).join(", ");
    return `${count(all.length, "check")} (${first}${rest}): ${line.slice(begin.length)}`;
}

/** The policy, and by which codes an exception names what is wrong. */
function titleOf({ policy, causes }: ReportedFinding, paint: Paint): string {
    return paint("bold", policy) + (causes.length === 0 ? "" : ` (${causes.join(", ")})`);
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

/** How much of a name is shown at least. */
const leastName = 20;

/** The end of a name tells more than its beginning. */
function shortened(name: string, most: number): string {
    return name.length > most ? `…${name.slice(1 - most)}` : name;
}
