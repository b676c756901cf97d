import { taskExec } from "../../policies/task-exec";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { groupWith, isolatedNetwork, natNetwork, tcp, type Network } from "../support/networks";
import { unknown, type Inputs, type Resource } from "../support/program";
import { testPolicy } from "../support/table";

/** A service with ECS Exec in a subnet. */
function withExec(n: Network, subnet: Resource, inputs: Inputs = {}): void {
    n.service("web", [subnet], { enableExecuteCommand: true, ...inputs });
}

/** A service with ECS Exec in an isolated VPC with these endpoints. */
function isolated(n: Network, services: readonly string[], inputs: Inputs = {}): void {
    withExec(n, isolatedNetwork(n, services).subnet, inputs);
}

function behindNat(n: Network, inputs: Inputs = {}): void {
    withExec(n, natNetwork(n).privateSubnet, inputs);
}

/** A Windows task: there 1.0.0 is the newest platform version. */
function onWindows(n: Network, inputs: Inputs = {}): void {
    const { subnet } = isolatedNetwork(n, ["ssmmessages"]);
    n.taskDefinition("app", {
        runtimePlatform: { operatingSystemFamily: "WINDOWS_SERVER_2022_CORE" },
    });
    withExec(n, subnet, inputs);
}

/** An ssmmessages endpoint, made with these inputs, beside a NAT gateway. */
function besideNat(n: Network, inputsIn: (vpc: Resource) => Inputs): void {
    const { vpc, privateSubnet } = natNetwork(n);
    n.endpoint("ssmmessages", vpc, inputsIn(vpc));
    withExec(n, privateSubnet);
}

const images = ["ecr.api", "ecr.dkr", "s3"];

