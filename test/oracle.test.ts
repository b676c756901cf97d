import assert from "node:assert/strict";
import fc from "fast-check";
import { policies } from "../policies";
import { runPack } from "./support/harness";
import { inNativeTerms } from "./support/native";
import {
    dualStackImage,
    dualStackNetwork,
    ecrImage,
    ipv6Network,
    isolatedNetwork,
    natNetwork,
    type Network,
} from "./support/networks";
import { opinionsOn, type Need, type Opinion, type Verdict } from "./support/oracle";
import type { Inputs, Recorded, Resource } from "./support/program";
import { runs } from "./support/random";
import { build, choices, ReachNetwork } from "./support/random-reach";
import * as randomReachIpv6 from "./support/random-reach-ipv6";

/*
 * The pack against the oracle, on random networks. A long run, as before a release:
 * `RANDOM_TIMES=50 npm run t -- test/oracle.test.ts`.
 */
const { numRuns } = runs(100);

type Answer = "violated" | "cannot know" | "ok";
type Asked = Opinion["policy"];
const generators: Readonly<
    Record<string, { networks: fc.Arbitrary<Network>; asked: readonly Asked[] }>
> = {
    "networks of IPv4": {
        networks: choices.map((chosen) => build(chosen)),
        asked: ["task-image-pull", "task-logs"],
    },
    "networks of both families": {
        networks: randomReachIpv6.networks,
        asked: ["ipv6-only-tasks", "task-image-pull", "task-logs"],
    },
};

/** A policy's answers by URN, asked by itself: together, one cause is reported by one policy only. */
function answersOf(recording: readonly Recorded[], asked: Asked): Map<string, Answer> {
    const names = ["preflight-inputs", "preflight-settings", asked, "unverified-network"];
    const enabled = policies.filter(({ name }) => names.includes(name));
    assert.equal(enabled.length, names.length, `the pack has no policy ${asked}`);
    const found = new Map<string, Answer>();
    for (const { policy, urn = "", message } of runPack(recording, { policies: enabled })) {
        assert.doesNotMatch(message, /because of a bug/);
        if (policy === asked) found.set(urn, "violated");
        else if (!found.has(urn)) found.set(urn, "cannot know");
    }
    return found;
}

/** Whether the pack may answer so; where nobody has an opinion it has nothing to say. */
function agrees(answer: Answer, opinions: readonly Opinion[]): boolean {
    const has = (...verdicts: Verdict[]): boolean =>
        opinions.some(({ verdict }) => verdicts.includes(verdict));
    switch (answer) {
        case "ok":
            return !has("violated", "mixed");
        case "violated":
            return has("violated", "unsure");
        case "cannot know": {
            const open = has("mixed", "unsure") || opinions.some(({ partial }) => partial);
            // What fails whatever the rest does must be said.
            return open && !opinions.some((each) => each.verdict === "violated" && !each.partial);
        }
    }
}

function linesOf(opinions: readonly Opinion[]): string {
    return opinions
        .map(
            ({ subnet, need, verdict, partial, lostAt }) =>
                `  ${need} from ${subnet}: ${verdict}${partial ? " (by partial rules)" : ""}${lostAt.length === 0 ? "" : `, lost at: ${lostAt.join(", ")}`}`,
        )
        .join("\n");
}

interface Served {
    readonly image?: string;
    readonly logs?: boolean;
    readonly groups?: readonly Resource[];
    readonly publicIp?: boolean;
}

/** A service of one container. */
function serve(n: Network, subnet: Resource, served: Served = {}): void {
    const { image = "nginx", logs = false, groups = [], publicIp = false } = served;
    const logging = logs ? { logConfiguration: { logDriver: "awslogs", options: {} } } : {};
    const containerDefinitions = JSON.stringify([{ name: "app", image, ...logging }]);
    n.taskDefinition("app", { containerDefinitions });
    const securityGroups = groups.map(({ id }) => id);
    n.service("web", [subnet], {
        networkConfiguration: { assignPublicIp: publicIp, securityGroups },
    });
}

