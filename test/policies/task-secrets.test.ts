import { taskSecrets } from "../../policies/task-secrets";
import { unverifiedNetwork } from "../../policies/unverified-network";
import {
    groupWith,
    isolatedNetwork,
    natNetwork,
    taskFedBy,
    taskOf,
    tcp,
    type Network,
} from "../support/networks";
import { unknown, type Inputs, type Resource } from "../support/program";
import { testPolicy } from "../support/table";

const account = "123456789012";

function secretArn(region = "us-east-1"): string {
    return `arn:aws:secretsmanager:${region}:${account}:secret:db-AbCdEf`;
}

function parameterArn(region = "us-east-1"): string {
    return `arn:aws:ssm:${region}:${account}:parameter/db/password`;
}

/** A container with these secrets. */
function reading(...values: readonly string[]): Inputs {
    return { secrets: values.map((valueFrom, i) => ({ name: `S${String(i)}`, valueFrom })) };
}

/** A container whose log driver has a secret. */
function loggingWith(valueFrom: string): Inputs {
    const secretOptions = [{ name: "splunk-token", valueFrom }];
    return { logConfiguration: { logDriver: "splunk", secretOptions } };
}

function pullingWith(credentialsParameter: string): Inputs {
    return {
        image: "registry.example.com/app",
        repositoryCredentials: { credentialsParameter },
    };
}

const environmentFile: Inputs = {
    environmentFiles: [{ type: "s3", value: "arn:aws:s3:::settings/web.env" }],
};

/** A service in a subnet, of a task with these containers. */
function starting(n: Network, subnet: Resource, ...containers: readonly Inputs[]): void {
    taskOf(n, ...containers);
    n.service("web", [subnet]);
}

/** A service in an isolated VPC with these endpoints. */
function isolated(n: Network, services: readonly string[], ...containers: readonly Inputs[]): void {
    starting(n, isolatedNetwork(n, services).subnet, ...containers);
}

function behindNat(n: Network, ...containers: readonly Inputs[]): void {
    starting(n, natNetwork(n).privateSubnet, ...containers);
}

/** An isolated VPC whose S3 gateway endpoint has this policy. */
function byGateway(n: Network, statement: Inputs): void {
    const { vpc, subnet, table } = isolatedNetwork(n, []);
    n.endpoint("s3", vpc, {
        routeTableIds: [table.id],
        policy: JSON.stringify({ Statement: [{ Principal: "*", ...statement }] }),
    });
    starting(n, subnet, environmentFile);
}

const images = ["ecr.api", "ecr.dkr", "s3"];

/** A service of Express Mode with a secret, in an isolated subnet with endpoints for these services. */
function expressIsolated(n: Network, services: readonly string[], valueFrom: string): void {
    const { vpc, subnet } = isolatedNetwork(n, services);
    const ingress = [tcp(443, { cidrBlocks: ["10.0.0.0/16"] })];
    const group = groupWith(n, "endpoints", vpc, { ingress });
    for (const { type, inputs: own } of n.resources) {
        if (type !== "aws:ec2/vpcEndpoint:VpcEndpoint" || own.subnetIds === undefined) continue;
        own.securityGroupIds = [group.id];
    }
    n.express("web", [subnet], { primaryContainer: { secrets: [{ name: "KEY", valueFrom }] } });
}

