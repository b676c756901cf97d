import { deepEqual, equal } from "node:assert/strict";
import { known, unknown, type Knowable } from "../../src/knowable";
import type { Graph, KindName, NodeOf } from "../../src/network";
import type { FactsFile } from "../../src/plan";
import { NativeNetwork } from "../native/network";
import { factOf, factsOf, graphOf, nodeOf } from "../support/graph";
import { inWords, someGap } from "../support/in-words";
import { later, Network } from "../support/networks";
import type { Form, Inputs, Resource, Value } from "../support/program";

const here = known("us-east-1");
const somewhere: Knowable<string> = unknown(someGap);

function inRegion(n: Network, name: string, region: Value, inputs: Inputs = {}): Resource {
    return n.add("aws:ecs/cluster:Cluster", name, { name: "prod", region, ...inputs });
}

describe("what a name means", () => {
    const arn = "arn:aws:ecs:us-east-1:123456789012:cluster/prod";
    const two = (n: Network): void => {
        inRegion(n, "a", "us-east-1");
        inRegion(n, "b", "eu-west-1");
    };
    const rows: readonly (readonly [
        name: string,
        build: (n: Network) => void,
        key: string,
        region: Knowable<string>,
        found: string | undefined,
        isAmbiguous: boolean,
    ])[] = [
        ["what has it", (n) => inRegion(n, "a", "us-east-1"), "prod", here, "cluster a", false],
        [
            "at the end of an ARN",
            (n) => inRegion(n, "a", "us-east-1"),
            arn,
            here,
            "cluster a",
            false,
        ],
        [
            "nothing, if nothing has it",
            (n) => inRegion(n, "a", "us-east-1"),
            "test",
            here,
            undefined,
            false,
        ],
        [
            "nothing in another region",
            (n) => inRegion(n, "a", "eu-west-1"),
            "prod",
            here,
            undefined,
            false,
        ],
        [
            "whatever has it, where the region is not known",
            (n) => inRegion(n, "a", "eu-west-1"),
            "prod",
            somewhere,
            "cluster a",
            false,
        ],
        [
            "what may be in the region",
            (n) => inRegion(n, "a", later(n)),
            "prod",
            here,
            "cluster a",
            false,
        ],
        ["that of the region, of two", two, "prod", here, "cluster a", true],
        [
            "nothing certain of two, where the region is not known",
            two,
            "prod",
            somewhere,
            undefined,
            true,
        ],
        [
            "nothing certain of two in one region",
            (n) => {
                inRegion(n, "a", "us-east-1");
                inRegion(n, "b", "us-east-1");
            },
            "prod",
            here,
            undefined,
            true,
        ],
    ];
    for (const [name, build, key, region, found, isAmbiguous] of rows) {
        it(name, () => {
            const n = new Network();
            build(n);
            const graph = graphOf(n, "first preview");
            const node = graph.find("cluster", key, region);
            equal(node && inWords(node), found);
            equal(graph.isAmbiguous("cluster", key), isAmbiguous);
        });
    }

    it("a role in all regions", () => {
        const n = new Network();
        n.add("aws:iam/role:Role", "app", { name: "app", region: "eu-west-1" });
        const node = graphOf(n, "first preview").find("role", "app", here);
        equal(node && inWords(node), "role app");
    });
});

