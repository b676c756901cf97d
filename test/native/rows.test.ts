import assert from "node:assert/strict";
import type { Raw } from "../../src/plan";
import { runPack } from "../support/harness";
import { ecrImage, executionPolicy } from "../support/networks";
import {
    unknown,
    type Form,
    type Inputs,
    type Recorded,
    type Resource,
    type Value,
} from "../support/program";
import { answersTo } from "../support/verdicts";
import { http, idsOf, NativeNetwork, ordinary } from "./network";

/*
 * Programs in CloudFormation's terms, and mixed ones, as people write them: what the whole pack says of them,
 * in a first preview and of the deployed stack.
 */

interface Row {
    readonly name: string;
    readonly network: (n: NativeNetwork) => void;
    /** `policy: resource`, of all that is found. */
    readonly finds: readonly string[];
    /** What the messages say. */
    readonly says?: readonly RegExp[];
    readonly forms?: readonly Form[];
    readonly change?: (recorded: Recorded[]) => Recorded[];
}

/** As the CDK says that nothing may leave a group. */
const nowhere = { ipProtocol: "icmp", fromPort: 252, toPort: 86, cidrIp: "255.255.255.255/32" };

/** A service of Express Mode in these subnets, with what else it says. */
function express(n: NativeNetwork, subnets: readonly Resource[] = [], inputs: Inputs = {}): void {
    n.native("ecs:ExpressGatewayService", "web", {
        executionRoleArn: n.role("execution", executionPolicy).arn,
        infrastructureRoleArn: "arn:aws:iam::123456789012:role/ecsInfrastructureRole",
        primaryContainer: { image: ecrImage },
        ...(subnets.length === 0 ? {} : { networkConfiguration: { subnets: idsOf(subnets) } }),
        ...inputs,
    });
}

/** A service whose task definition has no role, and a detector with Runtime Monitoring. */
function monitored(
    n: NativeNetwork,
    detector: Inputs = {},
    additionalConfiguration: Inputs[] = [
        { name: "EKS_ADDON_MANAGEMENT", status: "DISABLED" },
        { name: "ECS_FARGATE_AGENT_MANAGEMENT", status: "ENABLED" },
    ],
): void {
    const [name, status] = ["RUNTIME_MONITORING", "ENABLED"];
    n.native("guardduty:Detector", "detector", {
        enable: true,
        features: [
            { name: "S3_DATA_EVENTS", status },
            { name, status, additionalConfiguration },
        ],
        ...detector,
    });
    ordinary(n, { definition: withoutRole });
}

/** One public image, for which no role is needed. */
const withoutRole: Inputs = {
    executionRoleArn: null,
    containerDefinitions: [
        { name: "app", image: "nginx:1", essential: true, portMappings: [{ containerPort: 8080 }] },
    ],
};

/** Tasks that EventBridge starts, in subnets that lead nowhere. */
function startedBy(
    n: NativeNetwork,
    type: string,
    inputs: (task: Inputs) => Inputs,
    key: string,
): void {
    const { vpc, privates } = n.nativePlaces(false);
    const definition = n.nativeDefinition();
    const group = n.nativeGroup("tasks", vpc);
    n.native(
        type,
        "nightly",
        inputs({
            taskDefinitionArn: definition.get("taskDefinitionArn"),
            launchType: "FARGATE",
            networkConfiguration: {
                [key]: { subnets: idsOf(privates), securityGroups: [group.get("groupId")] },
            },
        }),
    );
}

/** Tasks that have a name in Cloud Map, and a service whose environment names it, which they do not admit. */
function calledByName(n: NativeNetwork, registryIn: (namespace: Value) => Inputs): void {
    ordinary(n, {
        service: ({ vpc, privates }) => {
            const namespace = n.native("servicediscovery:PrivateDnsNamespace", "internal", {
                name: "shop.internal",
                vpc: vpc.get("vpcId"),
            });
            const registry = n.native("servicediscovery:Service", "web", {
                name: "web",
                ...registryIn(namespace.get("awsId")),
            });
            const { inputs } = n.find("aws-native:ecs:TaskDefinition") ?? { inputs: {} };
            const definition = n.native("ecs:TaskDefinition", "caller", {
                ...inputs,
                family: "caller",
                containerDefinitions: [
                    {
                        name: "caller",
                        image: ecrImage,
                        essential: true,
                        environment: [{ name: "WEB_URL", value: "http://web.shop.internal:8080" }],
                    },
                ],
            });
            n.native("ecs:Service", "caller", {
                cluster,
                serviceName: "caller",
                taskDefinition: definition.get("taskDefinitionArn"),
                launchType: "FARGATE",
                networkConfiguration: {
                    awsvpcConfiguration: {
                        subnets: idsOf(privates),
                        securityGroups: [n.nativeGroup("caller", vpc).get("groupId")],
                    },
                },
            });
            return { serviceRegistries: [{ registryArn: registry.get("arn") }] };
        },
    });
}

