import { unverifiedNetwork } from "../../policies/unverified-network";
import { vpcDhcpOptions } from "../../policies/vpc-dhcp-options";
import { isolatedNetwork, natNetwork, type Network } from "../support/networks";
import {
    unknown,
    type Inputs,
    type Options,
    type Recorded,
    type Resource,
    type Value,
} from "../support/program";
import { testPolicy } from "../support/table";

const ownDomain = { domainName: "corp.example", domainNameServers: ["AmazonProvidedDNS"] };
const ownServers = { domainNameServers: ["10.1.0.2"] };

/** Gives a VPC these DHCP options. */
function giveOptions(n: Network, vpcId: Value, inputs: Inputs = ownDomain): void {
    const options = n.add("aws:ec2/vpcDhcpOptions:VpcDhcpOptions", "dhcp", inputs);
    n.add("aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation", "dhcp", {
        vpcId,
        dhcpOptionsId: options.id,
    });
}

/** A service in a VPC with DHCP options of its own. */
function within(n: Network, inputs: Inputs = {}, options?: Options): Resource {
    const vpc = n.vpc();
    giveOptions(n, vpc.id);
    n.service("web", [n.subnet("private", vpc)], inputs, options);
    return vpc;
}

/** The stack is deployed, but this update creates the resources of these types and names. */
function butFor(...created: readonly string[]): (recording: Recorded[]) => Recorded[] {
    return (recording) => {
        const ids = recording
            .filter(({ type, name }) => created.some((each) => `${type} ${name}`.endsWith(each)))
            .map(({ outputs }) => outputs.id);
        // What names them does not know their ids yet.
        const hide = (value: unknown): unknown => {
            if (ids.includes(value)) return unknown;
            if (Array.isArray(value)) return value.map(hide);
            return typeof value === "object" && value !== null ? hideIn(value) : value;
        };
        const hideIn = (values: object): Record<string, unknown> =>
            Object.fromEntries(Object.entries(values).map(([key, each]) => [key, hide(each)]));
        return recording.map((each) => ({
            ...each,
            inputs: hideIn(each.inputs ?? {}),
            outputs: hideIn(each.outputs),
        }));
    };
}

const association = "VpcDhcpOptionsAssociation dhcp";
const optionsAlone = "VpcDhcpOptions dhcp";

