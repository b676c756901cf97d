import type { Raw } from "../raw";
import { expressType } from "./express";
import type { Source, Template } from "./template";

/**
 * A type of `aws-native`, which is made of CloudFormation's, in the words of the `aws` provider: those of its
 * properties that are read. What is left unset means what it means there (`src/plan/defaults.ts`), unless it
 * is said here.
 */
export interface Translation {
    readonly type: string;
    readonly properties: Template;
    /** Which part of Cloud Control's identifier, `<part>|<part>`, others name it by; unset: it has one. */
    readonly idPart?: number;
    /** It is about something else unless one of these is set. */
    readonly onlyIf?: readonly string[];
    /** What CloudFormation takes for what is not set, where the `aws` provider takes something else. */
    readonly unset?: Readonly<Record<string, Raw>>;
    /** A list that AWS fills, by properties of ours, when it makes something without one. */
    readonly filledByAws?: Readonly<Record<string, readonly Raw[]>>;
    /** What it says of itself that a resource of its own says there. */
    readonly parts?: readonly Part[];
    /** A list of blocks, each of which is a resource there if it has a certain property. */
    readonly elements?: { readonly at: string; readonly having: string };
}

export interface Part {
    readonly type: string;
    /** It is there if this is set. */
    readonly onlyIf: string;
    /** The property that names what it is a part of. */
    readonly owner: string;
    /** `onlyIf` is a list of blocks, each of which is such a part if it has this property. */
    readonly having?: string;
    readonly properties: Template;
}

/** Properties that both call alike. */
function same(...names: readonly string[]): Template {
    return Object.fromEntries(names.map((name) => [name, name]));
}

function attribute(key: string, at: string): Source {
    return { at, key };
}

const strategies = (at: string): Source => ({
    at,
    block: same("capacityProvider", "base", "weight"),
});

/** A task's network; services and schedules write `awsvpcConfiguration`, task sets and rules do not. */
const network = (name: "awsvpcConfiguration" | "awsVpcConfiguration"): Source => ({
    at: `networkConfiguration.${name}`,
    block: {
        ...same("subnets", "securityGroups"),
        assignPublicIp: { at: "assignPublicIp", words: { ENABLED: true, DISABLED: false } },
    },
});

const registration = {
    ...same("targetGroupArn", "containerName", "containerPort"),
    advancedConfiguration: {
        at: "advancedConfiguration",
        block: same("alternateTargetGroupArn"),
    },
} as const;

const registries: Source = {
    at: "serviceRegistries",
    only: same("registryArn", "port", "containerName", "containerPort"),
};

/** What a service and a task set have in common. */
const launcher: Template = {
    ...same("launchType", "cluster", "taskDefinition", "platformVersion"),
    capacityProviderStrategies: strategies("capacityProviderStrategy"),
    serviceRegistries: registries,
};

/** What all targets of EventBridge say alike of the tasks that they start. */
const ofTarget: Template = {
    ...same(
        "launchType",
        "platformVersion",
        "taskDefinitionArn",
        "taskCount",
        "enableExecuteCommand",
    ),
    capacityProviderStrategies: strategies("capacityProviderStrategy"),
};

/** What a target of a rule, or of the scheduler, starts. */
const startedTask = (name: "awsvpcConfiguration" | "awsVpcConfiguration"): Template => ({
    ...ofTarget,
    networkConfiguration: network(name),
});

/** What a target of a pipe starts. */
const pipedTask: Template = {
    ...ofTarget,
    networkConfiguration: {
        at: "networkConfiguration",
        block: {
            awsVpcConfiguration: {
                at: "awsvpcConfiguration",
                block: same("subnets", "securityGroups", "assignPublicIp"),
            },
        },
    },
    overrides: { at: "overrides", block: same("executionRoleArn", "taskRoleArn") },
};

/** A container, as ECS itself calls its properties: both providers hand it on. */
const containers: Source = "containerDefinitions";

/** A rule in its group, with one peer. */
const inlineRule = (groups: Source, prefixList: string): Template => ({
    protocol: "ipProtocol",
    ...same("fromPort", "toPort"),
    cidrBlocks: { at: "cidrIp", asList: true },
    ipv6CidrBlocks: { at: "cidrIpv6", asList: true },
    prefixListIds: { at: prefixList, asList: true },
    securityGroups: groups,
});

