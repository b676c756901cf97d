import { endpointUsable } from "../../policies/endpoint-usable";
import { unverifiedNetwork } from "../../policies/unverified-network";
import {
    groupWith,
    isolatedNetwork,
    later,
    natNetwork,
    type Network,
    tcp,
} from "../support/networks";
import type { Inputs, Resource, Value } from "../support/program";
import { testPolicy } from "../support/table";

interface Place {
    readonly vpc: Resource;
    readonly subnet: Resource;
    readonly table: Resource;
}

/** A service in a private subnet behind a NAT gateway. */
function tasks(n: Network, inputs: Inputs = {}): Place {
    const { vpc, privateSubnet: subnet, privateTable: table } = natNetwork(n);
    n.service("web", [subnet], inputs);
    return { vpc, subnet, table };
}

/** Beside the tasks, an interface endpoint for `logs`. */
function logs(n: Network, inputs: Inputs = {}, { vpc } = tasks(n)): Resource {
    return n.endpoint("logs", vpc, inputs);
}

/** An interface endpoint for `logs` in a VPC with these attributes. */
function logsIn(n: Network, attributes: Inputs, inputs: Inputs = {}): Resource {
    const place = tasks(n);
    Object.assign(place.vpc.inputs, attributes);
    return logs(n, inputs, place);
}

/** A gateway endpoint for S3 on the tasks' route table. */
function gateway(n: Network, inputs: Inputs = {}, { vpc, table } = tasks(n)): Resource {
    return n.endpoint("s3", vpc, { routeTableIds: [table.id], ...inputs });
}

/** An interface endpoint for S3 with private DNS. */
function s3Interface(n: Network, inputs: Inputs = {}, { vpc, subnet } = tasks(n)): Resource {
    return n.add("aws:ec2/vpcEndpoint:VpcEndpoint", "s3-interface", {
        vpcId: vpc.id,
        serviceName: "com.amazonaws.us-east-1.s3",
        vpcEndpointType: "Interface",
        subnetIds: [subnet.id],
        privateDnsEnabled: true,
        ...inputs,
    });
}

/** Two endpoints for `logs`; these inputs are the second one's. */
function twice(n: Network, inputs: Inputs = {}): void {
    const place = tasks(n);
    logs(n, {}, place);
    n.add("aws:ec2/vpcEndpoint:VpcEndpoint", "again", {
        vpcId: place.vpc.id,
        serviceName: "com.amazonaws.us-east-1.logs",
        vpcEndpointType: "Interface",
        subnetIds: [place.subnet.id],
        privateDnsEnabled: true,
        ...inputs,
    });
}

/** A security group that admits these ports from the VPC, and none without them. */
function admitting(n: Network, vpc: Resource, name: string, ...ports: Value[]): Resource {
    const ingress = ports.map((port) => ({
        protocol: "tcp",
        fromPort: port,
        toPort: port,
        cidrBlocks: ["10.0.0.0/16"],
    }));
    return groupWith(n, name, vpc, { ingress });
}

/** An endpoint for `logs` whose group admits these ports. */
function logsAdmitting(n: Network, ports: readonly Value[], inputs: Inputs = {}): Resource {
    const place = tasks(n);
    const group = admitting(n, place.vpc, "endpoints", ...ports);
    return logs(n, { securityGroupIds: [group.id], ...inputs }, place);
}

/** A standalone rule that admits HTTPS to a group. */
function admitHttps(n: Network, securityGroupId: Value): void {
    n.add("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "https", {
        securityGroupId,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrIpv4: "10.0.0.0/16",
    });
}

