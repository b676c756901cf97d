import { deepEqual } from "node:assert/strict";
import type { Direction, ExpressGatewayService, Links, Node } from "../../src/network";
import type { Fact, FactsFile } from "../../src/plan";
import { factOf, factsOf, graphOf, nodeOf } from "../support/graph";
import { gapInWords, inWords, notYet } from "../support/in-words";
import { later, Network } from "../support/networks";
import type { Form, Resource, Value } from "../support/program";

/** A service of Express Mode, as the graph sees it. */
function expressOf(
    build: (n: Network) => Resource,
    form: Form = "first preview",
    facts?: FactsFile,
): ExpressGatewayService {
    const n = new Network();
    const service = build(n);
    return nodeOf(graphOf(n, form, {}, facts), service);
}

/** What is meant: names, `one of …`, and why it is not certain. */
function meant({ nodes, some, gaps, possible }: Links<Node>): readonly string[] {
    const names = (these: readonly Node[]): string => these.map((each) => inWords(each)).join(", ");
    return [
        ...nodes.map((each) => inWords(each)),
        ...(some === undefined
            ? []
            : [`some of ${names(some.candidates)}${some.orOutside ? ", or of others" : ""}`]),
        ...possible.map((each) => `perhaps ${inWords(each)}`),
        ...gaps.map(({ what }) => what),
    ];
}

const unnamed =
    "it names no subnets, so AWS takes public ones of the default VPC, which are not in this plan";
const defaultVpc = factOf("defaultVpc:DefaultVpc", "vpc-1", { mainRouteTableId: "rtb-1" });
const subnet = (id: string, vpcId = "vpc-1"): Fact => factOf("subnet:Subnet", id, { vpcId });
const table = factOf("routeTable:RouteTable", "rtb-1", {
    vpcId: "vpc-1",
    routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-0123456789abcdef0" }],
});
const blind = [
    factOf("routeTable:RouteTable", "rtb-2", { vpcId: "vpc-1", routes: [], propagatingVgws: [] }),
    factOf("routeTableAssociation:RouteTableAssociation", "rtbassoc-1", {
        routeTableId: "rtb-2",
        subnetId: "subnet-b",
    }),
];

describe("the subnets of a service of Express Mode that names none", () => {
    const two = [defaultVpc, table, subnet("subnet-a"), subnet("subnet-b")];
    const both = "subnet subnet-a, subnet subnet-b";
    const elsewhere = two.map((each): Fact => ({ ...each, region: "eu-west-1" }));
    const rows: readonly (readonly [
        name: string,
        build: (n: Network) => Resource,
        facts: FactsFile | undefined,
        expected: readonly string[],
    ])[] = [
        ["nobody tells", (n) => n.express("web"), undefined, [unnamed]],
        [
            "are those of the default VPC, and perhaps others, where the program adopts it",
            (n) => {
                n.add("aws:ec2/defaultVpc:DefaultVpc", "default");
                for (const name of ["a", "b"]) {
                    const availabilityZone = `us-east-1${name}`;
                    n.add("aws:ec2/defaultSubnet:DefaultSubnet", name, { availabilityZone });
                }
                return n.express("web");
            },
            undefined,
            [unnamed],
        ],
        [
            "are those of the default VPC, where it was read whole",
            (n) => n.express("web"),
            factsOf(two, []),
            [`some of ${both}`],
        ],
        [
            "perhaps others, where it was not",
            (n) => n.express("web"),
            factsOf(two),
            [`some of ${both}, or of others`],
        ],
        [
            "perhaps others, where subnets were not",
            (n) => n.express("web"),
            factsOf(two, ["subnets"]),
            [`some of ${both}, or of others`],
        ],
        [
            "no others, where something else was not",
            (n) => n.express("web"),
            factsOf(two, ["vpcEndpoints"]),
            [`some of ${both}`],
        ],
        [
            "not private ones",
            (n) => n.express("web"),
            factsOf([...two, ...blind], []),
            ["some of subnet subnet-a"],
        ],
        ["not those of another region", (n) => n.express("web"), factsOf(elsewhere, []), [unnamed]],
        [
            "perhaps those, where its region is not known yet",
            (n) => n.express("web", [], { region: later(n) }),
            factsOf(elsewhere, []),
            [`some of ${both}`],
        ],
        [
            "not those of a VPC that is none",
            (n) => n.express("web"),
            factsOf([factOf("vpc:Vpc", "vpc-1"), subnet("subnet-a")], []),
            [unnamed],
        ],
        [
            "perhaps those of a second default VPC, of another account",
            (n) => n.express("web"),
            factsOf(
                [...two, factOf("defaultVpc:DefaultVpc", "vpc-2"), subnet("subnet-c", "vpc-2")],
                [],
            ),
            [`some of ${both}, subnet subnet-c, or of others`],
        ],
        [
            "are none of these where it names some",
            (n) => n.express("web", [n.subnet("own", n.vpc())]),
            factsOf(two, []),
            ["subnet own"],
        ],
    ];
    for (const [name, build, facts, expected] of rows) {
        it(name, () => {
            deepEqual(meant(expressOf(build, "first preview", facts).subnets), expected);
        });
    }
});

