import { taskLogs } from "../../policies/task-logs";
import { unverifiedNetwork } from "../../policies/unverified-network";
import {
    aclWithout,
    ecrImage,
    groupWith,
    isolatedNetwork,
    natNetwork,
    taskFedBy,
    taskOf as taskOfContainers,
    tcp,
    type NatNetwork,
    type Network,
} from "../support/networks";
import { translated } from "../support/ipv6";
import { unknown, type Inputs, type Resource, type Value } from "../support/program";
import { testPolicy } from "../support/table";

function awslogs(options: Inputs = {}): Inputs {
    return {
        logDriver: "awslogs",
        options: {
            "awslogs-group": "web",
            "awslogs-region": "us-east-1",
            "awslogs-stream-prefix": "web",
            ...options,
        },
    };
}

/** A task of these containers, and the log groups to which they write. */
function taskOf(n: Network, ...containers: readonly Inputs[]): Resource {
    const regions = containers.map((container) => {
        const { logDriver, options } = (container.logConfiguration ?? {}) as Inputs;
        const region = ((options ?? {}) as Inputs)["awslogs-region"];
        return logDriver === "splunk" || typeof region !== "string" ? "us-east-1" : region;
    });
    for (const region of new Set(regions)) logGroup(n, region === unknown ? "us-east-1" : region);
    return taskOfContainers(n, ...containers);
}

/** The log group `web` of a region. */
function logGroup(n: Network, region = "us-east-1"): Resource {
    const here = region === "us-east-1";
    return n.add("aws:cloudwatch/logGroup:LogGroup", here ? "web" : region, {
        name: "web",
        ...(here ? {} : { region }),
    });
}

/** A service behind NAT whose containers are these, and the log groups that are given. */
const behindNatOf =
    (
        containers: readonly Inputs[],
        groups: (n: Network) => void = () => undefined,
        settings: Inputs = {},
    ) =>
    (n: Network): void => {
        groups(n);
        Object.assign(taskOfContainers(n, ...containers).inputs, settings);
        n.service("web", [natNetwork(n).privateSubnet]);
    };

/** A container of a task that logs to a group by its name, or by that of one of the plan. */
const loggingTo = (group: Value, options: Inputs = {}): Inputs => ({
    logConfiguration: awslogs({ "awslogs-group": group, ...options }),
});

/** The account's own mode of logging. */
function modeOfAccount(n: Network, value: Value, inputs: Inputs = {}): void {
    n.add("aws:ecs/accountSettingDefault:AccountSettingDefault", "logging", {
        name: "defaultLogDriverMode",
        value,
        ...inputs,
    });
}

/** A log router, and a container that logs through it. */
const routed = (router: Inputs): readonly Inputs[] => [
    { logConfiguration: fireLens({ Name: "cloudwatch_logs", region: "us-east-1" }) },
    {
        image: "public.ecr.aws/aws-observability/aws-for-fluent-bit:stable",
        firelensConfiguration: { type: "fluentbit" },
        ...router,
    },
];

function fireLens(options: Inputs): Inputs {
    return { logDriver: "awsfirelens", options };
}

function splunk(url: string): Inputs {
    return { logDriver: "splunk", options: { "splunk-token": "t", "splunk-url": url } };
}

/** A service in a subnet whose container logs like this. */
function logging(
    n: Network,
    subnet: Resource,
    logConfiguration: Inputs = awslogs(),
    inputs: Inputs = {},
): void {
    taskOf(n, { logConfiguration });
    n.service("web", [subnet], inputs);
}

/** A service in an isolated VPC with these endpoints, of which only the proxy of Service Connect logs. */
function proxyLogging(
    n: Network,
    services: readonly string[],
    logConfiguration: Inputs = awslogs(),
    enabled: Value = true,
): void {
    taskOfContainers(n, {});
    const serviceConnectConfiguration = { enabled, namespace: "shop", logConfiguration };
    n.service("web", [isolatedNetwork(n, services).subnet], { serviceConnectConfiguration });
}

/** A service in an isolated VPC with these endpoints. */
function isolated(
    n: Network,
    services: readonly string[],
    logConfiguration: Inputs = awslogs(),
): void {
    logging(n, isolatedNetwork(n, services).subnet, logConfiguration);
}

function behindNat(n: Network, logConfiguration: Inputs = awslogs()): void {
    logging(n, natNetwork(n).privateSubnet, logConfiguration);
}

/** An isolated VPC whose logs endpoint is made with these inputs. */
function withEndpoint(n: Network, inputs: Inputs): void {
    const { vpc, subnet } = isolatedNetwork(n, []);
    n.endpoint("logs", vpc, inputs);
    logging(n, subnet);
}

/** Tasks in a group of their own, and a logs endpoint whose group has these rules; a NAT gateway too. */
function guarded(n: Network, rulesFor: (tasks: Resource) => Inputs): NatNetwork {
    const network = natNetwork(n);
    const { vpc, privateSubnet } = network;
    const tasks = n.securityGroup("tasks", vpc);
    const endpoints = groupWith(n, "endpoints", vpc, rulesFor(tasks));
    n.endpoint("logs", vpc, { securityGroupIds: [endpoints.id], subnetIds: [privateSubnet.id] });
    logging(n, privateSubnet, awslogs(), {
        networkConfiguration: { securityGroups: [tasks.id] },
    });
    return network;
}

