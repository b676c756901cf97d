import type { Gap } from "../../src/knowable";
import { factInterest, Graph, type NetworkOptions, type Node } from "../../src/network";
import { planFromJson, withFacts, type Fact, type FactsFile, type Raw } from "../../src/plan";
import { interest } from "../../src/policy";
import type { Network } from "./networks";
import type { Form, Recorded, Resource } from "./program";

/** The graph of a test network, as a file source reads it. */
export function graphOf(
    n: Network,
    form: Form,
    options: Partial<NetworkOptions> = {},
    facts?: FactsFile,
): Graph {
    return graphOfRecording(n.record(form), options, facts);
}

export function graphOfRecording(
    recording: readonly Recorded[],
    options: Partial<NetworkOptions> = {},
    facts?: FactsFile,
): Graph {
    const { plan } = planFromJson(recording as unknown as Raw, interest);
    const whole =
        facts === undefined ? plan : withFacts(plan, [{ name: "facts.json", facts }], factInterest);
    return new Graph(whole, { trustDependencies: true, sharedVpcs: [], ...options });
}

/** Why a thing of whatever kind may have more of this than the plan shows. */
export function whyMore(graph: Graph, owner: Node, property: string): readonly Gap[] {
    interface Asked {
        of(owner: Node, property: string): readonly Gap[];
    }
    return (graph.openness as unknown as Asked).of(owner, property);
}

/** The node of a resource. */
export function nodeOf<N>(graph: Graph, resource: Resource): N {
    return graph.node(resource.urn) as N;
}

/** Something of EC2's that facts tell, such as `vpc:Vpc`, called by its id. */
export function factOf(type: string, id: string, properties: Fact["properties"] = {}): Fact {
    return { type: `aws:ec2/${type}`, id, name: id, properties };
}

/** What was read of AWS; of `vpc-1` whole, but for these sections, if it says so. */
export function factsOf(resources: readonly Fact[], except?: readonly string[]): FactsFile {
    const unread = except?.map((what) => ({ what, why: "AccessDenied" }));
    return {
        version: 1,
        takenAt: "2026-11-22T10:00:00Z",
        source: { kind: "aws", region: "us-east-1" },
        completeFor: unread === undefined ? [] : [{ vpc: "vpc-1", except: unread }],
        resources,
    };
}
