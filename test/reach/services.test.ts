import { deepEqual } from "node:assert/strict";
import { ipv6Only } from "../support/ipv6";
import {
    aclWithout,
    groupWith,
    isolatedNetwork,
    later,
    natNetwork,
    Network,
    tcp,
} from "../support/networks";
import type { Form, Inputs, Recorded, Resource, Value } from "../support/program";
import { notYet, told } from "../support/in-words";
import { Reaching } from "../support/reaching";

interface Row {
    readonly name: string;
    readonly network: (n: Network) => Resource;
    readonly service?: string;
    readonly region?: string;
    readonly form?: Form;
    readonly change?: (recording: Recorded[]) => Recorded[];
    readonly is: readonly string[];
}

type Isolated = ReturnType<typeof isolatedNetwork>;

/** A subnet with an endpoint of CloudWatch Logs alone. */
const logs =
    (
        change: (n: Network, network: Isolated & { readonly endpoint: Resource }) => void,
        inputs: Inputs = {},
    ) =>
    (n: Network): Resource => {
        const network = isolatedNetwork(n, ["logs"]);
        const endpoint = n.find("aws:ec2/vpcEndpoint:VpcEndpoint");
        if (endpoint === undefined) throw new Error();
        Object.assign(endpoint.inputs, inputs);
        change(n, { ...network, endpoint });
        return network.subnet;
    };

/** A subnet of IPv6 alone with that endpoint. */
const overIpv6 =
    (inputs: Inputs, change: (subnet: Resource) => void = () => undefined) =>
    (n: Network): Resource => {
        const { vpc, subnet } = ipv6Isolated(n);
        change(subnet);
        n.endpoint("logs", vpc, {
            subnetIds: [subnet.id],
            securityGroupIds: [
                groupWith(n, "endpoints", vpc, {
                    ingress: [tcp(443, { ipv6CidrBlocks: ["::/0"] })],
                }).id,
            ],
            ...inputs,
        });
        return subnet;
    };

/** A subnet with the gateway endpoint of S3 alone, which stands on its table if it does not say otherwise. */
const s3 =
    (change: (n: Network, network: Isolated & { readonly endpoint: Resource }) => void) =>
    (n: Network): Resource => {
        const network = isolatedNetwork(n, ["s3"]);
        const endpoint = n.find("aws:ec2/vpcEndpoint:VpcEndpoint");
        if (endpoint === undefined) throw new Error();
        change(n, { ...network, endpoint });
        return network.subnet;
    };

/** A subnet behind a NAT gateway, on whose own table the gateway endpoint of S3 stands. */
function besideNat(n: Network): Resource {
    const { vpc, privateSubnet } = natNetwork(n);
    const table = n.find("aws:ec2/routeTable:RouteTable", "public");
    n.endpoint("s3", vpc, { routeTableIds: table === undefined ? [] : [table.id] });
    return privateSubnet;
}

