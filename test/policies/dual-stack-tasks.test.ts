import { dualStackTasks } from "../../policies/dual-stack-tasks";
import { unverifiedNetwork } from "../../policies/unverified-network";
import {
    behind,
    dualStackNetwork,
    ipv6Network,
    natNetwork,
    type Ipv6Choices,
    type Network,
} from "../support/networks";
import type { Inputs } from "../support/program";
import { testPolicy } from "../support/table";

const expected = { "preflight-settings": { expectIpv6: true } };
const unassigned = { subnet: { assignIpv6AddressOnCreation: null } };

/** A service in a dual-stack subnet. */
function dualService(n: Network, choices: Ipv6Choices = {}, inputs: Inputs = {}): void {
    const { subnet } = dualStackNetwork(n, choices);
    n.service("web", [subnet], inputs);
}

/** A service in a dual-stack subnet behind a dual-stack load balancer. */
function served(
    n: Network,
    choices: Ipv6Choices = {},
    group: Inputs = { ipAddressType: "ipv6" },
    inputs: Inputs = {},
): void {
    const { vpc, publicSubnet, subnet } = dualStackNetwork(n, choices);
    publicSubnet.inputs.ipv6CidrBlock = vpc.get("ipv6CidrBlock").apply("anotherPart");
    const alb = n.loadBalancer("alb", [publicSubnet], { ipAddressType: "dualstack" });
    const web = n.targetGroup("web", vpc, group);
    n.listener("web", alb, web);
    n.service("web", [subnet], { ...behind(web), ...inputs });
}

function accountSetting(n: Network, value: string, inputs: Inputs = {}, called = "setting"): void {
    n.add("aws:ecs/accountSettingDefault:AccountSettingDefault", called, {
        name: "dualStackIPv6",
        value,
        ...inputs,
    });
}

