import { loadBalancerSubnets } from "../../policies/load-balancer-subnets";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { ipv6Only } from "../support/ipv6";
import { registered, twoZones, type Network, type TwoZones } from "../support/networks";
import type { Inputs, Resource } from "../support/program";
import { testPolicy } from "../support/table";

interface Parts extends TwoZones {
    readonly balancer: Resource;
    readonly group: Resource;
    readonly service: Resource;
}

/** A service in private subnets of two zones behind an Application Load Balancer in public ones. */
function behind(n: Network, balancer: Inputs = {}, group: Inputs = {}): Parts {
    const place = twoZones(n);
    const web = n.loadBalancer("web", place.publicSubnets, balancer);
    const targets = n.targetGroup("web", place.vpc, group);
    n.listener("http", web, targets);
    const service = n.service("web", place.privateSubnets, {
        loadBalancers: [registered(targets)],
    });
    return { ...place, balancer: web, group: targets, service };
}

/** The same behind a Network Load Balancer. */
function behindNetworkBalancer(n: Network, balancer: Inputs = {}, group: Inputs = {}): Parts {
    return behind(n, { loadBalancerType: "network", ...balancer }, { protocol: "TCP", ...group });
}

function placed(balancer: Resource, ...subnets: readonly Resource[]): void {
    balancer.inputs.subnets = subnets.map(({ id }) => id);
}

/** Where AWS puts the subnets, it tells by their outputs. */
function withoutZones({ publicSubnets, privateSubnets }: TwoZones): void {
    for (const { inputs } of [...publicSubnets, ...privateSubnets]) delete inputs.availabilityZone;
}

/** The routes of the public subnets lead elsewhere. */
function routed(n: Network, route: Inputs | undefined): void {
    const table = n.find("aws:ec2/routeTable:RouteTable");
    if (table === undefined) return;
    table.inputs.routes = route === undefined ? [] : [{ cidrBlock: "0.0.0.0/0", ...route }];
}

/** The public subnets have a route for IPv6 alone. */
function routedOverIpv6(n: Network): void {
    const [table, igw] = ["routeTable:RouteTable", "internetGateway:InternetGateway"].map((kind) =>
        n.find(`aws:ec2/${kind}`),
    );
    if (table !== undefined && igw !== undefined)
        table.inputs.routes = [{ ipv6CidrBlock: "::/0", gatewayId: igw.id }];
}

/** A load balancer of its own in a third zone, and tasks there too. */
function thirdZone(n: Network, { vpc, privateSubnets, service }: Parts): Resource {
    const subnet = n.subnet("private-c", vpc, { availabilityZone: "us-east-1c" });
    service.inputs.networkConfiguration = {
        subnets: [...privateSubnets, subnet].map(({ id }) => id),
    };
    return subnet;
}

