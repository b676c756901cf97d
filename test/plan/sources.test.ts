import assert from "node:assert/strict";
import type { PolicyResource } from "@pulumi/policy";
import * as sdkProxy from "@pulumi/policy/proxy";
import {
    planFromAnalyzer,
    planFromJson,
    PlanError,
    recordInputs,
    resourcesFromInputs,
    type Interest,
    type Plan,
    type PlannedResource,
    type Raw,
    type RawProperties,
    type RecordedInputs,
} from "../../src/plan";
import { encrypted, inShort, listInShort, plaintext, unknown, urn } from "./support";

const vpc = "aws:ec2/vpc:Vpc";
const vpcEndpoint = "aws:ec2/vpcEndpoint:VpcEndpoint";
const definition = "aws:ecs/taskDefinition:TaskDefinition";
const provider = "pulumi:providers:aws";
const stack = "pulumi:pulumi:Stack";

const interest: Interest = new Map([
    [vpc, ["cidrBlock", "mainRouteTableId"]],
    [vpcEndpoint, ["vpcId", "serviceName", "privateDnsEnabled", "routeTableIds"]],
    [definition, ["family", "containerDefinitions"]],
]);

const main = urn(vpc, "main");
const defaultProvider = `${urn(provider, "default_7_48_0")}::${unknown}`;

/** A resource's state, as files hold it. */
function state(type: string, name: string, more: RawProperties = {}): RawProperties {
    return {
        urn: urn(type, name),
        type,
        custom: type !== stack,
        provider: defaultProvider,
        ...more,
    };
}

function step(op: string, newState: RawProperties, oldState?: RawProperties): RawProperties {
    return {
        op,
        urn: newState.urn ?? "",
        newState,
        ...(oldState === undefined ? {} : { oldState }),
    };
}

/** A step that removes something has no new state. */
function removal(op: string, oldState: RawProperties): RawProperties {
    return { op, urn: oldState.urn ?? "", oldState };
}

function preview(steps: readonly Raw[], more: RawProperties = {}): Plan {
    return planFromJson({ steps, changeSummary: {}, ...more }, interest).plan;
}

function exported(resources: readonly Raw[]): Plan {
    return planFromJson({ version: 3, deployment: { resources } }, interest).plan;
}

function recorded(resources: readonly Raw[]): Plan {
    return planFromJson(resources, interest).plan;
}

function only(plan: Plan, expected = main): PlannedResource {
    const resource = plan.byUrn.get(expected);
    assert.ok(resource, `there is no ${expected}`);
    return resource;
}

function names(plan: Plan): readonly string[] {
    return plan.resources.map(({ name }) => name);
}

