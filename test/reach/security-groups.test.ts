import { deepEqual } from "node:assert/strict";
import type { Service } from "../../src/network";
import { Addresses } from "../../src/reach/addresses";
import { SecurityGroups } from "../../src/reach/security-groups";
import { always } from "../../src/reach/words";
import { graphOf, nodeOf } from "../support/graph";
import { groupWith, later, Network, tcp } from "../support/networks";
import type { Form, Inputs, Resource, Value } from "../support/program";

interface Parts {
    readonly n: Network;
    readonly vpc: Resource;
    /** The groups of the caller, and others. */
    readonly web: Resource;
    readonly other: Resource;
    /** Something that the deployment makes known. */
    readonly unknown: Value;
}

/** The groups of the server, and those of the caller, which is in 10.0.1.0/24; it calls TCP 8080. */
interface Groups {
    readonly of: Value;
    readonly from: Value;
    /** Of which those of the caller, if they are not known, are made. */
    readonly made?: readonly Resource[];
}

type Build = (parts: Parts) => Groups;

/** A group of the server with these rules, and what the caller has: `web`, if it does not say. */
const admitting =
    (rules: (parts: Parts) => Value[], from: (parts: Parts) => Value = ({ web }) => [web.id]) =>
    (parts: Parts): Groups => ({
        of: [groupWith(parts.n, "api", parts.vpc, { ingress: rules(parts) }).id],
        from: from(parts),
    });

/** A group without rules of its own, and one rule by itself. */
const withRule =
    (rule: (parts: Parts) => Inputs) =>
    (parts: Parts): Groups => {
        const api = groupWith(parts.n, "api", parts.vpc, { ingress: null });
        parts.n.add("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "rule", {
            securityGroupId: api.id,
            ipProtocol: "tcp",
            fromPort: 8080,
            toPort: 8080,
            ...rule(parts),
        });
        return { of: [api.id], from: [parts.web.id] };
    };

const byBlock = (...cidrBlocks: readonly Value[]): Value =>
    tcp(8080, { cidrBlocks: [...cidrBlocks] });
const byGroup = (...securityGroups: readonly Value[]): Value =>
    tcp(8080, { securityGroups: [...securityGroups] });

function prefixList(n: Network, ...cidrs: readonly string[]): Resource {
    return n.add("aws:ec2/managedPrefixList:ManagedPrefixList", "own", {
        addressFamily: "IPv4",
        maxEntries: 5,
        entries: cidrs.map((cidr) => ({ cidr })),
    });
}

/** What AWS calls a group. */
function idOf(n: Network, { urn }: Resource): string {
    return String(n.record("deployed").find((each) => each.urn === urn)?.outputs.id);
}

const outside = "sg-0000000000000aaaa";
const another = "sg-0000000000000bbbb";
const ofDefault = ({ vpc }: Parts): Value => [vpc.get("defaultSecurityGroupId")];

