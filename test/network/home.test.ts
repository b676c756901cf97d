import { deepEqual } from "node:assert/strict";
import { canUseGroup, homesOf, inOneVpc, type SecurityGroup, type Subnet } from "../../src/network";
import { graphOf, nodeOf } from "../support/graph";
import { notYet, told } from "../support/in-words";
import { later, Network } from "../support/networks";
import type { Form, Inputs, Options, Resource, Value } from "../support/program";

const outside = "vpc-0000000000000aaaa";
const another = "vpc-0000000000000bbbb";

/** A subnet, or a security group without rules, in this VPC. */
function subnet(n: Network, name: string, vpcId: Value, options: Options = {}): Resource {
    return n.add("aws:ec2/subnet:Subnet", name, { vpcId, cidrBlock: "10.0.9.0/24" }, options);
}

function group(n: Network, name: string, vpcId: Value, more: Inputs = {}): Resource {
    return n.add("aws:ec2/securityGroup:SecurityGroup", name, { vpcId, ...more });
}

const far = (n: Network): Resource => n.vpc("far", { cidrBlock: "10.1.0.0/16" });

describe("whether two things are in one VPC", () => {
    const ofDefault = "it is in the region's default VPC, whose id is not known";
    const rows: readonly (readonly [
        name: string,
        build: (n: Network) => readonly [Resource, Resource],
        expected: readonly string[],
        form?: Form,
    ])[] = [
        [
            "of the plan",
            (n) => {
                const { id } = n.vpc();
                return [subnet(n, "a", id), group(n, "b", id)];
            },
            ["ok"],
        ],
        [
            "in two of the plan",
            (n) => [subnet(n, "a", n.vpc().id), group(n, "b", far(n).id)],
            ["violated"],
        ],
        [
            "in two of the plan, not made yet",
            (n) => [subnet(n, "a", n.vpc().id), group(n, "b", far(n).id)],
            ["violated"],
            "first preview",
        ],
        ["that exists", (n) => [subnet(n, "a", outside), group(n, "b", outside)], ["ok"]],
        [
            "in two that exist",
            (n) => [subnet(n, "a", outside), group(n, "b", another)],
            ["violated"],
        ],
        [
            "in one that exists, and one of the plan",
            (n) => [subnet(n, "a", outside), group(n, "b", n.vpc().id)],
            ["violated"],
        ],
        [
            "in one that exists, and one that is made",
            (n) => [subnet(n, "a", outside), group(n, "b", n.vpc().id)],
            ["violated"],
            "first preview",
        ],
        [
            "in one that is not known yet",
            (n) => [subnet(n, "a", later(n)), group(n, "b", n.vpc().id)],
            [`vpcId of a: ${notYet}`],
            "first preview",
        ],
        [
            "in one of two, and one of those",
            (n) => {
                const [one, two] = [n.vpc(), far(n)];
                return [
                    subnet(n, "a", later(n), { feeds: { vpcId: [one, two] } }),
                    group(n, "b", one.id),
                ];
            },
            ["vpcId of a: it comes from far, later, vpc, which the deployment creates or changes"],
            "first preview",
        ],
        [
            "in one of two, and a third",
            (n) => {
                const [one, two] = [n.vpc(), far(n)];
                const third = n.vpc("third", { cidrBlock: "10.2.0.0/16" });
                return [
                    subnet(n, "a", later(n), { feeds: { vpcId: [one, two] } }),
                    group(n, "b", third.id),
                ];
            },
            ["violated"],
            "first preview",
        ],
        ["without a VPC, both", (n) => [group(n, "a", null), group(n, "b", null)], ["ok"]],
        [
            "without a VPC, in two regions",
            (n) => [group(n, "a", null, { region: "eu-west-1" }), group(n, "b", null)],
            [`vpcId of a: ${ofDefault}`, `vpcId of b: ${ofDefault}`],
            "first preview",
        ],
        [
            "without a VPC, in a region that is not known",
            (n) => [group(n, "a", null, { region: later(n) }), group(n, "b", null)],
            [`vpcId of a: ${ofDefault}`, `vpcId of b: ${ofDefault}`],
            "first preview",
        ],
        [
            "without a VPC, and one of the plan",
            (n) => [group(n, "a", null), group(n, "b", n.vpc().id)],
            ["violated"],
        ],
        [
            "without a VPC, and one of the plan with the block of default ones",
            (n) => [
                group(n, "a", null),
                group(n, "b", n.vpc("vpc", { cidrBlock: "172.31.0.0/16" }).id),
            ],
            ["violated"],
        ],
        [
            "without a VPC, and one that is made, with the block of default ones",
            (n) => [
                group(n, "a", null),
                group(n, "b", n.vpc("vpc", { cidrBlock: "172.31.0.0/16" }).id),
            ],
            ["violated"],
            "first preview",
        ],
        [
            "without a VPC, and one that exists",
            (n) => [group(n, "a", null), group(n, "b", outside)],
            [`vpcId of a: ${ofDefault}`, "vpcId of b: the VPC that it names is not in this plan"],
            "first preview",
        ],
        [
            "a subnet that names no VPC",
            (n) => [subnet(n, "a", null), group(n, "b", n.vpc().id)],
            ["vpcId of a: it names no VPC"],
        ],
        [
            "the account's default VPC, and a group without one",
            (n) => [
                subnet(n, "a", n.add("aws:ec2/defaultVpc:DefaultVpc", "default").id),
                group(n, "b", null),
            ],
            ["ok"],
        ],
    ];
    for (const [name, build, expected, form = "deployed"] of rows)
        it(name, () => {
            const n = new Network();
            const [a, b] = build(n);
            const graph = graphOf(n, form);
            const [one, other] = [a, b].map((each) => homesOf(graph, nodeOf<Subnet>(graph, each)));
            if (one === undefined || other === undefined) throw new Error();
            deepEqual(told(inOneVpc(one, other)), expected);
            deepEqual(inOneVpc(other, one).verdict, inOneVpc(one, other).verdict);
        });
});

