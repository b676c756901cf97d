import assert from "node:assert/strict";
import { preflightInputs } from "../../policies/preflight-inputs";
import { preflightSettings } from "../../policies/preflight-settings";
import { taskImagePull } from "../../policies/task-image-pull";
import { unverifiedNetwork } from "../../policies/unverified-network";
import type { Direction, Subnet } from "../../src/network";
import { Addresses } from "../../src/reach/addresses";
import type { HopAnswer } from "../../src/reach/connection";
import { NetworkAcls, type Crossing } from "../../src/reach/network-acls";
import { always, type Said } from "../../src/reach/words";
import { graphOf, graphOfRecording, nodeOf } from "../support/graph";
import { runPack } from "../support/harness";
import { gapInWords } from "../support/in-words";
import { isolatedNetwork, later, natNetwork, Network } from "../support/networks";
import { unknown, type Form, type Inputs, type Resource, type Value } from "../support/program";

const forms: readonly Form[] = ["first preview", "deployed"];
const anywhere = "0.0.0.0/0";
const internet = Addresses.onInternet("ipv4");

function what(words: string): Said {
    return always(words, words);
}

/** A task's call to the internet, the answer to it, and the answer to a NAT gateway's call. */
const crossings = {
    call: {
        direction: "egress",
        addresses: internet,
        ports: { from: 443, to: 443 },
        what: what("TCP 443 to the internet"),
    },
    answer: {
        direction: "ingress",
        addresses: internet,
        ports: { from: 32768, to: 60999 },
        what: what("the answer from the internet"),
    },
    natAnswer: {
        direction: "ingress",
        addresses: internet,
        ports: { from: 1024, to: 65535 },
        what: what("the answer from the internet"),
    },
} as const satisfies Record<string, Crossing>;

type Asked = keyof typeof crossings;
type Verdict = HopAnswer["verdict"];

/** A rule for HTTPS anywhere, if it does not say otherwise. */
function rule(ruleNo: Value, action: Value, parts: Inputs = {}): Inputs {
    return {
        ruleNo,
        action,
        protocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrBlock: anywhere,
        ...parts,
    };
}

function allow(ruleNo: Value, parts?: Inputs): Inputs {
    return rule(ruleNo, "allow", parts);
}

function deny(ruleNo: Value, parts?: Inputs): Inputs {
    return rule(ruleNo, "deny", parts);
}

function ports(fromPort: Value, toPort: Value): Inputs {
    return { fromPort, toPort };
}

const everything: Inputs = { protocol: "-1", fromPort: 0, toPort: 0 };
const ipv6: Inputs = { cidrBlock: null, ipv6CidrBlock: "::/0" };

/** Rules of one ACL, inline, and what of a crossing they let pass. */
interface RuleRow {
    readonly name: string;
    readonly rules: readonly Inputs[];
    readonly asked?: Asked;
}

