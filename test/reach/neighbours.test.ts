import { deepEqual } from "node:assert/strict";
import type { LoadBalancer } from "../../src/network";
import { inPeer, two, type Parts, type Peering } from "../support/callers";
import { aclWithout, groupWith, later, natNetwork, Network, tcp } from "../support/networks";
import type { Form, Resource, Value } from "../support/program";
import { notYet, told } from "../support/in-words";
import { made, Reaching, type InputsOf } from "../support/reaching";

describe("calls to tasks in another VPC", () => {
    const far = "10.1.0.0/16";
    const parts =
        "routes of private: its routes lead parts of the subnet's addresses different ways";
    const apart =
        "vpcId of private: the subnet far is in another VPC, and only connections between two VPCs of the plan are simulated, with blocks that are known and apart";
    const eni = { networkInterfaceId: "eni-0123456789abcdef0" };

    const rows: readonly (readonly [
        name: string,
        change: (n: Network, network: Parts & { readonly peering: Resource }) => void,
        expected: readonly string[],
        more?: { readonly peering?: Peering; readonly form?: Form; readonly port?: number },
    ])[] = [
        ["over a peering", () => undefined, ["ok"]],
        ["on another port", () => undefined, ["violated"], { port: 9090 }],
        [
            "over a peering, without a route there",
            () => undefined,
            ["violated"],
            { peering: { without: "there" } },
        ],
        [
            "over a peering, without a route back",
            () => undefined,
            ["violated"],
            { peering: { without: "back" } },
        ],
        [
            "over a peering that nobody accepts",
            () => undefined,
            ["autoAccept of peering: whether the request for it is accepted is not in the plan"],
            { peering: { connection: { autoAccept: null } }, form: "first preview" },
        ],
        [
            "over a peering that was asked for from there",
            (_, { peering }) => {
                const { vpcId = null, peerVpcId = null } = peering.inputs;
                Object.assign(peering.inputs, { vpcId: peerVpcId, peerVpcId: vpcId });
            },
            ["ok"],
        ],
        [
            "over a peering with a third VPC",
            (n, { peering }) => {
                peering.inputs.peerVpcId = n.vpc("third", { cidrBlock: "10.2.0.0/16" }).id;
            },
            ["violated"],
        ],
        [
            "over a peering with a VPC that the plan does not show",
            (_, { peering }) => {
                peering.inputs.peerVpcId = "vpc-0123456789abcdef0";
            },
            ["far", "vpc"].map(
                (vpc) => `peerVpcId of peering: whether it leads to VPC ${vpc} is not certain`,
            ),
        ],
        [
            "over a peering with a VPC that is not known yet",
            (n, { peering }) => {
                peering.inputs.peerVpcId = later(n);
            },
            ["far", "vpc"].map(
                (vpc) => `peerVpcId of peering: whether it leads to VPC ${vpc} is not certain`,
            ),
            { form: "first preview" },
        ],
        [
            "with a route for half of the other subnet",
            (n, { privateTable, peering }) => {
                n.route("there", privateTable, {
                    destinationCidrBlock: "10.1.1.0/25",
                    vpcPeeringConnectionId: peering.id,
                });
            },
            [parts],
            { peering: { without: "there" } },
        ],
        [
            "with a route for half of the other subnet to something else",
            (n, { privateTable }) => {
                n.route("half", privateTable, { destinationCidrBlock: "10.1.1.0/25", ...eni });
            },
            [
                parts,
                "routes of half: a route leads to a network interface, and what lies behind it is not in the plan",
            ],
        ],
        [
            "with a wider route to something else",
            (n, { privateTable }) => {
                n.route("wide", privateTable, { destinationCidrBlock: "10.0.0.0/8", ...eni });
            },
            ["ok"],
        ],
        [
            "with a narrower route to something else",
            (n, { privateTable }) => {
                n.route("narrow", privateTable, { destinationCidrBlock: "10.1.1.0/24", ...eni });
            },
            [
                "routes of narrow: a route leads to a network interface, and what lies behind it is not in the plan",
            ],
        ],
        [
            "with a route to an internet gateway",
            (n, { privateTable, igw }) => {
                n.route("there", privateTable, { destinationCidrBlock: far, gatewayId: igw.id });
            },
            ["violated"],
            { peering: { without: "there" } },
        ],
        [
            "with a route to a NAT gateway, which does not lead there either",
            (n, { privateTable, nat }) => {
                n.route("there", privateTable, { destinationCidrBlock: far, natGatewayId: nat.id });
            },
            ["violated"],
            { peering: { without: "there" } },
        ],
        [
            "with a route to a NAT gateway, whose subnet leads there",
            (n, { privateTable, nat, peering }) => {
                n.route("nat", privateTable, { destinationCidrBlock: far, natGatewayId: nat.id });
                const ofNat = n.find("aws:ec2/routeTable:RouteTable", "public");
                (ofNat?.inputs.routes as Value[]).push({
                    cidrBlock: far,
                    vpcPeeringConnectionId: peering.id,
                });
            },
            ["routes of nat: whether this route leads to the other VPC is not simulated"],
            { peering: { without: "there" } },
        ],
        [
            "with a route that is written as local",
            (n, { privateTable }) => {
                n.route("there", privateTable, { destinationCidrBlock: far, gatewayId: "local" });
            },
            ["routes of there: whether this route leads to the other VPC is not simulated"],
            { peering: { without: "there" } },
        ],
        [
            "with a route to what is not known yet",
            (n, { privateTable }) => {
                n.route("there", privateTable, { destinationCidrBlock: far, gatewayId: later(n) });
            },
            [`gatewayId of there: ${notYet}`],
            { peering: { without: "there" }, form: "first preview" },
        ],
        [
            "with a route of which the block is not known yet",
            (n, { privateTable, peering }) => {
                n.route("there", privateTable, {
                    destinationCidrBlock: later(n),
                    vpcPeeringConnectionId: peering.id,
                });
            },
            [`destinationCidrBlock of there: ${notYet}`],
            { peering: { without: "there" }, form: "first preview" },
        ],
        [
            "with a route that may be of its table",
            (n, { privateTable, peering }) => {
                n.add(
                    "aws:ec2/route:Route",
                    "there",
                    {
                        routeTableId: later(n),
                        destinationCidrBlock: far,
                        vpcPeeringConnectionId: peering.id,
                    },
                    { feeds: { routeTableId: [privateTable, n.routeTable("x", n.vpc("y"))] } },
                );
            },
            ["routes of there: it may give a route to private"],
            { peering: { without: "there" }, form: "first preview" },
        ],
        [
            "of the same block",
            (n) => {
                const other = n.find("aws:ec2/vpc:Vpc", "far");
                if (other) other.inputs.cidrBlock = "10.0.0.0/16";
            },
            [apart],
        ],
        [
            "of a block that is not known yet",
            (n) => {
                const other = n.find("aws:ec2/vpc:Vpc", "far");
                if (other) other.inputs.cidrBlock = later(n);
            },
            [apart],
            { form: "first preview" },
        ],
    ];
    for (const [
        name,
        change,
        expected,
        { peering = {}, form = "deployed", port = 8080 } = {},
    ] of rows)
        it(name, () => {
            const n = new Network();
            const network = two(n, { admits: () => [tcp(8080, { cidrBlocks: ["10.0.0.0/8"] })] });
            change(n, { ...network, peering: inPeer(n, network, peering) });
            const asked = new Reaching(n, form);
            const { reach, origin } = asked;
            const answer = reach.canCallTasks(
                origin,
                asked.workload("api"),
                asked.subnetOf("api"),
                port,
            );
            deepEqual(told(answer), expected);
        });
});