const standaloneRule: Template = {
    ipProtocol: "ipProtocol",
    ...same("fromPort", "toPort"),
    cidrIpv4: "cidrIp",
    cidrIpv6: "cidrIpv6",
};

/** A group of the default VPC may be named, by a name that no plan resolves. */
const sourceGroup = {
    at: "sourceSecurityGroupId",
    orNames: ["sourceSecurityGroupName"],
} as const;

/** The rules that AWS makes with a group that has none for what leaves it (AWS rule 14). */
const everywhere: readonly Raw[] = [
    { protocol: "-1", cidrBlocks: ["0.0.0.0/0"], isOfAws: true },
    { protocol: "-1", ipv6CidrBlocks: ["::/0"], isOfAws: true },
];

const action: Template = {
    targetGroupArn: "targetGroupArn",
    forward: {
        at: "forwardConfig",
        block: { targetGroups: { at: "targetGroups", block: { arn: "targetGroupArn" } } },
    },
};

const exclusions = (at: (name: string) => string): Template =>
    Object.fromEntries(
        ["internetGateway", "natGateway", "egressOnlyInternetGateway", "elasticFileSystem"].map(
            (name) => [`${name}Exclusion`, at(`${name}Exclusion`)],
        ),
    );

const transitAttachment: Translation = {
    type: "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
    properties: same("transitGatewayId", "vpcId", "subnetIds"),
};