testPolicy(loadBalancerSubnets, unverifiedNetwork, {
    valid: [
        {
            name: "public addresses of IPv6 alone, and a route for IPv6 alone",
            network: (n) => {
                behind(n, { ipAddressType: "dualstack-without-public-ipv4" });
                routedOverIpv6(n);
            },
        },
        {
            name: "a dual-stack load balancer in IPv6-only subnets, with a route for IPv6 alone",
            network: (n) => {
                const { publicSubnets } = behind(n, { ipAddressType: "dualstack" });
                for (const { inputs } of publicSubnets) Object.assign(inputs, ipv6Only);
                routedOverIpv6(n);
            },
        },
        {
            name: "a load balancer in public subnets of the tasks' zones",
            network: (n) => {
                behind(n);
            },
        },
        {
            name: "an internal load balancer in private subnets",
            network: (n) => {
                const { balancer, privateSubnets } = behind(n, { internal: true });
                placed(balancer, ...privateSubnets);
            },
        },
        {
            name: "more zones than the tasks have",
            network: (n) => {
                const { service, privateSubnets } = behind(n);
                service.inputs.networkConfiguration = { subnets: [privateSubnets[0].id] };
            },
        },
        {
            name: "zones by their ids",
            network: (n) => {
                const place = behind(n);
                withoutZones(place);
                for (const { name, inputs } of [...place.publicSubnets, ...place.privateSubnets]) {
                    inputs.availabilityZoneId = name.endsWith("a") ? "use1-az1" : "use1-az2";
                }
            },
            forms: ["first preview"],
        },
        {
            name: "a Network Load Balancer in one zone, that of the tasks",
            network: (n) => {
                const { balancer, publicSubnets, service, privateSubnets } =
                    behindNetworkBalancer(n);
                placed(balancer, publicSubnets[0]);
                service.inputs.networkConfiguration = { subnets: [privateSubnets[0].id] };
            },
        },
        {
            name: "a Network Load Balancer in the tasks' own subnet, whose zone AWS chooses",
            network: (n) => {
                const place = behindNetworkBalancer(n, { internal: true });
                withoutZones(place);
                placed(place.balancer, place.privateSubnets[0]);
                place.service.inputs.networkConfiguration = {
                    subnets: [place.privateSubnets[0].id],
                };
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
            name: "a load balancer in one Local Zone",
            network: (n) => {
                const { balancer, publicSubnets, service } = behind(n);
                publicSubnets[0].inputs.availabilityZone = "us-west-2-lax-1a";
                placed(balancer, publicSubnets[0]);
                service.inputs.networkConfiguration = { subnets: [publicSubnets[0].id] };
            },
        },
        {
            name: "a load balancer on an Outpost",
            network: (n) => {
                const { balancer, publicSubnets, service } = behind(n, { internal: true });
                publicSubnets[0].inputs.outpostArn =
                    "arn:aws:outposts:us-east-1:123456789012:outpost/op-0123456789abcdef0";
                placed(balancer, publicSubnets[0]);
                service.inputs.networkConfiguration = { subnets: [publicSubnets[0].id] };
            },
        },
        {
            name: "a load balancer in one subnet that serves no tasks on Fargate",
            network: (n) => {
                const { vpc, publicSubnets } = behind(n);
                const other = n.loadBalancer("other", [publicSubnets[0]]);
                n.listener("other", other, n.targetGroup("other", vpc));
            },
        },
        {
            name: "a load balancer in one subnet, and an EC2 service",
            network: (n) => {
                const { balancer, publicSubnets, service, privateSubnets } = behind(n);
                placed(balancer, publicSubnets[0]);
                service.inputs.launchType = "EC2";
                n.service("batch", privateSubnets);
            },
        },
        {
            name: "a Gateway Load Balancer in one subnet, which serves no tasks",
            network: (n) => {
                const { publicSubnets } = behind(n);
                n.loadBalancer("gateway", [publicSubnets[0]], { loadBalancerType: "gateway" });
            },
        },
        {
            name: "no load balancer",
            network: (n) => {
                const { service } = behind(n);
                service.inputs.loadBalancers = [];
            },
        },
        {
            name: "a listener that is one of two of the same load balancer",
            network: (n) => {
                const { vpc, balancer, service } = behind(n);
                const api = n.targetGroup("api", vpc);
                const listeners = ["one", "two"].map((name, i) =>
                    n.listener(name, balancer, api, {
                        port: 8000 + i,
                        defaultActions: [{ type: "fixed-response" }],
                    }),
                );
                const [first] = listeners;
                n.add(
                    "aws:lb/listenerRule:ListenerRule",
                    "api",
                    {
                        listenerArn: first?.arn ?? null,
                        actions: [{ type: "forward", targetGroupArn: api.arn }],
                    },
                    { feeds: { listenerArn: listeners } },
                );
                service.inputs.loadBalancers = [registered(api)];
            },
        },
    ],
    violates: [
        {
            name: "public addresses of IPv6 alone, and a route for IPv4 alone",
            network: (n) => {
                behind(n, { ipAddressType: "dualstack-without-public-ipv4" });
            },
            on: "web",
            says: /no route for ::\/0/,
        },
        {
            name: "a dual-stack load balancer without a route for IPv4",
            network: (n) => {
                behind(n, { ipAddressType: "dualstack" });
                routedOverIpv6(n);
            },
            on: "web",
            says: /no route for 0\.0\.0\.0\/0/,
        },
        {
            name: "tasks in a zone that the load balancer does not have",
            network: (n) => {
                thirdZone(n, behind(n));
            },
            on: "web",
            says: [
                /^tasks of service web in subnet private-c get no requests: load balancer web has no subnet in their Availability Zone\n/,
                /\nfix: give the load balancer web a subnet in each Availability Zone of the tasks$/,
            ],
        },
        {
            name: "a Network Load Balancer in another zone",
            network: (n) => {
                const { balancer, publicSubnets, service, privateSubnets } =
                    behindNetworkBalancer(n);
                placed(balancer, publicSubnets[0]);
                service.inputs.networkConfiguration = { subnets: [privateSubnets[1].id] };
            },
            on: "web",
            says: /in subnet private-b get no requests/,
        },
        {
            name: "a single subnet",
            network: (n) => {
                const { balancer, publicSubnets, service, privateSubnets } = behind(n);
                placed(balancer, publicSubnets[0]);
                service.inputs.networkConfiguration = { subnets: [privateSubnets[0].id] };
            },
            fixed: (n) => {
                const { service, privateSubnets } = behind(n);
                service.inputs.networkConfiguration = { subnets: [privateSubnets[0].id] };
            },
            on: "web",
            says: [
                /^load balancer web has subnets in one Availability Zone alone/,
                /fix: give the load balancer web subnets in two Availability Zones/,
            ],
        },
        {
            name: "a single subnet whose zone AWS chooses",
            network: (n) => {
                const parts = behind(n);
                withoutZones(parts);
                placed(parts.balancer, parts.privateSubnets[0]);
                parts.balancer.inputs.internal = true;
                parts.service.inputs.networkConfiguration = {
                    subnets: [parts.privateSubnets[0].id],
                };
            },
            on: "web",
            says: /in one Availability Zone alone/,
        },
        {
            name: "two subnets in one zone",
            network: (n) => {
                const { publicSubnets, privateSubnets } = behind(n);
                publicSubnets[1].inputs.availabilityZone = "us-east-1a";
                privateSubnets[1].inputs.availabilityZone = "us-east-1a";
            },
            on: "web",
            says: /in one Availability Zone alone/,
        },
        {
            name: "public subnets without a route to the internet gateway",
            network: (n) => {
                behind(n);
                routed(n, undefined);
            },
            on: "web",
            says: [
                /^load balancer web faces the internet, but from there nothing leads to its subnets/,
                / {2}from the internet: load balancer web → subnet public-a → route table public → no route for 0\.0\.0\.0\/0\n/,
                /fix: either put the load balancer web into public subnets; or set internal to true on load balancer web/,
            ],
        },
        {
            name: "one that faces the internet in private subnets",
            network: (n) => {
                const { balancer, privateSubnets } = behind(n);
                placed(balancer, ...privateSubnets);
            },
            on: "web",
            says: /faces the internet/,
        },
        {
            name: "one that faces the internet, of whose subnets one is private",
            network: (n) => {
                const { balancer, publicSubnets, privateSubnets } = behind(n);
                placed(balancer, publicSubnets[0], privateSubnets[1]);
            },
            on: "web",
            says: /subnet private-b → /,
        },
        {
            name: "public subnets whose way out is a NAT gateway",
            network: (n) => {
                const { publicSubnets } = behind(n);
                routed(n, { natGatewayId: n.natGateway("nat", publicSubnets[0]).id });
            },
            on: "web",
            says: /0\.0\.0\.0\/0 does not lead to an internet gateway/,
        },
        {
            name: "a list that is one of two subnets of one zone",
            network: (n) => {
                const { balancer, vpc, publicSubnets, service, privateSubnets } = behind(n, {
                    internal: true,
                });
                const second = n.subnet("second", vpc, { availabilityZone: "us-east-1a" });
                const choice = n.add("test:index:Choice", "choice");
                balancer.inputs.subnets = [choice.get("id"), choice.get("id")];
                Object.assign(balancer.options, {
                    feeds: { subnets: [publicSubnets[0], second] },
                });
                service.inputs.networkConfiguration = { subnets: [privateSubnets[0].id] };
            },
            forms: ["first preview"],
            on: "web",
            says: /in one Availability Zone alone/,
        },
    ],
    cannotKnow: [
        {
            name: "subnets whose zones AWS chooses",
            network: (n) => {
                withoutZones(behindNetworkBalancer(n));
            },
            forms: ["first preview"],
            on: "web",
            gap: /availabilityZone of public-a, availabilityZone of public-b: AWS decides it during the deployment/,
            ok: (n) => {
                behind(n);
            },
            violated: (n) => {
                thirdZone(n, behind(n));
            },
        },
        {
            name: "two subnets whose zones AWS chooses, which may be one and the same",
            network: (n) => {
                const parts = behind(n, { internal: true });
                withoutZones(parts);
                const { balancer, privateSubnets } = parts;
                placed(balancer, ...privateSubnets);
            },
            forms: ["first preview"],
            on: "web",
            gap: /load-balancer-subnets: availabilityZone of private-a: AWS decides it/,
            ok: (n) => {
                behind(n);
            },
            violated: (n) => {
                const parts = behind(n);
                withoutZones(parts);
            },
        },
        {
            name: "a Network Load Balancer that serves tasks across zones",
            network: (n) => {
                thirdZone(n, behindNetworkBalancer(n, { enableCrossZoneLoadBalancing: true }));
            },
            on: "web",
            gap: /constrained Availability Zone/,
            ok: (n) => {
                behindNetworkBalancer(n);
            },
            violated: (n) => {
                thirdZone(n, behindNetworkBalancer(n));
            },
        },
        {
            name: "a target group that is served across zones",
            network: (n) => {
                thirdZone(
                    n,
                    behindNetworkBalancer(n, {}, { loadBalancingCrossZoneEnabled: "true" }),
                );
            },
            on: "web",
            gap: /constrained Availability Zone/,
            ok: (n) => {
                behindNetworkBalancer(n);
            },
            violated: (n) => {
                thirdZone(
                    n,
                    behindNetworkBalancer(
                        n,
                        { enableCrossZoneLoadBalancing: true },
                        { loadBalancingCrossZoneEnabled: "false" },
                    ),
                );
            },
        },
        {
            name: "a route of the public subnets through a firewall",
            network: (n) => {
                behind(n);
                const firewall = n.add("aws:ec2/vpcEndpoint:VpcEndpoint", "firewall", {
                    vpcEndpointType: "GatewayLoadBalancer",
                });
                routed(n, { vpcEndpointId: firewall.id });
            },
            on: "web",
            gap: /a Gateway Load Balancer or firewall endpoint/,
            ok: (n) => {
                behind(n);
            },
            violated: (n) => {
                behind(n);
                routed(n, undefined);
            },
        },
        {
            name: "a route of the public subnets to a transit gateway",
            network: (n) => {
                behind(n);
                routed(n, { transitGatewayId: "tgw-0123456789abcdef0" });
            },
            on: "web",
            gap: /a transit gateway/,
            ok: (n) => {
                behind(n);
            },
            violated: (n) => {
                behind(n);
                routed(n, undefined);
            },
        },
        {
            name: "an unknown list of subnets in several zones",
            network: (n) => {
                const { balancer, publicSubnets } = behindNetworkBalancer(n);
                const choice = n.add("test:index:Choice", "choice");
                balancer.inputs.subnets = choice.get("ids");
                Object.assign(balancer.options, { feeds: { subnets: publicSubnets } });
            },
            forms: ["first preview"],
            on: "web",
            gap: /subnets of load balancer web/,
            ok: (n) => {
                behind(n);
            },
            violated: (n) => {
                thirdZone(n, behind(n));
            },
        },
        {
            name: "internal, if another resource says so",
            network: (n) => {
                const parameter = n.add("aws:ssm/parameter:Parameter", "internal");
                behind(n, { internal: parameter.get("value") });
                routed(n, undefined);
            },
            forms: ["first preview"],
            on: "web",
            gap: /internal of web/,
            ok: (n) => {
                behind(n, { internal: true });
                routed(n, undefined);
            },
            violated: (n) => {
                behind(n);
                routed(n, undefined);
            },
        },
        {
            name: "the load balancer of a service that may be on Fargate, in one subnet",
            network: (n) => {
                const { balancer, publicSubnets, service, privateSubnets } = behind(n);
                placed(balancer, publicSubnets[0]);
                Object.assign(service.inputs, {
                    launchType: null,
                    cluster: "shared",
                    networkConfiguration: { subnets: [privateSubnets[0].id] },
                });
            },
            on: "web",
            gap: /the cluster that it names is not in this plan/,
            ok: (n) => {
                const { service } = behind(n);
                Object.assign(service.inputs, { launchType: null, cluster: "shared" });
            },
            violated: (n) => {
                const { balancer, publicSubnets, service, privateSubnets } = behind(n);
                placed(balancer, publicSubnets[0]);
                service.inputs.networkConfiguration = { subnets: [privateSubnets[0].id] };
            },
        },
    ],
});
