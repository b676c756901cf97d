import { deepEqual, equal } from "node:assert/strict";
import {
    candidates,
    type Links,
    type Node,
    type NodeOf,
    type RouteEntry,
    type Target,
} from "../../src/network";
import { graphOf, nodeOf } from "../support/graph";
import { gapInWords, inWords, notYet } from "../support/in-words";
import { firewallIn, later, Network, toEndpoint } from "../support/networks";
import type { Form, Inputs, Resource } from "../support/program";

/** A route by itself; what it says of properties that only a deployment makes known, these resources feed. */
function routeOf(
    build: (n: Network) => Inputs,
    feedsOf: (n: Network) => Record<string, readonly Resource[]> = () => ({}),
    form: Form = "first preview",
): RouteEntry {
    const n = new Network();
    const inputs = build(n);
    const feeds = feedsOf(n);
    const route = n.add(
        "aws:ec2/route:Route",
        "route",
        { routeTableId: "rtb-1", ...inputs },
        { feeds },
    );
    return nodeOf<NodeOf<"route">>(graphOf(n, form), route).entry;
}

/** Where it leads: the kind, and what it is of the plan, or why that is not known. */
function inShort(target: Target): string {
    switch (target.kind) {
        case "unknown":
            return gapInWords(target.why);
        case "local":
            return "local";
        case "opaque": {
            const { what, isAppliance = false, firewall, transitGateway, peering } = target;
            const named = [
                firewall === undefined ? [] : inWords(firewall.firewall),
                transitGateway === undefined ? [] : inWords(transitGateway),
                peering === undefined ? [] : candidates(peering).map((each) => inWords(each)),
            ].flat();
            return [what, ...(isAppliance ? ["which looks into it"] : []), ...named].join(", ");
        }
        default: {
            const gateway: Links<Node> = target.gateway;
            return [
                target.kind,
                ...candidates(gateway).map((each) => inWords(each)),
                ...gateway.gaps.map(gapInWords),
            ].join(", ");
        }
    }
}

const internetGateway = (n: Network): Resource => n.internetGateway(n.vpc());
const vpnGateway = (n: Network): Resource => n.add("aws:ec2/vpnGateway:VpnGateway", "vpn");
const transitGateway = (n: Network, name = "hub"): Resource =>
    n.add("aws:ec2transitgateway/transitGateway:TransitGateway", name);
const firewall = (n: Network): Resource => firewallIn(n, n.vpc(), []).firewall;

