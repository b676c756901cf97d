import { deepEqual } from "node:assert/strict";
import type { Gap } from "../../src/knowable";
import {
    rulesOfGroup,
    type Direction,
    type SecurityGroup,
    type SecurityRule,
} from "../../src/network";
import { graphOf, nodeOf } from "../support/graph";
import { gapInWords, notYet } from "../support/in-words";
import { groupWith, later, Network, tcp } from "../support/networks";
import type { Form, Inputs, Options, Resource, Value } from "../support/program";

/** A rule by itself, for the block of its name. */
function rule(n: Network, name: string, inputs: Inputs, options: Options = {}): Resource {
    return n.add(
        "aws:ec2/securityGroupRule:SecurityGroupRule",
        name,
        {
            type: "ingress",
            protocol: "tcp",
            fromPort: 443,
            toPort: 443,
            cidrBlocks: [`${name}/32`],
            ...inputs,
        },
        options,
    );
}

/** The same in the newer words. */
function ingress(n: Network, name: string, inputs: Inputs, options: Options = {}): Resource {
    return n.add(
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        name,
        { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: `${name}/32`, ...inputs },
        options,
    );
}

function exclusive(
    n: Network,
    securityGroupId: Value,
    inputs: Inputs,
    options: Options = {},
): void {
    n.add(
        "aws:ec2/vpcSecurityGroupRulesExclusive:VpcSecurityGroupRulesExclusive",
        "only",
        { securityGroupId, ingressRuleIds: [], egressRuleIds: [], ...inputs },
        options,
    );
}

interface Parts {
    readonly n: Network;
    readonly group: Resource;
    readonly other: Resource;
}

const taken = "ingressRuleIds of only: it takes the rules of group away that it does not list";

/** The provider's copy of inline rules, as any rule that somebody else may have made. */
const copied = "? ingress of group: it may be a rule of the security group group";

