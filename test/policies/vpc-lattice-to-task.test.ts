import { unverifiedNetwork } from "../../policies/unverified-network";
import { vpcLatticeToTask } from "../../policies/vpc-lattice-to-task";
import { ecrImage, groupWith, natNetwork, tcp, type Network } from "../support/networks";
import { unknown, type Inputs, type Resource, type Value } from "../support/program";
import { testPolicy } from "../support/table";

const latticePolicy = "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForVpcLattice";
const everybody = tcp(8080, { cidrBlocks: ["0.0.0.0/0"] });
const literal = "pl-0721453c7ac4ec009";

function trustedBy(Principal: Inputs | string, more: Inputs = {}): string {
    const statement = { Effect: "Allow", Principal, Action: "sts:AssumeRole", ...more };
    return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

interface Parts {
    /** The rules of the tasks' group for what comes in. */
    readonly ingress?: readonly Inputs[];
    readonly config?: Inputs;
    readonly type?: Value;
    readonly registration?: Inputs;
    /** Who may assume the infrastructure role. */
    readonly trust?: Value;
    /** The policies of the infrastructure role. */
    readonly policies?: readonly string[];
    readonly mapping?: Inputs;
    readonly launcher?: Inputs;
    /** The VPC of the target group; unset, that of the tasks. */
    readonly vpc?: Resource;
    readonly subnets?: readonly Resource[];
}

/** A service whose tasks register with a target group of VPC Lattice. */
function service(n: Network, parts: Parts = {}): void {
    const { vpc, privateSubnet } = natNetwork(n);
    const { id: vpcIdentifier } = parts.vpc ?? vpc;
    const group = groupWith(n, "tasks", vpc, { ingress: [...(parts.ingress ?? [everybody])] });
    const targets = n.add("aws:vpclattice/targetGroup:TargetGroup", "targets", {
        type: parts.type ?? "IP",
        config: { port: 80, protocol: "HTTP", vpcIdentifier, ...parts.config },
    });
    const role = n.role("infrastructure", ...(parts.policies ?? [latticePolicy]));
    role.inputs.assumeRolePolicy = parts.trust ?? trustedBy({ Service: "ecs.amazonaws.com" });
    const portMappings = [{ name: "http", containerPort: 8080, ...parts.mapping }];
    n.taskDefinition("app", {
        containerDefinitions: JSON.stringify([
            { name: "app", image: ecrImage, essential: true, portMappings },
        ]),
    });
    n.service("web", parts.subnets ?? [privateSubnet], {
        networkConfiguration: { securityGroups: [group.id] },
        vpcLatticeConfigurations: [
            {
                portName: "http",
                targetGroupArn: targets.arn,
                roleArn: role.arn,
                ...parts.registration,
            },
        ],
        ...parts.launcher,
    });
}

/** A service that registers with two target groups, the second of this type. */
function twice(n: Network, type: string): void {
    service(n);
    const [web] = n.resources.filter((each) => each.type === "aws:ecs/service:Service");
    const [first] = (web?.inputs.vpcLatticeConfigurations ?? []) as Inputs[];
    const more = n.add("aws:vpclattice/targetGroup:TargetGroup", "more", {
        type,
        config: {
            port: 80,
            protocol: "HTTP",
            vpcIdentifier: n.find("aws:ec2/vpc:Vpc")?.id ?? null,
        },
    });
    if (web === undefined) return;
    web.inputs.vpcLatticeConfigurations = [first ?? {}, { ...first, targetGroupArn: more.arn }];
}

/** A rule that names a prefix list. */
const byList = (id: Value, port = 8080): Inputs => tcp(port, { prefixListIds: [id] });

/** A prefix list of AWS's, as facts tell of it. */
function listOf(n: Network, name: string): Value {
    return n.add("aws:ec2/managedPrefixList:ManagedPrefixList", "lattice", {
        name,
        addressFamily: "IPv4",
        maxEntries: 2,
        entries: [{ cidr: "169.254.171.0/24" }],
    }).id;
}

function letIn(n: Network): void {
    service(n);
}

function closed(n: Network): void {
    service(n, { ingress: [] });
}

testPolicy(vpcLatticeToTask, unverifiedNetwork, {
    valid: [
        {
            name: "a group that admits everybody on the container's port",
            network: (n) => {
                service(n);
            },
        },
        {
            name: "a group that admits AWS's prefix list of VPC Lattice",
            network: (n) => {
                service(n, {
                    ingress: [byList(listOf(n, "com.amazonaws.us-east-1.vpc-lattice"))],
                });
            },
        },
        {
            name: "health checks on a port of their own, which is open",
            network: (n) => {
                service(n, {
                    config: { healthCheck: { port: 9090 } },
                    ingress: [everybody, tcp(9090, { cidrBlocks: ["0.0.0.0/0"] })],
                });
            },
        },
        {
            name: "health checks that are off, on a port that is closed",
            network: (n) => {
                service(n, { config: { healthCheck: { port: 9090, enabled: false } } });
            },
        },
        {
            name: "a role that may do everything",
            network: (n) => {
                service(n, { policies: ["arn:aws:iam::aws:policy/AdministratorAccess"] });
            },
        },
        {
            name: "a role that ECS may assume among others, for the account alone",
            network: (n) => {
                service(n, {
                    trust: trustedBy(
                        { Service: ["ecs-tasks.amazonaws.com", "ecs.amazonaws.com"] },
                        { Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } } },
                    ),
                });
            },
        },
        {
            name: "two registrations",
            network: (n) => {
                twice(n, "IP");
            },
        },
        {
            name: "a service without VPC Lattice, whose group admits nobody",
            network: (n) => {
                service(n, { ingress: [], launcher: { vpcLatticeConfigurations: [] } });
            },
        },
        {
            name: "a service on EC2",
            network: (n) => {
                service(n, { ingress: [], launcher: { launchType: "EC2" } });
            },
        },
        {
            name: "a load balancer beside it",
            network: (n) => {
                service(n, { ingress: [everybody, tcp(8080, { self: true })] });
            },
        },
    ],
    violates: [
        {
            name: "a group that admits the VPC alone",
            network: (n) => {
                service(n, { ingress: [tcp(8080, { cidrBlocks: ["10.0.0.0/16"] })] });
            },
            fixed: (n) => {
                service(n);
            },
            on: "web",
            says: [
                /^VPC Lattice cannot reach the tasks of service web on TCP 8080 \(container port and health checks\), so they fail its health checks, and ECS stops them/,
                /security group tasks → no ingress rule admits TCP 8080 from VPC Lattice/,
                /fix: add an ingress rule for TCP 8080 from the prefix list com\.amazonaws\.us-east-1\.vpc-lattice to the security group tasks/,
            ],
        },
        {
            name: "a group that admits itself alone",
            network: (n) => {
                service(n, { ingress: [tcp(8080, { self: true })] });
            },
            on: "web",
            says: /no ingress rule admits TCP 8080 from VPC Lattice/,
        },
        {
            name: "a group that admits the target group's port instead of the container's",
            network: (n) => {
                service(n, { ingress: [tcp(80, { cidrBlocks: ["0.0.0.0/0"] })] });
            },
            on: "web",
            says: /no ingress rule admits TCP 8080 from VPC Lattice/,
        },
        {
            name: "a group that does not admit the port of the health checks",
            network: (n) => {
                service(n, { config: { healthCheck: { port: 9090 } } });
            },
            on: "web",
            says: /cannot reach the tasks of service web on TCP 9090 \(health checks\), so they fail/,
        },
        {
            name: "a group that does not admit the container's port, without health checks",
            network: (n) => {
                service(n, { ingress: [], config: { healthCheck: { enabled: false } } });
            },
            on: "web",
            says: /on TCP 8080 \(container port\), so its requests time out/,
        },
        {
            name: "a prefix list on another port",
            network: (n) => {
                service(n, {
                    ingress: [tcp(8080, { cidrBlocks: ["10.0.0.0/8"] }), byList(literal, 80)],
                });
            },
            on: "web",
            says: /no ingress rule admits TCP 8080 from VPC Lattice/,
        },
        {
            name: "a target group for instances",
            network: (n) => {
                service(n, { type: "INSTANCE" });
            },
            on: "web",
            says: [
                /^VPC Lattice target group targets is not of type IP/,
                /fix: set type to "IP" on VPC Lattice target group targets/,
            ],
        },
        {
            name: "two registrations, one with a target group for instances",
            firstPreview: "cannot know",
            network: (n) => {
                twice(n, "INSTANCE");
            },
            on: "web",
            says: /^VPC Lattice target group more is not of type IP/,
        },
        {
            name: "a target group of another VPC",
            network: (n) => {
                service(n, { vpc: n.vpc("other") });
            },
            on: "web",
            says: /^VPC Lattice target group targets is of another VPC than the subnets of service web/,
        },
        {
            name: "a target group that exists already, and a VPC that does not",
            forms: ["first preview"],
            network: (n) => {
                service(n, {
                    registration: {
                        targetGroupArn:
                            "arn:aws:vpc-lattice:us-east-1:123456789012:targetgroup/tg-0123456789abcdef0",
                    },
                });
            },
            on: "web",
            says: /^a VPC Lattice target group outside this plan is of another VPC than the subnets/,
        },
        {
            name: "a target group for IPv6, and tasks without",
            network: (n) => {
                service(n, {
                    config: { ipAddressType: "IPV6" },
                    ingress: [tcp(8080, { ipv6CidrBlocks: ["::/0"] })],
                });
            },
            on: "web",
            says: /^tasks of service web have no address of the ipAddressType of VPC Lattice target group targets/,
        },
        {
            name: "a portName that no mapping has",
            network: (n) => {
                service(n, { registration: { portName: "web" } });
            },
            on: "web",
            says: /^service web names in its vpcLatticeConfigurations a portName that no port mapping of task definition app has/,
        },
        {
            name: "a mapping without a name",
            network: (n) => {
                service(n, { mapping: { name: null } });
            },
            on: "web",
            says: /a portName that no port mapping of task definition app has/,
        },
        {
            name: "a role without policies",
            network: (n) => {
                service(n, { policies: [] });
            },
            on: "web",
            says: [
                /^infrastructure, by which ECS registers the tasks of service web with VPC Lattice, is not allowed vpc-lattice:RegisterTargets/,
                /fix: attach the managed policy AmazonECSInfrastructureRolePolicyForVpcLattice to infrastructure/,
            ],
        },
        {
            name: "a role that tasks may assume, and ECS may not",
            network: (n) => {
                service(n, { trust: trustedBy({ Service: "ecs-tasks.amazonaws.com" }) });
            },
            on: "web",
            says: [
                /^infrastructure, by which ECS registers the tasks of service web with VPC Lattice, is not one that ecs\.amazonaws\.com may assume/,
                /fix: let ecs\.amazonaws\.com assume infrastructure/,
            ],
        },
        {
            name: "a role that the account's users may assume",
            network: (n) => {
                service(n, { trust: trustedBy({ AWS: "arn:aws:iam::123456789012:root" }) });
            },
            on: "web",
            says: /is not one that ecs\.amazonaws\.com may assume/,
        },
        {
            name: "a role with the policy for tasks",
            network: (n) => {
                service(n, {
                    policies: [
                        "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
                    ],
                });
            },
            on: "web",
            says: /is not allowed vpc-lattice:RegisterTargets/,
        },
    ],
    cannotKnow: [
        ...Object.entries<Inputs>({
            "a prefix list that is not in the plan": byList(literal),
            "a prefix list that is not known": byList(unknown),
            "the block that AWS's pages name as an example": tcp(8080, {
                cidrBlocks: ["169.254.171.0/24"],
            }),
            "a public block, which may be Lattice's": tcp(8080, {
                cidrBlocks: ["129.224.0.0/17"],
            }),
            "blocks that are not known": tcp(8080, { cidrBlocks: unknown }),
        }).map(([name, rule]) => ({
            name,
            network: (n: Network) => {
                service(n, { ingress: [rule] });
            },
            on: "web",
            gap: /of tasks/,
            ok: letIn,
            violated: closed,
        })),
        {
            name: "a registration that is not known",
            network: (n) => {
                service(n, { launcher: { vpcLatticeConfigurations: unknown } });
            },
            on: "web",
            gap: /vpcLatticeConfigurations of web/,
            ok: letIn,
            violated: closed,
        },
        {
            name: "a portName that is not known",
            network: (n) => {
                service(n, { registration: { portName: unknown } });
            },
            on: "web",
            gap: /portName of web/,
            ok: letIn,
            violated: (n) => {
                service(n, { registration: { portName: "web" } });
            },
        },
        {
            name: "a range of ports",
            network: (n) => {
                service(n, {
                    mapping: { containerPort: null, containerPortRange: "8080-8090" },
                });
            },
            on: "web",
            gap: /which port of a range ECS registers with VPC Lattice is not documented/,
            ok: letIn,
            violated: closed,
        },
        {
            name: "a target group that is not in the plan",
            forms: ["deployed"],
            network: (n) => {
                service(n, {
                    registration: {
                        targetGroupArn:
                            "arn:aws:vpc-lattice:us-east-1:123456789012:targetgroup/tg-0123456789abcdef0",
                    },
                });
            },
            on: "web",
            gap: /the VPC Lattice target group that it names is not in this plan/,
            ok: letIn,
            violated: (n) => {
                service(n, { type: "LAMBDA" });
            },
        },
        {
            name: "a type that is not known",
            network: (n) => {
                service(n, { type: unknown });
            },
            on: "web",
            gap: /type of targets/,
            ok: letIn,
            violated: (n) => {
                service(n, { type: "ALB" });
            },
        },
        {
            name: "a port of health checks that is not known",
            network: (n) => {
                service(n, { config: { healthCheck: { port: unknown } } });
            },
            on: "web",
            gap: /healthCheck\.port of targets/,
            ok: letIn,
            violated: (n) => {
                service(n, { config: { healthCheck: { port: 9090 } } });
            },
        },
        {
            name: "a trust policy that is not known",
            network: (n) => {
                service(n, { trust: unknown });
            },
            on: "web",
            gap: /assumeRolePolicy of infrastructure/,
            ok: letIn,
            violated: (n) => {
                service(n, { trust: trustedBy({ Service: "ecs-tasks.amazonaws.com" }) });
            },
        },
        {
            name: "a role that is not in the plan",
            network: (n) => {
                service(n, {
                    registration: {
                        roleArn: "arn:aws:iam::123456789012:role/ecsInfrastructureRole",
                    },
                });
            },
            on: "web",
            gap: /the role that it names is not in this plan/,
            ok: letIn,
            violated: (n) => {
                service(n, { policies: [] });
            },
        },
    ],
});
