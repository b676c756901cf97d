"use strict";

/*
 * Stacks that are large in one respect each: `n` of something in a network that is otherwise small.
 * Each is built as the tests build theirs, so it can be played as a first preview and as deployed.
 */
const path = require("node:path");

const root = path.join(__dirname, "..");
require(path.join(root, "test", "support", "register.js"));
const { Network, behind, executionPolicy, albNetwork, natNetwork, taskOf, tcp } = require(
    path.join(root, "test", "support", "networks"),
);

const anywhere = "0.0.0.0/0";
const everything = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: [anywhere] };
const https = { protocol: "tcp", fromPort: 443, toPort: 443 };

function list(n, make) {
    return Array.from({ length: n }, (_, i) => make(i));
}

/** The `i`th of many public blocks that lie apart. */
function block(i) {
    return `${20 + (i >> 15)}.${(i >> 7) & 255}.${(i << 1) & 255}.0/24`;
}

/** The `i`th /28 of a VPC of 10.0.0.0/12. */
function small(i) {
    return `10.${(i >> 12) & 15}.${(i >> 4) & 255}.${(i & 15) << 4}/28`;
}

/** Ids of what other stacks made. */
function outside(prefix, size) {
    return list(size, (i) => `${prefix}-${i.toString(16).padStart(17, "0")}`);
}

function group(n, name, vpc, inputs = {}) {
    return n.add("aws:ec2/securityGroup:SecurityGroup", name, {
        vpcId: vpc.id,
        egress: [everything],
        ...inputs,
    });
}

function web(n, subnets, groups = [], inputs = {}) {
    return n.service("web", subnets, {
        networkConfiguration: { securityGroups: groups.map(({ id }) => id) },
        ...inputs,
    });
}

/** A service behind a NAT gateway, whose group has these inputs. */
function grouped(inputs, more = () => {}) {
    return (size) => (n) => {
        const { vpc, privateSubnet } = natNetwork(n);
        const app = group(n, "app", vpc, inputs(size, n, vpc));
        more(size, n, app, vpc);
        web(n, [privateSubnet], [app]);
    };
}

/** Interface endpoints, behind a group with these rules. */
function endpoints(n, vpc, subnets, inputs, services = ["ecr.api", "ecr.dkr", "logs"]) {
    const doors = group(n, "doors", vpc, inputs);
    for (const service of services) {
        n.endpoint(service, vpc, {
            subnetIds: subnets.map(({ id }) => id),
            securityGroupIds: [doors.id],
        });
    }
}

/** A service whose task has these containers. */
function task(containers) {
    return (size) => (n) => {
        const { privateSubnet } = natNetwork(n);
        taskOf(n, ...containers(size));
        web(n, [privateSubnet]);
    };
}

/** A subnet with an ACL of these rules. */
function acl(ingress, egress = ingress) {
    return (size) => (n) => {
        const { vpc, privateSubnet } = natNetwork(n);
        n.add("aws:ec2/networkAcl:NetworkAcl", "acl", {
            vpcId: vpc.id,
            subnetIds: [privateSubnet.id],
            ingress: list(size, ingress),
            egress: list(size, egress),
        });
        web(n, [privateSubnet]);
    };
}

function spread(inputsOf, feeds) {
    return (size) => (n) => {
        const { vpc, nat } = natNetwork(n);
        vpc.inputs.cidrBlock = "10.0.0.0/12";
        const table = n.routeTable("all", vpc, [{ cidrBlock: anywhere, natGatewayId: nat.id }]);
        const subnets = list(size, (i) => {
            const subnet = n.subnet(`s${i}`, vpc, {
                cidrBlock: small(i + 4096),
                availabilityZone: `us-east-1${"abc"[i % 3]}`,
            });
            if (inputsOf === "own tables") {
                n.associate(
                    subnet,
                    n.routeTable(`t${i}`, vpc, [{ cidrBlock: anywhere, natGatewayId: nat.id }]),
                );
            } else if (inputsOf !== "no tables") n.associate(subnet, table);
            return subnet;
        });
        feeds?.(n, vpc, subnets);
        return web(n, subnets);
    };
}

