/*
 * Addresses and ports as numbers, and which of them rules and routes tell apart. A network of rules
 * divides all addresses into few classes: from each of a class packets fare alike, so one of each is sent.
 */
import { isIP } from "node:net";

/** IPv4 addresses as they are; IPv6 ones come after them all. */
export type Address = bigint;

export interface Range {
    readonly first: Address;
    readonly last: Address;
}

/** Where the addresses of IPv6 begin; a multiple of all blocks' sizes. */
export const ipv6 = 1n << 128n;

export function isIpv6(address: Address): boolean {
    return address >= ipv6;
}

/** @throws SyntaxError if it is no block */
export function rangeOf(cidr: string): Range {
    const [address = "", length] = cidr.split("/");
    const bits = address.includes(":") ? 128 : 32;
    const size = 2n ** BigInt(bits - Number(length ?? bits));
    const number = numberOf(address);
    const first = number - (number % size);
    return { first, last: first + size - 1n };
}

export function numberOf(address: string): Address {
    if (!address.includes(":")) return sum(address.split("."), 256n);
    const [left = [], right = []] = address
        .split("::")
        .map((half) => half.split(":").filter((part) => part !== ""));
    const zeros = Array<string>(8 - left.length - right.length).fill("0");
    const parts = [...left, ...zeros, ...right].map((part) => `0x${part}`);
    return ipv6 + sum(parts, 65536n);
}

function sum(parts: readonly string[], base: bigint): bigint {
    return parts.reduce((total, part) => total * base + BigInt(part), 0n);
}

export function textOf(address: Address): string {
    const digits = (count: number, bits: bigint, radix: number): string[] =>
        Array.from({ length: count }, (_, i) =>
            ((address >> (bits * BigInt(count - 1 - i))) & ((1n << bits) - 1n)).toString(radix),
        );
    return isIpv6(address) ? digits(8, 16n, 16).join(":") : digits(4, 8n, 10).join(".");
}

export function isIn(address: Address, { first, last }: Range): boolean {
    return first <= address && address <= last;
}

export function isWithin(inner: Range, outer: Range): boolean {
    return outer.first <= inner.first && inner.last <= outer.last;
}

export function overlap(one: Range, other: Range): boolean {
    return one.first <= other.last && other.first <= one.last;
}

export function isCidr(text: string): boolean {
    const [address = "", length = ""] = text.split("/");
    const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
    return /^\d+$/.test(length) && Number(length) <= bits;
}

/** The parts into which the ranges' edges divide one. */
export function classesOf(whole: Range, edges: readonly Range[]): Range[] {
    const starts = edges
        .flatMap(({ first, last }) => [first, last + 1n])
        .filter((start) => whole.first < start && start <= whole.last);
    const sorted = [...new Set([whole.first, ...starts])].sort((a, b) => (a < b ? -1 : 1));
    return sorted.map((first, i) => ({ first, last: (sorted[i + 1] ?? whole.last + 1n) - 1n }));
}

/** Gives each address of a class once. */
export class Supply {
    private readonly taken = new Set<Address>();

    constructor(private readonly isExcluded: (address: Address) => Range | undefined) {}

    /** The next one of a class; nothing if there is none left. */
    take({ first, last }: Range, wanted: readonly Address[] = []): Address | undefined {
        const fits = (each: Address): boolean =>
            first <= each &&
            each <= last &&
            !this.taken.has(each) &&
            this.isExcluded(each) === undefined;
        let next: Address | undefined = wanted.find(fits);
        for (let at = first; next === undefined && at <= last; at++) {
            const excluded = this.isExcluded(at);
            if (excluded !== undefined) at = excluded.last;
            else if (!this.taken.has(at)) next = at;
        }
        if (next !== undefined) this.taken.add(next);
        return next;
    }
}
