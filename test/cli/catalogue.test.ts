import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { policies } from "../../policies";
import { cli, Folder } from "./support";

const root = join(__dirname, "..", "..");

describe("list", () => {
    it("names every policy with its level and severity, in their order", async () => {
        const { status, out, err } = await cli(["list"]);
        assert.deepEqual([status, err], [0, ""]);
        const [titles, ...rows] = out.trimEnd().split("\n");
        assert.match(titles ?? "", /^policy +level +severity +what must hold$/);
        assert.deepEqual(
            rows.map((row) => row.split(/ {2,}/)),
            policies.map(({ name, level, severity, description }) => [
                name,
                level,
                severity,
                description,
            ]),
        );
    });

    it("fits a terminal", async () => {
        const { out } = await cli(["list"], { columns: 80 });
        assert.deepEqual(
            out.split("\n").filter((line) => line.length > 80),
            [],
        );
        for (const { description } of policies) {
            assert.ok(out.replaceAll(/\s+/g, " ").includes(description));
        }
    });

    it("tells the same as JSON, with the levels of a configuration", async () => {
        const folder = new Folder();
        try {
            const config = folder.write("c.yaml", "task-logs: disabled\nall: advisory\n");
            const { out } = await cli(["list", "--json", "--config", config]);
            const {
                version,
                configuration,
                policies: told,
            } = JSON.parse(out) as {
                readonly version: number;
                readonly configuration: string;
                readonly policies: readonly { readonly name: string; readonly level: string }[];
            };
            assert.deepEqual([version, configuration], [1, config]);
            assert.equal(told.length, policies.length);
            const levels = new Map(told.map(({ name, level }) => [name, level]));
            assert.equal(levels.get("task-logs"), "disabled");
            assert.equal(levels.get("task-image-pull"), "advisory");
            const wrong = folder.write("wrong.yaml", "task-log: disabled\n");
            const refused = await cli(["list", "--config", wrong]);
            assert.equal(refused.status, 2);
            assert.match(refused.err, /task-log: there is no such policy/);
        } finally {
            folder.remove();
        }
    });
});

describe("show", () => {
    it("shows the page of every policy, without what GitHub makes of it", async () => {
        for (const { name, description, level, severity } of policies) {
            const { status, out, err } = await cli(["show", name], { columns: 80 });
            assert.deepEqual([status, err], [0, ""]);
            assert.ok(out.startsWith(`${name}\n\n`));
            const words = out.replaceAll(/\s+/g, " ");
            assert.ok(words.includes(description), name);
            assert.ok(words.includes(`default level: ${level} severity: ${severity}`), name);
            assert.doesNotMatch(out, /<details>|^#|\]\(/m);
            const prose = out.split("\n").filter((line) => !line.startsWith("    "));
            assert.deepEqual(
                prose.filter((line) => line.length > 80 && / .* /.test(line)),
                [],
            );
        }
    });

    it("shows what every code means", async () => {
        const page = readFileSync(join(root, "docs", "codes.md"), "utf8");
        const codes = [...page.matchAll(/^## (.+)$/gm)].map(([, code = ""]) => code);
        assert.ok(codes.length > 30);
        for (const code of codes) {
            const { status, out } = await cli(["show", code]);
            assert.equal(status, 0);
            assert.match(out, new RegExp(`^${code}\n\nat: .+\nfor example: .+\nfix: `));
            assert.doesNotMatch(out, /\||^# Edits/m);
        }
    });

    for (const [name, says] of [
        ["task-image-pul", /did you mean task-image-pull\?$/m],
        ["no-rout", /did you mean no-route or/],
        ["../../package", /there is no policy and no code/],
        ["", /there is no policy and no code/],
    ] as const) {
        it(`refuses ${name}`, async () => {
            const { status, out, err } = await cli(["show", name]);
            assert.deepEqual([status, out], [2, ""]);
            assert.match(err, says);
        });
    }
});

describe("completion", () => {
    /** What bash offers for the last of these words. */
    async function offered(...words: readonly string[]): Promise<readonly string[]> {
        const { out } = await cli(["completion", "bash"]);
        const script = `${out}
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_fargate_preflight
printf '%s\\n' "\${COMPREPLY[@]}"`;
        const { stdout, stderr } = spawnSync(
            "bash",
            ["-c", script, "bash", "fargate-preflight", ...words],
            { encoding: "utf8" },
        );
        assert.equal(stderr, "");
        return stdout.trim().split("\n");
    }

    const rows: readonly (readonly [readonly string[], readonly string[]])[] = [
        [["ch"], ["check"]],
        [["re"], ["rehearse"]],
        [["check", "--form"], ["--format"]],
        [
            ["check", "--fail-on", ""],
            ["mandatory", "advisory", "unknown", "never"],
        ],
        [["check", "x.json", "--policy", "task-l"], ["task-logs"]],
        [["show", "vpc-dns-"], ["vpc-dns-hostnames"]],
        [
            ["completion", ""],
            ["bash", "zsh", "fish"],
        ],
        // A file may stand there.
        [["check", ""], [""]],
        [["check", "--config", ""], [""]],
    ];
    for (const [words, expected] of rows) {
        it(`in bash: ${words.join(" ")}`, async () => {
            assert.deepEqual(await offered(...words), expected);
        });
    }

    it("offers every option of every command", async () => {
        const { out: help } = await cli(["check", "--help"]);
        const options = [...help.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, long]) => long);
        assert.ok(options.length > 12);
        assert.deepEqual([...(await offered("check", "--"))].sort(), [...options].sort());
    });

    it("is for zsh and fish, too", async () => {
        assert.match((await cli(["completion", "zsh"])).out, /^#compdef fargate-preflight\n/);
        const { out } = await cli(["completion", "fish"]);
        assert.match(
            out,
            /^complete -c fargate-preflight -n '__fish_seen_subcommand_from check' -l format -x -a 'text json /m,
        );
        for (const [shell, check] of [
            ["zsh", "-n"],
            ["fish", "-n"],
        ] as const) {
            if (spawnSync(shell, ["--version"]).error !== undefined) continue;
            const script = (await cli(["completion", shell])).out;
            assert.equal(spawnSync(shell, [check], { input: script }).status, 0);
        }
        assert.equal((await cli(["completion", "tcsh"])).status, 2);
    });
});
