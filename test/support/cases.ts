import { albNetwork, isolatedNetwork, natNetwork, Network } from "./networks";
import type { Inputs, Options, Resource, Value } from "./program";

/*
 * Whole stacks, as people build them, and as they break: what the pack says of each as a whole, in a
 * first preview and on the deployed stack.
 */

const anywhere = "0.0.0.0/0";
const https = { protocol: "tcp", fromPort: 443, toPort: 443 };
const logsOptions = {
    "awslogs-group": "app",
    "awslogs-region": "us-east-1",
    "awslogs-stream-prefix": "app",
};

interface Task {
    readonly image?: string;
    readonly logs?: boolean;
    readonly secret?: string;
    readonly efs?: Resource;
}

const ecr = "123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1";

function task(n: Network, { image = ecr, logs = false, secret, efs }: Task = {}): Resource {
    const container = {
        name: "app",
        image,
        ...(logs ? { logConfiguration: { logDriver: "awslogs", options: logsOptions } } : {}),
        ...(secret === undefined ? {} : { secrets: [{ name: "KEY", valueFrom: secret }] }),
    };
    const volumes: Value =
        efs === undefined
            ? []
            : [{ name: "data", efsVolumeConfiguration: { fileSystemId: efs.id } }];
    return n.taskDefinition("app", {
        containerDefinitions: JSON.stringify([container]),
        volumes,
    });
}

function group(n: Network, name: string, vpc: Resource, inputs: Inputs = {}): Resource {
    return n.add("aws:ec2/securityGroup:SecurityGroup", name, {
        vpcId: vpc.id,
        egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: [anywhere] }],
        ...inputs,
    });
}

interface Balanced {
    readonly alb: Resource;
    readonly group: Resource;
    readonly listener: Resource;
}

/** A service behind an Application Load Balancer, registering this port, and made after the listener. */
function behindAlb(n: Network, containerPort = 80, options?: Options): Balanced {
    const { alb, group, privateSubnet } = albNetwork(n);
    const listener = n.listener("http", alb, group);
    const portMappings = [{ containerPort: 80 }];
    const containers = [{ name: "app", image: ecr, portMappings }];
    n.taskDefinition("app", { containerDefinitions: JSON.stringify(containers) });
    n.service(
        "web",
        [privateSubnet],
        { loadBalancers: [{ targetGroupArn: group.arn, containerName: "app", containerPort }] },
        options ?? { dependsOn: [listener] },
    );
    return { alb, group, listener };
}

interface Isolated {
    readonly vpc: Resource;
    readonly subnet: Resource;
    readonly table: Resource;
    /** The task's group. */
    readonly app: Resource;
    /** The group of all interface endpoints. */
    readonly doors: Resource;
}

const all = ["ecr.api", "ecr.dkr", "s3", "logs", "secretsmanager", "ssm", "ssmmessages"];

/** A VPC without a way out, with these endpoints, whose group admits the task's group. */
function isolated(
    n: Network,
    services: readonly string[] = all,
    doorRules?: (app: Resource, doors: Isolated["vpc"]) => Inputs,
): Isolated {
    const vpc = n.vpc();
    const { subnet, table } = n.subnetWith("private", vpc, []);
    const app = group(n, "app", vpc);
    const rules = doorRules?.(app, vpc) ?? { ingress: [{ ...https, securityGroups: [app.id] }] };
    const doors = group(n, "doors", vpc, rules);
    for (const service of services) {
        n.endpoint(
            service,
            vpc,
            service === "s3"
                ? { routeTableIds: [table.id] }
                : { subnetIds: [subnet.id], securityGroupIds: [doors.id] },
        );
    }
    return { vpc, subnet, table, app, doors };
}

function serviceIn(
    n: Network,
    subnets: readonly Resource[],
    app?: Resource,
    more: Inputs = {},
): void {
    n.service("web", subnets, {
        networkConfiguration: { securityGroups: app === undefined ? [] : [app.id] },
        ...more,
    });
}

