import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { globSync } from "tinyglobby";

/*
 * What pages of the repository link to must be there: files, and the headings in them.
 */

const root = join(__dirname, "..", "..");
const pages = globSync(["*.md", "docs/**/*.md", "examples/**/*.md"], {
    cwd: root,
    ignore: ["**/node_modules/**"],
});

/** Without what stands in fenced blocks. */
function textOf(file: string): string {
    return readFileSync(file, "utf8").replace(/^```[^]*?^```$/gm, "");
}

/** As GitHub makes them of headings. */
function anchorsOf(file: string): ReadonlySet<string> {
    const headings = [...textOf(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading);
    return new Set(
        headings.map((heading) =>
            heading
                .toLowerCase()
                .replace(/[^\p{L}\p{N}_ -]/gu, "")
                .replaceAll(" ", "-"),
        ),
    );
}

function isThere(page: string, link: string): boolean {
    const [path = "", anchor] = link.split("#");
    const file = path === "" ? page : resolve(dirname(page), path);
    if (!existsSync(file) || relative(root, file).startsWith("..")) return false;
    return anchor === undefined || anchorsOf(file).has(anchor);
}

describe("the links of the documentation", () => {
    it("are on many pages", () => {
        assert.ok(pages.includes("README.md") && pages.includes("docs/model.md"));
    });

    for (const name of pages) {
        it(`${name} links only to what is there`, () => {
            const page = join(root, name);
            const links = [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
                .map(([, link = ""]) => link)
                .filter((link) => !/^[a-z]+:/.test(link));
            assert.deepEqual(
                links.filter((link) => !isThere(page, link)),
                [],
            );
        });
    }
});
