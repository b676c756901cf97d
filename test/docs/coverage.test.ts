import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { policies } from "../../policies";
import { loadTables } from "../support/pages";
import { breaking, statements } from "../support/statements";

/*
 * docs/coverage.md says which policies enforce what AWS says: every statement of the first section of
 * docs/aws-rules.md must be there, in its words, and every policy that is named must have a case that breaks it.
 */

const facts = readFileSync(join(__dirname, "..", "..", "docs", "aws-rules.md"), "utf8");

/** The items of the first section, by their numbers. */
function itemsOf(text: string): ReadonlyMap<string, string> {
    const [, section = ""] = /^## 1\. [^\n]*\n([^]*?)^## 2\. /m.exec(text) ?? [];
    const items = [...section.matchAll(/^(\d+)\. (.+)$/gm)];
    return new Map(items.map(([, number = "", item = ""]) => [`1.${number}`, item]));
}

/** What is left of an item without its statements, each found after the one before. */
function restOf(item: string, says: readonly string[]): string {
    let [rest, left] = ["", item];
    for (const each of says) {
        const at = left.indexOf(each);
        assert.ok(at >= 0, `docs/aws-rules.md does not say "${each}" there`);
        rest += left.slice(0, at);
        left = left.slice(at + each.length);
    }
    return rest + left;
}

const byName = new Map(policies.map((policy) => [policy.name, policy]));

describe("docs/coverage.md", () => {
    const items = itemsOf(facts);

    it("has every section", () => {
        assert.deepEqual(Object.keys(statements), [...items.keys()]);
    });

    for (const [fact, list] of Object.entries(statements)) {
        it(`has every statement of ${fact}, in the words of docs/aws-rules.md`, () => {
            const says = list.map((each) => each.says);
            assert.match(restOf(items.get(fact) ?? "", says), /^[\s.,:;()]*$/);
        });

        it(`says of every statement of ${fact} what enforces it, or why nothing can`, () => {
            for (const { says, policies: names = [], because } of list) {
                assert.ok(names.length > 0 || because !== undefined, says);
            }
        });

        for (const name of new Set(list.flatMap((each) => each.policies ?? []))) {
            it(`names ${name} for ${fact}, which has a case that breaks it`, () => {
                const policy = byName.get(name);
                assert.ok(policy, "there is no such policy");
                if (policy.limits?.includes("never violated") === true) return;
                assert.ok(breaking(loadTables().get(name), fact).length > 0);
            });
        }
    }

    it("names every policy of which a case cites a statement", () => {
        for (const [name, { violates }] of loadTables()) {
            for (const { statement, name: row } of violates) {
                if (statement === undefined) continue;
                const named = (statements[statement] ?? []).flatMap((each) => each.policies ?? []);
                assert.ok(named.includes(name), `${name}: "${row}" cites ${statement}`);
            }
        }
    });
});
