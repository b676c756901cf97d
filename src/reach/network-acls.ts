import {
    cannotKnow,
    isKnownToBe,
    unless,
    violated,
    whyOf,
    type Gap,
    type Knowable,
} from "../knowable";
import {
    agreed,
    effectiveNetworkAcl,
    rulesOfAcl,
    transportOf,
    type AclRule,
    type Direction,
    type Graph,
    type NetworkAcl,
    type Rules,
    type Subnet,
    type Transport,
} from "../network";
import type { Addresses } from "./addresses";
import { passing, type Passing, type PortRange } from "./connection";
import { deciding, type Matched } from "./deciding";
import { stopped } from "./hop";
import { faults, over, type Said } from "./words";

/** What crosses a subnet's edge: to one of these ports, the other end at one of these addresses. */
export interface Crossing {
    readonly direction: Direction;
    readonly addresses: Addresses;
    readonly ports: PortRange;
    /** Left out for TCP. */
    readonly transport?: Transport | undefined;
    readonly what: Said;
    /** It is the answer to a call. */
    readonly isBack?: boolean;
}

/** By what an ACL lets something cross: the numbers of its rules. */
export interface Allowing {
    readonly acl: NetworkAcl;
    readonly numbers: readonly number[];
}

/**
 * Whether a subnet's network ACL lets something cross. ACLs are stateless: of the rules by ascending
 * number the first that matches decides, and none means no (AWS rule 6). Where parts of a rule are not
 * known, the ACL is asked twice: as generous, and as strict, as it may be.
 */
export class NetworkAcls {
    private readonly answers = new Map<string, Passing<Allowing>>();

    constructor(private readonly graph: Graph) {}

    /** The ACL that lets everything cross, whatever it is, as the one that AWS makes; of several, all do. */
    passingAll(subnet: Subnet): NetworkAcl | undefined {
        const { candidates } = effectiveNetworkAcl(this.graph, subnet);
        const isOpen = candidates.every((acl) => this.graph.once(allowsAll, acl));
        return isOpen ? candidates[0] : undefined;
    }

    pass(subnet: Subnet, crossing: Crossing): Passing<Allowing> {
        const { candidates, gaps } = effectiveNetworkAcl(this.graph, subnet);
        const answers = candidates.map((acl) => this.passAcl(acl, crossing));
        const why = gaps[0] ?? ((): Gap => ambiguous(subnet));
        // Somebody unseen could give the subnet another ACL; only that it lets nothing pass rests on that.
        const answer = unless(agreed(answers, why), gaps);
        return answer.verdict === "ok" ? passing(answers[0]?.by, answer.assumed) : answer;
    }

    private passAcl(acl: NetworkAcl, crossing: Crossing): Passing<Allowing> {
        const { direction, addresses, ports, what } = crossing;
        const own = `${acl.urn} ${acl.kind} ${direction}`;
        const key = `${own} ${addresses.key} ${String(ports.from)} ${String(ports.to)} ${what.key}`;
        let answer = this.answers.get(key);
        if (answer === undefined) {
            const rules = rulesOfAcl(this.graph, acl, direction);
            answer = askRules(acl, rules, crossing);
            this.answers.set(key, answer);
        }
        return answer;
    }
}

function allowsAll(graph: Graph, acl: NetworkAcl): boolean {
    return (["ingress", "egress"] as const).every((direction) => {
        const { certain, possible } = rulesOfAcl(graph, acl, direction);
        const isAll = (rule: AclRule): boolean =>
            isKnownToBe(rule.action, "allow") && isKnownToBe(transportOf(rule.protocol), "all");
        const families = certain.flatMap(({ cidr, ipv6Cidr }) =>
            [cidr, ipv6Cidr].flatMap((each) => (each.known ? (each.value ?? []) : [])),
        );
        return (
            possible.length === 0 &&
            certain.every(isAll) &&
            families.includes("0.0.0.0/0") &&
            families.includes("::/0")
        );
    });
}

function askRules(acl: NetworkAcl, rules: Rules<AclRule>, crossing: Crossing): Passing<Allowing> {
    const { direction, ports, transport, what } = crossing;
    const entries = entriesOf(rules, crossing);
    const strict = allowed(entries, crossing, false);
    // Rules that are not known may allow anything, and deny it.
    if (strict.passes === "all") return passing({ acl, numbers: strict.numbers });
    const isFull = !hasRoom(rules, entries);
    const about = { direction, what, ...(isFull ? { isFull } : {}) };
    const refused = violated(stopped(faults.aclRefuses, acl, about));
    if (allowed(entries, crossing, true).passes === "none") return unless(refused, rules.gaps);
    const unknowns = entries.flatMap(({ gaps }) => gaps);
    const range =
        ports.from === ports.to ? String(ports.from) : `${String(ports.from)}-${String(ports.to)}`;
    const partly = acl.resource.gap(
        direction,
        "not-modelled",
        `its rules let only part of what may come pass (${over(transport)} ${range})`,
    );
    const why = [...rules.gaps, ...unknowns];
    return cannotKnow(why.length > 0 ? why : [partly]);
}