const ruleRows: Readonly<Record<Verdict, readonly RuleRow[]>> = {
    ok: [
        { name: "HTTPS to anywhere", rules: [allow(100)] },
        { name: "everything", rules: [allow(100, everything)] },
        ...["6", 6, "TCP"].map((protocol) => ({
            name: `HTTPS, by the protocol ${JSON.stringify(protocol)}`,
            rules: [allow(100, { protocol })],
        })),
        ...["-1", -1, "all"].map((protocol) => ({
            name: `everything, by the protocol ${JSON.stringify(protocol)}, whatever the ports say`,
            rules: [allow(100, { protocol, ...ports(80, 80) })],
        })),
        { name: "a range that holds the port", rules: [allow(100, ports(0, 1023))] },
        { name: "an Allow before a Deny", rules: [allow(100), deny(200, everything)] },
        { name: "an Allow of a lower number, listed last", rules: [deny(1000), allow(99)] },
        { name: "a Deny of another port before", rules: [deny(90, ports(22, 22)), allow(100)] },
        {
            name: "a Deny of the ports beside it before",
            rules: [deny(80, ports(0, 442)), deny(90, ports(444, 65535)), allow(100)],
        },
        {
            name: "a Deny of UDP before",
            rules: [deny(90, { protocol: "udp", ...ports(0, 65535) }), allow(100)],
        },
        {
            name: "a Deny of private addresses before",
            rules: [deny(90, { ...everything, cidrBlock: "10.0.0.0/8" }), allow(100)],
        },
        {
            name: "a Deny of IPv6 before",
            rules: [deny(90, { ...everything, ...ipv6 }), allow(100)],
        },
        {
            name: "both halves of the internet",
            rules: [
                allow(100, { cidrBlock: "0.0.0.0/1" }),
                allow(110, { cidrBlock: "128.0.0.0/1" }),
            ],
        },
        {
            name: "Linux's ephemeral ports alone",
            rules: [allow(100, ports(32768, 60999))],
            asked: "answer",
        },
        {
            name: "all ephemeral ports",
            rules: [allow(100, ports(1024, 65535))],
            asked: "answer",
        },
        {
            name: "two ranges of ephemeral ports that adjoin",
            rules: [allow(100, ports(1024, 49151)), allow(110, ports(49152, 65535))],
            asked: "answer",
        },
        {
            name: "a Deny of remote desktop before the ephemeral ports",
            rules: [deny(90, ports(3389, 3389)), allow(100, ports(1024, 65535))],
            asked: "answer",
        },
        {
            name: "all ephemeral ports, for a NAT gateway",
            rules: [allow(100, ports(1024, 65535))],
            asked: "natAnswer",
        },
        {
            name: "an action that is not known, after an Allow",
            rules: [allow(100), rule(200, unknown)],
        },
        {
            name: "a Deny of addresses that are not known, after an Allow",
            rules: [allow(100), deny(200, { cidrBlock: unknown })],
        },
        {
            name: "a Deny of another port, its number and addresses not known",
            rules: [deny(unknown, { ...ports(22, 22), cidrBlock: unknown }), allow(100)],
        },
        {
            name: "an Allow of addresses that are not known, before an Allow of all",
            rules: [allow(90, { cidrBlock: unknown }), allow(100)],
        },
    ],
    violated: [
        { name: "no rules", rules: [] },
        { name: "a Deny before an Allow", rules: [deny(90), allow(100)] },
        { name: "a Deny of a lower number, listed last", rules: [allow(1000), deny(999)] },
        { name: "a Deny of everything before", rules: [deny(1, everything), allow(100)] },
        {
            name: "a Deny of each half of the internet before",
            rules: [
                deny(80, { cidrBlock: "0.0.0.0/1" }),
                deny(90, { cidrBlock: "128.0.0.0/1" }),
                allow(100),
            ],
        },
        { name: "another port", rules: [allow(100, ports(80, 80))] },
        { name: "UDP alone", rules: [allow(100, { protocol: "udp" })] },
        { name: "UDP alone, by its number", rules: [allow(100, { protocol: "17" })] },
        { name: "ICMP alone", rules: [allow(100, { protocol: "icmp", ...ports(0, 0) })] },
        { name: "the VPC's addresses alone", rules: [allow(100, { cidrBlock: "10.0.0.0/16" })] },
        { name: "IPv6 alone", rules: [allow(100, { ...everything, ...ipv6 })] },
        { name: "HTTPS alone, for the answer", rules: [allow(100)], asked: "answer" },
        {
            name: "the ports below the ephemeral ones",
            rules: [allow(100, ports(1024, 32767))],
            asked: "answer",
        },
        {
            name: "a Deny of all high ports before",
            rules: [deny(90, ports(1024, 65535)), allow(100, everything)],
            asked: "answer",
        },
        {
            name: "an Allow of addresses that are not known, after a Deny of all",
            rules: [deny(90), allow(100, { cidrBlock: unknown })],
        },
        {
            name: "an Allow of addresses that are not known, for another port",
            rules: [allow(100, { ...ports(80, 80), cidrBlock: unknown })],
        },
        {
            name: "an action that is not known, for UDP",
            rules: [rule(100, unknown, { protocol: "udp" })],
        },
    ],
    "cannot-know": [
        {
            name: "a part of the ephemeral ports",
            rules: [allow(100, ports(49152, 65535))],
            asked: "answer",
        },
        {
            name: "a Deny of a part of the ephemeral ports before",
            rules: [deny(90, ports(50000, 50100)), allow(100, ports(1024, 65535))],
            asked: "answer",
        },
        {
            name: "two ranges of ephemeral ports with a gap",
            rules: [allow(100, ports(1024, 40000)), allow(110, ports(40002, 65535))],
            asked: "answer",
        },
        {
            name: "Linux's ephemeral ports alone, for a NAT gateway",
            rules: [allow(100, ports(32768, 60999))],
            asked: "natAnswer",
        },
        { name: "half of the internet", rules: [allow(100, { cidrBlock: "0.0.0.0/1" })] },
        {
            name: "a Deny of some public addresses before",
            rules: [deny(90, { cidrBlock: "52.94.0.0/16" }), allow(100)],
        },
        { name: "addresses that are not known", rules: [allow(100, { cidrBlock: unknown })] },
        {
            name: "a Deny of addresses that are not known before",
            rules: [deny(90, { cidrBlock: unknown }), allow(100)],
        },
        { name: "an action that is not known", rules: [rule(100, unknown)] },
        {
            name: "an action that is not known, before an Allow",
            rules: [rule(90, unknown), allow(100)],
        },
        { name: "a Deny of which the number is not known", rules: [deny(unknown), allow(100)] },
        {
            name: "an Allow of which the number is not known, beside a Deny",
            rules: [deny(90), allow(unknown)],
        },
        { name: "a port that is not known", rules: [allow(100, { fromPort: unknown })] },
        { name: "a protocol that is not known", rules: [allow(100, { protocol: unknown })] },
    ],
};

