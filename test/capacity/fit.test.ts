import assert from "node:assert/strict";
import fc from "fast-check";
import { fit } from "../../src/capacity/fit";
import { excess, lacking, shortOf, type Wish } from "../support/hall";

interface Named extends Wish {
    readonly name: string;
}

/** More than all rooms together is as good as without end, and can be counted. */
const many = 99;

const names = ["a", "b", "c", "d"];
const wishes = fc.array(
    fc.record({
        count: fc.oneof(fc.nat({ max: 8 }), fc.constant(Infinity)),
        places: fc.subarray(names, { minLength: 1 }),
    }),
    { maxLength: 5 },
);
const rooms = fc.tuple(...names.map(() => fc.oneof(fc.nat({ max: 9 }), fc.constant(Infinity))));

function namesOf(claims: readonly Named[]): string[] {
    return claims.map(({ name }) => name).sort();
}

describe("fitting claims into places", () => {
    it("finds exactly the claims that want more than all their places have", () => {
        fc.assert(
            fc.property(wishes, rooms, (wanted, sizes) => {
                const claims = wanted.map((wish, i) => ({ ...wish, name: String(i) }));
                const roomOf = (place: string): number => sizes[names.indexOf(place)] ?? 0;
                const found = fit<string, Named>(claims, roomOf);
                // Where one place has no end, all find one.
                const tight = claims
                    .filter(({ places }) => places.every((place) => roomOf(place) < Infinity))
                    .map((each) => ({ ...each, count: Math.min(each.count, many) }));
                const lacks = shortOf(tight, roomOf);
                const told = namesOf(found.flatMap(({ claims: short }) => [...short]));
                assert.deepEqual(told, namesOf(tight.filter((_, i) => lacks[i])));
                const taken = found.flatMap(({ places }) => [...places]);
                assert.equal(new Set(taken).size, taken.length);
                for (const { claims: short, places } of found) {
                    assert.ok(excess([...short], roomOf) > 0);
                    const own = [...short].flatMap((claim) => claim.places);
                    assert.deepEqual(new Set(own), places);
                }
                // The others find places beside them.
                const others = tight.filter(({ name }) => !told.includes(name));
                const left = (place: string): number => (taken.includes(place) ? 0 : roomOf(place));
                assert.equal(lacking(others, left), 0);
            }),
            { numRuns: 2000 },
        );
    });

    it("does not depend on the order of claims", () => {
        fc.assert(
            fc.property(wishes, rooms, (wanted, sizes) => {
                const claims = wanted.map((wish, i) => ({ ...wish, name: String(i) }));
                const roomOf = (place: string): number => sizes[names.indexOf(place)] ?? 0;
                const short = (list: readonly Named[]): string[] =>
                    fit<string, Named>(list, roomOf)
                        .map(({ claims: found }) => namesOf([...found]).join())
                        .sort();
                assert.deepEqual(short([...claims].reverse()), short(claims));
            }),
            { numRuns: 2000 },
        );
    });
});
