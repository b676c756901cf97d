import { taskImagePull } from "../../policies/task-image-pull";
import { unverifiedNetwork } from "../../policies/unverified-network";
import {
    aclWithout,
    dualStackImage,
    dualStackNetwork,
    egressNetwork,
    firewallIn,
    firewallPolicies,
    groupWith,
    ipv6Network,
    isolatedNetwork,
    natNetwork,
    tcp,
    toEndpoint,
    twoZones,
    type Ipv6Choices,
    type Network,
} from "../support/networks";
import { translated } from "../support/ipv6";
import {
    unknown,
    withOtherProvider,
    type Inputs,
    type Recorded,
    type Resource,
    type Value,
} from "../support/program";
import { pipe, report } from "../support/launchers";
import { testPolicy } from "../support/table";

/** Outputs as providers before plan-based previews give them: unknown and unset values left out, id empty. */
function olderProvider(recording: Recorded[]): Recorded[] {
    return recording.map((resource) => ({
        ...resource,
        outputs: {
            ...Object.fromEntries(
                Object.entries(resource.outputs).filter(
                    ([, value]) => value !== unknown && value !== null,
                ),
            ),
            ...(resource.outputs.id === unknown ? { id: "" } : {}),
        },
    }));
}

function withoutInputs(recording: Recorded[]): Recorded[] {
    return recording.map(({ inputs: _, ...rest }) => rest);
}

/** Two public subnets in a VPC with an internet gateway. */
function publicNetwork(n: Network): {
    vpc: ReturnType<Network["vpc"]>;
    subnet: ReturnType<Network["vpc"]>;
} {
    const vpc = n.vpc();
    const igw = n.internetGateway(vpc);
    const { subnet } = n.subnetWith("public", vpc, [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }]);
    return { vpc, subnet };
}

/** A private subnet with these routes and nothing else. */
function privateWith(n: Network, routes: (vpc: ReturnType<Network["vpc"]>) => Value[]): void {
    const vpc = n.vpc();
    const { subnet } = n.subnetWith("private", vpc, routes(vpc));
    n.service("web", [subnet]);
}

function egressOnly(n: Network, vpc: ReturnType<Network["vpc"]>): ReturnType<Network["vpc"]> {
    return n.add("aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway", "out", {
        vpcId: vpc.id,
    });
}

/** A service in a dual-stack subnet that leads what DNS64 makes up to a NAT gateway, and nothing else. */
function translatedAlone(n: Network, choices: Ipv6Choices = {}): void {
    const { subnet } = dualStackNetwork(n, {
        without: ["0.0.0.0/0", "::/0"],
        ...choices,
        subnet: { enableDns64: true, ...choices.subnet },
    });
    n.service("web", [subnet]);
}

/** A service in a dual-stack subnet, behind a gateway endpoint for S3 whose policy refuses all. */
function s3Refused(n: Network, inputs: Inputs): void {
    const network = natNetwork(n);
    translated(n, network, inputs);
    n.endpoint("s3", network.vpc, {
        routeTableIds: [network.privateTable.id],
        policy: JSON.stringify({
            Statement: [{ Effect: "Deny", Action: "*", Principal: "*", Resource: "*" }],
        }),
    });
    n.service("web", [network.privateSubnet]);
}

/** A service in an isolated subnet with endpoints, that of S3 a gateway's, beside these routes. */
function besideS3(n: Network, routes: (vpc: Resource) => Value[]): void {
    const { vpc, subnet, table } = isolatedNetwork(n);
    table.inputs.routes = routes(vpc);
    n.service("web", [subnet]);
}

/** Services in one private subnet, whose group lets only HTTP out. */
function closedServices(...names: readonly string[]): (n: Network) => void {
    return (n) => {
        const { vpc, privateSubnet } = natNetwork(n);
        const group = groupWith(n, "closed", vpc, {
            egress: [tcp(80, { cidrBlocks: ["0.0.0.0/0"] })],
        });
        for (const name of names) {
            n.service(name, [privateSubnet], {
                networkConfiguration: { securityGroups: [group.id] },
            });
        }
    };
}

/** What changes names in a VPC, or routes, by what no plan shows: type, and the property that names the VPC. */
const unreadChanges = {
    "DNS Firewall": [
        "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation",
        "vpcId",
        { firewallRuleGroupId: "rslvr-frg-1", priority: 101 },
        /DNS Firewall may refuse a name, or answer with another one, in VPC vpc/,
    ],
    "a Route 53 Profile": [
        "aws:route53/profilesAssociation:ProfilesAssociation",
        "resourceId",
        { profileId: "rp-1" },
        /a Route 53 Profile may bring/,
    ],
    "VPC Lattice with private DNS": [
        "aws:vpclattice/serviceNetworkVpcAssociation:ServiceNetworkVpcAssociation",
        "vpcIdentifier",
        { serviceNetworkIdentifier: "sn-1", privateDnsEnabled: true },
        /VPC Lattice may answer/,
    ],
} as const;

/** Exactly one rule lets the tasks out, to a port; what is exclusive leaves these rules. */
function exclusiveRules(left: "all" | "none" | "unknown", port = 443): (n: Network) => void {
    return (n) => {
        const { vpc, privateSubnet } = natNetwork(n);
        const group = n.add("aws:ec2/securityGroup:SecurityGroup", "tasks", { vpcId: vpc.id });
        const rule = n.add("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "out", {
            securityGroupId: group.id,
            ipProtocol: "tcp",
            fromPort: port,
            toPort: port,
            cidrIpv4: "0.0.0.0/0",
        });
        const others = { all: [rule.id], none: [], unknown: ["sgr-0123456789abcdef0"] };
        n.add("aws:ec2/vpcSecurityGroupRulesExclusive:VpcSecurityGroupRulesExclusive", "rules", {
            securityGroupId: group.id,
            ingressRuleIds: [],
            egressRuleIds: others[left],
        });
        n.service("web", [privateSubnet], { networkConfiguration: { securityGroups: [group.id] } });
    };
}

function encryption(n: Network, vpc: ReturnType<Network["vpc"]>, inputs: Inputs): void {
    n.add("aws:ec2/vpcEncryptionControl:VpcEncryptionControl", "encryption", {
        vpcId: vpc.id,
        ...inputs,
    });
}

function firewallManager(n: Network, type: string, inputs: Inputs = {}): void {
    n.add("aws:fms/policy:Policy", "policy", {
        excludeResourceTags: false,
        remediationEnabled: true,
        resourceType: "AWS::EC2::VPC",
        securityServicePolicyData: { type },
        ...inputs,
    });
}

/** A rule of Route 53 Resolver for a domain, associated with the VPC. */
function resolverRule(
    n: Network,
    vpc: ReturnType<Network["vpc"]>,
    domainName: Value,
    ruleType: Value = "FORWARD",
): void {
    const name = typeof domainName === "string" ? `for ${domainName}` : "for some";
    const rule = n.add("aws:route53/resolverRule:ResolverRule", name, {
        domainName,
        ruleType,
    });
    n.add("aws:route53/resolverRuleAssociation:ResolverRuleAssociation", name, {
        resolverRuleId: rule.id,
        vpcId: vpc.id,
    });
}

/** A route server of the VPC that propagates into this table. */
function routeServer(n: Network, table: ReturnType<Network["vpc"]>): void {
    const server = n.add("aws:vpc/routeServer:RouteServer", "bgp", { amazonSideAsn: "65534" });
    n.add("aws:vpc/routeServerPropagation:RouteServerPropagation", "bgp", {
        routeServerId: server.get("routeServerId"),
        routeTableId: table.id,
    });
}

/** What lies beside a network, and changes nothing in it. */
function bystanders(
    n: Network,
    vpc: ReturnType<Network["vpc"]>,
    subnet: ReturnType<Network["vpc"]>,
): void {
    const other = n.vpc("other", { cidrBlock: "10.9.0.0/16" });
    const elsewhere = n.routeTable("elsewhere", other, []);
    for (const [name, [type, property, inputs]] of Object.entries(unreadChanges)) {
        n.add(type, name, { ...inputs, [property]: other.id });
    }
    resolverRule(n, other, ".");
    routeServer(n, elsewhere);
    encryption(n, other, { mode: "enforce" });
    n.add("aws:networkfirewall/firewall:Firewall", "inspection", {
        vpcId: other.id,
        firewallPolicyArn: "arn:aws:network-firewall:us-east-1:123456789012:firewall-policy/p",
    });
    n.add("aws:ram/resourceAssociation:ResourceAssociation", "share", {
        resourceArn: subnet.arn,
        resourceShareArn: "arn:aws:ram:us-east-1:123456789012:resource-share/1",
    });
    n.add("aws:ec2transitgateway/vpcAttachment:VpcAttachment", "transit", {
        transitGatewayId: "tgw-1",
        vpcId: vpc.id,
        subnetIds: [subnet.id],
    });
    n.add("aws:vpclattice/serviceNetworkVpcAssociation:ServiceNetworkVpcAssociation", "mesh", {
        serviceNetworkIdentifier: "sn-1",
        vpcIdentifier: vpc.id,
    });
    resolverRule(n, vpc, "corp.example.com.");
    firewallManager(n, "WAFV2");
    n.add("aws:fms/policy:Policy", "watched", {
        excludeResourceTags: false,
        securityServicePolicyData: { type: "DNS_FIREWALL" },
    });
    n.add("aws:fms/policy:Policy", "abroad", {
        region: "eu-west-1",
        excludeResourceTags: false,
        remediationEnabled: true,
        securityServicePolicyData: { type: "NETWORK_FIREWALL" },
    });
}

/** The groups of the service `api` come from something that a deployment changes. */
function unknownGroupsOfApi(recording: Recorded[]): Recorded[] {
    const hidden = (properties: Recorded["outputs"] = {}): Recorded["outputs"] => ({
        ...properties,
        networkConfiguration: {
            ...(properties.networkConfiguration as object),
            securityGroups: unknown,
        },
    });
    return recording.map((resource) =>
        resource.name === "api"
            ? { ...resource, inputs: hidden(resource.inputs), outputs: hidden(resource.outputs) }
            : resource,
    );
}

const assignPublicIp = { networkConfiguration: { assignPublicIp: true } };

/** A service of Express Mode in an isolated subnet with endpoints that admit these. */
function expressIsolated(n: Network, ingress?: Value[], inputs: Inputs = {}): void {
    const { vpc, subnet } = isolatedNetwork(n);
    const group = ingress && groupWith(n, "endpoints", vpc, { ingress });
    for (const { type, inputs: own } of n.resources) {
        if (type !== "aws:ec2/vpcEndpoint:VpcEndpoint" || own.subnetIds === undefined) continue;
        if (group !== undefined) own.securityGroupIds = [group.id];
    }
    n.express("web", [subnet], inputs);
}

/** A service of Express Mode behind a NAT gateway, with a group of the program's. */
function expressWithGroup(n: Network, egress: Value[]): void {
    const { vpc, privateSubnet } = natNetwork(n);
    const ingress = [tcp(443, { cidrBlocks: ["10.0.0.0/8"] })];
    const group = groupWith(n, "own", vpc, { ingress, egress });
    n.express("web", [privateSubnet], { networkConfiguration: { securityGroups: [group.id] } });
}

const outToAll = [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }];

/** A prefix list with these blocks. */
function listOf(n: Network, name: string, ...blocks: readonly Value[]): Resource {
    return n.add("aws:ec2/managedPrefixList:ManagedPrefixList", name, {
        addressFamily: "IPv4",
        maxEntries: 5,
        entries: blocks.map((cidr) => ({ cidr })),
    });
}

/** Routes to the networks of an organisation, which are no part of the internet. */
const corporate: Readonly<Record<string, (n: Network) => Resource>> = {
    "a standalone route to a prefix list through a transit gateway": (n) =>
        behindNat(n, {
            destinationPrefixListId: listOf(n, "corporate", "10.0.0.0/8", "172.16.0.0/12").id,
            transitGatewayId: "tgw-1",
        }),
    "an inline route to a prefix list through a peering": (n) => {
        const { privateSubnet, privateTable } = natNetwork(n);
        const list = listOf(n, "corporate", "10.0.0.0/8");
        privateTable.inputs.routes = [
            ...(privateTable.inputs.routes as readonly Value[]),
            { destinationPrefixListId: list.id, vpcPeeringConnectionId: "pcx-1" },
        ];
        return privateSubnet;
    },
    "a route to a prefix list with a standalone entry": (n) => {
        const list = listOf(n, "corporate");
        delete list.inputs.entries;
        n.add("aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry", "office", {
            prefixListId: list.id,
            cidr: "192.168.0.0/16",
        });
        return behindNat(n, { destinationPrefixListId: list.id, transitGatewayId: "tgw-1" });
    },
};

