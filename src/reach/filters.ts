import { cannotKnow, ok, type Gap, type Knowable } from "../knowable";
import {
    agreed,
    candidates,
    effectiveGroups,
    effectiveRouteTable,
    linkTo,
    type Direction,
    type Graph,
    type Links,
    type Node,
    type SecurityGroup,
    type Subnet,
    type Transport,
    type Vpc,
} from "../network";
import { Addresses, type Family } from "./addresses";
import {
    deadEnd,
    inOrder,
    type Destination,
    type HopAnswer,
    type Passing,
    type PortRange,
    type Source,
} from "./connection";
import type { Peer } from "./group-rules";
import { through } from "./hop";
import { localRoute } from "./local-route";
import { NetworkAcls, type Crossing } from "./network-acls";
import { rules, type Rule } from "./rules";
import { admittedBy, allowedBy, everythingAllowedBy, rulesIn } from "./seen";
import { SecurityGroups, type Admitted, type Asked } from "./security-groups";
import { eachWay, type Trace } from "./trace";
import { crossings, type Said } from "./words";

/** On which port, and over what. */
export type On = Pick<Destination, "port" | "transport">;

/** What an ACL has to let cross: each of these; of alternatives one is the case. */
export type Crossings = readonly (readonly Crossing[])[];

/** What stands between two interfaces besides routes: security groups and network ACLs (AWS rule 6). */
export class Filters {
    private readonly groups: SecurityGroups;
    private readonly networkAcls: NetworkAcls;

    constructor(
        private readonly graph: Graph,
        private readonly trace: Trace,
    ) {
        this.groups = new SecurityGroups(graph);
        this.networkAcls = new NetworkAcls(graph);
    }

    /** Out of the caller's interface, and over the edge of its subnet and back. */
    leave(origin: Source, to: Destination): HopAnswer {
        return inOrder([() => this.leaveGroups(origin, to), () => this.leaveEdge(origin, to)]);
    }

    /** Over the edge of the caller's subnet and back. */
    leaveEdge(origin: Source, to: Destination): HopAnswer {
        return this.acls(origin.subnet, () => outAndBack(origin, to));
    }

    /** Out of the caller's interface. */
    leaveGroups(origin: Source, to: Destination): HopAnswer {
        const groups = this.groupsOf(origin);
        return groups === undefined ? ok() : this.admit(rules.leave, groups, "egress", to.port, to);
    }

    private admit(
        rule: Rule,
        groups: Links<SecurityGroup>,
        direction: Direction,
        port: number,
        peer: Peer,
    ): HopAnswer {
        return this.trace.step(
            rule,
            ({ by }) => by && admittedBy(by, groups, direction, port, peer),
            () => {
                const answer: Passing<Admitted> =
                    this.changed(candidates(groups)) ??
                    this.groups.admit(groups, direction, port, peer);
                const { by } = answer;
                if (by !== undefined) this.trace.rests(() => rulesIn(by, peer));
                return answer;
            },
        );
    }

    /** To an interface in a subnet of the VPC: out of the caller's, over the local route, past the ACLs. */
    within(origin: Source, subnet: Subnet, to: Destination): HopAnswer {
        return inOrder([
            () => this.leaveGroups(origin, to),
            // ACLs stand at a subnet's edge only (AWS rule 6).
            ...(subnet === origin.subnet
                ? [() => this.stay(subnet)]
                : [
                      () => this.leaveEdge(origin, to),
                      () => this.localRoute(rules.local, origin.subnet, to.addresses),
                      () => through(subnet, this.enter(subnet, origin, to)),
                      () => {
                          const back = sourceOf(origin.subnet, to.addresses.family);
                          return this.localRoute(rules.localBack, subnet, back);
                      },
                  ]),
        ]);
    }

    private stay(subnet: Subnet): HopAnswer {
        this.trace.note(rules.sameSubnet, () => ({
            at: subnet,
            says: "both ends are in one subnet, so no ACL and no route stands between",
        }));
        return ok();
    }

