import { printable } from "../../plan";

/** Markup: only what this module makes of text, or the program itself wrote. */
export interface Markup {
    readonly markup: string;
}

const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
};

/** Text stays text, wherever it stands: between tags, or in an attribute in quotes. */
export function escaped(text: string): string {
    return printable(text).replace(/[&<>"']/g, (letter) => entities[letter] ?? "");
}

/**
 * Everything that is put into the template is escaped, unless it is markup already. Lines of the template
 * are for its readers: their ends count as nothing beside a tag, and as a space elsewhere.
 */
export function markup(
    parts: TemplateStringsArray,
    ...values: readonly (string | number | Markup | readonly Markup[])[]
): Markup {
    let plain = joinedParts.get(parts);
    if (plain === undefined) {
        plain = parts.map(joined);
        joinedParts.set(parts, plain);
    }
    const filled = plain.map((part, i) => part + filling(values[i]));
    return { markup: filled.join("") };
}

/** What the program itself wrote: style and script. */
export function verbatim(markup: string): Markup {
    return { markup };
}

export const nothing: Markup = { markup: "" };

/** A template is the same however often it is filled. */
const joinedParts = new WeakMap<TemplateStringsArray, readonly string[]>();

function joined(part: string): string {
    return part.replace(/(?<=>)\n\s*|^\n\s*(?=<|$)|\n\s*(?=[<>])/g, "").replace(/\n\s*/g, " ");
}

function filling(value: string | number | Markup | readonly Markup[] | undefined): string {
    if (value === undefined) return "";
    if (typeof value === "number") return String(value);
    if (typeof value === "string") return escaped(value);
    return "markup" in value ? value.markup : value.map(({ markup }) => markup).join("");
}