testPolicy(dualStackTasks, unverifiedNetwork, {
    valid: [
        {
            name: "a service behind a dual-stack load balancer, with a NAT gateway for IPv4",
            network: (n) => {
                served(n);
            },
        },
        {
            name: "an IPv4 target group of a dual-stack load balancer",
            network: (n) => {
                served(n, unassigned, {});
            },
        },
        {
            name: "an IPv6 target group, and no route for IPv6: the load balancer is in the VPC",
            network: (n) => {
                served(n, { without: ["64:ff9b::/96", "::/0"] });
            },
        },
        {
            name: "a dual-stack subnet whose service needs no IPv6",
            network: (n) => {
                dualService(n, { ...unassigned, without: ["64:ff9b::/96", "::/0"] });
            },
        },
        {
            name: "a service that needs IPv6, and has it",
            network: (n) => {
                dualService(n);
            },
            settings: expected,
        },
        {
            name: "a service in an IPv4 subnet of a VPC with an IPv6 block",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                vpc.inputs.assignGeneratedIpv6CidrBlock = true;
                n.service("web", [privateSubnet]);
            },
            settings: expected,
        },
        {
            name: "an IPv6-only service",
            network: (n) => {
                n.service("web", [ipv6Network(n).subnet]);
            },
            settings: expected,
        },
        {
            name: "the account setting turned on",
            network: (n) => {
                accountSetting(n, "enabled");
                served(n);
            },
        },
        {
            name: "another account setting turned off",
            network: (n) => {
                accountSetting(n, "disabled", { name: "containerInsights" });
                served(n);
            },
        },
        {
            name: "the account setting turned off in another region",
            network: (n) => {
                accountSetting(n, "disabled", { region: "eu-west-1" });
                served(n);
            },
        },
        {
            name: "the account setting turned off, where no service needs IPv6",
            network: (n) => {
                accountSetting(n, "disabled");
                dualService(n);
            },
        },
        {
            name: "::/0 to an internet gateway",
            network: (n) => {
                const { publicSubnet, vpc } = dualStackNetwork(n);
                publicSubnet.inputs.ipv6CidrBlock = vpc.get("ipv6CidrBlock").apply("anotherPart");
                publicSubnet.inputs.assignIpv6AddressOnCreation = true;
                n.service("web", [publicSubnet], {
                    networkConfiguration: { assignPublicIp: true },
                });
            },
            settings: expected,
        },
        {
            name: "an EC2 service",
            network: (n) => {
                served(n, unassigned, undefined, { launchType: "EC2" });
            },
        },
    ],
    violates: [
        {
            name: "an IPv6 target group, and a subnet that assigns no IPv6 addresses",
            statement: "1.13",
            network: (n) => {
                served(n, unassigned);
            },
            on: "web",
            says: [
                /get no IPv6 address in subnet private/,
                /fix: set assignIpv6AddressOnCreation to true on subnet private/,
            ],
            fixed: (n) => {
                served(n);
            },
        },
        {
            name: "a subnet that assigns no IPv6 addresses, where they are expected",
            statement: "1.1",
            network: (n) => {
                dualService(n, unassigned);
            },
            settings: expected,
            on: "web",
            says: /get no IPv6 address in subnet private/,
        },
        {
            name: "platform 1.3.0",
            statement: "1.11",
            network: (n) => {
                served(n, {}, undefined, { platformVersion: "1.3.0" });
            },
            on: "web",
            says: /platformVersion is older than 1\.4\.0/,
        },
        {
            name: "the account setting turned off",
            statement: "1.13",
            network: (n) => {
                accountSetting(n, "disabled");
                served(n);
            },
            on: "setting",
            says: /turns dualStackIPv6 off/,
        },
        {
            name: "the account setting turned off, in its other spelling",
            network: (n) => {
                accountSetting(n, "off");
                dualService(n);
            },
            settings: expected,
            on: "setting",
            says: /turns dualStackIPv6 off/,
        },
        {
            name: "no route for IPv6, where it is expected",
            statement: "1.13",
            network: (n) => {
                dualService(n, { without: ["64:ff9b::/96", "::/0"] });
            },
            settings: expected,
            on: "web",
            says: [/no connection to the internet over IPv6/, /route for ::\/0 to an egress-only/],
        },
        {
            name: "an egress-only gateway of another VPC",
            network: (n) => {
                dualService(n);
                const other = n.vpc("other");
                const gateway = n.find(
                    "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway",
                );
                if (gateway !== undefined) gateway.inputs.vpcId = other.id;
            },
            settings: expected,
            on: "web",
            says: /belongs to VPC other/,
        },
    ],
    cannotKnow: [
        {
            name: "the account setting turned off by another provider, perhaps of another account",
            network: (n) => {
                accountSetting(n, "disabled");
                served(n);
            },
            change: (recording) =>
                recording.map((each) =>
                    each.name !== "setting" || each.provider === undefined
                        ? each
                        : {
                              ...each,
                              provider: {
                                  ...each.provider,
                                  name: "other",
                                  urn: each.provider.urn.replace("default", "other"),
                              },
                          },
                ),
            on: "setting",
            gap: /another provider than the tasks/,
            ok: (n) => {
                accountSetting(n, "enabled");
                served(n);
            },
            violated: (n) => {
                accountSetting(n, "disabled", {}, "own");
                served(n);
            },
        },
        {
            name: "a target group outside the plan, before a subnet that assigns no IPv6 addresses",
            network: (n) => {
                const { subnet } = dualStackNetwork(n, unassigned);
                const targetGroupArn =
                    "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/1";
                const block = { targetGroupArn, containerName: "c0", containerPort: 80 };
                n.service("web", [subnet], { loadBalancers: [block] });
            },
            on: "web",
            gap: /target group that it names is not in this plan/,
            ok: (n) => {
                served(n, unassigned, {});
            },
            violated: (n) => {
                served(n, unassigned);
            },
        },
        {
            name: "a transit gateway as the next hop of IPv6",
            network: (n) => {
                const { subnet, table } = dualStackNetwork(n, {
                    without: ["64:ff9b::/96", "::/0"],
                });
                n.route("out", table, {
                    destinationCidrBlock: null,
                    destinationIpv6CidrBlock: "::/0",
                    transitGatewayId: "tgw-1",
                });
                // The table's own routes are inline.
                table.inputs.routes = null;
                n.service("web", [subnet]);
            },
            settings: expected,
            on: "web",
            gap: /transit gateway/,
            ok: (n) => {
                dualService(n);
            },
            violated: (n) => {
                dualService(n, { without: ["64:ff9b::/96", "::/0"] });
            },
        },
    ],
});
