import fc from "fast-check";
import type { Raw } from "../../src/plan";
import type { Recorded } from "../support/program";
import { runs } from "../support/random";
import { randomPrograms } from "../support/random-programs";
import { answersTo, assertNoFlip, ofWhatStands } from "../support/verdicts";
import { rehearsed } from "./support";

const plain = (recording: readonly Recorded[]): Raw => recording as unknown as Raw;

const usual = runs(25);

for (const [name, networks] of Object.entries(randomPrograms)) {
    describe(`rehearsals of random ${name}`, function () {
        this.timeout(60_000 + usual.numRuns * 200);

        it("agree with the first preview before, and with the deployed stack after", () => {
            fc.assert(
                fc.property(networks, (n) => {
                    const first = answersTo(plain(n.record("first preview"))).verdicts;
                    const between = answersTo(rehearsed(n)).verdicts;
                    const deployed = answersTo(plain(n.record("deployed"))).verdicts;
                    assertNoFlip(between, first, `first preview of\n${String(n)}`);
                    assertNoFlip(
                        ofWhatStands(deployed),
                        ofWhatStands(between),
                        `rehearsal of\n${String(n)}`,
                    );
                }),
                usual,
            );
        });
    });
}