/** A private subnet whose table has a standalone route to a NAT gateway, and this one. */
function behindNat(n: Network, route: Inputs, isDefaultToo = true): Resource {
    const { privateSubnet, privateTable, nat } = natNetwork(n);
    delete privateTable.inputs.routes;
    if (isDefaultToo) n.route("default", privateTable, { natGatewayId: nat.id });
    const onward = "transitGatewayId" in route ? {} : { natGatewayId: nat.id };
    n.route("listed", privateTable, { destinationCidrBlock: null, ...onward, ...route });
    return privateSubnet;
}

/** Tasks whose subnet leads to a firewall, whose own subnet leads to a NAT gateway unless it does not. */
function behindFirewall(
    n: Network,
    {
        policy = "rules",
        onward = ({ nat }) => [{ cidrBlock: "0.0.0.0/0", natGatewayId: nat.id }],
    }: {
        policy?: Parameters<typeof firewallIn>[3];
        onward?: (network: ReturnType<typeof natNetwork>) => Value[];
    } = {},
): ReturnType<typeof natNetwork> & ReturnType<typeof firewallIn> & { inside: Resource } {
    const network = natNetwork(n);
    const { vpc, privateSubnet, privateTable } = network;
    const { subnet: inside } = n.subnetWith("firewall", vpc, onward(network));
    const made = firewallIn(n, vpc, [inside], policy);
    privateTable.inputs.routes = [made.to];
    n.service("web", [privateSubnet]);
    return { ...network, ...made, inside };
}

/** A NAT gateway whose subnet leads to a firewall, whose own subnet has these routes. */
function beforeFirewall(
    n: Network,
    policy: Parameters<typeof firewallIn>[3],
    onward: (igw: Resource) => Value[] = (igw) => [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }],
): void {
    const vpc = n.vpc();
    const igw = n.internetGateway(vpc);
    const { subnet: inside } = n.subnetWith("firewall", vpc, onward(igw));
    const { to } = firewallIn(n, vpc, [inside], policy);
    const { subnet: middle } = n.subnetWith("nat", vpc, [to]);
    const nat = n.natGateway("nat", middle);
    const { subnet } = n.subnetWith("private", vpc, [
        { cidrBlock: "0.0.0.0/0", natGatewayId: nat.id },
    ]);
    n.service("web", [subnet]);
}

/** A firewall in two zones, to whose endpoint in one of them the tasks are led; `out` are the zones that lead out. */
function twoFirewallZones(n: Network, place: number, out: readonly number[]): void {
    const { vpc, nat, privateSubnet, privateTable } = natNetwork(n);
    const insides = [0, 1].map((i) => {
        const leads = [{ cidrBlock: "0.0.0.0/0", natGatewayId: nat.id }];
        const name = `firewall-${String(i)}`;
        const { subnet } = n.subnetWith(name, vpc, out.includes(i) ? leads : []);
        subnet.inputs.availabilityZone = i === 0 ? "us-east-1a" : "us-east-1b";
        return subnet;
    });
    const { firewall } = firewallIn(n, vpc, insides, "pass");
    privateTable.inputs.routes = [toEndpoint(firewall, place)];
    n.service("web", [privateSubnet]);
}

/** Tasks that leave by a transit gateway and the NAT gateway of another VPC. */
function byTransit(
    n: Network,
    choices: Parameters<typeof egressNetwork>[1] = {},
): ReturnType<typeof egressNetwork> {
    const network = egressNetwork(n, choices);
    n.service("web", [network.subnet]);
    return network;
}

/** Why it is not known whether tasks leave by a transit gateway. */
type UnknownTransit = [name: string, network: (n: Network) => void, gap: RegExp];

/** The same, attached in a subnet of its own in the zone of the tasks, behind an ACL without these ports. */
function byOwnAttachment(n: Network, denied: Parameters<typeof aclWithout>[3]): void {
    const { vpc, subnet, home } = byTransit(n);
    const own = n.subnet("attachment", vpc);
    for (const each of [subnet, own]) each.inputs.availabilityZone = "us-east-1a";
    home.inputs.subnetIds = [own.id];
    aclWithout(n, vpc, own, denied);
}

/** The same, with a firewall between the transit gateway and the NAT gateway. */
function byInspection(n: Network, leadsBack: boolean, policy: "pass" | "rules" = "pass"): void {
    const { egressVpc, egressTable, natTable, gateway, nat } = byTransit(n);
    const { subnet: inside } = n.subnetWith("firewall", egressVpc, [
        { cidrBlock: "0.0.0.0/0", natGatewayId: nat.id },
        { cidrBlock: "10.0.0.0/8", transitGatewayId: gateway.id },
    ]);
    inside.inputs.cidrBlock = "10.99.3.0/24";
    const { to, firewall } = firewallIn(n, egressVpc, [inside], policy);
    egressTable.inputs.routes = [to];
    const [out = null] = natTable.inputs.routes as readonly Value[];
    const back = { ...toEndpoint(firewall, 0), cidrBlock: "10.0.0.0/8" };
    natTable.inputs.routes = leadsBack ? [out, back] : [out];
}

