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

const launcher = [
    "networkConfiguration.subnets",
    "networkConfiguration.securityGroups",
    "networkConfiguration.assignPublicIp",
    "capacityProviderStrategies[].capacityProvider",
];

const targetGroups = [
    "loadBalancers[].targetGroupArn",
    "loadBalancers[].advancedConfiguration.alternateTargetGroupArn",
];

const startedTask = [...launcher, "launchType", "platformVersion", "taskDefinitionArn"];

export const nestedProperties: Readonly<Record<string, readonly string[]>> = {
    "aws:ec2/routeTable:RouteTable": route,
    "aws:ec2/defaultRouteTable:DefaultRouteTable": route,
    "aws:route53/zone:Zone": ["vpcs[].vpcId"],
    "aws:ecs/service:Service": [...launcher, ...targetGroups, "deploymentController.type"],
    "aws:ecs/taskSet:TaskSet": [...launcher, ...targetGroups],
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": [
        "defaultCapacityProviderStrategies[].capacityProvider",
    ],
    "aws:ecs/taskDefinition:TaskDefinition": ["runtimePlatform.operatingSystemFamily"],
    "aws:cloudwatch/eventTarget:EventTarget": startedTask.map((name) => `ecsTarget.${name}`),
    "aws:scheduler/schedule:Schedule": [
        "target.arn",
        ...startedTask.map((name) => `target.ecsParameters.${name}`),
    ],
    "aws:pipes/pipe:Pipe": ["targetParameters.ecsTaskParameters.launchType"],
    "aws:batch/computeEnvironment:ComputeEnvironment": ["computeResources.type"],
};
