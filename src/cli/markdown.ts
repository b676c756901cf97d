import { addressOf, inPackage, pageOf } from "../files";
import { oneLine, printable } from "../plan";
import { placeInWords, placeOf } from "./place";
import { isChecked, nameOf, type Report } from "./report";
import type { RenderOptions } from "./render";
import type { Note } from "./notes";
import { count, planInWords, total, unanswered, whyAccepted } from "./words";
import { worstAccepted, worstFindings, worstReports, type FileFinding } from "./worst";

/** GitHub takes 65,536 characters in a comment. */
const limit = 65_000;

/** How many files the table shows. */
const mostRows = 50;

/** How many characters of a file's name are shown. */
const longestName = 200;

/** Where no address of the pages is known. */
const pages = `Each policy has a page: ${inPackage(pageOf({ name: "…" }))}.\n`;

/** For a comment on a pull request: the worst first, and no more than fits into one. */
export function renderMarkdown(
    reports: readonly Report[],
    { sourceRoot, notes }: Pick<RenderOptions, "sourceRoot" | "notes">,
    most = limit,
): string {
    const found = worstFindings(reports);
    const parts = ["## fargate-preflight\n", overview(reports)];
    if (notes.length > 0) parts.push(`${notes.slice(0, mostNotes).map(noteIn).join("\n")}\n`);
    if (found.length > 0 && addressOf() === undefined) parts.push(pages);
    const isSingle = reports.length === 1;
    let length = size(parts) + leftOut(found.length).length;
    let shown = 0;
    for (const each of found) {
        const whole = section(each, sourceRoot, isSingle);
        // One that is very long leaves no room for others: it is named at least.
        const part = whole.length > most / 4 ? heading(each, sourceRoot, isSingle) : whole;
        if (length + part.length + 1 > most) break;
        parts.push(part);
        length += part.length + 1;
        shown += 1;
    }
    if (shown < found.length) parts.push(leftOut(found.length - shown));
    else parts.push(...acceptedIn(reports, sourceRoot, most - length));
    return parts.join("\n");
}

/** How many notes are shown. */
const mostNotes = 20;

function noteIn({ text }: Note): string {
    return `- **Note:** ${inline(text)}`;
}

/** What is accepted, folded, a line each: as many as there is room for. */
function acceptedIn(
    reports: readonly Report[],
    root: string | undefined,
    room: number,
): readonly string[] {
    const all = worstAccepted(reports);
    if (all.length === 0) return [];
    const lines = all.map(({ file, finding }) => {
        const { policy, name, problem } = finding;
        const place = placeOf(finding.source, root);
        const at = place === undefined ? "" : ` at ${inline(placeInWords(place))}`;
        const where = reports.length === 1 ? "" : `, in ${fileName(file)}`;
        return `- ${policy}: ${inline(name)}${at}${where}: ${inline(problem)} (${inline(whyAccepted(finding))})`;
    });
    const title = `<details><summary>${count(all.length, "accepted finding")}</summary>\n`;
    const end = "\n</details>\n";
    const rest = room - title.length - end.length - leftOut(all.length).length - 2;
    let [length, shown] = [0, 0];
    for (const line of lines) {
        length += line.length + 1;
        if (length > rest) break;
        shown += 1;
    }
    if (shown === 0) return [];
    const more = shown < lines.length ? [`- ${leftOut(lines.length - shown).trimEnd()}`] : [];
    return [[title, ...lines.slice(0, shown), ...more, end].join("\n")];
}

function size(parts: readonly string[]): number {
    return parts.reduce((sum, part) => sum + part.length + 1, 0);
}

function leftOut(number: number): string {
    return `${count(number, "more finding")} would not fit here.\n`;
}

function overview(reports: readonly Report[]): string {
    const [only] = reports;
    if (reports.length === 1 && only !== undefined) return `${reportText(only)}\n`;
    const hasAccepted = reports.some((each) => isChecked(each) && each.accepted.length > 0);
    const titles = [
        ...["mandatory", "advisory"],
        ...(hasAccepted ? ["accepted"] : []),
        ...["unverified", "resources"],
    ];
    const row = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;
    const rows = worstReports(reports).map((report) => {
        const name = fileName(report);
        if (!isChecked(report)) {
            return `| ${name} | not checked: ${inline(report.error)} |${" |".repeat(titles.length - 1)}`;
        }
        const { mandatory, advisory, unverified } = report.summary;
        const accepted = hasAccepted ? [report.accepted.length] : [];
        return row([name, mandatory, advisory, ...accepted, unverified, report.resources]);
    });
    const more = rows.length - mostRows;
    return [
        row(["plan", ...titles]),
        row(["---", ...titles.map(() => "---:")]),
        ...rows.slice(0, mostRows),
        ...(more <= 0 ? [] : ["", `The table leaves out ${count(more, "file")} with less.`]),
        "",
        `${total(reports)}.\n`,
    ].join("\n");
}

function reportText(report: Report): string {
    const name = fileName(report);
    if (!isChecked(report)) return `**Not checked:** ${name}: ${inline(report.error)}`;
    const { resources, summary } = report;
    const { mandatory, advisory, withoutFargate, incomplete } = summary;
    const verdict =
        mandatory + advisory > 0
            ? `${String(mandatory)} mandatory, ${String(advisory)} advisory`
            : withoutFargate
              ? "nothing in it runs on Fargate"
              : "no violations";
    const note = incomplete === null ? "" : `\n\n**Note:** ${inline(incomplete)}`;
    return `${name} (${planInWords(summary, resources)}): **${verdict}**${unanswered(summary)}${note}`;
}

/** One finding as it is shown by itself. */
function section(found: FileFinding, root: string | undefined, isSingle: boolean): string {
    const { problem, details, fix } = found.finding;
    return [
        heading(found, root, isSingle),
        `**Problem:** ${inline(problem)}\n`,
        ...(details.length === 0
            ? []
            : [
                  `<details><summary>Details</summary>\n\n${fenced(details.join("\n"))}\n\n</details>\n`,
              ]),
        `**Fix:** ${inline(fix)}\n`,
    ].join("\n");
}

function heading(
    { file, finding }: FileFinding,
    root: string | undefined,
    isSingle: boolean,
): string {
    const { policy, level, severity, name, type, source, component } = finding;
    const place = placeOf(source, root);
    const address = addressOf(pageOf({ name: policy }));
    const made = component === null ? type : `in ${component}`;
    const at = place === undefined ? made : placeInWords(place);
    return [
        `### ${address === undefined ? policy : `[${policy}](${address})`}: ${inline(name)}\n`,
        `**${level}**, ${severity}, ${inline(at)}${isSingle ? "" : `, in ${fileName(file)}`}\n`,
    ].join("\n");
}

/** The end of a name tells more than its beginning. */
function fileName({ file }: Report): string {
    const name = nameOf(file);
    return inline(name.length > longestName ? `…${name.slice(-longestName)}` : name);
}

/** Text that stays what it is within a line: no markup, no link, and nobody is called by it. */
function inline(text: string): string {
    return (
        oneLine(text)
            .replace(/[\\`*_[\]<>|~&$#]/g, "\\$&")
            // People, issues and addresses are looked for in the finished text, so escaping does not help.
            .replace(/(?<=[@#]|\bgh-|:\/|\bwww\.)(?=[\w/])/gi, "\u200b")
    );
}

/** Several lines as they are. The fence is longer than any in the text. */
function fenced(text: string): string {
    const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
    const fence = "`".repeat(longest + 1);
    return `${fence}text\n${printable(text)}\n${fence}`;
}