describe("whether something may have any name", () => {
    const gateway = (n: Network, inputs: Inputs = {}): Resource =>
        n.add("aws:ec2transitgateway/transitGateway:TransitGateway", "hub", inputs);
    const untold = { associationDefaultRouteTableId: null, propagationDefaultRouteTableId: null };
    const rows: readonly (readonly [
        name: string,
        build: (n: NativeNetwork) => void,
        kind: KindName,
        expected: boolean,
        form?: Form,
    ])[] = [
        ["a cluster with a name", (n) => n.cluster("main", { name: "prod" }), "cluster", false],
        [
            "one whose name is not known yet",
            (n) => n.cluster("main", { name: later(n) }),
            "cluster",
            true,
        ],
        [
            "one of two whose name is not known yet",
            (n) => {
                n.cluster("a", { name: later(n) });
                n.cluster("b", { name: "prod" });
            },
            "cluster",
            true,
        ],
        ["no cluster", (n) => n.vpc(), "cluster", false],
        ["a VPC that tells the id of its table", (n) => n.vpc(), "routeTable", false, "deployed"],
        [
            "a transit gateway that tells the id of its table",
            (n) => gateway(n),
            "transitGatewayRouteTable",
            false,
            "deployed",
        ],
        [
            "one that tells one of the ids",
            (n) => gateway(n, { associationDefaultRouteTableId: null }),
            "transitGatewayRouteTable",
            false,
            "deployed",
        ],
        [
            "one that tells none",
            (n) => gateway(n, untold),
            "transitGatewayRouteTable",
            true,
            "deployed",
        ],
        [
            "one that tells none: of a VPC's tables nothing",
            (n) => gateway(n, untold),
            "routeTable",
            false,
            "deployed",
        ],
        [
            "one of two that tells none",
            (n) => {
                gateway(n, untold);
                n.add("aws:ec2transitgateway/transitGateway:TransitGateway", "other");
            },
            "transitGatewayRouteTable",
            true,
            "deployed",
        ],
        [
            "one that has no table",
            (n) =>
                gateway(n, {
                    ...untold,
                    defaultRouteTableAssociation: "disable",
                    defaultRouteTablePropagation: "disable",
                }),
            "transitGatewayRouteTable",
            false,
            "deployed",
        ],
        [
            "one that is made: nobody can name its table yet",
            (n) => gateway(n, untold),
            "transitGatewayRouteTable",
            false,
        ],
        [
            "CloudFormation's VPC does not tell its table",
            (n) => n.nativeVpc(),
            "routeTable",
            true,
            "deployed",
        ],
        [
            "nor does it beside another one",
            (n) => {
                n.nativeVpc();
                n.vpc("other");
            },
            "routeTable",
            true,
            "deployed",
        ],
        ["nobody can name it before it is made", (n) => n.nativeVpc(), "routeTable", false],
        [
            "CloudFormation's VPC: of transit gateways nothing",
            (n) => n.nativeVpc(),
            "transitGatewayRouteTable",
            false,
            "deployed",
        ],
    ];
    for (const [name, build, kind, expected, form = "first preview"] of rows) {
        it(name, () => {
            const n = new NativeNetwork();
            build(n);
            equal(graphOf(n, form).hasUnnamed(kind), expected);
        });
    }
});