testPolicy(taskImagePull, unverifiedNetwork, {
    valid: [
        {
            name: "what Step Functions and a pipe start behind a NAT gateway",
            network: (n) => {
                const { privateSubnet } = natNetwork(n);
                report(n, [privateSubnet], { Overrides: { "ContainerOverrides.$": "$.what" } });
                pipe(n, [privateSubnet]);
            },
            forms: ["deployed"],
        },
        {
            name: "a NAT gateway of another VPC, by the default route table of a transit gateway",
            network: (n) => {
                byTransit(n);
            },
        },
        {
            name: "a NAT gateway of another VPC, by a transit gateway with a VPN connection",
            network: (n) => {
                const { gateway } = byTransit(n);
                n.add("aws:ec2/vpnConnection:VpnConnection", "office", {
                    transitGatewayId: gateway.id,
                    customerGatewayId: "cgw-0123456789abcdef0",
                    type: "ipsec.1",
                });
            },
        },
        {
            name: "a NAT gateway of another VPC, for tasks in a further block of their own",
            network: (n) => {
                const { subnet, home, natTable, gateway } = byTransit(n, { tables: true });
                n.add("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", "more", {
                    vpcId: home.inputs.vpcId ?? null,
                    cidrBlock: "100.64.0.0/16",
                });
                subnet.inputs.cidrBlock = "100.64.1.0/24";
                const [out = null] = natTable.inputs.routes as readonly Value[];
                natTable.inputs.routes = [
                    out,
                    { cidrBlock: "100.64.0.0/10", transitGatewayId: gateway.id },
                ];
            },
        },
        {
            name: "a NAT gateway of another VPC, by route tables of a transit gateway",
            network: (n) => {
                byTransit(n, { tables: true });
            },
        },
        {
            name: "a NAT gateway of another VPC, with a static route back",
            network: (n) => {
                const { home, egressTable } = byTransit(n, {
                    tables: true,
                    without: ["propagation"],
                });
                const tables = n.resources.filter(
                    ({ type }) => type === "aws:ec2transitgateway/routeTable:RouteTable",
                );
                n.add("aws:ec2transitgateway/route:Route", "back", {
                    transitGatewayRouteTableId: tables[1]?.id ?? egressTable.id,
                    transitGatewayAttachmentId: home.id,
                    destinationCidrBlock: "10.0.0.0/16",
                });
            },
        },
        {
            name: "a firewall and a NAT gateway of another VPC, there and back",
            network: (n) => {
                byInspection(n, true);
            },
        },
        {
            name: "a firewall that lets everything pass, before a NAT gateway",
            network: (n) => {
                behindFirewall(n, { policy: "pass" });
            },
        },
        {
            name: "a firewall that lets everything pass, behind a NAT gateway",
            network: (n) => {
                beforeFirewall(n, "pass");
            },
        },
        {
            name: "a firewall that lets everything pass, before an internet gateway, and public IPs",
            network: (n) => {
                const vpc = n.vpc();
                const igw = n.internetGateway(vpc);
                const leads = [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }];
                const { subnet: inside } = n.subnetWith("firewall", vpc, leads);
                const { to } = firewallIn(n, vpc, [inside], "pass");
                const { subnet } = n.subnetWith("tasks", vpc, [to]);
                n.service("web", [subnet], assignPublicIp);
            },
        },
        {
            name: "the endpoint of a firewall in the zone that leads out",
            network: (n) => {
                twoFirewallZones(n, 1, [1]);
            },
            forms: ["deployed"],
        },
        {
            name: "a firewall with rules, which a setting takes as leading to the internet",
            network: (n) => {
                behindFirewall(n);
            },
            settings: { "preflight-settings": { centralizedEgress: "assumed" } },
        },
        {
            name: "what changes another VPC, beside endpoints of this one",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n);
                bystanders(n, vpc, subnet);
                n.service("web", [subnet]);
            },
        },
        {
            name: "what changes another VPC, beside a NAT gateway of this one",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                bystanders(n, vpc, privateSubnet);
                n.service("web", [privateSubnet]);
            },
        },
        {
            name: "a route server, and a firewall, beside a NAT gateway",
            network: (n) => {
                const { vpc, privateSubnet, privateTable } = natNetwork(n);
                routeServer(n, privateTable);
                n.add("aws:networkfirewall/firewall:Firewall", "inspection", {
                    vpcId: vpc.id,
                    subnetMappings: [{ subnetId: privateSubnet.id }],
                });
                n.service("web", [privateSubnet]);
            },
        },
        {
            name: "encryption controls that watch",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                encryption(n, vpc, { mode: "monitor" });
                n.service("web", [privateSubnet]);
            },
        },
        {
            name: "encryption controls that enforce, with the gateways excluded",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                const excluded = {
                    internetGatewayExclusion: "enable",
                    natGatewayExclusion: "enable",
                };
                encryption(n, vpc, { mode: "enforce", ...excluded });
                n.service("web", [privateSubnet]);
            },
        },
        {
            name: "encryption controls that enforce, in a VPC with endpoints alone",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n);
                encryption(n, vpc, { mode: "enforce" });
                n.service("web", [subnet]);
            },
        },
        {
            name: "resolver rules that send all names elsewhere but AWS's",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n);
                resolverRule(n, vpc, ".");
                resolverRule(n, vpc, "amazonaws.com", "SYSTEM");
                n.service("web", [subnet]);
            },
        },
        {
            name: "exclusive rules of the group, all of which are listed",
            network: exclusiveRules("all"),
        },
        {
            name: "a transit gateway in a subnet of its own, whose ACL stops what it does not see",
            network: (n) => byOwnAttachment(n, { ingress: [32768, 60999], egress: [443, 443] }),
        },
        {
            name: "a transit gateway in two zones, and an ACL that refuses all in the other one",
            network: (n) => {
                const { vpc, subnet, home } = byTransit(n);
                const other = n.subnet("other", vpc, { availabilityZone: "us-east-1b" });
                subnet.inputs.availabilityZone = "us-east-1a";
                home.inputs.subnetIds = [subnet.id, other.id];
                aclWithout(n, vpc, other, { ingress: [0, 65535], egress: [0, 65535] });
            },
        },
        {
            name: "an ACL where a transit gateway comes out that stops what it does not see there",
            network: (n) => {
                const { egressVpc, egressSubnet } = byTransit(n);
                aclWithout(n, egressVpc, egressSubnet, {
                    ingress: [443, 443],
                    egress: [32768, 60999],
                });
            },
        },
        {
            name: "an S3 gateway endpoint beside routes to blocks of one's own, and to half of the internet",
            network: (n) =>
                besideS3(n, (vpc) => [
                    { cidrBlock: "10.1.0.0/16", vpcPeeringConnectionId: "pcx-1" },
                    { cidrBlock: "198.51.100.0/24", gatewayId: "vgw-1" },
                    { cidrBlock: "128.0.0.0/1", gatewayId: n.internetGateway(vpc).id },
                ]),
        },
        {
            name: "an S3 gateway endpoint, and a route for a part of the internet that leads there too",
            network: (n) => {
                const { vpc, nat, privateSubnet, privateTable } = natNetwork(n);
                n.endpoint("s3", vpc, { routeTableIds: [privateTable.id] });
                n.route("part", privateTable, {
                    destinationCidrBlock: "52.216.0.0/15",
                    natGatewayId: nat.id,
                });
                n.service("web", [privateSubnet]);
            },
        },
        {
            name: "an S3 gateway endpoint for IPv6 too, and a route to the IPv6 block of a peered VPC",
            network: (n) => {
                const { vpc, subnet, table } = ipv6Network(n, { without: ["0.0.0.0/0"] });
                n.endpoint("s3", vpc, { routeTableIds: [table.id], ipAddressType: "dualstack" });
                n.route("peer", table, {
                    destinationCidrBlock: null,
                    destinationIpv6CidrBlock: "2600:1f18:5::/56",
                    vpcPeeringConnectionId: "pcx-1",
                });
                n.service("web", [subnet]);
            },
        },
        {
            name: "an IPv6-only subnet with DNS64 and NAT64, and a plain image",
            network: (n) => {
                n.service("web", [ipv6Network(n).subnet]);
            },
        },
        {
            name: "an image of Docker Hub over IPv6 alone",
            network: (n) => {
                const without = ["0.0.0.0/0", "64:ff9b::/96"] as const;
                const { subnet } = ipv6Network(n, { without });
                n.taskDefinition("app", {}, "nginx");
                n.service("web", [subnet]);
            },
        },
        {
            name: "an image of the dual-stack host of ECR's public registry, over IPv6 alone",
            network: (n) => {
                const { subnet } = ipv6Network(n, {
                    without: ["0.0.0.0/0", "64:ff9b::/96"],
                    subnet: { enableDns64: false },
                });
                n.taskDefinition("app", {}, "ecr-public.aws.com/nginx/nginx:1");
                n.service("web", [subnet]);
            },
        },
        {
            name: "VPC Block Public Access for what comes in, behind a NAT gateway",
            network: (n) => {
                n.add("aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions", "bpa", {
                    internetGatewayBlockMode: "block-ingress",
                });
                n.service("web", [natNetwork(n).privateSubnet]);
            },
        },
        {
            name: "an image through a pull-through cache, behind a NAT gateway",
            network: (n) => {
                n.add("aws:ecr/pullThroughCacheRule:PullThroughCacheRule", "hub", {
                    ecrRepositoryPrefix: "hub",
                    upstreamRegistryUrl: "registry-1.docker.io",
                });
                const image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/hub/library/nginx:1";
                n.taskDefinition("app", {}, image);
                n.service("web", [natNetwork(n).privateSubnet]);
            },
        },
        ...Object.entries(corporate).map(([name, subnet]) => ({
            name: `${name}, beside a NAT gateway`,
            network: (n: Network) => n.service("web", [subnet(n)]),
        })),
        {
            name: "a default route by a prefix list of two halves",
            network: (n) => {
                const list = listOf(n, "all", "0.0.0.0/1", "128.0.0.0/1");
                n.service("web", [behindNat(n, { destinationPrefixListId: list.id }, false)]);
            },
        },
        {
            name: "a default route by a prefix list to a transit gateway: the one of the block goes before it",
            network: (n) => {
                const list = listOf(n, "all", "0.0.0.0/0");
                const route = { destinationPrefixListId: list.id, transitGatewayId: "tgw-1" };
                n.service("web", [behindNat(n, route)]);
            },
        },
        {
            name: "rules that name managed prefix lists",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                const list = n.add("aws:ec2/managedPrefixList:ManagedPrefixList", "all", {
                    addressFamily: "IPv4",
                    maxEntries: 2,
                    entries: [{ cidr: "0.0.0.0/1" }],
                });
                n.add("aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry", "rest", {
                    prefixListId: list.id,
                    cidr: "128.0.0.0/1",
                });
                const group = n.add("aws:ec2/securityGroup:SecurityGroup", "app", {
                    vpcId: vpc.id,
                });
                n.add("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "out", {
                    securityGroupId: group.id,
                    ipProtocol: "-1",
                    prefixListId: list.id,
                });
                n.service("web", [privateSubnet], {
                    networkConfiguration: { securityGroups: [group.id] },
                });
            },
        },
        {
            name: "a private subnet behind a NAT gateway",
            network: (n) => n.service("web", [natNetwork(n).privateSubnet]),
        },
        {
            name: "the same with Docker Hub and public ECR images",
            network: (n) => {
                const { privateSubnet } = natNetwork(n);
                n.taskDefinition(
                    "app",
                    {},
                    "nginx:latest",
                    "public.ecr.aws/nginx/nginx:1",
                    "ghcr.io/o/r",
                );
                n.service("web", [privateSubnet]);
            },
        },
        {
            name: "a public subnet with a public IP",
            network: (n) => n.service("web", [publicNetwork(n).subnet], assignPublicIp),
        },
        {
            name: "an isolated VPC with the exact endpoints",
            network: (n) => n.service("web", [isolatedNetwork(n).subnet]),
        },
        {
            name: "endpoints in a subnet other than the task's",
            network: (n) => {
                const { vpc } = isolatedNetwork(n, ["ecr.api", "ecr.dkr"]);
                const { subnet, table } = n.subnetWith("tasks", vpc, []);
                n.endpoint("s3", vpc, { routeTableIds: [table.id] });
                n.service("web", [subnet]);
            },
        },
        {
            name: "an S3 gateway endpoint put on the table by an association",
            network: (n) => {
                const { vpc, subnet, table } = isolatedNetwork(n, ["ecr.api", "ecr.dkr"]);
                const s3 = n.endpoint("s3", vpc);
                n.add(
                    "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation",
                    "s3",
                    {
                        vpcEndpointId: s3.id,
                        routeTableId: table.id,
                    },
                );
                n.service("web", [subnet]);
            },
        },
        {
            name: "private DNS switched on by a resource of its own",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n, ["ecr.api", "s3"]);
                const dkr = n.endpoint("ecr.dkr", vpc, { privateDnsEnabled: false });
                n.add("aws:vpc/endpointPrivateDns:EndpointPrivateDns", "dkr", {
                    vpcEndpointId: dkr.id,
                    privateDnsEnabled: true,
                });
                n.service("web", [subnet]);
            },
        },
        {
            name: "an internet-gateway subnet without public IP when endpoints carry everything",
            network: (n) => {
                const vpc = n.vpc();
                const igw = n.internetGateway(vpc);
                const { subnet, table } = n.subnetWith("public", vpc, [
                    { cidrBlock: "0.0.0.0/0", gatewayId: igw.id },
                ]);
                for (const service of ["ecr.api", "ecr.dkr"]) n.endpoint(service, vpc);
                n.endpoint("s3", vpc, { routeTableIds: [table.id] });
                n.service("web", [subnet]);
            },
        },
        {
            name: "assignPublicIp in a NAT-routed subnet",
            network: (n) => n.service("web", [natNetwork(n).privateSubnet], assignPublicIp),
        },
        {
            name: "a standalone route to the NAT gateway",
            network: (n) => {
                const { vpc, nat } = natNetwork(n);
                const { subnet, table } = n.subnetWith("tasks", vpc, []);
                n.route("out", table, { natGatewayId: nat.id });
                n.service("web", [subnet]);
            },
        },
        {
            name: "a subnet that is public only through the main route table",
            network: (n) => {
                const vpc = n.vpc();
                const igw = n.internetGateway(vpc);
                const table = n.routeTable("main", vpc, [
                    { cidrBlock: "0.0.0.0/0", gatewayId: igw.id },
                ]);
                n.add("aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation", "main", {
                    vpcId: vpc.id,
                    routeTableId: table.id,
                });
                n.service("web", [n.subnet("public", vpc)], assignPublicIp);
            },
        },
        {
            name: "an adopted default route table",
            network: (n) => {
                const vpc = n.vpc();
                const igw = n.internetGateway(vpc);
                n.add("aws:ec2/defaultRouteTable:DefaultRouteTable", "main", {
                    defaultRouteTableId: vpc.get("defaultRouteTableId"),
                    routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }],
                });
                n.service("web", [n.subnet("public", vpc)], assignPublicIp);
            },
        },
        {
            name: "a route on the main table of the VPC, named by the VPC",
            network: (n) => {
                const vpc = n.vpc();
                const igw = n.internetGateway(vpc);
                n.route("out", vpc.get("mainRouteTableId"), { gatewayId: igw.id });
                n.service("web", [n.subnet("public", vpc)], assignPublicIp);
            },
        },
        {
            name: "an internet gateway attached by an attachment",
            network: (n) => {
                const vpc = n.vpc();
                const igw = n.add("aws:ec2/internetGateway:InternetGateway", "igw");
                n.add("aws:ec2/internetGatewayAttachment:InternetGatewayAttachment", "igw", {
                    internetGatewayId: igw.id,
                    vpcId: vpc.id,
                });
                const { subnet } = n.subnetWith("public", vpc, [
                    { cidrBlock: "0.0.0.0/0", gatewayId: igw.id },
                ]);
                n.service("web", [subnet], assignPublicIp);
            },
        },
        {
            name: "a regional NAT gateway without a subnet",
            network: (n) => {
                const vpc = n.vpc();
                n.internetGateway(vpc);
                const nat = n.add("aws:ec2/natGateway:NatGateway", "nat", {
                    vpcId: vpc.id,
                    availabilityMode: "regional",
                });
                const { subnet } = n.subnetWith("private", vpc, [
                    { cidrBlock: "0.0.0.0/0", natGatewayId: nat.id },
                ]);
                n.service("web", [subnet]);
            },
        },
        {
            name: "routes by the two halves of the internet",
            network: (n) => {
                const { vpc, nat } = natNetwork(n);
                const { subnet } = n.subnetWith("tasks", vpc, [
                    { cidrBlock: "0.0.0.0/1", natGatewayId: nat.id },
                    { cidrBlock: "128.0.0.0/1", natGatewayId: nat.id },
                ]);
                n.service("web", [subnet]);
            },
        },
        {
            name: "a route to private addresses over a transit gateway beside NAT",
            network: (n) => {
                const { vpc, nat } = natNetwork(n);
                const { subnet } = n.subnetWith("tasks", vpc, [
                    { cidrBlock: "10.0.0.0/8", transitGatewayId: "tgw-1" },
                    { cidrBlock: "0.0.0.0/0", natGatewayId: nat.id },
                ]);
                n.service("web", [subnet]);
            },
        },
        {
            name: "an EC2 service in a subnet without a way out",
            network: (n) => {
                const vpc = n.vpc();
                n.service("web", [n.subnetWith("private", vpc, []).subnet], { launchType: "EC2" });
            },
        },
        {
            name: "a service without launch type on a cluster without Fargate",
            network: (n) => {
                const vpc = n.vpc();
                n.service("web", [n.subnetWith("private", vpc, []).subnet], { launchType: null });
            },
        },
        {
            name: "a service whose network is in its task sets",
            network: (n) => {
                const { privateSubnet } = natNetwork(n);
                const service = n.service("web", [privateSubnet], {
                    deploymentController: { type: "EXTERNAL" },
                    networkConfiguration: null,
                });
                service.inputs.networkConfiguration = null;
            },
        },
        {
            name: "old platform 1.3.0 without the ecr.api endpoint",
            network: (n) =>
                n.service("web", [isolatedNetwork(n, ["ecr.dkr", "s3"]).subnet], {
                    platformVersion: "1.3.0",
                }),
        },
        {
            name: "centralized egress, assumed by the setting",
            settings: { "preflight-settings": {} },
            network: (n) => n.service("web", [natNetwork(n).privateSubnet]),
        },
        {
            name: "an image in China's ECR, by its endpoints",
            network: (n) => {
                const vpc = n.vpc();
                const { subnet, table } = n.subnetWith("private", vpc, []);
                for (const service of ["ecr.api", "ecr.dkr"]) {
                    n.endpoint(service, vpc, {
                        serviceName: `cn.com.amazonaws.cn-north-1.${service}`,
                    });
                }
                n.endpoint("s3", vpc, {
                    serviceName: "com.amazonaws.cn-north-1.s3",
                    routeTableIds: [table.id],
                });
                n.taskDefinition("app", {}, "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/app");
                n.service("web", [subnet]);
            },
        },
        {
            name: "Express Mode in a public subnet, where its tasks have public IPs",
            network: (n) => n.express("web", [natNetwork(n).publicSubnet]),
        },
        {
            name: "Express Mode behind a NAT gateway",
            network: (n) => n.express("web", [natNetwork(n).privateSubnet]),
        },
        {
            name: "Express Mode in an isolated VPC, whose endpoints admit the VPC",
            network: (n) => {
                expressIsolated(n, [tcp(443, { cidrBlocks: ["10.0.0.0/16"] })]);
            },
        },
        {
            name: "Express Mode with a security group that lets everything out",
            network: (n) => {
                expressWithGroup(n, outToAll);
            },
        },
        {
            name: "Express Mode with a group of the program's, which the endpoints' group admits",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n);
                const own = groupWith(n, "own", vpc, { egress: outToAll });
                const ingress = [tcp(443, { securityGroups: [own.id] })];
                const guard = groupWith(n, "endpoints", vpc, { ingress });
                for (const { type, inputs } of n.resources) {
                    const isInterface = inputs.vpcEndpointType === "Interface";
                    if (!type.includes("vpcEndpoint:") || !isInterface) continue;
                    inputs.securityGroupIds = [guard.id];
                }
                const networkConfiguration = { securityGroups: [own.id] };
                n.express("web", [subnet], { networkConfiguration });
            },
        },
        {
            name: "Express Mode in two public subnets",
            network: (n) => n.express("web", twoZones(n).publicSubnets),
        },
        {
            name: "Express Mode in a subnet that a route by itself makes public",
            network: (n) => {
                const vpc = n.vpc();
                const { subnet, table } = n.subnetWith("public", vpc, []);
                table.inputs.routes = null;
                n.route("out", table, { gatewayId: n.internetGateway(vpc).id });
                n.express("web", [subnet]);
            },
        },
        {
            name: "Express Mode with an image of Docker Hub, in a public subnet",
            network: (n) =>
                n.express("web", [natNetwork(n).publicSubnet], {
                    primaryContainer: { image: "nginx:latest" },
                }),
        },
    ],
    violates: [
        {
            name: "a task that a pipe starts",
            network: (n) => pipe(n, [n.subnetWith("private", n.vpc(), []).subnet]),
            on: "orders",
            says: /EventBridge pipe orders cannot pull/,
        },
        {
            name: "a task that Step Functions starts",
            network: (n) => report(n, [n.subnetWith("private", n.vpc(), []).subnet]),
            on: "nightly",
            says: /state Report of Step Functions state machine nightly cannot pull/,
            firstPreview: "cannot know",
        },
        {
            name: "no route beside what changes another VPC",
            network: (n) => {
                const vpc = n.vpc();
                const { subnet } = n.subnetWith("private", vpc, []);
                bystanders(n, vpc, subnet);
                n.service("web", [subnet]);
            },
            on: "web",
            says: /no route for 0\.0\.0\.0\/0/,
        },
        ...(["all", "none"] as const).map((left) => ({
            name: `exclusive rules of the group, which leave ${left}: none lets the tasks out to HTTPS`,
            network: exclusiveRules(left, 80),
            on: "web",
            says: /security group tasks → no egress rule admits TCP 443/,
        })),
        {
            name: "no route in a VPC whose encryption is enforced, and whose groups Firewall Manager changes",
            network: (n) => {
                const vpc = n.vpc();
                const { subnet } = n.subnetWith("private", vpc, []);
                encryption(n, vpc, { mode: "enforce" });
                firewallManager(n, "SECURITY_GROUPS_COMMON");
                n.service("web", [subnet]);
            },
            on: "web",
            says: /no route for 0\.0\.0\.0\/0/,
        },
        {
            name: "no route back to the transit gateway, nor from it to the tasks' VPC",
            network: (n) => {
                byTransit(n, { tables: true, without: ["route back", "propagation"] });
            },
            on: "web",
            says: /fix: either give the route table nat a route for the CIDR block of VPC vpc to the transit gateway hub, and let the transit gateway VPC attachment tasks propagate its routes into the transit gateway route table egress; or add/,
        },
        {
            name: "a transit gateway in a subnet of its own, whose ACL keeps the tasks' calls out",
            network: (n) => byOwnAttachment(n, { ingress: [443, 443] }),
            on: "web",
            says: /network ACL attachment → no ingress rule allows TCP 443 from the tasks/,
        },
        {
            name: "a transit gateway in a subnet of its own, whose ACL keeps the answers in",
            network: (n) => byOwnAttachment(n, { egress: [32768, 60999] }),
            on: "web",
            says: /network ACL attachment → no egress rule allows/,
        },
        {
            name: "a dual-stack subnet without a route for IPv4, and DNS64 without NAT64",
            network: (n) => translatedAlone(n, { without: ["0.0.0.0/0", "::/0", "64:ff9b::/96"] }),
            on: "web",
            says: /no route for 0\.0\.0\.0\/0/,
        },
        {
            name: "a dual-stack subnet without a route for IPv4, and NAT64 without DNS64",
            network: (n) => translatedAlone(n, { subnet: { enableDns64: false } }),
            on: "web",
            says: /no route for 0\.0\.0\.0\/0/,
        },
        {
            name: "a dual-stack subnet without a route for IPv4, and a NAT gateway without a way out",
            network: (n) => {
                translatedAlone(n);
                const table = n.find("aws:ec2/routeTable:RouteTable");
                if (table !== undefined) table.inputs.routes = [];
            },
            on: "web",
            says: /no route for 0\.0\.0\.0\/0/,
        },
        {
            name: "a plain image in an IPv6-only subnet without DNS64",
            network: (n) => {
                const { subnet } = ipv6Network(n, { subnet: { enableDns64: false } });
                n.service("web", [subnet]);
            },
            on: "web",
            says: [/enableDns64 is off/, /fix: set enableDns64 to true on subnet private$/],
        },
        {
            name: "a plain image in an IPv6-only subnet without NAT64",
            network: (n) => {
                const { subnet } = ipv6Network(n, { without: ["0.0.0.0/0", "64:ff9b::/96"] });
                n.service("web", [subnet]);
            },
            on: "web",
            says: [/an egress-only gateway does not translate/, /route for 64:ff9b::\/96 to a NAT/],
        },
        {
            name: "a default Fargate strategy of a cluster whose name another region has too",
            network: (n) => {
                for (const region of ["us-east-1", "eu-west-1"]) {
                    n.add("aws:ecs/cluster:Cluster", region, { name: "app", region });
                    n.add("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders", region, {
                        clusterName: "app",
                        region,
                        defaultCapacityProviderStrategies: [
                            { capacityProvider: region === "us-east-1" ? "FARGATE" : "ec2" },
                        ],
                    });
                }
                n.service("web", [n.subnetWith("private", n.vpc(), []).subnet], {
                    cluster: "app",
                    launchType: null,
                });
            },
            on: "web",
            says: /service web cannot pull/,
        },
        {
            name: "VPC Block Public Access, both ways",
            network: (n) => {
                n.add("aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions", "bpa", {
                    internetGatewayBlockMode: "block-bidirectional",
                });
                n.service("web", [natNetwork(n).privateSubnet]);
            },
            on: "web",
            says: /VPC Block Public Access bpa → internetGatewayBlockMode block-bidirectional closes the internet gateways of VPC vpc/,
        },
        {
            name: "VPC Block Public Access for what comes in, and a public subnet",
            network: (n) => {
                n.add("aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions", "bpa", {
                    internetGatewayBlockMode: "block-ingress",
                });
                n.service("web", [publicNetwork(n).subnet], assignPublicIp);
            },
            on: "web",
            says: /internetGatewayBlockMode block-ingress closes/,
        },
        {
            name: "a NAT gateway of another VPC",
            network: (n) => {
                const { nat } = natNetwork(n);
                const other = n.vpc("other");
                const { subnet } = n.subnetWith("tasks", other, [
                    { cidrBlock: "0.0.0.0/0", natGatewayId: nat.id },
                ]);
                n.service("web", [subnet]);
            },
            on: "web",
            says: /NAT gateway nat → is in VPC vpc, and cannot be used from VPC other/,
        },
        {
            name: "a default route that stays in the VPC",
            network: (n) => privateWith(n, () => [{ cidrBlock: "0.0.0.0/0", gatewayId: "local" }]),
            on: "web",
            says: /route table private → the route stays in the VPC/,
        },
        {
            name: "a default route for IPv4 to an egress-only gateway",
            network: (n) =>
                privateWith(n, (vpc) => [
                    { cidrBlock: "0.0.0.0/0", egressOnlyGatewayId: egressOnly(n, vpc).id },
                ]),
            on: "web",
            says: /route table private → the route leads to an egress-only gateway, which carries no IPv4/,
        },
        {
            name: "a NAT gateway whose subnet leads to an egress-only gateway",
            network: (n) => {
                const vpc = n.vpc();
                const { subnet } = n.subnetWith("public", vpc, [
                    { cidrBlock: "0.0.0.0/0", egressOnlyGatewayId: egressOnly(n, vpc).id },
                ]);
                const nat = n.natGateway("nat", subnet);
                const routes = [{ cidrBlock: "0.0.0.0/0", natGatewayId: nat.id }];
                n.service("web", [n.subnetWith("private", vpc, routes).subnet]);
            },
            on: "web",
            says: /route table public → the route leads the NAT gateway nowhere/,
        },
        {
            name: "a public NAT gateway without Elastic IP",
            network: (n) => {
                const { nat, privateSubnet } = natNetwork(n);
                nat.inputs.allocationId = null;
                n.service("web", [privateSubnet]);
            },
            on: "web",
            says: /NAT gateway nat → is public, but has no Elastic IP/,
        },
        {
            name: "a private subnet without anything",
            statement: "1.2",
            network: (n) => privateWith(n, () => []),
            on: "web",
            says: [
                /^tasks of service web cannot pull their images: from subnet private they cannot reach private ECR \(us-east-1\)$/m,
                /over the internet: service web → subnet private → route table private → no route for 0\.0\.0\.0\/0/,
                /nor by endpoint: service web → VPC vpc → no endpoint for ecr\.api, ecr\.dkr and S3$/m,
                /fix: either give the route table private a route for 0\.0\.0\.0\/0 to a NAT gateway/,
            ],
        },
        {
            name: "a public subnet without public IP",
            statement: "1.2",
            network: (n) => n.service("web", [publicNetwork(n).subnet]),
            fixed: (n) => n.service("web", [publicNetwork(n).subnet], assignPublicIp),
            on: "web",
            says: [
                /serves only tasks with a public IP, and networkConfiguration\.assignPublicIp is false/,
                /fix: either set networkConfiguration\.assignPublicIp to true/,
            ],
        },
        ...["ecr.api", "ecr.dkr", "s3"].map((missing) => ({
            name: `an isolated VPC without ${missing}`,
            statement: "1.2",
            network: (n: Network) =>
                n.service("web", [
                    isolatedNetwork(
                        n,
                        ["ecr.api", "ecr.dkr", "s3"].filter((each) => each !== missing),
                    ).subnet,
                ]),
            on: "web",
            says: new RegExp(
                `fix: add an? (interface|gateway) endpoint for com\\.amazonaws\\.us-east-1\\.${missing}`,
            ),
        })),
        {
            name: "an S3 gateway endpoint on another route table",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n, ["ecr.api", "ecr.dkr"]);
                n.endpoint("s3", vpc, { routeTableIds: [n.routeTable("other", vpc).id] });
                n.service("web", [subnet]);
            },
            on: "web",
            says: /VPC endpoint s3 → is not associated with the route table private/,
        },
        {
            name: "ecr.dkr without private DNS",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n, ["ecr.api", "s3"]);
                n.endpoint("ecr.dkr", vpc, { privateDnsEnabled: false });
                n.service("web", [subnet]);
            },
            on: "web",
            says: /fix: set privateDnsEnabled to true on VPC endpoint ecr\.dkr/,
        },
        {
            name: "endpoints of another region than the image's",
            network: (n) => {
                const { subnet } = isolatedNetwork(n);
                n.taskDefinition("app", {}, "123456789012.dkr.ecr.eu-west-1.amazonaws.com/app");
                n.service("web", [subnet]);
            },
            on: "web",
            says: /private ECR \(eu-west-1\)/,
        },
        {
            name: "a Docker Hub image with endpoints only",
            network: (n) => {
                const { subnet } = isolatedNetwork(n);
                n.taskDefinition("app", {}, "nginx:latest");
                n.service("web", [subnet]);
            },
            on: "web",
            says: /they cannot reach Docker Hub/,
        },
        {
            name: "a closed group, before a service that may have others besides",
            network: closedServices("web", "api"),
            change: unknownGroupsOfApi,
            forms: ["deployed"],
            on: "web",
            says: /no egress rule admits TCP 443/,
        },
        {
            name: "a closed group, after a service that may have others besides",
            network: closedServices("api", "web"),
            change: unknownGroupsOfApi,
            forms: ["deployed"],
            on: "web",
            says: [/no egress rule admits TCP 443/, /^(?!.*assuming)/s],
        },
        {
            name: "one of two subnets without a route",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                const { subnet } = n.subnetWith("lost", vpc, []);
                n.service("web", [privateSubnet, subnet]);
            },
            on: "web",
            says: [
                /from subnet lost they cannot reach/,
                /the subnets of web are lost and private|^(?!.*assuming)/s,
            ],
        },
        {
            name: "two subnets with one cause: one finding that names both",
            network: (n) => {
                const vpc = n.vpc();
                const table = n.routeTable("private", vpc);
                const subnets = ["a", "b"].map((name) => n.subnet(name, vpc));
                for (const subnet of subnets) n.associate(subnet, table);
                n.service("web", subnets);
            },
            on: "web",
            says: /from subnets a and b they cannot reach/,
        },
        {
            name: "two images with one cause: one finding that names both registries",
            network: (n) => {
                n.taskDefinition("app", {}, "nginx", "quay.io/o/r");
                privateWith(n, () => []);
            },
            on: "web",
            says: /they cannot reach Docker Hub, quay\.io/,
        },
        {
            name: "a NAT gateway in the task's own private subnet",
            network: (n) => {
                const vpc = n.vpc();
                const subnet = n.subnet("private", vpc);
                const nat = n.natGateway("nat", subnet);
                n.associate(
                    subnet,
                    n.routeTable("private", vpc, [
                        { cidrBlock: "0.0.0.0/0", natGatewayId: nat.id },
                    ]),
                );
                n.service("web", [subnet]);
            },
            on: "web",
            says: [
                /sends the NAT gateway's own traffic back to it/,
                /fix: either put the NAT gateway nat into a subnet/,
            ],
        },
        {
            name: "a NAT gateway in another private subnet",
            network: (n) => {
                const vpc = n.vpc();
                const nat = n.natGateway("nat", n.subnetWith("inner", vpc, []).subnet);
                const { subnet } = n.subnetWith("private", vpc, [
                    { cidrBlock: "0.0.0.0/0", natGatewayId: nat.id },
                ]);
                n.service("web", [subnet]);
            },
            on: "web",
            says: /NAT gateway nat → subnet inner → route table inner → no route for 0\.0\.0\.0\/0/,
        },
        {
            name: "a private NAT gateway towards an internet gateway",
            network: (n) => {
                const { vpc, publicSubnet } = natNetwork(n);
                const nat = n.add("aws:ec2/natGateway:NatGateway", "inner", {
                    subnetId: publicSubnet.id,
                    connectivityType: "private",
                });
                const { subnet } = n.subnetWith("tasks", vpc, [
                    { cidrBlock: "0.0.0.0/0", natGatewayId: nat.id },
                ]);
                n.service("web", [subnet]);
            },
            on: "web",
            says: /NAT gateway inner → is private, and an internet gateway drops/,
        },
        {
            name: "an internet gateway that is not attached",
            network: (n) => {
                const vpc = n.vpc();
                const igw = n.add("aws:ec2/internetGateway:InternetGateway", "igw");
                const { subnet } = n.subnetWith("public", vpc, [
                    { cidrBlock: "0.0.0.0/0", gatewayId: igw.id },
                ]);
                n.service("web", [subnet], assignPublicIp);
            },
            on: "web",
            says: /internet gateway igw → is not attached to VPC vpc/,
        },
        {
            name: "a route for IPv6 only",
            network: (n) =>
                privateWith(n, (vpc) => [
                    {
                        ipv6CidrBlock: "::/0",
                        egressOnlyGatewayId: n.add(
                            "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway",
                            "eigw",
                            { vpcId: vpc.id },
                        ).id,
                    },
                ]),
            on: "web",
            says: /no route for 0\.0\.0\.0\/0/,
        },
        {
            name: "ECR over IPv4 only, from a dual-stack subnet without a way for IPv4",
            network: (n) => {
                const vpc = n.vpc();
                const subnet = n.subnet("dual", vpc, { ipv6CidrBlock: "2001:db8:1:1::/64" });
                const igw = n.internetGateway(vpc);
                n.associate(
                    subnet,
                    n.routeTable("dual", vpc, [{ ipv6CidrBlock: "::/0", gatewayId: igw.id }]),
                );
                n.service("web", [subnet]);
            },
            on: "web",
            says: /route table dual → no route for 0\.0\.0\.0\/0/,
        },
        {
            name: "an unassociated subnet of a VPC whose main table has no route",
            network: (n) => n.service("web", [n.subnet("lonely", n.vpc())]),
            on: "web",
            says: /default route table of VPC vpc → no route for 0\.0\.0\.0\/0/,
        },
        {
            name: "an unknown image, with no registry in reach",
            network: (n) => {
                const vpc = n.vpc();
                const secret = n.add("aws:secretsmanager/secret:Secret", "db");
                n.taskDefinition("app", { containerDefinitions: secret.get("arn") });
                n.service("web", [n.subnetWith("private", vpc, []).subnet]);
            },
            forms: ["first preview"],
            on: "web",
            says: /they cannot reach any registry \(the image is not known yet\)/,
        },
        {
            name: "a service on FARGATE_SPOT",
            network: (n) => {
                const vpc = n.vpc();
                n.service("web", [n.subnetWith("private", vpc, []).subnet], {
                    launchType: null,
                    capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT", weight: 1 }],
                });
            },
            on: "web",
            says: /service web cannot pull/,
        },
        {
            name: "a service on the cluster's default Fargate strategy",
            network: (n) => {
                const vpc = n.vpc();
                const cluster = n.cluster();
                n.add("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders", "main", {
                    clusterName: cluster.get("name"),
                    capacityProviders: ["FARGATE"],
                    defaultCapacityProviderStrategies: [{ capacityProvider: "FARGATE" }],
                });
                n.service("web", [n.subnetWith("private", vpc, []).subnet], { launchType: null });
            },
            on: "web",
            says: /service web cannot pull/,
        },
        {
            name: "a task that EventBridge starts",
            network: (n) => {
                const { subnet } = n.subnetWith("private", n.vpc(), []);
                n.add("aws:cloudwatch/eventTarget:EventTarget", "nightly", {
                    arn: n.cluster().arn,
                    ecsTarget: {
                        launchType: "FARGATE",
                        taskDefinitionArn: n.taskDefinition("app").arn,
                        networkConfiguration: { subnets: [subnet.id] },
                    },
                });
            },
            on: "nightly",
            says: /event target nightly cannot pull/,
        },
        {
            name: "a task that EventBridge Scheduler starts",
            network: (n) => {
                const { subnet } = n.subnetWith("private", n.vpc(), []);
                n.add("aws:scheduler/schedule:Schedule", "hourly", {
                    target: {
                        arn: n.cluster().arn,
                        ecsParameters: {
                            launchType: "FARGATE",
                            taskDefinitionArn: n.taskDefinition("app").arn,
                            networkConfiguration: { subnets: [subnet.id] },
                        },
                    },
                });
            },
            on: "hourly",
            says: /schedule hourly cannot pull/,
        },
        {
            name: "a task set",
            network: (n) => {
                const { subnet } = n.subnetWith("private", n.vpc(), []);
                n.add("aws:ecs/taskSet:TaskSet", "blue", {
                    cluster: n.cluster().arn,
                    service: "web",
                    launchType: "FARGATE",
                    taskDefinition: n.taskDefinition("app").arn,
                    networkConfiguration: { subnets: [subnet.id] },
                });
            },
            on: "blue",
            says: /task set blue cannot pull/,
        },
        {
            name: "a provider before plan-based previews",
            change: olderProvider,
            network: (n) => privateWith(n, () => []),
            on: "web",
            says: /no route for 0\.0\.0\.0\/0/,
        },
        {
            name: "inputs that were not recorded",
            change: withoutInputs,
            network: (n) => privateWith(n, () => []),
            on: "web",
            says: /no route for 0\.0\.0\.0\/0/,
        },
        {
            name: "a provider before plan-based previews, and no inputs",
            change: (recording) => olderProvider(withoutInputs(recording)),
            network: (n) => privateWith(n, () => []),
            on: "web",
            says: /no route for 0\.0\.0\.0\/0/,
        },
        {
            name: "Express Mode in a private subnet without anything",
            network: (n) => n.express("web", [n.subnetWith("private", n.vpc(), []).subnet]),
            on: "web",
            says: [
                /^tasks of Express Mode service web cannot pull their images: from subnet private/,
                /route table private → no route for 0\.0\.0\.0\/0/,
            ],
            fixed: (n) => n.express("web", [natNetwork(n).privateSubnet]),
        },
        {
            name: "Express Mode with endpoints that have the VPC's default security group",
            network: (n) => {
                expressIsolated(n);
            },
            on: "web",
            says: /default security group of VPC vpc/,
            fixed: (n) => {
                expressIsolated(n, [tcp(443, { cidrBlocks: ["10.0.0.0/16"] })]);
            },
        },
        {
            name: "Express Mode with an image of Docker Hub, in an isolated VPC with endpoints",
            network: (n) => {
                expressIsolated(n, [tcp(443, { cidrBlocks: ["10.0.0.0/16"] })], {
                    primaryContainer: { image: "nginx:latest" },
                });
            },
            on: "web",
            says: /cannot reach Docker Hub/,
            fixed: (n) =>
                n.express("web", [natNetwork(n).privateSubnet], {
                    primaryContainer: { image: "nginx:latest" },
                }),
        },
        {
            name: "a firewall whose subnet has no route out",
            network: (n) => {
                behindFirewall(n, { onward: () => [] });
            },
            on: "web",
            says: /route table private → firewall inspection → subnet firewall → route table firewall → no route for 0\.0\.0\.0\/0/,
            fixed: (n) => {
                behindFirewall(n);
            },
        },
        {
            name: "a firewall behind a NAT gateway, whose subnet has no route out",
            network: (n) => {
                beforeFirewall(n, "rules", () => []);
            },
            on: "web",
            says: [
                /NAT gateway nat → subnet nat → route table nat → firewall inspection → subnet firewall → route table firewall → no route for 0\.0\.0\.0\/0/,
                /give the route table firewall a route for 0\.0\.0\.0\/0 to an internet gateway/,
            ],
            fixed: (n) => {
                beforeFirewall(n, "rules");
            },
        },
        {
            name: "a firewall behind a NAT gateway, whose subnet leads back to it",
            network: (n) => {
                beforeFirewall(n, "rules");
                const nat = n.find("aws:ec2/natGateway:NatGateway");
                const table = n.resources.find(
                    ({ type, name }) =>
                        type === "aws:ec2/routeTable:RouteTable" && name === "firewall",
                );
                if (table === undefined || nat === undefined) throw new Error("no table");
                table.inputs.routes = [{ cidrBlock: "0.0.0.0/0", natGatewayId: nat.id }];
            },
            on: "web",
            says: /sends the NAT gateway's own traffic back to it/,
        },
        {
            name: "a firewall before an internet gateway, and tasks without public IPs",
            network: (n) => {
                behindFirewall(n, {
                    onward: ({ igw }) => [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }],
                });
            },
            on: "web",
            says: /firewall inspection → subnet firewall → route table firewall → internet gateway igw → serves only tasks with a public IP/,
        },
        ...(["drop", "drop statefully"] as const).map((policy) => ({
            name: `a firewall whose policy lets nothing pass (${policy})`,
            network: (n: Network) => {
                behindFirewall(n, { policy });
            },
            on: "web",
            says: /firewall inspection → its firewall policy inspection drops every packet/,
        })),
        {
            name: "a firewall whose policy lets nothing pass, and whose subnet has no route out",
            network: (n) => {
                behindFirewall(n, { policy: "drop", onward: () => [] });
            },
            on: "web",
            says: [/drops every packet/, /give the route table firewall a route for 0\.0\.0\.0\/0/],
        },
        {
            name: "a firewall in two zones, neither of which leads out",
            network: (n) => {
                twoFirewallZones(n, 0, []);
            },
            on: "web",
            says: /firewall inspection → subnet firewall-0 → route table firewall-0 → no route/,
        },
        {
            name: "the endpoint of a firewall in a zone that does not lead out",
            network: (n) => {
                twoFirewallZones(n, 0, [1]);
            },
            on: "web",
            says: /subnet firewall-0 → route table firewall-0 → no route/,
            firstPreview: "cannot know",
        },
        {
            name: "a transit gateway whose default route table has no route out",
            network: (n) => {
                byTransit(n, { without: ["route"] });
            },
            on: "web",
            says: /route table private → transit gateway hub → default route table of transit gateway hub → no route for 0\.0\.0\.0\/0/,
            fixed: (n) => {
                byTransit(n);
            },
        },
        {
            name: "a transit gateway whose own route table, to which its VPN does not propagate, has no route out",
            network: (n) => {
                const { gateway } = byTransit(n, { tables: true, without: ["route"] });
                n.add("aws:ec2/vpnConnection:VpnConnection", "office", {
                    transitGatewayId: gateway.id,
                });
            },
            on: "web",
            says: /transit gateway hub → transit gateway route table tasks → no route for 0\.0\.0\.0\/0/,
        },
        {
            name: "a transit gateway whose own route table has no route out",
            network: (n) => {
                byTransit(n, { tables: true, without: ["route"] });
            },
            on: "web",
            says: /transit gateway hub → transit gateway route table tasks → no route for 0\.0\.0\.0\/0/,
            fixed: (n) => {
                byTransit(n, { tables: true });
            },
        },
        {
            name: "a transit gateway whose route out is a blackhole",
            network: (n) => {
                byTransit(n);
                const route = n.find("aws:ec2transitgateway/route:Route");
                if (route === undefined) throw new Error("no route");
                route.inputs.transitGatewayAttachmentId = null;
                route.inputs.blackhole = true;
            },
            on: "web",
            says: /default route table of transit gateway hub → its route for the internet is a blackhole/,
        },
        {
            name: "a transit gateway before a VPC whose subnet has no route out",
            network: (n) => {
                byTransit(n, { without: ["way out"] });
            },
            on: "web",
            says: /default route table of transit gateway hub → subnet transit → route table transit → no route for 0\.0\.0\.0\/0/,
        },
        {
            name: "a transit gateway before the internet gateway of another VPC",
            network: (n) => {
                byTransit(n, { without: ["NAT"] });
            },
            on: "web",
            says: /no NAT gateway before it gives tasks of another VPC a public address/,
        },
        {
            name: "a NAT gateway of another VPC whose subnet has no route back",
            network: (n) => {
                byTransit(n, { without: ["route back"] });
            },
            on: "web",
            says: /route table nat → no route for the block of VPC vpc to the transit gateway hub, so no answer arrives/,
            fixed: (n) => {
                byTransit(n);
            },
        },
        {
            name: "a NAT gateway of another VPC, and no route back to the tasks' VPC",
            network: (n) => {
                byTransit(n, { tables: true, without: ["propagation"] });
            },
            on: "web",
            says: /transit gateway route table egress → no route back to VPC vpc, so no answer arrives/,
        },
        {
            name: "an attachment in another zone than the tasks",
            network: (n) => {
                const { subnet, home } = byTransit(n);
                subnet.inputs.availabilityZone = "us-east-1a";
                const vpc = n.find("aws:ec2/vpc:Vpc");
                if (vpc === undefined) throw new Error("no VPC");
                const other = n.subnet("other", vpc, { availabilityZone: "us-east-1b" });
                home.inputs.subnetIds = [other.id];
            },
            on: "web",
            says: /transit gateway VPC attachment tasks → has no subnet in the Availability Zone of subnet private/,
        },
    ],
    cannotKnow: [
        ...(
            [
                [
                    "a transit gateway of which the plan shows no other attachment",
                    (n) => {
                        const { away } = byTransit(n);
                        away.inputs.transitGatewayId = "tgw-0123456789abcdef0";
                    },
                    /a route leads to a transit gateway, and what lies behind it is not in the plan/,
                ],
                [
                    "a transit gateway to whose table a VPN propagates",
                    (n) => {
                        byTransit(n, { without: ["route"] });
                        const hub = n.find("aws:ec2transitgateway/transitGateway:TransitGateway");
                        n.add(
                            "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation",
                            "vpn",
                            {
                                transitGatewayAttachmentId: "tgw-attach-vpn",
                                transitGatewayRouteTableId:
                                    hub?.get("associationDefaultRouteTableId") ?? null,
                            },
                        );
                    },
                    /transitGatewayAttachmentId of vpn: the transit gateway VPC attachment that it names is not in this plan/,
                ],
                ...(
                    [
                        [
                            "a VPN connection",
                            "aws:ec2/vpnConnection:VpnConnection",
                            "transitGatewayId",
                        ],
                        [
                            "a Connect attachment",
                            "aws:ec2transitgateway/connect:Connect",
                            "transitGatewayId",
                        ],
                        [
                            "a Direct Connect gateway",
                            "aws:directconnect/gatewayAssociation:GatewayAssociation",
                            "associatedGatewayId",
                        ],
                        [
                            "a Direct Connect gateway of another account",
                            "aws:directconnect/gatewayAssociationProposal:GatewayAssociationProposal",
                            "associatedGatewayId",
                        ],
                    ] as const
                ).map(([what, type, property]): UnknownTransit => [
                    `a transit gateway that ${what} may give a route out`,
                    (n) => {
                        const { gateway } = byTransit(n, { without: ["route"] });
                        n.add(type, "outside", { [property]: gateway.id });
                    },
                    /outside: it may propagate routes to the transit gateway hub, which no plan shows/,
                ]),
                ...(
                    [
                        [
                            "Connect attachment",
                            "aws-native:ec2:TransitGatewayConnect",
                            "transportTransitGatewayAttachmentId",
                            "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
                        ],
                        [
                            "Direct Connect gateway",
                            "aws-native:directconnect:DirectConnectGatewayAssociation",
                            "associatedGatewayId",
                            "aws:ec2transitgateway/transitGateway:TransitGateway",
                        ],
                    ] as const
                ).map(([what, type, property, named]): UnknownTransit => [
                    `a transit gateway that a ${what} of CloudFormation may give a route out`,
                    (n) => {
                        byTransit(n, { without: ["route"] });
                        n.add(type, "outside", { [property]: n.find(named)?.id ?? null });
                    },
                    /outside: it may propagate routes to the transit gateway hub, which no plan shows/,
                ]),
                [
                    "a transit gateway whose route leads to an attachment that is not in the plan",
                    (n) => {
                        byTransit(n);
                        const route = n.find("aws:ec2transitgateway/route:Route");
                        if (route === undefined) throw new Error("no route");
                        route.inputs.transitGatewayAttachmentId = "tgw-attach-vpn";
                    },
                    /transitGatewayAttachmentId of out: the transit gateway VPC attachment that it names is not in this plan/,
                ],
                [
                    "a transit gateway whose table is associated with nothing",
                    (n) => {
                        byTransit(n, {
                            gateway: { defaultRouteTableAssociation: "disable" },
                        });
                    },
                    /which transit gateway route table leads what comes out of tasks is not certain/,
                ],
                [
                    "a transit gateway with another default route table since",
                    (n) => {
                        const { gateway } = byTransit(n);
                        const other = n.add(
                            "aws:ec2transitgateway/routeTable:RouteTable",
                            "other",
                            { transitGatewayId: gateway.id },
                        );
                        n.add(
                            "aws:ec2transitgateway/defaultRouteTableAssociation:DefaultRouteTableAssociation",
                            "other",
                            {
                                transitGatewayId: gateway.id,
                                transitGatewayRouteTableId: other.id,
                            },
                        );
                    },
                    /which table was the default one when an attachment was made is not known/,
                ],
                [
                    "a transit gateway with a route by a prefix list",
                    (n) => {
                        const { gateway } = byTransit(n, { without: ["route"] });
                        n.add(
                            "aws:ec2transitgateway/prefixListReference:PrefixListReference",
                            "list",
                            {
                                prefixListId: listOf(n, "all", "0.0.0.0/0").id,
                                transitGatewayRouteTableId: gateway.get(
                                    "associationDefaultRouteTableId",
                                ),
                            },
                        );
                    },
                    /routes by prefix lists are not followed/,
                ],
                [
                    "another VPC that may have the tasks' addresses too",
                    (n) => {
                        const { egressVpc } = byTransit(n);
                        egressVpc.inputs.cidrBlock = "10.0.0.0/12";
                    },
                    /it may overlap the subnet private, to which answers go/,
                ],
                [
                    "a NAT gateway of another VPC that is regional",
                    (n) => {
                        const { nat } = byTransit(n);
                        nat.inputs.availabilityMode = "regional";
                        nat.inputs.subnetId = null;
                    },
                    /where a regional NAT gateway sends answers is not simulated/,
                ],
                [
                    "an internet gateway of another VPC, and tasks with public IPs",
                    (n) => {
                        const { subnet } = egressNetwork(n, { without: ["NAT"] });
                        n.service("web", [subnet], assignPublicIp);
                    },
                    /an internet gateway of another VPC does not know the public IPs of tasks/,
                ],
                [
                    "a firewall of another VPC whose rules decide",
                    (n) => {
                        byInspection(n, true, "rules");
                    },
                    /what the firewall inspection lets pass is decided by the rules/,
                ],
            ] satisfies [string, (n: Network) => void, RegExp][]
        ).map(([name, network, gap]) => ({
            name,
            network,
            on: "web",
            gap,
            ok: (n: Network) => {
                byTransit(n);
            },
            violated: (n: Network) => {
                byTransit(n, { without: ["route"] });
            },
        })),
        {
            name: "a firewall whose rules decide",
            network: (n) => {
                behindFirewall(n);
            },
            on: "web",
            gap: /firewallPolicy of inspection: what the firewall inspection lets pass is decided by the rules of its policy inspection/,
            ok: (n) => {
                behindFirewall(n, { policy: "pass" });
            },
            violated: (n) => {
                behindFirewall(n, { policy: "drop" });
            },
        },
        ...(
            [
                [
                    "drops fragments",
                    { ...firewallPolicies.pass, statelessFragmentDefaultActions: ["aws:drop"] },
                ],
                [
                    "has rules before it drops",
                    {
                        ...firewallPolicies.drop,
                        statelessRuleGroupReferences: [{ priority: 1, resourceArn: "arn:aws:x" }],
                    },
                ],
                [
                    "says nothing of what no stateful rule matches",
                    {
                        statelessDefaultActions: ["aws:forward_to_sfe"],
                        statelessFragmentDefaultActions: ["aws:forward_to_sfe"],
                    },
                ],
                ["does what AWS does not know", { statelessDefaultActions: ["own"] }],
            ] satisfies [string, Inputs][]
        ).map(([what, policy]) => ({
            name: `a firewall whose policy ${what}`,
            network: (n: Network) => {
                behindFirewall(n, { policy });
            },
            on: "web",
            gap: /what the firewall inspection lets pass is decided by the rules/,
            ok: (n: Network) => {
                behindFirewall(n, { policy: "pass" });
            },
            violated: (n: Network) => {
                behindFirewall(n, { policy: "drop" });
            },
        })),
        {
            name: "a firewall whose policy is not in the plan",
            network: (n) => {
                const { firewall } = behindFirewall(n);
                firewall.inputs.firewallPolicyArn =
                    "arn:aws:network-firewall:us-east-1:123456789012:firewall-policy/other";
            },
            on: "web",
            gap: /firewallPolicyArn of inspection: the firewall policy that it names is not in this plan/,
            ok: (n) => {
                behindFirewall(n, { policy: "pass" });
            },
            violated: (n) => {
                behindFirewall(n, { policy: "drop" });
            },
        },
        {
            name: "a firewall in two zones, of which one leads out",
            network: (n) => {
                twoFirewallZones(n, 0, [0]);
            },
            forms: ["first preview"],
            on: "web",
            gap: /vpcEndpointId of private: to which endpoint of the firewall inspection it leads is not known/,
            ok: (n) => {
                twoFirewallZones(n, 0, [0]);
            },
            violated: (n) => {
                twoFirewallZones(n, 1, [0]);
            },
        },
        {
            name: "a firewall in the tasks' own subnet",
            network: (n) => {
                const { vpc, privateSubnet, privateTable } = natNetwork(n);
                privateTable.inputs.routes = [firewallIn(n, vpc, [privateSubnet], "pass").to];
                n.service("web", [privateSubnet]);
            },
            on: "web",
            gap: /leads what comes out of the firewall inspection back to it/,
            ok: (n) => {
                behindFirewall(n, { policy: "pass" });
            },
            violated: (n) => {
                behindFirewall(n, { onward: () => [] });
            },
        },
        {
            name: "a firewall in a subnet whose network ACL refuses the tasks",
            network: (n) => {
                const { vpc, inside } = behindFirewall(n, { policy: "pass" });
                n.add("aws:ec2/networkAcl:NetworkAcl", "closed", {
                    vpcId: vpc.id,
                    subnetIds: [inside.id],
                    ingress: [],
                    egress: [],
                });
            },
            on: "web",
            gap: /networkAclId of firewall: whether its network ACL lets pass what only goes through it/,
            ok: (n) => {
                behindFirewall(n, { policy: "pass" });
            },
            violated: (n) => {
                behindFirewall(n, { onward: () => [] });
            },
        },
        {
            name: "a route that may lead to a further endpoint of the firewall, whose subnet leads nowhere",
            network: (n) => {
                const { vpc, firewall, privateTable } = behindFirewall(n, { onward: () => [] });
                const more = n.add(
                    "aws:networkfirewall/vpcEndpointAssociation:VpcEndpointAssociation",
                    "more",
                    { vpcId: vpc.id, firewallArn: firewall.arn },
                );
                delete privateTable.inputs.routes;
                n.add(
                    "aws:ec2/route:Route",
                    "out",
                    {
                        routeTableId: privateTable.id,
                        destinationCidrBlock: "0.0.0.0/0",
                        vpcEndpointId: more.get("vpcEndpointAssociationStatuses").apply("more"),
                    },
                    { feeds: { vpcEndpointId: [firewall] } },
                );
            },
            on: "web",
            gap: /a Gateway Load Balancer or firewall endpoint, and what lies behind it/,
            ok: (n) => {
                behindFirewall(n, { policy: "pass" });
            },
            violated: (n) => {
                behindFirewall(n, { onward: () => [] });
            },
        },
        {
            name: "a route to a prefix list that may hold more",
            network: (n) => {
                const list = listOf(n, "corporate", unknown);
                const route = { destinationPrefixListId: list.id, transitGatewayId: "tgw-1" };
                n.service("web", [behindNat(n, route)]);
            },
            on: "web",
            gap: /a route leads to a transit gateway, and what lies behind it is not in the plan/,
            ok: (n) => {
                n.service("web", [natNetwork(n).privateSubnet]);
            },
            violated: (n) => n.service("web", [isolatedNetwork(n, ["s3"]).subnet]),
        },
        ...Object.entries(unreadChanges).flatMap(([name, [type, property, inputs, gap]]) =>
            (["open", "closed"] as const).map((way) => ({
                name: `${name} in a VPC whose way out is ${way}`,
                network: (n: Network) => {
                    const { vpc, subnet } = isolatedNetwork(n, way === "open" ? undefined : ["s3"]);
                    n.add(type, "names", { ...inputs, [property]: vpc.id });
                    n.service("web", [subnet]);
                },
                on: "web",
                gap,
                ok: (n: Network) => n.service("web", [isolatedNetwork(n).subnet]),
                violated: (n: Network) => n.service("web", [isolatedNetwork(n, ["s3"]).subnet]),
            })),
        ),
        ...(
            [
                ["all names", ".", "example.com"],
                ["AWS's names", "amazonaws.com", "."],
                ["ECR's names alone", "dkr.ecr.us-east-1.amazonaws.com.", "amazonaws.com"],
            ] as const
        ).map(([what, domain, system]) => ({
            name: `a resolver rule that sends ${what} elsewhere`,
            network: (n: Network) => {
                const { vpc, subnet } = isolatedNetwork(n);
                resolverRule(n, vpc, domain);
                resolverRule(n, vpc, system, "SYSTEM");
                n.service("web", [subnet]);
            },
            on: "web",
            gap: /this resolver rule sends the question for the name elsewhere in VPC vpc/,
            ok: (n: Network) => n.service("web", [isolatedNetwork(n).subnet]),
            violated: (n: Network) => n.service("web", [isolatedNetwork(n, ["s3"]).subnet]),
        })),
        ...(["amazonaws.com", "dkr.ecr.us-east-1.amazonaws.com"] as const).map((domain) => ({
            name: `a resolver rule of a type that is not known yet, for ${domain}`,
            network: (n: Network) => {
                const { vpc, subnet } = isolatedNetwork(n);
                resolverRule(n, vpc, ".");
                const type = n.add("aws:ssm/parameter:Parameter", "type").get("value");
                resolverRule(n, vpc, domain, type);
                n.service("web", [subnet]);
            },
            forms: ["first preview"] as const,
            on: "web",
            gap: /this resolver rule sends the question for the name elsewhere in VPC vpc/,
            ok: (n: Network) => n.service("web", [isolatedNetwork(n).subnet]),
            violated: (n: Network) => n.service("web", [isolatedNetwork(n, ["s3"]).subnet]),
        })),
        {
            name: "a resolver rule of a domain that is not known yet",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n);
                const domain = n.add("aws:ssm/parameter:Parameter", "domain").get("value");
                resolverRule(n, vpc, domain);
                n.service("web", [subnet]);
            },
            forms: ["first preview"],
            on: "web",
            gap: /this resolver rule sends the question for the name elsewhere in VPC vpc/,
            ok: (n) => n.service("web", [isolatedNetwork(n).subnet]),
            violated: (n) => n.service("web", [isolatedNetwork(n, ["s3"]).subnet]),
        },
        {
            name: "a resolver rule that another account shares",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n);
                n.add("aws:route53/resolverRuleAssociation:ResolverRuleAssociation", "corp", {
                    resolverRuleId: "rslvr-rr-0123456789abcdef",
                    vpcId: vpc.id,
                });
                n.service("web", [subnet]);
            },
            on: "web",
            gap: /the resolver rule that it names is not in this plan/,
            ok: (n) => n.service("web", [isolatedNetwork(n).subnet]),
            violated: (n) => n.service("web", [isolatedNetwork(n, ["s3"]).subnet]),
        },
        {
            name: "a route server that propagates routes",
            network: (n) => {
                const { subnet, table } = n.subnetWith("private", n.vpc(), []);
                routeServer(n, table);
                n.service("web", [subnet]);
            },
            on: "web",
            gap: /a route server propagates routes into it/,
            ok: (n) => n.service("web", [natNetwork(n).privateSubnet]),
            violated: (n) => privateWith(n, () => []),
        },
        {
            name: "a route server that propagates routes into the main table of the VPC",
            network: (n) => {
                const vpc = n.vpc();
                const subnet = n.subnet("private", vpc);
                n.add("aws:vpc/routeServerPropagation:RouteServerPropagation", "bgp", {
                    routeServerId: "rs-1",
                    routeTableId: vpc.get("mainRouteTableId"),
                });
                n.service("web", [subnet]);
            },
            on: "web",
            gap: /a route server propagates routes into it/,
            ok: (n) => n.service("web", [natNetwork(n).privateSubnet]),
            violated: (n) => privateWith(n, () => []),
        },
        ...(
            [
                ["a firewall", "firewall:Firewall"],
                [
                    "one more endpoint of a firewall",
                    "vpcEndpointAssociation:VpcEndpointAssociation",
                ],
            ] as const
        ).map(([what, type]) => ({
            name: `${what}, to which routes may lead`,
            network: (n: Network) => {
                const vpc = n.vpc();
                const { subnet } = n.subnetWith("private", vpc, []);
                n.add(`aws:networkfirewall/${type}`, "inspection", { vpcId: vpc.id });
                n.service("web", [subnet]);
            },
            on: "web",
            gap: /routes to its firewall endpoints may be made once these exist/,
            ok: (n: Network) => n.service("web", [natNetwork(n).privateSubnet]),
            violated: (n: Network) => privateWith(n, () => []),
        })),
        {
            name: "encryption controls that enforce, before a NAT gateway that is not excluded",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                encryption(n, vpc, { mode: "enforce", internetGatewayExclusion: "enable" });
                n.service("web", [privateSubnet]);
            },
            on: "web",
            gap: /natGatewayExclusion of encryption: VPC encryption controls in enforce mode/,
            ok: (n) => n.service("web", [natNetwork(n).privateSubnet]),
            violated: (n) => privateWith(n, () => []),
        },
        {
            name: "encryption controls that enforce, before an internet gateway that is not excluded",
            network: (n) => {
                const { vpc, subnet } = publicNetwork(n);
                encryption(n, vpc, { mode: "enforce" });
                n.service("web", [subnet], { networkConfiguration: { assignPublicIp: true } });
            },
            on: "web",
            gap: /internetGatewayExclusion of encryption/,
            ok: (n) => n.service("web", [natNetwork(n).privateSubnet]),
            violated: (n) => privateWith(n, () => []),
        },
        ...(
            [
                ["SECURITY_GROUPS_CONTENT_AUDIT", "open"],
                ["NETWORK_ACL_COMMON", "open"],
                ["DNS_FIREWALL", "open"],
                ["NETWORK_FIREWALL", "closed"],
                ["THIRD_PARTY_FIREWALL", "closed"],
                ["OF_TOMORROW", "closed"],
            ] as const
        ).map(([type, way]) => ({
            name: `Firewall Manager, with a policy of the type ${type}`,
            network: (n: Network) => {
                firewallManager(n, type);
                if (way === "open") n.service("web", [natNetwork(n).privateSubnet]);
                else privateWith(n, () => []);
            },
            on: "web",
            gap: /Firewall Manager may change what its policy is about, in VPC vpc/,
            ok: (n: Network) => n.service("web", [natNetwork(n).privateSubnet]),
            violated: (n: Network) => privateWith(n, () => []),
        })),
        ...(["none", "unknown"] as const).map((left) => ({
            name: `exclusive rules of the group, with ${left === "none" ? "none" : "one that is not in the plan"}`,
            network: exclusiveRules(left),
            on: "web",
            gap: /egressRuleIds of rules: it takes the rules of tasks away that it does not list/,
            ok: exclusiveRules("all"),
            violated: (n: Network) => closedServices("web")(n),
        })),
        {
            name: "a task definition that a pipeline replaces, ignored by the program",
            network: (n) => {
                const { subnet } = isolatedNetwork(n);
                n.taskDefinition("app", {}, "nginx");
                n.service("web", [subnet], {}, { ignoreChanges: ["taskDefinition"] });
            },
            forms: ["deployed"],
            on: "web",
            gap: /ignoreChanges covers taskDefinition/,
            ok: (n) => n.service("web", [natNetwork(n).privateSubnet]),
            violated: (n) => privateWith(n, () => []),
        },
        {
            name: "endpoints whose subnets an apply chose",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n, ["s3"]);
                const endpoints = ["ecr.api", "ecr.dkr"].map((service) =>
                    n.endpoint(service, vpc, { subnetIds: [] }),
                );
                endpoints.forEach((endpoint, i) => {
                    n.add(
                        "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation",
                        `a${String(i)}`,
                        { vpcEndpointId: endpoint.id, subnetId: subnet.id },
                        { feeds: { vpcEndpointId: endpoints } },
                    );
                });
                n.service("web", [subnet]);
            },
            forms: ["first preview"],
            on: "web",
            gap: /it may be about this endpoint/,
            ok: (n) => n.service("web", [isolatedNetwork(n).subnet]),
            violated: (n) => privateWith(n, () => []),
        },
        {
            name: "a list of groups that an apply made, one of which may admit more",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                const own = n.add("aws:ec2/securityGroup:SecurityGroup", "own", { vpcId: vpc.id });
                const all = n.add("test:index:Choice", "all");
                n.service(
                    "web",
                    [privateSubnet],
                    { networkConfiguration: { securityGroups: all.get("ids") } },
                    { feeds: { networkConfiguration: [own] } },
                );
            },
            forms: ["first preview"],
            on: "web",
            gap: /networkConfiguration\.securityGroups of web/,
            ok: (n) => n.service("web", [natNetwork(n).privateSubnet]),
            violated: (n) => privateWith(n, () => []),
        },
        {
            name: "a regional NAT gateway without an internet gateway in the plan",
            network: (n) => {
                const vpc = n.vpc();
                const nat = n.add("aws:ec2/natGateway:NatGateway", "nat", {
                    vpcId: vpc.id,
                    availabilityMode: "regional",
                });
                const { subnet } = n.subnetWith("private", vpc, [
                    { cidrBlock: "0.0.0.0/0", natGatewayId: nat.id },
                ]);
                n.service("web", [subnet]);
            },
            on: "web",
            gap: /an internet gateway of VPC vpc, which it needs, is not in the plan/,
            ok: (n) => n.service("web", [natNetwork(n).privateSubnet]),
            violated: (n) => privateWith(n, () => []),
        },
        {
            name: "an image through a pull-through cache, in a VPC with endpoints only",
            network: (n) => {
                n.add("aws:ecr/pullThroughCacheRule:PullThroughCacheRule", "hub", {
                    ecrRepositoryPrefix: "hub",
                    upstreamRegistryUrl: "registry-1.docker.io",
                });
                const image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/hub/library/nginx:1";
                n.taskDefinition("app", {}, image);
                n.service("web", [isolatedNetwork(n).subnet]);
            },
            on: "web",
            gap: /whose first pull needs a connection to the internet/,
            ok: (n) => n.service("web", [natNetwork(n).privateSubnet]),
            violated: (n) => privateWith(n, () => []),
        },
        {
            name: "VPC Block Public Access by another provider",
            network: (n) => {
                const { privateSubnet } = natNetwork(n);
                n.add("aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions", "bpa", {
                    internetGatewayBlockMode: "block-bidirectional",
                });
                n.service("web", [privateSubnet]);
            },
            change: (recording) => withOtherProvider(recording, ({ name }) => name === "bpa"),
            on: "web",
            gap: /another provider than the VPC/,
            ok: (n) => n.service("web", [natNetwork(n).privateSubnet]),
            violated: (n) => privateWith(n, () => []),
        },
        {
            name: "an exclusion from VPC Block Public Access",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                n.add("aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions", "bpa", {
                    internetGatewayBlockMode: "block-bidirectional",
                });
                n.add(
                    "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion",
                    "vpc",
                    {
                        vpcId: vpc.id,
                        internetGatewayExclusionMode: "allow-bidirectional",
                    },
                );
                n.service("web", [privateSubnet]);
            },
            on: "web",
            gap: /what an exclusion from VPC Block Public Access lets through/,
            ok: (n) => n.service("web", [natNetwork(n).privateSubnet]),
            violated: (n) => privateWith(n, () => []),
        },
        ...(
            [
                ["a transit gateway", { transitGatewayId: "tgw-1" }],
                ["a peering connection", { vpcPeeringConnectionId: "pcx-1" }],
                ["a NAT instance", { networkInterfaceId: "eni-1" }],
                ["a firewall endpoint", { vpcEndpointId: "vpce-1" }],
                ["a VPN gateway", { gatewayId: "vgw-1" }],
                ["a core network", { coreNetworkArn: "arn:aws:networkmanager::1:core-network/c" }],
            ] as const
        ).map(([name, target]) => ({
            name: `egress through ${name}`,
            network: (n: Network) => privateWith(n, () => [{ cidrBlock: "0.0.0.0/0", ...target }]),
            on: "web",
            gap: /what lies behind it is not (in the plan|followed)/,
            ok: (n: Network) => n.service("web", [natNetwork(n).privateSubnet]),
            violated: (n: Network) => privateWith(n, () => []),
        })),
        {
            name: "no default route beside a transit gateway for private addresses",
            network: (n) =>
                privateWith(n, () => [{ cidrBlock: "10.0.0.0/8", transitGatewayId: "tgw-1" }]),
            on: "web",
            gap: /a route leads to a transit gateway/,
            ok: (n) => n.service("web", [natNetwork(n).privateSubnet]),
            violated: (n) => privateWith(n, () => []),
        },
        {
            name: "propagated routes",
            network: (n) => {
                const vpc = n.vpc();
                const { subnet, table } = n.subnetWith("private", vpc, []);
                const gateway = n.add("aws:ec2/vpnGateway:VpnGateway", "vgw", { vpcId: vpc.id });
                n.add("aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation", "vgw", {
                    routeTableId: table.id,
                    vpnGatewayId: gateway.id,
                });
                n.service("web", [subnet]);
            },
            on: "web",
            gap: /propagates routes/,
            ok: (n) => n.service("web", [natNetwork(n).privateSubnet]),
            violated: (n) => privateWith(n, () => []),
        },
        {
            name: "subnets that are not in the plan",
            network: (n) => n.service("web", ["subnet-0123456789abcdef0"]),
            on: "web",
            gap: /the subnet that it names is not in this plan/,
            ok: (n) => n.service("web", [natNetwork(n).privateSubnet]),
            violated: (n) => privateWith(n, () => []),
        },
        {
            name: "a VPC that is not in the plan",
            network: (n) => {
                const subnet = n.add("aws:ec2/subnet:Subnet", "private", {
                    vpcId: "vpc-0123456789abcdef0",
                    cidrBlock: "10.9.0.0/24",
                });
                const table = n.add("aws:ec2/routeTable:RouteTable", "private", {
                    vpcId: "vpc-0123456789abcdef0",
                });
                n.associate(subnet, table);
                n.service("web", [subnet]);
            },
            on: "web",
            gap: /the VPC that it names is not in this plan/,
            ok: (n) => n.service("web", [isolatedNetwork(n).subnet]),
            violated: (n) => privateWith(n, () => []),
        },
        {
            name: "a private hosted zone that takes over ECR's names",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n, ["ecr.api", "s3"]);
                n.endpoint("ecr.dkr", vpc, { privateDnsEnabled: false });
                n.add("aws:route53/zone:Zone", "dkr", {
                    name: "dkr.ecr.us-east-1.amazonaws.com",
                    vpcs: [{ vpcId: vpc.id }],
                });
                n.service("web", [subnet]);
            },
            on: "web",
            gap: /private hosted zone answers for the name/,
            ok: (n) => n.service("web", [isolatedNetwork(n).subnet]),
            violated: (n) => n.service("web", [isolatedNetwork(n, ["ecr.api", "s3"]).subnet]),
        },
        {
            name: "an S3 interface endpoint for image layers",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n, ["ecr.api", "ecr.dkr"]);
                n.endpoint("s3", vpc, {
                    vpcEndpointType: "Interface",
                    privateDnsEnabled: true,
                    subnetIds: [subnet.id],
                    dnsOptions: { privateDnsOnlyForInboundResolverEndpoint: false },
                });
                n.service("web", [subnet]);
            },
            on: "web",
            gap: /whether an S3 interface endpoint with private DNS can serve image layers/,
            ok: (n) => n.service("web", [isolatedNetwork(n).subnet]),
            violated: (n) => n.service("web", [isolatedNetwork(n, ["ecr.api", "ecr.dkr"]).subnet]),
        },
        {
            name: "a registry that may be private",
            network: (n) => {
                const { privateSubnet } = natNetwork(n);
                n.taskDefinition("app", {}, "registry.example.com:5000/app");
                n.service("web", [privateSubnet]);
            },
            on: "web",
            gap: /a registry that may be private/,
            ok: (n) => n.service("web", [natNetwork(n).privateSubnet]),
            violated: (n) => privateWith(n, () => []),
        },
        {
            name: "a service that may be on Fargate: its cluster is not in the plan",
            network: (n) => {
                const { subnet } = n.subnetWith("private", n.vpc(), []);
                n.service("web", [subnet], { launchType: null, cluster: "shared" });
            },
            on: "web",
            gap: /the cluster that it names is not in this plan/,
            ok: (n) =>
                n.service("web", [natNetwork(n).privateSubnet], {
                    launchType: null,
                    cluster: "shared",
                }),
            violated: (n) => privateWith(n, () => []),
        },
        {
            name: "subnets that an apply chose among good and bad ones",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                const { subnet } = n.subnetWith("lost", vpc, []);
                const chosen = n.add("test:index:Choice", "choice");
                n.service(
                    "web",
                    chosen.get("subnets"),
                    {},
                    {
                        feeds: { networkConfiguration: [privateSubnet, subnet] },
                    },
                );
            },
            forms: ["first preview"],
            on: "web",
            gap: /networkConfiguration\.subnets of web/,
            ok: (n) => n.service("web", [natNetwork(n).privateSubnet]),
            violated: (n) => privateWith(n, () => []),
        },
        {
            name: "a resource of another provider that depends on the route table",
            network: (n) => {
                const vpc = n.vpc();
                const { subnet, table } = n.subnetWith("private", vpc, []);
                n.add("acme:network:Way", "out", { routeTableId: table.id });
                n.service("web", [subnet]);
            },
            on: "web",
            gap: /what it makes there is not in the plan/,
            ok: (n) => n.service("web", [natNetwork(n).privateSubnet]),
            violated: (n) => privateWith(n, () => []),
        },
        {
            name: "a route table whose routes are ignored",
            forms: ["deployed"],
            network: (n) => {
                const vpc = n.vpc();
                const subnet = n.subnet("private", vpc);
                n.associate(
                    subnet,
                    n.routeTable("private", vpc, [], { ignoreChanges: ["routes"] }),
                );
                n.service("web", [subnet]);
            },
            on: "web",
            gap: /ignoreChanges covers routes/,
            ok: (n) => n.service("web", [natNetwork(n).privateSubnet]),
            violated: (n) => privateWith(n, () => []),
        },
        {
            name: "a route that --target left out",
            network: (n) => {
                const { subnet } = n.subnetWith("private", n.vpc(), []);
                n.add("aws:ec2/route:Route", "out", {}, { skipped: true });
                n.service("web", [subnet]);
            },
            on: "web",
            gap: /left out of this operation/,
            ok: (n) => n.service("web", [natNetwork(n).privateSubnet]),
            violated: (n) => privateWith(n, () => []),
        },
        {
            name: "a deployed VPC that the stack gives away",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n, []);
                n.output("vpcId", vpc.id);
                n.service("web", [subnet]);
            },
            forms: ["deployed"],
            on: "web",
            gap: /gives its id away as an output/,
            ok: (n) => n.service("web", [isolatedNetwork(n).subnet]),
            violated: (n) => privateWith(n, () => []),
        },
        {
            name: "a transit gateway in the tasks' own subnet, whose ACL keeps answers out",
            network: (n) => {
                const { vpc, subnet } = byTransit(n);
                aclWithout(n, vpc, subnet, { ingress: [32768, 60999] });
            },
            on: "web",
            gap: /networkAclId of private: a transit gateway is attached in this subnet/,
            ok: byTransit,
            violated: (n) => byOwnAttachment(n, { ingress: [443, 443] }),
        },
        {
            name: "an ACL where a transit gateway comes out that keeps calls in",
            network: (n) => {
                const { egressVpc, egressSubnet } = byTransit(n);
                aclWithout(n, egressVpc, egressSubnet, { egress: [443, 443] });
            },
            on: "web",
            gap: /networkAclId of transit: whether its network ACL lets pass/,
            ok: byTransit,
            violated: (n) => byOwnAttachment(n, { ingress: [443, 443] }),
        },
        {
            name: "a route for a part of the internet that goes before the gateway endpoint of S3, and leads nowhere",
            network: (n) =>
                besideS3(n, (vpc) => [
                    { cidrBlock: "52.216.0.0/15", gatewayId: n.internetGateway(vpc).id },
                ]),
            on: "web",
            gap: /routes of private: a route for a part of the internet goes before the gateway endpoint of S3/,
            ok: (n) => besideS3(n, () => []),
            violated: (n) => n.service("web", [isolatedNetwork(n, ["ecr.api", "ecr.dkr"]).subnet]),
        },
        {
            name: "a route for a part of the internet that goes before the gateway endpoint of S3, and leads out of the plan",
            network: (n) =>
                besideS3(n, () => [{ cidrBlock: "52.216.0.0/15", transitGatewayId: "tgw-1" }]),
            on: "web",
            gap: /routes of private/,
            ok: (n) => besideS3(n, () => []),
            violated: (n) => n.service("web", [isolatedNetwork(n, ["ecr.api", "ecr.dkr"]).subnet]),
        },
        {
            name: "a plain image from a dual-stack subnet with DNS64 and NAT64, and no route for IPv4",
            network: translatedAlone,
            on: "web",
            gap: /enableDns64 of private: DNS64 gives names made-up IPv6 addresses/,
            ok: (n) => translatedAlone(n, { without: ["::/0"] }),
            violated: (n) => translatedAlone(n, { subnet: { enableDns64: false } }),
        },
        {
            name: "a public registry from a dual-stack subnet with DNS64 and NAT64, and no route for IPv4",
            network: (n) => {
                n.taskDefinition("app", {}, "public.ecr.aws/nginx/nginx:1");
                translatedAlone(n);
            },
            on: "web",
            gap: /enableDns64 of private: DNS64 gives names made-up IPv6 addresses/,
            ok: (n) => translatedAlone(n, { without: ["::/0"] }),
            violated: (n) => translatedAlone(n, { subnet: { enableDns64: false } }),
        },
        {
            name: "a gateway endpoint that refuses, in a dual-stack subnet with DNS64 and NAT64",
            network: (n) => s3Refused(n, { enableDns64: true }),
            on: "web",
            gap: /enableDns64 of private: DNS64 gives names made-up IPv6 addresses/,
            ok: (n) => n.service("web", [natNetwork(n).privateSubnet]),
            violated: (n) => s3Refused(n, { enableDns64: false }),
        },
        {
            name: "a public registry over IPv6 from a dual-stack subnet",
            network: (n) => {
                const vpc = n.vpc();
                const gateway = n.add(
                    "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway",
                    "eigw",
                    { vpcId: vpc.id },
                );
                const subnet = n.subnet("dual", vpc, { ipv6CidrBlock: "2001:db8:1:1::/64" });
                const table = n.routeTable("dual", vpc, [
                    { ipv6CidrBlock: "::/0", egressOnlyGatewayId: gateway.id },
                ]);
                n.associate(subnet, table);
                n.taskDefinition("app", {}, "nginx");
                n.service("web", [subnet]);
            },
            on: "web",
            gap: /there may be a connection over IPv6/,
            ok: (n) => n.service("web", [natNetwork(n).privateSubnet]),
            violated: (n) => privateWith(n, () => []),
        },
        {
            name: "an IPv6-only subnet with a way over IPv6 alone, for the name of ECR's API",
            network: (n) => {
                const { subnet } = ipv6Network(n, { without: ["0.0.0.0/0", "64:ff9b::/96"] });
                n.taskDefinition("app", {}, dualStackImage);
                n.service("web", [subnet]);
            },
            on: "web",
            gap: /which of a service's names its tasks call/,
            ok: (n) => {
                const { subnet } = ipv6Network(n);
                n.taskDefinition("app", {}, dualStackImage);
                n.service("web", [subnet]);
            },
            violated: (n) => {
                const without = ["0.0.0.0/0", "64:ff9b::/96", "::/0"] as const;
                const { subnet } = ipv6Network(n, { without });
                n.taskDefinition("app", {}, dualStackImage);
                n.service("web", [subnet]);
            },
        },
        {
            name: "Express Mode in the default VPC, which the plan does not hold",
            network: (n) => n.express("web"),
            on: "web",
            gap: /networkConfigurations of web: it names no subnets, so AWS takes public ones of the default VPC, which are not in this plan/,
            ok: (n) => n.express("web", [natNetwork(n).publicSubnet]),
            violated: (n) => n.express("web", [n.subnetWith("private", n.vpc(), []).subnet]),
        },
        {
            name: "Express Mode with a security group that lets nothing out",
            network: (n) => {
                expressWithGroup(n, []);
            },
            on: "web",
            gap: /whether the security group that AWS makes for the service is there beside those that it names is not documented/,
            ok: (n) => {
                expressWithGroup(n, outToAll);
            },
            violated: (n) => n.express("web", [n.subnetWith("private", n.vpc(), []).subnet]),
        },
        {
            name: "Express Mode in a public and a private subnet",
            network: (n) => {
                const { publicSubnet, privateSubnet } = natNetwork(n);
                n.express("web", [publicSubnet, privateSubnet]);
            },
            on: "web",
            gap: /some of its subnets are public and others not/,
            ok: (n) => n.express("web", [natNetwork(n).publicSubnet]),
            violated: (n) => n.express("web", [n.subnetWith("private", n.vpc(), []).subnet]),
        },
    ],
});
