import assert from "node:assert/strict";
import type { CheckedFile, ReportedFinding } from "../../src/cli/report";
import { renderText } from "../../src/cli/text";
import { aFinding, aReport, aSummary as summary } from "./reports";
import { allPlans, checkJson, cli } from "./support";

const finding = aFinding();

function report(more: Partial<CheckedFile> = {}): CheckedFile {
    return { ...aReport(), summary, ...more };
}

describe("text", () => {
    it("is one line for a file without violations", () => {
        assert.equal(
            renderText([report()], false),
            "a.json (pulumi preview, 12 resources): no violations\n",
        );
        const open = { ...summary, kind: "export", unverified: 1 } as const;
        assert.equal(
            renderText([report({ resources: 1, summary: open })], false),
            "a.json (pulumi stack export, 1 resource): no violations; 1 check could not be answered\n",
        );
        const without = { ...summary, withoutFargate: true, incomplete: "some are hidden" };
        assert.equal(
            renderText([report({ summary: without })], false),
            "a.json (pulumi preview, 12 resources): nothing in it runs on Fargate\n  note: some are hidden\n",
        );
    });

    it("shows each finding with its message, then the numbers", () => {
        const other: ReportedFinding = {
            ...finding,
            policy: "unverified-network",
            level: "advisory",
            message: "web: open",
            source: null,
        };
        const numbers = { ...summary, mandatory: 1, advisory: 1, unverified: 3 };
        const findings = [finding, other];
        assert.equal(
            renderText(
                [report({ findings, summary: { ...numbers, incomplete: "some are hidden" } })],
                false,
            ),
            `a.json (pulumi preview, 12 resources)

  [mandatory] task-image-pull: web at index.ts:15:1
      first line
        to the internet: a → b
      fix: change it

  [advisory] unverified-network: web (aws:ecs/service:Service)
      web: open

  note: some are hidden
  1 mandatory, 1 advisory; 3 checks could not be answered
`,
        );
    });

    it("shows findings also where nothing runs on Fargate", () => {
        const text = renderText(
            [
                report({
                    findings: [finding],
                    summary: { ...summary, mandatory: 1, withoutFargate: true },
                }),
            ],
            false,
        );
        assert.match(text, /\[mandatory] task-image-pull/);
    });

    it("adds up several files", () => {
        const violating = report({ findings: [finding], summary: { ...summary, mandatory: 1 } });
        const reports = [report(), { file: "b.json", error: "empty" }, violating];
        assert.match(
            renderText(reports, false),
            /\n\n3 files: 1 without mandatory violations, 1 with, 1 could not be checked\n$/,
        );
        assert.match(
            renderText([report(), report()], false),
            /\n\n2 files: 2 without mandatory violations, 0 with\n$/,
        );
    });

    it("shows only files in which something was found, and a table of all, the worst first", () => {
        const found = report({ findings: [finding], summary: { ...summary, mandatory: 1 } });
        const hiding = { ...summary, unverified: 12, incomplete: "some are hidden" };
        const text = renderText(
            [
                report(),
                report({ file: "hiding.json", summary: hiding }),
                { file: "unreadable.json", error: "empty" },
                report({ file: "-", summary: { ...summary, withoutFargate: true }, resources: 9 }),
                { ...found, file: "found.json" },
            ],
            false,
        );
        assert.equal(
            text,
            `hiding.json (pulumi preview, 12 resources): no violations; 12 checks could not be answered
  note: some are hidden

found.json (pulumi preview, 12 resources)

  [mandatory] task-image-pull: web at index.ts:15:1
      first line
        to the internet: a → b
      fix: change it

  1 mandatory, 0 advisory

file             mandatory  advisory  unverified  resources
unreadable.json  could not be checked
found.json               1         0           0         12
hiding.json              0         0          12         12
a.json                   0         0           0         12
standard input           0         0           0          9  nothing on Fargate

5 files: 3 without mandatory violations, 1 with, 1 could not be checked
`,
        );
    });

    const sources: readonly (readonly [string, string])[] = [
        ["project:///src/index.ts#15,1", "at src/index.ts:15:1"],
        ["project:///index.ts#15", "at index.ts:15"],
        ["project:///../lib/vpc.ts#3,1", "at ../lib/vpc.ts:3:1"],
        ["project:///node_modules/@pulumi/x.ts#1,2", "(aws:ecs/service:Service)"],
        ["elsewhere", "(aws:ecs/service:Service)"],
    ];
    for (const [source, expected] of sources) {
        it(`shows the source ${source}`, () => {
            const text = renderText([report({ findings: [{ ...finding, source }] })], false);
            assert.ok(text.includes(`web ${expected}\n`), text);
        });
    }

    it("does not let names steer the terminal", () => {
        const evil = "web\u001b[2J\r\u0007\u009b";
        const text = renderText(
            [report({ file: evil, findings: [{ ...finding, name: evil, message: evil }] })],
            false,
        );
        assert.doesNotMatch(text, /(?!\n)\p{Cc}/u);
        assert.equal(text.split("web\\u001b[2J\\r\\u0007\\u009b").length, 4);
    });

    it("has the same words with colours and without", async () => {
        const plain = await cli(["check", ...allPlans]);
        const coloured = await cli(["check", ...allPlans], { colours: true });
        assert.ok(!plain.out.includes("\u001b"));
        assert.ok(coloured.out.includes("\u001b[31m[mandatory]\u001b[0m"));
        assert.equal(coloured.out.replaceAll(/\p{Cc}\[\d+m/gu, ""), plain.out);
        assert.equal(coloured.status, plain.status);
    });

    it("says everything that the JSON says", async () => {
        const { out } = await cli(["check", ...allPlans]);
        const { files } = await checkJson(...allPlans);
        for (const { findings } of files as readonly CheckedFile[]) {
            for (const { level, policy, name, causes, message } of findings) {
                const codes = causes.length === 0 ? "" : ` (${causes.join(", ")})`;
                assert.ok(out.includes(`  [${level}] ${policy}${codes}: ${name} `));
                const lines = message.split("\n").map((line) => `      ${line}\n`);
                assert.ok(out.includes(lines.join("")), message);
            }
        }
    });
});