describe("a file", () => {
    const root = state(stack, "web-dev");
    const leftover = state(vpc, "main", { id: "vpc-0", delete: true });
    const twins = [
        state(vpc, "main", { id: "vpc-1" }),
        state(vpc, "other", { id: "vpc-2" }),
        state(vpc, "main", { id: "vpc-3" }),
    ];
    const same = step("same", root, root);
    const manifest = { time: "0001-01-01T00:00:00Z", magic: "", version: "" };
    const readable: readonly (readonly [string, Raw, string])[] = [
        // A preview always shows the stack itself, and what has nothing to show it leaves out (display/json.go).
        [
            "a preview",
            { config: {}, steps: [same], duration: 1, changeSummary: { same: 3 } },
            "preview",
        ],
        ["a preview in which all stays, with no step", { changeSummary: { same: 3 } }, "preview"],
        [
            "a preview in which all stays, with an empty list",
            { steps: [], changeSummary: { same: 3, create: 0 } },
            "preview",
        ],
        ["a preview whose summary counts nothing", { steps: [same], duration: 1 }, "preview"],
        [
            "a preview that takes everything away",
            { steps: [removal("delete", state(stack, "web"))], changeSummary: { delete: 1 } },
            "preview",
        ],
        [
            "a preview of a stack that is refreshed: what is read has no new state yet",
            { steps: [removal("refresh", state(vpc, "main")), same], changeSummary: { same: 2 } },
            "preview",
        ],
        [
            "a preview with steps of the engine's own, which have no state",
            {
                steps: [
                    same,
                    { op: "extend-parameterize", urn: "", detailedDiff: null },
                    { op: "remove-pending-replace", urn: main, oldState: state(vpc, "main") },
                ],
                changeSummary: { same: 1 },
            },
            "preview",
        ],
        [
            "a preview with an operation of a later engine, and the state after it",
            { steps: [step("renew", state(vpc, "main"))], changeSummary: { renew: 1 } },
            "preview",
        ],
        ["an export", { version: 3, deployment: { resources: [] } }, "export"],
        [
            "an export that needs a later CLI",
            { version: 4, features: [], deployment: {} },
            "export",
        ],
        ["an export of a stack that is gone", { version: 3, deployment: { manifest } }, "export"],
        ["an export of a stack that never was", { version: 3, deployment: null }, "export"],
        ["a recording", [{ urn: main, type: vpc }], "recording"],
    ];
    for (const [name, json, kind] of readable) {
        it(`is ${name}`, () => {
            assert.equal(planFromJson(json, interest).kind, kind);
        });
    }

    const failure = { severity: "error", message: "boom" };
    const unreadable: readonly (readonly [string, Raw, RegExp])[] = [
        ["null", null, /holds null; expected/],
        ["a text", "steps", /holds a single string; expected/],
        ["a number", 5, /holds a single number; expected/],
        ["some other object", { resources: [] }, /a JSON object of another kind; expected/],
        ["some other list", [1, "a", null, { name: "a" }], /something else than resources/],
        ["an update plan", { manifest: {}, resourcePlans: {} }, /--save-plan/],
        [
            "a preview that failed at once",
            { diagnostics: [failure] },
            /ended with errors.*expected a preview that succeeded/,
        ],
        [
            "a preview that failed on its way, with a summary of what it got to",
            { steps: [], diagnostics: [failure], changeSummary: { create: 1 } },
            /ended with errors/,
        ],
        ["an empty list", [], /holds an empty list; expected/],
        ["an empty preview", { steps: [] }, /no steps in this preview, and changeSummary does not/],
        [
            "a preview without anything",
            { config: {}, duration: 1, changeSummary: {} },
            /no steps in this preview, and changeSummary does not say that everything stays as it is; exp/,
        ],
        [
            "a preview whose summary counts no resource",
            { changeSummary: { same: 0 } },
            /changeSummary does not say/,
        ],
        [
            "a preview whose steps are gone",
            { steps: [], changeSummary: { same: 3, create: 2, "delete\n": 1 } },
            /no steps in this preview, and changeSummary counts 2 create, 1 delete\\n; expected/,
        ],
        [
            "a preview with a summary that is none",
            { steps: [same], changeSummary: [3] },
            /changeSummary is a list/,
        ],
        [
            "a preview with a count that is none",
            { steps: [same], changeSummary: { same: "3" } },
            /^changeSummary.same is a text; expected a number/,
        ],
        ["a preview whose steps are no list", { steps: { a: same } }, /^steps is an object; expec/],
        [
            "a preview with a step that is none",
            { steps: [same, null] },
            /^steps\[1\] is null; expect/,
        ],
        [
            "a step without an operation",
            { steps: [{ op: 1 }] },
            /^steps\[0\].op is a number; expect/,
        ],
        [
            "a step that creates nothing",
            { steps: [same, { op: "create", urn: main }] },
            /^steps\[1\].newState is missing; expected the state of a resource, an object$/,
        ],
        [
            "a step that creates what only was",
            { steps: [removal("create", state(vpc, "main"))] },
            /^steps\[0\].newState is missing/,
        ],
        [
            "a step that deletes nothing",
            { steps: [{ op: "delete", urn: main }] },
            /^steps\[0\].oldState is missing/,
        ],
        [
            "a step of a later engine without the state after it",
            { steps: [{ op: "renew", urn: main }] },
            /^steps\[0\].newState is missing/,
        ],
        [
            "a step without a URN",
            { steps: [{ op: "create", newState: state(vpc, "main") }] },
            /^steps\[0\].urn is missing; expected urn:pulumi:/,
        ],
        [
            "a step whose URN is no text",
            { steps: [step("create", state(vpc, "main", { urn: 5 }))] },
            /^steps\[0\].urn is a number; expected urn:pulumi:/,
        ],
        [
            "a step whose URN is another text",
            { steps: [step("create", state(vpc, "main", { urn: "hunter2" }))] },
            /^steps\[0\].urn is no URN; expected urn:pulumi:/,
        ],
        [
            "a step with a new state without a URN",
            { steps: [{ op: "create", urn: main, newState: { type: vpc } }] },
            /^steps\[0\].newState.urn is missing/,
        ],
        [
            "a step with an old state that is none",
            { steps: [{ ...step("update", state(vpc, "main")), oldState: "hunter2" }] },
            /^steps\[0\].oldState is a text/,
        ],
        [
            "a step whose new state has another type than its URN",
            { steps: [step("create", state(vpc, "main", { type: "hunter2" }))] },
            /^steps\[0\].newState.type is not that of its URN; expected the same type in both$/,
        ],
        [
            "an export with a resource of another type than its URN",
            {
                version: 3,
                deployment: { resources: [root, state(vpc, "main", { type: "a:b:C" })] },
            },
            /^deployment.resources\[1\].type is not that of its URN; expected the same type in both$/,
        ],
        [
            "a recording with a resource of another type than its URN",
            [state(vpc, "main", { type: stack })],
            /^\[0\].type is not that of its URN; expected the same type in both$/,
        ],
        [
            "an export in which one URN names two resources",
            { version: 3, deployment: { resources: [...twins, root] } },
            /^deployment.resources\[0\] and deployment.resources\[2\] have the same URN; expected each resource once$/,
        ],
        [
            "an export in which one URN names two resources, and a third one that waits for its deletion",
            { version: 3, deployment: { resources: [leftover, ...twins] } },
            /^deployment.resources\[1\] and deployment.resources\[3\] have the same URN;/,
        ],
        [
            "a recording in which one URN names two resources",
            [root, ...twins],
            /^\[1\] and \[3\] have the same URN; expected each resource once$/,
        ],
        [
            "a rehearsed plan in which one URN names two resources",
            { rehearsal: { standIns: [] }, resources: twins },
            /^resources\[0\] and resources\[2\] have the same URN; expected each resource once$/,
        ],
        [
            "an export that holds steps, too",
            { version: 3, deployment: {}, steps: [step("create", state(vpc, "main"))] },
            /^the file holds the steps of a preview beside the deployment of an export; expected/,
        ],
        ...(
            [
                ["2", 2, "is 2"],
                ["99", 99, "is 99"],
                ["3 in quotes", "3", "is a text"],
                ["that is some text", "hunter2", "is a text"],
                ["null", null, "is null"],
                ["that is a list", [3], "is a list"],
            ] as const
        ).map(([what, version, says]): [string, Raw, RegExp] => [
            `an export of version ${what}`,
            { version, deployment: {} },
            new RegExp(`^the version of this export ${says}; expected the number 3 or 4$`),
        ]),
        [
            "an export without a version",
            { deployment: {} },
            /^the version of this export is missing; expected the number 3 or 4$/,
        ],
        [
            "an export whose resources are no list",
            { version: 3, deployment: { resources: "hunter2" } },
            /^deployment.resources is a text; expected a list of objects$/,
        ],
        ...(
            [
                ["null", null, " is null; expected an object"],
                ["a list", [], " is a list; expected an object"],
                ["empty", {}, ".urn is missing; expected urn:pulumi:"],
                [
                    "with a URN that is no text",
                    { urn: 5 },
                    ".urn is a number; expected urn:pulumi:",
                ],
                ["with an empty URN", { urn: "" }, ".urn is no URN; expected urn:pulumi:"],
                [
                    "with a type that is none",
                    state(vpc, "main", { type: [] }),
                    ".type is a list; expected a type, such as aws:ec2/vpc:Vpc",
                ],
                [
                    "with inputs that are none",
                    state(vpc, "main", { inputs: "hunter2" }),
                    ".inputs is a text; expected an object",
                ],
                [
                    "with outputs that are none",
                    state(vpc, "main", { outputs: ["hunter2"] }),
                    ".outputs is a list; expected an object",
                ],
            ] as const
        ).map(([what, resource, says]): [string, Raw, RegExp] => [
            `an export with a resource that is ${what}`,
            { version: 3, deployment: { resources: [root, resource] } },
            new RegExp(`^deployment.resources\\[1\\]${says}[^]*(?<!hunter2)$`),
        ]),
        [
            "a recording with a resource that is none",
            [root, null],
            /^\[1\] is null; expected the st/,
        ],
        [
            "a recording with a resource without a URN",
            [root, {}],
            /^\[1\].urn is missing; expected/,
        ],
    ];
    for (const [name, json, message] of unreadable) {
        it(`is not ${name}`, () => {
            assert.throws(
                () => planFromJson(json, interest),
                (error: unknown) => error instanceof PlanError && message.test(error.message),
            );
        });
    }

    it("may have warnings", () => {
        const diagnostics = [{ severity: "warning" }, { severity: "info#err" }, null, "error"];
        assert.deepEqual(names(preview([step("create", state(vpc, "main"))], { diagnostics })), [
            "main",
        ]);
    });
});

