import type { Options, ValidateFunction } from "ajv";

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
