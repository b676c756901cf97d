import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Ajv } from "ajv";
import { load } from "js-yaml";
import { policies } from "../../policies";
import { configurationSchema } from "../../src/cli/configuration-schema";
import { connected, nobody } from "../support/callers";
import { Network } from "../support/networks";
import { cli, Folder, plan, type Result } from "./support";

const root = join(__dirname, "..", "..");
const broken = readFileSync(plan("private-no-nat.preview.json"));
const off = '{"task-image-pull": "advisory"}';

/** A folder with these files, in which a command is run. */
async function within(
    files: Readonly<Record<string, string | Buffer>>,
    run: () => Promise<void>,
    from = "",
): Promise<void> {
    const folder = new Folder();
    const here = process.cwd();
    try {
        for (const [name, content] of Object.entries(files)) {
            const file = join(folder.path, name);
            mkdirSync(dirname(file), { recursive: true });
            writeFileSync(file, content);
        }
        process.chdir(join(folder.path, from));
        await run();
    } finally {
        process.chdir(here);
        folder.remove();
    }
}

describe("a configuration that is found", () => {
    const rows: readonly {
        readonly name: string;
        readonly files: Readonly<Record<string, string | Buffer>>;
        readonly args: readonly string[];
        readonly from?: string;
        readonly status: number;
        readonly says: RegExp;
    }[] = [
        {
            name: "beside the plan",
            files: { "a/plan.json": broken, "a/fargate-preflight.json": off },
            args: ["a/plan.json"],
            status: 0,
            says: /\[advisory\] task-image-pull[^]+note: levels and settings are those of a\/fargate-preflight\.json\n/,
        },
        {
            name: "with comments, and as YAML",
            files: {
                "a/plan.json": broken,
                "a/fargate-preflight.yaml": "# later\ntask-image-pull: advisory\n",
            },
            args: ["a/plan.json"],
            status: 0,
            says: /those of a\/fargate-preflight\.yaml\n/,
        },
        {
            name: "called .yml",
            files: {
                "plan.json": broken,
                "fargate-preflight.yml": "# later\ntask-image-pull: advisory\n",
            },
            args: ["plan.json"],
            status: 0,
            says: /those of fargate-preflight\.yml\n/,
        },
        {
            name: "with a schema for editors",
            files: {
                "plan.json": broken,
                "fargate-preflight.jsonc": `{ "$schema": "x.json", /* later */ "task-image-pull": "advisory" }`,
            },
            args: ["plan.json"],
            status: 0,
            says: /those of fargate-preflight\.jsonc\n/,
        },
        {
            name: "above the plan, up to the root of the repository",
            files: {
                ".git/HEAD": "",
                "a/b/plan.json": broken,
                "fargate-preflight.json": off,
            },
            args: ["plan.json"],
            from: "a/b",
            status: 0,
            says: /those of \.\.\/\.\.\/fargate-preflight\.json\n/,
        },
        {
            name: "the nearest one",
            files: {
                ".git/HEAD": "",
                "a/plan.json": broken,
                "fargate-preflight.json": "{}",
                "a/fargate-preflight.json": off,
            },
            args: ["a/plan.json"],
            status: 0,
            says: /those of a\/fargate-preflight\.json\n/,
        },
        {
            name: "in the current folder, for a plan elsewhere",
            files: { "here/fargate-preflight.json": off, "plan.json": broken },
            args: ["../plan.json"],
            from: "here",
            status: 0,
            says: /those of fargate-preflight\.json\n/,
        },
        {
            name: "not above the root of the repository",
            files: {
                "a/.git/HEAD": "",
                "a/plan.json": broken,
                "fargate-preflight.json": off,
            },
            args: ["plan.json"],
            from: "a",
            status: 1,
            says: /^(?!.*note:)/s,
        },
        {
            name: "not above the plan outside of a repository, where it may be anybody's",
            files: { "a/plan.json": broken, "fargate-preflight.json": off },
            args: ["plan.json"],
            from: "a",
            status: 1,
            says: /^(?!.*note:)/s,
        },
        {
            name: "not where one is named",
            files: {
                "plan.json": broken,
                "fargate-preflight.json": off,
                "strict.yaml": "all: mandatory\n",
            },
            args: ["plan.json", "--config", "strict.yaml"],
            status: 1,
            says: /^(?!.*note:).*4 mandatory/s,
        },
        {
            name: "for several plans, if they have it alike",
            files: {
                ".git/HEAD": "",
                "a/plan.json": broken,
                "b/plan.json": broken,
                "fargate-preflight.json": off,
            },
            args: ["a/plan.json", "b/plan.json"],
            status: 0,
            says: /those of fargate-preflight\.json\n/,
        },
    ];
    for (const { name, files, args, from, status: expected, says } of rows) {
        it(`is taken: ${name}`, () =>
            within(
                files,
                async () => {
                    const { status, out, err } = await cli(["check", ...args]);
                    assert.equal(err, "");
                    assert.match(out, says);
                    assert.equal(status, expected);
                },
                from,
            ));
    }

    it("is missed where a link to it leads nowhere", () =>
        within({ "plan.json": broken }, async () => {
            symlinkSync("nowhere.yaml", "fargate-preflight.yaml");
            const { status, err } = await cli(["check", "plan.json"]);
            assert.equal(status, 2);
            assert.match(err, /fargate-preflight\.yaml: there is no such file/);
        }));

    it("is said in every format, by explain and by list", () =>
        within({ "plan.json": broken, "fargate-preflight.json": off }, async () => {
            const commands = [
                ...["text", "json", "sarif", "junit", "github", "markdown", "html"].map((each) => [
                    ...["check", "plan.json", "--format", each],
                ]),
                ["explain", "plan.json"],
                ["list"],
            ];
            for (const command of commands) {
                const { out } = await cli(command);
                assert.match(out, /levels and settings are those of fargate-preflight\\?\.json/);
            }
            assert.match((await cli(["list"])).out, /^task-image-pull +advisory/m);
        }));

    const refused: readonly (readonly [
        string,
        Readonly<Record<string, string | Buffer>>,
        readonly string[],
        RegExp,
    ])[] = [
        [
            "two in one folder",
            { "plan.json": broken, "fargate-preflight.json": off, "fargate-preflight.yaml": off },
            ["plan.json"],
            /fargate-preflight\.json and fargate-preflight\.yaml: expected one/,
        ],
        [
            "different ones of several plans",
            {
                "a/plan.json": broken,
                "a/fargate-preflight.json": off,
                "b/plan.json": broken,
                "b/fargate-preflight.json": "{}",
            },
            ["a/plan.json", "b/plan.json"],
            /several configurations \(a\/fargate-preflight\.json, b\/fargate-preflight\.json\); expected one that is above all/,
        ],
        [
            "one that only some plans have",
            { "a/plan.json": broken, "a/fargate-preflight.json": off, "b/plan.json": broken },
            ["a/plan.json", "b/plan.json"],
            /several configurations \(a\/fargate-preflight\.json, none\)/,
        ],
        [
            "one that is empty",
            { "plan.json": broken, "fargate-preflight.yaml": "# nothing yet\n" },
            ["plan.json"],
            /fargate-preflight\.yaml: /,
        ],
        [
            "one that is wrong",
            { "plan.json": broken, "fargate-preflight.json": '{"task-image-pul": "advisory"}' },
            ["plan.json"],
            /^fargate-preflight: fargate-preflight\.json: task-image-pul: there is no such policy/,
        ],
    ];
    for (const [name, files, args, says] of refused) {
        it(`is refused: ${name}`, () =>
            within(files, async () => {
                const { status, out, err } = await cli(["check", ...args]);
                assert.deepEqual([status, out], [2, ""]);
                assert.match(err, says);
            }));
    }
});