testPolicy(taskExec, unverifiedNetwork, {
    valid: [
        {
            name: "an ssmmessages endpoint",
            network: (n) => {
                isolated(n, ["ssmmessages"]);
            },
        },
        {
            name: "a NAT gateway",
            network: (n) => {
                behindNat(n);
            },
        },
        {
            name: "a public subnet with a public IP",
            network: (n) => {
                const vpc = n.vpc();
                const igw = n.internetGateway(vpc);
                const { subnet } = n.subnetWith("public", vpc, [
                    { cidrBlock: "0.0.0.0/0", gatewayId: igw.id },
                ]);
                withExec(n, subnet, { networkConfiguration: { assignPublicIp: true } });
            },
        },
        {
            name: "no ECS Exec, as by default, in an isolated VPC",
            network: (n) => {
                n.service("web", [isolatedNetwork(n, []).subnet]);
            },
        },
        {
            name: "ECS Exec turned off, on an old platform in an isolated VPC",
            network: (n) => {
                isolated(n, [], { enableExecuteCommand: false, platformVersion: "1.3.0" });
            },
        },
        {
            name: "platform 1.4.0",
            network: (n) => {
                isolated(n, ["ssmmessages"], { platformVersion: "1.4.0" });
            },
        },
        {
            name: "Windows on its platform 1.0.0",
            network: (n) => {
                onWindows(n, { platformVersion: "1.0.0" });
            },
        },
        {
            name: "an ssmmessages endpoint in another subnet than the tasks",
            network: (n) => {
                const { vpc } = isolatedNetwork(n, ["ssmmessages"]);
                withExec(n, n.subnetWith("tasks", vpc, []).subnet);
            },
        },
        {
            name: "an ssmmessages endpoint whose group admits the VPC",
            network: (n) => {
                besideNat(n, (vpc) => {
                    const ingress = [tcp(443, { cidrBlocks: ["10.0.0.0/16"] })];
                    return { securityGroupIds: [groupWith(n, "endpoints", vpc, { ingress }).id] };
                });
            },
        },
        {
            name: "an EC2 service with ECS Exec in an isolated VPC",
            network: (n) => {
                isolated(n, [], { launchType: "EC2" });
            },
        },
    ],
    violates: [
        {
            name: "an isolated VPC without an ssmmessages endpoint",
            network: (n) => {
                isolated(n, images);
            },
            fixed: (n) => {
                isolated(n, [...images, "ssmmessages"]);
            },
            on: "web",
            says: [
                /^ECS Exec of service web does not work: from subnet private its tasks cannot reach /,
                /over the internet: service web → subnet private → route table private → no route for 0\.0\.0\.0\/0/,
                /no ssmmessages interface endpoint/,
                /fix: add an interface endpoint for com\.amazonaws\.us-east-1\.ssmmessages/,
            ],
        },
        {
            name: "the endpoints of Session Manager for instances, without ssmmessages",
            network: (n) => {
                isolated(n, ["ssm", "ec2messages"]);
            },
            on: "web",
            says: /no ssmmessages interface endpoint/,
        },
        {
            name: "an ssmmessages endpoint without private DNS",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n, []);
                n.endpoint("ssmmessages", vpc, { privateDnsEnabled: false });
                withExec(n, subnet);
            },
            on: "web",
            says: /VPC endpoint ssmmessages → private DNS is off/,
        },
        {
            name: "an ssmmessages endpoint whose group admits only itself, although there is a NAT gateway",
            network: (n) => {
                besideNat(n, (vpc) => {
                    const ingress = [tcp(443, { self: true })];
                    return { securityGroupIds: [groupWith(n, "endpoints", vpc, { ingress }).id] };
                });
            },
            on: "web",
            says: /VPC endpoint ssmmessages → security group endpoints → no ingress rule admits TCP 443/,
        },
        {
            name: "an ssmmessages endpoint whose policy lets no channel be opened, although there is a NAT gateway",
            network: (n) => {
                const Statement = [
                    { Effect: "Deny", Principal: "*", Action: "ssmmessages:*", Resource: "*" },
                ];
                besideNat(n, () => ({ policy: JSON.stringify({ Statement }) }));
            },
            on: "web",
            says: /VPC endpoint ssmmessages → its policy (?:does not allow|denies) ssmmessages:CreateControlChannel/,
        },
        {
            name: "a task group that lets nothing out",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                const tasks = groupWith(n, "tasks", vpc, { egress: [] });
                withExec(n, privateSubnet, {
                    networkConfiguration: { securityGroups: [tasks.id] },
                });
            },
            on: "web",
            says: /security group tasks → no egress rule admits TCP 443 to the internet/,
        },
        {
            name: "one of two subnets without a way",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                const { subnet } = n.subnetWith("lost", vpc, []);
                n.service("web", [privateSubnet, subnet], { enableExecuteCommand: true });
            },
            on: "web",
            says: /from subnet lost its tasks cannot reach/,
        },
        {
            name: "platform 1.3.0",
            network: (n) => {
                behindNat(n, { platformVersion: "1.3.0" });
            },
            on: "web",
            says: [
                /^service web has enableExecuteCommand, but its platformVersion is older than 1\.4\.0/,
                /fix: either set platformVersion to "LATEST" on service web; or set platformVersion to "1\.4\.0" on service web/,
            ],
        },
        {
            name: "platform 1.0.0 on Linux",
            network: (n) => {
                behindNat(n, { platformVersion: "1.0.0" });
            },
            on: "web",
            says: /platformVersion is older than 1\.4\.0/,
        },
        {
            name: "an IPv6-only subnet, from which ECS Exec does not work",
            statement: "1.14",
            network: (n) => {
                const vpc = n.vpc();
                const igw = n.internetGateway(vpc);
                const subnet = n.subnet("ipv6", vpc, {
                    ipv6Native: true,
                    cidrBlock: null,
                    ipv6CidrBlock: "2001:db8:1:1::/64",
                });
                const table = n.routeTable("ipv6", vpc, [
                    { ipv6CidrBlock: "::/0", gatewayId: igw.id },
                ]);
                n.associate(subnet, table);
                withExec(n, subnet);
            },
            on: "web",
            says: /IPv6-only/,
        },
        {
            name: "a task that EventBridge starts",
            network: (n) => {
                const { subnet } = isolatedNetwork(n);
                n.add("aws:cloudwatch/eventTarget:EventTarget", "nightly", {
                    arn: n.cluster().arn,
                    ecsTarget: {
                        launchType: "FARGATE",
                        enableExecuteCommand: true,
                        taskDefinitionArn: n.taskDefinition("app").arn,
                        networkConfiguration: { subnets: [subnet.id] },
                    },
                });
            },
            on: "nightly",
            says: /ECS Exec of event target nightly does not work/,
        },
        {
            name: "a task that EventBridge Scheduler starts",
            network: (n) => {
                const { subnet } = isolatedNetwork(n);
                n.add("aws:scheduler/schedule:Schedule", "hourly", {
                    target: {
                        arn: n.cluster().arn,
                        ecsParameters: {
                            launchType: "FARGATE",
                            enableExecuteCommand: true,
                            taskDefinitionArn: n.taskDefinition("app").arn,
                            networkConfiguration: { subnets: [subnet.id] },
                        },
                    },
                });
            },
            on: "hourly",
            says: /ECS Exec of schedule hourly does not work/,
        },
    ],
    cannotKnow: [
        {
            name: "a switch that is not known",
            network: (n) => {
                isolated(n, [], { enableExecuteCommand: unknown });
            },
            on: "web",
            gap: /enableExecuteCommand of web/,
            ok: (n) => {
                isolated(n, [], { enableExecuteCommand: false });
            },
            violated: (n) => {
                isolated(n, []);
            },
        },
        {
            name: "a platform version that is not known",
            network: (n) => {
                behindNat(n, { platformVersion: unknown });
            },
            on: "web",
            gap: /platformVersion of web/,
            ok: (n) => {
                behindNat(n, { platformVersion: "LATEST" });
            },
            violated: (n) => {
                behindNat(n, { platformVersion: "1.3.0" });
            },
        },
        {
            name: "platform 1.0.0 of a task definition that is not in the plan: it may be for Windows",
            network: (n) => {
                behindNat(n, { platformVersion: "1.0.0", taskDefinition: "shared:3" });
            },
            on: "web",
            gap: /the task definition that it names is not in this plan/,
            ok: (n) => {
                onWindows(n, { platformVersion: "1.0.0" });
            },
            violated: (n) => {
                behindNat(n, { platformVersion: "1.0.0" });
            },
        },
        {
            name: "egress through a transit gateway",
            network: (n) => {
                const { subnet } = n.subnetWith("private", n.vpc(), [
                    { cidrBlock: "0.0.0.0/0", transitGatewayId: "tgw-1" },
                ]);
                withExec(n, subnet);
            },
            on: "web",
            gap: /what lies behind it is not in the plan/,
            ok: (n) => {
                behindNat(n);
            },
            violated: (n) => {
                isolated(n, []);
            },
        },
        {
            name: "an endpoint whose service is not known",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n, []);
                n.endpoint("ssmmessages", vpc, { serviceName: unknown });
                withExec(n, subnet);
            },
            on: "web",
            gap: /serviceName of ssmmessages/,
            ok: (n) => {
                isolated(n, ["ssmmessages"]);
            },
            violated: (n) => {
                isolated(n, ["ssm"]);
            },
        },
        {
            name: "subnets that are not in the plan",
            network: (n) => {
                n.service("web", ["subnet-0123456789abcdef0"], { enableExecuteCommand: true });
            },
            on: "web",
            gap: /the subnet that it names is not in this plan/,
            ok: (n) => {
                behindNat(n);
            },
            violated: (n) => {
                isolated(n, []);
            },
        },
        {
            name: "a service that may be on Fargate: its cluster is not in the plan",
            network: (n) => {
                isolated(n, [], { launchType: null, cluster: "shared" });
            },
            on: "web",
            gap: /the cluster that it names is not in this plan/,
            ok: (n) => {
                isolated(n, ["ssmmessages"]);
            },
            violated: (n) => {
                isolated(n, []);
            },
        },
    ],
});
