import { ipv6Rules } from "../../policies/ipv6-rules";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { dualStack, publicIpv6Network, ipv6Only, routesTo } from "../support/ipv6";
import { behind, groupWith, natNetwork, tcp, type Network } from "../support/networks";
import type { Inputs, Resource, Value } from "../support/program";
import { testPolicy } from "../support/table";

const everything: Inputs = { protocol: "-1", fromPort: 0, toPort: 0 };
const ipv4: Inputs = { cidrBlocks: ["0.0.0.0/0"] };
const ipv6: Inputs = { ipv6CidrBlocks: ["::/0"] };

/** What tasks may call. */
const egress = (...peers: readonly Inputs[]): Inputs => ({
    egress: peers.map((each) => ({ ...everything, ...each })),
});

type Families = readonly ("ipv4" | "ipv6")[];

/** A service with these rules in a subnet with routes for these families. */
function service(
    n: Network,
    rules: Inputs,
    subnet: Inputs = dualStack,
    families: Families = ["ipv4", "ipv6"],
    inputs: Inputs = {},
): Resource {
    const { vpc, subnet: tasks } = publicIpv6Network(n, subnet, families);
    const group = groupWith(n, "web", vpc, rules);
    n.service("web", [tasks], {
        networkConfiguration: { assignPublicIp: true, securityGroups: [group.id] },
        ...inputs,
    });
    return vpc;
}

/** An ACL of the subnet that lets everything of these families pass, both ways. */
function withAcl(n: Network, families: Families, rules: Inputs = egress(ipv4, ipv6)): void {
    const vpc = service(n, rules);
    const [subnet] = n.resources.filter(({ type }) => type === "aws:ec2/subnet:Subnet");
    const allow = families.map((family, i) => ({
        ...everything,
        ruleNo: 100 + i,
        action: "allow",
        ...(family === "ipv4" ? { cidrBlock: "0.0.0.0/0" } : { ipv6CidrBlock: "::/0" }),
    }));
    n.add("aws:ec2/networkAcl:NetworkAcl", "tasks", {
        vpcId: vpc.id,
        subnetIds: subnet === undefined ? [] : [subnet.id],
        ingress: allow,
        egress: allow,
    });
}

/** A service behind a load balancer whose group has these rules for what comes in. */
function balanced(
    n: Network,
    ingress: readonly Inputs[],
    balancer: Inputs = { ipAddressType: "dualstack" },
    listener: Inputs = {},
): void {
    const { vpc, table, subnet } = publicIpv6Network(n);
    const other = n.subnet("other", vpc, { ...dualStack, availabilityZone: "us-east-1b" });
    n.associate(other, table);
    const clients = groupWith(n, "clients", vpc, { ...egress(ipv4, ipv6), ingress: [...ingress] });
    const web = n.loadBalancer("web", [subnet, other], {
        securityGroups: [clients.id],
        ...balancer,
    });
    const targets = n.targetGroup("web", vpc);
    n.listener("http", web, targets, listener);
    const tasks = groupWith(n, "tasks", vpc, egress(ipv4, ipv6));
    n.service("web", [subnet], {
        ...behind(targets),
        networkConfiguration: { assignPublicIp: true, securityGroups: [tasks.id] },
    });
}

