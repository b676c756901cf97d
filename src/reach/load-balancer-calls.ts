import { flatMap, isKnownToBe, known, unknown, type Gap, type Knowable } from "../knowable";
import {
    isEmpty,
    transportsOf,
    type Links,
    type Listener,
    type LoadBalancer,
    type SecurityGroup,
    type TargetGroup,
    type Transport,
} from "../network";
import { Addresses, type Family } from "./addresses";
import type { Caller, Destination } from "./connection";
import { parties, type Said } from "./words";

/** From which ports load balancers call, clients (AWS rule 6), and VPC Lattice (AWS rule 18). */
export const clientPorts = [{ from: 1024, to: 65535 }];

/** An ALB without groups has the VPC's default one, an NLB none at all (AWS rule 7). */
export function callerOf(balancer: LoadBalancer, type: string | undefined): Caller {
    const { securityGroups } = balancer;
    const called = parties.loadBalancer.of({ balancer });
    if (isEmpty(securityGroups)) {
        return type === "network"
            ? {
                  called,
                  named: parties.subnetsOf.of({ balancer }),
                  securityGroups: undefined,
                  sourcePorts: clientPorts,
              }
            : {
                  called,
                  named: parties.defaultGroup,
                  securityGroups,
                  sourcePorts: clientPorts,
              };
    }
    return {
        called,
        named: namesOf(securityGroups) ?? called,
        securityGroups,
        sourcePorts: clientPorts,
    };
}

function namesOf({ nodes, some, gaps }: Links<SecurityGroup>): Said | undefined {
    if (nodes.length === 0 || some !== undefined || gaps.length > 0) return undefined;
    return parties.groups.of({ groups: nodes });
}

/**
 * Targets that see the client's address: rules of theirs that name the NLB's group admit it all the
 * same, rules by address only if they name the client's (NLB, security groups).
 */
export function clientsOf(
    balancer: LoadBalancer,
    { securityGroups, ...itself }: Caller,
    family: Family,
): Caller {
    const called = parties.clientsOf.of({ balancer });
    return {
        called,
        named: securityGroups === undefined ? called : itself.named,
        securityGroups,
        addresses: Addresses.any(family),
        sourcePorts: clientPorts,
    };
}

/** Over what it speaks to the targets: an ALB over TCP (AWS rule 7); a Gateway Load Balancer serves no tasks. */
export function transportsTo(
    { protocol }: TargetGroup,
    type: string | undefined,
): Knowable<readonly Transport[]> {
    if (type === "application") return known(["tcp"]);
    return type === "network" ? flatMap(protocol, (name) => known(transportsOf(name))) : known([]);
}

/** Over what a listener is called. */
export function transportsOn(
    { protocol }: Listener,
    type: Knowable<string | undefined>,
): Knowable<readonly Transport[]> {
    if (isKnownToBe(type, "application")) return known(["tcp"]);
    return flatMap(protocol, (name) => known(transportsOf(name)));
}

/**
 * Whether targets see the client's address: never behind an ALB; over UDP always; over TCP, for targets
 * of type `ip`, only if it is switched on (NLB, target group attributes).
 */
export function preservesClients(
    { preserveClientIp }: TargetGroup,
    transports: readonly Transport[],
    type: string | undefined,
): Knowable<boolean> {
    if (type !== "network") return known(false);
    if (transports.includes("udp")) return known(true);
    return flatMap(preserveClientIp, (isOn) => known(isOn === true));
}

/** On which port the health of targets is checked: their own one, or another. */
export function healthCheckPort(group: TargetGroup, port: number): Knowable<number> {
    return flatMap(group.healthCheckPort, (text = "traffic-port") => {
        const number = text === "traffic-port" ? port : Number(text);
        if (Number.isInteger(number)) return known(number);
        const { resource } = group;
        return unknown(resource.gap("healthCheck.port", "malformed", "it is no port"));
    });
}

/** How a connection says over what it runs. */
export function overOf(transport: Transport): Pick<Destination, "transport"> {
    return transport === "tcp" ? {} : { transport };
}

/** A Network Load Balancer then calls from addresses of a prefix of its own (NLB, source NAT prefixes). */
export function translated({ resource }: TargetGroup): Gap {
    const what = "connections over UDP to targets with IPv6 addresses are not simulated";
    return resource.gap("protocol", "not-modelled", what);
}
