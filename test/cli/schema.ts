import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type AnySchemaObject } from "ajv";

/** The published schema of what `check --format json` prints. */
export const schema = JSON.parse(
    readFileSync(join(__dirname, "..", "..", "docs", "check-output.schema.json"), "utf8"),
) as AnySchemaObject;

const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);

export function isValid(json: unknown): boolean {
    return validate(json) === true;
}

/** Why the last one was not. */
export function problems(): string {
    return JSON.stringify(validate.errors);
}
