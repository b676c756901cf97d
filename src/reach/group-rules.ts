import { addAll, isKnownToBe, isUnresolved, type Gap, type Knowable } from "../knowable";
import {
    blocksOfList,
    candidates,
    linkTo,
    orOther,
    rulesOfGroup,
    type Direction,
    type Graph,
    type Links,
    type ManagedPrefixList,
    type SecurityGroup,
    type SecurityRule,
    type Transport,
} from "../network";
import type { Addresses } from "./addresses";
import type { AwsService } from "./connection";
import type { Said } from "./words";

/** The other end of a connection, as a rule of a security group sees it. */
export interface Peer {
    readonly addresses: Addresses;
    /** Over what it speaks; left out for TCP. */
    readonly transport?: Transport | undefined;
    readonly groups?: Links<SecurityGroup> | undefined;
    readonly service?: AwsService | undefined;
    readonly called: Said;
    /** How a rule best names it, if otherwise. */
    readonly named?: Said | undefined;
}

/** What of a group admits a peer by itself, whatever blocks its rules name. */
export interface Admission {
    readonly group: SecurityGroup;
    /** One of its rules; none: the rules that AWS gives a default group. */
    readonly rule?: SecurityRule;
    readonly how: "default" | "group" | "prefixList" | "self";
}

/** What the rules of one group say of a port and a peer. */
export interface RuleSum {
    by: Admission | undefined;
    /** All that rules name. */
    readonly blocks: string[];
    /** Those of the rules that name blocks themselves, and not by a prefix list. */
    readonly rules: readonly SecurityRule[];
    readonly doubts: Gap[];
    readonly assumed: string[];
}

/** What one group's rules say of the port and the peer. */
export function askGroup(
    graph: Graph,
    group: SecurityGroup,
    direction: Direction,
    port: number,
    peer: Peer,
): RuleSum {
    const doubts = [...rulesOfGroup(graph, group, direction).gaps];
    const sifted = graph.once(sifts[direction][peer.transport ?? "tcp"], group, port);
    const found: RuleSum = { by: undefined, blocks: [], rules: sifted.rules, doubts, assumed: [] };
    if (group.hasDefaultRules) {
        const byDefault = { group, how: "default" } as const;
        if (direction === "egress") {
            found.by = byDefault;
            return found;
        }
        note(found, isMember(peer.groups, namedBy(linkTo(group))), byDefault);
        if (found.by !== undefined) return found;
    }
    tell(found, sifted, peer);
    if (sifted.possible.length === 0) return found;
    const blocks = new Set(found.blocks);
    for (const each of sifted.possible) addPossible(found, each, peer, blocks);
    return found;
}

/** What rules admit: blocks, and whatever depends on the peer besides. */
interface Sifted {
    readonly blocks: string[];
    readonly rules: SecurityRule[];
    readonly parts: ((found: RuleSum, peer: Peer) => void)[];
}

/** A rule that may stand, or may be this group's. */
interface Possible extends Sifted {
    readonly doubt: Gap;
}

interface All extends Sifted {
    readonly possible: readonly Possible[];
}

type Sift = (graph: Graph, group: SecurityGroup, port: number) => All;

/** What of a group's rules concerns a port, whoever the peer is. */
const sifts: Readonly<Record<Direction, Readonly<Record<Transport, Sift>>>> = {
    egress: { tcp: sift("egress", "tcp"), udp: sift("egress", "udp") },
    ingress: { tcp: sift("ingress", "tcp"), udp: sift("ingress", "udp") },
};

function sift(direction: Direction, transport: Transport): Sift {
    return (graph, group, port) => {
        const { certain, possible, doubtOf } = rulesOfGroup(graph, group, direction);
        const into: Sifted = { blocks: [], rules: [], parts: [] };
        const { blocks, rules, parts } = into;
        const covering: SecurityRule[] = [];
        for (const rule of certain) {
            const covers = rule.covers(transport, port);
            if (!covers.known) addDoubt(into, covers.why);
            else if (covers.value) covering.push(rule);
        }
        for (const rule of covering) addRule(graph, into, rule, group);
        addGroups(graph, into, group, covering, certain);
        const standing = new Set(into.blocks);
        const others = possible.flatMap((rule): Possible[] => {
            const covers = rule.covers(transport, port);
            if (covers.known && !covers.value) return [];
            const own: Sifted = { blocks: [], rules: [], parts: [] };
            addRule(graph, own, rule, group);
            addGroups(graph, own, group, [rule], [rule]);
            // The provider's copy repeats the rules that stand.
            const isNew = own.blocks.some((block) => !standing.has(block));
            return isNew || own.parts.length > 0 ? [{ doubt: doubtOf(rule), ...own }] : [];
        });
        return { blocks, rules, parts, possible: others };
    };
}

