import assert from "node:assert/strict";
import type { CheckedFile, ReportedFinding } from "../../src/cli/report";
import { renderText } from "../../src/cli/text";
import { aFinding, aReport, aSummary as summary } from "./reports";
import { allPlans, checkJson, cli, Folder, plan } from "./support";

const finding = aFinding();

function report(more: Partial<CheckedFile> = {}): CheckedFile {
    return { ...aReport(), summary, ...more };
}

describe("text", () => {
    it("is one line for a file without violations", () => {
        assert.equal(
            renderText([report()], { colours: false }),
            "a.json (pulumi preview, 12 resources): no violations\n",
        );
        const open = { ...summary, kind: "export", unverified: 1 } as const;
        assert.equal(
            renderText([report({ resources: 1, summary: open })], { colours: false }),
            "a.json (pulumi stack export, 1 resource): no violations; 1 check could not be answered\n",
        );
        const without = { ...summary, withoutFargate: true, incomplete: "some are hidden" };
        assert.equal(
            renderText([report({ summary: without })], { colours: false }),
            "a.json (pulumi preview, 12 resources): nothing in it runs on Fargate\n  note: some are hidden\n",
        );
    });

    it("shows each finding with its message, then the numbers", () => {
        const other: ReportedFinding = {
            ...finding,
            policy: "unverified-network",
            level: "advisory",
            severity: "low",
            problem: "web: open",
            details: [],
            fix: "say it",
            fixes: [],
            source: null,
        };
        const numbers = { ...summary, mandatory: 1, advisory: 1, unverified: 3 };
        const findings = [finding, other];
        assert.equal(
            renderText(
                [report({ findings, summary: { ...numbers, incomplete: "some are hidden" } })],
                { colours: false },
            ),
            `a.json (pulumi preview, 12 resources)

  [mandatory] task-image-pull: web at index.ts:15:1 (critical)
      first line
        to the internet: a → b
      fix: change it
      page: docs/policies/task-image-pull.md in the package fargate-preflight

  [advisory] unverified-network: web (aws:ecs/service:Service) (low)
      web: open
      fix: say it
      page: docs/policies/unverified-network.md in the package fargate-preflight

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
            { colours: false },
        );
        assert.match(text, /\[mandatory] task-image-pull/);
    });

    it("adds up several files", () => {
        const violating = report({ findings: [finding], summary: { ...summary, mandatory: 1 } });
        const reports = [report(), { file: "b.json", error: "empty" }, violating];
        assert.match(
            renderText(reports, { colours: false }),
            /\n\n3 files: 1 without mandatory violations, 1 with, 1 could not be checked\n$/,
        );
        assert.match(
            renderText([report(), report()], { colours: false }),
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
            { colours: false },
        );
        assert.equal(
            text,
            `hiding.json (pulumi preview, 12 resources): no violations; 12 checks could not be answered
  note: some are hidden

found.json (pulumi preview, 12 resources)

  [mandatory] task-image-pull: web at index.ts:15:1 (critical)
      first line
        to the internet: a → b
      fix: change it
      page: docs/policies/task-image-pull.md in the package fargate-preflight

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
            const text = renderText([report({ findings: [{ ...finding, source }] })], {
                colours: false,
            });
            assert.ok(text.includes(`web ${expected} (critical)\n`), text);
        });
    }

    it("does not let names steer the terminal", () => {
        const evil = "web\u001b[2J\r\u0007\u009b";
        const text = renderText(
            [
                report({
                    file: evil,
                    findings: [{ ...finding, name: evil, problem: evil, fix: evil, fixes: [] }],
                }),
            ],
            { colours: false },
        );
        assert.doesNotMatch(text, /(?!\n)\p{Cc}/u);
        assert.equal(text.split("web\\u001b[2J\\r\\u0007\\u009b").length, 5);
    });

    it("has the same words with colours and without", async () => {
        const plain = await cli(["check", ...allPlans]);
        const coloured = await cli(["check", ...allPlans], { colours: true });
        assert.ok(!plain.out.includes("\u001b"));
        assert.ok(coloured.out.includes("\u001b[31m[mandatory]\u001b[0m"));
        assert.equal(coloured.out.replaceAll(/\p{Cc}\[\d+m/gu, ""), plain.out);
        assert.equal(coloured.status, plain.status);
    });

    /** Of many checks that one value is missing to, the text tells how many they are. */
    function counted(line: string): string {
        const [, names = ""] = /^((?:[a-z0-9-]+, )+[a-z0-9-]+): /.exec(line) ?? [];
        const all = names.split(", ");
        if (all.length < 2) return line;
        const more = all.length > 3 ? ` and ${String(all.length - 3)} more` : "";
        const first = all.slice(0, 3).join(", ");
        return `${String(all.length)} checks (${first}${more})${line.slice(names.length)}`;
    }

    it("groups what cannot be known by the missing value, with the number of checks", async () => {
        const { out } = await cli(["check", plan("awsx-nat.preview.json")]);
        assert.match(
            out,
            /\n {8}7 checks \(service-network-limits, dual-stack-tasks, load-balancer-subnets and 4 more\): networkConfiguration\.subnets of service web: it comes from/,
        );
        assert.doesNotMatch(out, /([a-z0-9-]+, ){4}[a-z0-9-]+: /);
    });

    it("says everything that the JSON says", async () => {
        const { out } = await cli(["check", ...allPlans]);
        const { files } = await checkJson(...allPlans);
        for (const { findings } of files as readonly CheckedFile[]) {
            for (const { level, policy, name, causes, severity, ...told } of findings) {
                const codes = causes.length === 0 ? "" : ` (${causes.join(", ")})`;
                assert.ok(out.includes(`  [${level}] ${policy}${codes}: ${name} `));
                assert.ok(out.includes(` (${severity})\n`));
                const { problem, details, fix, fixes } = told;
                const alternatives = fixes.map(
                    (edits, i) =>
                        `        ${String(i + 1)}. ${[...new Set(edits.map(({ says }) => says))].join(", and ")}\n`,
                );
                const mended =
                    fixes.length > 1
                        ? `fix, one of these:\n${alternatives.join("")}`
                        : `fix: ${fix}\n`;
                const lines = [
                    `      ${problem}\n`,
                    ...details.map((line) => `        ${counted(line)}\n`),
                    `      ${mended}`,
                    `      page: docs/policies/${policy}.md in the package fargate-preflight\n`,
                ];
                assert.ok(out.includes(lines.join("")), problem);
            }
        }
    });

    const words = (text: string): string => text.replaceAll(/\s+/g, " ");
    for (const columns of [80, 60]) {
        it(`keeps to ${String(columns)} columns, all words of it`, async () => {
            for (const files of [allPlans, ...allPlans.map((each) => [each])]) {
                const { out } = await cli(["check", ...files], { columns });
                for (const line of out.split("\n")) {
                    // A path or a name that has no blank stays whole.
                    const fits = line.length <= columns || /^\s*\S+$|page: /.test(line);
                    assert.ok(fits || /^\S+ +(\d+|mandatory) |^…/.test(line), line);
                }
                const whole = await cli(["check", ...files]);
                const before = (text: string): string | undefined =>
                    words(text).split("file mandatory")[0];
                assert.equal(before(out), before(whole.out));
            }
        });
    }

    it("indents what goes on, and numbers alternatives", async () => {
        const { out } = await cli(["check", plan("private-no-nat.preview.json")], { columns: 80 });
        assert.ok(
            out.includes(`
      tasks of service web cannot pull their images: from subnets private-0 and
      private-1 they cannot reach private ECR (us-east-1)
        also stopped: CloudWatch Logs by awslogs (us-east-1)
        over the internet: service web → subnet private-0 → route table
          private → no route for 0.0.0.0/0
        nor by endpoint: service web → VPC vpc → no endpoint for ecr.api,
          ecr.dkr and S3
        assuming that the subnets of web are private-0 and private-1
      fix, one of these:
        1. give the route table private a route for 0.0.0.0/0 to a NAT gateway
           in a public subnet
        2. add interface endpoints for com.amazonaws.us-east-1.ecr.api,
`),
            out,
        );
    });

    it("shortens the names of many files from the left", () => {
        const file = `exports/${"deep/".repeat(20)}network.json`;
        const text = renderText([report({ file }), report({ file: "b.json" })], {
            colours: false,
            columns: 80,
        });
        const [, row = ""] = text.split("\n");
        assert.ok(row.length <= 80 && /^….*deep\/network\.json {9}/.test(row), row);
    });

    it("shows with --quiet what fails without a finding, of one file and of several", () => {
        const open = report({ summary: { ...summary, unverified: 2 } });
        const quiet = { colours: false, only: "unknown" } as const;
        assert.match(renderText([open], quiet), /no violations; 2 checks could not be answered\n$/);
        assert.match(renderText([open, report()], quiet), /^file +mandatory/);
        assert.equal(renderText([report(), report()], quiet), "");
        assert.equal(renderText([open], { colours: false, only: "advisory" }), "");
    });

    describe("--quiet", () => {
        const warned = plan("nat.preview.json");
        const broken = plan("private-no-nat.preview.json");
        const ofCheck = { all: "disabled", "unverified-network": "mandatory" };
        const oneLeft = { all: "disabled", "vpc-flow-logs": "advisory" };
        const rows: readonly (readonly [string, readonly string[], number, RegExp])[] = [
            ["says nothing where nothing fails", [warned], 0, /^$/],
            ["of several files neither", [warned, warned], 0, /^$/],
            [
                "shows what fails, and counts the rest",
                [broken],
                1,
                /^(?!.*vpc-flow)[^]*1 mandatory, 2 advisory\n$/,
            ],
            [
                "shows of several files those that fail",
                [warned, broken],
                1,
                /^\S+private-no-nat[^]*\n\n2 files: 1 without mandatory violations, 1 with\n$/,
            ],
            [
                "with --fail-on advisory that too",
                [warned, "--fail-on", "advisory"],
                1,
                /vpc-flow-logs/,
            ],
            [
                "with --fail-on never what is mandatory",
                [broken, "--fail-on", "never"],
                0,
                /task-image-pull/,
            ],
            [
                "says what is left out",
                [warned, "--policy", "task-logs"],
                0,
                /^note: --policy task-logs: \d+ other policies left out\n$/,
            ],
        ];
        for (const [name, args, expected, says] of rows) {
            it(name, async () => {
                const { status, out, err } = await cli(["check", "--quiet", ...args]);
                assert.deepEqual([status, err], [expected, ""]);
                assert.match(out, says);
            });
        }

        for (const [name, configuration, said] of [
            ["says that nothing is checked", { all: "disabled" }, /: nothing was checked: the con/],
            ["says so too where only the check itself is on", ofCheck, /: nothing was checked: /],
            ["says nothing of it where one policy is left", oneLeft, /^$/],
        ] as const) {
            it(name, async () => {
                const folder = new Folder();
                const config = folder.write("off.json", JSON.stringify(configuration));
                const result = await cli(["check", "--quiet", broken, "--config", config]);
                folder.remove();
                assert.deepEqual([result.status, result.out], [0, ""]);
                assert.match(result.err, said);
            });
        }
    });
});
