import { exceptionsSchema, levels, type Policy, type SettingSchemas } from "../policy";

/**
 * The JSON schema of a configuration; `docs/configuration.schema.json` is a copy of it, for editors. What else
 * a setting has to be is said when it is read.
 */
export function configurationSchema(policies: readonly Policy[]): object {
    const level = {
        description:
            "Whether a violation blocks (mandatory), is told (advisory), or is not looked for.",
        enum: levels,
    };
    const object = (properties: object): object => ({
        type: "object",
        additionalProperties: false,
        properties: { enforcementLevel: { $ref: "#/definitions/level" }, ...properties },
    });
    const formerEntries = ({ name, formerNames = [] }: Policy): [string, object][] =>
        formerNames.map((former) => [
            former,
            {
                description: `The former name of ${name}.`,
                $ref: `#/properties/${name}`,
            },
        ]);
    const entryOf = ({ description, level: own, settings }: Policy): object => ({
        description: `${description} By default: ${own}.`,
        ...(settings === undefined
            ? { $ref: "#/definitions/entry" }
            : { anyOf: [{ $ref: "#/definitions/level" }, object(properties(settings))] }),
    });
    return {
        $schema: "http://json-schema.org/draft-07/schema#",
        title: "Configuration of fargate-preflight",
        description: "Levels and settings of the policies.",
        type: "object",
        additionalProperties: false,
        properties: {
            $schema: { type: "string" },
            all: {
                description: "The level of every policy that has no entry of its own.",
                $ref: "#/definitions/entry",
            },
            ...Object.fromEntries(policies.map((each) => [each.name, entryOf(each)])),
            ...Object.fromEntries(policies.flatMap(formerEntries)),
        },
        definitions: {
            level,
            entry: { anyOf: [{ $ref: "#/definitions/level" }, object({})] },
        },
    };
}

function properties(settings: SettingSchemas): object {
    return Object.fromEntries(
        Object.entries(settings).map(([name, schema]) => [
            name,
            name === "exceptions"
                ? { ...schema, ...exceptionsSchema.properties.exceptions }
                : schema,
        ]),
    );
}