/** What a rule admits by block, prefix list or `self`. */
function addRule(graph: Graph, into: Sifted, rule: SecurityRule, group: SecurityGroup): void {
    for (const cidr of rule.cidrs) {
        if (cidr.known) into.blocks.push(cidr.value);
        else addDoubt(into, cidr.why);
    }
    if (rule.cidrs.length > 0) into.rules.push(rule);
    if (rule.prefixLists.length > 0) {
        into.parts.push((found, peer) => {
            addPrefixLists(graph, found, rule, group, peer);
        });
    }
    const { self } = rule;
    if (!self.known) addDoubt(into, self.why);
    else if (self.value) {
        const itself = namedBy(linkTo(group));
        into.parts.push((found, peer) => {
            note(found, isMember(peer.groups, itself), { group, rule, how: "self" });
        });
    }
}

/** A prefix list of AWS's is found by a gateway endpoint that has it; others by their entries. */
function addPrefixLists(
    graph: Graph,
    found: RuleSum,
    rule: SecurityRule,
    group: SecurityGroup,
    peer: Peer,
): void {
    for (const place of rule.prefixLists) {
        const { property } = place;
        const lists = graph.linker.one(place, property, "managedPrefixList");
        const endpoints = graph.linker.one(place, property, "vpcEndpoint");
        const [list] = lists.nodes;
        if (list !== undefined && isListOf(list, peer)) {
            found.by ??= { group, rule, how: "prefixList" };
            continue;
        }
        const services = candidates(endpoints).map(({ service }) => service);
        if (list !== undefined && services.length === 0) {
            const { blocks, doubts } = blocksOfList(graph, list);
            addAll(found.blocks, blocks);
            addAll(found.doubts, doubts);
            continue;
        }
        const isItsOwn = services.map((service) => isService(service, peer.service));
        const isSure =
            services.length > 0 && endpoints.gaps.length === 0 && candidates(lists).length === 0;
        // The list that rules name by an endpoint holds IPv4 addresses; over IPv6 there is another.
        const isIpv4 = peer.addresses.family === "ipv4";
        if (isSure && isIpv4 && isItsOwn.every((each) => each === true)) {
            found.by ??= { group, rule, how: "prefixList" };
        } else if (!isSure || isItsOwn.some((each) => each !== false)) {
            const what = "which addresses the prefix list holds is not in the plan";
            found.doubts.push(place.gap("outside", what));
        }
    }
}

/** It is AWS's own list of the peer's service, which has one for each family. */
function isListOf({ listName }: ManagedPrefixList, { service, addresses }: Peer): boolean {
    if (service === undefined) return false;
    const family = addresses.family === "ipv6" ? "ipv6." : "";
    return isKnownToBe(listName, `com.amazonaws.${service.region}.${family}${service.name}`);
}

/**
 * The groups that rules name: standalone ones each by itself, inline ones together, since of two
 * unknown groups in two rules it is not known which stands in which.
 */
function addGroups(
    graph: Graph,
    into: Sifted,
    group: SecurityGroup,
    covering: readonly SecurityRule[],
    certain: readonly SecurityRule[],
): void {
    const isInline = ({ property }: SecurityRule): boolean => property !== undefined;
    addGroupsOf(graph, into, group, covering.filter(isInline), certain.filter(isInline));
    for (const rule of covering) {
        if (!isInline(rule)) addGroupsOf(graph, into, group, [rule], [rule]);
    }
}

function addGroupsOf(
    graph: Graph,
    into: Sifted,
    group: SecurityGroup,
    covering: readonly SecurityRule[],
    all: readonly SecurityRule[],
): void {
    const places = covering.flatMap((rule) => rule.groups);
    const [first] = covering;
    const [place] = places;
    if (first === undefined || place === undefined) return;
    const links = graph.linker.among(
        places,
        all.flatMap((rule) => rule.groups),
        first.resource,
        place.property,
        "securityGroup",
    );
    const named = namedBy(links);
    // A whole list of groups that is unknown may hold others than those that feed it visibly.
    const open = places
        .filter(({ path }) => path.endsWith(".securityGroups"))
        .map((list) => list.gap("computed", "its list is not known"));
    into.parts.push((found, { groups }) => {
        // What is no interface of the VPC has no groups.
        if (groups === undefined) return;
        const member = isMember(groups, named);
        if (member === true) addAll(found.assumed, links.assumed);
        note(found, member, { group, rule: first, how: "group" });
        addAll(found.doubts, open);
    });
}