/** A whole network: a VPC, a subnet in it, and what stands at the subnet's edge. */
interface NetworkRow {
    readonly name: string;
    readonly network: (n: Network, subnet: Resource, vpc: Resource) => void;
    readonly asked?: Asked;
    /** What the refusal, or the gap, says. */
    readonly says?: RegExp;
    readonly forms?: readonly Form[];
}

function acl(n: Network, name: string, vpc: Resource, inputs: Inputs = {}): Resource {
    return n.add("aws:ec2/networkAcl:NetworkAcl", name, { vpcId: vpc.id, ...inputs });
}

/** An ACL without rules, which denies everything. */
function closed(n: Network, vpc: Resource, inputs: Inputs = {}): Resource {
    return acl(n, "closed", vpc, inputs);
}

function adopted(n: Network, vpc: Resource, inputs: Inputs = {}): Resource {
    return n.add("aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", "default", {
        defaultNetworkAclId: vpc.get("defaultNetworkAclId"),
        ...inputs,
    });
}

function associate(n: Network, networkAclId: Value, subnetId: Value): void {
    n.add("aws:ec2/networkAclAssociation:NetworkAclAssociation", "edge", {
        networkAclId,
        subnetId,
    });
}

/** A standalone rule, for HTTPS to anywhere if it does not say otherwise. */
function standalone(n: Network, name: string, networkAclId: Value, inputs: Inputs = {}): void {
    n.add("aws:ec2/networkAclRule:NetworkAclRule", name, {
        networkAclId,
        egress: true,
        ruleNumber: 100,
        ruleAction: "allow",
        protocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrBlock: anywhere,
        ...inputs,
    });
}

