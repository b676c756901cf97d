import { PlanError } from "./error";
import { isNative } from "./native";
import { nameInUrn, namesOf, placeInUrn, stackType, typeInUrn, type Interest } from "./plan";
import { majorVersion } from "./provider-version";
import { isObject, own, pick, textsIn, type Raw, type RawProperties } from "./raw";
import type { PlanRecord } from "./resource";
import { isStranger } from "./strangers";

/**
 * Helpers for sources that are files: each reads a JSON object of any shape and returns what fits.
 */
export function text(from: RawProperties, key: string): string | undefined {
    const value = own(from, key);
    return typeof value === "string" && value !== "" ? value : undefined;
}

export function object(from: RawProperties, key: string): RawProperties | undefined {
    const value = own(from, key);
    return isObject(value) ? value : undefined;
}

export function texts(value: Raw | undefined): readonly string[] {
    if (!Array.isArray(value)) return [];
    const isText = (element: Raw): element is string => typeof element === "string";
    // Nearly always all of them are, and none has to be copied.
    return value.every(isText) ? value : value.filter(isText);
}

/** An object of a file, and where it stands. */
export interface Placed {
    readonly state: RawProperties;
    readonly place: string;
}

/** The objects of a list in a file, each with its place; a list that is left out is empty. */
export function objectsIn(raw: Raw | undefined, place: string): readonly Placed[] {
    if (raw === undefined || raw === null) return [];
    if (!Array.isArray(raw)) throw unreadable(raw, place, "a list of objects");
    return (raw as readonly Raw[]).map((each, i) => {
        const at = `${place}[${String(i)}]`;
        if (!isObject(each)) throw unreadable(each, at, "an object");
        return { state: each, place: at };
    });
}

/**
 * A resource's state at a place of a file: what nobody can read must not pass for what is not there.
 *
 * @throws PlanError that names the place, never what it holds.
 */
export function stateAt(raw: Raw | undefined, place: string): RawProperties {
    if (!isObject(raw)) throw unreadable(raw, place, "the state of a resource, an object");
    const urn = urnAt(own(raw, "urn"), `${place}.urn`);
    const type = own(raw, "type");
    if (type !== undefined && (typeof type !== "string" || type === "")) {
        throw unreadable(type, `${place}.type`, "a type, such as aws:ec2/vpc:Vpc");
    }
    // The engine makes a URN of the type: where they differ, one of them would hide a resource.
    if (type !== undefined && type !== typeInUrn(urn)) {
        throw new PlanError(`${place}.type is not that of its URN; expected the same type in both`);
    }
    for (const name of ["inputs", "outputs"]) {
        const properties = own(raw, name) ?? {};
        if (!isObject(properties)) throw unreadable(properties, `${place}.${name}`, "an object");
    }
    return raw;
}

/**
 * A URN names one resource that exists: the engine calls a state in which it names two corrupt
 * (deploy/snapshot.go), and either could hide the other.
 *
 * @throws PlanError that names both places.
 */
export function refuseTwins(states: Iterable<Placed>): void {
    const places = new Map<string, string>();
    for (const { state, place } of states) {
        const urn = text(state, "urn") ?? "";
        const other = places.get(urn);
        if (other !== undefined) {
            throw new PlanError(
                `${other} and ${place} have the same URN; expected each resource once`,
            );
        }
        places.set(urn, place);
    }
}

const aUrn = "urn:pulumi:<stack>::<project>::<type>::<name>";

/** @throws PlanError if it is none. */
export function urnAt(raw: Raw | undefined, place: string): string {
    if (typeof raw !== "string") throw unreadable(raw, place, aUrn);
    // Names may hold anything, line ends too.
    if (raw.startsWith("urn:pulumi:") && placeInUrn(raw, 3) !== undefined) return raw;
    throw new PlanError(`${place} is no URN; expected ${aUrn}`);
}

export function unreadable(raw: Raw | undefined, place: string, expected: string): PlanError {
    return new PlanError(`${place} ${whatIs(raw)}; expected ${expected}`);
}

/** What stands there, without its content, which may be secret. */
export function whatIs(raw: Raw | undefined): string {
    if (raw === undefined) return "is missing";
    if (raw === null) return "is null";
    if (raw === "") return "is empty";
    if (Array.isArray(raw)) return "is a list";
    return (
        { object: "is an object", string: "is a text" }[typeof raw as string] ??
        `is a ${typeof raw}`
    );
}

function typeOf(state: RawProperties): string {
    return text(state, "type") ?? typeInUrn(text(state, "urn") ?? "");
}