/** By what it is admitted (`group`, `self`, `prefixList`, `default`, or the rules that name blocks), or why not. */
const rows: readonly (readonly [name: string, build: Build, expected: string, form?: Form])[] = [
    ["a rule for its group", admitting(({ web }) => [byGroup(web.id)]), "group"],
    [
        "a rule for its group and others",
        admitting(({ web, other }) => [byGroup(other.id, web.id)]),
        "group",
    ],
    [
        "a rule for one of its groups",
        admitting(
            ({ web }) => [byGroup(web.id)],
            ({ web, other }) => [other.id, web.id],
        ),
        "group",
    ],
    ["a rule for another group", admitting(({ other }) => [byGroup(other.id)]), "violated"],
    [
        "a rule for its group, on another port",
        admitting(({ web }) => [tcp(8081, { securityGroups: [web.id] })]),
        "violated",
    ],
    [
        "a rule for its group, over UDP",
        admitting(({ web }) => [
            { protocol: "udp", fromPort: 8080, toPort: 8080, securityGroups: [web.id] },
        ]),
        "violated",
    ],
    [
        "rules for its group on another port, and for another group on this one",
        admitting(({ web, other }) => [tcp(8081, { securityGroups: [web.id] }), byGroup(other.id)]),
        "violated",
    ],
    ["no rules", admitting(() => []), "violated"],
    [
        "a rule for no group of a caller that has none",
        admitting(
            ({ web }) => [byGroup(web.id)],
            () => [],
        ),
        "violated",
    ],
    [
        "a rule for the block of its subnet",
        admitting(() => [byBlock("10.0.1.0/24")]),
        "blocks of api",
    ],
    ["a rule for more than that", admitting(() => [byBlock("10.0.0.0/8")]), "blocks of api"],
    [
        "rules for both halves of it",
        admitting(() => [byBlock("10.0.1.0/25"), byBlock("10.0.1.128/25")]),
        "blocks of api",
    ],
    [
        "one rule for both halves",
        admitting(() => [byBlock("10.0.1.0/25", "10.0.1.128/25")]),
        "blocks of api",
    ],
    ["a rule for half of it", admitting(() => [byBlock("10.0.1.0/25")]), "unknown ingress of api"],
    ["a rule for another block", admitting(() => [byBlock("10.0.2.0/24")]), "violated"],
    [
        "a rule for a block that is not known",
        admitting(({ unknown }) => [byBlock(unknown)]),
        "unknown ingress[0].cidrBlocks[0] of api",
        "first preview",
    ],
    [
        "a rule for a port that is not known",
        admitting(({ web, unknown }) => [
            { protocol: "tcp", fromPort: unknown, toPort: 8080, securityGroups: [web.id] },
        ]),
        "unknown ingress[0].fromPort of api",
        "first preview",
    ],
    [
        "a rule for a port that is not known, beside one for its group",
        admitting(({ web, unknown }) => [
            { protocol: "tcp", fromPort: unknown, toPort: 8080, cidrBlocks: ["10.9.0.0/16"] },
            byGroup(web.id),
        ]),
        "group",
        "first preview",
    ],
    [
        "a rule for a prefix list with its block",
        admitting(({ n }) => [tcp(8080, { prefixListIds: [prefixList(n, "10.0.1.0/24").id] })]),
        "blocks of api",
    ],
    [
        "a rule for a prefix list without it",
        admitting(({ n }) => [tcp(8080, { prefixListIds: [prefixList(n, "10.0.2.0/24").id] })]),
        "violated",
    ],
    [
        "a rule for a prefix list that is not in the plan",
        admitting(() => [tcp(8080, { prefixListIds: ["pl-0123456789abcdef0"] })]),
        "unknown ingress[0].prefixListIds[0] of api, ingress of api",
    ],
    [
        "a rule for the prefix list of a gateway endpoint",
        admitting(({ n, vpc }) => [
            tcp(8080, { prefixListIds: [n.endpoint("s3", vpc).get("prefixListId")] }),
        ]),
        "violated",
    ],
    ["a rule for itself, of one group for both", selfRule(({ api }) => [api.id]), "self"],
    ["a rule for itself, of another group", selfRule(({ web }) => [web.id]), "violated"],
    [
        "a rule for itself that is not known, of one group for both",
        selfRule(
            ({ api }) => [api.id],
            ({ unknown }) => unknown,
        ),
        "unknown ingress[0].self of api",
        "first preview",
    ],
    [
        "a rule for itself, of a caller whose groups are not known",
        selfRule(({ unknown }) => unknown),
        "unknown networkConfiguration.securityGroups of web",
        "first preview",
    ],
    [
        "the default group for both",
        (parts) => ({ of: ofDefault(parts), from: ofDefault(parts) }),
        "default",
    ],
    [
        "the default group, of another group",
        (parts) => ({ of: ofDefault(parts), from: [parts.web.id] }),
        "violated",
    ],
    [
        "the default group, and a caller in the default group of another VPC",
        (parts) => ({
            of: ofDefault(parts),
            from: [parts.n.vpc("far", { cidrBlock: "10.1.0.0/16" }).get("defaultSecurityGroupId")],
        }),
        "violated",
    ],
    [
        "two groups, of which the second admits it",
        ({ n, vpc, web }) => ({
            of: [
                groupWith(n, "closed", vpc, { ingress: [] }).id,
                groupWith(n, "api", vpc, { ingress: [byGroup(web.id)] }).id,
            ],
            from: [web.id],
        }),
        "group",
    ],
    [
        "two groups, each with half of its block",
        ({ n, vpc, web }) => ({
            of: [
                groupWith(n, "low", vpc, { ingress: [byBlock("10.0.1.0/25")] }).id,
                groupWith(n, "api", vpc, { ingress: [byBlock("10.0.1.128/25")] }).id,
            ],
            from: [web.id],
        }),
        "blocks of low and api",
    ],
    [
        "a group that is not in the plan",
        ({ web }) => ({ of: [outside], from: [web.id] }),
        "unknown networkConfiguration.securityGroups[0] of api",
    ],
    [
        "a group that admits it, and one that is not in the plan",
        ({ n, vpc, web }) => ({
            of: [outside, groupWith(n, "api", vpc, { ingress: [byGroup(web.id)] }).id],
            from: [web.id],
        }),
        "group",
    ],
    [
        "a group that refuses it, and one that is not in the plan",
        ({ n, vpc, web }) => ({
            of: [outside, groupWith(n, "api", vpc, { ingress: [] }).id],
            from: [web.id],
        }),
        "unknown networkConfiguration.securityGroups[0] of api",
    ],
    ["a rule for a group that is not in the plan", admitting(() => [byGroup(outside)]), "violated"],
    [
        "a rule for its group that is not in the plan",
        admitting(
            () => [byGroup(outside)],
            () => [outside],
        ),
        "group",
    ],
    [
        "a rule for its group, with the account",
        ({ n, vpc, web }) => ({
            of: [
                groupWith(n, "api", vpc, {
                    ingress: [byGroup(`123456789012/${idOf(n, web)}`)],
                }).id,
            ],
            from: [web.id],
        }),
        "group",
    ],
    [
        "a rule for another group, with the account",
        ({ n, vpc, web, other }) => ({
            of: [
                groupWith(n, "api", vpc, {
                    ingress: [byGroup(`123456789012/${idOf(n, other)}`)],
                }).id,
            ],
            from: [web.id],
        }),
        "violated",
    ],
    [
        "a rule for its group that is not in the plan, with the account",
        admitting(
            () => [byGroup(`123456789012/${outside}`)],
            () => [outside],
        ),
        "group",
    ],
    [
        "a rule for another group that is not in the plan, as its own is",
        admitting(
            () => [byGroup(another)],
            () => [outside],
        ),
        "violated",
    ],
    [
        "a rule for a group of the plan, and its own is not",
        admitting(
            ({ other }) => [byGroup(other.id)],
            () => [outside],
        ),
        "violated",
    ],
    [
        "a rule for a group that is not known yet",
        admitting(({ unknown }) => [byGroup(unknown)]),
        "unknown ingress[0].securityGroups[0] of api",
        "first preview",
    ],
    [
        "a rule for groups that are not known yet",
        admitting(({ unknown }) => [tcp(8080, { securityGroups: unknown })]),
        "unknown ingress[0].securityGroups of api, ingress[0].securityGroups of api",
        "first preview",
    ],
    [
        "a rule for its group, and its groups are not known yet",
        admitting(
            ({ web }) => [byGroup(web.id)],
            ({ unknown }) => unknown,
        ),
        "unknown networkConfiguration.securityGroups of web",
        "first preview",
    ],
    [
        "a rule for its group, and another of its groups is not known yet",
        admitting(
            ({ web }) => [byGroup(web.id)],
            ({ web, unknown }) => [web.id, unknown],
        ),
        "unknown networkConfiguration.securityGroups[0] of web",
        "first preview",
    ],
    [
        "a rule for another group, and one of its groups is not known yet",
        admitting(
            ({ other }) => [byGroup(other.id)],
            ({ web, unknown }) => [web.id, unknown],
        ),
        "unknown networkConfiguration.securityGroups[0] of web",
        "first preview",
    ],
    [
        "a rule for two groups, of which it has one, whichever",
        withOneOf(({ web, other }) => [byGroup(web.id, other.id)]),
        "group",
        "first preview",
    ],
    [
        "a rule for one of two groups, of which it has one",
        withOneOf(({ web }) => [byGroup(web.id)]),
        "unknown networkConfiguration.securityGroups[0] of web",
        "first preview",
    ],
    [
        "a rule for a third group, of two of which it has one",
        withOneOf(({ n, vpc }) => [byGroup(n.securityGroup("third", vpc).id)]),
        "violated",
        "first preview",
    ],
    [
        "a rule by itself for its group",
        withRule(({ web }) => ({ referencedSecurityGroupId: web.id })),
        "group",
    ],
    [
        "a rule by itself for another group",
        withRule(({ other }) => ({ referencedSecurityGroupId: other.id })),
        "violated",
    ],
    [
        "a rule by itself for its block",
        withRule(() => ({ cidrIpv4: "10.0.1.0/24" })),
        "blocks of api",
    ],
    [
        "a rule by itself for another block",
        withRule(() => ({ cidrIpv4: "10.0.2.0/24" })),
        "violated",
    ],
    [
        "a rule for its group that may be of another group",
        withRule(({ web, unknown }) => ({
            securityGroupId: unknown,
            referencedSecurityGroupId: web.id,
        })),
        "unknown securityGroupId of rule",
        "first preview",
    ],
    [
        "a rule for its block that may be of another group",
        withRule(({ unknown }) => ({ securityGroupId: unknown, cidrIpv4: "10.0.0.0/16" })),
        "unknown securityGroupId of rule",
        "first preview",
    ],
    [
        "a rule for half of its block that may be of another group",
        withRule(({ unknown }) => ({ securityGroupId: unknown, cidrIpv4: "10.0.1.0/25" })),
        "unknown securityGroupId of rule",
        "first preview",
    ],
    [
        "a rule for another group that may be of another group",
        withRule(({ other, unknown }) => ({
            securityGroupId: unknown,
            referencedSecurityGroupId: other.id,
        })),
        "violated",
        "first preview",
    ],
    [
        "a rule for another block that may be of another group",
        withRule(({ unknown }) => ({ securityGroupId: unknown, cidrIpv4: "10.0.2.0/24" })),
        "violated",
        "first preview",
    ],
    [
        "a rule over UDP that may be of another group",
        withRule(({ web, unknown }) => ({
            securityGroupId: unknown,
            ipProtocol: "udp",
            referencedSecurityGroupId: web.id,
        })),
        "violated",
        "first preview",
    ],
];

