import {
    addAll,
    assuming,
    cannotKnow,
    distinctGaps,
    isKnownToBe,
    isUnresolved,
    known,
    ok,
    unless,
    violated,
    type Gap,
    type Knowable,
} from "../knowable";
import {
    candidates,
    linkTo,
    listed,
    orOther,
    rulesOfGroup,
    type Direction,
    type GroupRules,
    type Graph,
    type Links,
    type ManagedPrefixList,
    type SecurityGroup,
    type SecurityRule,
    type Transport,
} from "../network";
import { blockOf, type Addresses } from "./addresses";
import type { AwsService, HopAnswer } from "./connection";
import { stopped, type Hop } from "./hop";
import type { Sight } from "./trace";
import { faults, type Said } from "./words";

/** The other end of a connection, as a rule of a security group sees it. */
export interface Peer {
    readonly addresses: Addresses;
    readonly groups?: Links<SecurityGroup> | undefined;
    readonly service?: AwsService | undefined;
    readonly called: Said;
    /** How a rule best names it, if otherwise. */
    readonly named?: Said | undefined;
}

/** What is asked of groups that should admit anybody at all. */
export interface Asked {
    /** A port; without one any rule will do. */
    readonly port: number | undefined;
    readonly transport: Transport;
    /** Who should come in. */
    readonly called: Said;
    /** They come over the internet: no member of the groups is among them. */
    readonly areStrangers: boolean;
}

/**
 * Whether the groups of an interface admit TCP connections with a peer. Groups are stateful, and add
 * up: one rule of one group is enough (facts 6). Of an unknown list of groups the answer is violated
 * only if all candidates together refuse, ok only if each alone admits.
 */
export class SecurityGroups {
    constructor(private readonly graph: Graph) {}

    admit(groups: Links<SecurityGroup>, direction: Direction, port: number, peer: Peer): HopAnswer {
        return ofAll(groups, (asked) => this.together(asked, direction, port, peer));
    }

    /** For a trace: the rule that admits it, by which of the groups. */
    admitting(
        groups: Links<SecurityGroup>,
        direction: Direction,
        port: number,
        peer: Peer,
    ): Sight | undefined {
        const everyOne = candidates(groups);
        const [first] = everyOne;
        if (first === undefined) return undefined;
        const way = direction === "egress" ? "out to" : "in from";
        const told = (group: SecurityGroup, names: string, by: string): Sight => ({
            at: group,
            says: `${group.label} ${names} lets TCP ${String(port)} ${way} ${peer.called.text}: ${by}`,
        });
        for (const group of everyOne) {
            if (this.ofGroup(group, direction, port, peer).admits && group.hasDefaultRules) {
                return told(group, group.name, "AWS's own rules");
            }
            const { certain } = rulesOfGroup(this.graph, group, direction);
            for (const rule of certain) {
                const by = this.admittedBy(rule, group, direction, port, peer);
                if (by !== undefined) {
                    return told(group, group.name, `${direction} rule ${by}`);
                }
            }
        }
        return told(first, listed(everyOne), `its ${direction} rules together`);
    }

    /** A rule that admits the peer by itself, in words. */
    private admittedBy(
        rule: SecurityRule,
        group: SecurityGroup,
        direction: Direction,
        port: number,
        peer: Peer,
    ): string | undefined {
        if (!isKnownToBe(rule.covers("tcp", port), true)) return undefined;
        const name = rule.property === undefined ? `${rule.resource.name}, ` : "";
        // What is no block is not printed.
        const blocks = rule.cidrs
            .flatMap((cidr) => (cidr.known ? [cidr.value] : []))
            .filter((cidr) => blockOf(cidr) !== undefined);
        if (peer.addresses.coveredBy(blocks) === "all") {
            const covering = blocks.filter((each) => peer.addresses.coveredBy([each]) !== "none");
            return `${name}${covering.join(", ")}`;
        }
        const ask = (add: (found: Found) => void): boolean => {
            const found: Found = { admits: false, blocks: [], doubts: [], assumed: [] };
            add(found);
            return found.admits || peer.addresses.coveredBy(found.blocks) === "all";
        };
        if (
            ask((found) => {
                this.addPrefixLists(found, rule, peer);
            })
        ) {
            return `${name}by a prefix list`;
        }
        if (
            ask((found) => {
                const own: Sifted = { blocks: [], parts: [] };
                this.addRule(own, rule, group);
                tell(found, own, peer);
            })
        )
            return `${name}for itself`;
        const { certain } = rulesOfGroup(this.graph, group, direction);
        const isInline = rule.property !== undefined;
        const all = isInline ? certain.filter(({ property }) => property !== undefined) : [rule];
        if (
            ask((found) => {
                const own: Sifted = { blocks: [], parts: [] };
                this.addGroupsOf(own, [rule], all);
                tell(found, own, peer);
            })
        ) {
            return `${name}by the group of ${peer.called.text}`;
        }
        return undefined;
    }

