import { targetGroupDependency } from "../../policies/target-group-dependency";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { albNetwork, behind, natNetwork, type Network } from "../support/networks";
import type { Options, Resource } from "../support/program";
import { testPolicy } from "../support/table";

type Wait = (made: {
    readonly alb: Resource;
    readonly listener: Resource;
    readonly group: Resource;
}) => Options;

/** A service behind a listener, with these options. */
function waiting(n: Network, wait: Wait = ({ listener }) => ({ dependsOn: [listener] })): void {
    const { alb, group, privateSubnet } = albNetwork(n);
    const listener = n.listener("http", alb, group);
    n.service("web", [privateSubnet], behind(group), wait({ alb, listener, group }));
}

/** The same, waiting for nothing. */
function racing(n: Network): void {
    waiting(n, () => ({}));
}

/** A service whose target group hangs on a rule alone, and what it waits for. */
function behindRule(n: Network, wait: "rule" | "listener"): void {
    const { vpc, alb, group, privateSubnet } = albNetwork(n);
    const listener = n.listener("http", alb, n.targetGroup("default", vpc));
    const rule = n.add("aws:lb/listenerRule:ListenerRule", "api", {
        listenerArn: listener.arn,
        actions: [{ type: "forward", targetGroupArn: group.arn }],
    });
    const dependsOn = [wait === "rule" ? rule : listener];
    n.service("web", [privateSubnet], behind(group), { dependsOn });
}

/** A listener inside a component, on which the service depends in some way. */
function component(n: Network, wait: (front: Resource, child: Resource) => Options): void {
    const { privateSubnet, publicSubnet, vpc } = natNetwork(n);
    const front = n.add("app:index:Front", "front", {}, { component: true });
    const alb = n.loadBalancer("alb", [publicSubnet]);
    const group = n.targetGroup("web", vpc);
    const listener = n.add(
        "aws:lb/listener:Listener",
        "http",
        {
            loadBalancerArn: alb.arn,
            port: 80,
            defaultActions: [{ type: "forward", targetGroupArn: group.arn }],
        },
        { parent: front },
    );
    n.service("web", [privateSubnet], behind(group), wait(front, listener));
}

