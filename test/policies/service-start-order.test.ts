import { serviceStartOrder } from "../../policies/service-start-order";
import { unverifiedNetwork } from "../../policies/unverified-network";
import {
    albNetwork,
    awslogs,
    behind,
    egressNetwork,
    executionPolicy,
    groupWith,
    isolatedNetwork,
    natNetwork,
    taskFedBy,
    taskOf,
    tcp,
    type Network,
} from "../support/networks";
import type { Inputs, Options, Resource } from "../support/program";
import { testPolicy } from "../support/table";

/** Once it is deployed nothing is made: it is asked of what the plan creates. */
const early = { forms: ["first preview"] } as const;

/** Waits for all that is there so far, but for these. */
function allBut(n: Network, ...left: readonly Resource[]): Options {
    return { dependsOn: n.resources.filter((each) => !left.includes(each)) };
}

type Wait = (made: {
    readonly n: Network;
    readonly alb: Resource;
    readonly listener: Resource;
    readonly group: Resource;
}) => Options;

/** A service behind a listener, with these options. */
function waiting(n: Network, wait: Wait = () => allBut(n)): void {
    const { alb, group, privateSubnet } = albNetwork(n);
    const listener = n.listener("http", alb, group);
    n.service("web", [privateSubnet], behind(group), wait({ n, alb, listener, group }));
}

/** A service behind a transit gateway that waits for all but what has this type. */
function behindTransit(n: Network, late?: string): void {
    const { subnet } = egressNetwork(n, { tables: true });
    const left = n.resources.filter(({ type }) => type === late);
    n.service("web", [subnet], {}, allBut(n, ...left));
}

/** The same, not waiting for its listener. */
function racing(n: Network): void {
    waiting(n, ({ listener }) => allBut(n, listener));
}

/** A service whose target group hangs on a rule alone, and does not wait for one of these. */
function behindRule(n: Network, left: "rule" | "listener" | undefined): void {
    const { vpc, alb, group, privateSubnet } = albNetwork(n);
    const listener = n.listener("http", alb, n.targetGroup("default", vpc));
    const rule = n.add("aws:lb/listenerRule:ListenerRule", "api", {
        listenerArn: listener.arn,
        actions: [{ type: "forward", targetGroupArn: group.arn }],
    });
    const without = { rule, listener };
    const options = left === undefined ? allBut(n) : allBut(n, without[left], rule);
    n.service("web", [privateSubnet], behind(group), options);
}

/** A listener inside a component, on which the service depends in some way. */
function component(n: Network, wait: (front: Resource, child: Resource) => Options): void {
    const { privateSubnet, publicSubnet, vpc } = natNetwork(n);
    const network = [...n.resources];
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
    const { dependsOn = [], ...options } = wait(front, listener);
    n.service("web", [privateSubnet], behind(group), {
        ...options,
        dependsOn: [...network, ...dependsOn],
    });
}

/** The network of a component, on which a service depends as programs do. */
function inComponent(n: Network, wait: (network: Resource) => Options): void {
    const { privateSubnet } = natNetwork(n);
    const network = n.add("app:index:Network", "network", {}, { component: true });
    for (const each of n.resources) {
        if (each !== network) (each.options as { parent?: Resource }).parent = network;
    }
    n.service("web", [privateSubnet], {}, wait(network));
}

/** A service behind a NAT gateway that waits for all but some. */
function behindNat(n: Network, left: (each: Resource) => boolean, inputs: Inputs = {}): void {
    const { privateSubnet } = natNetwork(n);
    n.service("web", [privateSubnet], inputs, allBut(n, ...n.resources.filter(left)));
}

function isAssociation({ type, name }: Resource): boolean {
    return type.endsWith(":RouteTableAssociation") && name === "private";
}

/** A task whose containers log to a group by its name, and does not wait for it unless told to. */
function logging(n: Network, wait: (group: Resource) => Options, options: Inputs = {}): void {
    const { privateSubnet } = natNetwork(n);
    const network = [...n.resources];
    const group = n.add("aws:cloudwatch/logGroup:LogGroup", "app", { name: "/ecs/app" });
    taskOf(n, awslogs(options));
    const { dependsOn = [], ...rest } = wait(group);
    n.service("web", [privateSubnet], {}, { ...rest, dependsOn: [...network, ...dependsOn] });
}

