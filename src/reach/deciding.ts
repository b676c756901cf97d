import { addTo } from "../knowable";
import { blockOf, type Addresses } from "./addresses";
import type { PortRange } from "./connection";

/** What a rule matches: ports, and a block of addresses; without one all addresses. */
export interface Matched {
    readonly ports: PortRange;
    readonly cidr: string | undefined;
}

/**
 * Which of some rules, in their order, decide for any of these addresses and ports: of the rules that
 * match an address and a port the first does. Returned by their places, in no order.
 *
 * A line sweeps over the ports. A tree over the addresses holds the rules that match where the line
 * stands, and tells the first one that is not hidden by others and was not found before. So it takes
 * n·log² n steps, however the rules overlap.
 */
export function deciding(
    rules: readonly Matched[],
    addresses: Addresses,
    ports: PortRange,
): ReadonlySet<number> {
    const ranges = rules.map(({ cidr }) => rangesOf(cidr, addresses));
    const starts = startsOf(ranges.flat(), addresses);
    const tree = new Tree(
        ranges.map(([range]) => {
            if (range === undefined) return [0, 0];
            return [placeOf(range[0], starts), placeOf(range[1] + 1n, starts)];
        }),
        starts.length,
    );
    const events = new Map<number, number[]>();
    rules.forEach(({ ports: { from, to } }, rule) => {
        if (from > ports.to || to < ports.from || from > to) return;
        for (const port of [Math.max(from, ports.from), to + 1]) {
            addTo(events, port, rule);
        }
    });
    for (const port of [...events.keys()].sort((one, other) => one - other)) {
        if (port > ports.to) break;
        for (const rule of events.get(port) ?? []) tree.turn(rule);
        tree.findAll();
    }
    return tree.found;
}

type Range = readonly [first: bigint, last: bigint];

/** The block of a rule, as far as it is of the family. */
function rangesOf(cidr: string | undefined, { family, ranges }: Addresses): readonly Range[] {
    if (cidr === undefined) return [[ranges[0]?.[0] ?? 0n, ranges.at(-1)?.[1] ?? 0n]];
    const block = blockOf(cidr);
    return block?.family === family ? [block.range] : [];
}

/** Where pieces of the addresses begin, so that a block holds a piece whole or not at all. */
function startsOf(blocks: readonly Range[], { ranges }: Addresses): readonly bigint[] {
    const cuts = [...new Set(blocks.flatMap(([first, last]) => [first, last + 1n]))].sort(
        ascending,
    );
    let i = 0;
    return ranges.flatMap(([first, last]) => {
        const starts = [first];
        for (let cut = cuts[i]; cut !== undefined && cut <= last; cut = cuts[++i]) {
            if (cut > first) starts.push(cut);
        }
        return starts;
    });
}

/** How many of the pieces begin before an address. */
function placeOf(address: bigint, starts: readonly bigint[]): number {
    let [low, high] = [0, starts.length];
    while (low < high) {
        const middle = (low + high) >> 1;
        if ((starts[middle] ?? address) < address) low = middle + 1;
        else high = middle;
    }
    return low;
}

function ascending(one: bigint, other: bigint): number {
    return one < other ? -1 : one > other ? 1 : 0;
}

/** The rules of one port over pieces of addresses; a rule's place is its rank. */
class Tree {
    /** Rules that were found to decide for something. */
    readonly found = new Set<number>();
    private readonly on = new Set<number>();
    private readonly size: number;
    /** By node, the rules that hold all of its pieces, and no larger node's: found ones, and others. */
    private readonly hiding: Heap[] = [];
    private readonly open: Heap[] = [];
    /** By node, of the found rules that come first at its pieces the last; pieces without one count most. */
    private readonly last: number[];
    /** By node, the first rule not found yet that decides for one of its pieces, as far as the node tells. */
    private readonly first: number[];