    private localRoute(rule: Rule, subnet: Subnet, addresses: Addresses): HopAnswer {
        return this.trace.step(
            rule,
            () => {
                const [table] = effectiveRouteTable(this.graph, subnet).candidates;
                if (table === undefined) return undefined;
                return {
                    at: table,
                    says: `${table.label} ${table.name}: the local route of the VPC`,
                };
            },
            () => localRoute(this.graph, subnet, addresses),
        );
    }

    /** Over the edge of another subnet, and the answer back out of it. */
    enter(subnet: Subnet, origin: Source, to: Destination): HopAnswer {
        const { called, sourcePorts } = origin.caller;
        return this.acls(
            subnet,
            () => {
                const source = { addresses: shownBy(origin, to.addresses.family), called };
                return [
                    ...crossing("ingress", source, to),
                    ...replies("egress", source, sourcePorts, to.transport),
                ];
            },
            true,
        );
    }

    /**
     * Past the ACL of a subnet through which something passes the packet on. That ACLs see what no interface
     * of the subnet sends or receives itself is not documented, so that one refuses it proves nothing.
     */
    passThrough(subnet: Subnet, ask: () => HopAnswer): HopAnswer {
        if (this.trace.quietly(ask).verdict === "ok") return ok();
        const what = "whether its network ACL lets pass what only goes through it is not certain";
        return cannotKnow(subnet.resource.gap("networkAclId", "not-modelled", what));
    }

    /** Out of a subnet through which something passes the packet on, and the answer back in. */
    leaveThrough(subnet: Subnet, origin: Source, to: Destination): HopAnswer {
        return this.passThrough(subnet, () =>
            this.acls(subnet, () => outAndBack(origin, to), true),
        );
    }

    /** Over the edge of a subnet through which something passes the packet on, and the answer back. */
    enterThrough(subnet: Subnet, origin: Source, to: Destination): HopAnswer {
        return this.passThrough(subnet, () => this.enter(subnet, origin, to));
    }

    /** Into an interface in the VPC with these groups. */
    arrive(
        origin: Source,
        groups: Links<SecurityGroup>,
        { port, transport }: On,
        family: Family,
        at: Node,
    ): HopAnswer {
        const { called, named } = origin.caller;
        const answer = this.admit(rules.arrive, groups, "ingress", port, {
            addresses: shownBy(origin, family),
            transport,
            groups: this.groupsOf(origin),
            called,
            named,
        });
        return through(at, answer);
    }

    /** From what has no interface in the VPC: over the edge of a subnet and back, and into an interface there. */
    letIn(to: Source, port: number, peer: Peer, sourcePorts: readonly PortRange[]): HopAnswer {
        const groups = this.groupsOf(to);
        const acls = (): Crossings => [
            ...crossing("ingress", peer, { port }),
            ...replies("egress", peer, sourcePorts),
        ];
        return inOrder([
            () => this.acls(to.subnet, acls, true),
            ...(groups === undefined
                ? []
                : [() => this.admit(rules.arrive, groups, "ingress", port, peer)]),
        ]);
    }

    /** Groups that admit anything at all. */
    admitSomething(groups: Links<SecurityGroup>, asked: Asked): HopAnswer {
        return this.changed(candidates(groups)) ?? this.groups.admitSomething(groups, asked);
    }

    /** Rules that something changes unseen let pass what they like. */
    private changed(owners: readonly { readonly vpc: Links<Vpc> }[]): HopAnswer | undefined {
        const { openness } = this.graph;
        if (!openness.isEverChanged) return undefined;
        const gaps = owners
            .flatMap(({ vpc }) => candidates(vpc))
            .flatMap((vpc) => openness.changes(vpc, "rules"));
        return gaps.length === 0 ? undefined : cannotKnow(gaps);
    }

