import type { Rule } from "../rules";
import { keyOf, thingKey, type Arguments, type Thing } from "./term";

/** The rule of AWS's by which something is broken; on a packet's way it is looked at in one of its stages. */
export type Cited = Pick<Rule, "rule"> & Partial<Rule>;

/** How a fault is said, and mended, at the thing where the packet stops. */
export interface FaultWords<A extends Arguments> {
    readonly says: (at: Thing, about: A) => string;
    /** The smallest change that lets the packet go on; unset where there is none at this thing. */
    readonly fix?: (at: Thing, about: A) => string;
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
    readonly fix: string | undefined;
    /** There is a fix: asked of every packet, so no sentence is made for it. */
    readonly hasFix: boolean;
    /** What stops the packet beyond, were this mended: only both together let it go on. */
    readonly beyond?: Stop | undefined;
    before(beyond: Stop | undefined): Stop;
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

    get fix(): string | undefined {
        const own = this.fault.words.fix?.(this.at, this.about);
        const fixes = [own, this.beyond?.fix].flatMap((fix) => fix ?? []);
        return fixes.length === 0 ? undefined : fixes.join("; ");
    }

    get hasFix(): boolean {
        return this.fault.words.fix !== undefined || this.beyond?.hasFix === true;
    }

    before(beyond: Stop | undefined): Stop {
        return new StopOf(this.fault, this.at, this.about, beyond);
    }
}