/** The blocks of rules that stand, those that may with the reason, and what else is not known. */
const rows: readonly (readonly [
    name: string,
    build: (parts: Parts) => void,
    expected: readonly string[],
    more?: { readonly form?: Form; readonly direction?: Direction },
])[] = [
    ["none", () => undefined, []],
    [
        "its own",
        ({ group }) => {
            group.inputs.ingress = [tcp(443, { cidrBlocks: ["1.1.1.1/32"] })];
        },
        ["1.1.1.1/32", `1.1.1.1/32${copied}`],
    ],
    [
        "its own, not known yet",
        ({ n, group }) => {
            group.inputs.ingress = later(n);
        },
        [`? ingress of group: ${notYet}`],
        { form: "first preview" },
    ],
    [
        "by themselves, of both kinds",
        ({ n, group }) => {
            rule(n, "1.1.1.1", { securityGroupId: group.id });
            ingress(n, "2.2.2.2", { securityGroupId: group.id });
        },
        ["1.1.1.1/32", "2.2.2.2/32"],
    ],
    [
        "of another group",
        ({ n, other }) => {
            rule(n, "1.1.1.1", { securityGroupId: other.id });
        },
        [],
    ],
    [
        "of the other direction",
        ({ n, group }) => {
            rule(n, "1.1.1.1", { securityGroupId: group.id, type: "egress" });
        },
        [],
    ],
    [
        "of the other direction, asked for it",
        ({ n, group }) => {
            rule(n, "1.1.1.1", { securityGroupId: group.id, type: "egress" });
        },
        ["1.1.1.1/32"],
        { direction: "egress" },
    ],
    [
        "of a direction that is not known",
        ({ n, group }) => {
            rule(n, "1.1.1.1", { securityGroupId: group.id, type: later(n) });
        },
        ["1.1.1.1/32? securityGroupId of 1.1.1.1: it may be a rule of the security group group"],
        { form: "first preview" },
    ],
    [
        "that may be of another group",
        ({ n, group, other }) => {
            rule(
                n,
                "1.1.1.1",
                { securityGroupId: later(n) },
                { feeds: { securityGroupId: [group, other] } },
            );
            ingress(
                n,
                "2.2.2.2",
                { securityGroupId: later(n) },
                { feeds: { securityGroupId: [group, other] } },
            );
        },
        [
            "1.1.1.1/32? securityGroupId of 1.1.1.1: it may be a rule of the security group group",
            "2.2.2.2/32? securityGroupId of 2.2.2.2: it may be a rule of the security group group",
        ],
        { form: "first preview" },
    ],
    [
        "that may be of another group, of the other direction",
        ({ n, group, other }) => {
            rule(
                n,
                "1.1.1.1",
                { securityGroupId: later(n), type: "egress" },
                { feeds: { securityGroupId: [group, other] } },
            );
        },
        [],
        { form: "first preview" },
    ],
    [
        "that may be of another group, of a direction that is not known",
        ({ n, group, other }) => {
            rule(
                n,
                "1.1.1.1",
                { securityGroupId: later(n), type: later(n) },
                { feeds: { securityGroupId: [group, other] } },
            );
        },
        ["1.1.1.1/32? securityGroupId of 1.1.1.1: it may be a rule of the security group group"],
        { form: "first preview" },
    ],
    [
        "of a group that is not known",
        ({ n }) => {
            rule(n, "1.1.1.1", { securityGroupId: later(n) });
        },
        [`1.1.1.1/32? securityGroupId of 1.1.1.1: ${notYet}`],
        { form: "first preview" },
    ],
    [
        "of a group that is not known, in the other direction",
        ({ n }) => {
            rule(n, "1.1.1.1", { securityGroupId: later(n), type: "egress" });
        },
        [],
        { form: "first preview" },
    ],
    [
        "of a group and a direction that are not known",
        ({ n }) => {
            rule(n, "1.1.1.1", { securityGroupId: later(n), type: later(n) });
        },
        [`1.1.1.1/32? securityGroupId of 1.1.1.1: ${notYet}`],
        { form: "first preview" },
    ],
    [
        "that exclusive ones take away",
        ({ n, group }) => {
            group.inputs.ingress = [tcp(443, { cidrBlocks: ["1.1.1.1/32"] })];
            ingress(n, "2.2.2.2", { securityGroupId: group.id });
            exclusive(n, group.id, {});
        },
        [`1.1.1.1/32? ${taken}`, `2.2.2.2/32? ${taken}`, `1.1.1.1/32${copied}`],
    ],
    [
        "that exclusive ones list",
        ({ n, group }) => {
            const listed = ingress(n, "2.2.2.2", { securityGroupId: group.id });
            ingress(n, "3.3.3.3", { securityGroupId: group.id });
            exclusive(n, group.id, { ingressRuleIds: [listed.id] });
        },
        ["2.2.2.2/32", `3.3.3.3/32? ${taken}`],
    ],
    [
        "where exclusive ones are of another group",
        ({ n, group, other }) => {
            ingress(n, "2.2.2.2", { securityGroupId: group.id });
            exclusive(n, other.id, {});
        },
        ["2.2.2.2/32"],
    ],
    [
        "where exclusive ones list what is not known",
        ({ n, group }) => {
            ingress(n, "2.2.2.2", { securityGroupId: group.id });
            exclusive(n, group.id, { ingressRuleIds: [later(n)] });
        },
        [`2.2.2.2/32? ${taken}`, `? ingressRuleIds[0] of only: ${notYet}`],
        { form: "first preview" },
    ],
    [
        "where the stack gives the group away",
        ({ n, group }) => {
            n.output("group", group.id);
        },
        ["? ingress of group: the stack gives its id away as an output, so others may add to it"],
    ],
];

function blocks({ cidrs }: SecurityRule): string {
    return cidrs.map((cidr) => (cidr.known ? cidr.value : "?")).join();
}

describe("rules of a security group", () => {
    for (const [name, build, expected, { form = "deployed", direction = "ingress" } = {}] of rows)
        it(name, () => {
            const n = new Network();
            const vpc = n.vpc();
            const [group, other] = ["group", "other"].map((each) =>
                groupWith(n, each, vpc, { ingress: null, egress: [] }),
            );
            if (group === undefined || other === undefined) throw new Error();
            build({ n, group, other });
            const graph = graphOf(n, form);
            const { certain, possible, gaps, doubtOf } = rulesOfGroup(
                graph,
                nodeOf<SecurityGroup>(graph, group),
                direction,
            );
            const why = (gap: Gap): string => `? ${gapInWords(gap)}`;
            deepEqual(
                [
                    ...certain.map(blocks),
                    ...possible.map((each) => `${blocks(each)}${why(doubtOf(each))}`),
                    ...gaps.map(why),
                ],
                expected,
            );
        });
});
