import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { load } from "js-yaml";
import { cli } from "../cli/support";

const root = join(__dirname, "..", "..");

interface Action {
    readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
    readonly runs: {
        readonly steps: readonly {
            readonly run: string;
            readonly env: Readonly<Record<string, string>>;
        }[];
    };
}

const action = load(readFileSync(join(root, "action.yml"), "utf8")) as Action;
const [step] = action.runs.steps;
assert.ok(step !== undefined);
const { run, env } = step;

interface Row {
    readonly name: string;
    readonly given: Readonly<Record<string, string>>;
    readonly argv: readonly string[];
    readonly exits?: number;
}

const rows: readonly Row[] = [
    {
        name: "a plan alone",
        given: { plan: "plan.json" },
        argv: ["--format", "github", "--", "plan.json"],
    },
    {
        name: "several plans and facts, one a line",
        given: { plan: "a.json\nexports/**/*.json\n", facts: "net.json\ndns.json" },
        argv: [
            ...["--facts", "net.json", "--facts", "dns.json", "--format", "github"],
            ...["--", "a.json", "exports/**/*.json"],
        ],
    },
    {
        name: "all that can be given",
        given: {
            plan: "plan.json",
            "working-directory": "infra",
            config: "preflight.json",
            exceptions: "exceptions.json",
            baseline: "baseline.json",
            format: "sarif",
            output: "preflight.sarif",
            options: "--jobs\n2",
        },
        argv: [
            ...["--config", "preflight.json", "--exceptions", "exceptions.json"],
            ...["--baseline", "baseline.json", "--format", "sarif", "--output", "preflight.sarif"],
            ...["--source-root", "infra", "--jobs", "2", "--", "plan.json"],
        ],
    },
    {
        name: "names that a shell could take for more",
        given: { plan: "$(touch hit) `touch hit`; a b.json\n-x.json", config: '"; touch hit; "' },
        argv: [
            ...["--config", '"; touch hit; "', "--format", "github"],
            ...["--", "$(touch hit) `touch hit`; a b.json", "-x.json"],
        ],
    },
    {
        name: "a plan that is refused",
        given: { plan: "plan.json" },
        argv: ["--format", "github", "--", "plan.json"],
        exits: 1,
    },
];

/** As GitHub starts a step whose shell is bash. */
const asGitHub = ["--noprofile", "--norc", "-e", "-o", "pipefail"];

describe("action.yml", () => {
    let folder: string;
    before(() => {
        folder = mkdtempSync(join(tmpdir(), "fargate-preflight-"));
        // It writes down how it is called, and ends as it is told.
        const npx = '#!/bin/sh\nprintf "%s\\n" "$@" > called\nexit "${EXITS:-0}"\n';
        writeFileSync(join(folder, "npx"), npx);
        chmodSync(join(folder, "npx"), 0o755);
    });
    after(() => {
        rmSync(folder, { recursive: true });
    });

    /** What the runner puts into the environment: each input in its place. */
    function environment(given: Readonly<Record<string, string>>): Record<string, string> {
        const value = (name: string): string => given[name] ?? action.inputs[name]?.default ?? "";
        return Object.fromEntries(
            Object.entries(env).map(([name, text]) => [
                name,
                text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, input: string) => value(input)),
            ]),
        );
    }

    for (const { name, given, argv, exits = 0 } of rows) {
        it(`hands on ${name}`, () => {
            const { status, stderr } = spawnSync("bash", [...asGitHub, "-c", run], {
                cwd: folder,
                encoding: "utf8",
                env: {
                    ...environment(given),
                    PATH: `${folder}${delimiter}${process.env.PATH ?? ""}`,
                    GITHUB_OUTPUT: join(folder, "output"),
                    EXITS: String(exits),
                },
            });
            assert.equal(stderr, "");
            assert.equal(status, exits);
            const called = readFileSync(join(folder, "called"), "utf8").trimEnd().split("\n");
            assert.deepEqual(called, ["--no-install", "fargate-preflight", "check", ...argv]);
            assert.match(
                readFileSync(join(folder, "output"), "utf8"),
                RegExp(`status=${String(exits)}\n$`),
            );
        });
    }

    it("names inputs in its environment alone, each of which is declared", () => {
        const named = [...JSON.stringify(action.runs).matchAll(/inputs\.([\w-]+)/g)];
        assert.deepEqual(
            [...new Set(named.map(([, input]) => input))].sort(),
            Object.keys(action.inputs).sort(),
        );
        assert.doesNotMatch(run, /\$\{\{/);
    });

    it("gives options that `check` has", async () => {
        const { out } = await cli(["check", "--help"]);
        for (const [option] of run.matchAll(/--(?!no-install)[a-z-]+/g)) {
            assert.ok(out.includes(option), option);
        }
    });
});

describe(".pre-commit-hooks.yaml", () => {
    it("starts a command that the package has", () => {
        const hooks = load(readFileSync(join(root, ".pre-commit-hooks.yaml"), "utf8")) as readonly {
            readonly id: string;
            readonly entry: string;
            readonly files: string;
        }[];
        const { bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
            readonly bin: Readonly<Record<string, string>>;
        };
        for (const { entry, files } of hooks) {
            assert.ok(entry.split(" ", 1).every((command) => command in bin));
            assert.match("infra/dev.preview.json", RegExp(files));
            assert.doesNotMatch("package.json", RegExp(files));
        }
    });
});
