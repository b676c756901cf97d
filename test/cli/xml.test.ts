import assert from "node:assert/strict";
import { element } from "../../src/cli/xml";
import { parseXml } from "./xml";

describe("XML", () => {
    const texts: readonly (readonly [string, string])[] = [
        ['<a href="x">&\'</a>', '<a href="x">&\'</a>'],
        ["&lt; &amp;amp; &#65;", "&lt; &amp;amp; &#65;"],
        ["]]>", "]]>"],
        ["\u001b[2J\u0000\u0008\r\t\u007f\u0085", "\\u001b[2J\\u0000\\u0008\\r\\t\\u007f\\u0085"],
        ["\ud800 \udfff \ufffe \uffff", "\\ud800 \\udfff \ufffd \ufffd"],
        ["a\nb → ß \u{1f600}", "a\nb → ß \u{1f600}"],
    ];
    for (const [text, expected] of texts) {
        it(`keeps ${JSON.stringify(text)}`, () => {
            const xml = element("x", { a: text }, text);
            assert.deepEqual(parseXml(xml), { x: { "@a": expected, "#": expected } });
        });
    }

    it("leaves out attributes that are unset", () => {
        assert.equal(element("x", { a: undefined, b: 1 }), '<x b="1"/>');
    });
});
