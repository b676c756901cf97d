import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import prettier from "prettier";
import { policies } from "../../policies";
import { loadFacts } from "../../src/files";
import { factInterest, type Graph } from "../../src/network";
import { factsSchema, planFromJson, readFacts, type FactsFile, type Raw } from "../../src/plan";
import { interest, messageOf, Model, resolveConfiguration, runPolicies } from "../../src/policy";
import { isolatedNetwork, natNetwork, Network, registered } from "../support/networks";
import type { Inputs, Recorded, Value } from "../support/program";
import { Folder } from "../cli/support";
import { split } from "../support/split";

const subnet = {
    type: "aws:ec2/subnet:Subnet",
    id: "subnet-1",
    name: "private-a",
    properties: { vpcId: "vpc-1", cidrBlock: "10.0.1.0/24" },
};
const file = {
    version: 1,
    takenAt: "2026-11-22T10:00:00Z",
    source: { kind: "export" },
    completeFor: [{ vpc: "vpc-1" }],
    resources: [subnet],
} satisfies FactsFile;

describe("the schema of facts files", () => {
    const published = join(__dirname, "..", "..", "docs", "facts.schema.json");

    it("is published as it counts (UPDATE_DOCS=1 writes it)", async () => {
        const text = await prettier.format(JSON.stringify(factsSchema), {
            ...(await prettier.resolveConfig(published)),
            parser: "json",
        });
        if (process.env.UPDATE_DOCS === "1") writeFileSync(published, text);
        assert.equal(readFileSync(published, "utf8"), text);
    });
});

describe("a facts file", () => {
    const problemsOf = (json: unknown): readonly string[] => {
        const read = readFacts(json, factInterest);
        return "problems" in read ? read.problems : [];
    };

    it("that is as it must be, is read", () => {
        const read = readFacts(file, factInterest);
        assert.deepEqual("facts" in read ? read.facts : read.problems, file);
    });

    const wrong: readonly (readonly [string, unknown, readonly string[]])[] = [
        ["a list", [], ["the file: expected an object"]],
        [
            "a plan",
            { steps: [] },
            [
                ...["version", "takenAt", "source", "completeFor", "resources"].map(
                    (name) => `${name}: it is missing`,
                ),
                "steps: there is no such field",
            ],
        ],
        [
            "that is an export",
            { version: 3, deployment: { resources: [] } },
            [
                "this is a stack's export; expected the facts that `npx --no-install fargate-preflight snapshot --export` makes of it",
            ],
        ],
        [
            "of another version",
            { ...file, version: 2 },
            ["version: expected 1, the only version that this one of fargate-preflight reads"],
        ],
        [
            "with an unknown field in a resource",
            { ...file, resources: [subnet, { ...subnet, id: "subnet-2", tags: {} }] },
            ["resources[1].tags: there is no such field"],
        ],
        [
            "with a resource without an id",
            { ...file, resources: [{ ...subnet, id: undefined }] },
            ["resources[0].id: it is missing"],
        ],
        ...["x", -1, 2.5].map(
            (availableIpAddressCount) =>
                [
                    "with no number of free addresses",
                    {
                        ...file,
                        resources: [{ ...subnet, properties: { availableIpAddressCount } }],
                    },
                    [
                        "resources[0].properties.availableIpAddressCount: expected a whole number, at least 0",
                    ],
                ] as const,
        ),
        [
            "with an id that is a number",
            { ...file, resources: [{ ...subnet, id: 7 }] },
            ["resources[0].id: expected a string"],
        ],
        [
            "with properties that are a list",
            { ...file, resources: [{ ...subnet, properties: [] }] },
            ["resources[0].properties: expected an object"],
        ],
        [
            "of a time that is none",
            { ...file, takenAt: "hunter2" },
            ["takenAt: expected a time in UTC such as 2026-11-22T10:00:00Z"],
        ],
        [
            "of a day that is none",
            { ...file, takenAt: "2026-02-33T10:00:00Z" },
            ["takenAt: expected a time in UTC such as 2026-11-22T10:00:00Z"],
        ],
        [
            "from AWS, without a region",
            { ...file, source: { kind: "aws" } },
            ["source.region: it is missing"],
        ],
        [
            "of another source",
            { ...file, source: { kind: "hunter2" } },
            ["source.kind: expected aws or export"],
        ],
        [
            "of an account that is none",
            { ...file, source: { kind: "export", account: "hunter2" } },
            ["source.account: expected the twelve digits of an AWS account"],
        ],
        [
            "with a type that is none of a network",
            { ...file, resources: [{ ...subnet, type: "aws:ecs/service:Service" }] },
            [
                "resources[0].type: expected a type of a network that this pack knows, such as aws:ec2/subnet:Subnet",
            ],
        ],
        [
            "that says two things of one id",
            {
                ...file,
                resources: [subnet, { ...subnet, properties: { cidrBlock: "10.0.2.0/24" } }],
            },
            [
                "resources[1]: it differs from resources[0], which has the same id; expected one of them",
            ],
        ],
        [
            "that does not say what could not be read",
            { ...file, completeFor: [{ vpc: "vpc-1", except: [{ what: "flowLogs" }] }] },
            ["completeFor[0].except[0].why: it is missing"],
        ],
    ];
    for (const [name, json, problems] of wrong) {
        it(`${name}: is told, without its values`, () => {
            assert.deepEqual(problemsOf(json), problems);
            assert.doesNotMatch(problems.join(), /hunter2/);
        });
    }

    it("that is nested deeper than the stack, or has fields that are no names: told", () => {
        const deep = "[".repeat(20_000) + "]".repeat(20_000);
        const thing = `{"type":"aws:ec2/vpc:Vpc","id":"vpc-1","name":"n","properties":{"cidrBlock":${deep}}}`;
        const json: unknown = JSON.parse(
            JSON.stringify({ ...file, resources: [] }).replace("[]}", `[${thing},${thing}]}`),
        );
        assert.deepEqual(problemsOf(json), [
            "resources[1]: it differs from resources[0], which has the same id; expected one of them",
        ]);
        const odd = { ...file, ["my secret\n".repeat(20)]: 1 };
        assert.deepEqual(problemsOf(odd), ["…: there is no such field"]);
    });

    it("may be of any partition's region", () => {
        for (const region of ["us-gov-west-1", "cn-north-1", "us-iso-east-1", "eusc-de-east-1"]) {
            assert.deepEqual(problemsOf({ ...file, source: { kind: "export", region } }), []);
        }
    });

    it("of another kind has ten problems at most", () => {
        const json = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`f${String(i)}`, i]));
        assert.equal(problemsOf(json).length, 10);
    });
});

