import assert from "node:assert/strict";
import { join } from "node:path";
import { globSync } from "tinyglobby";
import { deadLinks } from "../support/links";

/*
 * What pages of the repository link to must be there: files, and the headings in them.
 */

const root = join(__dirname, "..", "..");
const pages = globSync(["*.md", "docs/**/*.md", "examples/**/*.md"], {
    cwd: root,
    ignore: ["**/node_modules/**"],
});

describe("the links of the documentation", () => {
    it("are on many pages", () => {
        assert.ok(pages.includes("README.md") && pages.includes("docs/model.md"));
    });

    for (const name of pages) {
        it(`${name} links only to what is there`, () => {
            assert.deepEqual(deadLinks(root, name), []);
        });
    }
});