describe("a preview", () => {
    const inputs = { cidrBlock: "10.0.0.0/16" };
    const deployed = {
        id: "vpc-1",
        outputs: { cidrBlock: "10.0.0.0/16", mainRouteTableId: "rtb" },
    };
    const old = state(vpc, "main", { inputs, ...deployed });

    it("create: inputs alone, so the id and what AWS computes are unknown", () => {
        const resource = only(preview([step("create", state(vpc, "main", { inputs }))]));
        assert.equal(resource.isNew, true);
        assert.equal(inShort(resource.at("cidrBlock").string()), "10.0.0.0/16");
        assert.equal(inShort(resource.at("mainRouteTableId").string()), "unknown: computed");
        assert.equal(resource.skipped, false);
        assert.equal(resource.external, false);
        assert.equal(resource.component, false);
    });

    it("create, twice under one URN: what each state says of itself counts, so neither is hidden", () => {
        const steps = ["main", "other"].map((name) => ({
            ...step("create", state(vpc, name, { inputs })),
            urn: main,
        }));
        assert.deepEqual(names(preview(steps)), ["main", "other"]);
    });

    it("create: an unset property has its default, a set one what feeds it", () => {
        const endpoint = state(vpcEndpoint, "s3", {
            inputs: { vpcId: unknown, routeTableIds: [unknown, "rtb-1"] },
            propertyDependencies: {
                vpcId: [main],
                routeTableIds: [],
                serviceName: "no list",
                tags: [main],
            },
        });
        const resource = only(preview([step("create", endpoint)]), urn(vpcEndpoint, "s3"));
        assert.equal(inShort(resource.at("privateDnsEnabled").boolean()), false);
        assert.equal(inShort(resource.at("vpcId").string()), "unknown: made-by-plan");
        assert.deepEqual(listInShort(resource.at("routeTableIds")), ["unknown: computed", "rtb-1"]);
        assert.deepEqual(resource.dependenciesOf("vpcId"), [main]);
        assert.deepEqual(resource.dependenciesOf("serviceName"), []);
    });

    it("create, without any input: nothing is set, and nothing feeds it", () => {
        const bare = state(vpcEndpoint, "s3", { propertyDependencies: { privateDnsEnabled: [] } });
        const resource = only(preview([step("create", bare)]), urn(vpcEndpoint, "s3"));
        assert.equal(inShort(resource.at("privateDnsEnabled").boolean()), false);
    });

    // The CLI may print a step before the engine has filled in its id and outputs.
    for (const [when, late] of [
        ["printed early", {}],
        ["printed late", deployed],
    ] as const) {
        for (const op of ["same", "update"]) {
            it(`${op}, ${when}: it exists, with its id and what AWS computed`, () => {
                const now = state(vpc, "main", { inputs, ...late });
                const resource = only(preview([step(op, now, old)]));
                assert.equal(inShort(resource.id), "vpc-1");
                assert.equal(inShort(resource.at("mainRouteTableId").string()), "rtb");
                assert.equal(resource.skipped, false);
            });
        }
    }

    it("update, printed late: its new outputs count", () => {
        const outputs = { mainRouteTableId: "rtb-2" };
        const now = state(vpc, "main", { inputs, id: "vpc-1", outputs });
        const resource = only(preview([step("update", now, old)]));
        assert.equal(inShort(resource.at("mainRouteTableId").string()), "rtb-2");
    });

    it("update, printed early: an old output of what the program had set proves nothing", () => {
        const before = state(vpcEndpoint, "s3", {
            id: "vpce-1",
            inputs: { serviceName: "s3" },
            outputs: { serviceName: "s3", vpcId: "vpc-1" },
        });
        const after = state(vpcEndpoint, "s3", { inputs: {} });
        const resource = only(preview([step("update", after, before)]), urn(vpcEndpoint, "s3"));
        assert.equal(inShort(resource.at("serviceName").string()), "unset");
        assert.equal(inShort(resource.at("vpcId").string()), "vpc-1");
    });

    it("same, printed early: the provider's copy stands in the old state", () => {
        const before = state(vpcEndpoint, "s3", {
            id: "vpce-1",
            inputs: { routeTableIds: ["rtb-1"] },
            outputs: { routeTableIds: ["rtb-1", "rtb-2"] },
        });
        const after = state(vpcEndpoint, "s3", { inputs: { routeTableIds: ["rtb-1"] } });
        const resource = only(preview([step("same", after, before)]), urn(vpcEndpoint, "s3"));
        assert.deepEqual(listInShort(resource.copyOf("routeTableIds")), ["rtb-1", "rtb-2"]);
    });

    it("same without an id: a create that --target leaves out", () => {
        const now = state(vpc, "main", { inputs });
        const resource = only(preview([step("same", now, now)]));
        assert.equal(resource.skipped, true);
        assert.equal(inShort(resource.at("cidrBlock").string()), "unknown: skipped");
    });

    it("a component that stays has no id, and is not left out", () => {
        const component = state("my:net:Net", "net", { custom: false });
        const resource = only(
            preview([step("same", component, component)]),
            urn("my:net:Net", "net"),
        );
        assert.equal(resource.component, true);
        assert.equal(resource.skipped, false);
    });

    it("replacement, created first: the new one, which does not exist yet", () => {
        const next = state(vpc, "main", { inputs: { cidrBlock: "10.1.0.0/16" } });
        const plan = preview([
            step("create-replacement", next, old),
            step("replace", next, old),
            removal("delete-replaced", old),
        ]);
        assert.deepEqual(names(plan), ["main"]);
        assert.equal(only(plan).isNew, true);
        assert.equal(inShort(only(plan).at("cidrBlock").string()), "10.1.0.0/16");
    });

    it("replacement, deleted first: the new one", () => {
        const next = state(vpc, "main", { inputs: { cidrBlock: "10.1.0.0/16" } });
        const plan = preview([
            removal("delete-replaced", old),
            step("replace", next, old),
            step("create-replacement", next, old),
        ]);
        assert.equal(inShort(only(plan).at("cidrBlock").string()), "10.1.0.0/16");
    });

    for (const op of ["delete", "discard"]) {
        it(`${op}: gone`, () => {
            assert.deepEqual(names(preview([removal(op, old)])), []);
        });

        it(`${op} after a refresh that showed it: gone`, () => {
            for (const shown of ["refresh", "update"]) {
                assert.deepEqual(names(preview([step(shown, old, old), removal(op, old)])), []);
            }
        });
    }

    it("what an earlier replacement left behind does not take its successor along", () => {
        const leftover = state(vpc, "main", { ...deployed, id: "vpc-0", delete: true });
        const plan = preview([
            step("refresh", old, old),
            step("refresh", leftover, leftover),
            step("same", old, old),
            removal("delete", leftover),
        ]);
        assert.equal(inShort(only(plan).id), "vpc-1");
    });

    it("read: not managed by this program", () => {
        for (const op of ["read", "read-replacement"]) {
            const resource = only(preview([step(op, state(vpc, "main", { id: "vpc-1" }))]));
            assert.equal(resource.external, true);
            assert.equal(resource.isNew, false);
        }
        const marked = state(vpc, "main", { ...deployed, external: true });
        assert.equal(only(preview([step("same", marked, marked)])).external, true);
    });

    it("import: it exists, under the id that it is imported by", () => {
        for (const op of ["import", "import-replacement"]) {
            const imported = state(vpc, "main", { inputs, importID: "vpc-9" });
            assert.equal(inShort(only(preview([step(op, imported)])).id), "vpc-9");
        }
        const replaced = state(vpc, "main", { inputs, importID: "vpc-9" });
        assert.equal(only(preview([step("create-replacement", replaced)])).isNew, true);
    });

    it("a secret is unknown, never text", () => {
        const secretive = state(definition, "web", {
            inputs: { family: "[secret]", containerDefinitions: "[secret]" },
        });
        const resource = only(preview([step("create", secretive)]), urn(definition, "web"));
        assert.equal(inShort(resource.at("family").string()), "unknown: secret");
        assert.equal(
            inShort(resource.at("containerDefinitions").json().elements()),
            "unknown: secret",
        );
    });

    it("keeps the line of the program, and what ignoreChanges covers", () => {
        const noted = state(vpc, "main", {
            sourcePosition: "project:///index.ts#14,13",
            ignoreChanges: ["tags", 5],
        });
        const resource = only(preview([step("create", noted)]));
        assert.equal(resource.sourcePosition, "project:///index.ts#14,13");
        assert.equal(resource.ignoresChangesOf("tags"), true);
        assert.equal(resource.ignoresChangesOf("cidrBlock"), false);
    });

    describe("is incomplete where unchanged resources are hidden", () => {
        const steps = [step("same", old, old), step("create", state(vpc, "other"))];
        const rows: readonly (readonly [string, RawProperties, RegExp | undefined])[] = [
            ["some are", { same: 3, create: 1 }, /^2 unchanged resources .*--show-sames/],
            ["all are shown", { same: 1, create: 1 }, undefined],
            ["none is counted", { create: 1 }, undefined],
        ];
        for (const [name, changeSummary, expected] of rows) {
            it(name, () => {
                const { incomplete } = preview(steps, { changeSummary });
                if (expected === undefined) assert.equal(incomplete, undefined);
                else assert.match(incomplete ?? "", expected);
            });
        }
    });
});

