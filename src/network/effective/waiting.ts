import type { PlannedResource } from "../../plan";
import type { Graph } from "../links/graph";
import type { Node } from "../links/node";

/**
 * URNs of all that is there before a resource is made: what it depends on, and what that depends on. To
 * wait for a component is to wait for its children; a resource that has another as its parent waits for it.
 */
export function madeBefore(graph: Graph, node: Node): ReadonlySet<string> {
    return graph.once(findMadeBefore, node);
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
    { plan }: Graph,
): readonly string[] {
    const above = parent === undefined ? undefined : plan.byUrn.get(parent);
    // A component is there before its children, and says nothing of its other ones.
    const isMade = above !== undefined && !above.component && !above.type.startsWith("pulumi:");
    return isMade ? [...dependencies, above.urn] : dependencies;
}
