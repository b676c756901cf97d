import { distinctGaps, type Gap } from "../knowable";
import type { Graph } from "./build";
import { candidates, linkTo, orOther, type Links } from "./link";
import { Listener, type ListenerRule } from "./listener";
import type { LoadBalancer } from "./load-balancer";
import type { Node } from "./node";
import type { TargetGroup } from "./target-group";

/** What stands before something: certainly, or possibly; and why there may be others, empty if there are none. */
export interface Before<N extends Node> {
    readonly certain: readonly N[];
    readonly possible: readonly N[];
    readonly gaps: readonly Gap[];
}

/** The listeners and rules that forward to a target group. */
export function forwardersOf(graph: Graph, group: TargetGroup): Before<Listener | ListenerRule> {
    return graph.once("forwarders", group, () => {
        const listeners = graph.children(
            "listener",
            group,
            "targetGroups",
            (each) => each.targetGroups,
        );
        const rules = graph.children(
            "listenerRule",
            group,
            "targetGroups",
            (each) => each.targetGroups,
        );
        return {
            certain: [...listeners.certain, ...rules.certain],
            possible: [...listeners.possible, ...rules.possible],
            gaps: graph.openness.of(group, "listeners", [
                ...listeners.unresolved,
                ...rules.unresolved,
            ]),
        };
    });
}

/** The load balancers that forward to a target group, by whichever listener or rule. */
export function loadBalancersOf(graph: Graph, group: TargetGroup): Before<LoadBalancer> {
    return graph.once("load balancers", group, () => {
        const forwarders = forwardersOf(graph, group);
        const listeners = forwarders.certain.map(listenerOf);
        const sure = listeners.flatMap(({ nodes }) =>
            nodes.map((listener) => listener.loadBalancer),
        );
        const certain = new Set(sure.flatMap(({ nodes }) => nodes));
        const others = [...forwarders.certain, ...forwarders.possible]
            .flatMap((each) => candidates(listenerOf(each)))
            .flatMap((listener) => candidates(listener.loadBalancer))
            .filter((loadBalancer) => !certain.has(loadBalancer));
        return {
            certain: [...certain],
            possible: [...new Set(others)],
            gaps: distinctGaps([
                ...forwarders.gaps,
                ...[...listeners, ...sure].flatMap((links: Links<Node>) => [
                    ...links.gaps,
                    ...orOther(links),
                ]),
            ]),
        };
    });
}

function listenerOf(forwarder: Listener | ListenerRule): Links<Listener> {
    return forwarder instanceof Listener ? linkTo(forwarder) : forwarder.listener;
}
