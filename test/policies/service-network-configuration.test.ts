import { serviceNetworkConfiguration } from "../../policies/service-network-configuration";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { natNetwork, type Network } from "../support/networks";
import {
    unknown,
    type Inputs,
    type Options,
    type Recorded,
    type Resource,
    type Value,
} from "../support/program";
import { pipe, report } from "../support/launchers";
import { testPolicy } from "../support/table";

/** A service with a network, and with these settings. */
const service =
    (inputs: Inputs = {}) =>
    (n: Network): void => {
        n.service("web", [natNetwork(n).privateSubnet], inputs);
    };

/** A service with this `networkConfiguration`, and with these settings. */
function add(
    n: Network,
    networkConfiguration: Value,
    inputs: Inputs = {},
    options?: Options,
): Resource {
    return n.add(
        "aws:ecs/service:Service",
        "web",
        {
            cluster: n.cluster().arn,
            taskDefinition: n.taskDefinition("app").arn,
            launchType: "FARGATE",
            networkConfiguration,
            ...inputs,
        },
        options,
    );
}

const withNetwork =
    (networkConfiguration: Value, inputs: Inputs = {}, options?: Options) =>
    (n: Network): void => {
        add(n, networkConfiguration, inputs, options);
    };

/** A cluster with this default strategy. */
function clusterOf(n: Network, capacityProvider: string): Resource {
    const cluster = n.cluster();
    n.add("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders", "main", {
        clusterName: cluster.get("name"),
        defaultCapacityProviderStrategies: [{ capacityProvider }],
    });
    return cluster;
}

/** A service of that cluster, without a launch type. */
const byDefault =
    (capacityProvider: string, inputs: Inputs) =>
    (n: Network): void => {
        clusterOf(n, capacityProvider);
        n.service("web", [natNetwork(n).privateSubnet], { launchType: null, ...inputs });
    };

/** A service on Fargate that runs a definition of this mode, which says not what it is for. */
const running =
    (networkMode: Value, inputs: Inputs = {}, definition: Inputs = {}) =>
    (n: Network): void => {
        n.taskDefinition("app", { requiresCompatibilities: null, networkMode, ...definition });
        service(inputs)(n);
    };

const forInstances: Inputs = { requiresCompatibilities: ["EC2"] };
const withContainer = (settings: Inputs): Inputs => ({
    containerDefinitions: JSON.stringify([{ name: "app", image: "nginx", ...settings }]),
});

/** A service with this strategy on a cluster with these capacity providers. */
const onProviders =
    (strategy: readonly string[], capacityProviders: Value, inputs: Inputs = {}) =>
    (n: Network): void => {
        const cluster = n.cluster();
        n.add("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders", "main", {
            clusterName: cluster.get("name"),
            capacityProviders,
            ...inputs,
        });
        n.service("web", [natNetwork(n).privateSubnet], {
            launchType: null,
            capacityProviderStrategies: strategy.map((capacityProvider) => ({
                capacityProvider,
                weight: 1,
            })),
        });
    };

/** A task definition of this operating system. */
function taskOn(n: Network, operatingSystemFamily: Value): void {
    n.taskDefinition("app", {
        ...{ cpu: "1024", memory: "2048" },
        runtimePlatform: { operatingSystemFamily, cpuArchitecture: "X86_64" },
    });
}

/** A service of this operating system, with shares of these capacity providers. */
const onSystem =
    (operatingSystemFamily: Value, ...strategy: readonly Inputs[]) =>
    (n: Network): void => {
        taskOn(n, operatingSystemFamily);
        service({ launchType: null, capacityProviderStrategies: [...strategy] })(n);
    };
const windows = "WINDOWS_SERVER_2022_CORE";
const onDemand = { capacityProvider: "FARGATE", weight: 1 };
const onSpot = { capacityProvider: "FARGATE_SPOT", weight: 1 };

/** What leads tasks to Spot. */
const spotted: readonly (readonly [how: string, strategy: readonly Inputs[]])[] = [
    ["alone", [onSpot]],
    ["alone, without a weight", [{ capacityProvider: "FARGATE_SPOT" }]],
    ["for a share of its tasks", [onDemand, onSpot]],
    ["for its first tasks", [onDemand, { ...onSpot, weight: 0, base: 1 }]],
];

function role(n: Network): Resource {
    return n.add("aws:iam/role:Role", "ecs", { assumeRolePolicy: "{}" });
}

