import { Help } from "commander";

/** Commander wraps its help: the same serves for all that is printed. */
const help = new Help();

/**
 * A paragraph in lines of a terminal: the first begins with this, and the others are indented as much and a
 * little more. What has no blank, as a path has none, stays whole, however long it is.
 *
 * @param columns how many there are; without a number it stays one line
 * @param more how much more the other lines are indented
 */
export function wrapped(
    begin: string,
    text: string,
    columns: number | undefined,
    more = 0,
): readonly string[] {
    if (columns === undefined) return [`${begin}${text}`];
    const hang = " ".repeat(help.displayWidth(begin) + more);
    const [first = "", ...others] = help.boxWrap(text, columns - hang.length).split("\n");
    return [`${begin}${first}`, ...others.map((line) => `${hang}${line}`)];
}
