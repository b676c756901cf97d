import { serviceNetworkLimits } from "../../policies/service-network-limits";
import { unverifiedNetwork } from "../../policies/unverified-network";
import type { RunOptions } from "../support/harness";
import { behind, natNetwork, type Network } from "../support/networks";
import type { Inputs, Ref, Resource } from "../support/program";
import { testPolicy } from "../support/table";

const times = <T>(count: number, make: (i: number) => T): T[] =>
    Array.from({ length: count }, (_, i) => make(i));

function service(n: Network, subnets: number, groups: number, targets = 0): void {
    const vpc = n.vpc();
    n.service(
        "web",
        times(subnets, (i) => n.subnet(`s${String(i)}`, vpc)),
        {
            networkConfiguration: {
                securityGroups: times(groups, (i) => n.securityGroup(`g${String(i)}`, vpc).id),
            },
            loadBalancers: times(targets, (i) => ({
                targetGroupArn: n.targetGroup(`t${String(i)}`, vpc).arn,
                containerPort: 80,
            })),
        },
    );
}

/** A blue/green deployment with two target groups in each block. */
function blueGreen(n: Network, blocks: number): void {
    const vpc = n.vpc();
    const group = (name: string): Ref => n.targetGroup(name, vpc).arn;
    n.service("web", [n.subnet("s", vpc)], {
        loadBalancers: times(blocks, (i) => ({
            targetGroupArn: group(`blue${String(i)}`),
            containerPort: 80,
            advancedConfiguration: { alternateTargetGroupArn: group(`green${String(i)}`) },
        })),
    });
}

/** One list that depends on these, and is unknown as a whole. */
function chosen(n: Network, subnets: (vpc: Resource) => readonly Resource[]): void {
    const vpc = n.vpc();
    const choice = n.add("test:index:Choice", "choice");
    n.service("web", choice.get("ids"), {}, { feeds: { networkConfiguration: subnets(vpc) } });
}

/** A service with a group that has so many rules in, of IPv4 blocks, IPv6 blocks and groups. */
function ruled(n: Network, ipv4: number, ipv6 = 0, standalone = 0, isUsed = true): void {
    const vpc = n.vpc();
    const group = n.securityGroup("many", vpc);
    const rule = { protocol: "tcp", fromPort: 443, toPort: 443 };
    group.inputs.ingress = [
        {
            ...rule,
            cidrBlocks: times(ipv4, (i) => `10.${String(i)}.0.0/16`),
            ipv6CidrBlocks: times(ipv6, (i) => `2001:db8:${String(i)}::/48`),
        },
    ];
    const other = n.securityGroup("other", vpc);
    for (let i = 0; i < standalone; i += 1) {
        n.add("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", `r${String(i)}`, {
            securityGroupId: other.id,
            referencedSecurityGroupId: group.id,
            ipProtocol: "tcp",
            fromPort: i + 1,
            toPort: i + 1,
        });
    }
    const groups = isUsed ? [group.id, other.id] : [];
    n.service("web", [n.subnet("s", vpc)], { networkConfiguration: { securityGroups: groups } });
}

/** A load balancer of this type that forwards to so many target groups, one of them a service's. */
function forwarding(n: Network, groups: number, inputs: Inputs = {}): void {
    const { vpc, publicSubnet, privateSubnet } = natNetwork(n);
    const balancer = n.loadBalancer("edge", [publicSubnet], inputs);
    const [first, ...others] = times(groups, (i) => n.targetGroup(`g${String(i)}`, vpc));
    if (first === undefined) return;
    const listener = n.listener("http", balancer, first);
    others.forEach((group, i) => {
        n.add("aws:lb/listenerRule:ListenerRule", `rule${String(i)}`, {
            listenerArn: listener.arn,
            actions: [{ type: "forward", targetGroupArn: group.arn }],
            conditions: [{ pathPattern: { values: [`/${String(i)}`] } }],
        });
    });
    n.service("web", [privateSubnet], behind(first));
}

/** What the setting `quotas` tells. */
function quotas(...told: readonly string[]): RunOptions["settings"] {
    return { "preflight-settings": { quotas: told } };
}

