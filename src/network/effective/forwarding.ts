import {
    all,
    cannotKnow,
    distinctGaps,
    isKnownToBe,
    known,
    ok,
    unless,
    violated,
    whyOf,
    type Answer,
    type Gap,
    type Knowable,
} from "../../knowable";
import type { Graph } from "../links/graph";
import { candidates, doubtsOf, every, linkTo, orOther, type Links } from "../links/link";
import { Listener, type ListenerRule } from "../things/listener";
import type { LoadBalancer } from "../things/load-balancer";
import { listenersMadeLater } from "./made-later";
import type { Node } from "../links/node";
import type { TargetGroup } from "../things/target-group";

/** What stands before something: certainly, or possibly; and why there may be others, empty if there are none. */
export interface Before<N extends Node> {
    readonly certain: readonly N[];
    readonly possible: readonly N[];
    readonly gaps: readonly Gap[];
}

/** The listeners and rules that forward to a target group. */
export function forwardersOf(graph: Graph, group: TargetGroup): Before<Listener | ListenerRule> {
    return graph.once(findForwarders, group);
}

function findForwarders(graph: Graph, group: TargetGroup): Before<Listener | ListenerRule> {
    const listeners = graph.children("listener", group, "targetGroups");
    const rules = graph.children("listenerRule", group, "targetGroups");
    const certain = [...listeners.certain, ...rules.certain];
    return {
        certain,
        possible: [...listeners.possible, ...rules.possible],
        gaps: graph.openness.of(group, "listeners", [
            ...listeners.unresolved,
            ...rules.unresolved,
            ...(certain.length === 0 ? listenersMadeLater(graph.plan, group) : []),
        ]),
    };
}

/**
 * Whether a listener or a rule forwards to a target group. What no resource of the plan shows counts if
 * AWS knows of it: then the target group names its load balancers.
 */
export function isAttached(graph: Graph, group: TargetGroup): Answer<never> {
    const { certain, possible, gaps } = forwardersOf(graph, group);
    const { hasLoadBalancer } = group;
    // What --target leaves out is not made before it.
    const skipped = certain.filter(({ resource }) => resource.skipped);
    if (certain.length > skipped.length || isKnownToBe(hasLoadBalancer, true)) return ok();
    const doubts = [
        ...skipped.map(({ resource }) =>
            resource.gap("", "skipped", "it is left out of this operation (--target)"),
        ),
        ...possible.flatMap(({ targetGroups }) => doubtsOf(targetGroups)),
        ...gaps,
        ...whyOf(hasLoadBalancer),
    ];
    return doubts.length === 0 ? violated() : cannotKnow(doubts);
}

/**
 * Asks every load balancer that forwards to a target group. That others may forward to it unseen counts
 * only where none is certain.
 */
export function everyLoadBalancer<E>(
    graph: Graph,
    group: TargetGroup,
    question: (loadBalancer: LoadBalancer) => Answer<E>,
): Answer<E> {
    const { certain, possible, gaps } = loadBalancersOf(graph, group);
    const doubts = certain.length === 0 ? gaps : gaps.filter(isOfPlan);
    return all([
        ...certain.map(question),
        ...possible.map((each) => unless(question(each), [mayForward(each, group)])),
        ...(doubts.length === 0 ? [] : [cannotKnow<E>(doubts)]),
    ]);
}

/** What of this plan may forward; not what others may add to it. */
export function isOfPlan({ reason }: Gap): boolean {
    return reason !== "open";
}

export function mayForward({ resource }: LoadBalancer, { name }: TargetGroup): Gap {
    return resource.gap("", "made-by-plan", `it may forward to the target group ${name}`);
}

/** The load balancers that forward to a target group, by whichever listener or rule. */
export function loadBalancersOf(graph: Graph, group: TargetGroup): Before<LoadBalancer> {
    return graph.once(findLoadBalancers, group);
}

function findLoadBalancers(graph: Graph, group: TargetGroup): Before<LoadBalancer> {
    const forwarders = forwardersOf(graph, group);
    const sure = forwarders.certain.map(listenerOf);
    const listeners = [...sure, ...forwarders.possible.map(listenerOf)];
    const loadBalancers = listeners
        .flatMap((links) => candidates(links))
        .map((listener) => listener.loadBalancer);
    const certain = new Set(sure.flatMap(loadBalancersBehind));
    const others = loadBalancers
        .flatMap((links) => candidates(links))
        .filter((loadBalancer) => !certain.has(loadBalancer));
    return {
        certain: [...certain],
        possible: [...new Set(others)],
        gaps: distinctGaps([
            ...forwarders.gaps,
            ...[...listeners, ...loadBalancers].flatMap((links: Links<Node>) => [
                ...links.gaps,
                ...orOther(links),
            ]),
        ]),
    };
}

/** Those of the listeners that are meant; whichever of several is, they may all be of one load balancer. */
function loadBalancersBehind(listeners: Links<Listener>): readonly LoadBalancer[] {
    const certain = listeners.nodes.flatMap((listener) => listener.loadBalancer.nodes);
    if (listeners.some === undefined || orOther(listeners).length > 0) return certain;
    const links = listeners.some.candidates.map((listener) => listener.loadBalancer.nodes);
    const [first, ...others] = new Set(links.flat());
    const isOne = others.length === 0 && links.every((nodes) => nodes.length === 1);
    return isOne && first !== undefined ? [...certain, first] : certain;
}

function listenerOf(forwarder: Listener | ListenerRule): Links<Listener> {
    return forwarder instanceof Listener ? linkTo(forwarder) : forwarder.listener;
}

/** The protocols of target groups to which each type of load balancer forwards (AWS rule 7). */
const protocolsOfType: ReadonlyMap<string, readonly string[]> = new Map([
    ["application", ["HTTP", "HTTPS"]],
    ["network", ["TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC"]],
    ["gateway", ["GENEVE"]],
]);

/** Whether a target group has a protocol that the load balancers which forward to it speak. */
export function fitsLoadBalancers(graph: Graph, group: TargetGroup): Answer<never> {
    const { certain, possible } = forwardersOf(graph, group);
    return all([
        ...certain.map((each) => fits(group, each)),
        ...possible.map((each) => unless(fits(group, each), doubtsOf(each.targetGroups))),
    ]);
}

function fits(group: TargetGroup, forwarder: Listener | ListenerRule): Answer<never> {
    // Only Application Load Balancers have rules.
    return forwarder instanceof Listener
        ? every(forwarder.loadBalancer, (each) => isSpokenBy(each.loadBalancerType, group))
        : isSpokenBy(known("application"), group);
}

function isSpokenBy(type: Knowable<string | undefined>, { protocol }: TargetGroup): Answer<never> {
    if (!protocol.known) return cannotKnow(protocol.why);
    if (!type.known) return cannotKnow(type.why);
    const { value } = protocol;
    const spoken = protocolsOfType.get(type.value ?? "");
    // What AWS does not know is refused for itself.
    if (value === undefined || spoken === undefined) return ok();
    return spoken.includes(value.toUpperCase()) ? ok() : violated();
}
