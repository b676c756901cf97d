import { addAll, distinctGaps, isUnresolved, type Gap } from "../knowable";
import {
    candidates,
    doubtsOf,
    isEmpty,
    orOther,
    type Graph,
    type Links,
    type Listener,
    type ListenerRule,
    type LoadBalancer,
    type TargetGroup,
} from "../network";
import type { Workload } from "./workload";

/** Why a load balancer may serve no workload after all; empty if it serves one, `undefined` if it serves none. */
export function doubtsOfServing(
    graph: Graph,
    loadBalancer: LoadBalancer,
    workloads: readonly Workload[],
): readonly Gap[] | undefined {
    const doubts: Gap[] = [];
    let mayServe = false;
    for (const { forwarder, why } of forwardersOn(graph, loadBalancer)) {
        for (const { launcher, maybe } of workloads) {
            const [to, from] = [forwarder.targetGroups, launcher.targetGroups];
            const meeting = doubtsOfMeeting(to, from);
            if (meeting === undefined) continue;
            const all = [...why, ...maybe, ...meeting];
            if (all.length === 0) return [];
            mayServe = true;
            addAll(doubts, all);
        }
    }
    return mayServe ? distinctGaps(doubts) : undefined;
}

/** Why two links may mean no target group in common; empty if they do, `undefined` if they do not. */
function doubtsOfMeeting(
    one: Links<TargetGroup>,
    other: Links<TargetGroup>,
): readonly Gap[] | undefined {
    if (isEmpty(one) || isEmpty(other)) return undefined;
    if (one.nodes.some((group) => other.nodes.includes(group))) return [];
    const open = [one, other].flatMap((links) => [
        ...links.gaps.filter(isUnresolved),
        ...orOther(links),
    ]);
    if (open.length > 0) return open;
    const others = candidates(other);
    return candidates(one).some((group) => others.includes(group))
        ? [...doubtsOf(one), ...doubtsOf(other)]
        : undefined;
}

/** Listeners of a load balancer, and their rules, each with why it may be of another. */
function* forwardersOn(
    graph: Graph,
    loadBalancer: LoadBalancer,
): Iterable<{ forwarder: Listener | ListenerRule; why: readonly Gap[] }> {
    const listeners = graph.children("listener", loadBalancer, "loadBalancer");
    for (const listener of listeners.certain) {
        yield { forwarder: listener, why: [] };
        const rules = graph.children("listenerRule", listener, "listener");
        for (const forwarder of rules.certain) yield { forwarder, why: [] };
        for (const forwarder of new Set([...rules.possible, ...rules.lost])) {
            yield { forwarder, why: doubtsOf(forwarder.listener) };
        }
    }
    for (const forwarder of new Set([...listeners.possible, ...listeners.lost])) {
        yield { forwarder, why: doubtsOf(forwarder.loadBalancer) };
    }
}
