import assert from "node:assert/strict";
import fc from "fast-check";
import {
    after,
    all,
    any,
    assuming,
    cannotKnow,
    fromBoolean,
    gapKey,
    known,
    not,
    ok,
    unknown,
    unless,
    violated,
    type Answer,
    type Gap,
} from "../../src/knowable";
import { answerLists, answers, gaps, someGaps } from "./arbitraries";

type Verdict = Answer<never>["verdict"];
type Combine = (answers: readonly Answer<number>[]) => Answer<number>;

const gap: Gap = {
    urn: "urn:pulumi:dev::web::aws:ec2/vpc:Vpc::main",
    resource: "main",
    property: "id",
    reason: "made-by-plan",
    what: "it does not exist yet",
};

const answerOf: Readonly<Record<Verdict, Answer<number>>> = {
    ok: ok(),
    violated: violated(),
    "cannot-know": cannotKnow(gap),
};

const combinators: readonly (readonly [string, Combine])[] = [
    ["all", all],
    ["any", any],
];

function gapsOf(answer: Answer<number>): readonly Gap[] {
    return answer.verdict === "cannot-know" ? answer.gaps : [];
}

describe("all and any", () => {
    const table: readonly (readonly [Verdict, Verdict, { all: Verdict; any: Verdict }])[] = [
        ["ok", "ok", { all: "ok", any: "ok" }],
        ["ok", "violated", { all: "violated", any: "ok" }],
        ["ok", "cannot-know", { all: "cannot-know", any: "ok" }],
        ["violated", "violated", { all: "violated", any: "violated" }],
        ["violated", "cannot-know", { all: "violated", any: "cannot-know" }],
        ["cannot-know", "cannot-know", { all: "cannot-know", any: "cannot-know" }],
    ];
    for (const [left, right, expected] of table) {
        it(`${left} and ${right}: all is ${expected.all}, any is ${expected.any}`, () => {
            for (const pair of [
                [answerOf[left], answerOf[right]],
                [answerOf[right], answerOf[left]],
            ]) {
                assert.equal(all(pair).verdict, expected.all);
                assert.equal(any(pair).verdict, expected.any);
            }
        });
    }

    it("of nothing: all is ok, any is violated", () => {
        assert.deepEqual(all([]), ok());
        assert.deepEqual(any([]), violated());
    });

    it("follow De Morgan, evidence and gaps included", () => {
        fc.assert(
            fc.property(answerLists, (list) => {
                assert.deepEqual(not(all(list)), any(list.map(not)));
                assert.deepEqual(not(any(list)), all(list.map(not)));
            }),
        );
    });

    for (const [name, combine] of combinators) {
        describe(name, () => {
            it("of one answer is that answer", () => {
                fc.assert(
                    fc.property(answers, (answer) => {
                        const { evidence, assumed, verdict } = combine([answer]);
                        assert.deepEqual(
                            [verdict, evidence, assumed],
                            [answer.verdict, answer.evidence, answer.assumed],
                        );
                        assert.deepEqual(gapsOf(combine([answer])), gapsOf(answer));
                    }),
                );
            });

            it("does not depend on the order", () => {
                const shuffled = answerLists.chain((list) =>
                    fc.tuple(
                        fc.constant(list),
                        fc.shuffledSubarray(list, {
                            minLength: list.length,
                            maxLength: list.length,
                        }),
                    ),
                );
                const sorted = (answer: Answer<number>): unknown => [
                    answer.verdict,
                    [...answer.evidence].sort(),
                    [...answer.assumed].sort(),
                    gapsOf(answer).map(gapKey).sort(),
                ];
                fc.assert(
                    fc.property(shuffled, ([list, other]) => {
                        assert.deepEqual(sorted(combine(other)), sorted(combine(list)));
                    }),
                );
            });

            it("does not depend on grouping", () => {
                fc.assert(
                    fc.property(answerLists, answerLists, (left, right) => {
                        assert.deepEqual(
                            combine([combine(left), combine(right)]),
                            combine([...left, ...right]),
                        );
                    }),
                );
            });

            it("never flips when less is known", () => {
                fc.assert(
                    fc.property(answerLists, fc.nat(), gaps, (list, at, why) => {
                        fc.pre(list.length > 0);
                        const less = list.map((answer, i) =>
                            i === at % list.length ? cannotKnow<number>(why) : answer,
                        );
                        const before = combine(list).verdict;
                        const after = combine(less).verdict;
                        assert.ok(
                            after === before || after === "cannot-know",
                            `${before} became ${after}`,
                        );
                    }),
                );
            });

            it("keeps the evidence and the assumptions of what decided it, and no others", () => {
                fc.assert(
                    fc.property(answerLists, (list) => {
                        const result = combine(list);
                        const deciding = list.filter(({ verdict }) => verdict === result.verdict);
                        assert.deepEqual(
                            result.evidence,
                            deciding.flatMap(({ evidence }) => evidence),
                        );
                        assert.deepEqual(
                            new Set(result.assumed),
                            new Set(deciding.flatMap(({ assumed }) => assumed)),
                        );
                        assert.equal(result.assumed.length, new Set(result.assumed).size);
                    }),
                );
            });

            it("names every gap of an open answer, once", () => {
                fc.assert(
                    fc.property(answerLists, (list) => {
                        const result = combine(list);
                        if (result.verdict !== "cannot-know") return;
                        const keys = result.gaps.map(gapKey);
                        assert.ok(keys.length > 0);
                        assert.equal(keys.length, new Set(keys).size);
                        assert.deepEqual(new Set(keys), new Set(list.flatMap(gapsOf).map(gapKey)));
                    }),
                );
            });
        });
    }
});

