import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { policies } from "../../policies";

/*
 * Comments, messages and pages cite the rules of AWS's by their numbers in docs/aws-rules.md: `AWS rules 1.2, 5`.
 */

const root = join(__dirname, "..", "..");
const page = readFileSync(join(root, "docs", "aws-rules.md"), "utf8");

/** Every section, and every statement of the first. */
const rules: ReadonlySet<string> = new Set([
    ...[...page.matchAll(/^## (\d+)\. /gm)].map(([, section = ""]) => section),
    ...[...(/^## 1\. [\s\S]*?^## 2\. /m.exec(page)?.[0] ?? "").matchAll(/^(\d+)\. /gm)].map(
        ([, statement = ""]) => `1.${statement}`,
    ),
]);

/** The rules that a text cites; of a range each. */
function citedIn(text: string): string[] {
    const lists = text.matchAll(/\bAWS rules? (\d+(?:\.\d+)?(?:(?:, | and | to )\d+(?:\.\d+)?)*)/g);
    return [...lists].flatMap(([, list = ""]) => {
        const range = /^(\d+) to (\d+)$/.exec(list);
        if (range === null) return list.split(/, | and | to /);
        const [, from, to] = range.map(Number) as [number, number, number];
        return Array.from({ length: to - from + 1 }, (_, i) => String(from + i));
    });
}

function filesIn(folder: string): string[] {
    return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((each) => /\.(ts|md)$/.test(each))
        .map((each) => join(folder, each));
}

describe("rules of AWS's", () => {
    it("are there where they are cited", () => {
        assert.ok(rules.size > 25, [...rules].join());
        let count = 0;
        for (const file of ["src", "policies", "docs"].flatMap(filesIn)) {
            for (const rule of citedIn(readFileSync(join(root, file), "utf8"))) {
                assert.ok(rules.has(rule), `${file} cites AWS rule ${rule}`);
                count += 1;
            }
        }
        assert.ok(count > 250, String(count));
    });

    for (const { name, kind, why } of policies) {
        if (["inputs", "settings", "unverified"].includes(kind)) continue;
        it(`are cited by ${name}`, () => {
            assert.notDeepEqual(citedIn(why), []);
        });
    }
});