/** A caller with one of two groups. */
function withOneOf(rules: (parts: Parts) => Value[]): Build {
    return (parts) => ({
        ...admitting(rules)(parts),
        from: [parts.unknown],
        made: [parts.web, parts.other],
    });
}

/** A group for the server with a rule for itself. */
function selfRule(
    of: (parts: Parts & { readonly api: Resource }) => Value,
    self: (parts: Parts) => Value = () => true,
): Build {
    return (parts) => {
        const api = groupWith(parts.n, "api", parts.vpc, {
            ingress: [tcp(8080, { self: self(parts) })],
        });
        return { of: [api.id], from: of({ ...parts, api }) };
    };
}

describe("what security groups admit", () => {
    for (const [name, build, expected, form = "deployed"] of rows)
        it(`${name}: ${expected}`, () => {
            const n = new Network();
            const vpc = n.vpc();
            const subnet = n.subnet("private", vpc, { cidrBlock: "10.0.1.0/24" });
            const [web, other] = ["web", "other"].map((each) => n.securityGroup(each, vpc));
            if (web === undefined || other === undefined) throw new Error();
            const { of, from, made = [] } = build({ n, vpc, web, other, unknown: later(n) });
            const using = (name: string, securityGroups: Value, feeding: Resource[]): Resource =>
                n.service(
                    name,
                    [subnet],
                    { networkConfiguration: { subnets: [subnet.id], securityGroups } },
                    { feeds: { networkConfiguration: feeding } },
                );
            const server = using("api", of, []);
            const caller = using("web", from, [...made]);
            const graph = graphOf(n, form);
            const called = always("it", "it");
            const answer = new SecurityGroups(graph).admit(
                nodeOf<Service>(graph, server).securityGroups,
                "ingress",
                8080,
                {
                    addresses: Addresses.in("ipv4", "10.0.1.0/24"),
                    groups: nodeOf<Service>(graph, caller).securityGroups,
                    called,
                },
            );
            const told =
                answer.verdict === "cannot-know"
                    ? `unknown ${answer.gaps.map(({ property, resource }) => `${property} of ${resource}`).join(", ")}`
                    : answer.verdict === "violated" || answer.by === undefined
                      ? answer.verdict
                      : "how" in answer.by
                        ? answer.by.how
                        : `blocks of ${answer.by.map(({ group }) => group.name).join(" and ")}`;
            deepEqual(told, expected);
        });
});
