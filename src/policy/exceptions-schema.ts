/** What an exception may hold: of the setting `exceptions`, and of a file (`docs/exceptions.schema.json`). */
const exception = {
    type: "object",
    additionalProperties: false,
    required: ["reason"],
    properties: {
        policy: {
            description: "The policy whose findings do not block, such as task-image-pull.",
            type: "string",
            minLength: 1,
        },
        code: {
            description:
                "The code of what stops the packets (docs/codes.md), such as no-route; beside a policy, both must be the finding's.",
            type: "string",
            minLength: 1,
        },
        resource: {
            description:
                "A pattern for the resource's name, its URN, or its type. In a pattern * stands for any text, ? for one character, {a,b} for either.",
            type: "string",
            minLength: 1,
        },
        project: {
            description: "A pattern for the Pulumi project.",
            type: "string",
            minLength: 1,
        },
        stack: {
            description: "A pattern for the stack, without organisation and project.",
            type: "string",
            minLength: 1,
        },
        reason: {
            description: "Why it is accepted; every report shows it.",
            type: "string",
            pattern: "\\S",
        },
        owner: {
            description: "Who answers for it; every report shows it.",
            type: "string",
            pattern: "\\S",
        },
        until: {
            description:
                "The last day on which it holds, in UTC, such as 2026-12-31; without it, it holds for good.",
            type: "string",
            pattern: "^\\d{4}-\\d{2}-\\d{2}$",
        },
    },
} as const;

/** The JSON schema of a file with exceptions; `docs/exceptions.schema.json` is a copy of it. */
export const exceptionsSchema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Exceptions of fargate-preflight",
    description: "Findings that are accepted for a reason, so that they do not block.",
    type: "object",
    required: ["exceptions"],
    additionalProperties: false,
    properties: {
        $schema: { type: "string" },
        exceptions: { type: "array", items: exception },
    },
} as const;