describe("where a route leads", () => {
    const rows: readonly (readonly [
        name: string,
        build: (n: Network) => Inputs,
        expected: string,
        feeds?: (n: Network) => Record<string, readonly Resource[]>,
    ])[] = [
        [
            "an internet gateway",
            (n) => ({ gatewayId: internetGateway(n).id }),
            "internet-gateway, internet gateway igw",
        ],
        [
            "one that exists",
            () => ({ gatewayId: "igw-0123456789abcdef0" }),
            "internet-gateway, gatewayId of route: the internet gateway that it names is not in this plan",
        ],
        ["a VPN gateway", (n) => ({ gatewayId: vpnGateway(n).id }), "a VPN gateway"],
        [
            "one that exists, by its id",
            () => ({ gatewayId: "vgw-0123456789abcdef0" }),
            "a VPN gateway",
        ],
        ["the VPC", () => ({ gatewayId: "local" }), "local"],
        [
            "a gateway that is not known yet",
            (n) => ({ gatewayId: later(n) }),
            `gatewayId of route: ${notYet}`,
        ],
        [
            "an internet gateway, which makes what is not known yet",
            (n) => ({ gatewayId: later(n) }),
            "internet-gateway, internet gateway igw",
            (n) => ({ gatewayId: [internetGateway(n)] }),
        ],
        [
            "a VPN gateway, which makes it",
            (n) => ({ gatewayId: later(n) }),
            "a VPN gateway",
            (n) => ({ gatewayId: [vpnGateway(n)] }),
        ],
        [
            "either, where both make it",
            (n) => ({ gatewayId: later(n) }),
            "gatewayId of route: it comes from igw, later, vpn, which the deployment creates or changes",
            (n) => ({ gatewayId: [internetGateway(n), vpnGateway(n)] }),
        ],
        ["nothing", () => ({}), "destinationCidrBlock of route: the route has no target"],
        [
            "what is known, beside what is not",
            (n) => ({ gatewayId: later(n), natGatewayId: "nat-0123456789abcdef0" }),
            "nat-gateway, natGatewayId of route: the NAT gateway that it names is not in this plan",
        ],
        [
            "one of two that are known",
            () => ({ gatewayId: "igw-0123456789abcdef0", natGatewayId: "nat-0123456789abcdef0" }),
            "gatewayId of route: its value is only known during the deployment",
        ],
        [
            "one of two that are not known yet",
            (n) => ({ gatewayId: later(n), natGatewayId: later(n) }),
            `gatewayId of route: ${notYet}`,
        ],
        [
            "a transit gateway",
            (n) => ({ transitGatewayId: transitGateway(n).id }),
            "a transit gateway, transit gateway hub",
        ],
        [
            "one that exists",
            () => ({ transitGatewayId: "tgw-0123456789abcdef0" }),
            "a transit gateway",
        ],
        [
            "one of two",
            (n) => ({ transitGatewayId: later(n) }),
            "a transit gateway",
            (n) => ({ transitGatewayId: [transitGateway(n), transitGateway(n, "other")] }),
        ],
        [
            "an endpoint of a firewall",
            (n) => ({ vpcEndpointId: toEndpoint(firewall(n), 0).vpcEndpointId ?? null }),
            "a Gateway Load Balancer or firewall endpoint, which looks into it, firewall inspection",
        ],
        [
            "an endpoint that exists",
            () => ({ vpcEndpointId: "vpce-0123456789abcdef0" }),
            "a Gateway Load Balancer or firewall endpoint, which looks into it",
        ],
        [
            "an endpoint of one of two firewalls",
            (n) => ({ vpcEndpointId: later(n) }),
            "a Gateway Load Balancer or firewall endpoint, which looks into it",
            (n) => ({
                vpcEndpointId: [
                    firewall(n),
                    n.add("aws:networkfirewall/firewall:Firewall", "other"),
                ],
            }),
        ],
        [
            "an endpoint of a firewall, or another one",
            (n) => ({ vpcEndpointId: later(n) }),
            "a Gateway Load Balancer or firewall endpoint, which looks into it",
            (n) => ({ vpcEndpointId: [firewall(n), n.endpoint("logs", n.vpc("other"))] }),
        ],
        [
            "an instance's interface",
            () => ({ networkInterfaceId: "eni-0123456789abcdef0" }),
            "a network interface, which looks into it",
        ],
        [
            "a carrier gateway",
            () => ({ carrierGatewayId: "cagw-0123456789abcdef0" }),
            "a carrier gateway",
        ],
    ];
    for (const [name, build, expected, feeds] of rows) {
        it(name, () => {
            equal(inShort(routeOf(build, feeds).target), expected);
        });
    }
});

describe("for which addresses a route is", () => {
    const list = (n: Network): Resource =>
        n.add("aws:ec2/managedPrefixList:ManagedPrefixList", "list", { entries: [] });
    const rows: readonly (readonly [
        name: string,
        build: (n: Network) => Inputs,
        expected: string,
        lists?: readonly string[],
    ])[] = [
        ["a block", () => ({ destinationCidrBlock: "10.0.0.0/8" }), "10.0.0.0/8"],
        ["a block of IPv6", () => ({ destinationIpv6CidrBlock: "::/0" }), "::/0"],
        ["a prefix list that exists", () => ({ destinationPrefixListId: "pl-1" }), "pl-1"],
        [
            "a prefix list of the plan",
            (n) => ({ destinationPrefixListId: list(n).id }),
            "destinationPrefixListId of route: it comes from list, which the deployment creates or changes",
            ["prefix list list"],
        ],
        [
            "a block, whatever is beside it",
            (n) => ({ destinationCidrBlock: "10.0.0.0/8", destinationPrefixListId: list(n).id }),
            "10.0.0.0/8",
        ],
        [
            "a block of IPv6, whatever is beside it",
            (n) => ({ destinationIpv6CidrBlock: "::/0", destinationPrefixListId: list(n).id }),
            "::/0",
        ],
        [
            "one that is not known yet",
            (n) => ({ destinationCidrBlock: later(n) }),
            `destinationCidrBlock of route: ${notYet}`,
        ],
        ["none", () => ({}), "destinationCidrBlock of route: the route has no destination"],
    ];
    for (const [name, build, expected, lists = []] of rows) {
        it(name, () => {
            const { destination, prefixList } = routeOf(build);
            equal(destination.known ? destination.value : gapInWords(destination.why), expected);
            deepEqual(
                candidates(prefixList).map((each) => inWords(each)),
                lists,
            );
        });
    }
});