describe("what AWS made with a VPC or a transit gateway", () => {
    /** By these ids, what is found of each kind. */
    const rows: readonly (readonly [
        name: string,
        build: (n: Network) => void,
        kind: KindName,
        id: string,
        expected: string | undefined,
    ])[] = [
        ["its table", told, "routeTable", "rtb-1", "default route table of VPC vpc"],
        ["its main table", told, "routeTable", "rtb-2", "default route table of VPC vpc"],
        ["its group", told, "securityGroup", "sg-1", "default security group of VPC vpc"],
        ["its ACL", told, "networkAcl", "acl-1", "default network ACL of VPC vpc"],
        ["no group by the id of its ACL", told, "securityGroup", "acl-1", undefined],
        ["no ACL by the id of its group", told, "networkAcl", "sg-1", undefined],
        ["no subnet by the id of its table", told, "subnet", "rtb-1", undefined],
        ["the table that adopts its own", adopted, "routeTable", "rtb-1", "route table table"],
        ["the group that adopts its own", adopted, "securityGroup", "sg-1", "security group group"],
        ["the ACL that adopts its own", adopted, "networkAcl", "acl-1", "network ACL acl"],
        [
            "a transit gateway's table",
            hub,
            "transitGatewayRouteTable",
            "tgw-rtb-1",
            "default route table of transit gateway hub",
        ],
        [
            "its table for propagations",
            hub,
            "transitGatewayRouteTable",
            "tgw-rtb-2",
            "default route table of transit gateway hub",
        ],
        ["no route table of a VPC by that id", hub, "routeTable", "tgw-rtb-1", undefined],
        [
            "the table that the plan makes its default one",
            hub,
            "transitGatewayRouteTable",
            "tgw-rtb-3",
            "transit gateway route table own",
        ],
    ];
    function told(n: Network, inputs: Inputs = {}): Resource {
        return n.vpc("vpc", {
            defaultRouteTableId: "rtb-1",
            mainRouteTableId: "rtb-2",
            defaultSecurityGroupId: "sg-1",
            defaultNetworkAclId: "acl-1",
            ...inputs,
        });
    }
    function adopted(n: Network): void {
        const vpc = told(n);
        const id = (property: string): Inputs => ({ [property]: vpc.get(property) });
        n.add("aws:ec2/defaultRouteTable:DefaultRouteTable", "table", id("defaultRouteTableId"));
        n.add("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "group", { vpcId: vpc.id });
        n.add("aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", "acl", id("defaultNetworkAclId"));
    }
    function hub(n: Network): void {
        const type = "aws:ec2transitgateway/transitGateway:TransitGateway";
        n.add(type, "hub", {
            associationDefaultRouteTableId: "tgw-rtb-1",
            propagationDefaultRouteTableId: "tgw-rtb-2",
        });
        const other = n.add(type, "other", { associationDefaultRouteTableId: "tgw-rtb-3" });
        n.add("aws:ec2transitgateway/routeTable:RouteTable", "own", {
            id: "tgw-rtb-3",
            transitGatewayId: other.id,
        });
    }
    for (const [name, build, kind, id, expected] of rows) {
        it(`is found by its id: ${name}`, () => {
            const n = new Network();
            build(n);
            const node = graphOf(n, "deployed").find(kind, id, here);
            equal(node && inWords(node), expected);
        });
    }
});

describe("what facts tell", () => {
    it("of what AWS made with a VPC stands for it", () => {
        const vpc = factOf("vpc:Vpc", "vpc-1", {
            cidrBlock: "10.0.0.0/16",
            defaultRouteTableId: "rtb-1",
            defaultSecurityGroupId: "sg-1",
            defaultNetworkAclId: "acl-1",
        });
        const its = { vpcId: "vpc-1" };
        const facts = factsOf([
            factOf("routeTable:RouteTable", "rtb-0", its),
            factOf("routeTable:RouteTable", "rtb-1", its),
            factOf("securityGroup:SecurityGroup", "sg-0", its),
            factOf("securityGroup:SecurityGroup", "sg-1", its),
            factOf("networkAcl:NetworkAcl", "acl-0", its),
            factOf("networkAcl:NetworkAcl", "acl-1", its),
            vpc,
        ]);
        const of = (graph: Graph): readonly string[] =>
            graph
                .all("vpc")
                .flatMap((each) => [
                    graph.defaultRouteTable(each),
                    graph.defaultSecurityGroup(each),
                    graph.defaultNetworkAcl(each),
                ])
                .map((each) => inWords(each));
        deepEqual(of(graphOf(new Network(), "deployed", {}, facts)), [
            "route table rtb-1",
            "security group sg-1",
            "network ACL acl-1",
        ]);
        deepEqual(of(graphOf(new Network(), "deployed", {}, factsOf([vpc]))), [
            "default route table of VPC vpc-1",
            "default security group of VPC vpc-1",
            "default network ACL of VPC vpc-1",
        ]);
    });

    describe("of the default VPC: what leaves its VPC to AWS is in it", () => {
        const group = (n: Network, inputs: Inputs = {}): Resource =>
            n.add("aws:ec2/securityGroup:SecurityGroup", "group", inputs);
        const ofDefault = factOf("defaultVpc:DefaultVpc", "vpc-1", {});
        const elsewhere = { ...factOf("defaultVpc:DefaultVpc", "vpc-2", {}), region: "eu-west-1" };
        const notKnown = "AWS decides it during the deployment";
        const rows: readonly (readonly [
            name: string,
            build: (n: Network) => Resource,
            facts: FactsFile | undefined,
            expected: string,
            form?: Form,
        ])[] = [
            ["a group", (n) => group(n), factsOf([ofDefault]), "VPC vpc-1"],
            [
                "a default subnet",
                (n) =>
                    n.add("aws:ec2/defaultSubnet:DefaultSubnet", "a", {
                        availabilityZone: "us-east-1a",
                    }),
                factsOf([ofDefault]),
                "VPC vpc-1",
            ],
            ["of its region", (n) => group(n), factsOf([elsewhere, ofDefault]), "VPC vpc-1"],
            ["not without facts", (n) => group(n), undefined, notKnown],
            [
                "not where they hold another VPC",
                (n) => group(n),
                factsOf([factOf("vpc:Vpc", "vpc-3")]),
                notKnown,
            ],
            ["not of another region", (n) => group(n), factsOf([elsewhere]), notKnown],
            [
                "not where its region is not known yet",
                (n) => group(n, { region: later(n) }),
                factsOf([ofDefault]),
                notKnown,
            ],
            [
                "not where there are two, of two accounts",
                (n) => group(n),
                factsOf([ofDefault, factOf("defaultVpc:DefaultVpc", "vpc-4")]),
                notKnown,
            ],
            [
                "not one of the program",
                (n) => {
                    n.add("aws:ec2/defaultVpc:DefaultVpc", "mine");
                    return group(n);
                },
                factsOf([]),
                notKnown,
            ],
            [
                "not where it names a VPC of the plan",
                (n) => group(n, { vpcId: n.vpc().id }),
                factsOf([ofDefault]),
                "VPC vpc",
            ],
            [
                "not where it names another one",
                (n) => group(n, { vpcId: "vpc-5" }),
                factsOf([ofDefault]),
                "the VPC that it names is not in this plan",
            ],
            [
                "not where its VPC is not known yet",
                (n) => group(n, { vpcId: later(n) }),
                factsOf([ofDefault]),
                "it comes from later, which the deployment creates or changes",
            ],
        ];
        for (const [name, build, facts, expected, form = "first preview"] of rows) {
            it(name, () => {
                const n = new Network();
                const resource = build(n);
                const graph = graphOf(n, form, {}, facts);
                const { vpc } = nodeOf<NodeOf<"securityGroup" | "subnet">>(graph, resource);
                deepEqual(
                    [
                        ...vpc.nodes.map((each) => inWords(each)),
                        ...vpc.gaps.map(({ what }) => what),
                    ],
                    [expected],
                );
            });
        }
    });
});

describe("what a dependency determines", () => {
    const vpcWith = (n: Network): Resource => {
        const vpc = n.vpc();
        n.subnet("a", vpc);
        n.subnet("b", vpc);
        n.subnet("far", n.vpc("other"));
        n.natGateway("nat", n.subnet("c", vpc));
        return vpc;
    };
    const hub = (n: Network): Resource =>
        n.add("aws:ec2transitgateway/transitGateway:TransitGateway", "hub");
    const attached = (n: Network): Resource =>
        n.add("aws:ec2transitgateway/vpcAttachment:VpcAttachment", "attached", {
            transitGatewayId: hub(n).id,
            vpcId: n.vpc().id,
        });
    const component = (n: Network, isComponent = true): Resource => {
        const outer = n.add("awsx:ec2:Vpc", "outer", {}, { component: isComponent });
        const inner = n.add("awsx:ec2:Inner", "inner", {}, { parent: outer, component: true });
        n.vpc("vpc", {}, { parent: outer });
        n.vpc("below", {}, { parent: inner });
        n.cluster("main", {});
        n.vpc("beside");
        return outer;
    };
    const rows: readonly (readonly [
        name: string,
        build: (n: Network) => Resource,
        kind: KindName,
        expected: readonly string[],
        isWhole?: boolean,
    ])[] = [
        ["a VPC, itself", vpcWith, "vpc", ["VPC vpc"]],
        ["a VPC, its own table", vpcWith, "routeTable", ["default route table of VPC vpc"]],
        ["a VPC, its own group", vpcWith, "securityGroup", ["default security group of VPC vpc"]],
        ["a VPC, its own ACL", vpcWith, "networkAcl", ["default network ACL of VPC vpc"]],
        ["a VPC, no single subnet", vpcWith, "subnet", []],
        ["a VPC, a list of subnets", vpcWith, "subnet", ["subnet a", "subnet b", "subnet c"], true],
        ["a VPC, no list of NAT gateways", vpcWith, "natGateway", [], true],
        ["a subnet, its VPC", (n) => n.subnet("a", n.vpc()), "vpc", ["VPC vpc"]],
        ["a subnet, no table", (n) => n.subnet("a", n.vpc()), "routeTable", []],
        ["a cluster, no VPC", (n) => n.cluster(), "vpc", []],
        [
            "a transit gateway, its table",
            hub,
            "transitGatewayRouteTable",
            ["default route table of transit gateway hub"],
        ],
        ["a transit gateway, no table of a VPC", hub, "routeTable", []],
        ["an attachment, its transit gateway", attached, "transitGateway", ["transit gateway hub"]],
        ["an attachment, its VPC", attached, "vpc", ["VPC vpc"]],
        ["an attachment, no subnet", attached, "subnet", [], true],
        ["a component, what is below it", component, "vpc", ["VPC vpc", "VPC below"]],
        ["a component, nothing of another kind", component, "cluster", []],
        [
            "a resource that nothing is read of, not what is below it",
            (n) => component(n, false),
            "vpc",
            [],
        ],
    ];
    for (const [name, build, kind, expected, isWhole = false] of rows) {
        it(name, () => {
            const n = new Network();
            const { urn } = build(n);
            const found = [...graphOf(n, "first preview").determinedBy(urn, kind, isWhole)];
            deepEqual(
                found.map((each) => inWords(each)),
                expected,
            );
        });
    }

    it("nothing that is not in the plan", () => {
        deepEqual(
            [...graphOf(new Network(), "deployed").determinedBy("urn:none", "vpc", true)],
            [],
        );
    });
});
