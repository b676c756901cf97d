import type { ErrorObject, Options, ValidateFunction } from "ajv";

const compiled = new WeakMap<object, ValidateFunction>();

/**
 * What checks values against a JSON schema, compiled once for each schema. Ajv is loaded here, when
 * there is something to check: most previews have nothing, and it takes longer to load than this pack.
 */
export function validatorOf<T>(schema: object, options: Options): ValidateFunction<T> {
    let validate = compiled.get(schema);
    if (validate === undefined) {
        // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it always
        const { Ajv } = require("ajv") as typeof import("ajv");
        validate = new Ajv({ ...options, strict: false }).compile(schema);
        compiled.set(schema, validate);
    }
    return validate as ValidateFunction<T>;
}

/**
 * What is wrong with a value by a schema: where, and what was expected; never the value.
 *
 * @param shapes what a pattern asks for, by the name of the field
 */
export function problemsIn(
    value: unknown,
    schema: object,
    shapes: Readonly<Record<string, string>>,
): readonly string[] {
    const validate = validatorOf(schema, { allErrors: true });
    if (validate(value)) return [];
    // What an `if` says of itself repeats what is wrong below it.
    const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== "if");
    return [...new Set(errors.map((error) => schemaProblem(error, shapes)))];
}

function schemaProblem(
    { instancePath, keyword, params }: ErrorObject,
    shapes: Readonly<Record<string, string>>,
): string {
    const at = (more = ""): string => placeOf(`${instancePath}${more}`);
    const given = params as Readonly<Record<string, unknown>>;
    const name = (key: string): string => String(given[key]);
    const shape = shapes[instancePath.slice(instancePath.lastIndexOf("/") + 1)];
    switch (keyword) {
        case "required":
            return `${at(`/${name("missingProperty")}`)}: it is missing`;
        case "additionalProperties":
            return `${at(`/${name("additionalProperty")}`)}: there is no such field`;
        case "type":
            return `${at()}: expected ${shape ?? withArticle(name("type"))}`;
        case "const":
            return `${at()}: expected ${name("allowedValue")}, the only version that this one of fargate-preflight reads`;
        case "enum":
            return `${at()}: expected ${(given.allowedValues as string[]).join(" or ")}`;
        case "minLength":
            return `${at()}: expected a text that is not empty`;
        default:
            return `${at()}: expected ${shape ?? "another value"}`;
    }
}

function withArticle(type: string): string {
    return type === "array" ? "a list" : type === "object" ? "an object" : `a ${type}`;
}

/** `/resources/3/type` → `resources[3].type`. */
function placeOf(pointer: string): string {
    const path = pointer
        .split("/")
        .slice(1)
        .map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${isName.test(step) ? step : "…"}`))
        .join("");
    return path.replace(/^\./, "") || "the file";
}

/** Of what is no name of a field it is not known what it holds. */
const isName = /^[\w$-]{1,64}$/;
