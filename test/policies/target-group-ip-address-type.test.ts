import { targetGroupIpAddressType } from "../../policies/target-group-ip-address-type";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { dualStack, publicIpv6Network, ipv6Only } from "../support/ipv6";
import { behind, natNetwork, type Network } from "../support/networks";
import type { Inputs, Resource, Value } from "../support/program";
import { testPolicy } from "../support/table";

interface Parts {
    readonly vpc: Resource;
    readonly subnet: Resource;
    readonly balancer: Resource;
    readonly group: Resource;
}

/** Something behind a target group and a load balancer of these types, in a subnet like this. */
function parts(n: Network, group: Inputs, balancer: Inputs, subnet: Inputs = dualStack): Parts {
    const network = publicIpv6Network(n, subnet);
    const web = n.loadBalancer("web", [network.subnet], balancer);
    const targets = n.targetGroup("web", network.vpc, group);
    n.listener("http", web, targets);
    return { vpc: network.vpc, subnet: network.subnet, balancer: web, group: targets };
}

/** A service behind them. */
function serving(
    n: Network,
    types: { readonly group?: Value; readonly balancer?: Value },
    subnet: Inputs = dualStack,
    inputs: Inputs = {},
): Parts {
    const { group = null, balancer = null } = types;
    const made = parts(n, { ipAddressType: group }, { ipAddressType: balancer }, subnet);
    n.service("web", [made.subnet], { ...behind(made.group), ...inputs });
    return made;
}

const ipv4: Inputs = {};
const bothIpv6 = { group: "ipv6", balancer: "dualstack" } as const;

/** A service in these subnets behind an IPv6 target group. */
function inBoth(n: Network, other: Inputs, group: Value, feeds?: Value): void {
    const {
        vpc,
        subnet,
        group: targets,
    } = parts(n, { ipAddressType: group }, { ipAddressType: "dualstack" });
    const second = n.subnet("other", vpc, other);
    const both = [subnet, second];
    const options = feeds === undefined ? {} : { feeds: { networkConfiguration: both } };
    n.service("web", feeds ?? both, behind(targets), options);
}

/** A service that CodeDeploy moves from one target group to another, of this type. */
function byCodeDeploy(n: Network, type: Value): void {
    const { vpc, subnet, group: blue } = parts(n, {}, {}, ipv4);
    const green = n.targetGroup("green", vpc, { ipAddressType: type });
    const service = n.service("web", [subnet], {
        ...behind(blue),
        deploymentController: { type: "CODE_DEPLOY" },
    });
    n.add("aws:codedeploy/deploymentGroup:DeploymentGroup", "web", {
        ecsService: { clusterName: "main", serviceName: service.get("name") },
        loadBalancerInfo: {
            targetGroupPairInfo: {
                targetGroups: [{ name: blue.get("name") }, { name: green.get("name") }],
            },
        },
    });
}