/** A complete task in an isolated VPC that lacks one endpoint. */
function lacking(service: string): (n: Network) => void {
    return (n) => {
        const { subnet, app } = isolated(
            n,
            all.filter((each) => each !== service),
        );
        const secret =
            service === "ssm"
                ? "/app/key"
                : "arn:aws:secretsmanager:us-east-1:123456789012:secret:key-AbCdEf";
        task(n, { logs: true, secret });
        serviceIn(n, [subnet], app, { enableExecuteCommand: true });
    };
}

/** Subnets with ACLs of these rules, behind a NAT gateway. */
function behindAcl(n: Network, ingress: Value[], egress: Value[]): void {
    const { vpc, privateSubnet } = natNetwork(n);
    n.add("aws:ec2/networkAcl:NetworkAcl", "strict", {
        vpcId: vpc.id,
        subnetIds: [privateSubnet.id],
        ingress,
        egress,
    });
    serviceIn(n, [privateSubnet]);
}

function acl(ruleNo: number, fromPort: number, toPort: number, cidrBlock = anywhere): Inputs {
    return { ruleNo, action: "allow", protocol: "tcp", fromPort, toPort, cidrBlock };
}

export interface Row {
    readonly name: string;
    readonly network: (n: Network) => void;
}

/** Nothing of it is blocked. */
export const healthy: readonly Row[] = [
    {
        name: "a service behind an Application Load Balancer",
        network: (n: Network): void => {
            behindAlb(n);
        },
    },
    {
        name: "an isolated VPC with the exact endpoint set",
        network: (n: Network): void => {
            const { subnet, app } = isolated(n);
            task(n, { logs: true, secret: "/app/key" });
            serviceIn(n, [subnet], app);
        },
    },
    {
        name: "endpoints in one zone only, tasks in two",
        network: (n: Network): void => {
            const { vpc, subnet, table, app } = isolated(n);
            const second = n.subnet("second", vpc, { availabilityZone: "us-east-1b" });
            n.associate(second, table);
            serviceIn(n, [subnet, second], app);
        },
    },
    {
        name: "endpoints admitting a subnet CIDR instead of a group",
        network: (n: Network): void => {
            const { subnet, app } = isolated(n, all, () => ({
                ingress: [{ ...https, cidrBlocks: ["10.0.1.0/24"] }],
            }));
            serviceIn(n, [subnet], app);
        },
    },
    {
        name: "endpoints admitting the VPC by a standalone rule",
        network: (n: Network): void => {
            const { subnet, app, doors, vpc } = isolated(n, all, () => ({}));
            n.add("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "https", {
                securityGroupId: doors.id,
                ipProtocol: "tcp",
                fromPort: 443,
                toPort: 443,
                cidrIpv4: vpc.get("cidrBlock"),
            });
            serviceIn(n, [subnet], app);
        },
    },
    {
        name: "an S3 gateway attached by an association resource",
        network: (n: Network): void => {
            const { vpc, subnet, table, app } = isolated(
                n,
                all.filter((each) => each !== "s3"),
            );
            const s3 = n.endpoint("s3", vpc);
            n.add(
                "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation",
                "s3",
                { vpcEndpointId: s3.id, routeTableId: table.id },
            );
            serviceIn(n, [subnet], app);
        },
    },
    {
        name: "a gateway policy with only the layer bucket",
        network: (n: Network): void => {
            const { vpc, subnet, table, app } = isolated(
                n,
                all.filter((each) => each !== "s3"),
            );
            n.endpoint("s3", vpc, {
                routeTableIds: [table.id],
                policy: JSON.stringify({
                    Statement: [
                        {
                            Effect: "Allow",
                            Principal: "*",
                            Action: ["s3:GetObject"],
                            Resource: ["arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*"],
                        },
                    ],
                }),
            });
            serviceIn(n, [subnet], app);
        },
    },
    {
        name: "an ACL that admits just the platform's ephemeral range",
        network: (n: Network): void => {
            behindAcl(n, [acl(100, 32768, 61000)], [acl(100, 443, 443)]);
        },
    },
    {
        name: "a private registry host behind a transit gateway",
        network: (n: Network): void => {
            const { subnet } = n.subnetWith("private", n.vpc(), [
                { cidrBlock: anywhere, transitGatewayId: "tgw-0123456789abcdef0" },
            ]);
            task(n, { image: "registry.corp.example/app:1" });
            serviceIn(n, [subnet]);
        },
    },
    {
        name: "a VPC with NAT and an S3 gateway whose DNS hostnames are off",
        network: (n: Network): void => {
            const { vpc, privateSubnet, privateTable } = natNetwork(n);
            vpc.inputs.enableDnsHostnames = false;
            n.endpoint("s3", vpc, { routeTableIds: [privateTable.id] });
            serviceIn(n, [privateSubnet]);
        },
    },
    {
        name: "two services of one VPC, one by NAT, one by endpoints",
        network: (n: Network): void => {
            const { vpc, privateSubnet } = natNetwork(n);
            const { subnet, table } = n.subnetWith("inner", vpc, []);
            const doors = group(n, "doors", vpc, {
                ingress: [{ ...https, cidrBlocks: ["10.0.0.0/16"] }],
            });
            for (const service of ["ecr.api", "ecr.dkr"]) {
                n.endpoint(service, vpc, {
                    subnetIds: [subnet.id],
                    securityGroupIds: [doors.id],
                });
            }
            n.endpoint("s3", vpc, { routeTableIds: [table.id] });
            n.service("outer", [privateSubnet]);
            n.service("inner", [subnet]);
        },
    },
    {
        name: "a NAT instance",
        network: (n: Network): void => {
            const { subnet } = n.subnetWith("private", n.vpc(), [
                { cidrBlock: anywhere, networkInterfaceId: "eni-0123456789abcdef0" },
            ]);
            serviceIn(n, [subnet]);
        },
    },
    {
        name: "a public subnet only through the main route table",
        network: (n: Network): void => {
            const vpc = n.vpc();
            const igw = n.internetGateway(vpc);
            n.route("out", vpc.get("mainRouteTableId"), { gatewayId: igw.id });
            n.service("web", [n.subnet("public", vpc)], {
                networkConfiguration: { assignPublicIp: true },
            });
        },
    },
    {
        name: "an internet gateway's subnet without public IP when endpoints carry everything",
        network: (n: Network): void => {
            const { vpc, table, subnet, app } = isolated(n);
            const igw = n.internetGateway(vpc);
            n.route("out", table, { gatewayId: igw.id });
            task(n, { logs: true });
            serviceIn(n, [subnet], app);
        },
    },
    {
        name: "the default security group with TCP-only egress",
        network: (n: Network): void => {
            const { vpc, privateSubnet } = natNetwork(n);
            n.add("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "default", {
                vpcId: vpc.id,
                egress: [{ ...https, cidrBlocks: [anywhere] }],
            });
            serviceIn(n, [privateSubnet]);
        },
    },
    {
        name: "no awslogs, so no logs endpoint",
        network: (n: Network): void => {
            const { subnet, app } = isolated(n, ["ecr.api", "ecr.dkr", "s3"]);
            task(n);
            serviceIn(n, [subnet], app);
        },
    },
    {
        name: "assignPublicIp in a NAT-routed subnet",
        network: (n: Network): void => {
            n.service("web", [natNetwork(n).privateSubnet], {
                networkConfiguration: { assignPublicIp: true },
            });
        },
    },
    {
        name: "egress to the endpoints' group and to S3's prefix list, and nothing else",
        network: (n: Network): void => {
            const vpc = n.vpc();
            const { subnet, table } = n.subnetWith("private", vpc, []);
            const s3 = n.endpoint("s3", vpc, { routeTableIds: [table.id] });
            const doors = group(n, "doors", vpc, {
                ingress: [{ ...https, cidrBlocks: ["10.0.0.0/16"] }],
            });
            const app = group(n, "app", vpc, {
                egress: [
                    { ...https, securityGroups: [doors.id] },
                    { ...https, prefixListIds: [s3.get("prefixListId")] },
                ],
            });
            for (const service of ["ecr.api", "ecr.dkr"]) {
                n.endpoint(service, vpc, { subnetIds: [subnet.id], securityGroupIds: [doors.id] });
            }
            serviceIn(n, [subnet], app);
        },
    },
    {
        name: "endpoints and tasks in the VPC's default group",
        network: (n: Network): void => {
            const { subnet } = isolatedNetwork(n);
            serviceIn(n, [subnet]);
        },
    },
    {
        name: "a regional NAT gateway",
        network: (n: Network): void => {
            const vpc = n.vpc();
            const igw = n.internetGateway(vpc);
            const nat = n.add(
                "aws:ec2/natGateway:NatGateway",
                "nat",
                {
                    vpcId: vpc.id,
                    availabilityMode: "regional",
                },
                { dependsOn: [igw] },
            );
            const { subnet } = n.subnetWith("private", vpc, [
                { cidrBlock: anywhere, natGatewayId: nat.id },
            ]);
            serviceIn(n, [subnet]);
        },
    },
    {
        name: "EFS with groups that name each other",
        network: (n: Network): void => {
            const { vpc, privateSubnet } = natNetwork(n);
            const app = group(n, "app", vpc);
            const storage = group(n, "storage", vpc, {
                ingress: [
                    { protocol: "tcp", fromPort: 2049, toPort: 2049, securityGroups: [app.id] },
                ],
            });
            const efs = n.add("aws:efs/fileSystem:FileSystem", "data");
            n.add("aws:efs/mountTarget:MountTarget", "data", {
                fileSystemId: efs.id,
                subnetId: privateSubnet.id,
                securityGroups: [storage.id],
            });
            task(n, { efs });
            serviceIn(n, [privateSubnet], app);
        },
    },
];

