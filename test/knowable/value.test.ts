import assert from "node:assert/strict";
import fc from "fast-check";
import {
    distinctGaps,
    flatMap,
    gapKey,
    isKnownToBe,
    known,
    map,
    unknown,
    type Gap,
    type Knowable,
} from "../../src/knowable";
import { gaps } from "./arbitraries";

const knowables: fc.Arbitrary<Knowable<number>> = fc.oneof(
    fc.integer().map((value) => known(value)),
    gaps.map((why) => unknown(why)),
);
const double = (value: number): number => value * 2;
const half = (value: number): string => String(value / 2);

describe("map", () => {
    it("applies to what is known; what is unknown stays so, for the same reason", () => {
        fc.assert(
            fc.property(knowables, (value) => {
                const mapped = map(value, double);
                if (value.known) assert.deepEqual(mapped, known(value.value * 2));
                else assert.equal(mapped, value);
            }),
        );
    });

    it("composes", () => {
        fc.assert(
            fc.property(knowables, (value) => {
                assert.deepEqual(
                    map(map(value, double), half),
                    map(value, (each) => half(double(each))),
                );
            }),
        );
    });
});

describe("flatMap", () => {
    it("gives the second reading, or the first reason not to get there", () => {
        fc.assert(
            fc.property(knowables, knowables, (first, second) => {
                assert.equal(
                    flatMap(first, () => second),
                    first.known ? second : first,
                );
            }),
        );
    });
});

describe("isKnownToBe", () => {
    it("holds for a known value that equals", () => {
        assert.equal(isKnownToBe(known("a"), "a"), true);
        assert.equal(isKnownToBe(known("a"), "b"), false);
    });

    it("holds neither for an unset nor for an unknown value", () => {
        const [why] = fc.sample(gaps, 1) as [Gap];
        assert.equal(isKnownToBe(known(undefined), false), false);
        assert.equal(isKnownToBe(unknown(why), false), false);
    });
});

describe("distinctGaps", () => {
    it("keeps the first of each kind, in order", () => {
        fc.assert(
            fc.property(fc.array(gaps, { maxLength: 20 }), (list) => {
                const distinct = distinctGaps(list);
                const keys = list.map(gapKey);
                const first = list.filter((each, i) => keys.indexOf(gapKey(each)) === i);
                assert.equal(distinct.length, first.length);
                for (const [i, each] of first.entries()) assert.equal(distinct[i], each);
                assert.deepEqual(distinctGaps(distinct), distinct);
            }),
        );
    });

    const gap: Gap = {
        urn: "urn:pulumi:dev::web::aws:ec2/vpc:Vpc::main",
        resource: "main",
        property: "id",
        reason: "made-by-plan",
        what: "it does not exist yet",
    };
    const others: Readonly<Record<string, Gap>> = {
        "another resource": { ...gap, urn: `${gap.urn}2` },
        "another property": { ...gap, property: "arn" },
        "another reason": { ...gap, reason: "secret" },
        "another cause": { ...gap, what: "it is not in the plan" },
    };
    for (const [what, other] of Object.entries(others)) {
        it(`tells apart ${what}`, () => {
            assert.deepEqual(distinctGaps([gap, other]), [gap, other]);
        });
    }
});
