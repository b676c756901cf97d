import { servicePublicIpPlacement } from "../../policies/service-public-ip-placement";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { ipv6Only } from "../support/ipv6";
import { isolatedNetwork, later, natNetwork, type Network } from "../support/networks";
import type { Inputs, Resource, Value } from "../support/program";
import { pipe, report, runTask, stateMachine, taskState } from "../support/launchers";
import { testPolicy } from "../support/table";

/** A service in these subnets, with or without a public IP; without it is what unset means. */
function serviceIn(
    n: Network,
    subnets: readonly Resource[],
    assignPublicIp: Value = null,
    inputs: Inputs = {},
): Resource {
    return n.service("web", subnets, { networkConfiguration: { assignPublicIp }, ...inputs });
}

/** A subnet with these routes, in a VPC with an internet gateway. */
function subnetWith(
    n: Network,
    routes: (igw: Resource, vpc: Resource) => Value[],
    name = "private",
): Resource {
    const vpc = n.vpc();
    const igw = n.internetGateway(vpc);
    return n.subnetWith(name, vpc, routes(igw, vpc)).subnet;
}

/** A subnet whose way to the internet is an internet gateway. */
function publicSubnet(n: Network): Resource {
    return subnetWith(n, (igw) => [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }], "public");
}

/** A public subnet in a VPC with endpoints for these services. */
function publicWithEndpoints(
    n: Network,
    services?: readonly string[],
): { vpc: Resource; subnet: Resource } {
    const { vpc, subnet, table } = isolatedNetwork(n, services);
    n.route("out", table, { gatewayId: n.internetGateway(vpc).id });
    return { vpc, subnet };
}

/** Subnets that an apply chose among these. */
function chosen(n: Network, subnets: readonly Resource[], assignPublicIp: Value): void {
    const ids = n.add("test:index:Choice", "choice").get("subnets");
    const feeds = { networkConfiguration: subnets };
    n.service("web", ids, { networkConfiguration: { assignPublicIp } }, { feeds });
}

