import assert from "node:assert/strict";
import { policies } from "../../policies";
import { lookUp, planFromJson, takeSnapshot, type NamedFacts, type Raw } from "../../src/plan";
import { interest, resolveConfiguration, runPolicies } from "../../src/policy";
import { broken, healthy } from "../support/cases";
import { Network } from "../support/networks";
import { Builder } from "./build";
import { outsideOf, split } from "./support";

const { configure } = resolveConfiguration(policies, {});

interface Verdict {
    /** What is wrong, in the first line of each message. */
    readonly blocked: readonly string[];
    /** The policies that do not know. */
    readonly open: readonly string[];
}

function verdictOf(recording: unknown, files: readonly NamedFacts[] = []): Verdict {
    const { plan } = planFromJson(recording as Raw, interest);
    const given = { files, problems: [], now: new Date() };
    const { findings, unverified } = runPolicies(plan, policies, configure, given);
    const told = findings.filter(({ policy }) => policy !== "unverified-network");
    return {
        blocked: told.map(({ policy, problem }) => `${policy}: ${plain(problem)}`).sort(),
        open: [...new Set(unverified.map(({ policy }) => policy))].sort(),
    };
}

/** The problem, without what makes names unique on the server, and what depends on the order. */
function plain(problem: string): string {
    return problem
        .replace(/(?<=\w)-\d{6,9}\b/g, "")
        .replace(/listeners .* on one port/, "listeners on one port")
        .replace(/endpoint [\w.]+ needs/, "an endpoint needs");
}

/** What the server does not know, or what is otherwise where it exists already. */
const elsewhere: Readonly<Record<string, string>> = {
    "a regional NAT gateway": "the server knows of zonal ones alone",
};

describe("a network that AWS tells gives the verdicts of the same network in a plan", () => {
    beforeEach(async () => {
        await fetch(`${process.env.AWS_ENDPOINT_URL ?? ""}/moto-api/reset`, { method: "POST" });
    });
    for (const { name, network } of [...healthy, ...broken]) {
        if (name in elsewhere) continue;
        it(name, async () => {
            const n = new Network();
            network(n);
            const whole = verdictOf(n.record("deployed"));
            const made = await new Builder().build(n);
            const rest = split(n, made);

            const vpcs = outsideOf(made, "aws:ec2/vpc:Vpc");
            const facts = await takeSnapshot({}, { vpcs, defaultVpc: false });
            assert.deepEqual(verdictOf(rest, [{ name: "facts.json", facts }]), whole);

            const { plan } = planFromJson(rest as unknown as Raw, interest);
            const found = await lookUp(plan, {
                providers: new Map(),
                timeoutSeconds: 10,
                interest,
            });
            assert.deepEqual(verdictOf(rest, found.files), whole);
        });
    }
});
