import { isObject, own, type NamedFacts, type Raw, type RawProperties } from "../../plan";
import type { Filled, Instance, Previewed, SchemaOf, Standing, StandIns } from "../filling";
import { answer, asksNobody, isAboutNew, madeUp, type Known } from "./data-sources";
import { formedProperties, idOf, kindOf, nameFor, otherFor, type Made } from "./forms";
import { declaredIn, generalFor } from "./general";
import { accountOf, isMarked } from "./marks";
import { mentionedIn } from "./mentions";
import { formedBy, generalId } from "./other-forms";
import {
    asSecret,
    bare,
    holdsUnknown,
    inPlaceOf,
    isSpecial,
    isUnknown,
    knownPart,
    textAt,
} from "./values";

export interface StandInOptions {
    /** Nothing is asked of AWS. */
    readonly offline: boolean;
    /** What nothing stands in for: `type.property`, with `*` for any part. */
    readonly keepUnknown: readonly string[];
    /** What is known of what exists outside the program. */
    readonly facts: readonly NamedFacts[];
    /** The region of providers that say none. */
    readonly region: string;
}

type Path = readonly (string | number)[];

/** How the pack is to read it (src/plan/rehearsal.ts). */
type As = "believed" | "doubted" | "old";

interface StandIn {
    readonly value: Raw;
    readonly as: As;
}

/** What stands in at a place of a resource. */
interface Noted extends Standing {
    readonly urn: string;
    readonly path: Path;
    readonly as: As;
}

/** A resource that is being filled. */
interface Filling {
    readonly made: Made;
    readonly package: string;
    readonly schema: RawProperties | undefined;
    readonly schemaOf: SchemaOf;
    readonly before: RawProperties | undefined;
    readonly keeps: (path: Path) => boolean;
    readonly note: (path: Path, found: StandIn) => void;
}

