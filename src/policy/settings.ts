import type { ErrorObject } from "ajv";
import { oneLine, validatorOf } from "../plan";

/** A JSON schema, as far as the engine's `configSchema` takes it. */
export interface SettingSchema {
    readonly type: "string" | "boolean" | "integer" | "array";
    readonly description: string;
    readonly default: string | boolean | number | readonly string[];
    readonly enum?: readonly string[];
    readonly items?: {
        readonly type: "string" | "object" | readonly ["string", "object"];
        readonly pattern?: string;
        /** What the pattern asks for. */
        readonly examples?: readonly string[];
    };
    readonly minimum?: number;
    readonly maximum?: number;
    readonly pattern?: string;
}

export type SettingSchemas = Readonly<Record<string, SettingSchema>>;

/** Checked settings: every key of the schema, with its default where nothing was set. */
export type Settings = Readonly<Record<string, unknown>>;

/** The settings as they count, and in words what is wrong with those that were given. */
export interface CheckedSettings {
    readonly settings: Settings;
    readonly problems: readonly string[];
}

/**
 * Checks settings against their schema. The engine does the same before a pack sees them; the CLI, and
 * an engine that does not, need it too. What is wrong is named and replaced by its default.
 */
export function checkSettings(schemas: SettingSchemas, given: Settings): CheckedSettings {
    const settings: Record<string, unknown> = {};
    for (const [name, schema] of Object.entries(schemas)) settings[name] = schema.default;
    const problems: string[] = [];
    for (const [name, value] of Object.entries(given)) {
        const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
        if (schema === undefined) {
            problems.push(
                `${oneLine(name)}: there is no such setting; expected ${listNames(schemas)}`,
            );
            continue;
        }
        const error = firstError(schema, value);
        if (error === undefined) settings[name] = value;
        else
            problems.push(
                `${name}${placeIn(error.instancePath)}: ${settingProblem(error, schema)}`,
            );
    }
    return { settings, problems };
}

/** A default needs no check. */
function firstError(schema: SettingSchema, value: unknown): ErrorObject | undefined {
    if (isSame(value, schema.default)) return undefined;
    // The schemas are the project's own, and tested: checking them too costs more than the settings.
    const validate = validatorOf(schema, { validateSchema: false });
    return validate(value) ? undefined : validate.errors?.[0];
}

/** What is given may be nested as deep as it likes: a default is not. */
function isSame(value: unknown, expected: SettingSchema["default"]): boolean {
    if (typeof expected !== "object") return value === expected;
    const isAlike = Array.isArray(value) && value.length === expected.length;
    return isAlike && expected.every((each, i) => each === value[i]);
}

/** What was expected, in the words of the pages on settings. */
function settingProblem(
    { keyword, params, message }: ErrorObject,
    { enum: values, items }: SettingSchema,
): string {
    if (values !== undefined) return `expected ${values.join(" or ")}`;
    const { type, limit } = params as {
        readonly type?: string | readonly string[];
        readonly limit?: number;
    };
    switch (keyword) {
        case "type":
            return `expected ${[type ?? []]
                .flat()
                .map((each) => types[each] ?? each)
                .join(" or ")}`;
        case "minimum":
            return `expected at least ${String(limit)}`;
        case "maximum":
            return `expected at most ${String(limit)}`;
        case "pattern":
            return `expected a text such as ${(items?.examples ?? []).join(" or ")}`;
        default:
            return message ?? "is not valid";
    }
}

const types: Readonly<Record<string, string>> = {
    string: "a text",
    boolean: "true or false",
    integer: "a whole number",
    array: "a list",
    object: "an object",
};

/** `/1` → `[1]`. */
function placeIn(pointer: string): string {
    return pointer.replace(/\/(\d+)/g, "[$1]");
}

function listNames(schemas: SettingSchemas): string {
    const names = Object.keys(schemas);
    return names.length === 0 ? "none" : names.join(", ");
}
