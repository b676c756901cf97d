import type { Io } from "./io";
import { wrapped } from "./wrap";

/**
 * A page of docs/ for a terminal: paragraphs wrapped, tables as lines, links by their words. What a page
 * folds is left out, by its title.
 */
export function renderPage(page: string, { columns, colours }: Io): string {
    const lines: string[] = [];
    const folded = page.replaceAll(
        /<details><summary>(.*?)<\/summary>.*?<\/details>/gs,
        "$1 (on the page)",
    );
    let isCode = false;
    let titles: readonly string[] | undefined;
    for (const line of folded.trim().split("\n")) {
        if (line.startsWith("```")) {
            isCode = !isCode;
            continue;
        }
        if (isCode) {
            lines.push(`    ${line}`.trimEnd());
            continue;
        }
        if (!line.startsWith("|")) titles = undefined;
        else if (titles === undefined) {
            titles = cellsOf(line);
            continue;
        } else if (/^\|[\s:|-]+\|$/.test(line)) continue;
        else {
            lines.push(...row(titles, cellsOf(line), columns));
            continue;
        }
        const [, heading] = /^#+ (.*)/.exec(line) ?? [];
        const [, dash = "", text = ""] = /^(\s*- )?(.*)/.exec(line) ?? [];
        if (heading !== undefined) lines.push(colours ? `\u001b[1m${heading}\u001b[0m` : heading);
        else lines.push(...wrapped(dash, words(text), columns));
    }
    return `${lines.join("\n").replaceAll(/\n{3,}/g, "\n\n")}\n`;
}

/** `title: cell`, or `first: second` in a table without titles. */
function row(
    titles: readonly string[],
    cells: readonly string[],
    columns: number | undefined,
): readonly string[] {
    const isTitled = titles.some((title) => title !== "");
    const [first = "", ...others] = cells;
    if (!isTitled) return wrapped(`${first}: `, others.join(", "), columns);
    return cells.flatMap((cell, i) =>
        wrapped(`${i === 0 ? "" : "  "}${titles[i] ?? ""}: `, cell, columns),
    );
}

function cellsOf(line: string): readonly string[] {
    return line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => words(cell.trim().replaceAll("\\|", "|")));
}

function words(text: string): string {
    return text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").replaceAll("`", "");
}
