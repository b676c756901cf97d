import { types } from "node:util";

/**
 * Property values as the engine, or a file, hands them over: JSON in which some strings and objects
 * stand for values that are unknown or secret.
 */
export type Raw =
    null | boolean | number | string | readonly Raw[] | { readonly [key: string]: Raw };

/** A value that is no block and no list. */
export type Single = string | number | boolean;

export type RawProperties = Readonly<Record<string, Raw>>;

/** The string by which the engine marks an unknown text, and most other unknown values. */
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The strings by which the engine marks unknown values, one per kind (`@pulumi/policy`, proxy.js). */
const sentinels: readonly string[] = [
    unknownText,
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // boolean
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // array
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // object
    "030794c1-ac77-496b-92df-f27374a8bd58", // asset
    "e48ece36-62e2-4504-bad9-02848725956a", // archive
];

const shortestMark = unknownText.length;

/** Key of the object by which a file or the wire protocol marks special values, and the mark of a secret. */
export const signatureKey = "4dabf18193072939515e22adb298388d";
export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** What `pulumi preview --json` prints in place of a secret. */
export const maskedSecret = "[secret]";

/** How a raw value reads: itself, or why it cannot be read. */
export type Opened = { readonly value: Raw } | { readonly missing: "unknown" | "secret" };

/**
 * Opens one level of a raw value: a sentinel, also inside a longer string, is unknown; a masked or
 * encrypted secret is missing; a secret in plain text is read (and never printed).
 */
export function open(raw: Raw): Opened {
    // A loop, for a file may wrap secrets in secrets as deep as it likes.
    for (let value: Raw | undefined = raw; value !== undefined; value = contentOf(value)) {
        if (typeof value === "string") {
            if (value === maskedSecret) return { missing: "secret" };
            return hasSentinel(value) ? { missing: "unknown" } : { value };
        }
        if (!isObject(value) || own(value, signatureKey) !== secretSignature) return { value };
    }
    return { missing: "secret" };
}

/** What a secret in plain text holds; anything else is what it is. */
export function revealed(raw: Raw): Raw {
    let value = raw;
    while (isObject(value) && own(value, signatureKey) === secretSignature) {
        const content = contentOf(value);
        if (content === undefined) return value;
        value = content;
    }
    return value;
}

/** A value that is secret: read, and never shown. */
export function sealed(value: Raw): Raw {
    return { [signatureKey]: secretSignature, value };
}

/** What a secret holds, if it is not encrypted: plain text is JSON. */
function contentOf(secret: RawProperties): Raw | undefined {
    const plaintext = own(secret, "plaintext");
    const parsed = typeof plaintext === "string" ? parseJson(plaintext) : undefined;
    return parsed === undefined ? own(secret, "value") : parsed;
}

/** A secret, readable or not, as a file holds it. */
export function isSecret(raw: Raw): boolean {
    return raw === maskedSecret || (isObject(raw) && own(raw, signatureKey) === secretSignature);
}

/** It stands for itself: it is too short to hold a mark, or it is a list, whose elements are opened one by one. */
export function isPlain(raw: Raw): boolean {
    if (typeof raw === "string") return raw.length < shortestMark && raw !== maskedSecret;
    return typeof raw !== "object" || Array.isArray(raw);
}

export function hasSentinel(text: string): boolean {
    return text.length >= shortestMark && sentinels.some((sentinel) => text.includes(sentinel));
}

export function isObject(value: unknown): value is RawProperties {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An own property of a record; never one of the prototype's. */
export function own<T>(from: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
    return from !== undefined && Object.hasOwn(from, key) ? from[key] : undefined;
}

/** The parsed JSON, or `undefined` if it is none. */
export function parseJson(text: string): Raw | undefined {
    try {
        return JSON.parse(text) as Raw;
    } catch {
        return undefined;
    }
}

/**
 * The named own properties of an object, read without triggering the `get` trap of the SDK's unknown-checking
 * proxy, which throws on unknown values: descriptors are not trapped. They are slower, so only proxies pay.
 */
export function pick(from: object, names: Iterable<string>): Record<string, Raw> {
    const picked: Record<string, Raw> = {};
    const isProxy = types.isProxy(from);
    for (const name of names) {
        const value = isProxy
            ? (Object.getOwnPropertyDescriptor(from, name)?.value as Raw | undefined)
            : own(from as RawProperties, name);
        if (value === undefined) continue;
        // Assigned, a property of this name would change the prototype.
        if (name === "__proto__") Object.defineProperty(picked, name, { value, enumerable: true });
        else picked[name] = value;
    }
    return picked;
}

/** All own properties, read as {@link pick} does. */
export function pickAll(from: object): Record<string, Raw> {
    return pick(from, Object.keys(from));
}

/** Of a listener's actions: how people log in is no matter of the network, and holds secrets. */
const neverKept: ReadonlySet<string> = new Set(["authenticateOidc", "authenticateCognito"]);

/** A copy in plain JSON, or nothing if something in it is a secret, readable or not. */
export function withoutSecrets(raw: Raw): Raw | undefined {
    try {
        return copyOf(raw);
    } catch (error) {
        // A file may be nested deeper than the stack.
        if (error instanceof HoldsSecret || error instanceof RangeError) return undefined;
        throw error;
    }
}

class HoldsSecret extends Error {}

function copyOf(raw: Raw): Raw {
    if (isSecret(raw)) throw new HoldsSecret();
    if (Array.isArray(raw)) return (raw as readonly Raw[]).map(copyOf);
    if (!isObject(raw)) return raw;
    return Object.fromEntries(
        Object.keys(raw)
            .filter((key) => !key.startsWith("__") && !neverKept.has(key))
            .map((key): [string, Raw] => [key, copyOf(own(raw, key) ?? null)]),
    );
}

/** Every text in a value that can be read, however deep. */
export function* textsIn(raw: Raw | undefined): Iterable<string> {
    // A list of places to visit, not recursion: values may be nested as deep as they like.
    const pending: (Raw | undefined)[] = [raw];
    while (pending.length > 0) {
        const opened = open(pending.pop() ?? null);
        if (!("value" in opened)) continue;
        const { value } = opened;
        if (typeof value === "string") yield value;
        else if (typeof value === "object" && value !== null) {
            // One by one: a long list, spread, would overflow the stack.
            for (const inner of Object.values<Raw>(value)) pending.push(inner);
        }
    }
}
