import { deepEqual } from "node:assert/strict";
import {
    aclWithout,
    egressNetwork,
    firewallIn,
    later,
    natNetwork,
    Network,
    toEndpoint,
    type EgressNetwork,
} from "../support/networks";
import {
    withOtherProvider,
    type Form,
    type Inputs,
    type Recorded,
    type Resource,
    type Value,
} from "../support/program";
import { notYet, told } from "../support/in-words";
import { Reaching } from "../support/reaching";

type Change = (recording: Recorded[]) => Recorded[];

interface Row {
    readonly name: string;
    readonly network: (n: Network) => Resource;
    readonly form?: Form;
    readonly change?: Change;
    readonly is: readonly string[];
}

type Choices = Parameters<typeof egressNetwork>[1];

/** By a transit gateway, with something that is otherwise. */
const transit =
    (change: (n: Network, network: EgressNetwork) => void, choices: Choices = {}) =>
    (n: Network): Resource => {
        const network = egressNetwork(n, choices);
        change(n, network);
        return network.subnet;
    };

function attach(
    n: Network,
    name: string,
    { gateway }: EgressNetwork,
    vpc: Resource,
    more: Inputs = {},
): Resource {
    return n.add("aws:ec2transitgateway/vpcAttachment:VpcAttachment", name, {
        transitGatewayId: gateway.id,
        vpcId: vpc.id,
        subnetIds: [n.subnet(name, vpc, { cidrBlock: "10.50.1.0/24" }).id],
        ...more,
    });
}

/** A third VPC at the transit gateway. */
function third(n: Network, network: EgressNetwork): Resource {
    return attach(n, "third", network, n.vpc("third", { cidrBlock: "10.50.0.0/16" }));
}

/** The table for what comes from a VPC: `tasks` or `egress`. */
function tableOf(n: Network, { gateway }: EgressNetwork, name: string): Value {
    const own = n.resources.find(
        (each) => each.type === "aws:ec2transitgateway/routeTable:RouteTable" && each.name === name,
    );
    return own?.id ?? gateway.get("associationDefaultRouteTableId");
}

function route(n: Network, name: string, table: Value, cidr: Value, to: Value | undefined): void {
    n.add("aws:ec2transitgateway/route:Route", name, {
        transitGatewayRouteTableId: table,
        destinationCidrBlock: cidr,
        ...(to === undefined ? { blackhole: true } : { transitGatewayAttachmentId: to }),
    });
}

const apart = "its routes lead parts of the addresses different ways";
const ownTables: Choices = { tables: true };

/** Back to the tasks by a static route of this block, and no propagated one. */
const staticBack: Choices = { tables: true, without: ["propagation"] };