describe("facts that are given", () => {
    const folder = new Folder();
    after(() => {
        folder.remove();
    });
    const write = (name: string, content: unknown): string =>
        folder.write(name, typeof content === "string" ? content : JSON.stringify(content));

    it("are read from files, and taken as they are", () => {
        const path = write("network.json", file);
        const given = loadFacts({ facts: [path, { ...file, resources: [] }] });
        assert.deepEqual(given?.problems, []);
        assert.deepEqual(
            given.files.map(({ name }) => name),
            [path, "facts[1]"],
        );
    });

    it("are none, if there are none: nothing is read", () => {
        assert.equal(loadFacts({}), undefined);
        assert.equal(loadFacts({ facts: [] }), undefined);
    });

    const bad: readonly (readonly [string, string, RegExp])[] = [
        [
            "cut off",
            '{"version": 1, "hunter2',
            /: the JSON is cut off at line 1, column \d+; expected/,
        ],
        ["no JSON", "hunter2: x", /: this is not JSON: unexpected character at line 1, column 1; /],
        [
            "blank",
            " \n",
            /: there is nothing in it; expected facts, as `npx --no-install fargate-preflight snapshot`/,
        ],
    ];
    for (const [name, content, says] of bad) {
        it(`that are ${name}: told with the file, and the others are used`, () => {
            const path = write("bad.json", content);
            const given = loadFacts({ facts: [path, file] });
            assert.equal(given?.files.length, 1);
            assert.equal(given.problems.length, 1);
            const [problem = ""] = given.problems;
            assert.ok(problem.startsWith(path));
            assert.match(problem, says);
            assert.doesNotMatch(problem, /hunter2/);
        });
    }

    it("in a file that is not there", () => {
        const [problem = ""] = loadFacts({ facts: ["absent.json"] })?.problems ?? [];
        assert.match(problem, /^absent\.json: there is no such file; expected a file with facts/);
    });

    it("as text where a path is expected: told without the text", () => {
        for (const text of ['{"password": "canary"}', ' ["canary"]']) {
            const given = loadFacts({ facts: [text] });
            assert.deepEqual(given?.problems, [
                "preflight-settings.facts[0]: this is text; expected a path, or the facts as an object",
            ]);
        }
    });

    it("twice: alike they add up, and different ones are refused with both names", () => {
        const one = write("one.json", file);
        const alike = write("alike.json", {
            ...file,
            resources: [{ ...subnet, properties: { ipv6CidrBlock: null, vpcId: "vpc-1" } }],
        });
        const other = write("other.json", {
            ...file,
            resources: [{ ...subnet, properties: { vpcId: "vpc-2" } }],
        });
        assert.deepEqual(loadFacts({ facts: [one, alike] })?.problems, []);
        const given = loadFacts({ facts: [one, other] });
        assert.deepEqual(given?.problems, [
            `${one} and ${other} say different things of subnet-1; expected one file about each`,
        ]);
        assert.equal(given.files.length, 1);
    });
});

/** A service behind a NAT gateway, in two stacks. */
function apart(change: (n: Network) => void = () => undefined): {
    facts: FactsFile;
    rest: Recorded[];
} {
    const n = new Network();
    n.service("web", [natNetwork(n).privateSubnet]);
    change(n);
    return split(n, "deployed");
}

interface Told {
    readonly findings: readonly string[];
    readonly advice: readonly string[];
    readonly unverified: readonly string[];
    /** What `unverified-network` says. */
    readonly open: readonly string[];
    /** What `subnet-headroom` says, and `task-exec`. */
    readonly headroom: readonly string[];
    readonly exec: readonly string[];
}

