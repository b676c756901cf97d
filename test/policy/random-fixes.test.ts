import { ok } from "node:assert/strict";
import fc from "fast-check";
import { policies } from "../../policies";
import { planFromJson } from "../../src/plan";
import { interest, resolveConfiguration, runPolicies, type Finding } from "../../src/policy";
import { isFurther, recordedIn, tryFixes, type AnyForm } from "../support/fixes";
import type { Network } from "../support/networks";
import { runs } from "../support/random";
import { randomPrograms } from "../support/random-programs";

const forms: readonly AnyForm[] = ["first preview", "rehearsed", "deployed"];

/*
 * Every change that the findings of random programs ask for is made, and the whole pack is run again. A long
 * run, as before a release: `RANDOM_TIMES=150 npm run t -- test/policy/random-fixes.test.ts`.
 */
const usual = runs(2);

for (const [name, networks] of Object.entries(randomPrograms)) {
    describe(`fixes in random ${name}`, function () {
        this.timeout(60_000 + usual.numRuns * 5_000);

        it("mend what they stand for, and break nothing else", () => {
            fc.assert(
                fc.property(fc.nat(), fc.constantFrom(...forms), (seed, form) => {
                    // Each change is made in a program of its own.
                    const build = (): Network => {
                        const [n] = fc.sample(networks, { seed, numRuns: 1 });
                        ok(n !== undefined);
                        return n;
                    };
                    const ask = (n: Network): readonly Finding[] => findingsIn(n, form);
                    const before = ask(build());
                    for (const finding of before) {
                        const title = `${form} of\n${String(build())}`;
                        tryFixes(finding, before, build, ask, title, (each, mended) => {
                            const others = before.filter((other) => other !== mended);
                            // Of the same places another finding was told before.
                            return isFurther(each, mended) || others.some(isTold(each));
                        });
                    }
                }),
                usual,
            );
        });
    });
}

function findingsIn(n: Network, form: AnyForm): readonly Finding[] {
    const { configure } = resolveConfiguration(policies, {});
    const { plan } = planFromJson(recordedIn(n, form), interest);
    return runPolicies(plan, policies, configure).findings;
}

function isTold({ policy, resource, problem }: Finding): (other: Finding) => boolean {
    return (other) =>
        other.policy === policy && other.resource.urn === resource.urn && other.problem === problem;
}
