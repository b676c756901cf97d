import { factsOfExports } from "../../src/files";
import { factInterest } from "../../src/network";
import type { FactsFile, Raw } from "../../src/plan";
import type { Network } from "./networks";
import type { Recorded } from "./program";

/** A program in two stacks: a network, as facts of its export, and the rest, which names it by ids. */
export interface Split {
    readonly facts: FactsFile;
    readonly rest: Recorded[];
}

/** Types of which the service's own stack holds what there is: a network that others made has none of it. */
const ofServices =
    /^aws:(ecs|lb|alb|elb|servicediscovery|cloudwatch|iam)\/|^aws:vpc\/securityGroup|^aws:ec2\/securityGroup/;

/** Takes a deployed program apart. Types that match `kept` stay in the plan. */
export function split(recording: readonly Recorded[], kept = ofServices): Split {
    const isOutside = ({ type }: Recorded): boolean => factInterest.has(type) && !kept.test(type);
    const outside = recording.filter(isOutside);
    const gone = new Set(outside.map(({ urn }) => urn));
    const rest = recording.filter((each) => !gone.has(each.urn));
    return {
        facts: factsOf(outside, recording),
        rest: rest.map((each) => without(each, gone)),
    };
}

/** The same, where the service's stack has not been deployed: only the network has. */
export function splitPreview(n: Network, kept?: RegExp): Split {
    const deployed = n.record("deployed");
    const { facts } = split(deployed, kept);
    const ids = new Map<string, string>();
    return { facts, rest: [...ids.keys()].length === 0 ? split(deployed, kept).rest : [] };
}

/** Dependencies on another stack are not in a plan. */
function without(resource: Recorded, gone: ReadonlySet<string>): Recorded {
    const isHere = (urn: string): boolean => !gone.has(urn);
    return {
        ...resource,
        dependencies: resource.dependencies.filter(isHere),
        propertyDependencies: Object.fromEntries(
            Object.entries(resource.propertyDependencies)
                .map(([name, urns]): [string, string[]] => [name, urns.filter(isHere)])
                .filter(([, urns]) => urns.length > 0),
        ),
    };
}

/** What a stack export of these resources gives. */
function factsOf(resources: readonly Recorded[], all: readonly Recorded[]): FactsFile {
    const made = factsOfExports([{ name: "network.json", json: exportOf(resources, all) }]);
    if ("problems" in made) throw new Error(made.problems.join("; "));
    return made.facts;
}

/** `pulumi stack export` of a stack with these resources. */
export function exportOf(resources: readonly Recorded[], all: readonly Recorded[]): Raw {
    const providers = new Map(
        resources.flatMap(({ provider }) =>
            provider === undefined ? [] : [[provider.urn, provider] as const],
        ),
    );
    const stack = all.find(({ type }) => type === "pulumi:pulumi:Stack");
    const states = [
        ...(stack === undefined
            ? []
            : [{ urn: stack.urn, type: stack.type, custom: false, outputs: {} }]),
        ...[...providers.values()].map(({ urn, type, props }) => ({
            urn,
            type,
            custom: true,
            id: "provider",
            inputs: props,
        })),
        ...resources.map(({ provider, parent, outputs, ...state }) => ({
            ...state,
            custom: true,
            id: outputs.id,
            outputs,
            ...(provider === undefined ? {} : { provider: `${provider.urn}::provider` }),
        })),
    ];
    const time = "2026-11-22T10:00:00Z";
    return { version: 3, deployment: { manifest: { time }, resources: states } } as unknown as Raw;
}
