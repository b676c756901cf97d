import type { Direction, Transport } from "../../network";
import type { Single } from "../../plan";
import { everywhere, nat64Block, type Family } from "../addresses";
import { rules } from "../rules";
import { advice, edits, one, toLeaveOut, toSet, type Edit, type Edits } from "./edits";
import { Fault } from "./fault";
import { over, toOrFrom } from "./parties";
import type { Said, Thing } from "./term";

/** Nothing but the thing itself. */
export type Alone = Readonly<Record<string, never>>;

/** Every fault that may stop a packet, in the order of its way. */
export const faults = {
    // ---- names -----------------------------------------------------------------------------------

    dnsSupportOff: new Fault<Alone>("dns-support-off", rules.resolver, {
        says: () => "enableDnsSupport is off, so no name is resolved",
        fixes: (at) => one(toSet(at, "enableDnsSupport", true)),
    }),
    dnsHostnamesOff: new Fault<{ neededBy: Said }>(
        "dns-hostnames-off",
        rules.privateDns,
        {
            says: (_, { neededBy }) => `enableDnsHostnames is off, which ${neededBy.text} needs`,
            fixes: (at) => one(toSet(at, "enableDnsHostnames", true)),
        },
        [],
    ),
    dns64Off: new Fault<Alone>("dns64-off", rules.dns64, {
        says: () => "enableDns64 is off, so names with IPv4 addresses alone lead nowhere over IPv6",
        fixes: (at) => one(toSet(at, "enableDns64", true)),
    }),

    // ---- security groups and network ACLs --------------------------------------------------------

    groupRefuses: new Fault<{
        direction: Direction;
        transport: Transport;
        port: number;
        peer: Said;
        /** How a rule best names it, if otherwise. */
        named: Said | undefined;
        /** The security groups that the peer has, where it is in the VPC. */
        peers: readonly Thing[];
        groups: readonly Thing[];
    }>(
        "security-group-refuses",
        rules.arrive,
        {
            says: (_, { direction, transport, port, peer }) =>
                `no ${direction} rule admits ${over(transport)} ${String(port)} ${toOrFrom(direction, peer)}`,
            fixes: (_, { peer, named = peer, ...about }) =>
                one(edits.admit.of({ ...about, peer: named })),
        },
        ["direction", "transport", "port", "peer", "groups"],
    ),
    aclRefuses: new Fault<{
        direction: Direction;
        what: Said;
        /** No number is free before the rule that denies it. */
        isFull?: boolean;
    }>(
        "network-acl-refuses",
        rules.acl,
        {
            says: (_, { direction, what }) => `no ${direction} rule allows ${what.text}`,
            fixes: (acl, { direction, what, isFull = false }) =>
                isFull
                    ? [
                          advice(
                              `give the ${direction} rules of the ${acl.label} ${acl.name} other numbers, and put one that allows ${what.text} before any that denies it`,
                          ),
                      ]
                    : one(edits.allow.of({ acl, direction, what })),
        },
        ["direction", "what"],
    ),

    // ---- routes ----------------------------------------------------------------------------------

    noRoute: new Fault<{
        /** A CIDR block. */
        for: string;
        /** The NAT gateway whose subnet it is. */
        nat?: Thing;
        /** What a NAT gateway sends comes here through a firewall. */
        isBehindNat?: boolean;
        /** What comes here through a transit gateway has to find back. */
        transit?: Thing;
    }>(
        "no-route",
        rules.route,
        {
            says: (_, about) => `no route for ${about.for}`,
            fixes: (table, { nat, transit, isBehindNat = false, ...about }) => {
                if (transit !== undefined) return [toNatAndBack(table, transit)];
                return one(
                    isBehindNat
                        ? edits.route.of({
                              table,
                              destination: about.for,
                              target: "internet-gateway",
                              nat: undefined,
                          })
                        : nat === undefined
                          ? giveRoute(table, about.for)
                          : edits.moveNat.of({ nat }),
                );
            },
        },
        // Moving the NAT gateway gives the table no route.
        ["for", "nat", "isBehindNat", "transit"],
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
    noPeeringRoute: new Fault<{
        peer: Thing;
        /** The one that connects them, where there is one and no route stands in its way. */
        connection?: Thing;
    }>(
        "no-route-to-peer",
        rules.route,
        {
            says: (_, { peer }) => `no route to VPC ${peer.name}`,
            fixes: (table, { peer, connection }) => [
                connection === undefined
                    ? advice(
                          `give the ${table.label} ${table.name} a route for the block of VPC ${peer.name} to a VPC peering connection with it`,
                      )
                    : [edits.routeToVpc.of({ table, vpc: peer, through: connection })],
            ],
        },
        ["peer"],
    ),
    peersOthers: new Fault<{ peer: Thing }>("peering-with-another-vpc", rules.peering, {
        says: (_, { peer }) =>
            `does not lead to VPC ${peer.name}, and nothing passes on to a third`,
        fixes: (_, { peer }) => [
            advice(
                `connect the VPC of the tasks with VPC ${peer.name} itself, and lead the route there`,
            ),
        ],
    }),
    staysInVpc: new Fault<Alone>("route-stays-in-vpc", rules.nextHop, {
        says: () => "the route stays in the VPC",
    }),

    // ---- next hops -------------------------------------------------------------------------------

    notAttached: new Fault<{ vpc: Thing }>("internet-gateway-not-attached", rules.internetGateway, {
        says: (_, { vpc }) => `is not attached to VPC ${vpc.name}`,
        fixes: (gateway, { vpc }) => one(edits.attach.of({ gateway, vpc })),
    }),
    noPublicIp: new Fault<{ property: string; on: Single; off: Single }>(
        "no-public-ip",
        rules.publicIp,
        {
            says: (_, { property, off }) =>
                `serves only tasks with a public IP, and ${property} is ${JSON.stringify(off)}`,
            fixes: (_, { property, on }) => [
                [edits.publicIp.of({ property, to: on })],
                advice("run the tasks in subnets with a route to a NAT gateway"),
            ],
        },
        [],
    ),
    noIpv6Address: new Fault<Alone>("no-ipv6-address", rules.publicIp, {
        says: () => "serves over IPv6 only tasks with an IPv6 address",
    }),
    publicAccessBlocked: new Fault<{ mode: string; vpc: Thing }>(
        "public-access-blocked",
        rules.internetGateway,
        {
            says: (_, { mode, vpc }) =>
                `internetGatewayBlockMode ${mode} closes the internet gateways of VPC ${vpc.name}`,
            fixes: (_, { vpc }) => [
                advice(
                    `exclude VPC ${vpc.name} from VPC Block Public Access (VpcBlockPublicAccessExclusion)`,
                ),
                advice("use endpoints"),
            ],
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
            fixes: (_, { vpc }) => [
                advice(`route ::/0 to an egress-only internet gateway of VPC ${vpc.name}`),
            ],
        },
    ),
    gatewayTranslatesNot: new Fault<{ gateway: "internet" | "egress-only" }>(
        "gateway-does-not-translate",
        rules.nextHop,
        {
            says: (_, { gateway }) =>
                `no route for ${nat64Block} to a NAT gateway: an ${gateway} gateway does not translate IPv6 to IPv4`,
            fixes: (table) => one(giveRoute(table, nat64Block)),
        },
    ),
    natTranslatesOnly: new Fault<{ nat?: Thing }>(
        "nat-gateway-carries-no-ipv6",
        rules.nextHop,
        {
            says: () => "a NAT gateway carries IPv6 only to be translated",
            fixes: (table, { nat }) => [
                [
                    giveRoute(table, everywhere.ipv6),
                    // What it translates still has to get there.
                    giveRoute(table, nat64Block, nat),
                ],
            ],
        },
        [],
    ),
    natWithoutElasticIp: new Fault<Alone>("nat-gateway-without-elastic-ip", rules.nat, {
        says: () => "is public, but has no Elastic IP (allocationId)",
        fixes: (nat) => one(edits.elasticIp.of({ nat })),
    }),
    natIsPrivate: new Fault<Alone>("nat-gateway-private", rules.nextHop, {
        says: () => "is private, and an internet gateway drops what comes from it",
        fixes: (nat) => one(edits.elasticIp.of({ nat, isPrivate: true })),
    }),
    natElsewhere: new Fault<{ theirs: Thing; own: Thing }>("nat-gateway-of-other-vpc", rules.nat, {
        says: (_, { theirs, own }) =>
            `is in VPC ${theirs.name}, and cannot be used from VPC ${own.name}`,
        fixes: (_, { own }) => [advice(`route to a NAT gateway in VPC ${own.name}`)],
    }),
    natBehindItself: new Fault<{ nat: Thing }>("nat-gateway-behind-itself", rules.nextHop, {
        says: () => "sends the NAT gateway's own traffic back to it",
        fixes: (_, { nat }) => one(edits.moveNat.of({ nat })),
    }),
    natLedNowhere: new Fault<{ nat: Thing }>("nat-gateway-led-nowhere", rules.nextHop, {
        says: () => "the route leads the NAT gateway nowhere",
        fixes: (_, { nat }) => one(edits.moveNat.of({ nat })),
    }),

    firewallDropsAll: new Fault<{ policy: Thing }>("firewall-drops-all", rules.firewall, {
        says: (_, { policy }) =>
            `its firewall policy ${policy.name} drops every packet, and has no rule group that lets any pass`,
        fixes: (_, { policy }) => [
            advice(
                `give the firewall policy ${policy.name} rule groups that let the traffic of the tasks pass`,
            ),
            advice(
                `let the default actions of the firewall policy ${policy.name} pass what no rule matches (statelessDefaultActions, statefulDefaultActions)`,
            ),
        ],
    }),

    // ---- transit gateways ------------------------------------------------------------------------

    notAttachedInZone: new Fault<{ subnet: Thing }>(
        "transit-gateway-not-in-zone",
        rules.transitGateway,
        {
            says: (_, { subnet }) =>
                `has no subnet in the Availability Zone of subnet ${subnet.name}`,
            fixes: (attachment, { subnet }) => one(edits.attachSubnet.of({ attachment, subnet })),
        },
    ),
    noTransitRoute: new Fault<{
        /** A CIDR block. */
        for: string;
        /** That of the one VPC that would lead on. */
        attachment?: Thing;
    }>(
        "no-transit-gateway-route",
        rules.transitGateway,
        {
            says: (_, about) => `no route for ${about.for}`,
            fixes: (table, { attachment, ...about }) => [
                attachment === undefined
                    ? advice(
                          `give the ${table.label} ${table.name} a route for ${about.for} to the attachment of a VPC with a NAT gateway`,
                      )
                    : [edits.transitRoute.of({ table, destination: about.for, attachment })],
            ],
        },
        ["for"],
    ),
    noTransitRouteBack: new Fault<{ vpc: Thing; attachment: Thing }>(
        "no-transit-gateway-route-back",
        rules.transitGateway,
        {
            says: (_, { vpc }) => `no route back to VPC ${vpc.name}, so no answer arrives`,
            fixes: (table, { attachment }) => one(edits.propagate.of({ attachment, table })),
        },
        ["vpc"],
    ),
    transitBlackhole: new Fault<{ isBack: boolean }>(
        "transit-gateway-route-blackhole",
        rules.transitGateway,
        {
            says: (_, { isBack }) =>
                `its route for ${isBack ? "the answers" : "the internet"} is a blackhole, which drops them`,
            fixes: (table) => [
                advice(
                    `lead that route of the ${table.label} ${table.name} to an attachment (transitGatewayAttachmentId), without blackhole`,
                ),
            ],
        },
    ),
    answersNotLed: new Fault<{
        vpc: Thing;
        gateway: Thing;
        /** A route for the block of the VPC might not go before those that there are, or not hold the tasks. */
        isInTheWay?: boolean;
    }>(
        "no-route-back-to-transit-gateway",
        rules.transitGateway,
        {
            says: (_, { vpc, gateway }) =>
                `no route for the block of VPC ${vpc.name} to the transit gateway ${gateway.name}, so no answer arrives`,
            fixes: (table, { vpc, gateway, isInTheWay = false }) => [
                isInTheWay
                    ? advice(
                          `lead the answers to VPC ${vpc.name} from the ${table.label} ${table.name} to the transit gateway ${gateway.name}`,
                      )
                    : [edits.routeToVpc.of({ table, vpc, through: gateway })],
            ],
        },
        ["vpc", "gateway"],
    ),
    nothingTranslates: new Fault<{ transit: Thing }>(
        "internet-gateway-without-nat",
        rules.transitGateway,
        {
            says: () =>
                "the route leads to an internet gateway, and no NAT gateway before it gives tasks of another VPC a public address",
            fixes: (table, { transit }) => [toNatAndBack(table, transit)],
        },
    ),

    // ---- endpoints -------------------------------------------------------------------------------

    noInterfaceEndpoint: new Fault<{ service: string; region: string }>(
        "no-interface-endpoint",
        rules.noEndpoint,
        {
            says: (_, { service }) => `no ${service} interface endpoint`,
            fixes: (vpc, { service, region }) =>
                one(
                    edits.interfaceEndpoints.of({
                        vpc,
                        region,
                        services: [service],
                        subnets: [],
                        callers: [],
                    }),
                ),
        },
    ),
    noGatewayEndpoint: new Fault<{ service: string; region: string; table: Thing }>(
        "no-gateway-endpoint",
        rules.noEndpoint,
        {
            says: (_, { service }) => `no ${service.toUpperCase()} gateway endpoint`,
            fixes: (vpc, about) => one(edits.gatewayEndpoint.of({ vpc, ...about })),
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
            fixes: (endpoint, { table }) => [
                table === undefined
                    ? advice(
                          `associate the endpoint ${endpoint.name} with the route tables of the tasks (routeTableIds, or associations)`,
                      )
                    : [edits.associate.of({ endpoint, table })],
            ],
        },
        [],
    ),
    notInterface: new Fault<{
        /** A type that AWS names; another value stays unprinted. */
        type: string | undefined;
    }>("endpoint-not-interface", rules.noEndpoint, {
        says: (_, { type = "another kind" }) => `is of type ${type}, not Interface`,
        fixes: ({ name }) => [
            advice(
                `make the endpoint ${name} an interface endpoint: set vpcEndpointType to "Interface" and privateDnsEnabled to true, and give it subnetIds and a security group that admits TCP 443 from the tasks`,
            ),
        ],
    }),
    privateDnsOff: new Fault<Alone>("endpoint-private-dns-off", rules.noEndpoint, {
        says: () => "private DNS is off, so the service's name still means its public address",
        fixes: (at) => one(toSet(at, "privateDnsEnabled", true)),
    }),
    endpointWithoutSubnet: new Fault<Alone>("endpoint-without-subnet", rules.interfaces, {
        says: () => "has no subnet, so no network interface in the VPC",
        fixes: ({ name }) => [advice(`give the endpoint ${name} subnetIds`)],
    }),
    endpointWithoutIpv6: new Fault<Alone>("endpoint-without-ipv6", rules.families, {
        says: () => "gives its name no IPv6 addresses",
        fixes: (at) => one(toSet(at, "ipAddressType", "dualstack")),
    }),
    endpointServesNoIpv6: new Fault<Alone>("endpoint-serves-no-ipv6", rules.families, {
        says: () => "serves no tasks over IPv6 (setting ecrDualStackEndpoints)",
        fixes: ({ name }) => [
            advice("run the tasks in subnets that have IPv4"),
            advice(
                `set privateDnsEnabled to false on the endpoint ${name}, and give the subnets a route to the internet over IPv6`,
            ),
        ],
    }),
    policyDenies: new Fault<{ call: string }>("endpoint-policy-denies", rules.policy, {
        says: (_, { call }) => `its policy denies ${call}`,
        fixes: ({ name }, { call }) => [
            advice(`take what denies ${call} out of the policy of the endpoint ${name}`),
        ],
    }),
    policyAllowsNot: new Fault<{ call: string }>("endpoint-policy-does-not-allow", rules.policy, {
        says: (_, { call }) => `its policy does not allow ${call}`,
        fixes: (endpoint, about) => one(edits.allowCall.of({ endpoint, ...about })),
    }),
    gatewayEndpointSetting: new Fault<{ property: string }>(
        "gateway-endpoint-takes-no-setting",
        rules.gatewayRoute,
        {
            says: (_, { property }) => `is a gateway endpoint, which takes no ${property}`,
            fixes: (at, { property }) => one(toLeaveOut(at, property)),
        },
    ),
    nameTaken: new Fault<{ other: Thing; vpc: Thing }>("endpoint-name-taken", rules.takeover, {
        says: (_, { other, vpc }) =>
            `the endpoint ${other.name} answers for the same name in VPC ${vpc.name}`,
        fixes: (_, { other }) => [
            advice("remove one of them"),
            [toSet(other, "privateDnsEnabled", false)],
        ],
    }),
    s3WithoutGateway: new Fault<{ vpc: Thing; region: string }>(
        "s3-endpoint-without-gateway",
        rules.takeover,
        {
            says: (_, { vpc }) =>
                `has private DNS for S3, and VPC ${vpc.name} has no gateway endpoint for it`,
            fixes: (at, { vpc, region }) => [
                [edits.gatewayEndpoint.of({ vpc, service: "s3", region })],
                [toSet(at, "dnsOptions.privateDnsOnlyForInboundResolverEndpoint", false)],
            ],
        },
    ),

    // ---- file systems ----------------------------------------------------------------------------

    noMountTarget: new Fault<{ vpc: Thing }>("no-mount-target", rules.mountTarget, {
        says: (_, { vpc }) => `has no mount target in VPC ${vpc.name}`,
        fixes: (fileSystem, { vpc }) => one(edits.mountTarget.of({ fileSystem, vpc })),
    }),
} as const;

/** For tasks of another VPC, whose answers have to find back. */
function toNatAndBack(table: Thing, transit: Thing): Edits {
    return advice(
        `lead ${everywhere.ipv4} of the ${table.label} ${table.name} to a NAT gateway in a public subnet, whose route table has a route for the blocks of the tasks' VPC to the transit gateway ${transit.name}`,
    );
}

function giveRoute(table: Thing, destination: string, nat?: Thing): Edit {
    const isIpv6 = destination === everywhere.ipv6;
    const target = isIpv6 ? "egress-only-internet-gateway" : "nat-gateway";
    return edits.route.of({ table, destination, target, nat });
}