const linkedArn =
    "arn:aws:iam::123456789012:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS";
const external = { deploymentController: { type: "EXTERNAL" } };

testPolicy(serviceNetworkConfiguration, unverifiedNetwork, {
    valid: [
        {
            name: "a state machine and a pipe that name their subnets",
            network: (n) => {
                const { privateSubnet } = natNetwork(n);
                report(n, [privateSubnet]);
                pipe(n, [privateSubnet]);
            },
            forms: ["deployed"],
        },
        {
            name: "a state machine on EC2 without a network",
            network: (n) => report(n, [], { LaunchType: "EC2", NetworkConfiguration: null }),
            forms: ["deployed"],
        },
        { name: "a subnet, and nothing else", network: service() },
        {
            name: "subnets by their ids",
            network: withNetwork({ subnets: ["subnet-1", "subnet-2"] }),
        },
        {
            name: "subnets that are one unknown list, of a component",
            network: (n) => {
                const { privateSubnet, publicSubnet } = natNetwork(n);
                const vpc = n.add("awsx:ec2:Vpc", "network", {}, { component: true });
                const subnets = vpc.get("privateSubnetIds");
                const feeds = { networkConfiguration: [privateSubnet, publicSubnet] };
                add(n, { subnets }, {}, { feeds });
            },
            forms: ["first preview"],
        },
        {
            name: "subnets of which nothing is known",
            network: withNetwork({ subnets: unknown }),
            forms: ["first preview"],
        },
        {
            name: "a strategy of what the cluster has",
            network: onProviders(["FARGATE", "FARGATE_SPOT"], ["FARGATE", "FARGATE_SPOT"]),
        },
        {
            name: "a provider that only the cluster's default strategy names",
            network: onProviders(["FARGATE"], null, {
                defaultCapacityProviderStrategies: [{ capacityProvider: "FARGATE", weight: 1 }],
            }),
        },
        {
            name: "a strategy on a cluster whose capacity providers the plan does not list",
            network: service({
                launchType: null,
                capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT", weight: 1 }],
            }),
        },
        {
            name: "a launch type, which needs no capacity provider",
            network: (n) => {
                clusterOf(n, "instances");
                service()(n);
            },
        },
        { name: "Linux on Spot", network: onSystem("LINUX", onSpot) },
        { name: "Linux on Spot and beside it", network: onSystem(null, onDemand, onSpot) },
        { name: "Windows on demand", network: onSystem(windows, onDemand) },
        {
            name: "Windows on demand, with Spot that gets no task",
            network: onSystem(windows, onDemand, { ...onSpot, weight: 0 }),
        },
        {
            name: "Windows by the launch type, on a cluster whose default is Spot",
            network: (n) => {
                clusterOf(n, "FARGATE_SPOT");
                onSystem(windows)(n);
                const web = n.find("aws:ecs/service:Service");
                if (web) web.inputs.launchType = "FARGATE";
            },
        },
        {
            name: "Windows on instances",
            network: onSystem(windows, { capacityProvider: "instances", weight: 1 }),
        },
        { name: "REPLICA in so many words", network: service({ schedulingStrategy: "REPLICA" }) },
        {
            name: "the service-linked role by name",
            network: service({ iamRole: "AWSServiceRoleForECS" }),
        },
        { name: "the service-linked role by ARN", network: service({ iamRole: linkedArn }) },
        ...["aws-service-role", "/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"].map(
            (iamRole) => ({
                name: `no role, for which the provider returns ${iamRole}`,
                network: service(),
                change: (recording: Recorded[]) =>
                    recording.map((each) =>
                        each.name === "web"
                            ? { ...each, outputs: { ...each.outputs, iamRole } }
                            : each,
                    ),
                forms: ["deployed"] as const,
            }),
        ),
        {
            name: "the service-linked role of the program",
            network: (n) => {
                const linked = n.add("aws:iam/serviceLinkedRole:ServiceLinkedRole", "ecs", {
                    awsServiceName: "ecs.amazonaws.com",
                });
                n.service("web", [natNetwork(n).privateSubnet], { iamRole: linked.arn });
            },
            forms: ["first preview"],
        },
        {
            name: "an EC2 service with a role of its own, without a network",
            network: (n) => {
                const iamRole = role(n).arn;
                const loadBalancers = [
                    { elbName: "classic", containerName: "c0", containerPort: 80 },
                ];
                add(n, null, { launchType: "EC2", iamRole, loadBalancers });
            },
        },
        {
            name: "a definition of the mode awsvpc that says not what it is for",
            network: running("awsvpc"),
        },
        {
            name: "a definition for EC2 that Fargate could run",
            network: running("awsvpc", {}, forInstances),
        },
        {
            name: "a definition of another mode, without a size, of privileged containers, on EC2",
            network: running(
                "bridge",
                { launchType: "EC2" },
                {
                    ...forInstances,
                    ...withContainer({ privileged: true }),
                    cpu: null,
                    memory: null,
                },
            ),
        },
        {
            name: "a pipe, which may say how much its tasks get",
            network: (n) => {
                n.taskDefinition("app", { ...forInstances, cpu: null, memory: null });
                pipe(n, [natNetwork(n).privateSubnet]);
            },
        },
        {
            name: "a definition without a size that says it is for Fargate, of which task-parameters tells",
            network: running("awsvpc", {}, { requiresCompatibilities: ["FARGATE"], cpu: null }),
        },
        {
            name: "a definition of another mode on EC2",
            network: running("bridge", { launchType: "EC2" }),
        },
        {
            name: "a definition of another mode that says it is for Fargate, which task-network-mode refuses",
            network: running(null, {}, { requiresCompatibilities: ["FARGATE"] }),
        },
        {
            name: "an EC2 DAEMON service",
            network: withNetwork(null, { launchType: "EC2", schedulingStrategy: "DAEMON" }),
        },
        {
            name: "a service with the EXTERNAL controller, and its task set",
            network: (n) => {
                const { id } = add(n, null, external);
                n.add("aws:ecs/taskSet:TaskSet", "green", {
                    service: id,
                    cluster: "main",
                    taskDefinition: n.taskDefinition("app").arn,
                    launchType: "FARGATE",
                    networkConfiguration: { subnets: [natNetwork(n).privateSubnet.id] },
                });
            },
        },
        {
            name: "a cluster whose default is FARGATE_SPOT",
            network: byDefault("FARGATE_SPOT", {}),
        },
        {
            name: "an event target that starts no tasks",
            network: (n) => {
                n.add("aws:cloudwatch/eventTarget:EventTarget", "queue", { arn: "arn:aws:sqs:q" });
            },
        },
        {
            name: "an event target with a network",
            network: (n) => {
                n.add("aws:cloudwatch/eventTarget:EventTarget", "nightly", {
                    arn: n.cluster().arn,
                    ecsTarget: {
                        taskDefinitionArn: n.taskDefinition("app").arn,
                        launchType: "FARGATE",
                        networkConfiguration: { subnets: [natNetwork(n).privateSubnet.id] },
                    },
                });
            },
        },
        {
            name: "Express Mode, which needs no networkConfiguration",
            network: (n) => n.express("web"),
        },
    ],
    violates: [
        {
            name: "a state machine that names no subnet",
            network: (n) => report(n, [], { NetworkConfiguration: null }),
            on: "nightly",
            says: /^state Report of Step Functions state machine nightly names no subnet/,
            firstPreview: "cannot know",
        },
        {
            name: "a pipe that names no subnet",
            network: (n) => pipe(n, [], { networkConfiguration: null }),
            on: "orders",
            says: /^EventBridge pipe orders names no subnet/,
        },
        {
            name: "no networkConfiguration",
            network: withNetwork(null),
            on: "web",
            says: [
                /^service web names no subnet in networkConfiguration/,
                /fix: set networkConfiguration with at least one subnet on web/,
            ],
            fixed: withNetwork({ subnets: ["subnet-0123456789abcdef0"] }),
        },
        {
            name: "an empty list of subnets",
            network: withNetwork({ subnets: [], assignPublicIp: true }),
            on: "web",
            says: /names no subnet/,
        },
        {
            name: "security groups without subnets",
            network: withNetwork({ securityGroups: ["sg-1"] }),
            on: "web",
            says: /names no subnet/,
        },
        {
            name: "a task set without a network",
            network: (n) => {
                n.add("aws:ecs/taskSet:TaskSet", "green", { launchType: "FARGATE" });
            },
            on: "green",
            says: /^task set green names no subnet/,
        },
        {
            name: "an event target without a network",
            network: (n) => {
                n.add("aws:cloudwatch/eventTarget:EventTarget", "nightly", {
                    arn: n.cluster().arn,
                    ecsTarget: {
                        taskDefinitionArn: n.taskDefinition("app").arn,
                        launchType: "FARGATE",
                    },
                });
            },
            on: "nightly",
            says: /^event target nightly names no subnet/,
        },
        {
            name: "a schedule without a network",
            network: (n) => {
                const ecsParameters = {
                    taskDefinitionArn: n.taskDefinition("app").arn,
                    launchType: "FARGATE",
                };
                n.add("aws:scheduler/schedule:Schedule", "hourly", {
                    target: { arn: n.cluster().arn, roleArn: "role", ecsParameters },
                });
            },
            on: "hourly",
            says: /^schedule hourly names no subnet/,
        },
        {
            name: "no network, on a cluster whose default is FARGATE_SPOT",
            network: (n) => {
                const cluster = clusterOf(n, "FARGATE_SPOT").arn;
                n.add("aws:ecs/service:Service", "web", { cluster });
            },
            on: "web",
            says: /names no subnet/,
        },
        {
            name: "a DAEMON service",
            network: service({ schedulingStrategy: "DAEMON", desiredCount: null }),
            on: "web",
            says: [
                /^service web has schedulingStrategy DAEMON/,
                /fix: leave schedulingStrategy of service web out/,
            ],
            fixed: service(),
        },
        {
            name: "a definition that says neither its mode nor what it is for",
            network: running(null),
            on: "web",
            says: [
                /^service web runs task definition app on Fargate, but its networkMode is not awsvpc/,
                /fix: set networkMode to "awsvpc" on task definition app/,
            ],
            fixed: running("awsvpc"),
        },
        {
            name: "a definition for EC2 of the mode bridge",
            network: running("bridge", {}, { requiresCompatibilities: ["EC2"] }),
            on: "web",
            says: /its networkMode is not awsvpc/,
        },
        {
            name: "a definition for EC2 without a size",
            network: running("awsvpc", {}, { ...forInstances, cpu: null, memory: null }),
            on: "web",
            says: [
                /^service web runs task definition app on Fargate, but it sets no cpu and memory for the task/,
                /fix: set cpu and memory of app to a size that Fargate has/,
            ],
            fixed: running("awsvpc", {}, forInstances),
        },
        {
            name: "a definition that says not what it is for, without memory",
            network: running("awsvpc", {}, { memory: null }),
            on: "web",
            says: /sets no memory for the task/,
            fixed: running("awsvpc"),
        },
        {
            name: "a definition for EC2 with a privileged container",
            network: running(
                "awsvpc",
                {},
                { ...forInstances, ...withContainer({ privileged: true }) },
            ),
            on: "web",
            says: /sets containerDefinitions\[0\]\.privileged, for which an instance is needed/,
            fixed: running("awsvpc", {}, forInstances),
        },
        {
            name: "a definition for EC2 with a volume of the host",
            network: running(
                "awsvpc",
                {},
                { ...forInstances, volumes: [{ name: "a", hostPath: "/a" }] },
            ),
            on: "web",
            says: /sets volumes\[0\]\.hostPath, for which/,
            fixed: running("awsvpc", {}, { ...forInstances, volumes: [{ name: "a" }] }),
        },
        {
            name: "a DAEMON service by its own strategy",
            network: service({
                schedulingStrategy: "DAEMON",
                launchType: null,
                capacityProviderStrategies: [{ capacityProvider: "FARGATE" }],
            }),
            on: "web",
            says: /has schedulingStrategy DAEMON/,
        },
        {
            name: "a role of the program",
            network: (n) => {
                n.service("web", [natNetwork(n).privateSubnet], { iamRole: role(n).arn });
            },
            on: "web",
            says: [
                /^service web has an iamRole of its own/,
                /fix: leave iamRole of service web out/,
            ],
            fixed: service(),
        },
        {
            name: "a role by name",
            network: service({ iamRole: "ecsServiceRole" }),
            on: "web",
            says: /^service web has an iamRole of its own/,
        },
        {
            name: "a role whose name only begins like the service-linked one",
            network: service({ iamRole: `${linkedArn}_Custom` }),
            on: "web",
            says: /^service web has an iamRole of its own/,
        },
        {
            name: "a provider that the cluster does not have",
            network: onProviders(["FARGATE", "FARGATE_SPOT"], ["FARGATE"]),
            on: "web",
            says: [
                /^service web runs on FARGATE_SPOT, which the capacity providers of cluster main do not list/,
                /fix: add FARGATE_SPOT to the capacityProviders of cluster main/,
            ],
        },
        {
            name: "providers of a cluster that has none",
            network: onProviders(["FARGATE"], []),
            on: "web",
            says: /runs on FARGATE, which the capacity providers of cluster main do not list/,
        },
        ...spotted.map(([how, strategy]) => ({
            name: `Windows on Spot ${how}`,
            network: onSystem(windows, ...strategy),
            fixed: onSystem(windows, onDemand),
            on: "web",
            says: [
                /^service web runs tasks of Windows on FARGATE_SPOT, which runs Linux alone/,
                /fix: run web on FARGATE in the place of FARGATE_SPOT/,
            ],
        })),
        {
            name: "Windows on what the cluster has by default, Spot alone",
            network: (n) => {
                clusterOf(n, "FARGATE_SPOT");
                onSystem(windows)(n);
            },
            on: "web",
            says: /^service web runs tasks of Windows on FARGATE_SPOT/,
        },
        {
            name: "tasks of Windows that a pipe starts on Spot",
            network: (n) => {
                taskOn(n, windows);
                const capacityProviderStrategies = [onSpot];
                pipe(n, [natNetwork(n).privateSubnet], {
                    launchType: null,
                    capacityProviderStrategies,
                });
            },
            on: "orders",
            says: /^EventBridge pipe orders runs tasks of Windows on FARGATE_SPOT/,
        },
        {
            name: "tasks of Windows that a state machine starts on Spot",
            network: (n) => {
                taskOn(n, windows);
                const CapacityProviderStrategy = [{ CapacityProvider: "FARGATE_SPOT", Weight: 1 }];
                report(n, [natNetwork(n).privateSubnet], {
                    LaunchType: null,
                    CapacityProviderStrategy,
                });
            },
            forms: ["deployed"],
            on: "nightly",
            says: /runs tasks of Windows on FARGATE_SPOT/,
        },
    ],
    cannotKnow: [
        {
            name: "an operating system on Spot that is not known",
            network: onSystem(unknown, onSpot),
            on: "web",
            gap: /runtimePlatform\.operatingSystemFamily of app/,
            ok: onSystem("LINUX", onSpot),
            violated: onSystem(windows, onSpot),
        },
        {
            name: "a share of Spot that is not known, for Windows",
            network: onSystem(windows, onDemand, { ...onSpot, weight: unknown }),
            on: "web",
            gap: /capacityProviderStrategies\[1\]\.weight of web/,
            ok: onSystem(windows, onDemand, { ...onSpot, weight: 0 }),
            violated: onSystem(windows, onDemand, onSpot),
        },
        {
            name: "a state machine whose network is told when it runs",
            network: (n) =>
                report(n, [], { NetworkConfiguration: null, "NetworkConfiguration.$": "$.net" }),
            forms: ["deployed"],
            on: "nightly",
            gap: /Parameters\.NetworkConfiguration.* a path or an expression stands there/,
            ok: (n) => report(n, [natNetwork(n).privateSubnet]),
            violated: (n) => report(n, [], { NetworkConfiguration: null }),
        },
        {
            name: "a capacity provider of the cluster that is not known",
            network: onProviders(["FARGATE_SPOT"], ["FARGATE", unknown]),
            on: "web",
            gap: /capacityProviders\[1\] of main/,
            ok: onProviders(["FARGATE_SPOT"], ["FARGATE", "FARGATE_SPOT"]),
            violated: onProviders(["FARGATE_SPOT"], ["FARGATE", "instances"]),
        },
        {
            name: "capacity providers of the cluster that are not known",
            network: onProviders(["FARGATE_SPOT"], unknown),
            on: "web",
            gap: /capacityProviders of main/,
            ok: onProviders(["FARGATE_SPOT"], ["FARGATE_SPOT"]),
            violated: onProviders(["FARGATE_SPOT"], ["FARGATE"]),
        },
        {
            name: "a networkConfiguration that is not known",
            network: withNetwork(unknown),
            on: "web",
            gap: /networkConfiguration of web/,
            ok: withNetwork({ subnets: ["subnet-1"] }),
            violated: withNetwork({ subnets: [] }),
        },
        {
            name: "no network, with a deployment controller that is not known",
            network: withNetwork(null, { deploymentController: { type: unknown } }),
            on: "web",
            gap: /deploymentController\.type of web/,
            ok: withNetwork(null, external),
            violated: withNetwork(null),
        },
        {
            name: "no network on a service that exists, whose networkConfiguration is ignored",
            network: withNetwork(null, {}, { ignoreChanges: ["networkConfiguration"] }),
            forms: ["deployed"],
            on: "web",
            gap: /ignoreChanges covers networkConfiguration, so another value may be in use/,
            ok: withNetwork({ subnets: ["subnet-1"] }),
            violated: withNetwork(null),
        },
        {
            name: "no network, on a cluster outside the plan",
            network: withNetwork(null, { launchType: null, cluster: "shared" }),
            on: "web",
            gap: /the cluster that it names is not in this plan/,
            ok: withNetwork(null, { launchType: "EC2" }),
            violated: withNetwork(null),
        },
        {
            name: "a scheduling strategy that is not known",
            network: service({ schedulingStrategy: unknown }),
            on: "web",
            gap: /schedulingStrategy of web/,
            ok: service({ schedulingStrategy: "REPLICA" }),
            violated: service({ schedulingStrategy: "DAEMON" }),
        },
        {
            name: "a DAEMON service on a cluster whose default is FARGATE",
            network: byDefault("FARGATE", { schedulingStrategy: "DAEMON" }),
            on: "web",
            gap: /whether the cluster's default strategy counts for DAEMON is not documented/,
            ok: byDefault("FARGATE", { schedulingStrategy: "DAEMON", launchType: "EC2" }),
            violated: byDefault("FARGATE", { schedulingStrategy: "DAEMON", launchType: "FARGATE" }),
        },
        {
            name: "a definition that is not in the plan",
            network: service({ taskDefinition: "shared:3" }),
            on: "web",
            gap: /the task definition that it names is not in this plan/,
            ok: running("awsvpc"),
            violated: running("host"),
        },
        {
            name: "a definition of a mode that is not known",
            network: running(unknown),
            on: "web",
            gap: /networkMode of app/,
            ok: running("awsvpc"),
            violated: running("none"),
        },
        {
            name: "a definition of which the size is not known",
            network: running("awsvpc", {}, { cpu: unknown }),
            on: "web",
            gap: /cpu of app/,
            ok: running("awsvpc"),
            violated: running("awsvpc", {}, { cpu: null }),
        },
        {
            name: "a definition without a size, of which it is not known what it is for",
            network: running("awsvpc", {}, { cpu: null, requiresCompatibilities: unknown }),
            on: "web",
            gap: /requiresCompatibilities of app/,
            ok: running("awsvpc"),
            violated: running("awsvpc", {}, { cpu: null }),
        },
        {
            name: "a definition for EC2 of which the containers are not known",
            network: running("awsvpc", {}, { ...forInstances, containerDefinitions: unknown }),
            on: "web",
            gap: /containerDefinitions of app/,
            ok: running("awsvpc", {}, forInstances),
            violated: running(
                "awsvpc",
                {},
                { ...forInstances, ...withContainer({ privileged: true }) },
            ),
        },
        {
            name: "a definition of another mode, of which it is not known what it is for",
            network: running("bridge", {}, { requiresCompatibilities: unknown }),
            on: "web",
            gap: /requiresCompatibilities of app/,
            ok: running("awsvpc"),
            violated: running("bridge"),
        },
        {
            name: "a role that a parameter names",
            network: (n) => {
                const parameter = n.add("aws:ssm/parameter:Parameter", "role");
                n.service("web", [natNetwork(n).privateSubnet], {
                    iamRole: parameter.get("value"),
                });
            },
            forms: ["first preview"],
            on: "web",
            gap: /iamRole of web/,
            ok: service({ iamRole: linkedArn }),
            violated: service({ iamRole: "ecsServiceRole" }),
        },
        {
            name: "a role of the program, where dependencies are not trusted",
            network: (n) => {
                n.service("web", ["subnet-1"], { iamRole: role(n).arn });
            },
            settings: { "preflight-settings": { trustDependencies: false } },
            forms: ["first preview"],
            on: "web",
            gap: /iamRole of web/,
            ok: service(),
            violated: service({ iamRole: "ecsServiceRole" }),
        },
    ],
});