const rows: readonly Row[] = [
    { name: "by an endpoint", network: logs(() => undefined), is: ["ok"] },
    {
        name: "by none",
        network: logs(() => undefined),
        service: "secretsmanager",
        is: ["violated"],
    },
    {
        name: "in a region that there is not",
        network: logs(() => undefined),
        region: "moon-east-1",
        is: [
            "region of private: a service is called in a region that is none that is known here, so neither its hosts nor its endpoints are",
        ],
    },
    {
        name: "in another region",
        network: logs(() => undefined),
        region: "eu-west-1",
        is: ["violated"],
    },
    {
        name: "by an endpoint without private DNS",
        network: logs(() => undefined, { privateDnsEnabled: false }),
        is: ["violated"],
    },
    {
        name: "by an endpoint of which it is not known whether it has private DNS",
        network: logs((n, { endpoint }) => {
            endpoint.inputs.privateDnsEnabled = later(n);
        }),
        form: "first preview",
        is: [`privateDnsEnabled of logs: ${notYet}`],
    },
    {
        name: "by an endpoint of which the service is not known yet",
        network: logs((n, { endpoint }) => {
            endpoint.inputs.serviceName = later(n);
        }),
        form: "first preview",
        is: [`serviceName of logs: ${notYet}`],
    },
    {
        name: "by an endpoint in two subnets, one behind a closed ACL",
        network: logs((n, { vpc, endpoint }) => {
            const closed = n.subnet("closed", vpc);
            aclWithout(n, vpc, closed, { ingress: [0, 65535] });
            (endpoint.inputs.subnetIds as Value[]).push(closed.id);
        }),
        is: [
            "subnetIds of logs: some of its interfaces can be reached, and others not; which a task calls is up to DNS",
        ],
    },
    {
        name: "by an endpoint behind a closed ACL",
        network: logs((n, { vpc, endpoint }) => {
            const closed = n.subnet("closed", vpc);
            aclWithout(n, vpc, closed, { ingress: [0, 65535] });
            endpoint.inputs.subnetIds = [closed.id];
        }),
        is: ["violated"],
    },
    {
        name: "by an endpoint whose group admits nobody",
        network: logs((n, { vpc, endpoint }) => {
            endpoint.inputs.securityGroupIds = [groupWith(n, "closed", vpc, { ingress: [] }).id];
        }),
        is: ["violated"],
    },
    {
        name: "by an endpoint in no subnet",
        network: logs((_, { endpoint }) => {
            endpoint.inputs.subnetIds = [];
        }),
        is: ["violated"],
    },
    {
        name: "by an endpoint that has IPv6 alone, from IPv4",
        network: logs(() => undefined, { ipAddressType: "ipv6" }),
        is: [
            "ipAddressType of logs: it has IPv6 addresses alone, and connections over IPv6 are not simulated",
        ],
    },
    {
        name: "by an endpoint of which it is not known what addresses it has",
        network: logs((n, { endpoint }) => {
            endpoint.inputs.ipAddressType = later(n);
        }),
        form: "first preview",
        is: [`ipAddressType of logs: ${notYet}`],
    },
    {
        name: "over IPv6, by an endpoint with both",
        network: overIpv6({ ipAddressType: "dualstack" }),
        is: ["ok"],
    },
    {
        name: "over IPv6, by an endpoint with IPv4 alone",
        network: overIpv6({ ipAddressType: "ipv4" }),
        is: ["violated"],
    },
    {
        name: "over IPv6, by an endpoint with IPv4 alone, with DNS64",
        network: overIpv6({ ipAddressType: "ipv4" }, (subnet) => {
            subnet.inputs.enableDns64 = true;
        }),
        is: [
            "ipAddressType of logs: it has no IPv6 addresses, and what NAT64 makes of its IPv4 ones is not simulated",
        ],
    },
    {
        name: "over IPv6, by an endpoint that does not say",
        network: overIpv6({}),
        is: [
            "ipAddressType of logs: it may have IPv6 addresses or not, as AWS chooses by its subnets",
        ],
    },
    {
        name: "over IPv6, by an endpoint that gives its name IPv4 addresses alone",
        network: overIpv6({ ipAddressType: "dualstack", dnsOptions: { dnsRecordIpType: "ipv4" } }),
        is: ["violated"],
    },
    {
        name: "S3, by its gateway endpoint",
        network: s3(() => undefined),
        service: "s3",
        is: ["ok"],
    },
    {
        name: "S3, by a gateway endpoint on another table",
        network: s3((n, { vpc, endpoint }) => {
            endpoint.inputs.routeTableIds = [n.routeTable("other", vpc).id];
        }),
        service: "s3",
        is: ["violated"],
    },
    {
        name: "S3, by a gateway endpoint of which the tables are not known yet",
        network: s3((n, { endpoint }) => {
            endpoint.inputs.routeTableIds = later(n);
        }),
        service: "s3",
        form: "first preview",
        is: [`routeTableIds of s3: ${notYet}`],
    },
    {
        name: "S3, by an association with its gateway endpoint",
        network: s3((n, { table, endpoint }) => {
            endpoint.inputs.routeTableIds = [];
            n.add(
                "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation",
                "s3",
                { vpcEndpointId: endpoint.id, routeTableId: table.id },
            );
        }),
        service: "s3",
        is: ["ok"],
    },
    {
        name: "S3, by a gateway endpoint that AWS has on the table, and the plan not",
        network: s3((_, { endpoint }) => {
            endpoint.inputs.routeTableIds = null;
        }),
        service: "s3",
        change: (recording) => {
            const table = recording.find(({ type }) => type.endsWith(":RouteTable"));
            return recording.map((each) =>
                each.name === "s3"
                    ? { ...each, outputs: { ...each.outputs, routeTableIds: [table?.outputs.id] } }
                    : each,
            );
        },
        is: [
            "routeTableIds of s3: AWS has it on a route table, and no resource of the plan puts it there",
        ],
    },
    {
        name: "S3, by a NAT gateway whose own table has the gateway endpoint",
        network: besideNat,
        service: "s3",
        is: [
            "routeTableIds of s3: whether it carries what a NAT gateway beside it sends is not simulated",
        ],
    },
    {
        name: "Logs, by a NAT gateway whose own table has the gateway endpoint of S3",
        network: besideNat,
        is: ["ok"],
    },
    {
        name: "S3, over IPv6 by its gateway endpoint, which has IPv4 alone",
        network: (n) => {
            const { vpc, subnet, table } = ipv6Isolated(n);
            n.endpoint("s3", vpc, { routeTableIds: [table.id], ipAddressType: "ipv4" });
            return subnet;
        },
        service: "s3",
        is: ["violated"],
    },
];

/** A subnet of IPv6 alone, without endpoints. */
function ipv6Isolated(n: Network): Isolated {
    const network = isolatedNetwork(n, []);
    network.vpc.inputs.assignGeneratedIpv6CidrBlock = true;
    Object.assign(network.subnet.inputs, ipv6Only, { enableDns64: false });
    return network;
}

describe("calls to a service of AWS's", () => {
    for (const {
        name,
        network,
        service = "logs",
        region = "us-east-1",
        form = "deployed",
        change,
        is,
    } of rows)
        it(name, () => {
            const n = new Network();
            n.service("web", [network(n)]);
            const { reach, origin } = new Reaching(n, form, change);
            deepEqual(told(reach.canCall(origin, { kind: "service", name: service, region })), is);
        });
});
