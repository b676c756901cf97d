/** Members of an interface or class by name, with their types; `//` and JSDoc do not matter here. */
export function members(text: string, header: string): ReadonlyMap<string, string> {
    const start = text.indexOf(header);
    if (start < 0) return new Map();
    const indent = /^ */.exec(text.slice(text.lastIndexOf("\n", start) + 1))?.[0] ?? "";
    const body = text.slice(start, text.indexOf(`\n${indent}}`, start));
    const found = body.matchAll(
        new RegExp(`^${indent}    (?:readonly )?(\\w+)\\??: ([^\\n]*)`, "gm"),
    );
    return new Map(Array.from(found, ([, name = "", type = ""]) => [name, type]));
}
