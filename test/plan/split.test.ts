import assert from "node:assert/strict";
import { broken, healthy } from "../support/cases";
import { Network } from "../support/networks";
import type { Recorded } from "../support/program";
import { split } from "../support/split";
import { verdicts, type Verdict } from "../support/verdicts";

/** Each whole stack, in two: its network as facts, and the rest as a plan that names ids. */
describe("a network in facts is judged as one in the plan", () => {
    for (const { name, network } of [...healthy, ...broken]) {
        it(name, () => {
            const n = new Network();
            network(n);
            const whole = n.record("deployed");
            const { facts, rest } = split(whole);
            const together = judgedOf(verdicts(whole), rest);
            const apart = judgedOf(verdicts(rest, { facts: [facts] }), rest);
            assert.deepEqual(apart, together);
        });
    }
});

/** What is told of the network is told on the stack, where the network is outside. */
function judgedOf(all: ReadonlyMap<string, Verdict>, rest: readonly Recorded[]): unknown {
    const stack = rest.find(({ type }) => type === "pulumi:pulumi:Stack")?.urn ?? "";
    const urns = new Set(rest.map(({ urn }) => urn));
    const found = new Map<string, Verdict>();
    for (const [key, verdict] of all) {
        const [policy = "", ...urn] = key.split(" ");
        const on = urns.has(urn.join(" ")) ? urn.join(" ") : stack;
        found.set(`${policy} ${on}`, verdict);
    }
    return [...found].sort();
}