const ec2: Readonly<Record<string, Translation>> = {
    VpcPeeringConnection: {
        type: "aws:ec2/vpcPeeringConnection:VpcPeeringConnection",
        properties: same("vpcId", "peerVpcId"),
    },
    Vpc: {
        type: "aws:ec2/vpc:Vpc",
        properties: {
            ...same("cidrBlock", "enableDnsSupport", "enableDnsHostnames"),
            ipv6CidrBlock: { at: "ipv6CidrBlocks", only: {} },
            defaultSecurityGroupId: "defaultSecurityGroup",
            defaultNetworkAclId: "defaultNetworkAcl",
        },
        parts: [
            {
                type: "aws:ec2/vpcEncryptionControl:VpcEncryptionControl",
                onlyIf: "vpcEncryptionControl",
                owner: "vpcId",
                properties: {
                    mode: "vpcEncryptionControl.mode",
                    ...exclusions((name) => `vpcEncryptionControl.${name}`),
                },
            },
        ],
    },
    VpcCidrBlock: {
        type: "aws:ec2/vpcIpv6CidrBlockAssociation:VpcIpv6CidrBlockAssociation",
        onlyIf: ["amazonProvidedIpv6CidrBlock", "ipv6CidrBlock", "ipv6IpamPoolId", "ipv6Pool"],
        properties: same("vpcId"),
    },
    Subnet: {
        type: "aws:ec2/subnet:Subnet",
        properties: same(
            "vpcId",
            "availabilityZone",
            "availabilityZoneId",
            "outpostArn",
            "cidrBlock",
            "ipv4IpamPoolId",
            "ipv6CidrBlock",
            "ipv6IpamPoolId",
            "ipv6Native",
            "assignIpv6AddressOnCreation",
            "enableDns64",
        ),
    },
    // The `aws` provider has no such resource.
    SubnetCidrBlock: { type: "aws-native:ec2:SubnetCidrBlock", properties: same("subnetId") },
    RouteTable: { type: "aws:ec2/routeTable:RouteTable", properties: same("vpcId") },
    Route: {
        type: "aws:ec2/route:Route",
        properties: {
            ...same(
                "routeTableId",
                "destinationCidrBlock",
                "destinationIpv6CidrBlock",
                "destinationPrefixListId",
                "gatewayId",
                "natGatewayId",
                "transitGatewayId",
                "vpcPeeringConnectionId",
                "networkInterfaceId",
                "instanceId",
                "vpcEndpointId",
                "carrierGatewayId",
                "coreNetworkArn",
                "localGatewayId",
                "odbNetworkArn",
            ),
            egressOnlyGatewayId: "egressOnlyInternetGatewayId",
        },
    },
    SubnetRouteTableAssociation: {
        type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
        properties: same("subnetId", "routeTableId"),
    },
    GatewayRouteTableAssociation: {
        type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
        properties: same("gatewayId", "routeTableId"),
    },
    InternetGateway: { type: "aws:ec2/internetGateway:InternetGateway", properties: {} },
    VpcGatewayAttachment: {
        type: "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment",
        properties: same("internetGatewayId", "vpcId"),
    },
    EgressOnlyInternetGateway: {
        type: "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway",
        properties: same("vpcId"),
    },
    TransitGateway: {
        type: "aws:ec2transitgateway/transitGateway:TransitGateway",
        properties: {
            arn: "transitGatewayArn",
            ...same(
                "defaultRouteTableAssociation",
                "defaultRouteTablePropagation",
                "associationDefaultRouteTableId",
                "propagationDefaultRouteTableId",
            ),
        },
    },
    TransitGatewayVpcAttachment: {
        ...transitAttachment,
        properties: {
            ...transitAttachment.properties,
            subnetIds: { at: "subnetIds", changedBy: ["addSubnetIds", "removeSubnetIds"] },
        },
    },
    TransitGatewayAttachment: transitAttachment,
    VpnConnection: {
        type: "aws:ec2/vpnConnection:VpnConnection",
        properties: same("transitGatewayId"),
    },
    VpnConcentrator: {
        type: "aws:ec2/vpnConcentrator:VpnConcentrator",
        properties: same("transitGatewayId"),
    },
    TransitGatewayConnect: {
        type: "aws:ec2transitgateway/connect:Connect",
        properties: { transportAttachmentId: "transportTransitGatewayAttachmentId" },
    },
    TransitGatewayRouteTable: {
        type: "aws:ec2transitgateway/routeTable:RouteTable",
        properties: same("transitGatewayId"),
    },
    TransitGatewayRouteTableAssociation: {
        type: "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation",
        properties: same("transitGatewayAttachmentId", "transitGatewayRouteTableId"),
    },
    TransitGatewayRouteTablePropagation: {
        type: "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation",
        properties: same("transitGatewayAttachmentId", "transitGatewayRouteTableId"),
    },
    TransitGatewayRoute: {
        type: "aws:ec2transitgateway/route:Route",
        properties: same(
            "transitGatewayAttachmentId",
            "transitGatewayRouteTableId",
            "destinationCidrBlock",
            "blackhole",
        ),
    },
    VpnGateway: { type: "aws:ec2/vpnGateway:VpnGateway", properties: {} },
    RouteServerPropagation: {
        type: "aws:vpc/routeServerPropagation:RouteServerPropagation",
        properties: same("routeTableId"),
    },
    NatGateway: {
        type: "aws:ec2/natGateway:NatGateway",
        properties: same("subnetId", "connectivityType", "availabilityMode", "allocationId"),
    },
    Eip: { type: "aws:ec2/eip:Eip", idPart: 1, properties: {} },
    EipAssociation: {
        type: "aws:ec2/eipAssociation:EipAssociation",
        properties: same("networkInterfaceId"),
    },
    NetworkInterfaceAttachment: {
        type: "aws:ec2/networkInterfaceAttachment:NetworkInterfaceAttachment",
        properties: same("networkInterfaceId"),
    },
    VpcEndpoint: {
        type: "aws:ec2/vpcEndpoint:VpcEndpoint",
        properties: {
            ...same(
                "vpcId",
                "serviceName",
                "vpcEndpointType",
                "privateDnsEnabled",
                "routeTableIds",
                "subnetIds",
                "securityGroupIds",
            ),
            policy: "policyDocument",
            ipAddressType: { at: "ipAddressType", words: { "not-specified": null } },
            dnsOptions: {
                at: "dnsOptions",
                block: {
                    dnsRecordIpType: { at: "dnsRecordIpType", words: { "not-specified": null } },
                    privateDnsOnlyForInboundResolverEndpoint: {
                        at: "privateDnsOnlyForInboundResolverEndpoint",
                        words: {
                            OnlyInboundResolver: true,
                            AllResolvers: false,
                            NotSpecified: null,
                        },
                    },
                },
            },
        },
    },
    SecurityGroup: {
        type: "aws:ec2/securityGroup:SecurityGroup",
        properties: {
            vpcId: "vpcId",
            ingress: {
                at: "securityGroupIngress",
                block: inlineRule({ ...sourceGroup, asList: true }, "sourcePrefixListId"),
            },
            egress: {
                at: "securityGroupEgress",
                block: inlineRule(
                    { at: "destinationSecurityGroupId", asList: true },
                    "destinationPrefixListId",
                ),
            },
        },
        filledByAws: { egress: everywhere },
    },
    SecurityGroupIngress: {
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        properties: {
            ...standaloneRule,
            securityGroupId: { at: "groupId", orNames: ["groupName"] },
            prefixListId: "sourcePrefixListId",
            referencedSecurityGroupId: sourceGroup,
        },
    },
    SecurityGroupEgress: {
        type: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        properties: {
            ...standaloneRule,
            securityGroupId: "groupId",
            prefixListId: "destinationPrefixListId",
            referencedSecurityGroupId: "destinationSecurityGroupId",
        },
    },
    SecurityGroupVpcAssociation: {
        type: "aws:vpc/securityGroupVpcAssociation:SecurityGroupVpcAssociation",
        properties: { securityGroupId: "groupId", vpcId: "vpcId" },
    },
    NetworkAcl: { type: "aws:ec2/networkAcl:NetworkAcl", properties: same("vpcId") },
    SubnetNetworkAclAssociation: {
        type: "aws:ec2/networkAclAssociation:NetworkAclAssociation",
        properties: same("networkAclId", "subnetId"),
    },
    PrefixList: {
        type: "aws:ec2/managedPrefixList:ManagedPrefixList",
        properties: {
            name: "prefixListName",
            entries: { at: "entries", block: same("cidr") },
        },
    },
    DhcpOptions: {
        type: "aws:ec2/vpcDhcpOptions:VpcDhcpOptions",
        properties: same("domainNameServers"),
    },
    VpcdhcpOptionsAssociation: {
        type: "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation",
        properties: same("dhcpOptionsId", "vpcId"),
    },
    FlowLog: {
        type: "aws:ec2/flowLog:FlowLog",
        properties: {
            vpcId: { at: "resourceId", when: ["resourceType", "VPC"] },
            subnetId: { at: "resourceId", when: ["resourceType", "Subnet"] },
        },
    },
    VpcBlockPublicAccessOptions: {
        type: "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions",
        properties: same("internetGatewayBlockMode"),
    },
    VpcBlockPublicAccessExclusion: {
        type: "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion",
        properties: same("vpcId", "subnetId"),
    },
    VpcEncryptionControl: {
        type: "aws:ec2/vpcEncryptionControl:VpcEncryptionControl",
        properties: { ...same("vpcId", "mode"), ...exclusions((name) => `${name}Input`) },
    },
};