/** The values that stand in during one rehearsal, and what was rehearsed. */
export function makeStandIns(options: StandInOptions): StandIns {
    const rehearsed: Known[] = [];
    const outside = options.facts.flatMap(({ facts }) =>
        facts.resources.map(({ type, id, properties }): Known => ({ type, id, properties })),
    );
    const noted: Noted[] = [];
    const answers = new Set<string>();
    /** Account that stands in → the real one. */
    const accounts = new Map<string, string | undefined>();
    const kept = options.keepUnknown.map((pattern) => ({
        pattern,
        regExp: patternOf(pattern),
        isMatched: false,
    }));
    const regionOf = ({ configuration }: Instance, properties: RawProperties = {}): string =>
        textAt(properties, "region") ?? textAt(configuration, "region") ?? options.region;
    const accountIn = (instance: Instance): string => {
        const account = accountOf(instance.configuration);
        if (!accounts.has(account)) accounts.set(account, undefined);
        return account;
    };
    const propertyOf = (id: string, property: string): string | undefined => {
        const found = rehearsed.find((each) => each.id === id);
        return found === undefined ? undefined : textAt(found.properties, property);
    };
    const keeps = (type: string, path: Path): boolean => {
        const steps = path.filter((step) => typeof step === "string");
        const names = steps.map((_, i) => `${type}.${steps.slice(0, i + 1).join(".")}`);
        const found = kept.filter(({ regExp }) => names.some((name) => regExp.test(name)));
        for (const each of found) each.isMatched = true;
        return found.length > 0;
    };

    const fill = (previewed: Previewed): Filled => {
        const { instance, urn, type, inputs, answer: said, before, schema } = previewed;
        const isOfAws = instance.package === "aws";
        const made: Made = {
            type,
            urn,
            inputs,
            known: knownPart(said),
            region: regionOf(instance, said),
            account: isOfAws ? accountIn(instance) : accountOf({}),
            propertyOf,
        };
        const filling: Filling = {
            made,
            package: instance.package,
            schema: schema(type),
            schemaOf: schema,
            before: before?.outputs,
            keeps: (path) => keeps(type, path),
            note: (path, { value, as }) => {
                const property = path.filter((step) => typeof step === "string").join(".");
                const text = bare(value);
                const place = { urn, path, as, type, property };
                noted.push(typeof text === "string" ? { ...place, text } : place);
            },
        };
        const properties: Record<string, Raw> = {};
        const id = before === undefined ? newId(filling) : undefined;
        for (const [property, value] of Object.entries(said)) {
            properties[property] =
                property === "id" && id !== undefined ? id : filled(filling, property, value);
        }
        // Providers that leave out what is unknown: what has a form is there.
        for (const property of before === undefined ? leftOut(filling, said) : []) {
            const found = valueAt(filling, [property]);
            if (found === undefined || keeps(type, [property])) continue;
            filling.note([property], found);
            properties[property] = asDeclared(filling, property, found.value);
        }
        if (id !== undefined) {
            filling.note(["id"], { value: id, as: "believed" });
            rehearsed.push({ type, id, properties: { ...properties, id } });
        }
        return { id, properties };
    };

    return {
        isIn: isMarked,
        fill,
        read: (_, type, id) =>
            rehearsed.find((each) => each.id === id && kindOf(each.type) === kindOf(type))
                ?.properties,
        invoke: (instance, token, args) => {
            if (asksNobody(instance.package, token)) return undefined;
            if (isMarked(args) || isAboutNew(token, args, rehearsed)) {
                return answer(instance.package, token, args, rehearsed);
            }
            if (!options.offline || instance.package !== "aws") return undefined;
            const account = accountIn(instance);
            return madeUp(token, args, { region: regionOf(instance, args), account, outside });
        },
        completed: (instance, token, given, schema) => {
            const declared = own(schema(token), "outputs");
            const properties = isObject(declared) ? own(declared, "properties") : undefined;
            if (!isObject(properties)) return given;
            const made: Made = {
                // Any that is of no resource: nothing is known of it but its name.
                type: token,
                urn: `${token} ${JSON.stringify(given)}`,
                inputs: {},
                known: {},
                region: regionOf(instance),
                account: accountIn(instance),
                propertyOf,
            };
            const missing = Object.entries(properties).filter(
                ([key]) => own(given, key) === undefined,
            );
            return {
                ...given,
                ...Object.fromEntries(
                    missing.map(([key, type]): [string, Raw] => {
                        const value = generalFor(made, key, type, schema) ?? emptyOf(type);
                        if (typeof value === "string" && value !== "") answers.add(value);
                        return [key, value];
                    }),
                ),
            };
        },
        hear: (instance, token, heard) => {
            if (!token.endsWith(":getCallerIdentity")) return;
            const account = textAt(heard, "accountId");
            if (account !== undefined) accounts.set(accountIn(instance), account);
        },
        recorded: () => ({
            standIns: noted.map(({ urn, path, as }) => ({ urn, path, as })),
            answers: [...answers],
            accounts: Object.fromEntries(
                [...accounts].map(([account, real]) => [account, real ?? null]),
            ),
        }),
        all: () => noted,
        mentionedIn: (text) => mentionedIn(text, noted),
        unmatched: () => kept.filter(({ isMatched }) => !isMatched).map(({ pattern }) => pattern),
        configure: ({ package: name, configuration }) =>
            options.offline && name === "aws"
                ? withoutAws(configuration, options.region)
                : configuration,
    };
}

/** The id of what is to be made. */
function newId({ made, package: name, keeps }: Filling): string | undefined {
    const known = textAt(made.known, "id");
    if (known !== undefined) return known;
    if (keeps(["id"])) return undefined;
    if (name === "aws") return idOf(made);
    const formed = formedBy(name, made, "id")?.value;
    return typeof formed === "string" ? formed : generalId(made);
}

/** A property as the provider gave it, with values for what is unknown in it. */
function filled(filling: Filling, property: string, value: Raw): Raw {
    if (!holdsUnknown(value)) return value;
    // What the program gives is not known: what it will be is not for anybody here to say.
    const given = own(filling.made.inputs, property);
    if (given !== undefined && holdsUnknown(given)) return value;
    const result = filledAt(filling, [property], value);
    return isUnknown(value) && !isUnknown(result) ? asDeclared(filling, property, result) : result;
}

function filledAt(filling: Filling, path: Path, value: Raw): Raw {
    if (isUnknown(value)) {
        if (filling.keeps(path)) return value;
        const found = valueAt(filling, path);
        if (found === undefined) return value;
        filling.note(path, found);
        return inPlaceOf(value, found.value);
    }
    if (Array.isArray(value)) {
        return (value as readonly Raw[]).map((each, i) => filledAt(filling, [...path, i], each));
    }
    if (!isObject(value) || isSpecial(value)) return value;
    return Object.fromEntries(
        Object.entries(value).map(([key, each]) => [key, filledAt(filling, [...path, key], each)]),
    );
}

