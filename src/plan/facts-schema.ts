/** The JSON schema of a facts file; `docs/facts.schema.json` is a copy of it. */
export const factsSchema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Facts of fargate-preflight",
    description: "What exists outside a plan: networks that other stacks, or other tools, made.",
    type: "object",
    required: ["version", "takenAt", "source", "completeFor", "resources"],
    additionalProperties: false,
    properties: {
        $schema: { type: "string" },
        version: { description: "The version of this format.", const: 1 },
        takenAt: {
            description: "When it was read, in UTC, such as 2026-11-22T10:00:00Z.",
            type: "string",
            pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$",
        },
        source: {
            description:
                "Where it was read; account and region are those of all resources that do not say otherwise.",
            type: "object",
            required: ["kind"],
            additionalProperties: false,
            properties: {
                kind: { enum: ["aws", "export"] },
                stack: { description: "Such as network/prod.", type: "string" },
                account: { $ref: "#/definitions/account" },
                region: { $ref: "#/definitions/region" },
            },
            if: { properties: { kind: { const: "aws" } } },
            then: { required: ["region"] },
        },
        completeFor: {
            description:
                "VPCs that were read whole: that something is not in them proves something.",
            type: "array",
            items: {
                type: "object",
                required: ["vpc"],
                additionalProperties: false,
                properties: {
                    vpc: { description: "The id of the VPC.", type: "string", minLength: 1 },
                    except: {
                        description: "What could not be read.",
                        type: "array",
                        items: {
                            type: "object",
                            required: ["what", "why"],
                            additionalProperties: false,
                            properties: {
                                what: {
                                    description: "Such as flowLogs.",
                                    type: "string",
                                    minLength: 1,
                                },
                                why: { type: "string", minLength: 1 },
                            },
                        },
                    },
                },
            },
        },
        resources: {
            type: "array",
            items: {
                type: "object",
                required: ["type", "id", "name", "properties"],
                additionalProperties: false,
                properties: {
                    type: {
                        description: "A type of Pulumi's, such as aws:ec2/subnet:Subnet.",
                        type: "string",
                    },
                    id: { type: "string", minLength: 1 },
                    name: { type: "string", minLength: 1 },
                    account: { $ref: "#/definitions/account" },
                    region: { $ref: "#/definitions/region" },
                    properties: {
                        description:
                            'As the provider returns them. One that is null, "" or [] is known not to be set; one that is not there is not known.',
                        type: "object",
                        properties: {
                            availableIpAddressCount: { type: ["integer", "null"], minimum: 0 },
                        },
                    },
                    copied: {
                        description:
                            "What the provider's state holds besides: it may belong to other resources, or be gone.",
                        type: "object",
                    },
                    ignoreChanges: {
                        description: "Properties that others may have changed.",
                        type: "array",
                        items: { type: "string" },
                    },
                },
            },
        },
    },
    definitions: {
        account: { type: "string", pattern: "^\\d{12}$" },
        region: { type: "string", pattern: "^[a-z]{2,}(-[a-z]+)+-\\d+$" },
    },
} as const;
