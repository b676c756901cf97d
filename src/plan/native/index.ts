import { gather } from "../../knowable";
import { isObject, open, own, revealed, unknownText, type Raw, type RawProperties } from "../raw";
import type { PlanRecord } from "../resource";
import { expressType, withItsTasks } from "./express";
import { stateMachineType, withItsStates } from "./state-machine";
import { isUnreadable, shaped, spelled, topsOf, worded, type Template } from "./template";
import { translations, type Part, type Translation } from "./types";

export { madeOf } from "./express";
export { harmlessNatives, isNativeStranger, nativeModules } from "./harmless";
export { translations, type Translation } from "./types";

const prefix = "aws-native:";

/** A type of the provider that is made of CloudFormation's types; `@pulumi/cdk` registers them too. */
export function isNative(type: string): boolean {
    return type.startsWith(prefix);
}

/** The properties of a type of `aws-native` that are read, in its own words. */
export function nativeNames(type: string): readonly string[] | undefined {
    const translation = isNative(type) ? translations.get(type) : undefined;
    if (translation === undefined) return undefined;
    let names = read.get(translation);
    if (names === undefined) {
        const { properties, parts = [], onlyIf = [], elements } = translation;
        const tops = (template: Template): string[] => Object.values(template).flatMap(topsOf);
        names = [
            ...new Set([
                ...(elements === undefined ? tops(properties) : [elements.at]),
                ...onlyIf,
                ...parts.flatMap(({ onlyIf: one, having, properties: own }) =>
                    having === undefined ? [one, ...tops(own)] : one,
                ),
            ]),
        ];
        read.set(translation, names);
    }
    return names;
}

const read = new Map<Translation, readonly string[]>();

/** The types of `aws-native` that are read as one of these. */
export function nativeTypesOf(types: readonly string[]): readonly string[] {
    return [...translations].flatMap(([name, { type }]) => (types.includes(type) ? [name] : []));
}

/**
 * The records that say the same in the words of the `aws` provider, which all others read. Of any other type
 * it is the record itself.
 */
export function inOneDialect(record: PlanRecord): readonly PlanRecord[] {
    const translation = isNative(record.type) ? translations.get(record.type) : undefined;
    const all = translation === undefined ? [record] : said(record, translation);
    return gather(all, (each) => takenApart.get(each.type)?.(each) ?? [each]);
}

/** What one resource declares several things by, in the words of `aws`. */
const takenApart: ReadonlyMap<string, (record: PlanRecord) => readonly PlanRecord[]> = new Map([
    [expressType, withItsTasks],
    [stateMachineType, withItsStates],
]);

function said(record: PlanRecord, translation: Translation): readonly PlanRecord[] {
    const { elements, onlyIf, parts = [] } = translation;
    // What is left out of an operation comes without properties: any part of it may be there.
    const { skipped } = record;
    if (!skipped) {
        if (elements !== undefined) return elementsOf(record, translation, elements);
        if (onlyIf?.every((name) => isOff(given(record, name))) === true) return [record];
    }
    const id = idOf(record, translation);
    const whole = translated(record, translation, translation.properties, id);
    const made = parts.filter((part) => skipped || !isOff(given(record, part.onlyIf)));
    return [withDefaults(whole, translation), ...made.flatMap((part) => partsOf(record, part, id))];
}

/** What the program set, or, where that was not recorded, what the provider returned. */
function given({ inputs, outputs }: PlanRecord, name: string): Raw | undefined {
    return own(inputs ?? outputs, name);
}

function isOff(raw: Raw | undefined): boolean {
    return raw === undefined || raw === null || raw === false || raw === "";
}

/** What others name it by; what is not known stays so. */
function idOf(record: PlanRecord, { idPart }: Pick<Translation, "idPart">): Raw | undefined {
    const raw = record.id ?? own(record.outputs, "id");
    if (idPart === undefined || typeof raw !== "string") return raw;
    return raw.split("|")[idPart] ?? raw;
}

function translated(
    record: PlanRecord,
    { type }: Pick<Translation, "type">,
    template: Template,
    id: Raw | undefined,
): PlanRecord {
    const returned = id === undefined ? {} : { id };
    const inputs = record.inputs && shaped(template, record.inputs);
    const outputs = record.outputs && { ...shaped(template, record.outputs), ...returned };
    return {
        ...record,
        type,
        ...(record.id === undefined ? {} : { id }),
        inputs,
        outputs,
        propertyDependencies: feeding(record, template, inputs ?? outputs),
        ignoreChanges: renamed(record.ignoreChanges, template),
        declared: {
            type: record.type,
            urn: record.urn,
            spell: (path) => spelled(template, path),
            word: (path, value) => worded(template, path, value),
        },
    };
}

/** A property depends on all that feeds the ones of which it is made; what is not there has nothing to feed. */
function feeding(
    { propertyDependencies }: PlanRecord,
    template: Template,
    made: RawProperties | undefined,
): Record<string, readonly string[]> {
    const found: Record<string, readonly string[]> = {};
    for (const [name, source] of Object.entries(template)) {
        if (isOff(own(made, name))) continue;
        const urns = topsOf(source).flatMap((top) => own(propertyDependencies, top) ?? []);
        if (urns.length > 0) found[name] = [...new Set(urns)];
    }
    return found;
}