testPolicy(targetGroupDependency, unverifiedNetwork, {
    valid: [
        { name: "a service that depends on the listener", network: (n) => waiting(n) },
        {
            name: "no load balancer",
            network: (n) => n.service("web", [natNetwork(n).privateSubnet]),
        },
        {
            name: "a service that depends on the rule which forwards",
            network: (n) => behindRule(n, "rule"),
        },
        {
            name: "a service that depends on something that depends on the listener",
            network: (n) =>
                waiting(n, ({ listener }) => ({
                    dependsOn: [
                        n.add("aws:route53/record:Record", "www", {}, { dependsOn: [listener] }),
                    ],
                })),
        },
        {
            name: "a service that uses an output of the listener",
            network: (n) =>
                waiting(n, ({ listener }) => ({ feeds: { taskDefinition: [listener] } })),
        },
        {
            name: "a service that depends on the component of the listener",
            network: (n) => component(n, (front) => ({ dependsOn: [front] })),
        },
        {
            name: "a service that depends on a component's children",
            network: (n) => component(n, (_, listener) => ({ dependsOn: [listener] })),
        },
        {
            name: "a list made by awsx, which depends on the component of the load balancer",
            network: (n) => {
                const { privateSubnet, publicSubnet, vpc } = natNetwork(n);
                const front = n.add(
                    "awsx:lb:ApplicationLoadBalancer",
                    "web",
                    {},
                    { component: true },
                );
                const alb = n.loadBalancer("web", [publicSubnet]);
                const group = n.add(
                    "aws:lb/targetGroup:TargetGroup",
                    "web",
                    { vpcId: vpc.id, targetType: "ip" },
                    { parent: front },
                );
                n.add(
                    "aws:lb/listener:Listener",
                    "web-0",
                    {
                        loadBalancerArn: alb.arn,
                        port: 80,
                        defaultActions: [{ type: "forward", targetGroupArn: group.arn }],
                    },
                    { parent: front },
                );
                const choice = n.add("test:index:Choice", "choice");
                n.service(
                    "web",
                    [privateSubnet],
                    { loadBalancers: choice.get("blocks") },
                    { feeds: { loadBalancers: [group, front] } },
                );
            },
            forms: ["first preview"],
        },
        {
            name: "a service whose parent is the listener",
            network: (n) => waiting(n, ({ listener }) => ({ parent: listener })),
        },
        {
            name: "two listeners, of which one is enough",
            network: (n) => {
                const { alb, group, privateSubnet } = albNetwork(n);
                n.listener("http", alb, group);
                const https = n.listener("https", alb, group, { port: 443 });
                n.service("web", [privateSubnet], behind(group), { dependsOn: [https] });
            },
        },
        {
            name: "a task set of a service that depends on the listener",
            network: (n) => {
                const { alb, group, privateSubnet } = albNetwork(n);
                const listener = n.listener("http", alb, group);
                const service = n.service(
                    "web",
                    [],
                    { deploymentController: { type: "EXTERNAL" }, networkConfiguration: null },
                    { dependsOn: [listener] },
                );
                n.add("aws:ecs/taskSet:TaskSet", "blue", {
                    cluster: n.cluster("other").arn,
                    service: service.id,
                    taskDefinition: n.taskDefinition("blue").arn,
                    launchType: "FARGATE",
                    networkConfiguration: { subnets: [privateSubnet.id] },
                    ...behind(group),
                });
            },
        },
        {
            name: "a target group that hangs on nothing, which target-group-attached reports",
            network: (n) => {
                const { group, privateSubnet } = albNetwork(n);
                n.service("web", [privateSubnet], behind(group));
            },
        },
        {
            name: "an EC2 service that waits for nothing",
            network: (n) => {
                const { alb, group } = albNetwork(n);
                n.listener("http", alb, group);
                n.service("old", [], { launchType: "EC2", ...behind(group) });
            },
        },
        {
            name: "a blue/green deployment that waits for the rule of both groups",
            network: (n) => {
                const { vpc, alb, group, privateSubnet } = albNetwork(n);
                const green = n.targetGroup("green", vpc);
                const listener = n.listener("http", alb, n.targetGroup("default", vpc));
                const rule = n.add("aws:lb/listenerRule:ListenerRule", "api", {
                    listenerArn: listener.arn,
                    actions: [
                        {
                            type: "forward",
                            forward: {
                                targetGroups: [
                                    { arn: group.arn, weight: 100 },
                                    { arn: green.arn, weight: 0 },
                                ],
                            },
                        },
                    ],
                });
                n.service(
                    "web",
                    [privateSubnet],
                    {
                        loadBalancers: [
                            {
                                targetGroupArn: group.arn,
                                containerName: "c0",
                                containerPort: 80,
                                advancedConfiguration: { alternateTargetGroupArn: green.arn },
                            },
                        ],
                    },
                    { dependsOn: [rule] },
                );
            },
        },
    ],
    violates: [
        {
            name: "a service that depends on the load balancer, and not on the listener",
            network: (n) => waiting(n, ({ alb }) => ({ dependsOn: [alb] })),
            fixed: (n) => waiting(n),
            on: "web",
            says: [
                /service web does not wait for listener http, without which target group web has no load balancer/,
                /fix: add listener http to the option dependsOn of service web/,
            ],
        },
        {
            name: "a service that waits for nothing",
            network: racing,
            on: "web",
            says: /listener http/,
        },
        {
            name: "a service that depends on the listener, where only a rule forwards",
            network: (n) => behindRule(n, "listener"),
            on: "web",
            says: /does not wait for listener rule api/,
        },
        {
            name: "a service in the same component as the listener",
            network: (n) => component(n, (front) => ({ parent: front })),
            on: "web",
            says: /listener http/,
        },
        {
            name: "one of two target groups",
            network: (n) => {
                const { vpc, alb, group, privateSubnet } = albNetwork(n);
                const admin = n.targetGroup("admin", vpc);
                const http = n.listener("http", alb, group);
                n.listener("admin", alb, admin, { port: 8080 });
                n.service("web", [privateSubnet], behind(group, admin), { dependsOn: [http] });
            },
            on: "web",
            says: /listener admin, without which target group admin has no load balancer/,
        },
        {
            name: "the second of two services behind one load balancer",
            network: (n) => {
                const { vpc, alb, group, privateSubnet } = albNetwork(n);
                const other = n.targetGroup("api", vpc);
                const http = n.listener("http", alb, group);
                n.listener("api", alb, other, { port: 8080 });
                n.service("web", [privateSubnet], behind(group), { dependsOn: [http] });
                n.service("api", [privateSubnet], behind(other), { dependsOn: [http] });
            },
            on: "api",
            says: /service api does not wait for listener api/,
        },
        {
            name: "a Network Load Balancer of the other family of types",
            network: (n) => {
                const { privateSubnet, publicSubnet, vpc } = natNetwork(n);
                const nlb = n.add("aws:alb/loadBalancer:LoadBalancer", "nlb", {
                    loadBalancerType: "network",
                    subnets: [publicSubnet.id],
                });
                const group = n.add("aws:alb/targetGroup:TargetGroup", "web", {
                    vpcId: vpc.id,
                    targetType: "ip",
                });
                n.add("aws:alb/listener:Listener", "tcp", {
                    loadBalancerArn: nlb.arn,
                    port: 80,
                    protocol: "TCP",
                    defaultActions: [{ type: "forward", targetGroupArn: group.arn }],
                });
                n.service("web", [privateSubnet], behind(group));
            },
            on: "web",
            says: /listener tcp/,
        },
    ],
    cannotKnow: [
        {
            name: "a target group that is not in the plan",
            network: (n) => {
                const { privateSubnet } = natNetwork(n);
                const targetGroupArn =
                    "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/other/0123456789abcdef";
                n.service("web", [privateSubnet], {
                    loadBalancers: [{ targetGroupArn, containerName: "c0", containerPort: 80 }],
                });
            },
            on: "web",
            gap: /the target group that it names is not in this plan/,
            ok: (n) => waiting(n),
            violated: racing,
        },
        {
            name: "a listener that may forward to another group",
            network: (n) => {
                const { vpc, alb, group, privateSubnet } = albNetwork(n);
                const other = n.targetGroup("other", vpc);
                const choice = n.add("test:index:Choice", "choice");
                const listener = n.add(
                    "aws:lb/listener:Listener",
                    "http",
                    {
                        loadBalancerArn: alb.arn,
                        port: 80,
                        defaultActions: [{ type: "forward", targetGroupArn: choice.get("arn") }],
                    },
                    { feeds: { defaultActions: [group, other] } },
                );
                n.service("web", [privateSubnet], behind(group), { dependsOn: [listener] });
            },
            forms: ["first preview"],
            on: "web",
            gap: /defaultActions\[0\]\.targetGroupArn of http/,
            ok: (n) => waiting(n),
            violated: racing,
        },
        {
            name: "a second listener that may forward to it, and that the service waits for",
            network: (n) => {
                const { vpc, alb, group, privateSubnet } = albNetwork(n);
                const other = n.targetGroup("other", vpc);
                n.listener("http", alb, group);
                const choice = n.add("test:index:Choice", "choice");
                const listener = n.add(
                    "aws:lb/listener:Listener",
                    "https",
                    {
                        loadBalancerArn: alb.arn,
                        port: 443,
                        defaultActions: [{ type: "forward", targetGroupArn: choice.get("arn") }],
                    },
                    { feeds: { defaultActions: [group, other] } },
                );
                n.service("web", [privateSubnet], behind(group), { dependsOn: [listener] });
            },
            forms: ["first preview"],
            on: "web",
            gap: /defaultActions\[0\]\.targetGroupArn of https/,
            ok: (n) => waiting(n),
            violated: racing,
        },
        {
            name: "a service that may be on Fargate",
            network: (n) => {
                const { alb, group, privateSubnet } = albNetwork(n);
                n.listener("http", alb, group);
                const inputs = { launchType: null, cluster: "shared", ...behind(group) };
                n.service("web", [privateSubnet], inputs);
            },
            on: "web",
            gap: /the cluster that it names is not in this plan/,
            ok: (n) => waiting(n),
            violated: racing,
        },
    ],
});
