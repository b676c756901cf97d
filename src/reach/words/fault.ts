import type { Rule } from "../rules";
import { inWords, type Edits } from "./edits";
import { keyOf, thingKey, type Arguments, type Thing } from "./term";

/** The rule of AWS's by which something is broken; on a packet's way it is looked at in one of its stages. */
export type Cited = Pick<Rule, "rule"> & Partial<Rule>;

/** How a fault is said, and mended, at the thing where the packet stops. */
export interface FaultWords<A extends Arguments> {
    readonly says: (at: Thing, about: A) => string;
    /** The smallest changes that let the packet go on, any of them; unset where there is none at this thing. */
    readonly fixes?: (at: Thing, about: A) => readonly Edits[];
}

/** What may stop a packet: a code, which is public and stays, the rule of AWS's by which it does, and its words. */
export class Fault<A extends Arguments = Arguments> {
    /**
     * @param tells what of its arguments tells one such fault at a thing from another; unset: all of them
     */
    constructor(
        readonly code: string,
        readonly rule: Cited,
        readonly words: FaultWords<A>,
        readonly tells?: readonly (keyof A & string)[],
        /** The code of the fault that it is another side of: what is one cause is told once. */
        readonly cause: string = code,
    ) {}

    at(at: Thing, about: A): Stop {
        return new StopOf(this, at, about);
    }
}

/** Why a packet stops at a thing. */
export interface Stop {
    readonly code: string;
    readonly rule: Cited;
    readonly at: Thing;
    /** The same for the same fault of the same thing, whatever its words. */
    readonly key: string;
    readonly says: string;
    /** How it is mended, any of these; with what lies beyond. */
    readonly fixes: readonly Edits[];
    /** The same in words; unset if nothing here mends it. */
    readonly fix: string | undefined;
    /** There is a fix: asked of every packet, so none is made for it. */
    readonly hasFix: boolean;
    /** What stops the packet beyond, were this mended: only both together let it go on. */
    readonly beyond?: Stop | undefined;
    before(beyond: Stop | undefined): Stop;
}

/** All of this has to be mended: each way to mend the one with each way to mend the others. */
export function together(parts: readonly (readonly Edits[])[]): readonly Edits[] {
    return parts
        .filter(({ length }) => length > 0)
        .reduce<readonly Edits[]>(
            (all, part) =>
                all.length === 0
                    ? part
                    : all.flatMap((one) => part.map((other) => distinctEdits([...one, ...other]))),
            [],
        );
}

function distinctEdits(all: Edits): Edits {
    return [...new Map(all.map((each) => [each.key, each])).values()];
}

class StopOf<A extends Arguments> implements Stop {
    constructor(
        private readonly fault: Fault<A>,
        readonly at: Thing,
        private readonly about: A,
        readonly beyond?: Stop,
    ) {}

    get code(): string {
        return this.fault.code;
    }

    get rule(): Cited {
        return this.fault.rule;
    }

    get key(): string {
        return (this.#key ??= `${thingKey(this.at)} ${keyOf(this.fault.cause, this.telling)}`);
    }
    #key: string | undefined;

    private get telling(): Arguments {
        const { tells } = this.fault;
        if (tells === undefined) return this.about;
        return Object.fromEntries(tells.map((name) => [name, this.about[name]]));
    }

    get says(): string {
        return this.fault.words.says(this.at, this.about);
    }

    get fixes(): readonly Edits[] {
        const own = this.fault.words.fixes?.(this.at, this.about) ?? [];
        return together([own, this.beyond?.fixes ?? []]);
    }

    get fix(): string | undefined {
        return this.hasFix ? inWords(this.fixes) : undefined;
    }

    get hasFix(): boolean {
        return this.fault.words.fixes !== undefined || this.beyond?.hasFix === true;
    }

    before(beyond: Stop | undefined): Stop {
        return new StopOf(this.fault, this.at, this.about, this.beyond?.before(beyond) ?? beyond);
    }
}
