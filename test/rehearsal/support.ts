import {
    secretSignature,
    signatureKey,
    unknownText,
    type Raw,
    type RawProperties,
} from "../../src/plan";
import type { Filled, Instance, Previewed, StandIns } from "../../src/rehearsal/filling";
import { makeStandIns, type StandInOptions } from "../../src/rehearsal/stand-ins";
import type { Program } from "../support/program";

export const unknown = unknownText;

export function secret(value: Raw): Raw {
    return { [signatureKey]: secretSignature, value };
}

export function urnOf(type: string, name = "web"): string {
    return `urn:pulumi:dev::shop::${type}::${name}`;
}

export function providerOf(name: string, configuration: RawProperties = {}): Instance {
    return { package: name, configuration: { region: "eu-west-1", ...configuration } };
}

/** A rehearsal, and what can be asked of it without an engine. */
export class Rehearsal {
    readonly standIns: StandIns;

    constructor(
        options: Partial<StandInOptions> = {},
        private readonly schema: Readonly<Record<string, RawProperties>> = {},
    ) {
        this.standIns = makeStandIns({
            offline: false,
            keepUnknown: [],
            facts: [],
            region: "us-east-1",
            ...options,
        });
    }

    /** A resource that is created; `id` is unknown, as is all that is asked for. */
    create(
        type: string,
        inputs: RawProperties,
        asked: readonly string[] | RawProperties = [],
        more: Partial<Previewed> & { readonly name?: string } = {},
    ): Filled {
        const open = Array.isArray(asked)
            ? Object.fromEntries((asked as readonly string[]).map((key) => [key, unknown]))
            : (asked as RawProperties);
        return this.standIns.fill({
            instance: providerOf(type.split(":")[0] ?? ""),
            urn: urnOf(type, more.name),
            type,
            inputs,
            answer: { ...inputs, id: unknown, ...open },
            schema: (token) => this.schema[token],
            ...more,
        });
    }

    invoke(token: string, args: RawProperties, instance = providerOf("aws")): Raw | undefined {
        return this.standIns.invoke(instance, token, args);
    }
}

/** A text; anything else as JSON. */
export function text(raw: Raw | undefined): string {
    return typeof raw === "string" ? raw : JSON.stringify(raw);
}

/** The plan as a rehearsal records it. */
export function rehearsed(n: Program): Raw {
    const rehearsal = new Rehearsal();
    const resources = n.rehearse(({ type, urn, inputs = {}, outputs }) => {
        const { id, properties } = rehearsal.standIns.fill({
            instance: { package: type.split(":")[0] ?? "", configuration: { region: "us-east-1" } },
            urn,
            type,
            inputs: inputs as Record<string, Raw>,
            answer: outputs as Record<string, Raw>,
            schema: () => undefined,
        });
        return { ...properties, ...(id === undefined ? {} : { id }) };
    });
    return { rehearsal: rehearsal.standIns.recorded(), resources } as unknown as Raw;
}
