import {
    addAll,
    assuming,
    cannotKnow,
    distinctGaps,
    gapsOf,
    known,
    ok,
    unless,
    violated,
    type Gap,
} from "../knowable";
import {
    candidates,
    listed,
    orOther,
    rulesOfGroup,
    type Direction,
    type Graph,
    type Links,
    type SecurityGroup,
    type SecurityRule,
    type Transport,
} from "../network";
import { passing, type HopAnswer, type Passing } from "./connection";
import { askGroup, type Admission, type Peer } from "./group-rules";
import { stopped, type Hop } from "./hop";
import { faults, type Said } from "./words";

/** What is asked of groups that should admit anybody at all. */
export interface Asked {
    /** A port; without one any rule will do. */
    readonly port: number | undefined;
    readonly transport: Transport;
    /** Who should come in. */
    readonly called: Said;
    /** They come over the internet: no member of the groups is among them. */
    readonly overInternet: boolean;
}

/** The rules of a group that name blocks for the port. */
export interface Naming {
    readonly group: SecurityGroup;
    readonly rules: readonly SecurityRule[];
}

/** By what groups admit a peer: one thing does, or the blocks of all their rules together. */
export type Admitted = Admission | readonly Naming[];

/**
 * Whether the groups of an interface admit connections with a peer. Groups are stateful, and add
 * up: one rule of one group is enough (AWS rule 6). Of an unknown list of groups the answer is violated
 * only if all candidates together refuse, ok only if each alone admits.
 */
export class SecurityGroups {
    constructor(private readonly graph: Graph) {}

    admit(
        groups: Links<SecurityGroup>,
        direction: Direction,
        port: number,
        peer: Peer,
    ): Passing<Admitted> {
        return ofAll(groups, (asked) => this.together(asked, direction, port, peer));
    }

    /** Whether the groups have any rule for what comes in, whoever it admits. */
    admitSomething(groups: Links<SecurityGroup>, asked: Asked): HopAnswer {
        return ofAll(groups, (each) => this.somethingOf(each, asked));
    }

    /** Whether these groups together admit it. */
    private together(
        groups: readonly SecurityGroup[],
        direction: Direction,
        port: number,
        peer: Peer,
    ): Passing<Admitted> {
        const blocks: string[] = [];
        const doubts: Gap[] = [];
        const assumed: string[] = [];
        const naming: Naming[] = [];
        for (const group of groups) {
            const found = askGroup(this.graph, group, direction, port, peer);
            const { by, rules } = found;
            if (by !== undefined) return passing(by, found.assumed);
            naming.push({ group, rules });
            addAll(blocks, found.blocks);
            addAll(doubts, found.doubts);
            addAll(assumed, found.assumed);
        }
        const coverage = peer.addresses.coveredBy(blocks);
        if (coverage === "all") return passing(naming, assumed);
        if (coverage === "some") {
            return cannotKnow([
                ...doubts,
                ...groups.flatMap((each) => partly(each, direction, peer)),
            ]);
        }
        return unless(violated(refusal(groups, direction, port, peer)), distinctGaps(doubts));
    }

    private somethingOf(groups: readonly SecurityGroup[], asked: Asked): HopAnswer {
        const { port, transport, overInternet } = asked;
        const doubts: Gap[] = [];
        for (const group of groups) {
            if (group.hasDefaultRules && !overInternet) return ok();
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
        const nobody = refusal(groups, "ingress", port ?? 443, asked);
        return unless(violated(nobody), distinctGaps(doubts));
    }
}

/** Of groups that are not certain: violated if all candidates together refuse, ok if each alone admits. */
function ofAll<By>(
    groups: Links<SecurityGroup>,
    ask: (groups: readonly SecurityGroup[]) => Passing<By>,
): Passing<By> {
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
    const open = gapsOf(all);
    return cannotKnow([...doubts, ...(some === undefined ? [] : [some.why]), ...open]);
}

function refusal(
    groups: readonly SecurityGroup[],
    direction: Direction,
    port: number,
    { transport = "tcp", called, named, groups: own }: Omit<Peer, "addresses">,
): Hop {
    // The same one, in whatever order a program names them.
    const first = groups.reduce((one, other) => (other.urn < one.urn ? other : one));
    const peers = own === undefined ? [] : candidates(own).filter((each) => !each.isNameless);
    const about = { direction, transport, port, peer: called, named, peers, groups };
    return stopped(faults.groupRefuses, first, about, listed(groups));
}

function partly(group: SecurityGroup, direction: Direction, { addresses, called }: Peer): Gap[] {
    const what = `its rules admit only part of the addresses that ${called.text} may have`;
    return [
        group.resource.gap(direction, "not-modelled", what),
        ...(addresses.why === undefined ? [] : [addresses.why]),
    ];
}
