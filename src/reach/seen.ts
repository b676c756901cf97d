import {
    candidates,
    listed,
    type Direction,
    type Links,
    type Node,
    type RouteEntry,
    type RouteTable,
    type SecurityGroup,
    type SecurityRule,
    type Subnet,
} from "../network";
import { blockOf } from "./addresses";
import type { Peer } from "./group-rules";
import type { Allowing, Crossing } from "./network-acls";
import type { Admitted, Naming } from "./security-groups";
import type { Sight } from "./trace";
import { over } from "./words";

/** What a trace tells of that by which a packet passes: readings of answers, which decide nothing. */

/** The rule of a group that lets a connection pass. */
export function admittedBy(
    by: Admitted,
    groups: Links<SecurityGroup>,
    direction: Direction,
    port: number,
    peer: Peer,
): Sight | undefined {
    const way = direction === "egress" ? "out to" : "in from";
    const told = (at: SecurityGroup, names: string, what: string): Sight => ({
        at,
        says: `${at.label} ${names} lets ${over(peer.transport)} ${String(port)} ${way} ${peer.called.text}: ${what}`,
    });
    if ("how" in by) {
        const { group, rule, how } = by;
        if (rule === undefined) return told(group, group.name, "AWS's own rules");
        const what = {
            default: "",
            group: `by the group of ${peer.called.text}`,
            prefixList: "by a prefix list",
            self: "for itself",
        }[how];
        return told(group, group.name, `${direction} rule ${nameOf(rule)}${what}`);
    }
    const alone = admittingAlone(by, peer);
    if (alone !== undefined) {
        const { group, rule } = alone;
        const covering = blocksOf(rule).filter(
            (each) => peer.addresses.coveredBy([each]) !== "none",
        );
        const what = `${nameOf(rule)}${covering.join(", ")}`;
        return told(group, group.name, `${direction} rule ${what}`);
    }
    const everyOne = candidates(groups);
    const [first] = everyOne;
    return first && told(first, listed(everyOne), `its ${direction} rules together`);
}

/** The first rule that admits a peer by its own blocks. */
function admittingAlone(
    by: readonly Naming[],
    { addresses }: Peer,
): { readonly group: SecurityGroup; readonly rule: SecurityRule } | undefined {
    for (const { group, rules } of by) {
        const rule = rules.find((each) => addresses.coveredBy(blocksOf(each)) === "all");
        if (rule !== undefined) return { group, rule };
    }
    return undefined;
}

/** The rules by which groups let a connection pass: one that does by itself, else all together. */
export function rulesIn(by: Admitted, peer: Peer): readonly SecurityRule[] {
    if ("how" in by) return by.rule === undefined ? [] : [by.rule];
    const alone = admittingAlone(by, peer);
    return alone === undefined ? by.flatMap(({ rules }) => rules) : [alone.rule];
}

/** A rule that is no part of its group has a name. */
function nameOf({ property, resource }: SecurityRule): string {
    return property === undefined ? `${resource.name}, ` : "";
}

/** What is no block is not printed. */
function blocksOf({ cidrs }: SecurityRule): readonly string[] {
    return cidrs
        .flatMap((cidr) => (cidr.known ? [cidr.value] : []))
        .filter((cidr) => blockOf(cidr) !== undefined);
}

/** The rules of a network ACL that let something cross the edge of a subnet. */
export function allowedBy(
    { acl, numbers }: Allowing,
    { direction, what }: Crossing,
    edgeOf: Subnet | undefined,
): Sight {
    const rule = `${direction} rule${numbers.length > 1 ? "s" : ""} ${numbers.join(", ")}`;
    return { at: acl, says: `${acl.label} ${acl.name} allows ${what.text}: ${rule}`, edgeOf };
}

/** A network ACL that stops nothing, as the one that AWS makes. */
export function everythingAllowedBy(acl: Node, edgeOf: Subnet | undefined): Sight {
    return { at: acl, says: `${acl.label} ${acl.name} lets everything pass, out and in`, edgeOf };
}

/** The route that decides. */
export function ledBy(entry: RouteEntry, table: RouteTable): Sight {
    const { label, name } = table;
    return {
        at: table,
        says: `${label} ${name}: the route ${destinationOf(entry)} leads to ${targetOf(entry)}`,
    };
}

/** A route in words. What is no CIDR block is not printed. */
export function destinationOf({ destination }: RouteEntry): string {
    if (!destination.known) return "that is not known";
    return blockOf(destination.value) === undefined ? "of a prefix list" : destination.value;
}

function targetOf({ target }: RouteEntry): string {
    const all = (links: Links<Node>, kind: string): string => {
        const found = candidates(links);
        const [first] = found;
        return first === undefined ? kind : `the ${first.label} ${listed(found)}`;
    };
    switch (target.kind) {
        case "internet-gateway":
            return all(target.gateway, "an internet gateway");
        case "nat-gateway":
            return all(target.gateway, "a NAT gateway");
        case "egress-only-gateway":
            return all(target.gateway, "an egress-only gateway");
        case "opaque":
            if (target.peering !== undefined) return all(target.peering, target.what);
            if (target.transitGateway !== undefined) {
                return `the transit gateway ${target.transitGateway.name}`;
            }
            return target.firewall === undefined
                ? target.what
                : `an endpoint of the firewall ${target.firewall.firewall.name}`;
        case "local":
            return "the VPC itself";
        case "unknown":
            return "what is not known";
    }
}

/** Things of one kind, in words. */
export function seenAt(nodes: readonly Node[], says: string): Sight | undefined {
    const [first] = nodes;
    if (first === undefined) return undefined;
    return { at: first, says: `${first.label} ${listed(nodes)} ${says}` };
}