/** A role of the program, whose policies the service waits for, but for some. */
function withRole(
    n: Network,
    give: readonly ((role: Resource) => Resource)[],
    left: (given: Resource) => boolean = () => false,
): void {
    const { privateSubnet } = natNetwork(n);
    const role = n.role("execution");
    const given = give.map((each) => each(role));
    n.taskDefinition("app", { executionRoleArn: role.arn });
    n.service("web", [privateSubnet], {}, allBut(n, ...given.filter(left)));
}

const all = (): boolean => true;
const more = ({ name }: Resource): boolean => name === "more";

function attached(n: Network): (role: Resource) => Resource {
    return (role) =>
        n.add("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "execution", {
            role: role.get("name"),
            policyArn: executionPolicy,
        });
}

function inline(
    n: Network,
    name = "execution",
    Action = "ecr:*",
    Effect = "Allow",
): (role: Resource) => Resource {
    return (role) =>
        n.add("aws:iam/rolePolicy:RolePolicy", name, {
            role: role.get("name"),
            policy: JSON.stringify({
                Version: "2012-10-17",
                Statement: [{ Effect, Action, Resource: "*" }],
            }),
        });
}

/** A policy whose document only the deployment knows. */
function hidden(n: Network, name: string): (role: Resource) => Resource {
    return (role) =>
        n.add("aws:iam/rolePolicy:RolePolicy", name, {
            role: role.get("name"),
            policy: n.add("test:index:Choice", "choice").get("json"),
        });
}

/** A cluster with Fargate's capacity providers, and a service that uses them. */
function onProviders(n: Network, inputs: Inputs, waits: boolean): void {
    const { privateSubnet } = natNetwork(n);
    const cluster = n.cluster();
    const providers = n.add(
        "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
        "providers",
        {
            clusterName: cluster.get("name"),
            capacityProviders: ["FARGATE", "FARGATE_SPOT"],
            defaultCapacityProviderStrategies: [{ capacityProvider: "FARGATE", weight: 1 }],
        },
    );
    const options = waits ? allBut(n) : allBut(n, providers);
    n.service("web", [privateSubnet], { launchType: null, ...inputs }, options);
}

const spot: Inputs = {
    capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT", weight: 1 }],
};

/** Endpoints whose group admits the tasks by a rule of its own. */
function byEndpoints(n: Network, left: (each: Resource) => boolean): void {
    const { vpc, subnet } = isolatedNetwork(n);
    const tasks = n.securityGroup("tasks", vpc);
    const endpoints = groupWith(n, "endpoints", vpc, {});
    n.add("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "https", {
        securityGroupId: endpoints.id,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        referencedSecurityGroupId: tasks.id,
    });
    for (const each of n.resources) {
        if (each.inputs.vpcEndpointType === "Interface")
            each.inputs.securityGroupIds = [endpoints.id];
    }
    n.service(
        "web",
        [subnet],
        { networkConfiguration: { securityGroups: [tasks.id] } },
        allBut(n, ...n.resources.filter(left)),
    );
}

/** A file system in the VPC of the tasks. */
function mounting(n: Network, waits: boolean, isOfS3 = false): void {
    const { vpc, privateSubnet } = natNetwork(n);
    const group = groupWith(n, "efs", vpc, {
        ingress: [tcp(2049, { cidrBlocks: ["10.0.0.0/16"] })],
    });
    const files = isOfS3
        ? n.add("aws:s3/filesFileSystem:FilesFileSystem", "data")
        : n.add("aws:efs/fileSystem:FileSystem", "data");
    const type = isOfS3 ? "s3/filesMountTarget:FilesMountTarget" : "efs/mountTarget:MountTarget";
    const target = n.add(`aws:${type}`, "data", {
        fileSystemId: files.id,
        subnetId: privateSubnet.id,
        securityGroups: [group.id],
    });
    const configuration = isOfS3
        ? { s3filesVolumeConfiguration: { fileSystemArn: files.arn } }
        : { efsVolumeConfiguration: { fileSystemId: files.id } };
    n.taskDefinition("app", { volumes: [{ name: "data", ...configuration }] });
    n.service("web", [privateSubnet], {}, waits ? allBut(n) : allBut(n, target));
}

