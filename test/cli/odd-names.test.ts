import assert from "node:assert/strict";
import fc from "fast-check";
import { renderers } from "../../src/cli/render";
import type { Report } from "../../src/cli/report";
import { aFinding, aReport, options } from "./reports";
import { parseXml } from "./xml";

/* Names and messages come from files: whatever they hold, a format stays what it is. */

const odd = fc.oneof(
    fc.string({ unit: "binary", maxLength: 20 }),
    fc
        .array(
            fc.constantFrom(
                ...[
                    "\n",
                    "\r",
                    "::",
                    "%0A",
                    "```",
                    "<",
                    "&lt;",
                    "]]>",
                    "|",
                    "@a",
                    "#1",
                    "](",
                    "\\",
                ],
                ...[
                    "</details>",
                    "\u001b[2J",
                    "\u202e",
                    "\u2066",
                    "\ud800",
                    "\u0000",
                    "\uffff",
                    "-->",
                    '"',
                    "{0}",
                ],
            ),
            { maxLength: 8 },
        )
        .map((parts) => parts.join("")),
);

const reports: fc.Arbitrary<readonly Report[]> = fc.array(
    fc.oneof(
        fc.record({ file: odd, error: odd }),
        fc
            .tuple(
                odd,
                fc.array(
                    fc
                        .record({
                            urn: odd,
                            type: odd,
                            name: odd,
                            message: odd,
                            fix: odd,
                            source: odd,
                        })
                        .map((more) =>
                            aFinding({ ...more, source: `project:///${more.source}#1,1` }),
                        ),
                    { maxLength: 3 },
                ),
            )
            .map(([file, findings]) => aReport(findings, { file })),
    ),
    { minLength: 1, maxLength: 3 },
);

function laws(of: (given: readonly Report[], found: number) => void): void {
    fc.assert(
        fc.property(reports, (given) => {
            const found = given.flatMap((each) => ("findings" in each ? each.findings : []));
            of(given, found.length);
        }),
        { numRuns: 300 },
    );
}

describe("odd names", () => {
    it("leave JUnit's XML well-formed", () => {
        laws((given) => {
            const { testsuites } = parseXml(renderers.junit(given, options()));
            const { testsuite } = testsuites as Record<string, unknown>;
            assert.equal([testsuite].flat().length, given.length);
        });
    });

    it("leave SARIF's addresses relative, and within the repository", () => {
        laws((given, found) => {
            const text = renderers.sarif(given, options({ sourceRoot: "infra" }));
            const uris = [...text.matchAll(/"uri": "(.*)"/g)].map(([, uri = ""]) => uri);
            assert.equal(uris.length, found);
            for (const uri of uris) {
                const { origin, search, hash, pathname } = new URL(uri, "https://a.example/");
                assert.deepEqual([origin, search, hash], ["https://a.example", "", ""]);
                assert.equal(pathname, `/${uri}`);
            }
        });
    });

    it("leave one of GitHub's commands a line", () => {
        laws((given, found) => {
            const lines = renderers.github(given, options()).split("\n");
            const unreadable = given.filter((each) => "error" in each).length;
            assert.deepEqual([lines.length, lines.at(-1)], [found + unreadable + 2, ""]);
            for (const line of lines.slice(0, -2)) {
                assert.match(line, /^::(error|warning) [^:]*::/);
                assert.doesNotMatch(line, /\p{Cc}/u);
            }
        });
    });

    it("turn no text round that stands beside them, and begin no line of a heading", () => {
        laws((given) => {
            for (const format of ["text", "github", "markdown", "junit", "html"] as const) {
                assert.doesNotMatch(renderers[format](given, options()), /\p{Bidi_Control}/u);
            }
        });
        const named = [aReport([aFinding({ name: "a\nb" })], { file: "c\nd" })];
        const text = renderers.text(named, options());
        assert.match(text, /^c\\nd \(/);
        assert.match(text, /task-image-pull: a\\nb at/);
    });

    it("leave Markdown its headings and its details", () => {
        laws((given, found) => {
            const text = renderers.markdown(given, options());
            // What stands in a fence is text.
            const lines = text.replace(/^(`{3,})text\n[^]*?\n\1$/gm, "").split("\n");
            const count = (form: RegExp): number => lines.filter((line) => form.test(line)).length;
            assert.equal(count(/^#/), 1 + found);
            assert.equal(count(/^<details>/), count(/^<\/details>/));
            assert.equal(count(/(?<!\\)</), 2 * count(/^<details>/));
            assert.equal(count(/@\w|#\d|(?<!\\)`/), 0);
        });
    });
});