const records = [{ type: "A", ttl: 10 }];

/** A state machine, in a network whose subnets lead nowhere. */
function steps(
    n: NativeNetwork,
    inputs: (made: { subnets: Value[]; taskDefinition: Value }) => Inputs,
): void {
    const subnets = idsOf(n.nativePlaces(false).privates);
    const taskDefinition = n.nativeDefinition().get("taskDefinitionArn");
    n.native("stepfunctions:StateMachine", "nightly", {
        roleArn: role,
        ...inputs({ subnets, taskDefinition }),
    });
}

/** A definition with one state, which hands this to RunTask. */
function machine(Parameters: Inputs, Resource = "arn:aws:states:::ecs:runTask.sync"): Inputs {
    const Report: Inputs = { Type: "Task", Resource, Parameters, End: true };
    return { StartAt: "Report", States: { Report } };
}

function runTask(Subnets: Value[], TaskDefinition: Value): Inputs {
    const NetworkConfiguration = { AwsvpcConfiguration: { Subnets } };
    return { LaunchType: "FARGATE", Cluster: cluster, TaskDefinition, NetworkConfiguration };
}

/** A service behind a target group of IPv6, in subnets which resources of their own give IPv6 blocks. */
function overIpv6(n: NativeNetwork, hasBlocks: boolean): void {
    ordinary(n, { targets: { ipAddressType: "ipv6" } });
    const of = (type: string): Resource[] => n.resources.filter((each) => each.type.endsWith(type));
    for (const vpc of of(":VPC")) {
        n.native("ec2:VpcCidrBlock", "ipv6", {
            vpcId: vpc.get("vpcId"),
            amazonProvidedIpv6CidrBlock: true,
        });
    }
    for (const { inputs } of of(":LoadBalancer")) inputs.ipAddressType = "dualstack";
    const anywhere = [{ cidrIp: "0.0.0.0/0" }, { cidrIpv6: "::/0" }];
    for (const { name, inputs } of of(":SecurityGroup")) {
        inputs.securityGroupEgress = anywhere.map((peer) => ({ ipProtocol: "-1", ...peer }));
        if (name !== "edge") continue;
        inputs.securityGroupIngress = anywhere.map((peer) => ({
            ...{ ipProtocol: "tcp", fromPort: 80, toPort: 80 },
            ...peer,
        }));
    }
    of(":Subnet").forEach((subnet, i) => {
        subnet.inputs.assignIpv6AddressOnCreation = true;
        if (!hasBlocks) return;
        n.native("ec2:SubnetCidrBlock", subnet.name, {
            subnetId: subnet.get("subnetId"),
            ipv6CidrBlock: `2001:db8:0:${String(i)}::/64`,
        });
    });
}

const cluster = "arn:aws:ecs:us-east-1:123456789012:cluster/main";
const role = "arn:aws:iam::123456789012:role/events";