describe("the region of a resource in a preview", () => {
    const named = urn(provider, "west");
    const west = step("create", state(provider, "west", { inputs: { region: "us-west-2" } }));
    const nowhere = step("create", state(provider, "west", { inputs: {} }));
    const late = step("create", state(provider, "west", { outputs: { region: "us-west-2" } }));
    const config = { "aws:region": "eu-west-1" };
    const rows: Readonly<
        Record<string, { provider?: string; own?: string; steps?: readonly Raw[]; reads: string }>
    > = {
        "of the default provider: the stack's configuration": { reads: "eu-west-1" },
        "of a default provider without a version: the stack's configuration": {
            provider: `${urn(provider, "default")}::id`,
            reads: "eu-west-1",
        },
        "of a provider that is named: that one's": {
            provider: `${named}::id`,
            steps: [west],
            reads: "us-west-2",
        },
        "of a provider whose outputs alone say it": {
            provider: `${named}::id`,
            steps: [late],
            reads: "us-west-2",
        },
        "of a provider that is named and says none: not the configuration's": {
            provider: `${named}::id`,
            steps: [nowhere],
            reads: "unknown: outside",
        },
        "of a provider that is not shown: not the configuration's": {
            provider: `${named}::id`,
            reads: "unknown: outside",
        },
        "of the resource itself": { own: "ap-south-1", reads: "ap-south-1" },
    };
    for (const [name, row] of Object.entries(rows)) {
        it(name, () => {
            const resource = state(vpc, "main", {
                provider: row.provider ?? defaultProvider,
                inputs: row.own === undefined ? {} : { region: row.own },
            });
            const plan = preview([...(row.steps ?? []), step("create", resource)], { config });
            assert.equal(inShort(only(plan).region), row.reads);
        });
    }
});

