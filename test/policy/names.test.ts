import assert from "node:assert/strict";
import { policies } from "../../policies";
import { configurationSchema } from "../../src/cli/configuration-schema";
import { select } from "../../src/cli/selection";
import { problemsOf } from "../../src/pack/library";
import { namesOf, policyNamed, readExceptions, resolveConfiguration } from "../../src/policy";

const former = "target-group-dependency";
const now = "service-start-order";

function levelIn(configuration: unknown): string | undefined {
    const { configure, problems } = resolveConfiguration(policies, configuration);
    assert.deepEqual(problems, []);
    const policy = policyNamed(policies, now);
    return policy && configure(policy).level;
}

describe("former names of policies", () => {
    it("are each of one policy", () => {
        const names = policies.flatMap(namesOf);
        assert.equal(new Set(names).size, names.length);
    });

    it("mean the policy in a configuration", () => {
        assert.equal(levelIn({ [former]: "mandatory" }), "mandatory");
        assert.equal(levelIn({ all: "mandatory", [former]: "disabled" }), "disabled");
        assert.equal(levelIn({ [former]: { enforcementLevel: "mandatory" } }), "mandatory");
        assert.deepEqual(problemsOf({ [former]: "advisory" }), []);
    });

    it("do not stand beside the name of today", () => {
        const { problems } = resolveConfiguration(policies, {
            [now]: "advisory",
            [former]: "disabled",
        });
        assert.deepEqual(problems, [
            `${former}: this is ${now} now, which has an entry too; expected one`,
        ]);
    });

    it("mean it in an exception", () => {
        const exception = { policy: former, resource: "web", reason: "it heals by itself" };
        const { all, problems } = readExceptions([exception], "", policies, new Date());
        assert.deepEqual(problems, []);
        assert.deepEqual(
            all.map(({ policy }) => policy),
            [now],
        );
    });

    it("choose it, and are left out with it", () => {
        const given = { [former]: "mandatory" };
        const { configure } = resolveConfiguration(policies, given);
        const chosen = select(given, configure, { policy: [former] });
        assert.ok("configuration" in chosen);
        assert.equal(levelIn(chosen.configuration), "mandatory");
        const others = select(given, configure, { policy: ["task-logs"] });
        assert.ok("configuration" in others);
        assert.equal(levelIn(others.configuration), "disabled");
    });

    it("stand in the schema of a configuration", () => {
        const { properties } = configurationSchema(policies) as { properties: object };
        assert.ok(former in properties);
    });
});
