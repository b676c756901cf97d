import { known, unknown, type Gap, type Knowable, type Reason } from "../knowable";
import { defaultOf, hasNestedRules } from "./defaults";
import {
    hasSentinel,
    isObject,
    isPlain,
    open,
    own,
    parseJson,
    revealed,
    type Raw,
    type RawProperties,
} from "./raw";
import type { PlannedResource } from "./resource";

type State =
    { readonly raw: Raw; readonly isHalfKnown?: boolean } | "unset" | { readonly why: Gap };

/**
 * How keys are looked up inside a place: a missing one is not set; it may be unknown (`sparse`); it may stand
 * there with a capital letter in front (`capitalized`), or so, and be told only when tasks are started
 * (`dynamic`).
 */
type Keys = "exact" | "sparse" | "capitalized" | "dynamic";

/** In the place of a value: a path into an event (`$.body.id`), or an expression of JSONata (`{% $id %}`). */
const expression = /^\s*(\{%|<?\$)/;

/**
 * A place in a resource's properties. Reading is total: whatever stands there, the answer is a value,
 * `undefined` for "not set", or an unknown with its reason; nothing throws.
 *
 * Unset is `null`, the empty string, or a missing key (the provider returns `""` for unset strings
 * inside sets); the default of `defaults.ts` then applies.
 */
export class Reading {
    /**
     * @param inside the place in which it is; a top-level property is in none
     * @param step its key there, or its number in a list; of a top-level property its path
     */
    private constructor(
        readonly resource: PlannedResource,
        private readonly inside: Reading | undefined,
        private readonly step: string | number,
        private readonly state: State,
        private readonly keys: Keys = "exact",
    ) {}

    private pathMemo: string | undefined = undefined;

    /** What was read here, and as what: most places are read several times, as the same. */
    private readAs: string | undefined = undefined;
    private found: unknown = undefined;
    private listed: Knowable<readonly Reading[]> | undefined = undefined;
    private parsed: Reading | undefined = undefined;

    static of(resource: PlannedResource, path: string, raw: Raw | undefined): Reading {
        return new Reading(resource, undefined, path, stateOf(resource, undefined, path, raw));
    }

    /**
     * A place in outputs of which unknown values may have been left out, as providers before
     * plan-based previews do: a missing key inside it may be unset, or unknown.
     */
    static sparse(resource: PlannedResource, path: string, raw: Raw | undefined): Reading {
        const state = stateOf(resource, undefined, path, raw);
        return new Reading(resource, undefined, path, state, "sparse");
    }

    static missing(
        resource: PlannedResource,
        path: string,
        reason: Reason,
        what: string,
        supply?: string,
    ): Reading {
        const why = resource.gap(path, reason, what, supply);
        return new Reading(resource, undefined, path, { why });
    }

    /** Such as `networkConfiguration.subnets[0]`. */
    get path(): string {
        return (this.pathMemo ??= pathOf(this.inside, this.step));
    }

    /** The top-level property in which the place is: dependencies are known per such property. */
    get property(): string {
        return topLevel(this.top);
    }

    /** The place of a nested property. */
    at(key: string): Reading {
        if (this.state === "unset" || "why" in this.state) {
            return new Reading(this.resource, this, key, this.state);
        }
        const { raw } = this.state;
        if (!isObject(raw)) return this.malformed(pathOf(this, key), "an object");
        const isExact = this.keys === "exact" || this.keys === "sparse";
        const value = isExact ? own(raw, key) : ofEither(raw, key);
        if (this.keys === "dynamic" && ofEither(raw, `${key}.$`) !== undefined) {
            return this.toldLater(key);
        }
        if (value === undefined && this.keys === "sparse") {
            const why = this.resource.unknownGap(pathOf(this, key));
            return new Reading(this.resource, this, key, { why });
        }
        return this.nested(key, value);
    }

    /** The elements of a list; unset is the empty list. Each element may itself be unknown. */
    elements(): Knowable<readonly Reading[]> {
        return (this.listed ??= this.readElements());
    }

    private readElements(): Knowable<readonly Reading[]> {
        if (this.state === "unset") return known([]);
        if ("why" in this.state) return unknown(this.state.why);
        const { raw } = this.state;
        if (!Array.isArray(raw)) return unknown(this.gap("malformed", "it is not a list"));
        const list = raw as readonly Raw[];
        return known(list.map((element, i) => this.nested(i, element)));
    }

    string(): Knowable<string | undefined> {
        // Half-known JSON: its parts may be read, but not the text itself.
        if (this.holdsUnknown()) return unknown(this.resource.unknownGap(this.path));
        return this.leaf("text", asText);
    }

    boolean(): Knowable<boolean | undefined> {
        return this.leaf("true or false", asBoolean);
    }

    number(): Knowable<number | undefined> {
        return this.leaf("a number", asNumber);
    }

    /** Whether a list stands here, of which at least the number of elements is known. */
    isList(): boolean {
        return this.state !== "unset" && "raw" in this.state && Array.isArray(this.state.raw);
    }

    /** Whether the program, or a default, set it to anything. */
    isSet(): Knowable<boolean> {
        if (this.state === "unset") return known(this.byDefault() !== undefined);
        if ("why" in this.state) return unknown(this.state.why);
        return known(true);
    }

    /** The places inside a property that holds JSON as text; a value in it may still be unknown. */
    json(keys: Keys = "exact"): Reading {
        if (this.parsed?.keys !== keys) this.parsed = this.parse(keys);
        return this.parsed;
    }

    private parse(keys: Keys): Reading {
        if (this.state === "unset" || "why" in this.state) return this;
        const { raw } = this.state;
        if (typeof raw !== "string") return this;
        const parsed = parseJson(raw);
        if (parsed === undefined) return this.malformed(this.path, "JSON");
        const state = stateOf(this.resource, this.inside, this.step, parsed);
        return new Reading(this.resource, this.inside, this.step, state, keys);
    }

    /**
     * The same place, in which a value may be told only when tasks are started: by the input of an execution of
     * Step Functions, or by an event of a pipe (AWS rule 22).
     */
    dynamic(): Reading {
        return new Reading(this.resource, this.inside, this.step, this.state, "dynamic");
    }

    private toldLater(step: string | number): Reading {
        const what =
            "a path or an expression stands there, whose value is told only when tasks are started";
        return Reading.missing(this.resource, pathOf(this, step), "not-modelled", what);
    }

    private nested(step: string | number, raw: Raw | undefined): Reading {
        const text = this.keys === "dynamic" && raw !== undefined ? revealed(raw) : undefined;
        if (typeof text === "string" && expression.test(text)) return this.toldLater(step);
        const state = stateOf(this.resource, this, step, raw);
        return new Reading(this.resource, this, step, state, this.keys);
    }

    private get top(): string {
        return this.inside === undefined ? String(this.step) : this.inside.top;
    }

    private byDefault(): Raw | undefined {
        const { resource, inside } = this;
        if (inside !== undefined && !hasNestedRules(resource.type, inside.top)) return undefined;
        return defaultOf(resource, this.path);
    }

    gap(reason: Reason, what: string): Gap {
        return this.resource.gap(this.path, reason, what);
    }

    private holdsUnknown(): boolean {
        return this.state !== "unset" && "isHalfKnown" in this.state;
    }

    /** What somebody makes of this place, kept under a name for it. */
    once<T>(as: string, make: (place: Reading) => T): T {
        if (this.readAs !== as) {
            this.found = make(this);
            this.readAs = as;
        }
        return this.found as T;
    }

    private leaf<T>(
        expected: string,
        convert: (raw: Raw) => T | undefined,
    ): Knowable<T | undefined> {
        if (this.readAs !== expected) {
            this.found = this.readLeaf(expected, convert);
            this.readAs = expected;
        }
        return this.found as Knowable<T | undefined>;
    }

    private readLeaf<T>(
        expected: string,
        convert: (raw: Raw) => T | undefined,
    ): Knowable<T | undefined> {
        if (this.state === "unset") {
            const value = this.byDefault();
            if (value === undefined || value === null) return known(undefined);
            return known(convert(value));
        }
        if ("why" in this.state) return unknown(this.state.why);
        const value = convert(this.state.raw);
        if (value === undefined) return unknown(this.gap("malformed", `it is not ${expected}`));
        return known(value);
    }

    private malformed(path: string, expected: string): Reading {
        return Reading.missing(this.resource, path, "malformed", `it is not ${expected}`);
    }
}

function asText(raw: Raw): string | undefined {
    return typeof raw === "string" || typeof raw === "number" ? String(raw) : undefined;
}

function asBoolean(raw: Raw): boolean | undefined {
    if (typeof raw === "boolean") return raw;
    return raw === "true" ? true : raw === "false" ? false : undefined;
}

function asNumber(raw: Raw): number | undefined {
    // Blank text would be 0.
    const number = typeof raw === "string" && raw.trim() !== "" ? Number(raw) : raw;
    return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** The value of `name`, or else of `Name`. */
const capitalized = new Map<string, string>();

function ofEither(raw: RawProperties, key: string): Raw | undefined {
    let other = capitalized.get(key);
    if (other === undefined) {
        other = `${key.charAt(0).toUpperCase()}${key.slice(1)}`;
        capitalized.set(key, other);
    }
    return own(raw, key) ?? own(raw, other);
}

/** Told only where somebody asks, as of what is missing: it is put together of the steps to it. */
function pathOf(inside: Reading | undefined, step: string | number): string {
    if (inside === undefined) return String(step);
    return typeof step === "number" ? `${inside.path}[${String(step)}]` : `${inside.path}.${step}`;
}

function stateOf(
    resource: PlannedResource,
    inside: Reading | undefined,
    step: string | number,
    given: Raw | undefined,
): State {
    if (given === undefined || given === null || given === "") return "unset";
    if (isPlain(given)) return { raw: given };
    const raw = revealed(given);
    // JSON kept as text may be half-known: its unknown parts are found when it is parsed.
    if (typeof raw === "string" && /^\s*[[{]/.test(raw) && hasSentinel(raw)) {
        if (parseJson(raw) === undefined) return { why: resource.unknownGap(pathOf(inside, step)) };
        return { raw, isHalfKnown: true };
    }
    const opened = open(raw);
    if ("value" in opened) {
        const { value } = opened;
        return value === null || value === "" ? "unset" : { raw: value };
    }
    const path = pathOf(inside, step);
    if (opened.missing === "secret") {
        return {
            why: resource.gap(path, "secret", "it is a secret, which this plan does not show"),
        };
    }
    return { why: resource.unknownGap(path) };
}

/** `networkConfiguration.subnets[0]` → `networkConfiguration`. */
export function topLevel(path: string): string {
    return /^[^.[]*/.exec(path)?.[0] ?? path;
}