describe("whether the tasks of Express Mode have a public IP", () => {
    const mixed =
        "networkConfigurations of web: some of its subnets are public and others not: which of them decides, or whether AWS refuses them, is not documented";
    function publicIn(n: Network, name: string): Resource {
        const vpc = n.find("aws:ec2/vpc:Vpc") ?? n.vpc();
        const igw = n.find("aws:ec2/internetGateway:InternetGateway") ?? n.internetGateway(vpc);
        return n.subnetWith(name, vpc, [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }]).subnet;
    }
    function privateIn(n: Network, name: string): Resource {
        return n.subnetWith(name, n.find("aws:ec2/vpc:Vpc") ?? n.vpc(), []).subnet;
    }
    /** In a list of subnets that these feed. */
    function fed(n: Network, ...feeding: readonly Resource[]): Resource {
        const networkConfiguration: Record<string, Value> = { subnets: later(n) };
        const feeds = { networkConfigurations: feeding };
        return n.express("web", [], { networkConfiguration }, { feeds });
    }
    const rows: readonly (readonly [
        name: string,
        build: (n: Network) => Resource,
        expected: string,
    ])[] = [
        ["in the default VPC", (n) => n.express("web"), "true"],
        [
            "in public subnets",
            (n) => n.express("web", [publicIn(n, "a"), publicIn(n, "b")]),
            "true",
        ],
        [
            "in private ones",
            (n) => n.express("web", [privateIn(n, "a"), privateIn(n, "b")]),
            "false",
        ],
        ["in both kinds", (n) => n.express("web", [publicIn(n, "a"), privateIn(n, "b")]), mixed],
        ["in some of public ones", (n) => fed(n, publicIn(n, "a"), publicIn(n, "b")), "true"],
        ["in some of private ones", (n) => fed(n, privateIn(n, "a"), privateIn(n, "b")), "false"],
        ["in some of both kinds", (n) => fed(n, publicIn(n, "a"), privateIn(n, "b")), mixed],
        [
            "in subnets that are not known yet",
            (n) => fed(n),
            `networkConfigurations[0].subnets of web: ${notYet}`,
        ],
        [
            "in a subnet that is not in the plan",
            (n) =>
                n.express("web", [], {
                    networkConfiguration: { subnets: ["subnet-0000000000000aaaa"] },
                }),
            "networkConfigurations[0].subnets[0] of web: the subnet that it names is not in this plan",
        ],
        [
            "in public ones, and one that is not in the plan",
            (n) =>
                n.express("web", [], {
                    networkConfiguration: {
                        subnets: [publicIn(n, "a").id, "subnet-0000000000000aaaa"],
                    },
                }),
            "networkConfigurations[0].subnets[1] of web: the subnet that it names is not in this plan",
        ],
    ];
    for (const [name, build, expected] of rows) {
        it(name, () => {
            const { assignPublicIp } = expressOf(build);
            deepEqual(
                assignPublicIp.known
                    ? String(assignPublicIp.value)
                    : gapInWords(assignPublicIp.why),
                expected,
            );
        });
    }
});

describe("the security groups of Express Mode's tasks", () => {
    const own = "security group of Express Mode service web";
    const beside =
        "whether the security group that AWS makes for the service is there beside those that it names is not documented";
    const named = (n: Network): Resource => {
        const securityGroups = [n.securityGroup("group", n.vpc()).id];
        return n.express("web", [], { networkConfiguration: { securityGroups } });
    };

    it("are AWS's own, if it names none", () => {
        const service = expressOf((n) => n.express("web"));
        deepEqual(meant(service.securityGroups), []);
        deepEqual(meant(service.interfaceGroups), [own]);
    });

    it("are those that it names, and perhaps AWS's own", () => {
        const service = expressOf(named);
        deepEqual(meant(service.securityGroups), ["security group group"]);
        deepEqual(meant(service.interfaceGroups), [
            "security group group",
            `perhaps ${own}`,
            beside,
        ]);
    });

    describe("AWS's own", () => {
        const [group] = expressOf((n) => n.express("web")).interfaceGroups.nodes;
        const blocks = (direction: Direction): readonly (readonly string[])[] => {
            const listed = group?.inlineRules(direction);
            return [
                listed?.known === true ? listed.value : [],
                group?.copiedRules(direction) ?? [],
            ].map((rules) => rules.flatMap(({ cidrs }) => cidrs.map((each) => inWords(each))));
        };

        it("lets everything out, over IPv6 as far as is known", () => {
            deepEqual(blocks("egress"), [['"0.0.0.0/0"'], ['"::/0"']]);
        });

        it("may let in whoever it be", () => {
            deepEqual(blocks("ingress"), [[], ['"0.0.0.0/0"', '"::/0"']]);
        });

        it("is in no VPC of the plan, and adopted by nobody", () => {
            deepEqual([meant(group?.vpc ?? ({} as never)), group?.isAdopted], [[], false]);
        });
    });
});
