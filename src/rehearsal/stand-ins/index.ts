import {
    hasSentinel,
    isObject,
    own,
    type NamedFacts,
    type Raw,
    type RawProperties,
} from "../../plan";
import type { Filled, Instance, Previewed, StandIns } from "../filling";
import { answer, madeUp, type Known } from "./data-sources";
import { idOf, nameFor, portOf, type Made } from "./forms";
import { account, digitsOf, isMarked } from "./marks";

export interface StandInOptions {
    /** Nothing is asked of AWS. */
    readonly offline: boolean;
    /** What nothing stands in for: `type.property`, with `*` for any part. */
    readonly keepUnknown: readonly string[];
    /** What is known of what exists outside the program. */
    readonly facts: readonly NamedFacts[];
}

/** The values that stand in during one rehearsal, and what was rehearsed. */
export function makeStandIns(options: StandInOptions): StandIns {
    const rehearsed: Known[] = [];
    const outside = options.facts.flatMap(({ facts }) =>
        facts.resources.map(({ type, id, properties }): Known => ({ type, id, properties })),
    );
    const isNew = new Set<string>();
    /** URN → paths at which something stands in that the pack is not to believe. */
    const doubted = new Map<string, string[]>();
    const places: { readonly place: string; readonly value: string }[] = [];
    let count = 0;
    const kept = options.keepUnknown.map(patternOf);
    const keeps = (type: string, property: string): boolean =>
        kept.some((pattern) => pattern.test(`${type}.${property}`));

    const fill = (previewed: Previewed): Filled => {
        const { instance, urn, type, inputs, answer: said, before } = previewed;
        const made: Made = {
            type,
            urn,
            inputs,
            known: withoutUnknown(said),
            region: regionOf(instance, said),
        };
        const schema = previewed.schema(type);
        const note = (property: string, value: Raw, isBelieved: boolean): void => {
            count += 1;
            if (typeof value === "string") places.push({ place: `${type}.${property}`, value });
            if (!isBelieved) doubted.set(urn, [...(doubted.get(urn) ?? []), property]);
        };
        const id = before === undefined ? newId(made, instance, keeps(type, "id")) : undefined;
        const properties: Record<string, Raw> = {};
        for (const [property, value] of Object.entries(said)) {
            properties[property] = value;
            const isFree = isUnknown(value) && !keeps(type, property);
            if (property === "id" && id !== undefined) {
                properties.id = id;
            } else if (isFree) {
                const old = before === undefined ? undefined : own(before.outputs, property);
                if (old !== undefined && old !== null) {
                    properties[property] = old;
                    continue;
                }
                const named = instance.package === "aws" ? nameFor(made, property) : undefined;
                const found = named ?? otherwise(made, property, schema, previewed.schema);
                if (found === undefined) continue;
                note(property, found, named !== undefined);
                properties[property] = likewise(value, found);
            }
        }
        if (id !== undefined) {
            note("id", id, true);
            isNew.add(urn);
            rehearsed.push({ type, id, properties: { ...properties, id } });
        }
        return { id, properties };
    };

    return {
        isIn: isMarked,
        fill,
        read: (_, type, id) =>
            rehearsed.find((each) => each.type === type && each.id === id)?.properties,
        invoke: (instance, token, args) => {
            const region = regionOf(instance, {});
            if (isMarked(args)) return answer(token, args, rehearsed);
            if (!options.offline || instance.package !== "aws") return undefined;
            return madeUp(token, args, { region, outside });
        },
        recorded: () => ({
            standIns: count,
            new: [...isNew],
            doubted: Object.fromEntries(doubted),
        }),
        count: () => count,
        mentionedIn: (text) => [
            ...new Set(
                places
                    .filter(({ value }) => isMarked(value) && text.includes(value))
                    .map(({ place }) => place),
            ),
        ],
        configure: ({ package: name, configuration }) =>
            options.offline && name === "aws"
                ? { ...configuration, ...withoutAws(configuration) }
                : configuration,
    };
}

function newId(made: Made, { package: name }: Instance, isKept: boolean): string | undefined {
    if (isKept) return undefined;
    const known = own(made.known, "id");
    if (typeof known === "string" && known !== "") return known;
    return name === "aws"
        ? idOf(made)
        : `${made.type.replace(/^.*[:/]/, "").toLowerCase()}-${digitsOf(made.urn, 17)}`;
}

/** Settings that the provider has for those who cannot reach AWS. */
function withoutAws(configuration: RawProperties): RawProperties {
    const given = (key: string): boolean => own(configuration, key) !== undefined;
    return {
        skipCredentialsValidation: "true",
        skipRegionValidation: "true",
        skipRequestingAccountId: "true",
        skipMetadataApiCheck: "true",
        ...(given("accessKey") || given("profile")
            ? {}
            : { accessKey: "offline", secretKey: "offline" }),
    };
}

