import assert from "node:assert/strict";
import { serviceToService } from "../../policies/service-to-service";
import { unverifiedNetwork } from "../../policies/unverified-network";
import {
    bothRegistered,
    connected,
    fromElsewhere,
    inPeer,
    nobody,
    registered,
    two,
    type Peering,
} from "../support/callers";
import { ipv6Only, translated } from "../support/ipv6";
import { aclWithout, behind, later, type Network, tcp } from "../support/networks";
import type { Inputs, Resource, Value } from "../support/program";
import { testPolicy } from "../support/table";

testPolicy(serviceToService, unverifiedNetwork, {
    valid: [
        {
            name: "Service Connect: the group of the server admits that of the client",
            network: (n) => {
                connected(n);
            },
        },
        {
            name: "Cloud Map: the group of the service admits that of the caller",
            network: (n) => {
                registered(n);
            },
        },
        {
            name: "both in one group that admits itself",
            network: (n) => {
                const { web, api, apiGroup } = connected(n, {
                    admits: () => [tcp(8080, { self: true })],
                });
                for (const { inputs } of [web, api]) {
                    const { subnets } = inputs.networkConfiguration as Inputs;
                    inputs.networkConfiguration = {
                        subnets: subnets ?? [],
                        securityGroups: [apiGroup.id],
                    };
                }
            },
        },
        {
            name: "the proxy listens on another port, which the group admits",
            network: (n) => {
                connected(
                    n,
                    { admits: (web) => [tcp(9999, { securityGroups: [web.id] })] },
                    { ingressPortOverride: 9999 },
                );
            },
        },
        {
            name: "rules for the block of the VPC on both sides",
            network: (n) => {
                const inVpc = (): Value[] => [tcp(8080, { cidrBlocks: ["10.0.0.0/16"] })];
                registered(n, { admits: inVpc, egress: inVpc });
            },
        },
        {
            name: "a server that is called by its domain name in the namespace, with a final dot",
            network: (n) => {
                registered(n, { environment: { API: "API.Shop.Internal.:8080" } });
            },
        },
        {
            name: "the web server names the API, and the API the web server, as in links",
            network: (n) => {
                bothRegistered(n, { ofApi: { FRONTEND_URL: "http://web.shop.internal:3000" } });
            },
        },
        {
            name: "Service Connect over a VPC peering connection",
            network: (n) => {
                inPeer(n, connected(n));
            },
        },
        {
            name: "Service Connect over a VPC peering connection that an accepter accepts, and blocks in the rules",
            network: (n) => {
                const admits = (): Value[] => [tcp(8080, { cidrBlocks: ["10.0.0.0/16"] })];
                const connection = { autoAccept: null };
                inPeer(n, connected(n, { admits }), { connection, hasAccepter: true });
            },
        },
        {
            name: "Service Connect over a VPC peering connection, between IPv6-only subnets",
            network: (n) => inPeerOverIpv6(n),
        },
        {
            name: "a name of Cloud Map in the VPC of the other service alone",
            network: (n) => {
                farAway(n, nobody);
            },
        },
        {
            name: "a name of Cloud Map in the VPC of the other service, whose zone is associated with another",
            network: (n) => {
                const { namespace } = farAway(n, nobody);
                const third = n.vpc("third", { cidrBlock: "10.2.0.0/16" });
                associate(n, namespace, third);
            },
        },
        {
            name: "a name of Cloud Map in the VPC of the other service, whose zone is associated with that of the caller",
            network: (n) => {
                const { namespace, vpc } = farAway(n);
                associate(n, namespace, vpc);
            },
        },
        {
            name: "the same, beside a private hosted zone for other names",
            network: (n) => {
                const { namespace, vpc } = farAway(n);
                associate(n, namespace, vpc);
                const zone = n.add("aws:route53/zone:Zone", "other", {
                    name: "other.internal",
                    vpcs: [{ vpcId: namespace.inputs.vpc ?? null }],
                });
                n.add("aws:route53/zoneAssociation:ZoneAssociation", "other", {
                    zoneId: zone.id,
                    vpcId: vpc.id,
                });
            },
        },
        {
            name: "a server that nobody names, which only VPC Lattice calls",
            network: (n) => {
                const { vpc, api } = connected(n, { environment: {}, admits: fromElsewhere });
                const targets = n.add("aws:vpclattice/targetGroup:TargetGroup", "api", {
                    type: "IP",
                    config: { port: 80, protocol: "HTTP", vpcIdentifier: vpc.id },
                });
                const roleArn = "arn:aws:iam::123456789012:role/ecsInfrastructureRole";
                api.inputs.vpcLatticeConfigurations = [
                    { portName: "http", targetGroupArn: targets.arn, roleArn },
                ];
            },
        },
        {
            name: "who may call it, as for CORS",
            network: (n) => {
                registered(n, {
                    environment: { CORS_ORIGINS: "http://api.shop.internal:8080" },
                    admits: nobody,
                });
            },
        },
        {
            name: "its own name",
            network: (n) => {
                registered(n, {
                    environment: {},
                    ofApi: { SELF_URL: "http://api.shop.internal:8080" },
                    admits: nobody,
                });
            },
        },
        {
            name: "a word that is the alias of a server, and names no host",
            network: (n) => {
                connected(n, { environment: { SERVICE: "api" } });
            },
        },
        {
            name: "another host of the same domain",
            network: (n) => {
                registered(n, {
                    environment: { DB_URL: "postgres://app:secret@db.shop.internal:5432/app" },
                    admits: nobody,
                });
            },
        },
        {
            name: "the alias on a port on which no proxy listens",
            network: (n) => {
                connected(n, {
                    environment: { API_URL: "http://api" },
                    admits: (web) => [tcp(8080, { securityGroups: [web.id] })],
                });
            },
        },
        {
            name: "a client of another namespace",
            network: (n) => {
                connected(n, {
                    web: () => ({
                        serviceConnectConfiguration: { enabled: true, namespace: "other" },
                    }),
                    admits: nobody,
                });
            },
        },
        {
            name: "Service Connect turned off",
            network: (n) => {
                connected(n, {
                    web: () => ({ serviceConnectConfiguration: { enabled: false } }),
                    admits: nobody,
                });
            },
        },
        {
            name: "a proxy of the program's own",
            network: (n) => {
                registered(n, {
                    environment: {
                        HTTP_PROXY: "http://proxy.example.com:3128",
                        API_URL: "http://api.shop.internal:8080",
                    },
                    admits: nobody,
                });
            },
        },
        {
            name: "a host beside a port that the server does not map",
            network: (n) => {
                registered(n, {
                    environment: { API_HOST: "api.shop.internal", API_PORT: "9090" },
                    admits: nobody,
                });
            },
        },
        {
            name: "a host beside a port, under names of other words",
            network: (n) => {
                registered(n, {
                    environment: { API_SERVER_HOST: "api.shop.internal", API_GRPC_PORT: "9090" },
                    admits: nobody,
                });
            },
        },
        {
            name: "a host beside a port that nobody can read",
            network: (n) => {
                registered(n, {
                    environment: { apiHost: "api.shop.internal", apiPort: "from ConfigMap" },
                    admits: nobody,
                });
            },
        },
        {
            name: "a port that is mapped for UDP",
            network: (n) => {
                registered(n, {
                    environment: { STATSD: "api.shop.internal:8125" },
                    portMapping: { containerPort: 8125, protocol: "udp" },
                    admits: nobody,
                });
            },
        },
        {
            name: "a server behind a load balancer, which no service of the namespace calls",
            network: (n) => {
                const { vpc, publicSubnet, api } = connected(n, {
                    environment: {},
                    admits: nobody,
                });
                const group = n.targetGroup("api", vpc);
                n.listener("http", n.loadBalancer("alb", [publicSubnet]), group);
                Object.assign(api.inputs, behind(group));
            },
        },
        {
            name: "a server that others outside the plan may call: its namespace is given away",
            forms: ["deployed"],
            network: (n) => {
                connected(n, { environment: {}, admits: fromElsewhere });
                const namespace = n.find("aws:servicediscovery/httpNamespace:HttpNamespace");
                if (namespace) n.output("namespace", namespace.arn);
            },
        },
        {
            name: "a server in a namespace that is not in the plan",
            network: (n) => {
                const inShared = { enabled: true, namespace: "shared" };
                const services = [
                    { portName: "http", clientAlias: [{ dnsName: "api", port: 80 }] },
                ];
                connected(n, {
                    environment: {},
                    admits: fromElsewhere,
                    web: () => ({ serviceConnectConfiguration: inShared }),
                    api: () => ({ serviceConnectConfiguration: { ...inShared, services } }),
                });
            },
        },
        {
            name: "a server in a namespace that more than 50 other services have joined",
            network: (n) => {
                const { web, privateSubnet } = connected(n, { environment: {}, admits: nobody });
                const { serviceConnectConfiguration = null } = web.inputs;
                for (let i = 0; i < 50; i++) {
                    n.service(`client-${String(i)}`, [privateSubnet], {
                        serviceConnectConfiguration,
                    });
                }
            },
        },
        {
            name: "namespaces of one name, which are not in the plan, in two regions",
            network: (n) => {
                const { web, api } = connected(n, { admits: nobody });
                const regions = ["us-east-1", "eu-west-1"];
                [web, api].forEach(({ inputs }, i) => {
                    const { services = [] } = inputs.serviceConnectConfiguration as Inputs;
                    inputs.region = regions[i] ?? "";
                    inputs.serviceConnectConfiguration = {
                        enabled: true,
                        namespace: "prod",
                        services,
                    };
                });
            },
        },
        {
            name: "no names at all, and groups that admit nobody",
            network: (n) => {
                two(n, { environment: { API_URL: "http://api.example.com" }, admits: nobody });
            },
        },
    ],
    violates: [
        {
            name: "Service Connect: the group of the server admits others alone",
            network: (n) => {
                connected(n, { admits: fromElsewhere });
            },
            fixed: (n) => {
                connected(n);
            },
            on: "web",
            says: /tasks of service web in subnet private cannot reach service api on TCP 8080 \(Service Connect\), which their environment names/,
        },
        {
            name: "Service Connect: by the name that the namespace gives it",
            network: (n) => {
                connected(
                    n,
                    { environment: { API: "http.shop:8080" }, admits: nobody },
                    { clientAlias: [{ port: 8080 }] },
                );
            },
            fixed: (n) => {
                connected(
                    n,
                    { environment: { API: "http.shop:8080" } },
                    { clientAlias: [{ port: 8080 }] },
                );
            },
            on: "web",
            says: /cannot reach service api on TCP 8080/,
        },
        {
            name: "Service Connect: the namespace is that of the cluster",
            network: (n) => {
                inCluster(n, nobody);
            },
            fixed: (n) => {
                inCluster(n, (web) => [tcp(8080, { securityGroups: [web.id] })]);
            },
            on: "web",
            says: /cannot reach service api on TCP 8080/,
        },
        {
            name: "Service Connect: by the name that a namespace gives it which is not in the plan",
            network: (n) => {
                outsideNamespace(n, nobody);
            },
            fixed: (n) => {
                outsideNamespace(n, (web) => [tcp(8080, { securityGroups: [web.id] })]);
            },
            on: "web",
            says: /cannot reach service api on TCP 8080/,
        },
        {
            name: "the group admits the container's port, and the proxy listens on another",
            network: (n) => {
                connected(n, {}, { ingressPortOverride: 9999 });
            },
            fixed: (n) => {
                connected(n, {}, { ingressPortOverride: 8080 });
            },
            on: "web",
            says: /cannot reach service api on TCP 9999/,
        },
        {
            name: "the group of the caller lets out HTTPS alone",
            network: (n) => {
                connected(n, { egress: () => [tcp(443, { cidrBlocks: ["0.0.0.0/0"] })] });
            },
            fixed: (n) => {
                connected(n, {
                    egress: (api) => [
                        tcp(443, { cidrBlocks: ["0.0.0.0/0"] }),
                        tcp(8080, { securityGroups: [api.id] }),
                    ],
                });
            },
            on: "web",
            says: /cannot reach service api on TCP 8080/,
        },
        {
            name: "Cloud Map: the group of the service admits nobody",
            network: (n) => {
                registered(n, { admits: nobody });
            },
            fixed: (n) => {
                registered(n);
            },
            on: "web",
            says: /cannot reach service api on TCP 8080 \(Cloud Map\), which their environment names/,
        },
        {
            name: "Service Connect, which needs no DNS, in a dual-stack subnet with DNS64 and NAT64",
            network: (n) => translated(n, connected(n, { admits: nobody })),
            on: "web",
            says: /security group api → no ingress rule admits TCP 8080/,
        },
        {
            name: "Cloud Map: the domain name, and the port in a variable of its own",
            network: (n) => {
                registered(n, {
                    environment: { API_HOST: "api.shop.internal", API_PORT: "8080" },
                    admits: nobody,
                });
            },
            fixed: (n) => {
                registered(n, {
                    environment: { API_HOST: "api.shop.internal", API_PORT: "8080" },
                });
            },
            on: "web",
            says: /cannot reach service api on TCP 8080 \(Cloud Map\)/,
        },
        {
            name: "Cloud Map: the domain name alone, and one port",
            network: (n) => {
                registered(n, { environment: { API_HOST: "api.shop.internal" }, admits: nobody });
            },
            fixed: (n) => {
                registered(n, { environment: { API_HOST: "api.shop.internal" } });
            },
            on: "web",
            says: /cannot reach service api on TCP 8080 \(Cloud Map\)/,
        },
        {
            name: "a network ACL in front of the service",
            network: (n) => {
                denied(n, [8080, 8080]);
            },
            fixed: (n) => {
                denied(n, [22, 22]);
            },
            on: "web",
            says: /cannot reach service api on TCP 8080/,
        },
        {
            name: "no route to the VPC of the other service",
            network: (n) => {
                inPeer(n, connected(n), { without: "there" });
            },
            fixed: (n) => {
                inPeer(n, connected(n));
            },
            on: "web",
            says: /route table private → no route to VPC far/,
        },
        {
            name: "no route back from the VPC of the other service",
            network: (n) => {
                inPeer(n, connected(n), { without: "back" });
            },
            fixed: (n) => {
                inPeer(n, connected(n));
            },
            on: "web",
            says: /route table far → no route to VPC vpc/,
        },
        {
            name: "no route to the VPC of the other service, nor back from it",
            network: (n) => {
                inPeer(n, connected(n), { without: "there" });
                const back = n.resources.find(({ name }) => name === "back");
                if (back !== undefined) back.inputs.destinationCidrBlock = "10.2.0.0/16";
            },
            on: "web",
            says: [
                /route table private → no route to VPC far/,
                /fix: give the route table private a route for the CIDR block of VPC far to the VPC peering connection peering; give the route table far a route for the CIDR block of VPC vpc to the VPC peering connection peering$/,
            ],
        },
        {
            name: "over IPv6, no route to the VPC of the other service",
            network: (n) => inPeerOverIpv6(n, { without: "there" }),
            on: "web",
            says: /route table private → no route to VPC far/,
        },
        {
            name: "over IPv6, a group that admits nobody",
            network: (n) => inPeerOverIpv6(n, {}, nobody),
            on: "web",
            says: /security group api → no ingress rule admits TCP 8080/,
        },
        {
            name: "a peering with a third VPC",
            network: (n) => {
                throughThird(n, true);
            },
            fixed: (n) => {
                throughThird(n, false);
            },
            on: "web",
            says: /VPC peering connection peering → does not lead to VPC far, and nothing passes on to a third/,
        },
        {
            name: "over a VPC peering connection, to a group that admits nobody",
            network: (n) => {
                inPeer(n, connected(n, { admits: nobody }));
            },
            fixed: (n) => {
                inPeer(n, connected(n));
            },
            on: "web",
            says: /security group api → no ingress rule admits TCP 8080/,
        },
        {
            name: "a name of Cloud Map in another VPC, associated with that of the caller, whose group admits nobody",
            network: (n) => {
                const { namespace, vpc } = farAway(n, nobody);
                associate(n, namespace, vpc);
            },
            fixed: (n) => {
                const { namespace, vpc } = farAway(n);
                associate(n, namespace, vpc);
            },
            on: "web",
            says: [
                /^tasks of service web in subnet private cannot reach service api on TCP 8080 \(Cloud Map\)/,
                /security group api → no ingress rule admits TCP 8080/,
            ],
        },
        {
            name: "the same, in a VPC of the caller without DNS hostnames",
            network: (n) => {
                const { namespace, vpc } = farAway(n);
                associate(n, namespace, vpc);
                vpc.inputs.enableDnsHostnames = false;
            },
            on: "web",
            says: /VPC vpc → enableDnsHostnames is off, which the private DNS namespace internal needs/,
        },
        {
            name: "a server that no service of its namespace reaches",
            network: (n) => {
                connected(n, { environment: {}, admits: nobody });
            },
            fixed: (n) => {
                connected(n, { environment: {} });
            },
            on: "api",
            says: /no service of its namespace reaches service api on TCP 8080/,
        },
    ],
    cannotKnow: [
        {
            name: "over IPv6, an egress-only gateway in place of a peering",
            forms: ["deployed"],
            network: (n) => {
                inPeerOverIpv6(n, { without: "there" });
                toInternetOverIpv6(n);
            },
            on: "web",
            gap: /whether this route leads to the other VPC is not simulated/,
            ok: (n) => inPeerOverIpv6(n),
            violated: (n) => inPeerOverIpv6(n, { without: "there" }),
        },
        {
            name: "Cloud Map: a group that admits nobody, in a dual-stack subnet with DNS64 and NAT64",
            network: (n) => translated(n, registered(n, { admits: nobody })),
            on: "web",
            gap: /enableDns64 of private: DNS64 gives names made-up IPv6 addresses/,
            ok: (n) => {
                registered(n);
            },
            violated: (n) => {
                registered(n, { admits: nobody });
            },
        },
        {
            name: "containers that are not known yet",
            forms: ["first preview"],
            network: (n) => {
                registered(n, { environment: later(n), admits: nobody });
            },
            on: "web",
            gap: /containerDefinitions of task definition web/,
            ok: (n) => {
                registered(n, { environment: {}, admits: nobody });
            },
            violated: (n) => {
                registered(n, { admits: nobody });
            },
        },
        {
            name: "a namespace of the caller that is not known yet",
            forms: ["first preview"],
            network: (n) => {
                inNamespace(n, later(n));
            },
            on: "web",
            gap: /serviceConnectConfiguration\.namespace of web/,
            ok: (n) => {
                inNamespace(n, "other");
            },
            violated: (n) => {
                inNamespace(n, "shop");
            },
        },
        {
            name: "a VPC peering connection that nobody accepts in the plan",
            forms: ["first preview"],
            network: (n) => {
                inPeer(n, connected(n), { connection: { autoAccept: null } });
            },
            on: "web",
            gap: /autoAccept of peering: whether the request for it is accepted/,
            ok: (n) => {
                inPeer(n, connected(n));
            },
            violated: (n) => {
                inPeer(n, connected(n), { without: "there" });
            },
        },
        {
            name: "a route to the other VPC by a gateway that is not known yet, and may be a VPN's",
            forms: ["first preview"],
            network: (n) => {
                throughGateway(n, later(n));
            },
            on: "web",
            gap: /gatewayId of there: it comes from later/,
            ok: (n) => {
                inPeer(n, connected(n));
            },
            violated: (n) => {
                throughGateway(n);
            },
        },
        {
            name: "the NAT gateway alone has a route to the other VPC",
            network: (n) => {
                const peering = inPeer(n, connected(n), { without: "there" });
                const table = n.find("aws:ec2/routeTable:RouteTable", "public");
                if (table === undefined) return;
                n.route("out", table, {
                    destinationCidrBlock: "10.1.0.0/16",
                    vpcPeeringConnectionId: peering.id,
                });
            },
            on: "web",
            gap: /whether this route leads to the other VPC is not simulated/,
            ok: (n) => {
                inPeer(n, connected(n));
            },
            violated: (n) => {
                inPeer(n, connected(n), { without: "there" });
            },
        },
        {
            name: "a route for a part of the other subnet",
            network: (n) => {
                partly(n);
            },
            on: "web",
            gap: /its routes lead parts of the subnet's addresses different ways/,
            ok: (n) => {
                inPeer(n, connected(n));
            },
            violated: (n) => {
                inPeer(n, connected(n), { without: "there" });
            },
        },
        {
            name: "another VPC with the same block",
            network: (n) => {
                inPeer(n, connected(n));
                const far = n.find("aws:ec2/vpc:Vpc", "far");
                if (far) far.inputs.cidrBlock = "10.0.0.0/8";
            },
            on: "web",
            gap: /is in another VPC/,
            ok: (n) => {
                inPeer(n, connected(n));
            },
            violated: (n) => {
                inPeer(n, connected(n), { without: "there" });
            },
        },
        {
            name: "a group of the service that is not in the plan",
            network: (n) => {
                withGroup(n, ["sg-1"]);
            },
            on: "web",
            gap: /networkConfiguration\.securityGroups\[0\] of api/,
            ok: (n) => {
                registered(n);
            },
            violated: (n) => {
                registered(n, { admits: nobody });
            },
        },
    ],
});

