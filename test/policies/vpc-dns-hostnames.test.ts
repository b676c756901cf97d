import { unverifiedNetwork } from "../../policies/unverified-network";
import { vpcDnsHostnames } from "../../policies/vpc-dns-hostnames";
import { later, natNetwork, type Network } from "../support/networks";
import type { Inputs, Options, Resource } from "../support/program";
import { testPolicy } from "../support/table";

/** A service in a VPC with these attributes. */
function within(
    n: Network,
    attributes: Inputs = {},
    inputs: Inputs = {},
    options?: Options,
): Resource {
    const vpc = n.vpc("vpc", attributes, options);
    n.service("web", [n.subnet("private", vpc)], inputs);
    return vpc;
}

function withinDefaultVpc(n: Network, attributes: Inputs = {}): void {
    const vpc = n.add("aws:ec2/defaultVpc:DefaultVpc", "default", attributes);
    n.service("web", [n.subnet("private", vpc)]);
}

/** DHCP options that give a VPC name servers of one's own. */
function ownNameServers(n: Network, vpc: Resource): void {
    const options = n.add("aws:ec2/vpcDhcpOptions:VpcDhcpOptions", "dhcp", {
        domainNameServers: ["10.1.0.2"],
    });
    n.add("aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation", "dhcp", {
        vpcId: vpc.id,
        dhcpOptionsId: options.id,
    });
}

const noSupport = { enableDnsSupport: false };
const noHostnames = { enableDnsHostnames: false };

