import { isIP } from "node:net";
import { parseCIDR } from "ipaddr.js";
import type { Gap } from "../knowable";

export type Family = "ipv4" | "ipv6";

/** How much of some addresses is meant. */
export type Coverage = "all" | "some" | "none";

/** A CIDR block: its family, its prefix length, and the numbers of its first and last address. */
export interface Block {
    readonly family: Family;
    readonly prefix: number;
    readonly range: Range;
}

type Range = readonly [first: bigint, last: bigint];

/** A block as AWS writes it, or `undefined` if the text is none. Bits after the prefix do not count. */
export function blockOf(text: string): Block | undefined {
    let block = blocks.get(text);
    if (block === undefined) {
        block = parseBlock(text);
        blocks.set(text, block);
    }
    return block ?? undefined;
}

/** The same few blocks stand in most rules and tables. */
const blocks = new Map<string, Block | null>();

function parseBlock(text: string): Block | null {
    // The library takes more for an address than AWS does: octal numbers, two parts, the name of an interface.
    const [, written = "", length] = /^([^/%]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
    if (length === undefined || isIP(written) === 0) return null;
    try {
        const [address, prefix] = parseCIDR(text);
        const bytes = address.toByteArray();
        const size = 1n << BigInt(bytes.length * 8 - prefix);
        const number = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
        const first = number - (number % size);
        return { family: address.kind(), prefix, range: [first, first + size - 1n] };
    } catch {
        return null;
    }
}

/** The addresses of the blocks that are kept. */
const inBlocks = new WeakMap<Block, Addresses>();

/** Ranges by their order of appearance: the internet's, written out, make a long key. */
const numbers = new Map<string, number>();

/**
 * Addresses of one family, of which a packet carries one; which of them is not known. Blocks of the
 * other family never cover any (AWS rule 5).
 */
export class Addresses {
    private readonly coverages = new Map<string, Coverage>();
    /** A short name for these addresses, the same for equal ones. */
    readonly key: string;

    private constructor(
        readonly family: Family,
        /** Ascending, and apart. */
        readonly ranges: readonly Range[],
        /** The value that would say it more closely, if these are wider than the truth. */
        readonly why?: Gap,
    ) {
        const written = `${family} ${ranges.join()}`;
        const number = numbers.get(written) ?? numbers.size;
        numbers.set(written, number);
        this.key = `${family} #${String(number)}`;
    }

    /** Those of a block; a text that is no block of the family means any address. */
    static in(family: Family, text: string, why?: Gap): Addresses {
        const block = blockOf(text);
        if (block?.family !== family) return Addresses.any(family, why);
        if (why !== undefined) return new Addresses(family, [block.range], why);
        // Asked of every pair of interfaces.
        const kept = inBlocks.get(block) ?? new Addresses(family, [block.range]);
        inBlocks.set(block, kept);
        return kept;
    }

    static any(family: Family, why?: Gap): Addresses {
        return new Addresses(family, [everything[family]], why);
    }

    /** Public ones: those that IANA's special-purpose registries (RFC 6890) do not keep for other uses. */
    static onInternet(family: Family): Addresses {
        return internet[family];
    }

    /** Those from which VPC Lattice may call: link-local ones, and public ones (AWS rule 18). */
    static ofLattice(family: Family): Addresses {
        return lattice[family];
    }

    /** Those that stand for IPv4 ones, which a NAT gateway translates (AWS rule 5). */
    static ofNat64(): Addresses {
        return nat64;
    }

    /** How many of them the blocks cover together; a text that is no block may cover some. */
    coveredBy(texts: readonly string[]): Coverage {
        const key = texts.join();
        let coverage = this.coverages.get(key);
        if (coverage === undefined) {
            coverage = this.coverageOf(texts);
            this.coverages.set(key, coverage);
        }
        return coverage;
    }

    private coverageOf(texts: readonly string[]): Coverage {
        const blocks = texts.map(blockOf);
        const own = blocks.flatMap((block) => (block?.family === this.family ? [block.range] : []));
        const rest = subtract(this.ranges, united(own));
        if (rest.length === 0) return "all";
        return blocks.includes(undefined) || count(rest) < count(this.ranges) ? "some" : "none";
    }

    /** Those in a block; `undefined` if there are none. */
    within(text: string): Addresses | undefined {
        const block = blockOf(text);
        if (block?.family !== this.family) return undefined;
        return this.made(intersect(this.ranges, block.range));
    }

    /** Those that are not in a block; `undefined` if there are none. */
    without(text: string): Addresses | undefined {
        const block = blockOf(text);
        return block?.family === this.family
            ? this.made(subtract(this.ranges, [block.range]))
            : this;
    }

    private made(ranges: readonly Range[]): Addresses | undefined {
        if (ranges === this.ranges) return this;
        return ranges.length === 0 ? undefined : new Addresses(this.family, ranges, this.why);
    }
}

/** The same addresses in ascending ranges that lie apart. */
function united(ranges: readonly Range[]): readonly Range[] {
    const sorted = [...ranges].sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
    const apart: [first: bigint, last: bigint][] = [];
    for (const [from, to] of sorted) {
        const before = apart.at(-1);
        if (before === undefined || from > before[1]) apart.push([from, to]);
        else if (to > before[1]) before[1] = to;
    }
    return apart;
}

/** What is left of ranges without others, both ascending and apart: each is looked at once. */
function subtract(ranges: readonly Range[], others: readonly Range[]): readonly Range[] {
    const rest: Range[] = [];
    let i = 0;
    for (const [from, to] of ranges) {
        let next = from;
        for (let other = others[i]; other !== undefined && other[0] <= to; other = others[++i]) {
            if (other[0] > next) rest.push([next, other[0] - 1n]);
            if (other[1] >= next) next = other[1] + 1n;
            // It may reach into the next range, too.
            if (other[1] > to) break;
        }
        if (next <= to) rest.push([next, to]);
    }
    return rest;
}

function intersect(ranges: readonly Range[], [first, last]: Range): readonly Range[] {
    if (ranges.every(([from, to]) => from >= first && to <= last)) return ranges;
    return ranges.flatMap(([from, to]): Range[] =>
        from > last || to < first ? [] : [[from > first ? from : first, to < last ? to : last]],
    );
}

function count(ranges: readonly Range[]): bigint {
    return ranges.reduce((sum, [from, to]) => sum + to - from + 1n, 0n);
}

const everything: Readonly<Record<Family, Range>> = {
    ipv4: [0n, (1n << 32n) - 1n],
    ipv6: [0n, (1n << 128n) - 1n],
};

const linkLocal = "169.254.0.0/16";

const reserved: readonly string[] = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    linkLocal,
    "172.16.0.0/12",
    "192.0.2.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/3",
];

function allBut(blocks: readonly string[]): Addresses {
    return blocks.reduce((rest, block) => rest.without(block) ?? rest, Addresses.any("ipv4"));
}

const internet: Readonly<Record<Family, Addresses>> = {
    ipv4: allBut(reserved),
    ipv6: Addresses.in("ipv6", "2000::/3"),
};

const lattice: Readonly<Record<Family, Addresses>> = {
    ipv4: allBut(reserved.filter((block) => block !== linkLocal)),
    ipv6: Addresses.any("ipv6"),
};

/** How rules and routes name all addresses of a family. */
export const everywhere: Readonly<Record<Family, string>> = { ipv4: "0.0.0.0/0", ipv6: "::/0" };

/** The prefix of RFC 6052, which DNS64 puts before an IPv4 address. */
export const nat64Block = "64:ff9b::/96";

const nat64 = Addresses.in("ipv6", nat64Block);
