import { serviceSingleVpc } from "../../policies/service-single-vpc";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { natNetwork, type Network } from "../support/networks";
import type { Inputs, Resource, Value } from "../support/program";
import { testPolicy } from "../support/table";

const groupOutside = "sg-0123456789abcdef0";
const subnetOutside = "subnet-0123456789abcdef0";

/** A service with this security group. */
function withGroup(n: Network, subnets: readonly Resource[] | Value, group: Value): void {
    n.service("web", subnets, { networkConfiguration: { securityGroups: [group] } });
}

/** A service behind a load balancer in these subnets. */
function balanced(
    n: Network,
    subnets: readonly Resource[] | Value,
    group: Resource,
    balancerSubnets: readonly Resource[],
): void {
    const balancer = n.loadBalancer("alb", balancerSubnets);
    n.listener("http", balancer, group);
    n.service("web", subnets, {
        loadBalancers: [{ targetGroupArn: group.arn, containerPort: 80 }],
    });
}

function defaultVpc(n: Network): { vpc: Resource; subnet: Resource } {
    const vpc = n.add("aws:ec2/defaultVpc:DefaultVpc", "default");
    const subnet = n.add("aws:ec2/defaultSubnet:DefaultSubnet", "default", {
        availabilityZone: "us-east-1a",
    });
    return { vpc, subnet };
}

/** A security group whose `vpcId` nobody set. */
function groupWithoutVpc(n: Network, name = "web"): Resource {
    return n.add("aws:ec2/securityGroup:SecurityGroup", name, { egress: [] });
}

function groupOf(n: Network, vpcId: Value): Resource {
    return n.add("aws:ec2/securityGroup:SecurityGroup", "web", { vpcId, egress: [] });
}

function associate(n: Network, group: Value, vpc: Resource): void {
    n.add("aws:vpc/securityGroupVpcAssociation:SecurityGroupVpcAssociation", "shared", {
        securityGroupId: group,
        vpcId: vpc.id,
    });
}

/** An unknown list of subnets, which these feed. */
function chosen(n: Network, subnets: readonly Resource[], inputs: Inputs = {}): void {
    const ids = n.add("test:index:Choice", "choice").get("ids");
    const { networkConfiguration = {} } = inputs;
    n.service(
        "web",
        ids,
        { networkConfiguration },
        { feeds: { networkConfiguration: [...subnets] } },
    );
}

