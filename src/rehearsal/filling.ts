import type { Raw, RawProperties } from "../plan";

/** The provider instance that a call is for. */
export interface Instance {
    /** Of the plugin, such as `aws`. */
    readonly package: string;
    /** What it was configured with. */
    readonly configuration: RawProperties;
}

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
    /** What the provider's schema says of a type, or of an object type (`#/types/…`). */
    readonly schema: (token: string) => RawProperties | undefined;
}

export interface Filled {
    /** Nothing for a resource that keeps its own. */
    readonly id?: string | undefined;
    readonly properties: RawProperties;
}

/** What a rehearsal needs of the values that stand in. */
export interface StandIns {
    /** Whether something in a value stands in. */
    readonly isIn: (value: Raw) => boolean;
    readonly fill: (previewed: Previewed) => Filled;
    /** The properties of what was rehearsed, by its id. */
    readonly read: (instance: Instance, type: string, id: string) => RawProperties | undefined;
    /** The answer to a data source: nothing if the provider itself is to give it, a text if nobody can. */
    readonly invoke: (
        instance: Instance,
        token: string,
        args: RawProperties,
    ) => RawProperties | string | undefined;
    /** What a recording of the plan says of them. */
    readonly recorded: () => RawProperties;
    /** How many stand in. */
    readonly count: () => number;
    /** Those that a text mentions, as `type.property`. */
    readonly mentionedIn: (text: string) => readonly string[];
    /** A provider's configuration, with what it needs to do without AWS. */
    readonly configure: (instance: Instance) => RawProperties;
}
