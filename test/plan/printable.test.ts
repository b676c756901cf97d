import assert from "node:assert/strict";
import fc from "fast-check";
import { oneLine, printable, printableJson } from "../../src/plan";

describe("a printable line", () => {
    const rows: readonly (readonly [name: string, text: string, expected: string])[] = [
        ["a name", "private-0 (eu-west-1a) → ü é 漢字 😀", "private-0 (eu-west-1a) → ü é 漢字 😀"],
        [
            "the ends of lines",
            "a\nb\r\nc\u2028d\u2029e\u0085f",
            "a\\nb\\r\\nc\\u2028d\\u2029e\\u0085f",
        ],
        ["a tab", "a\tb", "a\\tb"],
        ["what steers a terminal", "\u001b[2J\u0007\u009b", "\\u001b[2J\\u0007\\u009b"],
        ["what has no width", "a\u200bb\ufeffc\u00add\u034fe", "a\\u200bb\\ufeffc\\u00add\\u034fe"],
        ["marks of direction", "\u202ea\u2066b\u200f", "\\u202ea\\u2066b\\u200f"],
        ["letters that are tags", "a\u{e0041}", "a\\u{e0041}"],
        ["half a character", "a\ud800", "a\\ud800"],
        ["a command of GitHub's", "::error::x", "\\u003a:error::x"],
        ["the same after blanks", " \u00a0 ::error::x", " \u00a0 \\u003a:error::x"],
        ["the same within a line", "a ::error::x", "a ::error::x"],
        ["an older one, anywhere", "a ##[add-mask]x", "a #\\u0023[add-mask]x"],
        ["one of Azure Pipelines", "a ##vso[x]y", "a #\\u0023vso[x]y"],
        ["a comment", "## a [b]", "## a [b]"],
        ["an address for IPv6", "::/0 and fe80::1", "::/0 and fe80::1"],
        ["a type", "aws:ecs/service:Service", "aws:ecs/service:Service"],
    ];
    for (const [name, text, expected] of rows) {
        it(`shows ${name}`, () => {
            assert.equal(oneLine(text), expected);
        });
    }

    for (const part of [" ", ":", " :", "::a", "#", "##a", "#a", "\n", "\u200b"]) {
        it(`takes as long as it is, of many ${JSON.stringify(part)}`, () => {
            // What looks at each pair of a text's characters takes minutes.
            const long = part.repeat(100_000);
            assert.equal(typeof oneLine(long), "string");
            assert.equal(typeof printableJson(JSON.stringify([long])), "string");
        });
    }

    it("is what it is when it is made again, and one line of several", () => {
        fc.assert(
            fc.property(fc.string({ unit: "binary" }), (text) => {
                assert.equal(oneLine(oneLine(text)), oneLine(text));
                assert.equal(printable(text), text.split("\n").map(oneLine).join("\n"));
            }),
        );
    });

    it("of JSON says the same as before", () => {
        fc.assert(
            fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
                const json = JSON.stringify(value, undefined, 2);
                assert.deepEqual(JSON.parse(printableJson(json)), JSON.parse(json));
            }),
        );
        const odd = ["\n::error::x##[add-mask]y\u202e\u{e0041}\u007f"];
        const json = printableJson(JSON.stringify(odd, undefined, 2));
        assert.deepEqual(JSON.parse(json), odd);
        assert.doesNotMatch(json, /(?!\n)[\p{Cc}\p{Cf}]|##\[/u);
    });
});