testPolicy(serviceSingleVpc, unverifiedNetwork, {
    valid: [
        {
            name: "everything in one VPC",
            network: (n) => {
                const { vpc, publicSubnet, privateSubnet } = natNetwork(n);
                balanced(n, [privateSubnet], n.targetGroup("web", vpc), [publicSubnet]);
                withGroup(n, [privateSubnet], n.securityGroup("web", vpc).id);
            },
        },
        {
            name: "one subnet and nothing else",
            network: (n) => n.service("web", [subnetOutside]),
        },
        {
            name: "an unknown list of subnets of a component's one VPC",
            network: (n) => {
                const network = n.add("awsx:ec2:Vpc", "network", {}, { component: true });
                const vpc = n.vpc("network", {}, { parent: network });
                for (const name of ["a", "b", "c"]) n.subnet(name, vpc, {}, { parent: network });
                n.service("web", network.get("privateSubnetIds"), {
                    networkConfiguration: { securityGroups: [n.securityGroup("web", vpc).id] },
                });
            },
            forms: ["first preview"],
        },
        {
            name: "a security group of the VPC that a component made",
            network: (n) => {
                const network = n.add("my:index:Network", "network", {}, { component: true });
                const vpc = n.vpc("network", {}, { parent: network });
                n.subnet("a", vpc, {}, { parent: network });
                withGroup(n, network.get("subnetIds"), groupOf(n, network.get("vpcId")).id);
            },
            forms: ["first preview"],
        },
        {
            name: "an unknown list of a VPC's subnets",
            network: (n) => {
                const vpc = n.vpc();
                chosen(n, [n.subnet("a", vpc), n.subnet("b", vpc)], {
                    networkConfiguration: { securityGroups: [n.securityGroup("web", vpc).id] },
                });
            },
            forms: ["first preview"],
        },
        {
            name: "two services, each in its own VPC",
            network: (n) => {
                for (const name of ["a", "b"]) {
                    const vpc = n.vpc(name);
                    n.service(name, [n.subnet(name, vpc)], {
                        networkConfiguration: { securityGroups: [n.securityGroup(name, vpc).id] },
                    });
                }
            },
        },
        {
            name: "the adopted default VPC, and a security group without a vpcId",
            network: (n) => withGroup(n, [defaultVpc(n).subnet], groupWithoutVpc(n).id),
        },
        {
            name: "a subnet of the adopted default VPC, and a security group without a vpcId",
            network: (n) => withGroup(n, [n.subnet("a", defaultVpc(n).vpc)], groupWithoutVpc(n).id),
        },
        {
            name: "a security group of another VPC, associated with that of the subnets",
            network: (n) => {
                const vpc = n.vpc();
                const group = n.securityGroup("web", n.vpc("other"));
                associate(n, group.id, vpc);
                withGroup(n, [n.subnet("a", vpc)], group.id);
            },
        },
        {
            name: "a security group that exists already, associated with the new VPC",
            network: (n) => {
                const vpc = n.vpc();
                associate(n, groupOutside, vpc);
                withGroup(n, [n.subnet("a", vpc)], groupOutside);
            },
        },
        {
            name: "the VPC's own default security group",
            network: (n) => {
                const vpc = n.vpc();
                withGroup(n, [n.subnet("a", vpc)], vpc.get("defaultSecurityGroupId"));
            },
        },
        {
            name: "subnets and a security group of one VPC that the plan only names",
            network: (n) => {
                const vpcId = "vpc-0123456789abcdef0";
                const subnet = n.add("aws:ec2/subnet:Subnet", "a", {
                    vpcId,
                    cidrBlock: "10.0.1.0/24",
                });
                withGroup(n, [subnet], groupOf(n, vpcId).id);
            },
        },
        {
            name: "a service on EC2 with a security group of another VPC",
            network: (n) =>
                n.service("web", [n.subnet("a", n.vpc())], {
                    launchType: "EC2",
                    networkConfiguration: {
                        securityGroups: [n.securityGroup("web", n.vpc("other")).id],
                    },
                }),
        },
        {
            name: "a target group of functions beside it, which has no VPC",
            network: (n) => {
                const { vpc, publicSubnet, privateSubnet } = natNetwork(n);
                n.add("aws:lb/targetGroup:TargetGroup", "function", { targetType: "lambda" });
                balanced(n, [privateSubnet], n.targetGroup("web", vpc), [publicSubnet]);
            },
        },
        {
            name: "a load balancer of another VPC that serves something else",
            network: (n) => {
                const other = n.vpc("other");
                const balancer = n.loadBalancer("other", [n.subnet("other", other)]);
                n.listener("other", balancer, n.targetGroup("other", other));
                const { vpc, publicSubnet, privateSubnet } = natNetwork(n);
                balanced(n, [privateSubnet], n.targetGroup("web", vpc), [publicSubnet]);
            },
        },
        {
            name: "Express Mode, whose groups AWS makes",
            network: (n) => n.express("web", [natNetwork(n).privateSubnet]),
        },
    ],
    violates: [
        {
            name: "a security group without a vpcId, which is in the default VPC",
            network: (n) => withGroup(n, [n.subnet("private", n.vpc())], groupWithoutVpc(n).id),
            on: "web",
            says: [
                /service web uses security group web of (the region's default VPC|a VPC outside this plan), but its subnets are in VPC vpc/,
                /fix: give service web a security group of VPC vpc/,
            ],
            fixed: (n) => {
                const vpc = n.vpc();
                withGroup(n, [n.subnet("private", vpc)], n.securityGroup("web", vpc).id);
            },
        },
        {
            name: "subnets of two VPCs",
            network: (n) =>
                n.service("web", [n.subnet("a", n.vpc()), n.subnet("b", n.vpc("other"))]),
            on: "web",
            says: /service web lists subnets of different VPCs: subnet a of VPC vpc and subnet b of VPC other/,
        },
        {
            name: "a security group of another VPC",
            network: (n) =>
                withGroup(n, [n.subnet("a", n.vpc())], n.securityGroup("web", n.vpc("other")).id),
            on: "web",
            says: /uses security group web of VPC other, but its subnets are in VPC vpc/,
        },
        {
            name: "one wrong security group of two",
            network: (n) => {
                const vpc = n.vpc();
                const groups = [
                    n.securityGroup("right", vpc).id,
                    n.securityGroup("wrong", n.vpc("other")).id,
                ];
                n.service("web", [n.subnet("a", vpc), n.subnet("b", vpc)], {
                    networkConfiguration: { securityGroups: groups },
                });
            },
            on: "web",
            says: /uses security group wrong of VPC other, but its subnets are in VPC vpc$/m,
        },
        {
            name: "a security group that exists already, in a new VPC",
            network: (n) => withGroup(n, [n.subnet("a", n.vpc())], groupOutside),
            forms: ["first preview"],
            on: "web",
            says: /uses a security group outside this plan of a VPC that exists already, but its subnets are in VPC vpc/,
        },
        {
            name: "a subnet that exists already, and a security group of a new VPC",
            network: (n) => withGroup(n, [subnetOutside], n.securityGroup("web", n.vpc()).id),
            forms: ["first preview"],
            on: "web",
            says: /uses security group web of VPC vpc, but its subnets are in a VPC that exists already/,
        },
        {
            name: "a subnet that exists already beside one of a new VPC",
            network: (n) => n.service("web", [n.subnet("a", n.vpc()).id, subnetOutside]),
            forms: ["first preview"],
            on: "web",
            says: /subnet a of VPC vpc and a subnet outside this plan of a VPC that exists already/,
        },
        {
            name: "a security group of the default VPC's subnets that names a new VPC",
            network: (n) =>
                withGroup(n, [defaultVpc(n).subnet], n.securityGroup("web", n.vpc()).id),
            on: "web",
            says: /uses security group web of VPC vpc/,
        },
        {
            name: "two VPCs that the plan only names",
            network: (n) => {
                const subnet = n.add("aws:ec2/subnet:Subnet", "a", {
                    vpcId: "vpc-0123456789abcdef0",
                    cidrBlock: "10.0.1.0/24",
                });
                withGroup(n, [subnet], groupOf(n, "vpc-0fedcba9876543210").id);
            },
            on: "web",
            says: [
                /uses security group web of a VPC outside this plan, but its subnets are in another$/m,
                /^fix: give service web a security group of the VPC of its subnets, or/m,
            ],
        },
        {
            name: "a security group that is associated with a third VPC",
            network: (n) => {
                const group = n.securityGroup("web", n.vpc("other"));
                associate(n, group.id, n.vpc("third"));
                withGroup(n, [n.subnet("a", n.vpc())], group.id);
            },
            on: "web",
            says: /uses security group web of VPC other/,
        },
        {
            name: "a target group of another VPC",
            network: (n) => {
                const { privateSubnet } = natNetwork(n);
                const other = n.vpc("other");
                balanced(n, [privateSubnet], n.targetGroup("web", other), [
                    n.subnet("other", other),
                ]);
            },
            on: "web",
            says: /uses target group web of VPC other, but its subnets are in VPC vpc/,
        },
        {
            name: "a load balancer in another VPC than its target group",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                balanced(n, [privateSubnet], n.targetGroup("web", vpc), [
                    n.subnet("other", n.vpc("other")),
                ]);
            },
            on: "web",
            says: /load balancer alb forwards to target group web of VPC vpc, which service web uses/,
        },
        {
            name: "an unknown list of subnets, all of another VPC than the security group",
            network: (n) => {
                const vpc = n.vpc();
                chosen(n, [n.subnet("a", vpc), n.subnet("b", vpc)], {
                    networkConfiguration: {
                        securityGroups: [n.securityGroup("web", n.vpc("other")).id],
                    },
                });
            },
            forms: ["first preview"],
            on: "web",
            says: [/uses security group web of VPC other/, /assuming that/],
        },
        {
            name: "a task that a schedule starts, in subnets of two VPCs",
            network: (n) =>
                n.add("aws:scheduler/schedule:Schedule", "hourly", {
                    target: {
                        arn: n.cluster().arn,
                        ecsParameters: {
                            launchType: "FARGATE",
                            taskDefinitionArn: n.taskDefinition("app").arn,
                            networkConfiguration: {
                                subnets: [
                                    n.subnet("a", n.vpc()).id,
                                    n.subnet("b", n.vpc("other")).id,
                                ],
                            },
                        },
                    },
                }),
            on: "hourly",
            says: /schedule hourly lists subnets of different VPCs/,
        },
        {
            name: "Express Mode with a security group of another VPC",
            network: (n) =>
                n.express("web", [natNetwork(n).privateSubnet], {
                    networkConfiguration: {
                        securityGroups: [n.securityGroup("other", n.vpc("other")).id],
                    },
                }),
            on: "web",
            says: /Express Mode service web uses security group other of VPC other/,
            fixed: (n) => n.express("web", [natNetwork(n).privateSubnet]),
        },
    ],
    cannotKnow: [
        {
            name: "a subnet and a security group that both exist already",
            network: (n) => withGroup(n, [subnetOutside], groupOutside),
            on: "web",
            gap: /the (subnet|security group) that it names is not in this plan/,
            ok: (n) => {
                const vpc = n.vpc();
                withGroup(n, [n.subnet("a", vpc)], n.securityGroup("web", vpc).id);
            },
            violated: (n) =>
                withGroup(n, [n.subnet("a", n.vpc())], n.securityGroup("web", n.vpc("other")).id),
        },
        {
            name: "a security group without a vpcId in subnets that exist already",
            network: (n) => withGroup(n, [subnetOutside], groupWithoutVpc(n).id),
            on: "web",
            gap: /the subnet that it names is not in this plan/,
            ok: (n) => withGroup(n, [defaultVpc(n).subnet], groupWithoutVpc(n).id),
            violated: (n) => withGroup(n, [n.subnet("a", n.vpc())], groupWithoutVpc(n).id),
        },
        {
            name: "a security group that exists already, in a VPC that does too",
            network: (n) => withGroup(n, [n.subnet("a", n.vpc())], groupOutside),
            forms: ["deployed"],
            on: "web",
            gap: /the security group that it names is not in this plan/,
            ok: (n) => {
                const vpc = n.vpc();
                withGroup(n, [n.subnet("a", vpc)], n.securityGroup("web", vpc).id);
            },
            violated: (n) => withGroup(n, [n.subnet("a", n.vpc())], groupWithoutVpc(n).id),
        },
        {
            name: "a security group of another VPC that another tool may associate",
            network: (n) => {
                const vpc = n.vpc();
                const group = n.securityGroup("web", n.vpc("other"));
                n.add("test:index:Sharing", "tool", { groups: group.id, vpcs: vpc.id });
                withGroup(n, [n.subnet("a", vpc)], group.id);
            },
            on: "web",
            gap: /what it makes there is not in the plan/,
            ok: (n) => {
                const vpc = n.vpc();
                const group = n.securityGroup("web", n.vpc("other"));
                associate(n, group.id, vpc);
                withGroup(n, [n.subnet("a", vpc)], group.id);
            },
            violated: (n) =>
                withGroup(n, [n.subnet("a", n.vpc())], n.securityGroup("web", n.vpc("other")).id),
        },
        {
            name: "an unknown list of subnets of two VPCs",
            network: (n) => chosen(n, [n.subnet("a", n.vpc()), n.subnet("b", n.vpc("other"))]),
            forms: ["first preview"],
            on: "web",
            gap: /networkConfiguration\.subnets of web/,
            ok: (n) => {
                const vpc = n.vpc();
                n.service("web", [n.subnet("a", vpc), n.subnet("b", vpc)]);
            },
            violated: (n) =>
                n.service("web", [n.subnet("a", n.vpc()), n.subnet("b", n.vpc("other"))]),
        },
        {
            name: "a security group whose VPC another resource makes",
            network: (n) => {
                const vpcId = n.add("test:index:Network", "network").get("vpcId");
                withGroup(n, [n.subnet("a", n.vpc())], groupOf(n, vpcId).id);
            },
            forms: ["first preview"],
            on: "web",
            gap: /vpcId of security group web/,
            ok: (n) => {
                const vpc = n.vpc();
                withGroup(n, [n.subnet("a", vpc)], groupOf(n, vpc.id).id);
            },
            violated: (n) => withGroup(n, [n.subnet("a", n.vpc())], groupOf(n, n.vpc("b").id).id),
        },
        {
            name: "a load balancer of another VPC that may forward to the target group",
            network: (n) => {
                const { vpc, publicSubnet, privateSubnet } = natNetwork(n);
                const group = n.targetGroup("web", vpc);
                balanced(n, [privateSubnet], group, [publicSubnet]);
                const vpc2 = n.vpc("other");
                const other = n.targetGroup("other", vpc2);
                const choice = n.add("test:index:Choice", "choice");
                n.add(
                    "aws:lb/listener:Listener",
                    "chosen",
                    {
                        loadBalancerArn: n.loadBalancer("nlb", [n.subnet("far", vpc2)]).arn,
                        port: 80,
                        defaultActions: choice.get("actions"),
                    },
                    { feeds: { defaultActions: [group, other] } },
                );
            },
            forms: ["first preview"],
            on: "web",
            gap: /service-single-vpc: arn of nlb: it may forward to web/,
            ok: (n) => {
                const { vpc, publicSubnet, privateSubnet } = natNetwork(n);
                balanced(n, [privateSubnet], n.targetGroup("web", vpc), [publicSubnet]);
            },
            violated: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                const far = n.subnet("far", n.vpc("other"));
                balanced(n, [privateSubnet], n.targetGroup("web", vpc), [far]);
            },
        },
        {
            name: "a security group of another VPC, of a service that may be on Fargate",
            network: (n) =>
                n.service("web", [n.subnet("a", n.vpc())], {
                    launchType: null,
                    cluster: "shared",
                    networkConfiguration: {
                        securityGroups: [n.securityGroup("web", n.vpc("other")).id],
                    },
                }),
            on: "web",
            gap: /the cluster that it names is not in this plan/,
            ok: (n) => {
                const vpc = n.vpc();
                withGroup(n, [n.subnet("a", vpc)], n.securityGroup("web", vpc).id);
            },
            violated: (n) =>
                withGroup(n, [n.subnet("a", n.vpc())], n.securityGroup("web", n.vpc("other")).id),
        },
    ],
});
