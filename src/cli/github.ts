import { printable } from "../plan";
import { placeOf } from "./place";
import { isChecked, nameOf, type Report } from "./report";
import type { RenderOptions } from "./render";
import { total } from "./words";
import { worstFindings } from "./worst";

/** Commands that a workflow of GitHub Actions shows as annotations; the worst first, for it shows few. */
export function renderGithub(
    reports: readonly Report[],
    { sourceRoot }: Pick<RenderOptions, "sourceRoot">,
): string {
    const unreadable = reports.flatMap((report) => {
        if (isChecked(report)) return [];
        const text = `${nameOf(report.file)}: ${report.error}`;
        return [command("error", { title: "fargate-preflight" }, text)];
    });
    const annotations = worstFindings(reports).map(({ finding }) => {
        const { level, policy, name, source, component, message } = finding;
        const { path, line, column } = placeOf(source, sourceRoot) ?? {};
        return command(
            level === "mandatory" ? "error" : "warning",
            {
                file: path,
                line,
                col: line === undefined ? undefined : column,
                title: `${policy}: ${name}${component === null ? "" : ` in ${component}`}`,
            },
            message,
        );
    });
    // The last line is for readers of the log. It holds no name, which might look like a command.
    return [...unreadable, ...annotations, total(reports)].map((line) => `${line}\n`).join("");
}

function command(
    name: "error" | "warning",
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
