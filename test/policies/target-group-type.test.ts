import { targetGroupType } from "../../policies/target-group-type";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { natNetwork, type Network } from "../support/networks";
import type { Inputs, Resource, Value } from "../support/program";
import { testPolicy } from "../support/table";

/** A service behind target groups of these types. */
function behind(n: Network, types: readonly Value[], inputs: Inputs = {}): Resource {
    const { vpc, privateSubnet } = natNetwork(n);
    const groups = types.map((targetType, i) =>
        n.targetGroup(`tg${String(i)}`, vpc, { targetType }),
    );
    return n.service("web", [privateSubnet], {
        loadBalancers: groups.map((group) => ({
            targetGroupArn: group.arn,
            containerName: "c0",
            containerPort: 80,
        })),
        ...inputs,
    });
}

/** A service that CodeDeploy moves from one target group to another, of this type. */
function byCodeDeploy(n: Network, targetType: Value, inputs: Inputs = {}, name?: Value): void {
    const { vpc, privateSubnet } = natNetwork(n);
    const blue = n.targetGroup("blue", vpc);
    const green = n.targetGroup("green", vpc, { targetType });
    const service = n.service("web", [privateSubnet], {
        loadBalancers: [{ targetGroupArn: blue.arn, containerName: "c0", containerPort: 80 }],
        deploymentController: { type: "CODE_DEPLOY" },
        ...inputs,
    });
    n.add("aws:codedeploy/deploymentGroup:DeploymentGroup", "web", {
        ecsService: { clusterName: "main", serviceName: name ?? service.get("name") },
        loadBalancerInfo: {
            targetGroupPairInfo: {
                targetGroups: [{ name: blue.get("name") }, { name: green.get("name") }],
            },
        },
    });
}