describe("not", () => {
    it("exchanges ok and violated, and leaves open what is open", () => {
        assert.equal(not(answerOf.ok).verdict, "violated");
        assert.equal(not(answerOf.violated).verdict, "ok");
        assert.equal(not(answerOf["cannot-know"]), answerOf["cannot-know"]);
    });

    it("undoes itself", () => {
        fc.assert(
            fc.property(answers, (answer) => {
                assert.deepEqual(not(not(answer)), answer);
            }),
        );
    });
});

describe("unless", () => {
    it("never touches what is ok or open", () => {
        fc.assert(
            fc.property(answers, fc.array(gaps), (answer, others) => {
                fc.pre(answer.verdict !== "violated");
                assert.equal(unless(answer, others), answer);
            }),
        );
    });

    it("leaves a violation that nothing could overrule", () => {
        const answer = violated(1, 2);
        assert.equal(unless(answer, []), answer);
    });

    it("opens a violation for the given gaps, and keeps its evidence", () => {
        fc.assert(
            fc.property(someGaps, (others) => {
                const opened = unless(assuming(violated(1, 2), ["a is b"]), others);
                assert.equal(opened.verdict, "cannot-know");
                assert.deepEqual(new Set(gapsOf(opened).map(gapKey)), new Set(others.map(gapKey)));
                assert.deepEqual([opened.evidence, opened.assumed], [[1, 2], ["a is b"]]);
            }),
        );
    });
});

describe("cannotKnow", () => {
    it("takes one gap or several, and names each once", () => {
        const other = { ...gap, property: "arn" };
        assert.deepEqual(cannotKnow(gap).gaps, [gap]);
        assert.deepEqual(cannotKnow([gap, other, gap]).gaps, [gap, other]);
    });
});

describe("fromBoolean", () => {
    it("answers what is known, with the evidence of that side", () => {
        assert.deepEqual(fromBoolean(known(true), [1], [2]), ok(1));
        assert.deepEqual(fromBoolean(known(false), [1], [2]), violated(2));
    });

    it("cannot know what is unknown, for the same reason", () => {
        assert.deepEqual(fromBoolean(unknown(gap), [1], [2]), cannotKnow(gap));
    });
});

describe("after and assuming", () => {
    it("put earlier evidence first, and change nothing else", () => {
        fc.assert(
            fc.property(answers, (answer) => {
                assert.deepEqual(after(answer, -2, -1), {
                    ...answer,
                    evidence: [-2, -1, ...answer.evidence],
                });
            }),
        );
    });

    it("add assumptions once, and change nothing else", () => {
        fc.assert(
            fc.property(answers, (answer) => {
                const assumed = assuming(answer, ["z", "z", ...answer.assumed]);
                assert.deepEqual(assumed, { ...answer, assumed: ["z", ...answer.assumed] });
                assert.equal(assuming(answer, []), answer);
            }),
        );
    });
});
