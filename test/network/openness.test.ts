import assert from "node:assert/strict";
import { Graph, type KindName, type NetworkOptions, type NodeOf } from "../../src/network";
import { planFromJson, type FactsFile, type Raw } from "../../src/plan";
import { interest } from "../../src/policy";
import { graphOf, nodeOf, whyMore } from "../support/graph";
import { Network } from "../support/networks";
import type { Form, Options, Resource } from "../support/program";

type Question = (graph: Graph) => readonly { readonly what: string; readonly property: string }[];

interface Told {
    readonly form?: Form;
    readonly options?: Partial<NetworkOptions>;
    readonly facts?: FactsFile;
}

/** Why there may be more than the plan shows, in words. */
function whyOpen(n: Network, ask: Question, { form, options, facts }: Told = {}): string[] {
    return wordsOf(ask(graphOf(n, form ?? "deployed", options, facts)));
}

function wordsOf(gaps: ReturnType<Question>): string[] {
    return gaps.map(({ property, what }) => `${property}: ${what}`);
}

/** Why the VPC, or what else is asked of this resource, may have more. */
function ofVpc(vpc: Resource): Question {
    return (graph) => graph.openness.of(nodeOf<VpcNode>(graph, vpc), "endpoints");
}

type Row = readonly [
    name: string,
    network: (n: Network) => Question,
    expected: readonly string[],
    told?: Told,
];

type VpcNode = NodeOf<"vpc">;