const rows: readonly Row[] = [
    { name: "the ordinary stack, of aws-native alone", network: (n) => ordinary(n), finds: [] },
    {
        name: "tasks that are reached over IPv6, in subnets with IPv6 blocks of their own",
        network: (n) => overIpv6(n, true),
        finds: [],
    },
    {
        name: "tasks that are reached over IPv6, in subnets without IPv6 blocks",
        network: (n) => overIpv6(n, false),
        finds: ["target-group-ip-address-type: web"],
        says: [/have no IPv6 address to register with target group web/],
    },
    {
        name: "rules of the tasks' group in resources of their own",
        network: (n) => {
            ordinary(n, { admits: false });
            const [edge, tasks] = n.resources.filter(
                ({ type }) => type === "aws-native:ec2:SecurityGroup",
            );
            n.native("ec2:SecurityGroupIngress", "tasks", {
                groupId: tasks?.get("groupId") ?? null,
                ...http,
                sourceSecurityGroupId: edge?.get("groupId") ?? null,
            });
        },
        finds: [],
    },
    ...["json-file", "awslogs"].map((logDriver): Row => ({
        name: `Service Connect whose proxy logs by ${logDriver}`,
        network: (n) => {
            ordinary(n, {
                service: () => ({
                    serviceConnectConfiguration: {
                        enabled: true,
                        namespace: "shop",
                        logConfiguration: {
                            logDriver,
                            options: { "awslogs-group": "/shop", "awslogs-region": "us-east-1" },
                        },
                    },
                }),
            });
        },
        finds: logDriver === "awslogs" ? [] : ["service-parameters: web"],
    })),
    {
        name: "a volume of FSx",
        network: (n) => {
            const fSxWindowsFileServerVolumeConfiguration = {
                fileSystemId: "fs-0123456789abcdef0",
                rootDirectory: "data",
            };
            ordinary(n, {
                definition: {
                    volumes: [{ name: "share", fSxWindowsFileServerVolumeConfiguration }],
                },
            });
        },
        finds: ["task-parameters: app"],
        says: [
            /sets volumes\[0\]\.fSxWindowsFileServerVolumeConfiguration, which needs an instance/,
        ],
    },
    {
        name: "a name of Cloud Map, in a namespace that stands in dnsConfig",
        network: (n) => {
            calledByName(n, (namespaceId) => ({ dnsConfig: { namespaceId, dnsRecords: records } }));
        },
        finds: ["service-to-service: caller"],
        says: [/cannot reach service web on TCP 8080 \(Cloud Map\)/],
    },
    {
        name: "the same, in a namespace that stands beside it",
        network: (n) => {
            calledByName(n, (namespaceId) => ({ namespaceId, dnsConfig: { dnsRecords: records } }));
        },
        finds: ["service-to-service: caller"],
        says: [/cannot reach service web on TCP 8080 \(Cloud Map\)/],
    },
    {
        name: "a service of Cloud Map without DNS, by whose name nobody is found",
        network: (n) => {
            calledByName(n, (namespaceId) => ({ namespaceId }));
        },
        finds: [],
    },
    {
        name: "Runtime Monitoring, and a definition without a role",
        network: (n) => {
            monitored(n);
        },
        finds: ["task-runtime-monitoring: app"],
        says: [/^task definition app has no executionRoleArn/],
    },
    {
        name: "the same, in a cluster that is left out",
        network: (n) => {
            n.native("ecs:Cluster", "main", {
                clusterName: "main",
                tags: [{ key: "GuardDutyManaged", value: "false" }],
            });
            monitored(n);
        },
        finds: [],
    },
    {
        name: "the same, by a detector that is suspended",
        network: (n) => {
            monitored(n, { enable: false });
        },
        finds: [],
    },
    {
        name: "the same, with agents of EKS alone",
        network: (n) => {
            monitored(n, {}, [{ name: "EKS_ADDON_MANAGEMENT", status: "ENABLED" }]);
        },
        finds: [],
    },
    {
        name: "the same, of which it is not known whether it is on",
        network: (n) => {
            monitored(n, { enable: unknown });
        },
        finds: ["unverified-network: app"],
    },
    {
        name: "Fargate by the default strategy that the cluster itself names",
        network: (n) => {
            n.native("ecs:Cluster", "main", {
                clusterName: "main",
                capacityProviders: ["FARGATE"],
                defaultCapacityProviderStrategy: [{ capacityProvider: "FARGATE", weight: 1 }],
            });
            ordinary(n, { service: () => ({ launchType: null }) });
        },
        finds: [],
    },
    {
        name: "a strategy with a provider that the cluster itself lists",
        network: (n) => {
            n.native("ecs:Cluster", "main", {
                clusterName: "main",
                capacityProviders: ["FARGATE", "FARGATE_SPOT"],
            });
            ordinary(n, {
                service: () => ({
                    launchType: null,
                    capacityProviderStrategy: [{ capacityProvider: "FARGATE_SPOT", weight: 1 }],
                }),
            });
        },
        finds: [],
    },
    ...["LINUX", "WINDOWS_SERVER_2022_CORE"].map((operatingSystemFamily): Row => ({
        name: `a strategy of Fargate and Spot, on ${operatingSystemFamily}`,
        network: (n) => {
            ordinary(n, {
                definition: {
                    ...{ cpu: "1024", memory: "2048" },
                    runtimePlatform: { operatingSystemFamily },
                },
                service: () => ({
                    launchType: null,
                    capacityProviderStrategy: [
                        { capacityProvider: "FARGATE", base: 1, weight: 1 },
                        { capacityProvider: "FARGATE_SPOT", weight: 3 },
                    ],
                }),
            });
        },
        // Which zones run Windows is not known before AWS tells their ids.
        finds:
            operatingSystemFamily === "LINUX"
                ? []
                : ["service-network-configuration: web", "unverified-network: web"],
    })),
    {
        name: "a strategy of Fargate and Spot with two bases",
        network: (n) => {
            ordinary(n, {
                service: () => ({
                    launchType: null,
                    capacityProviderStrategy: [
                        { capacityProvider: "FARGATE", base: 1, weight: 1 },
                        { capacityProvider: "FARGATE_SPOT", base: 1, weight: 3 },
                    ],
                }),
            });
        },
        finds: ["service-parameters: web"],
    },
    {
        name: "a strategy with a provider that the cluster does not list",
        network: (n) => {
            n.native("ecs:Cluster", "main", {
                clusterName: "main",
                capacityProviders: ["FARGATE"],
            });
            ordinary(n, {
                service: () => ({
                    launchType: null,
                    capacityProviderStrategy: [{ capacityProvider: "FARGATE_SPOT", weight: 1 }],
                }),
            });
        },
        finds: ["service-network-configuration: web"],
    },
    {
        name: "settings that AWS refuses, in CloudFormation's terms",
        network: (n) => {
            ordinary(n, {
                definition: {
                    cpu: "1 vCPU",
                    memory: "1 GB",
                    volumes: [{ name: "host", host: { sourcePath: "/etc" } }],
                    ephemeralStorage: { sizeInGiB: 300 },
                },
                service: () => ({
                    deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 100 },
                    placementStrategies: [{ type: "random" }],
                }),
            });
        },
        finds: ["task-parameters: app", "service-parameters: web"],
        says: [
            /sets volumes\[0\]\.host\.sourcePath/,
            /sets placementStrategies/,
            /with deploymentConfiguration\.maximumPercent and deploymentConfiguration\.minimumHealthyPercent both at 100/,
        ],
    },
    {
        name: "a minimum that is left to CloudFormation, where no more tasks may run",
        network: (n) => {
            ordinary(n, { service: () => ({ deploymentConfiguration: { maximumPercent: 100 } }) });
        },
        finds: ["unverified-network: web"],
        says: [/deploymentConfiguration\.minimumHealthyPercent of web: whether AWS counts/],
    },
    {
        name: "a target group and load balancer of aws, and a service of aws-native",
        network: (n) => {
            const { vpc, publics, privates } = n.nativePlaces();
            const edge = n.nativeGroup("edge", vpc, {
                securityGroupIngress: [
                    { ipProtocol: "tcp", fromPort: 80, toPort: 80, cidrIp: "0.0.0.0/0" },
                ],
            });
            const tasks = n.nativeGroup("tasks", vpc, {
                securityGroupIngress: [{ ...http, sourceSecurityGroupId: edge.get("groupId") }],
            });
            const balancer = n.loadBalancer("web", [], {
                subnets: idsOf(publics),
                securityGroups: [edge.get("groupId")],
            });
            const group = n.add("aws:lb/targetGroup:TargetGroup", "web", {
                vpcId: vpc.get("vpcId"),
                port: 8080,
                protocol: "HTTP",
                targetType: "ip",
            });
            const listener = n.listener("web", balancer, group);
            n.nativeService(
                privates,
                [tasks],
                {
                    loadBalancers: [
                        { targetGroupArn: group.arn, containerName: "app", containerPort: 8080 },
                    ],
                },
                { dependsOn: [listener] },
            );
        },
        finds: [],
    },
    {
        name: "a VPC and a task definition of aws-native, and a service of aws",
        network: (n) => {
            const { vpc, privates } = n.nativePlaces();
            const tasks = n.nativeGroup("tasks", vpc);
            n.add("aws:ecs/service:Service", "web", {
                cluster: n.cluster().arn,
                taskDefinition: n.nativeDefinition().get("taskDefinitionArn"),
                launchType: "FARGATE",
                networkConfiguration: {
                    subnets: idsOf(privates),
                    securityGroups: [tasks.get("groupId")],
                },
            });
        },
        finds: [],
    },
    {
        name: "tasks that leave by endpoints, with policies as objects",
        network: (n) => {
            const { vpc, privates } = n.nativePlaces(false);
            const inside = n.nativeGroup("endpoints", vpc, {
                securityGroupIngress: [
                    { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIp: "10.0.0.0/16" },
                ],
            });
            for (const service of ["ecr.api", "ecr.dkr"]) {
                n.native("ec2:VpcEndpoint", service, {
                    vpcId: vpc.get("vpcId"),
                    serviceName: `com.amazonaws.us-east-1.${service}`,
                    vpcEndpointType: "Interface",
                    privateDnsEnabled: true,
                    subnetIds: idsOf(privates),
                    securityGroupIds: [inside.get("groupId")],
                    policyDocument: {
                        Version: "2012-10-17",
                        Statement: [
                            { Effect: "Allow", Principal: "*", Action: "ecr:*", Resource: "*" },
                        ],
                    },
                });
            }
            const tables = n.resources.filter(
                ({ type, name }) =>
                    type === "aws-native:ec2:RouteTable" && name.startsWith("private"),
            );
            n.native("ec2:VpcEndpoint", "s3", {
                vpcId: vpc.get("vpcId"),
                serviceName: "com.amazonaws.us-east-1.s3",
                routeTableIds: tables.map((each) => each.get("routeTableId")),
            });
            n.nativeService(privates, [n.nativeGroup("tasks", vpc)]);
        },
        finds: [],
    },
    {
        name: "a database, a queue and an instance of aws-native beside it all",
        network: (n) => {
            ordinary(n);
            const vpc = n.find("aws-native:ec2:Vpc");
            const [subnet] = n.resources.filter(({ type }) => type === "aws-native:ec2:Subnet");
            const more = { dependsOn: n.resources };
            n.native("rds:DbInstance", "db", { dbSubnetGroupName: "db" }, more);
            n.native("sqs:Queue", "jobs", {}, more);
            n.native(
                "ec2:Instance",
                "bastion",
                { subnetId: subnet?.get("subnetId") ?? null },
                more,
            );
            n.native(
                "ec2:VpcPeeringConnection",
                "other",
                { vpcId: vpc?.get("vpcId") ?? null },
                more,
            );
        },
        finds: [],
    },
    {
        name: "IPv6 by resources of their own",
        network: (n) => {
            ordinary(n);
            const vpc = n.find("aws-native:ec2:Vpc");
            n.native("ec2:VpcCidrBlock", "ipv6", {
                vpcId: vpc?.get("vpcId") ?? null,
                amazonProvidedIpv6CidrBlock: true,
            });
            n.native("ec2:VpcCidrBlock", "more", {
                vpcId: vpc?.get("vpcId") ?? null,
                cidrBlock: "10.1.0.0/16",
            });
        },
        finds: [],
    },
    {
        name: "private subnets that lead nowhere",
        network: (n) => ordinary(n, { leads: false }),
        finds: ["task-image-pull: web"],
        says: [/cannot pull their images.*route table private-a → no route for 0\.0\.0\.0\/0/s],
    },
    {
        name: "a group that lets nothing out",
        network: (n) => ordinary(n, { tasks: { securityGroupEgress: [nowhere] } }),
        finds: ["task-image-pull: web"],
        says: [/security group tasks → no egress rule admits TCP 443/],
    },
    {
        name: "a group that lets nothing in",
        network: (n) => ordinary(n, { admits: false }),
        finds: ["load-balancer-to-task: web"],
        says: [/security group tasks/],
    },
    {
        name: "targets that are instances, which is the default",
        network: (n) => ordinary(n, { targets: { targetType: null } }),
        finds: ["target-group-type: web"],
        says: [/it is instance, which is the default/],
    },
    {
        name: "a task definition without a network mode",
        network: (n) => ordinary(n, { definition: { networkMode: null } }),
        finds: ["task-network-mode: app"],
        says: [/its networkMode is not awsvpc/],
    },
    {
        name: "a container's port that is mapped to another one of the host",
        network: (n) =>
            ordinary(n, {
                definition: {
                    containerDefinitions: [
                        {
                            name: "app",
                            image: "public.ecr.aws/nginx/nginx",
                            portMappings: [{ containerPort: 8080, hostPort: 80 }],
                        },
                    ],
                },
            }),
        finds: ["task-port-mappings: app"],
    },
    {
        name: "public subnets without public addresses",
        network: (n) =>
            ordinary(n, {
                service: ({ publics, tasks }) => ({
                    networkConfiguration: {
                        awsvpcConfiguration: {
                            subnets: idsOf(publics),
                            securityGroups: [tasks.get("groupId")],
                            assignPublicIp: "DISABLED",
                        },
                    },
                }),
            }),
        finds: ["task-image-pull: web"],
        says: [
            /public IP, and networkConfiguration\.awsvpcConfiguration\.assignPublicIp is "DISABLED"/,
        ],
    },
    {
        name: "the same, with public addresses",
        network: (n) =>
            ordinary(n, {
                service: ({ publics, tasks }) => ({
                    networkConfiguration: {
                        awsvpcConfiguration: {
                            subnets: idsOf(publics),
                            securityGroups: [tasks.get("groupId")],
                            assignPublicIp: "ENABLED",
                        },
                    },
                }),
            }),
        finds: [],
    },
    {
        name: "an endpoint without private DNS, which is the default",
        network: (n) => {
            ordinary(n, { leads: false });
            const vpc = n.find("aws-native:ec2:Vpc");
            const subnets = n.resources.filter(
                ({ type, name }) => type === "aws-native:ec2:Subnet" && name.startsWith("private"),
            );
            for (const service of ["ecr.api", "ecr.dkr"]) {
                n.native("ec2:VpcEndpoint", service, {
                    vpcId: vpc?.get("vpcId") ?? null,
                    serviceName: `com.amazonaws.us-east-1.${service}`,
                    vpcEndpointType: "Interface",
                    subnetIds: idsOf(subnets),
                });
            }
        },
        finds: ["task-image-pull: web"],
        says: [/privateDnsEnabled/],
    },
    {
        name: "no network, where the default strategy of the cluster itself is Fargate",
        network: (n) => {
            n.native("ecs:Cluster", "main", {
                clusterName: "main",
                defaultCapacityProviderStrategy: [{ capacityProvider: "FARGATE_SPOT" }],
            });
            ordinary(n, { service: () => ({ launchType: null, networkConfiguration: null }) });
        },
        finds: ["service-network-configuration: web"],
    },
    {
        name: "more tasks than a subnet has addresses, at the peak of a deployment of one that is not counted",
        network: (n) =>
            ordinary(n, {
                service: () => ({ desiredCount: 400 }),
            }),
        finds: ["subnet-headroom: web"],
    },
    {
        name: "a schedule whose tasks cannot pull",
        network: (n) =>
            startedBy(
                n,
                "scheduler:Schedule",
                (ecsParameters) => ({
                    scheduleExpression: "rate(1 day)",
                    flexibleTimeWindow: { mode: "OFF" },
                    target: { arn: cluster, roleArn: role, ecsParameters },
                }),
                "awsvpcConfiguration",
            ),
        finds: ["task-image-pull: nightly"],
    },
    {
        name: "a rule, one of whose targets starts tasks that cannot pull",
        network: (n) =>
            startedBy(
                n,
                "events:Rule",
                (ecsParameters) => ({
                    scheduleExpression: "rate(1 day)",
                    targets: [
                        { id: "queue", arn: "arn:aws:sqs:us-east-1:123456789012:jobs" },
                        { id: "task", arn: cluster, roleArn: role, ecsParameters },
                    ],
                }),
                "awsVpcConfiguration",
            ),
        finds: ["task-image-pull: nightly"],
    },
    {
        name: "a rule with two targets that start tasks, the second of them on Fargate",
        network: (n) =>
            startedBy(
                n,
                "events:Rule",
                (ecsParameters) => ({
                    scheduleExpression: "rate(1 day)",
                    targets: ["EC2", "FARGATE"].map((launchType) => ({
                        id: launchType,
                        arn: cluster,
                        roleArn: role,
                        ecsParameters: { ...ecsParameters, launchType },
                    })),
                }),
                "awsVpcConfiguration",
            ),
        finds: ["task-image-pull: nightly"],
    },
    {
        name: "a pipe that starts tasks that cannot pull",
        network: (n) =>
            startedBy(
                n,
                "pipes:Pipe",
                (ecsTaskParameters) => ({
                    roleArn: role,
                    source: "arn:aws:sqs:us-east-1:123456789012:jobs",
                    target: cluster,
                    targetParameters: { ecsTaskParameters },
                }),
                "awsvpcConfiguration",
            ),
        finds: ["task-image-pull: nightly"],
        says: [/^tasks of EventBridge pipe nightly cannot pull/],
    },
    {
        name: "a state machine that runs tasks that cannot pull, its definition a block",
        network: (n) =>
            steps(n, ({ subnets, taskDefinition }) => ({
                definition: machine(runTask(subnets, taskDefinition)),
            })),
        finds: ["task-image-pull: nightly"],
        says: [/^tasks of state Report of Step Functions state machine nightly cannot pull/],
    },
    {
        name: "the same, its definition a text with names for what is put in",
        network: (n) =>
            steps(n, ({ subnets: [a = null, b = null], taskDefinition }) => ({
                definitionString: JSON.stringify(machine(runTask(["${a}", "${b}"], "${task}"))),
                definitionSubstitutions: { a, b, task: taskDefinition },
            })),
        finds: ["task-image-pull: nightly"],
    },
    {
        name: "the same in a block, in an action of AWS's SDK",
        network: (n) =>
            steps(n, ({ subnets: [a = null, b = null], taskDefinition }) => ({
                definition: machine(
                    runTask(["${a}", "${b}"], "${task}"),
                    "arn:${partition}:states:::aws-sdk:ecs:runTask",
                ),
                definitionSubstitutions: { a, b, task: taskDefinition, partition: "aws" },
            })),
        finds: ["task-image-pull: nightly"],
    },
    {
        name: "a state machine whose definition lies in a bucket",
        network: (n) => {
            steps(n, () => ({ definitionS3Location: { bucket: "definitions", key: "nightly" } }));
        },
        finds: [],
    },
    {
        name: "a state machine whose subnets nothing is put in for",
        network: (n) =>
            steps(n, ({ taskDefinition }) => ({
                definitionString: JSON.stringify(machine(runTask(["${a}"], "${task}"))),
                definitionSubstitutions: { task: taskDefinition },
            })),
        finds: ["unverified-network: nightly"],
    },
    {
        name: "a rule of its own for what leaves a group that lists none",
        network: (n) => {
            ordinary(n);
            const [, tasks] = n.resources.filter(
                ({ type }) => type === "aws-native:ec2:SecurityGroup",
            );
            n.native("ec2:SecurityGroupEgress", "database", {
                groupId: tasks?.get("groupId") ?? null,
                ipProtocol: "tcp",
                fromPort: 5432,
                toPort: 5432,
                cidrIp: "10.0.0.0/16",
            });
        },
        finds: ["unverified-network: web"],
        says: [/it may take the place of the egress rules that AWS makes with tasks/],
    },
    {
        name: "a type that nobody knows here, in the VPC",
        network: (n) => {
            ordinary(n, { leads: false });
            const vpc = n.find("aws-native:ec2:Vpc");
            n.native(
                "ec2:SomethingNew",
                "new",
                { vpcId: vpc?.get("vpcId") ?? null },
                { dependsOn: n.resources },
            );
        },
        finds: ["unverified-network: web", "unverified-network: new"],
        says: [
            /it depends on private-a, and what it makes there is not in the plan/,
            /the type aws-native:ec2:SomethingNew is not read: nothing about it was checked/,
        ],
    },
    {
        name: "Express Mode in private subnets behind a NAT gateway",
        network: (n) => {
            express(n, n.nativePlaces().privates);
        },
        finds: [],
    },
    {
        name: "Express Mode in public subnets",
        network: (n) => {
            express(n, n.nativePlaces(false).publics);
        },
        finds: [],
    },
    {
        name: "Express Mode in private subnets that lead nowhere",
        network: (n) => {
            express(n, n.nativePlaces(false).privates);
        },
        finds: ["task-image-pull: web"],
        says: [/tasks of Express Mode service web cannot pull their images/],
    },
    {
        name: "Express Mode with a task definition of the program's, in subnets that lead nowhere",
        network: (n) => {
            const { privates } = n.nativePlaces(false);
            const taskDefinitionArn = n.nativeDefinition().get("taskDefinitionArn");
            express(n, privates, { taskDefinitionArn, primaryContainer: null });
        },
        finds: ["task-image-pull: web"],
        says: [/private ECR/],
    },
    {
        name: "Express Mode with neither a container nor a task definition",
        network: (n) => {
            express(n, n.nativePlaces().privates, { primaryContainer: null });
        },
        finds: ["unverified-network: web"],
        says: [/taskDefinitionArn of .*web: it names no task definition/],
    },
    {
        name: "Express Mode in a single subnet",
        network: (n) => {
            express(n, n.nativePlaces().privates.slice(0, 1));
        },
        finds: ["express-service-subnets: web"],
        says: [/has subnets in one Availability Zone alone \(private-a\)/],
    },
    {
        name: "Express Mode that leaves its subnets to AWS",
        network: (n) => {
            express(n);
        },
        finds: ["unverified-network: web"],
        says: [/networkConfiguration of .*web: it names no subnets, so AWS takes public ones/],
    },
    {
        name: "subnets that are not known at all",
        network: (n) =>
            ordinary(n, {
                service: ({ tasks, privates }) => ({
                    networkConfiguration: {
                        awsvpcConfiguration: {
                            subnets: privates[0]?.get("subnetId").apply("others") ?? null,
                            securityGroups: [tasks.get("groupId")],
                        },
                    },
                }),
            }),
        forms: ["first preview"],
        change: (all) =>
            all.map((each) =>
                each.type === "aws-native:ecs:Service"
                    ? { ...each, propertyDependencies: {} }
                    : each,
            ),
        finds: ["unverified-network: web"],
        says: [/networkConfiguration\.awsvpcConfiguration\.subnets of web/],
    },
    {
        name: "an existing group of which Cloud Control did not return what leaves it",
        network: (n) => ordinary(n),
        forms: ["deployed"],
        change: (all) =>
            all.map((each) => {
                const { securityGroupEgress: _, ...outputs } = each.outputs;
                return { ...each, outputs };
            }),
        finds: ["unverified-network: web"],
        says: [/securityGroupEgress of tasks/],
    },
    {
        name: "an existing group from which all that left it was taken",
        network: (n) => ordinary(n),
        forms: ["deployed"],
        change: (all) =>
            all.map((each) =>
                each.name === "tasks"
                    ? { ...each, outputs: { ...each.outputs, securityGroupEgress: [] } }
                    : each,
            ),
        finds: ["task-image-pull: web"],
    },
    {
        name: "a service that changes, whose other outputs the preview hides",
        network: (n) => ordinary(n, { leads: false }),
        forms: ["deployed"],
        change: (all) =>
            all.map((each) =>
                each.type === "aws-native:ec2:SecurityGroup"
                    ? { ...each, outputs: { ...each.outputs, groupId: unknown, awsId: unknown } }
                    : each,
            ),
        finds: ["task-image-pull: web"],
    },
];

