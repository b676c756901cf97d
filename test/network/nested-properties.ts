/*
 * What `src/network` and those after it read inside the blocks of a property, by type: `[]` stands for
 * an element of a list. JSON kept as text (container definitions) has no types.
 */

const route = [
    "cidrBlock",
    "ipv6CidrBlock",
    "destinationPrefixListId",
    "gatewayId",
    "natGatewayId",
    "egressOnlyGatewayId",
    "transitGatewayId",
    "vpcPeeringConnectionId",
    "networkInterfaceId",
    "instanceId",
    "vpcEndpointId",
    "carrierGatewayId",
    "coreNetworkArn",
    "localGatewayId",
    "odbNetworkArn",
].map((name) => `routes[].${name}`);

const strategies = (list: string): readonly string[] =>
    ["capacityProvider", "base", "weight"].map((name) => `${list}[].${name}`);

const launcher = [
    "networkConfiguration.subnets",
    "networkConfiguration.securityGroups",
    "networkConfiguration.assignPublicIp",
    ...strategies("capacityProviderStrategies"),
];

const targetGroups = [
    "loadBalancers[].targetGroupArn",
    "loadBalancers[].advancedConfiguration.alternateTargetGroupArn",
    "loadBalancers[].containerName",
    "loadBalancers[].containerPort",
];

const discovery = ["registryArn", "port", "containerName", "containerPort"].map(
    (name) => `serviceRegistries.${name}`,
);

const actions = (property: string): string[] =>
    ["targetGroupArn", "forward.targetGroups[].arn"].map((name) => `${property}[].${name}`);

const startedTask = [
    ...launcher,
    "launchType",
    "platformVersion",
    "taskDefinitionArn",
    "taskCount",
    "enableExecuteCommand",
];

const groupRule = [
    "protocol",
    "fromPort",
    "toPort",
    "cidrBlocks",
    "ipv6CidrBlocks",
    "prefixListIds",
    "securityGroups",
    "self",
];

const groupRules = ["ingress", "egress"].flatMap((direction) =>
    groupRule.map((name) => `${direction}[].${name}`),
);

const aclRules = ["ingress", "egress"].flatMap((direction) =>
    ["ruleNo", "action", "protocol", "fromPort", "toPort", "cidrBlock", "ipv6CidrBlock"].map(
        (name) => `${direction}[].${name}`,
    ),
);

