import assert from "node:assert/strict";
import { renderMarkdown } from "../../src/cli/markdown";
import type { Report, ReportedFinding } from "../../src/cli/report";
import { aFinding, aReport, aSummary, options } from "./reports";

function markdown(reports: readonly Report[], most?: number): string {
    return renderMarkdown(reports, options(), most);
}

/** How a name is shown in a heading. */
function shown(name: string): string | undefined {
    return /^### [\w-]+: (.*)$/m.exec(markdown([aReport([aFinding({ name })])]))?.[1];
}

describe("Markdown", () => {
    const names: readonly (readonly [string, string])[] = [
        ["web-1.a", "web-1.a"],
        ["a|b", "a\\|b"],
        ["`a`", "\\`a\\`"],
        ["<img src=x>", "\\<img src=x\\>"],
        ["&lt;&#64;", "\\&lt;\\&\\#\u200b64;"],
        ["*a* _b_ ~c~ $d$", "\\*a\\* \\_b\\_ \\~c\\~ \\$d\\$"],
        ["[a](b) ![c](d)", "\\[a\\](b) !\\[c\\](d)"],
        ["\\", "\\\\"],
        ["@someone", "@\u200bsomeone"],
        ["#1 o/r#2 GH-3", "\\#\u200b1 o/r\\#\u200b2 GH-\u200b3"],
        ["https://a.example www.b.example", "https:/\u200b/a.example www.\u200bb.example"],
        ["a\n# b\u001b[2J", "a\\\\n\\# b\\\\u001b\\[2J"],
    ];
    for (const [name, expected] of names) {
        it(`shows ${JSON.stringify(name)} as it is`, () => {
            assert.equal(shown(name), expected);
        });
    }

    it("fences the ways with more backticks than they have", () => {
        const details = ["to ```` b", "</details> @someone"];
        const text = markdown([aReport([aFinding({ problem: "a", details, fix: "c" })])]);
        assert.ok(text.includes("\n\n`````text\nto ```` b\n</details> @someone\n`````\n\n"), text);
        assert.ok(text.includes("\n**Problem:** a\n"));
        assert.ok(text.includes("\n**Fix:** c\n"));
    });

    it("has no details where there are none", () => {
        const text = markdown([aReport([aFinding({ problem: "a", details: [], fix: "c" })])]);
        assert.ok(!text.includes("<details>"));
    });

    const singles: readonly (readonly [string, Report, string])[] = [
        ["nothing", aReport(), "a.json (pulumi preview, 12 resources): **no violations**"],
        [
            "nothing on Fargate, in part",
            aReport([], {
                file: "-",
                summary: { ...aSummary, withoutFargate: true, unverified: 1, incomplete: "so_so" },
            }),
            "standard input (pulumi preview, 12 resources): **nothing in it runs on Fargate**; 1 check could not be answered\n\n**Note:** so\\_so",
        ],
        [
            "nothing, with policies that are off",
            aReport([], { summary: { ...aSummary, turnedOff: 44 } }),
            "a.json (pulumi preview, 12 resources): **no violations**; 44 policies are turned off",
        ],
        [
            "an unreadable file",
            { file: "a|b.json", error: "empty" },
            "**Not checked:** a\\|b.json: empty",
        ],
    ];
    for (const [name, report, expected] of singles) {
        it(`says of ${name} all in a line`, () => {
            assert.equal(markdown([report]), `## fargate-preflight\n\n${expected}\n`);
        });
    }

    it("has a table of several files, the worst first", () => {
        const text = markdown([
            aReport(),
            aReport([aFinding()], { file: "b|c.json" }),
            { file: "d.json", error: "empty" },
        ]);
        assert.ok(
            text.includes(`
| --- | ---: | ---: | ---: | ---: |
| d.json | not checked: empty | | | |
| b\\|c.json | 1 | 0 | 0 | 12 |
| a.json | 0 | 0 | 0 | 12 |

3 files: 1 without mandatory violations, 1 with, 1 could not be checked.
`),
            text,
        );
        assert.ok(text.includes("**mandatory**, critical, index.ts:15:1, in b\\|c.json\n"));
    });

    describe("of many findings", () => {
        const many = (number: number, message: string): readonly ReportedFinding[] =>
            Array.from({ length: number }, (_, i) => {
                const isWorse = i === number - 1;
                return aFinding({
                    ...{ name: `n${String(i)}`, message: `${message}\nfix: it`, fix: "it" },
                    level: isWorse ? "mandatory" : "advisory",
                });
            });
        const headings = (text: string): readonly string[] =>
            [...text.matchAll(/^### .*: (n\d+)$/gm)].map(([, name = ""]) => name);

        it("leaves out whole ones, the least bad, and says how many", () => {
            const text = markdown([aReport(many(1000, "a".repeat(500)))]);
            assert.ok(text.length <= 65_000 && text.length > 60_000);
            const found = headings(text);
            assert.deepEqual(found.slice(0, 2), ["n999", "n0"]);
            const left = 1000 - found.length;
            assert.ok(text.endsWith(`\n${String(left)} more findings would not fit here.\n`));
            assert.equal(text.split("**Fix:** it").length - 1, found.length);
        });

        it("names at least what is too long", () => {
            const long = aFinding({ name: "n1", message: `${"a".repeat(70_000)}\nfix: it` });
            const text = markdown([aReport([long, aFinding({ name: "n2" })])]);
            assert.deepEqual(headings(text), ["n1", "n2"]);
            assert.ok(text.length < 2_000);
        });

        it("never exceeds its limit", () => {
            const reports = [aReport(many(10, "a".repeat(100)))];
            for (let most = 300; most < 4_000; most += 37) {
                assert.ok(markdown(reports, most).length <= most, String(most));
            }
        });

        it("cuts the table, and long names of files, too", () => {
            const reports = Array.from({ length: 200 }, (_, i) =>
                aReport([], { file: `${"a".repeat(4_000)}/${String(i)}.json` }),
            );
            const text = markdown(reports);
            assert.ok(text.length < 20_000);
            assert.ok(text.includes("a/49.json | 0 |"));
            assert.ok(text.includes("\nThe table leaves out 150 files with less.\n"));
        });
    });
});