describe("calls to a load balancer of the plan", () => {
    interface Build {
        readonly balancer?: InputsOf;
        /** What its group admits; TCP 80 from the group of the tasks, if it does not say; `null`: it has none. */
        readonly ingress?: ((web: Resource) => Value[]) | null;
        readonly listener?: InputsOf | null;
        readonly port?: number;
        readonly form?: Form;
        readonly change?: (
            n: Network,
            network: ReturnType<typeof natNetwork>,
            alb: Resource,
        ) => void;
    }
    const open = (): Value[] => [tcp(80, { cidrBlocks: ["0.0.0.0/0"] })];
    const internal = { internal: true };
    const facing = { internal: false };
    const rows: readonly (readonly [name: string, build: Build, expected: readonly string[]])[] = [
        ["that is internal", { balancer: internal }, ["ok"]],
        ["that is internal, on its port", { balancer: internal, port: 80 }, ["ok"]],
        [
            "that is internal, on another port",
            { balancer: internal, port: 81 },
            [" of web: no listener of it on port 81 is in the plan"],
        ],
        [
            "without listeners",
            { balancer: internal, listener: null },
            [" of web: no listener of it is in the plan"],
        ],
        [
            "whose group admits others",
            { balancer: internal, ingress: () => [tcp(80, { cidrBlocks: ["10.9.0.0/16"] })] },
            ["violated"],
        ],
        [
            "whose group admits another port",
            { balancer: internal, ingress: (web) => [tcp(443, { securityGroups: [web.id] })] },
            ["violated"],
        ],
        [
            "that is a Network Load Balancer without groups",
            {
                balancer: { ...internal, loadBalancerType: "network" },
                ingress: null,
                listener: { protocol: "TCP" },
            },
            ["ok"],
        ],
        ["that has no groups of its own", { balancer: internal, ingress: null }, ["violated"]],
        [
            "of which it is not known whether it is internal",
            { balancer: (n) => ({ internal: later(n) }), form: "first preview" },
            [`internal of web: ${notYet}`],
        ],
        [
            "of a type that is not known yet",
            {
                balancer: (n) => ({ ...internal, loadBalancerType: later(n) }),
                form: "first preview",
            },
            [`loadBalancerType of web: ${notYet}`],
        ],
        [
            "on a port that is not known yet",
            { balancer: internal, listener: (n) => ({ port: later(n) }), form: "first preview" },
            [`port of http: ${notYet}`],
        ],
        [
            "on a port that is not known yet, or another one",
            {
                balancer: internal,
                listener: (n) => ({ port: later(n) }),
                port: 81,
                form: "first preview",
            },
            [`port of http: ${notYet}`],
        ],
        [
            "of which one interface is behind a closed ACL",
            {
                balancer: internal,
                change: (n, { vpc }, alb) => {
                    const closed = n.subnet("closed", vpc);
                    aclWithout(n, vpc, closed, { ingress: [0, 65535] });
                    (alb.inputs.subnets as Value[]).push(closed.id);
                },
            },
            [
                "subnets of web: some of its interfaces can be reached, and others not; which a task calls is up to DNS",
            ],
        ],
        ["that faces the internet, and admits all", { balancer: facing, ingress: open }, ["ok"]],
        [
            "that faces the internet, and admits the tasks' group",
            { balancer: facing },
            ["violated"],
        ],
        [
            "that faces the internet, for tasks without a route out",
            {
                balancer: facing,
                ingress: open,
                change: (_, { privateTable }) => {
                    privateTable.inputs.routes = [];
                },
            },
            ["violated"],
        ],
        [
            "that faces the internet, in a subnet without a route from there",
            {
                balancer: facing,
                ingress: open,
                change: (_, { privateSubnet }, alb) => {
                    alb.inputs.subnets = [privateSubnet.id];
                },
            },
            ["violated"],
        ],
        [
            "that is internal, for tasks that have IPv6 alone",
            {
                balancer: internal,
                change: (_, { vpc, privateSubnet }) => {
                    vpc.inputs.assignGeneratedIpv6CidrBlock = true;
                    Object.assign(privateSubnet.inputs, {
                        cidrBlock: null,
                        ipv6Native: true,
                        ipv6CidrBlock: "2600:1f18:1:2::/64",
                    });
                },
            },
            ["ipAddressType of web: calls over IPv6 to a load balancer are not simulated"],
        ],
    ];
    for (const [name, build, expected] of rows)
        it(name, () => {
            const n = new Network();
            const network = natNetwork(n);
            const { vpc, publicSubnet, privateSubnet } = network;
            const {
                balancer = {},
                ingress = (web: Resource) => [tcp(80, { securityGroups: [web.id] })],
                listener = {},
            } = build;
            const web = n.securityGroup("tasks", vpc);
            const securityGroups =
                ingress === null
                    ? null
                    : [groupWith(n, "doors", vpc, { ingress: ingress(web) }).id];
            const alb = n.loadBalancer("web", [publicSubnet], {
                securityGroups,
                ...made(balancer, n),
            });
            if (listener !== null) {
                n.listener("http", alb, n.targetGroup("web", vpc), made(listener, n));
            }
            n.service("web", [privateSubnet], {
                networkConfiguration: { securityGroups: [web.id] },
            });
            build.change?.(n, network, alb);
            const asked = new Reaching(n, build.form ?? "deployed");
            const node = asked.node<LoadBalancer>(alb);
            deepEqual(told(asked.reach.canCallBalancer(asked.origin, node, build.port)), expected);
        });
});