const networkRows: Readonly<Record<Verdict, readonly NetworkRow[]>> = {
    ok: [
        { name: "the VPC's default ACL", network: () => undefined },
        {
            name: "the VPC's default ACL, for the answer",
            network: () => undefined,
            asked: "answer",
        },
        {
            name: "an ACL without rules that no subnet has",
            network: (n, _, vpc) => closed(n, vpc),
        },
        {
            name: "an ACL without rules of another subnet",
            network: (n, _, vpc) => closed(n, vpc, { subnetIds: [n.subnet("other", vpc).id] }),
        },
        {
            name: "an ACL without rules associated with another subnet",
            network: (n, _, vpc) => associate(n, closed(n, vpc).id, n.subnet("other", vpc).id),
        },
        {
            name: "the adopted default ACL, with a rule",
            network: (n, _, vpc) => adopted(n, vpc, { egress: [allow(100)] }),
        },
        {
            name: "the default ACL of another VPC, adopted without rules",
            network: (n) => adopted(n, n.vpc("other")),
        },
        {
            name: "the adopted default ACL without rules, where the subnet has an ACL of its own",
            network: (n, subnet, vpc) => {
                adopted(n, vpc);
                acl(n, "open", vpc, { subnetIds: [subnet.id], egress: [allow(100)] });
            },
        },
        {
            name: "an ACL by an association",
            network: (n, subnet, vpc) => {
                adopted(n, vpc);
                associate(n, acl(n, "open", vpc, { egress: [allow(100)] }).id, subnet.id);
            },
        },
        {
            name: "a standalone rule",
            network: (n, subnet, vpc) =>
                standalone(n, "https", closed(n, vpc, { subnetIds: [subnet.id] }).id),
        },
        {
            name: "a standalone rule of the adopted default ACL",
            network: (n, _, vpc) => standalone(n, "https", adopted(n, vpc).id),
        },
        {
            name: "a standalone rule for what comes in, which unset egress means",
            network: (n, subnet, vpc) => {
                const { id } = closed(n, vpc, { subnetIds: [subnet.id] });
                standalone(n, "answers", id, { egress: null, ...ports(1024, 65535) });
            },
            asked: "answer",
        },
        {
            name: "a standalone Deny of a higher number",
            network: (n, subnet, vpc) => {
                const { id } = closed(n, vpc, { subnetIds: [subnet.id] });
                standalone(n, "no", id, { ruleNumber: 200, ruleAction: "deny" });
                standalone(n, "https", id);
            },
        },
        {
            name: "a standalone Deny for another ACL",
            network: (n, subnet, vpc) => {
                acl(n, "open", vpc, { subnetIds: [subnet.id], egress: [allow(100)] });
                standalone(n, "no", closed(n, vpc).id, { ruleNumber: 1, ruleAction: "deny" });
            },
        },
    ],
    violated: [
        {
            name: "an ACL without rules, by subnetIds",
            network: (n, subnet, vpc) => closed(n, vpc, { subnetIds: [subnet.id] }),
            says: /^network ACL closed: no egress rule allows TCP 443 to the internet; add to the network ACL closed an egress rule that allows TCP 443 to the internet, before/,
        },
        {
            name: "an ACL without rules, by an association",
            network: (n, subnet, vpc) => associate(n, closed(n, vpc).id, subnet.id),
            says: /^network ACL closed: no egress rule/,
        },
        {
            name: "an ACL with rules for the other direction alone",
            network: (n, subnet, vpc) =>
                closed(n, vpc, { subnetIds: [subnet.id], ingress: [allow(100, everything)] }),
        },
        {
            name: "an ACL that lets calls out, and no answers in",
            network: (n, subnet, vpc) =>
                closed(n, vpc, { subnetIds: [subnet.id], egress: [allow(100, everything)] }),
            asked: "answer",
            says: /no ingress rule allows the answer from the internet/,
        },
        {
            name: "the default ACL, adopted without rules",
            network: (n, _, vpc) => adopted(n, vpc),
            says: /^network ACL default: no egress rule/,
        },
        {
            name: "the default ACL, adopted with a Deny before the Allow",
            network: (n, _, vpc) => adopted(n, vpc, { egress: [deny(90), allow(100)] }),
        },
        {
            name: "a standalone Deny before an Allow",
            network: (n, subnet, vpc) => {
                const { id } = closed(n, vpc, { subnetIds: [subnet.id] });
                standalone(n, "https", id);
                standalone(n, "no", id, { ruleNumber: 90, ruleAction: "deny" });
            },
        },
        {
            name: "a standalone Deny before an inline Allow",
            network: (n, subnet, vpc) => {
                const open = acl(n, "open", vpc, { subnetIds: [subnet.id], egress: [allow(100)] });
                standalone(n, "no", open.id, { ruleNumber: 90, ruleAction: "deny" });
            },
            says: /^network ACL open: no egress rule/,
        },
        {
            name: "a standalone rule for what comes in alone",
            network: (n, subnet, vpc) => {
                const { id } = closed(n, vpc, { subnetIds: [subnet.id] });
                standalone(n, "in", id, { egress: false });
            },
        },
        {
            name: "a standalone rule for another ACL",
            network: (n, subnet, vpc) => {
                closed(n, vpc, { subnetIds: [subnet.id] });
                standalone(n, "https", acl(n, "open", vpc).id);
            },
        },
        {
            name: "a standalone rule for IPv6 alone",
            network: (n, subnet, vpc) => {
                const { id } = closed(n, vpc, { subnetIds: [subnet.id] });
                standalone(n, "https", id, ipv6);
            },
        },
    ],
    "cannot-know": [
        {
            name: "rules that are not known, as a whole",
            network: (n, subnet, vpc) =>
                closed(n, vpc, { subnetIds: [subnet.id], egress: later(n) }),
            forms: ["first preview"],
            says: /egress of closed: it comes from later/,
        },
        {
            name: "rules that the program ignores",
            forms: ["deployed"],
            network: (n, subnet, vpc) =>
                n.add(
                    "aws:ec2/networkAcl:NetworkAcl",
                    "closed",
                    { vpcId: vpc.id, subnetIds: [subnet.id] },
                    { ignoreChanges: ["egress"] },
                ),
            says: /egress of closed: ignoreChanges covers egress/,
        },
        {
            name: "an ACL that is not in the plan",
            network: (n, subnet) => associate(n, "acl-0123456789abcdef0", subnet.id),
            says: /networkAclId of edge: the network ACL that it names is not in this plan/,
        },
        {
            name: "an association of which the ACL is not known",
            network: (n, subnet) => associate(n, later(n), subnet.id),
            forms: ["first preview"],
            says: /networkAclId of edge: it comes from later/,
        },
        {
            name: "an association of an ACL without rules, of which the subnet is not known",
            network: (n, _, vpc) => associate(n, closed(n, vpc).id, later(n)),
            forms: ["first preview"],
            says: /subnetId of edge: it comes from later/,
        },
        {
            name: "an ACL without rules, of which the subnets are not known",
            network: (n, _, vpc) => closed(n, vpc, { subnetIds: later(n) }),
            forms: ["first preview"],
            says: /subnetIds of closed: it comes from later/,
        },
        {
            name: "an ACL without rules, for some of the VPC's subnets",
            network: (n, subnet, vpc) =>
                n.add(
                    "aws:ec2/networkAcl:NetworkAcl",
                    "closed",
                    { vpcId: vpc.id, subnetIds: later(n) },
                    { feeds: { subnetIds: [subnet, n.subnet("other", vpc)] } },
                ),
            forms: ["first preview"],
            says: /it is not certain which network ACL it has/,
        },
        {
            name: "a standalone Allow of which the ACL is not known",
            network: (n, subnet, vpc) => {
                closed(n, vpc, { subnetIds: [subnet.id] });
                standalone(n, "https", later(n));
            },
            forms: ["first preview"],
            says: /networkAclId of https: it comes from later/,
        },
        {
            name: "a standalone Deny of which the ACL is not known",
            network: (n, subnet, vpc) => {
                acl(n, "open", vpc, { subnetIds: [subnet.id], egress: [allow(100)] });
                standalone(n, "no", later(n), { ruleNumber: 90, ruleAction: "deny" });
            },
            forms: ["first preview"],
            says: /networkAclId of no: it comes from later/,
        },
        {
            name: "a standalone Allow of which the direction is not known",
            network: (n, subnet, vpc) => {
                const { id } = closed(n, vpc, { subnetIds: [subnet.id] });
                standalone(n, "https", id, { egress: later(n) });
            },
            forms: ["first preview"],
            says: /egress of https: it comes from later/,
        },
        {
            name: "a standalone Deny of which the number is not known",
            network: (n, subnet, vpc) => {
                const { id } = closed(n, vpc, { subnetIds: [subnet.id] });
                standalone(n, "https", id);
                standalone(n, "no", id, { ruleNumber: later(n), ruleAction: "deny" });
            },
            forms: ["first preview"],
            says: /ruleNumber of no: it comes from later/,
        },
        {
            name: "the adopted default VPC's default ACL, adopted without rules",
            network: (n, subnet) => {
                const vpc = n.add("aws:ec2/defaultVpc:DefaultVpc", "default");
                adopted(n, vpc);
                subnet.inputs.vpcId = vpc.id;
            },
            forms: ["first preview"],
            says: /egress of default: AWS made it, this program adopts it/,
        },
        {
            name: "the default ACL of a VPC that is not in the plan",
            network: (_, subnet) => {
                subnet.inputs.vpcId = "vpc-0123456789abcdef0";
            },
            says: /vpcId of private: the VPC that it names is not in this plan/,
        },
    ],
};

