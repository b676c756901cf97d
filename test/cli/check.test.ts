import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { policies } from "../../policies";
import { run } from "../../src/cli/program";
import { formats } from "../../src/cli/render";
import { allPlans, checkJson, checkOne, cli, Folder, inTwo, plan } from "./support";

/** The set of mandatory violations of each bundled plan. */
const verdicts: Readonly<Record<string, readonly string[]>> = {
    "awsx-nat.preview.json": [],
    "awsx-nat.recording.json": [],
    "ipv6.recording.json": [],
    "isolated.recording.json": [],
    "nat-deployed.recording.json": [],
    "nat.export.json": [],
    "nat.preview.json": [],
    "nat.recording.json": [],
    "native-nat.recording.json": [],
    "private-no-nat.preview.json": ["task-image-pull"],
    "public-no-public-ip.preview.json": ["task-image-pull"],
    "public-no-public-ip.recording.json": ["task-image-pull"],
    "shop.recording.json": ["task-secrets"],
    "target-group-instance.preview.json": ["target-group-type"],
};

const healthy = plan("nat.preview.json");
const broken = plan("private-no-nat.preview.json");

describe("check", () => {
    let folder: Folder;
    before(() => {
        folder = new Folder();
    });
    after(() => {
        folder.remove();
    });

    const config = (content: unknown): string =>
        folder.write(
            "config.json",
            typeof content === "string" ? content : JSON.stringify(content),
        );

    describe("the bundled plans", () => {
        it("are all in the table", () => {
            assert.deepEqual(allPlans.map((file) => basename(file)).sort(), Object.keys(verdicts));
        });

        for (const [name, expected] of Object.entries(verdicts)) {
            it(`${name}: ${expected.join(", ") || "healthy"}`, async () => {
                const { findings, summary } = await checkOne(plan(name));
                const mandatory = findings.filter(({ level }) => level === "mandatory");
                assert.deepEqual([...new Set(mandatory.map(({ policy }) => policy))], expected);
                assert.equal(summary.mandatory, mandatory.length);
                assert.equal(summary.advisory, findings.length - mandatory.length);
                assert.equal(summary.kind, name.split(".")[1]);
                assert.equal(summary.withoutFargate, false);
                const { status } = await cli(["check", plan(name)]);
                assert.equal(status, expected.length > 0 ? 1 : 0);
            });
        }
    });

    describe("exit status", () => {
        const absent = "absent.json";
        const rows: readonly (readonly [readonly string[], number])[] = [
            [[healthy], 0],
            [[healthy, healthy], 0],
            [[healthy, broken], 1],
            [[broken, healthy], 1],
            [[absent], 2],
            [[absent, healthy], 2],
            [[broken, absent], 2],
        ];
        for (const [files, expected] of rows) {
            it(`is ${String(expected)} for ${files.map((file) => basename(file)).join(" ")}`, async () => {
                assert.equal((await cli(["check", ...files])).status, expected);
                assert.equal((await cli(["check", "--format", "json", ...files])).status, expected);
            });
        }

        it("is 0 where only advisory policies are violated", async () => {
            const levels = config({ "task-image-pull": "advisory" });
            const { findings } = await checkOne(broken, "--config", levels);
            const finding = findings.find(({ policy }) => policy === "task-image-pull");
            assert.equal(finding?.level, "advisory");
            const { status, out } = await cli(["check", broken, "--config", levels]);
            assert.equal(status, 0);
            assert.match(out, /^ {2}\[advisory] task-image-pull \(no-route\): web at index\.ts:/m);
        });
    });

    it("checks and prints the other files where one cannot be read", async () => {
        const files = ["absent.json", broken, "gone.json", healthy];
        const { out, err } = await cli(["check", ...files]);
        assert.match(out, /private-no-nat\.preview\.json[^]+nat\.preview\.json/);
        assert.match(
            out,
            /\n4 files: 1 without mandatory violations, 1 with, 2 could not be checked\n$/,
        );
        assert.match(
            err,
            /^fargate-preflight: absent\.json: .+\nfargate-preflight: gone\.json: .+\n$/,
        );
        const output = await checkJson(...files);
        assert.deepEqual(
            output.files.map(({ file }) => file),
            files,
        );
    });

    describe("configuration", () => {
        it("turns policies off", async () => {
            const { findings } = await checkOne(broken, "--config", config({ all: "disabled" }));
            assert.deepEqual(findings, []);
        });

        // Each of them looks as healthy as can be otherwise.
        const off = policies.filter(({ level }) => level !== "disabled").length;
        for (const format of formats) {
            for (const [given, said] of [
                [{ all: "disabled" }, `${String(off)} policies are turned off`],
                [{ "task-image-pull": "disabled" }, "1 policy is turned off"],
                [{ "service-public-ip": "disabled", "task-logs": "advisory" }, undefined],
            ] as const) {
                it(`is told in ${format}: ${said ?? "nothing is turned off"}`, async () => {
                    for (const files of [[broken], [broken, healthy]]) {
                        const argv = ["check", ...files, "--config", config(given)];
                        const { out } = await cli([...argv, "--format", format]);
                        const json = /"turnedOff": (\d+)/.exec(out)?.[1];
                        if (format === "json") {
                            assert.equal(json, (said ?? "0").split(" ")[0]);
                        } else if (said === undefined)
                            assert.doesNotMatch(out, /(is|are) turned off["; .\n]/);
                        else assert.ok(out.includes(said), out);
                    }
                });
            }
        }

        it("counts remediate as mandatory", async () => {
            const levels = config({ "unverified-network": "remediate" });
            const { findings } = await checkOne(
                plan("awsx-nat.recording.json"),
                "--config",
                levels,
            );
            const finding = findings.find(({ policy }) => policy === "unverified-network");
            assert.equal(finding?.level, "mandatory");
        });

        it("passes settings on", async () => {
            const settings = config({ "preflight-settings": { trustDependencies: false } });
            const { findings } = await checkOne(broken, "--config", settings);
            assert.ok(!findings.some(({ policy }) => policy === "task-image-pull"));
            assert.ok(findings.some(({ policy }) => policy === "unverified-network"));
        });

        it("takes an object without entries for the defaults", async () => {
            const given = await checkOne(broken, "--config", config("{}"));
            assert.deepEqual(given, await checkOne(broken));
        });

        // What a slip in a template leaves of a strict configuration.
        const nothing = /: there is nothing in it; expected a JSON object such as .+\n$/;
        for (const [what, content, expected] of [
            ["no byte", "", nothing],
            ["blank space", " \r\n\t", nothing],
            ["a mark alone", "\ufeff", nothing],
            ["null", "null", /: this is null; expected an object with an entry per policy\n$/],
        ] as const) {
            it(`refuses a file of ${what}, and checks nothing`, async () => {
                for (const argv of [
                    ["check", broken],
                    ["explain", broken, "--service", "web"],
                ]) {
                    const { status, out, err } = await cli([...argv, "--config", config(content)]);
                    assert.deepEqual([status, out], [2, ""]);
                    assert.match(err, expected);
                }
            });

            it(`refuses facts of ${what}, too`, async () => {
                const { status, out, err } = await cli([
                    "check",
                    broken,
                    "--facts",
                    config(content),
                ]);
                assert.deepEqual([status, out], [2, ""]);
                assert.match(err, /config\.json: [^\n]*expected [^\n]+\n$/);
            });
        }

        const bad: readonly (readonly [string, string, RegExp])[] = [
            [
                "two wrong entries",
                '{"task-image-pul": "advisory", "all": "off"}',
                /^fargate-preflight: \S+config\.json: task-image-pul: there is no such policy; expected perhaps task-image-pull\nfargate-preflight: \S+config\.json: all: "off" is no level; expected .+\n$/,
            ],
            [
                "what is no JSON",
                '{"all": advisory}',
                /config\.json: this is not JSON: unexpected character at line 1, column 9; expected a JSON object such as .+\n$/,
            ],
            [
                "a list",
                "[]",
                /config\.json: this is a list; expected an object with an entry .+\n$/,
            ],
        ];
        for (const [name, content, expected] of bad) {
            it(`refuses ${name}, and checks nothing`, async () => {
                const { status, out, err } = await cli([
                    "check",
                    broken,
                    "--config",
                    config(content),
                ]);
                assert.deepEqual([status, out], [2, ""]);
                assert.match(err, expected);
            });
        }

        it("finds the same in a preview's file if preflight-inputs is disabled", async () => {
            const given = config('{"all": "disabled", "task-image-pull": "mandatory"}');
            const { status, out } = await cli(["check", broken, "--config", given]);
            assert.equal(status, 1);
            assert.match(out, /\[mandatory\] task-image-pull \(no-route\): web/);
        });

        it("refuses a file that is not there", async () => {
            const { status, out, err } = await cli(["check", broken, "--config", "absent.json"]);
            assert.deepEqual([status, out], [2, ""]);
            assert.match(
                err,
                /^fargate-preflight: absent\.json: there is no such file; expected .+\n$/,
            );
        });
    });

    describe("notes", () => {
        it("says in one line that nothing runs on Fargate", async () => {
            const urn = "urn:pulumi:dev::web::aws:s3/bucket:Bucket::data";
            const steps = [{ op: "create", urn, newState: { urn, type: "aws:s3/bucket:Bucket" } }];
            const file = folder.write("bucket.json", JSON.stringify({ steps, changeSummary: {} }));
            const { status, out, err } = await cli(["check", file]);
            assert.deepEqual([status, err], [0, ""]);
            assert.equal(
                out,
                `${file} (pulumi preview, 1 resource): nothing in it runs on Fargate\n`,
            );
            const { summary } = await checkOne(file);
            assert.equal(summary.withoutFargate, true);
        });

        it("says that a preview hides what is unchanged", async () => {
            const preview = JSON.parse(readFileSync(broken, "utf8")) as {
                changeSummary: Record<string, number>;
            };
            preview.changeSummary.same = 7;
            const file = folder.write("hiding.json", JSON.stringify(preview));
            const { summary } = await checkOne(file);
            assert.match(summary.incomplete ?? "", /--show-sames/);
            const { out } = await cli(["check", file]);
            assert.ok(out.includes(`\n  note: ${summary.incomplete ?? ""}\n`), out);
            assert.ok(out.includes("\n      fix: check the whole plan\n"), out);
        });
    });

    describe("usage", () => {
        const rows: readonly (readonly [readonly string[], RegExp])[] = [
            [[], /^Usage: fargate-preflight /],
            [["check"], /^error: missing required argument 'file'\n/],
            [["chekc", healthy], /^error: unknown command 'chekc'\n\(Did you mean check\?\)\n/],
            [["check", "--fast", healthy], /^error: unknown option '--fast'\n/],
            [
                ["check", "--format", "xml", healthy],
                /^error: option '--format <format>' argument 'xml' is invalid\. Allowed choices are text, json, sarif, junit, github, markdown, html\.\n/,
            ],
            [
                ["check", healthy, "--config", "a.json", "--config", "b.json"],
                /^error: option '--config <file>' is given twice\n/,
            ],
            [
                ["explain", healthy, "--service", "web", "--service", "api"],
                /^error: option '--service <name>' is given twice\n/,
            ],
            [["explain", "--service", "web"], /^error: missing required argument 'plan'\n/],
            [
                ["explain", healthy, broken, "--service", "web"],
                /^error: too many arguments: expected one plan\n/,
            ],
            [
                ["explain", healthy, "--service", "web", "--keep-unknown", "aws:*"],
                /^error: --keep-unknown is for --rehearse\n/,
            ],
            [
                ["snapshot", "--export", healthy, "--region", "eu-west-1"],
                /^fargate-preflight: --region and --profile are for --vpc and --default-vpc/,
            ],
            [
                ["snapshot", "--vpc", "vpc-1", "main"],
                /^fargate-preflight: --vpc: main: expected the id of a VPC, such as vpc-0/,
            ],
            [["check", healthy, "--config"], /^error: option '--config <file>' argument missing\n/],
        ];
        for (const [argv, expected] of rows) {
            it(`refuses [${argv.map((each) => basename(each)).join(" ")}]`, async () => {
                const { status, out, err } = await cli(argv);
                assert.deepEqual([status, out], [2, ""]);
                assert.match(err, expected);
            });
        }

        it("does not let the names of files steer the terminal", async () => {
            const { err } = await cli(["check", "a\u001b[2J\nb"]);
            assert.match(
                err,
                /^fargate-preflight: a\\u001b\[2J\\nb: there is no such file; [^\n]+\n$/,
            );
        });

        it("does not let arguments steer it either", async () => {
            const { status, err } = await cli(["check", healthy, "--formt\u001b[2J\n::error::x"]);
            assert.equal(status, 2);
            assert.match(err, /^error: unknown option '--formt\\u001b\[2J\\n::error::x'[^\n]*\n/);
        });

        it("tells its version", async () => {
            const file = `${__dirname}/../../package.json`;
            const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
            assert.deepEqual(await cli(["--version"]), { status: 0, out: `${version}\n`, err: "" });
        });

        it("helps", async () => {
            const { status, out, err } = await cli(["check", "--help"]);
            assert.deepEqual([status, err], [0, ""]);
            assert.match(
                out,
                /^Usage: fargate-preflight check \[options] <file\.\.\.>\n[^]+\nExit status:\n/,
            );
            assert.equal((await cli(["--help"])).status, 0);
        });

        it("helps in lines of 80 characters, whatever the command", async () => {
            const { out } = await cli(["--help"]);
            const commands = [...out.matchAll(/^ {2}([a-z]+) .*\S/gm)].map(([, name = ""]) => name);
            assert.ok(commands.length > 8);
            for (const command of commands.filter((each) => each !== "help")) {
                const help = (await cli([command, "--help"])).out;
                assert.deepEqual(
                    help.split("\n").filter((line) => line.length > 80),
                    [],
                    command,
                );
            }
        });

        it("shows how to call the installed command, never a stranger's of this name", async () => {
            for (const command of ["check", "explain", "rehearse", "snapshot"]) {
                const [, examples = ""] = (await cli([command, "--help"])).out.split("Examples:");
                const calls = examples.match(/.{0,17}fargate-preflight /g) ?? [];
                assert.notDeepEqual(calls, [], command);
                for (const call of calls) assert.equal(call, "npx --no-install fargate-preflight ");
            }
        });

        it("names an error outside of all files as a bug", async () => {
            let err = "";
            const status = await run(["check", healthy], {
                stdin: inTwo(Buffer.of()),
                out: () => {
                    throw new TypeError("hunter2");
                },
                err: (text) => (err += text),
                colours: false,
            });
            assert.equal(status, 2);
            assert.equal(
                err,
                "fargate-preflight: a bug in fargate-preflight (TypeError); please report it\n",
            );
        });
    });
});
