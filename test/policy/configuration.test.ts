import assert from "node:assert/strict";
import { policies as real } from "../../policies";
import {
    definePolicy,
    resolveConfiguration,
    type Policy,
    type PolicyConfiguration,
} from "../../src/policy";
import type { Raw } from "../../src/plan";

const about = { description: "", why: "", fix: "", turnOff: "", severity: "low" } as const;

const policies: readonly Policy[] = [
    definePolicy({
        ...about,
        kind: "stack",
        name: "with-settings",
        level: "mandatory",
        settings: {
            limit: { type: "integer", description: "", default: 3, minimum: 1 },
            mode: { type: "string", description: "", default: "a", enum: ["a", "b"] },
            names: { type: "array", description: "", default: [], items: { type: "string" } },
        },
        check: () => [],
    }),
    definePolicy({ ...about, kind: "stack", name: "plain", level: "advisory", check: () => [] }),
    definePolicy({ ...about, kind: "stack", name: "quiet", level: "disabled", check: () => [] }),
];

/** It is about the settings of the whole pack. */
function isOfPack(given: Raw): boolean {
    return JSON.stringify(given).includes("preflight-settings");
}

const defaults = { limit: 3, mode: "a", names: [] };

function resolved(given: Raw): Record<string, PolicyConfiguration> {
    const { configure, problems } = resolveConfiguration(policies, given);
    assert.deepEqual(problems, []);
    return Object.fromEntries(policies.map((policy) => [policy.name, configure(policy)]));
}

function levels(given: Raw): readonly string[] {
    return Object.values(resolved(given)).map(({ level }) => level);
}

