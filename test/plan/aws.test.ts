import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import policy from "../../docs/snapshot-iam-policy.json";
import { factInterest } from "../../src/network";
import { readFacts, type Fact, type FactsFile } from "../../src/plan";
import { Asking } from "../../src/plan/aws/asking";
import { AwsError } from "../../src/plan/aws/error";
import { readNamed } from "../../src/plan/aws/lookup";
import { snapshotWith } from "../../src/plan/aws/read";
import { recordedClients, Refusal, type Answers } from "./aws-answers";

const account = "123456789012";
const vpc = "vpc-0a1b2c3d4e5f60718";
const arn = `arn:aws:elasticloadbalancing:eu-west-1:${account}`;
const cluster = (name: string): string => `arn:aws:ecs:eu-west-1:${account}:cluster/${name}`;
const web = `${arn}:targetgroup/web/1234567890123456`;
const alb = `${arn}:loadbalancer/app/alb/50dc6c495c0c9188`;
const nlb = `${arn}:loadbalancer/net/nlb/50dc6c495c0c9189`;

/** A network as AWS tells it, with one of everything. */
const network: Answers = {
    GetCallerIdentity: { Account: account },
    DescribeVpcs: {
        Vpcs: [
            {
                VpcId: vpc,
                OwnerId: account,
                CidrBlock: "10.0.0.0/16",
                DhcpOptionsId: "dopt-1",
                IsDefault: false,
                Ipv6CidrBlockAssociationSet: [
                    {
                        Ipv6CidrBlock: "2a05:d018::/56",
                        Ipv6CidrBlockState: { State: "disassociated" },
                    },
                    {
                        Ipv6CidrBlock: "2a05:d018:1::/56",
                        Ipv6CidrBlockState: { State: "associated" },
                        Ipv6Pool: "Amazon",
                    },
                ],
                Tags: [{ Key: "Name", Value: "main" }],
            },
        ],
    },
    DescribeVpcAttribute: ({ Attribute }: { Attribute: string }) =>
        Attribute === "enableDnsSupport"
            ? { EnableDnsSupport: { Value: true } }
            : { EnableDnsHostnames: { Value: false } },
    DescribeDhcpOptions: {
        DhcpOptions: [
            {
                DhcpOptionsId: "dopt-1",
                DhcpConfigurations: [
                    { Key: "domain-name", Values: [{ Value: "corp.example" }] },
                    { Key: "domain-name-servers", Values: [{ Value: "AmazonProvidedDNS" }] },
                ],
            },
        ],
    },
    DescribeSubnets: {
        Subnets: [
            {
                SubnetId: "subnet-1",
                VpcId: vpc,
                CidrBlock: "10.0.1.0/24",
                AvailabilityZone: "eu-west-1a",
                AvailabilityZoneId: "euw1-az2",
                AvailableIpAddressCount: 240,
                AssignIpv6AddressOnCreation: false,
                EnableDns64: false,
                Ipv6Native: false,
                Ipv6CidrBlockAssociationSet: [],
            },
            {
                SubnetId: "subnet-2",
                VpcId: vpc,
                AvailabilityZone: "eu-west-1b",
                AvailabilityZoneId: "euw1-az3",
                AvailableIpAddressCount: 0,
                AssignIpv6AddressOnCreation: true,
                EnableDns64: true,
                Ipv6Native: true,
                Ipv6CidrBlockAssociationSet: [
                    {
                        Ipv6CidrBlock: "2a05:d018:1:1::/64",
                        Ipv6CidrBlockState: { State: "associated" },
                    },
                ],
            },
        ],
    },
    DescribeRouteTables: {
        RouteTables: [
            {
                RouteTableId: "rtb-main",
                VpcId: vpc,
                Associations: [
                    {
                        Main: true,
                        RouteTableAssociationId: "rtbassoc-0",
                        RouteTableId: "rtb-main",
                        AssociationState: { State: "associated" },
                    },
                ],
                Routes: [
                    {
                        DestinationCidrBlock: "10.0.0.0/16",
                        GatewayId: "local",
                        Origin: "CreateRouteTable",
                    },
                ],
                PropagatingVgws: [],
            },
            {
                RouteTableId: "rtb-1",
                VpcId: vpc,
                Associations: [
                    {
                        Main: false,
                        RouteTableAssociationId: "rtbassoc-1",
                        RouteTableId: "rtb-1",
                        SubnetId: "subnet-1",
                        AssociationState: { State: "associated" },
                    },
                    {
                        Main: false,
                        RouteTableAssociationId: "rtbassoc-2",
                        RouteTableId: "rtb-1",
                        SubnetId: "subnet-2",
                        AssociationState: { State: "disassociating" },
                    },
                    {
                        Main: false,
                        RouteTableAssociationId: "rtbassoc-3",
                        RouteTableId: "rtb-1",
                        GatewayId: "igw-1",
                        AssociationState: { State: "associated" },
                    },
                ],
                PropagatingVgws: [{ GatewayId: "vgw-1" }],
                Routes: [
                    {
                        DestinationCidrBlock: "10.0.0.0/16",
                        GatewayId: "local",
                        Origin: "CreateRouteTable",
                    },
                    {
                        DestinationCidrBlock: "0.0.0.0/0",
                        GatewayId: "igw-1",
                        Origin: "CreateRoute",
                    },
                    {
                        DestinationCidrBlock: "192.168.0.0/16",
                        GatewayId: "vgw-1",
                        Origin: "EnableVgwRoutePropagation",
                    },
                    {
                        DestinationCidrBlock: "172.16.0.0/16",
                        GatewayId: "vgw-1",
                        Origin: "CreateRoute",
                    },
                    {
                        DestinationPrefixListId: "pl-s3",
                        GatewayId: "vpce-s3",
                        Origin: "CreateRoute",
                    },
                    {
                        DestinationCidrBlock: "100.64.0.0/16",
                        GatewayId: "vpce-gwlb",
                        Origin: "CreateRoute",
                    },
                    {
                        DestinationIpv6CidrBlock: "::/0",
                        EgressOnlyInternetGatewayId: "eigw-1",
                        Origin: "CreateRoute",
                    },
                    {
                        DestinationIpv6CidrBlock: "64:ff9b::/96",
                        NatGatewayId: "nat-1",
                        Origin: "CreateRoute",
                    },
                    {
                        DestinationPrefixListId: "pl-own",
                        TransitGatewayId: "tgw-1",
                        Origin: "CreateRoute",
                    },
                    {
                        DestinationCidrBlock: "10.9.0.0/16",
                        VpcPeeringConnectionId: "pcx-1",
                        Origin: "CreateRoute",
                        State: "blackhole",
                    },
                    {
                        DestinationCidrBlock: "10.8.0.0/16",
                        NetworkInterfaceId: "eni-1",
                        InstanceId: "i-1",
                        InstanceOwnerId: account,
                        Origin: "CreateRoute",
                    },
                    {
                        DestinationCidrBlock: "1.2.3.4/32",
                        GatewayId: "igw-lost",
                        Origin: "CreateRoute",
                        State: "blackhole",
                    },
                ],
            },
        ],
    },
    DescribeInternetGateways: ({ Filters }: { Filters: { Name: string }[] }) =>
        Filters[0]?.Name === "attachment.vpc-id"
            ? {
                  InternetGateways: [
                      {
                          InternetGatewayId: "igw-1",
                          Attachments: [{ VpcId: vpc, State: "available" }],
                      },
                  ],
              }
            : { InternetGateways: [{ InternetGatewayId: "igw-lost", Attachments: [] }] },
    DescribeEgressOnlyInternetGateways: {
        EgressOnlyInternetGateways: [
            {
                EgressOnlyInternetGatewayId: "eigw-1",
                Attachments: [{ VpcId: vpc, State: "attached" }],
            },
            {
                EgressOnlyInternetGatewayId: "eigw-2",
                Attachments: [{ VpcId: "vpc-other", State: "attached" }],
            },
        ],
    },
    DescribeNatGateways: {
        NatGateways: [
            {
                NatGatewayId: "nat-1",
                VpcId: vpc,
                SubnetId: "subnet-1",
                State: "available",
                ConnectivityType: "public",
                NatGatewayAddresses: [
                    { AllocationId: "eipalloc-2", IsPrimary: false },
                    { AllocationId: "eipalloc-1", IsPrimary: true, PublicIp: "54.1.2.3" },
                ],
            },
            {
                NatGatewayId: "nat-2",
                VpcId: vpc,
                State: "available",
                ConnectivityType: "public",
                AvailabilityMode: "regional",
            },
        ],
    },
    DescribeVpcEndpoints: {
        VpcEndpoints: [
            {
                VpcEndpointId: "vpce-s3",
                VpcId: vpc,
                ServiceName: "com.amazonaws.eu-west-1.s3",
                VpcEndpointType: "Gateway",
                State: "available",
                PrivateDnsEnabled: false,
                RouteTableIds: ["rtb-1"],
                PolicyDocument: '{"Statement":[]}',
            },
            {
                VpcEndpointId: "vpce-ecr",
                VpcId: vpc,
                ServiceName: "com.amazonaws.eu-west-1.ecr.api",
                VpcEndpointType: "Interface",
                State: "available",
                PrivateDnsEnabled: true,
                SubnetIds: ["subnet-1"],
                Groups: [{ GroupId: "sg-1", GroupName: "doors" }],
                IpAddressType: "ipv4",
                DnsOptions: { DnsRecordIpType: "ipv4" },
            },
            { VpcEndpointId: "vpce-gone", VpcId: vpc, State: "Deleting" },
        ],
    },
    DescribeManagedPrefixLists: ({ Filters }: { Filters: { Name: string }[] }) =>
        Filters[0]?.Name === "prefix-list-name"
            ? {
                  PrefixLists: [
                      { PrefixListId: "pl-s3", PrefixListName: "com.amazonaws.eu-west-1.s3" },
                  ],
              }
            : {
                  PrefixLists: [
                      { PrefixListId: "pl-own", PrefixListName: "offices" },
                      { PrefixListId: "pl-s3", PrefixListName: "com.amazonaws.eu-west-1.s3" },
                  ],
              },
    GetManagedPrefixListEntries: { Entries: [{ Cidr: "10.20.0.0/16", Description: "office" }] },
    DescribeSecurityGroups: ({ Filters }: { Filters: { Name: string }[] }) =>
        Filters[0]?.Name === "group-id"
            ? {
                  SecurityGroups: [
                      { GroupId: "sg-far", GroupName: "far", VpcId: "vpc-other", OwnerId: account },
                  ],
              }
            : {
                  SecurityGroups: [
                      { GroupId: "sg-0", GroupName: "default", VpcId: vpc, OwnerId: account },
                      {
                          GroupId: "sg-1",
                          GroupName: "doors",
                          VpcId: vpc,
                          OwnerId: account,
                          IpPermissions: [
                              {
                                  IpProtocol: "tcp",
                                  FromPort: 443,
                                  ToPort: 443,
                                  IpRanges: [{ CidrIp: "10.0.0.0/16" }],
                                  Ipv6Ranges: [{ CidrIpv6: "::/0" }],
                                  PrefixListIds: [{ PrefixListId: "pl-s3" }],
                                  UserIdGroupPairs: [
                                      { GroupId: "sg-1", UserId: account },
                                      { GroupId: "sg-0", UserId: account },
                                      {
                                          GroupId: "sg-peer",
                                          UserId: "210987654321",
                                          VpcPeeringConnectionId: "pcx-1",
                                      },
                                  ],
                              },
                          ],
                          IpPermissionsEgress: [
                              {
                                  IpProtocol: "-1",
                                  IpRanges: [{ CidrIp: "0.0.0.0/0" }],
                                  UserIdGroupPairs: [],
                              },
                          ],
                      },
                  ],
              },
    DescribeSecurityGroupVpcAssociations: {
        SecurityGroupVpcAssociations: [
            { GroupId: "sg-far", VpcId: vpc, State: "associated" },
            { GroupId: "sg-old", VpcId: vpc, State: "disassociated" },
        ],
    },
    DescribeNetworkAcls: {
        NetworkAcls: [
            {
                NetworkAclId: "acl-1",
                VpcId: vpc,
                IsDefault: true,
                Associations: [{ SubnetId: "subnet-1" }, { SubnetId: "subnet-2" }],
                Entries: [
                    {
                        RuleNumber: 100,
                        Egress: false,
                        Protocol: "6",
                        RuleAction: "allow",
                        CidrBlock: "0.0.0.0/0",
                        PortRange: { From: 443, To: 443 },
                    },
                    {
                        RuleNumber: 101,
                        Egress: true,
                        Protocol: "-1",
                        RuleAction: "deny",
                        Ipv6CidrBlock: "::/0",
                    },
                    {
                        RuleNumber: 32767,
                        Egress: false,
                        Protocol: "-1",
                        RuleAction: "deny",
                        CidrBlock: "0.0.0.0/0",
                    },
                    {
                        RuleNumber: 32768,
                        Egress: false,
                        Protocol: "-1",
                        RuleAction: "deny",
                        Ipv6CidrBlock: "::/0",
                    },
                ],
            },
        ],
    },
    DescribeFlowLogs: {
        FlowLogs: [
            { FlowLogId: "fl-1", ResourceId: vpc },
            { FlowLogId: "fl-2", ResourceId: "subnet-1" },
        ],
    },
    DescribeVpcBlockPublicAccessOptions: {
        VpcBlockPublicAccessOptions: {
            InternetGatewayBlockMode: "block-ingress",
            State: "update-complete",
        },
    },
    DescribeVpcBlockPublicAccessExclusions: {
        VpcBlockPublicAccessExclusions: [
            {
                ExclusionId: "vpcbpa-exclude-1",
                ResourceArn: `arn:aws:ec2:eu-west-1:${account}:subnet/subnet-1`,
                State: "create-complete",
            },
            {
                ExclusionId: "vpcbpa-exclude-2",
                ResourceArn: `arn:aws:ec2:eu-west-1:${account}:vpc/${vpc}`,
                State: "delete-complete",
            },
        ],
    },
    ListHostedZonesByVPC: {
        HostedZoneSummaries: [
            { HostedZoneId: "Z1", Name: "corp.example.", Owner: { OwningAccount: account } },
            {
                HostedZoneId: "Z2",
                Name: "ecr.eu-west-1.amazonaws.com.",
                Owner: { OwningService: "vpce.amazonaws.com" },
            },
        ],
    },
    DescribeTargetGroups: {
        TargetGroups: [
            {
                TargetGroupArn: web,
                TargetGroupName: "web",
                Protocol: "TCP",
                Port: 80,
                VpcId: vpc,
                TargetType: "ip",
                HealthCheckPort: "traffic-port",
                IpAddressType: "ipv4",
                LoadBalancerArns: [alb],
            },
            { TargetGroupArn: `${arn}:targetgroup/far/1`, VpcId: "vpc-other", Protocol: "HTTP" },
        ],
    },
    DescribeTargetGroupAttributes: {
        Attributes: [{ Key: "preserve_client_ip.enabled", Value: "false" }],
    },
    DescribeLoadBalancers: {
        LoadBalancers: [
            {
                LoadBalancerArn: alb,
                LoadBalancerName: "alb",
                Type: "application",
                Scheme: "internal",
                VpcId: vpc,
                IpAddressType: "ipv4",
                SecurityGroups: ["sg-1"],
                AvailabilityZones: [{ SubnetId: "subnet-1" }],
            },
            {
                LoadBalancerArn: nlb,
                LoadBalancerName: "nlb",
                Type: "network",
                Scheme: "internet-facing",
                VpcId: vpc,
                IpAddressType: "dualstack",
                AvailabilityZones: [{ SubnetId: "subnet-1" }],
            },
        ],
    },
    DescribeLoadBalancerAttributes: {
        Attributes: [{ Key: "load_balancing.cross_zone.enabled", Value: "true" }],
    },
    DescribeListeners: ({ LoadBalancerArn }: { LoadBalancerArn: string }) =>
        LoadBalancerArn === alb
            ? {
                  Listeners: [
                      {
                          ListenerArn: `${arn}:listener/app/alb/50dc6c495c0c9188/1`,
                          LoadBalancerArn: alb,
                          Port: 443,
                          Protocol: "HTTPS",
                          DefaultActions: [{ Type: "fixed-response" }],
                      },
                  ],
              }
            : { Listeners: [] },
    DescribeRules: {
        Rules: [
            { RuleArn: `${arn}:listener-rule/app/alb/50dc6c495c0c9188/1/0`, IsDefault: true },
            {
                RuleArn: `${arn}:listener-rule/app/alb/50dc6c495c0c9188/1/2`,
                IsDefault: false,
                Actions: [
                    {
                        Type: "forward",
                        ForwardConfig: { TargetGroups: [{ TargetGroupArn: web, Weight: 1 }] },
                    },
                ],
            },
        ],
    },
    DescribeFileSystems: {
        FileSystems: [
            {
                FileSystemId: "fs-1",
                FileSystemArn: `arn:aws:elasticfilesystem:eu-west-1:${account}:file-system/fs-1`,
                Name: "data",
                NumberOfMountTargets: 1,
            },
        ],
    },
    DescribeMountTargets: {
        MountTargets: [
            {
                MountTargetId: "fsmt-1",
                FileSystemId: "fs-1",
                SubnetId: "subnet-1",
                VpcId: vpc,
                LifeCycleState: "available",
                NetworkInterfaceId: "eni-2",
                IpAddress: "10.0.1.9",
                Ipv6Address: "2a05:d018:1::9",
            },
        ],
    },
    DescribeNetworkInterfaces: {
        NetworkInterfaces: [
            { NetworkInterfaceId: "eni-2", Groups: [{ GroupId: "sg-1", GroupName: "doors" }] },
        ],
    },
    ListClusters: ({ nextToken }: { nextToken?: string }) =>
        nextToken === undefined
            ? { clusterArns: [cluster("main")], nextToken: "2" }
            : { clusterArns: [cluster("old"), cluster("plain")] },
    DescribeClusters: {
        clusters: [
            {
                clusterArn: cluster("main"),
                clusterName: "main",
                status: "ACTIVE",
                configuration: {
                    executeCommandConfiguration: {
                        kmsKeyId: "alias/exec",
                        logging: "OVERRIDE",
                        logConfiguration: {
                            cloudWatchLogGroupName: "sessions",
                            s3EncryptionEnabled: false,
                        },
                    },
                },
                tags: [
                    { key: "GuardDutyManaged", value: "true" },
                    { key: "owner", value: "somebody" },
                ],
                capacityProviders: ["FARGATE", "FARGATE_SPOT"],
                defaultCapacityProviderStrategy: [
                    { capacityProvider: "FARGATE", weight: 1, base: 0 },
                ],
            },
            { clusterArn: cluster("old"), clusterName: "old", status: "DEPROVISIONING" },
            { clusterArn: cluster("plain"), clusterName: "plain", status: "ACTIVE" },
        ],
    },
    GetRole: {
        Role: {
            Arn: `arn:aws:iam::${account}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
        },
    },
};

const wish = { vpcs: [vpc], defaultVpc: false };

async function snapshot(answers: Answers = network): Promise<FactsFile> {
    return snapshotWith(recordedClients(answers).clients, wish);
}

function find({ resources }: FactsFile, id: string): Fact {
    const fact = resources.find((each) => each.id === id);
    if (fact === undefined) throw new Error(`there is no ${id}`);
    return fact;
}

const emptyRoute = {
    cidrBlock: "",
    ipv6CidrBlock: "",
    destinationPrefixListId: "",
    gatewayId: "",
    vpcEndpointId: "",
    natGatewayId: "",
    egressOnlyGatewayId: "",
    transitGatewayId: "",
    vpcPeeringConnectionId: "",
    networkInterfaceId: "",
    instanceId: "",
    carrierGatewayId: "",
    coreNetworkArn: "",
    localGatewayId: "",
    odbNetworkArn: "",
};

describe("a snapshot of AWS", () => {
    let facts: FactsFile;
    before(async () => {
        facts = await snapshot();
    });

    it("is a facts file, of a whole VPC", () => {
        ok("facts" in readFacts(JSON.parse(JSON.stringify(facts)), factInterest));
        deepEqual(facts.source, { kind: "aws", account, region: "eu-west-1" });
        deepEqual(facts.completeFor, [{ vpc }]);
    });

    it("holds of each type what the network reads, and nothing else", () => {
        for (const { type, id, properties } of facts.resources) {
            const names = factInterest.get(type) ?? [];
            const more = Object.keys(properties).filter(
                (name) =>
                    !names.includes(name) &&
                    name !== "isDefault" &&
                    name !== "availableIpAddressCount",
            );
            deepEqual(more, [], `${type} ${id}`);
        }
    });

    it("counts the IPv4 addresses of a subnet that are free, if it has any", () => {
        const counts = ["subnet-1", "subnet-2"].map(
            (id) => find(facts, id).properties.availableIpAddressCount,
        );
        deepEqual(counts, [240, undefined]);
    });

    it("tells clusters: what ECS Exec uses in them, and their capacity providers", () => {
        deepEqual(find(facts, cluster("main")).properties, {
            arn: cluster("main"),
            name: "main",
            tags: { GuardDutyManaged: "true" },
            configuration: {
                executeCommandConfiguration: {
                    kmsKeyId: "alias/exec",
                    logging: "OVERRIDE",
                    logConfiguration: { cloudWatchLogGroupName: "sessions", s3BucketName: null },
                },
            },
        });
        const lists = facts.resources.filter(({ type }) => type.endsWith("CapacityProviders"));
        deepEqual(
            lists.map(({ id }) => id),
            [cluster("main"), cluster("plain")],
        );
        deepEqual(lists[0]?.properties, {
            clusterName: "main",
            capacityProviders: ["FARGATE", "FARGATE_SPOT"],
            defaultCapacityProviderStrategies: [{ capacityProvider: "FARGATE" }],
        });
        equal(find(facts, cluster("plain")).properties.configuration, null);
        deepEqual(find(facts, cluster("plain")).properties.tags, {});
        deepEqual(lists[1]?.properties.capacityProviders, []);
        // What is being deleted is as good as gone.
        ok(!facts.resources.some(({ name }) => name === "old"));
    });

    it("tells a VPC with its attributes and its own table, group and ACL", () => {
        deepEqual(find(facts, vpc), {
            type: "aws:ec2/vpc:Vpc",
            id: vpc,
            name: "main",
            properties: {
                cidrBlock: "10.0.0.0/16",
                ipv6CidrBlock: "2a05:d018:1::/56",
                assignGeneratedIpv6CidrBlock: true,
                ipv6IpamPoolId: null,
                mainRouteTableId: "rtb-main",
                defaultRouteTableId: "rtb-main",
                defaultSecurityGroupId: "sg-0",
                defaultNetworkAclId: "acl-1",
                enableDnsSupport: true,
                enableDnsHostnames: false,
                isDefault: false,
            },
        });
        deepEqual(find(facts, "dopt-1").properties, { domainNameServers: ["AmazonProvidedDNS"] });
        deepEqual(find(facts, `dopt-1-${vpc}`).properties, {
            dhcpOptionsId: "dopt-1",
            vpcId: vpc,
        });
    });

    it("tells subnets of both families", () => {
        const { cidrBlock, ipv6CidrBlock, ipv6Native, enableDns64 } = find(
            facts,
            "subnet-2",
        ).properties;
        deepEqual(
            { cidrBlock, ipv6CidrBlock, ipv6Native, enableDns64 },
            {
                cidrBlock: null,
                ipv6CidrBlock: "2a05:d018:1:1::/64",
                ipv6Native: true,
                enableDns64: true,
            },
        );
        equal(find(facts, "subnet-1").properties.ipv6CidrBlock, null);
    });

    it("tells routes by the kind of their targets", () => {
        const { routes, propagatingVgws } = find(facts, "rtb-1").properties;
        deepEqual(propagatingVgws, ["vgw-1"]);
        deepEqual(routes, [
            { ...emptyRoute, cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" },
            { ...emptyRoute, cidrBlock: "172.16.0.0/16", gatewayId: "vgw-1" },
            { ...emptyRoute, cidrBlock: "100.64.0.0/16", vpcEndpointId: "vpce-gwlb" },
            { ...emptyRoute, ipv6CidrBlock: "::/0", egressOnlyGatewayId: "eigw-1" },
            { ...emptyRoute, ipv6CidrBlock: "64:ff9b::/96", natGatewayId: "nat-1" },
            { ...emptyRoute, destinationPrefixListId: "pl-own", transitGatewayId: "tgw-1" },
            { ...emptyRoute, cidrBlock: "10.9.0.0/16", vpcPeeringConnectionId: "pcx-1" },
            { ...emptyRoute, cidrBlock: "10.8.0.0/16", networkInterfaceId: "eni-1" },
            { ...emptyRoute, cidrBlock: "1.2.3.4/32", gatewayId: "igw-lost" },
        ]);
        deepEqual(find(facts, "rtb-main").properties.routes, []);
    });

    it("tells the associations that are in force, the main one by the VPC", () => {
        const associations = facts.resources.filter(({ type }) =>
            type.endsWith(":RouteTableAssociation"),
        );
        deepEqual(
            associations.map(({ properties }) => properties),
            [
                { subnetId: "subnet-1", gatewayId: null, routeTableId: "rtb-1" },
                { subnetId: null, gatewayId: "igw-1", routeTableId: "rtb-1" },
            ],
        );
    });

    it("tells gateways, and one that a route names and that is attached to nothing", () => {
        deepEqual(find(facts, "igw-1").properties, { vpcId: vpc });
        deepEqual(find(facts, "igw-lost").properties, { vpcId: null });
        deepEqual(find(facts, "eigw-1").properties, { vpcId: vpc });
        ok(!facts.resources.some(({ id }) => id === "eigw-2"));
        deepEqual(find(facts, "nat-1").properties, {
            subnetId: "subnet-1",
            connectivityType: "public",
            availabilityMode: "zonal",
            allocationId: "eipalloc-1",
        });
        deepEqual(find(facts, "nat-2").properties, {
            subnetId: null,
            connectivityType: "public",
            availabilityMode: "regional",
            allocationId: null,
        });
    });

    it("tells endpoints of both kinds, and none that is going", () => {
        const { prefixListId, routeTableIds, policy: document } = find(facts, "vpce-s3").properties;
        deepEqual(
            [prefixListId, routeTableIds, document],
            ["pl-s3", ["rtb-1"], '{"Statement":[]}'],
        );
        const door = find(facts, "vpce-ecr").properties;
        deepEqual(door.securityGroupIds, ["sg-1"]);
        deepEqual(door.policy, null);
        deepEqual(door.dnsOptions, {
            dnsRecordIpType: "ipv4",
            privateDnsOnlyForInboundResolverEndpoint: null,
        });
        ok(!facts.resources.some(({ id }) => id === "vpce-gone"));
    });

    it("tells prefix lists that rules and routes name, but not those of gateway endpoints", () => {
        deepEqual(find(facts, "pl-own").properties, {
            name: "offices",
            entries: [{ cidr: "10.20.0.0/16" }],
        });
        ok(!facts.resources.some(({ id }) => id === "pl-s3"));
    });

    it("tells rules of groups: blocks, lists, other groups, and the group itself", () => {
        const { ingress, egress } = find(facts, "sg-1").properties;
        deepEqual(ingress, [
            {
                protocol: "tcp",
                fromPort: 443,
                toPort: 443,
                cidrBlocks: ["10.0.0.0/16"],
                ipv6CidrBlocks: ["::/0"],
                prefixListIds: ["pl-s3"],
                securityGroups: ["sg-0", "210987654321/sg-peer"],
                self: true,
            },
        ]);
        deepEqual(egress, [
            {
                protocol: "-1",
                fromPort: 0,
                toPort: 0,
                cidrBlocks: ["0.0.0.0/0"],
                ipv6CidrBlocks: [],
                prefixListIds: [],
                securityGroups: [],
                self: false,
            },
        ]);
        deepEqual(find(facts, `sg-far,${vpc}`).properties, {
            securityGroupId: "sg-far",
            vpcId: vpc,
        });
        equal(find(facts, "sg-far").properties.vpcId, "vpc-other");
    });

    it("tells the entries of ACLs without those that stand in each", () => {
        const { ingress, egress, subnetIds } = find(facts, "acl-1").properties;
        deepEqual(subnetIds, ["subnet-1", "subnet-2"]);
        deepEqual(ingress, [
            {
                ruleNo: 100,
                action: "allow",
                protocol: "6",
                fromPort: 443,
                toPort: 443,
                cidrBlock: "0.0.0.0/0",
                ipv6CidrBlock: "",
            },
        ]);
        deepEqual(egress, [
            {
                ruleNo: 101,
                action: "deny",
                protocol: "-1",
                fromPort: 0,
                toPort: 0,
                cidrBlock: "",
                ipv6CidrBlock: "::/0",
            },
        ]);
    });

    it("tells flow logs, Block Public Access and what is taken out of it, and hosted zones of people", () => {
        deepEqual(find(facts, "fl-1").properties, { vpcId: vpc, subnetId: null });
        deepEqual(find(facts, "fl-2").properties, { vpcId: null, subnetId: "subnet-1" });
        deepEqual(find(facts, "eu-west-1").properties, {
            internetGatewayBlockMode: "block-ingress",
        });
        deepEqual(find(facts, "vpcbpa-exclude-1").properties, {
            vpcId: null,
            subnetId: "subnet-1",
        });
        ok(!facts.resources.some(({ id }) => id === "vpcbpa-exclude-2"));
        deepEqual(find(facts, "Z1").properties, { name: "corp.example.", vpcs: [{ vpcId: vpc }] });
        ok(!facts.resources.some(({ id }) => id === "Z2"));
    });

    it("tells load balancers, listeners, rules and target groups of the VPC", () => {
        deepEqual(find(facts, alb).properties, {
            arn: alb,
            loadBalancerType: "application",
            internal: true,
            ipAddressType: "ipv4",
            subnets: ["subnet-1"],
            subnetMappings: [{ subnetId: "subnet-1" }],
            securityGroups: ["sg-1"],
            enableCrossZoneLoadBalancing: true,
        });
        equal(find(facts, nlb).properties.internal, false);
        const listener = `${arn}:listener/app/alb/50dc6c495c0c9188/1`;
        deepEqual(find(facts, listener).properties.defaultActions, [
            { type: "fixed-response", targetGroupArn: "", forward: null },
        ]);
        const rules = facts.resources.filter(({ type }) => type.endsWith(":ListenerRule"));
        deepEqual(
            rules.map(({ properties }) => properties.actions),
            [[{ type: "forward", targetGroupArn: "", forward: { targetGroups: [{ arn: web }] } }]],
        );
        const groups = facts.resources.filter(({ type }) => type.endsWith(":TargetGroup"));
        deepEqual(
            groups.map(({ properties }) => [
                properties.preserveClientIp,
                properties.loadBalancerArns,
            ]),
            [["false", [alb]]],
        );
    });

    it("tells file systems with their mount targets, and the role of ECS", () => {
        deepEqual(find(facts, "fsmt-1").properties, {
            fileSystemId: "fs-1",
            subnetId: "subnet-1",
            securityGroups: ["sg-1"],
            ipAddressType: "DUAL_STACK",
        });
        const roles = facts.resources.filter(({ type }) => type.endsWith(":ServiceLinkedRole"));
        deepEqual(
            roles.map(({ properties }) => properties),
            [{ awsServiceName: "ecs.amazonaws.com" }],
        );
    });

    it("makes only the calls of docs/snapshot-iam-policy.json, and all of them", async () => {
        const { clients, sent } = recordedClients(network);
        const actions = new Set<string>();
        const asked = await snapshotWith(clients, wish, {
            progress: (line) => actions.add(line.replace(/: .*/, "")),
        });
        ok(asked.resources.length > 0);
        const [statement] = policy.Statement;
        const allowed = statement?.Action ?? [];
        deepEqual(
            [...new Set(sent.map(({ name }) => name))].sort(),
            allowed.map((action) => action.replace(/.*:/, "")).sort(),
        );
        // By the names in the sources too, which tell the services.
        const dir = join(__dirname, "..", "..", "src", "plan", "aws");
        const source = readdirSync(dir)
            .map((file) => readFileSync(join(dir, file), "utf8"))
            .join("\n");
        const named = source.match(
            /"(ec2|ecs|sts|iam|route53|elasticloadbalancing|elasticfilesystem):\w+"/g,
        );
        deepEqual(
            [...new Set(named?.map((each) => each.slice(1, -1)))].sort(),
            [...allowed].sort(),
        );
        const commands = source.match(/\b\w+(?=Command\()/g) ?? [];
        deepEqual(
            [...new Set(commands)].sort(),
            allowed.map((action) => action.replace(/.*:/, "")).sort(),
        );
        ok(allowed.every((action) => /:(Describe|Get|List)/.test(action)));
    });
});

describe("reading AWS", () => {
    it("takes page after page", async () => {
        const pages = ({ NextToken = "0" }: { NextToken?: string }): object => {
            const page = Number(NextToken);
            const Subnets = Array.from({ length: 1000 }, (_, i) => ({
                SubnetId: `subnet-${String(page * 1000 + i)}`,
                VpcId: vpc,
            }));
            return page < 2 ? { Subnets, NextToken: String(page + 1) } : { Subnets };
        };
        const { clients, sent } = recordedClients({ ...network, DescribeSubnets: pages });
        const { resources } = await snapshotWith(clients, wish);
        equal(resources.filter(({ type }) => type.endsWith(":Subnet")).length, 3000);
        equal(sent.filter(({ name }) => name === "DescribeSubnets").length, 3);
        // Filters take 200 values.
        const filters = sent.filter(({ name }) => name === "DescribeFlowLogs");
        equal(filters.length, 16);
    });

    it("asks about a VPC with 500 subnets in no more than 40 calls", async () => {
        const of = <T>(make: (i: string) => T): T[] =>
            Array.from({ length: 500 }, (_, i) => make(String(i)));
        const tables = ({ NextToken = "0" }: { NextToken?: string }): object => {
            const page = Number(NextToken);
            const RouteTables = of((i) => ({ RouteTableId: `rtb-${i}`, VpcId: vpc })).slice(
                page * 100,
                page * 100 + 100,
            );
            return page < 4 ? { RouteTables, NextToken: String(page + 1) } : { RouteTables };
        };
        const { clients, sent } = recordedClients({
            ...network,
            DescribeSubnets: { Subnets: of((i) => ({ SubnetId: `subnet-${i}`, VpcId: vpc })) },
            DescribeRouteTables: tables,
        });
        await snapshotWith(clients, wish);
        // Clusters are of the region, and the recorded ones stand on two pages.
        const [clusters, others] = [/Cluster/, /^(?!.*Cluster)/].map(
            (names) => sent.filter(({ name }) => names.test(name)).length,
        );
        equal(clusters, 3);
        ok((others ?? 0) <= 40, `${String(others)} calls`);
    });

    const refusals: readonly (readonly [call: string, error: Error, what: string, why: string])[] =
        [
            [
                "DescribeFlowLogs",
                new Refusal("UnauthorizedOperation"),
                "flowLogs",
                "AccessDenied: ec2:DescribeFlowLogs",
            ],
            [
                "DescribeRouteTables",
                new Refusal("RequestLimitExceeded"),
                "routeTables",
                "throttled by AWS: ec2:DescribeRouteTables",
            ],
            [
                "DescribeNatGateways",
                Object.assign(new Error("connect 10.1.2.3"), { code: "ECONNRESET" }),
                "natGateways",
                "AWS could not be reached: ec2:DescribeNatGateways",
            ],
            [
                "DescribeRules",
                new Refusal("InternalFailure"),
                "loadBalancers",
                "InternalFailure: elasticloadbalancing:DescribeRules",
            ],
            [
                "ListHostedZonesByVPC",
                new Refusal("AccessDenied"),
                "hostedZones",
                "AccessDenied: route53:ListHostedZonesByVPC",
            ],
            [
                "DescribeClusters",
                new Refusal("AccessDeniedException"),
                "clusters",
                "AccessDenied: ecs:DescribeClusters",
            ],
            [
                "DescribeMountTargets",
                new Refusal("AccessDeniedException"),
                "fileSystems",
                "AccessDenied: elasticfilesystem:DescribeMountTargets",
            ],
        ];
    for (const [call, error, what, why] of refusals) {
        it(`goes on where ${call} fails, and says so`, async () => {
            const facts = await snapshot({ ...network, [call]: error });
            deepEqual(facts.completeFor, [{ vpc, except: [{ what, why }] }]);
            ok(facts.resources.length > 20);
            ok(!JSON.stringify(facts).includes("something secret"));
        });
    }

    it("reads no clusters without the package of ECS, and says so", async () => {
        const { clients } = recordedClients(network);
        const facts = await snapshotWith({ ...clients, ecs: undefined }, wish);
        deepEqual(facts.completeFor[0]?.except, [
            { what: "clusters", why: "@aws-sdk/client-ecs is not installed" },
        ]);
        ok(facts.resources.some(({ id }) => id === "rtb-1"));
        ok(!facts.resources.some(({ type }) => type.startsWith("aws:ecs/")));
    });

    it("keeps the pages before one that fails", async () => {
        const facts = await snapshot({
            ...network,
            DescribeSubnets: ({ NextToken }: { NextToken?: string }) =>
                NextToken === undefined
                    ? { Subnets: [{ SubnetId: "subnet-1", VpcId: vpc }], NextToken: "2" }
                    : new Refusal("InternalError"),
        });
        equal(find(facts, "subnet-1").properties.vpcId, vpc);
        deepEqual(facts.completeFor[0]?.except, [
            { what: "subnets", why: "InternalError: ec2:DescribeSubnets" },
        ]);
    });

    it("knows no file system of which mount targets are missing", async () => {
        const facts = await snapshot({ ...network, DescribeMountTargets: new Refusal("Broken") });
        ok(!facts.resources.some(({ id }) => id === "fs-1"));
    });

    it("tells by the addresses of a mount target of which families it is", async () => {
        const types: readonly (readonly [object, string | undefined])[] = [
            [{ IpAddress: "10.0.1.9" }, "IPV4_ONLY"],
            [{ Ipv6Address: "2a05:d018:1::9" }, "IPV6_ONLY"],
            [{}, undefined],
        ];
        for (const [addresses, type] of types) {
            const target = { MountTargetId: "fsmt-1", FileSystemId: "fs-1", ...addresses };
            const facts = await snapshot({
                ...network,
                DescribeMountTargets: { MountTargets: [target] },
            });
            equal(find(facts, "fsmt-1").properties.ipAddressType, type);
        }
    });

    it("does not take the VPC of another account for whole", async () => {
        const { completeFor } = await snapshot({
            ...network,
            GetCallerIdentity: { Account: "999999999999" },
        });
        deepEqual(completeFor, []);
    });

    it("takes no VPC for whole where AWS does not tell the account, and says so", async () => {
        const lines: string[] = [];
        const { clients } = recordedClients({
            ...network,
            GetCallerIdentity: new Refusal("ECONNREFUSED"),
        });
        const asking = new Asking({ progress: (line) => lines.push(line) });
        const facts = await readNamed(clients, asking, [vpc], new Set());
        deepEqual(facts.completeFor, []);
        deepEqual(facts.source, { kind: "aws", region: "eu-west-1" });
        deepEqual(asking.unread, [
            { what: "account", why: "AWS could not be reached: sts:GetCallerIdentity" },
        ]);
        ok("facts" in readFacts(facts, factInterest));
    });

    it("says that there is no role of ECS by not holding it", async () => {
        const facts = await snapshot({ ...network, GetRole: new Refusal("NoSuchEntityException") });
        deepEqual(facts.completeFor, [{ vpc }]);
        ok(!facts.resources.some(({ type }) => type.endsWith(":ServiceLinkedRole")));
    });

    const endings: readonly (readonly [title: string, answers: Answers, says: RegExp])[] = [
        [
            "a VPC that does not exist",
            { DescribeVpcs: { Vpcs: [] } },
            /there is no VPC vpc-\w+ in region eu-west-1 of account 123456789012/,
        ],
        [
            "expired credentials",
            { GetCallerIdentity: new Refusal("ExpiredToken") },
            /the AWS credentials have expired/,
        ],
        [
            "no credentials",
            { GetCallerIdentity: new Refusal("CredentialsProviderError") },
            /there are no AWS credentials/,
        ],
        [
            "credentials that AWS does not take",
            { DescribeVpcs: new Refusal("AuthFailure") },
            /does not take the credentials \(AuthFailure\)/,
        ],
        [
            "a refusal to tell of VPCs",
            { DescribeVpcs: new Refusal("UnauthorizedOperation") },
            /no VPC can be read \(AccessDenied: ec2:DescribeVpcs\)/,
        ],
    ];
    for (const [title, answers, says] of endings) {
        it(`ends clearly with ${title}`, async () => {
            await rejects(snapshot({ ...network, ...answers }), (error: Error) => {
                ok(error instanceof AwsError);
                ok(says.test(error.message), error.message);
                ok(!error.message.includes("secret"));
                return true;
            });
        });
    }
});

describe("looking up what a plan names", () => {
    const named = async (
        ids: readonly string[],
        held: readonly string[] = [],
    ): Promise<{ facts: FactsFile; calls: readonly string[] }> => {
        const { clients, sent } = recordedClients(network);
        const facts = await readNamed(clients, new Asking(), ids, new Set(held));
        return { facts, calls: sent.map(({ name }) => name) };
    };

    it("goes from a subnet to its VPC, and takes that whole", async () => {
        const { facts, calls } = await named(["subnet-1"]);
        deepEqual(facts.completeFor, [{ vpc }]);
        ok(facts.resources.some(({ id }) => id === "rtb-1"));
        ok(!calls.includes("DescribeLoadBalancers") && !calls.includes("DescribeFileSystems"));
        ok(calls.length <= 30, String(calls.length));
    });

    it("asks about the clusters that are named, and about no VPC for them", async () => {
        const { facts, calls } = await named([cluster("main")]);
        deepEqual(facts.completeFor, []);
        ok(facts.resources.some(({ id }) => id === cluster("main")));
        deepEqual(
            calls.filter((call) => /Cluster|Vpc|LoadBalancer/.test(call)),
            ["DescribeClusters"],
        );
    });

    /** What is said where calls are refused one after the other, in this order. */
    const saidOf = async (refusals: readonly (readonly [string, string])[]): Promise<unknown> => {
        const late = refusals.map(([call, error], i): [string, unknown] => [
            call,
            () => new Promise((_, reject) => setTimeout(reject, 10 * i, new Refusal(error))),
        ]);
        const { clients } = recordedClients({ ...network, ...Object.fromEntries(late) });
        const asking = new Asking();
        try {
            await readNamed(clients, asking, ["subnet-1", "sg-1"], new Set());
        } catch (error) {
            return (error as Error).message;
        }
        return asking.unread.map(({ what, why }) => `${what}: ${why}`);
    };

    it("says the same of refusals, whichever of them comes first", async () => {
        const groups = ["DescribeSecurityGroups", "UnauthorizedOperation"] as const;
        const subnets = ["DescribeSubnets", "UnauthorizedOperation"] as const;
        const account = ["GetCallerIdentity", "AccessDenied"] as const;
        for (const all of [
            [groups, subnets, account],
            [account, subnets, groups],
        ]) {
            deepEqual(await saidOf(all), [
                "account: AccessDenied: sts:GetCallerIdentity",
                "securityGroups: AccessDenied: ec2:DescribeSecurityGroups",
                "subnets: AccessDenied: ec2:DescribeSubnets",
            ]);
        }
        const invalid = [
            ["DescribeSubnets", "AuthFailure"],
            ["GetCallerIdentity", "InvalidClientTokenId"],
        ] as const;
        const message = "AWS does not take the credentials (InvalidClientTokenId)";
        equal(await saidOf(invalid), message);
        equal(await saidOf([...invalid].reverse()), message);
    });

    it("takes only what is named of a VPC that the plan holds", async () => {
        const { facts } = await named(["subnet-1"], [vpc]);
        deepEqual(facts.completeFor, []);
        ok(!facts.resources.some(({ id }) => id === "rtb-1" || id === vpc));
    });

    it("goes from a listener's rule to its load balancer, and from a target group to those before it", async () => {
        const rule = `${arn}:listener-rule/app/alb/50dc6c495c0c9188/1/2`;
        for (const id of [rule, web]) {
            const { facts } = await named([id]);
            ok(
                facts.resources.some((each) => each.id === alb),
                id,
            );
        }
    });

    it("asks once for a hundred subnets", async () => {
        const ids = Array.from({ length: 100 }, (_, i) => `subnet-${String(i)}`);
        const { calls } = await named(ids);
        equal(calls.filter((name) => name === "DescribeSubnets").length, 2);
    });
});
