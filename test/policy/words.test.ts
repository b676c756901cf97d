import assert from "node:assert/strict";
import { policies } from "../../policies";
import { mapOf } from "../../src/cli/map/build";
import { renderers } from "../../src/cli/render";
import { reportOf } from "../../src/cli/report";
import { planFromJson, type Raw } from "../../src/plan";
import { interest, policyWays, resolveConfiguration, runPolicies } from "../../src/policy";
import { edits, ways } from "../../src/reach";
import { crossings, parties } from "../../src/reach/words";
import { options } from "../cli/reports";
import { brokenRows, everyFault, type BrokenRow } from "../support/codes";

/*
 * Sentences are for people: what is one cause, what is told once, and what is the same alert in the next
 * run must not depend on them. So every sentence is replaced by its code, and nothing else may change.
 */

type Words = (...args: unknown[]) => unknown;

/** Whatever says something, with the place of its words. */
const speaking = [
    ...everyFault.map(({ code, words }) => ({ code, at: words, key: "says" })),
    ...[ways, parties, crossings, policyWays, edits]
        .flatMap((terms) => Object.values<{ readonly code: string }>(terms))
        .map((term) => ({ code: term.code, at: term, key: "words" })),
];

/** Every sentence is its code while this runs. */
function inCodes<T>(run: () => T): T {
    const before = speaking.map(({ at, key }) => Reflect.get(at, key) as Words | undefined);
    speaking.forEach(({ code, at, key }, i) => {
        const words = before[i];
        if (words === undefined) return;
        Reflect.set(at, key, (...args: unknown[]) =>
            words(...args) === undefined ? undefined : code,
        );
    });
    try {
        return run();
    } finally {
        speaking.forEach(({ at, key }, i) => Reflect.set(at, key, before[i]));
    }
}

/** What is found, as far as no sentence of the simulation is in it. */
function found({ recording, settings }: BrokenRow): unknown {
    const source = planFromJson(recording as unknown as Raw, interest);
    const { configure } = resolveConfiguration(policies, settings);
    const run = runPolicies(source.plan, policies, configure);
    const report = reportOf("a.json", source, run, policies);
    const map = mapOf(run.model, report, () => "mandatory");
    const sarif = JSON.parse(renderers.sarif([report], options())) as {
        runs: { results: { partialFingerprints: object; properties: object }[] }[];
    };
    return {
        findings: report.findings.map(({ policy, level, urn, codes, path }) => ({
            ...{ policy, level, urn, codes },
            hops: path.map(({ attempt, wayCode, urn, kind, code }) => ({
                ...{ attempt, wayCode, urn, kind, code },
            })),
        })),
        unverified: report.unverified,
        prints: sarif.runs[0]?.results.map((each) => each.partialFingerprints),
        drawn: map.workloads.map(({ state, nodes, edges, ways }) => ({
            state,
            nodes: nodes.map(({ label, name, state }) => ({ label, name, state })),
            edges: edges.map(({ from, to, state }) => ({ from, to, state })),
            ways: ways.map(({ what, state, nodes, edges }) => ({ what, state, nodes, edges })),
        })),
    };
}

/** One of so many rows; all of them in a long run. */
const step = Number(process.env.TABLES_STEP ?? 12);

describe("sentences", function () {
    this.timeout(240_000);

    it("decide nothing: with codes in their place everything is found alike", () => {
        const rows = [...brokenRows()].filter((_, i) => i % step === 0);
        assert.ok(rows.length * step > 500);
        let stopped = 0;
        for (const row of rows) {
            const inWords = found(row);
            assert.deepEqual(
                inCodes(() => found(row)),
                inWords,
            );
            stopped += JSON.stringify(inWords).includes('"code":"') ? 1 : 0;
        }
        assert.ok(stopped > rows.length / 3, String(stopped));
    });

    it("are replaced indeed", () => {
        assert.equal(
            inCodes(() => ways.overInternet.text),
            "internet",
        );
        assert.equal(ways.overInternet.text, "over the internet");
    });
});