testPolicy(vpcDhcpOptions, unverifiedNetwork, {
    valid: [
        {
            name: "no DHCP options of one's own",
            network: (n) => n.service("web", [natNetwork(n).privateSubnet]),
        },
        {
            name: "a domain of one's own, in place before the tasks",
            network: (n) => within(n),
        },
        {
            name: "name servers of one's own, where nothing uses private names",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                giveOptions(n, vpc.id, ownServers);
                n.service("web", [privateSubnet]);
            },
        },
        {
            name: "Amazon's name server, beside endpoints with private DNS",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n);
                giveOptions(n, vpc.id);
                n.service("web", [subnet]);
            },
        },
        {
            name: "new options for a service that is new too",
            network: (n) => within(n),
            change: butFor(association, optionsAlone, "Service web"),
            forms: ["deployed"],
        },
        {
            name: "new options for a service that starts its tasks anew",
            network: (n) => within(n, { forceNewDeployment: true }),
            change: butFor(association, optionsAlone),
            forms: ["deployed"],
        },
        {
            name: "new options for a service with triggers",
            network: (n) => within(n, { forceNewDeployment: true, triggers: { dhcp: "2" } }),
            change: butFor(association, optionsAlone),
            forms: ["deployed"],
        },
        {
            name: "new options for a service with a new revision of its task definition",
            network: (n) => within(n),
            change: butFor(association, optionsAlone, "TaskDefinition app"),
            forms: ["deployed"],
        },
        {
            name: "new options for another VPC",
            network: (n) => {
                giveOptions(n, n.vpc("other").id);
                n.service("web", [natNetwork(n).privateSubnet]);
            },
            change: butFor(association, optionsAlone),
            forms: ["deployed"],
        },
        {
            name: "AWS's own options again",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                const own = n.add("aws:ec2/defaultVpcDhcpOptions:DefaultVpcDhcpOptions", "own");
                n.add("aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation", "dhcp", {
                    vpcId: vpc.id,
                    dhcpOptionsId: own.id,
                });
                n.service("web", [privateSubnet]);
            },
            change: butFor(association),
            forms: ["deployed"],
        },
        {
            name: "new options for a service on EC2",
            network: (n) => within(n, { launchType: "EC2" }),
            change: butFor(association, optionsAlone),
            forms: ["deployed"],
        },
        {
            name: "new options for tasks that a schedule starts",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                giveOptions(n, vpc.id);
                n.add("aws:scheduler/schedule:Schedule", "hourly", {
                    target: {
                        arn: n.cluster().arn,
                        ecsParameters: {
                            launchType: "FARGATE",
                            taskDefinitionArn: n.taskDefinition("app").arn,
                            networkConfiguration: { subnets: [privateSubnet.id] },
                        },
                    },
                });
            },
            change: butFor(association, optionsAlone),
            forms: ["deployed"],
        },
    ],
    violates: [
        {
            name: "new DHCP options for the VPC of a service that runs already",
            statement: "1.10",
            network: (n) => within(n),
            change: butFor(association, optionsAlone),
            forms: ["deployed"],
            on: "web",
            says: [
                /^the VPC of service web gets other DHCP options, which its running tasks do not see: nothing starts them anew$/m,
                /^fix: set forceNewDeployment to true on service web/m,
            ],
            fixed: (n) => within(n, { forceNewDeployment: true, triggers: { dhcp: "2" } }),
        },
        {
            name: "options that are replaced, under an association that stays",
            network: (n) => within(n),
            change: butFor(optionsAlone),
            forms: ["deployed"],
            on: "web",
            says: /gets other DHCP options/,
        },
        {
            name: "a new revision of the task definition, which the service ignores",
            network: (n) => within(n, {}, { ignoreChanges: ["taskDefinition"] }),
            change: butFor(association, optionsAlone, "TaskDefinition app"),
            forms: ["deployed"],
            on: "web",
            says: /nothing starts them anew/,
        },
    ],
    cannotKnow: [
        {
            name: "name servers of one's own, and endpoints with private DNS",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n);
                giveOptions(n, vpc.id, ownServers);
                n.service("web", [subnet]);
            },
            change: butFor(association),
            on: "vpc",
            forms: ["first preview"],
            gap: /VPC vpc uses name servers of its own, and what they answer is not in the plan/,
            ok: (n) => within(n, { forceNewDeployment: true }),
            violated: (n) => within(n),
        },
        {
            name: "new options for subnets that exist already",
            network: (n) => {
                giveOptions(n, "vpc-0123456789abcdef0");
                n.service("web", ["subnet-0123456789abcdef0"]);
            },
            change: butFor(association, optionsAlone),
            forms: ["deployed"],
            on: "web",
            gap: /the subnet that it names is not in this plan/,
            ok: (n) => within(n, { forceNewDeployment: true }),
            violated: (n) => within(n),
        },
        {
            name: "a task definition that exists already, and may be a new revision",
            network: (n) =>
                within(n, {
                    taskDefinition: "arn:aws:ecs:us-east-1:123456789012:task-definition/other:7",
                }),
            change: butFor(association, optionsAlone),
            forms: ["deployed"],
            on: "web",
            gap: /the task definition that it names is not in this plan/,
            ok: (n) => within(n, { forceNewDeployment: true }),
            violated: (n) => within(n),
        },
        {
            name: "new options for a service that may be on Fargate",
            network: (n) => within(n, { launchType: null, cluster: "shared" }),
            change: butFor(association, optionsAlone),
            forms: ["deployed"],
            on: "web",
            gap: /the cluster that it names is not in this plan/,
            ok: (n) => within(n, { forceNewDeployment: true }),
            violated: (n) => within(n),
        },
    ],
});
