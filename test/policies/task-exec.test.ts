import { taskExec } from "../../policies/task-exec";
import { unverifiedNetwork } from "../../policies/unverified-network";
import {
    groupWith,
    isolatedNetwork,
    natNetwork,
    taskOf,
    tcp,
    type Network,
} from "../support/networks";
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

/** Containers with these variables, and no endpoint for ECS Exec. */
function withVariables(n: Network, ...environment: readonly Inputs[]): void {
    const { subnet } = isolatedNetwork(n, []);
    taskOf(n, { environment: [...environment] });
    withExec(n, subnet);
}

/** The same, in a cluster with a key or logs for ECS Exec. */
function isolatedWith(n: Network, services: readonly string[], configuration: Inputs): void {
    n.clusterWithExec(configuration);
    isolated(n, services);
}

const key = { kmsKeyId: "arn:aws:kms:us-east-1:123456789012:key/exec" };
const logGroup = { logConfiguration: { cloudWatchLogGroupName: "/ecs/exec" } };
const bucket = { logConfiguration: { s3BucketName: "sessions" } };

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
        {
            name: "a key of the cluster's, and a kms endpoint",
            network: (n) => {
                isolatedWith(n, ["ssmmessages", "kms"], key);
            },
        },
        {
            name: "a key and a log of the cluster's, behind a NAT gateway",
            network: (n) => {
                n.clusterWithExec({ ...key, ...logGroup, logging: "OVERRIDE" });
                behindNat(n);
            },
        },
        {
            name: "the cluster's key, behind a NAT gateway, of a cluster that is not in the plan",
            network: (n) => {
                behindNat(n, { cluster: "shared" });
            },
        },
        {
            name: "a log of the containers' own, as by default, without a logs endpoint",
            network: (n) => {
                isolatedWith(n, ["ssmmessages"], { ...logGroup, logging: "DEFAULT" });
            },
        },
        {
            name: "no log of the sessions, without a logs endpoint",
            network: (n) => {
                isolatedWith(n, ["ssmmessages"], { logging: "NONE" });
            },
        },
        {
            name: "a log of the sessions in CloudWatch and S3, with both endpoints",
            network: (n) => {
                isolatedWith(n, ["ssmmessages", "logs", "s3"], {
                    logging: "OVERRIDE",
                    logConfiguration: { ...logGroup.logConfiguration, ...bucket.logConfiguration },
                });
            },
        },
        {
            name: "a key of a cluster whose service has no ECS Exec",
            network: (n) => {
                n.clusterWithExec(key);
                n.service("web", [isolatedNetwork(n, []).subnet]);
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
            name: "a key of the cluster's, without a kms endpoint",
            network: (n) => {
                isolatedWith(n, ["ssmmessages"], key);
            },
            fixed: (n) => {
                isolatedWith(n, ["ssmmessages", "kms"], key);
            },
            on: "web",
            says: [
                /^ECS Exec of service web does not work: from subnet private its tasks cannot reach KMS by the cluster's key for ECS Exec/,
                /no kms interface endpoint/,
            ],
        },
        {
            name: "a log of the sessions in CloudWatch, without a logs endpoint",
            network: (n) => {
                isolatedWith(n, ["ssmmessages"], { ...logGroup, logging: "OVERRIDE" });
            },
            fixed: (n) => {
                isolatedWith(n, ["ssmmessages", "logs"], { ...logGroup, logging: "OVERRIDE" });
            },
            on: "web",
            says: [
                /^sessions of ECS Exec of service web are not logged: from subnet private its tasks cannot reach CloudWatch Logs by the cluster's log of ECS Exec/,
                /no logs interface endpoint/,
            ],
        },
        {
            name: "a log of the sessions in S3, without an endpoint for it",
            network: (n) => {
                isolatedWith(n, ["ssmmessages"], { ...bucket, logging: "OVERRIDE" });
            },
            on: "web",
            says: /^sessions of ECS Exec of service web are not logged: .* cannot reach S3 by/,
        },
        {
            name: "a log of the sessions in S3, by an endpoint whose policy lets nothing be written",
            network: (n) => {
                const Statement = [
                    { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" },
                ];
                n.clusterWithExec({ ...bucket, logging: "OVERRIDE" });
                const { vpc, subnet, table } = isolatedNetwork(n, ["ssmmessages"]);
                n.endpoint("s3", vpc, {
                    vpcEndpointType: "Gateway",
                    routeTableIds: [table.id],
                    policy: JSON.stringify({ Statement }),
                });
                withExec(n, subnet);
            },
            on: "web",
            says: /its policy does not allow s3:PutObject/,
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
        ...["HTTPS_PROXY", "https_proxy", "http_proxy"].map((name) => ({
            name: `a container that names a proxy (${name}), and no endpoint`,
            network: (n: Network) => {
                withVariables(n, { name, value: "http://user:secret@proxy.internal:3128" });
            },
            on: "web",
            gap: new RegExp(
                `containerDefinitions\\[0\\] of app: the agent of ECS Exec may use the proxy that ${name} of it names`,
            ),
            ok: (n: Network) => {
                isolated(n, ["ssmmessages"]);
            },
            violated: (n: Network) => {
                withVariables(n, { name, value: "" }, { name: "NO_PROXY", value: "*" });
            },
        })),
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
        ...Object.entries({
            "a cluster that is not in the plan: it may have a key": "shared",
            "no cluster: the account's default one may have a key": null,
        }).map(([name, cluster]) => ({
            name,
            network: (n: Network) => {
                isolated(n, ["ssmmessages"], { cluster });
            },
            on: "web",
            gap: /the cluster that it names is not in this plan/,
            ok: (n: Network) => {
                isolated(n, ["ssmmessages"]);
            },
            violated: (n: Network) => {
                isolatedWith(n, ["ssmmessages"], key);
            },
        })),
        {
            name: "settings of ECS Exec that are not known",
            network: (n) => {
                isolatedWith(n, ["ssmmessages"], unknown as unknown as Inputs);
            },
            on: "web",
            gap: /configuration\.executeCommandConfiguration.* of main/,
            ok: (n) => {
                isolatedWith(n, ["ssmmessages"], { logging: "NONE" });
            },
            violated: (n) => {
                isolatedWith(n, ["ssmmessages"], { ...logGroup, logging: "OVERRIDE" });
            },
        },
        {
            name: "a key that is not known",
            network: (n) => {
                isolatedWith(n, ["ssmmessages"], { kmsKeyId: unknown });
            },
            on: "web",
            gap: /kmsKeyId of main/,
            ok: (n) => {
                isolatedWith(n, ["ssmmessages"], { kmsKeyId: null });
            },
            violated: (n) => {
                isolatedWith(n, ["ssmmessages"], key);
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