/** Service Connect in a cluster whose default namespace counts. */
function inCluster(n: Network, admits: (web: Resource) => Value[]): void {
    const namespace = n.add("aws:servicediscovery/httpNamespace:HttpNamespace", "cluster", {
        name: "cluster",
    });
    n.cluster("main", { serviceConnectDefaults: { namespace: namespace.arn } });
    const services = [{ portName: "http", clientAlias: [{ dnsName: "api", port: 8080 }] }];
    two(n, {
        environment: { API_URL: "http://api:8080/v1" },
        admits,
        web: () => ({ serviceConnectConfiguration: { enabled: true } }),
        api: () => ({ serviceConnectConfiguration: { enabled: true, services } }),
    });
}

/** `api` in a peered VPC, with its name in a namespace there. */
function farAway(
    n: Network,
    admits?: () => Value[],
): { readonly namespace: Resource; readonly vpc: Resource } {
    const parts = registered(n, admits === undefined ? {} : { admits });
    inPeer(n, parts);
    const namespace = n.find("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace");
    const far = n.find("aws:ec2/vpc:Vpc", "far");
    assert.ok(namespace !== undefined && far !== undefined);
    namespace.inputs.vpc = far.id;
    return { namespace, vpc: parts.vpc };
}

/** `api` in a peered VPC, to which the table of `web` leads by this gateway, the internet gateway if it does not say. */
function throughGateway(n: Network, gatewayId?: Value): void {
    const parts = connected(n);
    inPeer(n, parts, { without: "there" });
    n.route("there", parts.privateTable, {
        destinationCidrBlock: "10.1.0.0/16",
        gatewayId: gatewayId ?? parts.igw.id,
    });
}