function groupOf(n: Network, vpc: Resource, name: string, inputs: Inputs): Resource {
    return n.add("aws:ec2/securityGroup:SecurityGroup", name, { vpcId: vpc.id, ...inputs });
}

function rule(protocol: string, [fromPort, toPort]: [number, number], rest: Inputs): Inputs {
    return { protocol, fromPort, toPort, ...rest };
}

/** A network ACL on a subnet. */
function aclOn(n: Network, subnet: Resource, ingress: Inputs[], egress: Inputs[]): void {
    const numbered = (rules: Inputs[]): Inputs[] =>
        rules.map((each, i) => ({ ruleNo: i + 1, ...allowed, ...each }));
    n.add("aws:ec2/networkAcl:NetworkAcl", subnet.name, {
        vpcId: subnet.inputs.vpcId ?? null,
        subnetIds: [subnet.id],
        ingress: numbered(ingress),
        egress: numbered(egress),
    });
}

const anyHost = "0.0.0.0/0";
const block = { ipv6CidrBlock: "2600:1f18:0:1::/64" };
const all = rule("-1", [0, 0], {});
const allowed = { ...all, action: "allow", cidrBlock: anyHost };

const rows: readonly {
    readonly name: string;
    readonly network: (n: Network) => void;
    readonly says: Partial<Record<Need, Verdict>>;
}[] = [
    {
        name: "a NAT gateway serves everything",
        network: (n) => serve(n, natNetwork(n).privateSubnet, { image: ecrImage, logs: true }),
        says: { "ecr.api": "ok", "ecr.dkr": "ok", s3: "ok", logs: "ok" },
    },
    {
        name: "a public subnet needs a public address",
        network: (n) => serve(n, natNetwork(n).publicSubnet),
        says: { internet: "violated" },
    },
    {
        name: "a public address in a public subnet suffices",
        network: (n) => serve(n, natNetwork(n).publicSubnet, { publicIp: true }),
        says: { internet: "ok" },
    },
    {
        name: "without the VPC's DNS no name resolves",
        network: (n) => {
            const vpc = n.vpc("vpc", { enableDnsSupport: false });
            const igw = n.internetGateway(vpc);
            const toInternet = { cidrBlock: anyHost, gatewayId: igw.id };
            serve(n, n.subnetWith("public", vpc, [toInternet]).subnet, { publicIp: true });
        },
        says: { internet: "violated" },
    },
    {
        name: "endpoints serve private ECR, not the logs that lack one",
        network: (n) => serve(n, isolatedNetwork(n).subnet, { image: ecrImage, logs: true }),
        says: { "ecr.api": "ok", "ecr.dkr": "ok", s3: "ok", logs: "violated" },
    },
    {
        name: "an endpoint takes the name over from the NAT gateway, for the whole VPC",
        network: (n) => {
            const { vpc, publicSubnet, privateSubnet } = natNetwork(n);
            n.endpoint("logs", vpc, { subnetIds: [publicSubnet.id] });
            const groups = [n.securityGroup("app", vpc)];
            serve(n, privateSubnet, { image: ecrImage, logs: true, groups });
        },
        says: { "ecr.api": "ok", "ecr.dkr": "ok", s3: "ok", logs: "violated" },
    },
    {
        name: "an endpoint's group may name the task's group",
        network: (n) => {
            const { vpc, publicSubnet, privateSubnet } = natNetwork(n);
            const app = n.securityGroup("app", vpc);
            const ingress = [rule("tcp", [443, 443], { securityGroups: [app.id] })];
            const group = groupOf(n, vpc, "endpoint", { ingress });
            const on = { subnetIds: [publicSubnet.id], securityGroupIds: [group.id] };
            n.endpoint("logs", vpc, on);
            serve(n, privateSubnet, { logs: true, groups: [app] });
        },
        says: { internet: "ok", logs: "ok" },
    },
    {
        name: "a group without egress lets nothing out",
        network: (n) => {
            const { vpc, privateSubnet } = natNetwork(n);
            serve(n, privateSubnet, { groups: [groupOf(n, vpc, "app", {})] });
        },
        says: { internet: "violated" },
    },
    {
        name: "half of the internet is neither all nor none",
        network: (n) => {
            const { vpc, privateSubnet } = natNetwork(n);
            const half = rule("tcp", [443, 443], { cidrBlocks: ["0.0.0.0/1"] });
            serve(n, privateSubnet, { groups: [groupOf(n, vpc, "app", { egress: [half] })] });
        },
        says: { internet: "mixed" },
    },
    {
        name: "groups add up: two halves are all",
        network: (n) => {
            const { vpc, privateSubnet } = natNetwork(n);
            const groups = ["0.0.0.0/1", "128.0.0.0/1"].map((cidr, i) => {
                const egress = [rule("tcp", [443, 443], { cidrBlocks: [cidr] })];
                return groupOf(n, vpc, `app${String(i)}`, { egress });
            });
            serve(n, privateSubnet, { groups });
        },
        says: { internet: "ok" },
    },
    {
        name: "a group that names S3's prefix list reaches S3 alone",
        network: (n) => {
            const { vpc, privateSubnet, privateTable } = natNetwork(n);
            const s3 = n.endpoint("s3", vpc, { routeTableIds: [privateTable.id] });
            const app = groupOf(n, vpc, "app", {});
            n.add("aws:ec2/securityGroupRule:SecurityGroupRule", "s3", {
                type: "egress",
                securityGroupId: app.id,
                ...rule("tcp", [443, 443], { prefixListIds: [s3.get("prefixListId")] }),
            });
            serve(n, privateSubnet, { image: ecrImage, groups: [app] });
        },
        says: { "ecr.api": "violated", "ecr.dkr": "violated", s3: "ok" },
    },
    {
        name: "a gateway endpoint's policy must allow the bucket of the layers",
        network: (n) => {
            const { vpc, privateSubnet, privateTable } = natNetwork(n);
            const Resource = "arn:aws:s3:::other/*";
            const statement = { Effect: "Allow", Principal: "*", Action: "s3:*", Resource };
            const policy = JSON.stringify({ Statement: [statement] });
            n.endpoint("s3", vpc, { routeTableIds: [privateTable.id], policy });
            serve(n, privateSubnet, { image: ecrImage });
        },
        says: { "ecr.api": "ok", "ecr.dkr": "ok", s3: "violated" },
    },
    {
        name: "an ACL must let the reply in",
        network: (n) => {
            const { privateSubnet } = natNetwork(n);
            aclOn(n, privateSubnet, [rule("tcp", [443, 443], {})], [all]);
            serve(n, privateSubnet);
        },
        says: { internet: "violated" },
    },
    {
        name: "a part of the ephemeral ports is neither",
        network: (n) => {
            const { privateSubnet } = natNetwork(n);
            aclOn(n, privateSubnet, [rule("tcp", [49152, 65535], {})], [all]);
            serve(n, privateSubnet);
        },
        says: { internet: "mixed" },
    },
    {
        name: "the task's ports are not all that a NAT gateway takes",
        network: (n) => {
            const { publicSubnet, privateSubnet } = natNetwork(n);
            const https = rule("tcp", [443, 443], {});
            aclOn(n, publicSubnet, [https, rule("tcp", [32768, 60999], {})], [all]);
            serve(n, privateSubnet);
        },
        says: { internet: "mixed" },
    },
    {
        name: "the ACL of the NAT gateway's subnet must let the task in",
        network: (n) => {
            const { publicSubnet, privateSubnet } = natNetwork(n);
            aclOn(
                n,
                publicSubnet,
                [{ ...all, action: "deny", cidrBlock: "10.0.0.0/16" }, all],
                [all],
            );
            serve(n, privateSubnet);
        },
        says: { internet: "violated" },
    },
    {
        name: "no ACL stands between a task and an endpoint in its subnet",
        network: (n) => {
            const { subnet } = isolatedNetwork(n, ["logs"]);
            aclOn(n, subnet, [], []);
            serve(n, subnet, { logs: true });
        },
        says: { internet: "violated", logs: "ok" },
    },
    {
        name: "a NAT gateway in the task's own subnet leads nowhere",
        network: (n) => {
            const vpc = n.vpc();
            n.internetGateway(vpc);
            const subnet = n.subnet("private", vpc);
            const natGatewayId = n.natGateway("nat", subnet).id;
            const table = n.routeTable("private", vpc, [{ cidrBlock: anyHost, natGatewayId }]);
            n.associate(subnet, table);
            serve(n, subnet);
        },
        says: { internet: "violated" },
    },
    {
        name: "the ACL of the NAT gateway's subnet must let the reply out",
        network: (n) => {
            const { publicSubnet, privateSubnet } = natNetwork(n);
            aclOn(n, publicSubnet, [all], [rule("tcp", [443, 443], {})]);
            serve(n, privateSubnet);
        },
        says: { internet: "violated" },
    },
    {
        name: "the lowest number decides, and rules may stand beside their ACL",
        network: (n) => {
            const { vpc, privateSubnet } = natNetwork(n);
            const acl = n.add("aws:ec2/networkAcl:NetworkAcl", "acl", { vpcId: vpc.id });
            const ids = { networkAclId: acl.id, subnetId: privateSubnet.id };
            n.add("aws:ec2/networkAclAssociation:NetworkAclAssociation", "acl", ids);
            const add = (ruleNumber: number, ruleAction: string, egress: boolean): Resource =>
                n.add("aws:ec2/networkAclRule:NetworkAclRule", `acl${String(ruleNumber)}`, {
                    networkAclId: acl.id,
                    ruleNumber,
                    ruleAction,
                    egress,
                    cidrBlock: anyHost,
                    ...all,
                });
            add(3, "allow", false);
            add(2, "allow", true);
            add(1, "deny", true);
            serve(n, privateSubnet);
        },
        says: { internet: "violated" },
    },
    {
        name: "a group admits itself if it says so, on TCP",
        network: (n) => {
            const { vpc, subnet } = isolatedNetwork(n, ["ecr.api"]);
            const [tcp, udp] = ["tcp", "udp"].map((protocol) => {
                const self = [rule(protocol, [0, 65535], { self: true })];
                const group = groupOf(n, vpc, protocol, { ingress: self, egress: self });
                const on = { subnetIds: [subnet.id], securityGroupIds: [group.id] };
                n.endpoint(protocol === "tcp" ? "ecr.dkr" : "logs", vpc, on);
                return group;
            });
            const groups = [tcp, udp].filter((group) => group !== undefined);
            serve(n, subnet, { image: ecrImage, logs: true, groups });
        },
        says: { "ecr.api": "violated", "ecr.dkr": "ok", s3: "violated", logs: "violated" },
    },
    {
        name: "a group that names groups reaches no public address",
        network: (n) => {
            const { vpc, privateSubnet } = natNetwork(n);
            const egress = [rule("tcp", [443, 443], { self: true })];
            const app = groupOf(n, vpc, "app", { ingress: egress, egress });
            for (const service of ["ecr.api", "ecr.dkr"]) {
                const on = { subnetIds: [privateSubnet.id], securityGroupIds: [app.id] };
                n.endpoint(service, vpc, on);
            }
            serve(n, privateSubnet, { image: ecrImage, groups: [app] });
        },
        says: { "ecr.api": "ok", "ecr.dkr": "ok", s3: "violated" },
    },
    {
        name: "an endpoint's policy may refuse everything",
        network: (n) => {
            const { vpc, privateSubnet } = natNetwork(n);
            const statements = ["Allow", "Deny"].map((Effect) => ({
                Effect,
                Principal: "*",
                Action: "*",
                Resource: "*",
            }));
            const policy = JSON.stringify({ Statement: statements });
            n.endpoint("logs", vpc, { subnetIds: [privateSubnet.id], policy });
            serve(n, privateSubnet, { logs: true });
        },
        says: { internet: "ok", logs: "violated" },
    },
    {
        name: "it is not documented what two NAT gateways in a row do",
        network: (n) => {
            const { vpc, privateSubnet } = natNetwork(n);
            const natGatewayId = n.natGateway("inner", privateSubnet).id;
            const toNat = { cidrBlock: anyHost, natGatewayId };
            serve(n, n.subnetWith("inner", vpc, [toNat]).subnet);
        },
        says: { internet: "unsure" },
    },
    {
        name: "a private NAT gateway does not reach the internet",
        network: (n) => {
            const { vpc, publicSubnet } = natNetwork(n);
            const nat = n.natGateway("inner", publicSubnet, { connectivityType: "private" });
            const toNat = { cidrBlock: anyHost, natGatewayId: nat.id };
            serve(n, n.subnetWith("inner", vpc, [toNat]).subnet);
        },
        says: { internet: "violated" },
    },
    {
        name: "the longest prefix wins",
        network: (n) => {
            const { vpc, igw, nat } = natNetwork(n);
            const toNat = { cidrBlock: anyHost, natGatewayId: nat.id };
            const toInternet = { cidrBlock: "52.0.0.0/8", gatewayId: igw.id };
            serve(n, n.subnetWith("inner", vpc, [toNat, toInternet]).subnet);
        },
        says: { internet: "mixed" },
    },
    {
        name: "private DNS needs enableDnsHostnames, and without private DNS no name is taken",
        network: (n) => {
            const vpc = n.vpc("vpc", { enableDnsHostnames: false });
            const gatewayId = n.internetGateway(vpc).id;
            const { subnet } = n.subnetWith("public", vpc, [{ cidrBlock: anyHost, gatewayId }]);
            n.endpoint("ecr.api", vpc, { subnetIds: [subnet.id] });
            n.endpoint("ecr.dkr", vpc, { subnetIds: [subnet.id], privateDnsEnabled: false });
            serve(n, subnet, { image: ecrImage, publicIp: true });
        },
        says: { "ecr.api": "violated", "ecr.dkr": "ok", s3: "ok" },
    },
    {
        name: "an interface in one of two subnets may be out of reach",
        network: (n) => {
            const { vpc, publicSubnet, privateSubnet } = natNetwork(n);
            n.endpoint("logs", vpc, { subnetIds: [publicSubnet.id, privateSubnet.id] });
            aclOn(n, publicSubnet, [{ ...all, cidrBlock: "10.0.9.0/24" }], [all]);
            serve(n, privateSubnet, { logs: true });
        },
        says: { internet: "violated", logs: "mixed" },
    },
    {
        name: "an adopted default group has only the rules that it is given",
        network: (n) => {
            const { vpc, privateSubnet } = natNetwork(n);
            const inputs = { vpcId: vpc.id };
            n.add("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "default", inputs);
            serve(n, privateSubnet);
        },
        says: { internet: "violated" },
    },
    {
        name: "an adopted default ACL has only the rules that it is given",
        network: (n) => {
            const { vpc, privateSubnet } = natNetwork(n);
            const defaultNetworkAclId = vpc.get("defaultNetworkAclId");
            const inputs = { defaultNetworkAclId, egress: [{ ruleNo: 1, ...allowed }] };
            n.add("aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", "default", inputs);
            serve(n, privateSubnet);
        },
        says: { internet: "violated" },
    },
    {
        name: "a subnet without a table uses the main one",
        network: (n) => {
            const vpc = n.vpc();
            const gatewayId = n.internetGateway(vpc).id;
            n.route("main", vpc.get("defaultRouteTableId"), { gatewayId });
            serve(n, n.subnet("public", vpc), { publicIp: true });
        },
        says: { internet: "ok" },
    },
    {
        name: "another table may be made the main one",
        network: (n) => {
            const { vpc, privateTable } = natNetwork(n);
            const ids = { vpcId: vpc.id, routeTableId: privateTable.id };
            n.add("aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation", "main", ids);
            serve(n, n.subnet("inner", vpc));
        },
        says: { internet: "ok" },
    },
    {
        name: "from an IPv6-only subnet a name of IPv6 needs an egress-only gateway, others NAT64",
        network: (n) =>
            serve(n, ipv6Network(n, { subnet: block }).subnet, { image: ecrImage, logs: true }),
        says: { "ecr.api": "ok", "ecr.dkr": "ok", s3: "ok", logs: "ok" },
    },
    {
        name: "without NAT64 a host of IPv4 alone is out of reach, and of others it is not known",
        network: (n) => {
            const { subnet } = ipv6Network(n, {
                subnet: block,
                without: ["0.0.0.0/0", "64:ff9b::/96"],
            });
            serve(n, subnet, { image: ecrImage });
        },
        says: { "ecr.api": "mixed", "ecr.dkr": "violated", s3: "mixed" },
    },
    {
        name: "without DNS64 no name of IPv4 leads anywhere",
        network: (n) =>
            serve(n, ipv6Network(n, { subnet: { ...block, enableDns64: false } }).subnet, {
                image: ecrImage,
            }),
        says: { "ecr.api": "mixed", "ecr.dkr": "violated", s3: "mixed" },
    },
    {
        name: "a dual-stack image needs no NAT64, but ECR's API may",
        network: (n) => {
            const { subnet } = ipv6Network(n, {
                subnet: block,
                without: ["0.0.0.0/0", "64:ff9b::/96"],
            });
            serve(n, subnet, { image: dualStackImage });
        },
        says: { "ecr.api": "mixed", "ecr.dkr": "ok", s3: "ok" },
    },
    {
        name: "rules for IPv4 let nothing out over IPv6",
        network: (n) => {
            const { vpc, subnet } = ipv6Network(n, { subnet: block });
            serve(n, subnet, { image: dualStackImage, groups: [n.securityGroup("app", vpc)] });
        },
        says: { "ecr.api": "violated", "ecr.dkr": "violated", s3: "violated" },
    },
    {
        name: "it is not documented whether a route for all of IPv6 to a NAT gateway translates",
        network: (n) => {
            const { vpc, subnet } = ipv6Network(n, {
                subnet: block,
                without: ["0.0.0.0/0", "64:ff9b::/96"],
            });
            const natGatewayId = n.find("aws:ec2/natGateway:NatGateway")?.id ?? null;
            const toNat = { ipv6CidrBlock: "::/0", natGatewayId };
            const wide = n.subnet("wide", vpc, subnet.inputs);
            n.associate(wide, n.routeTable("wide", vpc, [toNat]));
            serve(n, wide, { image: ecrImage });
        },
        says: { "ecr.api": "unsure", "ecr.dkr": "unsure", s3: "unsure" },
    },
    {
        name: "a dual-stack subnet needs its IPv4 path",
        network: (n) => {
            const { subnet } = dualStackNetwork(n, {
                subnet: block,
                without: ["0.0.0.0/0", "64:ff9b::/96"],
            });
            serve(n, subnet, { image: ecrImage });
        },
        says: { "ecr.api": "violated", "ecr.dkr": "violated", s3: "violated" },
    },
    {
        name: "an endpoint with IPv6 serves logs from an IPv6-only subnet, one of IPv4 may by DNS64",
        network: (n) => {
            const { vpc, subnet } = ipv6Network(n, { subnet: block });
            const inside = rule("tcp", [443, 443], { ipv6CidrBlocks: ["::/0"] });
            const group = groupOf(n, vpc, "endpoint", { ingress: [inside] });
            const on = { subnetIds: [subnet.id], securityGroupIds: [group.id] };
            n.endpoint("logs", vpc, { ...on, ipAddressType: "ipv6" });
            n.endpoint("ecr.dkr", vpc, { ipAddressType: "ipv4" });
            serve(n, subnet, { image: ecrImage, logs: true });
        },
        says: { "ecr.api": "ok", "ecr.dkr": "unsure", s3: "ok", logs: "ok" },
    },
];

describe("the oracle", () => {
    for (const { name, network, says } of rows) {
        it(`knows that ${name}`, () => {
            const n = new ReachNetwork();
            network(n);
            const opinions = opinionsOn(n.record("deployed"));
            assert.deepEqual(
                Object.fromEntries(opinions.map(({ need, verdict }) => [need, verdict])),
                says,
                linesOf(opinions),
            );
        });
    }

    for (const [name, { networks }] of Object.entries(generators)) {
        it(`meets every verdict often enough on random ${name}`, function () {
            this.timeout(60_000);
            const verdicts = fc.sample(networks, { numRuns: 250, seed: 1 }).flatMap((network) => {
                const judged = new Map<string, Verdict>();
                for (const { policy, service, verdict } of opinionsOn(network.record("deployed"))) {
                    const key = `${policy} ${service}`;
                    judged.set(key, worst(verdict, judged.get(key) ?? "ok"));
                }
                return [...judged.values()];
            });
            for (const verdict of ["ok", "violated", "mixed"] as const) {
                const share = verdicts.filter((each) => each === verdict).length / verdicts.length;
                assert.ok(share >= 0.05, `${verdict}: ${String(share)}`);
            }
        });
    }
});

function worst(one: Verdict, other: Verdict): Verdict {
    const order: readonly Verdict[] = ["violated", "mixed", "unsure", "ok"];
    return order.indexOf(one) < order.indexOf(other) ? one : other;
}

for (const [name, { networks, asked }] of Object.entries(generators)) {
    describe(`the pack and the oracle, on random ${name}`, function () {
        this.timeout(20_000 + numRuns * 200);

        it(`agree about a deployed stack (${asked.join(", ")})`, () => {
            fc.assert(
                fc.property(networks, (n) => {
                    const recording = n.record("deployed");
                    const all = opinionsOn(recording);
                    for (const policy of asked) assertAgree(n, recording, policy, all);
                }),
                { numRuns },
            );
        });

        it("agree about the same, half of it in CloudFormation's terms", () => {
            fc.assert(
                fc.property(networks, fc.nat(), (n, salt) => {
                    const recording = n.record("deployed");
                    const all = opinionsOn(recording);
                    const isChosen = (i: number): boolean =>
                        (Math.imul(i + 1, salt | 1) >>> 7) % 2 > 0;
                    const mixed = inNativeTerms(recording, isChosen);
                    for (const policy of asked) assertAgree(n, mixed, policy, all);
                }),
                { numRuns: Math.ceil(numRuns / 5) },
            );
        });
    });
}

function assertAgree(
    n: Network,
    recording: readonly Recorded[],
    policy: Asked,
    all: readonly Opinion[],
): void {
    const answers = answersOf(recording, policy);
    for (const { urn } of recording) {
        const answer = answers.get(urn) ?? "ok";
        const opinions = all.filter((each) => each.policy === policy && each.service === urn);
        if (agrees(answer, opinions)) continue;
        assert.fail(
            `${policy} on ${urn}: ${answer}\nthe oracle:\n${linesOf(opinions)}\nthe network:\n${String(n)}`,
        );
    }
}
