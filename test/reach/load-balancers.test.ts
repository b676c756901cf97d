import { deepEqual } from "node:assert/strict";
import type { LoadBalancer, TargetGroup } from "../../src/network";
import { ipv6Only } from "../support/ipv6";
import {
    groupWith,
    later,
    Network,
    registered,
    tcp,
    twoZones,
    type TwoZones,
} from "../support/networks";
import type { Form, Inputs, Options, Resource, Value } from "../support/program";
import { notYet, told } from "../support/in-words";
import { made, Reaching, type InputsOf } from "../support/reaching";

interface Build {
    readonly balancer?: InputsOf;
    readonly group?: InputsOf;
    /** What the groups of the tasks and of the load balancer admit; all, if they do not say. */
    readonly admits?: readonly Value[];
    readonly doors?: readonly Value[] | null;
    readonly listener?: InputsOf;
    readonly change?: (n: Network, network: TwoZones & { alb: Resource; web: Resource }) => void;
    /** What feeds the subnets of the tasks, if those are not known. */
    readonly feeds?: (network: TwoZones) => Resource[];
    readonly form?: Form;
}

const anywhere = [tcp(8080, { cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] })];
const udp = { protocol: "udp", fromPort: 8080, toPort: 8080, cidrBlocks: ["0.0.0.0/0"] };
const network = { loadBalancerType: "network" };

/** A load balancer in two public subnets before a service in two private ones. */
function build(n: Network, of: Build): { alb: Resource; group: Resource } {
    const place = twoZones(n);
    const { vpc, publicSubnets, privateSubnets } = place;
    const { admits = anywhere, doors = anywhere, balancer = {}, group = {}, listener = {} } = of;
    const tasks = groupWith(n, "tasks", vpc, { ingress: [...admits] });
    const securityGroups =
        doors === null ? null : [groupWith(n, "doors", vpc, { ingress: [...doors] }).id];
    const alb = n.loadBalancer("web", publicSubnets, { securityGroups, ...made(balancer, n) });
    const its = n.targetGroup("web", vpc, made(group, n));
    n.listener("http", alb, its, { port: 8080, ...made(listener, n) });
    const fed = of.feeds?.(place);
    const options: Options = fed === undefined ? {} : { feeds: { networkConfiguration: fed } };
    const subnets = fed === undefined ? privateSubnets.map(({ id }) => id) : later(n);
    const web = n.service(
        "web",
        [],
        {
            loadBalancers: [registered(its)],
            networkConfiguration: { subnets, securityGroups: [tasks.id] },
        },
        options,
    );
    of.change?.(n, { ...place, alb, web });
    return { alb, group: its };
}

type Row = readonly [name: string, build: Build, expected: readonly string[]];