export const nestedProperties: Readonly<Record<string, readonly string[]>> = {
    "aws:ec2/routeTable:RouteTable": route,
    "aws:ec2/defaultRouteTable:DefaultRouteTable": route,
    "aws:networkfirewall/firewall:Firewall": ["subnetMappings[].subnetId"],
    "aws:networkfirewall/firewallPolicy:FirewallPolicy": [
        "firewallPolicy.statelessDefaultActions",
        "firewallPolicy.statelessFragmentDefaultActions",
        "firewallPolicy.statelessRuleGroupReferences",
        "firewallPolicy.statefulRuleGroupReferences",
        "firewallPolicy.statefulDefaultActions",
    ],
    "aws:ec2/securityGroup:SecurityGroup": groupRules,
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": groupRules,
    "aws:ec2/networkAcl:NetworkAcl": aclRules,
    "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": aclRules,
    "aws:ec2/managedPrefixList:ManagedPrefixList": ["entries[].cidr"],
    "aws:ec2/vpcEndpoint:VpcEndpoint": [
        "subnetConfigurations[].subnetId",
        "dnsOptions.dnsRecordIpType",
        "dnsOptions.privateDnsOnlyForInboundResolverEndpoint",
    ],
    "aws:servicediscovery/service:Service": [
        "dnsConfig.namespaceId",
        "dnsConfig.dnsRecords[].type",
    ],
    "aws:route53/zone:Zone": ["vpcs[].vpcId"],
    "aws:fms/policy:Policy": ["securityServicePolicyData.type"],
    ...Object.fromEntries(
        ["lb", "alb"].flatMap((module) => [
            [`aws:${module}/loadBalancer:LoadBalancer`, ["subnetMappings[].subnetId"]],
            [`aws:${module}/listener:Listener`, actions("defaultActions")],
            [`aws:${module}/listenerRule:ListenerRule`, actions("actions")],
            [`aws:${module}/targetGroup:TargetGroup`, ["healthCheck.port"]],
        ]),
    ),
    "aws:ecs/service:Service": [
        ...launcher,
        ...targetGroups,
        "loadBalancers[].elbName",
        ...discovery,
        "deploymentController.type",
        "deploymentCircuitBreaker.enable",
        "deploymentConfiguration.strategy",
        "serviceConnectConfiguration.enabled",
        "serviceConnectConfiguration.namespace",
        "serviceConnectConfiguration.logConfiguration.logDriver",
        "serviceConnectConfiguration.logConfiguration.options",
        "serviceConnectConfiguration.logConfiguration.secretOptions[].valueFrom",
        "serviceConnectConfiguration.services[].portName",
        "serviceConnectConfiguration.services[].discoveryName",
        "serviceConnectConfiguration.services[].ingressPortOverride",
        "serviceConnectConfiguration.services[].clientAlias[].dnsName",
        "serviceConnectConfiguration.services[].clientAlias[].port",
        "vpcLatticeConfigurations[].portName",
        "vpcLatticeConfigurations[].targetGroupArn",
        "vpcLatticeConfigurations[].roleArn",
    ],
    "aws:codedeploy/deploymentGroup:DeploymentGroup": [
        "ecsService.serviceName",
        "loadBalancerInfo.targetGroupPairInfo.targetGroups[].name",
    ],
    "aws:ecs/taskSet:TaskSet": [
        ...launcher,
        ...targetGroups,
        "loadBalancers[].loadBalancerName",
        ...discovery,
        "scale.value",
    ],
    "aws:ecs/expressGatewayService:ExpressGatewayService": [
        "networkConfigurations[].subnets",
        "networkConfigurations[].securityGroups",
        "scalingTargets[].minTaskCount",
        "scalingTargets[].maxTaskCount",
    ],
    "aws:ecs/cluster:Cluster": [
        "configuration.executeCommandConfiguration",
        "configuration.executeCommandConfiguration.kmsKeyId",
        "configuration.executeCommandConfiguration.logging",
        "configuration.executeCommandConfiguration.logConfiguration",
        "configuration.executeCommandConfiguration.logConfiguration.cloudWatchLogGroupName",
        "configuration.executeCommandConfiguration.logConfiguration.s3BucketName",
        "serviceConnectDefaults.namespace",
    ],
    "aws:vpclattice/targetGroup:TargetGroup": [
        "config.vpcIdentifier",
        "config.ipAddressType",
        "config.healthCheck.enabled",
        "config.healthCheck.port",
    ],
    "aws:guardduty/detectorFeature:DetectorFeature": [
        "additionalConfigurations[].name",
        "additionalConfigurations[].status",
    ],
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": strategies(
        "defaultCapacityProviderStrategies",
    ),
    "aws:ecs/taskDefinition:TaskDefinition": [
        "runtimePlatform.operatingSystemFamily",
        "ephemeralStorage.sizeInGib",
        "volumes[].hostPath",
        "volumes[].dockerVolumeConfiguration",
        "volumes[].fsxWindowsFileServerVolumeConfiguration",
        "volumes[].efsVolumeConfiguration.fileSystemId",
        "volumes[].efsVolumeConfiguration.authorizationConfig.iam",
        "volumes[].efsVolumeConfiguration.authorizationConfig.accessPointId",
        "volumes[].efsVolumeConfiguration.rootDirectory",
        "volumes[].efsVolumeConfiguration.transitEncryption",
        "volumes[].efsVolumeConfiguration.transitEncryptionPort",
        "volumes[].s3filesVolumeConfiguration",
        "volumes[].s3filesVolumeConfiguration.fileSystemArn",
        "volumes[].s3filesVolumeConfiguration.accessPointArn",
        "volumes[].s3filesVolumeConfiguration.rootDirectory",
    ],
    "aws:cloudwatch/eventTarget:EventTarget": startedTask.map((name) => `ecsTarget.${name}`),
    "aws:scheduler/schedule:Schedule": [
        "target.arn",
        "target.input",
        ...startedTask.map((name) => `target.ecsParameters.${name}`),
    ],
    "aws:iam/role:Role": ["inlinePolicies[].policy"],
    "aws:pipes/pipe:Pipe": [
        "launchType",
        "platformVersion",
        "taskDefinitionArn",
        "taskCount",
        "enableExecuteCommand",
        ...strategies("capacityProviderStrategies"),
        "networkConfiguration.awsVpcConfiguration.subnets",
        "networkConfiguration.awsVpcConfiguration.securityGroups",
        "networkConfiguration.awsVpcConfiguration.assignPublicIp",
        "overrides.executionRoleArn",
        "overrides.taskRoleArn",
    ].map((name) => `targetParameters.ecsTaskParameters.${name}`),
    "aws:batch/computeEnvironment:ComputeEnvironment": ["computeResources.type"],
};
