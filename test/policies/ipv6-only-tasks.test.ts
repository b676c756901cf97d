import { ipv6OnlyTasks } from "../../policies/ipv6-only-tasks";
import { unverifiedNetwork } from "../../policies/unverified-network";
import type { RunOptions } from "../support/harness";
import {
    behind,
    dualStackImage,
    dualStackNetwork,
    ecrImage,
    groupWith,
    ipv6Network,
    natNetwork,
    taskOf,
    type Ipv6Choices,
    type Network,
} from "../support/networks";
import type { Inputs, Resource, Value } from "../support/program";
import { testPolicy } from "../support/table";

const direct = ["0.0.0.0/0", "64:ff9b::/96"] as const;
const translated = ["0.0.0.0/0", "::/0"] as const;
const isolated = ["0.0.0.0/0", "::/0", "64:ff9b::/96"] as const;

/** A service in an IPv6-only subnet, with an image of this name. */
function ipv6Service(
    n: Network,
    image = dualStackImage,
    choices: Ipv6Choices = {},
    inputs: Inputs = {},
): ReturnType<typeof ipv6Network> {
    const network = ipv6Network(n, choices);
    n.taskDefinition("app", {}, image);
    n.service("web", [network.subnet], inputs);
    return network;
}

/** The same with a security group that lets this out. */
function withEgress(n: Network, egress: Inputs, image?: string): void {
    const { vpc, subnet } = ipv6Network(n);
    const group = groupWith(n, "app", vpc, {
        egress: [{ protocol: "-1", fromPort: 0, toPort: 0, ...egress }],
    });
    n.taskDefinition("app", {}, image ?? dualStackImage);
    n.service("web", [subnet], { networkConfiguration: { securityGroups: [group.id] } });
}

/** The same with a network ACL whose rules are for this block. */
function withAcl(n: Network, block: Inputs): void {
    const { vpc, subnet } = ipv6Service(n);
    const rule = { ruleNo: 100, action: "allow", protocol: "-1", fromPort: 0, toPort: 0, ...block };
    n.add("aws:ec2/networkAcl:NetworkAcl", "private", {
        vpcId: vpc.id,
        subnetIds: [subnet.id],
        ingress: [rule],
        egress: [rule],
    });
}

/** An IPv6-only VPC without a way out, and these endpoints in a dual-stack subnet of it. */
function endpointsOnly(n: Network, inputs: Inputs, s3: Inputs = {}): void {
    const { vpc, publicSubnet, table } = ipv6Service(n, dualStackImage, { without: isolated });
    publicSubnet.inputs.ipv6CidrBlock = vpc.get("ipv6CidrBlock").apply("anotherPart");
    for (const service of ["ecr.api", "ecr.dkr"]) {
        n.endpoint(service, vpc, { subnetIds: [publicSubnet.id], ...inputs });
    }
    n.endpoint("s3", vpc, { routeTableIds: [table.id], ipAddressType: "dualstack", ...s3 });
}

function mixed(n: Network, choose: (n: Network) => readonly [Resource, Resource]): void {
    const [subnet, other] = choose(n);
    n.taskDefinition("app", {}, dualStackImage);
    n.service("web", [subnet, other]);
}

const everywhere: Value = ["::/0"];

function registryHosts(...hosts: readonly string[]): RunOptions["settings"] {
    return { "preflight-settings": { registryHosts: hosts } };
}