    /** Whether the groups have any rule for what comes in, whoever it admits. */
    admitSomething(groups: Links<SecurityGroup>, asked: Asked): HopAnswer {
        return ofAll(groups, (each) => this.somethingOf(each, asked));
    }

    private somethingOf(groups: readonly SecurityGroup[], asked: Asked): HopAnswer {
        const { port, transport, areStrangers } = asked;
        const doubts: Gap[] = [];
        for (const group of groups) {
            if (group.hasDefaultRules && !areStrangers) return ok();
            const { certain, possible, gaps, doubtOf } = rulesOfGroup(this.graph, group, "ingress");
            addAll(doubts, gaps);
            const sure = new Set(certain);
            for (const rule of [...certain, ...possible]) {
                const covers = port === undefined ? known(true) : rule.covers(transport, port);
                if (!covers.known) doubts.push(covers.why);
                else if (covers.value && sure.has(rule)) return ok();
                else if (covers.value) doubts.push(doubtOf(rule));
            }
        }
        const nobody = refusal(groups, "ingress", port ?? 443, asked, transport);
        return unless(violated(nobody), distinctGaps(doubts));
    }

    /** Whether these groups together admit it. */
    private together(
        groups: readonly SecurityGroup[],
        direction: Direction,
        port: number,
        peer: Peer,
    ): HopAnswer {
        const blocks: string[] = [];
        const doubts: Gap[] = [];
        const assumed: string[] = [];
        for (const group of groups) {
            const found = this.ofGroup(group, direction, port, peer);
            if (found.admits) return assuming(ok<Hop>(), found.assumed);
            addAll(blocks, found.blocks);
            addAll(doubts, found.doubts);
            addAll(assumed, found.assumed);
        }
        const coverage = peer.addresses.coveredBy(blocks);
        if (coverage === "all") return assuming(ok<Hop>(), assumed);
        if (coverage === "some") {
            return cannotKnow([
                ...doubts,
                ...groups.flatMap((each) => partly(each, direction, peer)),
            ]);
        }
        return unless(violated(refusal(groups, direction, port, peer)), distinctGaps(doubts));
    }

    /** What one group's rules say of the port and the peer. */
    private ofGroup(group: SecurityGroup, direction: Direction, port: number, peer: Peer): Found {
        const rules = rulesOfGroup(this.graph, group, direction);
        const found: Found = { admits: false, blocks: [], doubts: [...rules.gaps], assumed: [] };
        if (group.hasDefaultRules) {
            if (direction === "egress") return { ...found, admits: true };
            const itself = isMember(peer.groups, namedBy(linkTo(group)));
            if (itself === true) return { ...found, admits: true };
            if (itself !== false) found.doubts.push(itself);
        }
        const sifted = this.graph.once(`${direction} on ${String(port)}`, group, () =>
            this.siftAll(rules, group, port),
        );
        tell(found, sifted, peer);
        if (sifted.possible.length === 0) return found;
        const blocks = new Set(found.blocks);
        for (const each of sifted.possible) addPossible(found, each, peer, blocks);
        return found;
    }

    /** What of a group's rules concerns a port, whoever the peer is. */
    private siftAll(
        { certain, possible, doubtOf }: GroupRules,
        group: SecurityGroup,
        port: number,
    ): Sifted & { readonly possible: readonly Possible[] } {
        const into: Sifted = { blocks: [], parts: [] };
        const covering: SecurityRule[] = [];
        for (const rule of certain) {
            const covers = rule.covers("tcp", port);
            if (!covers.known) addDoubt(into, covers.why);
            else if (covers.value) covering.push(rule);
        }
        for (const rule of covering) this.addRule(into, rule, group);
        this.addGroups(into, covering, certain);
        const standing = new Set(into.blocks);
        const others = possible.flatMap((rule): Possible[] => {
            const covers = rule.covers("tcp", port);
            if (covers.known && !covers.value) return [];
            const own: Sifted = { blocks: [], parts: [] };
            this.addRule(own, rule, group);
            this.addGroups(own, [rule], [rule]);
            // The provider's copy repeats the rules that stand.
            const isNew = own.blocks.some((block) => !standing.has(block));
            return isNew || own.parts.length > 0 ? [{ doubt: doubtOf(rule), ...own }] : [];
        });
        return { ...into, possible: others };
    }

