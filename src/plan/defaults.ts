import { own, type Raw } from "./raw";
import type { PlannedResource } from "./resource";

/** What it means that a program left a property unset. */
export interface UnsetRule {
    /** The value that AWS or the provider then uses; `null` for "none". */
    readonly value?: Raw;
    /** Only AWS knows, during the deployment. */
    readonly computed?: true;
    /** Sibling properties that set this one instead. */
    readonly unlessSet?: readonly string[];
    /**
     * The provider also copies into it what standalone resources add, so with inputs at hand only
     * they say what the program set inline.
     */
    readonly inlineOnly?: true;
    /** Where that is written. */
    readonly source: string;
}

const none = { value: null };
const computed = { computed: true } as const;

/*
 * Sources: "provider" is the AWS provider's schema at 7.48 (a static default, or optional and
 * computed, so unknown in a preview although AWS's default is certain); "ECS", "VPC", "ELB" are the
 * pages of AWS's developer guides on the resource.
 */
const exclusions = Object.fromEntries(
    ["internetGateway", "natGateway", "egressOnlyInternetGateway", "elasticFileSystem"].map(
        (name): [string, UnsetRule] => [
            `${name}Exclusion`,
            { value: "disable", source: "provider: unknown at preview; AWS: disable" },
        ],
    ),
);

