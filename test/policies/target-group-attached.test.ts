import { targetGroupAttached } from "../../policies/target-group-attached";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { albNetwork, behind, natNetwork, type Network } from "../support/networks";
import type { Inputs, Resource } from "../support/program";
import { testPolicy } from "../support/table";

/** A service behind a load balancer whose listener forwards to its target group. */
function healthy(n: Network): Resource {
    const { alb, group, privateSubnet } = albNetwork(n);
    const listener = n.listener("http", alb, group);
    return n.service("web", [privateSubnet], behind(group), { dependsOn: [listener] });
}

/** The same without the listener. */
function unattached(n: Network, inputs: Inputs = {}): Resource {
    const { group, privateSubnet } = albNetwork(n);
    return n.service("web", [privateSubnet], { ...behind(group), ...inputs });
}

const redirect = { type: "redirect", redirect: { port: "443", statusCode: "HTTP_301" } };

function rule(n: Network, listener: Resource, ...groups: readonly Resource[]): Resource {
    return n.add("aws:lb/listenerRule:ListenerRule", "api", {
        listenerArn: listener.arn,
        conditions: [{ pathPattern: { values: ["/*"] } }],
        actions: [
            {
                type: "forward",
                forward: { targetGroups: groups.map(({ arn }) => ({ arn, weight: 50 })) },
            },
        ],
    });
}

/** A service of two target groups that take turns, and a rule that forwards to these of them. */
function blueGreen(n: Network, attached: readonly ("blue" | "green")[]): void {
    const { vpc, alb, group, privateSubnet } = albNetwork(n);
    const groups = { blue: n.targetGroup("blue", vpc), green: n.targetGroup("green", vpc) };
    const listener = n.listener("http", alb, group);
    if (attached.length > 0) rule(n, listener, ...attached.map((name) => groups[name]));
    n.service("web", [privateSubnet], {
        loadBalancers: [
            {
                targetGroupArn: groups.blue.arn,
                containerName: "c0",
                containerPort: 80,
                advancedConfiguration: {
                    alternateTargetGroupArn: groups.green.arn,
                    productionListenerRule: listener.arn,
                    roleArn: "arn:aws:iam::123456789012:role/ecs",
                },
            },
        ],
    });
}

/** A service whose blocks are unknown in a first preview, fed by these. */
function chosen(n: Network, subnet: Resource, feeding: readonly Resource[]): void {
    const choice = n.add("test:index:Choice", "choice");
    n.service(
        "web",
        [subnet],
        { loadBalancers: choice.get("blocks") },
        { feeds: { loadBalancers: feeding } },
    );
}

