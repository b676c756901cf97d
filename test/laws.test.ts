import assert from "node:assert/strict";
import fc from "fast-check";
import { policies } from "../policies";
import { runPack } from "./support/harness";
import { hide } from "./support/hide";
import { runs } from "./support/random";
import { randomPrograms } from "./support/random-programs";
import { assertNoFlip, ofStack, ofWhatStands, verdicts } from "./support/verdicts";

const usual = runs(12);

/** Policies that do not apply to every stack, and the same ones as if they did. */
const withSubject = policies.filter(
    ({ kind, ...policy }) => kind !== "stack" || "subject" in policy,
);
const withoutSubject = withSubject.map((policy) =>
    policy.kind === "stack" ? { ...policy, subject: { what: "", isIn: () => true } } : policy,
);

/*
 * What the pack says of random networks. A long run, as before a release:
 * `RANDOM_TIMES=250 npm run t -- test/laws.test.ts`.
 */
for (const [name, networks] of Object.entries(randomPrograms)) {
    describe(`laws of the pack, on random ${name}`, function () {
        this.timeout(60_000 + usual.numRuns * 200);

        it("a first preview never says the opposite of the deployed stack", () => {
            fc.assert(
                fc.property(networks, (n) => {
                    assertNoFlip(
                        ofWhatStands(verdicts(n.record("deployed"))),
                        ofWhatStands(verdicts(n.record("first preview"))),
                        `first preview of\n${String(n)}`,
                    );
                }),
                usual,
            );
        });

        it("hiding known values never flips an answer", () => {
            fc.assert(
                fc.property(networks, fc.nat(), (n, salt) => {
                    for (const form of ["deployed", "first preview"] as const) {
                        const recording = n.record(form);
                        assertNoFlip(
                            verdicts(recording),
                            verdicts(hide(recording, salt)),
                            `hidden in ${form} of\n${String(n)}`,
                        );
                    }
                }),
                usual,
            );
        });

        it("a policy that does not apply has nothing to say", () => {
            fc.assert(
                fc.property(networks, (n) => {
                    for (const form of ["deployed", "first preview"] as const) {
                        const recording = n.record(form);
                        const said = [withSubject, withoutSubject].map((each) =>
                            runPack(recording, { policies: each }),
                        );
                        assert.deepEqual(said[0], said[1], `${form} of\n${String(n)}`);
                    }
                }),
                usual,
            );
        });

        it("without the inputs nothing flips", () => {
            fc.assert(
                fc.property(networks, (n) => {
                    for (const form of ["deployed", "first preview"] as const) {
                        const recording = n.record(form);
                        const bare = recording.map(({ inputs: _, ...rest }) => rest);
                        assertNoFlip(
                            ofStack(verdicts(recording)),
                            ofStack(verdicts(bare)),
                            `no inputs in ${form} of\n${String(n)}`,
                        );
                    }
                }),
                usual,
            );
        });

        it("the order of resources changes nothing", () => {
            fc.assert(
                fc.property(networks, fc.nat(), (n, salt) => {
                    const recording = n.record("first preview");
                    const shuffled = recording
                        .map((resource, i) => ({ resource, key: Math.imul(i + 1, salt | 1) >>> 0 }))
                        .sort((a, b) => a.key - b.key)
                        .map(({ resource }) => resource);
                    assert.deepEqual(
                        new Map([...verdicts(shuffled)].sort()),
                        new Map([...verdicts(recording)].sort()),
                    );
                }),
                usual,
            );
        });
    });
}
