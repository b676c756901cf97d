import { unverifiedNetwork } from "../../policies/unverified-network";
import { vpcLatticeToTask } from "../../policies/vpc-lattice-to-task";
import { everybody, latticeService as service, trustedBy } from "../support/lattice";
import { aclWithout, tcp, type Network } from "../support/networks";
import { unknown, type Inputs, type Resource, type Value } from "../support/program";
import { testPolicy } from "../support/table";

const literal = "pl-0721453c7ac4ec009";

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

/** A rule of a network ACL that lets ports pass. */
function allow(fromPort: number, toPort: number, block: Value = "0.0.0.0/0"): Inputs {
    const isIpv6 = typeof block === "string" && block.includes(":");
    const family = isIpv6 ? { ipv6CidrBlock: block } : { cidrBlock: block };
    return { ruleNo: 100, action: "allow", protocol: "tcp", fromPort, toPort, ...family };
}

const all = { protocol: "-1", fromPort: 0, toPort: 0, ruleNo: 100, action: "allow" };
const anything: readonly Inputs[] = [
    { ...all, cidrBlock: "0.0.0.0/0" },
    { ...all, ruleNo: 101, ipv6CidrBlock: "::/0" },
];

interface AclRules {
    readonly ingress?: readonly Inputs[];
    readonly egress?: readonly Inputs[];
}

/** A network ACL of a subnet, which lets everything pass that these rules do not say. */
function aclOf(
    n: Network,
    subnet: Resource,
    { ingress = anything, egress = anything }: AclRules,
): void {
    n.add("aws:ec2/networkAcl:NetworkAcl", subnet.name, {
        vpcId: subnet.inputs.vpcId ?? null,
        subnetIds: [subnet.id],
        ingress: [...ingress],
        egress: [...egress],
    });
}

/** A service that registers, behind a network ACL. */
function withAcl(n: Network, acl: AclRules): void {
    aclOf(n, service(n).privateSubnet, acl);
}

/** One that registers its IPv6 addresses. */
function overIpv6(n: Network, acl: AclRules): void {
    const { vpc, privateSubnet } = service(n, {
        config: { ipAddressType: "IPV6" },
        ingress: [tcp(8080, { ipv6CidrBlocks: ["::/0"] })],
    });
    vpc.inputs.assignGeneratedIpv6CidrBlock = true;
    privateSubnet.inputs.ipv6CidrBlock = vpc.get("ipv6CidrBlock").apply("firstPart");
    aclOf(n, privateSubnet, acl);
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
            name: "a role that everybody may assume",
            network: (n) => {
                service(n, { trust: trustedBy("*") });
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
            name: "a network ACL that lets everything pass",
            network: (n) => {
                withAcl(n, {});
            },
        },
        {
            name: "a network ACL that lets the port in from everywhere, and out the ports that AWS's page names",
            network: (n) => {
                withAcl(n, { ingress: [allow(8080, 8080)], egress: [allow(1024, 65535)] });
            },
        },
        {
            name: "a network ACL that denies other ports",
            network: (n) => {
                withAcl(n, {
                    ingress: [{ ...allow(22, 22), ruleNo: 1, action: "deny" }, allow(0, 65535)],
                });
            },
        },
        {
            name: "a network ACL of another subnet that lets nothing in",
            network: (n) => {
                const { vpc, publicSubnet } = service(n);
                aclWithout(n, vpc, publicSubnet, { ingress: [0, 65535] });
            },
        },
        {
            name: "IPv6, and a network ACL that lets it in",
            network: (n) => {
                overIpv6(n, {
                    ingress: [allow(8080, 8080, "::/0")],
                    egress: [allow(1024, 65535, "::/0")],
                });
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
            name: "a network ACL that lets the port in from the VPC alone",
            network: (n) => {
                withAcl(n, { ingress: [allow(8080, 8080, "10.0.0.0/16")] });
            },
            fixed: (n) => {
                withAcl(n, { ingress: [allow(8080, 8080)] });
            },
            on: "web",
            says: [
                /^VPC Lattice cannot reach the tasks of service web on TCP 8080/,
                /network ACL private → no ingress rule allows TCP 8080 from VPC Lattice/,
                /fix: add to the network ACL private an ingress rule that allows TCP 8080 from VPC Lattice/,
            ],
        },
        {
            name: "a network ACL that denies the port of the health checks",
            network: (n) => {
                const { vpc, privateSubnet } = service(n, {
                    config: { healthCheck: { port: 9090 } },
                    ingress: [everybody, tcp(9090, { cidrBlocks: ["0.0.0.0/0"] })],
                });
                aclWithout(n, vpc, privateSubnet, { ingress: [9090, 9090] });
            },
            on: "web",
            says: /on TCP 9090 \(health checks\).*no ingress rule allows TCP 9090 from VPC Lattice/s,
        },
        {
            name: "a network ACL that lets no answers out",
            network: (n) => {
                withAcl(n, { egress: [allow(443, 443)] });
            },
            on: "web",
            says: /no egress rule allows TCP 1024-65535 to VPC Lattice, for the answers/,
        },
        {
            name: "IPv6, and a network ACL that lets IPv4 in",
            network: (n) => {
                overIpv6(n, { ingress: [allow(8080, 8080)] });
            },
            on: "web",
            says: /no ingress rule allows TCP 8080 from VPC Lattice/,
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
        ...Object.entries<readonly Inputs[]>({
            "a network ACL that lets a public block in, which may be Lattice's": [
                allow(8080, 8080, "129.224.0.0/17"),
            ],
            "a network ACL with a block that is not known": [allow(8080, 8080, unknown)],
        }).map(([name, ingress]) => ({
            name,
            network: (n: Network) => {
                withAcl(n, { ingress });
            },
            on: "web",
            gap: /ingress.* of private/,
            ok: letIn,
            violated: (n: Network) => {
                withAcl(n, { ingress: [] });
            },
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
            name: "a trust policy of which one service is not known",
            network: (n) => {
                const Service = ["ecs-tasks.amazonaws.com", unknown];
                service(n, { trust: trustedBy({ Service }) });
            },
            on: "web",
            gap: /assumeRolePolicy\.Statement\[0\]\.Principal\.Service\[1\] of infrastructure/,
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
