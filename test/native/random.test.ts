import assert from "node:assert/strict";
import fc from "fast-check";
import { inNativeTerms } from "../support/native";
import { runs } from "../support/random";
import { randomPrograms } from "../support/random-programs";
import { assertNoFlip, ofStack, verdicts } from "../support/verdicts";

/*
 * Random programs that speak both dialects: each resource in the terms of `aws` or of `aws-native`, drawn by
 * chance. A long run, as before a release:
 * `RANDOM_TIMES=600 npm run t -- test/native/random.test.ts`.
 */
const usual = runs(5);

for (const [name, networks] of Object.entries(randomPrograms)) {
    describe(`both dialects, on random ${name}`, function () {
        this.timeout(60_000 + usual.numRuns * 1_000);

        it("give the same answers", () => {
            fc.assert(
                fc.property(networks, fc.nat(), (n, salt) => {
                    const isChosen = (i: number): boolean =>
                        (Math.imul(i + 1, salt | 1) >>> 7) % 3 > 0;
                    for (const form of ["deployed", "first preview"] as const) {
                        const recorded = n.record(form);
                        const native = inNativeTerms(recorded, isChosen);
                        assert.deepEqual(
                            new Map([...verdicts(native)].sort()),
                            new Map([...verdicts(recorded)].sort()),
                            `${form} of\n${String(n)}\nof which in CloudFormation's terms:\n${native
                                .filter(({ type }) => type.startsWith("aws-native:"))
                                .map(({ type, name }) => `${type} ${name}`)
                                .join("\n")}`,
                        );
                    }
                }),
                usual,
            );
        });

        it("say nothing else without the inputs", () => {
            fc.assert(
                fc.property(networks, (n) => {
                    for (const form of ["deployed", "first preview"] as const) {
                        const native = inNativeTerms(n.record(form), () => true);
                        const bare = native.map(({ inputs: _, ...rest }) => rest);
                        assertNoFlip(
                            ofStack(verdicts(native)),
                            ofStack(verdicts(bare)),
                            `no inputs in ${form} of\n${String(n)}`,
                        );
                    }
                }),
                usual,
            );
        });
    });
}
