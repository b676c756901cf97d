import type { Raw, RawProperties } from "../plan";

/** The provider instance that a call is for. */
export interface Instance {
    /** Of the plugin, such as `aws`. */
    readonly package: string;
    /** What it was configured with. */
    readonly configuration: RawProperties;
}

/** What a provider's schema says of a resource type, a function, or an object type (`#/types/…`). */
export type SchemaOf = (token: string) => RawProperties | undefined;

/** A resource whose creation or change was previewed. */
export interface Previewed {
    readonly instance: Instance;
    readonly urn: string;
    readonly type: string;
    readonly inputs: RawProperties;
    /** What the provider says of it, unknown values among it. */
    readonly answer: RawProperties;
    /** Of one that exists and is changed. */
    readonly before?: { readonly id: string; readonly outputs: RawProperties } | undefined;
    readonly schema: SchemaOf;
}

export interface Filled {
    /** Nothing for a resource that keeps its own. */
    readonly id?: string | undefined;
    readonly properties: RawProperties;
}

/** A value that stands in. */
export interface Standing {
    /** Of the resource. */
    readonly type: string;
    /** Where it is in the resource, without the places in lists: `cacheNodes.address`. */
    readonly property: string;
    /** The value, where it is a text. */
    readonly text?: string;
}

/** What a rehearsal needs of the values that stand in. */
export interface StandIns {
    /** Whether something in a value stands in. */
    readonly isIn: (value: Raw) => boolean;
    readonly fill: (previewed: Previewed) => Filled;
    /**
     * The properties of what was rehearsed, by its id; some may be unknown. Nothing if that is not of this
     * rehearsal: a name may be the id, so it is asked about every id.
     */
    readonly read: (instance: Instance, type: string, id: string) => RawProperties | undefined;
    /** The answer to a data source: nothing if the provider itself is to give it, a text if nobody can. */
    readonly invoke: (
        instance: Instance,
        token: string,
        args: RawProperties,
    ) => RawProperties | string | undefined;
    /** The same answer with all that the schema says to be in it: an answer may not lack anything. */
    readonly completed: (
        instance: Instance,
        token: string,
        answer: RawProperties,
        schema: SchemaOf,
    ) => RawProperties;
    /** Learns from what a provider answered itself, which may be the account. */
    readonly hear: (instance: Instance, token: string, answer: RawProperties) => void;
    /** What a recording of the plan says of them. */
    readonly recorded: () => RawProperties;
    /** All that stand in, in the order in which they came. */
    readonly all: () => readonly Standing[];
    /** Those that a text mentions, as `type.property`. */
    readonly mentionedIn: (text: string) => readonly string[];
    /** What was to be left unknown, and was not there. */
    readonly unmatched: () => readonly string[];
    /** A provider's configuration, with what it needs to do without AWS. */
    readonly configure: (instance: Instance) => RawProperties;
}
