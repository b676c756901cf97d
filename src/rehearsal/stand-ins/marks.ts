import { createHash } from "node:crypto";
import { isObject, type Raw } from "../../plan";

/*
 * How a value that stands in is told from a real one, wherever it goes: by digits that are in each, and by
 * an account that nobody has.
 */

/** Eight of the digits of every id that stands in. */
const mark = "0fa57e57";

/** Of the ARNs that stand in, where the real account is not known. */
export const account = "000000000057";

const standIn = new RegExp(`${mark}|(?<!\\d)${account}(?!\\d)`);

/** Whether something in a value stands in. */
export function isMarked(value: Raw): boolean {
    if (typeof value === "string") return standIn.test(value);
    if (Array.isArray(value)) return (value as readonly Raw[]).some(isMarked);
    return isObject(value) && Object.values(value).some(isMarked);
}

/** Digits of a resource's own, the same in every run: at least eight, and those of the mark first. */
export function digitsOf(seed: string, count: number): string {
    const own = createHash("sha256").update(seed).digest("hex");
    return `${mark}${own}`.slice(0, count);
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
