import { loadBalancerIngress } from "../../policies/load-balancer-ingress";
import { unverifiedNetwork } from "../../policies/unverified-network";
import {
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
    readonly balancer: Resource;
    readonly group: Resource;
    readonly listener: Resource;
    readonly service: Resource;
}

const everybody = { cidrBlocks: ["0.0.0.0/0"] };

/** A service behind a load balancer that listens on port 80, and whose group admits this. */
function listening(
    n: Network,
    ingress: Value[] = [tcp(80, everybody)],
    inputs: Inputs = {},
    listens: Inputs = {},
): Parts {
    const place = twoZones(n);
    const doors = groupWith(n, "doors", place.vpc, { ingress });
    const balancer = n.loadBalancer("web", place.publicSubnets, {
        securityGroups: [doors.id],
        ...inputs,
    });
    const group = n.targetGroup("app", place.vpc);
    const listener = n.listener("http", balancer, group, listens);
    const service = n.service("app", place.privateSubnets, { loadBalancers: [registered(group)] });
    return { ...place, doors, balancer, group, listener, service };
}

/** A listener on port 443 besides, which redirects nowhere. */
function secure(n: Network, balancer: Resource): Resource {
    return n.add("aws:lb/listener:Listener", "https", {
        loadBalancerArn: balancer.arn,
        port: 443,
        protocol: "HTTPS",
        defaultActions: [{ type: "fixed-response" }],
    });
}

const network = { loadBalancerType: "network" };
const udp = (port: number): Inputs => ({ ...tcp(port, everybody), protocol: "udp" });