/** What all policies say of a plan with facts. */
function tell(
    rest: readonly Recorded[],
    facts: readonly FactsFile[],
    settings: Inputs = {},
    now = new Date("2026-11-23T10:00:00Z"),
): Told {
    const { plan } = planFromJson(rest as unknown as Raw, interest);
    const { configure } = resolveConfiguration(policies, { "preflight-settings": settings });
    const given = loadFacts({ facts }, [], now);
    const { findings, unverified } = runPolicies(plan, policies, configure, given);
    const of = (level: string): string[] =>
        findings
            .filter((each) => each.level === level)
            .map((each) => `${each.policy}: ${messageOf(each)}`);
    return {
        findings: of("mandatory"),
        advice: of("advisory").filter((each) => each.startsWith("preflight-settings")),
        unverified: unverified.map(({ policy }) => policy),
        open: of("advisory").filter((each) => each.startsWith("unverified-network")),
        headroom: of("advisory").filter((each) => each.startsWith("subnet-headroom")),
        exec: of("advisory").filter((each) => each.startsWith("task-exec")),
    };
}

/** The facts with one resource changed. */
function having(
    facts: FactsFile,
    type: RegExp,
    properties: Readonly<Record<string, Raw | undefined>>,
    name = /./,
): FactsFile {
    return {
        ...facts,
        resources: facts.resources.map((each) =>
            type.test(each.type) && name.test(each.name)
                ? {
                      ...each,
                      properties: JSON.parse(
                          JSON.stringify({ ...each.properties, ...properties }),
                      ) as Record<string, Raw>,
                  }
                : each,
        ),
    };
}

