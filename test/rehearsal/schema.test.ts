import assert from "node:assert/strict";
import fc from "fast-check";
import { schemaIn } from "../../src/rehearsal/schema";

const said = (schema: unknown, spaces = 0): ReturnType<typeof schemaIn> =>
    schemaIn(Buffer.from(JSON.stringify(schema, undefined, spaces)));

describe("a provider's schema", () => {
    const schema = {
        name: "x",
        description: 'names "x:index:Thing": { and {{ ] too',
        types: {
            "x:index:Thing": { type: "object" },
            "x:index/Kind:Kind": { enum: [{ value: "a" }] },
        },
        resources: {
            "x:index:Other": { description: '\\"x:index:Thing\\": {}', properties: {} },
            "x:index:Thing": { properties: { "x:index:Late": { $ref: "#/types/x:index:Thing" } } },
        },
        functions: { "x:index:get": { outputs: { properties: {} } } },
    };
    for (const spaces of [0, 4]) {
        it(`tells resources, functions and types, with ${String(spaces)} spaces`, () => {
            const of = said(schema, spaces);
            assert.deepEqual(of("x:index:Thing"), schema.resources["x:index:Thing"]);
            assert.deepEqual(of("x:index:Other"), schema.resources["x:index:Other"]);
            assert.deepEqual(of("x:index:get"), schema.functions["x:index:get"]);
            assert.deepEqual(of("#/types/x:index:Thing"), schema.types["x:index:Thing"]);
            assert.equal(of("x:index:Absent"), undefined);
            assert.equal(of("#/types/x:index:get"), undefined);
        });
    }
    it("is empty if there is none, or if it is none", () => {
        for (const text of [
            "",
            "{",
            "[]",
            "null",
            "7",
            '"resources"',
            '{"resources"',
            '{"resources":',
            '{"resources":{"a":{',
        ]) {
            assert.equal(schemaIn(Buffer.from(text))("a"), undefined, text);
        }
    });
    it("is that of JSON, whatever it holds", () => {
        const things = fc.dictionary(fc.string(), fc.dictionary(fc.string(), fc.jsonValue()), {
            noNullPrototype: true,
        });
        fc.assert(
            fc.property(things, things, fc.constantFrom(0, 1), (resources, types, spaces) => {
                const of = said({ before: types, resources, types }, spaces);
                for (const [token, schema] of Object.entries(resources)) {
                    if (token.startsWith("#/types/")) continue;
                    assert.deepEqual(of(token), JSON.parse(JSON.stringify(schema)));
                }
            }),
        );
    });
});