testPolicy(loadBalancerIngress, unverifiedNetwork, {
    valid: [
        {
            name: "a group that admits everybody on the port",
            network: (n) => {
                listening(n);
            },
        },
        {
            name: "a group that admits some addresses on all ports",
            network: (n) => {
                listening(n, [
                    { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["52.0.0.0/8"] },
                ]);
            },
        },
        {
            name: "a rule of its own for another group",
            network: (n) => {
                const { doors, vpc } = listening(n, []);
                n.add("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "doors", {
                    securityGroupId: doors.id,
                    ipProtocol: "tcp",
                    fromPort: 80,
                    toPort: 80,
                    referencedSecurityGroupId: n.securityGroup("clients", vpc).id,
                });
            },
        },
        {
            name: "two listeners, both of them open",
            network: (n) => {
                const { balancer } = listening(n, [tcp(80, everybody), tcp(443, everybody)]);
                secure(n, balancer);
            },
        },
        {
            name: "an internal load balancer with the VPC's default group, whose members may call it",
            network: (n) => {
                listening(n, [], { internal: true, securityGroups: null });
            },
        },
        {
            name: "a Network Load Balancer without groups",
            network: (n) => {
                listening(n, [], { ...network, securityGroups: null }, { protocol: "TCP" });
            },
        },
        {
            name: "a Network Load Balancer with a group that admits UDP",
            network: (n) => {
                listening(n, [udp(53)], network, { protocol: "UDP", port: 53 });
            },
        },
        {
            name: "TCP and UDP, of which one is admitted",
            network: (n) => {
                listening(n, [tcp(53, everybody)], network, { protocol: "TCP_UDP", port: 53 });
            },
        },
        {
            name: "a load balancer that serves no tasks on Fargate",
            network: (n) => {
                const { vpc, publicSubnets } = listening(n);
                const closed = groupWith(n, "closed", vpc, { ingress: [] });
                const other = n.loadBalancer("other", publicSubnets, {
                    securityGroups: [closed.id],
                });
                n.listener("other", other, n.targetGroup("other", vpc));
            },
        },
        {
            name: "a closed load balancer of an EC2 service",
            network: (n) => {
                const { service } = listening(n, []);
                service.inputs.launchType = "EC2";
            },
        },
    ],
    violates: [
        {
            name: "a group that admits nobody on the port",
            network: (n) => {
                listening(n, [tcp(8080, everybody)]);
            },
            fixed: (n) => {
                listening(n, [tcp(80, everybody)]);
            },
            on: "web",
            says: [
                /^load balancer web listens on TCP 80, but its security groups admit nobody there\n/,
                / {2}on TCP 80: load balancer web → security group doors → no ingress rule admits TCP 80 from clients\n/,
                /fix: add an ingress rule for TCP 80 from clients to the security group doors$/,
            ],
        },
        {
            name: "one of two listeners",
            network: (n) => {
                const { balancer } = listening(n);
                secure(n, balancer);
            },
            on: "web",
            says: /listens on TCP 443,/,
        },
        {
            name: "two listeners: one finding",
            network: (n) => {
                const { balancer } = listening(n, []);
                secure(n, balancer);
            },
            on: "web",
            says: [
                /listens on TCP 80 and on TCP 443,/,
                /fix: add an ingress rule for TCP 80 .*; add an ingress rule for TCP 443 /,
            ],
        },
        {
            name: "a redirect",
            network: (n) => {
                const { listener, vpc, balancer, service } = listening(n, [tcp(443, everybody)]);
                listener.inputs.defaultActions = [
                    { type: "redirect", redirect: { port: "443", statusCode: "HTTP_301" } },
                ];
                const group = n.targetGroup("second", vpc);
                n.listener("https", balancer, group, { port: 443, protocol: "HTTPS" });
                service.inputs.loadBalancers = [registered(group)];
            },
            on: "web",
            says: /listens on TCP 80,/,
        },
        {
            name: "no group on a load balancer that faces the internet",
            network: (n) => {
                listening(n, [], { securityGroups: null });
            },
            on: "web",
            says: /default security group of VPC vpc → no ingress rule admits TCP 80 from clients/,
        },
        {
            name: "a UDP listener, and rules of TCP alone",
            network: (n) => {
                listening(n, [tcp(53, everybody)], network, { protocol: "UDP", port: 53 });
            },
            on: "web",
            says: /listens on UDP 53,.*\n.*no ingress rule admits UDP 53 from clients/,
        },
        {
            name: "a Network Load Balancer with a closed group",
            network: (n) => {
                listening(n, [], network, { protocol: "TLS", port: 443 });
            },
            on: "web",
            says: /listens on TCP 443,/,
        },
    ],
    cannotKnow: [
        {
            name: "a port that another resource makes",
            network: (n) => {
                const parameter = n.add("aws:ssm/parameter:Parameter", "port");
                listening(n, undefined, {}, { port: parameter.get("value") });
            },
            forms: ["first preview"],
            on: "web",
            gap: /port of http/,
            ok: (n) => {
                listening(n);
            },
            violated: (n) => {
                listening(n, [tcp(8080, everybody)]);
            },
        },
        {
            name: "a closed group in a list that an apply made, which may hold more",
            network: (n) => {
                const { balancer, doors } = listening(n, []);
                balancer.inputs.securityGroups = doors.id.apply("groups");
            },
            forms: ["first preview"],
            on: "web",
            gap: /securityGroups of web/,
            ok: (n) => {
                listening(n);
            },
            violated: (n) => {
                listening(n, []);
            },
        },
        {
            name: "an open and a closed group, one of which an apply chose",
            network: (n) => {
                const { balancer, doors, vpc } = listening(n);
                const closed = groupWith(n, "closed", vpc, { ingress: [] });
                balancer.inputs.securityGroups = doors.id.apply("groups");
                Object.assign(balancer.options, { feeds: { securityGroups: [closed] } });
            },
            forms: ["first preview"],
            on: "web",
            gap: /securityGroups of web/,
            ok: (n) => {
                listening(n);
            },
            violated: (n) => {
                listening(n, []);
            },
        },
        {
            name: "a group that is not in the plan",
            network: (n) => {
                listening(n, [], { securityGroups: ["sg-0123456789abcdef0"] });
            },
            on: "web",
            gap: /the security group that it names is not in this plan/,
            ok: (n) => {
                listening(n);
            },
            violated: (n) => {
                listening(n, []);
            },
        },
        {
            name: "a closed group of a load balancer whose target group may not be the service's",
            network: (n) => {
                const { vpc, service, group } = listening(n, []);
                const choice = n.add("test:index:Choice", "choice");
                service.inputs.loadBalancers = [
                    { ...registered(group), targetGroupArn: choice.get("arn") },
                ];
                Object.assign(service.options, {
                    feeds: { loadBalancers: [group, n.targetGroup("other", vpc)] },
                });
            },
            forms: ["first preview"],
            on: "web",
            gap: /loadBalancers\[0\]\.targetGroupArn of app/,
            ok: (n) => {
                listening(n);
            },
            violated: (n) => {
                listening(n, []);
            },
        },
        {
            name: "a closed group, to which others may add rules",
            network: (n) => {
                const { doors } = listening(n, []);
                n.output("doors", doors.id);
            },
            forms: ["deployed"],
            on: "web",
            gap: /the stack gives its id away as an output/,
            ok: (n) => {
                listening(n);
            },
            violated: (n) => {
                listening(n, []);
            },
        },
    ],
});
