import { factsOfExports } from "../../src/network";
import { factInterest } from "../../src/network";
import type { FactsFile, Raw } from "../../src/plan";
import type { Network } from "./networks";
import { refsIn, type Form, type Recorded } from "./program";

/** A program in two stacks: a network, as facts of its export, and the rest, which names it by ids. */
export interface Split {
    readonly facts: FactsFile;
    readonly rest: Recorded[];
}

/** What the stack of a service holds itself. */
const ofServices =
    /^aws:(ecs|lb|alb|elb|servicediscovery|cloudwatch|iam)\/|[sS]ecurityGroup|^aws:ec2\/(eip|vpcDhcpOptions)/;

/** Takes a program apart: its network has been deployed, and the rest is in this form. */
export function split(
    n: Network,
    form: Form,
    change: (recording: Recorded[]) => Recorded[] = (recording) => recording,
): Split {
    const gone = outsideOf(n);
    const isOutside = ({ urn }: { readonly urn: string }): boolean => gone.has(urn);
    const recording = change(n.record(form, isOutside));
    const outside = recording.filter(isOutside);
    const rest = recording.filter(({ urn }) => !gone.has(urn));
    return {
        facts: factsOf(outside, recording),
        rest: rest.map((each) => without(each, gone)),
    };
}

/** The network, and all that it names: what exists cannot name what does not. */
function outsideOf(n: Network): ReadonlySet<string> {
    const pending = n.resources.filter(
        ({ type }) => factInterest.has(type) && !ofServices.test(type),
    );
    const found = new Set<string>();
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
        if (found.has(next.urn) || !factInterest.has(next.type)) continue;
        found.add(next.urn);
        pending.push(...[...refsIn(next.inputs)].map(({ of }) => of));
    }
    return found;
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
    const isStack = ({ type }: Recorded): boolean => type === "pulumi:pulumi:Stack";
    const stack = all.find(isStack);
    const own = resources.filter((each) => !isStack(each));
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
        ...own.map(({ provider, parent, outputs, ...state }) => ({
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