const bothForms: readonly Form[] = ["first preview", "deployed"];

/** Advice that is about none of this. */
const aside = new Set([
    "vpc-dns-hostnames",
    "load-balancer-ingress",
    "service-linked-role",
    "service-start-order",
]);

/** What the command says of the same, as a file has it. */
function inFiles(recorded: Recorded[]): ReadonlySet<string> {
    const { findings } = answersTo(recorded as unknown as Raw);
    const ours = findings.filter(({ policy }) => !aside.has(policy));
    return new Set(ours.map(({ policy, resource }) => `${policy}: ${resource.name}`));
}

describe("programs of aws-native", () => {
    for (const { name, network, finds, says = [], forms = bothForms, change } of rows) {
        for (const form of forms) {
            it(`${finds.length === 0 ? "accepts" : "judges"} ${name} (${form})`, () => {
                const n = new NativeNetwork();
                network(n);
                const recorded = n.record(form);
                const reports = runPack(change?.(recorded) ?? recorded).filter(
                    ({ policy }) => !aside.has(policy),
                );
                assert.deepEqual(
                    [...new Set(reports.map(({ policy, name: on }) => `${policy}: ${on}`))],
                    finds,
                    reports.map(({ message }) => message).join("\n\n"),
                );
                // There each policy speaks for itself.
                const inFile = inFiles(change?.(recorded) ?? recorded);
                assert.deepEqual(
                    finds.filter((each) => !inFile.has(each)),
                    [],
                );
                assert.equal(inFile.size > 0, finds.length > 0);
                const text = reports.map(({ message }) => message).join("\n");
                for (const pattern of says) assert.match(text, pattern);
            });
        }
    }
});