const byType: Readonly<Record<string, Readonly<Record<string, UnsetRule>>>> = {
    "aws:ec2/vpc:Vpc": {
        arn: { ...computed, source: "provider" },
        mainRouteTableId: { ...computed, source: "provider" },
        defaultRouteTableId: { ...computed, source: "provider" },
        defaultSecurityGroupId: { ...computed, source: "provider" },
        defaultNetworkAclId: { ...computed, source: "provider" },
        cidrBlock: { ...computed, source: "provider: required unless IPAM gives it" },
        ipv6CidrBlock: {
            ...none,
            unlessSet: ["ipv6IpamPoolId"],
            source: "provider: unknown at preview; AWS: none, unless Amazon's own is asked for",
        },
        enableDnsSupport: { value: true, source: "provider" },
        enableDnsHostnames: { value: false, source: "provider: unknown at preview; AWS: false" },
    },
    "aws:ec2/defaultVpc:DefaultVpc": {
        enableDnsSupport: { value: true, source: "provider" },
        enableDnsHostnames: { value: true, source: "provider" },
    },
    "aws:ec2/subnet:Subnet": {
        availabilityZone: { ...computed, source: "provider: AWS chooses a zone" },
        availabilityZoneId: { ...computed, source: "provider: AWS chooses a zone" },
        cidrBlock: {
            ...none,
            unlessSet: ["ipv4IpamPoolId"],
            source: "VPC: a subnet without an IPv4 CIDR block is IPv6-only",
        },
        ipv6CidrBlock: {
            ...none,
            unlessSet: ["ipv6IpamPoolId"],
            source: "provider: unknown at preview; AWS: none",
        },
        ipv6Native: { value: false, source: "provider" },
        assignIpv6AddressOnCreation: { value: false, source: "provider" },
        enableDns64: { value: false, source: "provider" },
    },
    "aws:ec2/defaultSubnet:DefaultSubnet": {
        availabilityZoneId: { ...computed, source: "provider: that of its zone" },
        outpostArn: { ...computed, source: "provider" },
        ipv6Native: { value: false, source: "provider" },
        assignIpv6AddressOnCreation: { value: false, source: "provider" },
        enableDns64: { value: false, source: "provider" },
    },
    "aws:ec2/routeTable:RouteTable": {
        routes: { ...none, inlineOnly: true, source: "provider: no inline routes" },
        propagatingVgws: { ...none, inlineOnly: true, source: "provider" },
    },
    "aws:ec2/defaultRouteTable:DefaultRouteTable": {
        routes: { ...none, inlineOnly: true, source: "provider: adoption removes all routes" },
        propagatingVgws: { ...none, inlineOnly: true, source: "provider" },
        vpcId: { ...computed, source: "provider" },
    },
    "aws:ec2/vpcEncryptionControl:VpcEncryptionControl": exclusions,
    "aws:ec2/encryptionControl:EncryptionControl": exclusions,
    "aws:ec2/route:Route": {
        networkInterfaceId: { ...none, source: "provider: unknown at preview, even when unset" },
        instanceId: { ...none, source: "provider: unknown at preview, even when unset" },
    },
    "aws:ec2/internetGateway:InternetGateway": {
        vpcId: { ...none, source: "provider: not attached by itself" },
    },
    "aws:ec2/natGateway:NatGateway": {
        availabilityMode: { value: "zonal", source: "VPC, NAT gateways: zonal by default" },
        connectivityType: { value: "public", source: "provider" },
        vpcId: { ...computed, source: "provider" },
    },
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment": {
        transitGatewayDefaultRouteTableAssociation: {
            value: true,
            source: "provider: unknown at preview; AWS: as the transit gateway says",
        },
        transitGatewayDefaultRouteTablePropagation: {
            value: true,
            source: "provider: unknown at preview; AWS: as the transit gateway says",
        },
    },
    "aws:networkfirewall/firewall:Firewall": {
        vpcId: {
            ...none,
            source: "provider: unknown at preview; AWS: of one that a transit gateway has",
        },
        firewallStatuses: { ...computed, source: "provider" },
    },
    "aws:ec2/vpcEndpoint:VpcEndpoint": {
        privateDnsEnabled: { value: false, source: "provider: unknown at preview; AWS: false" },
        routeTableIds: { ...none, inlineOnly: true, source: "provider" },
        subnetIds: {
            ...none,
            inlineOnly: true,
            unlessSet: ["subnetConfigurations"],
            source: "provider",
        },
        subnetConfigurations: { ...none, inlineOnly: true, source: "provider" },
        securityGroupIds: { ...none, inlineOnly: true, source: "VPC: the VPC's default group" },
        policy: { ...none, source: "VPC: full access" },
        prefixListId: { ...computed, source: "provider: of gateway endpoints" },
        ipAddressType: { ...none, source: "VPC: as its subnets have" },
        dnsOptions: {
            ...none,
            source: "VPC: with private DNS for S3, AWS then takes it as only for inbound resolvers",
        },
        "dnsOptions.dnsRecordIpType": {
            ...none,
            source: "PrivateLink: records of the families that the endpoint has",
        },
        vpcEndpointType: { value: "Gateway", source: "provider" },
        serviceRegion: { ...none, source: "VPC: the endpoint's own region" },
    },
    "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy": {
        policy: { ...none, source: "VPC: full access" },
    },
    "aws:ec2/securityGroupAssociation:SecurityGroupAssociation": {
        replaceDefaultAssociation: { value: false, source: "provider" },
    },
    "aws:ec2/securityGroup:SecurityGroup": {
        "ingress.self": { value: false, source: "provider" },
        "egress.self": { value: false, source: "provider" },
        ingress: { ...none, inlineOnly: true, source: "provider: no inline rules" },
        egress: {
            ...none,
            inlineOnly: true,
            source: "provider: it removes the rule that AWS makes (AWS rule 6)",
        },
        vpcId: { ...computed, source: "provider: the region's default VPC, which AWS looks up" },
    },
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {
        "ingress.self": { value: false, source: "provider" },
        "egress.self": { value: false, source: "provider" },
        ingress: { ...none, inlineOnly: true, source: "provider: adoption removes all rules" },
        egress: { ...none, inlineOnly: true, source: "provider: adoption removes all rules" },
        vpcId: { ...computed, source: "provider: the region's default VPC, which AWS looks up" },
    },
    "aws:ec2/securityGroupRule:SecurityGroupRule": {
        self: { value: false, source: "provider" },
        sourceSecurityGroupId: { ...none, source: "provider: unknown at preview, even when unset" },
    },
    "aws:ec2/networkAcl:NetworkAcl": {
        ingress: { ...none, inlineOnly: true, source: "VPC: everything is denied" },
        egress: { ...none, inlineOnly: true, source: "VPC: everything is denied" },
        subnetIds: { ...none, inlineOnly: true, source: "provider" },
    },
    "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": {
        ingress: { ...none, inlineOnly: true, source: "provider: adoption removes all rules" },
        egress: { ...none, inlineOnly: true, source: "provider: adoption removes all rules" },
        vpcId: { ...computed, source: "provider" },
    },
    "aws:ec2/networkAclRule:NetworkAclRule": {
        egress: { value: false, source: "provider" },
    },
    "aws:ec2/defaultVpcDhcpOptions:DefaultVpcDhcpOptions": {
        domainNameServers: { ...computed, source: "provider: AmazonProvidedDNS" },
    },
    "aws:ec2/eip:Eip": {
        networkInterface: { ...computed, source: "provider: of what the address is given to" },
    },
    "aws:ec2/eipAssociation:EipAssociation": {
        networkInterfaceId: { ...computed, source: "provider: that of the instance" },
    },
    "aws:ec2/managedPrefixList:ManagedPrefixList": {
        entries: { ...none, inlineOnly: true, source: "provider: no inline entries" },
    },
    "aws:efs/fileSystem:FileSystem": {
        arn: { ...computed, source: "provider" },
    },
    "aws:efs/mountTarget:MountTarget": {
        securityGroups: { ...none, source: "EFS: the VPC's default group" },
        ipAddressType: { value: "IPV4_ONLY", source: "EFS: unknown at preview" },
    },
    "aws:s3/filesFileSystem:FilesFileSystem": {
        arn: { ...computed, source: "provider" },
    },
    "aws:s3/filesMountTarget:FilesMountTarget": {
        securityGroups: { ...none, source: "S3 Files: the VPC's default group" },
    },
    "aws:ecs/service:Service": {
        cluster: { value: "default", source: "ECS: the cluster named default" },
        launchType: { ...none, source: "ECS: the cluster's default strategy, else EC2" },
        platformVersion: { value: "LATEST", source: "ECS" },
        schedulingStrategy: { value: "REPLICA", source: "provider" },
        iamRole: { ...none, source: "ECS: the service-linked role" },
        "networkConfiguration.assignPublicIp": { value: false, source: "provider" },
        "deploymentController.type": { value: "ECS", source: "provider" },
        enableExecuteCommand: { value: false, source: "provider" },
        deploymentMaximumPercent: { value: 200, source: "provider" },
        deploymentMinimumHealthyPercent: { value: 100, source: "provider" },
        availabilityZoneRebalancing: { ...none, source: "ECS: on, if the rest allows it" },
        deploymentConfiguration: { ...none, source: "ECS: a rolling update" },
        "deploymentConfiguration.strategy": { ...none, source: "ECS: a rolling update" },
        "serviceConnectConfiguration.namespace": { ...none, source: "ECS: that of the cluster" },
        "serviceConnectConfiguration.logConfiguration.options": {
            ...none,
            source: "ECS: those of the log driver",
        },
        "serviceConnectConfiguration.services.discoveryName": {
            ...none,
            source: "ECS: as the port mapping",
        },
        "serviceConnectConfiguration.services.clientAlias.dnsName": {
            ...none,
            source: "ECS: the name in the namespace",
        },
        triggers: { ...none, source: "provider: none, unknown at preview" },
        waitForSteadyState: { value: false, source: "provider" },
    },
    "aws:ecs/expressGatewayService:ExpressGatewayService": {
        cluster: { value: "default", source: "ECS: the cluster named default" },
        networkConfigurations: {
            ...none,
            inlineOnly: true,
            source: "ECS: the default VPC's; unknown at preview",
        },
        scalingTargets: {
            ...none,
            inlineOnly: true,
            source: "ECS: as its parts say; unknown at preview",
        },
        "scalingTargets.minTaskCount": { value: 1, source: "ECS, Express Mode" },
        "scalingTargets.maxTaskCount": { value: 20, source: "ECS, Express Mode" },
    },
    "aws:ecs/taskSet:TaskSet": {
        scale: { ...computed, source: "provider" },
        launchType: { ...none, source: "ECS: the cluster's default strategy, else EC2" },
        platformVersion: { value: "LATEST", source: "ECS" },
        "networkConfiguration.assignPublicIp": { value: false, source: "provider" },
    },
    "aws:vpclattice/serviceNetworkVpcAssociation:ServiceNetworkVpcAssociation": {
        privateDnsEnabled: { value: false, source: "provider: unknown at preview; AWS: false" },
    },
    "aws:cloudwatch/eventTarget:EventTarget": {
        "ecsTarget.platformVersion": { value: "LATEST", source: "ECS" },
        "ecsTarget.taskCount": { value: 1, source: "provider" },
        "ecsTarget.networkConfiguration.assignPublicIp": { value: false, source: "provider" },
    },
    "aws:scheduler/schedule:Schedule": {
        state: { value: "ENABLED", source: "provider" },
        "target.ecsParameters.platformVersion": { value: "LATEST", source: "ECS" },
        "target.ecsParameters.taskCount": { value: 1, source: "provider" },
        "target.ecsParameters.networkConfiguration.assignPublicIp": {
            value: false,
            source: "provider",
        },
    },
    "aws:ecs/taskDefinition:TaskDefinition": {
        arn: { ...computed, source: "provider" },
        arnWithoutRevision: { ...computed, source: "provider" },
        revision: { ...computed, source: "provider" },
        networkMode: { ...none, source: "ECS: bridge on Linux, nat on Windows" },
        "volumes.efsVolumeConfiguration.rootDirectory": { value: "/", source: "provider" },
        "volumes.efsVolumeConfiguration.transitEncryptionPort": { value: 0, source: "provider" },
        "volumes.s3filesVolumeConfiguration.rootDirectory": { value: "/", source: "provider" },
    },
    "aws:ecs/cluster:Cluster": {
        arn: { ...computed, source: "provider" },
    },
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": {
        "defaultCapacityProviderStrategies.base": { value: 0, source: "provider" },
        "defaultCapacityProviderStrategies.weight": { value: 0, source: "provider" },
    },
    "aws:iam/role:Role": {
        arn: { ...computed, source: "provider" },
        inlinePolicies: { ...none, inlineOnly: true, source: "provider: none inline" },
        managedPolicyArns: { ...none, inlineOnly: true, source: "provider: none listed" },
    },
    "aws:iam/policy:Policy": {
        arn: { ...computed, source: "provider" },
    },
    "aws:ecr/repository:Repository": {
        arn: { ...computed, source: "provider" },
    },
    "aws:cloudwatch/logGroup:LogGroup": {
        arn: { ...computed, source: "provider" },
    },
    "aws:secretsmanager/secret:Secret": {
        arn: { ...computed, source: "provider" },
        policy: { ...none, source: "Secrets Manager: no resource policy" },
    },
    "aws:elb/loadBalancer:LoadBalancer": {
        arn: { ...computed, source: "provider" },
    },
    "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": {
        acceptStatus: { ...computed, source: "provider" },
    },
    "aws:servicediscovery/service:Service": {
        arn: { ...computed, source: "provider" },
        namespaceId: { ...computed, source: "provider" },
    },
    "aws:servicediscovery/httpNamespace:HttpNamespace": {
        arn: { ...computed, source: "provider" },
    },
    "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": {
        arn: { ...computed, source: "provider" },
        hostedZone: { ...computed, source: "provider" },
    },
    "aws:lb/targetGroup:TargetGroup": {
        arn: { ...computed, source: "provider" },
        targetType: { value: "instance", source: "provider" },
        ipAddressType: { value: "ipv4", source: "ELB, target groups: unknown at preview" },
        preserveClientIp: { ...none, source: "ELB: by the protocol, unknown at preview" },
        loadBalancingCrossZoneEnabled: {
            ...none,
            source: "ELB: as the load balancer, unknown at preview",
        },
        healthCheck: { ...none, source: "ELB: on the traffic port, unknown at preview" },
        "healthCheck.port": { value: "traffic-port", source: "provider" },
        loadBalancerArns: { ...computed, source: "provider" },
    },
    "aws:lb/loadBalancer:LoadBalancer": {
        arn: { ...computed, source: "provider" },
        loadBalancerType: { value: "application", source: "provider" },
        internal: { value: false, source: "ELB: unknown at preview; AWS: internet-facing" },
        ipAddressType: { value: "ipv4", source: "ELB: unknown at preview" },
        enableCrossZoneLoadBalancing: { value: false, source: "provider" },
        subnets: { ...none, unlessSet: ["subnetMappings"], source: "provider" },
        subnetMappings: { ...none, source: "provider: a copy of the subnets, if those are set" },
        securityGroups: {
            ...none,
            source: "ELB: the VPC's default group for an ALB, none for an NLB",
        },
    },
    "aws:lb/listener:Listener": {
        arn: { ...computed, source: "provider" },
        protocol: { ...none, source: "provider: HTTP on an ALB, unknown at preview" },
    },
    "aws:lb/listenerRule:ListenerRule": {
        arn: { ...computed, source: "provider" },
    },
};