describe("whether a security group can be used in a VPC", () => {
    const associate = (
        n: Network,
        securityGroupId: Value,
        vpcId: Value,
        options: Options = {},
    ): void => {
        n.add(
            "aws:vpc/securityGroupVpcAssociation:SecurityGroupVpcAssociation",
            "association",
            { securityGroupId, vpcId },
            options,
        );
    };
    interface Parts {
        readonly n: Network;
        /** Of the group, and of the subnet. */
        readonly its: Resource;
        readonly where: Resource;
        readonly group: Resource;
    }
    const rows: readonly (readonly [
        name: string,
        change: (parts: Parts) => void,
        expected: readonly string[],
        form?: Form,
    ])[] = [
        ["of another one", () => undefined, ["violated"]],
        [
            "of its own",
            ({ group, where }) => {
                group.inputs.vpcId = where.id;
            },
            ["ok"],
        ],
        [
            "by an association",
            ({ n, group, where }) => {
                associate(n, group.id, where.id);
            },
            ["ok"],
        ],
        [
            "by an association with a third one",
            ({ n, group }) => {
                associate(n, group.id, outside);
            },
            ["violated"],
        ],
        [
            "by an association of another group",
            ({ n, its, where }) => {
                associate(n, n.securityGroup("other", its).id, where.id);
            },
            ["violated"],
        ],
        [
            "by an association that may be of another group",
            ({ n, its, group, where }) => {
                const other = n.securityGroup("other", its);
                associate(n, later(n), where.id, { feeds: { securityGroupId: [group, other] } });
            },
            [
                "securityGroupId of association: it may let this security group be used in another VPC",
            ],
            "first preview",
        ],
        [
            "by an association of a group that is not known",
            ({ n, where }) => {
                associate(n, later(n), where.id);
            },
            [
                "securityGroupId of association: it may let this security group be used in another VPC",
            ],
            "first preview",
        ],
        [
            "in a VPC that others know",
            ({ n, group, where }) => {
                n.output("group", group.id);
                n.output("vpc", where.id);
            },
            [
                "securityGroupVpcAssociations of where: the stack gives its id away as an output, so others may add to it",
            ],
        ],
        [
            "in a VPC that others know, and the group not",
            ({ n, where }) => {
                n.output("vpc", where.id);
            },
            ["violated"],
        ],
    ];
    for (const [name, change, expected, form = "deployed"] of rows)
        it(name, () => {
            const n = new Network();
            const its = n.vpc("its");
            const where = n.vpc("where", { cidrBlock: "10.1.0.0/16" });
            const made = n.securityGroup("group", its);
            const place = subnet(n, "place", where.id);
            change({ n, its, where, group: made });
            const graph = graphOf(n, form);
            const answer = canUseGroup(
                graph,
                nodeOf<SecurityGroup>(graph, made),
                homesOf(graph, nodeOf<Subnet>(graph, place)),
            );
            deepEqual(told(answer), expected);
        });
});
