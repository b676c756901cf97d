import { constants } from "node:buffer";
import { parse as parseWithComments } from "jsonc-parser";
import type { Raw } from "../plan";
import { whereJsonBreaks, type Break } from "./json-position";

/** What a file holds instead of what was expected: said as it is, without a stack trace. */
export class InputError extends Error {}

/**
 * The JSON in the bytes of a file.
 *
 * @returns nothing if there is only blank space.
 * @throws InputError that says what is there instead of what was expected, never its content.
 */
export function jsonIn(bytes: Buffer, expected: string): Raw | undefined {
    return parsedIn(bytes, expected, parse);
}

/**
 * What is in a file that people write: YAML by its name, else JSON, with comments if it has any.
 *
 * @returns nothing if there is only blank space.
 * @throws InputError as {@link jsonIn} does.
 */
export function documentIn(bytes: Buffer, name: string, expected: string): unknown {
    const read = /\.ya?ml$/i.test(name) ? parseYaml : parseJsonc;
    return parsedIn(bytes, expected, (text) => {
        try {
            const value = read(text, expected);
            refuseUnlessTree(value, text.length);
            return value;
        } catch (error) {
            // The libraries descend by recursion.
            throw error instanceof RangeError ? tooDeep() : error;
        }
    });
}

/** What people write is not nested deeper. */
const deepest = 200;

/** How much more than its text a document may hold: aliases of YAML repeat what they stand for. */
const mostRepeated = 100_000;

/** An alias of YAML may lead back to itself, or stand for so much that nobody can look at all of it. */
function refuseUnlessTree(value: unknown, length: number): void {
    const pending: (readonly [unknown, number])[] = [[value, 0]];
    let left = length + mostRepeated;
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
        const [one, depth] = next;
        left -= 1;
        if (depth > deepest || left < 0) throw tooDeep();
        if (typeof one !== "object" || one === null) continue;
        for (const inner of Object.values(one)) pending.push([inner, depth + 1]);
    }
}

function tooDeep(): InputError {
    return new InputError(
        `it is nested too deeply, or repeats too much by aliases; expected at most ${String(deepest)} levels`,
    );
}

function parsedIn<T>(
    bytes: Buffer,
    expected: string,
    read: (text: string, expected: string) => T,
): T | undefined {
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
        throw new InputError(`this is compressed (gzip); expected ${expected}, unpacked`);
    }
    const text = decode(bytes);
    return /\S/.test(text) ? read(text, expected) : undefined;
}

/** What an error of reading a file means, where it is not a bug. */
export function asInputError(error: unknown, expected: string): unknown {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) return error;
    return new InputError(`${whyUnreadable(code)}; expected a file with ${expected}`);
}

function whyUnreadable(code: string): string {
    switch (code) {
        case "ENOENT":
            return "there is no such file";
        case "EISDIR":
            return "this is a directory";
        case "EACCES":
        case "EPERM":
            return "there is no permission to read the file";
        default:
            return `the file cannot be read (${code})`;
    }
}

/** UTF-8, or UTF-16 as PowerShell's redirection writes it; the mark at the start tells. */
function decode(bytes: Buffer): string {
    const [first, second] = bytes;
    try {
        if (first === 0xff && second === 0xfe) return bytes.toString("utf16le", 2);
        if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
        const hasMark = first === 0xef && second === 0xbb && bytes[2] === 0xbf;
        return bytes.toString("utf8", hasMark ? 3 : 0);
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ERR_STRING_TOO_LONG") throw error;
        throw tooLarge();
    }
}

export function tooLarge(): InputError {
    const most = Math.floor(constants.MAX_STRING_LENGTH / 1e6);
    return new InputError(`the file is too large; expected at most ${String(most)} MB`);
}

function parse(text: string, expected: string): Raw {
    try {
        return JSON.parse(text) as Raw;
    } catch {
        // V8's own message quotes the content, which may be secret.
        if (isEventStream(text)) {
            throw new InputError(
                `this is a stream of engine events, one a line, which does not say what depends on what; expected ${expected}, made without PULUMI_ENABLE_STREAMING_JSON_PREVIEW`,
            );
        }
        throw notJson(whereJsonBreaks(text), expected);
    }
}

function notJson(found: Break | undefined, expected: string): InputError {
    if (found === undefined) return new InputError(`this is not JSON; expected ${expected}`);
    const { line, column, isCutOff } = found;
    const place = `line ${String(line)}, column ${String(column)}`;
    return new InputError(
        isCutOff
            ? `the JSON is cut off at ${place}; expected the whole of ${expected}`
            : `this is not JSON: unexpected character at ${place}; expected ${expected}`,
    );
}

function parseJsonc(text: string, expected: string): unknown {
    const found = whereJsonBreaks(text, true);
    if (found !== undefined) throw notJson(found, expected);
    return parseWithComments(text, [], { allowTrailingComma: true }) as unknown;
}

/** Without YAML's own types: a day stays the text that it is. */
function parseYaml(text: string, expected: string): unknown {
    // A pack reads none.
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it always
    const { CORE_SCHEMA, load, YAMLException } = require("js-yaml") as typeof import("js-yaml");
    try {
        return load(text, { schema: CORE_SCHEMA });
    } catch (error) {
        if (!(error instanceof YAMLException)) throw error;
        // Its message quotes the content.
        const { line = 0, column = 0 } = (error.mark as Mark | undefined) ?? {};
        throw new InputError(
            `this is not YAML: line ${String(line + 1)}, column ${String(column + 1)}; expected ${expected}`,
        );
    }
}

interface Mark {
    readonly line?: number;
    readonly column?: number;
}

/** Whether the first line is an event of the engine by itself. */
function isEventStream(text: string): boolean {
    const [first = ""] = text.trimStart().slice(0, 1_000_000).split("\n", 1);
    if (!/"sequence"|Event"/.test(first)) return false;
    try {
        JSON.parse(first);
        return true;
    } catch {
        return false;
    }
}