const byTransit: readonly Row[] = [
    { name: "as it should be", network: transit(() => undefined), is: ["ok"] },
    { name: "with tables of its own", network: transit(() => undefined, ownTables), is: ["ok"] },
    {
        name: "to which the tasks' VPC is attached twice",
        network: transit((n, network) => {
            attach(n, "again", network, network.vpc);
        }),
        is: [
            "transitGatewayId of private: which attachment VPC vpc has to the transit gateway hub is not certain",
        ],
    },
    {
        name: "to which the tasks' VPC is not attached, but others are",
        network: transit((n, network) => {
            network.home.inputs.transitGatewayId = "tgw-0123456789abcdef0";
            third(n, network);
        }),
        is: [
            "transitGatewayId of private: which attachment VPC vpc has to the transit gateway hub is not certain",
        ],
    },
    {
        name: "whose route leads back into the tasks' VPC",
        network: transit((n, { home }) => {
            const out = n.find("aws:ec2transitgateway/route:Route");
            if (out) out.inputs.transitGatewayAttachmentId = home.id;
        }),
        is: [
            "transitGatewayId of private: why it leads back into the VPC to the transit gateway hub is not certain",
        ],
    },
    {
        name: "whose route leads to an attachment of another transit gateway",
        network: transit((n, network) => {
            const other = n.add("aws:ec2transitgateway/transitGateway:TransitGateway", "other");
            const there = third(n, network);
            there.inputs.transitGatewayId = other.id;
            const out = n.find("aws:ec2transitgateway/route:Route");
            if (out) out.inputs.transitGatewayAttachmentId = there.id;
        }),
        is: ["transitGatewayId of third: it is not certain to be of the same transit gateway"],
    },
    {
        name: "that comes out in one of two subnets, one of which has no route out",
        network: transit((n, { away, egressVpc }) => {
            const { subnet } = n.subnetWith("blind", egressVpc, []);
            subnet.inputs.cidrBlock = "10.99.7.0/24";
            (away.inputs.subnetIds as Value[]).push(subnet.id);
        }),
        is: ["subnetIds of egress: in which of its subnets traffic comes out is not known"],
    },
    {
        name: "that comes out in one of two subnets, both with a route out",
        network: transit((n, { away, egressVpc, nat }) => {
            const { subnet } = n.subnetWith("more", egressVpc, [
                { cidrBlock: "0.0.0.0/0", natGatewayId: nat.id },
            ]);
            subnet.inputs.cidrBlock = "10.99.7.0/24";
            (away.inputs.subnetIds as Value[]).push(subnet.id);
        }),
        is: ["ok"],
    },
    {
        name: "that is met in one of two subnets, one of which has a closed ACL",
        network: transit((n, { vpc, home }) => {
            const [one, two] = ["one", "two"].map((name, i) =>
                n.subnet(name, vpc, { cidrBlock: `10.0.${String(50 + i)}.0/24` }),
            );
            if (one === undefined || two === undefined) return;
            home.inputs.subnetIds = [one.id, two.id];
            aclWithout(n, vpc, two, { ingress: [0, 65535] });
        }),
        is: [
            "subnetIds of tasks: which of its subnets is in the Availability Zone of the tasks is not known",
        ],
    },
    {
        name: "for tasks in a subnet whose block is none",
        network: transit((_, { subnet }) => {
            subnet.inputs.cidrBlock = "10.0.1.0";
        }),
        is: ["cidrBlock of private: its IPv4 block, to which answers go, is not known"],
    },
    {
        name: "for tasks in a subnet whose block is not known yet",
        network: transit((n, { subnet }) => {
            subnet.inputs.cidrBlock = later(n);
        }),
        form: "first preview",
        is: [`cidrBlock of private: ${notYet}`],
    },
    {
        name: "whose NAT gateway leads answers to a network interface",
        network: transit(
            (_, { natTable }) => {
                (natTable.inputs.routes as Value[]).push({
                    cidrBlock: "10.0.0.0/8",
                    networkInterfaceId: "eni-0123456789abcdef0",
                });
            },
            { without: ["route back"] },
        ),
        is: ["routes of nat: whether a network interface leads answers to VPC vpc is not known"],
    },
    {
        name: "whose NAT gateway leads answers to another transit gateway",
        network: transit(
            (n, { natTable }) => {
                const other = n.add("aws:ec2transitgateway/transitGateway:TransitGateway", "other");
                (natTable.inputs.routes as Value[]).push({
                    cidrBlock: "10.0.0.0/8",
                    transitGatewayId: other.id,
                });
            },
            { without: ["route back"] },
        ),
        is: ["routes of nat: whether a transit gateway leads answers to VPC vpc is not known"],
    },
    {
        name: "whose NAT gateway leads answers into the internet",
        network: transit(() => undefined, { without: ["route back"] }),
        is: ["violated"],
    },
    {
        name: "of another provider than the attachment of the tasks' VPC",
        network: transit(() => undefined),
        change: (recording) => withOtherProvider(recording, ({ name }) => name === "tasks"),
        is: [
            "transitGatewayId of tasks: it has another provider than the transit gateway, which may be of another account that has to accept it",
        ],
    },
    {
        name: "that leads a part of the internet to another VPC",
        network: transit((n, network) => {
            route(n, "part", tableOf(n, network, "tasks"), "52.0.0.0/8", third(n, network).id);
        }),
        is: [`routes of hub: ${apart}`],
    },
    {
        name: "that leads a part of the internet the same way",
        network: transit((n, network) => {
            route(n, "part", tableOf(n, network, "tasks"), "52.0.0.0/8", network.away.id);
        }),
        is: ["ok"],
    },
    {
        name: "that drops a part of the internet",
        network: transit((n, network) => {
            route(n, "part", tableOf(n, network, "tasks"), "52.0.0.0/8", undefined);
        }),
        is: [`routes of hub: ${apart}`],
    },
    {
        name: "that leads private addresses to another VPC",
        network: transit((n, network) => {
            route(n, "part", tableOf(n, network, "tasks"), "192.168.0.0/16", third(n, network).id);
        }),
        is: ["ok"],
    },
    {
        name: "with a part of the internet alone",
        network: transit(
            (n, network) => {
                route(n, "half", tableOf(n, network, "tasks"), "0.0.0.0/1", network.away.id);
            },
            { without: ["route"] },
        ),
        is: [`routes of hub: ${apart}`],
    },
    {
        name: "with both halves of the internet the same way",
        network: transit(
            (n, network) => {
                const table = tableOf(n, network, "tasks");
                route(n, "low", table, "0.0.0.0/1", network.away.id);
                route(n, "high", table, "128.0.0.0/1", network.away.id);
            },
            { without: ["route"] },
        ),
        is: ["ok"],
    },
    {
        name: "with both halves of the internet, one of them into another VPC",
        network: transit(
            (n, network) => {
                const table = tableOf(n, network, "tasks");
                route(n, "low", table, "0.0.0.0/1", network.away.id);
                route(n, "high", table, "128.0.0.0/1", third(n, network).id);
            },
            { without: ["route"] },
        ),
        is: [`routes of hub: ${apart}`],
    },
    {
        name: "with both halves of the internet dropped",
        network: transit(
            (n, network) => {
                const table = tableOf(n, network, "tasks");
                route(n, "low", table, "0.0.0.0/1", undefined);
                route(n, "high", table, "128.0.0.0/1", undefined);
            },
            { without: ["route"] },
        ),
        is: ["violated"],
    },
    {
        name: "with all of it into another VPC, and both halves the right way",
        network: transit((n, network) => {
            const table = tableOf(n, network, "tasks");
            const { id } = third(n, network);
            const out = n.find("aws:ec2transitgateway/route:Route");
            if (out) out.inputs.transitGatewayAttachmentId = id;
            route(n, "low", table, "0.0.0.0/1", network.away.id);
            route(n, "high", table, "128.0.0.0/1", network.away.id);
        }),
        is: ["ok"],
    },
    {
        name: "with all of it the right way, and both halves into another VPC",
        network: transit((n, network) => {
            const table = tableOf(n, network, "tasks");
            const { id } = third(n, network);
            route(n, "low", table, "0.0.0.0/1", id);
            route(n, "high", table, "128.0.0.0/1", id);
        }),
        is: ["violated"],
    },
    {
        name: "with a route into another VPC for addresses that are not known yet",
        network: transit((n, network) => {
            const table = tableOf(n, network, "tasks");
            route(n, "part", table, later(n), third(n, network).id);
        }),
        form: "first preview",
        is: [`routes of hub: ${apart}`, `destinationCidrBlock of part: ${notYet}`],
    },
    {
        name: "with a route the same way for addresses that are not known yet",
        network: transit((n, network) => {
            const table = tableOf(n, network, "tasks");
            route(n, "part", table, later(n), network.away.id);
        }),
        form: "first preview",
        is: ["ok"],
    },
    {
        name: "with a route into another VPC that may be of its table",
        network: transit((n, network) => {
            const { id } = third(n, network);
            const tables = ["tasks", "egress"].flatMap(
                (name) => n.find("aws:ec2transitgateway/routeTable:RouteTable", name) ?? [],
            );
            n.add(
                "aws:ec2transitgateway/route:Route",
                "part",
                {
                    transitGatewayRouteTableId: later(n),
                    destinationCidrBlock: "52.0.0.0/8",
                    transitGatewayAttachmentId: id,
                },
                { feeds: { transitGatewayRouteTableId: tables } },
            );
        }, ownTables),
        form: "first preview",
        is: [
            "routes of tasks: its routes lead parts of the addresses different ways",
            "transitGatewayRouteTableId of part: it may be of tasks",
        ],
    },
    {
        name: "with half of the internet that is perhaps dropped",
        network: transit(
            (n, network) => {
                const table = tableOf(n, network, "tasks");
                route(n, "low", table, "0.0.0.0/1", network.away.id);
                route(n, "high", table, "128.0.0.0/1", network.away.id);
                const high = n.resources.at(-1);
                if (high) high.inputs.blackhole = later(n);
            },
            { without: ["route"] },
        ),
        form: "first preview",
        is: [`blackhole of high: ${notYet}`],
    },
    {
        name: "with a part that another VPC propagates, and a static route for it the right way",
        network: transit((n, network) => {
            const far = n.vpc("far", { cidrBlock: "52.0.0.0/16" });
            attach(n, "far", network, far);
            route(n, "part", tableOf(n, network, "tasks"), "52.0.0.0/16", network.away.id);
        }),
        is: ["ok"],
    },
    {
        name: "with a half and two quarters of the internet, the half into another VPC",
        network: transit(
            (n, network) => {
                const table = tableOf(n, network, "tasks");
                route(n, "low", table, "0.0.0.0/1", third(n, network).id);
                route(n, "high", table, "128.0.0.0/2", network.away.id);
                route(n, "highest", table, "192.0.0.0/2", network.away.id);
            },
            { without: ["route"] },
        ),
        is: [`routes of hub: ${apart}`],
    },
    {
        name: "with both halves of the internet the same way, and a part of one into another VPC",
        network: transit(
            (n, network) => {
                const table = tableOf(n, network, "tasks");
                route(n, "low", table, "0.0.0.0/1", network.away.id);
                route(n, "high", table, "128.0.0.0/1", network.away.id);
                route(n, "part", table, "130.0.0.0/8", third(n, network).id);
            },
            { without: ["route"] },
        ),
        is: [`routes of hub: ${apart}`],
    },
    {
        name: "with a static route back",
        network: transit((n, network) => {
            route(n, "back", tableOf(n, network, "egress"), "10.0.0.0/8", network.home.id);
        }, staticBack),
        is: ["ok"],
    },
    {
        name: "without a route back",
        network: transit(() => undefined, staticBack),
        is: ["violated"],
    },
    {
        name: "whose route back is a blackhole",
        network: transit((n, network) => {
            route(n, "back", tableOf(n, network, "egress"), "10.0.0.0/8", undefined);
        }, staticBack),
        is: ["violated"],
    },
    {
        name: "whose route back leads into another VPC",
        network: transit((n, network) => {
            route(n, "back", tableOf(n, network, "egress"), "10.0.0.0/8", third(n, network).id);
        }, staticBack),
        is: ["vpcId of third: answers to VPC vpc are led into another VPC"],
    },
    {
        name: "with two routes back, the longer one to the tasks' VPC",
        network: transit((n, network) => {
            const table = tableOf(n, network, "egress");
            route(n, "wide", table, "10.0.0.0/8", third(n, network).id);
            route(n, "back", table, "10.0.0.0/16", network.home.id);
        }, staticBack),
        is: ["ok"],
    },
    {
        name: "with two routes back, the longer one into another VPC",
        network: transit((n, network) => {
            const table = tableOf(n, network, "egress");
            route(n, "wide", table, "10.0.0.0/8", network.home.id);
            route(n, "back", table, "10.0.0.0/16", third(n, network).id);
        }, staticBack),
        is: ["vpcId of third: answers to VPC vpc are led into another VPC"],
    },
    {
        name: "with a propagated route back, and a static one of the same block into another VPC",
        network: transit((n, network) => {
            const there = third(n, network);
            route(n, "back", tableOf(n, network, "egress"), "10.0.0.0/16", there.id);
        }, ownTables),
        is: ["vpcId of third: answers to VPC vpc are led into another VPC"],
    },
    {
        name: "with a propagated route back, and a shorter static one into another VPC",
        network: transit((n, network) => {
            const there = third(n, network);
            route(n, "back", tableOf(n, network, "egress"), "10.0.0.0/8", there.id);
        }, ownTables),
        is: ["ok"],
    },
    {
        name: "with a route back for half of the tasks' subnet into another VPC",
        network: transit((n, network) => {
            network.subnet.inputs.cidrBlock = "10.0.7.0/24";
            route(n, "half", tableOf(n, network, "egress"), "10.0.7.0/25", third(n, network).id);
        }, ownTables),
        is: [`routes of egress: ${apart}`],
    },
    {
        name: "with a route back for half of the tasks' subnet to their VPC",
        network: transit((n, network) => {
            network.subnet.inputs.cidrBlock = "10.0.7.0/24";
            route(n, "half", tableOf(n, network, "egress"), "10.0.7.0/25", network.home.id);
        }, ownTables),
        is: ["ok"],
    },
    {
        name: "with a route back of which the block is not known yet",
        network: transit((n, network) => {
            route(n, "back", tableOf(n, network, "egress"), later(n), network.home.id);
        }, staticBack),
        form: "first preview",
        is: [`destinationCidrBlock of back: ${notYet}`],
    },
    {
        name: "with two tables for the tasks' VPC",
        network: transit((n, { gateway, home }) => {
            const made = n.add("aws:ec2transitgateway/routeTable:RouteTable", "again", {
                transitGatewayId: gateway.id,
            });
            n.add("aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation", "again", {
                transitGatewayAttachmentId: home.id,
                transitGatewayRouteTableId: made.id,
            });
        }, ownTables),
        is: [
            "transitGatewayId of tasks: which transit gateway route table leads what comes out of tasks is not certain",
        ],
    },
    ...[true, false].map((leadsBack): Row => ({
        name: `and two endpoints of a firewall before the NAT gateway, of which ${leadsBack ? "both lead" : "one leads"} answers back`,
        network: transit(
            (n, { egressVpc, natTable, gateway, nat }) => {
                const insides = ["one", "two"].map((name, i) => {
                    const { subnet } = n.subnetWith(name, egressVpc, [
                        { cidrBlock: "0.0.0.0/0", natGatewayId: nat.id },
                        ...(i === 0 || leadsBack
                            ? [{ cidrBlock: "10.0.0.0/8", transitGatewayId: gateway.id }]
                            : []),
                    ]);
                    subnet.inputs.cidrBlock = `10.99.${String(7 + i)}.0/24`;
                    subnet.inputs.availabilityZone = i === 0 ? "us-east-1a" : "us-east-1b";
                    return subnet;
                });
                const { firewall } = firewallIn(n, egressVpc, insides, "pass");
                (natTable.inputs.routes as Value[]).push({
                    ...toEndpoint(firewall, 0),
                    cidrBlock: "10.0.0.0/8",
                });
            },
            { without: ["route back"] },
        ),
        form: "first preview",
        is: leadsBack
            ? ["ok"]
            : ["routes of nat: to which endpoint of the firewall it leads is not known"],
    })),
    {
        name: "and a firewall that leads answers back into itself",
        network: transit(
            (n, { egressVpc, natTable, nat }) => {
                const { subnet, table } = n.subnetWith("inside", egressVpc, []);
                subnet.inputs.cidrBlock = "10.99.7.0/24";
                const { firewall } = firewallIn(n, egressVpc, [subnet], "pass");
                const back = { ...toEndpoint(firewall, 0), cidrBlock: "10.0.0.0/8" };
                table.inputs.routes = [{ cidrBlock: "0.0.0.0/0", natGatewayId: nat.id }, back];
                (natTable.inputs.routes as Value[]).push(back);
            },
            { without: ["route back"] },
        ),
        is: [
            "routes of inside: whether a Gateway Load Balancer or firewall endpoint leads answers to VPC vpc is not known",
        ],
    },
];