/** What the ACL at the edge of the subnet says. */
function pass(network: NetworkRow["network"], asked: Asked, form: Form): HopAnswer {
    const n = new Network();
    const vpc = n.vpc();
    const subnet = n.subnet("private", vpc);
    network(n, subnet, vpc);
    const graph = graphOf(n, form);
    return new NetworkAcls(graph).pass(nodeOf<Subnet>(graph, subnet), crossings[asked]);
}

function ofRules(rules: readonly Inputs[], direction: Direction): NetworkRow["network"] {
    return (n, subnet, vpc) =>
        acl(n, "edge", vpc, { subnetIds: [subnet.id], [direction]: [...rules] });
}

/** Why it is refused, or why it cannot be known, in one text. */
function inWords(answer: HopAnswer): string {
    if (answer.verdict === "cannot-know") {
        return answer.gaps.map(gapInWords).join("\n");
    }
    return answer.evidence
        .map(
            ({ label, name, stop }) =>
                `${label} ${name}: ${stop?.says ?? ""}${stop?.fix === undefined ? "" : `; ${stop.fix}`}`,
        )
        .join("\n");
}

const askedOfRules = Object.entries(ruleRows).flatMap(([verdict, rows]) =>
    rows.map(({ asked = "call", ...row }) => ({ verdict, asked, ...row })),
);