/** Other spellings of one and the same type: live twins, and aliases found in older states. */
const twins: Readonly<Record<string, string>> = Object.fromEntries(
    [
        "loadBalancer:LoadBalancer",
        "listener:Listener",
        "listenerRule:ListenerRule",
        "targetGroup:TargetGroup",
    ].flatMap((name) => spellingsInLb(name).map((type) => [type, `aws:lb/${name}`])),
);

/** A type of the module `lb`, such as `listener:Listener`, in all the modules that had or have it. */
export function spellingsInLb(name: string): readonly string[] {
    return ["lb", "alb", "elasticloadbalancingv2", "applicationloadbalancing"].map(
        (module) => `aws:${module}/${name}`,
    );
}

/**
 * What a type is of, whatever it is called: `aws:ec2/defaultVpc:DefaultVpc` adopts an
 * `aws:ec2/vpc:Vpc`, and `aws:alb` is another name of `aws:lb`.
 */
export function familyOf(type: string): string {
    return (own(twins, type) ?? type).replace(
        /^aws:ec2\/default([A-Z])(\w*):Default/,
        (_, first: string, rest: string) => `aws:ec2/${first.toLowerCase()}${rest}:`,
    );
}

/** Types that adopt what exists: their unset properties keep what AWS has, unless listed above. */
const adopting: Readonly<Record<string, readonly string[]>> = {
    "aws:ec2/defaultVpc:DefaultVpc": [
        "cidrBlock",
        "ipv6CidrBlock",
        "mainRouteTableId",
        "defaultRouteTableId",
        "defaultSecurityGroupId",
        "defaultNetworkAclId",
    ],
    "aws:ec2/defaultSubnet:DefaultSubnet": [
        "cidrBlock",
        "ipv6CidrBlock",
        "vpcId",
        "availabilityZoneId",
    ],
};

