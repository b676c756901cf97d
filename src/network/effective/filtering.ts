import { addAll, distinctGaps, isKnownToBe, whyOf, type Gap, type Knowable } from "../../knowable";
import type { Graph } from "../links/graph";
import { candidates, isEmpty, type Links } from "../links/link";
import type { Node } from "../links/node";
import type { AclRule, NetworkAcl, NetworkAclRule } from "../things/network-acl";
import { oneOf, type OneOf } from "./routing";
import type { SecurityGroup } from "../things/security-group";
import type { StandaloneRule } from "../things/security-group-rule";
import type { Direction, SecurityRule } from "../things/security-rule";
import type { Subnet } from "../things/subnet";

/** Rules that stand, rules that may, and why there may be others; empty if there are none. */
export interface Rules<R> {
    readonly certain: readonly R[];
    readonly possible: readonly R[];
    readonly gaps: readonly Gap[];
}

/** The rules of a security group. */
export interface GroupRules extends Rules<SecurityRule> {
    /** Why a possible rule may not stand. */
    readonly doubtOf: (rule: SecurityRule) => Gap;
}

/** All rules of a security group: its own, standalone ones, and what the provider's copy says besides. */
export function rulesOfGroup(graph: Graph, group: SecurityGroup, direction: Direction): GroupRules {
    return graph.once(findRulesOfGroup, group, direction);
}

function findRulesOfGroup(graph: Graph, group: SecurityGroup, direction: Direction): GroupRules {
    const inline = group.inlineRules(direction);
    const exclusive = exclusiveOf(graph, group, direction);
    const certain: SecurityRule[] = [];
    const possible: SecurityRule[] = [];
    const gaps: Gap[] = [...whyOf(inline), ...exclusive.gaps];
    const taken = new Map<SecurityRule, Gap>();
    const replacing = direction === "egress" ? replacingDefault(graph, group) : undefined;
    const add = (rule: SecurityRule, node?: Node): void => {
        const isReplaced = replacing !== undefined && rule.isOfAws;
        const why = exclusive.takes(node) ?? (isReplaced ? replacing : undefined);
        if (why === undefined) certain.push(rule);
        else {
            possible.push(rule);
            taken.set(rule, why);
        }
    };
    if (inline.known) for (const rule of inline.value) add(rule);
    const kinds = ["securityGroupRule", `securityGroup${titled(direction)}Rule`] as const;
    for (const kind of kinds) {
        const found = graph.children(kind, group, "securityGroup");
        for (const node of found.certain as readonly StandaloneRule[]) {
            const { direction: own, rule } = node;
            if (isKnownToBe(own, direction)) add(rule, node);
            else if (!own.known) possible.push(rule);
        }
        const unsure: readonly StandaloneRule[] = [...found.possible, ...found.lost];
        for (const { direction: own, rule, securityGroup } of unsure) {
            if (own.known && own.value !== direction) continue;
            possible.push(rule);
            const [why] = securityGroup.gaps;
            if (why !== undefined) taken.set(rule, why);
        }
    }
    addAll(gaps, graph.openness.of(group, direction));
    return {
        certain,
        possible: [...possible, ...group.copiedRules(direction)],
        gaps: distinctGaps(gaps),
        doubtOf: (rule) => taken.get(rule) ?? mayBeOf(group, rule),
    };
}

function mayBeOf(group: SecurityGroup, { resource, property }: SecurityRule): Gap {
    const what = `it may be a rule of the security group ${group.name}`;
    return resource.gap(property ?? "securityGroupId", "open", what);
}

/**
 * What takes rules away from a group: all that it does not list. One that is taken away is there until
 * then, so it counts as possible; what is listed, and not in the plan, may be any rule.
 */
function exclusiveOf(
    graph: Graph,
    group: SecurityGroup,
    direction: Direction,
): { takes: (rule?: Node) => Gap | undefined; gaps: readonly Gap[] } {
    const { certain, possible, lost } = graph.children(
        "securityGroupRulesExclusive",
        group,
        "securityGroup",
    );
    const owners = [...certain, ...possible, ...lost];
    const what = `it takes the rules of ${group.name} away that it does not list`;
    return {
        takes: (rule) => {
            const owner = owners.find(
                (each) => rule === undefined || !each.left(direction).nodes.includes(rule),
            );
            return owner?.resource.gap(`${direction}RuleIds`, "not-modelled", what);
        },
        gaps: owners.flatMap((each) => each.left(direction).gaps),
    };
}

/**
 * Why the rules that AWS makes with a group may be gone: with a standalone one beside them CloudFormation takes
 * them away, or did (AWS rule 14).
 */
function replacingDefault(graph: Graph, group: SecurityGroup): Gap | undefined {
    const { certain, possible, lost } = graph.children(
        "securityGroupEgressRule",
        group,
        "securityGroup",
    );
    const rule = [...certain, ...possible, ...lost].find(({ resource }) => resource.isNative);
    const what = `it may take the place of the egress rules that AWS makes with ${group.name}`;
    return rule?.resource.gap("securityGroupId", "not-modelled", what);
}

function titled(direction: Direction): "Ingress" | "Egress" {
    return direction === "ingress" ? "Ingress" : "Egress";
}

