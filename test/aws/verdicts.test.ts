import assert from "node:assert/strict";
import { policies } from "../../policies";
import { planFromJson, takeSnapshot, type FactsFile, type Raw } from "../../src/plan";
import { interest, resolveConfiguration, runPolicies } from "../../src/policy";
import { broken, healthy } from "../support/cases";
import { Network } from "../support/networks";
import { Builder } from "./build";
import { outsideOf, split } from "./support";

const { configure } = resolveConfiguration(policies, {});

interface Verdict {
    readonly blocked: readonly string[];
    readonly open: readonly string[];
}

function verdictOf(recording: unknown, facts?: FactsFile): Verdict {
    const { plan } = planFromJson(recording as Raw, interest);
    const files = facts === undefined ? [] : [{ name: "facts.json", facts }];
    const { findings } = runPolicies(plan, policies, configure, {
        files,
        problems: [],
        now: new Date(),
    });
    const told = findings.filter(({ policy }) => policy !== "unverified-network");
    const first = (message: string): string => message.split("\n")[0] ?? "";
    return {
        blocked: told.map(({ policy, message }) => `${policy}: ${first(message)}`).sort(),
        open: findings
            .filter(({ policy }) => policy === "unverified-network")
            .flatMap(({ message }) => message.split("\n").slice(1)),
    };
}

describe("a network that AWS tells gives the verdicts of the same network in a plan", () => {
    for (const { name, network } of [...healthy, ...broken]) {
        it(name, async () => {
            const n = new Network();
            network(n);
            const whole = verdictOf(n.record("deployed"));
            const made = await new Builder().build(n);
            const vpcs = outsideOf(made, "aws:ec2/vpc:Vpc");
            const facts = await takeSnapshot({}, { vpcs, defaultVpc: false });
            const found = verdictOf(split(n, made), facts);
            if (process.env.SHOW) console.log(JSON.stringify({ whole, found }, null, 1));
            assert.deepEqual(found.blocked, whole.blocked, found.open.join("\n"));
        });
    }
});