/** The zone of a namespace, associated with another VPC. */
function associate(n: Network, namespace: Resource, vpc: Resource): void {
    n.add("aws:route53/zoneAssociation:ZoneAssociation", "far", {
        zoneId: namespace.get("hostedZone"),
        vpcId: vpc.id,
    });
}

/** `api` in a subnet of its own, whose ACL lets all in but these ports. */
function denied(n: Network, ports: readonly [number, number]): void {
    const { vpc, api } = registered(n);
    const subnet = n.subnet("inner", vpc);
    aclWithout(n, vpc, subnet, { ingress: ports });
    const { securityGroups } = api.inputs.networkConfiguration as Inputs;
    api.inputs.networkConfiguration = {
        subnets: [subnet.id],
        securityGroups: securityGroups ?? [],
    };
}

/** `web` in a namespace of its own, and `api` closed to it. */
function inNamespace(n: Network, namespace: Value): void {
    connected(n, {
        web: () => ({ serviceConnectConfiguration: { enabled: true, namespace } }),
        admits: nobody,
    });
}

/** `api` with these groups. */
function withGroup(n: Network, securityGroups: Value[]): void {
    const { api } = registered(n);
    const { subnets } = api.inputs.networkConfiguration as Inputs;
    api.inputs.networkConfiguration = { subnets: subnets ?? [], securityGroups };
}

