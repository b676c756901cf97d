import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import prettier from "prettier";
import type { Log } from "sarif";
import { writeFileSync } from "node:fs";
import { exceptionsSchema } from "../../src/policy";
import { isValid, problems } from "./schema";
import { cli, Folder, plan, type Output, type Result } from "./support";

const broken = plan("private-no-nat.preview.json");
const today = "2026-11-28T12:00:00Z";

const reason = "the NAT gateway comes in <January>";
const ofCause = {
    code: "no-route",
    resource: "web",
    reason,
    owner: "the platform team",
    until: "2026-12-31",
};
const inWords = `excepted until 2026-12-31, by the platform team: ${reason}`;
const problem = "tasks of service web cannot pull their images";

describe("exceptions in files", () => {
    const folder = new Folder();
    after(() => folder.remove());

    const check = async (exceptions: unknown, ...argv: readonly string[]): Promise<Result> => {
        const file = folder.write("exceptions.json", JSON.stringify({ exceptions }));
        return cli(["check", broken, "--exceptions", file, ...argv], { today });
    };
    const format = async (name: string, exceptions: unknown = [ofCause]): Promise<string> => {
        const { status, out } = await check(exceptions, "--format", name);
        assert.equal(status, 0);
        return out;
    };

    it("without them it blocks", async () => {
        assert.equal((await cli(["check", broken], { today })).status, 1);
    });

    describe("are read", () => {
        const rows: readonly (readonly [string, string, string])[] = [
            ["as JSON", "a.json", JSON.stringify({ exceptions: [ofCause] })],
            [
                "as JSON with comments, and commas at the end",
                "a.jsonc",
                `// why\n{ "exceptions": [ { "code": "no-route", "resource": "web", /* so */ "reason": "x", }, ], }`,
            ],
            [
                "as YAML, where a day stays a day",
                "a.yaml",
                "exceptions:\n  - code: no-route\n    resource: web\n    reason: x # why\n    until: 2026-12-31\n",
            ],
            [
                "as YAML of the other ending",
                "a.yml",
                "exceptions: [{code: no-route, resource: web, reason: x}]",
            ],
            [
                "with the name of their schema",
                "b.json",
                JSON.stringify({ $schema: "exceptions.schema.json", exceptions: [ofCause] }),
            ],
        ];
        for (const [name, file, text] of rows) {
            it(name, async () => {
                const written = folder.write(file, text);
                const { status, err } = await cli(["check", broken, "--exceptions", written], {
                    today,
                });
                assert.equal(status, 0, err);
            });
        }

        it("from standard input", async () => {
            const stdin = JSON.stringify({ exceptions: [ofCause] });
            const result = await cli(["check", broken, "--exceptions", "-"], { today, stdin });
            assert.equal(result.status, 0, result.err);
        });

        it("from several files, and from the configuration", async () => {
            const one = folder.write("one.json", JSON.stringify({ exceptions: [ofCause] }));
            const two = folder.write(
                "two.json",
                JSON.stringify({ exceptions: [{ ...ofCause, reason: "2" }] }),
            );
            const settings = { exceptions: [{ ...ofCause, reason: "3" }] };
            const config = folder.write(
                "c.json",
                JSON.stringify({ "preflight-settings": settings }),
            );
            const argv = ["check", broken, "--exceptions", one, "--exceptions", two];
            const { status, out } = await cli([...argv, "--config", config], { today });
            assert.equal(status, 0);
            for (const each of [reason, ": 2", ": 3"]) assert.ok(out.includes(each), each);
        });
    });

    describe("are refused", () => {
        const a = 'expected {"exceptions": [...]}, each with a reason';
        const tooDeep = "it is nested too deeply, or repeats too much by aliases; expected at most";
        const rows: readonly (readonly [string, string, string | undefined, string])[] = [
            ["without a file", "absent.yaml", undefined, "there is no such file"],
            ["blank", "a.yaml", " \n", "there is nothing in it"],
            ["of comments alone", "a.yaml", "# none yet\n", "there is nothing in it"],
            ["as a list", "a.json", "[]", `the file: expected an object; ${a}`],
            ["of another name", "a.json", '{"exception": []}', "exceptions: it is missing"],
            ["as another thing", "a.yaml", "exceptions: all", "exceptions: expected a list"],
            ["cut off", "a.json", '{"exceptions": [', "the JSON is cut off at line 1, column 17"],
            [
                "that are not JSON",
                "a.json",
                '{"exceptions": secret}',
                "this is not JSON: unexpected character at line 1",
            ],
            ["that are not YAML", "a.yaml", 'exceptions:\n  - "secret', "this is not YAML: line "],
            ["that hold themselves", "a.yaml", "exceptions: &a [*a]", tooDeep],
            [
                "that repeat too much",
                "a.yaml",
                `exceptions:\n  - &a0 [x]\n${Array.from({ length: 40 }, (_, i) => `  - &a${String(i + 1)} [*a${String(i)}, *a${String(i)}]\n`).join("")}`,
                tooDeep,
            ],
            [
                "that are deeper than the stack",
                "a.json",
                `{"exceptions": ${"[".repeat(50_000)}${"]".repeat(50_000)}}`,
                tooDeep,
            ],
            [
                "with a list twice, of which the first would be lost",
                "a.json",
                JSON.stringify({ exceptions: [ofCause], b: [] }).replace('"b"', '\n"exceptions"'),
                "a.json: the key exceptions is there twice in one object, again at line 2, column 1; expected it once",
            ],
            [
                "with a list twice, in YAML",
                "a.yaml",
                "exceptions: []\n# more\nexceptions: []\n",
                "a.yaml: the key exceptions is there twice in one object, again at line 3, column 1; expected it once",
            ],
            [
                "with something wrong in one of them",
                "a.json",
                JSON.stringify({ exceptions: [ofCause, { ...ofCause, code: "no-rout" }] }),
                "a.json: exceptions[1].code: there is no such code; expected perhaps no-route",
            ],
        ];
        for (const [name, file, text, said] of rows) {
            it(name, async () => {
                const path =
                    text === undefined ? join(folder.path, file) : folder.write(file, text);
                const { status, out, err } = await cli(["check", broken, "--exceptions", path], {
                    today,
                });
                assert.equal(status, 2);
                assert.equal(out, "");
                assert.ok(err.includes(said), err);
                assert.ok(!err.includes("secret") && !err.includes("    at "), err);
            });
        }

        it("in the configuration", async () => {
            const settings = { exceptions: [{ policy: "task-image-pull", reason }] };
            const config = folder.write(
                "c.json",
                JSON.stringify({ "preflight-settings": settings }),
            );
            const { status, err } = await cli(["check", broken, "--config", config], { today });
            assert.equal(status, 2);
            assert.match(
                err,
                /^fargate-preflight: .*c\.json: preflight-settings\.exceptions\[0]: it is too broad/,
            );
        });
    });

    describe("hold until the end of their last day, in UTC", () => {
        for (const [time, status] of [
            ["2026-12-31T23:59:59.999Z", 0],
            ["2027-01-01T00:00:00Z", 1],
            ["2027-01-01T00:59:00+01:00", 0],
        ] as const) {
            it(`at ${time}`, async () => {
                const file = folder.write("u.json", JSON.stringify({ exceptions: [ofCause] }));
                const argv = ["check", broken, "--exceptions", file];
                const result = await cli(argv, { today: time });
                assert.equal(result.status, status);
                const hasEnded = "the exception by the platform team for it ended on 2026-12-31";
                assert.equal(result.out.includes(hasEnded), status === 1);
            });
        }
    });

    describe("are told, with their reason,", () => {
        it("in text", async () => {
            const out = await format("text");
            assert.match(
                out,
                /\n {2}\[excepted] task-image-pull \(no-route\): web at index\.ts:134:1\n {6}tasks of service web cannot pull/,
            );
            assert.ok(out.includes(`\n      ${inWords}\n`), out);
            assert.match(out, /\n {2}0 mandatory, 2 advisory; 1 excepted\n$/);
        });

        it("in the table of several files", async () => {
            const file = folder.write("t.json", JSON.stringify({ exceptions: [ofCause] }));
            const argv = ["check", broken, plan("nat.preview.json"), "--exceptions", file];
            const { out } = await cli(argv, { today });
            assert.match(out, /\nfile +mandatory +advisory +accepted +unverified +resources\n/);
            assert.match(out, /private-no-nat\.preview\.json +0 +2 +1 +\d+ +24\n/);
            assert.match(out, /2 files: 2 without mandatory violations, 0 with; 1 excepted\n/);
        });

        it("in JSON", async () => {
            const output = JSON.parse(await format("json")) as Output;
            assert.ok(isValid(output), problems());
            const [file] = output.files;
            assert.ok(file !== undefined && "summary" in file);
            const { findings, accepted, summary } = file;
            assert.deepEqual(
                findings.map(({ policy }) => policy),
                ["service-start-order", "vpc-flow-logs"],
            );
            assert.deepEqual([summary.mandatory, summary.excepted, summary.inBaseline], [0, 1, 0]);
            const [first] = accepted;
            assert.equal(first?.policy, "task-image-pull");
            assert.equal(first.by, "exception");
            const [exception] = first.exceptions;
            const { owner, until } = ofCause;
            const place = `${join(folder.path, "exceptions.json")}: exceptions[0]`;
            assert.deepEqual(exception, { place, reason, owner, until });
        });

        it("in SARIF, as a suppression with its justification", async () => {
            const [run] = (JSON.parse(await format("sarif")) as Log).runs;
            const result = run?.results?.find(({ ruleId }) => ruleId === "task-image-pull");
            const [suppression, ...others] = result?.suppressions ?? [];
            assert.equal(others.length, 0);
            assert.equal(suppression?.kind, "external");
            assert.equal(suppression.status, "accepted");
            assert.equal(suppression.justification, reason);
            assert.equal(result?.level, "error");
            const rest = run?.results?.filter(({ ruleId }) => ruleId !== "task-image-pull");
            assert.ok(rest?.every(({ suppressions }) => suppressions === undefined));
        });

        it("in JUnit, as a test that is skipped", async () => {
            const out = await format("junit");
            const test = /<testcase [^>]*name="task-image-pull"[^>]*>(.*?)<\/testcase>/s.exec(
                out,
            )?.[1];
            const escaped = inWords.replace("<", "&lt;").replace(">", "&gt;");
            assert.ok(test?.includes(`<skipped message="${escaped}">`), test ?? out);
            assert.ok(test?.includes(problem) === true && !test.includes("<failure"));
            assert.match(out, /failures="0"/);
        });

        it("in JUnit, beside a finding of the same policy that fails", async () => {
            const config = folder.write("m.json", '{"vpc-flow-logs": "mandatory"}');
            const { out } = await check([ofCause], "--config", config, "--format", "junit");
            assert.match(out, /name="vpc-flow-logs"[^>]*>\n?.*<failure/s);
        });

        it("for GitHub, as a notice after all else", async () => {
            const lines = (await format("github")).trimEnd().split("\n");
            const line = lines.at(-2) ?? "";
            assert.match(
                line,
                /^::notice file=index\.ts,line=134,col=1,title=task-image-pull%3A web::excepted until/,
            );
            assert.ok(line.includes(reason) && line.includes(problem));
        });

        it("in Markdown, folded", async () => {
            const out = await format("markdown");
            assert.match(
                out,
                /<details><summary>1 accepted finding<\/summary>\n\n- task-image-pull: web at index\.ts:134:1: tasks of /,
            );
            assert.ok(out.includes("the NAT gateway comes in \\<January\\>"), out);
            assert.match(out, /\*\*0 mandatory, 2 advisory\*\*; 1 excepted/);
        });

        it("on the map, as a muted entry", async () => {
            const out = await format("html");
            const entry = /<li class="item violated accepted".*?<\/li>/s.exec(out)?.[0] ?? "";
            assert.ok(entry.includes("<b>excepted</b>"), out.slice(0, 200));
            assert.ok(entry.includes("comes in &lt;January&gt;") && entry.includes(problem));
            assert.ok(!entry.includes("<details open"));
            assert.match(out, /<h4>Accepted<\/h4>/);
        });
    });

    describe("that accept nothing", () => {
        const idle = { policy: "task-secrets", resource: "web", reason };
        const said =
            /exceptions\.json: exceptions\[1] \(task-secrets\) accepts nothing: no such finding is there/;

        for (const name of ["text", "json", "sarif", "junit", "github", "markdown", "html"]) {
            it(`are advice, in ${name}`, async () => {
                const text = (await format(name, [ofCause, idle]))
                    .replaceAll("\\[", "[")
                    .replaceAll("\\]", "]");
                assert.match(text.replaceAll("\\_", "_"), said);
            });
        }

        it("are none if they do in another file", async () => {
            const other = plan("public-no-public-ip.preview.json");
            const ofOther = { code: "no-public-ip", resource: "web", reason };
            const file = folder.write("o.json", JSON.stringify({ exceptions: [ofCause, ofOther] }));
            const { status, out } = await cli(["check", broken, other, "--exceptions", file], {
                today,
            });
            assert.equal(status, 0);
            assert.ok(!out.includes("accepts nothing"), out);
        });

        it("are not called so where the preview leaves out what is unchanged", async () => {
            const whole = JSON.parse(readFileSync(plan("nat.preview.json"), "utf8")) as object;
            const part = folder.write(
                "part.json",
                JSON.stringify({ ...whole, changeSummary: { create: 27, same: 3 } }),
            );
            const file = folder.write("h.json", JSON.stringify({ exceptions: [idle] }));
            const { out } = await cli(["check", part, "--exceptions", file], { today });
            assert.match(out, /3 unchanged resources are not in this preview/);
            assert.ok(!out.includes("accepts nothing"), out);
            const elsewhere = { ...idle, project: "shop" };
            const other = folder.write("i.json", JSON.stringify({ exceptions: [elsewhere] }));
            assert.match(
                (await cli(["check", part, "--exceptions", other], { today })).out,
                /accepts nothing/,
            );
        });

        it("are not called so where a check has no answer, or a file could not be read", async () => {
            const open = plan("awsx-nat.preview.json");
            const ofOpen = { policy: "task-image-pull", resource: "web", reason };
            const file = folder.write("p.json", JSON.stringify({ exceptions: [ofOpen] }));
            const asked = await cli(["check", open, "--exceptions", file], { today });
            assert.match(asked.out, /could not be answered/);
            assert.ok(!asked.out.includes("accepts nothing"), asked.out);
            const unread = await cli(
                ["check", plan("nat.preview.json"), "absent.json", "--exceptions", file],
                { today },
            );
            assert.equal(unread.status, 2);
            assert.ok(!unread.out.includes("accepts nothing"));
        });
    });

    it("hide no open question, even where those block", async () => {
        const open = plan("awsx-nat.preview.json");
        const ofAll = [
            { policy: "task-image-pull", project: "web", reason },
            { code: "no-route", project: "web", reason },
        ];
        const file = folder.write("q.json", JSON.stringify({ exceptions: ofAll }));
        const config = folder.write("s.json", '{"unverified-network": "mandatory"}');
        const argv = ["check", open, "--config", config, "--exceptions", file];
        const { status, out } = await cli(argv, { today });
        assert.equal(status, 1);
        assert.match(out, /\[mandatory] unverified-network/);
    });

    it("may not be the file that is written", async () => {
        const file = folder.write("w.json", JSON.stringify({ exceptions: [ofCause] }));
        const { status, err } = await cli([
            "check",
            broken,
            "--exceptions",
            file,
            "--output",
            file,
        ]);
        assert.equal(status, 2);
        assert.match(err, /it is one of the files that are read/);
    });

    it("have a schema, which is published as it counts (UPDATE_DOCS=1 writes it)", async () => {
        const published = join(__dirname, "..", "..", "docs", "exceptions.schema.json");
        const text = await prettier.format(JSON.stringify(exceptionsSchema), {
            ...(await prettier.resolveConfig(published)),
            parser: "json",
        });
        if (process.env.UPDATE_DOCS === "1") writeFileSync(published, text);
        assert.equal(readFileSync(published, "utf8"), text);
    });
});
