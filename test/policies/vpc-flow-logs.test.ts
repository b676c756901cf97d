import { unverifiedNetwork } from "../../policies/unverified-network";
import { vpcFlowLogs } from "../../policies/vpc-flow-logs";
import { natNetwork, type Network } from "../support/networks";
import type { Inputs, Options, Resource, Value } from "../support/program";
import { testPolicy } from "../support/table";

/** A service in two subnets of a VPC. */
function within(n: Network, options?: Options, inputs: Inputs = {}): Resource[] {
    const vpc = n.vpc("vpc", {}, options);
    const subnets = ["a", "b"].map((name) => n.subnet(name, vpc));
    n.service("web", subnets, inputs);
    return [vpc, ...subnets];
}

/** A flow log of something. */
function flowLog(n: Network, name: string, of: Inputs): void {
    n.add("aws:ec2/flowLog:FlowLog", name, {
        trafficType: "ALL",
        logDestinationType: "s3",
        logDestination: "arn:aws:s3:::flow-logs",
        ...of,
    });
}

/** The same, with a flow log of the VPC. */
function logged(n: Network, inputs: Inputs = {}): void {
    const [vpc] = within(n, {}, inputs);
    flowLog(n, "vpc", { vpcId: vpc?.id ?? null });
}

testPolicy(vpcFlowLogs, unverifiedNetwork, {
    valid: [
        { name: "a flow log of the VPC", network: (n) => logged(n) },
        {
            name: "a flow log of each subnet",
            network: (n) => {
                const [, ...subnets] = within(n);
                for (const { name, id } of subnets) flowLog(n, name, { subnetId: id });
            },
        },
        {
            name: "a flow log of the one subnet in which tasks run",
            network: (n) => {
                const { privateSubnet } = natNetwork(n);
                n.service("web", [privateSubnet]);
                flowLog(n, "private", { subnetId: privateSubnet.id });
            },
        },
        { name: "a VPC without tasks", network: (n) => n.subnet("a", n.vpc()) },
        {
            name: "a VPC with tasks on EC2 alone",
            network: (n) => within(n, {}, { launchType: "EC2" }),
        },
        {
            name: "a shared VPC in which tasks and their log are of this program",
            network: (n) => {
                const [vpc] = within(n);
                n.output("vpcId", vpc?.id ?? null);
                flowLog(n, "vpc", { vpcId: vpc?.id ?? null });
            },
        },
        {
            name: "an unknown list of a logged VPC's subnets",
            network: (n) => {
                const vpc = n.vpc();
                const subnets = ["a", "b"].map((name) => n.subnet(name, vpc));
                const ids = n.add("test:index:Choice", "choice").get("ids");
                n.service("web", ids, {}, { feeds: { networkConfiguration: subnets } });
                flowLog(n, "vpc", { vpcId: vpc.id });
            },
            forms: ["first preview"],
        },
    ],
    violates: [
        {
            name: "no flow log at all",
            statement: "1.3",
            network: (n) => within(n),
            on: "vpc",
            says: [
                /^VPC vpc has no flow log, so nothing shows the traffic of the tasks in it$/m,
                /^fix: add a flow log with the vpcId of VPC vpc$/m,
            ],
            fixed: (n) => logged(n),
        },
        {
            name: "a flow log of one of two subnets",
            network: (n) => {
                const [, subnet] = within(n);
                flowLog(n, "a", { subnetId: subnet?.id ?? null });
            },
            on: "vpc",
            says: /VPC vpc has no flow log/,
        },
        {
            name: "a flow log of another VPC",
            network: (n) => {
                within(n);
                flowLog(n, "other", { vpcId: n.vpc("other").id });
            },
            on: "vpc",
            says: /VPC vpc has no flow log/,
        },
        {
            name: "a flow log of a VPC that exists already",
            network: (n) => {
                within(n);
                flowLog(n, "other", { vpcId: "vpc-0123456789abcdef0" });
            },
            on: "vpc",
            says: /VPC vpc has no flow log/,
        },
        {
            name: "flow logs of an interface and of a transit gateway",
            network: (n) => {
                within(n);
                flowLog(n, "interface", { eniId: "eni-0123456789abcdef0" });
                flowLog(n, "transit", { transitGatewayId: "tgw-0123456789abcdef0" });
            },
            on: "vpc",
            says: /VPC vpc has no flow log/,
        },
        {
            name: "two services in one VPC: one finding",
            network: (n) => {
                const [, subnet] = within(n);
                n.service("api", [subnet?.id ?? null]);
            },
            on: "vpc",
            says: /VPC vpc has no flow log/,
        },
    ],
    cannotKnow: [
        {
            name: "a VPC that the stack gives away",
            network: (n) => {
                const [vpc] = within(n);
                n.output("vpcId", vpc?.id ?? null);
            },
            forms: ["deployed"],
            on: "vpc",
            gap: /the stack gives its id away/,
            ok: logged,
            violated: (n) => within(n),
        },
        {
            name: "a flow log of what another resource names",
            network: (n) => {
                within(n);
                const vpcId: Value = n.add("test:index:Choice", "choice").get("vpcId");
                flowLog(n, "chosen", { vpcId });
            },
            forms: ["first preview"],
            on: "vpc",
            gap: /vpcId of chosen/,
            ok: logged,
            violated: (n) => within(n),
        },
        {
            name: "the adopted default VPC",
            network: (n) => {
                const vpc = n.add("aws:ec2/defaultVpc:DefaultVpc", "default");
                n.service("web", [n.subnet("a", vpc)]);
            },
            on: "default",
            gap: /AWS made it, this program adopts it/,
            ok: logged,
            violated: (n) => within(n),
        },
        {
            name: "subnets that exist already",
            network: (n) => n.service("web", ["subnet-0123456789abcdef0"]),
            on: "web",
            gap: /the subnet that it names is not in this plan/,
            ok: logged,
            violated: (n) => within(n),
        },
        {
            name: "a service that may be on Fargate",
            network: (n) => within(n, {}, { launchType: null, cluster: "shared" }),
            on: "vpc",
            gap: /the cluster that it names is not in this plan/,
            ok: (n) => logged(n, { launchType: null, cluster: "shared" }),
            violated: (n) => within(n),
        },
    ],
});