const fromAnywhere = (): Value[] => [tcp(8080, { ipv6CidrBlocks: ["::/0"] })];

/** Both services in IPv6-only subnets of VPCs that are peered. */
function inPeerOverIpv6(n: Network, peering: Peering = {}, admits = fromAnywhere): void {
    inPeer(n, connected(n, { admits, egress: fromAnywhere }), peering);
    const named = (type: string, name: string): Resource | undefined =>
        n.resources.find((each) => each.type === type && each.name === name);
    for (const [i, name, vpc, route] of [
        ["1", "private", "vpc", "back"],
        ["2", "far", "far", "there"],
    ] as const) {
        const block = `2600:1f18:${i}:`;
        Object.assign(named("aws:ec2/vpc:Vpc", vpc)?.inputs ?? {}, {
            assignGeneratedIpv6CidrBlock: true,
        });
        Object.assign(named("aws:ec2/subnet:Subnet", name)?.inputs ?? {}, ipv6Only, {
            ipv6CidrBlock: `${block}1::/64`,
        });
        Object.assign(named("aws:ec2/route:Route", route)?.inputs ?? {}, {
            destinationCidrBlock: null,
            destinationIpv6CidrBlock: `${block}:/56`,
        });
    }
}

function toInternetOverIpv6(n: Network): void {
    const table = n.resources.find(
        ({ type, name }) => type === "aws:ec2/routeTable:RouteTable" && name === "private",
    );
    const vpc = n.find("aws:ec2/vpc:Vpc");
    if (table === undefined || vpc === undefined) return;
    const out = n.add("aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway", "out", {
        vpcId: vpc.id,
    });
    n.route("out", table, {
        destinationCidrBlock: null,
        destinationIpv6CidrBlock: "::/0",
        egressOnlyGatewayId: out.id,
    });
}

/** The route leads to a peering with a third VPC, or to that with the VPC of `api`. */
function throughThird(n: Network, isThird: boolean): void {
    const peering = inPeer(n, connected(n));
    if (isThird) peering.inputs.peerVpcId = n.vpc("third", { cidrBlock: "10.2.0.0/16" }).id;
}

/** A route to the first half of the other subnet alone. */
function partly(n: Network): void {
    inPeer(n, connected(n));
    for (const { type, name, inputs } of n.resources) {
        if (type === "aws:ec2/route:Route" && name === "there") {
            inputs.destinationCidrBlock = "10.1.1.0/25";
        }
    }
}

/** Both in a namespace that is not in the plan, in which the server has no alias of its own. */
function outsideNamespace(n: Network, admits: (web: Resource) => Value[]): void {
    const inShared = { enabled: true, namespace: "shared" };
    const services = [{ portName: "http", clientAlias: [{ port: 8080 }] }];
    connected(n, {
        environment: { API: "http.shared:8080" },
        admits,
        web: () => ({ serviceConnectConfiguration: inShared }),
        api: () => ({ serviceConnectConfiguration: { ...inShared, services } }),
    });
}