testPolicy(targetGroupType, unverifiedNetwork, {
    valid: [
        { name: "type ip", network: (n) => behind(n, ["ip"]) },
        { name: "two groups of type ip", network: (n) => behind(n, ["ip", "ip"]) },
        { name: "no load balancer", network: (n) => behind(n, []) },
        {
            name: "an instance group that nobody uses",
            network: (n) => {
                behind(n, ["ip"]);
                n.add("aws:lb/targetGroup:TargetGroup", "ec2", { port: 80 });
            },
        },
        {
            name: "an instance group of an EC2 service beside a Fargate one",
            network: (n) => {
                behind(n, ["instance"], { launchType: "EC2" });
                n.service(
                    "api",
                    n.resources.filter(({ type }) => type === "aws:ec2/subnet:Subnet"),
                );
            },
        },
        {
            name: "a lambda group beside it",
            network: (n) => {
                behind(n, ["ip"]);
                n.add("aws:lb/targetGroup:TargetGroup", "fn", { targetType: "lambda" });
            },
        },
        {
            name: "two groups of type ip between which CodeDeploy moves a service",
            network: (n) => byCodeDeploy(n, "ip"),
        },
        {
            name: "CodeDeploy moving a service of another stack",
            network: (n) => byCodeDeploy(n, "instance", {}, "elsewhere"),
        },
        {
            name: "CodeDeploy moving an EC2 service",
            network: (n) => byCodeDeploy(n, "instance", { launchType: "EC2" }),
        },
        {
            name: "a group of type ip that an EC2 service shares with a Fargate one",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                const group = n.targetGroup("shared", vpc);
                for (const launchType of ["EC2", "FARGATE"]) {
                    n.service(launchType.toLowerCase(), [privateSubnet], {
                        launchType,
                        loadBalancers: [{ targetGroupArn: group.arn, containerPort: 80 }],
                    });
                }
            },
        },
        {
            name: "a group of type alb, by which a Network Load Balancer leads to an Application one",
            network: (n) => {
                behind(n, ["ip"]);
                n.add("aws:lb/targetGroup:TargetGroup", "front", { targetType: "alb" });
            },
        },
    ],
    violates: [
        {
            name: "the target group of a function",
            network: (n) => behind(n, ["lambda"]),
            on: "tg0",
            says: /target group tg0 is not of target type ip \(it is lambda\), but/,
            fixed: (n) => behind(n, ["ip"]),
        },
        {
            name: "the target group of a Network Load Balancer's listener",
            network: (n) => behind(n, ["alb"]),
            on: "tg0",
            says: /is not of target type ip \(it is alb\), but/,
            fixed: (n) => behind(n, ["ip"]),
        },
        {
            name: "type instance",
            statement: "1.12",
            network: (n) => behind(n, ["instance"]),
            fixed: (n) => behind(n, ["ip"]),
            on: "tg0",
            says: [
                /target group tg0 is not of target type ip \(it is instance/,
                /fix: set targetType to "ip" on target group tg0/,
            ],
        },
        {
            name: "no type, which is instance",
            statement: "1.12",
            network: (n) => behind(n, [null]),
            on: "tg0",
            says: /target group tg0/,
        },
        {
            name: "one of two groups",
            network: (n) => behind(n, ["ip", "instance"]),
            on: "tg1",
            says: /target group tg1/,
        },
        {
            name: "two services that share a group: one finding",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                const group = n.targetGroup("shared", vpc, { targetType: "instance" });
                for (const name of ["a", "b"]) {
                    n.service(name, [privateSubnet], {
                        loadBalancers: [{ targetGroupArn: group.arn, containerPort: 80 }],
                    });
                }
            },
            on: "shared",
            says: /AWS refuses service a and service b/,
        },
        {
            name: "the other family of types",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                const group = n.add("aws:alb/targetGroup:TargetGroup", "alb", {
                    vpcId: vpc.id,
                    targetType: "instance",
                });
                n.service("web", [privateSubnet], {
                    loadBalancers: [{ targetGroupArn: group.arn, containerPort: 80 }],
                });
            },
            on: "alb",
            says: /target group alb/,
        },
        {
            name: "the green group of a blue/green deployment",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                const blue = n.targetGroup("blue", vpc);
                const green = n.targetGroup("green", vpc, { targetType: "instance" });
                n.service("web", [privateSubnet], {
                    loadBalancers: [
                        {
                            targetGroupArn: blue.arn,
                            containerPort: 80,
                            advancedConfiguration: { alternateTargetGroupArn: green.arn },
                        },
                    ],
                });
            },
            on: "green",
            says: /target group green/,
        },
        {
            name: "a task set's group",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                const group = n.targetGroup("tg", vpc, { targetType: "instance" });
                n.add("aws:ecs/taskSet:TaskSet", "blue", {
                    cluster: n.cluster().arn,
                    service: "web",
                    taskDefinition: n.taskDefinition("app").arn,
                    launchType: "FARGATE",
                    networkConfiguration: { subnets: [privateSubnet.id] },
                    loadBalancers: [{ targetGroupArn: group.arn, containerPort: 80 }],
                });
            },
            on: "tg",
            says: /AWS refuses task set blue/,
        },
        {
            name: "the second group between which CodeDeploy moves a service",
            network: (n) => byCodeDeploy(n, "instance"),
            on: "green",
            says: /target group green is not of target type ip .* AWS refuses service web/,
        },
        {
            name: "an instance group that an EC2 service shares with a Fargate one",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                const group = n.targetGroup("shared", vpc, { targetType: "instance" });
                for (const launchType of ["EC2", "FARGATE"]) {
                    n.service(launchType.toLowerCase(), [privateSubnet], {
                        launchType,
                        loadBalancers: [{ targetGroupArn: group.arn, containerPort: 80 }],
                    });
                }
            },
            on: "shared",
            says: /AWS refuses service fargate\n/,
        },
        {
            name: "FARGATE_SPOT",
            network: (n) =>
                behind(n, ["instance"], {
                    launchType: null,
                    capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT" }],
                }),
            on: "tg0",
            says: /target group tg0/,
        },
        {
            name: "a cluster whose default strategy is Fargate",
            network: (n) => {
                n.add("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders", "main", {
                    clusterName: n.cluster().get("name"),
                    defaultCapacityProviderStrategies: [{ capacityProvider: "FARGATE" }],
                });
                behind(n, ["instance"], { launchType: null });
            },
            on: "tg0",
            says: /target group tg0/,
        },
        {
            name: "an unknown list that only wrong groups feed",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                const groups = ["a", "b"].map((name) =>
                    n.targetGroup(name, vpc, { targetType: "instance" }),
                );
                const choice = n.add("test:index:Choice", "choice");
                n.service(
                    "web",
                    [privateSubnet],
                    { loadBalancers: choice.get("blocks") },
                    { feeds: { loadBalancers: groups } },
                );
            },
            forms: ["first preview"],
            on: "web",
            says: [/none of the target groups that service web may use/, /are among a and b/],
        },
    ],
    cannotKnow: [
        {
            name: "a group that is not in the plan",
            network: (n) => {
                const { privateSubnet } = natNetwork(n);
                const targetGroupArn =
                    "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/other/0123456789abcdef";
                n.service("web", [privateSubnet], {
                    loadBalancers: [{ targetGroupArn, containerPort: 80 }],
                });
            },
            on: "web",
            gap: /the target group that it names is not in this plan/,
            ok: (n) => behind(n, ["ip"]),
            violated: (n) => behind(n, ["instance"]),
        },
        {
            name: "a type that another resource makes",
            network: (n) => {
                const parameter = n.add("aws:ssm/parameter:Parameter", "type");
                behind(n, [parameter.get("value")]);
            },
            forms: ["first preview"],
            on: "tg0",
            gap: /targetType of tg0/,
            ok: (n) => behind(n, ["ip"]),
            violated: (n) => behind(n, ["instance"]),
        },
        {
            name: "an instance group of a service that may be on Fargate",
            network: (n) => behind(n, ["instance"], { launchType: null, cluster: "shared" }),
            on: "tg0",
            gap: /the cluster that it names is not in this plan/,
            ok: (n) => behind(n, ["ip"], { launchType: null, cluster: "shared" }),
            violated: (n) => behind(n, ["instance"]),
        },
        {
            name: "CodeDeploy moving a service that is not known",
            network: (n) => {
                const choice = n.add("test:index:Choice", "choice");
                byCodeDeploy(n, "instance", {}, choice.get("service"));
            },
            forms: ["first preview"],
            on: "green",
            gap: /ecsService\.serviceName of web/,
            ok: (n) => byCodeDeploy(n, "ip"),
            violated: (n) => byCodeDeploy(n, "instance"),
        },
        {
            name: "a deployment controller that is not known",
            network: (n) => {
                const choice = n.add("test:index:Choice", "choice");
                byCodeDeploy(n, "instance", { deploymentController: { type: choice.get("type") } });
            },
            forms: ["first preview"],
            on: "green",
            gap: /deploymentController\.type of web/,
            ok: (n) => byCodeDeploy(n, "ip"),
            violated: (n) => byCodeDeploy(n, "instance"),
        },
        {
            name: "dependencies that are not to be trusted",
            network: (n) => behind(n, ["instance"]),
            settings: { "preflight-settings": { trustDependencies: false } },
            forms: ["first preview"],
            on: "web",
            gap: /loadBalancers\[0\]\.targetGroupArn of web/,
            ok: (n) => behind(n, ["ip"]),
            violated: (n) => behind(n, ["instance"]),
        },
    ],
});
