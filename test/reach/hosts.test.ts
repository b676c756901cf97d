import { deepEqual } from "node:assert/strict";
import { dualStack, ipv6Only } from "../support/ipv6";
import { aclWithout, later, natNetwork, Network, type NatNetwork } from "../support/networks";
import { notYet, told } from "../support/in-words";
import type { Form, Inputs, Resource, Value } from "../support/program";
import { Reaching } from "../support/reaching";

interface Place extends NatNetwork {
    readonly n: Network;
    readonly subnet: Resource;
    /** A route of the subnet's table. */
    readonly route: (cidr: string, to: Inputs) => void;
}

type Change = (place: Place) => void;

/** A subnet behind a NAT gateway, of the families that its inputs give it. */
function place(n: Network, inputs: Inputs): Place {
    const network = natNetwork(n);
    network.vpc.inputs.assignGeneratedIpv6CidrBlock = true;
    Object.assign(network.privateSubnet.inputs, inputs);
    const routes = network.privateTable.inputs.routes as Value[];
    const route = (cidr: string, to: Inputs): void => {
        routes.push({ [cidr.includes(":") ? "ipv6CidrBlock" : "cidrBlock"]: cidr, ...to });
    };
    return { ...network, n, subnet: network.privateSubnet, route };
}

const nat64 = "64:ff9b::/96";
/** What is made up by DNS64 leads to the NAT gateway. */
const translates: Change = ({ subnet, route, nat }) => {
    subnet.inputs.enableDns64 = true;
    route(nat64, { natGatewayId: nat.id });
};
/** IPv6 leads out as well. */
const overIpv6: Change = ({ n, vpc, route }) => {
    const gateway = n.add("aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway", "out", {
        vpcId: vpc.id,
    });
    route("::/0", { egressOnlyGatewayId: gateway.id });
};
const both =
    (...changes: Change[]): Change =>
    (place) => {
        for (const change of changes) change(place);
    };

const stack = "ipv6Native of private: whether the host has IPv6 addresses is not known";
const wider = `routes of private: whether a NAT gateway translates what a route wider than ${nat64} sends it is not certain`;
const interfaces = { networkInterfaceId: "eni-0123456789abcdef0" };

/** Nothing leads out. */
const isolated: Change = ({ privateTable }) => {
    (privateTable.inputs.routes as Value[]).length = 0;
};
const partner = "serviceName of partner: it may answer for the name of the host";

type Row = readonly [name: string, change: Change, expected: readonly string[], form?: Form];

const fromIpv6Only: readonly Row[] = [
    ["over IPv6, and by NAT64", both(translates, overIpv6), ["ok"]],
    ["by NAT64 alone", translates, [stack]],
    ["over IPv6 alone", overIpv6, [stack]],
    ["by neither", () => undefined, ["violated"]],
    [
        "without DNS64",
        ({ route, nat }) => {
            route(nat64, { natGatewayId: nat.id });
        },
        ["violated"],
    ],
    [
        "with DNS64 that is not known yet",
        both(translates, overIpv6, ({ n, subnet }) => {
            subnet.inputs.enableDns64 = later(n);
        }),
        [stack, `enableDns64 of private: ${notYet}`],
        "first preview",
    ],
    [
        "without a route for what is made up",
        ({ subnet }) => {
            subnet.inputs.enableDns64 = true;
        },
        ["violated"],
    ],
    [
        "with a wider route to the NAT gateway",
        ({ subnet, route, nat }) => {
            subnet.inputs.enableDns64 = true;
            route("64:ff9b::/64", { natGatewayId: nat.id });
        },
        [stack, wider],
    ],
    [
        "with all IPv6 to the NAT gateway",
        ({ subnet, route, nat }) => {
            subnet.inputs.enableDns64 = true;
            route("::/0", { natGatewayId: nat.id });
        },
        [stack, wider],
    ],
    [
        "with what is made up to the egress-only gateway",
        both(overIpv6, ({ subnet }) => {
            subnet.inputs.enableDns64 = true;
        }),
        [stack],
    ],
    [
        "with what is made up to a network interface",
        ({ subnet, route }) => {
            subnet.inputs.enableDns64 = true;
            route(nat64, interfaces);
        },
        [
            stack,
            "routes of private: a route leads to a network interface, and what lies behind it is not in the plan",
        ],
    ],
    [
        "by a regional NAT gateway",
        both(translates, overIpv6, ({ nat }) => {
            Object.assign(nat.inputs, { availabilityMode: "regional", subnetId: null });
        }),
        [
            stack,
            "availabilityMode of nat: whether a regional NAT gateway translates IPv6 to IPv4 is not certain",
        ],
    ],
    [
        "by a NAT gateway behind a closed ACL, which may not see IPv6",
        both(translates, overIpv6, ({ n, vpc, publicSubnet }) => {
            // It admits all of IPv4.
            aclWithout(n, vpc, publicSubnet, {});
        }),
        [
            stack,
            "networkAclId of public: whether its ACL stops IPv6 that a NAT gateway in it translates is not certain",
        ],
    ],
    [
        "by a private NAT gateway",
        both(translates, overIpv6, ({ nat }) => {
            Object.assign(nat.inputs, { connectivityType: "private", allocationId: null });
        }),
        [stack],
    ],
    [
        "by a NAT gateway that names no subnet",
        both(translates, overIpv6, ({ nat }) => {
            nat.inputs.subnetId = null;
        }),
        [stack, "subnetId of nat: it names no subnet"],
    ],
];

