import { loadBalancerToTask } from "../../policies/load-balancer-to-task";
import { unverifiedNetwork } from "../../policies/unverified-network";
import {
    aclWithout,
    groupWith,
    registered,
    tcp,
    twoZones,
    type Network,
    type TwoZones,
} from "../support/networks";
import type { Inputs, Resource, Value } from "../support/program";
import { testPolicy } from "../support/table";

interface Parts extends TwoZones {
    readonly doors: Resource;
    readonly app: Resource;
    readonly balancer: Resource;
    readonly group: Resource;
    readonly service: Resource;
}

interface Choices {
    /** What the tasks' group admits; TCP 8080 from the load balancer's group, if it does not say. */
    readonly admits?: (doors: Resource) => Value[];
    /** What the load balancer's group lets out; everything, if it does not say. */
    readonly egress?: (app: Resource) => Value[];
    readonly balancer?: Inputs;
    readonly group?: Inputs;
    readonly service?: Inputs;
    readonly containerPort?: Value;
}

const fromGroup =
    (...ports: readonly number[]) =>
    (doors: Resource): Value[] =>
        ports.map((port) => tcp(port, { securityGroups: [doors.id] }));

const elsewhere = (): Value[] => [tcp(8080, { cidrBlocks: ["192.168.0.0/16"] })];

const fromVpc = (): Value[] => [tcp(8080, { cidrBlocks: ["10.0.0.0/16"] })];

/** A service in private subnets behind an Application Load Balancer in public ones. */
function behind(n: Network, choices: Choices = {}): Parts {
    const place = twoZones(n);
    const { vpc, publicSubnets, privateSubnets } = place;
    const { admits = fromGroup(8080), egress, containerPort } = choices;
    const doors = n.securityGroup("doors", vpc);
    const app = groupWith(n, "app", vpc, { ingress: admits(doors) });
    if (egress !== undefined) doors.inputs.egress = egress(app);
    const balancer = n.loadBalancer("web", publicSubnets, {
        securityGroups: [doors.id],
        ...choices.balancer,
    });
    const group = n.targetGroup("web", vpc, choices.group);
    n.listener("http", balancer, group);
    const service = n.service("web", privateSubnets, {
        loadBalancers: [registered(group, containerPort)],
        networkConfiguration: { securityGroups: [app.id] },
        ...choices.service,
    });
    return { ...place, doors, app, balancer, group, service };
}

/** The same, where the group of the load balancer exists already, and that of the tasks admits this one. */
function named(n: Network, admitted: string): void {
    behind(n, {
        balancer: { securityGroups: ["sg-0000000000000aaaa"] },
        admits: () => [tcp(8080, { securityGroups: [admitted] })],
    });
}

/** The same behind a Network Load Balancer; without security groups, if it does not name any. */
function behindNetworkBalancer(n: Network, { balancer, group, ...rest }: Choices = {}): Parts {
    return behind(n, {
        admits: fromVpc,
        ...rest,
        balancer: { loadBalancerType: "network", securityGroups: null, ...balancer },
        group: { protocol: "TCP", ...group },
    });
}

function udp(cidr: string, port = 8080): Value {
    return { protocol: "udp", fromPort: port, toPort: port, cidrBlocks: [cidr] };
}

/** A service that is called over UDP; it admits its health checks, and everybody. */
function overUdp(n: Network, choices: Choices = {}): Parts {
    return behindNetworkBalancer(n, {
        admits: () => [...fromVpc(), udp("0.0.0.0/0")],
        ...choices,
        group: { protocol: "UDP", ...choices.group },
    });
}

/** A network ACL of the private subnets with these protocols. */
function aclFor(n: Network, { vpc, privateSubnets }: Parts, by: { in: string; out: string }): void {
    const rule = (protocol: string): Value => ({
        ruleNo: 100,
        action: "allow",
        protocol,
        cidrBlock: "0.0.0.0/0",
        fromPort: 0,
        toPort: protocol === "-1" ? 0 : 65535,
    });
    n.add("aws:ec2/networkAcl:NetworkAcl", "private", {
        vpcId: vpc.id,
        subnetIds: privateSubnets.map(({ id }) => id),
        ingress: [rule(by.in)],
        egress: [rule(by.out)],
    });
}

/** Subnets with blocks of IPv6. */
function withIpv6({ publicSubnets, privateSubnets }: Parts): void {
    [...publicSubnets, ...privateSubnets].forEach((subnet, i) => {
        subnet.inputs.ipv6CidrBlock = `2001:db8:0:${String(i)}::/64`;
    });
}

/** A service in dual-stack subnets that is called over IPv6. */
function overIpv6(n: Network, admits: (doors: Resource) => Value[]): void {
    const everywhere = { cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] };
    const parts = behind(n, {
        admits,
        egress: () => [{ protocol: "-1", fromPort: 0, toPort: 0, ...everywhere }],
        balancer: { ipAddressType: "dualstack" },
        group: { ipAddressType: "ipv6" },
    });
    withIpv6(parts);
}

/** A network ACL of the first private subnet that lets in what load balancers send, and answers on these ports. */
function answering(n: Network, { vpc, privateSubnets }: Parts, from: number, to: number): void {
    const rule = { ruleNo: 100, action: "allow", protocol: "tcp", cidrBlock: "0.0.0.0/0" };
    n.add("aws:ec2/networkAcl:NetworkAcl", "private", {
        vpcId: vpc.id,
        subnetIds: privateSubnets.map(({ id }) => id),
        ingress: [{ ...rule, fromPort: 0, toPort: 65535 }],
        egress: [{ ...rule, fromPort: from, toPort: to }],
    });
}

