import {
    addAll,
    after,
    distinct,
    distinctGaps,
    type Answer,
    type Gap,
    type Knowable,
} from "../knowable";
import type { Links, SecurityGroup, Subnet, Transport } from "../network";
import type { Single } from "../plan";
import type { Addresses } from "./addresses";
import { hop, isAt, stopOf, type Hop } from "./hop";
import type { Said } from "./words";

export type HopAnswer = Answer<Hop>;

/** What stands at one place says of a packet; where it is ok, by what it lets the packet pass. */
export type Passing<By> = HopAnswer & { readonly by?: By | undefined };

/** It passes, by this. */
export function passing<By>(by: By | undefined, assumed: readonly string[] = []): Passing<By> {
    return { verdict: "ok", evidence: [], assumed, by };
}

/** Ports, both ends included. */
export interface PortRange {
    readonly from: number;
    readonly to: number;
}

/** Who calls, wherever it stands, as the filters on the way see it. */
export interface Caller {
    readonly called: Said;
    /** How a rule best names it, if otherwise. */
    readonly named?: Said | undefined;
    /** The groups that it names; none means the VPC's default group. Without any list it has no group at all. */
    readonly securityGroups: Links<SecurityGroup> | undefined;
    /** The addresses that it shows, if not those of its subnet. */
    readonly addresses?: Addresses | undefined;
    /** From which port it calls: of several, one is the case (AWS rule 6). */
    readonly sourcePorts: readonly PortRange[];
}

/** A property that gives tasks a public IPv4 address, with its two values. */
export interface PublicIpSetting {
    readonly property: string;
    readonly on: Single;
    readonly off: Single;
}

/** What all tasks of a workload have, wherever they start. */
export interface TaskSide extends Caller {
    readonly securityGroups: Links<SecurityGroup>;
    /** Whether they get a public IPv4 address. */
    readonly publicIp: Knowable<boolean | undefined>;
    /** By which property they get one, in the words of the program. */
    readonly publicIpSetting: PublicIpSetting;
    /** The same for tasks that are alike in this. */
    readonly key: string;
}

/** Where a call starts. */
export interface Source {
    readonly subnet: Subnet;
    readonly caller: Caller;
}

/** Where a task starts from. */
export interface Origin extends Source {
    readonly caller: TaskSide;
}

/** An AWS service by the name that its endpoints have. */
export interface AwsService {
    /** Such as `ecr.api`, `s3`. */
    readonly name: string;
    readonly region: string;
}

/** Where a connection leads: to one of these addresses, on this port. */
export interface Destination {
    readonly addresses: Addresses;
    readonly port: number;
    /** Left out for TCP. */
    readonly transport?: Transport | undefined;
    readonly called: Said;
    /** How a rule best names it, if otherwise. */
    readonly named?: Said;
    /** The groups of the interface there, if it is one in the VPC. */
    readonly groups?: Links<SecurityGroup>;
    /** The service whose prefix list holds the addresses. */
    readonly service?: AwsService | undefined;
    /** Where a NAT gateway sends it on to, if the addresses stand for IPv4 ones (NAT64). */
    readonly translated?: Destination;
}

/** The same for destinations that are alike. */
export function keyOf({ addresses, port, transport, called, service }: Destination): string {
    const by = service === undefined ? "" : `${service.name} ${service.region}`;
    return `${addresses.key} ${transport ?? ""} ${String(port)} ${called.key} ${by}`;
}

/**
 * One step after the other, as the packet goes: the first that stops it decides, even if an earlier one
 * cannot be known; it goes through only if every step lets it.
 */
export function inOrder(steps: Iterable<() => HopAnswer>): HopAnswer {
    const passed: Hop[] = [];
    const assumed: string[] = [];
    const gaps: Gap[] = [];
    for (const step of steps) {
        const answer = step();
        if (answer.verdict === "violated") return after(answer, ...before(passed, answer.evidence));
        addAll(assumed, answer.assumed);
        if (answer.verdict === "ok") addAll(passed, answer.evidence);
        else {
            addAll(gaps, answer.gaps);
            // What cannot be known there is not told as if it were.
            addAll(passed, answer.evidence.map(hop));
        }
    }
    const once = distinct(assumed);
    return gaps.length === 0
        ? { verdict: "ok", evidence: passed, assumed: once }
        : { verdict: "cannot-know", evidence: passed, assumed: once, gaps: distinctGaps(gaps) };
}

/** A packet is stopped, and beyond it would be stopped again: only both mended together let it go on. */
export function deadEnd(answer: HopAnswer, beyond: HopAnswer): HopAnswer {
    const last = answer.evidence.length - 1;
    const further = stopOf({ hops: beyond.evidence });
    return {
        ...answer,
        evidence: answer.evidence.map((each, i) =>
            i < last || each.stop === undefined
                ? each
                : { ...each, stop: each.stop.before(further) },
        ),
    };
}

/** The first of two steps; where the second one would stop the packet too, with what lies beyond. */
export function withBeyond(first: HopAnswer, second: () => HopAnswer): HopAnswer {
    if (first.verdict !== "violated") return first;
    const beyond = second();
    return beyond.verdict === "violated" ? deadEnd(first, beyond) : first;
}

/** What was passed before; a place that is said again is said once. */
function before(passed: readonly Hop[], [next]: readonly Hop[]): readonly Hop[] {
    const last = passed[passed.length - 1];
    const isSame = last !== undefined && next !== undefined && isAt(last, next);
    return isSame ? passed.slice(0, -1) : passed;
}