describe("the version of a resource's provider", () => {
    const named = urn(provider, "west");
    const shown = (inputs: RawProperties): RawProperties => state(provider, "west", { inputs });
    const rows: Readonly<
        Record<string, { by: string; states?: readonly RawProperties[]; is6: boolean | string }>
    > = {
        "stands in the name of a default provider": { by: defaultProvider, is6: true },
        "stands in the name of an older one": {
            by: `${urn(provider, "default_5_43_0")}::id`,
            is6: false,
        },
        "stands in the settings of another": {
            by: `${named}::id`,
            states: [shown({ version: "5.43.0" })],
            is6: false,
        },
        "is not known of a default provider without": {
            by: `${urn(provider, "default")}::id`,
            is6: "unknown: not-modelled",
        },
        "is not known where the settings do not tell it": {
            by: `${named}::id`,
            states: [shown({})],
            is6: "unknown: not-modelled",
        },
        "is not known of a provider that is not shown": {
            by: `${named}::id`,
            is6: "unknown: not-modelled",
        },
    };
    for (const [name, { by, states = [], is6 }] of Object.entries(rows)) {
        it(name, () => {
            const all = [...states, state(vpc, "main", { provider: by, inputs: {} })];
            const plans = [preview(all.map((each) => step("create", each))), exported(all)];
            for (const plan of plans) assert.equal(inShort(only(plan).isSince(6)), is6);
        });
    }
});

