import assert from "node:assert/strict";
import { policies } from "../../policies";
import { preflightInputs } from "../../policies/preflight-inputs";
import { preflightSettings } from "../../policies/preflight-settings";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { broken, healthy } from "../support/cases";
import { Network } from "../support/networks";
import { loadTables, unchanged } from "../support/pages";
import type { Recorded } from "../support/program";
import { split } from "../support/split";
import { assertNoFlip, ofWhatStands, verdicts, type Verdict } from "../support/verdicts";

/*
 * A network in facts is judged as one in the plan: programs are taken apart into a network, of whose stack
 * there is an export, and the rest, as a plan that names the network's things by their ids.
 */
describe("a whole stack, taken apart", () => {
    for (const { name, network } of [...healthy, ...broken]) {
        it(`is judged alike: ${name}`, () => {
            const n = new Network();
            network(n);
            const { facts, rest } = split(n, "deployed");
            const together = judgedOf(verdicts(n.record("deployed")), rest);
            const apart = judgedOf(verdicts(rest, { facts: [facts] }), rest);
            assert.deepEqual(apart, together);
        });

        it(`is judged alike before its service is made: ${name}`, () => {
            const n = new Network();
            network(n);
            const { facts, rest } = split(n, "first preview");
            const judged = (all: ReadonlyMap<string, Verdict>): Map<string, Verdict> =>
                ofWhatStands(judgedOf(all, rest));
            const together = judged(verdicts(n.record("first preview")));
            const apart = judged(verdicts(rest, { facts: [facts] }));
            // Facts may only answer more.
            assertNoFlip(apart, together, name);
        });
    }
});

/** Every how many rows one is played; `TABLES_STEP=1` plays all. */
const step = Number(process.env.TABLES_STEP ?? 3);

/**
 * That a gateway hangs on no VPC, and that a route table of a transit gateway has no other routes, only its own
 * stack can tell.
 */
const open =
    /^an internet gateway that is not attached$|transit gateway|NAT gateway of another VPC/;

describe("rows of the policies' tables, taken apart", () => {
    const tables = loadTables();
    for (const policy of policies) {
        const { valid = [], violates = [], cannotKnow = [] } = tables.get(policy.name) ?? {};
        const rows = [...valid, ...violates, ...cannotKnow];
        if (rows.length === 0) continue;
        it(`get the same answers from ${policy.name}`, () => {
            const deployed = rows.filter(({ forms }) => forms?.includes("deployed") !== false);
            for (const row of deployed.filter((_, i) => i % step === 0)) {
                const n = new Network();
                row.network(n);
                if (isOtherInFacts(n)) continue;
                const options = {
                    policies: [preflightInputs, preflightSettings, policy, unverifiedNetwork],
                    settings: row.settings ?? {},
                };
                const whole = (row.change ?? unchanged)(n.record("deployed"));
                const { facts, rest } = split(n, "deployed", row.change);
                const together = judgedOf(verdicts(whole, {}, options), rest);
                const apart = judgedOf(verdicts(rest, { facts: [facts] }, options), rest);
                if (open.test(row.name)) assertNoFlip(together, apart, row.name);
                else assert.deepEqual(apart, together, row.name);
            }
        });
    }
});

/** Facts close a VPC that is given away, and hold nothing that `--target` left out. */
function isOtherInFacts({ stackOutputs, resources }: Network): boolean {
    return (
        Object.keys(stackOutputs).length > 0 ||
        resources.some(({ options }) => options.skipped === true)
    );
}

/** What is told of the network is told on the stack, where the network is outside. */
function judgedOf(
    all: ReadonlyMap<string, Verdict>,
    rest: readonly Recorded[],
): Map<string, Verdict> {
    const stack = rest.find(({ type }) => type === "pulumi:pulumi:Stack")?.urn ?? "";
    const urns = new Set(rest.map(({ urn }) => urn));
    const found = new Map<string, Verdict>();
    for (const [key, verdict] of all) {
        // That facts and plan disagree is no answer.
        if (key.startsWith("preflight-settings ")) continue;
        const [policy = "", ...urn] = key.split(" ");
        const on = urns.has(urn.join(" ")) ? urn.join(" ") : stack;
        found.set(`${policy} ${on}`, verdict);
    }
    return new Map([...found].sort());
}
