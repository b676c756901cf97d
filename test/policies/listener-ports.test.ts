import { listenerPorts } from "../../policies/listener-ports";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { albNetwork, behind, type Network } from "../support/networks";
import type { Inputs } from "../support/program";
import { testPolicy } from "../support/table";

/** A service behind a load balancer with these listeners, the first of which forwards to it. */
function listening(n: Network, listeners: readonly Inputs[], type = "application"): void {
    const { vpc, alb, group, privateSubnet } = albNetwork(n, { loadBalancerType: type });
    const other = n.targetGroup("other", vpc);
    listeners.forEach((inputs, i) => {
        n.listener(`listener${String(i)}`, alb, i === 0 ? group : other, inputs);
    });
    n.service("web", [privateSubnet], behind(group));
}

const twoPorts = (n: Network): void => listening(n, [{ port: 80 }, { port: 443 }]);
const onePort = (n: Network): void => listening(n, [{ port: 80 }, { port: 80 }]);

/** Two listeners on port 80, of which the second is of a load balancer that other resources tell. */
function elsewhere(n: Network, port: number): void {
    const { vpc, alb, group, privateSubnet } = albNetwork(n);
    n.listener("http", alb, group);
    const choice = n.add("test:index:Choice", "choice");
    n.add("aws:lb/listener:Listener", "other", {
        loadBalancerArn: choice.get("arn"),
        port,
        protocol: "HTTP",
        defaultActions: [{ type: "forward", targetGroupArn: n.targetGroup("other", vpc).arn }],
    });
    n.service("web", [privateSubnet], behind(group));
}

