import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cli, plan } from "../cli/support";
import { rules } from "../../src/reach/rules";

/*
 * docs/explain.md shows what the command prints of bundled plans. With UPDATE_DOCS=1 it is written
 * anew, and then checked.
 */

const page = join(__dirname, "..", "..", "docs", "explain.md");
const shown = /<!-- explain(?: (\d+))?: (\S+) (.+) -->\n\n```\n([^]*?)```/g;

/** All of it, or of several ways one. */
async function printed(file: string, args: string, way: string | undefined): Promise<string> {
    const { out } = await cli(["explain", plan(file), ...args.split(" ")], { columns: 80 });
    return way === undefined ? out : `${out.split("\n\n")[Number(way) - 1] ?? ""}\n`;
}

describe("docs/explain.md", () => {
    it("shows what the command prints", async () => {
        let text = readFileSync(page, "utf8");
        const blocks = [...text.matchAll(shown)];
        assert.equal(blocks.length, 3);
        if (process.env.UPDATE_DOCS) {
            for (const [block, way, file = "", args = ""] of blocks) {
                const out = await printed(file, args, way);
                const fresh = block.replace(/```\n[^]*```$/, () => `\`\`\`\n${out}\`\`\``);
                text = text.replace(block, () => fresh);
            }
            writeFileSync(page, text);
        }
        for (const [, way, file = "", args = "", block] of text.matchAll(shown)) {
            assert.equal(
                block,
                await printed(file, args, way),
                "refresh the page with UPDATE_DOCS=1",
            );
        }
    });
});

describe("docs/aws-rules.md", () => {
    it("has the numbers that the rules of ways cite", () => {
        const text = readFileSync(join(__dirname, "..", "..", "docs", "aws-rules.md"), "utf8");
        const numbers = new Set<string>();
        for (const section of text.split(/^## /m)) {
            const [number] = /^\d+(?=\.)/.exec(section) ?? [];
            if (number === undefined) continue;
            numbers.add(number);
            for (const [, item = ""] of section.matchAll(/^(\d+)\. /gm))
                numbers.add(`${number}.${item}`);
        }
        const cited = Object.values(rules).flatMap(({ rule }) => {
            const [, list = ""] = /; AWS rules? (.*)$/.exec(rule) ?? [];
            return list.match(/\d+(\.\d+)?/g) ?? [];
        });
        assert.ok(cited.length > 20);
        assert.deepEqual(
            cited.filter((number) => !numbers.has(number)),
            [],
        );
    });
});
