import {
    all,
    any,
    cannotKnow,
    fromBoolean,
    isKnownToBe,
    map,
    not,
    ok,
    type Answer,
} from "../knowable";
import {
    effectiveGroups,
    every,
    isEmpty,
    transportsOf,
    type Listener,
    type LoadBalancer,
} from "../network";
import { Addresses, type Family } from "./addresses";
import { inOrder, type Destination, type HopAnswer, type Origin } from "./connection";
import { along, through, type PathAnswer } from "./hop";
import { inIpv6 } from "./internet";
import { byListener } from "./load-balancer";
import { clientPorts } from "./load-balancer-calls";
import type { Scene } from "./scene";
import { parties, ways } from "./words";

/**
 * Whether IPv6 has rules of its own beside those for IPv4 (AWS rules 1.13, 6): what groups and ACLs let pass
 * over IPv4, they should let pass over IPv6 too. Asked only where the network leads IPv6; elsewhere
 * nobody misses it.
 */
export class Ipv6Rules {
    constructor(private readonly scene: Scene) {}

    /** For tasks of a dual-stack subnet whose routes lead IPv6 to the internet, as they call hosts there. */
    ofTasks(origin: Origin): PathAnswer {
        const { subnet } = origin;
        const leave = (family: Family): HopAnswer =>
            this.scene.filters.leave(origin, hosts(family));
        const alike = onlyIf(
            [
                () => fromBoolean(subnet.hasIpv6),
                () => fromBoolean(subnet.hasIpv4),
                () => fromBoolean(subnet.assignsIpv6),
                () => this.scene.internet.overRoutes(origin, hosts("ipv6")),
                () => leave("ipv4"),
            ],
            () => leave("ipv6"),
        );
        return along(through(subnet, alike), ways.overIpv6);
    }

    /** For clients of a dual-stack load balancer that faces the internet, at each of its listeners. */
    ofBalancer(balancer: LoadBalancer): PathAnswer {
        const { internal, ipAddressType } = balancer;
        const isDualStack = map(ipAddressType, (type) => type?.startsWith("dualstack") === true);
        return onlyIf(
            [() => fromBoolean(isDualStack), () => fromBoolean(map(internal, (is) => is !== true))],
            () =>
                all(
                    byListener(this.scene.graph, balancer, (each) =>
                        this.atListener(balancer, each),
                    ),
                ),
        );
    }

    private atListener(balancer: LoadBalancer, { port, protocol }: Listener): PathAnswer {
        const type = balancer.loadBalancerType;
        const isTcp = map(protocol, (name) => transportsOf(name).includes("tcp"));
        const come = (family: Family): PathAnswer =>
            port.known ? this.come(balancer, port.value ?? 0, family) : cannotKnow(port.why);
        return onlyIf(
            [
                () => (isKnownToBe(type, "application") ? ok() : fromBoolean(isTcp)),
                () => come("ipv4"),
            ],
            () => come("ipv6"),
        );
    }

    /** Past the ACLs of its subnets, and into its groups. */
    private come(balancer: LoadBalancer, port: number, family: Family): PathAnswer {
        const { loadBalancerType: type, securityGroups, subnets } = balancer;
        const addresses = Addresses.onInternet(family);
        const caller = {
            ...named[family].clients,
            addresses,
            securityGroups: undefined,
            sourcePorts: clientPorts,
        };
        const hasGroups = !isEmpty(securityGroups) || isKnownToBe(type, "application");
        // A Network Load Balancer without groups admits everybody (AWS rule 7).
        if (!hasGroups && !type.known) return cannotKnow(type.why);
        const groups = effectiveGroups(this.scene.graph, securityGroups, subnets);
        return every(subnets, (subnet) => {
            const from = { subnet, caller };
            const to = { addresses, port, called: parties.loadBalancer.of({ balancer }) };
            const answer = inOrder([
                ...(hasGroups
                    ? [() => this.scene.filters.arrive(from, groups, { port }, family, balancer)]
                    : []),
                () => through(subnet, this.scene.filters.enter(subnet, from, to)),
            ]);
            return along(through(balancer, answer), ways.overIpv6);
        });
    }
}

const named = {
    ipv4: {
        hosts: { called: parties.internet },
        clients: { called: parties.clients },
    },
    ipv6: {
        hosts: inIpv6({ called: parties.internet }),
        clients: inIpv6({ called: parties.clients }),
    },
};

/** Hosts on the internet, as tasks mostly call them. */
function hosts(family: Family): Destination {
    return { addresses: Addresses.onInternet(family), port: 443, ...named[family].hosts };
}

/** What holds if all of this does: of a violation only what is missing is told. */
function onlyIf<E>(
    conditions: readonly (() => Answer<unknown>)[],
    ask: () => Answer<E>,
): Answer<E> {
    const met: Answer<E>[] = [];
    for (const condition of conditions) {
        const answer = condition();
        if (answer.verdict === "violated") return ok();
        met.push({ ...answer, evidence: [] });
    }
    return any([...met.map(not), ask()]);
}
