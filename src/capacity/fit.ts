/** So many things that want a place, each in one of these. */
export interface Claim<P> {
    readonly count: number;
    readonly places: readonly P[];
}

/** Claims that do not fit together, and all the places that they may take. */
export interface Shortage<P, C extends Claim<P>> {
    readonly claims: ReadonlySet<C>;
    readonly places: ReadonlySet<P>;
}

/**
 * Puts all claims into their places as well as it can be done, and tells which do not fit. Where a
 * place is full, those in it move on to another place of theirs (a maximum flow, by shortest ways).
 */
export function fit<P, C extends Claim<P>>(
    claims: readonly C[],
    roomOf: (place: P) => number,
): readonly Shortage<P, C>[] {
    const tight = claims.filter(({ places }) => places.every((place) => roomOf(place) < Infinity));
    const places = new Set(tight.flatMap((claim) => claim.places));
    const total = [...places].reduce((sum, place) => sum + roomOf(place), 0);
    const seating = new Seating<P, C>(roomOf);
    const short = tight.filter((claim) => {
        // More than there is room for at all is as good as without end.
        let rest = Math.min(claim.count, total + 1);
        for (let step = seating.search(claim); step.end !== undefined && rest > 0;) {
            rest -= seating.move(claim, step, step.end, rest);
            step = seating.search(claim);
        }
        return rest > 0;
    });
    return merged(short.map((claim) => seating.search(claim)));
}

/** What was seen on the search for a free place. */
interface Search<P, C> extends Record<"claims", ReadonlySet<C>> {
    /** A place that is not full. */
    readonly end: P | undefined;
    /** By which claim each place was come to, and out of which place each claim would move. */
    readonly places: ReadonlyMap<P, C>;
    readonly out: ReadonlyMap<C, P>;
}

class Seating<P, C extends Claim<P>> {
    private readonly taken = new Map<P, Map<C, number>>();
    private readonly used = new Map<P, number>();

    constructor(private readonly roomOf: (place: P) => number) {}

    search(claim: C): Search<P, C> {
        const claims = new Set([claim]);
        const places = new Map<P, C>();
        const out = new Map<C, P>();
        for (const one of claims) {
            for (const place of one.places) {
                if (places.has(place)) continue;
                places.set(place, one);
                if (this.free(place) > 0) return { end: place, claims, places, out };
                for (const [other, count] of this.taken.get(place) ?? []) {
                    if (count === 0 || claims.has(other)) continue;
                    claims.add(other);
                    out.set(other, place);
                }
            }
        }
        return { end: undefined, claims, places, out };
    }

    /** Takes as many free places as the way allows; tells how many. */
    move(claim: C, { places, out }: Search<P, C>, end: P, wanted: number): number {
        const steps: { readonly one: C; readonly into: P; readonly from: P | undefined }[] = [];
        let count = Math.min(wanted, this.free(end));
        for (let into: P | undefined = end; into !== undefined;) {
            const one: C = places.get(into) ?? claim;
            const from = out.get(one);
            if (from !== undefined) count = Math.min(count, this.held(from).get(one) ?? 0);
            steps.push({ one, into, from });
            into = from;
        }
        for (const { one, into, from } of steps) {
            this.held(into).set(one, (this.held(into).get(one) ?? 0) + count);
            if (from !== undefined)
                this.held(from).set(one, (this.held(from).get(one) ?? 0) - count);
        }
        this.used.set(end, (this.used.get(end) ?? 0) + count);
        return count;
    }

    private free(place: P): number {
        return this.roomOf(place) - (this.used.get(place) ?? 0);
    }

    private held(place: P): Map<C, number> {
        let held = this.taken.get(place);
        if (held === undefined) {
            held = new Map();
            this.taken.set(place, held);
        }
        return held;
    }
}

/** Those that want some of the same places lack them together. */
function merged<P, C extends Claim<P>>(
    searches: readonly Search<P, C>[],
): readonly Shortage<P, C>[] {
    const groups = new Set<{ claims: Set<C>; places: Set<P> }>();
    const groupOf = new Map<P, { claims: Set<C>; places: Set<P> }>();
    for (const search of searches) {
        const places = new Set(search.places.keys());
        const group = { claims: new Set(search.claims), places };
        for (const other of new Set([...places].flatMap((place) => groupOf.get(place) ?? []))) {
            for (const claim of other.claims) group.claims.add(claim);
            for (const place of other.places) places.add(place);
            groups.delete(other);
        }
        groups.add(group);
        for (const place of places) groupOf.set(place, group);
    }
    return [...groups];
}