/** A resource as a state file or a step of a preview describes it. */
export function recordOf(
    state: RawProperties,
    interest: Interest,
    more: Pick<PlanRecord, "component" | "skipped" | "provider" | "providerMajor"> & {
        readonly region?: Raw | undefined;
    },
): PlanRecord {
    const urn = text(state, "urn") ?? "";
    const type = typeOf(state);
    const names = namesOf(interest, type);
    const kept = names === undefined ? ["id"] : [...names, "id", "arn", "region"];
    const keep = (properties: RawProperties | undefined): RawProperties | undefined =>
        properties === undefined || type === stackType ? properties : pick(properties, kept);
    const isOther = isStranger({ type, component: more.component });
    const given = [own(state, "inputs"), own(state, "outputs")];
    return {
        urn,
        type,
        name: text(state, "name") ?? nameInUrn(urn),
        mentions: isOther ? () => given.flatMap((each) => [...textsIn(each)]) : undefined,
        parent: text(state, "parent"),
        inputs: keep(object(state, "inputs")),
        outputs: keep(object(state, "outputs")),
        id: own(state, "id"),
        dependencies: texts(own(state, "dependencies")),
        propertyDependencies: propertyDependenciesOf(state, names ?? []),
        ignoreChanges: texts(own(state, "ignoreChanges")),
        external: own(state, "external") === true,
        component: more.component,
        provider: more.provider ?? providerOf(state),
        skipped: more.skipped,
        providerRegion: more.region,
        providerMajor: more.providerMajor,
        sourcePosition: text(state, "sourcePosition"),
        origin: "plan",
    };
}

function propertyDependenciesOf(
    state: RawProperties,
    names: readonly string[],
): Record<string, readonly string[]> {
    const all = object(state, "propertyDependencies");
    const found: Record<string, readonly string[]> = {};
    if (all === undefined) return found;
    for (const name of names) {
        const urns = texts(own(all, name));
        // Files list every set property; only an entry with URNs says that something feeds it.
        if (urns.length > 0) found[name] = urns;
    }
    return found;
}

/**
 * The region of the provider with this URN, of which a resource is. Only a default provider, which a
 * preview does not list, takes it from the stack's configuration; it is named `default`, or
 * `default_<version>`.
 */
export function regionOf(
    state: RawProperties,
    urn: string | undefined,
    regions: ReadonlyMap<string, Raw>,
    config: RawProperties | undefined,
): Raw | undefined {
    const configured = own(config, isNative(typeOf(state)) ? "aws-native:region" : "aws:region");
    if (urn === undefined) return configured;
    return regions.get(urn) ?? (isDefault(urn) ? configured : undefined);
}

/** Tells the major version of the provider with a URN, of those with these settings. */
export function providerMajors(
    providers: ReadonlyMap<string, RawProperties>,
): (urn: string | undefined) => number | undefined {
    const found = new Map<string, number | undefined>();
    return (urn) => {
        if (urn === undefined) return undefined;
        if (!found.has(urn)) found.set(urn, majorVersion(urn, providers.get(urn)));
        return found.get(urn);
    };
}

/** URN of the provider, which stands as `<urn>::<id>`; recordings hold all of it. */
export function providerOf(state: RawProperties): string | undefined {
    const whole = object(state, "provider");
    if (whole !== undefined) return text(whole, "urn");
    const reference = text(state, "provider");
    return reference?.slice(0, reference.lastIndexOf("::"));
}

/** The settings of the AWS providers among the resources, by URN. */
export function providersIn(states: Iterable<RawProperties>): Map<string, RawProperties> {
    const found = new Map<string, RawProperties>();
    for (const state of states) {
        if (typeOf(state) !== awsProvider) continue;
        const urn = text(state, "urn");
        const settings = object(state, "inputs") ?? object(state, "outputs");
        if (urn !== undefined && settings !== undefined) found.set(urn, settings);
    }
    return found;
}

const awsProvider = "pulumi:providers:aws";

/**
 * The default providers that resources name and a preview does not list: their settings are the stack's
 * configuration, if the file holds it.
 */
export function defaultProvidersOf(
    states: Iterable<RawProperties>,
    config: RawProperties | undefined,
): Map<string, RawProperties> {
    const found = new Map<string, RawProperties>();
    if (config === undefined) return found;
    const names = Object.keys(config).filter((key) => key.startsWith("aws:"));
    const settings = Object.fromEntries(
        names.map((key) => [key.slice("aws:".length), own(config, key) ?? null]),
    );
    for (const state of states) {
        const urn = providerOf(state);
        if (urn !== undefined && typeInUrn(urn) === awsProvider && isDefault(urn))
            found.set(urn, settings);
    }
    return found;
}

function isDefault(urn: string): boolean {
    return /^default(_|$)/.test(nameInUrn(urn));
}

/** Provider URN → region, of the providers among the resources. */
export function providerRegions(states: Iterable<RawProperties>): Map<string, Raw> {
    const regions = new Map<string, Raw>();
    for (const state of states) {
        if (!typeOf(state).startsWith("pulumi:providers:")) continue;
        const urn = text(state, "urn");
        const region =
            own(object(state, "inputs"), "region") ?? own(object(state, "outputs"), "region");
        if (urn !== undefined && region !== undefined) regions.set(urn, region);
    }
    return regions;
}