const ecs: Readonly<Record<string, Translation>> = {
    Service: {
        type: "aws:ecs/service:Service",
        idPart: 0,
        properties: {
            ...launcher,
            networkConfiguration: network("awsvpcConfiguration"),
            name: "serviceName",
            ...same("desiredCount", "schedulingStrategy", "enableExecuteCommand"),
            iamRole: "role",
            loadBalancers: {
                at: "loadBalancers",
                block: { ...registration, elbName: "loadBalancerName" },
            },
            deploymentController: { at: "deploymentController", block: same("type") },
            deploymentConfiguration: { at: "deploymentConfiguration", block: same("strategy") },
            deploymentMaximumPercent: "deploymentConfiguration.maximumPercent",
            deploymentMinimumHealthyPercent: "deploymentConfiguration.minimumHealthyPercent",
            deploymentCircuitBreaker: {
                at: "deploymentConfiguration.deploymentCircuitBreaker",
                block: same("enable"),
            },
            availabilityZoneRebalancing: "availabilityZoneRebalancing",
            placementConstraints: "placementConstraints",
            orderedPlacementStrategies: "placementStrategies",
            forceNewDeployment: "forceNewDeployment.enableForceNewDeployment",
            triggers: "forceNewDeployment.forceNewDeploymentNonce",
            vpcLatticeConfigurations: {
                at: "vpcLatticeConfigurations",
                block: same("portName", "targetGroupArn", "roleArn"),
            },
            serviceConnectConfiguration: {
                at: "serviceConnectConfiguration",
                block: {
                    enabled: "enabled",
                    namespace: "namespace",
                    logConfiguration: {
                        at: "logConfiguration",
                        block: {
                            ...same("logDriver", "options"),
                            secretOptions: {
                                at: "secretOptions",
                                block: same("name", "valueFrom"),
                            },
                        },
                    },
                    services: {
                        at: "services",
                        block: {
                            ...same("portName", "discoveryName", "ingressPortOverride"),
                            clientAlias: { at: "clientAliases", block: same("dnsName", "port") },
                        },
                    },
                },
            },
        },
        // AWS rule 14: of one that exists, what Cloud Control returned counts.
        unset: { desiredCount: 1 },
    },
    TaskSet: {
        type: "aws:ecs/taskSet:TaskSet",
        idPart: 2,
        properties: {
            ...launcher,
            networkConfiguration: network("awsVpcConfiguration"),
            service: "service",
            scale: { at: "scale", block: same("value") },
            loadBalancers: {
                at: "loadBalancers",
                block: {
                    ...same("targetGroupArn", "containerName", "containerPort"),
                },
            },
        },
    },
    TaskDefinition: {
        type: "aws:ecs/taskDefinition:TaskDefinition",
        properties: {
            arn: "taskDefinitionArn",
            containerDefinitions: containers,
            ...same(
                "family",
                "networkMode",
                "requiresCompatibilities",
                "executionRoleArn",
                "taskRoleArn",
                "cpu",
                "memory",
                "ipcMode",
                "pidMode",
                "placementConstraints",
            ),
            runtimePlatform: { at: "runtimePlatform", block: same("operatingSystemFamily") },
            ephemeralStorage: { at: "ephemeralStorage", block: { sizeInGib: "sizeInGiB" } },
            volumes: {
                at: "volumes",
                block: {
                    hostPath: "host.sourcePath",
                    dockerVolumeConfiguration: "dockerVolumeConfiguration",
                    fsxWindowsFileServerVolumeConfiguration:
                        "fSxWindowsFileServerVolumeConfiguration",
                    efsVolumeConfiguration: {
                        at: "efsVolumeConfiguration",
                        block: {
                            fileSystemId: "filesystemId",
                            ...same("rootDirectory", "transitEncryption", "transitEncryptionPort"),
                            authorizationConfig: {
                                at: "authorizationConfig",
                                block: same("iam", "accessPointId"),
                            },
                        },
                    },
                    s3filesVolumeConfiguration: {
                        at: "s3FilesVolumeConfiguration",
                        block: same("fileSystemArn", "accessPointArn", "rootDirectory"),
                    },
                },
            },
        },
    },
    Cluster: {
        type: "aws:ecs/cluster:Cluster",
        properties: {
            arn: "arn",
            name: "clusterName",
            ...same("configuration", "serviceConnectDefaults"),
            tags: { of: { GuardDutyManaged: attribute("GuardDutyManaged", "tags") } },
        },
        parts: [
            {
                type: "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
                onlyIf: "defaultCapacityProviderStrategy",
                owner: "clusterName",
                properties: {
                    defaultCapacityProviderStrategies: strategies(
                        "defaultCapacityProviderStrategy",
                    ),
                },
            },
            {
                type: "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
                onlyIf: "capacityProviders",
                owner: "clusterName",
                properties: { capacityProviders: "capacityProviders" },
            },
        ],
    },
    ClusterCapacityProviderAssociations: {
        type: "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
        properties: {
            clusterName: "cluster",
            capacityProviders: "capacityProviders",
            defaultCapacityProviderStrategies: strategies("defaultCapacityProviderStrategy"),
        },
    },
    ExpressGatewayService: {
        type: expressType,
        properties: {
            ...same("cluster", "executionRoleArn", "taskRoleArn", "taskDefinitionArn"),
            // Here a single block.
            networkConfigurations: {
                at: "networkConfiguration",
                block: same("subnets", "securityGroups"),
            },
            scalingTargets: { at: "scalingTarget", block: same("minTaskCount", "maxTaskCount") },
            primaryContainer: {
                at: "primaryContainer",
                block: {
                    ...same("image", "secrets", "repositoryCredentials"),
                    awsLogsConfigurations: { at: "awsLogsConfiguration", asList: true },
                },
            },
        },
    },
};

