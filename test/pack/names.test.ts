import { deepEqual, doesNotMatch, ok } from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { startPack, type Pack, type Recording } from "../support/engine";
import { recording, reporting, root } from "./support";

/** Ends a line, begins a command of GitHub's runner and another finding, steers the terminal, turns text round. */
const odd = "\n::add-mask::web\n    [mandatory] forged\u001b[2J\u202e";

describe("names in what the engine shows", () => {
    let pack: Pack;
    before(async () => {
        pack = await startPack(root);
        await pack.configure();
    });
    after(() => pack.stop());

    it("forge no line of a message", async () => {
        const plan = recording("public-no-public-ip");
        const isNamed = ({ type }: Recording[number]): boolean => !type.startsWith("pulumi:");
        const called = new Map(plan.filter(isNamed).map(({ urn }) => [urn, `${urn}${odd}`]));
        const text = JSON.stringify(plan, (_, value: unknown) =>
            typeof value === "string" ? (called.get(value) ?? value) : value,
        );
        const renamed = (JSON.parse(text) as Recording).map((each) =>
            isNamed(each) ? { ...each, name: `${each.name}${odd}` } : each,
        );
        const [plain, hostile] = [await pack.replay(plan), await pack.replay(renamed)];
        deepEqual(reporting(hostile, "mandatory"), ["task-image-pull"]);
        const linesOf = ({ diagnostics }: typeof plain): readonly number[] =>
            diagnostics.map(({ message }) => message.split("\n").length);
        deepEqual(linesOf(hostile), linesOf(plain));
        for (const { message } of hostile.diagnostics) {
            doesNotMatch(message, /(?!\n)[\p{Cc}\p{Cf}]/u);
        }
        ok(hostile.diagnostics.some(({ message }) => message.includes("web\\n::add-mask::web\\n")));
    });
});
