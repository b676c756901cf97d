import {
    hasSentinel,
    isObject,
    isSecret,
    maskedSecret,
    own,
    revealed,
    sealed,
    unknownText,
    type Raw,
    type Single,
} from "../raw";

/**
 * How a block of properties is made of one that is written otherwise: by its own names, each with the place
 * where the other one has it. Both are read by it: the values of a plan, and the paths that messages name.
 */
export type Template = Readonly<Record<string, Source>>;

/** A place in the other block, such as `forwardConfig.targetGroups`, and what is made of what stands there. */
export type Source =
    /** The same value. */
    | string
    | {
          readonly at: string;
          /** The same value in other words. */
          readonly words: Readonly<Record<string, Raw>>;
      }
    | {
          readonly at: string;
          /** A list of it alone. */
          readonly asList: true;
          readonly orNames?: readonly string[];
      }
    | {
          readonly at: string;
          /** A block, or a list of blocks, each made by a template of its own. */
          readonly block: Template;
      }
    | {
          readonly at: string;
          /** A list of which AWS takes one block. */
          readonly only: Template;
      }
    | {
          /** A list of pairs of `key` and `value`. */
          readonly at: string;
          readonly key: string;
      }
    | {
          /** A block made of several places beside each other. */
          readonly of: Template;
      }
    | {
          readonly at: string;
          /** It counts if a text beside it says so. */
          readonly when: readonly [place: string, text: string];
      }
    | {
          readonly at: string;
          /** Names that may stand there instead, and mean what no plan shows. */
          readonly orNames: readonly string[];
      }
    | {
          readonly at: string;
          /** Names beside it that change what stands there, which no plan shows then. */
          readonly changedBy: readonly string[];
      };

type Block = Readonly<Record<string, Raw>>;

/** The block that a template makes of another one; a place of which nothing is known makes unknown ones. */
export function shaped(template: Template, from: Block): Record<string, Raw> {
    const made: Record<string, Raw> = {};
    for (const [name, source] of Object.entries(template)) {
        const value = valueOf(source, from);
        if (value !== undefined) made[name] = value;
    }
    return made;
}

function valueOf(source: Source, from: Block): Raw | undefined {
    if (typeof source === "string") return follow(from, source);
    if ("of" in source) {
        const block = shaped(source.of, from);
        return Object.keys(block).length === 0 ? undefined : block;
    }
    const raw = placeOf(source, from);
    if (raw === undefined) return undefined;
    if ("asList" in source) return isSet(raw) ? [raw] : null;
    if ("orNames" in source || "changedBy" in source) return raw;
    if ("when" in source) {
        const [place, text] = source.when;
        const said = opened(follow(from, place) ?? null, (each) => each === text);
        return said === true ? raw : said === false ? undefined : unknownText;
    }
    return opened(raw, (value) => {
        if ("words" in source) {
            return isSingle(value) ? (own(source.words, String(value)) ?? value) : value;
        }
        if ("block" in source) return inBlocks(value, source.block);
        if (!Array.isArray(value)) return value;
        const list = value as readonly Raw[];
        return "only" in source ? inBlocks(list[0] ?? null, source.only) : paired(list, source.key);
    });
}

function placeOf(source: Exclude<Source, string | { of: Template }>, from: Block): Raw | undefined {
    const raw = follow(from, source.at);
    const { orNames = [] } = "orNames" in source ? source : {};
    const { changedBy = [] } = "changedBy" in source ? source : {};
    const isAny = (names: readonly string[]): boolean =>
        names.some((name) => isSet(follow(from, name)));
    return (!isSet(raw) && isAny(orNames)) || isAny(changedBy) ? unknownText : raw;
}

function isSet(raw: Raw | undefined): boolean {
    return raw !== undefined && raw !== null && raw !== "";
}

function isSingle(raw: Raw): raw is string | number | boolean {
    return typeof raw !== "object";
}