    /** What a rule admits by block, prefix list or `self`. */
    private addRule(into: Sifted, rule: SecurityRule, group: SecurityGroup): void {
        for (const cidr of rule.cidrs) {
            if (cidr.known) into.blocks.push(cidr.value);
            else addDoubt(into, cidr.why);
        }
        if (rule.prefixLists.length > 0) {
            into.parts.push((found, peer) => {
                this.addPrefixLists(found, rule, peer);
            });
        }
        const { self } = rule;
        if (!self.known) addDoubt(into, self.why);
        else if (self.value) {
            const itself = namedBy(linkTo(group));
            into.parts.push((found, peer) => {
                note(found, isMember(peer.groups, itself));
            });
        }
    }

    /** A prefix list of AWS's is found by a gateway endpoint that has it; others by their entries. */
    private addPrefixLists(found: Found, rule: SecurityRule, peer: Peer): void {
        for (const place of rule.prefixLists) {
            const { property } = place;
            const lists = this.graph.linker.one(place, property, "managedPrefixList");
            const endpoints = this.graph.linker.one(place, property, "vpcEndpoint");
            const [list] = lists.nodes;
            const services = candidates(endpoints).map(({ service }) => service);
            if (list !== undefined && services.length === 0) {
                this.addEntries(found, list);
                continue;
            }
            const isItsOwn = services.map((service) => isService(service, peer.service));
            const isSure =
                services.length > 0 &&
                endpoints.gaps.length === 0 &&
                candidates(lists).length === 0;
            // The list that rules name by an endpoint holds IPv4 addresses; over IPv6 there is another.
            const isIpv4 = peer.addresses.family === "ipv4";
            if (isSure && isIpv4 && isItsOwn.every((each) => each === true)) found.admits = true;
            else if (!isSure || isItsOwn.some((each) => each !== false)) {
                const what = "which addresses the prefix list holds is not in the plan";
                found.doubts.push(place.gap("outside", what));
            }
        }
    }

    private addEntries(found: Found, list: ManagedPrefixList): void {
        const { certain, possible, unresolved } = this.graph.children(
            "managedPrefixListEntry",
            list,
            "prefixList",
            (entry) => entry.prefixList,
        );
        const own = list.blocks;
        if (!own.known) found.doubts.push(own.why);
        const blocks = [...(own.known ? own.value : []), ...certain.map((entry) => entry.block)];
        for (const block of blocks) {
            if (!block.known) found.doubts.push(block.why);
            else if (block.value !== undefined) found.blocks.push(block.value);
        }
        for (const entry of possible) {
            found.doubts.push(
                entry.resource.gap("prefixListId", "made-by-plan", "it may add to the prefix list"),
            );
        }
        addAll(found.doubts, this.graph.openness.of(list, "entries", unresolved));
    }

    /**
     * The groups that rules name: standalone ones each by itself, inline ones together, since of two
     * unknown groups in two rules it is not known which stands in which.
     */
    private addGroups(
        into: Sifted,
        covering: readonly SecurityRule[],
        certain: readonly SecurityRule[],
    ): void {
        const isInline = ({ property }: SecurityRule): boolean => property !== undefined;
        this.addGroupsOf(into, covering.filter(isInline), certain.filter(isInline));
        for (const rule of covering) {
            if (!isInline(rule)) this.addGroupsOf(into, [rule], [rule]);
        }
    }

    private addGroupsOf(
        into: Sifted,
        covering: readonly SecurityRule[],
        all: readonly SecurityRule[],
    ): void {
        const places = covering.flatMap((rule) => rule.groups);
        const [first] = covering;
        const [place] = places;
        if (first === undefined || place === undefined) return;
        const links = this.graph.linker.among(
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
            note(found, member);
            addAll(found.doubts, open);
        });
    }
}

/** Of groups that are not certain: violated if all candidates together refuse, ok if each alone admits. */
function ofAll(
    groups: Links<SecurityGroup>,
    ask: (groups: readonly SecurityGroup[]) => HopAnswer,
): HopAnswer {
    const { nodes, some, gaps } = groups;
    const everyOne = candidates(groups);
    const more = groups.more === undefined ? [] : [groups.more];
    const doubts = [...gaps, ...orOther(groups), ...more];
    if (everyOne.length === 0) return cannotKnow(doubts);
    const all = ask(everyOne);
    if (all.verdict === "violated" || everyOne.length === nodes.length) {
        // More groups could only admit more.
        return assuming(all.verdict === "ok" ? all : unless(all, doubts), groups.assumed);
    }
    const sure = nodes.length === 0 ? [] : [ask(nodes)];
    const each =
        some?.orOutside === false ? some.candidates.map((one) => ask([...nodes, one])) : [];
    const enough = [sure, each].find(
        (answers) => answers.length > 0 && answers.every(({ verdict }) => verdict === "ok"),
    );
    if (enough?.[0] !== undefined) return assuming(enough[0], groups.assumed);
    const open = all.verdict === "cannot-know" ? all.gaps : [];
    return cannotKnow([...doubts, ...(some === undefined ? [] : [some.why]), ...open]);
}