describe("an export", () => {
    const inputs = { cidrBlock: "10.0.0.0/16" };
    const outputs = { cidrBlock: "10.0.0.0/16", mainRouteTableId: "rtb-1" };

    it("holds inputs, outputs and ids", () => {
        const resource = only(exported([state(vpc, "main", { id: "vpc-1", inputs, outputs })]));
        assert.equal(inShort(resource.id), "vpc-1");
        assert.equal(inShort(resource.at("cidrBlock").string()), "10.0.0.0/16");
        assert.equal(inShort(resource.at("mainRouteTableId").string()), "rtb-1");
        assert.equal(resource.isNew, false);
    });

    it("leaves out what waits for its deletion, before or after its successor", () => {
        const leftover = state(vpc, "main", { id: "vpc-0", delete: true });
        const current = state(vpc, "main", { id: "vpc-1" });
        for (const order of [
            [leftover, current],
            [current, leftover],
            [current, leftover, { ...leftover, id: "vpc-00" }],
        ]) {
            assert.equal(inShort(only(exported(order)).id), "vpc-1");
        }
        assert.deepEqual(names(exported([leftover])), []);
    });

    it("counts what was deleted first and waits for its replacement", () => {
        const pending = state(vpc, "main", { id: "vpc-1", pendingReplacement: true });
        assert.equal(inShort(only(exported([pending])).id), "vpc-1");
    });

    it("tells what is read, and what is a component", () => {
        const read = only(exported([state(vpc, "main", { id: "vpc-1", external: true })]));
        assert.deepEqual([read.external, read.component], [true, false]);
        const component = only(exported([state(vpc, "main", { custom: false })]));
        assert.deepEqual([component.external, component.component], [false, true]);
    });

    it("has its region from its provider", () => {
        const plan = exported([
            state(provider, "west", { id: "p1", inputs: { region: "us-west-2" } }),
            state(vpc, "main", { id: "vpc-1", provider: `${urn(provider, "west")}::p1` }),
            state(vpc, "other", { id: "vpc-2", provider: `${urn(provider, "gone")}::p2` }),
        ]);
        assert.equal(inShort(only(plan).region), "us-west-2");
        assert.equal(inShort(only(plan, urn(vpc, "other")).region), "unknown: outside");
    });

    it("has the settings of its providers as they are, not as what waits for its deletion had them", () => {
        const west = state(provider, "a", { id: "p1", inputs: { region: "us-west-2" } });
        const east = { ...west, id: "p0", delete: true, inputs: { region: "us-east-1" } };
        const net = state(vpc, "main", { id: "vpc-1", provider: `${urn(provider, "a")}::p1` });
        for (const order of [
            [east, west, net],
            [west, net, east],
        ]) {
            const plan = exported(order);
            assert.equal(inShort(only(plan).region), "us-west-2");
            assert.deepEqual(plan.providers?.get(urn(provider, "a")), { region: "us-west-2" });
        }
    });

    it("hides secrets, unless it was made with --show-secrets", () => {
        const family = (value: Raw): unknown => {
            const web = state(definition, "web", { id: "web", inputs: { family: value } });
            return inShort(
                only(exported([web]), urn(definition, "web"))
                    .at("family")
                    .string(),
            );
        };
        assert.equal(family(encrypted), "unknown: secret");
        assert.equal(family(plaintext("web")), "web");
    });

    it("takes the type and the name from the URN where it must", () => {
        const bare = urn(`my:net:Net$${vpc}`, "a::b");
        const resource = only(exported([{ urn: bare, inputs }]), bare);
        assert.equal(resource.type, vpc);
        assert.equal(resource.name, "a::b");
        assert.equal(inShort(resource.at("cidrBlock").string()), "10.0.0.0/16");
        assert.equal(resource.component, false);
        assert.equal(only(preview([step("create", { urn: main })])).component, false);
    });
});