testPolicy(endpointUsable, unverifiedNetwork, {
    valid: [
        {
            name: "the endpoints of an isolated VPC, in the default security group",
            network: (n) => n.service("web", [isolatedNetwork(n).subnet]),
        },
        {
            name: "an endpoint with an address of its own in a subnet",
            network: (n) => {
                const place = tasks(n);
                const subnetConfigurations = [{ subnetId: place.subnet.id, ipv4: "10.0.1.10" }];
                logs(n, { subnetIds: null, subnetConfigurations }, place);
            },
        },
        {
            name: "an endpoint whose group admits HTTPS from the VPC",
            network: (n) => logsAdmitting(n, [443]),
        },
        {
            name: "an endpoint whose group admits HTTPS by a rule of its own",
            network: (n) => {
                const place = tasks(n);
                const group = admitting(n, place.vpc, "endpoints");
                admitHttps(n, group.id);
                logs(n, { securityGroupIds: [group.id] }, place);
            },
        },
        {
            name: "an endpoint whose group admits everything from the tasks' group",
            network: (n) => {
                const place = tasks(n);
                const caller = n.securityGroup("tasks", place.vpc);
                const group = groupWith(n, "endpoints", place.vpc, {
                    ingress: [
                        { protocol: "-1", fromPort: 0, toPort: 0, securityGroups: [caller.id] },
                    ],
                });
                logs(n, { securityGroupIds: [group.id] }, place);
            },
        },
        {
            name: "one of two groups that admits HTTPS",
            network: (n) => {
                const place = tasks(n);
                const groups = [
                    admitting(n, place.vpc, "closed"),
                    admitting(n, place.vpc, "open", 443),
                ];
                logs(n, { securityGroupIds: groups.map((each) => each.id) }, place);
            },
        },
        {
            name: "a group given by an association, in place of the default one",
            network: (n) => {
                const place = tasks(n);
                const endpoint = logs(n, {}, place);
                n.add("aws:ec2/securityGroupAssociation:SecurityGroupAssociation", "logs", {
                    vpcEndpointId: endpoint.id,
                    securityGroupId: admitting(n, place.vpc, "endpoints", 443).id,
                    replaceDefaultAssociation: true,
                });
            },
        },
        {
            name: "an endpoint for sending mail, whose group admits SMTP's port",
            network: (n) => {
                const { vpc } = tasks(n);
                const group = admitting(n, vpc, "mail", 587);
                n.endpoint("email-smtp", vpc, { securityGroupIds: [group.id] });
            },
        },
        {
            name: "an endpoint for a service of one's own, whose group admits that service's port",
            network: (n) => {
                const { vpc } = tasks(n);
                n.endpoint("orders", vpc, {
                    serviceName: "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
                    securityGroupIds: [admitting(n, vpc, "orders", 5432).id],
                    privateDnsEnabled: false,
                });
            },
        },
        {
            name: "two endpoints for one service, of which one has private DNS",
            network: (n) => twice(n, { privateDnsEnabled: false }),
        },
        {
            name: "two endpoints for one service of two regions",
            network: (n) => twice(n, { serviceName: "com.amazonaws.us-west-2.logs" }),
        },
        {
            name: "two endpoints for one service in two VPCs",
            network: (n) => {
                logs(n);
                const other = n.vpc("other");
                n.service("api", [n.subnet("other", other)]);
                n.add("aws:ec2/vpcEndpoint:VpcEndpoint", "other-logs", {
                    vpcId: other.id,
                    serviceName: "com.amazonaws.us-east-1.logs",
                    vpcEndpointType: "Interface",
                    privateDnsEnabled: true,
                });
            },
        },
        {
            name: "an endpoint without private DNS in a VPC without DNS hostnames",
            network: (n) => logsIn(n, { enableDnsHostnames: false }, { privateDnsEnabled: false }),
        },
        {
            name: "a gateway endpoint on the tasks' route table",
            network: (n) => gateway(n),
        },
        {
            name: "a gateway endpoint put on a route table by an association",
            network: (n) => {
                const place = tasks(n);
                const endpoint = gateway(n, { routeTableIds: null }, place);
                n.add(
                    "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation",
                    "s3",
                    { vpcEndpointId: endpoint.id, routeTableId: place.table.id },
                );
            },
        },
        {
            name: "a gateway endpoint for DynamoDB on the VPC's main route table",
            network: (n) => {
                const { vpc } = tasks(n);
                n.endpoint("dynamodb", vpc, {
                    vpcEndpointType: "Gateway",
                    privateDnsEnabled: null,
                    subnetIds: [],
                    securityGroupIds: [],
                    routeTableIds: [vpc.get("mainRouteTableId")],
                });
            },
        },
        {
            name: "a gateway endpoint on a route table that is not in the plan",
            network: (n) => gateway(n, { routeTableIds: ["rtb-0123456789abcdef0"] }),
        },
        {
            name: "an S3 interface endpoint with private DNS beside a gateway endpoint",
            network: (n) => {
                const place = tasks(n);
                gateway(n, {}, place);
                s3Interface(n, {}, place);
            },
        },
        {
            name: "an S3 interface endpoint alone, whose private DNS is for the VPC too",
            network: (n) =>
                s3Interface(n, { dnsOptions: { privateDnsOnlyForInboundResolverEndpoint: false } }),
        },
        {
            name: "an S3 interface endpoint alone, without private DNS",
            network: (n) => s3Interface(n, { privateDnsEnabled: false }),
        },
        {
            name: "a Gateway Load Balancer endpoint",
            network: (n) => {
                const { vpc, subnet } = tasks(n);
                n.endpoint("firewall", vpc, {
                    serviceName: "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
                    vpcEndpointType: "GatewayLoadBalancer",
                    privateDnsEnabled: null,
                    subnetIds: [subnet.id],
                });
            },
        },
        {
            name: "useless endpoints in a VPC without tasks",
            network: (n) => {
                tasks(n);
                const other = n.vpc("other", { enableDnsHostnames: false });
                n.subnet("other", other);
                n.endpoint("logs", other, {
                    securityGroupIds: [admitting(n, other, "closed").id],
                });
                n.endpoint("s3", other);
            },
        },
        {
            name: "useless endpoints in a VPC with tasks on EC2 alone",
            network: (n) => {
                const { vpc } = tasks(n, { launchType: "EC2" });
                n.endpoint("logs", vpc, { securityGroupIds: [admitting(n, vpc, "closed").id] });
                n.endpoint("s3", vpc);
            },
        },
    ],
    violates: [
        {
            name: "private DNS in a VPC without DNS hostnames",
            statement: "1.7",
            network: (n) => logsIn(n, { enableDnsHostnames: false }),
            on: "logs",
            says: [
                /^the endpoint logs does not answer for its name$/m,
                /VPC vpc → enableDnsHostnames is off/,
                /^fix: set enableDnsHostnames to true on VPC vpc$/m,
            ],
        },
        {
            name: "private DNS in a VPC without DNS support",
            statement: "1.7",
            network: (n) => logsIn(n, { enableDnsSupport: false }),
            on: "logs",
            says: [
                /^the endpoint logs does not answer for its name$/m,
                /VPC vpc → enableDnsSupport is off/,
                /^fix: set enableDnsSupport to true on VPC vpc$/m,
            ],
        },
        {
            name: "private DNS switched on by a resource of its own, without DNS hostnames",
            network: (n) => {
                const endpoint = logsIn(
                    n,
                    { enableDnsHostnames: null },
                    { privateDnsEnabled: null },
                );
                n.add("aws:vpc/endpointPrivateDns:EndpointPrivateDns", "logs", {
                    vpcEndpointId: endpoint.id,
                    privateDnsEnabled: true,
                });
            },
            on: "logs",
            says: /enableDnsHostnames is off/,
        },
        {
            name: "a security group without rules",
            network: (n) => logsAdmitting(n, []),
            fixed: (n) => logsAdmitting(n, [443]),
            on: "logs",
            says: [
                /^the endpoint logs admits nobody$/m,
                /VPC endpoint logs → security group endpoints → no ingress rule admits TCP 443/,
                /^fix: add an ingress rule for TCP 443 .* to the security group endpoints$/m,
            ],
        },
        {
            name: "a security group that admits HTTP alone",
            network: (n) => logsAdmitting(n, [80]),
            on: "logs",
            says: /the endpoint logs admits nobody/,
        },
        {
            name: "a security group with UDP alone",
            network: (n) => {
                const place = tasks(n);
                const group = groupWith(n, "endpoints", place.vpc, {
                    ingress: [{ ...tcp(443, { cidrBlocks: ["0.0.0.0/0"] }), protocol: "udp" }],
                });
                logs(n, { securityGroupIds: [group.id] }, place);
            },
            on: "logs",
            says: /the endpoint logs admits nobody/,
        },
        {
            name: "two security groups without rules",
            network: (n) => {
                const place = tasks(n);
                const groups = ["a", "b"].map((name) => admitting(n, place.vpc, name));
                logs(n, { securityGroupIds: groups.map((each) => each.id) }, place);
            },
            on: "logs",
            says: /fix: add an ingress rule .* to the security groups? a and b/,
        },
        {
            name: "no group, where the default one is adopted, which takes its rules away",
            network: (n) => {
                const place = tasks(n);
                n.add("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "default", {
                    vpcId: place.vpc.id,
                });
                logs(n, {}, place);
            },
            on: "logs",
            says: /to the security group default/,
        },
        {
            name: "a group without rules, given by an association in place of the default one",
            network: (n) => {
                const place = tasks(n);
                const endpoint = logs(n, {}, place);
                n.add("aws:ec2/securityGroupAssociation:SecurityGroupAssociation", "logs", {
                    vpcEndpointId: endpoint.id,
                    securityGroupId: admitting(n, place.vpc, "endpoints").id,
                    replaceDefaultAssociation: true,
                });
            },
            on: "logs",
            says: /the endpoint logs admits nobody/,
        },
        {
            name: "two endpoints that take over one name: one finding",
            network: (n) => twice(n),
            on: "again",
            says: [
                /^the endpoint again will be refused$/m,
                /the endpoint logs answers for the same name in VPC vpc$/m,
                /^fix: .*privateDnsEnabled/m,
            ],
        },
        {
            name: "a gateway endpoint on no route table",
            network: (n) => gateway(n, { routeTableIds: null }),
            on: "s3",
            says: [
                /^the endpoint s3 is of no use$/m,
                /VPC endpoint s3 → is associated with no route table/,
                /^fix: associate the endpoint s3 with the route tables of the tasks/m,
            ],
        },
        {
            name: "a gateway endpoint on an empty list of route tables",
            network: (n) => gateway(n, { routeTableIds: [] }),
            on: "s3",
            says: /the endpoint s3 is of no use/,
        },
        {
            name: "a gateway endpoint in subnets",
            network: (n) => {
                const place = tasks(n);
                gateway(n, { subnetIds: [place.subnet.id] }, place);
            },
            on: "s3",
            says: [
                /^the endpoint s3 will be refused$/m,
                /VPC endpoint s3 → is a gateway endpoint, which takes no subnetIds$/m,
                /^fix: leave subnetIds of VPC endpoint s3 out$/m,
            ],
        },
        {
            name: "a gateway endpoint with security groups",
            network: (n) => {
                const place = tasks(n);
                const group = admitting(n, place.vpc, "endpoints", 443);
                gateway(n, { securityGroupIds: [group.id] }, place);
            },
            on: "s3",
            says: [
                /which takes no securityGroupIds$/m,
                /^fix: leave securityGroupIds of VPC endpoint s3 out/m,
            ],
        },
        {
            name: "an S3 interface endpoint with private DNS, without a gateway endpoint",
            network: (n) => s3Interface(n),
            on: "s3-interface",
            says: [
                /^the endpoint s3-interface will be refused$/m,
                /has private DNS for S3, and VPC vpc has no gateway endpoint for it$/m,
                /^fix: either add a gateway endpoint for com\.amazonaws\.us-east-1\.s3 to VPC vpc, on the route tables of the tasks; or set dnsOptions\.privateDnsOnlyForInboundResolverEndpoint to false on VPC endpoint s3-interface$/m,
            ],
        },
        {
            name: "an S3 interface endpoint for inbound resolvers, beside DynamoDB's gateway endpoint",
            network: (n) => {
                const place = tasks(n);
                n.endpoint("dynamodb", place.vpc, {
                    vpcEndpointType: "Gateway",
                    privateDnsEnabled: null,
                    subnetIds: null,
                    routeTableIds: [place.table.id],
                });
                const dnsOptions = { privateDnsOnlyForInboundResolverEndpoint: true };
                s3Interface(n, { dnsOptions }, place);
            },
            on: "s3-interface",
            says: /has no gateway endpoint for it/,
        },
        {
            name: "an S3 interface endpoint, with a gateway endpoint in another VPC",
            network: (n) => {
                s3Interface(n);
                const other = n.vpc("other");
                n.endpoint("s3", other, { routeTableIds: [other.get("mainRouteTableId")] });
            },
            on: "s3-interface",
            says: /VPC vpc has no gateway endpoint for it/,
        },
        {
            name: "two services in one VPC: one finding",
            network: (n) => {
                const place = tasks(n);
                n.service("api", [place.subnet]);
                gateway(n, { routeTableIds: null }, place);
            },
            on: "s3",
            says: /the endpoint s3 is of no use/,
        },
    ],
    cannotKnow: [
        {
            name: "groups that an apply chose, none of which has a rule: there may be more",
            network: (n) => {
                const place = tasks(n);
                const groups = ["a", "b"].map((name) => admitting(n, place.vpc, name));
                const securityGroupIds = n.add("test:index:Choice", "choice").get("groups");
                n.add(
                    "aws:ec2/vpcEndpoint:VpcEndpoint",
                    "logs",
                    {
                        vpcId: place.vpc.id,
                        serviceName: "com.amazonaws.us-east-1.logs",
                        vpcEndpointType: "Interface",
                        securityGroupIds,
                    },
                    { feeds: { securityGroupIds: groups } },
                );
            },
            forms: ["first preview"],
            on: "logs",
            gap: /securityGroupIds of logs/,
            ok: (n) => {
                logsAdmitting(n, [443]);
            },
            violated: (n) => {
                logsAdmitting(n, []);
            },
        },
        {
            name: "an endpoint of a type that is not known yet",
            network: (n) => logsAdmitting(n, [], { vpcEndpointType: later(n) }),
            forms: ["first preview"],
            on: "logs",
            gap: /vpcEndpointType of logs: it comes from later/,
            ok: (n) => logsAdmitting(n, [443]),
            violated: (n) => logsAdmitting(n, []),
        },
        {
            name: "DNS hostnames that are not known yet",
            network: (n) => logsIn(n, { enableDnsHostnames: later(n) }),
            forms: ["first preview"],
            on: "logs",
            gap: /enableDnsHostnames of vpc: it comes from later/,
            ok: (n) => logs(n),
            violated: (n) => logsIn(n, { enableDnsHostnames: false }),
        },
        {
            name: "private DNS that is not known yet, without DNS hostnames",
            network: (n) =>
                logsIn(n, { enableDnsHostnames: false }, { privateDnsEnabled: later(n) }),
            forms: ["first preview"],
            on: "logs",
            gap: /privateDnsEnabled of logs: it comes from later/,
            ok: (n) => logsIn(n, { enableDnsHostnames: false }, { privateDnsEnabled: false }),
            violated: (n) => logsIn(n, { enableDnsHostnames: false }),
        },
        {
            name: "a security group that is not in the plan",
            network: (n) => logs(n, { securityGroupIds: ["sg-0123456789abcdef0"] }),
            on: "logs",
            gap: /securityGroupIds\[0\] of logs: the security group that it names is not/,
            ok: (n) => logsAdmitting(n, [443]),
            violated: (n) => logsAdmitting(n, []),
        },
        {
            name: "a rule for a port that is not known yet",
            network: (n) => logsAdmitting(n, [later(n)]),
            forms: ["first preview"],
            on: "logs",
            gap: /ingress\[0\]\.fromPort of endpoints: it comes from later/,
            ok: (n) => logsAdmitting(n, [443]),
            violated: (n) => logsAdmitting(n, [80]),
        },
        {
            name: "a rule of which the security group is not known",
            network: (n) => {
                logsAdmitting(n, []);
                admitHttps(n, later(n));
            },
            forms: ["first preview"],
            on: "logs",
            gap: /securityGroupId of https: it comes from later/,
            ok: (n) => logsAdmitting(n, [443]),
            violated: (n) => logsAdmitting(n, []),
        },
        {
            name: "rules of a group that the program ignores",
            forms: ["deployed"],
            network: (n) => {
                const place = tasks(n);
                const group = n.add(
                    "aws:ec2/securityGroup:SecurityGroup",
                    "endpoints",
                    { vpcId: place.vpc.id },
                    { ignoreChanges: ["ingress"] },
                );
                logs(n, { securityGroupIds: [group.id] }, place);
            },
            on: "logs",
            gap: /ingress of endpoints: ignoreChanges covers ingress/,
            ok: (n) => logsAdmitting(n, [443]),
            violated: (n) => logsAdmitting(n, []),
        },
        {
            name: "the default group of the adopted default VPC, adopted without rules",
            network: (n) => {
                const vpc = n.add("aws:ec2/defaultVpc:DefaultVpc", "default");
                n.service("web", [n.subnet("private", vpc)]);
                const group = n.add("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "group", {
                    vpcId: vpc.id,
                });
                n.endpoint("logs", vpc, { securityGroupIds: [group.id] });
            },
            on: "logs",
            gap: /ingress of group: AWS made it, this program adopts it/,
            ok: (n) => logsAdmitting(n, [443]),
            violated: (n) => logsAdmitting(n, []),
        },
        {
            name: "two endpoints, of which one is for a service that is not known yet",
            network: (n) => twice(n, { serviceName: later(n) }),
            forms: ["first preview"],
            on: "again",
            gap: /serviceName of again: it comes from later/,
            ok: (n) => twice(n, { serviceName: "com.amazonaws.us-east-1.ssm" }),
            violated: (n) => logsAdmitting(n, []),
        },
        {
            name: "two endpoints for one service, of which one may have private DNS",
            network: (n) => twice(n, { privateDnsEnabled: later(n) }),
            forms: ["first preview"],
            on: "again",
            gap: /privateDnsEnabled of again: it comes from later/,
            ok: (n) => twice(n, { privateDnsEnabled: false }),
            violated: (n) => logsAdmitting(n, []),
        },
        {
            name: "a gateway endpoint on route tables that are not known yet",
            network: (n) => gateway(n, { routeTableIds: later(n) }),
            forms: ["first preview"],
            on: "s3",
            gap: /routeTableIds of s3: it comes from later/,
            ok: (n) => gateway(n),
            violated: (n) => gateway(n, { routeTableIds: [] }),
        },
        {
            name: "a gateway endpoint whose route tables the program ignores",
            forms: ["deployed"],
            network: (n) => {
                const { vpc } = tasks(n);
                n.add(
                    "aws:ec2/vpcEndpoint:VpcEndpoint",
                    "s3",
                    { vpcId: vpc.id, serviceName: "com.amazonaws.us-east-1.s3" },
                    { ignoreChanges: ["routeTableIds"] },
                );
            },
            on: "s3",
            gap: /routeTableIds of s3: ignoreChanges covers routeTableIds/,
            ok: (n) => gateway(n),
            violated: (n) => gateway(n, { routeTableIds: null }),
        },
        {
            name: "an association of which the gateway endpoint is not known",
            network: (n) => {
                const place = tasks(n);
                gateway(n, { routeTableIds: null }, place);
                n.add(
                    "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation",
                    "s3",
                    { vpcEndpointId: later(n), routeTableId: place.table.id },
                );
            },
            forms: ["first preview"],
            on: "s3",
            gap: /vpcEndpointId of VPC endpoint route table association s3: it comes from later/,
            ok: (n) => gateway(n),
            violated: (n) => gateway(n, { routeTableIds: null }),
        },
        {
            name: "a deployed gateway endpoint that the stack gives away",
            network: (n) => n.output("s3", gateway(n, { routeTableIds: null }).id),
            forms: ["deployed"],
            on: "s3",
            gap: /routeTableIds of s3: the stack gives its id away/,
            ok: (n) => gateway(n),
            violated: (n) => gateway(n, { routeTableIds: null }),
        },
        {
            name: "a gateway endpoint in subnets that are not known yet",
            network: (n) => gateway(n, { subnetIds: later(n) }),
            forms: ["first preview"],
            on: "s3",
            gap: /subnetIds of s3: it comes from later/,
            ok: (n) => gateway(n, { subnetIds: [] }),
            violated: (n) => {
                const place = tasks(n);
                gateway(n, { subnetIds: [place.subnet.id] }, place);
            },
        },
        {
            name: "an S3 interface endpoint alone, whose DNS options are not known yet",
            network: (n) =>
                s3Interface(n, {
                    dnsOptions: { privateDnsOnlyForInboundResolverEndpoint: later(n) },
                }),
            forms: ["first preview"],
            on: "s3-interface",
            gap: /privateDnsOnlyForInboundResolverEndpoint of s3-interface: it comes from later/,
            ok: (n) =>
                s3Interface(n, { dnsOptions: { privateDnsOnlyForInboundResolverEndpoint: false } }),
            violated: (n) =>
                s3Interface(n, { dnsOptions: { privateDnsOnlyForInboundResolverEndpoint: true } }),
        },
        {
            name: "an S3 interface endpoint alone, whose DNS options are one unknown",
            network: (n) => s3Interface(n, { dnsOptions: later(n) }),
            forms: ["first preview"],
            on: "s3-interface",
            gap: /dnsOptions of s3-interface: it comes from later/,
            ok: (n) =>
                s3Interface(n, { dnsOptions: { privateDnsOnlyForInboundResolverEndpoint: false } }),
            violated: (n) =>
                s3Interface(n, { dnsOptions: { privateDnsOnlyForInboundResolverEndpoint: true } }),
        },
        {
            name: "an S3 interface endpoint alone, whose DNS options say nothing of resolvers",
            network: (n) => s3Interface(n, { dnsOptions: { dnsRecordIpType: "ipv4" } }),
            forms: ["first preview"],
            on: "s3-interface",
            gap: /privateDnsOnlyForInboundResolverEndpoint of s3-interface: AWS decides it/,
            ok: (n) =>
                s3Interface(n, { dnsOptions: { privateDnsOnlyForInboundResolverEndpoint: false } }),
            violated: (n) =>
                s3Interface(n, { dnsOptions: { privateDnsOnlyForInboundResolverEndpoint: true } }),
        },
        {
            name: "an S3 interface endpoint beside a gateway endpoint for a service that is not known",
            network: (n) => {
                const place = tasks(n);
                gateway(n, { serviceName: later(n) }, place);
                s3Interface(n, {}, place);
            },
            forms: ["first preview"],
            on: "s3-interface",
            gap: /serviceName of s3: it comes from later/,
            ok: (n) => {
                const place = tasks(n);
                gateway(n, {}, place);
                s3Interface(n, {}, place);
            },
            violated: (n) => s3Interface(n),
        },
        {
            name: "an S3 interface endpoint alone, in a deployed VPC that the stack gives away",
            network: (n) => {
                const place = tasks(n);
                n.output("vpcId", place.vpc.id);
                s3Interface(n, {}, place);
            },
            forms: ["deployed"],
            on: "s3-interface",
            gap: /endpoints of vpc: the stack gives its id away/,
            ok: (n) => s3Interface(n, { privateDnsEnabled: false }),
            violated: (n) => s3Interface(n),
        },
        {
            name: "a gateway endpoint on no route table, in a VPC that is not known",
            network: (n) => {
                tasks(n);
                n.add("aws:ec2/vpcEndpoint:VpcEndpoint", "s3", {
                    vpcId: later(n),
                    serviceName: "com.amazonaws.us-east-1.s3",
                });
            },
            forms: ["first preview"],
            on: "s3",
            gap: /vpcId of s3: it comes from later/,
            ok: (n) => gateway(n),
            violated: (n) => gateway(n, { routeTableIds: null }),
        },
        {
            name: "a useless endpoint of a service that may be on Fargate",
            network: (n) => {
                const place = tasks(n, { launchType: null, cluster: "shared" });
                gateway(n, { routeTableIds: null }, place);
            },
            on: "s3",
            gap: /cluster of web: the cluster that it names is not in this plan/,
            ok: (n) => gateway(n, {}, tasks(n, { launchType: null, cluster: "shared" })),
            violated: (n) => gateway(n, { routeTableIds: null }),
        },
    ],
});
