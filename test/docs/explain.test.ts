import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cli, plan } from "../cli/support";

/*
 * docs/explain.md shows what the command prints of bundled plans. With UPDATE_DOCS=1 it is written
 * anew, and then checked.
 */

const page = join(__dirname, "..", "..", "docs", "explain.md");
const shown = /<!-- explain: (\S+) (.+) -->\n\n```\n([^]*?)```/g;

async function printed(file: string, args: string): Promise<string> {
    return (await cli(["explain", plan(file), ...args.split(" ")])).out;
}

describe("docs/explain.md", () => {
    it("shows what the command prints", async () => {
        let text = readFileSync(page, "utf8");
        const blocks = [...text.matchAll(shown)];
        assert.equal(blocks.length, 3);
        if (process.env.UPDATE_DOCS) {
            for (const [block, file = "", args = ""] of blocks) {
                const fresh = `<!-- explain: ${file} ${args} -->\n\n\`\`\`\n${await printed(file, args)}\`\`\``;
                text = text.replace(block, () => fresh);
            }
            writeFileSync(page, text);
        }
        for (const [, file = "", args = "", block] of text.matchAll(shown)) {
            assert.equal(block, await printed(file, args), "refresh the page with UPDATE_DOCS=1");
        }
    });
});