testPolicy(vpcDnsHostnames, unverifiedNetwork, {
    valid: [
        {
            name: "DNS hostnames on; DNS support is on by default",
            network: (n) => n.service("web", [natNetwork(n).privateSubnet]),
        },
        {
            name: "both attributes set",
            network: (n) => within(n, { enableDnsSupport: true, enableDnsHostnames: true }),
        },
        {
            name: "the adopted default VPC, which has both",
            network: (n) => withinDefaultVpc(n),
        },
        {
            name: "both attributes, with name servers of one's own",
            network: (n) => ownNameServers(n, within(n)),
        },
        {
            name: "a VPC without tasks",
            network: (n) => {
                within(n);
                n.subnet("empty", n.vpc("other", noHostnames));
            },
        },
        {
            name: "a VPC with tasks on EC2 alone",
            network: (n) => within(n, noHostnames, { launchType: "EC2" }),
        },
        {
            name: "a VPC with tasks on external instances alone",
            network: (n) => within(n, noHostnames, { launchType: "EXTERNAL" }),
        },
        {
            name: "a task definition for Fargate that nothing starts",
            network: (n) => {
                n.subnet("private", n.vpc("vpc", noHostnames));
                n.taskDefinition("app");
            },
        },
    ],
    violates: [
        {
            name: "DNS hostnames not set, which is off",
            statement: "1.7",
            network: (n) => within(n, { enableDnsHostnames: null }),
            fixed: (n) => within(n),
            on: "vpc",
            says: [
                /^VPC vpc gives its tasks no DNS hostnames$/m,
                /VPC vpc → enableDnsHostnames is off/,
                /^fix: set enableDnsHostnames to true on VPC vpc$/m,
            ],
        },
        {
            name: "DNS hostnames off, behind a NAT gateway that needs none",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                Object.assign(vpc.inputs, noHostnames);
                n.service("web", [privateSubnet]);
            },
            on: "vpc",
            says: /enableDnsHostnames is off/,
        },
        {
            name: "DNS support off",
            statement: "1.7",
            network: (n) => within(n, noSupport),
            on: "vpc",
            says: /VPC vpc → enableDnsSupport is off/,
        },
        {
            name: "both off: one finding that names both",
            network: (n) => within(n, { ...noSupport, ...noHostnames }),
            on: "vpc",
            says: [/enableDnsHostnames is off/, /enableDnsSupport is off/],
        },
        {
            name: "DNS hostnames off, with name servers of one's own",
            network: (n) => ownNameServers(n, within(n, noHostnames)),
            on: "vpc",
            says: /enableDnsHostnames is off/,
        },
        {
            name: "DNS hostnames off in the adopted default VPC",
            network: (n) => withinDefaultVpc(n, noHostnames),
            on: "default",
            says: /VPC default gives its tasks no DNS hostnames/,
        },
        {
            name: "one of two VPCs",
            network: (n) => {
                within(n);
                n.service("api", [n.subnet("other", n.vpc("other", noHostnames))]);
            },
            on: "other",
            says: /VPC other gives its tasks no DNS hostnames/,
        },
        {
            name: "two services in one VPC: one finding",
            network: (n) => {
                const vpc = within(n, noHostnames);
                n.service("api", [n.subnet("other", vpc)]);
            },
            on: "vpc",
            says: /gives its tasks no DNS hostnames/,
        },
        {
            name: "a task that EventBridge Scheduler starts",
            network: (n) =>
                n.add("aws:scheduler/schedule:Schedule", "hourly", {
                    target: {
                        arn: n.cluster().arn,
                        ecsParameters: {
                            launchType: "FARGATE",
                            taskDefinitionArn: n.taskDefinition("app").arn,
                            networkConfiguration: {
                                subnets: [n.subnet("private", n.vpc("vpc", noHostnames)).id],
                            },
                        },
                    },
                }),
            on: "vpc",
            says: /gives its tasks no DNS hostnames/,
        },
        {
            name: "subnets of the VPC that an apply chose",
            network: (n) => {
                const vpc = n.vpc("vpc", noHostnames);
                const subnets = ["a", "b"].map((name) => n.subnet(name, vpc));
                const chosen = n.add("test:index:Choice", "choice").get("subnets");
                n.service("web", chosen, {}, { feeds: { networkConfiguration: subnets } });
            },
            forms: ["first preview"],
            on: "vpc",
            says: /gives its tasks no DNS hostnames/,
        },
    ],
    cannotKnow: [
        {
            name: "DNS hostnames that are not known yet",
            network: (n) => within(n, { enableDnsHostnames: later(n) }),
            forms: ["first preview"],
            on: "vpc",
            gap: /enableDnsHostnames of vpc: it comes from later/,
            ok: within,
            violated: (n) => within(n, noHostnames),
        },
        {
            name: "DNS support that is not known yet",
            network: (n) => within(n, { enableDnsSupport: later(n) }),
            forms: ["first preview"],
            on: "vpc",
            gap: /enableDnsSupport of vpc: it comes from later/,
            ok: within,
            violated: (n) => within(n, noSupport),
        },
        {
            name: "a VPC that --target left out",
            network: (n) => within(n, {}, {}, { skipped: true }),
            forms: ["first preview"],
            on: "vpc",
            gap: /enableDnsHostnames of vpc, enableDnsSupport of vpc: the resource is left out of this operation/,
            ok: within,
            violated: (n) => within(n, noHostnames),
        },
        {
            name: "a service that may be on Fargate",
            network: (n) => within(n, noHostnames, { launchType: null, cluster: "shared" }),
            on: "vpc",
            gap: /cluster of web: the cluster that it names is not in this plan/,
            ok: (n) => within(n, {}, { launchType: null, cluster: "shared" }),
            violated: (n) => within(n, noHostnames),
        },
        {
            name: "a service whose subnets are not in the plan",
            network: (n) => {
                n.vpc("vpc", noHostnames);
                n.service("web", ["subnet-0123456789abcdef0"]);
            },
            on: ["web", "vpc"],
            gap: /networkConfiguration\.subnets\[0\] of web: the subnet that it names is not/,
            ok: within,
            violated: (n) => within(n, noHostnames),
        },
        {
            name: "subnets of two VPCs that an apply chose among",
            network: (n) => {
                const subnets = [
                    n.subnet("a", n.vpc("with")),
                    n.subnet("b", n.vpc("without", noHostnames)),
                ];
                const chosen = n.add("test:index:Choice", "choice").get("subnets");
                n.service("web", chosen, {}, { feeds: { networkConfiguration: subnets } });
            },
            forms: ["first preview"],
            on: "without",
            gap: /networkConfiguration\.subnets of web/,
            ok: within,
            violated: (n) => within(n, noHostnames),
        },
    ],
});
