import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { inOneDialect } from "./native";
import { makePlan, nameInUrn, namesOf, stackType, type Interest, type Plan } from "./plan";
import { majorVersion } from "./provider-version";
import { pick, pickAll, textsIn, type Raw, type RawProperties } from "./raw";
import { PlannedResource, type PlanRecord } from "./resource";
import { isStranger } from "./strangers";

/** Inputs by URN, recorded while `Analyze` runs, one call per resource. */
export type RecordedInputs = Map<string, RawProperties>;

/** Keeps what the program set of one resource, as far as it is read later. */
export function recordInputs(
    into: RecordedInputs,
    args: Pick<ResourceValidationArgs, "urn" | "type" | "props">,
    interest: Interest,
): void {
    const names = namesOf(interest, args.type);
    if (names !== undefined) into.set(args.urn, pick(behindProxy(args.props), names));
}

/** What one resource declares, as `Analyze` gives it: its inputs alone, before it is registered. */
export function resourcesFromInputs(
    args: Pick<ResourceValidationArgs, "urn" | "type" | "name" | "props" | "opts" | "provider">,
    interest: Interest,
): readonly PlannedResource[] {
    const record: PlanRecord = {
        urn: args.urn,
        type: args.type,
        name: args.name,
        inputs: pick(args.props, namesOf(interest, args.type) ?? []),
        dependencies: [],
        propertyDependencies: {},
        ignoreChanges: args.opts.ignoreChanges,
        external: false,
        component: false,
        skipped: false,
        providerMajor: toldOf(args.provider)?.major,
        origin: "plan",
    };
    return inOneDialect(record).map((each) => new PlannedResource(each, nameInUrn));
}

/** The plan as `AnalyzeStack` gives it, joined with the inputs recorded before. */
export function planFromAnalyzer(
    resources: readonly PolicyResource[],
    inputs: RecordedInputs,
    interest: Interest,
): Plan {
    const providers = new Map<string, ToldProvider | undefined>();
    const providerOf = ({ provider }: PolicyResource): ToldProvider | undefined => {
        if (provider === undefined) return undefined;
        // A copy of the provider comes with every resource.
        if (!providers.has(provider.urn)) providers.set(provider.urn, toldOf(provider));
        return providers.get(provider.urn);
    };
    return makePlan(
        resources.map((resource) => toRecord(resource, providerOf(resource), inputs, interest)),
    );
}

/** What a provider tells of all that it makes. */
interface ToldProvider {
    readonly region: Raw | undefined;
    readonly major: number | undefined;
}

function toldOf(provider: PolicyResource["provider"]): ToldProvider | undefined {
    if (provider === undefined) return undefined;
    const settings = pick(provider.props, ["region", "version"]);
    return { region: settings.region, major: majorVersion(provider.urn, settings) };
}

/** The settings of the AWS providers that resources have, by URN; some of them may be secret. */
export function providerSettings(
    resources: readonly PolicyResource[],
): ReadonlyMap<string, RawProperties> {
    const found = new Map<string, RawProperties>();
    for (const { provider } of resources) {
        if (provider?.type !== "pulumi:providers:aws" || found.has(provider.urn)) continue;
        found.set(provider.urn, pickAll(behindProxy(provider.props)));
    }
    return found;
}

/**
 * What the SDK's unknown-checking proxy stands before. Reading through the proxy is as safe, by
 * descriptors, and slower; where the SDK does not tell its target, that is what remains.
 */
function behindProxy(properties: object): object {
    const target: unknown = (properties as { __getSpecialProxyTarget?: unknown })
        .__getSpecialProxyTarget;
    return typeof target === "object" && target !== null ? target : properties;
}

function toRecord(
    resource: PolicyResource,
    provider: ToldProvider | undefined,
    inputs: RecordedInputs,
    interest: Interest,
): PlanRecord {
    const names = namesOf(interest, resource.type);
    const props = behindProxy(resource.props);
    const outputs =
        resource.type === stackType
            ? pickAll(props)
            : pick(props, names === undefined ? ["id"] : [...names, "id", "arn", "region"]);
    // The engine gives only custom resources a provider; components and the stack have none.
    const component = resource.provider === undefined && !resource.type.startsWith("pulumi:");
    const isOther = isStranger({ type: resource.type, component });
    return {
        urn: resource.urn,
        type: resource.type,
        name: resource.name,
        mentions: isOther ? () => textsIn(pickAll(props)) : undefined,
        parent: resource.parent?.urn,
        provider: resource.provider?.urn,
        providerRegion: provider?.region,
        providerMajor: provider?.major,
        inputs: inputs.get(resource.urn),
        outputs,
        dependencies: urnsOf(resource.dependencies),
        propertyDependencies: names === undefined ? {} : dependenciesOf(resource, names),
        ignoreChanges: resource.opts.ignoreChanges,
        external: false,
        component,
        skipped: names !== undefined && Object.keys(props).length === 0,
        origin: "plan",
    };
}

function dependenciesOf(
    resource: PolicyResource,
    names: readonly string[],
): Record<string, readonly string[]> {
    const found: Record<string, readonly string[]> = {};
    for (const name of names) {
        const feeding = Object.hasOwn(resource.propertyDependencies, name)
            ? resource.propertyDependencies[name]
            : undefined;
        if (feeding !== undefined) found[name] = urnsOf(feeding);
    }
    return found;
}

function urnsOf(resources: readonly PolicyResource[]): string[] {
    return resources.map((resource) => resource.urn);
}