testPolicy(ipv6Rules, unverifiedNetwork, {
    valid: [
        {
            name: "rules for both families",
            network: (n) => service(n, egress(ipv4, ipv6)),
        },
        {
            name: "both families in one rule",
            network: (n) => service(n, egress({ ...ipv4, ...ipv6 })),
        },
        {
            name: "HTTPS alone, over both families",
            network: (n) => service(n, { egress: [tcp(443, { ...ipv4, ...ipv6 })] }),
        },
        {
            name: "an IPv4 service in a VPC that merely has an IPv6 block",
            network: (n) => service(n, egress(ipv4), {}, ["ipv4"]),
        },
        {
            name: "an IPv4 subnet whose route table has a route for IPv6 too",
            network: (n) => service(n, egress(ipv4), {}),
        },
        {
            name: "a dual-stack subnet without a route for IPv6: nobody expects it",
            network: (n) => service(n, egress(ipv4), dualStack, ["ipv4"]),
        },
        {
            name: "a dual-stack subnet that assigns no IPv6 addresses: its tasks have none",
            network: (n) =>
                service(n, egress(ipv4), { ...dualStack, assignIpv6AddressOnCreation: false }),
        },
        {
            name: "::/0 in a security group of an IPv4 service",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                const group = groupWith(n, "web", vpc, egress(ipv4, ipv6));
                n.service("web", [privateSubnet], {
                    networkConfiguration: { securityGroups: [group.id] },
                });
            },
        },
        {
            name: "IPv4 rules of an IPv4 service behind a NAT gateway",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                const group = groupWith(n, "web", vpc, egress(ipv4));
                n.service("web", [privateSubnet], {
                    networkConfiguration: { securityGroups: [group.id] },
                });
            },
        },
        {
            name: "tasks that may call members of a security group alone, of whichever family",
            network: (n) => {
                const { vpc, subnet } = publicIpv6Network(n);
                const proxy = groupWith(n, "proxy", vpc, {});
                const group = groupWith(n, "web", vpc, egress({ securityGroups: [proxy.id] }));
                n.service("web", [subnet], {
                    networkConfiguration: { securityGroups: [group.id] },
                });
            },
        },
        {
            name: "tasks that may call nobody over IPv4 either",
            network: (n) => service(n, { egress: [] }),
        },
        {
            name: "tasks that may call their own VPC alone",
            network: (n) => service(n, egress({ cidrBlocks: ["10.0.0.0/16"] })),
        },
        {
            name: "a prefix list of all of IPv6 beside 0.0.0.0/0",
            network: (n) => {
                const list = n.add("aws:ec2/managedPrefixList:ManagedPrefixList", "all", {
                    addressFamily: "IPv6",
                    maxEntries: 1,
                    entries: [{ cidr: "::/0" }],
                });
                service(n, egress(ipv4, { prefixListIds: [list.id] }));
            },
        },
        {
            name: "the VPC's default security group, which lets everything out",
            network: (n) => n.service("web", [publicIpv6Network(n).subnet]),
        },
        {
            name: "rules for IPv4 in an IPv6-only subnet, which another policy judges",
            network: (n) => service(n, egress(ipv4), ipv6Only, ["ipv6"]),
        },
        {
            name: "an EC2 service with rules for IPv4 alone",
            network: (n) =>
                service(n, egress(ipv4), dualStack, ["ipv4", "ipv6"], { launchType: "EC2" }),
        },
        {
            name: "a network ACL for both families",
            network: (n) => withAcl(n, ["ipv4", "ipv6"]),
        },
        {
            name: "a dual-stack load balancer that admits both families",
            network: (n) => balanced(n, [tcp(80, { ...ipv4, ...ipv6 })]),
        },
        {
            name: "an IPv4 load balancer that admits IPv4 alone, in a dual-stack subnet",
            network: (n) => balanced(n, [tcp(80, ipv4)], {}),
        },
        {
            name: "an internal dual-stack load balancer that admits its VPC over IPv4",
            network: (n) =>
                balanced(n, [tcp(80, { cidrBlocks: ["10.0.0.0/16"] })], {
                    ipAddressType: "dualstack",
                    internal: true,
                }),
        },
        {
            name: "a dual-stack Network Load Balancer without groups, which admits everybody",
            network: (n) =>
                balanced(
                    n,
                    [],
                    {
                        ipAddressType: "dualstack",
                        loadBalancerType: "network",
                        securityGroups: null,
                    },
                    { protocol: "TCP" },
                ),
        },
    ],
    violates: [
        {
            name: "egress to 0.0.0.0/0 alone, in a dual-stack subnet with a route for IPv6",
            statement: "1.13",
            network: (n) => service(n, egress(ipv4)),
            fixed: (n) => service(n, egress(ipv4, ipv6)),
            on: "web",
            says: [
                /tasks of service web in subnet tasks may call the internet over IPv4, but no rules let them call the internet over IPv6, to which there is a route/,
                /over IPv6: service web → subnet tasks → security group web → no egress rule admits TCP 443 to the internet over IPv6/,
                /fix: add an egress rule for TCP 443 to ::\/0 to the security group web/,
            ],
        },
        {
            name: "an egress-only internet gateway, and egress to 0.0.0.0/0 alone",
            network: (n) => {
                const { vpc, privateSubnet, privateTable } = natNetwork(n);
                Object.assign(vpc.inputs, { assignGeneratedIpv6CidrBlock: true });
                Object.assign(privateSubnet.inputs, dualStack);
                const gateway = n.add(
                    "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway",
                    "ipv6",
                    { vpcId: vpc.id },
                );
                (privateTable.inputs.routes as Value[]).push({
                    ipv6CidrBlock: "::/0",
                    egressOnlyGatewayId: gateway.id,
                });
                const group = groupWith(n, "web", vpc, egress(ipv4));
                n.service("web", [privateSubnet], {
                    networkConfiguration: { securityGroups: [group.id] },
                });
            },
            on: "web",
            says: /no egress rule admits TCP 443 to the internet over IPv6/,
        },
        {
            name: "a standalone rule for 0.0.0.0/0 alone",
            network: (n) => {
                service(n, { egress: null });
                const group = n.find("aws:ec2/securityGroup:SecurityGroup");
                n.add("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "all", {
                    securityGroupId: group?.id ?? null,
                    ipProtocol: "-1",
                    cidrIpv4: "0.0.0.0/0",
                });
            },
            on: "web",
            says: /no egress rule admits/,
        },
        {
            name: "a network ACL for IPv4 alone",
            statement: "1.13",
            network: (n) => withAcl(n, ["ipv4"]),
            on: "web",
            says: /network ACL tasks → no egress rule allows TCP 443 to the internet over IPv6/,
        },
        {
            name: "one of two subnets dual-stack",
            network: (n) => {
                const { vpc, igw, subnet } = publicIpv6Network(n, {}, ["ipv4"]);
                const dual = n.subnet("dual", vpc, dualStack);
                n.associate(dual, n.routeTable("dual", vpc, routesTo(igw, ["ipv4", "ipv6"])));
                const group = groupWith(n, "web", vpc, egress(ipv4));
                n.service("web", [subnet, dual], {
                    networkConfiguration: { securityGroups: [group.id] },
                });
            },
            on: "web",
            says: /in subnet dual may call/,
        },
        {
            name: "a dual-stack load balancer that admits IPv4 alone, of which its subnets tell the same",
            network: (n) => balanced(n, [tcp(80, ipv4)]),
            on: "web",
            says: [
                /^ *over IPv6: load balancer web → security group clients → no ingress rule admits TCP 80 from clients over IPv6$/m,
                /load balancer web is dual-stack and admits clients over IPv4, but no rules admit them over IPv6/,
                /fix: add an ingress rule for TCP 80 from ::\/0 to the security group clients/,
            ],
        },
        {
            name: "a dual-stack load balancer that admits IPv6 on another port than that of its listener",
            network: (n) => balanced(n, [tcp(80, ipv4), tcp(443, { ...ipv4, ...ipv6 })]),
            on: "web",
            says: /from ::\/0/,
        },
        {
            name: "a dual-stack Network Load Balancer with a group for IPv4",
            network: (n) =>
                balanced(
                    n,
                    [tcp(80, ipv4)],
                    { ipAddressType: "dualstack", loadBalancerType: "network" },
                    { protocol: "TLS" },
                ),
            on: "web",
            says: /no rules admit them over IPv6/,
        },
    ],
    cannotKnow: [
        {
            name: "a security group that is not in the plan",
            network: (n) =>
                n.service("web", [publicIpv6Network(n).subnet], {
                    networkConfiguration: { securityGroups: ["sg-0123456789abcdef0"] },
                }),
            on: "web",
            gap: /the security group that it names is not in this plan/,
            ok: (n) => service(n, egress(ipv4, ipv6)),
            violated: (n) => service(n, egress(ipv4)),
        },
        {
            name: "a block that is not known yet",
            network: (n) => {
                const choice = n.add("test:index:Choice", "choice");
                service(n, egress(ipv4, { ipv6CidrBlocks: [choice.get("block")] }));
            },
            forms: ["first preview"],
            on: "web",
            gap: /ipv6CidrBlocks\[0\] of security group web/,
            ok: (n) => service(n, egress(ipv4, ipv6)),
            violated: (n) => service(n, egress(ipv4)),
        },
        {
            name: "a transit gateway for IPv6",
            network: (n) => {
                const { vpc, subnet, table, igw } = publicIpv6Network(n);
                table.inputs.routes = [
                    ...routesTo(igw, ["ipv4"]),
                    { ipv6CidrBlock: "::/0", transitGatewayId: "tgw-0123456789abcdef0" },
                ];
                const group = groupWith(n, "web", vpc, egress(ipv4));
                n.service("web", [subnet], {
                    networkConfiguration: { securityGroups: [group.id] },
                });
            },
            on: "web",
            gap: /a transit gateway/,
            ok: (n) => service(n, egress(ipv4), dualStack, ["ipv4"]),
            violated: (n) => service(n, egress(ipv4)),
        },
        {
            name: "a load balancer whose type another resource makes",
            network: (n) => {
                const parameter = n.add("aws:ssm/parameter:Parameter", "type");
                balanced(n, [tcp(80, ipv4)], { ipAddressType: parameter.get("value") });
            },
            forms: ["first preview"],
            on: "web",
            gap: /ipAddressType of web/,
            ok: (n) => balanced(n, [tcp(80, ipv4)], {}),
            violated: (n) => balanced(n, [tcp(80, ipv4)]),
        },
        {
            name: "a service that may be on Fargate",
            network: (n) =>
                service(n, egress(ipv4), dualStack, ["ipv4", "ipv6"], {
                    launchType: null,
                    cluster: "shared",
                }),
            on: "web",
            gap: /the cluster that it names is not in this plan/,
            ok: (n) => service(n, egress(ipv4, ipv6)),
            violated: (n) => service(n, egress(ipv4)),
        },
    ],
});
