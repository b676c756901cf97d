import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { policies } from "../../policies";
import { framesOf, reportBug } from "../../src/cli/bugs";
import { showsColours, widthOf } from "../../src/cli/io";
import { wrapped } from "../../src/cli/wrap";
import { built } from "../support/built";
import { cli, Folder, plan } from "./support";

const main = built("src", "cli", "main.js");
const broken = plan("private-no-nat.preview.json");

describe("colours", () => {
    const rows: readonly (readonly [boolean, NodeJS.ProcessEnv, boolean])[] = [
        [true, {}, true],
        [false, {}, false],
        [true, { TERM: "dumb" }, false],
        [true, { NO_COLOR: "1" }, false],
        [true, { NO_COLOR: "" }, true],
        [false, { FORCE_COLOR: "1" }, true],
        [true, { FORCE_COLOR: "0" }, false],
        [true, { FORCE_COLOR: "false" }, false],
        [false, { FORCE_COLOR: "" }, false],
        [true, { FORCE_COLOR: "1", TERM: "dumb" }, true],
        [true, { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
    ];
    for (const [isTerminal, env, expected] of rows) {
        const where = isTerminal ? "on a terminal" : "in a pipe";
        it(`${expected ? "are" : "are not"} shown ${where} with ${JSON.stringify(env)}`, () => {
            assert.equal(showsColours(isTerminal, env), expected);
        });
    }

    it("are as --color says, whatever the terminal is", async () => {
        for (const command of [
            ["check", broken],
            ["explain", broken, "--service", "web"],
        ]) {
            const always = await cli([...command, "--color", "always"]);
            assert.ok(always.out.includes("\u001b[1m"));
            const never = await cli([...command, "--color", "never"], { colours: true });
            assert.ok(!never.out.includes("\u001b"));
            const auto = await cli([...command, "--color", "auto"], { colours: true });
            assert.equal(auto.out, always.out);
        }
        assert.equal((await cli(["check", broken, "--color", "sometimes"])).status, 2);
    });

    it("are forced in a pipe by the environment, and taken away", () => {
        const run = (env: NodeJS.ProcessEnv): string =>
            spawnSync(process.execPath, [main, "check", broken], {
                encoding: "utf8",
                env: { ...process.env, FORCE_COLOR: "", NO_COLOR: "", COLUMNS: "", ...env },
            }).stdout;
        assert.ok(run({ FORCE_COLOR: "1" }).includes("\u001b[31m"));
        assert.ok(!run({}).includes("\u001b"));
        const wide = run({}).split("\n");
        assert.ok(wide.some((line) => line.length > 200));
        assert.ok(run({ COLUMNS: "80" }).split("\n").length > wide.length);
    });
});

describe("the width", () => {
    const rows: readonly (readonly [Parameters<typeof widthOf>[0], string, number | undefined])[] =
        [
            [{ isTTY: true, columns: 100 }, "", 100],
            [{ isTTY: true, columns: 0 }, "", 80],
            [{ isTTY: true }, "", 80],
            [{ isTTY: true, columns: 100 }, "60", 100],
            [{}, "", undefined],
            [{}, "80", 80],
            [{}, "wide", undefined],
            [{}, "0", undefined],
            [{}, "-80", undefined],
        ];
    for (const [stream, COLUMNS, expected] of rows) {
        it(`is ${String(expected)} for ${JSON.stringify(stream)} with COLUMNS=${COLUMNS}`, () => {
            assert.equal(widthOf(stream, { COLUMNS }), expected);
        });
    }

    it("is kept to, with what goes on indented", () => {
        const text = "a long sentence that does not fit into so few columns as there are here";
        assert.deepEqual(wrapped("  fix: ", text, 50), [
            "  fix: a long sentence that does not fit into so",
            "       few columns as there are here",
        ]);
        assert.deepEqual(wrapped("  ", text, undefined), [`  ${text}`]);
        const path = "x".repeat(60);
        assert.deepEqual(wrapped("  ", `see ${path} there`, 50, 2), [
            "  see",
            `    ${path}`,
            "    there",
        ]);
    });
});

describe("--output on a terminal", () => {
    it("prints what became of it as well", async () => {
        const folder = new Folder();
        try {
            const output = join(folder.path, "out.sarif");
            const args = ["check", broken, "--format", "sarif", "--output", output];
            const { status, out } = await cli(args, { columns: 120 });
            assert.equal(status, 1);
            assert.match(
                out.replaceAll(/\s+/g, " "),
                /^\S+private-no-nat\.preview\.json \(pulumi preview, 24 resources\): 1 mandatory, 2 advisory \S+out\.sarif: written \(sarif\) $/,
            );
            const many = await cli([...args, plan("nat.preview.json")], { columns: 200 });
            assert.match(many.out, /^file +mandatory[^]+\n2 files: 1 without/);
            assert.equal((await cli(args)).out, "");
            assert.equal((await cli([...args, "--quiet"], { columns: 80 })).out, "");
        } finally {
            folder.remove();
        }
    });
});

describe("--debug", () => {
    const secret = "hunter2 in /home/somebody/app.json";

    function thrown(): unknown {
        try {
            (undefined as unknown as { readonly x: () => void }).x();
        } catch (error) {
            if (error instanceof Error) error.message = secret;
            return error;
        }
        return undefined;
    }

    it("tells where a bug is, and neither values nor paths of the machine", () => {
        const error = thrown();
        assert.ok(error instanceof Error);
        error.stack = `${error.stack ?? ""}\n    at read (/home/somebody/app.json:1:2)`;
        const frames = framesOf(error);
        assert.match(
            frames,
            /^TypeError\n {2}at thrown \(test\/cli\/terminal\.test\.ts:\d+:\d+\)\n/,
        );
        assert.doesNotMatch(frames, /hunter2|\/home|somebody/);
        assert.equal(framesOf("hunter2"), "string");
        const err: string[] = [];
        reportBug(frames, {
            stdin: process.stdin,
            out: () => undefined,
            err: (text) => err.push(text),
            colours: false,
        });
        assert.match(err.join(""), /fargate-preflight \d+\.\d+\.\d+, Node v\d+/);
    });

    it("tells where a policy threw, beside a report that is as without it", async () => {
        const policy = policies.find(({ name }) => name === "vpc-flow-logs") as { check: unknown };
        const { check } = policy;
        policy.check = () => {
            throw new RangeError(secret);
        };
        try {
            for (const format of ["text", "json"]) {
                const args = ["check", broken, "--format", format];
                const plain = await cli(args);
                assert.match(plain.out, /could not check .+ because of a bug/);
                assert.equal(plain.err, "");
                const { status, out, err } = await cli([...args, "--debug"]);
                assert.deepEqual([status, out], [plain.status, plain.out]);
                assert.match(err, /\nRangeError\n {2}at [^\n]*test\/cli\/terminal\.test\.ts:\d+/);
                assert.doesNotMatch(out + err, /hunter2/);
            }
        } finally {
            policy.check = check;
        }
    });

    it("says nothing where there is no bug", async () => {
        const plain = await cli(["check", broken]);
        assert.deepEqual(await cli(["check", broken, "--debug"]), plain);
    });
});