/** What rules admit: blocks, and whatever depends on the peer besides. */
interface Sifted {
    readonly blocks: string[];
    readonly parts: ((found: Found, peer: Peer) => void)[];
}

/** A rule that may stand, or may be this group's. */
interface Possible extends Sifted {
    readonly doubt: Gap;
}

function addDoubt({ parts }: Sifted, why: Gap): void {
    parts.push(({ doubts }) => doubts.push(why));
}

function tell(found: Found, { blocks, parts }: Sifted, peer: Peer): void {
    addAll(found.blocks, blocks);
    for (const add of parts) add(found, peer);
}

/** A rule that is not certain is no more than a doubt, and only if it could admit. */
function addPossible(
    found: Found,
    possible: Possible,
    peer: Peer,
    blocks: ReadonlySet<string>,
): void {
    const maybe: Found = { admits: false, blocks: [], doubts: [], assumed: [] };
    tell(maybe, possible, peer);
    const isNew = maybe.blocks.some((block) => !blocks.has(block));
    const couldAdmit =
        maybe.admits ||
        maybe.doubts.length > 0 ||
        (isNew && peer.addresses.coveredBy(maybe.blocks) !== "none");
    if (couldAdmit) found.doubts.push(possible.doubt);
}

interface Found {
    admits: boolean;
    readonly blocks: string[];
    readonly doubts: Gap[];
    readonly assumed: string[];
}

function note(found: Found, member: boolean | Gap): void {
    if (member === true) found.admits = true;
    else if (member !== false) found.doubts.push(member);
}

/** The groups that a rule names, ready to be asked of many peers. */
interface Named {
    readonly certain: ReadonlySet<SecurityGroup>;
    readonly possible: ReadonlySet<SecurityGroup>;
    /** What is not in the plan, or cannot be told, among them. */
    readonly strangers: readonly Gap[];
    readonly doubts: readonly Gap[];
}

function namedBy(links: Links<SecurityGroup>): Named {
    return {
        certain: new Set(links.nodes),
        possible: new Set(candidates(links)),
        strangers: strangersOf(links),
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
    if (members.nodes.some(isNamed)) return true;
    const { some } = members;
    if (some?.orOutside === false && some.candidates.every(isNamed)) return true;
    const strangers = strangersOf(members);
    const own = candidates(members);
    if (own.some((group) => named.possible.has(group))) {
        const whys = [strangers, named.strangers, doubtOf(members), named.doubts];
        return whys.find(({ length }) => length > 0)?.[0] ?? false;
    }
    // A known id of something outside the plan is none of the plan's groups, but may be another such id.
    const unresolved = own.length > 0 ? named.strangers.find(isUnresolved) : undefined;
    return (
        unresolved ??
        (named.possible.size > 0 ? strangers.find(isUnresolved) : undefined) ??
        (named.strangers.length > 0 ? strangers[0] : undefined) ??
        false
    );
}

/** What is not in the plan, or cannot be told, among the groups that are meant. */
function strangersOf(links: Links<SecurityGroup>): readonly Gap[] {
    const { gaps, more } = links;
    return [...gaps, ...orOther(links), ...(more === undefined ? [] : [more])];
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

function refusal(
    groups: readonly SecurityGroup[],
    direction: Direction,
    port: number,
    { called, named, groups: own }: Pick<Peer, "called" | "named" | "groups">,
    transport: Transport = "tcp",
): Hop {
    // The same one, in whatever order a program names them.
    const first = groups.reduce((one, other) => (other.urn < one.urn ? other : one));
    const peers = own === undefined ? [] : candidates(own);
    const about = { direction, transport, port, peer: called, named, peers, groups };
    return { ...stopped(faults.groupRefuses, first, about), name: listed(groups) };
}

function partly(group: SecurityGroup, direction: Direction, { addresses, called }: Peer): Gap[] {
    const what = `its rules admit only part of the addresses that ${called.text} may have`;
    return [
        group.resource.gap(direction, "not-modelled", what),
        ...(addresses.why === undefined ? [] : [addresses.why]),
    ];
}
