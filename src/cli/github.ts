import { printable } from "../plan";
import { placeOf } from "./place";
import { isChecked, nameOf, type Report } from "./report";
import type { RenderOptions } from "./render";
import { total, whyAccepted } from "./words";
import { worstAccepted, worstFindings, type FileFinding } from "./worst";

/** Commands that a workflow of GitHub Actions shows as annotations; the worst first, for it shows few. */
export function renderGithub(
    reports: readonly Report[],
    { sourceRoot, notes }: Pick<RenderOptions, "sourceRoot" | "notes">,
): string {
    const unreadable = reports.flatMap((report) => {
        if (isChecked(report)) return [];
        const text = `${nameOf(report.file)}: ${report.error}`;
        return [command("error", { title: "fargate-preflight" }, text)];
    });
    const annotation = (
        { file, finding }: FileFinding,
        how: "error" | "warning" | "notice",
        text = finding.message,
    ): string => {
        const { policy, name, source, component } = finding;
        const { path, line, column } = placeOf(source, sourceRoot) ?? {};
        const place = { file: path, line, col: line === undefined ? undefined : column };
        const made = component === null ? "" : ` in ${component}`;
        // Many stacks have a service "web", and a line 15 of their index.ts.
        const of = reports.length === 1 ? "" : `, in ${nameOf(file.file)}`;
        return command(how, { ...place, title: `${policy}: ${name}${made}${of}` }, text);
    };
    const annotations = worstFindings(reports).map((found) =>
        annotation(found, found.finding.level === "mandatory" ? "error" : "warning"),
    );
    // GitHub shows few of those as well: they come last.
    const accepted = worstAccepted(reports).map((found) =>
        annotation(found, "notice", `${whyAccepted(found.finding)}\n${found.finding.problem}`),
    );
    const said = notes.map(({ text }) => command("notice", { title: "fargate-preflight" }, text));
    // The last line is for readers of the log. It holds no name, which might look like a command.
    return [...unreadable, ...annotations, ...said, ...accepted, total(reports)]
        .map((line) => `${line}\n`)
        .join("");
}

function command(
    name: "error" | "warning" | "notice",
    properties: Readonly<Record<string, string | number | undefined>>,
    message: string,
): string {
    const given = Object.entries(properties).flatMap(([key, value]) =>
        value === undefined ? [] : [`${key}=${property(String(value))}`],
    );
    return `::${name} ${given.join(",")}::${data(message)}`;
}

function data(text: string): string {
    // The log is a terminal of sorts.
    return printable(text).replaceAll("%", "%25").replaceAll("\n", "%0A");
}

function property(text: string): string {
    return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
