import assert from "node:assert/strict";
import fc from "fast-check";
import { fit } from "../../src/reach/fit";

interface Wish {
    readonly name: string;
    readonly count: number;
    readonly places: readonly string[];
}

/** Hall's condition, tried on every set of claims: those that want more than all their places have. */
function lacks(claims: readonly Wish[], roomOf: (place: string) => number): boolean {
    for (let set = 1; set < 2 ** claims.length; set++) {
        const chosen = claims.filter((_, i) => (set & (2 ** i)) !== 0);
        const places = new Set(chosen.flatMap((claim) => claim.places));
        if (excess(chosen, places, roomOf) > 0) return true;
    }
    return false;
}

function excess(
    claims: Iterable<Wish>,
    places: Iterable<string>,
    roomOf: (place: string) => number,
): number {
    const wanted = [...claims].reduce((sum, { count }) => sum + count, 0);
    return wanted - [...places].reduce((sum, place) => sum + roomOf(place), 0);
}

const names = ["a", "b", "c", "d"];
const wishes = fc.array(
    fc.record({
        count: fc.oneof(fc.nat({ max: 8 }), fc.constant(Infinity)),
        places: fc.subarray(names, { minLength: 1 }),
    }),
    { maxLength: 5 },
);
const rooms = fc.tuple(...names.map(() => fc.oneof(fc.nat({ max: 9 }), fc.constant(Infinity))));

describe("fitting claims into places", () => {
    it("finds a shortage exactly where some claims want more than all their places have", () => {
        fc.assert(
            fc.property(wishes, rooms, (wanted, sizes) => {
                const claims = wanted.map((wish, i) => ({ ...wish, name: String(i) }));
                const roomOf = (place: string): number => sizes[names.indexOf(place)] ?? 0;
                const found = fit<string, Wish>(claims, roomOf);
                const tight = claims.filter(({ places }) =>
                    places.every((place) => roomOf(place) < Infinity),
                );
                assert.equal(found.length > 0, lacks(tight, roomOf));
                for (const { claims: short, places } of found) {
                    assert.ok(excess(short, places, roomOf) > 0);
                    for (const { places: own } of short) {
                        for (const place of own) assert.ok(places.has(place));
                    }
                }
            }),
            { numRuns: 2000 },
        );
    });

    it("does not depend on the order of claims", () => {
        fc.assert(
            fc.property(wishes, rooms, (wanted, sizes) => {
                const claims = wanted.map((wish, i) => ({ ...wish, name: String(i) }));
                const roomOf = (place: string): number => sizes[names.indexOf(place)] ?? 0;
                const short = (list: readonly Wish[]): string[] =>
                    fit<string, Wish>(list, roomOf)
                        .map(({ claims: found }) =>
                            [...found]
                                .map(({ name }) => name)
                                .sort()
                                .join(),
                        )
                        .sort();
                assert.deepEqual(short([...claims].reverse()), short(claims));
            }),
            { numRuns: 2000 },
        );
    });
});