/** Tasks in a second block of the VPC; a route of the load balancer's table leads a block to a firewall. */
function secondBlock(n: Network, cidrBlock: string): void {
    const { vpc, privateSubnets } = behind(n);
    n.add("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", "more", {
        vpcId: vpc.id,
        cidrBlock: "100.64.0.0/16",
    });
    privateSubnets.forEach((subnet, i) => {
        subnet.inputs.cidrBlock = `100.64.${String(i)}.0/24`;
    });
    const [table] = n.resources.filter(({ type }) => type === "aws:ec2/routeTable:RouteTable");
    if (table !== undefined)
        n.route("inspected", table, {
            destinationCidrBlock: cidrBlock,
            vpcEndpointId: "vpce-0123456789abcdef0",
        });
}

const outside = "arn:aws:elasticloadbalancing:us-east-1:123456789012:";

testPolicy(loadBalancerToTask, unverifiedNetwork, {
    valid: [
        {
            name: "tasks in a block that was added to the VPC, beside a route for another network",
            network: (n) => secondBlock(n, "172.16.0.0/12"),
        },
        {
            name: "IPv6 targets, admitted by the load balancer's group",
            network: (n) => {
                overIpv6(n, fromGroup(8080));
            },
        },
        {
            name: "a group that admits the load balancer's group",
            network: (n) => {
                behind(n);
            },
        },
        {
            name: "a group that admits the VPC",
            network: (n) => {
                behind(n, { admits: fromVpc });
            },
        },
        {
            name: "a rule of its own, by the load balancer's group",
            network: (n) => {
                const { doors, app } = behind(n, { admits: () => [] });
                n.add("aws:ec2/securityGroupRule:SecurityGroupRule", "app", {
                    type: "ingress",
                    securityGroupId: app.id,
                    protocol: "tcp",
                    fromPort: 8080,
                    toPort: 8080,
                    sourceSecurityGroupId: doors.id,
                });
            },
        },
        {
            name: "an ingress rule of its own, by the load balancer's group",
            network: (n) => {
                const { doors, app } = behind(n, { admits: () => [] });
                n.add("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "app", {
                    securityGroupId: app.id,
                    ipProtocol: "tcp",
                    fromPort: 8080,
                    toPort: 8080,
                    referencedSecurityGroupId: doors.id,
                });
            },
        },
        {
            name: "a target group whose own port is closed, while the container's is open",
            network: (n) => {
                behind(n, { group: { port: 80 } });
            },
        },
        {
            name: "no security groups at all: both have the VPC's default one",
            network: (n) => {
                const { balancer, service } = behind(n);
                balancer.inputs.securityGroups = null;
                service.inputs.networkConfiguration = {
                    ...(service.inputs.networkConfiguration as Inputs),
                    securityGroups: [],
                };
            },
        },
        {
            name: "security groups that do not say their VPC",
            network: (n) => {
                const { doors, app } = behind(n);
                delete doors.inputs.vpcId;
                delete app.inputs.vpcId;
            },
        },
        {
            name: "an internal load balancer in the tasks' own subnets",
            network: (n) => {
                const { balancer, privateSubnets } = behind(n, { balancer: { internal: true } });
                balancer.inputs.subnets = privateSubnets.map(({ id }) => id);
            },
        },
        {
            name: "a health check on a port of another container",
            network: (n) => {
                behind(n, {
                    admits: (doors) => [
                        tcp(8080, { securityGroups: [doors.id] }),
                        tcp(9090, { cidrBlocks: ["10.0.0.0/16"] }),
                    ],
                    group: { healthCheck: { port: "9090" } },
                });
            },
        },
        {
            name: "two rules for two ports, both by the load balancer's group",
            network: (n) => {
                behind(n, {
                    admits: fromGroup(8080, 9090),
                    group: { healthCheck: { port: "9090" } },
                });
            },
        },
        {
            name: "two ports behind one target group",
            network: (n) => {
                const { group, service } = behind(n, { admits: fromGroup(8080, 9090) });
                service.inputs.loadBalancers = [registered(group), registered(group, 9090)];
            },
        },
        {
            name: "egress to the container port alone",
            network: (n) => {
                behind(n, {
                    egress: (app) => [tcp(8080, { securityGroups: [app.id] })],
                    admits: fromVpc,
                });
            },
        },
        {
            name: "a Network Load Balancer without security groups, and a group that admits the VPC",
            network: (n) => {
                behindNetworkBalancer(n);
            },
        },
        {
            name: "a Network Load Balancer without security groups, and a group that admits its subnets",
            network: (n) => {
                behindNetworkBalancer(n, {
                    admits: () => [tcp(8080, { cidrBlocks: ["10.0.1.0/24", "10.0.2.0/24"] })],
                });
            },
        },
        {
            name: "a Network Load Balancer with a security group",
            network: (n) => {
                const { balancer, doors } = behindNetworkBalancer(n, { admits: fromGroup(8080) });
                balancer.inputs.securityGroups = [doors.id];
            },
        },
        {
            name: "a Network Load Balancer with a security group that shows the clients' addresses",
            network: (n) => {
                const { balancer, doors } = behindNetworkBalancer(n, {
                    admits: fromGroup(8080),
                    group: { preserveClientIp: "true" },
                });
                balancer.inputs.securityGroups = [doors.id];
            },
        },
        {
            name: "a Network Load Balancer that shows the clients' addresses, and a group that admits all",
            network: (n) => {
                behindNetworkBalancer(n, {
                    admits: () => [tcp(8080, { cidrBlocks: ["0.0.0.0/0"] })],
                    group: { preserveClientIp: "true" },
                });
            },
        },
        {
            name: "subnet mappings",
            network: (n) => {
                const { balancer, publicSubnets } = behindNetworkBalancer(n);
                balancer.inputs.subnets = null;
                balancer.inputs.subnetMappings = publicSubnets.map(({ id }) => ({ subnetId: id }));
            },
        },
        {
            name: "a network ACL that answers on all ports that load balancers call from",
            network: (n) => {
                answering(n, behind(n), 1024, 65535);
            },
        },
        {
            name: "unknown lists of some subnets of the VPC, all of which let pass",
            network: (n) => {
                const { vpc, publicSubnets, privateSubnets, balancer, app, service } = behind(n);
                const all = [vpc, ...publicSubnets, ...privateSubnets];
                const choice = n.add("test:index:Choice", "choice");
                balancer.inputs.subnets = choice.get("publicIds");
                Object.assign(balancer.options, { feeds: { subnets: all } });
                service.inputs.networkConfiguration = {
                    subnets: choice.get("privateIds"),
                    securityGroups: [app.id],
                };
                Object.assign(service.options, { feeds: { networkConfiguration: all } });
            },
            forms: ["first preview"],
        },
        {
            name: "a stack that gives its load balancer and groups away",
            network: (n) => {
                const { balancer, group, doors, app, vpc } = behind(n);
                for (const each of [balancer, group, doors, app, vpc]) {
                    n.output(`${each.name} of ${each.type}`, each.id);
                }
            },
        },
        {
            name: "two services behind one load balancer",
            network: (n) => {
                const { vpc, app, balancer, privateSubnets } = behind(n);
                const api = n.targetGroup("api", vpc);
                n.add("aws:lb/listenerRule:ListenerRule", "api", {
                    listenerArn: n.find("aws:lb/listener:Listener")?.arn ?? null,
                    conditions: [{ pathPattern: { values: ["/api/*"] } }],
                    actions: [{ type: "forward", targetGroupArn: api.arn }],
                });
                n.service("api", privateSubnets, {
                    loadBalancers: [registered(api)],
                    networkConfiguration: { securityGroups: [app.id] },
                });
                balancer.inputs.idleTimeout = 120;
            },
        },
        {
            name: "a listener that forwards by weights",
            network: (n) => {
                const { group } = behind(n);
                const listener = n.find("aws:lb/listener:Listener");
                if (listener === undefined) return;
                listener.inputs.defaultActions = [
                    { type: "forward", forward: { targetGroups: [{ arn: group.arn, weight: 1 }] } },
                ];
            },
        },
        {
            name: "a service on Fargate Spot",
            network: (n) => {
                behind(n, {
                    service: {
                        launchType: null,
                        capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT" }],
                    },
                });
            },
        },
        {
            name: "an EC2 service whose port is closed",
            network: (n) => {
                behind(n, { admits: () => [], service: { launchType: "EC2" } });
            },
        },
        {
            name: "a service without a load balancer, beside one that serves nobody",
            network: (n) => {
                behind(n, { admits: () => [], service: { loadBalancers: [] } });
            },
        },
        {
            name: "a target group to which nothing forwards",
            network: (n) => {
                behind(n, { admits: () => [] });
                n.resources.splice(
                    n.resources.findIndex(({ type }) => type === "aws:lb/listener:Listener"),
                    1,
                );
            },
        },
        {
            name: "a target group of the wrong type, which another policy reports",
            network: (n) => {
                behind(n, { admits: () => [], group: { targetType: "instance" } });
            },
        },
        {
            name: "a load balancer in another VPC, which another policy reports",
            network: (n) => {
                const { balancer } = behind(n, { admits: () => [] });
                const other = n.vpc("other", { cidrBlock: "10.1.0.0/16" });
                balancer.inputs.subnets = ["a", "b"].map(
                    (zone) =>
                        n.subnet(`other-${zone}`, other, { availabilityZone: `us-east-1${zone}` })
                            .id,
                );
            },
        },
        {
            name: "two target groups with one port",
            network: (n) => {
                const { vpc, balancer, group, service } = behind(n);
                const second = n.targetGroup("second", vpc);
                n.listener("second", balancer, second, { port: 81 });
                service.inputs.loadBalancers = [registered(group), registered(second)];
            },
        },
        {
            name: "a blue/green deployment whose two groups are on one load balancer",
            network: (n) => {
                const { vpc, balancer, group, service } = behind(n);
                const green = n.targetGroup("green", vpc);
                n.listener("test", balancer, green, { port: 81 });
                service.inputs.loadBalancers = [
                    {
                        ...registered(group),
                        advancedConfiguration: { alternateTargetGroupArn: green.arn },
                    },
                ];
            },
        },
        {
            name: "UDP to tasks that admit everybody, with health checks from the VPC",
            network: (n) => {
                overUdp(n);
            },
        },
        {
            name: "UDP by the group of the load balancer, which the tasks' group names",
            network: (n) => {
                const { doors } = overUdp(n, {
                    admits: (doors) => [
                        tcp(8080, { securityGroups: [doors.id] }),
                        { protocol: "-1", fromPort: 0, toPort: 0, securityGroups: [doors.id] },
                    ],
                });
                const [balancer] = n.resources.filter(
                    ({ type }) => type === "aws:lb/loadBalancer:LoadBalancer",
                );
                if (balancer !== undefined) balancer.inputs.securityGroups = [doors.id];
            },
        },
        {
            name: "TCP and UDP on one port, with health checks on another",
            network: (n) => {
                overUdp(n, {
                    admits: () => [
                        udp("0.0.0.0/0"),
                        tcp(8080, { cidrBlocks: ["0.0.0.0/0"] }),
                        tcp(8081, { cidrBlocks: ["10.0.0.0/16"] }),
                    ],
                    group: {
                        protocol: "TCP_UDP",
                        healthCheck: { port: "8081", protocol: "TCP" },
                    },
                });
            },
        },
        {
            name: "UDP through a network ACL that lets all protocols pass",
            network: (n) => {
                aclFor(n, overUdp(n), { in: "-1", out: "-1" });
            },
        },
    ],
    violates: [
        {
            name: "IPv6 targets, of which the group admits IPv4 addresses alone",
            network: (n) => {
                overIpv6(n, fromVpc);
            },
            on: "web",
            says: /security group app → no ingress rule admits TCP 8080 from the load balancer web/,
        },
        {
            name: "a group that admits another port than the container's",
            network: (n) => {
                behind(n, { admits: fromGroup(80) });
            },
            fixed: (n) => {
                behind(n, { admits: fromGroup(8080) });
            },
            on: "web",
            says: [
                /^load balancer web cannot reach the tasks of service web in subnets private-a and private-b on TCP 8080 \(container port and health checks\), so they fail its health checks, and ECS stops them\n/,
                / {2}on TCP 8080 \(container port and health checks\): load balancer web → subnet public-a → subnet private-a → security group app → no ingress rule admits TCP 8080 from the load balancer web\n/,
                /\nfix: add an ingress rule for TCP 8080 from the security group doors to the security group app$/,
            ],
        },
        {
            name: "a group that admits nobody",
            network: (n) => {
                behind(n, { admits: () => [] });
            },
            on: "web",
            says: /security group app → no ingress rule admits TCP 8080/,
        },
        {
            name: "a group that admits nobody, in a VPC that exists already",
            network: (n) => {
                inVpc(n, "vpc-0123456789abcdef0", { admits: () => [] });
            },
            on: "web",
            says: /security group app → no ingress rule admits TCP 8080/,
        },
        {
            name: "a group that admits only itself",
            network: (n) => {
                behind(n, { admits: () => [tcp(8080, { self: true })] });
            },
            on: "web",
            says: /security group app → no ingress rule admits TCP 8080/,
        },
        {
            name: "a group that admits one which the plan only names, and a load balancer with another such one",
            network: (n) => {
                named(n, "sg-0000000000000bbbb");
            },
            on: "web",
            says: /security group app → no ingress rule admits TCP 8080/,
        },
        {
            name: "the default group of the VPC on the tasks alone",
            network: (n) => {
                const { service } = behind(n);
                service.inputs.networkConfiguration = {
                    ...(service.inputs.networkConfiguration as Inputs),
                    securityGroups: [],
                };
            },
            on: "web",
            says: /default security group of VPC vpc → no ingress rule admits TCP 8080/,
        },
        {
            name: "a load balancer without groups, and tasks whose group admits another one",
            network: (n) => {
                behind(n, { balancer: { securityGroups: null } });
            },
            on: "web",
            says: /from the default security group of VPC vpc to the security group app/,
        },
        {
            name: "egress to the target group's port alone",
            network: (n) => {
                behind(n, {
                    admits: fromVpc,
                    egress: () => [tcp(80, { cidrBlocks: ["0.0.0.0/0"] })],
                });
            },
            on: "web",
            says: [
                /security group doors → no egress rule admits TCP 8080 to the tasks/,
                /fix: add an egress rule for TCP 8080 to the security group app to the security group doors/,
            ],
        },
        {
            name: "a load balancer's group without egress",
            network: (n) => {
                behind(n, { egress: () => [] });
            },
            on: "web",
            says: /security group doors → no egress rule/,
        },
        {
            name: "a health-check port that is closed",
            network: (n) => {
                behind(n, { group: { healthCheck: { port: "9090" } } });
            },
            on: "web",
            says: [
                /on TCP 9090 \(health checks\), so they fail its health checks/,
                /fix: add an ingress rule for TCP 9090/,
            ],
        },
        {
            name: "two rules by the load balancer's group, neither for the health checks",
            network: (n) => {
                behind(n, {
                    admits: fromGroup(8080, 8443),
                    group: { healthCheck: { port: "9090" } },
                });
            },
            on: "web",
            says: /on TCP 9090 \(health checks\)/,
        },
        {
            name: "two rules for two ports, both by another group than the load balancer's",
            network: (n) => {
                const { vpc, app } = behind(n);
                const others = n.securityGroup("others", vpc);
                app.inputs.ingress = fromGroup(8080, 9090)(others);
            },
            on: "web",
            says: /security group app → no ingress rule admits TCP 8080/,
        },
        {
            name: "two ports behind one target group, one of them closed",
            network: (n) => {
                const { group, service } = behind(n);
                service.inputs.loadBalancers = [registered(group), registered(group, 9090)];
            },
            on: "web",
            says: /on TCP 9090/,
        },
        {
            name: "a container port that is closed, while the health-check port is open",
            network: (n) => {
                behind(n, {
                    admits: fromGroup(9090),
                    group: { healthCheck: { port: "9090" } },
                });
            },
            on: "web",
            says: /on TCP 8080 \(container port\), so its requests time out/,
        },
        {
            name: "both ports closed: one finding",
            network: (n) => {
                behind(n, { admits: () => [], group: { healthCheck: { port: "9090" } } });
            },
            on: "web",
            says: [
                /on TCP 9090 \(health checks\) and on TCP 8080 \(container port\)/,
                /fix: add an ingress rule for TCP 9090 .*; add an ingress rule for TCP 8080 /,
            ],
        },
        {
            name: "a network ACL of the tasks' subnet that keeps the answers",
            network: (n) => {
                const { vpc, privateSubnets } = behind(n);
                aclWithout(n, vpc, privateSubnets[0], { egress: [1024, 65535] });
            },
            on: "web",
            says: [
                /in subnet private-a on TCP 8080/,
                /network ACL private-a → no egress rule allows TCP 1024-65535 to the load balancer web, for the answers/,
            ],
        },
        {
            name: "a network ACL of the tasks' subnet that lets nothing in",
            network: (n) => {
                const { vpc, privateSubnets } = behind(n);
                aclWithout(n, vpc, privateSubnets[1], { ingress: [8080, 8080] });
            },
            on: "web",
            says: /network ACL private-b → no ingress rule allows TCP 8080 from the load balancer web/,
        },
        {
            name: "network ACLs of the load balancer's subnets that let nothing out",
            network: (n) => {
                const { vpc, publicSubnets } = behind(n);
                for (const subnet of publicSubnets) {
                    aclWithout(n, vpc, subnet, { egress: [8080, 8080] });
                }
            },
            on: "web",
            says: /subnet public-a → network ACL public-a → no egress rule allows TCP 8080 to the tasks/,
        },
        {
            name: "a Network Load Balancer without security groups, and a group that admits another",
            network: (n) => {
                behindNetworkBalancer(n, { admits: fromGroup(8080) });
            },
            on: "web",
            says: /fix: add an ingress rule for TCP 8080 from the subnets of the load balancer web to the security group app/,
        },
        {
            name: "a Network Load Balancer whose security group the tasks do not admit",
            network: (n) => {
                const { balancer, doors } = behindNetworkBalancer(n, { admits: () => [] });
                balancer.inputs.securityGroups = [doors.id];
            },
            on: "web",
            says: /from the security group doors to the security group app/,
        },
        {
            name: "a Network Load Balancer that shows the clients' addresses to a group that admits nobody",
            network: (n) => {
                behindNetworkBalancer(n, {
                    admits: () => [],
                    group: { preserveClientIp: "true" },
                });
            },
            on: "web",
            says: [
                /on TCP 8080 \(health checks\) and on TCP 8080 \(container port\)/,
                /admits TCP 8080 from clients of the load balancer web/,
            ],
        },
        {
            name: "health checks of a UDP target group",
            network: (n) => {
                behindNetworkBalancer(n, {
                    admits: () => [],
                    group: { protocol: "UDP", healthCheck: { port: "8081", protocol: "TCP" } },
                });
            },
            on: "web",
            says: /on TCP 8081 \(health checks\)/,
        },
        {
            name: "a UDP target group whose tasks admit TCP alone",
            network: (n) => {
                overUdp(n, { admits: fromVpc });
            },
            fixed: (n) => {
                overUdp(n);
            },
            on: "web",
            says: [
                /on UDP 8080 \(container port\)/,
                /no ingress rule admits UDP 8080 from clients of the load balancer web/,
                /fix: add an ingress rule for UDP 8080 from clients of the load balancer web to the security group app/,
            ],
        },
        {
            name: "a target group of TCP and UDP, whose tasks admit UDP alone",
            network: (n) => {
                overUdp(n, {
                    admits: () => [udp("0.0.0.0/0")],
                    group: { protocol: "TCP_UDP" },
                });
            },
            on: "web",
            says: [/no ingress rule admits TCP 8080/, /on TCP 8080 \(health checks\)/],
        },
        {
            name: "QUIC, whose tasks admit TCP alone",
            network: (n) => {
                overUdp(n, { admits: fromVpc, group: { protocol: "QUIC" } });
            },
            on: "web",
            says: /no ingress rule admits UDP 8080/,
        },
        {
            name: "UDP, with a network ACL that lets in TCP alone",
            network: (n) => {
                aclFor(n, overUdp(n), { in: "tcp", out: "-1" });
            },
            on: "web",
            says: /network ACL private → no ingress rule allows UDP 8080 from clients of the load balancer web/,
        },
        {
            name: "UDP, with a network ACL that lets no answer of UDP out",
            network: (n) => {
                aclFor(n, overUdp(n), { in: "-1", out: "tcp" });
            },
            on: "web",
            says: /network ACL private → no egress rule allows UDP 1024-65535 to clients of the load balancer web, for the answers/,
        },
        {
            name: "a load balancer whose group lets no UDP out",
            network: (n) => {
                const { doors } = overUdp(n);
                doors.inputs.egress = [tcp(8080, { cidrBlocks: ["0.0.0.0/0"] })];
                const [balancer] = n.resources.filter(
                    ({ type }) => type === "aws:lb/loadBalancer:LoadBalancer",
                );
                if (balancer !== undefined) balancer.inputs.securityGroups = [doors.id];
            },
            on: "web",
            says: /security group doors → no egress rule admits UDP 8080 to the tasks/,
        },
        {
            name: "one of two services behind one load balancer",
            network: (n) => {
                const { vpc, balancer, privateSubnets } = behind(n);
                const closed = groupWith(n, "closed", vpc, { ingress: [] });
                const api = n.targetGroup("api", vpc);
                n.listener("api", balancer, api, { port: 81 });
                n.service("api", privateSubnets, {
                    loadBalancers: [registered(api)],
                    networkConfiguration: { securityGroups: [closed.id] },
                });
            },
            on: "api",
            says: /tasks of service api .*\n.*security group closed/,
        },
        {
            name: "a service that is on Fargate by the default strategy of its cluster",
            network: (n) => {
                const cluster = n.cluster();
                n.add("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders", "main", {
                    clusterName: cluster.get("name"),
                    capacityProviders: ["FARGATE"],
                    defaultCapacityProviderStrategies: [{ capacityProvider: "FARGATE" }],
                });
                behind(n, { admits: () => [], service: { launchType: null } });
            },
            on: "web",
            says: /security group app/,
        },
        {
            name: "a task set",
            network: (n) => {
                const { group, app, privateSubnets, service } = behind(n, { admits: () => [] });
                Object.assign(service.inputs, {
                    deploymentController: { type: "EXTERNAL" },
                    networkConfiguration: null,
                    loadBalancers: [],
                });
                n.add("aws:ecs/taskSet:TaskSet", "blue", {
                    cluster: n.find("aws:ecs/cluster:Cluster")?.arn ?? null,
                    service: service.id,
                    taskDefinition: n.find("aws:ecs/taskDefinition:TaskDefinition")?.arn ?? null,
                    launchType: "FARGATE",
                    networkConfiguration: {
                        subnets: privateSubnets.map(({ id }) => id),
                        securityGroups: [app.id],
                    },
                    loadBalancers: [registered(group)],
                });
            },
            on: "blue",
            says: /tasks of task set blue/,
        },
        {
            name: "two target groups with two ports, of which neither is open",
            network: (n) => {
                const { vpc, balancer, group, service } = behind(n, { admits: () => [] });
                const admin = n.targetGroup("admin", vpc, { healthCheck: { port: "9000" } });
                group.inputs.healthCheck = { port: "9000" };
                n.listener("admin", balancer, admin, { port: 81 });
                service.inputs.loadBalancers = [registered(group, 9000), registered(admin, 9000)];
            },
            on: "web",
            says: /on TCP 9000/,
        },
        {
            name: "a rule of another listener, on a load balancer of the older type",
            network: (n) => {
                const { vpc, app, publicSubnets, privateSubnets } = behind(n);
                const balancer = n.add("aws:alb/loadBalancer:LoadBalancer", "old", {
                    subnets: publicSubnets.map(({ id }) => id),
                });
                const listener = n.add("aws:alb/listener:Listener", "old", {
                    loadBalancerArn: balancer.arn,
                    port: 80,
                    defaultActions: [{ type: "fixed-response" }],
                });
                const group = n.add("aws:alb/targetGroup:TargetGroup", "old", {
                    vpcId: vpc.id,
                    port: 80,
                    protocol: "HTTP",
                    targetType: "ip",
                });
                n.add("aws:alb/listenerRule:ListenerRule", "old", {
                    listenerArn: listener.arn,
                    conditions: [{ hostHeader: { values: ["old.example.com"] } }],
                    actions: [{ type: "forward", targetGroupArn: group.arn }],
                });
                n.service("old", privateSubnets, {
                    loadBalancers: [registered(group)],
                    networkConfiguration: { securityGroups: [app.id] },
                });
            },
            on: "old",
            says: /load balancer old cannot reach the tasks of service old/,
        },
        {
            name: "an unknown list of subnets, each of which is closed",
            network: (n) => {
                const { privateSubnets, app, service } = behind(n, { admits: () => [] });
                const choice = n.add("test:index:Choice", "choice");
                service.inputs.networkConfiguration = {
                    subnets: choice.get("ids"),
                    securityGroups: [app.id],
                };
                Object.assign(service.options, {
                    feeds: { networkConfiguration: privateSubnets },
                });
            },
            forms: ["first preview"],
            on: "web",
            says: [
                /in subnets private-a and private-b/,
                /assuming that the subnets of web are among/,
            ],
        },
        {
            name: "a group that admits another port, whatever subnets a component chose",
            network: (n) => {
                const { app, service, privateSubnets } = behind(n, { admits: fromGroup(80) });
                service.inputs.networkConfiguration = {
                    subnets: n.add("test:index:Choice", "choice").get("ids"),
                    securityGroups: [app.id],
                };
                Object.assign(service.options, {
                    feeds: { networkConfiguration: privateSubnets },
                });
            },
            forms: ["first preview"],
            on: "web",
            says: /security group app → no ingress rule admits TCP 8080 from the load balancer web/,
        },
    ],
    cannotKnow: [
        {
            name: "a route for a part of a block that was added to the VPC",
            network: (n) => secondBlock(n, "100.64.0.0/24"),
            on: "web",
            gap: /leads what stays in the VPC through something else/,
            ok: (n) => {
                behind(n);
            },
            violated: (n) => {
                behind(n, { admits: () => [] });
            },
        },
        {
            name: "Firewall Manager, with a policy for security groups",
            network: (n) => {
                behind(n);
                n.add("aws:fms/policy:Policy", "audit", {
                    excludeResourceTags: false,
                    remediationEnabled: true,
                    securityServicePolicyData: { type: "SECURITY_GROUPS_CONTENT_AUDIT" },
                });
            },
            on: "web",
            gap: /Firewall Manager may change what its policy is about/,
            ok: (n) => {
                behind(n);
            },
            violated: (n) => {
                behind(n, { admits: () => [] });
            },
        },
        {
            name: "a group that admits that of the load balancer, which the plan only names",
            network: (n) => {
                named(n, "sg-0000000000000aaaa");
            },
            on: "web",
            gap: /securityGroups\[0\] of load balancer web: the security group that it names is not in this plan/,
            ok: (n) => {
                behind(n);
            },
            violated: (n) => {
                named(n, "sg-0000000000000bbbb");
            },
        },
        {
            name: "a target group that is not in the plan",
            network: (n) => {
                behind(n, {
                    service: {
                        loadBalancers: [
                            {
                                targetGroupArn: `${outside}targetgroup/x/0123456789abcdef`,
                                containerPort: 80,
                            },
                        ],
                    },
                });
            },
            on: "web",
            gap: /the target group that it names is not in this plan/,
            ok: (n) => {
                behind(n);
            },
            violated: (n) => {
                behind(n, { admits: () => [] });
            },
        },
        {
            name: "a rule of a listener that is not in the plan",
            network: (n) => {
                const { vpc, service } = behind(n);
                const api = n.targetGroup("api", vpc);
                n.add("aws:lb/listenerRule:ListenerRule", "api", {
                    listenerArn: `${outside}listener/app/x/0123456789abcdef/0123456789abcdef`,
                    actions: [{ type: "forward", targetGroupArn: api.arn }],
                });
                service.inputs.loadBalancers = [registered(api)];
            },
            on: "web",
            gap: /the listener that it names is not in this plan/,
            ok: (n) => {
                behind(n);
            },
            violated: (n) => {
                behind(n, { admits: () => [] });
            },
        },
        {
            name: "a port that another resource makes",
            network: (n) => {
                const parameter = n.add("aws:ssm/parameter:Parameter", "port");
                behind(n, { containerPort: parameter.get("value") });
            },
            forms: ["first preview"],
            on: "web",
            gap: /loadBalancers\[0\]\.containerPort of web/,
            ok: (n) => {
                behind(n);
            },
            violated: (n) => {
                behind(n, { containerPort: 9090 });
            },
        },
        {
            name: "a health-check port that another resource makes",
            network: (n) => {
                const parameter = n.add("aws:ssm/parameter:Parameter", "port");
                behind(n, { group: { healthCheck: { port: parameter.get("value") } } });
            },
            forms: ["first preview"],
            on: "web",
            gap: /healthCheck\.port of target group web/,
            ok: (n) => {
                behind(n);
            },
            violated: (n) => {
                behind(n, { group: { healthCheck: { port: "9090" } } });
            },
        },
        {
            name: "blocks that another resource makes",
            network: (n) => {
                const choice = n.add("test:index:Choice", "choice");
                const { service, group } = behind(n);
                service.inputs.loadBalancers = choice.get("blocks");
                Object.assign(service.options, { feeds: { loadBalancers: [group] } });
            },
            forms: ["first preview"],
            on: "web",
            gap: /loadBalancers of web/,
            ok: (n) => {
                behind(n);
            },
            violated: (n) => {
                behind(n, { admits: () => [] });
            },
        },
        {
            name: "two target groups that are not told apart, one of them behind a load balancer that is let in",
            network: (n) => twoBalancers(n, true),
            forms: ["first preview"],
            on: "web",
            gap: /loadBalancers\[\d\]\.targetGroupArn of web/,
            ok: (n) => twoBalancers(n, false),
            violated: (n) => {
                behind(n, { admits: () => [] });
            },
        },
        {
            name: "a type of target group that another resource makes",
            network: (n) => {
                const parameter = n.add("aws:ssm/parameter:Parameter", "type");
                behind(n, { admits: () => [], group: { targetType: parameter.get("value") } });
            },
            forms: ["first preview"],
            on: "web",
            gap: /targetType of target group web/,
            ok: (n) => {
                behind(n);
            },
            violated: (n) => {
                behind(n, { admits: () => [] });
            },
        },
        {
            name: "UDP from clients, of which only some are admitted",
            network: (n) => {
                behindNetworkBalancer(n, {
                    admits: () => [...fromVpc(), udp("10.0.0.0/16")],
                    group: { protocol: "UDP" },
                });
            },
            on: "web",
            gap: /its rules admit only part of the addresses that clients of the load balancer web may have/,
            ok: (n) => {
                overUdp(n);
            },
            violated: (n) => {
                overUdp(n, { admits: fromVpc });
            },
        },
        {
            name: "UDP to targets with IPv6 addresses, where a prefix of the load balancer's own is seen",
            network: (n) => {
                const all = { protocol: "-1", fromPort: 0, toPort: 0, ipv6CidrBlocks: ["::/0"] };
                const admits = (): Value[] => [all];
                withIpv6(overUdp(n, { admits, group: { protocol: "UDP", ipAddressType: "ipv6" } }));
            },
            on: "web",
            gap: /connections over UDP to targets with IPv6 addresses are not simulated/,
            ok: (n) => {
                overUdp(n);
            },
            violated: (n) => {
                overUdp(n, { admits: () => [] });
            },
        },
        {
            name: "clients' addresses, of which only some are admitted",
            network: (n) => {
                behindNetworkBalancer(n, { group: { preserveClientIp: "true" } });
            },
            on: "web",
            gap: /its rules admit only part of the addresses that clients of the load balancer web may have/,
            ok: (n) => {
                behindNetworkBalancer(n);
            },
            violated: (n) => {
                behindNetworkBalancer(n, { admits: () => [], group: { preserveClientIp: "true" } });
            },
        },
        {
            name: "one of two subnets of the load balancer that is kept out",
            network: (n) => {
                const { vpc, publicSubnets } = behind(n);
                aclWithout(n, vpc, publicSubnets[0], { egress: [8080, 8080] });
            },
            on: "web",
            gap: /subnets of load balancer web: from some of its subnets it reaches the tasks, and from others not/,
            ok: (n) => {
                behind(n);
            },
            violated: (n) => {
                const { vpc, publicSubnets } = behind(n);
                for (const subnet of publicSubnets) {
                    aclWithout(n, vpc, subnet, { egress: [8080, 8080] });
                }
            },
        },
        {
            name: "two default subnets, of which only the VPC is not known",
            network: (n) => {
                const { balancer, service, app } = behind(n);
                const ids = ["us-east-1a", "us-east-1b"].map(
                    (availabilityZone) =>
                        n.add("aws:ec2/defaultSubnet:DefaultSubnet", availabilityZone, {
                            availabilityZone,
                        }).id,
                );
                balancer.inputs.subnets = ids;
                service.inputs.networkConfiguration = { subnets: ids, securityGroups: [app.id] };
            },
            forms: ["first preview"],
            on: "web",
            gap: /^(?![^]*from some of its subnets)[^]*vpcId of us-east-1a/,
            ok: (n) => {
                behind(n);
            },
            violated: (n) => {
                behind(n, { admits: () => [] });
            },
        },
        {
            name: "a network ACL that answers only on the ports that Linux calls from",
            network: (n) => {
                answering(n, behind(n), 32768, 60999);
            },
            on: "web",
            gap: /its rules let only part of what may come pass \(TCP 1024-65535\)/,
            ok: (n) => {
                answering(n, behind(n), 1024, 65535);
            },
            violated: (n) => {
                answering(n, behind(n), 443, 443);
            },
        },
        {
            name: "a group that admits a load balancer's subnet in part",
            network: (n) => {
                behindNetworkBalancer(n, {
                    admits: () => [tcp(8080, { cidrBlocks: ["10.0.1.0/25", "10.0.2.0/25"] })],
                });
            },
            on: "web",
            gap: /only part of the addresses that the load balancer web may have/,
            ok: (n) => {
                behindNetworkBalancer(n);
            },
            violated: (n) => {
                behindNetworkBalancer(n, { admits: () => [] });
            },
        },
        {
            name: "subnets of the load balancer that are not in the plan",
            network: (n) => {
                behind(n, {
                    admits: elsewhere,
                    balancer: { subnets: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"] },
                });
            },
            on: "web",
            gap: /the subnet that it names is not in this plan/,
            ok: (n) => {
                behind(n);
            },
            violated: (n) => {
                behind(n, { admits: elsewhere });
            },
        },
        {
            name: "a service that may be on Fargate, with a port that is closed",
            network: (n) => {
                behind(n, { admits: () => [], service: { launchType: null, cluster: "shared" } });
            },
            on: "web",
            gap: /the cluster that it names is not in this plan/,
            ok: (n) => {
                behind(n, { service: { launchType: null, cluster: "shared" } });
            },
            violated: (n) => {
                behind(n, { admits: () => [] });
            },
        },
        {
            name: "dependencies that are not to be trusted",
            network: (n) => {
                behind(n, { admits: () => [] });
            },
            settings: { "preflight-settings": { trustDependencies: false } },
            forms: ["first preview"],
            on: "web",
            gap: /networkConfiguration\.subnets\[0\] of web/,
            ok: (n) => {
                behind(n);
            },
            violated: (n) => {
                behind(n, { admits: () => [] });
            },
        },
        {
            name: "a private subnet of a list made by a component, whose tasks may be kept out",
            network: (n) => {
                const { vpc, privateSubnets, app, service } = behind(n);
                aclWithout(n, vpc, privateSubnets[0], { ingress: [8080, 8080] });
                const choice = n.add("test:index:Choice", "choice");
                service.inputs.networkConfiguration = {
                    subnets: choice.get("ids"),
                    securityGroups: [app.id],
                };
                Object.assign(service.options, {
                    feeds: { networkConfiguration: privateSubnets },
                });
            },
            forms: ["first preview"],
            on: "web",
            gap: /networkConfiguration\.subnets of web/,
            ok: (n) => {
                behind(n);
            },
            violated: (n) => {
                const { vpc, privateSubnets } = behind(n);
                aclWithout(n, vpc, privateSubnets[0], { ingress: [8080, 8080] });
            },
        },
    ],
});

/** The same in a VPC that this program does not make. */
function inVpc(n: Network, vpcId: string, choices: Choices): void {
    behind(n, choices);
    for (const { inputs } of n.resources) if (inputs.vpcId !== undefined) inputs.vpcId = vpcId;
}

/** Two target groups with two ports, each of which one load balancer may call: the wrong way round, if they are swapped. */
function twoBalancers(n: Network, isSwapped: boolean): void {
    const { vpc, publicSubnets, group, app, service } = behind(n);
    const adminDoors = n.securityGroup("admin", vpc);
    (app.inputs.ingress as Value[]).push(tcp(9000, { securityGroups: [adminDoors.id] }));
    const balancer = n.loadBalancer("admin", publicSubnets, { securityGroups: [adminDoors.id] });
    const admin = n.targetGroup("admin", vpc);
    n.listener("admin", balancer, admin);
    service.inputs.loadBalancers = isSwapped
        ? [registered(group, 9000), registered(admin, 8080)]
        : [registered(group, 8080), registered(admin, 9000)];
}
