import assert from "node:assert/strict";
import fc from "fast-check";
import type { Raw, RawProperties } from "../../src/plan";
import { inOneDialect, nativeNames, translations } from "../../src/plan/native";
import { shaped, spelled, topsOf, type Template } from "../../src/plan/native/template";
import type { PlanRecord } from "../../src/plan/resource";
import { anything } from "../plan/arbitraries";
import { encrypted, plaintext, secret, unknown } from "../plan/support";

const network: Template = {
    networkConfiguration: {
        at: "networkConfiguration.awsvpcConfiguration",
        block: {
            subnets: "subnets",
            assignPublicIp: { at: "assignPublicIp", words: { ENABLED: true, DISABLED: false } },
        },
    },
};
const rules: Template = {
    ingress: {
        at: "rules",
        block: {
            cidrBlocks: { at: "cidrIp", asList: true },
            securityGroups: { at: "groupId", asList: true, orNames: ["groupName"] },
        },
    },
};
const attributes: Template = { crossZone: { at: "attributes", key: "cross_zone" } };
const flow: Template = { vpcId: { at: "resourceId", when: ["resourceType", "VPC"] } };
const registry: Template = { registry: { at: "registries", only: { arn: "registryArn" } } };
const check: Template = { healthCheck: { of: { port: "healthCheckPort" } } };

/** A template, what is written in the one terms, and what that is in the other ones. */
const cases: readonly (readonly [name: string, Template, RawProperties, RawProperties])[] = [
    [
        "a block that stands deeper",
        network,
        {
            networkConfiguration: {
                awsvpcConfiguration: { subnets: ["a", unknown], assignPublicIp: "ENABLED" },
            },
        },
        { networkConfiguration: { subnets: ["a", unknown], assignPublicIp: true } },
    ],
    ["one that is not set", network, { networkConfiguration: {} }, { networkConfiguration: null }],
    [
        "one that is not known",
        network,
        { networkConfiguration: unknown },
        { networkConfiguration: unknown },
    ],
    [
        "one of which a part is not known",
        network,
        { networkConfiguration: { awsvpcConfiguration: unknown } },
        { networkConfiguration: unknown },
    ],
    [
        "one that is something else",
        network,
        { networkConfiguration: "subnets" },
        { networkConfiguration: unknown },
    ],
    [
        "a word that nobody knows",
        network,
        { networkConfiguration: { awsvpcConfiguration: { assignPublicIp: "MAYBE" } } },
        { networkConfiguration: { assignPublicIp: "MAYBE" } },
    ],
    [
        "a secret in plain text, which stays one",
        network,
        { networkConfiguration: plaintext({ awsvpcConfiguration: { subnets: ["a"] } }) },
        { networkConfiguration: secret({ value: { subnets: ["a"] } }) },
    ],
    [
        "a secret that is encrypted",
        network,
        { networkConfiguration: { awsvpcConfiguration: encrypted } },
        { networkConfiguration: encrypted },
    ],
    [
        "a single peer, as a list",
        rules,
        { rules: [{ cidrIp: "10.0.0.0/8" }, { groupId: unknown }, unknown, 5] },
        { ingress: [{ cidrBlocks: ["10.0.0.0/8"] }, { securityGroups: [unknown] }, unknown, 5] },
    ],
    [
        "a peer by a name, which no plan resolves",
        rules,
        { rules: [{ groupName: "web" }] },
        { ingress: [{ securityGroups: [unknown] }] },
    ],
    [
        "an attribute by its key",
        attributes,
        {
            attributes: [
                { key: "other", value: "1" },
                { key: "cross_zone", value: "true" },
            ],
        },
        { crossZone: "true" },
    ],
    ["no such attribute", attributes, { attributes: [{ key: "other" }] }, { crossZone: null }],
    [
        "attributes of which one is not known",
        attributes,
        { attributes: [{ key: unknown, value: "true" }] },
        { crossZone: unknown },
    ],
    [
        "attributes of which one is a secret",
        attributes,
        { attributes: [encrypted] },
        { crossZone: unknown },
    ],
    [
        "what counts for one kind of thing",
        flow,
        { resourceId: "vpc-1", resourceType: "VPC" },
        { vpcId: "vpc-1" },
    ],
    [
        "what counts for another one",
        flow,
        { resourceId: "eni-1", resourceType: "NetworkInterface" },
        {},
    ],
    [
        "what counts for an unknown one",
        flow,
        { resourceId: "x", resourceType: unknown },
        { vpcId: unknown },
    ],
    [
        "the only block of a list",
        registry,
        { registries: [{ registryArn: "arn" }] },
        { registry: { arn: "arn" } },
    ],
    ["a list of no block", registry, { registries: [] }, { registry: null }],
    [
        "a block of what stands alone",
        check,
        { healthCheckPort: 8080 },
        { healthCheck: { port: 8080 } },
    ],
    ["nothing at all", check, {}, {}],
];

