import schemas from "../../../schemas/provider-schema.json";
import { furtherTypes, invokes } from "./further-types";

/*
 * The provider's schema: of the types that the pack knows as `test/schemas` has it, of a few more as
 * far as the programs of these tests use them. And the same as `GetSchema` gives it away.
 */

export interface Property {
    readonly type?: string;
    readonly element?: string;
    readonly tfKind?: string;
    readonly required?: boolean;
    readonly optional?: boolean;
    readonly computed?: boolean;
    readonly unset?: string;
    readonly default?: unknown;
    readonly nested?: Readonly<Record<string, Property>>;
}

export type Schema = Readonly<Record<string, Property>>;

const known = schemas as unknown as Record<string, { properties?: Schema; aliases?: string[] }>;

const byType = new Map<string, Schema>(Object.entries(furtherTypes));
for (const [type, { properties, aliases = [] }] of Object.entries(known)) {
    if (properties === undefined) continue;
    for (const name of [type, ...aliases]) byType.set(name, properties);
}

/** @returns undefined for a type that these tests have not needed yet */
export function schemaOf(type: string): Schema | undefined {
    return byType.get(type);
}

type Json = Record<string, unknown>;

/** A name as Pulumi gives it to the type of a nested block. */
function pascal(text: string): string {
    return text.charAt(0).toUpperCase() + text.slice(1);
}

function typeOf(property: Property, token: string, types: Json): Json {
    const nested = (): Json => {
        const { nested: fields = {} } = property;
        types[token] ??= {
            type: "object",
            properties: Object.fromEntries(
                Object.entries(fields).map(([name, field]) => [
                    name,
                    typeOf(field, token + pascal(name), types),
                ]),
            ),
            required: Object.keys(fields).filter((name) => fields[name]?.required === true),
        };
        return { $ref: `#/types/${token}` };
    };
    const element = (): Json =>
        property.element === "object" ? nested() : { type: property.element ?? "string" };
    switch (property.type) {
        case "boolean":
        case "number":
            return { type: property.type };
        case "list":
            return { type: "array", items: element() };
        case "map":
            return { type: "object", additionalProperties: element() };
        case "object":
            return nested();
        default:
            return { type: "string" };
    }
}

/** The package's schema, in Pulumi's own form. */
export function packageSchema(version: string): Json {
    const types: Json = {};
    const resources: Json = {};
    for (const [type, schema] of byType) {
        const [, module = "", kind = ""] = type.split(":");
        const token = `aws:${module.split("/")[0] ?? ""}/${kind}`;
        const properties = Object.fromEntries(
            Object.entries(schema).map(([name, property]) => {
                const nested = `${token}${pascal(name)}:${kind}${pascal(name)}`;
                return [name, typeOf(property, nested, types)];
            }),
        );
        const inputs = Object.keys(schema).filter(
            (name) => schema[name]?.required === true || schema[name]?.optional === true,
        );
        resources[type] = {
            properties,
            required: Object.keys(schema).filter(
                (name) => schema[name]?.required === true || schema[name]?.computed === true,
            ),
            inputProperties: Object.fromEntries(inputs.map((name) => [name, properties[name]])),
            requiredInputs: inputs.filter((name) => schema[name]?.required === true),
        };
    }
    const strings = (names: readonly string[]): Json =>
        Object.fromEntries(names.map((name) => [name, { type: "string" }]));
    const provider = {
        ...strings(["region", "profile", "accessKey", "secretKey"]),
        ...Object.fromEntries(skipFlags.map((name) => [name, { type: "boolean" }])),
    };
    return {
        name: "aws",
        version,
        config: { variables: provider },
        provider: { properties: provider, inputProperties: provider },
        resources,
        types,
        functions: Object.fromEntries(
            Object.entries(invokes).map(([token, { inputs, outputs }]) => [
                token,
                {
                    inputs: { type: "object", properties: inputs },
                    outputs: {
                        type: "object",
                        properties: outputs,
                        required: Object.keys(outputs),
                    },
                },
            ]),
        ),
        meta: { moduleFormat: "(.*)(?:/[^/]*)" },
        language: { nodejs: {} },
    };
}

/** What lets the provider start without credentials. */
export const skipFlags = [
    "skipCredentialsValidation",
    "skipRequestingAccountId",
    "skipMetadataApiCheck",
    "skipRegionValidation",
];