describe("a plan with facts", () => {
    const { facts, rest } = apart();
    const unanswered = (told: Told): boolean => told.unverified.includes("task-image-pull");

    it("has answers that it has not without", () => {
        assert.ok(unanswered(tell(rest, [])));
        const { findings, advice, unverified } = tell(rest, [facts]);
        assert.deepEqual([findings, advice, unverified], [[], [], ["task-role-permissions"]]);
    });

    it("is violated where the network is broken, and says how old that is", () => {
        const broken = having(facts, /RouteTable$/, { routes: [] }, /private/);
        const { findings } = tell(rest, [broken]);
        assert.equal(findings.length, 1);
        assert.match(findings[0] ?? "", /^task-image-pull: [^]*\n {2}as of 2026-11-22: facts tell/);
    });

    it("cannot know what the facts do not hold, and knows what they hold as none", () => {
        const hidden = having(facts, /RouteTable$/, { routes: undefined }, /private/);
        assert.ok(unanswered(tell(rest, [hidden])));
        for (const none of [null, "", []]) {
            const broken = having(facts, /RouteTable$/, { routes: none }, /private/);
            assert.equal(tell(rest, [broken]).findings.length, 1);
        }
    });

    it("knows nothing of absence in a VPC that was not read whole", () => {
        const broken = having(facts, /RouteTable$/, { routes: [] }, /private/);
        const told = tell(rest, [{ ...broken, completeFor: [] }]);
        assert.deepEqual(told.findings, []);
        assert.ok(unanswered(told));
    });

    const unread: readonly (readonly [string, boolean])[] = [
        ["flowLogs", false],
        ["routeTables", true],
        ["vpcEndpoints", true],
        ["hostedZones", true],
        ["networkAcls", false],
        ["something else", true],
    ];
    for (const [what, isOpen] of unread) {
        it(`that could not read ${what} ${isOpen ? "cannot know" : "knows"} of a missing route`, () => {
            const broken = having(facts, /RouteTable$/, { routes: [] }, /private/);
            const [{ vpc } = { vpc: "" }] = facts.completeFor;
            const except = [{ what, why: "AccessDenied" }];
            const told = tell(rest, [{ ...broken, completeFor: [{ vpc, except }] }]);
            assert.equal(unanswered(told), isOpen);
            assert.equal(told.findings.length, isOpen ? 0 : 1);
            if (!isOpen) return;
            const fix = "\nfix: use AWS credentials that may read it";
            assert.ok(
                told.open.some((each) => each.includes(fix)),
                told.open.join("\n"),
            );
        });
    }

    it("that could not read the endpoints cannot know whose a service's name is", () => {
        const [{ vpc } = { vpc: "" }] = facts.completeFor;
        const toldWithout = (what: string): Told =>
            tell(rest, [
                { ...facts, completeFor: [{ vpc, except: [{ what, why: "AccessDenied" }] }] },
            ]);
        assert.ok(unanswered(toldWithout("vpcEndpoints")));
        assert.deepEqual(toldWithout("vpcEndpoints").findings, []);
        assert.ok(!unanswered(toldWithout("flowLogs")));
    });

    it("still knows nothing of absence in a VPC that others share", () => {
        const broken = having(facts, /RouteTable$/, { routes: [] }, /private/);
        for (const shared of [facts.completeFor[0]?.vpc ?? "", "vpc"]) {
            assert.deepEqual(tell(rest, [broken], { sharedVpcs: [shared] }).findings, []);
        }
    });

    it("still knows nothing of absence where another tool names the VPC", () => {
        const broken = having(facts, /RouteTable$/, { routes: [] }, /private/);
        const stack = {
            TemplateBody: `{"Resources": {"E": {"VpcId": "${facts.completeFor[0]?.vpc ?? ""}"}}}`,
        };
        const [first] = rest;
        assert.ok(first);
        const maker: Recorded = {
            ...first,
            type: "aws:cloudformation/stack:Stack",
            name: "other",
            urn: "urn:pulumi:dev::web::aws:cloudformation/stack:Stack::other",
            outputs: stack,
        };
        const provider = rest.find((each) => each.provider !== undefined)?.provider;
        assert.ok(provider);
        const told = tell([...rest, { ...maker, provider }], [broken]);
        assert.deepEqual(told.findings, []);
        assert.ok(unanswered(told));
    });

    it("nor where it names the VPC within an ARN", () => {
        const broken = having(facts, /RouteTable$/, { routes: [] }, /private/);
        const arn = `arn:aws:ec2:us-east-1:123456789012:vpc/${facts.completeFor[0]?.vpc ?? ""}`;
        const state = {
            urn: "urn:pulumi:dev::web::other:index:Thing::thing",
            type: "other:index:Thing",
            name: "thing",
            props: {},
        };
        const [first] = rest;
        const provider = rest.find((each) => each.provider !== undefined)?.provider;
        assert.ok(first && provider);
        const maker = { ...first, ...state, provider, outputs: { arn } } as Recorded;
        assert.deepEqual(tell([...rest, maker], [broken]).findings, []);
    });

    it("takes a subnet from the ACL outside, and an entry of its number's place", () => {
        const subnet = facts.resources.find(({ name }) => name === "private");
        assert.ok(subnet);
        const deny = { protocol: "-1", ruleNo: 100, action: "deny", fromPort: 0, toPort: 0 };
        const everything = [{ ...deny, cidrBlock: "0.0.0.0/0", ipv6CidrBlock: "" }];
        const acl = {
            type: "aws:ec2/networkAcl:NetworkAcl",
            id: "acl-1",
            name: "closed",
            properties: {
                vpcId: facts.completeFor[0]?.vpc ?? "",
                subnetIds: [subnet.id],
                ingress: everything,
                egress: everything,
            },
        };
        const closed = { ...facts, resources: [...facts.resources, acl] };
        assert.equal(tell(rest, [closed]).findings.length, 1);
        const own = (change: (n: Network) => { readonly urn: string }[]): readonly Recorded[] => {
            const n = new Network();
            const urns = new Set(change(n).map(({ urn }) => urn));
            return n.record("first preview").filter(({ urn }) => urns.has(urn));
        };
        const allow = { ...deny, action: "allow", cidrBlock: "0.0.0.0/0" };
        const ofPlan = own((n) => [
            n.add("aws:ec2/networkAcl:NetworkAcl", "open", {
                vpcId: acl.properties.vpcId,
                subnetIds: [subnet.id],
                ingress: [allow],
                egress: [allow],
            }),
        ]);
        assert.deepEqual(tell([...rest, ...ofPlan], [closed]).findings, []);
        const entries = own((n) =>
            [true, false].map((egress) =>
                n.add("aws:ec2/networkAclRule:NetworkAclRule", `open-${String(egress)}`, {
                    networkAclId: acl.id,
                    egress,
                    ruleNumber: 100,
                    ruleAction: "allow",
                    protocol: "-1",
                    cidrBlock: "0.0.0.0/0",
                }),
            ),
        );
        assert.deepEqual(tell([...rest, ...entries], [closed]).findings, []);
    });

    it("knows what it takes away itself, if it is the file of a preview", () => {
        const [table] = facts.resources.filter(({ type }) => type.endsWith(":RouteTable"));
        const [{ vpc } = { vpc: "" }] = facts.completeFor;
        assert.ok(table);
        const state = (type: string, id: string, inputs: Readonly<Record<string, Raw>>): Raw => ({
            urn: `urn:pulumi:dev::web::${type}::${id}`,
            type,
            id,
            custom: true,
            inputs,
            outputs: inputs,
        });
        const route = { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0" };
        const endpoint = {
            type: "aws:ec2/vpcEndpoint:VpcEndpoint",
            id: "vpce-1",
            name: "logs",
            properties: { vpcId: vpc, routeTableIds: [table.id] },
        };
        const routes = [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" }];
        const held = having(
            { ...facts, resources: [...facts.resources, endpoint] },
            /RouteTable$/,
            { routes },
        );
        const graphOf = (op: string, more: Readonly<Record<string, Raw>> = {}): Graph => {
            const steps = [
                state("aws:ec2/vpcEndpoint:VpcEndpoint", endpoint.id, { vpcId: vpc }),
                state("aws:ec2/route:Route", "r-1", route),
            ].map((oldState) => ({
                op,
                urn: (oldState as { urn: string }).urn,
                oldState: { ...(oldState as object), ...more },
            }));
            const { plan } = planFromJson({ steps }, interest);
            return new Model(plan, {}, loadFacts({ facts: [held] })).graph;
        };
        const inlineOf = (graph: Graph): boolean | undefined =>
            graph
                .all("routeTable")
                .find(({ resource }) => resource.id.known && resource.id.value === table.id)
                ?.inlineRoutes.known;
        for (const op of ["delete", "delete-replaced"]) {
            assert.equal(graphOf(op).all("vpcEndpoint").length, 0);
            assert.equal(inlineOf(graphOf(op)), false);
        }
        // What is only forgotten stays.
        const kept = graphOf("delete", { retainOnDelete: true });
        assert.equal(kept.all("vpcEndpoint").length, 1);
        assert.equal(inlineOf(kept), true);
    });

    it("adds its own to the network outside", () => {
        const broken = having(facts, /RouteTable$/, { routes: [] }, /private/);
        const idOf = (type: RegExp, name = /./): string =>
            facts.resources.find((each) => type.test(each.type) && name.test(each.name))?.id ?? "";
        const n = new Network();
        const more = n.add("aws:ec2/route:Route", "out", {
            routeTableId: idOf(/RouteTable$/, /private/),
            destinationCidrBlock: "0.0.0.0/0",
            natGatewayId: idOf(/NatGateway$/),
        });
        const route = n.record("first preview").filter(({ urn }) => urn === more.urn);
        assert.deepEqual(tell([...rest, ...route], [broken]).findings, []);
    });

    it("says what is old, by the setting", () => {
        const at = (day: string, days?: number): readonly string[] =>
            tell(
                rest,
                [facts],
                days === undefined ? {} : { factsMaxAgeDays: days },
                new Date(`${day}T10:00:00Z`),
            ).advice;
        assert.deepEqual(at("2026-12-22"), []);
        assert.match(at("2026-12-23")[0] ?? "", /the facts in facts\[0\] are 31 days old/);
        assert.deepEqual(at("2026-12-23", 365), []);
        assert.equal(at("2026-11-24", 1).length, 1);
    });

    it("wins over facts about what it holds itself, and says where they differ", () => {
        const own = facts.resources.filter(({ type }) => type.endsWith(":Vpc"));
        const n = new Network();
        n.service("web", [natNetwork(n).privateSubnet]);
        const whole = n.record("deployed");
        const some = { ...facts, completeFor: [], resources: own };
        assert.deepEqual(tell(whole, [some]).advice, []);
        const other = having(some, /Vpc$/, { enableDnsSupport: false, cidrBlock: "10.9.0.0/16" });
        const told = tell(whole, [other]);
        assert.deepEqual(told.findings, []);
        assert.deepEqual(
            told.advice.map((each) => each.split("\n")[0]),
            [
                "preflight-settings: facts[0] and this plan disagree about cidrBlock, enableDnsSupport of vpc: the plan counts",
            ],
        );
    });

    it("completes with facts what it only reads", () => {
        const vpc = facts.resources.find(({ type }) => type.endsWith(":Vpc"));
        assert.ok(vpc);
        const read = [
            {
                urn: "urn:pulumi:dev::web::aws:ec2/vpc:Vpc::given",
                type: vpc.type,
                custom: true,
                external: true,
                id: vpc.id,
                inputs: {},
                outputs: { id: vpc.id, cidrBlock: vpc.properties.cidrBlock },
            },
        ];
        const { plan } = planFromJson(
            { version: 3, deployment: { resources: read } } as Raw,
            interest,
        );
        const given = loadFacts({ facts: [facts] });
        // Only with something of ECS there is anything to ask.
        const { graph } = new Model(plan, {}, given);
        const found = graph.all("vpc");
        assert.deepEqual(
            found.map(({ name }) => name),
            ["given"],
        );
        assert.deepEqual(found[0]?.enableDnsHostnames, { known: true, value: true });
        assert.deepEqual(
            found.flatMap((vpc) => graph.openness.of(vpc, "endpoints")),
            [],
        );
    });

    it("leaves out facts of another region or account, and says so", () => {
        const elsewhere = { ...facts, source: { ...facts.source, region: "eu-west-1" } };
        const told = tell(rest, [elsewhere]);
        assert.ok(unanswered(told));
        assert.match(
            told.advice[0] ?? "",
            /facts\[0\] holds \d+ facts of region eu-west-1, which this plan does not use: left out/,
        );
        // Something that another account shares tells nothing of the plan's own.
        const [share] = rest.filter(({ type }) => type.startsWith("aws:ecs/"));
        assert.ok(share);
        const shared: Recorded = {
            ...share,
            type: "aws:ram/resourceShareAccepter:ResourceShareAccepter",
            urn: "urn:pulumi:dev::web::aws:ram/resourceShareAccepter:ResourceShareAccepter::share",
            outputs: { arn: "arn:aws:ram:us-east-1:888888888888:resource-share/1" },
        };
        assert.deepEqual(tell([...rest, shared], [facts]).advice, []);
        const foreign = { ...facts, source: { ...facts.source, account: "999999999999" } };
        assert.match(tell(rest, [foreign]).advice[0] ?? "", /of account 999999999999/);
    });
});

describe("the region's default VPC", () => {
    const provider = {
        urn: "urn:pulumi:dev::web::pulumi:providers:aws::default",
        type: "pulumi:providers:aws",
        name: "default",
        props: { region: "us-east-1" },
    };
    /** The facts call the VPC the default one. */
    const ofDefault = (isDefault: boolean | undefined): { rest: Recorded[]; facts: FactsFile } => {
        const n = new Network();
        const { privateSubnet, vpc } = natNetwork(n);
        vpc.inputs.cidrBlock = "172.31.0.0/16";
        const group = n.securityGroup("app", vpc);
        delete group.inputs.vpcId;
        n.service("web", [privateSubnet], { networkConfiguration: { securityGroups: [group.id] } });
        const { facts, rest } = split(n, "first preview");
        return { rest, facts: having(facts, /:Vpc$/, { isDefault }) };
    };

    it("is where a group without a VPC is, if facts hold it", () => {
        const { facts, rest } = ofDefault(true);
        const told = tell(rest, [facts]);
        assert.equal(told.unverified.includes("service-single-vpc"), false);
        assert.deepEqual(told.findings, []);
    });

    it("is not a VPC that is known to be another", () => {
        const { facts, rest } = ofDefault(false);
        assert.match(tell(rest, [facts]).findings.join(), /service-single-vpc/);
    });

    it("is not known, if facts do not say", () => {
        const { facts, rest } = ofDefault(undefined);
        const told = tell(rest, [facts]);
        assert.ok(told.unverified.includes("service-single-vpc"));
        assert.deepEqual(told.findings, []);
    });

    it("is the one that the program adopts, and is there once", () => {
        const { facts } = ofDefault(true);
        const adopted: Recorded = {
            type: "aws:ec2/defaultVpc:DefaultVpc",
            name: "mine",
            urn: "urn:pulumi:dev::web::aws:ec2/defaultVpc:DefaultVpc::mine",
            provider,
            inputs: {},
            outputs: {},
            dependencies: [],
            propertyDependencies: {},
        };
        const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
        const first = { ...adopted, outputs: { id: unknown, cidrBlock: unknown } };
        const { plan } = planFromJson([first] as unknown as Raw, interest);
        const { graph } = new Model(plan, {}, loadFacts({ facts: [facts] }));
        const vpcs = graph.all("vpc");
        assert.deepEqual(
            vpcs.map(({ name }) => name),
            ["mine"],
        );
        assert.deepEqual(vpcs[0]?.cidrBlock, { known: true, value: "172.31.0.0/16" });
        const [subnet] = graph.all("subnet");
        assert.equal(subnet?.vpc.nodes[0], vpcs[0]);
    });
});

describe("facts as AWS tells them", () => {
    const anywhere = "0.0.0.0/0";
    const all = { protocol: "-1", ruleNo: 100, action: "allow", fromPort: 0, toPort: 0 };
    const everything = [{ ...all, cidrBlock: anywhere, ipv6CidrBlock: "" }];
    const resources = (
        routes: Raw,
        more: Readonly<Record<string, Raw>> = {},
    ): FactsFile["resources"] => [
        {
            type: "aws:ec2/vpc:Vpc",
            id: "vpc-1",
            name: "main",
            properties: {
                isDefault: false,
                cidrBlock: "10.0.0.0/16",
                ipv6CidrBlock: null,
                enableDnsSupport: true,
                enableDnsHostnames: true,
                mainRouteTableId: "rtb-main",
                defaultRouteTableId: "rtb-main",
                defaultSecurityGroupId: "sg-default",
                defaultNetworkAclId: "acl-default",
                ...more,
            },
        },
        {
            type: "aws:ec2/subnet:Subnet",
            id: "subnet-1",
            name: "only",
            properties: {
                vpcId: "vpc-1",
                cidrBlock: "10.0.1.0/24",
                ipv6CidrBlock: null,
                ipv6Native: false,
            },
        },
        {
            type: "aws:ec2/routeTable:RouteTable",
            id: "rtb-main",
            name: "rtb-main",
            properties: { vpcId: "vpc-1", routes, propagatingVgws: [] },
        },
        {
            type: "aws:ec2/internetGateway:InternetGateway",
            id: "igw-1",
            name: "igw-1",
            properties: { vpcId: "vpc-1" },
        },
        {
            type: "aws:ec2/securityGroup:SecurityGroup",
            id: "sg-default",
            name: "default",
            properties: {
                vpcId: "vpc-1",
                ingress: [],
                egress: [
                    { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: [anywhere], self: false },
                ],
            },
        },
        {
            type: "aws:ec2/networkAcl:NetworkAcl",
            id: "acl-default",
            name: "acl-default",
            properties: {
                vpcId: "vpc-1",
                subnetIds: ["subnet-1"],
                ingress: everything,
                egress: everything,
            },
        },
    ];
    const toInternet = [{ cidrBlock: anywhere, gatewayId: "igw-1" }];
    const says = (resources: FactsFile["resources"]): { verdict: string; message: string } => {
        const n = new Network();
        n.service("web", ["subnet-1"], { networkConfiguration: { assignPublicIp: true } });
        const facts: FactsFile = {
            version: 1,
            takenAt: "2026-11-22T10:00:00Z",
            source: { kind: "aws", account: "123456789012", region: "us-east-1" },
            completeFor: [{ vpc: "vpc-1" }],
            resources,
        };
        const told = tell(n.record("first preview"), [facts]);
        const isOpen = told.unverified.includes("task-image-pull");
        const message = told.findings.join("\n");
        return { verdict: message === "" ? (isOpen ? "cannot know" : "ok") : "violated", message };
    };
    const without = (id: string, routes: Raw = []): FactsFile["resources"] =>
        resources(routes).filter((each) => each.id !== id);

    it("the main table, the default group and the default ACL count by their ids", () => {
        assert.equal(says(resources(toInternet)).verdict, "ok");
        const { verdict, message } = says(resources([]));
        assert.equal(verdict, "violated");
        assert.match(message, /route table rtb-main → no route/);
    });

    it("another main table than the one that the VPC was made with", () => {
        const other = {
            type: "aws:ec2/routeTable:RouteTable",
            id: "rtb-other",
            name: "other",
            properties: { vpcId: "vpc-1", routes: toInternet, propagatingVgws: [] },
        };
        const facts = [...resources([], { mainRouteTableId: "rtb-other" }), other];
        assert.equal(says(facts).verdict, "ok");
    });

    it("a main table that is not among them cannot be known", () => {
        assert.equal(says(without("rtb-main")).verdict, "cannot know");
    });

    it("a subnet whose VPC is not told cannot be known", () => {
        const facts = resources(toInternet).map((each) =>
            each.id === "subnet-1" ? { ...each, properties: { cidrBlock: "10.0.1.0/24" } } : each,
        );
        assert.equal(says(facts).verdict, "cannot know");
    });

    it("an endpoint of which it is not told in which VPC it is may be in this one", () => {
        const endpoint = {
            type: "aws:ec2/vpcEndpoint:VpcEndpoint",
            id: "vpce-1",
            name: "vpce-1",
            properties: { serviceName: "com.amazonaws.us-east-1.ecr.api" },
        };
        assert.equal(says([...resources([]), endpoint]).verdict, "cannot know");
    });
});

describe("addresses that were free when facts were taken", () => {
    /** Two subnets, of which the second has room enough, and a service of ten tasks in the first. */
    const says = (
        free: Raw | undefined,
        {
            subnets = ["subnet-1"],
            exists = [] as readonly string[],
            more = [] as Raw[],
            counts = [10, 1] as readonly [number, number],
        } = {},
    ): Told => {
        const n = new Network();
        n.service("web", subnets, { desiredCount: counts[0] });
        n.service("api", ["subnet-2"], { desiredCount: counts[1] });
        const count = (id: string): Raw | undefined => (id === "subnet-1" ? free : 100);
        const fact = (id: string, properties: Raw | undefined): FactsFile["resources"][number] => ({
            type: "aws:ec2/subnet:Subnet",
            id,
            name: id,
            properties: JSON.parse(
                JSON.stringify({
                    vpcId: "vpc-1",
                    cidrBlock: "10.0.1.0/24",
                    availableIpAddressCount: properties,
                }),
            ) as Record<string, Raw>,
        });
        const file = (...resources: FactsFile["resources"]): FactsFile => ({
            version: 1,
            takenAt: "2026-11-22T10:00:00Z",
            source: { kind: "aws", account: "123456789012", region: "us-east-1" },
            completeFor: [],
            resources,
        });
        const deployed = n.record("deployed");
        const mixed = n
            .record("first preview")
            .map((each) =>
                exists.some((name) => each.urn.endsWith(`Service::${name}`))
                    ? (deployed.find(({ urn }) => urn === each.urn) ?? each)
                    : each,
            );
        const ids = ["subnet-1", "subnet-2"];
        return tell(mixed, [
            file(...ids.map((id) => fact(id, count(id)))),
            ...more.map((other) => file(fact("subnet-1", other))),
        ]);
    };

    it("are too few for a new service: advice, with the day", () => {
        const { findings, headroom } = says(3);
        assert.deepEqual([findings, headroom.length], [[], 1]);
        assert.match(
            headroom[0] ?? "",
            /^subnet-headroom: subnet subnet-1 had 3 free addresses, but service web wants 10 more: 7 addresses are missing[^]*\n {2}as of 2026-11-22: facts tell/,
        );
    });

    it("are enough for it", () => {
        assert.deepEqual(says(10).headroom, []);
    });

    it("say nothing where facts do not count them", () => {
        assert.deepEqual(says(undefined).headroom, []);
        assert.deepEqual(says("3").headroom, []);
    });

    it("are too few in one subnet of two", () => {
        assert.deepEqual(says(0, { subnets: ["subnet-1", "subnet-2"] }).headroom, []);
    });

    it("count nothing twice: the tasks of a service that exists hold theirs already", () => {
        const { headroom, open, unverified } = says(3, { exists: ["web", "api"] });
        assert.deepEqual([headroom, unverified.includes("subnet-headroom")], [[], false]);
        assert.doesNotMatch(open.join(), /leave them/);
    });

    it("cannot be known beside a service that exists, for its tasks may leave", () => {
        const { headroom, open } = says(3, { exists: ["api"] });
        assert.deepEqual(headroom, []);
        assert.match(open.join(), /tasks of service api may hold addresses there, and leave them/);
    });

    it("are known beside a service that exists, and runs no tasks", () => {
        const { headroom, open } = says(3, { exists: ["api"], counts: [10, 0] });
        assert.equal(headroom.length, 1);
        assert.doesNotMatch(open.join(), /leave them/);
    });

    it("are not told where there is no room for the tasks at all", () => {
        const { findings, headroom } = says(3, { counts: [300, 1] });
        assert.match(findings.join(), /^subnet-capacity: [^]*300/);
        assert.deepEqual(headroom, []);
    });

    it("may differ from file to file, and the larger number counts", () => {
        const { headroom, advice } = says(3, { more: [10] });
        assert.deepEqual([headroom, advice], [[], []]);
        assert.match(says(3, { more: [4] }).headroom[0] ?? "", /had 4 free addresses/);
    });
});

describe("clusters outside the plan", () => {
    const arn = "arn:aws:ecs:us-east-1:123456789012:cluster/main";
    const withKey = (kmsKeyId: string | null): Raw => ({
        executeCommandConfiguration: { kmsKeyId, logging: null, logConfiguration: null },
    });
    const says = (
        inputs: Inputs,
        facts: {
            readonly configuration?: Raw;
            readonly providers?: readonly string[];
            readonly byDefault?: readonly string[];
        },
        change: (n: Network) => void = () => undefined,
    ): Told => {
        const n = new Network();
        const { subnet } = isolatedNetwork(n, ["ecr.api", "ecr.dkr", "s3", "ssmmessages"]);
        n.service("web", [subnet], { cluster: arn, ...inputs });
        change(n);
        const { providers, byDefault = [] } = facts;
        return tell(n.record("first preview"), [
            {
                version: 1,
                takenAt: "2026-11-22T10:00:00Z",
                source: { kind: "aws", account: "123456789012", region: "us-east-1" },
                completeFor: [],
                resources: [
                    ...(facts.configuration === undefined
                        ? []
                        : [
                              {
                                  type: "aws:ecs/cluster:Cluster",
                                  id: arn,
                                  name: "main",
                                  properties: {
                                      arn,
                                      name: "main",
                                      configuration: facts.configuration,
                                  },
                              },
                          ]),
                    ...(providers === undefined
                        ? []
                        : [
                              {
                                  type: "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
                                  id: arn,
                                  name: "main",
                                  properties: {
                                      clusterName: "main",
                                      capacityProviders: [...providers],
                                      defaultCapacityProviderStrategies: byDefault.map(
                                          (capacityProvider) => ({ capacityProvider }),
                                      ),
                                  },
                              },
                          ]),
                ],
            },
        ]);
    };
    const withExec = { enableExecuteCommand: true };
    const spot = {
        launchType: null,
        capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT", weight: 1 }],
    };

    it("may have a key of ECS Exec, unless facts say that they have none", () => {
        const told = (configuration?: Raw): readonly [boolean, number] => {
            const { unverified, exec: refused } = says(
                withExec,
                configuration === undefined ? {} : { configuration },
            );
            return [
                unverified.includes("task-exec"),
                refused.filter((each) => each.includes("no kms interface endpoint")).length,
            ];
        };
        assert.deepEqual(told(), [true, 0]);
        assert.deepEqual(told(null), [false, 0]);
        assert.deepEqual(told(withKey(null)), [false, 0]);
        assert.deepEqual(told(withKey("arn:aws:kms:us-east-1:123456789012:key/exec")), [false, 1]);
    });

    it("refuse a capacity provider that facts do not list", () => {
        const { findings } = says(spot, { configuration: null, providers: ["FARGATE"] });
        assert.match(
            findings.join(),
            /^service-network-configuration: service web runs on FARGATE_SPOT, which the capacity providers of cluster main do not list[^]*as of 2026-11-22/,
        );
        const both = says(spot, { configuration: null, providers: ["FARGATE", "FARGATE_SPOT"] });
        assert.deepEqual(both.findings, []);
        assert.deepEqual(says(spot, { configuration: null }).findings, []);
    });

    it("have the capacity providers that the plan gives them, in place of those of facts", () => {
        const given = (names: readonly string[]): Told =>
            says(spot, { configuration: null, providers: ["FARGATE"] }, (n) => {
                n.add("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders", "main", {
                    clusterName: "main",
                    capacityProviders: [...names],
                });
            });
        assert.deepEqual(given(["FARGATE_SPOT"]).findings, []);
        assert.equal(given(["FARGATE"]).findings.length, 1);
    });

    it("run what says nothing on their default strategy", () => {
        const nothing = { launchType: null };
        const isOpen = (told: Told): boolean =>
            told.open.join().includes("capacityProviders of main");
        const facts = { configuration: null, providers: ["FARGATE"] };
        assert.ok(isOpen(says(nothing, facts)));
        assert.ok(!isOpen(says(nothing, { ...facts, byDefault: ["FARGATE"] })));
    });
});

describe("listeners outside the plan", () => {
    const alb =
        "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shared/0123456789abcdef";
    const listener = alb.replace(":loadbalancer/", ":listener/");

    /** What is said of a new listener with this port, of a load balancer that has one with that port. */
    const says = (port: Value, other: Raw): readonly [boolean, boolean] => {
        const n = new Network();
        const { vpc, privateSubnet } = natNetwork(n);
        const group = n.targetGroup("web", vpc);
        const given = port === "later" ? n.add("test:index:Choice", "choice").get("port") : port;
        n.add("aws:lb/listener:Listener", "web", {
            loadBalancerArn: alb,
            port: given,
            protocol: "HTTP",
            defaultActions: [{ type: "forward", targetGroupArn: group.arn }],
        });
        n.service("web", [privateSubnet], { loadBalancers: [registered(group)] });
        const { findings, open } = tell(n.record("first preview"), [
            {
                ...file,
                completeFor: [],
                resources: [
                    {
                        type: "aws:lb/loadBalancer:LoadBalancer",
                        id: alb,
                        name: "shared",
                        properties: { arn: alb, loadBalancerType: "application" },
                    },
                    {
                        type: "aws:lb/listener:Listener",
                        id: listener,
                        name: "http",
                        properties: {
                            ...{ arn: listener, loadBalancerArn: alb },
                            ...(other === null ? {} : { port: other }),
                            ...{ protocol: "HTTP", defaultActions: [] },
                        },
                    },
                ],
            },
        ]);
        const text = findings.join("\n");
        return [
            text.includes("listener-ports"),
            open.join("\n").includes("listener-ports: http: this plan may replace it"),
        ];
    };

    it("may be replaced by a new one on their port, and by none on another", () => {
        assert.deepEqual(says(80, 80), [false, true]);
        assert.deepEqual(says(443, 80), [false, false]);
        assert.deepEqual(says("later", 80), [false, true]);
        assert.deepEqual(says(80, null), [false, true]);
    });
});
