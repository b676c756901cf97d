import { deepEqual, match, ok } from "node:assert/strict";
import { policies } from "../../policies";
import { reportedEdit } from "../../src/cli/report";
import { planFromJson, type Raw } from "../../src/plan";
import { interest, resolveConfiguration, runPolicies, type Finding } from "../../src/policy";
import { edits, type Edit } from "../../src/reach";
import { alternativeTexts } from "../../src/reach/words";
import { idsOf, NativeNetwork, ordinary } from "../native/network";
import { tryFixes } from "../support/fixes";
import { ecrImage, isolatedNetwork, natNetwork } from "../support/networks";
import type { Form, Inputs, Resource } from "../support/program";

/*
 * Fixes as somebody would make them who reads nothing else: each alternative is whole, AWS takes it, and it is
 * in the words in which the program is written.
 */

interface Row {
    readonly name: string;
    readonly network: (n: NativeNetwork) => void;
    readonly policy: string;
    /** What the alternatives say, each by one; `undefined`: whatever it says. */
    readonly says: readonly (RegExp | undefined)[];
    readonly saysNot?: RegExp;
    readonly forms?: readonly Form[];
}

/** Tasks without public addresses in two public subnets, each with a route table of its own. */
function inPublicSubnets(n: NativeNetwork, ...zones: readonly (string | undefined)[]): Resource {
    const vpc = n.vpc();
    const igw = n.internetGateway(vpc);
    const subnets = zones.map((zone, i) => {
        const routes = [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }];
        const { subnet } = n.subnetWith(`public-${String(i)}`, vpc, routes);
        if (zone !== undefined) subnet.inputs.availabilityZone = zone;
        return subnet;
    });
    n.service("web", subnets);
    return vpc;
}

/** A task definition with these ports, in another network mode than tasks on Fargate have. */
function inBridgeMode(n: NativeNetwork, ...portMappings: Inputs[]): void {
    n.taskDefinition("app", {
        networkMode: "bridge",
        containerDefinitions: JSON.stringify([{ name: "app", image: ecrImage, portMappings }]),
    });
    n.service("web", [natNetwork(n).privateSubnet]);
}

/** A subnet behind a NAT gateway, whose ACL has these rules for what comes in. */
function withIngress(n: NativeNetwork, ...ingress: Inputs[]): void {
    const { vpc, privateSubnet } = natNetwork(n);
    n.add("aws:ec2/networkAcl:NetworkAcl", "acl", {
        vpcId: vpc.id,
        subnetIds: [privateSubnet.id],
        egress: [{ ruleNo: 100, action: "allow", ...everything }],
        ingress: [...ingress, { ruleNo: 100, action: "allow", ...everything }],
    });
    n.service("web", [privateSubnet]);
}

const everything = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0" };
const ssh = { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlock: "0.0.0.0/0" };
const pulls = "task-image-pull";

const rows: readonly Row[] = [
    {
        name: "endpoints in subnets of two zones, and a gateway endpoint on both of their tables",
        network: (n) => inPublicSubnets(n, "us-east-1a", "us-east-1b"),
        policy: pulls,
        says: [
            /assignPublicIp/,
            undefined,
            /in the subnets public-0 and public-1 \(subnetIds\).*s3 to VPC vpc, on the route tables of the tasks$/,
        ],
    },
    {
        name: "endpoints where the zones of the subnets are not known: two in one zone AWS refuses",
        network: (n) => inPublicSubnets(n, undefined, undefined),
        policy: pulls,
        says: [undefined, undefined, /in the subnet public-0 \(subnetIds\)/],
    },
    {
        name: "endpoints where the zone of one is not known",
        network: (n) => inPublicSubnets(n, undefined, "us-east-1b"),
        policy: pulls,
        says: [undefined, undefined, /in the subnet public-1 \(subnetIds\)/],
        forms: ["first preview"],
    },
    {
        name: "an endpoint that answers for the whole VPC, in which others call too",
        network: (n) => {
            const { vpc, subnet } = isolatedNetwork(n, ["ecr.dkr", "s3"]);
            const groups = ["a", "b"].map((name) => n.securityGroup(name, vpc));
            for (const group of groups) {
                n.service(group.name, [subnet], {
                    networkConfiguration: { subnets: [subnet.id], securityGroups: [group.id] },
                });
            }
        },
        policy: pulls,
        says: [/admits TCP 443 from the VPC vpc;/],
    },
    {
        name: "an endpoint in a VPC in which nobody else calls",
        network: (n) => {
            const { vpc, subnet } = isolatedNetwork(n, ["ecr.dkr", "s3"]);
            const group = n.securityGroup("a", vpc);
            n.service("a", [subnet], {
                networkConfiguration: { subnets: [subnet.id], securityGroups: [group.id] },
            });
        },
        policy: pulls,
        says: [/admits TCP 443 from the security group a;/],
    },
    {
        name: "an ACL whose second rule denies",
        network: (n) => {
            withIngress(n, { ruleNo: 2, action: "deny", ...everything });
        },
        policy: pulls,
        says: [/^add to the network ACL acl an ingress rule/],
    },
    {
        name: "an ACL whose first rule denies: no number is before it",
        network: (n) => {
            withIngress(n, { ruleNo: 1, action: "deny", ...everything });
        },
        policy: pulls,
        says: [/^give the ingress rules of the network ACL acl other numbers/],
    },
    {
        name: "an ACL whose second rule denies, and the first is something else",
        network: (n) => {
            withIngress(
                n,
                { ruleNo: 1, action: "allow", ...ssh },
                { ruleNo: 2, action: "deny", ...everything },
            );
        },
        policy: pulls,
        says: [/^give the ingress rules of the network ACL acl other numbers/],
    },
    {
        name: "the network mode, with a port of the host that it does not take",
        network: (n) => {
            inBridgeMode(
                n,
                { containerPort: 80, hostPort: 80 },
                { containerPort: 81, hostPort: 0 },
            );
        },
        policy: "task-network-mode",
        says: [/ "awsvpc" on .*; leave containerDefinitions\[0]\.portMappings\[1]\.hostPort of/],
        saysNot: /portMappings\[0]/,
    },
    {
        name: "the network mode, with a port that two mappings take",
        network: (n) => {
            inBridgeMode(n, { containerPort: 80 }, { containerPort: 80 });
        },
        policy: "task-network-mode",
        says: [/; give each container of app ports of its own$/],
    },
    {
        name: "a public address, as CloudFormation writes it",
        network: (n) => {
            const { vpc, publics } = n.nativePlaces(false);
            n.nativeService(publics, [n.nativeGroup("tasks", vpc)]);
        },
        policy: pulls,
        says: [
            /^set networkConfiguration\.awsvpcConfiguration\.assignPublicIp to "ENABLED" on/,
            undefined,
            undefined,
        ],
    },
    {
        name: "one of several targets of a rule, which CloudFormation writes into the rule",
        network: (n) => {
            const { privates } = n.nativePlaces();
            const targets = ["1.4.0", "1.3.0"].map((version) => target(n, privates, version));
            n.native("events:Rule", "nightly", { scheduleExpression: "rate(1 day)", targets });
        },
        policy: "service-platform-version",
        says: [
            /^set targets\[1]\.ecsParameters\.platformVersion to "LATEST" on/,
            /^leave targets\[1]/,
        ],
    },
    {
        name: "an internal load balancer, as CloudFormation writes it",
        network: (n) => {
            ordinary(n);
            const balancer = n.find("aws-native:elasticloadbalancingv2:LoadBalancer");
            ok(balancer !== undefined);
            const privates = n.resources.filter(
                ({ type, name }) => type === "aws-native:ec2:Subnet" && name.startsWith("private"),
            );
            balancer.inputs.subnets = privates.map((each) => each.get("subnetId"));
        },
        policy: "load-balancer-subnets",
        says: [undefined, /^set scheme to "internal" on load balancer web/],
    },
];

