import assert from "node:assert/strict";
import { policies } from "../../policies";
import { exampleOf } from "../support/pages";

/*
 * Every policy that judges resources shows on its page a broken program, and the same program mended:
 * rows of its table, written as people would write them. test/docs/programs.spec.ts compiles them.
 */

const judging = policies.filter(({ kind }) => kind === "stack" || kind === "resource");

describe("the programs on the policies' pages", () => {
    for (const policy of judging) {
        if (policy.limits?.includes("never violated") === true) continue;
        it(`of ${policy.name} are there, and the broken one is refused`, () => {
            const example = exampleOf(policy);
            assert.ok(example, "no row that violates has `fixed`");
            assert.match(example.message, /\nfix: /);
            assert.notEqual(example.broken, example.fixed);
        });
    }
});
