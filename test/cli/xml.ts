import assert from "node:assert/strict";

/** An element as a parser reads it: attributes as `@name`, text as `#`, elements by their names. */
type Parsed = string | { [key: string]: string | Parsed | Parsed[] };

const entities: Readonly<Record<string, string>> = {
    ...{ lt: "<", gt: ">", amp: "&", quot: '"', "#10": "\n" },
};

/** Reads XML strictly: what is not well-formed, or not of the little that is written, is refused. */
export function parseXml(xml: string): Record<string, Parsed> {
    let rest = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, "");
    const take = (expected: RegExp): RegExpExecArray => {
        const found = expected.exec(rest);
        assert.ok(found?.index === 0, `${String(expected)} at ${rest.slice(0, 80)}`);
        rest = rest.slice(found[0].length);
        return found;
    };
    const read = (): [string, Parsed] => {
        const [, name = "", given = "", empty] = take(/<([\w-]+)((?: \w+="[^"<\n]*")*)(\/?)>/);
        const attributes = [...given.matchAll(/(\w+)="([^"]*)"/g)];
        const parsed: Record<string, Parsed | Parsed[]> = {};
        for (const [, key = "", value = ""] of attributes) {
            assert.ok(!(`@${key}` in parsed), key);
            parsed[`@${key}`] = decode(value);
        }
        if (empty === "/") return [name, parsed];
        let text = "";
        while (!rest.startsWith("</")) {
            if (rest.startsWith("<")) {
                const [inner, element] = read();
                const known = parsed[inner];
                parsed[inner] = known === undefined ? element : [known].flat().concat([element]);
            } else text += decode(take(/[^<]+/)[0]);
        }
        assert.equal(take(/<\/([\w-]+)>/)[1], name);
        if (text.trim() === "") return [name, parsed];
        // Text beside elements would be lost.
        assert.ok(Object.keys(parsed).every((key) => key.startsWith("@")));
        return [name, Object.keys(parsed).length === 0 ? text : { ...parsed, "#": text }];
    };
    const [name, root] = read();
    assert.equal(rest.trim(), "");
    return { [name]: root };
}

function decode(text: string): string {
    assert.doesNotMatch(text, /&(?!(lt|gt|amp|quot|#10);)|]]>/);
    return text.replace(/&(.+?);/g, (_, name: string) => entities[name] ?? "");
}