const elasticloadbalancingv2: Readonly<Record<string, Translation>> = {
    LoadBalancer: {
        type: "aws:lb/loadBalancer:LoadBalancer",
        properties: {
            arn: "loadBalancerArn",
            loadBalancerType: "type",
            internal: { at: "scheme", words: { internal: true, "internet-facing": false } },
            ...same("ipAddressType", "subnets", "securityGroups"),
            subnetMappings: { at: "subnetMappings", block: same("subnetId") },
            enableCrossZoneLoadBalancing: attribute(
                "load_balancing.cross_zone.enabled",
                "loadBalancerAttributes",
            ),
        },
    },
    TargetGroup: {
        type: "aws:lb/targetGroup:TargetGroup",
        properties: {
            arn: "targetGroupArn",
            ...same(
                "name",
                "targetType",
                "vpcId",
                "port",
                "protocol",
                "ipAddressType",
                "loadBalancerArns",
            ),
            healthCheck: { of: { port: "healthCheckPort" } },
            preserveClientIp: attribute("preserve_client_ip.enabled", "targetGroupAttributes"),
            loadBalancingCrossZoneEnabled: attribute(
                "load_balancing.cross_zone.enabled",
                "targetGroupAttributes",
            ),
        },
    },
    Listener: {
        type: "aws:lb/listener:Listener",
        properties: {
            arn: "listenerArn",
            ...same("loadBalancerArn", "port", "protocol"),
            defaultActions: { at: "defaultActions", block: action },
        },
    },
    ListenerRule: {
        type: "aws:lb/listenerRule:ListenerRule",
        properties: {
            arn: "ruleArn",
            listenerArn: "listenerArn",
            actions: { at: "actions", block: action },
        },
    },
};

