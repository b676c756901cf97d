import type { PlannedResource } from "../../plan";
import type { Graph } from "../links/graph";
import type { Node } from "../links/node";

/**
 * URNs of all that is there before a resource is made: what it depends on, and what that depends on. To
 * wait for a component is to wait for its children; a resource that has another as its parent waits for it,
 * and what is in a component waits for what the component depends on.
 */
export function madeBefore(graph: Graph, node: Node): ReadonlySet<string> {
    return graph.once(findMadeBefore, node);
}

/**
 * Whether a resource may still be missing when another one is made: this plan creates it, and nothing makes
 * the other wait for it. What is replaced reads as new.
 */
export function isLate(graph: Graph, node: Node, resource: PlannedResource): boolean {
    if (!isCreated(resource)) return false;
    const inTime = madeInTime(graph, node);
    return !inTime.has(resource.declaredUrn) && !inTime.has(resource.urn);
}

/** URNs of all that nobody has to wait for longer: what is made before, and what no program can put into an order. */
export function madeInTime(graph: Graph, node: Node): ReadonlySet<string> {
    return graph.once(findMadeInTime, node);
}

function findMadeInTime(graph: Graph, node: Node): ReadonlySet<string> {
    const awsx = awsxAround(graph, node.resource);
    return new Set([
        node.resource.declaredUrn,
        ...madeBefore(graph, node),
        ...(awsx === undefined ? [] : graph.descendantsOf(awsx.urn)),
    ]);
}

/** The outermost component of awsx in which something is: nothing in it can be told to wait. */
function awsxAround(graph: Graph, { parent }: PlannedResource): PlannedResource | undefined {
    const around = ancestorsOf(graph, parent);
    return around.filter(({ component, type }) => component && type.startsWith("awsx:")).at(-1);
}

/** This plan makes it: neither facts nor AWS tell of it, and no `--target` leaves it out. */
export function isCreated({ isNew, external, skipped, origin }: PlannedResource): boolean {
    return isNew && !external && !skipped && origin === "plan";
}

function findMadeBefore(graph: Graph, node: Node): ReadonlySet<string> {
    const { byUrn } = graph.plan;
    const before = new Set<string>();
    const pending = [...directlyBefore(node.resource, graph)];
    for (let urn = pending.pop(); urn !== undefined; urn = pending.pop()) {
        if (before.has(urn)) continue;
        before.add(urn);
        const resource = byUrn.get(urn);
        if (resource === undefined) continue;
        for (const each of directlyBefore(resource, graph)) pending.push(each);
        if (!resource.component) continue;
        for (const each of graph.descendantsOf(urn)) pending.push(each);
    }
    return before;
}

function directlyBefore(
    { dependencies, parent }: PlannedResource,
    graph: Graph,
): readonly string[] {
    // A component is there before its children, after all it waits for, and says nothing of its other ones.
    const around = ancestorsOf(graph, parent);
    const above = around.findIndex(({ component }) => !component);
    const components = above < 0 ? around : around.slice(0, above);
    const made = above < 0 ? undefined : around[above];
    return [
        ...dependencies,
        ...components.flatMap((each) => each.dependencies),
        ...(made === undefined ? [] : [made.urn]),
    ];
}

/** What a resource stands in, the nearest first, without the stack. */
function ancestorsOf({ plan }: Graph, parent: string | undefined): readonly PlannedResource[] {
    const found = new Set<PlannedResource>();
    let above = parent === undefined ? undefined : plan.byUrn.get(parent);
    while (above !== undefined && !above.type.startsWith("pulumi:") && !found.has(above)) {
        found.add(above);
        above = above.parent === undefined ? undefined : plan.byUrn.get(above.parent);
    }
    return [...found];
}