function inBlocks(raw: Raw, template: Template): Raw {
    return opened(raw, (value) => {
        if (Array.isArray(value)) {
            return (value as readonly Raw[]).map((each) => inBlocks(each, template));
        }
        return isObject(value) ? shaped(template, value) : value;
    });
}

/** The value that stands beside a key; a key that is not known may be this one. */
function paired(list: readonly Raw[], key: string): Raw {
    let isOpen = false;
    for (const each of list) {
        const pair = revealed(each);
        const named = isObject(pair) ? (own(pair, "key") ?? null) : null;
        if (isObject(pair) && named === key) return own(pair, "value") ?? null;
        isOpen ||= isUnreadable(pair) || isUnreadable(named);
    }
    return isOpen ? unknownText : null;
}

/** What stands at a path; where something on the way is not known, it is not known either. */
function follow(from: Block, path: string): Raw | undefined {
    const [name = "", ...rest] = path.split(".");
    const value = own(from, name);
    if (value === undefined || rest.length === 0) return value;
    if (value === null) return null;
    return opened(value, (block) =>
        isObject(block) ? (follow(block, rest.join(".")) ?? null) : unknownText,
    );
}

/**
 * What is made of a value, inside whatever marks it as secret; what cannot be read stays what it is.
 */
export function opened(raw: Raw, make: (value: Raw) => Raw): Raw {
    const value = revealed(raw);
    if (isUnreadable(value)) return raw;
    return value === raw ? make(value) : sealed(make(value));
}

/** Unknown, or a secret that is masked or encrypted. */
export function isUnreadable(raw: Raw): boolean {
    return typeof raw === "string" ? raw === maskedSecret || hasSentinel(raw) : isSecret(raw);
}

/** `targets[0].arn`: the name, the index, and what stands behind. */
function partsOf(path: string): readonly [name: string, index: string, rest: string] {
    const [, name = "", index = "", rest = ""] = /^([^.[]*)((?:\[\d+\])*)\.?(.*)$/.exec(path) ?? [];
    return [name, index, rest];
}

/** A value of a place as it is written in the other block. */
export function worded(template: Template, path: string, value: Single): Single {
    const [name, , rest] = partsOf(path);
    const source = own(template, name);
    if (source === undefined || typeof source === "string") return value;
    if ("of" in source) return worded(source.of, rest, value);
    if ("only" in source) return worded(source.only, rest, value);
    if ("block" in source) return worded(source.block, rest, value);
    if (!("words" in source)) return value;
    const [word = value] = Object.entries(source.words).find(([, meant]) => meant === value) ?? [];
    return word;
}

/** The path of a place as it is written in the other block. */
export function spelled(template: Template, path: string): string {
    const [name, index, rest] = partsOf(path);
    const source = own(template, name);
    if (source === undefined) return path;
    const join = (at: string, more: string): string =>
        [at, more].filter((each) => each !== "").join(".");
    if (typeof source === "string") return join(`${source}${index}`, rest);
    if ("of" in source) return rest === "" ? (topsOf(source)[0] ?? path) : spelled(source.of, rest);
    if ("asList" in source) return source.at;
    if ("only" in source)
        return join(`${source.at}[0]`, rest === "" ? "" : spelled(source.only, rest));
    if ("block" in source)
        return join(`${source.at}${index}`, rest === "" ? "" : spelled(source.block, rest));
    return join(`${source.at}${index}`, rest);
}

/** The properties of the other block that a source reads. */
export function topsOf(source: Source): readonly string[] {
    if (typeof source === "string") return [topOf(source)];
    if ("of" in source) return Object.values(source.of).flatMap(topsOf);
    const { orNames = [] } = "orNames" in source ? source : {};
    const { changedBy = [] } = "changedBy" in source ? source : {};
    const beside = "when" in source ? [source.when[0]] : [...orNames, ...changedBy];
    return [source.at, ...beside].map(topOf);
}

function topOf(path: string): string {
    return path.split(".")[0] ?? path;
}