/** By a NAT gateway, with something that is otherwise; its subnet is `public`. */
const nat =
    (change: (n: Network, network: ReturnType<typeof natNetwork>) => void) =>
    (n: Network): Resource => {
        const network = natNetwork(n);
        change(n, network);
        return network.privateSubnet;
    };

/** What the table of a subnet says of everything. */
const leads = (table: Resource | undefined, target: Inputs): void => {
    if (table) table.inputs.routes = [{ cidrBlock: "0.0.0.0/0", ...target }];
};

const routeTable = "aws:ec2/routeTable:RouteTable";
const association = "aws:ec2/routeTableAssociation:RouteTableAssociation";

/** A NAT gateway of a whole VPC. */
function makeRegional(nat: Resource, vpc: Resource): void {
    const inputs = { availabilityMode: "regional", vpcId: vpc.id };
    Object.assign(nat.inputs, inputs, { subnetId: null, allocationId: null });
}

const byNat: readonly Row[] = [
    { name: "as it should be", network: nat(() => undefined), is: ["ok"] },
    {
        name: "whose type is not known yet",
        network: nat((n, { nat }) => {
            nat.inputs.connectivityType = later(n);
        }),
        form: "first preview",
        is: [`connectivityType of nat: ${notYet}`],
    },
    {
        name: "that is private",
        network: nat((_, { nat }) => {
            Object.assign(nat.inputs, { connectivityType: "private", allocationId: null });
        }),
        is: ["violated"],
    },
    {
        name: "whose mode is not known yet",
        network: nat((n, { nat }) => {
            nat.inputs.availabilityMode = later(n);
        }),
        form: "first preview",
        is: [`availabilityMode of nat: ${notYet}`],
    },
    {
        name: "that is regional, in a VPC with an internet gateway",
        network: nat((_, { nat, vpc }) => {
            makeRegional(nat, vpc);
        }),
        is: ["ok"],
    },
    {
        name: "that is regional, in a VPC without an internet gateway",
        network: nat((_, { nat, vpc, igw }) => {
            makeRegional(nat, vpc);
            igw.inputs.vpcId = null;
        }),
        is: ["vpcId of nat: an internet gateway of VPC vpc, which it needs, is not in the plan"],
    },
    {
        name: "without a subnet",
        network: nat((_, { nat }) => {
            nat.inputs.subnetId = null;
        }),
        is: ["subnetId of nat: it names no subnet"],
    },
    {
        name: "of another VPC",
        network: nat((n, { nat }) => {
            const far = n.vpc("far", { cidrBlock: "10.1.0.0/16" });
            const igw = n.add("aws:ec2/internetGateway:InternetGateway", "far", { vpcId: far.id });
            const { subnet } = n.subnetWith("far", far, [
                { cidrBlock: "0.0.0.0/0", gatewayId: igw.id },
            ]);
            nat.inputs.subnetId = subnet.id;
        }),
        is: ["violated"],
    },
    {
        name: "without an Elastic IP",
        network: nat((_, { nat }) => {
            nat.inputs.allocationId = null;
        }),
        is: ["violated"],
    },
    {
        name: "in the subnet of the tasks",
        network: nat((_, { nat, privateSubnet }) => {
            nat.inputs.subnetId = privateSubnet.id;
        }),
        is: ["violated"],
    },
    {
        name: "behind another NAT gateway",
        network: nat((n, { publicSubnet }) => {
            const second = n.natGateway("second", publicSubnet);
            leads(n.find(routeTable, "public"), { natGatewayId: second.id });
        }),
        is: ["natGatewayId of public: a NAT gateway behind a NAT gateway is not simulated"],
    },
    {
        name: "behind itself",
        network: nat((n, { nat }) => {
            leads(n.find(routeTable, "public"), { natGatewayId: nat.id });
        }),
        is: ["violated"],
    },
    {
        name: "behind an instance",
        network: nat((n) => {
            leads(n.find(routeTable, "public"), {
                networkInterfaceId: "eni-0123456789abcdef0",
            });
        }),
        is: [
            "routes of public: a route leads to a network interface, and what lies behind it is not in the plan",
        ],
    },
    {
        name: "behind something that is not known yet",
        network: nat((n) => {
            leads(n.find(routeTable, "public"), { gatewayId: later(n) });
        }),
        form: "first preview",
        is: [`routes[0].gatewayId of public: ${notYet}`],
    },
    {
        name: "behind an egress-only internet gateway",
        network: nat((n, { vpc }) => {
            const egress = n.add(
                "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway",
                "e",
                {
                    vpcId: vpc.id,
                },
            );
            leads(n.find(routeTable, "public"), { egressOnlyGatewayId: egress.id });
        }),
        is: ["violated"],
    },
    {
        name: "whose subnet has no route",
        network: nat((n) => {
            const table = n.find(routeTable, "public");
            if (table) table.inputs.routes = [];
        }),
        is: ["violated"],
    },
    {
        name: "whose subnet has a closed ACL",
        network: nat((n, { vpc, publicSubnet }) => {
            aclWithout(n, vpc, publicSubnet, { ingress: [0, 65535] });
        }),
        is: ["violated"],
    },
];