    /**
     * Both ways through the ACL of a subnet.
     *
     * @param isElsewhere the subnet is another than the caller's, so a trace names it
     */
    acls(subnet: Subnet, crossings: () => Crossings, isElsewhere = false): HopAnswer {
        const changed = this.changed([subnet]);
        if (changed !== undefined) {
            return this.trace.step(
                rules.acl,
                () => undefined,
                () => changed,
            );
        }
        const edgeOf = isElsewhere ? subnet : undefined;
        const open = this.networkAcls.passingAll(subnet);
        if (open !== undefined) {
            this.trace.note(rules.acl, () => everythingAllowedBy(open, edgeOf));
            return ok();
        }
        const all = crossings();
        return inOrder(
            all.map((alternatives, i) => () => {
                const answers = eachWay(
                    this.trace,
                    alternatives,
                    ({ ports: { from, to } }) => `if they call from ${String(from)}-${String(to)}`,
                    (each) => this.pass(subnet, each, edgeOf),
                );
                const answer = agreed(answers, () => whichPorts(subnet));
                if (answer.verdict !== "violated") return answer;
                return all
                    .slice(i + 1)
                    .reduce<HopAnswer>((one, next) => this.andBack(subnet, one, next), answer);
            }),
        );
    }

    /** An ACL that lets a call out keeps the answer out all the same, if no rule lets it in: both have to be mended. */
    private andBack(
        subnet: Subnet,
        answer: HopAnswer,
        alternatives: readonly Crossing[],
    ): HopAnswer {
        const answers = alternatives.map((each) => this.networkAcls.pass(subnet, each));
        const back = agreed(answers, () => whichPorts(subnet));
        return back.verdict === "violated" ? deadEnd(answer, back) : answer;
    }

    private pass(subnet: Subnet, crossing: Crossing, edgeOf: Subnet | undefined): HopAnswer {
        return this.trace.step(
            crossing.isBack === true ? rules.aclBack : rules.acl,
            ({ by }) => by && allowedBy(by, crossing, edgeOf),
            () => this.networkAcls.pass(subnet, crossing),
        );
    }

    private groupsOf({ subnet, caller }: Source): Links<SecurityGroup> | undefined {
        const { securityGroups } = caller;
        return securityGroups && effectiveGroups(this.graph, securityGroups, linkTo(subnet));
    }
}

function whichPorts({ resource }: Subnet): Gap {
    const what = "which ports the tasks call from depends on their operating system";
    return resource.gap("", "not-modelled", what);
}

function outAndBack({ caller }: Source, to: Destination): Crossings {
    return [
        ...crossing("egress", to, to),
        ...replies("ingress", to, caller.sourcePorts, to.transport),
    ];
}

function shownBy({ subnet, caller }: Source, family: Family): Addresses {
    return caller.addresses ?? sourceOf(subnet, family);
}

/** The addresses that an interface in a subnet may have. */
export function sourceOf(subnet: Subnet, family: Family): Addresses {
    const block: Knowable<string | undefined> =
        family === "ipv4" ? subnet.cidrBlock : subnet.ipv6CidrBlock;
    if (!block.known) return Addresses.any(family, block.why);
    return block.value === undefined ? Addresses.any(family) : Addresses.in(family, block.value);
}

/** A packet to one port. */
export function crossing(
    direction: Direction,
    { addresses, called: party }: { readonly addresses: Addresses; readonly called: Said },
    { port, transport }: On,
): Crossings {
    const what = crossings.call.of({ transport, port, direction, party });
    return [[{ direction, addresses, ports: { from: port, to: port }, transport, what }]];
}

/** The answer to the port that the call came from (ephemeral ports, AWS rule 6). */
export function replies(
    direction: Direction,
    { addresses, called: party }: { readonly addresses: Addresses; readonly called: Said },
    ports: readonly PortRange[],
    transport?: Transport,
): Crossings {
    return [
        ports.map((range) => ({
            direction,
            addresses,
            ports: range,
            transport,
            what: crossings.answer.of({ transport, ...range, direction, party }),
            isBack: true,
        })),
    ];
}
