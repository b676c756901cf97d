/**
 * Names come from programs, files and AWS: whatever they hold, they must not pass for something else where
 * they are shown. Controls (a line's end, ESC), marks of direction, and what has no width of its own could.
 */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * What runners of CI obey in a log: GitHub's at the beginning of a line, after blanks
 * (https://github.com/actions/runner, `ActionCommand.cs`); its older form, that of Azure Pipelines and
 * that of TeamCity anywhere in it. The sign comes first, so that nothing is looked for at each blank of many.
 */
const command = /:(?<=^\s*:)(?=:[a-z].*::)|#(?<=##)(?=[a-z]*\[)/giu;

/** Nothing in it could pass for something else, as in nearly every name. */
const plain = /^[\w ./-]*$/;

const short: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A text as one line of what can be seen: everything else is shown by its number, as `\u001b`. */
export function oneLine(text: string): string {
    if (plain.test(text)) return text;
    return text
        .replace(unprintable, (character) => short[character] ?? numberOf(character))
        .replace(command, numberOf);
}

/** The same of a text that was composed of lines. */
export function printable(text: string): string {
    return text.split("\n").map(oneLine).join("\n");
}

/** The same of JSON, whose own escapes keep what it says. */
export function printableJson(json: string): string {
    return json
        .split("\n")
        .map((line) => line.replace(unprintable, unitsOf).replace(command, unitsOf))
        .join("\n");
}

function numberOf(character: string): string {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\u{${code.toString(16)}}` : unitsOf(character);
}

function unitsOf(text: string): string {
    return text
        .split("")
        .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
        .join("");
}

/** "a, b, c and 4 more": the first of many, and how many more there are. */
export function firstOf(all: readonly string[], most: number, separator = ", "): string {
    const shown = all.slice(0, most).join(separator);
    const more = all.length - most;
    return more > 0 ? `${shown} and ${String(more)} more` : shown;
}
