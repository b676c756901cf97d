import type { Node } from "../../network";

/**
 * One of AWS's things in the network: kind and URN tell it apart, label and name are words for it. What may be
 * changed tells how the program declares it.
 */
export type Thing = Pick<Node, "kind" | "urn" | "name" | "label"> & Partial<Pick<Node, "resource">>;

/** What a sentence is about: things, other sayings, and what AWS itself writes so (blocks, ports, actions). */
export type Argument =
    string | number | boolean | undefined | Thing | Said | readonly string[] | readonly Thing[];

export type Arguments = Readonly<Record<string, Argument>>;

/** What is said, by a code and what it is about. Two are the same if their keys are, whatever their words. */
export interface Said {
    readonly code: string;
    readonly about: Arguments;
    readonly key: string;
    /** In words, made anew each time: for those who read them. */
    readonly text: string;
}

/** A sentence, or a part of one, that can be said of several things. */
export class Term<A extends Arguments> {
    constructor(
        readonly code: string,
        readonly words: (about: A) => string,
    ) {}

    of(about: A): Said {
        return new SaidOf(this, about);
    }

    /** It is said by this term, so it is about this. */
    is(said: Said): said is Said & { readonly about: A } {
        return said.code === this.code;
    }
}

/** What is always said in the same words. */
export function always(code: string, words: string): Said {
    return new Phrase(code, () => words);
}

class Phrase implements Said {
    constructor(
        readonly code: string,
        readonly words: () => string,
    ) {}

    get about(): Arguments {
        return {};
    }

    get key(): string {
        return this.code;
    }

    get text(): string {
        return this.words();
    }
}

class SaidOf<A extends Arguments> implements Said {
    constructor(
        private readonly term: Term<A>,
        readonly about: A,
    ) {}

    get code(): string {
        return this.term.code;
    }

    get key(): string {
        return (this.#key ??= `(${keyOf(this.term.code, this.about)})`);
    }
    #key: string | undefined;

    get text(): string {
        return this.term.words(this.about);
    }
}

/** What tells apart what is said by one code: all of this. It is asked often, of each packet. */
export function keyOf(code: string, about: Arguments): string {
    let key = code;
    for (const name in about) {
        const argument = about[name];
        if (argument !== undefined) key += ` ${name}=${argumentKey(argument)}`;
    }
    return key;
}

function argumentKey(about: Argument): string {
    if (typeof about !== "object") return String(about);
    // In whatever order a program names them, they are the same things.
    if (isList(about)) {
        const keys = about.map((each) => (typeof each === "string" ? each : thingKey(each)));
        return keys.sort().join("+");
    }
    return "urn" in about ? thingKey(about) : about.key;
}

function isList(about: Argument): about is readonly string[] | readonly Thing[] {
    return Array.isArray(about);
}

/** Of things that have one URN the kind tells which is meant. */
export function thingKey({ kind, urn }: Pick<Thing, "kind" | "urn">): string {
    return `${kind} ${urn}`;
}