describe("the schema of a configuration", () => {
    const schema = configurationSchema(policies);
    const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);

    it("is published", () => {
        const file = join(root, "docs", "configuration.schema.json");
        assert.deepEqual(JSON.parse(readFileSync(file, "utf8")), schema);
    });

    for (const name of ["advisory", "recommended", "strict"]) {
        it(`takes docs/configurations/${name}.json`, () => {
            const file = join(root, "docs", "configurations", `${name}.json`);
            assert.ok(validate(JSON.parse(readFileSync(file, "utf8"))));
        });
    }

    it("strict.json blocks by all that is on, but not by what rests on a guess", () => {
        const file = join(root, "docs", "configurations", "strict.json");
        const levels = JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
        const of = (level: string): string[] =>
            Object.keys(levels).filter((name) => levels[name] === level);
        assert.deepEqual(of("advisory"), ["service-to-service"]);
        assert.deepEqual(
            of("disabled"),
            policies.flatMap(({ name, level }) => (level === "disabled" ? name : [])),
        );
    });

    for (const [name, given] of Object.entries({
        "a call that is stopped": { API_URL: "http://api:8080/v1" },
        "a call that cannot be known": "later",
    } as const)) {
        it(`strict.json tells of ${name} between services as advice`, async () => {
            const folder = new Folder();
            try {
                const n = new Network();
                const environment =
                    given === "later"
                        ? n.add("random:index/randomId:RandomId", "definitions").get("hex")
                        : given;
                connected(n, { environment, admits: nobody });
                const plan = folder.write("plan.json", JSON.stringify(n.record("first preview")));
                const config = join(root, "docs", "configurations", "strict.json");
                const asked = ["--policy", "service-to-service", "--policy", "unverified-network"];
                const { out } = await cli([
                    "check",
                    plan,
                    "--config",
                    config,
                    ...asked,
                    "--format",
                    "json",
                ]);
                const { files } = JSON.parse(out) as {
                    readonly files: readonly {
                        readonly findings: readonly { readonly level: string }[];
                    }[];
                };
                const findings = files.flatMap((each) => each.findings);
                assert.ok(findings.length > 0);
                assert.ok(findings.every(({ level }) => level === "advisory"));
            } finally {
                folder.remove();
            }
        });
    }

    const exception = { code: "no-route", resource: "web", reason: "later" };
    const rows: readonly (readonly [unknown, boolean])[] = [
        [{}, true],
        [{ $schema: "x", all: "advisory" }, true],
        [{ all: { enforcementLevel: "mandatory" } }, true],
        [{ "preflight-settings": { exceptions: [exception], facts: ["facts.json", {}] } }, true],
        [{ "preflight-settings": { exceptions: [{ ...exception, reason: 1 }] } }, false],
        [{ "task-logs": "off" }, false],
        [{ "task-logs": { level: "advisory" } }, false],
        [{ "task-log": "advisory" }, false],
        [{ "preflight-settings": { trustDependencies: "no" } }, false],
        [[], false],
    ];
    for (const [given, expected] of rows) {
        it(`${expected ? "takes" : "refuses"} ${JSON.stringify(given)}, as check does`, async () => {
            assert.equal(validate(given), expected);
            const folder = new Folder();
            try {
                const config = folder.write("c.json", JSON.stringify(given));
                const { err } = await cli(["list", "--config", config]);
                // Files with facts are read, too.
                assert.equal(err.replaceAll(/^.*facts.*\n/gm, "") === "", expected);
            } finally {
                folder.remove();
            }
        });
    }
});

