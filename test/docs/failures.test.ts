import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cli, Folder } from "../cli/support";
import { broken, type BrokenRow } from "../support/cases";
import { runPack } from "../support/harness";
import { Network } from "../support/networks";
import type { Recorded } from "../support/program";

/*
 * docs/failures.md repeats what the pack says of ten broken stacks. With UPDATE_DOCS=1 its messages
 * are written anew, and then checked. Its `explain` commands must show where the way is stopped.
 */

const page = join(__dirname, "..", "..", "docs", "failures.md");

const fenced = /^```\n([^]*?)\n?^```$/gm;
const way = /^Its way: `npx --no-install fargate-preflight explain stack\.json (.+)`$/gm;

interface Section {
    readonly heading: string;
    readonly text: string;
    /** The rows that it names: `<!-- case: ecr.api missing -->`. */
    readonly cases: readonly string[];
    /** What its fenced blocks hold, without commands. They are the pack's: AWS's texts are quotes. */
    readonly blocks: readonly string[];
    /** What its commands for `explain` ask of `stack.json`. */
    readonly ways: readonly string[];
}

function sectionsOf(text: string): readonly Section[] {
    return text.split(/^(?=## )/m).map((section) => ({
        heading: section.slice(0, section.indexOf("\n")),
        text: section,
        cases: [...section.matchAll(/^<!-- case: (.+) -->$/gm)].map(([, name = ""]) => name),
        blocks: [...section.matchAll(fenced)].map(([, block = ""]) => block),
        ways: [...section.matchAll(way)].map(([, args = ""]) => args),
    }));
}

function deployed({ network }: BrokenRow): Recorded[] {
    const n = new Network();
    network(n);
    return n.record("deployed");
}

/** What the pack says once the stack is deployed: nothing then rests on an assumption. */
function messageOf(row: BrokenRow): string {
    const own = runPack(deployed(row)).filter((report) => report.policy === row.policy);
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
    let folder: Folder;
    before(() => {
        folder = new Folder();
    });
    after(() => {
        folder.remove();
    });

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

    for (const {
        heading,
        text: section,
        cases: [name = ""],
        blocks,
        ways,
    } of failures) {
        it(`${heading.slice(3)}: ${name}`, () => {
            const row = rowOf(name);
            assert.deepEqual(blocks, [messageOf(row)], "refresh the page with UPDATE_DOCS=1");
            assert.match(section, new RegExp(`\\(policies/${row.policy}\\.md\\)`));
            assert.match(section, /^> /m, "AWS's text");
        });

        it(`${heading.slice(3)}: explain shows where the way is stopped`, async () => {
            assert.equal(ways.length, section.includes("so `explain` has nothing to show") ? 0 : 1);
            for (const args of ways) {
                const file = folder.write("stack.json", JSON.stringify(deployed(rowOf(name))));
                const { status, out } = await cli(["explain", file, ...args.split(" ")]);
                assert.equal(status, 1);
                assert.match(out, /^ +\d+ ✗ /m);
            }
        });
    }
});
