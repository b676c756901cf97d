import { createHash } from "node:crypto";
import { isObject, type Raw, type RawProperties } from "../../plan";

/*
 * How a value that stands in is told from a real one, wherever it goes: by digits that are in each, and by
 * accounts that nobody has. All come from the URN alone, so they are the same in every run.
 */

/** Eight of the digits of everything that stands in and is long enough. */
const mark = "0fa57e57";

/** The first digits of the accounts that stand in. */
const accounts = "00000057";

const standIn = new RegExp(`${mark}|(?<!\\d)${accounts}\\d{4}(?!\\d)`, "i");

/** Whether something in a value stands in. */
export function isMarked(value: Raw): boolean {
    if (typeof value === "string") return standIn.test(value);
    if (Array.isArray(value)) return (value as readonly Raw[]).some(isMarked);
    return isObject(value) && Object.values(value).some(isMarked);
}

/** The digits that tell of something that stands in, wherever they are in a text of small letters. */
export function marked(text: string): readonly string[] {
    return [...new Set(text.match(new RegExp(`${mark}[0-9a-f]+`, "g")))];
}

/** Hexadecimal digits of a thing's own, at most 72: those of the mark first. */
export function digitsOf(seed: string, count: number): string {
    return `${mark}${hashOf(seed)}`.slice(0, count);
}

/** A number from 0 up to a limit, which it does not reach. */
export function numberOf(seed: string, limit: number): number {
    return Number.parseInt(hashOf(seed).slice(0, 12), 16) % limit;
}

/** A UUID in the form of the fourth version. */
export function uuidOf(seed: string): string {
    const digits = digitsOf(seed, 32);
    return [
        digits.slice(0, 8),
        digits.slice(8, 12),
        `4${digits.slice(13, 16)}`,
        `a${digits.slice(17, 20)}`,
        digits.slice(20, 32),
    ].join("-");
}

/**
 * The account in which a provider makes things, as far as it is told apart from others: by how it gets its
 * credentials. Twelve digits, as AWS's have.
 */
export function accountOf(configuration: RawProperties): string {
    const told = credentials.map((key) => configuration[key]).filter((each) => each !== undefined);
    const digits = told.length === 0 ? 0 : 1 + numberOf(JSON.stringify(told), 9999);
    return `${accounts}${String(digits).padStart(4, "0")}`;
}

const credentials = [
    "accessKey",
    "profile",
    "assumeRole",
    "assumeRoles",
    "assumeRoleWithWebIdentity",
];

function hashOf(seed: string): string {
    return createHash("sha256").update(seed).digest("hex");
}