testPolicy(ipv6OnlyTasks, unverifiedNetwork, {
    valid: [
        {
            name: "an egress-only gateway, NAT64 and a dual-stack image",
            network: (n) => {
                ipv6Service(n);
            },
        },
        {
            name: "DNS64 and NAT64, and a plain image",
            network: (n) => {
                ipv6Service(n, ecrImage);
            },
        },
        {
            name: "an image of Docker Hub over IPv6 alone",
            network: (n) => {
                ipv6Service(n, "nginx", { without: direct, subnet: { enableDns64: false } });
            },
        },
        {
            name: "an image of the dual-stack public registry, over IPv6 alone",
            network: (n) => {
                const subnet = { enableDns64: false };
                ipv6Service(n, "ecr-public.aws.com/app:1", { without: direct, subnet });
            },
        },
        {
            name: "an image of public.ecr.aws by NAT64 alone",
            network: (n) => {
                ipv6Service(n, "public.ecr.aws/nginx/nginx:1", { without: translated });
            },
        },
        {
            name: "an image of ghcr.io by NAT64 alone",
            network: (n) => {
                ipv6Service(n, "ghcr.io/app:1", { without: translated });
            },
        },
        {
            name: "an image of a registry over IPv6 alone that has it, as the setting says",
            settings: registryHosts("registry.example.com=dual-stack"),
            network: (n) => {
                const subnet = { enableDns64: false };
                ipv6Service(n, "Registry.example.com/app:1", { without: direct, subnet });
            },
        },
        {
            name: "an image of ghcr.io over IPv6 alone, once the setting says that it has it",
            settings: registryHosts("ghcr.io=dual-stack"),
            network: (n) => {
                ipv6Service(n, "ghcr.io/app:1", {
                    without: direct,
                    subnet: { enableDns64: false },
                });
            },
        },
        {
            name: "a VPC that gets its IPv6 block by an association",
            network: (n) => {
                const { vpc } = ipv6Service(n, dualStackImage, {
                    vpc: { assignGeneratedIpv6CidrBlock: null },
                });
                n.add("aws:ec2/vpcIpv6CidrBlockAssociation:VpcIpv6CidrBlockAssociation", "block", {
                    vpcId: vpc.id,
                    assignGeneratedIpv6CidrBlock: true,
                });
            },
        },
        {
            name: "blocks of the VPC and its subnets from pools of IPAM",
            network: (n) => {
                ipv6Service(n, dualStackImage, {
                    vpc: {
                        assignGeneratedIpv6CidrBlock: null,
                        ipv6IpamPoolId: "ipam-pool-0123456789abcdef0",
                        ipv6NetmaskLength: 56,
                    },
                    subnet: {
                        ipv6CidrBlock: null,
                        ipv6IpamPoolId: "ipam-pool-0123456789abcdef1",
                        ipv6NetmaskLength: 64,
                    },
                });
            },
        },
        {
            name: "routes to other networks of one's own: a peering and a transit gateway",
            network: (n) => {
                const { table } = ipv6Service(n);
                const { routes } = table.inputs;
                table.inputs.routes = [
                    ...(Array.isArray(routes) ? routes : []),
                    { ipv6CidrBlock: "2600:1f18:9:900::/56", vpcPeeringConnectionId: "pcx-1" },
                    { ipv6CidrBlock: "2600:1f18:a::/48", transitGatewayId: "tgw-1" },
                ];
            },
        },
        {
            name: "a security group that lets IPv6 out",
            network: (n) => {
                withEgress(n, { ipv6CidrBlocks: everywhere });
            },
        },
        {
            name: "a network ACL with rules for IPv6",
            network: (n) => {
                withAcl(n, { ipv6CidrBlock: "::/0" });
            },
        },
        {
            name: "logs, by both ways",
            network: (n) => {
                const { subnet } = ipv6Network(n);
                taskOf(n, {
                    image: dualStackImage,
                    logConfiguration: {
                        logDriver: "awslogs",
                        options: { "awslogs-region": "us-east-1" },
                    },
                });
                n.service("web", [subnet]);
            },
        },
        {
            name: "dual-stack endpoints of ECR, where they are said to serve IPv6",
            network: (n) => {
                endpointsOnly(n, { ipAddressType: "dualstack" });
            },
            settings: { "preflight-settings": { ecrDualStackEndpoints: "yes" } },
        },
        {
            name: "a service in an IPv4 subnet of a VPC with an IPv6 block",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                vpc.inputs.assignGeneratedIpv6CidrBlock = true;
                n.service("web", [privateSubnet]);
            },
        },
        {
            name: "a service in a dual-stack subnet, on Windows, by a FIPS host",
            network: (n) => {
                const { subnet } = dualStackNetwork(n);
                n.taskDefinition(
                    "app",
                    { runtimePlatform: { operatingSystemFamily: "WINDOWS_SERVER_2022_CORE" } },
                    "123456789012.dkr.ecr-fips.us-east-1.amazonaws.com/app:1",
                );
                n.service("web", [subnet]);
            },
        },
        {
            name: "a service in the default subnets of a region, which have IPv4 whatever else",
            network: (n) => {
                const subnets = ["a", "b"].map((zone) =>
                    n.add("aws:ec2/defaultSubnet:DefaultSubnet", zone, {
                        availabilityZone: `us-east-1${zone}`,
                    }),
                );
                n.service("web", subnets, { networkConfiguration: { assignPublicIp: true } });
            },
        },
        {
            name: "an IPv4 service whose security group names ::/0 too",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                const group = groupWith(n, "app", vpc, {
                    egress: [
                        {
                            protocol: "-1",
                            fromPort: 0,
                            toPort: 0,
                            cidrBlocks: ["0.0.0.0/0"],
                            ipv6CidrBlocks: ["::/0"],
                        },
                    ],
                });
                n.service("web", [privateSubnet], {
                    networkConfiguration: { securityGroups: [group.id] },
                });
            },
        },
        {
            name: "IPv6-only and IPv4 subnets, behind a target group, which is the affair of target-group-ip-address-type",
            network: (n) => {
                const { vpc, subnet } = ipv6Network(n);
                const nat = n.find("aws:ec2/natGateway:NatGateway");
                const { subnet: other } = n.subnetWith("ipv4", vpc, [
                    { cidrBlock: "0.0.0.0/0", natGatewayId: nat?.id ?? null },
                ]);
                n.taskDefinition("app", {}, dualStackImage);
                const group = n.targetGroup("web", vpc, { ipAddressType: "ipv6" });
                n.service("web", [subnet, other], behind(group));
            },
        },
    ],
    violates: [
        {
            name: "a plain image of ECR, which has IPv4 addresses alone, without NAT64",
            statement: "1.14",
            network: (n) => {
                ipv6Service(n, ecrImage, { without: direct });
            },
            on: "web",
            says: [
                /have no IPv4 address in subnet private, and cannot reach private ECR/,
                /fix: either use the dual-stack image URI \(<account>\.dkr-ecr\.<region>\.on\.aws\)/,
            ],
            fixed: (n) => {
                ipv6Service(n, dualStackImage, { without: direct });
            },
        },
        {
            name: "an image of public.ecr.aws over IPv6 alone, which has IPv4 addresses alone",
            network: (n) => {
                ipv6Service(n, "public.ecr.aws/nginx/nginx:1", { without: direct });
            },
            on: "web",
            says: [
                /cannot reach public\.ecr\.aws/,
                /fix: either use the dual-stack image URI \(ecr-public\.aws\.com\) and a connection over IPv6; or /,
            ],
            fixed: (n) => {
                ipv6Service(n, "ecr-public.aws.com/nginx/nginx:1", { without: direct });
            },
        },
        {
            name: "an image of ghcr.io over IPv6 alone, which has IPv4 addresses alone",
            network: (n) => {
                ipv6Service(n, "ghcr.io/app:1", { without: direct });
            },
            on: "web",
            says: [/cannot reach ghcr\.io/, /fix: (?!use the dual-stack)/],
            fixed: (n) => {
                ipv6Service(n, "ghcr.io/app:1");
            },
        },
        {
            name: "an image of a registry that has IPv4 addresses alone, as the setting says",
            settings: registryHosts("quay.io=dual-stack", "Quay.io=ipv4"),
            network: (n) => {
                ipv6Service(n, "quay.io/org/app:1", { without: direct });
            },
            on: "web",
            says: /cannot reach quay\.io/,
        },
        {
            name: "an image of Docker Hub by another of its names, as the setting says",
            settings: registryHosts("registry-1.docker.io=ipv4"),
            network: (n) => {
                ipv6Service(n, "nginx", { without: direct });
            },
            on: "web",
            says: /cannot reach Docker Hub/,
        },
        {
            name: "a plain image of ECR in China without NAT64, whose dual-stack host is another",
            network: (n) => {
                const host = "dkr.ecr.cn-north-1.amazonaws.com.cn";
                ipv6Service(n, `123456789012.${host}/app:1`, { without: direct });
                for (const { inputs } of n.resources) inputs.region = "cn-north-1";
            },
            on: "web",
            says: /\(<account>\.dkr-ecr\.<region>\.on\.amazonwebservices\.com\.cn\)/,
        },
        {
            name: "a plain image of ECR without DNS64",
            statement: "1.14",
            network: (n) => {
                ipv6Service(n, ecrImage, { subnet: { enableDns64: false } });
            },
            on: "web",
            says: [/needs DNS64 and NAT64/, /or set enableDns64 to true on subnet private$/],
        },
        {
            name: "an image of Docker Hub, which has IPv6 addresses, by NAT64 alone",
            network: (n) => {
                ipv6Service(n, "nginx", { without: translated });
            },
            on: "web",
            says: /cannot reach Docker Hub.*\n.*no route for ::\/0/,
        },
        {
            name: "a route table without IPv6",
            statement: "1.14",
            network: (n) => {
                ipv6Service(n, "ecr-public.aws.com/app:1", { without: isolated });
            },
            on: "web",
            says: [/no route for it over IPv6/, /a route for ::\/0 to an egress-only/],
        },
        {
            name: "NAT64 by a NAT gateway whose subnet has no way out",
            network: (n) => {
                const { vpc, subnet, publicSubnet } = ipv6Network(n);
                n.associate(publicSubnet, n.routeTable("dead", vpc, []));
                n.resources.splice(
                    n.resources.findIndex(
                        ({ type, name }) =>
                            type.endsWith(":RouteTableAssociation") && name === "public",
                    ),
                    1,
                );
                n.taskDefinition("app", {}, ecrImage);
                n.service("web", [subnet]);
            },
            on: "web",
            says: /put the NAT gateway nat into a subnet/,
        },
        {
            name: "all of IPv6 to a private NAT gateway, which reaches nothing",
            network: (n) => {
                const { table } = ipv6Service(n, ecrImage, { without: isolated });
                const nat = n.find("aws:ec2/natGateway:NatGateway");
                Object.assign(nat?.inputs ?? {}, {
                    connectivityType: "private",
                    allocationId: null,
                });
                table.inputs.routes = [{ ipv6CidrBlock: "::/0", natGatewayId: nat?.id ?? null }];
            },
            on: "web",
            says: /is private, and an internet gateway drops what comes from it/,
        },
        {
            name: "a security group that lets only IPv4 out",
            statement: "1.14",
            network: (n) => {
                withEgress(n, { cidrBlocks: ["0.0.0.0/0"] });
            },
            on: "web",
            says: [
                /does not let it out over IPv6/,
                /fix: add an egress rule for TCP 443 to ::\/0 to the security group app$/,
            ],
        },
        {
            name: "a security group that lets public IPv6 addresses out, but not those of NAT64",
            network: (n) => {
                withEgress(n, { ipv6CidrBlocks: ["2000::/3"] }, ecrImage);
            },
            on: "web",
            says: /no egress rule admits TCP 443/,
        },
        {
            name: "a network ACL with rules for IPv4 alone",
            network: (n) => {
                withAcl(n, { cidrBlock: "0.0.0.0/0" });
            },
            on: "web",
            says: /the network ACL does not let it pass over IPv6/,
        },
        {
            name: "a VPC without an IPv6 block",
            statement: "1.14",
            network: (n) => {
                const vpc = { assignGeneratedIpv6CidrBlock: null };
                const subnet = { ipv6CidrBlock: "2001:db8:1:1::/64" };
                ipv6Service(n, dualStackImage, { vpc, subnet });
            },
            on: "web",
            says: /VPC vpc has no IPv6 block/,
        },
        {
            name: "tasks on Windows",
            statement: "1.14",
            network: (n) => {
                const { subnet } = ipv6Network(n);
                const family = { operatingSystemFamily: "WINDOWS_SERVER_2022_CORE" };
                n.taskDefinition("app", { runtimePlatform: family }, dualStackImage);
                n.service("web", [subnet]);
            },
            on: "web",
            says: /which Windows tasks cannot/,
        },
        {
            name: "platform 1.3.0",
            statement: "1.11",
            network: (n) => {
                ipv6Service(n, ecrImage, {}, { platformVersion: "1.3.0" });
            },
            on: "web",
            says: /platformVersion is older than 1\.4\.0/,
        },
        {
            name: "a FIPS host of ECR, in a partition without another one",
            network: (n) => {
                ipv6Service(n, "123456789012.dkr.ecr-fips.us-iso-east-1.c2s.ic.gov/app:1");
                for (const { inputs } of n.resources) inputs.region = "us-iso-east-1";
            },
            on: "web",
            says: /no FIPS-140.*\n(.*\n)?fix: run web in subnets that have IPv4$/,
        },
        {
            name: "a FIPS host of ECR",
            statement: "1.14",
            network: (n) => {
                ipv6Service(n, "123456789012.dkr-ecr-fips.us-east-1.on.aws/app:1");
            },
            on: "web",
            says: /no FIPS-140/,
        },
        {
            name: "dual-stack endpoints of ECR, where they are said not to serve IPv6",
            statement: "1.14",
            network: (n) => {
                endpointsOnly(n, { ipAddressType: "dualstack" });
                const subnet = n.resources.find(({ name }) => name === "private");
                if (subnet !== undefined) subnet.inputs.enableDns64 = false;
            },
            settings: { "preflight-settings": { ecrDualStackEndpoints: "no" } },
            on: "web",
            says: [
                /endpoint ecr\.api → serves no tasks over IPv6/,
                /fix: .*run the tasks in subnets that have IPv4/,
            ],
        },
        {
            name: "an endpoint that has IPv4 addresses alone, without DNS64, and no way out",
            network: (n) => {
                endpointsOnly(n, { ipAddressType: "ipv4" });
                const subnet = n.resources.find(({ name }) => name === "private");
                if (subnet !== undefined) subnet.inputs.enableDns64 = false;
            },
            on: "web",
            says: /gives its name no IPv6 addresses/,
        },
    ],
    cannotKnow: [
        {
            name: "half of the internet by a transit gateway",
            network: (n) => {
                const { table } = ipv6Service(n);
                const { routes } = table.inputs;
                table.inputs.routes = [
                    ...(Array.isArray(routes) ? routes : []),
                    { ipv6CidrBlock: "2600::/12", transitGatewayId: "tgw-1" },
                ];
            },
            on: "web",
            gap: /a transit gateway, and what lies behind it is not in the plan/,
            ok: (n) => {
                ipv6Service(n);
            },
            violated: (n) => {
                ipv6Service(n, ecrImage, { without: isolated });
            },
        },
        {
            name: "endpoints of ECR, of which AWS's pages disagree",
            network: (n) => {
                endpointsOnly(n, { ipAddressType: "dualstack" });
            },
            on: "web",
            gap: /an interface endpoint of ECR serves tasks over IPv6/,
            ok: (n) => {
                ipv6Service(n);
            },
            violated: (n) => {
                ipv6Service(n, ecrImage, { without: isolated });
            },
        },
        {
            name: "a way over IPv6 alone, for the name of ECR's API",
            network: (n) => {
                ipv6Service(n, dualStackImage, { without: direct });
            },
            on: "web",
            gap: /which of a service's names its tasks call/,
            ok: (n) => {
                ipv6Service(n);
            },
            violated: (n) => {
                ipv6Service(n, dualStackImage, { without: isolated });
            },
        },
        {
            name: "IPv6-only subnets beside dual-stack ones",
            network: (n) => {
                mixed(n, () => {
                    const { vpc, subnet, table } = ipv6Network(n, { without: [] });
                    const other = n.subnet("dual", vpc, {
                        ipv6CidrBlock: vpc.get("ipv6CidrBlock"),
                    });
                    n.associate(other, table);
                    return [subnet, other];
                });
            },
            on: "web",
            gap: /IPv6-only subnets beside others/,
            ok: (n) => {
                ipv6Service(n);
            },
            violated: (n) => {
                ipv6Service(n, ecrImage, { without: direct });
            },
        },
        {
            name: "a host of which it is not known whether it has IPv6 addresses",
            network: (n) => {
                ipv6Service(n, "quay.io/org/app:1", { without: translated });
            },
            on: "web",
            gap: /whether quay\.io has IPv6 addresses is not known/,
            ok: (n) => {
                ipv6Service(n, "quay.io/org/app:1");
            },
            violated: (n) => {
                ipv6Service(n, "quay.io/org/app:1", { without: isolated });
            },
        },
        ...["mcr.microsoft.com/app:1", "gcr.io/p/app:1", "registry.k8s.io/app:1"].map((image) => ({
            name: `${image} over IPv6 alone, of which its operator says nothing`,
            network: (n: Network) => {
                ipv6Service(n, image, { without: direct, subnet: { enableDns64: false } });
            },
            on: "web",
            gap: /has IPv6 addresses is not known.*setting registryHosts/s,
            ok: (n: Network) => {
                ipv6Service(n, image);
            },
            violated: (n: Network) => {
                ipv6Service(n, image, { without: isolated });
            },
        })),
        {
            name: "a registry that the setting says to be public, but not which addresses it has",
            settings: registryHosts("registry.example.com=unknown"),
            network: (n) => {
                ipv6Service(n, "registry.example.com/app:1", { without: translated });
            },
            on: "web",
            gap: /whether registry\.example\.com has IPv6 addresses is not known/,
            ok: (n) => {
                ipv6Service(n, "registry.example.com/app:1");
            },
            violated: (n) => {
                ipv6Service(n, "registry.example.com/app:1", { without: isolated });
            },
        },
    ],
});