/** A service with groups of its own, whose way out is a rule by itself. */
function withRule(n: Network, waits: boolean, more: Inputs = {}): void {
    const { vpc, privateSubnet } = natNetwork(n);
    const group = n.add("aws:ec2/securityGroup:SecurityGroup", "tasks", { vpcId: vpc.id, ...more });
    const rule = n.add("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "out", {
        securityGroupId: group.id,
        ipProtocol: "-1",
        cidrIpv4: "0.0.0.0/0",
    });
    n.service(
        "web",
        [privateSubnet],
        { networkConfiguration: { securityGroups: [group.id] } },
        waits ? allBut(n) : allBut(n, rule),
    );
}

/** A service of Express Mode whose container reads a secret of the program, with its value made beside it. */
function reading(n: Network, waits: boolean): void {
    const { privateSubnet } = natNetwork(n);
    const secret = n.add("aws:secretsmanager/secret:Secret", "token");
    const version = n.add("aws:secretsmanager/secretVersion:SecretVersion", "token", {
        secretId: secret.id,
        secretString: "a",
    });
    const primaryContainer = { secrets: [{ name: "TOKEN", valueFrom: secret.arn }] };
    const options = waits ? allBut(n) : allBut(n, version);
    n.express("web", [privateSubnet], { primaryContainer }, options);
}