testPolicy(servicePublicIpPlacement, unverifiedNetwork, {
    valid: [
        {
            name: "state machines and pipes with a public IP in a public subnet, and without in a private one",
            network: (n) => {
                const { publicSubnet, privateSubnet } = natNetwork(n);
                stateMachine(n, "nightly", {
                    Out: taskState(
                        runTask(n, [publicSubnet], { network: { AssignPublicIp: "ENABLED" } }),
                    ),
                    In: taskState(runTask(n, [privateSubnet])),
                });
                pipe(n, [publicSubnet], { network: { assignPublicIp: "ENABLED" } });
            },
            forms: ["deployed"],
        },
        {
            name: "a public subnet with a public IP",
            network: (n) => serviceIn(n, [publicSubnet(n)], true),
        },
        {
            name: "a subnet behind a NAT gateway without one",
            network: (n) => serviceIn(n, [natNetwork(n).privateSubnet], false),
        },
        {
            name: "a subnet behind a NAT gateway that says nothing of it",
            network: (n) => serviceIn(n, [natNetwork(n).privateSubnet]),
        },
        {
            name: "an isolated subnet with endpoints, without one",
            network: (n) => serviceIn(n, [isolatedNetwork(n).subnet]),
        },
        {
            name: "a public subnet without one, where endpoints carry everything",
            network: (n) => serviceIn(n, [publicWithEndpoints(n).subnet]),
        },
        {
            name: "a public subnet with one, where endpoints carry everything",
            network: (n) => serviceIn(n, [publicWithEndpoints(n).subnet], true),
        },
        {
            name: "a subnet that is public by the VPC's main route table",
            network: (n) => {
                const vpc = n.vpc();
                const igw = n.internetGateway(vpc);
                n.route("out", vpc.get("mainRouteTableId"), { gatewayId: igw.id });
                serviceIn(n, [n.subnet("public", vpc)], true);
            },
        },
        {
            name: "a public IP in a subnet with the two halves of the internet",
            network: (n) => {
                const subnet = subnetWith(n, (igw) => [
                    { cidrBlock: "0.0.0.0/1", gatewayId: igw.id },
                    { cidrBlock: "128.0.0.0/1", gatewayId: igw.id },
                ]);
                serviceIn(n, [subnet], true);
            },
        },
        {
            name: "a public IP in a subnet with a part of the internet alone",
            network: (n) => {
                const subnet = subnetWith(n, (igw) => [
                    { cidrBlock: "52.94.0.0/16", gatewayId: igw.id },
                ]);
                serviceIn(n, [subnet], true);
            },
        },
        {
            name: "a public IP in a public subnet beside a transit gateway for private addresses",
            network: (n) => {
                const subnet = subnetWith(n, (igw) => [
                    { cidrBlock: "10.0.0.0/8", transitGatewayId: "tgw-0123456789abcdef0" },
                    { cidrBlock: "0.0.0.0/0", gatewayId: igw.id },
                ]);
                serviceIn(n, [subnet], true);
            },
        },
        {
            name: "a subnet behind a transit gateway without one",
            network: (n) => {
                const subnet = subnetWith(n, () => [
                    { cidrBlock: "0.0.0.0/0", transitGatewayId: "tgw-0123456789abcdef0" },
                ]);
                serviceIn(n, [subnet]);
            },
        },
        {
            name: "a subnet behind a firewall endpoint without one",
            network: (n) => {
                const subnet = subnetWith(n, () => [
                    { cidrBlock: "0.0.0.0/0", vpcEndpointId: "vpce-0123456789abcdef0" },
                ]);
                serviceIn(n, [subnet]);
            },
        },
        {
            name: "a subnet behind a NAT gateway by the two halves of the internet, without one",
            network: (n) => {
                const { vpc, igw, nat } = natNetwork(n);
                const { subnet } = n.subnetWith("tasks", vpc, [
                    { cidrBlock: "0.0.0.0/0", gatewayId: igw.id },
                    { cidrBlock: "0.0.0.0/1", natGatewayId: nat.id },
                    { cidrBlock: "128.0.0.0/1", natGatewayId: nat.id },
                ]);
                serviceIn(n, [subnet]);
            },
        },
        {
            name: "an EC2 service in a public subnet",
            network: (n) => serviceIn(n, [publicSubnet(n)], null, { launchType: "EC2" }),
        },
        {
            name: "subnets that an apply chose among public ones",
            network: (n) => {
                const vpc = n.vpc();
                const igw = n.internetGateway(vpc);
                const subnets = ["a", "b"].map(
                    (name) =>
                        n.subnetWith(name, vpc, [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }])
                            .subnet,
                );
                chosen(n, subnets, true);
            },
            forms: ["first preview"],
        },
        {
            name: "Express Mode in a public subnet, where AWS turns public IPs on",
            network: (n) => n.express("web", [publicSubnet(n)]),
        },
        {
            name: "Express Mode behind a NAT gateway, where AWS leaves them off",
            network: (n) => n.express("web", [natNetwork(n).privateSubnet]),
        },
    ],
    violates: [
        {
            name: "a public subnet without a public IP",
            statement: "1.2",
            network: (n) => serviceIn(n, [publicSubnet(n)], false),
            on: "web",
            says: [
                /^service web has no assignPublicIp, but the only way out of .*public is an internet gateway/m,
                /over the internet: .*subnet public → route table public → internet gateway igw/,
                /^fix: either set networkConfiguration\.assignPublicIp to true on service web; or run its tasks in subnets with a route to a NAT gateway$/m,
            ],
        },
        {
            name: "a public subnet that says nothing of it",
            network: (n) => serviceIn(n, [publicSubnet(n)]),
            on: "web",
            says: /has no assignPublicIp/,
        },
        {
            name: "a public subnet without one, where an endpoint is missing",
            network: (n) => serviceIn(n, [publicWithEndpoints(n, ["ecr.api", "ecr.dkr"]).subnet]),
            on: "web",
            says: /the only way out of .*private is an internet gateway/,
        },
        {
            name: "a public subnet without one, where endpoints do not carry the image",
            network: (n) => {
                n.taskDefinition("app", {}, "nginx");
                serviceIn(n, [publicWithEndpoints(n).subnet]);
            },
            on: "web",
            says: /has no assignPublicIp/,
        },
        {
            name: "a public IP behind a NAT gateway",
            statement: "1.1",
            network: (n) => serviceIn(n, [natNetwork(n).privateSubnet], true),
            fixed: (n) => serviceIn(n, [natNetwork(n).privateSubnet], false),
            on: "web",
            says: [
                /^service web has assignPublicIp, which is useless in .*private: there is no route to an internet gateway$/m,
                /subnet private → route table private → 0\.0\.0\.0\/0 does not lead to an internet gateway/,
                /^fix: either leave networkConfiguration\.assignPublicIp of service web out; or run its tasks in public subnets alone$/m,
            ],
        },
        {
            name: "a public IP in an isolated subnet",
            statement: "1.1",
            network: (n) => serviceIn(n, [isolatedNetwork(n).subnet], true),
            on: "web",
            says: [/useless in .*private/, /route table private → no route for 0\.0\.0\.0\/0/],
        },
        {
            name: "a public IP behind a transit gateway",
            network: (n) => {
                const subnet = subnetWith(n, () => [
                    { cidrBlock: "0.0.0.0/0", transitGatewayId: "tgw-0123456789abcdef0" },
                ]);
                serviceIn(n, [subnet], true);
            },
            on: "web",
            says: /useless in .*private/,
        },
        {
            name: "a public IP in a public and a private subnet: it names the private one",
            network: (n) => {
                const { publicSubnet: outer, privateSubnet: inner } = natNetwork(n);
                serviceIn(n, [outer, inner], true);
            },
            on: "web",
            says: [/useless in .*private:/, /^(?!.*useless in .*public)/],
        },
        {
            name: "no public IP in a public and a private subnet: it names the public one",
            network: (n) => {
                const { publicSubnet: outer, privateSubnet: inner } = natNetwork(n);
                serviceIn(n, [outer, inner]);
            },
            on: "web",
            says: [/the only way out of .*public is/, /^(?!.*way out of .*private)/],
        },
        {
            name: "a public IP in two isolated subnets: one finding that names both",
            network: (n) => {
                const vpc = n.vpc();
                const subnets = ["a", "b"].map((name) => n.subnetWith(name, vpc, []).subnet);
                serviceIn(n, subnets, true);
            },
            on: "web",
            says: /useless in .*a and b/,
        },
        {
            name: "a public IP in isolated subnets that an apply chose",
            network: (n) => {
                const vpc = n.vpc();
                const subnets = ["a", "b"].map((name) => n.subnetWith(name, vpc, []).subnet);
                chosen(n, subnets, true);
            },
            forms: ["first preview"],
            on: "web",
            says: [/useless in .*a and b/, /assuming that the subnets of web are among a and b/],
        },
        {
            name: "a task that EventBridge starts in a public subnet without one",
            network: (n) =>
                n.add("aws:cloudwatch/eventTarget:EventTarget", "nightly", {
                    arn: n.cluster().arn,
                    ecsTarget: {
                        launchType: "FARGATE",
                        taskDefinitionArn: n.taskDefinition("app").arn,
                        networkConfiguration: { subnets: [publicSubnet(n).id] },
                    },
                }),
            on: "nightly",
            says: /event target nightly has no assignPublicIp/,
        },
        {
            name: "an image that is not known yet, in a public subnet without one",
            network: (n) => {
                n.taskDefinition("app", { containerDefinitions: later(n) });
                serviceIn(n, [publicSubnet(n)]);
            },
            forms: ["first preview"],
            on: "web",
            says: /has no assignPublicIp/,
        },
        {
            name: "a state machine in a public subnet without one",
            network: (n) => report(n, [natNetwork(n).publicSubnet]),
            on: "nightly",
            says: [
                /^state Report of Step Functions state machine nightly has no assignPublicIp/,
                /fix: either set definition\.States\.Report\.Parameters\.NetworkConfiguration\.AwsvpcConfiguration\.AssignPublicIp to "ENABLED"/,
            ],
            firstPreview: "cannot know",
        },
        {
            name: "a pipe in a public subnet without one",
            network: (n) => pipe(n, [natNetwork(n).publicSubnet]),
            on: "orders",
            says: /awsVpcConfiguration\.assignPublicIp to "ENABLED"/,
        },
    ],
    cannotKnow: [
        {
            name: "assignPublicIp that is not known yet",
            network: (n) => serviceIn(n, [publicSubnet(n)], later(n)),
            forms: ["first preview"],
            on: "web",
            gap: /networkConfiguration\.assignPublicIp of web: it comes from later, public/,
            ok: (n) => serviceIn(n, [publicSubnet(n)], true),
            violated: (n) => serviceIn(n, [publicSubnet(n)], false),
        },
        {
            name: "a public IP in a subnet that may have IPv6 alone, and no public IP at all",
            network: (n) => {
                const { privateSubnet } = natNetwork(n);
                privateSubnet.inputs.ipv6Native = later(n);
                serviceIn(n, [privateSubnet], true);
            },
            forms: ["first preview"],
            on: "web",
            gap: /ipv6Native of private/,
            ok: (n) => {
                const { privateSubnet } = natNetwork(n);
                Object.assign(privateSubnet.inputs, ipv6Only);
                serviceIn(n, [privateSubnet], true);
            },
            violated: (n) => serviceIn(n, [natNetwork(n).privateSubnet], true),
        },
        ...(
            [
                ["a firewall endpoint", { vpcEndpointId: "vpce-0123456789abcdef0" }],
                ["a network appliance", { networkInterfaceId: "eni-0123456789abcdef0" }],
            ] as const
        ).map(([name, target]) => ({
            name: `a public IP behind ${name}, which may pass it on to the internet gateway`,
            network: (n: Network) => {
                const subnet = subnetWith(n, () => [{ cidrBlock: "0.0.0.0/0", ...target }]);
                serviceIn(n, [subnet], true);
            },
            on: "web",
            gap: /what lies behind it is not in the plan/,
            ok: (n: Network) => serviceIn(n, [publicSubnet(n)], true),
            violated: (n: Network) => serviceIn(n, [natNetwork(n).privateSubnet], true),
        })),
        {
            name: "a public IP in subnets that are not in the plan",
            network: (n) =>
                n.service("web", ["subnet-0123456789abcdef0"], {
                    networkConfiguration: { assignPublicIp: true },
                }),
            on: "web",
            gap: /networkConfiguration\.subnets\[0\] of web: the subnet that it names is not/,
            ok: (n) => serviceIn(n, [publicSubnet(n)], true),
            violated: (n) => serviceIn(n, [natNetwork(n).privateSubnet], true),
        },
        {
            name: "a public IP in the adopted default VPC, whose main route table is not in the plan",
            network: (n) => {
                const vpc = n.add("aws:ec2/defaultVpc:DefaultVpc", "default");
                serviceIn(n, [n.subnet("extra", vpc)], true);
            },
            on: "web",
            gap: /of default: AWS made it, this program adopts it/,
            ok: (n) => serviceIn(n, [publicSubnet(n)], true),
            violated: (n) => serviceIn(n, [isolatedNetwork(n).subnet], true),
        },
        {
            name: "a public IP in a subnet whose routes the program ignores",
            forms: ["deployed"],
            network: (n) => {
                const vpc = n.vpc();
                const subnet = n.subnet("private", vpc);
                const table = n.routeTable("private", vpc, [], { ignoreChanges: ["routes"] });
                n.associate(subnet, table);
                serviceIn(n, [subnet], true);
            },
            on: "web",
            gap: /routes of private: ignoreChanges covers routes/,
            ok: (n) => serviceIn(n, [publicSubnet(n)], true),
            violated: (n) => serviceIn(n, [isolatedNetwork(n).subnet], true),
        },
        {
            name: "a public IP in subnets that an apply chose among public and private ones",
            network: (n) => {
                const { publicSubnet: outer, privateSubnet: inner } = natNetwork(n);
                chosen(n, [outer, inner], true);
            },
            forms: ["first preview"],
            on: "web",
            gap: /networkConfiguration\.subnets of web/,
            ok: (n) => serviceIn(n, [publicSubnet(n)], true),
            violated: (n) => serviceIn(n, [natNetwork(n).privateSubnet], true),
        },
        {
            name: "a route to a gateway that is not known yet",
            network: (n) => {
                const subnet = subnetWith(n, () => [
                    { cidrBlock: "0.0.0.0/0", gatewayId: later(n) },
                ]);
                serviceIn(n, [subnet], true);
            },
            forms: ["first preview"],
            on: "web",
            gap: /routes\[0\]\.gatewayId of private: it comes from later/,
            ok: (n) => serviceIn(n, [publicSubnet(n)], true),
            violated: (n) => serviceIn(n, [isolatedNetwork(n).subnet], true),
        },
        {
            name: "a public subnet without one, and an image that may be in a private registry",
            network: (n) => {
                n.taskDefinition("app", {}, "registry.example.com/app");
                serviceIn(n, [publicSubnet(n)]);
            },
            on: "web",
            gap: /a registry that may be private/,
            ok: (n) => {
                n.taskDefinition("app", {}, "registry.example.com/app");
                serviceIn(n, [publicSubnet(n)], true);
            },
            violated: (n) => serviceIn(n, [publicSubnet(n)]),
        },
        {
            name: "a public dual-stack subnet without one, and a registry that may have IPv6",
            network: (n) => {
                n.taskDefinition("app", {}, "nginx");
                const vpc = n.vpc();
                const igw = n.internetGateway(vpc);
                const subnet = n.subnet("dual", vpc, { ipv6CidrBlock: "2001:db8:1:1::/64" });
                const table = n.routeTable("dual", vpc, [
                    { cidrBlock: "0.0.0.0/0", gatewayId: igw.id },
                    { ipv6CidrBlock: "::/0", gatewayId: igw.id },
                ]);
                n.associate(subnet, table);
                serviceIn(n, [subnet]);
            },
            on: "web",
            gap: /there may be a connection over IPv6/,
            ok: (n) => serviceIn(n, [publicSubnet(n)], true),
            violated: (n) => serviceIn(n, [publicSubnet(n)]),
        },
        {
            name: "a public subnet without one, in a VPC whose endpoints may take over ECR's names",
            network: (n) => {
                const { vpc, subnet } = publicWithEndpoints(n, ["ecr.api", "s3"]);
                n.endpoint("ecr.dkr", vpc, { privateDnsEnabled: later(n) });
                serviceIn(n, [subnet]);
            },
            forms: ["first preview"],
            on: "web",
            gap: /privateDnsEnabled of ecr\.dkr: it comes from later/,
            ok: (n) => serviceIn(n, [publicWithEndpoints(n).subnet]),
            violated: (n) => serviceIn(n, [publicWithEndpoints(n, ["ecr.api", "s3"]).subnet]),
        },
        {
            name: "a service that may be on Fargate",
            network: (n) =>
                serviceIn(n, [publicSubnet(n)], null, { launchType: null, cluster: "shared" }),
            on: "web",
            gap: /cluster of web: the cluster that it names is not in this plan/,
            ok: (n) =>
                serviceIn(n, [publicSubnet(n)], true, { launchType: null, cluster: "shared" }),
            violated: (n) => serviceIn(n, [publicSubnet(n)]),
        },
    ],
});