export interface BrokenRow extends Row {
    readonly policy: string;
    readonly says: RegExp;
}

/** A policy finds it, at its level, and names the hop. */
export const broken: readonly BrokenRow[] = [
    ...(
        [
            ["ecr.api", "task-image-pull", /no ecr\.api interface endpoint/],
            ["ecr.dkr", "task-image-pull", /no ecr\.dkr interface endpoint/],
            ["s3", "task-image-pull", /no S3 gateway endpoint/],
            ["logs", "task-logs", /no logs interface endpoint/],
            ["secretsmanager", "task-secrets", /no secretsmanager interface endpoint/],
            ["ssm", "task-secrets", /no ssm interface endpoint/],
            ["ssmmessages", "task-exec", /no ssmmessages interface endpoint/],
        ] as const
    ).map(([service, policy, says]) => ({
        name: `${service} missing`,
        policy,
        says,
        network: lacking(service),
    })),
    {
        name: "an S3 gateway on another table",
        policy: "task-image-pull",
        says: /VPC endpoint s3 → is not associated with the route table private/,
        network: (n: Network): void => {
            const { vpc, subnet, app } = isolated(n, ["ecr.api", "ecr.dkr"]);
            const { table } = n.subnetWith("other", vpc, []);
            n.endpoint("s3", vpc, { routeTableIds: [table.id] });
            serviceIn(n, [subnet], app);
        },
    },
    ...[true, false].flatMap((withNat): BrokenRow[] => {
        const behind = withNat ? "although there is a NAT gateway" : "in an isolated VPC";
        const place = (n: Network): { vpc: Resource; subnet: Resource; table: Resource } => {
            if (!withNat) return isolatedNetwork(n, []);
            const { vpc, privateSubnet: subnet, privateTable: table } = natNetwork(n);
            return { vpc, subnet, table };
        };
        const build = (n: Network, rules: Inputs): void => {
            const { vpc, subnet, table } = place(n);
            const app = group(n, "app", vpc);
            const doors = group(n, "doors", vpc, rules);
            for (const service of ["ecr.api", "ecr.dkr"]) {
                n.endpoint(service, vpc, { subnetIds: [subnet.id], securityGroupIds: [doors.id] });
            }
            n.endpoint("s3", vpc, { routeTableIds: [table.id] });
            serviceIn(n, [subnet], app);
        };
        const says = /security group doors → no ingress rule admits TCP 443 from the tasks/;
        return [
            {
                name: `an empty endpoint group, ${behind}`,
                policy: "task-image-pull",
                says,
                network: (n: Network): void => {
                    build(n, {});
                },
            },
            {
                name: `an endpoint group that admits only itself, ${behind}`,
                policy: "task-image-pull",
                says,
                network: (n: Network): void => {
                    build(n, { ingress: [{ ...https, self: true }] });
                },
            },
        ];
    }),
    {
        name: "private DNS off on ecr.dkr",
        policy: "task-image-pull",
        says: /VPC endpoint ecr\.dkr → private DNS is off/,
        network: (n: Network): void => {
            const { vpc, subnet, app, doors } = isolated(n, ["ecr.api", "s3"]);
            n.endpoint("ecr.dkr", vpc, {
                subnetIds: [subnet.id],
                securityGroupIds: [doors.id],
                privateDnsEnabled: false,
            });
            serviceIn(n, [subnet], app);
        },
    },
    {
        name: "VPC DNS support off",
        policy: "vpc-dns",
        says: /enableDnsSupport is off/,
        network: (n: Network): void => {
            const { vpc, privateSubnet } = natNetwork(n);
            vpc.inputs.enableDnsSupport = false;
            serviceIn(n, [privateSubnet]);
        },
    },
    {
        name: "VPC DNS hostnames off beside endpoints",
        policy: "vpc-dns",
        says: /enableDnsHostnames is off, which the private DNS of the endpoint ecr\.api needs/,
        network: (n: Network): void => {
            const { vpc, subnet, app } = isolated(n);
            vpc.inputs.enableDnsHostnames = false;
            serviceIn(n, [subnet], app);
        },
    },
    {
        name: "an endpoint policy that only denies",
        policy: "task-image-pull",
        says: /its policy does not allow ecr:GetAuthorizationToken/,
        network: (n: Network): void => {
            const { vpc, subnet, app, doors } = isolated(n, ["ecr.dkr", "s3"]);
            n.endpoint("ecr.api", vpc, {
                subnetIds: [subnet.id],
                securityGroupIds: [doors.id],
                policy: JSON.stringify({
                    Statement: [
                        {
                            Effect: "Deny",
                            Principal: "*",
                            Action: "ecr:DeleteRepository",
                            Resource: "*",
                        },
                    ],
                }),
            });
            serviceIn(n, [subnet], app);
        },
    },
    {
        name: "a gateway policy that misses the layer bucket",
        policy: "task-image-pull",
        says: /its policy does not allow s3:GetObject on arn:aws:s3:::prod-us-east-1-starport-layer-bucket/,
        network: (n: Network): void => {
            const { vpc, subnet, table, app } = isolated(n, ["ecr.api", "ecr.dkr"]);
            n.endpoint("s3", vpc, {
                routeTableIds: [table.id],
                policy: JSON.stringify({
                    Statement: {
                        Effect: "Allow",
                        Principal: "*",
                        Action: "s3:*",
                        Resource: "arn:aws:s3:::our-own-bucket/*",
                    },
                }),
            });
            serviceIn(n, [subnet], app);
        },
    },
    {
        name: "one of two subnets without a route",
        policy: "task-image-pull",
        says: /from subnet lost they cannot reach/,
        network: (n: Network): void => {
            const { vpc, privateSubnet } = natNetwork(n);
            const { subnet } = n.subnetWith("lost", vpc, []);
            serviceIn(n, [privateSubnet, subnet]);
        },
    },
    {
        name: "a NAT gateway in a private subnet",
        policy: "task-image-pull",
        says: /NAT gateway inner → subnet inner → route table inner → no route for 0\.0\.0\.0\/0/,
        network: (n: Network): void => {
            const vpc = n.vpc();
            const { subnet: inner } = n.subnetWith("inner", vpc, []);
            const nat = n.natGateway("inner", inner);
            const { subnet } = n.subnetWith("private", vpc, [
                { cidrBlock: anywhere, natGatewayId: nat.id },
            ]);
            serviceIn(n, [subnet]);
        },
    },
    {
        name: "a private NAT gateway",
        policy: "task-image-pull",
        says: /is private, and an internet gateway drops what comes from it/,
        network: (n: Network): void => {
            const { vpc, publicSubnet } = natNetwork(n);
            const nat = n.natGateway("inner", publicSubnet, {
                connectivityType: "private",
                allocationId: null,
            });
            const { subnet } = n.subnetWith("tasks", vpc, [
                { cidrBlock: anywhere, natGatewayId: nat.id },
            ]);
            serviceIn(n, [subnet]);
        },
    },
    {
        name: "no egress rule",
        policy: "task-image-pull",
        says: /security group app → no egress rule admits TCP 443 to the internet/,
        network: (n: Network): void => {
            const { vpc, privateSubnet } = natNetwork(n);
            const app = n.add("aws:ec2/securityGroup:SecurityGroup", "app", { vpcId: vpc.id });
            serviceIn(n, [privateSubnet], app);
        },
    },
    {
        name: "egress only on 80",
        policy: "task-image-pull",
        says: /security group app → no egress rule admits TCP 443 to the internet/,
        network: (n: Network): void => {
            const { vpc, privateSubnet } = natNetwork(n);
            const app = group(n, "app", vpc, {
                egress: [{ protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: [anywhere] }],
            });
            serviceIn(n, [privateSubnet], app);
        },
    },
    {
        name: "egress to the endpoints but not to S3's prefix list",
        policy: "task-image-pull",
        says: /security group app → no egress rule admits TCP 443 to S3/,
        network: (n: Network): void => {
            const vpc = n.vpc();
            const { subnet, table } = n.subnetWith("private", vpc, []);
            const doors = group(n, "doors", vpc, {
                ingress: [{ ...https, cidrBlocks: ["10.0.0.0/16"] }],
            });
            const app = group(n, "app", vpc, {
                egress: [{ ...https, securityGroups: [doors.id] }],
            });
            for (const service of ["ecr.api", "ecr.dkr"]) {
                n.endpoint(service, vpc, { subnetIds: [subnet.id], securityGroupIds: [doors.id] });
            }
            n.endpoint("s3", vpc, { routeTableIds: [table.id] });
            serviceIn(n, [subnet], app);
        },
    },
    {
        name: "an ACL without ephemeral ports",
        policy: "task-image-pull",
        says: /network ACL strict → no ingress rule allows TCP 32768-60999 from the internet, for the answers/,
        network: (n: Network): void => {
            behindAcl(n, [acl(100, 443, 443)], [acl(100, 0, 65535)]);
        },
    },
    ...[
        ["Docker Hub", "nginx:1"],
        ["public.ecr.aws", "public.ecr.aws/nginx/nginx:1"],
    ].map(([registry = "", image = ""]): BrokenRow => ({
        name: `an image of ${registry} with endpoints only`,
        policy: "task-image-pull",
        says: new RegExp(`cannot reach ${registry}\\n.*no route for 0\\.0\\.0\\.0/0`),
        network: (n: Network): void => {
            const { subnet, app } = isolated(n);
            task(n, { image });
            serviceIn(n, [subnet], app);
        },
    })),
    {
        name: "an EFS mount target that admits no 2049",
        policy: "task-file-systems",
        says: /security group storage → no ingress rule admits TCP 2049/,
        network: (n: Network): void => {
            const { vpc, privateSubnet } = natNetwork(n);
            const storage = group(n, "storage", vpc);
            const efs = n.add("aws:efs/fileSystem:FileSystem", "data");
            n.add("aws:efs/mountTarget:MountTarget", "data", {
                fileSystemId: efs.id,
                subnetId: privateSubnet.id,
                securityGroups: [storage.id],
            });
            task(n, { efs });
            serviceIn(n, [privateSubnet]);
        },
    },
    {
        name: "an EFS mount target in another VPC",
        policy: "task-file-systems",
        says: /EFS file system data → has no mount target in VPC vpc/,
        network: (n: Network): void => {
            const { privateSubnet } = natNetwork(n);
            const other = n.vpc("other");
            const efs = n.add("aws:efs/fileSystem:FileSystem", "data");
            n.add("aws:efs/mountTarget:MountTarget", "data", {
                fileSystemId: efs.id,
                subnetId: n.subnet("far", other).id,
            });
            task(n, { efs });
            serviceIn(n, [privateSubnet]);
        },
    },
    {
        name: "platform 1.3.0 with EFS",
        policy: "service-platform-version",
        says: /platformVersion is older than 1\.4\.0/,
        network: (n: Network): void => {
            const { privateSubnet } = natNetwork(n);
            const efs = n.add("aws:efs/fileSystem:FileSystem", "data");
            n.add("aws:efs/mountTarget:MountTarget", "data", {
                fileSystemId: efs.id,
                subnetId: privateSubnet.id,
            });
            task(n, { efs });
            n.service("web", [privateSubnet], { platformVersion: "1.3.0" });
        },
    },
    {
        name: "an isolated VPC without any endpoint",
        policy: "task-image-pull",
        says: /no route for 0\.0\.0\.0\/0\n.*no endpoint for ecr\.api, ecr\.dkr and S3\n/,
        network: (n: Network): void => {
            const { subnet, app } = isolated(n, []);
            task(n, { logs: true });
            serviceIn(n, [subnet], app);
        },
    },
    {
        name: "a public subnet without a public IP",
        policy: "task-image-pull",
        says: /internet gateway igw → serves only tasks with a public IP, and networkConfiguration\.assignPublicIp is false/,
        network: (n: Network): void => {
            const { publicSubnet } = natNetwork(n);
            task(n, { image: "nginx:1" });
            serviceIn(n, [publicSubnet]);
        },
    },
    {
        name: "a target group for instances",
        policy: "target-group-type",
        says: /target group web is not of target type ip \(it is instance/,
        network: (n: Network): void => {
            const { group } = behindAlb(n);
            group.inputs.targetType = "instance";
        },
    },
    {
        name: "a target group without a listener",
        policy: "target-group-attached",
        says: /target group web, to which no listener and no listener rule forwards/,
        network: (n: Network): void => {
            const { listener } = behindAlb(n);
            listener.inputs.defaultActions = [{ type: "fixed-response" }];
        },
    },
    {
        name: "a container port that is not mapped",
        policy: "target-group-container",
        says: /port 8080 of a container, which task definition app does not map/,
        network: (n: Network): void => {
            behindAlb(n, 8080);
        },
    },
    {
        name: "two listeners on one port",
        policy: "listener-ports",
        says: /load balancer alb has the listeners http and again on one port, 80/,
        network: (n: Network): void => {
            const { alb, group } = behindAlb(n);
            n.listener("again", alb, group);
        },
    },
];