testPolicy(serviceStartOrder, unverifiedNetwork, {
    valid: [
        { name: "a service that depends on the listener", network: (n) => waiting(n) },
        {
            name: "a service that depends on the rule which forwards",
            network: (n) => behindRule(n, undefined),
        },
        {
            name: "a service that depends on something that depends on the listener",
            network: (n) =>
                waiting(n, ({ listener }) => {
                    const rest = allBut(n, listener).dependsOn ?? [];
                    const record = n.add(
                        "aws:route53/record:Record",
                        "www",
                        {},
                        { dependsOn: [listener] },
                    );
                    return { dependsOn: [...rest, record] };
                }),
        },
        {
            name: "a service that uses an output of the listener",
            network: (n) =>
                waiting(n, ({ listener }) => ({
                    ...allBut(n, listener),
                    feeds: { taskDefinition: [listener] },
                })),
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
                const network = [...n.resources];
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
                    { dependsOn: network, feeds: { loadBalancers: [group, front] } },
                );
            },
            forms: ["first preview"],
        },
        {
            name: "a service whose parent is the listener",
            network: (n) =>
                waiting(n, ({ listener }) => ({ ...allBut(n, listener), parent: listener })),
        },
        {
            name: "two listeners, of which one is enough",
            network: (n) => {
                const { alb, group, privateSubnet } = albNetwork(n);
                const http = n.listener("http", alb, group);
                n.listener("https", alb, group, { port: 443 });
                n.service("web", [privateSubnet], behind(group), allBut(n, http));
            },
        },
        {
            name: "a task set of a service that depends on the listener",
            network: (n) => {
                const { alb, group, privateSubnet } = albNetwork(n);
                n.listener("http", alb, group);
                const service = n.service(
                    "web",
                    [],
                    { deploymentController: { type: "EXTERNAL" }, networkConfiguration: null },
                    allBut(n),
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
                n.service("web", [privateSubnet], behind(group), allBut(n));
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
                n.add("aws:lb/listenerRule:ListenerRule", "api", {
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
                    allBut(n),
                );
            },
        },
        {
            name: "a service that depends on the component of its network",
            network: (n) => inComponent(n, (network) => ({ dependsOn: [network] })),
        },
        {
            name: "a service in a component that depends on the network",
            network: (n) => {
                const { privateSubnet } = natNetwork(n);
                const app = n.add("app:index:App", "app", {}, { component: true, ...allBut(n) });
                n.service("web", [privateSubnet], {}, { parent: app });
            },
        },
        {
            name: "subnets that come from a component of awsx with all that is in it",
            network: (n) =>
                inComponent(n, (network) => ({ feeds: { networkConfiguration: [network] } })),
            forms: ["first preview"],
        },
        {
            name: "a role that awsx makes with the service, in one component",
            network: (n) => {
                const { privateSubnet } = natNetwork(n);
                const web = n.add("awsx:ecs:FargateService", "web", {}, { component: true });
                const role = n.add("aws:iam/role:Role", "execution", {}, { parent: web });
                const network = allBut(n);
                n.add(
                    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
                    "execution",
                    { role: role.get("name"), policyArn: executionPolicy },
                    { parent: web },
                );
                n.taskDefinition("app", { executionRoleArn: role.arn });
                n.service(
                    "web",
                    [privateSubnet],
                    {},
                    {
                        dependsOn: (network.dependsOn ?? []).filter((each) => each !== web),
                        parent: web,
                    },
                );
            },
        },
        {
            name: "no tasks yet",
            network: (n) => behindNat(n, isAssociation, { desiredCount: 0 }),
        },
        {
            name: "a scheduled task, which does not start at once",
            network: (n) => {
                const { privateSubnet } = natNetwork(n);
                const rule = n.add("aws:cloudwatch/eventRule:EventRule", "nightly");
                n.add("aws:cloudwatch/eventTarget:EventTarget", "nightly", {
                    rule: rule.get("name"),
                    arn: n.cluster().arn,
                    roleArn: "arn:aws:iam::123456789012:role/events",
                    ecsTarget: {
                        taskDefinitionArn: n.taskDefinition("app").arn,
                        launchType: "FARGATE",
                        networkConfiguration: { subnets: [privateSubnet.id] },
                    },
                });
            },
        },
        {
            name: "endpoints that come later, where a NAT gateway leads out until then",
            network: (n) => {
                const { vpc, privateSubnet, privateTable } = natNetwork(n);
                const network = allBut(n);
                const https = { ingress: [tcp(443, { cidrBlocks: ["10.0.0.0/16"] })] };
                const endpoints = groupWith(n, "endpoints", vpc, https);
                for (const each of ["ecr.api", "ecr.dkr"]) {
                    const own = { subnetIds: [privateSubnet.id], securityGroupIds: [endpoints.id] };
                    n.endpoint(each, vpc, own);
                }
                n.endpoint("s3", vpc, { routeTableIds: [privateTable.id] });
                n.service("web", [privateSubnet], {}, network);
            },
        },
        {
            name: "a rule that comes later beside one that admits the same",
            network: (n) =>
                withRule(n, false, {
                    egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
                }),
        },
        {
            name: "a group whose rules stand in it",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                const group = n.securityGroup("tasks", vpc);
                n.service(
                    "web",
                    [privateSubnet],
                    { networkConfiguration: { securityGroups: [group.id] } },
                    allBut(n),
                );
            },
        },
        {
            name: "a service that waits for the egress rule of its group",
            network: (n) => withRule(n, true),
        },
        {
            name: "a service that waits for its endpoints, and for the rules of their group",
            network: (n) => byEndpoints(n, () => false),
        },
        {
            name: "a service that waits for its mount target",
            network: (n) => mounting(n, true),
        },
        {
            name: "a service that waits for its mount target of S3 Files",
            network: (n) => mounting(n, true, true),
        },
        {
            name: "a service that waits for the policies of its role",
            network: (n) => withRole(n, [attached(n)]),
        },
        {
            name: "a policy of its role that comes later, and that tasks do not need to start",
            network: (n) => withRole(n, [attached(n), inline(n, "more", "s3:*")], more),
        },
        {
            name: "a policy that comes later, where another one denies it anyway, which others report",
            network: (n) =>
                withRole(n, [inline(n, "no", "ecr:*", "Deny"), inline(n, "more")], more),
        },
        {
            name: "a role that has its policies in itself",
            network: (n) => {
                const { privateSubnet } = natNetwork(n);
                const role = n.add("aws:iam/role:Role", "execution", {
                    managedPolicyArns: [executionPolicy],
                });
                n.taskDefinition("app", { executionRoleArn: role.arn });
                n.service("web", [privateSubnet], {}, allBut(n));
            },
        },
        {
            name: "a service that waits for the log group",
            network: (n) => logging(n, (group) => ({ dependsOn: [group] })),
        },
        {
            name: "a log group that the task may make itself",
            network: (n) => logging(n, () => ({}), { "awslogs-create-group": "true" }),
        },
        {
            name: "a service that waits for the capacity providers of its cluster",
            network: (n) => onProviders(n, spot, true),
        },
        {
            name: "a secret that has its value before",
            network: (n) => reading(n, true),
        },
        {
            name: "a launch type, whatever providers the cluster gets",
            network: (n) => onProviders(n, { launchType: "FARGATE" }, false),
        },
        {
            name: "a network that is broken anyway, which others report",
            network: (n) => {
                const vpc = n.vpc();
                n.service("web", [n.subnet("private", vpc)]);
            },
        },
    ],
    violates: [
        {
            name: "a route table association, and the way of the NAT gateway",
            network: (n) => n.service("web", [natNetwork(n).privateSubnet]),
            fixed: (n) => {
                const { privateSubnet } = natNetwork(n);
                const dependsOn = n.resources.filter(({ type }) => type.endsWith("Association"));
                n.service("web", [privateSubnet], {}, { dependsOn });
            },
            ...early,
            on: "web",
            says: [
                /service web does not wait for route table association private and route table association public: tasks that start earlier fail/,
                /route table associations private and public → may come later, and until then tasks do not reach private ECR/,
                /ECS starts other tasks in their place/,
                /fix: add route table association private and route table association public to the option dependsOn of service web/,
            ],
        },
        ...(
            [
                ["transit gateway route out", "route:Route"],
                [
                    "transit gateway route table propagation tasks",
                    "routeTablePropagation:RouteTablePropagation",
                ],
            ] as const
        ).map(([what, type]) => ({
            name: `a service that does not wait for the ${what}`,
            network: (n: Network) => {
                behindTransit(n, `aws:ec2transitgateway/${type}`);
            },
            fixed: (n: Network) => {
                behindTransit(n);
            },
            ...early,
            on: "web",
            says: [
                new RegExp(`service web does not wait for ${what}: tasks that start earlier fail`),
            ],
        })),
        {
            name: "a service that depends on the load balancer, and not on the listener",
            network: racing,
            fixed: (n) => waiting(n),
            ...early,
            on: "web",
            says: [
                /service web does not wait for listener http: AWS refuses the service if it is made first/,
                /listener http → may come later, and until then target group web has no load balancer/,
                /fix: add listener http to the option dependsOn of service web/,
            ],
        },
        {
            name: "a service that depends on the listener, where only a rule forwards",
            network: (n) => behindRule(n, "rule"),
            ...early,
            on: "web",
            says: /does not wait for listener rule api/,
        },
        {
            name: "a service in the same component as the listener",
            network: (n) => component(n, (front) => ({ parent: front })),
            ...early,
            on: "web",
            says: /listener http/,
        },
        {
            name: "one of two target groups",
            network: (n) => {
                const { vpc, alb, group, privateSubnet } = albNetwork(n);
                const admin = n.targetGroup("admin", vpc);
                n.listener("http", alb, group);
                const other = n.listener("admin", alb, admin, { port: 8080 });
                n.service("web", [privateSubnet], behind(group, admin), allBut(n, other));
            },
            ...early,
            on: "web",
            says: /listener admin → may come later, and until then target group admin has no load balancer/,
        },
        {
            name: "the second of two services behind one load balancer",
            network: (n) => {
                const { vpc, alb, group, privateSubnet } = albNetwork(n);
                const other = n.targetGroup("api", vpc);
                n.listener("http", alb, group);
                const api = n.listener("api", alb, other, { port: 8080 });
                n.service("web", [privateSubnet], behind(group), allBut(n, api));
                n.service("api", [privateSubnet], behind(other), {
                    dependsOn: n.resources.filter((each) => each !== api && each.name !== "web"),
                });
            },
            ...early,
            on: "api",
            says: /service api does not wait for listener api/,
        },
        {
            name: "a Network Load Balancer of the other family of types",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                const nlb = n.add("aws:alb/loadBalancer:LoadBalancer", "nlb", {
                    subnets: [privateSubnet.id],
                    loadBalancerType: "network",
                });
                const group = n.add("aws:alb/targetGroup:TargetGroup", "web", {
                    vpcId: vpc.id,
                    port: 80,
                    protocol: "TCP",
                    targetType: "ip",
                });
                const tcpListener = n.add("aws:alb/listener:Listener", "tcp", {
                    loadBalancerArn: nlb.arn,
                    port: 80,
                    protocol: "TCP",
                    defaultActions: [{ type: "forward", targetGroupArn: group.arn }],
                });
                n.service("web", [privateSubnet], behind(group), allBut(n, tcpListener));
            },
            ...early,
            on: "web",
            says: /listener tcp/,
        },
        {
            name: "the route table association of the NAT gateway's subnet",
            network: (n) =>
                behindNat(n, ({ type, name }) => type.endsWith("Association") && name === "public"),
            ...early,
            on: "web",
            says: /does not wait for route table association public:/,
        },
        {
            name: "a route that stands by itself, with its NAT gateway",
            network: (n) => {
                const { vpc, nat } = natNetwork(n);
                const subnet = n.subnet("app", vpc);
                const table = n.routeTable("app", vpc);
                n.associate(subnet, table);
                const out = n.route("out", table, { natGatewayId: nat.id });
                n.service("web", [subnet], {}, allBut(n, out));
            },
            ...early,
            on: "web",
            says: /does not wait for route out: tasks that start earlier fail/,
        },
        {
            name: "the attachment of an internet gateway",
            network: (n) => {
                const vpc = n.vpc();
                const igw = n.add("aws:ec2/internetGateway:InternetGateway", "igw");
                const attachment = n.add(
                    "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment",
                    "igw",
                    { internetGatewayId: igw.id, vpcId: vpc.id },
                );
                const routes = [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }];
                const { subnet } = n.subnetWith("public", vpc, routes);
                const inputs = { networkConfiguration: { assignPublicIp: true } };
                n.service("web", [subnet], inputs, allBut(n, attachment));
            },
            ...early,
            on: "web",
            says: /does not wait for internet gateway attachment igw/,
        },
        {
            name: "endpoints, where nothing else leads out",
            network: (n) => byEndpoints(n, ({ type }) => type.endsWith(":VpcEndpoint")),
            ...early,
            on: "web",
            says: /VPC endpoints ecr\.api, ecr\.dkr and s3 → may come later/,
        },
        {
            name: "the rule by which endpoints admit the tasks",
            network: (n) => byEndpoints(n, ({ name }) => name === "https"),
            ...early,
            on: "web",
            says: /does not wait for security group ingress rule https|rule https/,
        },
        {
            name: "the egress rule of the tasks' group",
            network: (n) => withRule(n, false),
            ...early,
            on: "web",
            says: /rule out/,
        },
        {
            name: "a mount target",
            network: (n) => mounting(n, false),
            ...early,
            on: "web",
            says: /does not wait for .*mount target data/,
        },
        {
            name: "a mount target of S3 Files",
            network: (n) => mounting(n, false, true),
            ...early,
            on: "web",
            says: /does not wait for .*mount target data/,
        },
        {
            name: "the policy that is attached to the execution role",
            network: (n) => withRole(n, [attached(n)], all),
            ...early,
            on: "web",
            says: /role policy attachment execution → may come later, and until then the execution role does not allow ecr:GetAuthorizationToken/,
        },
        {
            name: "a policy of the execution role alone",
            network: (n) => withRole(n, [inline(n)], all),
            ...early,
            on: "web",
            says: /does not wait for role policy execution/,
        },
        {
            name: "two policies of the execution role, of which one allows all that tasks start with",
            network: (n) => withRole(n, [inline(n, "queue", "sqs:*"), inline(n, "images")], all),
            ...early,
            on: "web",
            says: /does not wait for role policy images: /,
        },
        {
            name: "a log group that containers name by a text",
            network: (n) => logging(n, () => ({})),
            ...early,
            on: "web",
            says: /does not wait for log group app: /,
        },
        {
            name: "the value of a secret",
            network: (n) => reading(n, false),
            ...early,
            on: "web",
            says: /secret version token → may come later, and until then secret token has no value/,
        },
        {
            name: "capacity providers that the cluster does not have yet",
            network: (n) => onProviders(n, spot, false),
            ...early,
            on: "web",
            says: /until then cluster main has no such capacity provider, and AWS refuses the service/,
        },
        {
            name: "the default strategy of the cluster",
            network: (n) => onProviders(n, {}, false),
            ...early,
            on: "web",
            says: /until then cluster main has no default strategy/,
        },
        {
            name: "a service with the deployment circuit breaker",
            network: (n) =>
                behindNat(n, isAssociation, {
                    desiredCount: 9,
                    deploymentCircuitBreaker: { enable: true, rollback: true },
                }),
            ...early,
            on: "web",
            says: /deploymentCircuitBreaker is on: after 5 failed tasks ECS ends the deployment/,
        },
        {
            name: "a service that waits for its steady state",
            network: (n) => behindNat(n, isAssociation, { waitForSteadyState: true }),
            ...early,
            on: "web",
            says: /waitForSteadyState is on/,
        },
    ],
    cannotKnow: [
        {
            name: "a target group that is not in the plan",
            network: (n) => {
                const { privateSubnet } = natNetwork(n);
                const targetGroupArn =
                    "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/other/0123456789abcdef";
                n.service(
                    "web",
                    [privateSubnet],
                    { loadBalancers: [{ targetGroupArn, containerName: "c0", containerPort: 80 }] },
                    allBut(n),
                );
            },
            ...early,
            on: "web",
            gap: /the target group that it names is not in this plan/,
            ok: (n) => waiting(n),
            violated: racing,
            completed: "first preview",
        },
        {
            name: "a listener that may forward to another group",
            network: (n) => {
                const { vpc, alb, group, privateSubnet } = albNetwork(n);
                const other = n.targetGroup("other", vpc);
                n.listenerToSome("http", alb, [group, other], 80);
                n.service("web", [privateSubnet], behind(group), allBut(n));
            },
            ...early,
            on: "web",
            gap: /defaultActions\[0\]\.targetGroupArn of http/,
            ok: (n) => waiting(n),
            violated: racing,
            completed: "first preview",
        },
        {
            name: "a second listener that may forward to it, and that the service waits for",
            network: (n) => {
                const { vpc, alb, group, privateSubnet } = albNetwork(n);
                const other = n.targetGroup("other", vpc);
                const http = n.listener("http", alb, group);
                n.listenerToSome("https", alb, [group, other], 443);
                n.service("web", [privateSubnet], behind(group), allBut(n, http));
            },
            ...early,
            on: "web",
            gap: /defaultActions\[0\]\.targetGroupArn of https/,
            ok: (n) => waiting(n),
            violated: racing,
            completed: "first preview",
        },
        {
            name: "a service that may be on Fargate",
            network: (n) => {
                const { alb, group, privateSubnet } = albNetwork(n);
                const listener = n.listener("http", alb, group);
                const inputs = { launchType: null, cluster: "shared", ...behind(group) };
                n.service("web", [privateSubnet], inputs, allBut(n, listener));
            },
            ...early,
            on: "web",
            gap: /the cluster that it names is not in this plan/,
            ok: (n) => waiting(n),
            violated: racing,
            completed: "first preview",
        },
        {
            name: "containers that are not known, and a log group that comes later",
            network: (n) => {
                const { privateSubnet } = natNetwork(n);
                const network = allBut(n);
                n.add("aws:cloudwatch/logGroup:LogGroup", "app", { name: "/ecs/app" });
                taskFedBy(n, n.add("aws:rds/instance:Instance", "db"));
                n.service("web", [privateSubnet], {}, network);
            },
            ...early,
            on: "web",
            gap: /containerDefinitions of app/,
            ok: (n) => logging(n, (group) => ({ dependsOn: [group] })),
            violated: (n) => logging(n, () => ({})),
            completed: "first preview",
        },
        {
            name: "what a policy that comes later allows",
            network: (n) => withRole(n, [hidden(n, "more")], more),
            ...early,
            on: "web",
            gap: /policy of more/,
            ok: (n) => withRole(n, [attached(n)]),
            violated: (n) => withRole(n, [attached(n)], all),
            completed: "first preview",
        },
        {
            name: "what a policy allows that is there in time",
            network: (n) => withRole(n, [hidden(n, "early"), inline(n, "more")], more),
            ...early,
            on: "web",
            gap: /policy of early/,
            ok: (n) => withRole(n, [attached(n), inline(n, "more")], more),
            violated: (n) => withRole(n, [attached(n)], all),
            completed: "first preview",
        },
        {
            name: "how many tasks are to run",
            network: (n) => {
                const { privateSubnet } = natNetwork(n);
                const choice = n.add("test:index:Choice", "choice");
                const inputs = { desiredCount: choice.get("count") };
                const left = n.resources.filter((each) => isAssociation(each));
                n.service("web", [privateSubnet], inputs, allBut(n, ...left));
            },
            ...early,
            on: "web",
            gap: /desiredCount of web/,
            ok: (n) => behindNat(n, isAssociation, { desiredCount: 0 }),
            violated: (n) => behindNat(n, isAssociation),
            completed: "first preview",
        },
    ],
});