const routing =
    "its routes lead parts of the internet different ways, and which part the destination is in is not known";

const byRoutes: readonly Row[] = [
    {
        name: "with two halves the same way",
        network: nat((_, { nat, privateTable }) => {
            privateTable.inputs.routes = ["0.0.0.0/1", "128.0.0.0/1"].map((cidrBlock) => ({
                cidrBlock,
                natGatewayId: nat.id,
            }));
        }),
        is: ["ok"],
    },
    {
        name: "with one half alone",
        network: nat((_, { nat, privateTable }) => {
            privateTable.inputs.routes = [{ cidrBlock: "0.0.0.0/1", natGatewayId: nat.id }];
        }),
        is: [`routes of private: ${routing}`],
    },
    {
        name: "with a part to nowhere",
        network: nat((_, { privateTable, igw }) => {
            (privateTable.inputs.routes as Value[]).push({
                cidrBlock: "52.0.0.0/8",
                gatewayId: igw.id,
            });
        }),
        is: [`routes of private: ${routing}`],
    },
    {
        name: "with a part to an instance",
        network: nat((_, { privateTable }) => {
            (privateTable.inputs.routes as Value[]).push({
                cidrBlock: "52.0.0.0/8",
                networkInterfaceId: "eni-0123456789abcdef0",
            });
        }),
        is: [
            `routes of private: ${routing}`,
            "routes of private: a route leads to a network interface, and what lies behind it is not in the plan",
        ],
    },
    {
        name: "with a private part to an instance",
        network: nat((_, { privateTable }) => {
            (privateTable.inputs.routes as Value[]).push({
                cidrBlock: "192.168.0.0/16",
                networkInterfaceId: "eni-0123456789abcdef0",
            });
        }),
        is: ["ok"],
    },
    {
        name: "with a block that is not known yet, to an instance",
        network: nat((n, { privateTable }) => {
            (privateTable.inputs.routes as Value[]).push({
                cidrBlock: later(n),
                networkInterfaceId: "eni-0123456789abcdef0",
            });
        }),
        form: "first preview",
        is: [
            `routes of private: ${routing}`,
            "routes of private: a route leads to a network interface, and what lies behind it is not in the plan",
        ],
    },
    {
        name: "with a route that may be of its table",
        network: nat((n, { privateTable, nat }) => {
            privateTable.inputs.routes = [];
            n.route("out", privateTable, {
                routeTableId: later(n),
                destinationCidrBlock: "0.0.0.0/0",
                natGatewayId: nat.id,
            });
        }),
        form: "first preview",
        is: [`routeTableId of out: ${notYet}`],
    },
    {
        name: "with one of two tables",
        network: nat((n, { vpc, privateSubnet }) => {
            const its = n.find(association, "private");
            const blind = n.routeTable("blind", vpc, []);
            const tables = [blind, n.find(routeTable, "private") ?? blind];
            if (its) n.resources.splice(n.resources.indexOf(its), 1);
            n.add(
                association,
                "one",
                { subnetId: privateSubnet.id, routeTableId: later(n) },
                { feeds: { routeTableId: tables } },
            );
        }),
        form: "first preview",
        is: ["routeTableId of private: it is not certain which route table it uses"],
    },
    {
        name: "with the VPC's main table, which the plan does not show",
        network: (n) => n.subnet("private", n.vpc("vpc")),
        is: ["violated"],
    },
    {
        name: "with a table that is not in the plan",
        network: nat((n) => {
            const its = n.find(association, "private");
            if (its) its.inputs.routeTableId = "rtb-0123456789abcdef0";
        }),
        is: ["routeTableId of private: the route table that it names is not in this plan"],
    },
    {
        name: "with an internet gateway, in a public subnet, without a public IP",
        network: (n) => natNetwork(n).publicSubnet,
        is: ["violated"],
    },
    {
        name: "with an internet gateway that nothing attaches",
        network: nat((_, { igw }) => {
            igw.inputs.vpcId = null;
        }),
        is: ["violated"],
    },
    {
        name: "with an internet gateway that an attachment attaches",
        network: nat((n, { igw, vpc }) => {
            igw.inputs.vpcId = null;
            n.add("aws:ec2/internetGatewayAttachment:InternetGatewayAttachment", "igw", {
                internetGatewayId: igw.id,
                vpcId: vpc.id,
            });
        }),
        is: ["ok"],
    },
    {
        name: "with an internet gateway that is attached to another VPC",
        network: nat((n, { igw }) => {
            igw.inputs.vpcId = n.vpc("far", { cidrBlock: "10.1.0.0/16" }).id;
        }),
        is: ["violated"],
    },
    {
        name: "with an internet gateway that an attachment may attach",
        network: nat((n, { igw, vpc }) => {
            igw.inputs.vpcId = null;
            const other = n.add("aws:ec2/internetGateway:InternetGateway", "other");
            n.add(
                "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment",
                "igw",
                { internetGatewayId: later(n), vpcId: vpc.id },
                { feeds: { internetGatewayId: [igw, other] } },
            );
        }),
        form: "first preview",
        is: ["internetGatewayId of igw: it may attach another gateway"],
    },
];

describe("connections out", () => {
    const tables: Readonly<Record<string, readonly Row[]>> = {
        "by a NAT gateway": byNat,
        "by route tables and internet gateways": byRoutes,
        "by a transit gateway": byTransit,
    };
    for (const [how, rows] of Object.entries(tables))
        describe(how, () => {
            for (const { name, network, form = "deployed", change, is } of rows)
                it(name, () => {
                    const n = new Network();
                    const subnet = network(n);
                    n.service("web", [subnet]);
                    const { reach, origin } = new Reaching(n, form, change);
                    deepEqual(told(reach.canReachInternet(origin)), is);
                });
        });
});