testPolicy(listenerPorts, unverifiedNetwork, {
    valid: [
        { name: "two ports", network: twoPorts },
        { name: "one listener", network: (n) => listening(n, [{}]) },
        {
            name: "a redirect from HTTP to HTTPS",
            network: (n) =>
                listening(n, [
                    { port: 443, protocol: "HTTPS" },
                    {
                        port: 80,
                        defaultActions: [
                            { type: "redirect", redirect: { port: "443", statusCode: "HTTP_301" } },
                        ],
                    },
                ]),
        },
        {
            name: "one port on two load balancers",
            network: (n) => {
                const { alb, group, privateSubnet, publicSubnet } = albNetwork(n);
                n.listener("http", alb, group);
                n.listener("inner", n.loadBalancer("inner", [publicSubnet]), group);
                n.service("web", [privateSubnet], behind(group));
            },
        },
        {
            name: "TCP on one port and UDP on another",
            network: (n) =>
                listening(
                    n,
                    [
                        { port: 53, protocol: "UDP" },
                        { port: 853, protocol: "TLS" },
                    ],
                    "network",
                ),
        },
        {
            name: "two listeners on one port of a load balancer that serves no task",
            network: (n) => {
                const { vpc, alb, group, privateSubnet } = albNetwork(n);
                const machines = n.targetGroup("machines", vpc, { targetType: "instance" });
                n.listener("a", alb, machines);
                n.listener("b", alb, machines);
                n.service("web", [privateSubnet], behind(group));
            },
        },
        {
            name: "two listeners on one port in front of an EC2 service",
            network: (n) => {
                const { vpc, alb, group, privateSubnet } = albNetwork(n);
                const machines = n.targetGroup("machines", vpc, { targetType: "instance" });
                n.listener("a", alb, machines);
                n.listener("b", alb, machines);
                n.service("old", [], { launchType: "EC2", ...behind(machines) });
                n.service("web", [privateSubnet], behind(group));
            },
        },
        {
            name: "a listener elsewhere, on another port",
            network: (n) => elsewhere(n, 8080),
        },
        {
            name: "two resources for one listener that exists",
            network: onePort,
            forms: ["deployed"],
            change: (recording) =>
                recording.map((each) =>
                    each.type === "aws:lb/listener:Listener"
                        ? { ...each, outputs: { ...each.outputs, id: "arn:one", arn: "arn:one" } }
                        : each,
                ),
        },
    ],
    violates: [
        {
            name: "two listeners on one port",
            network: onePort,
            fixed: twoPorts,
            on: "alb",
            says: [
                /load balancer alb has the listeners listener0 and listener1 on one port, 80/,
                /fix: give listener0 and listener1 different ports/,
            ],
        },
        {
            name: "three listeners on one port: one finding",
            network: (n) => listening(n, [{ port: 80 }, { port: 80 }, { port: 80 }]),
            on: "alb",
            says: /listener0, listener1 and listener2/,
        },
        {
            name: "HTTP and HTTPS on one port",
            network: (n) =>
                listening(n, [
                    { port: 443, protocol: "HTTP" },
                    { port: 443, protocol: "HTTPS" },
                ]),
            on: "alb",
            says: /on one port, 443/,
        },
        {
            name: "protocols that are left unset",
            network: (n) => listening(n, [{ protocol: null }, { protocol: null }]),
            on: "alb",
            says: /on one port, 80/,
        },
        {
            name: "TCP and TLS on one port of a Network Load Balancer",
            network: (n) =>
                listening(
                    n,
                    [
                        { port: 443, protocol: "TCP" },
                        { port: 443, protocol: "TLS" },
                    ],
                    "network",
                ),
            on: "alb",
            says: /on one port, 443/,
        },
        {
            name: "TCP_UDP beside UDP",
            network: (n) =>
                listening(
                    n,
                    [
                        { port: 53, protocol: "TCP_UDP" },
                        { port: 53, protocol: "UDP" },
                    ],
                    "network",
                ),
            on: "alb",
            says: /on one port, 53/,
        },
        {
            name: "a load balancer that serves a task by a rule",
            network: (n) => {
                const { vpc, alb, group, privateSubnet } = albNetwork(n);
                const other = n.targetGroup("other", vpc);
                const a = n.listener("a", alb, other);
                n.listener("b", alb, other);
                n.add("aws:lb/listenerRule:ListenerRule", "api", {
                    listenerArn: a.arn,
                    actions: [{ type: "forward", targetGroupArn: group.arn }],
                });
                n.service("web", [privateSubnet], behind(group));
            },
            on: "alb",
            says: /listeners a and b/,
        },
        {
            name: "the other family of types",
            network: (n) => {
                const { alb, group, privateSubnet } = albNetwork(n);
                n.listener("http", alb, group);
                n.add("aws:alb/listener:Listener", "twin", {
                    loadBalancerArn: alb.arn,
                    port: 80,
                    defaultActions: [{ type: "forward", targetGroupArn: group.arn }],
                });
                n.service("web", [privateSubnet], behind(group));
            },
            on: "alb",
            says: /http and twin/,
        },
    ],
    cannotKnow: [
        {
            name: "a port that is not known",
            network: (n) => {
                const choice = n.add("test:index:Choice", "choice");
                listening(n, [{ port: 80 }, { port: choice.get("port") }]);
            },
            forms: ["first preview"],
            on: "alb",
            gap: /port of listener1/,
            ok: twoPorts,
            violated: onePort,
        },
        {
            name: "a listener of a load balancer that is not known",
            network: (n) => elsewhere(n, 80),
            forms: ["first preview"],
            on: "alb",
            gap: /loadBalancerArn of other/,
            ok: twoPorts,
            violated: onePort,
        },
        {
            name: "TCP and UDP on one port",
            network: (n) =>
                listening(
                    n,
                    [
                        { port: 53, protocol: "TCP" },
                        { port: 53, protocol: "UDP" },
                    ],
                    "network",
                ),
            on: "alb",
            gap: /AWS has TCP_UDP listeners/,
            ok: twoPorts,
            violated: onePort,
        },
        {
            name: "protocols of a Network Load Balancer that are not known",
            network: (n) => {
                const choice = n.add("test:index:Choice", "choice");
                const protocol = choice.get("protocol");
                listening(n, [{ protocol: "UDP" }, { protocol }], "network");
            },
            forms: ["first preview"],
            on: "alb",
            gap: /protocol of listener1/,
            ok: twoPorts,
            violated: onePort,
        },
        {
            name: "a load balancer that may serve a task",
            network: (n) => {
                const { vpc, alb, group, privateSubnet } = albNetwork(n);
                const other = n.targetGroup("other", vpc);
                n.listener("a", alb, other);
                n.listener("b", alb, other);
                const choice = n.add("test:index:Choice", "choice");
                n.service(
                    "web",
                    [privateSubnet],
                    { loadBalancers: choice.get("blocks") },
                    { feeds: { loadBalancers: [group, other] } },
                );
            },
            forms: ["first preview"],
            on: "alb",
            gap: /loadBalancers of web/,
            ok: twoPorts,
            violated: onePort,
        },
        {
            name: "a service that may be on Fargate",
            network: (n) => {
                const { alb, group, privateSubnet } = albNetwork(n);
                n.listener("a", alb, group);
                n.listener("b", alb, group);
                const inputs = { launchType: null, cluster: "shared", ...behind(group) };
                n.service("web", [privateSubnet], inputs);
            },
            on: "alb",
            gap: /the cluster that it names is not in this plan/,
            ok: twoPorts,
            violated: onePort,
        },
    ],
});