testPolicy(targetGroupAttached, unverifiedNetwork, {
    valid: [
        { name: "a listener that forwards to it", network: healthy },
        {
            name: "no load balancer",
            network: (n) => n.service("web", [natNetwork(n).privateSubnet]),
        },
        {
            name: "a rule of a listener that redirects otherwise",
            network: (n) => {
                const { alb, group, privateSubnet } = albNetwork(n);
                const listener = n.listener("http", alb, group, { defaultActions: [redirect] });
                rule(n, listener, group);
                n.service("web", [privateSubnet], behind(group));
            },
        },
        {
            name: "a weighted list to forward to",
            network: (n) => {
                const { vpc, alb, group, privateSubnet } = albNetwork(n);
                const canary = n.targetGroup("canary", vpc);
                n.listener("http", alb, group, {
                    defaultActions: [
                        {
                            type: "forward",
                            forward: {
                                targetGroups: [
                                    { arn: group.arn, weight: 90 },
                                    { arn: canary.arn, weight: 10 },
                                ],
                            },
                        },
                    ],
                });
                n.service("web", [privateSubnet], behind(group));
                n.service("canary", [privateSubnet], behind(canary));
            },
        },
        {
            name: "both ways of naming the target group in one action",
            network: (n) => {
                const { alb, group, privateSubnet } = albNetwork(n);
                n.listener("http", alb, group, {
                    defaultActions: [
                        {
                            type: "forward",
                            targetGroupArn: group.arn,
                            forward: { targetGroups: [{ arn: group.arn }] },
                        },
                    ],
                });
                n.service("web", [privateSubnet], behind(group));
            },
        },
        {
            name: "authentication before forwarding",
            network: (n) => {
                const { alb, group, privateSubnet } = albNetwork(n);
                n.listener("https", alb, group, {
                    port: 443,
                    protocol: "HTTPS",
                    defaultActions: [
                        { type: "authenticate-oidc", order: 1 },
                        { type: "forward", order: 2, targetGroupArn: group.arn },
                    ],
                });
                n.service("web", [privateSubnet], behind(group));
            },
        },
        {
            name: "two services behind one load balancer",
            network: (n) => {
                const { vpc, alb, group, privateSubnet } = albNetwork(n);
                const api = n.targetGroup("api", vpc);
                const listener = n.listener("http", alb, group);
                rule(n, listener, api);
                n.service("web", [privateSubnet], behind(group));
                n.service("api", [privateSubnet], behind(api));
            },
        },
        {
            name: "a Network Load Balancer with TCP",
            network: (n) => {
                const { alb, privateSubnet, vpc } = albNetwork(n, { loadBalancerType: "network" });
                const tcp = n.targetGroup("tcp", vpc, { protocol: "TCP" });
                n.listener("tcp", alb, tcp, { protocol: "TCP" });
                n.service("web", [privateSubnet], behind(tcp));
            },
        },
        {
            name: "a Network Load Balancer in front of an Application one",
            network: (n) => {
                const { alb, group, privateSubnet, publicSubnet, vpc } = albNetwork(n);
                const http = n.listener("http", alb, group);
                const nlb = n.loadBalancer("nlb", [publicSubnet], { loadBalancerType: "network" });
                const front = n.targetGroup("front", vpc, { targetType: "alb", protocol: "TCP" });
                n.listener("tcp", nlb, front, { protocol: "TCP" });
                n.add(
                    "aws:lb/targetGroupAttachment:TargetGroupAttachment",
                    "front",
                    { targetGroupArn: front.arn, targetId: alb.arn },
                    { dependsOn: [http] },
                );
                n.service("web", [privateSubnet], behind(group));
            },
        },
        {
            name: "the other family of types",
            network: (n) => {
                const { privateSubnet, publicSubnet, vpc } = natNetwork(n);
                const alb = n.add("aws:alb/loadBalancer:LoadBalancer", "alb", {
                    subnets: [publicSubnet.id],
                });
                const group = n.add("aws:alb/targetGroup:TargetGroup", "web", {
                    vpcId: vpc.id,
                    targetType: "ip",
                });
                const listener = n.add("aws:alb/listener:Listener", "http", {
                    loadBalancerArn: alb.arn,
                    port: 80,
                    defaultActions: [redirect],
                });
                n.add("aws:alb/listenerRule:ListenerRule", "api", {
                    listenerArn: listener.arn,
                    actions: [{ type: "forward", targetGroupArn: group.arn }],
                });
                n.service("web", [privateSubnet], behind(group));
            },
        },
        {
            name: "the alternate group of a blue/green deployment, which nothing forwards to yet",
            network: (n) => blueGreen(n, ["blue"]),
        },
        {
            name: "a blue/green deployment that has moved to the alternate group",
            network: (n) => blueGreen(n, ["green"]),
        },
        {
            name: "a rule that forwards to both groups of a blue/green deployment",
            network: (n) => blueGreen(n, ["blue", "green"]),
        },
        {
            name: "a service that CodeDeploy moves between listeners",
            network: (n) => unattached(n, { deploymentController: { type: "CODE_DEPLOY" } }),
        },
        {
            name: "a target group that nobody uses",
            network: (n) => {
                healthy(n);
                n.add("aws:lb/targetGroup:TargetGroup", "spare", { targetType: "ip" });
            },
        },
        {
            name: "an EC2 service beside it, whose group nothing forwards to",
            network: (n) => {
                healthy(n);
                const vpc = n.find("aws:ec2/vpc:Vpc");
                if (vpc === undefined) return;
                const group = n.targetGroup("ec2", vpc, { targetType: "instance" });
                n.service("old", [], { launchType: "EC2", ...behind(group) });
            },
        },
        {
            name: "an unknown list of which every group hangs on a listener",
            network: (n) => {
                const { vpc, alb, group, privateSubnet } = albNetwork(n);
                const api = n.targetGroup("api", vpc);
                rule(n, n.listener("http", alb, group), api);
                chosen(n, privateSubnet, [group, api]);
            },
            forms: ["first preview"],
        },
        {
            name: "a target group that exists, and of which AWS knows the load balancer",
            network: (n) => unattached(n),
            forms: ["deployed"],
            change: (recording) =>
                recording.map((each) =>
                    each.type === "aws:lb/targetGroup:TargetGroup"
                        ? { ...each, outputs: { ...each.outputs, loadBalancerArns: ["arn:lb"] } }
                        : each,
                ),
        },
    ],
    violates: [
        {
            name: "a target group to which nothing forwards",
            network: (n) => unattached(n),
            fixed: healthy,
            on: "web",
            says: [
                /service web registers its tasks with the target group web, to which no listener and no listener rule forwards/,
                /fix: make a listener, or a listener rule, that forwards to the target group web/,
            ],
        },
        {
            name: "a listener that only redirects",
            network: (n) => {
                const { alb, group, privateSubnet } = albNetwork(n);
                n.listener("http", alb, group, { defaultActions: [redirect] });
                n.service("web", [privateSubnet], behind(group));
            },
            on: "web",
            says: /target group web/,
        },
        {
            name: "a rule without its target group",
            network: (n) => {
                const { vpc, alb, group, privateSubnet } = albNetwork(n);
                const listener = n.listener("http", alb, group, { defaultActions: [redirect] });
                rule(n, listener, n.targetGroup("other", vpc));
                n.service("web", [privateSubnet], behind(group));
            },
            on: "web",
            says: /target group web/,
        },
        {
            name: "one of two target groups",
            network: (n) => {
                const { vpc, alb, group, privateSubnet } = albNetwork(n);
                n.listener("http", alb, group);
                const admin = n.targetGroup("admin", vpc);
                n.service("web", [privateSubnet], behind(group, admin));
            },
            on: "web",
            says: /target group admin/,
        },
        {
            name: "neither group of a blue/green deployment",
            network: (n) => blueGreen(n, []),
            on: "web",
            says: /target groups blue and green/,
        },
        {
            name: "FARGATE_SPOT",
            network: (n) =>
                unattached(n, {
                    launchType: null,
                    capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT" }],
                }),
            on: "web",
            says: /target group web/,
        },
        {
            name: "a cluster whose default strategy is Fargate",
            network: (n) => {
                const cluster = n.cluster();
                n.add("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders", "main", {
                    clusterName: cluster.get("name"),
                    defaultCapacityProviderStrategies: [{ capacityProvider: "FARGATE" }],
                });
                unattached(n, { launchType: null });
            },
            on: "web",
            says: /target group web/,
        },
        {
            name: "a task set",
            network: (n) => {
                const { group, privateSubnet } = albNetwork(n);
                n.add("aws:ecs/taskSet:TaskSet", "blue", {
                    cluster: n.cluster().arn,
                    service: "web",
                    taskDefinition: n.taskDefinition("app").arn,
                    launchType: "FARGATE",
                    networkConfiguration: { subnets: [privateSubnet.id] },
                    ...behind(group),
                });
            },
            on: "blue",
            says: /task set blue registers its tasks with the target group web/,
        },
        {
            name: "an unknown list of which no group hangs on anything",
            network: (n) => {
                const { vpc, group, privateSubnet } = albNetwork(n);
                chosen(n, privateSubnet, [group, n.targetGroup("api", vpc)]);
            },
            forms: ["first preview"],
            on: "web",
            says: [/target groups api and web/, /assuming that the target groups of web are among/],
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
            ok: healthy,
            violated: unattached,
        },
        {
            name: "a listener whose actions are not known",
            network: (n) => {
                const { alb, group, privateSubnet } = albNetwork(n);
                const choice = n.add("test:index:Choice", "choice");
                n.listener("http", alb, group, { defaultActions: choice.get("actions") });
                n.service("web", [privateSubnet], behind(group));
            },
            forms: ["first preview"],
            on: "web",
            gap: /defaultActions of http/,
            ok: healthy,
            violated: unattached,
        },
        {
            name: "a listener that may forward to one of two groups",
            network: (n) => {
                const { vpc, alb, group, privateSubnet } = albNetwork(n);
                const other = n.targetGroup("other", vpc);
                n.listenerToSome("http", alb, [group, other], 80);
                n.service("web", [privateSubnet], behind(group));
            },
            forms: ["first preview"],
            on: "web",
            gap: /defaultActions\[0\]\.targetGroupArn of http/,
            ok: healthy,
            violated: unattached,
        },
        {
            name: "a template of CloudFormation that gets the target group",
            network: (n) => {
                unattached(n);
                const group = n.find("aws:lb/targetGroup:TargetGroup");
                if (group === undefined) return;
                n.add("aws:cloudformation/stack:Stack", "listeners", {
                    parameters: { group: group.arn },
                });
            },
            on: "web",
            gap: /it depends on web, and what it makes there is not in the plan/,
            ok: healthy,
            violated: unattached,
        },
        {
            name: "a resource of another provider that gets the target group",
            network: (n) => {
                unattached(n);
                const group = n.find("aws:lb/targetGroup:TargetGroup");
                if (group === undefined) return;
                n.add("kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding", "binding", {
                    spec: { targetGroupARN: group.arn },
                });
            },
            on: "web",
            gap: /it depends on web, and what it makes there is not in the plan/,
            ok: healthy,
            violated: unattached,
        },
        {
            name: "a target group that exists and is given away to other stacks",
            network: (n) => {
                unattached(n);
                const group = n.find("aws:lb/targetGroup:TargetGroup");
                if (group !== undefined) n.output("group", group.id);
            },
            forms: ["deployed"],
            on: "web",
            gap: /the stack gives its id away as an output/,
            ok: healthy,
            violated: unattached,
        },
        {
            name: "a service that may be on Fargate",
            network: (n) => unattached(n, { launchType: null, cluster: "shared" }),
            on: "web",
            gap: /the cluster that it names is not in this plan/,
            ok: healthy,
            violated: unattached,
        },
        {
            name: "a deployment controller that is not known",
            network: (n) => {
                const choice = n.add("test:index:Choice", "choice");
                unattached(n, { deploymentController: { type: choice.get("type") } });
            },
            forms: ["first preview"],
            on: "web",
            gap: /deploymentController\.type of web/,
            ok: healthy,
            violated: unattached,
        },
        {
            name: "a listener that is left out of the operation",
            network: (n) => {
                const { alb, group, privateSubnet } = albNetwork(n);
                n.add(
                    "aws:lb/listener:Listener",
                    "http",
                    {
                        loadBalancerArn: alb.arn,
                        port: 80,
                        defaultActions: [{ type: "forward", targetGroupArn: group.arn }],
                    },
                    { skipped: true },
                );
                n.service("web", [privateSubnet], behind(group));
            },
            forms: ["first preview"],
            on: "web",
            gap: /left out of this operation/,
            ok: healthy,
            violated: unattached,
        },
        {
            name: "an unknown list of which one group hangs on a listener",
            network: (n) => {
                const { vpc, alb, group, privateSubnet } = albNetwork(n);
                n.listener("http", alb, group);
                chosen(n, privateSubnet, [group, n.targetGroup("api", vpc)]);
            },
            forms: ["first preview"],
            on: "web",
            gap: /loadBalancers of web/,
            ok: healthy,
            violated: unattached,
        },
    ],
});