/** Whether a number is free before the first rule that denies: rules are numbered from 1 (AWS rule 6). */
function hasRoom({ certain }: Rules<AclRule>, entries: readonly Entry[]): boolean {
    const denying = entries.flatMap(({ action, number }) =>
        action === "deny" ? (number ?? []) : [],
    );
    const first = denying.reduce((one, other) => Math.min(one, other), Infinity);
    const before = certain.flatMap(({ number }) =>
        number.known && number.value !== undefined && number.value < first ? number.value : [],
    );
    return new Set(before).size < first - 1;
}

function entriesOf(rules: Rules<AclRule>, crossing: Crossing): readonly Entry[] {
    return [
        ...rules.certain.map((rule) => entryOf(rule, crossing, true)),
        ...rules.possible.map((rule) => entryOf(rule, crossing, false)),
    ].flatMap((entry) => entry ?? []);
}

/** A rule as far as it concerns a crossing. */
interface Entry {
    readonly number: number | undefined;
    readonly action: "allow" | "deny" | undefined;
    /** It certainly stands, and all that follows is known. */
    readonly isSure: boolean;
    readonly ports: PortRange;
    readonly cidr: string | undefined;
    readonly gaps: readonly Gap[];
}

const allPorts: PortRange = { from: 0, to: 65535 };

const everything: Matched = { ports: allPorts, cidr: undefined };

/** The rule, its unknown parts as wide as they may be; `undefined` if it certainly does not match. */
function entryOf(
    rule: AclRule,
    { addresses, transport = "tcp" }: Crossing,
    stands: boolean,
): Entry | undefined {
    const cidr = addresses.family === "ipv4" ? rule.cidr : rule.ipv6Cidr;
    if (isKnownToBe(cidr, undefined)) return undefined;
    const protocol = transportOf(rule.protocol);
    const hasPorts = isKnownToBe(protocol, transport);
    if (protocol.known && protocol.value !== "all" && !hasPorts) return undefined;
    const parts = [
        rule.number,
        rule.action,
        protocol,
        cidr,
        ...(hasPorts ? [rule.fromPort, rule.toPort] : []),
    ];
    const gaps = [...whyOf(...parts), ...(rule.doubt === undefined ? [] : [rule.doubt])];
    const action = rule.action.known ? rule.action.value?.toLowerCase() : undefined;
    return {
        number: rule.number.known ? rule.number.value : undefined,
        action: action === "allow" || action === "deny" ? action : undefined,
        isSure: stands && gaps.length === 0,
        ports: hasPorts ? { from: end(rule.fromPort, 0), to: end(rule.toPort, 65535) } : allPorts,
        cidr: cidr.known ? cidr.value : undefined,
        gaps,
    };
}

function end(port: Knowable<number | undefined>, otherwise: number): number {
    return port.known ? (port.value ?? otherwise) : otherwise;
}

/** How much of a crossing the rules let pass, where what is not sure favours it or not, and which do. */
function allowed(
    entries: readonly Entry[],
    crossing: Crossing,
    generous: boolean,
): { readonly passes: "all" | "some" | "none"; readonly numbers: readonly number[] } {
    const favoured = generous ? "allow" : "deny";
    const counting = entries
        .filter(({ isSure, action }) => isSure || action === undefined || action === favoured)
        .map((entry) => ({ ...entry, action: entry.isSure ? entry.action : favoured }))
        .sort((a, b) => (a.number ?? -1) - (b.number ?? -1));
    // What no rule matches is denied.
    const found = deciding([...counting, everything], crossing.addresses, crossing.ports);
    const deciders = counting.filter((_, i) => found.has(i));
    const allowing = deciders.filter(({ action }) => action === "allow");
    const denies = found.has(counting.length) || allowing.length < deciders.length;
    return {
        passes: allowing.length === 0 ? "none" : denies ? "some" : "all",
        numbers: [...new Set(allowing.flatMap(({ number }) => number ?? []))],
    };
}

function ambiguous(subnet: Subnet): Gap {
    const what = "it is not certain which network ACL it has";
    return subnet.resource.gap("networkAclId", "made-by-plan", what);
}