describe("a recording", () => {
    const aws = { urn: urn(provider, "default"), type: provider, name: "default" };
    const resource = {
        urn: main,
        type: vpc,
        name: "main",
        provider: { ...aws, props: { region: "us-east-1" } },
        inputs: { cidrBlock: "10.0.0.0/16" },
        outputs: { id: unknown, cidrBlock: "10.0.0.0/16", mainRouteTableId: unknown },
    };

    it("holds what Analyze and AnalyzeStack got", () => {
        const planned = only(recorded([resource]));
        assert.equal(planned.isNew, true);
        assert.equal(planned.hasInputs, true);
        assert.equal(inShort(planned.at("cidrBlock").string()), "10.0.0.0/16");
        assert.equal(inShort(planned.at("mainRouteTableId").string()), "unknown: computed");
        assert.equal(inShort(planned.region), "us-east-1");
        assert.deepEqual([planned.component, planned.skipped], [false, false]);
    });

    it("without a provider it is a component; the stack is none", () => {
        const component = { urn: urn("my:net:Net", "net"), type: "my:net:Net", outputs: {} };
        const plan = recorded([
            component,
            { urn: urn(stack, "web-dev"), type: stack, outputs: {} },
        ]);
        assert.deepEqual(
            plan.resources.map((each) => [each.component, each.skipped]),
            [
                [true, false],
                [false, false],
            ],
        );
    });

    it("without any property it is left out of the operation", () => {
        assert.equal(only(recorded([{ ...resource, outputs: {} }])).skipped, true);
    });
});

describe("a plan", () => {
    it("drops properties that nobody reads", () => {
        const plan = exported([
            state(vpc, "main", { id: "vpc-1", inputs: { tags: { a: "b" }, cidrBlock: "10/8" } }),
            state("aws:s3/bucket:Bucket", "b", { id: "b", inputs: { cidrBlock: "10/8" } }),
        ]);
        const bucket = only(plan, urn("aws:s3/bucket:Bucket", "b"));
        assert.equal(inShort(only(plan).at("tags").isSet()), false);
        assert.equal(inShort(bucket.at("cidrBlock").string()), "unset");
        assert.equal(inShort(bucket.id), "b");
    });

    describe("gives away every text of the stack's outputs", () => {
        const outputs = {
            vpcId: "vpc-1",
            subnets: ["subnet-1", null, { deep: [["subnet-2"]] }],
            shown: plaintext({ id: "vpc-2" }),
            hidden: encrypted,
            count: 5,
        };
        const texts = ["subnet-1", "subnet-2", "vpc-1", "vpc-2"];
        const web = state(stack, "web-dev", { outputs });

        it("in an export", () => {
            assert.deepEqual([...exported([web]).givenAway].sort(), texts);
        });

        it("in a preview, which may know only those so far", () => {
            const early = state(stack, "web-dev");
            assert.deepEqual([...preview([step("same", early, web)]).givenAway].sort(), texts);
        });

        it("however many, and however deep", () => {
            let deep: Raw = "bottom";
            for (let i = 0; i < 50_000; i++) deep = [deep];
            const wide = Array.from({ length: 200_000 }, (_, i) => `id-${String(i)}`);
            const { givenAway } = exported([state(stack, "web-dev", { outputs: { deep, wide } })]);
            assert.equal(givenAway.size, 200_001);
            assert.ok(givenAway.has("bottom"));
        });

        it("but not of other resources", () => {
            const other = state(vpc, "main", { outputs: { cidrBlock: "10.0.0.0/16" } });
            assert.equal(exported([other]).givenAway.size, 0);
        });
    });
});

