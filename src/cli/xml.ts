import { printable } from "../plan";

/** An element with its attributes, and text or other elements in it. */
export function element(
    name: string,
    attributes: Readonly<Record<string, string | number | undefined>>,
    content: string | readonly string[] = [],
): string {
    const given = Object.entries(attributes).flatMap(([key, value]) =>
        value === undefined ? [] : [` ${key}="${escape(String(value)).replaceAll("\n", "&#10;")}"`],
    );
    const begin = `<${name}${given.join("")}`;
    if (content.length === 0) return `${begin}/>`;
    const inner = typeof content === "string" ? escape(content) : `\n${content.join("\n")}\n`;
    return `${begin}>${inner}</${name}>`;
}

const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
};

/** What XML 1.0 has no characters for becomes the mark for what cannot be shown. */
function escape(text: string): string {
    return printable(text)
        .replace(/[^\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
        .replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
