import * as ec2 from "@aws-sdk/client-ec2";
import * as efs from "@aws-sdk/client-efs";
import * as elb from "@aws-sdk/client-elastic-load-balancing-v2";
import {
    JsonText,
    Ref,
    type Inputs,
    type Program,
    type Resource,
    type Value,
} from "../support/program";

/*
 * Makes the network of a test's program on a server that answers as AWS does: resource by resource, as
 * the provider would, through the SDK.
 */

/** A VPC's own table, group and ACL, by the properties that name them. */
type Made = Readonly<Record<string, string>>;

/** A block of a program with its values filled in. */
type Block = Readonly<Record<string, unknown>>;

export class Builder {
    private readonly ec2 = new ec2.EC2Client({});
    private readonly elb = new elb.ElasticLoadBalancingV2Client({});
    private readonly efs = new efs.EFSClient({});
    private readonly made = new Map<Resource, Made>();

    /** Makes what lies in a network, and tells what each resource became: properties, the id among them. */
    async build(program: Program): Promise<ReadonlyMap<Resource, Made>> {
        for (const resource of program.resources) {
            const make = this.makers[resource.type];
            if (make === undefined) continue;
            this.made.set(resource, await make(this.plain(resource.inputs), resource));
        }
        return this.made;
    }

    private readonly makers: Readonly<
        Record<string, (inputs: Block, resource: Resource) => Promise<Made>>
    > = {
        "aws:ec2/vpc:Vpc": (inputs, { name }) => this.vpc(inputs, name),
        "aws:ec2/subnet:Subnet": async (inputs, { name }) => {
            const { Subnet } = await this.ec2.send(
                new ec2.CreateSubnetCommand({
                    VpcId: text(inputs.vpcId),
                    CidrBlock: text(inputs.cidrBlock),
                    AvailabilityZone: text(inputs.availabilityZone) || "us-east-1a",
                    ...tagged("subnet", name),
                }),
            );
            return id(Subnet?.SubnetId);
        },
        "aws:ec2/internetGateway:InternetGateway": async ({ vpcId }, { name }) => {
            const { InternetGateway } = await this.ec2.send(
                new ec2.CreateInternetGatewayCommand(tagged("internet-gateway", name)),
            );
            const InternetGatewayId = InternetGateway?.InternetGatewayId;
            if (vpcId !== undefined && vpcId !== null) {
                await this.ec2.send(
                    new ec2.AttachInternetGatewayCommand({
                        InternetGatewayId,
                        VpcId: text(vpcId),
                    }),
                );
            }
            return id(InternetGatewayId);
        },
        "aws:ec2/eip:Eip": async () => {
            const { AllocationId } = await this.ec2.send(
                new ec2.AllocateAddressCommand({ Domain: "vpc" }),
            );
            return id(AllocationId);
        },
        "aws:ec2/natGateway:NatGateway": async (inputs, { name }) => {
            const { NatGateway } = await this.ec2.send(
                new ec2.CreateNatGatewayCommand({
                    SubnetId: text(inputs.subnetId),
                    ...(inputs.allocationId === null || inputs.allocationId === undefined
                        ? {}
                        : { AllocationId: text(inputs.allocationId) }),
                    ConnectivityType: inputs.connectivityType === "private" ? "private" : "public",
                    ...tagged("natgateway", name),
                }),
            );
            return id(NatGateway?.NatGatewayId);
        },
        "aws:ec2/routeTable:RouteTable": async (inputs, { name }) => {
            const { RouteTable } = await this.ec2.send(
                new ec2.CreateRouteTableCommand({
                    VpcId: text(inputs.vpcId),
                    ...tagged("route-table", name),
                }),
            );
            const RouteTableId = RouteTable?.RouteTableId;
            for (const route of blocks(inputs.routes)) {
                const target = await this.hopOf(route, text(inputs.vpcId));
                await this.route(RouteTableId, text(route.cidrBlock), target);
            }
            return id(RouteTableId);
        },
        "aws:ec2/route:Route": async (inputs) => {
            await this.route(text(inputs.routeTableId), text(inputs.destinationCidrBlock), inputs);
            return {};
        },
        "aws:ec2/routeTableAssociation:RouteTableAssociation": async (inputs) => {
            const { AssociationId } = await this.ec2.send(
                new ec2.AssociateRouteTableCommand({
                    SubnetId: text(inputs.subnetId),
                    RouteTableId: text(inputs.routeTableId),
                }),
            );
            return id(AssociationId);
        },
        "aws:ec2/securityGroup:SecurityGroup": async (inputs, { name }) => {
            const { GroupId } = await this.ec2.send(
                new ec2.CreateSecurityGroupCommand({
                    GroupName: name,
                    Description: name,
                    VpcId: text(inputs.vpcId),
                    ...tagged("security-group", name),
                }),
            );
            await this.rules(text(GroupId), inputs);
            return id(GroupId);
        },
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": async (inputs) => {
            const vpc = [...this.made.values()].find((each) => each.id === inputs.vpcId);
            const group = vpc?.defaultSecurityGroupId;
            await this.rules(text(group), inputs);
            return id(group);
        },
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": async (inputs) => {
            await this.ec2.send(
                new ec2.AuthorizeSecurityGroupIngressCommand({
                    GroupId: text(inputs.securityGroupId),
                    IpPermissions: [
                        {
                            IpProtocol: text(inputs.ipProtocol),
                            FromPort: Number(inputs.fromPort),
                            ToPort: Number(inputs.toPort),
                            IpRanges: [{ CidrIp: text(inputs.cidrIpv4) }],
                        },
                    ],
                }),
            );
            return {};
        },
        "aws:ec2/networkAcl:NetworkAcl": (inputs, { name }) => this.acl(inputs, name),
        "aws:ec2/vpcEndpoint:VpcEndpoint": (inputs, { name }) => this.endpoint(inputs, name),
        "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation": async (
            inputs,
        ) => {
            await this.ec2.send(
                new ec2.ModifyVpcEndpointCommand({
                    VpcEndpointId: text(inputs.vpcEndpointId),
                    AddRouteTableIds: [text(inputs.routeTableId)],
                }),
            );
            return {};
        },
        "aws:ec2/flowLog:FlowLog": async (inputs) => {
            const { FlowLogIds } = await this.ec2.send(
                new ec2.CreateFlowLogsCommand({
                    ResourceIds: [text(inputs.vpcId)],
                    ResourceType: "VPC",
                    TrafficType: "ALL",
                    LogDestinationType: "cloud-watch-logs",
                    LogGroupName: "flow",
                    DeliverLogsPermissionArn: "arn:aws:iam::123456789012:role/flow",
                }),
            );
            return id(FlowLogIds?.[0]);
        },
        "aws:efs/fileSystem:FileSystem": async (_, { name }) => {
            const system = await this.efs.send(
                new efs.CreateFileSystemCommand({
                    CreationToken: `${name}-${String(this.made.size)}-${String(process.hrtime.bigint())}`,
                    Tags: [{ Key: "Name", Value: name }],
                }),
            );
            return { ...id(system.FileSystemId), arn: text(system.FileSystemArn) };
        },
        "aws:efs/mountTarget:MountTarget": async (inputs) => {
            const { MountTargetId } = await this.efs.send(
                new efs.CreateMountTargetCommand({
                    FileSystemId: text(inputs.fileSystemId),
                    SubnetId: text(inputs.subnetId),
                    ...(inputs.securityGroups === undefined
                        ? {}
                        : { SecurityGroups: texts(inputs.securityGroups) }),
                }),
            );
            return id(MountTargetId);
        },
        "aws:lb/loadBalancer:LoadBalancer": async (inputs, { name }) => {
            const { LoadBalancers } = await this.elb.send(
                new elb.CreateLoadBalancerCommand({
                    Name: `${name}-${String(process.hrtime.bigint() % 1_000_000_000n)}`,
                    Subnets: texts(inputs.subnets),
                    Scheme: inputs.internal === true ? "internal" : "internet-facing",
                    Type: inputs.loadBalancerType === "network" ? "network" : "application",
                    SecurityGroups:
                        inputs.securityGroups === undefined
                            ? await this.defaultGroupOf(texts(inputs.subnets))
                            : texts(inputs.securityGroups),
                }),
            );
            const arn = text(LoadBalancers?.[0]?.LoadBalancerArn);
            return { id: arn, arn };
        },
        "aws:lb/targetGroup:TargetGroup": async (inputs, { name }) => {
            const { TargetGroups } = await this.elb.send(
                new elb.CreateTargetGroupCommand({
                    Name: `${name}-${String(process.hrtime.bigint() % 1_000_000_000n)}`,
                    VpcId: text(inputs.vpcId),
                    Port: Number(inputs.port),
                    Protocol: text(inputs.protocol) as elb.ProtocolEnum,
                    TargetType: text(inputs.targetType ?? "instance") as elb.TargetTypeEnum,
                }),
            );
            const arn = text(TargetGroups?.[0]?.TargetGroupArn);
            return { id: arn, arn };
        },
        "aws:lb/listener:Listener": async (inputs) => {
            const { Listeners } = await this.elb.send(
                new elb.CreateListenerCommand({
                    LoadBalancerArn: text(inputs.loadBalancerArn),
                    Port: Number(inputs.port),
                    Protocol: text(inputs.protocol) as elb.ProtocolEnum,
                    DefaultActions: actions(inputs.defaultActions),
                }),
            );
            const arn = text(Listeners?.[0]?.ListenerArn);
            return { id: arn, arn };
        },
        "aws:lb/listenerRule:ListenerRule": async (inputs) => {
            const { Rules } = await this.elb.send(
                new elb.CreateRuleCommand({
                    ListenerArn: text(inputs.listenerArn),
                    Priority: 10,
                    Conditions: [{ Field: "path-pattern", Values: ["/a"] }],
                    Actions: actions(inputs.actions),
                }),
            );
            const arn = text(Rules?.[0]?.RuleArn);
            return { id: arn, arn };
        },
    };

    private async vpc(inputs: Block, name: string): Promise<Made> {
        const { Vpc } = await this.ec2.send(
            new ec2.CreateVpcCommand({
                CidrBlock: text(inputs.cidrBlock),
                ...tagged("vpc", name),
            }),
        );
        const VpcId = Vpc?.VpcId;
        for (const [property, Attribute] of [
            ["enableDnsSupport", "EnableDnsSupport"],
            ["enableDnsHostnames", "EnableDnsHostnames"],
        ] as const) {
            const Value = inputs[property];
            if (typeof Value !== "boolean") continue;
            await this.ec2.send(
                new ec2.ModifyVpcAttributeCommand({ VpcId, [Attribute]: { Value } }),
            );
        }
        // As AWS gives every VPC; the server knows of none.
        const { DhcpOptions } = await this.ec2.send(
            new ec2.CreateDhcpOptionsCommand({
                DhcpConfigurations: [{ Key: "domain-name-servers", Values: ["AmazonProvidedDNS"] }],
            }),
        );
        await this.ec2.send(
            new ec2.AssociateDhcpOptionsCommand({
                VpcId,
                DhcpOptionsId: DhcpOptions?.DhcpOptionsId,
            }),
        );
        const Filters = [{ Name: "vpc-id", Values: [text(VpcId)] }];
        const [tables, groups, acls] = await Promise.all([
            this.ec2.send(new ec2.DescribeRouteTablesCommand({ Filters })),
            this.ec2.send(new ec2.DescribeSecurityGroupsCommand({ Filters })),
            this.ec2.send(new ec2.DescribeNetworkAclsCommand({ Filters })),
        ]);
        const group = text(groups.SecurityGroups?.[0]?.GroupId);
        await this.likeAws(group);
        const table = text(tables.RouteTables?.[0]?.RouteTableId);
        return {
            id: text(VpcId),
            mainRouteTableId: table,
            defaultRouteTableId: table,
            defaultSecurityGroupId: group,
            defaultNetworkAclId: text(acls.NetworkAcls?.[0]?.NetworkAclId),
        };
    }

    /** AWS's default group admits its own members; the server's admits nobody. */
    private async likeAws(GroupId: string): Promise<void> {
        await this.ec2.send(
            new ec2.AuthorizeSecurityGroupIngressCommand({
                GroupId,
                IpPermissions: [{ IpProtocol: "-1", UserIdGroupPairs: [{ GroupId }] }],
            }),
        );
    }

    private async defaultGroupOf(subnets: readonly string[]): Promise<string[]> {
        const { Subnets } = await this.ec2.send(
            new ec2.DescribeSubnetsCommand({ SubnetIds: [...subnets] }),
        );
        const vpc = [...this.made.values()].find((each) => each.id === Subnets?.[0]?.VpcId);
        return [text(vpc?.defaultSecurityGroupId)];
    }

    private async route(
        RouteTableId: string | undefined,
        DestinationCidrBlock: string,
        target: Block,
    ): Promise<void> {
        const given = (property: string): string | undefined => text(target[property]) || undefined;
        await this.ec2.send(
            new ec2.CreateRouteCommand({
                RouteTableId,
                DestinationCidrBlock,
                GatewayId: given("gatewayId"),
                NatGatewayId: given("natGatewayId"),
                TransitGatewayId: given("transitGatewayId"),
                NetworkInterfaceId: given("networkInterfaceId"),
                VpcPeeringConnectionId: given("vpcPeeringConnectionId"),
            }),
        );
    }

    /** The target of a route; one that the program names by a made-up id is made here. */
    private async hopOf(route: Block, vpc: string): Promise<Block> {
        if (typeof route.networkInterfaceId === "string") {
            return { networkInterfaceId: await this.interfaceIn(vpc) };
        }
        if (typeof route.transitGatewayId !== "string") return route;
        const { TransitGateway } = await this.ec2.send(new ec2.CreateTransitGatewayCommand({}));
        return { transitGatewayId: text(TransitGateway?.TransitGatewayId) };
    }

    private async interfaceIn(vpc: string): Promise<string> {
        const { Subnets } = await this.ec2.send(
            new ec2.DescribeSubnetsCommand({ Filters: [{ Name: "vpc-id", Values: [vpc] }] }),
        );
        const { NetworkInterface } = await this.ec2.send(
            new ec2.CreateNetworkInterfaceCommand({ SubnetId: Subnets?.[0]?.SubnetId }),
        );
        return text(NetworkInterface?.NetworkInterfaceId);
    }

    /** The rules that the program names and no others, as the provider makes them. */
    private async rules(GroupId: string, inputs: Block): Promise<void> {
        const { SecurityGroups } = await this.ec2.send(
            new ec2.DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }),
        );
        const [group] = SecurityGroups ?? [];
        const { IpPermissions = [], IpPermissionsEgress = [] } = group ?? {};
        const own = { GroupId };
        if (IpPermissionsEgress.length > 0) {
            const old = { ...own, IpPermissions: IpPermissionsEgress };
            await this.ec2.send(new ec2.RevokeSecurityGroupEgressCommand(old));
        }
        if (IpPermissions.length > 0) {
            const old = { ...own, IpPermissions };
            await this.ec2.send(new ec2.RevokeSecurityGroupIngressCommand(old));
        }
        const ingress = blocks(inputs.ingress).map((rule) => permission(rule, GroupId));
        const egress = blocks(inputs.egress).map((rule) => permission(rule, GroupId));
        if (ingress.length > 0) {
            const rules = { ...own, IpPermissions: ingress };
            await this.ec2.send(new ec2.AuthorizeSecurityGroupIngressCommand(rules));
        }
        if (egress.length > 0) {
            const rules = { ...own, IpPermissions: egress };
            await this.ec2.send(new ec2.AuthorizeSecurityGroupEgressCommand(rules));
        }
    }

    private async acl(inputs: Block, name: string): Promise<Made> {
        const VpcId = text(inputs.vpcId);
        const { NetworkAcl } = await this.ec2.send(
            new ec2.CreateNetworkAclCommand({ VpcId, ...tagged("network-acl", name) }),
        );
        const NetworkAclId = text(NetworkAcl?.NetworkAclId);
        for (const direction of ["ingress", "egress"] as const) {
            for (const rule of blocks(inputs[direction])) {
                const protocol = text(rule.protocol);
                await this.ec2.send(
                    new ec2.CreateNetworkAclEntryCommand({
                        NetworkAclId,
                        Egress: direction === "egress",
                        RuleNumber: Number(rule.ruleNo),
                        RuleAction: rule.action === "deny" ? "deny" : "allow",
                        Protocol: protocol === "tcp" ? "6" : protocol,
                        CidrBlock: text(rule.cidrBlock),
                        PortRange: { From: Number(rule.fromPort), To: Number(rule.toPort) },
                    }),
                );
            }
        }
        const { NetworkAcls = [] } = await this.ec2.send(
            new ec2.DescribeNetworkAclsCommand({ Filters: [{ Name: "vpc-id", Values: [VpcId] }] }),
        );
        for (const subnet of texts(inputs.subnetIds)) {
            const old = NetworkAcls.flatMap(({ Associations = [] }) => Associations).find(
                ({ SubnetId }) => SubnetId === subnet,
            );
            await this.ec2.send(
                new ec2.ReplaceNetworkAclAssociationCommand({
                    AssociationId: old?.NetworkAclAssociationId,
                    NetworkAclId,
                }),
            );
        }
        return id(NetworkAclId);
    }

    private async endpoint(inputs: Block, name: string): Promise<Made> {
        const isInterface = inputs.vpcEndpointType === "Interface";
        const { VpcEndpoint } = await this.ec2.send(
            new ec2.CreateVpcEndpointCommand({
                VpcId: text(inputs.vpcId),
                ServiceName: text(inputs.serviceName),
                VpcEndpointType: isInterface ? "Interface" : "Gateway",
                ...(isInterface ? { PrivateDnsEnabled: inputs.privateDnsEnabled === true } : {}),
                ...(isInterface ? { SubnetIds: texts(inputs.subnetIds) } : {}),
                RouteTableIds: texts(inputs.routeTableIds),
                SecurityGroupIds: isInterface ? await this.groupsOfEndpoint(inputs) : [],
                ...(typeof inputs.policy === "string" ? { PolicyDocument: inputs.policy } : {}),
                ...tagged("vpc-endpoint", name),
            }),
        );
        // AWS's list of S3's addresses, as the server has it.
        const { PrefixLists } = await this.ec2.send(
            new ec2.DescribeManagedPrefixListsCommand({
                Filters: [{ Name: "prefix-list-name", Values: [text(inputs.serviceName)] }],
            }),
        );
        const prefixListId = PrefixLists?.[0]?.PrefixListId;
        return {
            ...id(VpcEndpoint?.VpcEndpointId),
            ...(prefixListId === undefined ? {} : { prefixListId }),
        };
    }

    /** AWS gives an endpoint the default group if it names none. */
    private async groupsOfEndpoint(inputs: Block): Promise<string[]> {
        const named = texts(inputs.securityGroupIds);
        return named.length > 0 ? named : this.defaultGroupOf(texts(inputs.subnetIds));
    }

    private plain(inputs: Inputs): Block {
        return Object.fromEntries(
            Object.entries(inputs).map(([name, value]) => [name, this.valueOf(value)]),
        );
    }

    private valueOf(value: Value): unknown {
        if (value instanceof Ref) {
            const set = value.of.inputs[value.property];
            return this.made.get(value.of)?.[value.property] ?? (set && this.valueOf(set));
        }
        if (value instanceof JsonText) return JSON.stringify(this.valueOf(value.holds));
        if (Array.isArray(value)) return value.map((each) => this.valueOf(each));
        return typeof value === "object" && value !== null ? this.plain(value) : value;
    }
}