describe("what a plan does not show", () => {
    const shared = (name: string): Told => ({ options: { sharedVpcs: [name] } });
    const rows: readonly Row[] = [
        ["of a VPC of its own is nothing", (n) => ofVpc(n.vpc()), []],
        ["of a new one neither", (n) => ofVpc(n.vpc()), [], { form: "first preview" }],
        [
            "of a VPC whose id it gives away",
            (n) => {
                const vpc = n.vpc();
                n.output("vpcId", vpc.id);
                return ofVpc(vpc);
            },
            ["endpoints: the stack gives its id away as an output, so others may add to it"],
        ],
        ...[
            "arn:aws:ec2:us-east-1:123456789012:vpc/*",
            "*,vpc-0123456789abcdef0",
            '{"vpc":"*"}',
        ].map((text): Row => [
            `of a VPC whose id it gives away in a text, ${text}`,
            (n) => {
                const vpc = n.vpc();
                const id = n.record("deployed").find(({ urn }) => urn === vpc.urn)?.outputs.id;
                n.output("vpc", text.replace("*", String(id)));
                return ofVpc(vpc);
            },
            ["endpoints: the stack gives its id away as an output, so others may add to it"],
        ]),
        [
            "of a VPC of which a parameter tells other programs",
            (n) => {
                const vpc = n.vpc("main");
                n.add("aws:ssm/parameter:Parameter", "vpc-id", { type: "String", value: vpc.id });
                return ofVpc(vpc);
            },
            ["endpoints: the parameter vpc-id may give its id away, so others may add to it"],
        ],
        [
            "of a new one of which a parameter will tell is nothing",
            (n) => {
                const vpc = n.vpc("main");
                n.add("aws:ssm/parameter:Parameter", "vpc-id", { type: "String", value: vpc.id });
                return ofVpc(vpc);
            },
            [],
            { form: "first preview" },
        ],
        [
            "of a new one whose id it gives away is nothing, for nobody has it",
            (n) => {
                const vpc = n.vpc();
                n.output("vpcId", vpc.id);
                return ofVpc(vpc);
            },
            [],
            { form: "first preview" },
        ],
        [
            "of a VPC that others share, by its name",
            (n) => ofVpc(n.vpc("main")),
            ["endpoints: the setting sharedVpcs names it, so others may add to it"],
            shared("main"),
        ],
        [
            "of a VPC that others share, by its id",
            (n) => ofVpc(n.vpc("main", { id: "vpc-1" })),
            ["endpoints: the setting sharedVpcs names it, so others may add to it"],
            shared("vpc-1"),
        ],
        ["of another one than is shared is nothing", (n) => ofVpc(n.vpc("main")), [], shared("it")],
        [
            "of a table in a VPC that others share is nothing: they share the VPC itself",
            (n) => {
                const table = n.add("aws:ec2/routeTable:RouteTable", "main", {
                    vpcId: n.vpc("main").id,
                });
                return ofTable(table);
            },
            [],
            shared("main"),
        ],
        [
            "of the table that AWS makes with a VPC that others share",
            (n) => {
                const vpc = n.vpc("main");
                return (graph) =>
                    graph.openness.of(
                        graph.defaultRouteTable(nodeOf<VpcNode>(graph, vpc)),
                        "routes",
                    );
            },
            ["routes: the setting sharedVpcs names it, so others may add to it"],
            shared("main"),
        ],
        [
            "of a table whose routes others change",
            (n) => ofTable(table(n, { ignoreChanges: ["routes"] })),
            ["routes: ignoreChanges covers routes"],
        ],
        [
            "of a table of which others change something else is nothing",
            (n) => ofTable(table(n, { ignoreChanges: ["tags"] })),
            [],
        ],
        [
            "of a new table is nothing, whatever it ignores",
            (n) => ofTable(table(n, { ignoreChanges: ["routes"] })),
            [],
            { form: "first preview" },
        ],
        [
            "of a table that is left out of the operation",
            (n) => ofTable(table(n, { skipped: true })),
            ["routes: it is left out of this operation (--target)"],
        ],
        [
            "of the table that AWS makes with a VPC of its own is nothing",
            (n) => ofTable(defaultTable(n, n.vpc())),
            [],
        ],
        [
            "of the table that AWS made with a VPC of others",
            (n) => ofTable(defaultTable(n, n.add("aws:ec2/defaultVpc:DefaultVpc", "vpc"))),
            ["routes: AWS made it, this program adopts it"],
        ],
        [
            "of the VPC that AWS made",
            (n) => ofVpc(n.add("aws:ec2/defaultVpc:DefaultVpc", "vpc")),
            ["endpoints: AWS made it, this program adopts it"],
        ],
        [
            "of a VPC that something depends on which may make anything",
            (n) => {
                const vpc = n.vpc();
                n.add("command:local:Command", "tool", { vpcId: vpc.id });
                return ofVpc(vpc);
            },
            [": it depends on vpc, and what it makes there is not in the plan"],
        ],
    ];
    for (const [name, network, expected, told] of rows) {
        it(name, () => {
            const n = new Network();
            const ask = network(n);
            assert.deepEqual(whyOpen(n, ask, told), expected);
        });
    }

    it("of a VPC that it only reads", () => {
        const id = "vpc-1";
        const read = {
            urn: "urn:pulumi:dev::web::aws:ec2/vpc:Vpc::given",
            type: "aws:ec2/vpc:Vpc",
            ...{ custom: true, external: true, id, inputs: {}, outputs: { id } },
        };
        const { plan } = planFromJson({ version: 3, deployment: { resources: [read] } }, interest);
        const graph = new Graph(plan);
        const [vpc] = graph.all("vpc");
        assert.ok(vpc);
        assert.deepEqual(wordsOf(graph.openness.of(vpc, "endpoints")), [
            "endpoints: this program only reads it",
        ]);
    });
});

function table(n: Network, options: Options): Resource {
    return n.add("aws:ec2/routeTable:RouteTable", "private", { vpcId: n.vpc().id }, options);
}

function defaultTable(n: Network, vpc: Resource): Resource {
    return n.add("aws:ec2/defaultRouteTable:DefaultRouteTable", "default", {
        defaultRouteTableId: vpc.get("defaultRouteTableId"),
    });
}

function ofTable(table: Resource): Question {
    return (graph) => graph.openness.of(nodeOf<TableNode>(graph, table), "routes");
}

type TableNode = NodeOf<"routeTable">;