describe("what the analyzer gets", () => {
    const { unknownCheckingProxy } = sdkProxy as unknown as {
        unknownCheckingProxy: (properties: object) => Record<string, unknown>;
    };

    function resource(
        type: string,
        props: RawProperties,
        more: Partial<PolicyResource> = {},
    ): PolicyResource {
        const opts = { ignoreChanges: [] } as unknown as PolicyResource["opts"];
        return {
            type,
            urn: urn(type, "main"),
            name: "main",
            props: unknownCheckingProxy(props),
            opts,
            provider: {
                type: provider,
                name: "default",
                urn: urn(provider, "default"),
                props: unknownCheckingProxy({ region: "us-east-1" }),
            },
            dependencies: [],
            propertyDependencies: {},
            isType: () => false,
            asType: () => undefined,
            ...more,
        };
    }

    const outputs = { id: unknown, vpcId: unknown, routeTableIds: unknown, serviceName: "s3" };
    const inputs = { vpcId: unknown, routeTableIds: ["rtb-1", unknown], serviceName: "s3" };
    const net = resource(vpc, { id: unknown });
    const endpoint = resource(vpcEndpoint, outputs, {
        propertyDependencies: { vpcId: [net], tags: [net] },
        dependencies: [net],
        parent: net,
    });

    function planned(recordedInputs?: RawProperties): PlannedResource {
        const recording: RecordedInputs = new Map();
        if (recordedInputs !== undefined) {
            const args = { ...endpoint, props: unknownCheckingProxy(recordedInputs) };
            recordInputs(recording, args, interest);
        }
        return only(planFromAnalyzer([net, endpoint], recording, interest), endpoint.urn);
    }

    it("would throw, read as it comes", () => {
        assert.throws(() => String(endpoint.props.vpcId), /can't be known during preview/);
    });

    it("is joined with the inputs that were recorded", () => {
        const joined = planned(inputs);
        assert.deepEqual(listInShort(joined.at("routeTableIds")), ["rtb-1", "unknown: computed"]);
        assert.equal(inShort(joined.at("vpcId").string()), "unknown: made-by-plan");
        assert.equal(inShort(joined.at("serviceName").string()), "s3");
        assert.equal(inShort(joined.at("privateDnsEnabled").boolean()), false);
        assert.equal(joined.parent, net.urn);
        assert.deepEqual(joined.dependencies, [net.urn]);
        assert.deepEqual(joined.dependenciesOf("vpcId"), [net.urn]);
        assert.equal(inShort(joined.region), "us-east-1");
    });

    it("says which id and region a resource has", () => {
        const deployed = resource(vpc, { id: "vpc-1", region: "eu-west-1" });
        const known = only(planFromAnalyzer([deployed], new Map(), interest));
        assert.equal(inShort(known.id), "vpc-1");
        assert.equal(inShort(known.region), "eu-west-1");
    });

    it("is poorer without them", () => {
        const alone = planned();
        assert.equal(alone.hasInputs, false);
        assert.equal(inShort(alone.at("vpcId").string()), "unknown: made-by-plan");
        assert.equal(inShort(alone.at("serviceName").string()), "s3");
    });

    it("records no inputs of types that nobody reads", () => {
        const recording: RecordedInputs = new Map();
        recordInputs(recording, resource("aws:s3/bucket:Bucket", { vpcId: "a" }), interest);
        assert.equal(recording.size, 0);
    });

    it("is left out of the operation without any property, unless it is a component", () => {
        const rows: readonly (readonly [
            PolicyResource,
            { skipped: boolean; component: boolean },
        ])[] = [
            [resource(vpc, {}), { skipped: true, component: false }],
            [resource(vpc, { id: "" }), { skipped: false, component: false }],
            [without(resource("my:net:Net", {})), { skipped: false, component: true }],
            [without(resource(stack, {})), { skipped: false, component: false }],
        ];
        for (const [each, expected] of rows) {
            const [{ skipped, component } = assert.fail()] = planFromAnalyzer(
                [each],
                new Map(),
                interest,
            ).resources;
            assert.deepEqual({ skipped, component }, expected, each.type);
        }
    });

    it("gives the stack's outputs away", () => {
        const web = without(resource(stack, { vpcId: "vpc-1", list: [unknown, "b"] }));
        const { givenAway } = planFromAnalyzer([web], new Map(), interest);
        assert.deepEqual([...givenAway], ["b", "vpc-1"]);
    });

    it("passes on what ignoreChanges covers", () => {
        const opts = { ignoreChanges: ["cidrBlock"] } as unknown as PolicyResource["opts"];
        const plan = planFromAnalyzer([resource(vpc, {}, { opts })], new Map(), interest);
        assert.equal(only(plan).ignoresChangesOf("cidrBlock"), true);
    });

    it("is, for a resource policy, the inputs alone", () => {
        const args = { ...endpoint, props: unknownCheckingProxy(inputs) };
        const [alone = assert.fail()] = resourcesFromInputs(args, interest);
        assert.equal(alone.isNew, true);
        assert.deepEqual(listInShort(alone.at("routeTableIds")), ["rtb-1", "unknown: computed"]);
        assert.equal(inShort(alone.at("privateDnsEnabled").boolean()), false);
    });

    /** Only custom resources have a provider. */
    function without({ provider: _, ...rest }: PolicyResource): PolicyResource {
        return rest;
    }
});