function id(made: string | undefined): Made {
    if (made === undefined) throw new Error("the server made nothing");
    return { id: made };
}

function text(value: unknown): string {
    return typeof value === "string" ? value : "";
}

function texts(value: unknown): string[] {
    return Array.isArray(value) ? value.map(text) : [];
}

function blocks(value: unknown): Block[] {
    return Array.isArray(value) ? (value as Block[]) : [];
}

function tagged(
    ResourceType: ec2.ResourceType,
    Value: string,
): { TagSpecifications: ec2.TagSpecification[] } {
    return { TagSpecifications: [{ ResourceType, Tags: [{ Key: "Name", Value }] }] };
}

function permission(rule: Block, self: string): ec2.IpPermission {
    const protocol = text(rule.protocol);
    const groups = [...texts(rule.securityGroups), ...(rule.self === true ? [self] : [])];
    return {
        IpProtocol: protocol,
        ...(protocol === "-1"
            ? {}
            : { FromPort: Number(rule.fromPort), ToPort: Number(rule.toPort) }),
        IpRanges: texts(rule.cidrBlocks).map((CidrIp) => ({ CidrIp })),
        PrefixListIds: texts(rule.prefixListIds).map((PrefixListId) => ({ PrefixListId })),
        UserIdGroupPairs: groups.map((GroupId) => ({ GroupId })),
    };
}

function actions(value: unknown): elb.Action[] {
    return blocks(value).map(({ type, targetGroupArn }) =>
        type === "fixed-response"
            ? { Type: "fixed-response", FixedResponseConfig: { StatusCode: "404" } }
            : { Type: "forward", TargetGroupArn: text(targetGroupArn) },
    );
}