describe("configuration", () => {
    it("takes the policies' own levels and the schemas' defaults", () => {
        assert.deepEqual(resolved({}), {
            "with-settings": { level: "mandatory", settings: defaults },
            plain: { level: "advisory", settings: {} },
            quiet: { level: "disabled", settings: {} },
        });
    });

    it("takes levels as text and in objects", () => {
        assert.deepEqual(
            levels({ "with-settings": "advisory", quiet: { enforcementLevel: "remediate" } }),
            ["advisory", "advisory", "remediate"],
        );
    });

    it("takes all first, then each policy's entry, in whatever order they stand", () => {
        const expected = ["mandatory", "disabled", "mandatory"];
        assert.deepEqual(levels({ all: "mandatory", plain: "disabled" }), expected);
        assert.deepEqual(levels({ plain: "disabled", all: "mandatory" }), expected);
        const nested = { all: { enforcementLevel: "mandatory" }, plain: "disabled" };
        assert.deepEqual(levels(nested), expected);
    });

    it("keeps the level of all for an entry that only has settings", () => {
        const given = { all: "advisory", "with-settings": { limit: 7 } };
        assert.deepEqual(resolved(given)["with-settings"], {
            level: "advisory",
            settings: { ...defaults, limit: 7 },
        });
    });

    it("takes empty entries", () => {
        assert.deepEqual(levels({ all: {}, plain: {} }), ["mandatory", "advisory", "disabled"]);
    });

    it("takes every real policy's own defaults", () => {
        const given = Object.fromEntries(
            real.map(({ name, level, settings = {} }) => [
                name,
                {
                    enforcementLevel: level,
                    ...Object.fromEntries(
                        Object.entries(settings).map(([key, schema]) => [key, schema.default]),
                    ),
                },
            ]),
        );
        assert.deepEqual(resolveConfiguration(real, given).problems, []);
    });

    const wrong: readonly (readonly [string, Raw, readonly string[]])[] = [
        ["a list", [], ["this is a list; expected an object with an entry per policy"]],
        ["null", null, ["this is null; expected an object with an entry per policy"]],
        ["text", "plain", ['this is "plain"; expected an object with an entry per policy']],
        [
            "a policy that is misspelled",
            { plan: "advisory" },
            ["plan: there is no such policy; expected perhaps plain"],
        ],
        [
            "a policy that is like none",
            { "s3-public": "advisory" },
            [
                "s3-public: there is no such policy; expected one of with-settings, plain, quiet, all",
            ],
        ],
        [
            "a name from a prototype",
            JSON.parse('{"constructor": "advisory", "__proto__": {"limit": 1}}') as Raw,
            [
                "constructor: there is no such policy; expected one of with-settings, plain, quiet, all",
                "__proto__: there is no such policy; expected one of with-settings, plain, quiet, all",
            ],
        ],
        [
            "a name of nothing, and of blank space alone",
            { "": "mandatory", " \n": "mandatory", plain: { "": 1 } },
            [
                "(no name): there is no such policy; expected one of with-settings, plain, quiet, all",
                "(no name): there is no such policy; expected one of with-settings, plain, quiet, all",
                "plain.(no name): there is no such setting; expected enforcementLevel",
            ],
        ],
        [
            "a level that does not exist",
            { plain: "error", all: { enforcementLevel: "Mandatory" } },
            [
                'plain: "error" is no level; expected advisory, mandatory, disabled, remediate, or an object',
                'all.enforcementLevel: "Mandatory" is no level; expected advisory, mandatory, disabled, remediate',
            ],
        ],
        [
            "a value of another kind",
            { plain: true, quiet: null, all: ["mandatory"], "with-settings": 1 },
            [
                "plain: a boolean is no level; expected advisory, mandatory, disabled, remediate, or an object",
                "quiet: null is no level; expected advisory, mandatory, disabled, remediate, or an object",
                "all: a list is no level; expected advisory, mandatory, disabled, remediate, or an object",
                "with-settings: a number is no level; expected advisory, mandatory, disabled, remediate, or an object",
            ],
        ],
        [
            "what is too long for a level or a name",
            { plain: "x".repeat(50), ["y".repeat(100)]: "advisory" },
            [
                "plain: a text is no level; expected advisory, mandatory, disabled, remediate, or an object",
                `${"y".repeat(80)}…: there is no such policy; expected one of with-settings, plain, quiet, all`,
            ],
        ],
        [
            "a level that is no text",
            { plain: { enforcementLevel: null } },
            [
                "plain.enforcementLevel: null is no level; expected advisory, mandatory, disabled, remediate",
            ],
        ],
        [
            "a setting that does not exist",
            { "with-settings": { limits: 1 }, plain: { enforcmentLevel: "advisory", x: 1 } },
            [
                "with-settings.limits: there is no such setting; expected perhaps limit",
                "plain.enforcmentLevel: there is no such setting; expected perhaps enforcementLevel",
                "plain.x: there is no such setting; expected enforcementLevel",
            ],
        ],
        [
            "a setting for all",
            { all: { enforcementLevel: "advisory", limit: 1 } },
            ["all.limit: there is no such setting; expected enforcementLevel"],
        ],
        [
            "settings of wrong types",
            { "with-settings": { limit: "1", mode: "c", names: ["x", 1] } },
            [
                "with-settings.limit: expected a whole number",
                "with-settings.mode: expected a or b",
                "with-settings.names[1]: expected a text",
            ],
        ],
        [
            "a setting of a wrong type, of which only these values are taken",
            { "with-settings": { mode: true } },
            ["with-settings.mode: expected a or b"],
        ],
        [
            "a setting out of range",
            { "with-settings": { limit: 0 } },
            ["with-settings.limit: expected at least 1"],
        ],
        ...[
            "registry.example.com",
            "registry.example.com=ipv6",
            "https://registry.example.com=ipv4",
            "registry.example.com:5000=ipv4",
            "registry=ipv4",
            "registry.example.com=ipv4\n",
        ].map((host): readonly [string, Raw, readonly string[]] => [
            `a registry's host that is none: ${JSON.stringify(host)}`,
            { "preflight-settings": { registryHosts: ["a.example=ipv4", host] } },
            [
                "preflight-settings.registryHosts[1]: expected a text such as registry.example.com=dual-stack",
            ],
        ]),
        ...[
            "rulesPerSecurityGroup",
            "rulesPerSecurityGroup=0",
            "tasks=1",
            "tasksPerService=1\n",
        ].map((quota): readonly [string, Raw, readonly string[]] => [
            `a quota that is none: ${JSON.stringify(quota)}`,
            { "preflight-settings": { quotas: [quota] } },
            [
                "preflight-settings.quotas[0]: expected a text such as rulesPerSecurityGroup=120 or tasksPerService=5000 or targetGroupsPerApplicationLoadBalancer=100",
            ],
        ]),
    ];
    for (const [name, given, problems] of wrong) {
        it(`refuses ${name}`, () => {
            assert.deepEqual(
                resolveConfiguration(isOfPack(given) ? real : policies, given).problems,
                problems,
            );
        });
    }
});