/** What stands in at a place, if anything may. */
function valueAt(filling: Filling, path: Path): StandIn | undefined {
    const { made, package: name, before, schema, schemaOf } = filling;
    const [top] = path;
    if (typeof top !== "string") return undefined;
    const old = before === undefined ? undefined : at(before, path);
    if (old !== undefined && old !== null && !holdsUnknown(old)) return { value: old, as: "old" };
    for (const found of formsOf(name, made, top)) {
        const value = at(found.value, path.slice(1));
        if (value !== undefined) return { ...found, value };
    }
    // A list that the program might have set: how many are in it is for it to say.
    const isSettable = declaredIn(schema, "inputProperties", top) !== undefined;
    const declared = declaredAt(declaredIn(schema, "properties", top), path.slice(1), schemaOf);
    const property = path.filter((step) => typeof step === "string").pop() ?? top;
    if (path.length > 1 && declared === undefined) return undefined;
    const value = generalFor(made, property, declared, schemaOf);
    if (value === undefined || (Array.isArray(value) && isSettable)) return undefined;
    return { value, as: "doubted" };
}

function* formsOf(name: string, made: Made, property: string): Iterable<StandIn> {
    if (name === "aws") {
        const named = nameFor(made, property);
        if (named !== undefined) yield { value: named, as: "believed" };
        const other = otherFor(made, property);
        if (other !== undefined) yield { value: other, as: "doubted" };
        return;
    }
    const formed = formedBy(name, made, property);
    if (formed !== undefined) {
        yield { value: formed.value, as: formed.isName ? "believed" : "doubted" };
    }
}

/** Properties of which the provider says nothing, and that have a form. */
function leftOut({ made, package: name, schema }: Filling, said: RawProperties): string[] {
    if (name !== "aws") return [];
    return ["arn", ...formedProperties(made.type)].filter(
        (property) =>
            own(said, property) === undefined &&
            own(made.inputs, property) === undefined &&
            declaredIn(schema, "properties", property) !== undefined,
    );
}

/** A value that the schema calls secret is one. */
function asDeclared({ schema }: Filling, property: string, value: Raw): Raw {
    const declared = declaredIn(schema, "properties", property);
    return isObject(declared) && own(declared, "secret") === true ? asSecret(value) : value;
}

/** The schema of a place below a property. */
function declaredAt(declared: Raw | undefined, path: Path, schemaOf: SchemaOf): Raw | undefined {
    return path.reduce<Raw | undefined>((above, step) => {
        if (!isObject(above)) return undefined;
        if (typeof step === "number") return own(above, "items");
        const reference = own(above, "$ref");
        if (typeof reference !== "string") return own(above, "additionalProperties");
        return declaredIn(schemaOf(reference), "properties", step);
    }, declared);
}

function at(raw: Raw | undefined, path: Path): Raw | undefined {
    return path.reduce<Raw | undefined>((from, step) => {
        const inner = from === undefined ? undefined : bare(from);
        if (Array.isArray(inner)) return (inner as readonly Raw[])[Number(step)];
        return inner !== undefined && isObject(inner) ? own(inner, String(step)) : undefined;
    }, raw);
}

/** Nothing, in the type that is declared. */
function emptyOf(declared: Raw): Raw {
    switch (isObject(declared) ? own(declared, "type") : undefined) {
        case "string":
            return "";
        case "integer":
        case "number":
            return 0;
        case "boolean":
            return false;
        case "array":
            return [];
        default:
            return {};
    }
}

/** With the settings that the provider has for those who cannot reach AWS, and without what asks it. */
function withoutAws(configuration: RawProperties, region: string): RawProperties {
    const rest = Object.fromEntries(
        Object.entries(configuration).filter(([key]) => !/^(profile|assumeRole)/.test(key)),
    );
    return {
        ...rest,
        region: own(rest, "region") ?? region,
        accessKey: "offline",
        secretKey: "offline",
        skipCredentialsValidation: "true",
        skipMetadataApiCheck: "true",
        skipRegionValidation: "true",
        skipRequestingAccountId: "true",
    };
}

function patternOf(pattern: string): RegExp {
    const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/\*+/g, ".*");
    return new RegExp(`^${escaped}$`);
}