function rolled(statements) {
    return (size) => (n) => {
        const { privateSubnet } = natNetwork(n);
        const role = n.role("execution", executionPolicy);
        n.add("aws:iam/rolePolicy:RolePolicy", "own", {
            role: role.get("name"),
            policy: JSON.stringify({ Version: "2012-10-17", Statement: statements(size) }),
        });
        const secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:key-AbCdEf";
        const [definition] = [taskOf(n, { secrets: [{ name: "KEY", valueFrom: secret }] })];
        definition.inputs.executionRoleArn = role.arn;
        definition.inputs.taskRoleArn = role.arn;
        web(n, [privateSubnet], [], { enableExecuteCommand: true });
    };
}

const secretAt = (i) => `arn:aws:secretsmanager:us-east-1:123456789012:secret:key${i}-AbCdEf`;

const awslogs = (i) => ({
    logDriver: "awslogs",
    options: {
        "awslogs-group": `/app/${i}`,
        "awslogs-region": "us-east-1",
        "awslogs-stream-prefix": "app",
    },
});

const forwards = (groups) => [
    {
        type: "forward",
        forward: { targetGroups: groups.map(({ arn }) => ({ arn, weight: 1 })) },
    },
];

/** What is large, and how to build it. */
const stacks = {
    "CIDRs in one rule, out": grouped((size) => ({
        egress: [{ ...https, cidrBlocks: list(size, block) }],
    })),
    "CIDRs in one rule, adjacent": grouped((size) => ({
        egress: [
            {
                ...https,
                cidrBlocks: list(
                    size,
                    (i) => `${32 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}.0/24`,
                ),
            },
        ],
    })),
    "CIDRs in one rule, in": (size) => (n) => {
        const { alb, group: target, privateSubnet, vpc } = albNetwork(n);
        n.listener("http", alb, target);
        const app = group(n, "app", vpc, {
            ingress: [tcp(80, { cidrBlocks: list(size, small) })],
        });
        web(n, [privateSubnet], [app], behind(target));
    },
    "inline rules": grouped((size) => ({
        egress: list(size, (i) => ({ ...https, cidrBlocks: [block(i)] })),
    })),
    "inline rules of other ports": grouped((size) => ({
        egress: list(size, (i) => tcp(i % 60000, { cidrBlocks: [block(i)] })),
    })),
    "standalone rules": grouped(
        () => ({ egress: [] }),
        (size, n, app) => {
            list(size, (i) =>
                n.add("aws:ec2/securityGroupRule:SecurityGroupRule", `r${i}`, {
                    ...https,
                    type: "egress",
                    securityGroupId: app.id,
                    cidrBlocks: [block(i)],
                }),
            );
        },
    ),
    "standalone rules (vpc)": grouped(
        () => ({ egress: [] }),
        (size, n, app) => {
            list(size, (i) =>
                n.add("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", `r${i}`, {
                    ipProtocol: "tcp",
                    fromPort: 443,
                    toPort: 443,
                    securityGroupId: app.id,
                    cidrIpv4: block(i),
                }),
            );
        },
    ),
    "groups named by a rule of an endpoint's": (size) => (n) => {
        const { vpc, privateSubnet } = natNetwork(n);
        const groups = list(size, (i) => group(n, `g${i}`, vpc));
        const app = group(n, "app", vpc);
        endpoints(n, vpc, [privateSubnet], {
            ingress: [{ ...https, securityGroups: groups.map(({ id }) => id) }],
        });
        web(n, [privateSubnet], [app]);
    },
    "rules that name groups": (size) => (n) => {
        const { vpc, privateSubnet } = natNetwork(n);
        const groups = list(size, (i) => group(n, `g${i}`, vpc));
        const app = group(n, "app", vpc);
        endpoints(n, vpc, [privateSubnet], {
            ingress: groups.map(({ id }, i) => tcp(443 + (i % 2), { securityGroups: [id] })),
        });
        web(n, [privateSubnet], [app]);
    },
    "standalone rules that name groups": (size) => (n) => {
        const { vpc, privateSubnet } = natNetwork(n);
        const app = group(n, "app", vpc);
        endpoints(n, vpc, [privateSubnet], { ingress: [] });
        const doors = n.resources.find(({ name }) => name === "doors");
        list(size, (i) =>
            n.add("aws:ec2/securityGroupRule:SecurityGroupRule", `r${i}`, {
                ...https,
                type: "ingress",
                securityGroupId: doors.id,
                sourceSecurityGroupId: group(n, `g${i}`, vpc).id,
            }),
        );
        web(n, [privateSubnet], [app]);
    },
    "services that an endpoint admits by a rule each": (size) => (n) => {
        const { vpc, privateSubnet } = natNetwork(n);
        const groups = list(size, (i) => group(n, `g${i}`, vpc));
        endpoints(n, vpc, [privateSubnet], {
            ingress: groups.map(({ id }) => ({ ...https, securityGroups: [id] })),
        });
        groups.forEach(({ id }, i) =>
            n.service(`web${i}`, [privateSubnet], {
                networkConfiguration: { securityGroups: [id] },
            }),
        );
    },
    "groups of a service": (size) => (n) => {
        const { vpc, privateSubnet } = natNetwork(n);
        web(
            n,
            [privateSubnet],
            list(size, (i) =>
                group(n, `g${i}`, vpc, { egress: [{ ...https, cidrBlocks: [block(i)] }] }),
            ),
        );
    },
    "groups that may be a service's": (size) => (n) => {
        const { vpc, privateSubnet } = natNetwork(n);
        const groups = list(size, (i) =>
            group(n, `g${i}`, vpc, { egress: [{ ...https, cidrBlocks: [block(i)] }] }),
        );
        const service = web(n, [privateSubnet]);
        service.inputs.networkConfiguration.securityGroups = groups[0].id.apply("some");
        service.options.feeds = { networkConfiguration: groups };
    },
    "prefix list entries": (size) => (n) => {
        const { vpc, privateSubnet } = natNetwork(n);
        const prefixes = n.add("aws:ec2/managedPrefixList:ManagedPrefixList", "list", {
            addressFamily: "IPv4",
            maxEntries: size,
            entries: list(size >> 1, (i) => ({ cidr: block(i) })),
        });
        list(size >> 1, (i) =>
            n.add("aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry", `e${i}`, {
                prefixListId: prefixes.id,
                cidr: block(i + (size >> 1)),
            }),
        );
        const app = group(n, "app", vpc, { egress: [{ ...https, prefixListIds: [prefixes.id] }] });
        web(n, [privateSubnet], [app]);
    },
    "prefix lists": (size) => (n) => {
        const { vpc, privateSubnet } = natNetwork(n);
        const lists = list(size, (i) =>
            n.add("aws:ec2/managedPrefixList:ManagedPrefixList", `l${i}`, {
                addressFamily: "IPv4",
                maxEntries: 1,
                entries: [{ cidr: block(i) }],
            }),
        );
        const app = group(n, "app", vpc, {
            egress: [{ ...https, prefixListIds: lists.map(({ id }) => id) }],
        });
        web(n, [privateSubnet], [app]);
    },
    "inline routes": (size) => (n) => {
        const { privateTable, nat, privateSubnet } = natNetwork(n);
        privateTable.inputs.routes = list(size, (i) => ({
            cidrBlock: i === 0 ? anywhere : block(i),
            natGatewayId: nat.id,
        }));
        web(n, [privateSubnet]);
    },
    "standalone routes": (size) => (n) => {
        const { privateTable, nat, privateSubnet } = natNetwork(n);
        privateTable.inputs.routes = null;
        list(size, (i) =>
            n.route(`r${i}`, privateTable, {
                destinationCidrBlock: i === 0 ? anywhere : block(i),
                natGatewayId: nat.id,
            }),
        );
        web(n, [privateSubnet]);
    },
    "overlapping routes to many gateways": (size) => (n) => {
        const { privateTable, publicSubnet, privateSubnet } = natNetwork(n);
        privateTable.inputs.routes = list(size, (i) => ({
            cidrBlock: i === 0 ? anywhere : `${20 + (i % 97)}.${i % 251}.0.0/${9 + (i % 20)}`,
            natGatewayId: n.natGateway(`n${i}`, publicSubnet).id,
        }));
        web(n, [privateSubnet]);
    },
    "routes by prefix lists": (size) => (n) => {
        const { privateTable, nat, privateSubnet } = natNetwork(n);
        privateTable.inputs.routes = list(size, (i) => ({
            destinationPrefixListId: n.add("aws:ec2/managedPrefixList:ManagedPrefixList", `l${i}`, {
                addressFamily: "IPv4",
                maxEntries: 1,
                entries: [{ cidr: block(i) }],
            }).id,
            natGatewayId: nat.id,
        }));
        web(n, [privateSubnet]);
    },
    "ACL rules of blocks": acl((i) => ({
        ruleNo: i + 1,
        action: i % 2 === 0 ? "allow" : "deny",
        protocol: "-1",
        fromPort: 0,
        toPort: 0,
        cidrBlock: block(i),
    })),
    "ACL rules of ports": acl((i) => ({
        ruleNo: i + 1,
        action: "allow",
        protocol: "tcp",
        fromPort: (i * 13) % 65536,
        toPort: (i * 13) % 65536,
        cidrBlock: anywhere,
    })),
    "ACL rules of blocks and ports": acl((i) => ({
        ruleNo: i + 1,
        action: i % 3 === 0 ? "deny" : "allow",
        protocol: "tcp",
        fromPort: (i * 13) % 60000,
        toPort: ((i * 13) % 60000) + 5000,
        cidrBlock: block(i),
    })),
    "standalone ACL rules": (size) => (n) => {
        const { vpc, privateSubnet } = natNetwork(n);
        const its = n.add("aws:ec2/networkAcl:NetworkAcl", "acl", {
            vpcId: vpc.id,
            subnetIds: [privateSubnet.id],
        });
        list(size, (i) =>
            n.add("aws:ec2/networkAclRule:NetworkAclRule", `r${i}`, {
                networkAclId: its.id,
                ruleNumber: i + 1,
                egress: i % 2 === 0,
                ruleAction: "allow",
                protocol: "tcp",
                fromPort: (i * 13) % 60000,
                toPort: ((i * 13) % 60000) + 5000,
                cidrBlock: block(i),
            }),
        );
        web(n, [privateSubnet]);
    },
    "interface endpoints": (size) => (n) => {
        const { vpc, privateSubnet } = natNetwork(n);
        const doors = group(n, "doors", vpc, { ingress: [{ ...https, cidrBlocks: [anywhere] }] });
        list(size, (i) =>
            n.add("aws:ec2/vpcEndpoint:VpcEndpoint", `e${i}`, {
                vpcId: vpc.id,
                serviceName: `com.amazonaws.us-east-1.${["ecr.api", "ecr.dkr", "logs"][i % 3]}`,
                vpcEndpointType: "Interface",
                privateDnsEnabled: i < 3,
                subnetIds: [privateSubnet.id],
                securityGroupIds: [doors.id],
            }),
        );
        web(n, [privateSubnet]);
    },
    "interface endpoints, each with a name": (size) => (n) => {
        const { vpc, privateSubnet } = natNetwork(n);
        const services = list(size, (i) => `service${i}`);
        const ingress = [{ ...https, cidrBlocks: [anywhere] }];
        endpoints(n, vpc, [privateSubnet], { ingress }, services);
        web(n, [privateSubnet]);
    },
    "statements of an endpoint's policy": (size) => (n) => {
        const { vpc, privateSubnet } = natNetwork(n);
        endpoints(n, vpc, [privateSubnet], {
            ingress: [{ ...https, cidrBlocks: [anywhere] }],
        });
        for (const { type, inputs } of n.resources) {
            if (type !== "aws:ec2/vpcEndpoint:VpcEndpoint") continue;
            inputs.policy = JSON.stringify({
                Version: "2012-10-17",
                Statement: list(size, (i) => ({
                    Effect: "Allow",
                    Principal: "*",
                    Action: `ecr:Get*${i}`,
                    Resource: `arn:aws:ecr:us-east-1:123456789012:repository/*${i}*`,
                })),
            });
        }
        web(n, [privateSubnet]);
    },
    "hosted zones of the VPC": (size) => (n) => {
        const { vpc, privateSubnet } = natNetwork(n);
        list(size, (i) =>
            n.add("aws:route53/zone:Zone", `z${i}`, {
                name: `z${i}.example.com`,
                vpcs: [{ vpcId: vpc.id }],
            }),
        );
        web(n, [privateSubnet]);
    },
    subnets: spread(),
    "subnets with tables of their own": spread("own tables"),
    "subnets on the main table": spread("no tables"),
    "subnets that may be a service's": (size) => (n) => {
        const service = spread()(size)(n);
        const subnets = n.resources.filter(({ type }) => type === "aws:ec2/subnet:Subnet");
        service.inputs.networkConfiguration.subnets = subnets[0].id.apply("some");
        service.options.feeds = { networkConfiguration: subnets };
    },
    "subnets of endpoints": spread(undefined, (n, vpc, subnets) => {
        endpoints(n, vpc, subnets, { ingress: [{ ...https, cidrBlocks: ["10.0.0.0/12"] }] });
    }),
    "subnets with ACLs of their own": spread(undefined, (n, vpc, subnets) => {
        subnets.forEach(({ id }, i) =>
            n.add("aws:ec2/networkAcl:NetworkAcl", `a${i}`, {
                vpcId: vpc.id,
                subnetIds: [id],
                ingress: [
                    {
                        ...everything,
                        cidrBlocks: undefined,
                        cidrBlock: anywhere,
                        ruleNo: 1,
                        action: "allow",
                    },
                ],
                egress: [
                    {
                        ...everything,
                        cidrBlocks: undefined,
                        cidrBlock: anywhere,
                        ruleNo: 1,
                        action: "allow",
                    },
                ],
            }),
        );
    }),
    "subnets of a load balancer": (size) => (n) => {
        const { vpc } = natNetwork(n);
        vpc.inputs.cidrBlock = "10.0.0.0/12";
        const subnets = list(size, (i) =>
            n.subnet(`s${i}`, vpc, {
                cidrBlock: small(i + 4096),
                availabilityZone: `us-east-1${"abc"[i % 3]}`,
            }),
        );
        const alb = n.loadBalancer("alb", subnets, { internal: true });
        const target = n.targetGroup("web", vpc);
        n.listener("http", alb, target);
        web(n, subnets, [], behind(target));
    },
    "CIDRs of the VPC": (size) => (n) => {
        const { vpc, privateSubnet } = natNetwork(n);
        list(size, (i) =>
            n.add("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", `c${i}`, {
                vpcId: vpc.id,
                cidrBlock: block(i),
            }),
        );
        web(n, [privateSubnet]);
    },
    VPCs: (size) => (n) => {
        const { privateSubnet } = natNetwork(n);
        list(size, (i) => n.subnet(`v${i}`, n.vpc(`v${i}`)));
        web(n, [privateSubnet]);
    },
    "networks with a service each": (size) => (n) => {
        list(size, (i) => {
            const vpc = n.vpc(`v${i}`);
            const igw = n.internetGateway(vpc, `i${i}`);
            const { subnet } = n.subnetWith(`s${i}`, vpc, [
                { cidrBlock: anywhere, gatewayId: igw.id },
            ]);
            n.service(`web${i}`, [subnet], { networkConfiguration: { assignPublicIp: true } });
        });
    },
    "services of one subnet": (size) => (n) => {
        const { privateSubnet } = natNetwork(n);
        list(size, (i) => n.service(`web${i}`, [privateSubnet]));
    },
    "services without a way out": (size) => (n) => {
        const vpc = n.vpc();
        const { subnet } = n.subnetWith("private", vpc, []);
        list(size, (i) => n.service(`web${i}`, [subnet]));
    },
    "services with groups of their own": (size) => (n) => {
        const { vpc, privateSubnet } = natNetwork(n);
        list(size, (i) =>
            n.service(`web${i}`, [privateSubnet], {
                networkConfiguration: { securityGroups: [group(n, `g${i}`, vpc).id] },
            }),
        );
    },
    "services with groups that refuse": (size) => (n) => {
        const { vpc, privateSubnet } = natNetwork(n);
        list(size, (i) =>
            n.service(`web${i}`, [privateSubnet], {
                networkConfiguration: {
                    securityGroups: [group(n, `g${i}`, vpc, { egress: [] }).id],
                },
            }),
        );
    },
    "task definitions of their own": (size) => (n) => {
        const { privateSubnet } = natNetwork(n);
        list(size, (i) =>
            n.service(`web${i}`, [privateSubnet], {
                taskDefinition: n.taskDefinition(`t${i}`).arn,
            }),
        );
    },
    "scheduled tasks": (size) => (n) => {
        const { privateSubnet } = natNetwork(n);
        web(n, [privateSubnet]);
        const cluster = n.find("aws:ecs/cluster:Cluster");
        const definition = n.find("aws:ecs/taskDefinition:TaskDefinition");
        list(size, (i) =>
            n.add("aws:cloudwatch/eventTarget:EventTarget", `t${i}`, {
                arn: cluster.arn,
                rule: "r",
                ecsTarget: {
                    launchType: "FARGATE",
                    taskDefinitionArn: definition.arn,
                    networkConfiguration: { subnets: [privateSubnet.id] },
                },
            }),
        );
    },
    "listeners of a load balancer": (size) => (n) => {
        const { alb, group: target, privateSubnet } = albNetwork(n);
        list(size, (i) => n.listener(`l${i}`, alb, target, { port: i + 1 }));
        web(n, [privateSubnet], [], behind(target));
    },
    "rules of a listener": (size) => (n) => {
        const { alb, group: target, privateSubnet } = albNetwork(n);
        const listener = n.listener("http", alb, target);
        list(size, (i) =>
            n.add("aws:lb/listenerRule:ListenerRule", `r${i}`, {
                listenerArn: listener.arn,
                priority: i + 1,
                actions: [{ type: "forward", targetGroupArn: target.arn }],
                conditions: [{ pathPattern: { values: [`/${i}`] } }],
            }),
        );
        web(n, [privateSubnet], [], behind(target));
    },
    "target groups of a listener": (size) => (n) => {
        const { alb, vpc, privateSubnet } = albNetwork(n);
        const groups = list(size, (i) => n.targetGroup(`g${i}`, vpc));
        n.listener("http", alb, groups[0], { defaultActions: forwards(groups) });
        web(n, [privateSubnet], [], behind(groups[0]));
    },
    "target groups of a service": (size) => (n) => {
        const { alb, vpc, privateSubnet } = albNetwork(n);
        const groups = list(size, (i) => n.targetGroup(`g${i}`, vpc));
        const listener = n.listener("http", alb, groups[0], { defaultActions: forwards(groups) });
        web(n, [privateSubnet], [], behind(...groups)).options.dependsOn = [listener];
    },
    "load balancers of a target group": (size) => (n) => {
        const { group: target, privateSubnet, publicSubnet } = albNetwork(n);
        list(size, (i) =>
            n.listener(
                `l${i}`,
                n.loadBalancer(`b${i}`, [privateSubnet, publicSubnet], { internal: true }),
                target,
            ),
        );
        web(n, [privateSubnet], [], behind(target));
    },
    "services behind a load balancer each": (size) => (n) => {
        const { vpc, privateSubnet, publicSubnet } = albNetwork(n);
        list(size, (i) => {
            const target = n.targetGroup(`g${i}`, vpc);
            const alb = n.loadBalancer(`b${i}`, [privateSubnet, publicSubnet], { internal: true });
            n.listener(`l${i}`, alb, target);
            n.service(`web${i}`, [privateSubnet], behind(target));
        });
    },
    containers: task((size) => list(size, () => ({}))),
    "containers with images, logs and secrets of their own": task((size) =>
        list(size, (i) => ({
            image: `r${i}.example.com/app:${i}`,
            logConfiguration: awslogs(i),
            secrets: [{ name: "KEY", valueFrom: secretAt(i) }],
        })),
    ),
    "port mappings": task((size) => [
        { portMappings: list(size, (i) => ({ containerPort: (i % 65000) + 1, name: `p${i}` })) },
    ]),
    "the same port mapping": task((size) => [
        { portMappings: list(size, () => ({ containerPort: 80 })) },
    ]),
    "port ranges": task((size) => [
        { portMappings: list(size, (i) => ({ containerPortRange: `${i + 1}-${i + 100}` })) },
    ]),
    secrets: task((size) => [
        { secrets: list(size, (i) => ({ name: `K${i}`, valueFrom: secretAt(i) })) },
    ]),
    "parameters of other regions": task((size) => [
        {
            secrets: list(size, (i) => ({
                name: `K${i}`,
                valueFrom: `arn:aws:ssm:us-west-${i % 2}:123456789012:parameter/k${i}`,
            })),
        },
    ]),
    "environment files": task((size) => [
        {
            environmentFiles: list(size, (i) => ({
                type: "s3",
                value: `arn:aws:s3:::b${i}/x.env`,
            })),
        },
    ]),
    "file systems": (size) => (n) => {
        const { privateSubnet, vpc } = natNetwork(n);
        const doors = group(n, "nfs", vpc, { ingress: [tcp(2049, { cidrBlocks: [anywhere] })] });
        const definition = taskOf(n, {});
        definition.inputs.volumes = list(size, (i) => {
            const system = n.add("aws:efs/fileSystem:FileSystem", `f${i}`);
            n.add("aws:efs/mountTarget:MountTarget", `m${i}`, {
                fileSystemId: system.id,
                subnetId: privateSubnet.id,
                securityGroups: [doors.id],
            });
            return { name: `v${i}`, efsVolumeConfiguration: { fileSystemId: system.id } };
        });
        web(n, [privateSubnet]);
    },
    "statements of a role": rolled((size) =>
        list(size, (i) => ({
            Effect: "Allow",
            Action: ["secretsmanager:Get*", "logs:*"],
            Resource: secretAt(i),
        })),
    ),
    "actions with wildcards": rolled((size) => [
        { Effect: "Allow", Action: list(size, (i) => `s*:*Get*${i}*`), Resource: "*" },
    ]),
    "resources of a statement": rolled((size) => [
        { Effect: "Allow", Action: "*", Resource: list(size, (i) => `arn:*:*${i}*`) },
    ]),
    "a long wildcard": rolled((size) => [
        {
            Effect: "Allow",
            Action: `${"*a".repeat(size)}:GetSecretValue`,
            Resource: `${"*e".repeat(size)}b`,
        },
    ]),
    "secrets, and statements that allow one each": (size) => (n) => {
        rolled((many) =>
            list(many, (i) => ({
                Effect: "Allow",
                Action: "secretsmanager:GetSecretValue",
                Resource: secretAt(i),
            })),
        )(size)(n);
        const definition = n.find("aws:ecs/taskDefinition:TaskDefinition");
        definition.inputs.containerDefinitions = JSON.stringify([
            {
                name: "c0",
                image: "nginx",
                secrets: list(size, (i) => ({ name: `K${i}`, valueFrom: secretAt(i) })),
            },
        ]);
    },
    "policies of a role": (size) => (n) => {
        rolled(() => [{ Effect: "Allow", Action: "*", Resource: "*" }])(size)(n);
        const role = n.find("aws:iam/role:Role");
        list(size, (i) =>
            n.add("aws:iam/rolePolicyAttachment:RolePolicyAttachment", `a${i}`, {
                role: role.get("name"),
                policyArn: n.add("aws:iam/policy:Policy", `p${i}`, {
                    policy: JSON.stringify({
                        Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
                    }),
                }).arn,
            }),
        );
    },
    roles: (size) => (n) => {
        const { privateSubnet } = natNetwork(n);
        list(size, (i) =>
            n.service(`web${i}`, [privateSubnet], {
                taskDefinition: n.taskDefinition(`t${i}`, {
                    executionRoleArn: n.role(`r${i}`, executionPolicy).arn,
                }).arn,
            }),
        );
    },
    "components inside each other": (size) => (n) => {
        const { privateSubnet, vpc } = natNetwork(n);
        let parent;
        for (let i = 0; i < size; i++) {
            // A URN names one type of parent alone.
            parent = n.add("my:module:Component", `c${i}`, {}, { component: true });
            if (i > 0) parent.options.parent = n.resources.at(-2);
        }
        group(n, "deep", vpc);
        n.resources.at(-1).options.parent = parent;
        const service = web(n, [privateSubnet]);
        service.options.feeds = {
            networkConfiguration: n.resources.filter(({ type }) => type === "my:module:Component"),
        };
    },
    strangers: (size) => (n) => {
        const { privateSubnet, vpc } = natNetwork(n);
        list(size, (i) =>
            n.add("aws:lambda/function:Function", `l${i}`, { vpcConfig: { vpcId: vpc.id } }),
        );
        list(size, (i) => n.add("other:module:Thing", `o${i}`, { vpcId: vpc.id }));
        web(n, [privateSubnet]);
    },
    "outputs of the stack": (size) => (n) => {
        const { privateSubnet } = natNetwork(n);
        list(size, (i) => n.output(`o${i}`, i === 0 ? privateSubnet.id : `text ${i}`));
        web(n, [privateSubnet]);
    },
    "ignored changes": (size) => (n) => {
        const { privateSubnet } = natNetwork(n);
        const service = web(n, [privateSubnet]);
        for (const each of n.resources) each.options.ignoreChanges = list(size, (i) => `tags.${i}`);
        return service;
    },
    "subnets outside the plan": (size) => (n) => {
        n.service("web", outside("subnet", size), {
            networkConfiguration: { securityGroups: outside("sg", 5) },
        });
    },
    "subnets and groups outside the plan": (size) => (n) => {
        n.service("web", outside("subnet", size), {
            networkConfiguration: { securityGroups: outside("sg", size) },
        });
    },
    "services outside the plan": (size) => (n) => {
        list(size, (i) => n.service(`web${i}`, [`subnet-${i.toString(16).padStart(17, "0")}`]));
    },
};

/** The recording of a stack that holds `size` of what its name says. */
function largeStack(name, size, form) {
    const n = new Network();
    stacks[name](size)(n);
    return JSON.parse(JSON.stringify(n.record(form)));
}

module.exports = { largeStack, stacks };
