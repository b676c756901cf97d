import { parseJson, isObject, type RawProperties } from "../plan";
import type { Client } from "./grpc";
import type { SchemaOf } from "./filling";
import type { TemporaryError } from "./problem";
import { TextFile, type Text } from "./text-file";

/** What is kept of a plugin's schema. */
export interface Schema {
    readonly of: SchemaOf;
    readonly close: () => void;
}

/**
 * Asks a plugin for its schema: what it says of resource types and functions, and of object types as
 * `#/types/…`. One that has none says nothing of any. AWS's has 45 MB, so it is kept in a file.
 *
 * @throws TemporaryError if there is no place for it.
 */
export async function schemaOf(client: Client): Promise<Schema> {
    const file = new TextFile();
    let problem: TemporaryError | undefined;
    const isWhole = await client
        .stream("pulumirpc.ResourceProvider", "GetSchema", Buffer.alloc(0), (bytes) => {
            try {
                if (problem === undefined) file.append(bytes);
            } catch (error) {
                problem = error as TemporaryError;
            }
        })
        .then(() => true)
        .catch(() => false);
    if (problem !== undefined) {
        file.close();
        throw problem;
    }
    return {
        of: isWhole ? schemaIn(file, contentOf(file)) : () => undefined,
        close: () => {
            file.close();
        },
    };
}

/** Where the content of a message's only field begins: behind its tag and its length. */
function contentOf(message: Text): number {
    let at = 1;
    while (((message.byte(at) ?? 0) & 0x80) !== 0) at += 1;
    return at + 1;
}

/** Few types are asked for: so the schema stays text, and those alone are parsed. */
export function schemaIn(json: Text, start = 0): SchemaOf {
    let sections: Sections | undefined;
    const sectionOf = (part: string): ReadonlyMap<string, number> => {
        sections ??= sectionsOf(json, start);
        return sections.get(part) ?? new Map();
    };
    const found = new Map<string, RawProperties | undefined>();
    const find = (token: string): RawProperties | undefined => {
        const type = /^#\/types\/(.*)$/s.exec(token)?.[1];
        const at =
            type === undefined
                ? (sectionOf("resources").get(token) ?? sectionOf("functions").get(token))
                : sectionOf("types").get(type);
        if (at === undefined) return undefined;
        const parsed = parseJson(json.slice(at, afterValue(json, at)));
        return parsed !== undefined && isObject(parsed) ? parsed : undefined;
    };
    return (token) => {
        if (!found.has(token)) found.set(token, find(token));
        return found.get(token);
    };
}

const [quote, backslash, colon, comma] = [0x22, 0x5c, 0x3a, 0x2c];
const [opening, closing, openingOfList, closingOfList] = [0x7b, 0x7d, 0x5b, 0x5d];

const parts: ReadonlySet<string> = new Set(["resources", "functions", "types"]);

type Sections = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Where the value of each token begins, by the part in which it is. */
function sectionsOf(json: Text, start: number): Sections {
    const sections = new Map<string, Map<string, number>>();
    overMembers(json, start, (part, at) => {
        if (!parts.has(part)) return afterValue(json, at);
        const section = new Map<string, number>();
        sections.set(part, section);
        return overMembers(json, at, (token, value) => {
            section.set(token, value);
            return afterValue(json, value);
        });
    });
    return sections;
}

/**
 * Looks at each member of the object that begins at a place, and returns the place behind it.
 *
 * @param past is told the name and where the value begins, and returns the place behind that.
 */
function overMembers(
    json: Text,
    start: number,
    past: (name: string, value: number) => number,
): number {
    let at = skipped(json, start) + 1;
    while (json.byte((at = skipped(json, at))) === quote) {
        const end = afterValue(json, at);
        const name = parseJson(json.slice(at, end));
        at = skipped(json, end);
        if (json.byte(at) !== colon || typeof name !== "string") return at;
        at = skipped(json, past(name, skipped(json, at + 1)));
        if (json.byte(at) !== comma) break;
        at += 1;
    }
    return at + 1;
}

/** Past blanks. */
function skipped(json: Text, start: number): number {
    let at = start;
    while ((json.byte(at) ?? 0xff) <= 0x20) at += 1;
    return at;
}

/** Past the value that begins at a place, or at the end of the text. */
function afterValue(json: Text, start: number): number {
    let depth = 0;
    let at = start;
    for (; at < json.length; at += 1) {
        const byte = json.byte(at) ?? 0;
        if (byte === quote) {
            at = endOfText(json, at);
            if (depth === 0) return at + 1;
        } else if (byte === opening || byte === openingOfList) depth += 1;
        else if (byte === closing || byte === closingOfList) {
            if (depth <= 1) return depth === 1 ? at + 1 : at;
            depth -= 1;
        } else if (depth === 0 && byte === comma) return at;
    }
    return at;
}

/** Where a text that begins at a place has its closing quotation mark. */
function endOfText(json: Text, start: number): number {
    let at = start;
    for (;;) {
        at = json.indexOf(quote, at + 1);
        if (at < 0) return json.length;
        let escapes = 0;
        while (json.byte(at - 1 - escapes) === backslash) escapes += 1;
        if (escapes % 2 === 0) return at;
    }
}
