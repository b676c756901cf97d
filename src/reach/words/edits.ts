import { endpointServiceName, listed, type Direction, type Transport } from "../../network";
import type { Single } from "../../plan";
import { over, toOrFrom } from "./parties";
import { Term, type Said, type Thing } from "./term";

/** A change to the program, by its code and what it is about; what people read of it is made of these. */
export type Edit = Said;

/** Edits that mend together. */
export type Edits = readonly Edit[];

/** Every kind of change that a fix may ask for. */
export const edits = {
    set: new Term<{ property: string; to: Single; at: Thing; so?: string }>(
        "set",
        ({ property, to, at, so }) =>
            `set ${property} to ${JSON.stringify(to)} on ${thing(at)}${so === undefined ? "" : ` (${so})`}`,
    ),
    leaveOut: new Term<{ property: string; at: Thing }>(
        "leave-out",
        ({ property, at }) => `leave ${property} of ${thing(at)} out`,
    ),
    /** A rule of any one of the security groups. */
    admit: new Term<{
        direction: Direction;
        transport: Transport;
        port: number;
        /** Who calls, or is called, as the rule best names it. */
        peer: Said;
        /** The security groups that the peer has, where it is in the VPC. */
        peers: readonly Thing[];
        groups: readonly Thing[];
    }>("add-security-group-rule", ({ direction, transport, port, peer, peers, groups }) => {
        const other = toOrFrom(
            direction,
            peers.length === 0 ? peer : { text: `the ${allOf(peers)}` },
        );
        return `add an ${direction} rule for ${over(transport)} ${String(port)} ${other} to the ${allOf(groups)}`;
    }),
    allow: new Term<{ acl: Thing; direction: Direction; what: Said }>(
        "add-network-acl-rule",
        ({ acl, direction, what }) =>
            `add to the ${thing(acl)} an ${direction} rule that allows ${what.text}, before any that denies it`,
    ),
    route: new Term<{
        table: Thing;
        /** A CIDR block. */
        destination: string;
        target: RouteTarget;
        /** The NAT gateway, where there is one to lead to. */
        nat: Thing | undefined;
    }>("add-route", ({ table, destination, target, nat }) => {
        const to = nat === undefined ? routeTargets[target] : `the ${thing(nat)}`;
        return `give the ${thing(table)} a route for ${destination} to ${to}`;
    }),
    /** To another VPC, or back to one: by a VPC peering connection or a transit gateway. */
    routeToVpc: new Term<{ table: Thing; vpc: Thing; through: Thing }>(
        "add-route-to-vpc",
        ({ table, vpc, through }) =>
            `give the ${thing(table)} a route for the CIDR block of ${thing(vpc)} to the ${thing(through)}`,
    ),
    /** In a route table of a transit gateway. */
    transitRoute: new Term<{
        table: Thing;
        /** A CIDR block. */
        destination: string;
        attachment: Thing;
    }>(
        "add-transit-gateway-route",
        ({ table, destination, attachment }) =>
            `give the ${thing(table)} a route for ${destination} to the ${thing(attachment)}`,
    ),
    propagate: new Term<{ attachment: Thing; table: Thing }>(
        "propagate-transit-gateway-routes",
        ({ attachment, table }) =>
            `let the ${thing(attachment)} propagate its routes into the ${thing(table)}`,
    ),
    attachSubnet: new Term<{ attachment: Thing; subnet: Thing }>(
        "attach-subnet-to-transit-gateway",
        ({ attachment, subnet }) =>
            `give the ${thing(attachment)} the ${thing(subnet)}, or another one in its Availability Zone (subnetIds)`,
    ),
    /** Of whoever starts the tasks: a finding names it, and asks to set it there. */
    publicIp: new Term<{ property: string; to: Single }>(
        "assign-public-ip",
        ({ property, to }) => `set ${property} to ${JSON.stringify(to)}`,
    ),
    attach: new Term<{ gateway: Thing; vpc: Thing }>(
        "attach-internet-gateway",
        ({ gateway, vpc }) => `attach the ${thing(gateway)} to ${thing(vpc)}`,
    ),
    elasticIp: new Term<{ nat: Thing; isPrivate?: true }>(
        "give-elastic-ip",
        ({ nat, isPrivate }) =>
            isPrivate === undefined
                ? `give the ${thing(nat)} an Elastic IP (allocationId)`
                : `make the ${thing(nat)} public (connectivityType), with an Elastic IP (allocationId)`,
    ),
    moveNat: new Term<{ nat: Thing }>(
        "move-nat-gateway",
        ({ nat }) =>
            `put the ${thing(nat)} into a subnet whose route table has 0.0.0.0/0 to an internet gateway`,
    ),
    interfaceEndpoints: new Term<{
        vpc: Thing;
        region: string;
        /** As endpoints name them: `ecr.api`. */
        services: readonly string[];
        /** The subnets of the tasks. */
        subnets: readonly Thing[];
        /** The security groups of the tasks; where AWS makes these, their subnets; where others call too, the VPC. */
        callers: readonly Thing[];
    }>("add-interface-endpoints", ({ vpc, region, services, subnets, callers }) => {
        const names = services.map((each) => ({ name: endpointServiceName(region, each) }));
        const isOne = services.length === 1;
        const parts = [
            "with privateDnsEnabled",
            ...(subnets.length === 0 ? [] : [`in the ${allOf(subnets)} (subnetIds)`]),
            ...(callers.length === 0
                ? []
                : [`and with a security group that admits TCP 443 from the ${allOf(callers)}`]),
        ];
        return `add ${isOne ? "an interface endpoint" : "interface endpoints"} for ${listed(names)} to ${thing(vpc)}, ${isOne ? "" : "each "}${parts.join(", ")}`;
    }),
    gatewayEndpoint: new Term<{ vpc: Thing; region: string; service: string; table?: Thing }>(
        "add-gateway-endpoint",
        ({ vpc, region, service, table }) =>
            `add a gateway endpoint for ${endpointServiceName(region, service)} to ${thing(vpc)}, on ${table === undefined ? "the route tables of the tasks" : `the ${thing(table)}`}`,
    ),
    associate: new Term<{ endpoint: Thing; table: Thing }>(
        "associate-gateway-endpoint",
        ({ endpoint, table }) =>
            `associate the ${thing(endpoint)} with the ${thing(table)} (routeTableIds, or an association)`,
    ),
    mountTarget: new Term<{ fileSystem: Thing; vpc: Thing }>(
        "add-mount-target",
        ({ fileSystem, vpc }) =>
            `add a mount target of ${thing(fileSystem)} in a subnet of ${thing(vpc)}`,
    ),
    allowCall: new Term<{
        endpoint: Thing;
        /** An action of AWS's, with what it is on: `s3:GetObject on arn:…`. */
        call: string;
    }>(
        "allow-in-endpoint-policy",
        ({ endpoint, call }) => `allow ${call} in the policy of the ${thing(endpoint)}`,
    ),
    /** In the options of the resource: it is made when these are there. */
    waitFor: new Term<{ at: Thing; things: readonly Thing[] }>(
        "add-depends-on",
        ({ at, things }) => `add ${named(things)} to the option dependsOn of ${thing(at)}`,
    ),
    /** What only a person can decide or design. */
    advice: new Term<{ text: string }>("advice", ({ text }) => text),
} as const;