describe("init", () => {
    const project = { "infra/Pulumi.yaml": "name: shop\n", "infra/Pulumi.dev.yaml": "" };
    const init = (...args: string[]): Promise<Result> => cli(["init", ...args]);
    const read = (file: string): string => readFileSync(resolve(file), "utf8");

    it("writes for the project below, its stack and the CI of the repository", () =>
        within({ ...project, ".git/HEAD": "", ".github/CODEOWNERS": "" }, async () => {
            const { status, out, err } = await init();
            assert.deepEqual([status, err], [0, ""]);
            assert.match(
                out,
                /^written: infra\/fargate-preflight\.yaml\nwritten: \.github\/workflows\/preflight\.yml\nnext:\n {2}cd infra\n/,
            );
            const config = load(read("infra/fargate-preflight.yaml"));
            assert.deepEqual(config, { "preflight-settings": { enforcementLevel: "mandatory" } });
            // The example is for such a project.
            assert.equal(
                read(".github/workflows/preflight.yml"),
                readFileSync(join(root, "examples", "ci", "github-actions.yml"), "utf8"),
            );
            writeFileSync("infra/plan.json", broken);
            const checked = await cli(["check", "infra/plan.json"]);
            assert.equal(checked.status, 1);
            assert.match(checked.out, /those of infra\/fargate-preflight\.yaml/);
        }));

    it("writes for GitLab, another stack, and a project at the root", () =>
        within(
            {
                "Pulumi.yaml": "",
                "Pulumi.dev.yaml": "",
                "Pulumi.prod.yaml": "",
                ".git/config": '[remote "origin"]\n\turl = git@gitlab.example:a/b.git\n',
            },
            async () => {
                const { status, out } = await init("--stack", "prod", "--pack");
                assert.equal(status, 0);
                assert.match(out, /written: policy-pack\/index\.ts\n/);
                const ci = read(".gitlab-ci.yml");
                assert.match(ci, /--stack prod /);
                assert.match(ci, /- cd \.\n/);
                assert.match(ci, /--source-root \. .*--output preflight\.xml/);
                assert.doesNotMatch(ci, /infra/);
                assert.ok(typeof load(ci) === "object");
                assert.match(read("policy-pack/index.ts"), /fargatePolicies/);
            },
        ));

    it("writes for one project of several, with one package.json above them", () =>
        within(
            {
                "stacks/a/Pulumi.yaml": "",
                "stacks/a/Pulumi.dev.yaml": "",
                "stacks/b/Pulumi.yaml": "",
                "package.json": "{}",
                ".git/HEAD": "",
            },
            async () => {
                process.chdir("stacks/a");
                const { status } = await init("--ci", "github");
                assert.equal(status, 0);
                const ci = read("../../.github/workflows/preflight.yml");
                assert.match(ci, /\n# with .* dependencies of package\.json\.\n/);
                assert.match(ci, /\n {12}OPTIONS: --source-root stacks\/a\n/);
                assert.doesNotMatch(ci, /infra/);
            },
        ));

    it("overwrites nothing, and says so", () =>
        within(
            {
                ...project,
                "infra/fargate-preflight.yaml": "all: advisory\n",
                ".gitlab-ci.yml": "a: b\n",
            },
            async () => {
                const { status, out } = await cli(["init"]);
                assert.equal(status, 0);
                assert.match(
                    out,
                    /left as it is, for it is there: infra\/fargate-preflight\.yaml\n/,
                );
                assert.equal(read("infra/fargate-preflight.yaml"), "all: advisory\n");
                assert.equal(read(".gitlab-ci.yml"), "a: b\n");
            },
        ));

    it("writes no second configuration, whatever the one is called", () =>
        within({ ...project, "infra/fargate-preflight.jsonc": "{}\n" }, async () => {
            const { status, out } = await cli(["init", "--ci", "none"]);
            assert.equal(status, 0);
            assert.match(out, /left as it is, for it is there: infra\/fargate-preflight\.jsonc\n/);
            assert.equal(existsSync(join("infra", "fargate-preflight.yaml")), false);
        }));

    it("writes no CI where none is found, and says how", () =>
        within(project, async () => {
            const { status, out } = await init();
            assert.equal(status, 0);
            assert.match(out, /no CI was found: --ci github or --ci gitlab writes its file\n/);
        }));

    const refused: readonly (readonly [
        string,
        Readonly<Record<string, string>>,
        readonly string[],
        RegExp,
    ])[] = [
        ["no project", { "a.txt": "" }, [], /there is no Pulumi\.yaml here, or below/],
        [
            "several projects",
            { "a/Pulumi.yaml": "", "b/Pulumi.yaml": "" },
            [],
            /several Pulumi projects are below \(a, b\)/,
        ],
        [
            "several stacks, for CI",
            { ...project, "infra/Pulumi.prod.yaml": "" },
            ["--ci", "github"],
            /--stack: expected the stack/,
        ],
        [
            "a stack that would run a command",
            project,
            ["--ci", "github", "--stack", "$(id)"],
            /cannot take unquoted/,
        ],
    ];
    for (const [name, files, args, says] of refused) {
        it(`refuses ${name}`, () =>
            within(files, async () => {
                const { status, out, err } = await init(...args);
                assert.deepEqual([status, out], [2, ""]);
                assert.match(err, says);
            }));
    }
});