const adopted: UnsetRule = {
    computed: true,
    source: "provider: AWS's default resource is adopted as it is",
};

/** The rules by type and path, as maps: they are asked whenever a property is read. */
const rules: ReadonlyMap<string, ReadonlyMap<string, UnsetRule>> = new Map(
    [byType, twins, adopting].flatMap(Object.keys).map((type) => {
        const ofAdopted = (own(adopting, type) ?? []).map((path) => [path, adopted] as const);
        const listed = Object.entries(own(byType, own(twins, type) ?? type) ?? {});
        return [type, new Map([...ofAdopted, ...listed])];
    }),
);

/** The rule for an unset property (list positions dropped from the path), if the table has one. */
export function rulesFor(type: string, path: string): UnsetRule | undefined {
    const ofType = rules.get(type);
    if (ofType === undefined) return undefined;
    return ofType.get(path.includes("[") ? path.replace(/\[\d+\]/g, "") : path);
}

/** By type the properties that have rules for places inside them: most of those are asked in vain. */
const nested: ReadonlyMap<string, ReadonlySet<string>> = new Map(
    [...rules].map(([type, each]) => {
        const inside = [...each.keys()].filter((path) => path.includes("."));
        return [type, new Set(inside.map((path) => path.slice(0, path.indexOf("."))))];
    }),
);

/** Whether there is a rule for any place inside a property. */
export function hasNestedRules(type: string, property: string): boolean {
    return nested.get(type)?.has(property) === true;
}

/** The value that an unset property has, or `undefined` if it has none. */
export function defaultOf(resource: PlannedResource, path: string): Raw | undefined {
    const value = rulesFor(resource.type, path)?.value;
    return value === null ? undefined : value;
}

/** Every rule of the table, for the test that compares it with the provider's schema. */
export function* allRules(): Iterable<{ type: string; property: string; rule: UnsetRule }> {
    for (const [type, rules] of Object.entries(byType)) {
        for (const [property, rule] of Object.entries(rules)) yield { type, property, rule };
    }
}