describe("rules of a network ACL", () => {
    for (const { verdict, name, rules, asked } of askedOfRules) {
        const { direction } = crossings[asked];
        for (const form of forms) {
            it(`${name}: ${verdict} (${form})`, () => {
                const answer = pass(ofRules(rules, direction), asked, form);
                assert.equal(answer.verdict, verdict, inWords(answer));
            });
        }
    }

    it("mean the same in whatever order they are listed", () => {
        for (const { name, rules, asked } of askedOfRules) {
            const { direction } = crossings[asked];
            const [listed, reversed] = [rules, [...rules].reverse()].map(
                (each) => pass(ofRules(each, direction), asked, "deployed").verdict,
            );
            assert.equal(reversed, listed, name);
        }
    });

    it("mean the same as resources of their own", () => {
        for (const { name, rules, asked } of askedOfRules) {
            const { direction } = crossings[asked];
            const alone: NetworkRow["network"] = (n, subnet, vpc) => {
                const { id } = closed(n, vpc, { subnetIds: [subnet.id] });
                rules.forEach(({ ruleNo = null, action = null, ...parts }, i) => {
                    standalone(n, `rule-${String(i)}`, id, {
                        ...parts,
                        egress: direction === "egress",
                        ruleNumber: ruleNo,
                        ruleAction: action,
                    });
                });
            };
            const [inline, apart] = [ofRules(rules, direction), alone].map(
                (each) => pass(each, asked, "deployed").verdict,
            );
            assert.equal(apart, inline, name);
        }
    });

    it("never turn round where a part of one is not known", () => {
        for (const { name, rules, asked } of askedOfRules) {
            const { direction } = crossings[asked];
            const { verdict } = pass(ofRules(rules, direction), asked, "deployed");
            rules.forEach((changed, i) => {
                for (const key of Object.keys(changed)) {
                    const hidden = rules.map((each, j) =>
                        i === j ? { ...each, [key]: unknown } : each,
                    );
                    const answer = pass(ofRules(hidden, direction), asked, "deployed");
                    assert.ok([verdict, "cannot-know"].includes(answer.verdict), `${name}: ${key}`);
                }
            });
        }
    });

    it("name the ports of which only a part may pass", () => {
        const rules = [allow(100, ports(49152, 65535))];
        const answer = pass(ofRules(rules, "ingress"), "answer", "deployed");
        assert.match(inWords(answer), /let only part of what may come pass \(TCP 32768-60999\)/);
    });
});