testPolicy(serviceNetworkLimits, unverifiedNetwork, {
    valid: [
        { name: "one subnet and no group", network: (n) => service(n, 1, 0) },
        { name: "exactly at the limits", network: (n) => service(n, 16, 5, 5) },
        {
            name: "a group with sixty rules for each family of addresses",
            network: (n) => ruled(n, 60, 60),
        },
        {
            name: "a group with sixty-one rules that is not the service's",
            network: (n) => ruled(n, 61, 0, 0, false),
        },
        {
            name: "as many rules and tasks as the account's quotas let it have",
            network: (n) => ruled(n, 120, 120),
            settings: quotas("rulesPerSecurityGroup=120", "tasksPerService=2"),
        },
        {
            name: "one rule that stands there sixty-one times",
            network: (n) => {
                const vpc = n.vpc();
                const group = n.securityGroup("many", vpc);
                const rule = { protocol: "tcp", fromPort: 443, toPort: 443 };
                group.inputs.ingress = times(61, () => ({ ...rule, cidrBlocks: ["10.0.0.0/8"] }));
                const securityGroups = [group.id];
                n.service("web", [n.subnet("s", vpc)], {
                    networkConfiguration: { securityGroups },
                });
            },
            settings: quotas("rulesPerSecurityGroup=60"),
        },
        {
            name: "a hundred target groups of a load balancer",
            network: (n) => {
                forwarding(n, 100);
            },
            settings: quotas("targetGroupsPerApplicationLoadBalancer=100"),
        },
        {
            name: "many target groups of a Network Load Balancer",
            network: (n) => {
                forwarding(n, 3, { loadBalancerType: "network" });
            },
            settings: quotas("targetGroupsPerApplicationLoadBalancer=2"),
        },
        { name: "two blocks of a blue/green deployment", network: (n) => blueGreen(n, 2) },
        {
            name: "one subnet named seventeen times",
            network: (n) =>
                n.service(
                    "web",
                    times(17, () => "subnet-0123456789abcdef0"),
                ),
        },
        {
            name: "seventeen subnets of an EC2 service",
            network: (n) => {
                const vpc = n.vpc();
                const subnets = times(17, (i) => n.subnet(`s${String(i)}`, vpc));
                n.service("web", subnets, { launchType: "EC2" });
            },
        },
        {
            name: "a choice among three subnets",
            network: (n) => chosen(n, (vpc) => times(3, (i) => n.subnet(`s${String(i)}`, vpc))),
            forms: ["first preview"],
        },
        {
            name: "sixteen subnets by their ids",
            network: (n) =>
                n.service(
                    "web",
                    times(16, (i) => `subnet-${String(i)}`),
                ),
        },
    ],
    violates: [
        {
            name: "seventeen subnets",
            statement: "1.8",
            network: (n) => service(n, 17, 1),
            on: "web",
            says: /service web lists 17 subnets; AWS accepts at most 16/,
        },
        {
            name: "seventeen subnets by their ids",
            network: (n) =>
                n.service(
                    "web",
                    times(17, (i) => `subnet-${String(i)}`),
                ),
            on: "web",
            says: /lists 17 subnets/,
        },
        {
            name: "six security groups",
            statement: "1.8",
            network: (n) => service(n, 1, 6),
            fixed: (n) => service(n, 1, 5),
            on: "web",
            says: [
                /lists 6 security groups; AWS accepts at most 5/,
                /fix: remove at least 1 of the security groups/,
            ],
        },
        {
            name: "more rules than the account's quota",
            network: (n) => ruled(n, 61),
            settings: quotas("rulesPerSecurityGroup=60"),
            on: "web",
            says: [
                /^security group many has 61 ingress rules for IPv4; the account's quota rulesPerSecurityGroup is 60/,
                /fix: either give security group many fewer ingress rules/,
            ],
        },
        {
            name: "more tasks than the account's quota, also of a service that exists",
            network: (n) => service(n, 1, 0),
            settings: quotas("tasksPerService=5000", "tasksPerService=1"),
            on: "web",
            says: /^service web wants 2 tasks; the account's quota tasksPerService is 1/,
        },
        {
            name: "more target groups than the account's quota, also of a load balancer that exists",
            network: (n) => {
                forwarding(n, 3);
            },
            settings: quotas("targetGroupsPerApplicationLoadBalancer=2"),
            on: "edge",
            says: [
                /^load balancer edge has 3 target groups; the account's quota targetGroupsPerApplicationLoadBalancer is 2/,
                /move some of the target groups of load balancer edge to another load balancer/,
            ],
        },
        {
            name: "six target groups",
            network: (n) => service(n, 1, 1, 6),
            on: "web",
            says: /lists 6 target groups/,
        },
        {
            name: "six blocks of a blue/green deployment",
            network: (n) => blueGreen(n, 6),
            on: "web",
            says: /lists 12 target groups/,
        },
    ],
    cannotKnow: [
        {
            name: "a new group with sixty-one rules",
            network: (n) => ruled(n, 61),
            forms: ["first preview"],
            on: "web",
            gap: /61 rules of one family of addresses in a security group only where the account's quota, usually 60, was raised/,
            ok: (n) => ruled(n, 60),
            violated: (n) => service(n, 1, 6),
        },
        {
            name: "a new group with sixty-one standalone rules that name a group",
            network: (n) => ruled(n, 1, 0, 61),
            forms: ["first preview"],
            on: "web",
            gap: /61 rules of one family of addresses/,
            ok: (n) => ruled(n, 1, 0, 60),
            violated: (n) => service(n, 1, 6),
        },
        {
            name: "a hundred and one target groups of a new load balancer",
            network: (n) => {
                forwarding(n, 101);
            },
            forms: ["first preview"],
            on: "edge",
            gap: /101 target groups of one Application Load Balancer only where the account's quota, usually 100, was raised/,
            ok: (n) => {
                forwarding(n, 100);
            },
            violated: (n) => service(n, 1, 6),
        },
        {
            name: "more tasks of a new service than AWS usually takes",
            network: (n) => {
                const subnets = [n.subnet("s", n.vpc(), { cidrBlock: "10.0.0.0/16" })];
                n.service("web", subnets, { desiredCount: 5001 });
            },
            forms: ["first preview"],
            on: "web",
            gap: /5001 tasks of one service only where the account's quota, usually 5000, was raised/,
            ok: (n) => {
                const subnets = [n.subnet("s", n.vpc(), { cidrBlock: "10.0.0.0/16" })];
                n.service("web", subnets, { desiredCount: 5000 });
            },
            violated: (n) => service(n, 1, 6),
        },
        {
            name: "three blocks of a blue/green deployment, with six target groups",
            network: (n) => blueGreen(n, 3),
            on: "web",
            gap: /whether AWS counts the alternate target groups of a deployment is not documented/,
            ok: (n) => blueGreen(n, 2),
            violated: (n) => blueGreen(n, 6),
        },
        {
            name: "five blocks of a blue/green deployment, each with two target groups",
            network: (n) => blueGreen(n, 5),
            on: "web",
            gap: /whether AWS counts the alternate target groups of a deployment is not documented/,
            ok: (n) => blueGreen(n, 2),
            violated: (n) => blueGreen(n, 6),
        },
        {
            name: "a choice among seventeen subnets",
            network: (n) => chosen(n, (vpc) => times(17, (i) => n.subnet(`s${String(i)}`, vpc))),
            forms: ["first preview"],
            on: "web",
            gap: /networkConfiguration\.subnets of web/,
            ok: (n) => service(n, 16, 1),
            violated: (n) => service(n, 17, 1),
        },
        {
            name: "seventeen subnets that one resource makes",
            network: (n) => {
                const network = n.add("test:index:Network", "network");
                n.service(
                    "web",
                    times(17, (i) => network.get(`subnet${String(i)}`)),
                );
            },
            forms: ["first preview"],
            on: "web",
            gap: /networkConfiguration\.subnets\[0\] of web/,
            ok: (n) => service(n, 16, 1),
            violated: (n) => service(n, 17, 1),
        },
        {
            name: "seventeen subnets of a service that may be on Fargate",
            network: (n) =>
                n.service(
                    "web",
                    times(17, (i) => `subnet-${String(i)}`),
                    {
                        launchType: null,
                        cluster: "shared",
                    },
                ),
            on: "web",
            gap: /the cluster that it names is not in this plan/,
            ok: (n) => service(n, 16, 1),
            violated: (n) => service(n, 17, 1),
        },
    ],
});