describe("a load balancer", () => {
    const nobody: readonly Value[] = [];

    describe("calls tasks whose groups admit somebody, or nobody, whatever their subnets", () => {
        const all = ({ privateSubnets }: TwoZones): Resource[] => [...privateSubnets];
        const rows: readonly Row[] = [
            ["somebody", {}, ["ok"]],
            ["nobody", { admits: nobody }, ["violated"]],
            ["another port", { admits: [tcp(81, { cidrBlocks: ["0.0.0.0/0"] })] }, ["violated"]],
            [
                "subnets that are not known, all of one VPC",
                { admits: nobody, feeds: all, form: "first preview" },
                ["violated"],
            ],
            [
                "subnets that are not known, some of another VPC",
                {
                    admits: nobody,
                    feeds: (place) => [...place.privateSubnets],
                    change: (n, { privateSubnets }) => {
                        privateSubnets[1].inputs.vpcId = n.vpc("far", {
                            cidrBlock: "10.1.0.0/16",
                        }).id;
                    },
                    form: "first preview",
                },
                ["ok"],
            ],
            [
                "subnets that are not in the plan",
                {
                    admits: nobody,
                    change: (_, { web }) => {
                        (web.inputs.networkConfiguration as { subnets: Value }).subnets = [
                            "subnet-0123456789abcdef0",
                        ];
                    },
                },
                ["ok"],
            ],
            [
                "a load balancer whose subnets are not in the plan",
                { admits: nobody, balancer: { subnets: ["subnet-0123456789abcdef0"] } },
                ["ok"],
            ],
            [
                "a load balancer in another VPC",
                {
                    admits: nobody,
                    change: (n, { publicSubnets }) => {
                        const { id } = n.vpc("far", { cidrBlock: "10.1.0.0/16" });
                        for (const { inputs } of publicSubnets) inputs.vpcId = id;
                    },
                },
                ["ok"],
            ],
            [
                "subnets that have IPv6 alone, of a group of IPv4",
                {
                    admits: nobody,
                    change: (_, { privateSubnets }) => {
                        for (const { inputs } of privateSubnets) Object.assign(inputs, ipv6Only);
                    },
                },
                ["ok"],
            ],
            [
                "subnets that have IPv6 alone, of a group of IPv6",
                {
                    admits: nobody,
                    group: { ipAddressType: "ipv6" },
                    change: (_, { vpc, privateSubnets }) => {
                        vpc.inputs.assignGeneratedIpv6CidrBlock = true;
                        for (const { inputs } of privateSubnets) Object.assign(inputs, ipv6Only);
                    },
                },
                ["violated"],
            ],
            [
                "subnets of IPv4, of a group of IPv6",
                { admits: nobody, group: { ipAddressType: "ipv6" } },
                ["ok"],
            ],
            [
                "a group of which the family is not known",
                {
                    admits: nobody,
                    group: (n) => ({ ipAddressType: later(n) }),
                    form: "first preview",
                },
                ["ok"],
            ],
            ["a group of instances", { admits: nobody, group: { targetType: "instance" } }, ["ok"]],
            [
                "a group of which the type is not known",
                { admits: nobody, group: (n) => ({ targetType: later(n) }), form: "first preview" },
                ["ok"],
            ],
            [
                "UDP, of a group that admits TCP",
                { balancer: network, group: { protocol: "UDP" } },
                ["violated"],
            ],
            [
                "UDP, of a group that admits it",
                { balancer: network, group: { protocol: "UDP" }, admits: [udp] },
                ["ok"],
            ],
            [
                "both, of a group that admits TCP",
                { balancer: network, group: { protocol: "TCP_UDP" } },
                ["violated"],
            ],
            [
                "a type of load balancer that is not known",
                {
                    balancer: (n) => ({ loadBalancerType: later(n) }),
                    admits: nobody,
                    form: "first preview",
                },
                [`loadBalancerType of web: ${notYet}`],
            ],
        ];
        for (const [name, of, expected] of rows)
            it(name, () => {
                const n = new Network();
                const { alb, group } = build(n, of);
                const asked = new Reaching(n, of.form ?? "deployed");
                const answer = asked.reach.admitsSomebody(
                    asked.node<LoadBalancer>(alb),
                    asked.node<TargetGroup>(group),
                    asked.workload("web").launcher,
                    8080,
                );
                deepEqual(told(answer), expected);
            });
    });

    describe("admits clients", () => {
        const rows: readonly Row[] = [
            ["on its port", {}, ["ok"]],
            ["on another port", { listener: { port: 81 } }, ["violated"]],
            ["none", { doors: nobody }, ["violated"]],
            [
                "without groups, if it is a Network Load Balancer",
                { doors: null, balancer: network, listener: { protocol: "TCP" } },
                ["ok"],
            ],
            ["by the default group of the VPC, from the internet", { doors: null }, ["violated"]],
            [
                "by the default group of the VPC, from within",
                { doors: null, balancer: { internal: true } },
                ["ok"],
            ],
            [
                "without groups, if its type is not known",
                {
                    doors: null,
                    balancer: (n) => ({ loadBalancerType: later(n) }),
                    form: "first preview",
                },
                [`loadBalancerType of web: ${notYet}`],
            ],
            [
                "on a port that is not known",
                { listener: (n) => ({ port: later(n) }), form: "first preview" },
                [`port of http: ${notYet}`],
            ],
            [
                "from where it is not known",
                { balancer: (n) => ({ internal: later(n) }), form: "first preview" },
                [`internal of web: ${notYet}`],
            ],
            [
                "over UDP, with a rule for TCP",
                { balancer: network, listener: { protocol: "UDP" } },
                ["violated"],
            ],
            [
                "over UDP, with a rule for it",
                { balancer: network, listener: { protocol: "UDP" }, doors: [udp] },
                ["ok"],
            ],
            [
                "over either, with a rule for TCP",
                { balancer: network, listener: { protocol: "TCP_UDP" } },
                ["ok"],
            ],
            [
                "of a listener that may be of another",
                { listener: (n) => ({ loadBalancerArn: later(n) }), form: "first preview" },
                [`loadBalancerArn of http: ${notYet}`],
            ],
        ];
        for (const [name, of, expected] of rows)
            it(name, () => {
                const n = new Network();
                const { alb } = build(n, of);
                const asked = new Reaching(n, of.form ?? "deployed");
                const answers = asked.reach.admitsClients(asked.node<LoadBalancer>(alb));
                deepEqual(answers.flatMap(told), expected);
            });
    });

    describe("serves the tasks of a service", () => {
        const on = (port: Value): Build => ({ group: { healthCheck: { port } } });
        const over = (protocol: string, more: Build = {}): Build => ({
            ...more,
            balancer: network,
            group: { protocol, ...(more.group as Inputs | undefined) },
        });
        const part =
            "ingress of tasks: its rules admit only part of the addresses that clients of the load balancer web may have";
        const onlyTcp = [tcp(8080, { cidrBlocks: ["10.0.0.0/16"] })];
        const ipv6Tasks: Build["change"] = (_, { vpc, privateSubnets }) => {
            vpc.inputs.assignGeneratedIpv6CidrBlock = true;
            for (const { inputs } of privateSubnets) Object.assign(inputs, ipv6Only);
        };
        const rows: readonly Row[] = [
            ["on their port", {}, ["ok"]],
            ["on their port, by its name", on("traffic-port"), ["ok"]],
            ["on their port, by its number", on("8080"), ["ok"]],
            ["on another port for health checks", on("9090"), ["violated"]],
            [
                "on another port for health checks, which they admit",
                { ...on("9090"), admits: [...anywhere, tcp(9090, { cidrBlocks: ["0.0.0.0/0"] })] },
                ["ok"],
            ],
            ["on what is no port", on("http"), ["healthCheck.port of web: it is no port"]],
            [
                "on a port that is not known yet",
                {
                    group: (n) => ({ healthCheck: { port: later(n) } }),
                    form: "first preview",
                },
                [`healthCheck.port of web: ${notYet}`],
            ],
            ["that admit nobody", { admits: nobody }, ["violated"]],
            [
                "that admit nobody, of a Gateway Load Balancer",
                { admits: nobody, balancer: { loadBalancerType: "gateway" } },
                ["ok"],
            ],
            [
                "of a kind that is not known yet",
                { balancer: (n) => ({ loadBalancerType: later(n) }), form: "first preview" },
                [`loadBalancerType of web: ${notYet}`],
            ],
            [
                "of a family that is not known yet",
                { group: (n) => ({ ipAddressType: later(n) }), form: "first preview" },
                [`ipAddressType of web: ${notYet}`],
            ],
            [
                "over a protocol that is not known yet",
                {
                    balancer: network,
                    group: (n) => ({ protocol: later(n) }),
                    form: "first preview",
                },
                [`protocol of web: ${notYet}`],
            ],
            [
                "of IPv6, where they have IPv4: they do not register",
                { group: { ipAddressType: "ipv6" }, admits: nobody },
                ["ok"],
            ],
            ["of IPv4, where they have IPv6 alone", { admits: nobody, change: ipv6Tasks }, ["ok"]],
            [
                "of IPv6, where they have it",
                { group: { ipAddressType: "ipv6" }, change: ipv6Tasks, admits: nobody },
                ["violated"],
            ],
            ["over TCP, with rules for the VPC", over("TCP", { admits: onlyTcp }), ["ok"]],
            [
                "over TCP, that sees the clients, with rules for the VPC",
                over("TCP", { admits: onlyTcp, group: { preserveClientIp: "true" } }),
                [part],
            ],
            [
                "over TCP, that sees the clients, with rules for all",
                over("TCP", { group: { preserveClientIp: "true" } }),
                ["ok"],
            ],
            [
                "over TCP, that may see the clients, with rules for the VPC",
                {
                    balancer: network,
                    admits: onlyTcp,
                    group: (n) => ({ protocol: "TCP", preserveClientIp: later(n) }),
                    form: "first preview",
                },
                [`preserveClientIp of web: ${notYet}`, part],
            ],
            ["over UDP, with rules for TCP", over("UDP"), ["violated"]],
            ["over UDP, with rules for both", over("UDP", { admits: [...anywhere, udp] }), ["ok"]],
            [
                "over UDP, which always sees the clients, with rules for the VPC",
                over("UDP", { admits: [...anywhere, { ...udp, cidrBlocks: ["10.0.0.0/16"] }] }),
                [part],
            ],
            ["over both, with rules for TCP", over("TCP_UDP"), ["violated"]],
            [
                "over UDP and IPv6",
                over("UDP", {
                    group: { ipAddressType: "ipv6" },
                    change: ipv6Tasks,
                    admits: [...anywhere, udp],
                    doors: null,
                }),
                [
                    "protocol of web: connections over UDP to targets with IPv6 addresses are not simulated",
                ],
            ],
            [
                "from subnets in another VPC, which is another fault",
                {
                    admits: nobody,
                    change: (n, { publicSubnets }) => {
                        const { id } = n.vpc("far", { cidrBlock: "10.1.0.0/16" });
                        for (const { inputs } of publicSubnets) inputs.vpcId = id;
                    },
                },
                ["ok"],
            ],
            [
                "from one subnet in another VPC",
                {
                    admits: nobody,
                    change: (n, { publicSubnets }) => {
                        const [{ inputs }] = publicSubnets;
                        inputs.vpcId = n.vpc("far", { cidrBlock: "10.1.0.0/16" }).id;
                    },
                },
                [
                    "subnets of web: from some of its subnets it reaches the tasks, and from others not",
                ],
            ],
            [
                "from a subnet that is not in the plan",
                { balancer: { subnets: ["subnet-0123456789abcdef0"] } },
                ["subnets[0] of web: the subnet that it names is not in this plan"],
            ],
        ];
        for (const [name, of, expected] of rows)
            it(name, () => {
                const n = new Network();
                const { alb, group } = build(n, of);
                const asked = new Reaching(n, of.form ?? "deployed");
                const [subnet] = asked.workload("web").launcher.subnets.nodes;
                if (subnet === undefined) throw new Error("no subnet");
                const answer = asked.reach.canServe(
                    asked.node<LoadBalancer>(alb),
                    asked.node<TargetGroup>(group),
                    asked.reach.originIn(subnet, asked.workload("web")),
                    8080,
                );
                deepEqual(told(answer), expected);
            });
    });

    describe("is reached from the internet", () => {
        const privately: Build["change"] = (_, { privateSubnets, alb }) => {
            alb.inputs.subnets = privateSubnets.map(({ id }) => id);
        };
        const dualStack = { ipAddressType: "dualstack" };
        const rows: readonly Row[] = [
            ["in public subnets", {}, ["ok"]],
            ["in private subnets", { change: privately }, ["violated"]],
            [
                "in private subnets, if it is internal",
                { balancer: { internal: true }, change: privately },
                ["ok"],
            ],
            [
                "in private subnets, if that is not known",
                {
                    balancer: (n) => ({ internal: later(n) }),
                    change: privately,
                    form: "first preview",
                },
                [`internal of web: ${notYet}`],
            ],
            [
                "in one private subnet of two",
                {
                    change: (_, { publicSubnets, privateSubnets, alb }) => {
                        alb.inputs.subnets = [publicSubnets[0].id, privateSubnets[1].id];
                    },
                },
                ["violated"],
            ],
            [
                "in private subnets, if it is a Gateway Load Balancer",
                { balancer: { loadBalancerType: "gateway" }, change: privately },
                ["ok"],
            ],
            [
                "in public subnets, if its family is not known",
                { balancer: (n) => ({ ipAddressType: later(n) }), form: "first preview" },
                [`ipAddressType of web: ${notYet}`],
            ],
            ["over IPv4, if it has both", { balancer: dualStack }, ["ok"]],
            [
                "over IPv6 alone, without a route for it",
                { balancer: { ipAddressType: "dualstack-without-public-ipv4" } },
                ["violated"],
            ],
        ];
        for (const [name, of, expected] of rows)
            it(name, () => {
                const n = new Network();
                const { alb } = build(n, of);
                const asked = new Reaching(n, of.form ?? "deployed");
                const node = asked.node<LoadBalancer>(alb);
                deepEqual(told(asked.reach.isReachedFromInternet(node)), expected);
            });
    });
});
