import assert from "node:assert/strict";
import fc from "fast-check";
import { repeatedKey, whereJsonBreaks } from "../../src/files/json-position";

describe("where JSON breaks", () => {
    const rows: readonly (readonly [string, number, number, boolean])[] = [
        ["", 1, 1, true],
        ["Previewing update (dev)", 1, 1, false],
        ['{"a": xyz}', 1, 7, false],
        ["[1,\n 2,\n 3 4]", 3, 4, false],
        ['{"a": 1,\n}', 2, 1, false],
        ["[1,]", 1, 4, false],
        ['{"a" 1}', 1, 6, false],
        ["{a: 1}", 1, 2, false],
        ["[1}", 1, 3, false],
        ["]", 1, 1, false],
        ['[] "unfinis', 1, 4, true],
        ['{"a": 1}\r\n\r\n{"b": 2}', 3, 1, false],
        ["[01]", 1, 3, false],
        ['["a\nb"]', 1, 2, false],
        ['["\\x"]', 1, 2, false],
        ['{\n    "a": [\n        1,', 3, 11, true],
        ['{"a": "unfinis', 1, 7, true],
        ['{"a": "unfinis\\', 1, 7, true],
        ['{"a": "\\u00', 1, 7, true],
        ['{"a": tru', 1, 7, true],
        ['{"a": -', 1, 7, true],
        ["[12.", 1, 2, true],
    ];
    for (const [text, line, column, isCutOff] of rows) {
        it(JSON.stringify(text), () => {
            assert.deepEqual(whereJsonBreaks(text), { line, column, isCutOff });
        });
    }

    it("calls every beginning of JSON cut off, at its very end", () => {
        fc.assert(
            fc.property(fc.json(), fc.double({ min: 0, max: 1, noNaN: true }), (text, part) => {
                const begin = text.slice(0, Math.floor(part * text.length));
                fc.pre(isBroken(begin));
                assert.equal(whereJsonBreaks(begin)?.isCutOff, true);
            }),
        );
    });

    it("takes text of any length and depth", () => {
        const deep = "[".repeat(200_000);
        assert.doesNotThrow(() => whereJsonBreaks(deep));
        const long = `["${"a\\n".repeat(100_000)}" x`;
        assert.equal(whereJsonBreaks(long)?.column, long.length);
    });
});

describe("a key that is there twice", () => {
    const rows: readonly (readonly [string, string | undefined])[] = [
        ['{"a": 1, "b": 2}', undefined],
        ['{"a": {"a": {"a": 1}}, "b": {"a": 1}}', undefined],
        ['[{"a": 1}, {"a": 2}]', undefined],
        ['{"a": 1,\n // "a": 3\n "a": 2,}', "a 3:2"],
        ['{"a": {"b": 1, "c": [], "b": 2}}', "b 1:25"],
        ['{"a": {}, "\\u0061": 1}', "a 1:11"],
        ['{"__proto__": 1, "toString": 2}', undefined],
    ];
    for (const [text, expected] of rows) {
        it(text, () => {
            const found = repeatedKey(text);
            const told = found && `${found.key} ${String(found.line)}:${String(found.column)}`;
            assert.equal(told, expected);
        });
    }
});

function messageOf(text: string): string {
    try {
        JSON.parse(text);
        return "";
    } catch (error) {
        return (error as Error).message;
    }
}

function isBroken(text: string): boolean {
    return messageOf(text) !== "";
}