function renamed(paths: readonly string[], template: Template): readonly string[] {
    return paths.flatMap((path) => {
        const [first = ""] = path.split(/[.[\]"]+/).filter((part) => part !== "");
        if (first === "*") return ["*"];
        return Object.entries(template).flatMap(([name, source]) =>
            topsOf(source).includes(first) ? [name] : [],
        );
    });
}

/** What CloudFormation, or AWS, takes for what is not set. */
function withDefaults(record: PlanRecord, { unset, filledByAws }: Translation): PlanRecord {
    if (record.skipped || record.external) return record;
    const added: Record<string, Raw> = {};
    for (const [name, value] of Object.entries(unset ?? {})) {
        const isSet = [record.inputs, record.outputs].some((each) => !isOff(own(each, name)));
        // What exists may have kept another value, which Cloud Control returns.
        if (!isSet) added[name] = isNew(record) ? value : unknownText;
    }
    for (const [name, list] of Object.entries(filledByAws ?? {})) {
        const filled = filledBy(record, name, list);
        if (filled !== undefined) added[name] = filled;
    }
    if (Object.keys(added).length === 0) return record;
    return record.inputs === undefined
        ? { ...record, outputs: { ...record.outputs, ...added } }
        : { ...record, inputs: { ...record.inputs, ...added } };
}

function isNew({ isRehearsed, id, outputs }: PlanRecord): boolean {
    const known = id ?? own(outputs, "id");
    return isRehearsed === true || known === "" || !isReadable(known);
}

function isReadable(raw: Raw | undefined): boolean {
    return raw !== undefined && raw !== null && "value" in open(raw);
}

/**
 * The list that AWS makes where the program gives none. Of what exists it is there as long as it stands in
 * what Cloud Control returned: others, or an earlier program, may have taken it away.
 */
function filledBy(record: PlanRecord, name: string, list: readonly Raw[]): Raw | undefined {
    const set = own(record.inputs, name);
    if (set !== undefined && set !== null && !isEmpty(set)) return undefined;
    const returned = own(record.outputs, name);
    if (isNew(record)) {
        const isFed = own(record.propertyDependencies, name) !== undefined;
        return record.inputs === undefined && (isFed || !isEmpty(returned ?? null))
            ? undefined
            : list;
    }
    if (record.inputs === undefined) return returned === undefined ? unknownText : undefined;
    const copy = returned === undefined ? undefined : open(returned);
    if (copy === undefined || !("value" in copy) || !Array.isArray(copy.value)) return unknownText;
    const there = copy.value as readonly Raw[];
    return list.filter((each) => there.some((one) => isLike(one, each)));
}

function isEmpty(raw: Raw): boolean {
    return raw === null || (Array.isArray(raw) && raw.length === 0);
}

/** The same rule, whatever else stands in it; to all protocols AWS gives ports, or none. */
function isLike(one: Raw, other: Raw): boolean {
    if (!isObject(one) || !isObject(other)) return false;
    const textOf = (from: RawProperties, name: string): string =>
        JSON.stringify(own(from, name) ?? null).replace(/^(-?\d+)$/, '"$1"');
    return ["protocol", "cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups"].every(
        (name) => textOf(one, name) === textOf(other, name),
    );
}

/** A part has no name of its own: it is found by what it is a part of. */
function partsOf(record: PlanRecord, part: Part, id: Raw | undefined): readonly PlanRecord[] {
    const { onlyIf, owner, having, properties } = part;
    const named = { [owner]: isReadable(id) ? (id ?? unknownText) : unknownText };
    const parts =
        having === undefined || record.skipped
            ? [{ ...translated(record, part, properties, id), urn: `${record.urn}#${onlyIf}` }]
            : blocksOf(record, part, { at: onlyIf, having }, id);
    return parts.map((made) => ({
        ...made,
        inputs: made.inputs === undefined ? undefined : { ...made.inputs, ...named },
        outputs: { ...made.outputs, ...named },
        dependencies: [...record.dependencies, record.urn],
        propertyDependencies: { ...made.propertyDependencies, [owner]: [record.urn] },
    }));
}

/** The blocks of a list, each by itself: the first has the URN of the resource. */
function elementsOf(
    record: PlanRecord,
    translation: Translation,
    elements: NonNullable<Translation["elements"]>,
): readonly PlanRecord[] {
    const [first, ...others] = blocksOf(record, translation, elements, idOf(record, translation));
    return first === undefined ? [record] : [{ ...first, urn: record.urn }, ...others];
}

/** The same; each has a URN of its own. */
function blocksOf(
    record: PlanRecord,
    { type, properties: template }: Pick<Translation, "type" | "properties">,
    { at, having }: NonNullable<Translation["elements"]>,
    id: Raw | undefined,
): readonly PlanRecord[] {
    const raw = given(record, at);
    if (isOff(raw)) return [];
    const list = revealed(raw ?? null);
    const blocks: readonly Raw[] = Array.isArray(list) ? (list as readonly Raw[]) : [list];
    const returned = id === undefined ? {} : { id };
    const ignored = renamed(record.ignoreChanges, { all: at });
    const feeding = own(record.propertyDependencies, at);
    return blocks.flatMap((each, i): PlanRecord[] => {
        const block = revealed(each);
        const isKnown = isObject(block) && !isUnreadable(block);
        if (isKnown && isOff(own(block, having))) return [];
        const read = isKnown
            ? shaped(template, block)
            : Object.fromEntries(Object.keys(template).map((name) => [name, unknownText]));
        const path = Array.isArray(list) ? `${at}[${String(i)}]` : at;
        return [
            {
                ...record,
                type,
                urn: `${record.urn}#${path}`,
                ...(record.inputs === undefined
                    ? { outputs: { ...read, ...returned } }
                    : { inputs: read, outputs: returned }),
                propertyDependencies:
                    feeding === undefined
                        ? {}
                        : Object.fromEntries(Object.keys(read).map((name) => [name, feeding])),
                ignoreChanges: ignored.length === 0 ? [] : ["*"],
                declared: {
                    type: record.type,
                    urn: record.urn,
                    spell: (each) => `${path}.${spelled(template, each)}`,
                    word: (each, value) => worded(template, each, value),
                },
            },
        ];
    });
}