/** Tasks behind a NAT gateway, in a group with only these rules for what goes out. */
function leavingBy(n: Network, egress: Value[], logConfiguration: Inputs = awslogs()): void {
    const { vpc, privateSubnet } = natNetwork(n);
    const tasks = groupWith(n, "tasks", vpc, { egress });
    logging(n, privateSubnet, logConfiguration, {
        networkConfiguration: { securityGroups: [tasks.id] },
    });
}

function policyOf(...statements: Inputs[]): string {
    return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

const everyone = { Principal: "*", Resource: "*" };
const anywhere = { cidrBlocks: ["0.0.0.0/0"] };

/** A service of Express Mode in an isolated subnet, with endpoints for these services. */
function expressIsolated(n: Network, services: readonly string[], inputs: Inputs = {}): void {
    const { vpc, subnet } = isolatedNetwork(n, services);
    const ingress = [tcp(443, { cidrBlocks: ["10.0.0.0/16"] })];
    const group = groupWith(n, "endpoints", vpc, { ingress });
    for (const { type, inputs: own } of n.resources) {
        if (type !== "aws:ec2/vpcEndpoint:VpcEndpoint" || own.subnetIds === undefined) continue;
        own.securityGroupIds = [group.id];
    }
    n.express("web", [subnet], inputs);
}

const forImages = ["ecr.api", "ecr.dkr", "s3"];

testPolicy(taskLogs, unverifiedNetwork, {
    valid: [
        {
            name: "awslogs by a logs endpoint",
            network: (n) => {
                isolated(n, ["logs"]);
            },
        },
        {
            name: "the proxy of Service Connect with awslogs, by a logs endpoint",
            network: (n) => {
                proxyLogging(n, ["logs"]);
            },
        },
        {
            name: "Service Connect that is off, in an isolated VPC",
            network: (n) => {
                proxyLogging(n, [], awslogs(), false);
            },
        },
        {
            name: "awslogs by NAT",
            network: (n) => {
                behindNat(n);
            },
        },
        {
            name: "awslogs from a public subnet, with a public IP",
            network: (n) => {
                const vpc = n.vpc();
                const igw = n.internetGateway(vpc);
                const { subnet } = n.subnetWith("public", vpc, [
                    { cidrBlock: "0.0.0.0/0", gatewayId: igw.id },
                ]);
                logging(n, subnet, awslogs(), { networkConfiguration: { assignPublicIp: true } });
            },
        },
        {
            name: "no logConfiguration in an isolated VPC",
            network: (n) => {
                const { subnet } = isolatedNetwork(n);
                taskOf(n, {}, { logConfiguration: null });
                n.service("web", [subnet]);
            },
        },
        {
            name: "a logs endpoint whose group admits the CIDR of the tasks' subnet",
            network: (n) => {
                guarded(n, () => ({ ingress: [tcp(443, { cidrBlocks: ["10.0.2.0/24"] })] }));
            },
        },
        {
            name: "a logs endpoint whose group admits the group of the tasks",
            network: (n) => {
                guarded(n, (tasks) => ({ ingress: [tcp(443, { securityGroups: [tasks.id] })] }));
            },
        },
        {
            name: "a logs endpoint in another subnet than the tasks",
            network: (n) => {
                const { vpc } = isolatedNetwork(n, ["logs"]);
                logging(n, n.subnetWith("tasks", vpc, []).subnet);
            },
        },
        {
            name: "a logs endpoint whose policy allows what the log driver does",
            network: (n) => {
                const Action = ["logs:CreateLogStream", "logs:PutLogEvents"];
                const policy = policyOf({ Effect: "Allow", Action, ...everyone });
                withEndpoint(n, { policy });
            },
        },
        {
            name: "the logs of another region by NAT, beside an endpoint for the own one",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                n.endpoint("logs", vpc);
                logging(n, privateSubnet, awslogs({ "awslogs-region": "eu-west-1" }));
            },
        },
        {
            name: "a task group that lets only HTTPS out",
            network: (n) => {
                leavingBy(n, [tcp(443, anywhere)]);
            },
        },
        {
            name: "a logs endpoint without private DNS, beside NAT",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                const endpoints = groupWith(n, "endpoints", vpc, { ingress: [] });
                n.endpoint("logs", vpc, {
                    privateDnsEnabled: false,
                    securityGroupIds: [endpoints.id],
                });
                logging(n, privateSubnet);
            },
        },
        {
            name: "FireLens to CloudWatch by the logs endpoint, its router with awslogs",
            network: (n) => {
                const { subnet } = isolatedNetwork(n, ["logs"]);
                const Name = "cloudwatch";
                taskOf(
                    n,
                    { logConfiguration: fireLens({ Name, region: "us-east-1" }) },
                    { firelensConfiguration: { type: "fluentbit" }, logConfiguration: awslogs() },
                );
                n.service("web", [subnet]);
            },
        },
        {
            name: "FireLens to Firehose by its endpoint",
            network: (n) => {
                const options = { Name: "firehose", region: "us-east-1", delivery_stream: "web" };
                isolated(n, ["kinesis-firehose"], fireLens(options));
            },
        },
        {
            name: "FireLens to Kinesis by its endpoint",
            network: (n) => {
                const options = { Name: "kinesis", region: "us-east-1", stream: "web" };
                isolated(n, ["kinesis-streams"], fireLens(options));
            },
        },
        {
            name: "FireLens to S3 by a gateway endpoint whose policy only lets objects be put",
            network: (n) => {
                const { vpc, subnet, table } = isolatedNetwork(n, []);
                const policy = policyOf({ Effect: "Allow", Action: "s3:PutObject", ...everyone });
                n.endpoint("s3", vpc, { routeTableIds: [table.id], policy });
                logging(n, subnet, fireLens({ Name: "s3", region: "us-east-1", bucket: "logs" }));
            },
        },
        {
            name: "Splunk Cloud by NAT",
            network: (n) => {
                behindNat(n, splunk("https://http-inputs-acme.splunkcloud.com:443"));
            },
        },
        {
            name: "Splunk Cloud on a port of its own, which the task group lets out",
            network: (n) => {
                const url = "https://inputs.acme.splunkcloud.com:8088";
                leavingBy(n, [tcp(443, anywhere), tcp(8088, anywhere)], splunk(url));
            },
        },
        ...(
            [
                ["FireLens to Datadog", fireLens({ Name: "datadog", apikey: "k" })],
                ["FireLens with a configuration file of its own", fireLens({})],
                ["a Splunk of one's own", splunk("https://splunk.example.com")],
                [
                    "awslogs by an endpoint of its own",
                    awslogs({ "awslogs-endpoint": "https://logs.us-east-1.amazonaws.com" }),
                ],
            ] as const
        ).map(([name, logConfiguration]) => ({
            name: `${name} by NAT, by which all hosts are reached`,
            network: (n: Network) => {
                behindNat(n, logConfiguration);
            },
        })),
        {
            name: "an EC2 service with awslogs in an isolated VPC",
            network: (n) => {
                const { subnet } = isolatedNetwork(n, []);
                logging(n, subnet, awslogs(), { launchType: "EC2" });
            },
        },
        {
            name: "Express Mode behind a NAT gateway",
            network: (n) => n.express("web", [natNetwork(n).privateSubnet]),
        },
        {
            name: "Express Mode in an isolated VPC with a logs endpoint",
            network: (n) => {
                expressIsolated(n, [...forImages, "logs"]);
            },
        },
        {
            name: "Express Mode with a task definition of the program's that logs nowhere",
            network: (n) => {
                const { arn } = n.taskDefinition("app");
                expressIsolated(n, forImages, { taskDefinitionArn: arn });
                const service = n.find("aws:ecs/expressGatewayService:ExpressGatewayService");
                if (service !== undefined) service.inputs.primaryContainer = null;
            },
        },
        {
            name: "a log group that the task may make",
            network: behindNatOf([loggingTo("web", { "awslogs-create-group": "true" })]),
        },
        {
            name: "a log group whose name Pulumi chooses",
            network: (n) => {
                const group = n.add("aws:cloudwatch/logGroup:LogGroup", "web");
                const { inputs } = taskOfContainers(n, {});
                n.resources.pop();
                const containers = JSON.stringify([
                    { name: "app", image: ecrImage, essential: true, ...loggingTo(unknown) },
                ]);
                n.add(
                    "aws:ecs/taskDefinition:TaskDefinition",
                    "app",
                    { ...inputs, containerDefinitions: containers },
                    { feeds: { containerDefinitions: [group] } },
                );
                n.service("web", [natNetwork(n).privateSubnet]);
            },
            forms: ["first preview"],
        },
        {
            name: "log groups of one name in both regions, and logs to the other one",
            network: behindNatOf([loggingTo("web", { "awslogs-region": "eu-west-1" })], (n) => {
                logGroup(n);
                logGroup(n, "eu-west-1");
            }),
        },
        {
            name: "a log group in another region, which the task may make in this one",
            network: behindNatOf([loggingTo("web", { "awslogs-create-group": "true" })], (n) => {
                logGroup(n, "eu-west-1");
            }),
        },
        {
            name: "a log router that the task does not survive",
            network: behindNatOf(routed({ essential: true })),
        },
        {
            name: "a container that is not essential, and no log router",
            network: behindNatOf([{}, { essential: false }]),
        },
    ],
    violates: [
        {
            name: "egress to the VPC alone, and no logs endpoint: opening the group would not help",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n, ["ecr.api", "ecr.dkr", "s3"]);
                const app = groupWith(n, "app", vpc, {
                    egress: [tcp(443, { cidrBlocks: ["10.0.0.0/16"] })],
                });
                logging(n, subnet, awslogs(), {
                    networkConfiguration: { securityGroups: [app.id] },
                });
            },
            on: "web",
            says: [
                /security group app → no egress rule admits TCP 443 to the internet/,
                /fix: add an interface endpoint for com\.amazonaws\.us-east-1\.logs to VPC vpc, with privateDnsEnabled, in the subnet private \(subnetIds\)/,
            ],
        },
        {
            name: "awslogs in an isolated VPC without a logs endpoint",
            statement: "1.5",
            network: (n) => {
                isolated(n, ["ecr.api", "ecr.dkr", "s3"]);
            },
            fixed: (n) => {
                isolated(n, ["ecr.api", "ecr.dkr", "s3", "logs"]);
            },
            on: "web",
            says: [
                /^tasks of service web cannot send their logs: from subnet private they cannot reach CloudWatch Logs/,
                /over the internet: service web → subnet private → route table private → no route for 0\.0\.0\.0\/0/,
                /no logs interface endpoint/,
                /fix: add an interface endpoint for com\.amazonaws\.us-east-1\.logs/,
            ],
        },
        {
            name: "no mode: non-blocking is the default",
            network: (n) => {
                isolated(n, []);
            },
            on: "web",
            says: [/non-blocking mode, the default/, /every log line is lost/],
        },
        {
            name: "non-blocking mode",
            network: (n) => {
                isolated(n, [], awslogs({ mode: "non-blocking" }));
            },
            on: "web",
            says: [/non-blocking mode/, /every log line is lost/],
        },
        {
            name: "blocking mode, by the account's setting",
            network: (n) => {
                modeOfAccount(n, "blocking");
                isolated(n, []);
            },
            on: "web",
            says: /in blocking mode, the default by the account setting logging, the task stops/,
        },
        {
            name: "the account's setting, and a mode of the container's own",
            network: (n) => {
                modeOfAccount(n, "blocking");
                isolated(n, [], awslogs({ mode: "non-blocking" }));
            },
            on: "web",
            says: /in non-blocking mode every log line is lost/,
        },
        {
            name: "the account's setting in another region",
            network: (n) => {
                modeOfAccount(n, "blocking", { region: "eu-west-1" });
                isolated(n, []);
            },
            on: "web",
            says: /in non-blocking mode, the default, every log line is lost/,
        },
        {
            name: "a setting of the account that is not known: both outcomes",
            network: (n) => {
                modeOfAccount(n, unknown);
                isolated(n, []);
            },
            on: "web",
            says: /in blocking mode the task stops, in non-blocking mode every log line is lost/,
        },
        {
            name: "a log group in another region than the logs are sent to, as advice",
            network: behindNatOf([loggingTo("web")], (n) => {
                logGroup(n, "eu-west-1");
            }),
            on: "app",
            says: [
                /^task definition app sends logs to another region than that of the log group eu-west-1 \(/,
                /fix: set awslogs-region beside \S+awslogs-group to the region of the log group eu-west-1/,
            ],
        },
        {
            name: "a log router that the task survives, as advice",
            network: behindNatOf(routed({ essential: false })),
            on: "app",
            says: [
                /^the log router of task definition app \(containerDefinitions\[1\]\) is not essential/,
                /fix: set containerDefinitions\[1\]\.essential to true, or leave it out/,
            ],
        },
        {
            name: "blocking mode",
            network: (n) => {
                isolated(n, [], awslogs({ mode: "blocking" }));
            },
            on: "web",
            says: [/in blocking mode the task stops/, /^(?!.*non-blocking)/s],
        },
        {
            name: "a mode that is not known: both outcomes",
            network: (n) => {
                isolated(n, [], awslogs({ mode: unknown }));
            },
            on: "web",
            says: /in blocking mode the task stops, in non-blocking mode every log line is lost/,
        },
        {
            name: "the logs of another region from an isolated VPC, which no endpoint carries",
            network: (n) => {
                isolated(n, ["logs"], awslogs({ "awslogs-region": "eu-west-1" }));
            },
            on: "web",
            says: [
                /eu-west-1/,
                /no route for 0\.0\.0\.0\/0/,
                // CloudWatch Logs has no endpoints across regions (AWS rule 2).
                /\nfix: (?!.*interface endpoint for com\.amazonaws\.eu-west-1\.logs)/,
            ],
        },
        {
            name: "blocking logs that arrive, beside non-blocking ones of another region that do not",
            network: (n) => {
                const { subnet } = isolatedNetwork(n, ["logs"]);
                taskOf(
                    n,
                    { logConfiguration: awslogs({ mode: "blocking" }) },
                    { logConfiguration: awslogs({ "awslogs-region": "eu-west-1" }) },
                );
                n.service("web", [subnet]);
            },
            on: "web",
            says: [/every log line is lost/, /^(?!.*in blocking mode)/s],
        },
        {
            name: "a logs endpoint whose group is empty, although there is a NAT gateway",
            network: (n) => {
                guarded(n, () => ({ ingress: [] }));
            },
            on: "web",
            says: [
                /to the logs endpoint, which answers for the name in the whole VPC: service web → subnet private → VPC endpoint logs → security group endpoints → no ingress rule admits TCP 443 from the tasks/,
                /fix: add an ingress rule for TCP 443 from the security group \w+ to the security group endpoints$/,
                /^(?!.*over the internet)/s,
            ],
        },
        {
            name: "a logs endpoint whose group admits only itself, although there is a NAT gateway",
            network: (n) => {
                guarded(n, () => ({ ingress: [tcp(443, { self: true })] }));
            },
            on: "web",
            says: /security group endpoints → no ingress rule admits TCP 443/,
        },
        {
            name: "a logs endpoint whose group admits another port",
            network: (n) => {
                guarded(n, (tasks) => ({ ingress: [tcp(80, { securityGroups: [tasks.id] })] }));
            },
            on: "web",
            says: /security group endpoints → no ingress rule admits TCP 443/,
        },
        {
            name: "a logs endpoint whose group admits another subnet",
            network: (n) => {
                guarded(n, () => ({ ingress: [tcp(443, { cidrBlocks: ["10.0.1.0/24"] })] }));
            },
            on: "web",
            says: /security group endpoints → no ingress rule admits TCP 443/,
        },
        {
            name: "a logs endpoint in the default group, the tasks in a group of their own",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n, ["logs"]);
                const tasks = n.securityGroup("tasks", vpc);
                logging(n, subnet, awslogs(), {
                    networkConfiguration: { securityGroups: [tasks.id] },
                });
            },
            on: "web",
            says: /VPC endpoint logs → default security group of VPC vpc → no ingress rule admits TCP 443/,
        },
        {
            name: "a logs endpoint whose policy only denies",
            network: (n) => {
                const Action = "logs:DeleteLogGroup";
                withEndpoint(n, { policy: policyOf({ Effect: "Deny", Action, ...everyone }) });
            },
            on: "web",
            says: [
                /VPC endpoint logs → its policy does not allow logs:/,
                /fix: allow logs:\w+ in the policy of the VPC endpoint logs/,
            ],
        },
        {
            name: "a logs endpoint whose policy denies what another statement allows",
            network: (n) => {
                const policy = policyOf(
                    { Effect: "Allow", Action: "*", ...everyone },
                    { Effect: "Deny", Action: "logs:Put*", ...everyone },
                );
                withEndpoint(n, { policy });
            },
            on: "web",
            says: /VPC endpoint logs → its policy (?:does not allow|denies) logs:PutLogEvents/,
        },
        {
            name: "a logs endpoint whose policy lets no log stream be created",
            network: (n) => {
                const policy = policyOf({
                    Effect: "Allow",
                    Action: "logs:PutLogEvents",
                    ...everyone,
                });
                withEndpoint(n, { policy });
            },
            on: "web",
            says: /VPC endpoint logs → its policy does not allow logs:CreateLogStream/,
        },
        {
            name: "a logs endpoint without private DNS",
            network: (n) => {
                withEndpoint(n, { privateDnsEnabled: false });
            },
            on: "web",
            says: [
                /VPC endpoint logs → private DNS is off/,
                /fix: set privateDnsEnabled to true on VPC endpoint logs/,
            ],
        },
        {
            name: "a logs endpoint that does not say it is an interface endpoint",
            network: (n) => {
                withEndpoint(n, { vpcEndpointType: null });
            },
            on: "web",
            says: /VPC endpoint logs → is of type Gateway, not Interface/,
        },
        {
            name: "a logs endpoint without a subnet",
            network: (n) => {
                withEndpoint(n, { subnetIds: [] });
            },
            on: "web",
            says: /VPC endpoint logs → has no subnet/,
        },
        {
            name: "a logs endpoint in a VPC without DNS hostnames",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n, ["logs"]);
                vpc.inputs.enableDnsHostnames = false;
                logging(n, subnet);
            },
            on: "web",
            says: [
                /enableDnsHostnames is off, which the private DNS of the endpoint logs needs/,
                /fix: set enableDnsHostnames to true on VPC vpc/,
            ],
        },
        {
            name: "a logs endpoint behind an ACL that denies HTTPS",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n, ["logs"]);
                aclWithout(n, vpc, subnet, { ingress: [443, 443] });
                logging(n, n.subnetWith("tasks", vpc, []).subnet);
            },
            on: "web",
            says: /network ACL private → no ingress rule allows TCP 443 from the tasks/,
        },
        {
            name: "a task group that lets out port 80 only",
            network: (n) => {
                leavingBy(n, [tcp(80, anywhere)]);
            },
            on: "web",
            says: [
                /security group tasks → no egress rule admits TCP 443 to the internet/,
                /fix: add an egress rule for TCP 443 to the internet to the security group tasks$/,
            ],
        },
        {
            name: "one of two subnets without a way",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                const { subnet } = n.subnetWith("lost", vpc, []);
                taskOf(n, { logConfiguration: awslogs() });
                n.service("web", [privateSubnet, subnet]);
            },
            on: "web",
            says: /from subnet lost they cannot reach CloudWatch Logs/,
        },
        {
            name: "only the second container logs",
            network: (n) => {
                const { subnet } = isolatedNetwork(n);
                taskOf(n, {}, { logConfiguration: awslogs() });
                n.service("web", [subnet]);
            },
            on: "web",
            says: /no logs interface endpoint/,
        },
        {
            name: "a log driver that is not known, beside awslogs without a way",
            network: (n) => {
                const { subnet } = isolatedNetwork(n);
                taskOf(
                    n,
                    { logConfiguration: { logDriver: unknown } },
                    { logConfiguration: awslogs() },
                );
                n.service("web", [subnet]);
            },
            on: "web",
            says: /no logs interface endpoint/,
        },
        {
            name: "FireLens to CloudWatch without a logs endpoint",
            network: (n) => {
                isolated(n, [], fireLens({ Name: "cloudwatch_logs", region: "us-east-1" }));
            },
            on: "web",
            says: [
                /CloudWatch Logs by FireLens/,
                /its logs are lost/,
                /no logs interface endpoint/,
            ],
        },
        {
            name: "FireLens to Firehose with a logs endpoint only",
            network: (n) => {
                isolated(n, ["logs"], fireLens({ Name: "firehose", region: "us-east-1" }));
            },
            on: "web",
            says: [/Data Firehose by FireLens/, /no kinesis-firehose interface endpoint/],
        },
        {
            name: "FireLens to S3 without a gateway endpoint",
            network: (n) => {
                isolated(n, ["logs"], fireLens({ Name: "s3", region: "us-east-1" }));
            },
            on: "web",
            says: [/S3 by FireLens/, /no S3 gateway endpoint/],
        },
        {
            name: "the proxy of Service Connect with awslogs, in an isolated VPC",
            network: (n) => {
                proxyLogging(n, []);
            },
            fixed: (n) => {
                proxyLogging(n, ["logs"]);
            },
            on: "web",
            says: /cannot reach CloudWatch Logs by awslogs \(us-east-1\)/,
        },
        {
            name: "Splunk Cloud from an isolated VPC",
            network: (n) => {
                isolated(n, ["logs"], splunk("https://http-inputs-acme.splunkcloud.com"));
            },
            on: "web",
            says: [
                /cannot reach Splunk Cloud.*the task stops/,
                /fix: give the route table private a route for 0\.0\.0\.0\/0/,
            ],
        },
        {
            name: "Splunk Cloud from an isolated VPC, without a look at the start",
            network: (n) => {
                const { options, ...driver } = splunk("https://http-inputs-acme.splunkcloud.com");
                const unverified = { ...(options as Inputs), "splunk-verify-connection": "false" };
                isolated(n, ["logs"], { ...driver, options: unverified });
            },
            on: "web",
            says: /cannot reach Splunk Cloud; the task runs, and its logs are lost/,
        },
        {
            name: "Splunk Cloud on a port that the task group does not let out",
            network: (n) => {
                const url = "https://inputs.acme.splunkcloud.com:8088";
                leavingBy(n, [tcp(443, anywhere)], splunk(url));
            },
            on: "web",
            says: /security group tasks → no egress rule admits TCP 8088 to the internet/,
        },
        {
            name: "containers that are not known, and depend on a log group",
            network: (n) => {
                const { subnet } = isolatedNetwork(n);
                const repository = n.add("aws:ecr/repository:Repository", "app");
                const logGroup = n.add("aws:cloudwatch/logGroup:LogGroup", "web-logs");
                taskFedBy(n, repository, logGroup);
                n.service("web", [subnet]);
            },
            forms: ["first preview"],
            on: "web",
            says: [
                /inferred: the containers, not known yet, depend on the log group web-logs/,
                /no logs interface endpoint/,
            ],
        },
        {
            name: "a task that EventBridge starts",
            network: (n) => {
                const { subnet } = isolatedNetwork(n);
                n.add("aws:cloudwatch/eventTarget:EventTarget", "nightly", {
                    arn: n.cluster().arn,
                    ecsTarget: {
                        launchType: "FARGATE",
                        taskDefinitionArn: taskOf(n, { logConfiguration: awslogs() }).arn,
                        networkConfiguration: { subnets: [subnet.id] },
                    },
                });
            },
            on: "nightly",
            says: /tasks of event target nightly cannot send their logs/,
        },
        {
            name: "Express Mode, which logs by itself, in an isolated VPC without a logs endpoint",
            network: (n) => {
                expressIsolated(n, forImages);
            },
            on: "web",
            says: [
                /of Express Mode service web/,
                /CloudWatch Logs by awslogs \(us-east-1\)/,
                /every log line is lost/,
            ],
            fixed: (n) => {
                expressIsolated(n, [...forImages, "logs"]);
            },
        },
        {
            name: "Express Mode with a log group of the program's, without a logs endpoint",
            network: (n) => {
                const group = n.add("aws:cloudwatch/logGroup:LogGroup", "app");
                const logs = [{ logGroup: group.get("name"), logStreamPrefix: "web" }];
                const primaryContainer = { awsLogsConfigurations: logs };
                expressIsolated(n, forImages, { primaryContainer });
            },
            on: "web",
            says: /CloudWatch Logs by awslogs \(us-east-1\)/,
            fixed: (n) => {
                expressIsolated(n, [...forImages, "logs"]);
            },
        },
    ],
    cannotKnow: [
        {
            name: "Service Connect that may be on, whose proxy logs",
            network: (n) => {
                proxyLogging(n, [], awslogs(), unknown);
            },
            on: "web",
            gap: /serviceConnectConfiguration\.enabled of web/,
            ok: (n) => {
                proxyLogging(n, [], awslogs(), false);
            },
            violated: (n) => {
                proxyLogging(n, []);
            },
        },
        {
            name: "a logs endpoint whose group is empty, in a dual-stack subnet with DNS64 and NAT64",
            network: (n) =>
                translated(
                    n,
                    guarded(n, () => ({ ingress: [] })),
                ),
            on: "web",
            gap: /enableDns64 of private: DNS64 gives names made-up IPv6 addresses/,
            ok: (n) => {
                guarded(n, (tasks) => ({ ingress: [tcp(443, { securityGroups: [tasks.id] })] }));
            },
            violated: (n) => {
                const network = guarded(n, () => ({ ingress: [] }));
                translated(n, network, { enableDns64: false });
            },
        },
        {
            name: "a log router that names a proxy",
            network: (n) => {
                const { subnet } = isolatedNetwork(n, []);
                const environment = [{ name: "HTTP_PROXY", value: "http://proxy.internal:3128" }];
                taskOf(n, ...routed({ environment }));
                n.service("web", [subnet]);
            },
            on: "web",
            gap: /containerDefinitions\[1\] of app: the log router of FireLens may use the proxy that HTTP_PROXY of it names/,
            ok: (n) => {
                const { subnet } = isolatedNetwork(n, ["logs"]);
                taskOf(n, ...routed({}));
                n.service("web", [subnet]);
            },
            violated: (n) => {
                const { subnet } = isolatedNetwork(n, []);
                taskOf(n, ...routed({ environment: [{ name: "NO_PROXY", value: "*" }] }));
                n.service("web", [subnet]);
            },
        },
        {
            name: "a log group that is not in the plan",
            network: behindNatOf([loggingTo("web")]),
            on: "app",
            gap: /options\.awslogs-group of app: whether the log group exists, to which the container writes, is not in this plan/,
            ok: behindNatOf([loggingTo("web")], (n) => {
                logGroup(n);
            }),
            violated: behindNatOf([loggingTo("web")], (n) => {
                logGroup(n, "eu-west-1");
            }),
        },
        {
            name: "a log group that is not in the plan, beside one of another name",
            network: behindNatOf([loggingTo("web")], (n) => {
                n.add("aws:cloudwatch/logGroup:LogGroup", "other", { name: "other" });
            }),
            on: "app",
            gap: /options\.awslogs-group of app: whether the log group exists/,
            ok: behindNatOf([loggingTo("web")], (n) => {
                logGroup(n);
            }),
            violated: behindNatOf([loggingTo("web")], (n) => {
                logGroup(n, "eu-west-1");
            }),
        },
        {
            name: "a log group whose name is not known, and none in the plan",
            network: behindNatOf([loggingTo(unknown)]),
            on: "app",
            gap: /options\.awslogs-group of app/,
            ok: behindNatOf([loggingTo("web")], (n) => {
                logGroup(n);
            }),
            violated: behindNatOf([loggingTo("web")], (n) => {
                logGroup(n, "eu-west-1");
            }),
        },
        ...(
            [
                ["FireLens to another output", { Name: "datadog", Host: "logs.example.com" }],
                ["FireLens with a configuration file of its own", {}],
                ["FireLens to an output whose name every object has", { Name: "constructor" }],
                [
                    "FireLens to CloudWatch by a host of its own",
                    {
                        Name: "cloudwatch_logs",
                        region: "us-east-1",
                        endpoint: "vpce-0123.logs.us-east-1.vpce.amazonaws.com",
                    },
                ],
            ] as const
        ).map(([name, options]) => ({
            name,
            network: (n: Network) => {
                isolated(n, [], fireLens(options));
            },
            on: "web",
            gap: /where FireLens sends the logs is not known here/,
            ok: (n: Network) => {
                isolated(n, ["logs"], fireLens({ Name: "cloudwatch" }));
            },
            violated: (n: Network) => {
                isolated(n, [], fireLens({ Name: "cloudwatch" }));
            },
        })),
        {
            name: "FireLens to an output that is not known",
            network: (n) => {
                isolated(n, [], fireLens({ Name: unknown }));
            },
            on: "web",
            gap: /containerDefinitions\[0\]\.logConfiguration\.options\.Name of app/,
            ok: (n) => {
                isolated(n, ["logs"], fireLens({ Name: "cloudwatch" }));
            },
            violated: (n) => {
                isolated(n, [], fireLens({ Name: "cloudwatch" }));
            },
        },
        {
            name: "a Splunk of one's own, which may be private",
            network: (n) => {
                isolated(n, [], splunk("https://splunk.example.internal:8088"));
            },
            on: "web",
            gap: /its host may be private/,
            ok: (n) => {
                behindNat(n, splunk("https://acme.splunkcloud.com"));
            },
            violated: (n) => {
                isolated(n, [], splunk("https://acme.splunkcloud.com"));
            },
        },
        ...(
            [
                ["Splunk", splunk("https://splunk.example.com:8088"), /its host may be private/],
                ["FireLens", fireLens({ Name: "forward", Port: "24224" }), /where FireLens sends/],
                ["Fluent Bit", fireLens({ Name: "http", port: "8080" }), /where FireLens sends/],
            ] as const
        ).map(([what, logConfiguration, gap]) => ({
            name: `${what} by NAT to a host on a port of its own`,
            network: (n: Network) => {
                behindNat(n, logConfiguration);
            },
            on: "web",
            gap,
            ok: (n: Network) => {
                behindNat(n, splunk("https://acme.splunkcloud.com"));
            },
            violated: (n: Network) => {
                isolated(n, [], splunk("https://acme.splunkcloud.com"));
            },
        })),
        {
            name: "Splunk Cloud, beside an endpoint for somebody's service that may have its name",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n, []);
                n.endpoint("splunk", vpc, {
                    serviceName: "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
                });
                logging(n, subnet, splunk("https://http-inputs.pvt.acme.splunkcloud.com"));
            },
            on: "web",
            gap: / of splunk: /,
            ok: (n) => {
                behindNat(n, splunk("https://acme.splunkcloud.com"));
            },
            violated: (n) => {
                isolated(n, [], splunk("https://acme.splunkcloud.com"));
            },
        },
        {
            name: "a log driver that is not known",
            network: (n) => {
                isolated(n, [], { ...awslogs(), logDriver: unknown });
            },
            on: "web",
            gap: /logConfiguration\.logDriver of app/,
            ok: (n) => {
                isolated(n, ["logs"]);
            },
            violated: (n) => {
                isolated(n, []);
            },
        },
        {
            name: "a region of the logs that is not known",
            network: (n) => {
                isolated(n, ["logs"], awslogs({ "awslogs-region": unknown }));
            },
            on: ["app", "web"],
            gap: /logConfiguration\.options\.awslogs-region of app/,
            ok: (n) => {
                isolated(n, ["logs"]);
            },
            violated: (n) => {
                isolated(n, ["logs"], awslogs({ "awslogs-region": "eu-west-1" }));
            },
        },
        {
            name: "containers that are not known, a log group, and a logs endpoint",
            network: (n) => {
                const { subnet } = isolatedNetwork(n, ["logs"]);
                taskFedBy(n, n.add("aws:cloudwatch/logGroup:LogGroup", "web-logs"));
                n.service("web", [subnet]);
            },
            forms: ["first preview"],
            on: ["app", "web"],
            gap: /containerDefinitions of app: it comes from web-logs/,
            ok: (n) => {
                isolated(n, ["logs"]);
            },
            violated: (n) => {
                isolated(n, []);
            },
        },
        {
            name: "containers that are not known, and depend on no log group",
            network: (n) => {
                const { subnet } = isolatedNetwork(n);
                taskFedBy(n, n.add("aws:ecr/repository:Repository", "app"));
                n.service("web", [subnet]);
            },
            forms: ["first preview"],
            on: ["app", "web"],
            gap: /containerDefinitions of app: it comes from app/,
            ok: (n) => {
                isolated(n, ["logs"]);
            },
            violated: (n) => {
                isolated(n, []);
            },
        },
        {
            name: "a task definition that is not in the plan",
            network: (n) => {
                n.service("web", [isolatedNetwork(n).subnet], { taskDefinition: "shared:3" });
            },
            on: "web",
            gap: /the task definition that it names is not in this plan/,
            ok: (n) => {
                isolated(n, ["logs"]);
            },
            violated: (n) => {
                isolated(n, []);
            },
        },
        {
            name: "a logs endpoint whose group is not in the plan",
            network: (n) => {
                withEndpoint(n, { securityGroupIds: ["sg-0123456789abcdef0"] });
            },
            on: "web",
            gap: /the security group that it names is not in this plan/,
            ok: (n) => {
                guarded(n, () => ({ ingress: [tcp(443, { cidrBlocks: ["10.0.0.0/16"] })] }));
            },
            violated: (n) => {
                guarded(n, () => ({ ingress: [] }));
            },
        },
        {
            name: "a logs endpoint whose policy has conditions",
            network: (n) => {
                const policy = policyOf({
                    Effect: "Allow",
                    Action: "logs:*",
                    ...everyone,
                    Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } },
                });
                withEndpoint(n, { policy });
            },
            on: "web",
            gap: /policy of logs: whether its policy allows the call depends on conditions/,
            ok: (n) => {
                withEndpoint(n, {
                    policy: policyOf({ Effect: "Allow", Action: "logs:*", ...everyone }),
                });
            },
            violated: (n) => {
                withEndpoint(n, {
                    policy: policyOf({ Effect: "Deny", Action: "logs:*", ...everyone }),
                });
            },
        },
        {
            name: "name servers of one's own",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n, ["logs"]);
                const options = n.add("aws:ec2/vpcDhcpOptions:VpcDhcpOptions", "own", {
                    domainNameServers: ["10.0.0.53"],
                });
                n.add("aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation", "own", {
                    vpcId: vpc.id,
                    dhcpOptionsId: options.id,
                });
                logging(n, subnet);
            },
            on: "web",
            gap: /VPC vpc uses name servers of its own/,
            ok: (n) => {
                isolated(n, ["logs"]);
            },
            violated: (n) => {
                isolated(n, []);
            },
        },
        {
            name: "egress through a transit gateway",
            network: (n) => {
                const { subnet } = n.subnetWith("private", n.vpc(), [
                    { cidrBlock: "0.0.0.0/0", transitGatewayId: "tgw-1" },
                ]);
                logging(n, subnet);
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
    ],
});