testPolicy(targetGroupIpAddressType, unverifiedNetwork, {
    valid: [
        {
            name: "IPv4 tasks, target group and load balancer",
            network: (n) => serving(n, {}, ipv4),
        },
        {
            name: "a dual-stack load balancer in front of an IPv4 target group",
            network: (n) => serving(n, { balancer: "dualstack" }),
        },
        {
            name: "a dual-stack load balancer in front of tasks in an IPv4 subnet",
            network: (n) => serving(n, { group: "ipv4", balancer: "dualstack" }, ipv4),
        },
        {
            name: "dual-stack tasks behind an IPv4 load balancer",
            network: (n) => serving(n, {}),
        },
        {
            name: "an IPv6 target group behind a dual-stack load balancer",
            network: (n) => serving(n, bothIpv6),
        },
        {
            name: "an IPv6 target group behind a load balancer without public IPv4",
            network: (n) =>
                serving(n, { group: "ipv6", balancer: "dualstack-without-public-ipv4" }),
        },
        {
            name: "IPv6-only tasks behind an IPv6 target group",
            network: (n) => serving(n, bothIpv6, ipv6Only),
        },
        {
            name: "tasks in a dual-stack and an IPv6-only subnet behind an IPv6 target group",
            network: (n) => inBoth(n, ipv6Only, "ipv6"),
        },
        {
            name: "tasks in a dual-stack and an IPv4 subnet behind an IPv4 target group",
            network: (n) => inBoth(n, ipv4, "ipv4"),
        },
        {
            name: "IPv6-only tasks without a load balancer",
            network: (n) => n.service("web", [publicIpv6Network(n, ipv6Only, ["ipv6"]).subnet]),
        },
        {
            name: "an IPv6 target group of an EC2 service behind an IPv4 load balancer",
            network: (n) => serving(n, { group: "ipv6" }, ipv4, { launchType: "EC2" }),
        },
        {
            name: "an IPv6 target group that no task uses, beside an IPv4 one",
            network: (n) => {
                const { vpc } = serving(n, {}, ipv4);
                n.targetGroup("other", vpc, { ipAddressType: "ipv6" });
            },
        },
        {
            name: "an IPv6 target group that no load balancer has yet",
            network: (n) => {
                const { vpc, subnet } = publicIpv6Network(n);
                const group = n.targetGroup("web", vpc, { ipAddressType: "ipv6" });
                n.service("web", [subnet], behind(group));
            },
        },
        {
            name: "a subnet whose IPv6 block is cut from that of its VPC",
            network: (n) => {
                const { vpc, group } = parts(
                    n,
                    { ipAddressType: "ipv6" },
                    { ipAddressType: "dualstack" },
                );
                const cut = vpc.get("ipv6CidrBlock").apply("first64");
                const subnet = n.subnet("cut", vpc, { ...dualStack, ipv6CidrBlock: cut });
                n.service("web", [subnet], behind(group));
            },
        },
        {
            name: "a NAT network whose load balancer another stack has",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                const group = n.targetGroup("web", vpc);
                n.add("aws:lb/listener:Listener", "http", {
                    loadBalancerArn:
                        "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/a/b",
                    defaultActions: [{ type: "forward", targetGroupArn: group.arn }],
                });
                n.service("web", [privateSubnet], behind(group));
            },
        },
        {
            name: "a type that is not known yet, of dual-stack tasks and load balancer",
            network: (n) => {
                const choice = n.add("aws:ssm/parameter:Parameter", "type", { value: "ipv6" });
                serving(n, { group: choice.get("arn"), balancer: "dualstack" });
            },
            forms: ["first preview"],
        },
        {
            name: "CodeDeploy moving IPv4 tasks between IPv4 groups",
            network: (n) => byCodeDeploy(n, "ipv4"),
        },
    ],
    violates: [
        {
            name: "an IPv6 target group behind an IPv4 load balancer",
            statement: "1.14",
            network: (n) => serving(n, { group: "ipv6" }),
            fixed: (n) => serving(n, bothIpv6),
            on: "web",
            says: [
                /target group web takes IPv6 addresses, but load balancer web before it is not dual-stack/,
                /fix: set ipAddressType to "dualstack" on load balancer web/,
            ],
        },
        {
            name: "an IPv6 target group of tasks in an IPv4 subnet",
            statement: "1.13",
            network: (n) => serving(n, bothIpv6, ipv4),
            on: "web",
            says: [
                /tasks of service web in subnet tasks have no IPv6 address to register with target group web/,
                /fix: either set ipAddressType to "ipv4" on target group web/,
            ],
        },
        {
            name: "IPv6-only tasks behind an IPv4 target group, which is the default",
            statement: "1.14",
            network: (n) => serving(n, { balancer: "dualstack" }, ipv6Only),
            on: "web",
            says: [
                /in subnet tasks have no IPv4 address to register with target group web/,
                /fix: either set ipAddressType to "ipv6"/,
            ],
        },
        {
            name: "one of two subnets without IPv6",
            network: (n) => inBoth(n, ipv4, "ipv6"),
            on: "web",
            says: /in subnet other have no IPv6 address/,
        },
        {
            name: "one of two subnets without IPv4",
            network: (n) => inBoth(n, ipv6Only, "ipv4"),
            on: "web",
            says: /in subnet other have no IPv4 address/,
        },
        {
            name: "an IPv6 target group on a rule of an IPv4 load balancer",
            network: (n) => {
                const { vpc, subnet, group, balancer } = parts(n, {}, {});
                const api = n.targetGroup("api", vpc, { ipAddressType: "ipv6" });
                const listener = n.listener("https", balancer, group, { port: 443 });
                n.add("aws:lb/listenerRule:ListenerRule", "api", {
                    listenerArn: listener.arn,
                    actions: [{ type: "forward", targetGroupArn: api.arn }],
                });
                n.service("api", [subnet], behind(api));
            },
            on: "api",
            says: /target group api takes IPv6 addresses/,
        },
        {
            name: "a Network Load Balancer with the default type",
            network: (n) => {
                const { subnet, group } = parts(
                    n,
                    { ipAddressType: "ipv6", protocol: "TCP" },
                    { loadBalancerType: "network" },
                );
                n.service("web", [subnet], behind(group));
            },
            on: "web",
            says: /load balancer web before it is not dual-stack/,
        },
        {
            name: "two services that share an IPv6 group behind an IPv4 load balancer: one finding",
            network: (n) => {
                const { subnet, group } = serving(n, { group: "ipv6" });
                n.service("api", [subnet], behind(group));
            },
            on: "web",
            says: /target group web takes IPv6 addresses/,
        },
        {
            name: "the green group of a blue/green deployment",
            network: (n) => {
                const { vpc, subnet, group } = parts(n, {}, {}, ipv4);
                const green = n.targetGroup("green", vpc, { ipAddressType: "ipv6" });
                n.service("web", [subnet], {
                    loadBalancers: [
                        {
                            targetGroupArn: group.arn,
                            containerPort: 80,
                            advancedConfiguration: { alternateTargetGroupArn: green.arn },
                        },
                    ],
                });
            },
            on: "web",
            says: /no IPv6 address to register with target group green/,
        },
        {
            name: "the second group between which CodeDeploy moves a service",
            network: (n) => byCodeDeploy(n, "ipv6"),
            on: "web",
            says: /no IPv6 address to register with target group green/,
        },
        {
            name: "subnets that an apply chose, none of which has IPv6",
            network: (n) => {
                const { vpc, group } = parts(
                    n,
                    { ipAddressType: "ipv6" },
                    { ipAddressType: "dualstack" },
                );
                const subnets = ["a", "b"].map((name) => n.subnet(name, vpc));
                const choice = n.add("test:index:Choice", "choice");
                n.service("web", choice.get("ids"), behind(group), {
                    feeds: { networkConfiguration: subnets },
                });
            },
            forms: ["first preview"],
            on: "web",
            says: [/in subnets a and b have no IPv6/, /assuming that/],
        },
        {
            name: "FARGATE_SPOT",
            network: (n) =>
                serving(n, bothIpv6, ipv4, {
                    launchType: null,
                    capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT" }],
                }),
            on: "web",
            says: /no IPv6 address/,
        },
    ],
    cannotKnow: [
        {
            name: "an IPv6 target group behind a load balancer that is not in the plan",
            network: (n) => {
                const { vpc, subnet } = publicIpv6Network(n);
                const group = n.targetGroup("web", vpc, { ipAddressType: "ipv6" });
                n.add("aws:lb/listener:Listener", "http", {
                    loadBalancerArn:
                        "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/a/b",
                    defaultActions: [{ type: "forward", targetGroupArn: group.arn }],
                });
                n.service("web", [subnet], behind(group));
            },
            on: "web",
            gap: /the load balancer that it names is not in this plan/,
            ok: (n) => serving(n, bothIpv6),
            violated: (n) => serving(n, { group: "ipv6" }),
        },
        {
            name: "a type of the load balancer that another resource makes",
            network: (n) => {
                const parameter = n.add("aws:ssm/parameter:Parameter", "type");
                serving(n, { group: "ipv6", balancer: parameter.get("value") });
            },
            forms: ["first preview"],
            on: "web",
            gap: /ipAddressType of load balancer web/,
            ok: (n) => serving(n, bothIpv6),
            violated: (n) => serving(n, { group: "ipv6" }),
        },
        {
            name: "a type of the target group that another resource makes, of IPv4 tasks",
            network: (n) => {
                const parameter = n.add("aws:ssm/parameter:Parameter", "type");
                serving(n, { group: parameter.get("value"), balancer: "dualstack" }, ipv4);
            },
            forms: ["first preview"],
            on: "web",
            gap: /ipAddressType of target group web/,
            ok: (n) => serving(n, { balancer: "dualstack" }, ipv4),
            violated: (n) => serving(n, bothIpv6, ipv4),
        },
        {
            name: "an IPv6 target group of tasks in a subnet that is not in the plan",
            network: (n) => {
                const { group } = parts(
                    n,
                    { ipAddressType: "ipv6" },
                    { ipAddressType: "dualstack" },
                );
                n.service("web", ["subnet-0123456789abcdef0"], behind(group));
            },
            on: "web",
            gap: /the subnet that it names is not in this plan/,
            ok: (n) => serving(n, bothIpv6),
            violated: (n) => serving(n, bothIpv6, ipv4),
        },
        {
            name: "subnets that an apply chose, some of which have IPv6",
            network: (n) => {
                const choice = n.add("test:index:Choice", "choice");
                inBoth(n, ipv4, "ipv6", choice.get("ids"));
            },
            forms: ["first preview"],
            on: "web",
            gap: /networkConfiguration/,
            ok: (n) => serving(n, bothIpv6),
            violated: (n) => inBoth(n, ipv4, "ipv6"),
        },
        {
            name: "an IPv6 target group of a service that may be on Fargate, in an IPv4 subnet",
            network: (n) => serving(n, bothIpv6, ipv4, { launchType: null, cluster: "shared" }),
            on: "web",
            gap: /the cluster that it names is not in this plan/,
            ok: (n) => serving(n, bothIpv6),
            violated: (n) => serving(n, bothIpv6, ipv4),
        },
    ],
});
