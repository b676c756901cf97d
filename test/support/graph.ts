import { Graph, type NetworkOptions } from "../../src/network";
import { planFromJson, type Raw } from "../../src/plan";
import { interest } from "../../src/policy";
import type { Network } from "./networks";
import type { Form, Recorded, Resource } from "./program";

/** The graph of a test network, as a file source reads it. */
export function graphOf(n: Network, form: Form, options: Partial<NetworkOptions> = {}): Graph {
    return graphOfRecording(n.record(form), options);
}

export function graphOfRecording(
    recording: readonly Recorded[],
    options: Partial<NetworkOptions> = {},
): Graph {
    const { plan } = planFromJson(recording as unknown as Raw, interest);
    return new Graph(plan, { trustDependencies: true, sharedVpcs: [], ...options });
}

/** The node of a resource. */
export function nodeOf<N>(graph: Graph, resource: Resource): N {
    return graph.node(resource.urn) as N;
}