describe("a template", () => {
    for (const [name, template, from, to] of cases) {
        it(`reads ${name}`, () => {
            assert.deepEqual(shaped(template, from), to);
        });
    }

    const paths: readonly (readonly [Template, string, string])[] = [
        [network, "networkConfiguration", "networkConfiguration.awsvpcConfiguration"],
        [
            network,
            "networkConfiguration.subnets[0]",
            "networkConfiguration.awsvpcConfiguration.subnets[0]",
        ],
        [rules, "ingress[2].cidrBlocks[0]", "rules[2].cidrIp"],
        [attributes, "crossZone", "attributes"],
        [registry, "registry.arn", "registries[0].registryArn"],
        [check, "healthCheck.port", "healthCheckPort"],
        [check, "somethingElse", "somethingElse"],
    ];
    for (const [template, path, written] of paths) {
        it(`spells ${path} as ${written}`, () => {
            assert.equal(spelled(template, path), written);
        });
    }
});

function recordOf(type: string, properties: Record<string, Raw>): PlanRecord {
    return {
        urn: `urn:pulumi:dev::web::${type}::a`,
        type,
        name: "a",
        inputs: properties,
        outputs: { ...properties, id: unknown },
        dependencies: [],
        propertyDependencies: {},
        ignoreChanges: [],
        external: false,
        component: false,
        skipped: false,
        origin: "plan",
    };
}

const types = fc.constantFrom(...translations.keys());

/** A resource of `aws-native` with anything in its properties. */
const records = types.chain((type) =>
    fc
        .record(Object.fromEntries((nativeNames(type) ?? []).map((name) => [name, anything])))
        .map((properties) => ({
            type,
            properties,
        })),
);

function holds(raw: unknown, text: string): boolean {
    return JSON.stringify(raw ?? null).includes(text);
}

describe("what is read in the words of another provider", () => {
    it("may be anything", () => {
        fc.assert(
            fc.property(records, ({ type, properties }) => {
                for (const { urn, name, inputs, declared } of inOneDialect(
                    recordOf(type, properties),
                )) {
                    assert.ok(urn.startsWith("urn:pulumi:"));
                    assert.equal(name, "a");
                    for (const path of Object.keys(inputs ?? {})) {
                        assert.equal(typeof (declared?.spell(path) ?? path), "string");
                    }
                }
            }),
            { numRuns: 500 },
        );
    });

    it("is unknown where what it is made of is unknown, and nowhere else", () => {
        fc.assert(
            fc.property(records, fc.nat(), ({ type, properties }, at) => {
                const translation = translations.get(type);
                const names = nativeNames(type) ?? [];
                const hidden = names[at % Math.max(1, names.length)];
                if (translation === undefined || hidden === undefined) return;
                const { properties: template } = translation;
                const before = shaped(template, properties);
                const after = shaped(template, { ...properties, [hidden]: unknown });
                for (const [name, source] of Object.entries(template)) {
                    if (!topsOf(source).includes(hidden))
                        assert.deepEqual(after[name], before[name], name);
                    else if (typeof source === "string")
                        assert.ok(holds(after[name], unknown), name);
                }
            }),
            { numRuns: 500 },
        );
    });

    it("stays secret", () => {
        fc.assert(
            fc.property(types, (type) => {
                const names = nativeNames(type) ?? [];
                const hidden = Object.fromEntries(
                    names.map((name) => [name, plaintext({ [name]: "hush" })]),
                );
                for (const { inputs = {} } of inOneDialect(recordOf(type, hidden))) {
                    for (const [name, value] of Object.entries(inputs)) {
                        if (holds(value, "hush"))
                            assert.ok(holds(value, "4dabf18193072939515e22adb298388d"), name);
                    }
                }
            }),
            { numRuns: 200 },
        );
    });
});