/** A task that EventBridge starts beside another one, on this platform. */
function target(n: NativeNetwork, subnets: readonly Resource[], platformVersion: string): Inputs {
    const definition = n.find("aws-native:ecs:TaskDefinition") ?? n.nativeDefinition();
    return {
        id: platformVersion,
        arn: "arn:aws:ecs:us-east-1:123456789012:cluster/main",
        ecsParameters: {
            taskDefinitionArn: definition.get("taskDefinitionArn"),
            launchType: "FARGATE",
            platformVersion,
            networkConfiguration: { awsVpcConfiguration: { subnets: idsOf(subnets) } },
        },
    };
}

describe("whole fixes", () => {
    for (const { name, network, policy, says, saysNot, forms } of rows) {
        for (const form of forms ?? (["first preview", "deployed"] as const)) {
            it(`${name} (${form})`, () => {
                const build = (): NativeNetwork => {
                    const n = new NativeNetwork();
                    network(n);
                    return n;
                };
                const ask = (n: NativeNetwork): readonly Finding[] => findingsIn(n, form);
                const before = ask(build()).map(withMade);
                const found = before.filter((each) => each.policy === policy);
                const [finding] = found;
                ok(finding !== undefined, `${policy} finds nothing`);
                const texts = alternativeTexts(finding.alternatives);
                deepEqual(texts.length, says.length, texts.join("\n"));
                says.forEach((each, i) => {
                    if (each !== undefined) match(texts[i] ?? "", each);
                });
                if (saysNot !== undefined) ok(!saysNot.test(texts.join("\n")), texts.join("\n"));
                const urns = new Set(build().resources.map(({ urn }) => urn));
                for (const edit of found.flatMap((each) => each.alternatives.flat())) {
                    for (const urn of urnsIn(reportedEdit(edit).about)) ok(urns.has(urn), urn);
                }
                const ownAsk = (n: unknown): readonly Finding[] => ask(n as NativeNetwork);
                for (const each of found) tryFixes(each, before, build, ownAsk, name);
            });
        }
    }
});

/** With what can be made: what the tests add is declared with `aws`, and finds nothing of `aws-native`. */
function withMade(finding: Finding): Finding & { readonly alternatives: Finding["fix"] } {
    const { fix, resource } = finding;
    const isMade = ({ code }: Edit): boolean => code === edits.set.code;
    const made = resource.isNative ? fix.filter((each) => each.every(isMade)) : fix;
    return { ...finding, fix: made, alternatives: fix };
}

/** The resources that a reported edit names. */
function urnsIn(value: unknown): readonly string[] {
    if (Array.isArray(value)) return value.flatMap(urnsIn);
    if (typeof value !== "object" || value === null) return [];
    return "urn" in value ? [String(value.urn)] : Object.values(value).flatMap(urnsIn);
}

function findingsIn(n: NativeNetwork, form: Form): readonly Finding[] {
    const { configure } = resolveConfiguration(policies, {});
    const { plan } = planFromJson(n.record(form) as unknown as Raw, interest);
    return runPolicies(plan, policies, configure).findings;
}