describe("the network ACL of a subnet", () => {
    for (const [verdict, rows] of Object.entries(networkRows)) {
        for (const { name, network, asked = "call", says, forms: played = forms } of rows) {
            for (const form of played) {
                it(`${name}: ${verdict} (${form})`, () => {
                    const answer = pass(network, asked, form);
                    assert.equal(answer.verdict, verdict, inWords(answer));
                    if (says !== undefined) assert.match(inWords(answer), says);
                });
            }
        }
    }
});

/** What a deployed ACL says that has these standalone rules, and of which AWS tells these. */
function passCopied(rules: readonly Inputs[], copies: readonly Inputs[]): HopAnswer {
    const n = new Network();
    const vpc = n.vpc();
    const subnet = n.subnet("private", vpc);
    const edge = acl(n, "edge", vpc, { subnetIds: [subnet.id] });
    rules.forEach(({ ruleNo = null, action = null }, i) => {
        const inputs = { ruleNumber: ruleNo, ruleAction: action };
        standalone(n, `rule-${String(i)}`, edge.id, inputs);
    });
    const recording = n.record("deployed");
    for (const { urn, outputs } of recording) {
        if (urn === edge.urn) outputs.egress = copies;
    }
    const graph = graphOfRecording(recording);
    return new NetworkAcls(graph).pass(nodeOf<Subnet>(graph, subnet), crossings.call);
}

describe("rules in the provider's copy of a network ACL", () => {
    it("repeat the standalone ones", () => {
        for (const [rules, verdict] of [
            [[allow(100)], "ok"],
            [[allow(100), deny(200)], "ok"],
            [[deny(90), allow(100)], "violated"],
        ] as const) {
            assert.equal(passCopied(rules, rules).verdict, verdict);
        }
    });

    it("may stand, or be gone with the deployment, where no resource of the plan makes them", () => {
        assert.equal(passCopied([], [allow(100)]).verdict, "cannot-know");
        assert.equal(passCopied([allow(100)], [deny(90), allow(100)]).verdict, "cannot-know");
        assert.equal(passCopied([deny(90)], [deny(90), allow(100)]).verdict, "violated");
        assert.equal(passCopied([allow(100)], [allow(100), deny(200)]).verdict, "ok");
    });
});

/** What the pack says of a task behind ACLs: nothing, a finding, or a gap. */
function said(network: (n: Network) => void): string[] {
    return forms.map((form) => {
        const n = new Network();
        network(n);
        const policies = [preflightInputs, preflightSettings, taskImagePull, unverifiedNetwork];
        return runPack(n.record(form), { policies })
            .map(({ policy, message }) => `${policy}: ${message}`)
            .join("\n");
    });
}

function assertSaid(texts: readonly string[], expected: RegExp): void {
    for (const text of texts) assert.match(text, expected);
}

const nothing = /^$/;

/** An ACL of a subnet that lets HTTPS out and answers to these ports in. */
function letAnswers(n: Network, vpc: Resource, subnet: Resource, from: number, to: number): void {
    acl(n, subnet.name, vpc, {
        subnetIds: [subnet.id],
        egress: [allow(100)],
        ingress: [allow(100, ports(from, to))],
    });
}

