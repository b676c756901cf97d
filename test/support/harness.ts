import type { PolicyResource, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import * as sdkProxy from "@pulumi/policy/proxy";
import { policies as allPolicies } from "../../policies";
import { toPulumiPolicies } from "../../src/pack";
import type { Policy, Settings } from "../../src/policy";
import type { Recorded } from "./program";

/** The SDK's own proxy; its types do not publish it. */
const { unknownCheckingProxy } = sdkProxy as unknown as {
    unknownCheckingProxy: (properties: object) => Record<string, unknown>;
};

const onByDefault = allPolicies.filter(({ level }) => level !== "disabled");

/** What the pack reported. */
export interface Report {
    readonly policy: string;
    readonly level: string;
    readonly name: string;
    readonly urn: string | undefined;
    readonly message: string;
}

export interface RunOptions {
    /** If it does not say, all that are on by default. */
    readonly policies?: readonly Policy[];
    /** Without them, `Analyze` is not called: outputs alone. */
    readonly inputs?: boolean;
    /** Settings by policy. */
    readonly settings?: Readonly<Record<string, Settings>>;
    readonly disabled?: readonly string[];
    /** The time; that of the machine, if it does not say. */
    readonly now?: () => Date;
}

/**
 * Runs the pack over recorded resources as the SDK does, in this process: properties behind its real
 * unknown-checking proxy, a fresh copy of all resources for every stack policy.
 */
export function runPack(recording: readonly Recorded[], options: RunOptions = {}): Report[] {
    const { policies = onByDefault, inputs = true, settings = {}, disabled = [], now } = options;
    const reports: Report[] = [];
    const enabled = toPulumiPolicies(policies, now).filter(({ name }) => !disabled.includes(name));
    const reporter =
        (policy: (typeof enabled)[number]) =>
        (
            given: string | { message: string; urn?: string; enforcementLevel?: "advisory" },
            urn?: string,
        ): void => {
            const diagnostic = typeof given === "string" ? { message: given, urn } : given;
            const { urn: on, enforcementLevel: level } = diagnostic as Exclude<
                typeof given,
                string
            >;
            // Where it is told by itself the description stands before it.
            const { message } = diagnostic;
            const isDescribed = message.startsWith(`${policy.description}\n`);
            reports.push({
                policy: policy.name,
                level: level ?? policy.enforcementLevel ?? "advisory",
                name: recording.find((each) => each.urn === on)?.name ?? "",
                urn: on,
                message: isDescribed ? message.slice(policy.description.length + 1) : message,
            });
        };
    const common = (
        name: string,
    ): Pick<StackValidationArgs, "getConfig" | "notApplicable" | "stackTags"> => ({
        getConfig: <T extends object>(): T => (settings[name] ?? {}) as T,
        notApplicable: () => {
            throw new Error("not applicable");
        },
        stackTags: new Map(),
    });
    const analyzed = inputs ? recording.filter((resource) => resource.inputs !== undefined) : [];
    for (const resource of analyzed) {
        for (const policy of enabled) {
            if (!("validateResource" in policy) || typeof policy.validateResource !== "function")
                continue;
            const { validateResource } = policy;
            const only = (validateResource as { __pulumiType?: string }).__pulumiType;
            if (only !== undefined && only !== resource.type) continue;
            const args: Partial<ResourceValidationArgs> = {
                ...common(policy.name),
                type: resource.type,
                urn: resource.urn,
                name: resource.name,
                props: proxied(resource.inputs ?? {}),
                opts: optionsOf(resource),
                ...providerOf(resource),
            };
            void validateResource(args as ResourceValidationArgs, reporter(policy));
        }
    }
    const shared = recording.map(optionsOf);
    for (const policy of enabled) {
        if (!("validateStack" in policy)) continue;
        if ((policy.validateStack as { __pulumiType?: string }).__pulumiType !== undefined)
            continue;
        const args: StackValidationArgs = {
            ...common(policy.name),
            resources: resourcesOf(recording, shared),
        };
        void policy.validateStack(args, reporter(policy));
    }
    return reports;
}

function proxied(properties: Record<string, unknown>): Record<string, unknown> {
    return unknownCheckingProxy(structuredClone(properties));
}

function providerOf({ provider }: Recorded): Pick<PolicyResource, "provider"> {
    return provider === undefined
        ? {}
        : { provider: { ...provider, props: proxied(provider.props) } };
}

function optionsOf(resource: Recorded): PolicyResource["opts"] {
    return {
        protect: false,
        ignoreChanges: [...(resource.ignoreChanges ?? [])],
        aliases: [],
        customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
        additionalSecretOutputs: [],
    };
}

/** As the SDK links them: dependencies that are not among the resources are dropped. */
function resourcesOf(
    recording: readonly Recorded[],
    options: readonly PolicyResource["opts"][],
): PolicyResource[] {
    const byUrn = new Map<string, PolicyResource>();
    recording.forEach((recorded, i) => {
        byUrn.set(recorded.urn, {
            type: recorded.type,
            urn: recorded.urn,
            name: recorded.name,
            props: proxied(recorded.outputs),
            opts: options[i],
            dependencies: [],
            propertyDependencies: {},
            ...providerOf(recorded),
            isType: () => false,
            asType: () => undefined,
        } as unknown as PolicyResource);
    });
    const found = (urns: readonly string[]): PolicyResource[] =>
        urns.flatMap((urn) => byUrn.get(urn) ?? []);
    for (const recorded of recording) {
        const resource = byUrn.get(recorded.urn);
        if (resource === undefined) continue;
        resource.dependencies.push(...found(recorded.dependencies));
        for (const [name, urns] of Object.entries(recorded.propertyDependencies)) {
            resource.propertyDependencies[name] = found(urns);
        }
        const parent = byUrn.get(recorded.parent ?? "");
        if (parent !== undefined) resource.parent = parent;
    }
    return [...byUrn.values()];
}