/**
 * To set one property of one thing, in the words in which the program declares it.
 *
 * @param so what follows from it
 */
export function toSet(at: Thing, property: string, to: Single, so?: string): Edit {
    const { resource } = at;
    return edits.set.of({
        at,
        property: resource?.spelled(property) ?? property,
        to: resource?.worded(property, to) ?? to,
        ...(so === undefined ? {} : { so }),
    });
}

/** To leave it out, in the same words. */
export function toLeaveOut(at: Thing, property: string): Edit {
    return edits.leaveOut.of({ at, property: at.resource?.spelled(property) ?? property });
}

export type RouteTarget = "nat-gateway" | "internet-gateway" | "egress-only-internet-gateway";

const routeTargets: Readonly<Record<RouteTarget, string>> = {
    "nat-gateway": "a NAT gateway in a public subnet",
    "internet-gateway": "an internet gateway that is attached to the VPC",
    "egress-only-internet-gateway": "an egress-only internet gateway",
};

function thing({ label, name }: Thing): string {
    return `${label} ${name}`;
}

/** `listener http and route nat`, of whatever kinds. */
function named(things: readonly Thing[]): string {
    return listed(things.map((each) => ({ name: thing(each) })));
}

/** `subnets a and b`. */
function allOf(things: readonly Thing[]): string {
    return `${things[0]?.label ?? ""}${things.length > 1 ? "s" : ""} ${listed(things)}`;
}

/** One change, and nothing else would do. */
export function one(edit: Edit): readonly Edits[] {
    return [[edit]];
}

/** What a person has to decide. */
export function advice(text: string): Edits {
    return [edits.advice.of({ text })];
}

/** The alternatives one by one: each mends by itself. */
export function alternativeTexts(alternatives: readonly Edits[]): readonly string[] {
    const and = alternatives.length === 1 ? "; " : ", and ";
    return alternatives.map((each) => [...new Set(each.map(({ text }) => text))].join(and));
}

export function fixText(alternatives: readonly Edits[]): string {
    return anyOf(alternativeTexts(alternatives));
}

/** Alternatives in one sentence. */
export function anyOf(alternatives: readonly string[]): string {
    return alternatives.length === 1
        ? alternatives.join("")
        : `either ${alternatives.join("; or ")}`;
}