const others: Readonly<Record<string, Readonly<Record<string, Translation>>>> = {
    applicationautoscaling: {
        ScalableTarget: {
            type: "aws:appautoscaling/target:Target",
            properties: same("serviceNamespace", "resourceId", "maxCapacity"),
        },
    },
    batch: {
        ComputeEnvironment: {
            type: "aws:batch/computeEnvironment:ComputeEnvironment",
            properties: { computeResources: { at: "computeResources", block: same("type") } },
        },
    },
    codedeploy: {
        DeploymentGroup: {
            type: "aws:codedeploy/deploymentGroup:DeploymentGroup",
            properties: {
                ecsService: { at: "ecsServices", only: same("serviceName") },
                loadBalancerInfo: {
                    at: "loadBalancerInfo",
                    block: {
                        targetGroupPairInfo: {
                            at: "targetGroupPairInfoList",
                            only: { targetGroups: { at: "targetGroups", block: same("name") } },
                        },
                    },
                },
            },
        },
    },
    directconnect: {
        DirectConnectGatewayAssociation: {
            type: "aws:directconnect/gatewayAssociation:GatewayAssociation",
            properties: same("associatedGatewayId"),
        },
    },
    ecr: {
        Repository: {
            type: "aws:ecr/repository:Repository",
            properties: { arn: "arn", name: "repositoryName" },
            parts: [
                {
                    type: "aws:ecr/repositoryPolicy:RepositoryPolicy",
                    onlyIf: "repositoryPolicyText",
                    owner: "repository",
                    properties: {},
                },
            ],
        },
        RegistryPolicy: {
            type: "aws:ecr/registryPolicy:RegistryPolicy",
            properties: { policy: "policyText" },
        },
        PullThroughCacheRule: {
            type: "aws:ecr/pullThroughCacheRule:PullThroughCacheRule",
            properties: same("ecrRepositoryPrefix"),
        },
    },
    efs: {
        FileSystem: {
            type: "aws:efs/fileSystem:FileSystem",
            properties: same("arn"),
            parts: [
                {
                    type: "aws:efs/fileSystemPolicy:FileSystemPolicy",
                    onlyIf: "fileSystemPolicy",
                    owner: "fileSystemId",
                    properties: {},
                },
            ],
        },
        MountTarget: {
            type: "aws:efs/mountTarget:MountTarget",
            properties: same("fileSystemId", "subnetId", "securityGroups", "ipAddressType"),
        },
    },
    elasticloadbalancing: {
        LoadBalancer: {
            type: "aws:elb/loadBalancer:LoadBalancer",
            properties: { name: "loadBalancerName" },
        },
    },
    events: {
        Rule: {
            type: "aws:cloudwatch/eventTarget:EventTarget",
            elements: { at: "targets", having: "ecsParameters" },
            properties: {
                ...same("arn", "input", "inputPath", "inputTransformer"),
                ecsTarget: {
                    at: "ecsParameters",
                    block: startedTask("awsVpcConfiguration"),
                },
            },
        },
    },
    fms: {
        Policy: {
            type: "aws:fms/policy:Policy",
            properties: same("remediationEnabled", "securityServicePolicyData"),
        },
    },
    iam: {
        Role: {
            type: "aws:iam/role:Role",
            properties: {
                ...same("arn", "managedPolicyArns", "permissionsBoundary"),
                assumeRolePolicy: "assumeRolePolicyDocument",
                name: "roleName",
                inlinePolicies: { at: "policies", block: { policy: "policyDocument" } },
            },
        },
        RolePolicy: {
            type: "aws:iam/rolePolicy:RolePolicy",
            properties: { role: "roleName", policy: "policyDocument" },
        },
        ManagedPolicy: {
            type: "aws:iam/policy:Policy",
            properties: {
                arn: "policyArn",
                name: "managedPolicyName",
                policy: "policyDocument",
            },
            parts: [
                {
                    type: "aws:iam/policyAttachment:PolicyAttachment",
                    onlyIf: "roles",
                    owner: "policyArn",
                    properties: same("roles"),
                },
            ],
        },
        ServiceLinkedRole: {
            type: "aws:iam/serviceLinkedRole:ServiceLinkedRole",
            properties: same("awsServiceName"),
        },
    },
    logs: {
        LogGroup: {
            type: "aws:cloudwatch/logGroup:LogGroup",
            properties: { arn: "arn", name: "logGroupName" },
        },
    },
    networkfirewall: {
        Firewall: {
            type: "aws:networkfirewall/firewall:Firewall",
            properties: {
                ...same("vpcId", "firewallPolicyArn", "endpointIds"),
                subnetMappings: { at: "subnetMappings", block: same("subnetId") },
            },
        },
        FirewallPolicy: {
            type: "aws:networkfirewall/firewallPolicy:FirewallPolicy",
            properties: {
                arn: "firewallPolicyArn",
                firewallPolicy: {
                    at: "firewallPolicy",
                    block: same(
                        "statelessDefaultActions",
                        "statelessFragmentDefaultActions",
                        "statelessRuleGroupReferences",
                        "statefulRuleGroupReferences",
                        "statefulDefaultActions",
                    ),
                },
            },
        },
        VpcEndpointAssociation: {
            type: "aws:networkfirewall/vpcEndpointAssociation:VpcEndpointAssociation",
            properties: same("vpcId"),
        },
    },
    pipes: {
        Pipe: {
            type: "aws:pipes/pipe:Pipe",
            properties: {
                ...same("target", "desiredState"),
                targetParameters: {
                    at: "targetParameters",
                    block: { ecsTaskParameters: { at: "ecsTaskParameters", block: pipedTask } },
                },
            },
        },
    },
    route53: {
        HostedZone: {
            type: "aws:route53/zone:Zone",
            properties: { name: "name", vpcs: { at: "vpcs", block: same("vpcId") } },
        },
    },
    route53profiles: {
        ProfileAssociation: {
            type: "aws:route53/profilesAssociation:ProfilesAssociation",
            properties: same("resourceId"),
        },
    },
    route53resolver: {
        ResolverRule: {
            type: "aws:route53/resolverRule:ResolverRule",
            properties: same("domainName", "ruleType"),
        },
        ResolverRuleAssociation: {
            type: "aws:route53/resolverRuleAssociation:ResolverRuleAssociation",
            properties: same("resolverRuleId", "vpcId"),
        },
        FirewallRuleGroupAssociation: {
            type: "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation",
            properties: same("vpcId"),
        },
    },
    s3files: {
        FileSystem: {
            type: "aws:s3/filesFileSystem:FilesFileSystem",
            properties: { arn: "fileSystemArn" },
        },
        MountTarget: {
            type: "aws:s3/filesMountTarget:FilesMountTarget",
            properties: same("fileSystemId", "subnetId", "securityGroups", "ipAddressType"),
        },
    },
    scheduler: {
        Schedule: {
            type: "aws:scheduler/schedule:Schedule",
            properties: {
                ...same("state"),
                target: {
                    at: "target",
                    block: {
                        ...same("arn", "input"),
                        ecsParameters: {
                            at: "ecsParameters",
                            block: startedTask("awsvpcConfiguration"),
                        },
                    },
                },
            },
        },
    },
    secretsmanager: {
        Secret: { type: "aws:secretsmanager/secret:Secret", properties: { arn: "awsId" } },
        ResourcePolicy: {
            type: "aws:secretsmanager/secretPolicy:SecretPolicy",
            properties: { secretArn: "secretId" },
        },
    },
    guardduty: {
        Detector: {
            type: "aws:guardduty/detector:Detector",
            properties: { enable: "enable" },
            parts: [
                {
                    type: "aws:guardduty/detectorFeature:DetectorFeature",
                    onlyIf: "features",
                    owner: "detectorId",
                    having: "name",
                    properties: {
                        ...same("name", "status"),
                        additionalConfigurations: {
                            at: "additionalConfiguration",
                            block: same("name", "status"),
                        },
                    },
                },
            ],
        },
    },
    servicediscovery: {
        Service: {
            type: "aws:servicediscovery/service:Service",
            properties: {
                ...same("arn", "name", "namespaceId"),
                dnsConfig: {
                    at: "dnsConfig",
                    block: {
                        namespaceId: "namespaceId",
                        dnsRecords: { at: "dnsRecords", block: same("type") },
                    },
                },
            },
        },
        HttpNamespace: {
            type: "aws:servicediscovery/httpNamespace:HttpNamespace",
            properties: same("arn", "name"),
        },
        PrivateDnsNamespace: {
            type: "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace",
            properties: { ...same("arn", "name", "vpc"), hostedZone: "hostedZoneId" },
        },
    },
    stepfunctions: {
        StateMachine: {
            type: "aws:sfn/stateMachine:StateMachine",
            // What stands there together is one definition (src/plan/native/state-machine.ts).
            properties: {
                definition: {
                    of: same(
                        "definition",
                        "definitionString",
                        "definitionSubstitutions",
                        "definitionS3Location",
                    ),
                },
            },
        },
    },
    vpclattice: {
        TargetGroup: {
            type: "aws:vpclattice/targetGroup:TargetGroup",
            properties: {
                ...same("arn", "type"),
                config: {
                    at: "config",
                    block: {
                        ...same("vpcIdentifier", "ipAddressType"),
                        healthCheck: { at: "healthCheck", block: same("enabled", "port") },
                    },
                },
            },
        },
        ServiceNetworkVpcAssociation: {
            type: "aws:vpclattice/serviceNetworkVpcAssociation:ServiceNetworkVpcAssociation",
            properties: same("vpcIdentifier", "privateDnsEnabled"),
        },
    },
};

/** By the type of `aws-native`, such as `aws-native:ecs:Service`. */
export const translations: ReadonlyMap<string, Translation> = new Map(
    Object.entries({ ec2, ecs, elasticloadbalancingv2, ...others }).flatMap(([module, types]) =>
        Object.entries(types).map(([name, translation]): [string, Translation] => [
            `aws-native:${module}:${name}`,
            translation,
        ]),
    ),
);