/** What steers a program, or shapes the network: nobody can stand in for it. */
const steering =
    /zone|cidr|ipv6|privateIp|privateDns|version|^vpcId$|subnetIds?$|securityGroups?$|networkInterface|instanceId$/i;

/** A value for the program alone. */
function otherwise(
    made: Made,
    property: string,
    schema: RawProperties | undefined,
    schemaOf: Previewed["schema"],
): Raw | undefined {
    if (made.type.startsWith("aws:") && steering.test(property)) return undefined;
    if (property === "port") return portOf(made);
    const partOf = (part: string): Raw | undefined => {
        const all = schema === undefined ? undefined : own(schema, part);
        return isObject(all) ? own(all, property) : undefined;
    };
    const value = standInFor(partOf("properties"), property, made, schemaOf, 0);
    // A list that the program might have set: how many are in it is for it to say.
    return Array.isArray(value) && partOf("inputProperties") !== undefined ? undefined : value;
}

/** A value of the type that the schema says; without one a text, which is what nearly all are. */
function standInFor(
    declared: Raw | undefined,
    property: string,
    made: Made,
    schemaOf: Previewed["schema"],
    depth: number,
): Raw | undefined {
    if (!isObject(declared)) return depth === 0 ? textFor(property, made) : undefined;
    const reference = own(declared, "$ref");
    if (typeof reference === "string" && reference.startsWith("#/types/")) {
        const type = schemaOf(decodeURIComponent(reference));
        if (type === undefined) return undefined;
        const options = own(type, "enum");
        if (Array.isArray(options)) {
            const [first] = options as readonly Raw[];
            return isObject(first) ? own(first, "value") : undefined;
        }
        const properties = own(type, "properties");
        if (!isObject(properties) || depth > 3) return undefined;
        const entries = Object.entries(properties).flatMap(([key, each]): [string, Raw][] => {
            const found = standInFor(each, key, made, schemaOf, depth + 1);
            return found === undefined ? [] : [[key, found]];
        });
        return Object.fromEntries(entries);
    }
    switch (own(declared, "type")) {
        case "string":
            return textFor(property, made);
        case "integer":
        case "number":
            return /port$/i.test(property) ? portOf(made) : undefined;
        case "array": {
            // Of plain texts one would be as good as none: it is not known how many there are.
            const items = own(declared, "items");
            const isOfObjects = isObject(items) && own(items, "$ref") !== undefined;
            const element = isOfObjects
                ? standInFor(items, property, made, schemaOf, depth + 1)
                : undefined;
            return element === undefined ? undefined : [element];
        }
        default:
            return undefined;
    }
}

function textFor(property: string, made: Made): string {
    const digits = digitsOf(`${made.urn} ${property}`, 16);
    if (/arn$/i.test(property)) return `arn:aws:stand-in:${made.region}:${account}:${digits}`;
    if (/(ownerId|accountId|registryId)$/i.test(property)) return account;
    if (/^(url|.*Url|.*Uri)$/.test(property)) return `https://${digits}.example.com`;
    if (/(endpoint|address|dnsName|domainName|domain|host|fqdn)$/i.test(property)) {
        return `${digits}.example.com`;
    }
    if (/(repoDigest|^ref|imageName)$/.test(property)) {
        return `example.com/${digits}@sha256:${digitsOf(made.urn, 64).padEnd(64, "0")}`;
    }
    return digits;
}

function regionOf({ configuration }: Instance, said: RawProperties): string {
    for (const value of [own(said, "region"), own(configuration, "region")]) {
        if (typeof value === "string" && value !== "" && !hasSentinel(value)) return value;
    }
    return process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? "us-east-1";
}

/** Unknown as a whole, secret or not. */
function isUnknown(value: Raw): boolean {
    if (typeof value === "string") return hasSentinel(value);
    if (!isObject(value)) return false;
    const content = own(value, "value");
    return (
        own(value, signatureKey) === secretSignature &&
        typeof content === "string" &&
        hasSentinel(content)
    );
}

const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** What is secret stays it. */
function likewise(unknown: Raw, value: Raw): Raw {
    return isObject(unknown) ? { ...unknown, value } : value;
}

function withoutUnknown(properties: RawProperties): RawProperties {
    return Object.fromEntries(Object.entries(properties).filter(([, value]) => !isUnknown(value)));
}

function patternOf(pattern: string): RegExp {
    const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
    return new RegExp(`^${escaped}$`);
}