/** A service behind a NAT gateway, of these tasks; the ACL stands at its own subnet. */
function behindAcl(from: number, to: number, task: Inputs = {}): (n: Network) => void {
    return (n) => {
        const { vpc, privateSubnet } = natNetwork(n);
        letAnswers(n, vpc, privateSubnet, from, to);
        n.taskDefinition("app", task);
        n.service("web", [privateSubnet]);
    };
}

const windows = { runtimePlatform: { operatingSystemFamily: "WINDOWS_SERVER_2022_CORE" } };

describe("network ACLs on a task's way", () => {
    it("let Linux's answers through its own ephemeral ports", () => {
        assertSaid(said(behindAcl(32768, 60999)), nothing);
    });

    it("let Windows' answers through its own", () => {
        assertSaid(said(behindAcl(49152, 65535, windows)), nothing);
        assertSaid(said(behindAcl(1024, 49151, windows)), /^task-image-pull: .*no ingress rule/s);
    });

    it("are not certain to let Linux's answers through Windows' ports", () => {
        assertSaid(said(behindAcl(49152, 65535)), /^unverified-network: .*TCP 32768-60999/s);
    });

    it("depend on an operating system that is not known", () => {
        const ofSystem = (from: number, to: number): string[] =>
            said(behindAcl(from, to, { runtimePlatform: { operatingSystemFamily: unknown } }));
        assertSaid(ofSystem(1024, 65535), nothing);
        assertSaid(ofSystem(32768, 60999), /^unverified-network: .*operating system/s);
        assertSaid(ofSystem(1024, 32767), /^task-image-pull: .*no ingress rule/s);
    });

    it("stand at the NAT gateway's subnet too, on both sides of it", () => {
        const atNat =
            (ingress: Inputs[], egress: Inputs[]) =>
            (n: Network): void => {
                const { vpc, publicSubnet, privateSubnet } = natNetwork(n);
                acl(n, "public", vpc, { subnetIds: [publicSubnet.id], ingress, egress });
                n.service("web", [privateSubnet]);
            };
        const inside = { cidrBlock: "10.0.0.0/16" };
        const answers = allow(110, ports(1024, 65535));
        assertSaid(said(atNat([allow(100, inside), answers], [allow(100), answers])), nothing);
        assertSaid(
            said(atNat([answers], [allow(100), answers])),
            /NAT gateway nat → network ACL public → no ingress rule allows TCP 443 from/,
        );
        assertSaid(
            said(atNat([allow(100, inside), answers], [allow(100)])),
            /network ACL public → no egress rule allows TCP 32768-60999 to the tasks, for the answers/,
        );
        assertSaid(
            said(atNat([allow(100, inside), answers], [answers])),
            /network ACL public → no egress rule allows TCP 443 to the internet/,
        );
        assertSaid(
            said(atNat([allow(100, inside)], [allow(100), answers])),
            /network ACL public → no ingress rule allows TCP 1024-65535 from the internet, for the answers/,
        );
        assertSaid(
            said(
                atNat([allow(100, inside), allow(110, ports(32768, 60999))], [allow(100), answers]),
            ),
            /^unverified-network: .*TCP 1024-65535/s,
        );
    });

    it("stand at an endpoint's subnet, but not between interfaces of one subnet", () => {
        const across =
            (isApart: boolean) =>
            (n: Network): void => {
                const { vpc, subnet, table } = isolatedNetwork(n, []);
                const doors = isApart ? n.subnet("doors", vpc) : subnet;
                for (const service of ["ecr.api", "ecr.dkr"]) {
                    n.endpoint(service, vpc, { subnetIds: [doors.id] });
                }
                n.endpoint("s3", vpc, { routeTableIds: [table.id] });
                // S3's addresses are public, the endpoints' are not.
                acl(n, "edge", vpc, {
                    subnetIds: [subnet.id],
                    egress: [deny(90, { ...everything, cidrBlock: "10.0.0.0/16" }), allow(100)],
                    ingress: [allow(100, ports(1024, 65535))],
                });
                n.service("web", [subnet]);
            };
        assertSaid(said(across(false)), nothing);
        assertSaid(said(across(true)), /network ACL edge → no egress rule allows TCP 443 to the/);
    });
});
