import { deepEqual } from "node:assert/strict";
import { rulesOfAcl, transitRoutesOf, type Graph, type Node, type NodeOf } from "../../src/network";
import { graphOfRecording, nodeOf } from "../support/graph";
import { gapInWords, inWords } from "../support/in-words";
import type { Form, Recorded, Resource, Value } from "../support/program";
import { idsOf, NativeNetwork } from "./network";

/*
 * What CloudFormation says otherwise than the `aws` provider, or does not tell at all, as the network sees it.
 */

type Change = (recorded: Recorded[]) => Recorded[];

/** As `--target` leaves it out: without properties. */
const leftOut =
    (name: string): Change =>
    (all) =>
        all.map((each) => (each.name === name ? { ...each, inputs: {}, outputs: {} } : each));

/** A subnet of the network's only VPC. */
function subnet(n: NativeNetwork, zone: string): Resource {
    const vpc = n.find("aws-native:ec2:Vpc") ?? n.nativeVpc();
    const block = `10.0.${String("abc".indexOf(zone))}.0/24`;
    return n.nativeSubnet(zone, vpc, block, `us-east-1${zone}`);
}

const subnetsOf = (graph: Graph, resource: Resource): readonly string[] => {
    const { subnets } = nodeOf<NodeOf<"transitGatewayVpcAttachment">>(graph, resource);
    const some = subnets.some?.candidates.map((each) => each.name) ?? [];
    return [...subnets.nodes.map((each) => each.name), ...some.map((each) => `${each}?`)];
};

const rows: readonly (readonly [
    name: string,
    build: (n: NativeNetwork) => Resource,
    ask: (graph: Graph, resource: Resource) => readonly string[],
    expected: readonly string[],
    more?: { readonly form?: Form; readonly change?: Change },
])[] = [
    [
        "the subnets of an attachment",
        (n) => attached(n, { subnetIds: idsOf([subnet(n, "a"), subnet(n, "b")]) }),
        subnetsOf,
        ["a", "b"],
    ],
    [
        "no subnet of an attachment to which others are added",
        (n) =>
            attached(n, {
                subnetIds: idsOf([subnet(n, "a")]),
                addSubnetIds: idsOf([subnet(n, "b")]),
            }),
        subnetsOf,
        ["a?", "b?"],
    ],
    [
        "no subnet of an attachment from which some are taken",
        (n) => {
            const both = [subnet(n, "a"), subnet(n, "b")];
            return attached(n, { subnetIds: idsOf(both), removeSubnetIds: idsOf(both.slice(1)) });
        },
        subnetsOf,
        ["a?", "b?"],
    ],
    [
        "no entry of an ACL that exists",
        (n) => n.native("ec2:NetworkAcl", "acl", { vpcId: n.nativeVpc().get("vpcId") }),
        entriesOf,
        ["ingress of acl: it exists, and CloudFormation does not tell its entries"],
    ],
    [
        "that an ACL has none before it is made",
        (n) => n.native("ec2:NetworkAcl", "acl", { vpcId: n.nativeVpc().get("vpcId") }),
        entriesOf,
        [],
        { form: "first preview" },
    ],
    [
        "the entries of an ACL that are in the plan",
        (n) => {
            const acl = n.native("ec2:NetworkAcl", "acl", { vpcId: n.nativeVpc().get("vpcId") });
            n.add("aws:ec2/networkAclRule:NetworkAclRule", "all", {
                networkAclId: acl.get("id"),
                ruleNumber: 100,
                protocol: "-1",
                ruleAction: "allow",
                cidrBlock: "0.0.0.0/0",
            });
            return acl;
        },
        entriesOf,
        ["100"],
    ],
    [
        "a concentrator of VPN connections, which may propagate routes",
        (n) => {
            const hub = n.native("ec2:TransitGateway", "hub");
            n.native("ec2:VpnConcentrator", "branches", { transitGatewayId: hub.get("id") });
            return hub;
        },
        (graph, { urn }) => {
            const table = graph.defaultTransitTable(graph.node(urn) as NodeOf<"transitGateway">);
            return transitRoutesOf(graph, table).gaps.map(gapInWords);
        },
        [" of branches: it may propagate routes to the transit gateway hub, which no plan shows"],
    ],
    [
        "the targets of a rule that is left out of an operation",
        (n) => n.native("events:Rule", "nightly", { targets: [] }),
        (graph) =>
            graph
                .all("eventTarget")
                .map((each) => `${inWords(each)} ${String(each.resource.skipped)}`),
        ["event target nightly true"],
        { change: leftOut("nightly") },
    ],
    [
        "the roles of a managed policy that is left out",
        (n) => n.native("iam:ManagedPolicy", "reads", { roles: ["app"] }),
        (graph) =>
            graph
                .all("policyAttachment")
                .map((each) => `${inWords(each)} ${String(each.resource.skipped)}`),
        ["policy attachment reads true"],
        { change: leftOut("reads") },
    ],
];

function attached(n: NativeNetwork, inputs: Record<string, Value>): Resource {
    return n.native("ec2:TransitGatewayVpcAttachment", "home", inputs);
}

function entriesOf(graph: Graph, acl: Resource): readonly string[] {
    const { certain, gaps } = rulesOfAcl(
        graph,
        nodeOf<NodeOf<"networkAcl">>(graph, acl),
        "ingress",
    );
    const numbers = certain.map(({ number }) => (number.known ? String(number.value) : "?"));
    return [...numbers, ...gaps.map(gapInWords)];
}

describe("CloudFormation tells", () => {
    for (const [name, build, ask, expected, { form = "deployed", change } = {}] of rows) {
        it(name, () => {
            const n = new NativeNetwork();
            const resource = build(n);
            const recorded = n.record(form);
            deepEqual(ask(graphOfRecording(change?.(recorded) ?? recorded), resource), expected);
        });
    }

    it("the targets of a rule, each of which may have what feeds all of them", () => {
        const n = new NativeNetwork();
        const vpc = n.nativeVpc();
        const closed = n.nativeGroup("closed", vpc, { securityGroupEgress: [] });
        const target = (launchType: string, group: Value): Record<string, Value> => ({
            ...{ id: launchType, arn: "arn:aws:ecs:us-east-1:123456789012:cluster/main" },
            ecsParameters: {
                ...{ launchType, taskDefinitionArn: "app:1" },
                networkConfiguration: { awsVpcConfiguration: { securityGroups: [group] } },
            },
        });
        n.native("events:Rule", "nightly", {
            targets: [
                target("FARGATE", vpc.get("defaultSecurityGroup")),
                target("EC2", closed.get("groupId")),
            ],
        });
        const graph = graphOfRecording(n.record("first preview"));
        const certain = graph
            .all("eventTarget")
            .map(({ securityGroups: { nodes } }): readonly Node[] => nodes);
        deepEqual(certain, [[], []]);
    });
});