describe("what facts do not show", () => {
    type Properties = Record<string, Raw>;
    const fact = (type: string, id: string, properties: Properties): FactsFile["resources"][0] => ({
        ...{ type: `aws:${type}`, id, name: id, properties },
    });
    const resources = [
        fact("ec2/vpc:Vpc", "vpc-1", { cidrBlock: "10.0.0.0/16", mainRouteTableId: "rtb-1" }),
        fact("ec2/routeTable:RouteTable", "rtb-1", { vpcId: "vpc-1", routes: [] }),
        fact("lb/targetGroup:TargetGroup", "tg-1", { vpcId: "vpc-1" }),
        fact("efs/fileSystem:FileSystem", "fs-1", {}),
        fact("s3/filesFileSystem:FilesFileSystem", "fs-2", {}),
        fact("ec2/managedPrefixList:ManagedPrefixList", "pl-1", { entries: [] }),
    ];
    const facts = (
        complete: FactsFile["completeFor"],
        kind: "aws" | "export" = "aws",
    ): FactsFile => ({
        version: 1,
        takenAt: "2026-11-22T10:00:00Z",
        source: { kind, region: "us-east-1" },
        completeFor: complete,
        resources,
    });
    const unread = (...sections: string[]): FactsFile["completeFor"] => [
        { vpc: "vpc-1", except: sections.map((what) => ({ what, why: "AccessDenied" })) },
    ];
    /** The one thing of this kind, whatever it is called. */
    const only = (kind: KindName, property: string): Question => {
        return (graph) => {
            const [node] = graph.all(kind);
            assert.ok(node);
            return whyMore(graph, node, property);
        };
    };
    const rows: readonly (readonly [
        name: string,
        kind: KindName,
        property: string,
        expected: readonly string[],
        given: FactsFile,
    ])[] = [
        ["of a VPC that was read whole is nothing", "vpc", "endpoints", [], facts(unread())],
        [
            "of one that was not",
            "vpc",
            "endpoints",
            ["endpoints: this program only reads it"],
            facts([]),
        ],
        [
            "of endpoints that could not be read",
            "vpc",
            "endpoints",
            ["endpoints: vpcEndpoints could not be read: AccessDenied"],
            facts(unread("vpcEndpoints", "routeTables")),
        ],
        [
            "of a section that is not known here may be anything",
            "vpc",
            "endpoints",
            ["endpoints: something could not be read: AccessDenied"],
            facts(unread("something")),
        ],
        [
            "of a table of a VPC that was read whole is nothing",
            "routeTable",
            "routes",
            [],
            facts(unread()),
        ],
        [
            "of routes that could not be read",
            "routeTable",
            "routes",
            ["routes: routeTables could not be read: AccessDenied"],
            facts(unread("routeTables")),
        ],
        [
            "of a target group in a VPC that AWS was asked about is nothing",
            "targetGroup",
            "listeners",
            [],
            facts(unread()),
        ],
        [
            "of one in a VPC that an export tells of: other stacks may forward to it",
            "targetGroup",
            "listeners",
            ["listeners: this program only reads it"],
            facts(unread(), "export"),
        ],
        ["of a file system is nothing", "fileSystem", "mountTargets", [], facts(unread())],
        ["of one of S3 Files is nothing", "s3FileSystem", "mountTargets", [], facts(unread())],
        [
            "of mount targets that could not be read",
            "fileSystem",
            "mountTargets",
            ["mountTargets: fileSystems could not be read: AccessDenied"],
            facts(unread("fileSystems")),
        ],
        ["of a prefix list is nothing", "managedPrefixList", "entries", [], facts(unread())],
        [
            "of entries that could not be read",
            "managedPrefixList",
            "entries",
            ["entries: prefixLists could not be read: AccessDenied"],
            facts(unread("prefixLists")),
        ],
    ];
    for (const [name, kind, property, expected, given] of rows) {
        it(name, () => {
            assert.deepEqual(
                whyOpen(new Network(), only(kind, property), { facts: given }),
                expected,
            );
        });
    }

    it("of the table that AWS made with the VPC, if they do not hold it", () => {
        const ask: Question = (graph) =>
            graph
                .all("vpc")
                .flatMap((vpc) => graph.openness.of(graph.defaultRouteTable(vpc), "routes"));
        const why = (kind: "aws" | "export"): string[] =>
            whyOpen(new Network(), ask, { facts: facts(unread(), kind) });
        assert.deepEqual(why("aws"), ["routes: the facts do not hold it"]);
        assert.deepEqual(why("export"), []);
    });
});