    /** @param places of each rule the first of its pieces, and the one after its last */
    constructor(
        private readonly places: readonly (readonly [from: number, to: number])[],
        pieces: number,
    ) {
        this.size = 2 ** Math.ceil(Math.log2(Math.max(pieces, 1)));
        this.first = new Array<number>(2 * this.size).fill(Infinity);
        // What makes the number even is no piece: it is hidden from the start.
        this.last = this.first.map((_, node) =>
            node >= this.size && node - this.size >= pieces ? -1 : Infinity,
        );
        for (let node = this.size - 1; node > 0; node--) this.update(node);
    }

    /** A rule begins to match, or ends. */
    turn(rule: number): void {
        if (this.on.delete(rule)) this.visit(rule);
        else {
            this.on.add(rule);
            this.visit(rule, this.open);
        }
    }

    /** Finds all rules that decide for something now. */
    findAll(): void {
        for (
            let rule = this.first[1] ?? Infinity;
            rule < Infinity;
            rule = this.first[1] ?? Infinity
        ) {
            this.found.add(rule);
            this.visit(rule, this.hiding);
        }
    }

    /** Puts a rule to the nodes that are its, if it is to be put, and brings what rests on them up to date. */
    private visit(rule: number, into?: Heap[]): void {
        const [from, to] = this.places[rule] ?? [0, 0];
        if (from >= to) return;
        let [left, right] = [from + this.size, to + this.size];
        for (; left < right; left >>= 1, right >>= 1) {
            if (left % 2 === 1) this.put(rule, left++, into);
            if (right % 2 === 1) this.put(rule, --right, into);
        }
        for (const end of [from + this.size, to - 1 + this.size]) {
            for (let node = end >> 1; node > 0; node >>= 1) this.update(node);
        }
    }

    private put(rule: number, node: number, into?: Heap[]): void {
        if (into !== undefined) (into[node] ??= new Heap()).add(rule);
        this.update(node);
    }

    private update(node: number): void {
        const hiding = this.hiding[node]?.least((rule) => this.on.has(rule)) ?? Infinity;
        const open =
            this.open[node]?.least((rule) => this.on.has(rule) && !this.found.has(rule)) ??
            Infinity;
        const isPiece = node >= this.size;
        const [one, other] = [2 * node, 2 * node + 1];
        const last = isPiece ? Infinity : Math.max(this.last[one] ?? 0, this.last[other] ?? 0);
        const first = isPiece ? Infinity : Math.min(this.first[one] ?? 0, this.first[other] ?? 0);
        this.last[node] = Math.min(hiding, last);
        this.first[node] = Math.min(
            open < Math.min(hiding, last) ? open : Infinity,
            first < hiding ? first : Infinity,
        );
    }
}

/** Numbers of which the least is wanted. */
class Heap {
    private readonly numbers: number[] = [];

    add(number: number): void {
        const { numbers } = this;
        let at = numbers.length;
        for (let above = (at - 1) >> 1; at > 0; above = (at - 1) >> 1) {
            const other = numbers[above] ?? number;
            if (other <= number) break;
            numbers[at] = other;
            at = above;
        }
        numbers[at] = number;
    }

    /** The least that still counts; those before it are dropped. */
    least(counts: (number: number) => boolean): number | undefined {
        let [least] = this.numbers;
        while (least !== undefined && !counts(least)) {
            this.drop();
            [least] = this.numbers;
        }
        return least;
    }

    private drop(): void {
        const { numbers } = this;
        const moved = numbers.pop();
        if (moved === undefined || numbers.length === 0) return;
        let at = 0;
        for (let below = 1; below < numbers.length; below = 2 * at + 1) {
            const [left = moved, right = Infinity] = [numbers[below], numbers[below + 1]];
            const lesser = Math.min(left, right);
            if (lesser >= moved) break;
            numbers[at] = lesser;
            at = right < left ? below + 1 : below;
        }
        numbers[at] = moved;
    }
}
