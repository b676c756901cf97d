import assert from "node:assert/strict";
import fc from "fast-check";
import { after, describe, it } from "mocha";
import { TemporaryError } from "../../src/rehearsal/problem";
import { schemaIn } from "../../src/rehearsal/schema";
import { TextFile } from "../../src/rehearsal/text-file";

describe("a provider's schema", () => {
    const files: TextFile[] = [];
    const fileOf = (text: string): TextFile => {
        const file = new TextFile();
        files.push(file);
        file.append(Buffer.from(text));
        return file;
    };
    after(() => {
        for (const file of files) file.close();
    });
    const said = (schema: unknown, spaces = 0): ReturnType<typeof schemaIn> =>
        schemaIn(fileOf(JSON.stringify(schema, undefined, spaces)));

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
            '{"resources":[{"a":{}}]}',
            '{"resources":"a"}',
            '{"resources":7,"types":{}}',
        ]) {
            assert.equal(schemaIn(fileOf(text))("a"), undefined, text);
        }
    });
    it("is read in parts, wherever these end", () => {
        // Every quotation mark, and every backslash before one, comes to stand at the edge of a part once.
        const odd = '\\\\"{[,:]}\\\\\\\\'.repeat(30_000);
        const resources = Object.fromEntries(
            ["a", "b", "c", "d"].map((token, i) => [token, { text: odd.slice(i), token }]),
        );
        const of = said({ name: "x".repeat(300_000), resources });
        for (const [token, schema] of Object.entries(resources))
            assert.deepEqual(of(token), schema);
    });
    it("tells where it cannot be kept", () => {
        const file = new TextFile();
        file.close();
        assert.throws(() => {
            file.append(Buffer.from("{"));
        }, TemporaryError);
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
