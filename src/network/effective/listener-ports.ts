import {
    addAll,
    cannotKnow,
    isKnownToBe,
    ok,
    unless,
    violated,
    whyOf,
    type Answer,
    type Gap,
    type Knowable,
} from "../../knowable";
import type { Graph } from "../links/graph";
import { doubtsOf } from "../links/link";
import type { Listener } from "../things/listener";
import type { LoadBalancer } from "../things/load-balancer";
import { transportsOf } from "../things/security-rule";

/** Listeners of one load balancer that take the same port, or may. */
export interface Clash {
    readonly listeners: readonly Listener[];
    /** The port, if all of them certainly take it. */
    readonly port: number | undefined;
    readonly answer: Answer<never>;
}

/** Where listeners of a load balancer get in each other's way: certainly, port by port, or possibly. */
export function clashesOf(graph: Graph, loadBalancer: LoadBalancer): readonly Clash[] {
    const { certain: its, unsure } = listenersOf(graph, loadBalancer);
    const listeners = [...its, ...unsure];
    const byPort = new Map<number, Set<Listener>>();
    const doubts: Gap[] = [];
    for (const [i, one] of listeners.entries()) {
        for (const other of listeners.slice(i + 1)) {
            const together = [one, other];
            const elsewhere = together
                .filter((each) => unsure.has(each))
                .flatMap((each) => doubtsOf(each.loadBalancer));
            const answer = unless(mayStandTogether(one, other, loadBalancer), elsewhere);
            if (answer.verdict === "cannot-know") addAll(doubts, answer.gaps);
            if (answer.verdict !== "violated" || !one.port.known) continue;
            const port = one.port.value ?? 0;
            byPort.set(port, new Set([...(byPort.get(port) ?? []), ...together]));
        }
    }
    const certain = [...byPort].map(([port, clashing]) => ({
        listeners: [...clashing],
        port,
        answer: violated<never>(),
    }));
    return doubts.length === 0
        ? certain
        : [...certain, { listeners: [], port: undefined, answer: cannotKnow(doubts) }];
}

/** Whether one has more than one listener, or may have. */
export function hasSeveralListeners(graph: Graph, loadBalancer: LoadBalancer): boolean {
    const { certain, unsure } = listenersOf(graph, loadBalancer);
    return certain.length + unsure.size > 1;
}

function listenersOf(
    graph: Graph,
    loadBalancer: LoadBalancer,
): { readonly certain: readonly Listener[]; readonly unsure: ReadonlySet<Listener> } {
    const { certain, possible, lost } = graph.children("listener", loadBalancer, "loadBalancer");
    return { certain, unsure: new Set([...possible, ...lost]) };
}

/** AWS takes one listener per port; for both TCP and UDP on one port it has protocols of its own. */
function mayStandTogether(
    one: Listener,
    other: Listener,
    { loadBalancerType }: LoadBalancer,
): Answer<never> {
    const { id } = one.resource;
    // Alike in everything, AWS makes one listener of them.
    if (id.known && isKnownToBe(other.resource.id, id.value)) return ok();
    const [port, otherPort] = [one.port, other.port];
    // A new listener may take the place of one that facts hold: no plan says what it removes.
    const outside = [one, other].find(({ resource }) => resource.origin === "outside");
    if (outside !== undefined && (one.resource.isNew || other.resource.isNew)) {
        const what = "this plan may replace it, which no plan says";
        return isApart(port, otherPort) ? ok() : cannotKnow(outside.resource.gap("", "open", what));
    }
    if (!port.known || !otherPort.known) {
        return cannotKnow(whyOf(port, otherPort));
    }
    if (port.value === undefined || port.value !== otherPort.value) return ok();
    // All protocols of an Application Load Balancer run over TCP.
    if (isKnownToBe(loadBalancerType, "application")) return violated();
    const [protocol, otherProtocol] = [one.protocol, other.protocol];
    if (!protocol.known || !otherProtocol.known) {
        return cannotKnow(whyOf(protocol, otherProtocol));
    }
    const transports = transportsOf(otherProtocol.value);
    if (transportsOf(protocol.value).some((each) => transports.includes(each))) return violated();
    const what =
        "for TCP and UDP on one port AWS has TCP_UDP listeners; whether it also takes two listeners is not documented";
    return cannotKnow(other.resource.gap("protocol", "not-modelled", what));
}

function isApart(port: Knowable<unknown>, other: Knowable<unknown>): boolean {
    return port.known && other.known && port.value !== other.value;
}
