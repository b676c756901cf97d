import { endpointServiceName, listed, type Direction, type Transport } from "../../network";
import { everywhere, nat64Block, type Family } from "../addresses";
import { rules } from "../rules";
import { Fault } from "./fault";
import { toOrFrom } from "./parties";
import type { Said, Thing } from "./term";

/** Nothing but the thing itself. */
export type Alone = Readonly<Record<string, never>>;

/** Every fault that may stop a packet, in the order of its way. */
export const faults = {
    // ---- names -----------------------------------------------------------------------------------

    dnsSupportOff: new Fault<Alone>("dns-support-off", rules.resolver, {
        says: () => "enableDnsSupport is off, so no name is resolved",
        fix: ({ name }) => `set enableDnsSupport to true on VPC ${name}`,
    }),
    dnsHostnamesOff: new Fault<{ neededBy: Said }>(
        "dns-hostnames-off",
        rules.privateDns,
        {
            says: (_, { neededBy }) => `enableDnsHostnames is off, which ${neededBy.text} needs`,
            fix: ({ name }) => `set enableDnsHostnames to true on VPC ${name}`,
        },
        [],
    ),
    dns64Off: new Fault<Alone>("dns64-off", rules.dns64, {
        says: () => "enableDns64 is off, so names with IPv4 addresses alone lead nowhere over IPv6",
        fix: ({ name }) => `set enableDns64 to true on subnet ${name}`,
    }),

    // ---- security groups and network ACLs --------------------------------------------------------

    groupRefuses: new Fault<{
        direction: Direction;
        transport: Transport;
        port: number;
        peer: Said;
        /** How a rule best names it, if otherwise. */
        named: Said | undefined;
        groups: readonly Thing[];
    }>(
        "security-group-refuses",
        rules.arrive,
        {
            says: (_, { direction, transport, port, peer }) =>
                `no ${direction} rule admits ${transport.toUpperCase()} ${String(port)} ${toOrFrom(direction, peer)}`,
            fix: ({ label }, { direction, transport, port, peer, named = peer, groups }) =>
                `add an ${direction} rule for ${transport.toUpperCase()} ${String(port)} ${toOrFrom(direction, named)} to the ${label} ${listed(groups)}`,
        },
        ["direction", "transport", "port", "peer", "groups"],
    ),
    aclRefuses: new Fault<{ direction: Direction; what: Said }>("network-acl-refuses", rules.acl, {
        says: (_, { direction, what }) => `no ${direction} rule allows ${what.text}`,
        fix: ({ label, name }, { direction, what }) =>
            `add an ${direction} rule that allows ${what.text} to the ${label} ${name}, before any that denies it`,
    }),

    // ---- routes ----------------------------------------------------------------------------------

    noRoute: new Fault<{
        /** A CIDR block. */
        for: string;
        /** The NAT gateway whose subnet it is. */
        nat?: Thing;
    }>(
        "no-route",
        rules.route,
        {
            says: (_, about) => `no route for ${about.for}`,
            fix: (table, { nat, ...about }) =>
                nat === undefined ? giveRoute(table, about.for) : publicSubnetFor(nat),
        },
        ["for"],
    ),
    noInternetGatewayRoute: new Fault<{
        /** A CIDR block. */
        for: string;
    }>(
        "no-route-to-internet-gateway",
        rules.route,
        { says: (_, about) => `no route for ${about.for}` },
        ["for"],
        "no-route",
    ),
    notToInternetGateway: new Fault<{ family: Family }>(
        "route-not-to-internet-gateway",
        rules.route,
        {
            says: (_, { family }) => `${everywhere[family]} does not lead to an internet gateway`,
        },
    ),
    staysInVpc: new Fault<Alone>("route-stays-in-vpc", rules.nextHop, {
        says: () => "the route stays in the VPC",
    }),

    // ---- next hops -------------------------------------------------------------------------------

    notAttached: new Fault<{ vpc: Thing }>("internet-gateway-not-attached", rules.internetGateway, {
        says: (_, { vpc }) => `is not attached to VPC ${vpc.name}`,
        fix: ({ name }, { vpc }) => `attach the internet gateway ${name} to VPC ${vpc.name}`,
    }),
    noPublicIp: new Fault<Alone>("no-public-ip", rules.publicIp, {
        says: () =>
            "serves only tasks with a public IP, and networkConfiguration.assignPublicIp is false",
        fix: () =>
            "set networkConfiguration.assignPublicIp to true, or run the tasks in subnets with a route to a NAT gateway",
    }),
    noIpv6Address: new Fault<Alone>("no-ipv6-address", rules.publicIp, {
        says: () => "serves over IPv6 only tasks with an IPv6 address",
    }),
    publicAccessBlocked: new Fault<{ mode: string; vpc: Thing }>(
        "public-access-blocked",
        rules.internetGateway,
        {
            says: (_, { mode, vpc }) =>
                `internetGatewayBlockMode ${mode} closes the internet gateways of VPC ${vpc.name}`,
            fix: (_, { vpc }) =>
                `exclude VPC ${vpc.name} from VPC Block Public Access (VpcBlockPublicAccessExclusion), or use endpoints`,
        },
    ),
    egressOnlyWithoutIpv4: new Fault<Alone>("egress-only-gateway-carries-no-ipv4", rules.nextHop, {
        says: () => "the route leads to an egress-only gateway, which carries no IPv4",
    }),
    egressOnlyElsewhere: new Fault<{ own: Thing; vpc: Thing }>(
        "egress-only-gateway-of-other-vpc",
        rules.egressOnly,
        {
            says: (_, { own }) => `belongs to VPC ${own.name}`,
            fix: (_, { vpc }) => `route ::/0 to an egress-only internet gateway of VPC ${vpc.name}`,
        },
    ),
    gatewayTranslatesNot: new Fault<{ gateway: "internet" | "egress-only" }>(
        "gateway-does-not-translate",
        rules.nextHop,
        {
            says: (_, { gateway }) =>
                `no route for ${nat64Block} to a NAT gateway: an ${gateway} gateway does not translate IPv6 to IPv4`,
            fix: (table) => giveRoute(table, nat64Block),
        },
    ),
    natTranslatesOnly: new Fault<Alone>("nat-gateway-carries-no-ipv6", rules.nextHop, {
        says: () => "a NAT gateway carries IPv6 only to be translated",
        fix: (table) => giveRoute(table, everywhere.ipv6),
    }),
    natWithoutElasticIp: new Fault<Alone>("nat-gateway-without-elastic-ip", rules.nat, {
        says: () => "is public, but has no Elastic IP (allocationId)",
        fix: ({ name }) => `give the NAT gateway ${name} an Elastic IP (allocationId)`,
    }),
    natIsPrivate: new Fault<Alone>("nat-gateway-private", rules.nextHop, {
        says: () => "is private, and an internet gateway drops what comes from it",
        fix: ({ name }) =>
            `make the NAT gateway ${name} public (connectivityType), with an Elastic IP`,
    }),
    natElsewhere: new Fault<{ theirs: Thing; own: Thing }>("nat-gateway-of-other-vpc", rules.nat, {
        says: (_, { theirs, own }) =>
            `is in VPC ${theirs.name}, and cannot be used from VPC ${own.name}`,
        fix: (_, { own }) => `route to a NAT gateway in VPC ${own.name}`,
    }),
    natBehindItself: new Fault<{ nat: Thing }>("nat-gateway-behind-itself", rules.nextHop, {
        says: () => "sends the NAT gateway's own traffic back to it",
        fix: (_, { nat }) => publicSubnetFor(nat),
    }),
    natLedNowhere: new Fault<{ nat: Thing }>("nat-gateway-led-nowhere", rules.nextHop, {
        says: () => "the route leads the NAT gateway nowhere",
        fix: (_, { nat }) => publicSubnetFor(nat),
    }),

    // ---- endpoints -------------------------------------------------------------------------------

    noInterfaceEndpoint: new Fault<{ service: string; region: string }>(
        "no-interface-endpoint",
        rules.noEndpoint,
        {
            says: (_, { service }) => `no ${service} interface endpoint`,
            fix: ({ name }, { service, region }) =>
                `add an interface endpoint for ${endpointServiceName(region, service)} with privateDnsEnabled to VPC ${name}`,
        },
    ),
    noGatewayEndpoint: new Fault<{ service: string; region: string; table: Thing }>(
        "no-gateway-endpoint",
        rules.noEndpoint,
        {
            says: (_, { service }) => `no ${service.toUpperCase()} gateway endpoint`,
            fix: ({ name }, { service, region, table }) =>
                `add a gateway endpoint for ${endpointServiceName(region, service)} to VPC ${name}, on the ${table.label} ${table.name}`,
        },
        ["service", "region"],
    ),
    notOnTable: new Fault<{
        /** The route table that it would need to stand on; without one it stands on none at all. */
        table?: Thing;
    }>(
        "gateway-endpoint-not-on-route-table",
        rules.gatewayRoute,
        {
            says: (_, { table }) =>
                table === undefined
                    ? "is associated with no route table, so nothing uses it"
                    : `is not associated with the ${table.label} ${table.name}`,
            fix: ({ name }, { table }) =>
                table === undefined
                    ? `associate the endpoint ${name} with the route tables of the tasks (routeTableIds, or associations)`
                    : `associate the endpoint ${name} with the ${table.label} ${table.name} (routeTableIds, or an association)`,
        },
        [],
    ),
    notInterface: new Fault<{
        /** A type that AWS names; another value stays unprinted. */
        type: string | undefined;
    }>("endpoint-not-interface", rules.noEndpoint, {
        says: (_, { type = "another kind" }) => `is of type ${type}, not Interface`,
        fix: ({ name }) => `set vpcEndpointType to "Interface" on the endpoint ${name}`,
    }),
    privateDnsOff: new Fault<Alone>("endpoint-private-dns-off", rules.noEndpoint, {
        says: () => "private DNS is off, so the service's name still means its public address",
        fix: ({ name }) => `set privateDnsEnabled to true on the endpoint ${name}`,
    }),
    endpointWithoutSubnet: new Fault<Alone>("endpoint-without-subnet", rules.interfaces, {
        says: () => "has no subnet, so no network interface in the VPC",
        fix: ({ name }) => `give the endpoint ${name} subnetIds`,
    }),
    endpointWithoutIpv6: new Fault<Alone>("endpoint-without-ipv6", rules.families, {
        says: () => "gives its name no IPv6 addresses",
        fix: ({ name }) => `set ipAddressType to "dualstack" on the endpoint ${name}`,
    }),
    endpointServesNoIpv6: new Fault<Alone>("endpoint-serves-no-ipv6", rules.families, {
        says: () => "serves no tasks over IPv6 (setting ecrDualStackEndpoints)",
        fix: ({ name }) =>
            `run the tasks in subnets that have IPv4, or set privateDnsEnabled to false on the endpoint ${name}`,
    }),
    policyDenies: new Fault<{ call: string }>("endpoint-policy-denies", rules.policy, {
        says: (_, { call }) => `its policy denies ${call}`,
        fix: ({ name }, { call }) =>
            `take what denies ${call} out of the policy of the endpoint ${name}`,
    }),
    policyAllowsNot: new Fault<{ call: string }>("endpoint-policy-does-not-allow", rules.policy, {
        says: (_, { call }) => `its policy does not allow ${call}`,
        fix: ({ name }, { call }) => `allow ${call} in the policy of the endpoint ${name}`,
    }),
    gatewayEndpointSetting: new Fault<{ property: string }>(
        "gateway-endpoint-takes-no-setting",
        rules.gatewayRoute,
        {
            says: (_, { property }) => `is a gateway endpoint, which takes no ${property}`,
            fix: ({ name }, { property }) => `remove ${property} from the endpoint ${name}`,
        },
    ),
    nameTaken: new Fault<{ other: Thing; vpc: Thing }>("endpoint-name-taken", rules.takeover, {
        says: (_, { other, vpc }) =>
            `the endpoint ${other.name} answers for the same name in VPC ${vpc.name}`,
        fix: () => "remove one of them, or switch its privateDnsEnabled off",
    }),
    s3WithoutGateway: new Fault<{ vpc: Thing }>("s3-endpoint-without-gateway", rules.takeover, {
        says: (_, { vpc }) =>
            `has private DNS for S3, and VPC ${vpc.name} has no gateway endpoint for it`,
        fix: ({ name }, { vpc }) =>
            `add a gateway endpoint for S3 to VPC ${vpc.name}, or set dnsOptions.privateDnsOnlyForInboundResolverEndpoint to false on the endpoint ${name}`,
    }),

    // ---- file systems ----------------------------------------------------------------------------

    noMountTarget: new Fault<{ vpc: Thing }>("no-mount-target", rules.mountTarget, {
        says: (_, { vpc }) => `has no mount target in VPC ${vpc.name}`,
        fix: ({ name }, { vpc }) => `add a mount target of ${name} in a subnet of VPC ${vpc.name}`,
    }),
} as const;

function giveRoute({ label, name }: Thing, destination: string): string {
    const to =
        destination === everywhere.ipv6
            ? "an egress-only internet gateway"
            : "a NAT gateway in a public subnet";
    return `give the ${label} ${name} a route for ${destination} to ${to}`;
}

function publicSubnetFor({ name }: Thing): string {
    return `put the NAT gateway ${name} into a subnet whose route table has 0.0.0.0/0 to an internet gateway`;
}
