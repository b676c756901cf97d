import { exceptionsSchema, levels, type Policy } from "../policy";

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
    const entryOf = ({ description, level: own, settings = {} }: Policy): object => ({
        description: `${description} By default: ${own}.`,
        anyOf: [
            { $ref: "#/definitions/level" },
            {
                type: "object",
                additionalProperties: false,
                properties: {
                    enforcementLevel: { $ref: "#/definitions/level" },
                    ...Object.fromEntries(
                        Object.entries(settings).map(([name, schema]) => [
                            name,
                            name === "exceptions"
                                ? { ...schema, ...exceptionsSchema.properties.exceptions }
                                : schema,
                        ]),
                    ),
                },
            },
        ],
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
                anyOf: [
                    { $ref: "#/definitions/level" },
                    {
                        type: "object",
                        additionalProperties: false,
                        properties: { enforcementLevel: { $ref: "#/definitions/level" } },
                    },
                ],
            },
            ...Object.fromEntries(policies.map((each) => [each.name, entryOf(each)])),
        },
        definitions: { level },
    };
}