const fromIpv4: readonly Row[] = [
    ["by the NAT gateway", () => undefined, ["ok"]],
    [
        "by a private NAT gateway",
        ({ nat }) => {
            Object.assign(nat.inputs, { connectivityType: "private", allocationId: null });
        },
        ["violated"],
    ],
    ["without a route", isolated, ["violated"]],
    [
        "without a route, beside an endpoint for a partner's service, which may answer",
        both(isolated, ({ n, vpc }) => {
            n.endpoint("partner", vpc, {
                serviceName: "com.amazonaws.vpce.us-east-1.vpce-svc-0123",
            });
        }),
        [partner],
    ],
    [
        "without a route, beside an endpoint of which the service is not known yet",
        both(isolated, ({ n, vpc }) => {
            n.endpoint("partner", vpc, { serviceName: later(n) });
        }),
        [partner],
        "first preview",
    ],
    [
        "without a route, beside an endpoint for a service of AWS's",
        both(isolated, ({ n, vpc }) => {
            n.endpoint("logs", vpc);
        }),
        ["violated"],
    ],
    [
        "in a VPC that resolves no names",
        ({ vpc }) => {
            vpc.inputs.enableDnsSupport = false;
        },
        ["violated"],
    ],
    [
        "in a VPC that is not known yet",
        ({ n, vpc, subnet }) => {
            subnet.inputs.vpcId = later(n);
            vpc.inputs.enableDnsSupport = false;
        },
        [`vpcId of private: ${notYet}`],
        "first preview",
    ],
    [
        "in one of two VPCs, of which one resolves no names",
        ({ n, vpc, subnet }) => {
            const far = n.vpc("far", { cidrBlock: "10.1.0.0/16", enableDnsSupport: false });
            subnet.inputs.vpcId = later(n);
            Object.assign(subnet.options, { feeds: { vpcId: [vpc, far] } });
        },
        [
            "vpcId of private: it comes from far, later, vpc, which the deployment creates or changes",
        ],
        "first preview",
    ],
];

const mayTranslate =
    "enableDns64 of private: DNS64 gives names made-up IPv6 addresses, for which there may be a connection by NAT64; which address its tasks call is not documented";
const mayHaveIpv6 =
    "ipv6CidrBlock of private: there may be a connection over IPv6, for hosts that have an IPv6 address";

const fromBoth: readonly Row[] = [
    ["by the NAT gateway", () => undefined, ["ok"]],
    ["by nothing", isolated, ["violated"]],
    ["over IPv6 alone", both(isolated, overIpv6), [mayHaveIpv6]],
    ["by NAT64 alone", both(isolated, translates), [mayTranslate]],
    ["over IPv6, and by NAT64", both(isolated, overIpv6, translates), [mayTranslate]],
    [
        "with DNS64, but nothing that translates",
        both(isolated, ({ subnet }) => {
            subnet.inputs.enableDns64 = true;
        }),
        ["violated"],
    ],
];

describe("calls to a host on the internet", () => {
    const tables: readonly (readonly [from: string, inputs: Inputs, rows: readonly Row[]])[] = [
        ["from a subnet with IPv4 alone", {}, fromIpv4],
        ["from a subnet with IPv6 alone", ipv6Only, fromIpv6Only],
        ["from a subnet with both", dualStack, fromBoth],
    ];
    for (const [from, inputs, rows] of tables)
        describe(from, () => {
            for (const [name, change, expected, form = "deployed"] of rows)
                it(name, () => {
                    const n = new Network();
                    const made = place(n, inputs);
                    change(made);
                    n.service("web", [made.subnet]);
                    const { reach, origin } = new Reaching(n, form);
                    deepEqual(told(reach.canReachHost(origin, "example.com", 443)), expected);
                });
        });
});