testPolicy(taskSecrets, unverifiedNetwork, {
    valid: [
        {
            name: "no secrets in an isolated VPC",
            network: (n) => {
                isolated(n, [], {}, { environment: [{ name: "LEVEL", value: "info" }] });
            },
        },
        {
            name: "secrets, parameters and environment files by NAT",
            network: (n) => {
                behindNat(n, reading(secretArn(), parameterArn(), "password"), environmentFile);
            },
        },
        {
            name: "a secret by its endpoint",
            network: (n) => {
                isolated(n, ["secretsmanager"], reading(secretArn()));
            },
        },
        {
            name: "one key of a version of a secret by its endpoint",
            network: (n) => {
                isolated(n, ["secretsmanager"], reading(`${secretArn()}:password:AWSCURRENT:`));
            },
        },
        {
            name: "a parameter by its ARN, with an ssm endpoint",
            network: (n) => {
                isolated(n, ["ssm"], reading(parameterArn()));
            },
        },
        {
            name: "parameters by their names, with an ssm endpoint",
            network: (n) => {
                isolated(n, ["ssm"], reading("password", "/db/password"));
            },
        },
        {
            name: "a secret of the log driver by its endpoint",
            network: (n) => {
                isolated(n, ["secretsmanager"], loggingWith(secretArn()));
            },
        },
        {
            name: "registry credentials by name, with a secretsmanager endpoint",
            network: (n) => {
                isolated(n, ["secretsmanager"], pullingWith("registry"));
            },
        },
        {
            name: "environment files by an S3 gateway endpoint",
            network: (n) => {
                isolated(n, ["s3"], environmentFile);
            },
        },
        {
            name: "environment files by a gateway endpoint that lets objects be read",
            network: (n) => {
                byGateway(n, { Effect: "Allow", Action: "s3:Get*", Resource: "*" });
            },
        },
        {
            name: "environment files by a gateway endpoint that lets their bucket be read",
            network: (n) => {
                byGateway(n, {
                    Effect: "Allow",
                    Action: "s3:*",
                    Resource: ["arn:aws:s3:::settings", "arn:aws:s3:::settings/*"],
                });
            },
        },
        {
            name: "environment files by an S3 interface endpoint with private DNS",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n, []);
                n.endpoint("s3", vpc, {
                    vpcEndpointType: "Interface",
                    privateDnsEnabled: true,
                    dnsOptions: { privateDnsOnlyForInboundResolverEndpoint: false },
                    subnetIds: [subnet.id],
                });
                starting(n, subnet, environmentFile);
            },
        },
        {
            name: "a secret of another region by NAT, beside an endpoint for the own one",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                n.endpoint("secretsmanager", vpc);
                starting(n, privateSubnet, reading(secretArn("eu-west-1")));
            },
        },
        {
            name: "a secret in China, by its endpoint",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n, []);
                n.endpoint("secretsmanager", vpc, {
                    serviceName: "cn.com.amazonaws.cn-north-1.secretsmanager",
                });
                const arn = `arn:aws-cn:secretsmanager:cn-north-1:${account}:secret:db-AbCdEf`;
                starting(n, subnet, reading(arn));
            },
        },
        {
            name: "an endpoint for secrets and one for parameters, each task with its own need",
            network: (n) => {
                isolated(n, ["secretsmanager", "ssm"], reading(secretArn()), reading("password"));
            },
        },
        {
            name: "environment files by a gateway endpoint, whose prefix list is all that the task group lets out to",
            network: (n) => {
                const { vpc, subnet, table } = isolatedNetwork(n, []);
                const s3 = n.endpoint("s3", vpc, { routeTableIds: [table.id] });
                const tasks = groupWith(n, "tasks", vpc, {
                    egress: [tcp(443, { prefixListIds: [s3.get("prefixListId")] })],
                });
                taskOf(n, environmentFile);
                n.service("web", [subnet], {
                    networkConfiguration: { securityGroups: [tasks.id] },
                });
            },
        },
        {
            name: "a task group that lets HTTPS out to the group of the endpoints only",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n, []);
                const endpoints = groupWith(n, "endpoints", vpc, {
                    ingress: [tcp(443, { cidrBlocks: ["10.0.0.0/16"] })],
                });
                const tasks = groupWith(n, "tasks", vpc, {
                    egress: [tcp(443, { securityGroups: [endpoints.id] })],
                });
                n.endpoint("secretsmanager", vpc, { securityGroupIds: [endpoints.id] });
                taskOf(n, reading(secretArn()));
                n.service("web", [subnet], {
                    networkConfiguration: { securityGroups: [tasks.id] },
                });
            },
        },
        {
            name: "Express Mode with a secret, behind a NAT gateway",
            network: (n) =>
                n.express("web", [natNetwork(n).privateSubnet], {
                    primaryContainer: { secrets: [{ name: "KEY", valueFrom: secretArn() }] },
                }),
        },
        {
            name: "Express Mode with a secret, in an isolated VPC with its endpoint",
            network: (n) => {
                expressIsolated(n, [...images, "secretsmanager"], secretArn());
            },
        },
    ],
    violates: [
        {
            name: "environment files by a NAT gateway, with S3's gateway endpoint on its table, and an ACL that lets no answer in",
            network: (n) => {
                const { vpc, publicSubnet, privateSubnet } = natNetwork(n);
                const all = {
                    ruleNo: 100,
                    action: "allow",
                    protocol: "-1",
                    cidrBlock: "0.0.0.0/0",
                };
                n.add("aws:ec2/networkAcl:NetworkAcl", "edge", {
                    vpcId: vpc.id,
                    subnetIds: [publicSubnet.id],
                    ingress: [{ ...all, protocol: "tcp", fromPort: 443, toPort: 443 }],
                    egress: [{ ...all, fromPort: 0, toPort: 0 }],
                });
                const table = n.find("aws:ec2/routeTable:RouteTable", "public");
                n.endpoint("s3", vpc, { routeTableIds: [(table ?? vpc).id] });
                starting(n, privateSubnet, environmentFile);
            },
            on: "web",
            says: /network ACL edge → no ingress rule allows TCP 1024-65535 from the internet, for the answers/,
        },
        ...(
            [
                [
                    "a secret",
                    reading(secretArn()),
                    "secretsmanager",
                    /Secrets Manager for secrets/,
                    /no secretsmanager interface endpoint/,
                ],
                [
                    "a parameter by its ARN",
                    reading(parameterArn()),
                    "ssm",
                    /SSM Parameter Store for secrets/,
                    /no ssm interface endpoint/,
                ],
                [
                    "a parameter by its name",
                    reading("password"),
                    "ssm",
                    /SSM Parameter Store for secrets/,
                    /no ssm interface endpoint/,
                ],
                [
                    "a secret of the log driver",
                    loggingWith(secretArn()),
                    "secretsmanager",
                    /Secrets Manager/,
                    /no secretsmanager interface endpoint/,
                ],
                [
                    "a parameter of the log driver",
                    loggingWith("splunk-token"),
                    "ssm",
                    /SSM Parameter Store/,
                    /no ssm interface endpoint/,
                ],
                [
                    "registry credentials",
                    pullingWith(secretArn()),
                    "secretsmanager",
                    /Secrets Manager for registry credentials/,
                    /no secretsmanager interface endpoint/,
                ],
                [
                    "registry credentials by name",
                    pullingWith("registry"),
                    "secretsmanager",
                    /Secrets Manager for registry credentials/,
                    /no secretsmanager interface endpoint/,
                ],
            ] as const
        ).map(([what, container, service, named, missing]) => ({
            name: `${what} without an endpoint for ${service}`,
            statement: "1.5",
            network: (n: Network) => {
                const others = ["secretsmanager", "ssm"].filter((each) => each !== service);
                isolated(n, [...images, ...others], container);
            },
            fixed: (n: Network) => {
                isolated(n, [...images, "secretsmanager", "ssm"], container);
            },
            on: "web",
            says: [
                /^tasks of service web cannot read what they start with: from subnet private they cannot reach /,
                named,
                missing,
                new RegExp(
                    `fix: add an interface endpoint for com\\.amazonaws\\.us-east-1\\.${service}`,
                ),
            ],
        })),
        {
            name: "environment files without a gateway endpoint",
            network: (n) => {
                isolated(n, ["ecr.api", "ecr.dkr", "secretsmanager", "ssm"], environmentFile);
            },
            on: "web",
            says: [
                /environment files in S3/,
                /no S3 gateway endpoint/,
                /fix: add a gateway endpoint for com\.amazonaws\.us-east-1\.s3/,
            ],
        },
        {
            name: "environment files with a gateway endpoint on another route table",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n, []);
                n.endpoint("s3", vpc, { routeTableIds: [n.routeTable("other", vpc).id] });
                starting(n, subnet, environmentFile);
            },
            on: "web",
            says: /VPC endpoint s3 → is not associated with the route table private/,
        },
        {
            name: "environment files by a gateway endpoint that lets objects only be put",
            network: (n) => {
                byGateway(n, { Effect: "Allow", Action: "s3:PutObject", Resource: "*" });
            },
            on: "web",
            says: /VPC endpoint s3 → its policy does not allow s3:GetObject/,
        },
        {
            name: "environment files by a gateway endpoint that lets only image layers be read",
            network: (n) => {
                byGateway(n, {
                    Effect: "Allow",
                    Action: "s3:GetObject",
                    Resource: "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*",
                });
            },
            on: "web",
            says: /VPC endpoint s3 → its policy does not allow s3:GetObject/,
        },
        {
            name: "a secret of another region from an isolated VPC, which no endpoint carries",
            network: (n) => {
                isolated(n, ["secretsmanager"], reading(secretArn("eu-west-1")));
            },
            on: "web",
            says: [
                /eu-west-1/,
                /no route for 0\.0\.0\.0\/0/,
                // Secrets Manager has no endpoints across regions (AWS rule 2).
                /\nfix: (?!.*interface endpoint for com\.amazonaws\.eu-west-1\.secretsmanager)/,
            ],
        },
        {
            name: "a secret from a public subnet without public IP",
            network: (n) => {
                const vpc = n.vpc();
                const igw = n.internetGateway(vpc);
                const { subnet } = n.subnetWith("public", vpc, [
                    { cidrBlock: "0.0.0.0/0", gatewayId: igw.id },
                ]);
                starting(n, subnet, reading(secretArn()));
            },
            on: "web",
            says: /serves only tasks with a public IP, and networkConfiguration\.assignPublicIp is false/,
        },
        {
            name: "an endpoint whose group does not admit the tasks, although there is a NAT gateway",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                const endpoints = groupWith(n, "endpoints", vpc, {
                    ingress: [tcp(443, { self: true })],
                });
                n.endpoint("secretsmanager", vpc, { securityGroupIds: [endpoints.id] });
                starting(n, privateSubnet, reading(secretArn()));
            },
            on: "web",
            says: /to the secretsmanager endpoint, which answers for the name in the whole VPC: .* → security group endpoints → no ingress rule admits TCP 443/,
        },
        {
            name: "an ssm endpoint whose policy is for other parameters' calls",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n, []);
                const policy = JSON.stringify({
                    Statement: [
                        {
                            Effect: "Allow",
                            Principal: "*",
                            Action: "ssm:PutParameter",
                            Resource: "*",
                        },
                    ],
                });
                n.endpoint("ssm", vpc, { policy });
                starting(n, subnet, reading("password"));
            },
            on: "web",
            says: /VPC endpoint ssm → its policy does not allow ssm:GetParameters/,
        },
        {
            name: "environment files by a gateway endpoint, and a task group that lets out to the VPC only",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n, ["s3"]);
                const tasks = groupWith(n, "tasks", vpc, {
                    egress: [tcp(443, { cidrBlocks: ["10.0.0.0/16"] })],
                });
                taskOf(n, environmentFile);
                n.service("web", [subnet], {
                    networkConfiguration: { securityGroups: [tasks.id] },
                });
            },
            on: "web",
            says: /security group tasks → no egress rule admits TCP 443 to S3/,
        },
        {
            name: "secrets in two containers, and one missing endpoint: one finding",
            network: (n) => {
                isolated(n, [], reading(secretArn()), reading(secretArn(), secretArn()));
            },
            on: "web",
            says: /cannot reach Secrets Manager for secrets \(us-east-1\)$/m,
        },
        {
            name: "secrets and registry credentials: one finding that names both",
            network: (n) => {
                isolated(n, [], reading(secretArn()), pullingWith("registry"));
            },
            on: "web",
            says: /cannot reach Secrets Manager for secrets \(us-east-1\), Secrets Manager for registry credentials/,
        },
        {
            name: "a secret that is not known, beside one without an endpoint",
            network: (n) => {
                isolated(n, [], reading(unknown, secretArn()));
            },
            on: "web",
            says: /no secretsmanager interface endpoint/,
        },
        {
            name: "Express Mode with a parameter, in an isolated VPC with an endpoint for secrets alone",
            network: (n) => {
                expressIsolated(n, [...images, "secretsmanager"], parameterArn());
            },
            on: "web",
            says: [/tasks of Express Mode service web/, /SSM Parameter Store for secrets/],
            fixed: (n) => {
                expressIsolated(n, [...images, "ssm"], parameterArn());
            },
        },
        {
            name: "a parameter for the logs of Service Connect's proxy, in an isolated VPC",
            network: (n) => {
                const { subnet } = isolatedNetwork(n);
                const { logConfiguration = {} } = loggingWith(parameterArn());
                taskOf(n, {});
                n.service("web", [subnet], {
                    serviceConnectConfiguration: { enabled: true, logConfiguration },
                });
            },
            on: "web",
            says: /SSM Parameter Store for secrets/,
        },
    ],
    cannotKnow: [
        {
            name: "containers that are not known, and depend on a secret: it may be an environment variable",
            network: (n) => {
                const { subnet } = isolatedNetwork(n);
                const secret = n.add("aws:secretsmanager/secret:Secret", "db");
                taskFedBy(n, n.add("aws:ecr/repository:Repository", "app"), secret);
                n.service("web", [subnet]);
            },
            forms: ["first preview"],
            on: "web",
            gap: /containerDefinitions of app: it comes from app, db/,
            ok: (n) => {
                isolated(n, ["secretsmanager"], reading(secretArn()));
            },
            violated: (n) => {
                isolated(n, [], reading(secretArn()));
            },
        },
        {
            name: "a secret that is not known",
            network: (n) => {
                isolated(n, [], reading(unknown));
            },
            on: "web",
            gap: /containerDefinitions\[0\]\.secrets\[0\]\.valueFrom of app/,
            ok: (n) => {
                isolated(n, ["ssm"], reading("password"));
            },
            violated: (n) => {
                isolated(n, [], reading("password"));
            },
        },
        {
            name: "an ARN that is of no secret",
            network: (n) => {
                isolated(n, [], reading("arn:aws:s3:us-east-1::bucket/key"));
            },
            on: "web",
            gap: /it is no ARN of a secret or parameter/,
            ok: (n) => {
                isolated(n, ["ssm"], reading(parameterArn()));
            },
            violated: (n) => {
                isolated(n, [], reading(parameterArn()));
            },
        },
        {
            name: "a list of secrets that is not known",
            network: (n) => {
                isolated(n, [], { secrets: unknown });
            },
            on: "web",
            gap: /containerDefinitions\[0\]\.secrets of app/,
            ok: (n) => {
                isolated(n, [], { secrets: [] });
            },
            violated: (n) => {
                isolated(n, [], reading(secretArn()));
            },
        },
        {
            name: "a gateway endpoint that lets only buckets of one account be read",
            network: (n) => {
                byGateway(n, {
                    Effect: "Allow",
                    Action: "s3:GetObject",
                    Resource: "*",
                    Condition: { StringEquals: { "aws:ResourceAccount": account } },
                });
            },
            on: "web",
            gap: /whether its policy allows the call depends on conditions, principals or resources/,
            ok: (n) => {
                byGateway(n, { Effect: "Allow", Action: "s3:GetObject", Resource: "*" });
            },
            violated: (n) => {
                byGateway(n, { Effect: "Deny", Action: "s3:GetObject", Resource: "*" });
            },
        },
        {
            name: "an endpoint that others may have added to a VPC which the stack gives away",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n);
                n.output("vpcId", vpc.id);
                starting(n, subnet, reading(secretArn()));
            },
            forms: ["deployed"],
            on: "web",
            gap: /gives its id away as an output/,
            ok: (n) => {
                isolated(n, ["secretsmanager"], reading(secretArn()));
            },
            violated: (n) => {
                isolated(n, [], reading(secretArn()));
            },
        },
        {
            name: "a private hosted zone that answers for Secrets Manager",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n);
                n.add("aws:route53/zone:Zone", "secrets", {
                    name: "secretsmanager.us-east-1.amazonaws.com",
                    vpcs: [{ vpcId: vpc.id }],
                });
                starting(n, subnet, reading(secretArn()));
            },
            on: "web",
            gap: /private hosted zone answers for the name/,
            ok: (n) => {
                isolated(n, ["secretsmanager"], reading(secretArn()));
            },
            violated: (n) => {
                isolated(n, [], reading(secretArn()));
            },
        },
        {
            name: "egress through a NAT instance",
            network: (n) => {
                const { subnet } = n.subnetWith("private", n.vpc(), [
                    { cidrBlock: "0.0.0.0/0", networkInterfaceId: "eni-1" },
                ]);
                starting(n, subnet, reading(secretArn()));
            },
            on: "web",
            gap: /what lies behind it is not in the plan/,
            ok: (n) => {
                behindNat(n, reading(secretArn()));
            },
            violated: (n) => {
                isolated(n, [], reading(secretArn()));
            },
        },
    ],
});