/** The rules of a network ACL, in no order; their numbers give it. */
export function rulesOfAcl(graph: Graph, acl: NetworkAcl, direction: Direction): Rules<AclRule> {
    return graph.once(findRulesOfAcl, acl, direction);
}

function findRulesOfAcl(graph: Graph, acl: NetworkAcl, direction: Direction): Rules<AclRule> {
    const inline = acl.inlineRules(direction);
    const found = graph.children("networkAclRule", acl, "networkAcl");
    const sure = found.certain.filter((rule) => isKnownToBe(rule.direction, direction));
    const unsure = [
        ...found.certain.filter((rule) => !rule.direction.known),
        ...[...found.possible, ...found.lost].filter(
            ({ direction: own }) => !own.known || own.value === direction,
        ),
    ].map((each) => ({ ...each.rule, doubt: doubtOf(each) }));
    const certain = [...ownRules(acl, inline, sure), ...sure.map((rule) => rule.rule)];
    return {
        certain,
        possible: [...unsure, ...acl.copiedRules(direction)],
        gaps: distinctGaps([
            ...whyOf(inline),
            ...(certain.length === 0 ? acl.untoldRules(direction) : []),
            ...graph.openness.of(acl, direction, found.unresolved),
        ]),
    };
}

/** What an ACL lists itself. Where facts list it, a rule of the plan takes the place of one with its number. */
function ownRules(
    { resource }: NetworkAcl,
    inline: Knowable<readonly AclRule[]>,
    standalone: readonly NetworkAclRule[],
): readonly AclRule[] {
    if (!inline.known || resource.origin === "plan") return inline.known ? inline.value : [];
    const taken = new Set(
        standalone.flatMap(({ rule: { number } }) => (number.known ? number.value : [])),
    );
    return inline.value.filter(({ number }) => !number.known || !taken.has(number.value));
}

/** Why a standalone rule may not be this ACL's, or of this direction. */
function doubtOf({ direction, networkAcl, resource }: NetworkAclRule): Gap {
    if (!direction.known) return direction.why;
    const [gap = networkAcl.some?.why] = networkAcl.gaps;
    return gap ?? resource.gap("networkAclId", "made-by-plan", "it may be of another ACL");
}

/**
 * The network ACL of a subnet: the one associated with it, in whatever form, else the default one of
 * its VPC (AWS rule 6).
 */
export function effectiveNetworkAcl(graph: Graph, subnet: Subnet): OneOf<NetworkAcl> {
    return graph.once(findNetworkAcl, subnet);
}

function findNetworkAcl(graph: Graph, subnet: Subnet): OneOf<NetworkAcl> {
    const associations = graph.children("networkAclAssociation", subnet, "subnet");
    const naming = graph.children("networkAcl", subnet, "subnets");
    if (associations.certain.length > 0) {
        return oneOf(associations.certain.map((association) => association.networkAcl));
    }
    if (naming.certain.length > 0) return { candidates: latest(naming.certain), gaps: [] };
    const possible = [...associations.possible, ...associations.lost];
    const associated = oneOf(possible.map((association) => association.networkAcl));
    const vpcs = oneOf([subnet.vpc]);
    return {
        candidates: [
            ...new Set([
                ...associated.candidates,
                ...naming.possible,
                ...naming.lost,
                ...vpcs.candidates.map((vpc) => graph.defaultNetworkAcl(vpc)),
            ]),
        ],
        gaps: distinctGaps([
            ...associated.gaps,
            ...vpcs.gaps,
            ...graph.openness.of(subnet, "networkAclId", [
                ...associations.unresolved,
                ...naming.unresolved,
            ]),
        ]),
    };
}

/** An ACL of the plan takes a subnet from the one that facts tell, which may be older. */
function latest(acls: readonly NetworkAcl[]): readonly NetworkAcl[] {
    const own = acls.filter(({ resource }) => resource.origin === "plan" && !resource.external);
    return own.length > 0 ? own : acls;
}

/** The groups of something in a subnet: those that it names, else the default group of the VPC (AWS rule 6). */
export function effectiveGroups(
    graph: Graph,
    named: Links<SecurityGroup>,
    subnet: Links<Subnet>,
): Links<SecurityGroup> {
    if (!isEmpty(named)) return named;
    const vpcs = oneOf(candidates(subnet).map((each) => each.vpc));
    const groups = vpcs.candidates.map((vpc) => graph.defaultSecurityGroup(vpc));
    const [only] = groups;
    const gaps = [...subnet.gaps, ...vpcs.gaps];
    const isCertain = groups.length === 1 && only !== undefined && gaps.length === 0;
    return {
        nodes: isCertain ? groups : [],
        gaps,
        possible: isCertain ? [] : groups,
        assumed: [],
        distinct: { least: isCertain ? 1 : 0, most: 1 },
        ...(!isCertain && gaps.length === 0 && subnet.some !== undefined
            ? {
                  some: {
                      candidates: groups,
                      orOutside: subnet.some.orOutside,
                      ofComponent: subnet.some.ofComponent,
                      why: subnet.some.why,
                  },
              }
            : {}),
    };
}
