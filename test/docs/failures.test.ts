import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { broken, type BrokenRow } from "../support/cases";
import { runPack } from "../support/harness";
import { Network } from "../support/networks";

/*
 * docs/failures.md repeats what the pack says of ten broken stacks. With UPDATE_DOCS=1 its messages
 * are written anew, and then checked.
 */

const docs = join(__dirname, "..", "..", "docs");
const page = join(docs, "failures.md");

const fenced = /^```.*\n([^]*?)\n?^```$/gm;

interface Section {
    readonly heading: string;
    readonly text: string;
    /** The rows that it names: `<!-- case: ecr.api missing -->`. */
    readonly cases: readonly string[];
    /** What its fenced blocks hold. All of them are the pack's, AWS's texts are quotes. */
    readonly blocks: readonly string[];
}

function sectionsOf(text: string): readonly Section[] {
    return text.split(/^(?=## )/m).map((section) => ({
        heading: section.slice(0, section.indexOf("\n")),
        text: section,
        cases: [...section.matchAll(/^<!-- case: (.+) -->$/gm)].map(([, name = ""]) => name),
        blocks: [...section.matchAll(fenced)].map(([, block = ""]) => block),
    }));
}

/** What the pack says once the stack is deployed: nothing then rests on an assumption. */
function messageOf({ network, policy }: BrokenRow): string {
    const n = new Network();
    network(n);
    const own = runPack(n.record("deployed")).filter((report) => report.policy === policy);
    assert.equal(own.length, 1);
    return own[0]?.message ?? "";
}

function rowOf(name: string): BrokenRow {
    const row = broken.find((each) => each.name === name);
    assert.ok(row, `test/support/cases.ts has no broken row "${name}"`);
    return row;
}

function refreshed({ text, cases: [name] }: Section): string {
    if (name === undefined) return text;
    const message = messageOf(rowOf(name));
    return text.replace(fenced, () => `\`\`\`\n${message}\n\`\`\``);
}

describe("docs/failures.md", () => {
    const written = readFileSync(page, "utf8");
    const text = process.env.UPDATE_DOCS ? sectionsOf(written).map(refreshed).join("") : written;
    if (text !== written) writeFileSync(page, text);

    const sections = sectionsOf(text);
    const failures = sections.filter(({ cases }) => cases.length > 0);

    it("has ten failures, each of another stack", () => {
        const names = failures.flatMap(({ cases }) => cases);
        assert.equal(failures.length, 10);
        assert.equal(names.length, 10);
        assert.equal(new Set(names).size, 10);
    });

    it("says nothing else in the pack's name", () => {
        const others = sections.filter(({ cases }) => cases.length === 0);
        assert.deepEqual(
            others.flatMap(({ blocks }) => blocks),
            [],
        );
    });

    it("links to pages that exist", () => {
        const links = [...text.matchAll(/\]\(([^)#]+)/g)].map(([, link = ""]) => link);
        const local = links.filter((link) => !link.startsWith("https://"));
        assert.deepEqual(
            local.filter((link) => !existsSync(join(docs, link))),
            [],
        );
    });

    for (const {
        heading,
        text: section,
        cases: [name = ""],
        blocks,
    } of failures) {
        it(`${heading.slice(3)}: ${name}`, () => {
            const row = rowOf(name);
            assert.deepEqual(blocks, [messageOf(row)], "refresh the page with UPDATE_DOCS=1");
            assert.match(section, new RegExp(`\\(policies/${row.policy}\\.md\\)`));
            assert.match(section, /^> /m, "AWS's text");
        });
    }
});