function addDoubt({ parts }: Sifted, why: Gap): void {
    parts.push(({ doubts }) => doubts.push(why));
}

function tell(found: RuleSum, { blocks, parts }: Sifted, peer: Peer): void {
    addAll(found.blocks, blocks);
    for (const add of parts) add(found, peer);
}

/** A rule that is not certain is no more than a doubt, and only if it could admit. */
function addPossible(
    found: RuleSum,
    possible: Possible,
    peer: Peer,
    blocks: ReadonlySet<string>,
): void {
    const maybe: RuleSum = { by: undefined, blocks: [], rules: [], doubts: [], assumed: [] };
    tell(maybe, possible, peer);
    const isNew = maybe.blocks.some((block) => !blocks.has(block));
    const couldAdmit =
        maybe.by !== undefined ||
        maybe.doubts.length > 0 ||
        (isNew && peer.addresses.coveredBy(maybe.blocks) !== "none");
    if (couldAdmit) found.doubts.push(possible.doubt);
}

function note(found: RuleSum, member: boolean | Gap, by: Admission): void {
    if (member === true) found.by ??= by;
    else if (member !== false) found.doubts.push(member);
}

/** The groups that a rule names, ready to be asked of many peers. */
interface Named {
    readonly certain: ReadonlySet<SecurityGroup>;
    readonly possible: ReadonlySet<SecurityGroup>;
    /** The ids of those that exist outside the plan. */
    readonly outside: ReadonlySet<string>;
    /** What is not in the plan, or cannot be told, among them. */
    readonly unseen: readonly Gap[];
    /** Those of them of which the id is not known either. */
    readonly nameless: readonly Gap[];
    readonly doubts: readonly Gap[];
}

function namedBy(links: Links<SecurityGroup>): Named {
    return {
        certain: new Set(links.nodes),
        possible: new Set(candidates(links)),
        outside: new Set(links.outside?.map(({ id }) => id)),
        unseen: unseenOf(links),
        nameless: namelessOf(links),
        doubts: doubtOf(links),
    };
}

/**
 * Whether the peer is certainly (`true`), certainly not (`false`), or perhaps a member of one of the
 * groups that a rule names.
 */
function isMember(members: Links<SecurityGroup> | undefined, named: Named): boolean | Gap {
    if (members === undefined) return false;
    const isNamed = (group: SecurityGroup): boolean => named.certain.has(group);
    const { nodes, outside = [], some } = members;
    if (nodes.some(isNamed) || outside.some(({ id }) => named.outside.has(id))) return true;
    if (some?.orOutside === false && some.candidates.every(isNamed)) return true;
    const unseen = unseenOf(members);
    const own = candidates(members);
    if (own.some((group) => named.possible.has(group))) {
        const whys = [unseen, named.unseen, doubtOf(members), named.doubts];
        return whys.find(({ length }) => length > 0)?.[0] ?? false;
    }
    // A known id of something outside the plan is neither one of the plan's groups nor another such id.
    const unresolved = own.length > 0 ? named.unseen.find(isUnresolved) : undefined;
    return (
        unresolved ??
        (named.possible.size > 0 ? unseen.find(isUnresolved) : undefined) ??
        (named.unseen.length > 0 ? namelessOf(members)[0] : undefined) ??
        (unseen.length > 0 ? named.nameless[0] : undefined) ??
        false
    );
}

/** What is not in the plan, or cannot be told, among the groups that are meant. */
function unseenOf(links: Links<SecurityGroup>): readonly Gap[] {
    const { gaps, more } = links;
    return [...gaps, ...orOther(links), ...(more === undefined ? [] : [more])];
}

/** What of that has no id either. */
function namelessOf(links: Links<SecurityGroup>): readonly Gap[] {
    const byId = new Set(links.outside?.map(({ gap }) => gap));
    return unseenOf(links).filter((gap) => !byId.has(gap));
}

function doubtOf({ some }: Links<SecurityGroup>): readonly Gap[] {
    return some === undefined ? [] : [some.why];
}

/** Whether an endpoint's service is the one wanted; `undefined` if that is not known. */
function isService(
    named: Knowable<{ readonly service: string; readonly region: string } | undefined>,
    wanted: AwsService | undefined,
): boolean | undefined {
    if (!named.known) return undefined;
    return (
        wanted !== undefined &&
        named.value?.service === wanted.name &&
        named.value.region === wanted.region
    );
}
