"use strict";

/*
 * Writes what repeats the code: a page per policy, with the cases of its tests, the README's table, what its
 * commands print, the plans of programs that the tests build, and which policies enforce what AWS says.
 * With `--check` it writes nothing and fails where a file differs from what it would write.
 */
const {
    cpSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    writeFileSync,
} = require("node:fs");
const { tmpdir } = require("node:os");
const { dirname, join } = require("node:path");
const { spawnSync } = require("node:child_process");
const { structuredPatch } = require("diff");
const prettier = require("prettier");

const root = join(__dirname, "..");
require(join(root, "test", "support", "register.js"));
const { policies } = require(join(root, "policies"));
const { ownPrefix, partitions, servicesWithOwnNames } = require(
    join(root, "src", "network", "partitions"),
);
const { agentAccounts } = require(join(root, "src", "workload", "runtime-monitoring"));
const { newRegions } = require(join(root, "src", "workload", "ecs-regions"));
const { publicRegistries } = require(join(root, "src", "workload", "registries"));
const { cli } = require(join(root, "test", "cli", "support"));
const { configurationSchema } = require(join(root, "src", "cli", "configuration-schema"));
const { everyFault, shownFaults } = require(join(root, "test", "support", "codes"));
const { counted, ways } = require(join(root, "test", "support", "declared"));
const { exampleOf, loadTables } = require(join(root, "test", "support", "pages"));
const { NativeNetwork, ordinary } = require(join(root, "test", "native", "network"));
const { rehearsed } = require(join(root, "test", "rehearsal", "support"));
const { shop } = require(join(root, "test", "support", "shop"));
const { privateWithoutNat } = require(join(root, "test", "support", "sst"));
const { breaking, statements } = require(join(root, "test", "support", "statements"));
const { twoStacks } = require(join(root, "test", "support", "two-stacks"));
const mutants = require("./mutants/figures");

const pages = join(root, "docs", "policies");
const sees = {
    resource: "one resource's inputs, before it is registered",
    stack: "the whole network of the plan",
    inputs: "each resource's inputs",
    settings: "the pack's settings",
    unverified: "what the other policies could not know",
};

async function page(policy) {
    const { name, description, why, fix, level, severity, kind, settings, limits } = policy;
    const { premise, remediates, subject } = policy;
    return [
        `# ${name}`,
        "",
        description,
        "",
        `| default level | severity | sees |`,
        `| --- | --- | --- |`,
        `| ${level} | ${severity} | ${sees[kind]} |`,
        "",
        "## Why",
        "",
        why,
        "",
        ...(await example(policy)),
        "## How to fix it",
        "",
        fix,
        ...(remediates === undefined
            ? []
            : [
                  "",
                  `At the level \`remediate\` the pack changes ${remediates.map((each) => `\`${each}\``).join(" and ")} itself, before the resource is registered.`,
              ]),
        ...settingsTable(settings),
        "",
        "## Answers",
        "",
        limits ?? "All three: ok, violated, unknown.",
        "",
        ...(premise === undefined
            ? []
            : [
                  `It takes for granted ${premise}, which no plan tells. So it stays advice in the [ready configurations](../configurations), \`strict\` too, and what it cannot know never blocks. Its own entry in your configuration makes it mandatory.`,
                  "",
              ]),
        ...(subject === undefined
            ? []
            : [
                  `In a stack without ${subject.what} it does not apply: it is not run, and the engine shows it as not applicable.`,
                  "",
              ]),
        ...cases(loadTables().get(name)),
        level === "disabled" ? "## When to turn it on" : "## When to turn it off",
        "",
        policy.turnOff,
        "",
        "```json",
        JSON.stringify({ [name]: level === "disabled" ? "advisory" : "disabled" }),
        "```",
        "",
        "A disabled policy asks nothing, so it adds nothing to `unverified-network` either.",
        "",
        `In the sources its cases are in \`test/policies\`, the policy itself in \`policies/${name}.ts\`. How a plan is read: [the model](../model.md).`,
        "",
    ].join("\n");
}

/** A broken program and the same, mended; the tests play both. */
async function example(policy) {
    const found = exampleOf(policy);
    if (found === undefined) return [];
    const format = (text) =>
        prettier.format(text, { parser: "typescript", tabWidth: 4, printWidth: 90 });
    const [broken, fixed] = [await format(found.broken), await format(found.fixed)];
    const { hunks } = structuredPatch("", "", broken, fixed, "", "", { context: 3 });
    return [
        "## Broken",
        "",
        "```ts",
        broken.trim(),
        "```",
        "",
        "In a preview this policy says (the program holds what it looks at; others may find more):",
        "",
        "```",
        found.message,
        "```",
        "",
        "## Fixed",
        "",
        "```diff",
        ...hunks.flatMap(({ lines }, i) => [...(i === 0 ? [] : [" ..."]), ...lines]),
        "```",
        "",
    ];
}

/** The rows of its table, by the answer that they get. */
function cases(table) {
    if (table === undefined) return [];
    const lists = [
        ["It accepts", table.valid],
        ["It refuses", table.violates],
        ["It does not know", table.cannotKnow],
    ];
    return lists.flatMap(([title, rows]) =>
        rows.length === 0
            ? []
            : [
                  `<details><summary>${title}: ${rows.length} tested cases</summary>`,
                  "",
                  ...rows.map((row) => `- ${row.name}`),
                  "",
                  "</details>",
                  "",
              ],
    );
}

function settingsTable(settings) {
    if (settings === undefined) return [];
    const rows = Object.entries(settings).map(([name, schema]) => {
        const values =
            schema.enum === undefined
                ? schema.type
                : schema.enum.map((each) => `\`${each}\``).join(", ");
        return `| \`${name}\` | ${values} | \`${JSON.stringify(schema.default)}\` | ${schema.description} |`;
    });
    return [
        "",
        "## Settings",
        "",
        "| setting | values | default | what it does |",
        "| --- | --- | --- | --- |",
        ...rows,
    ];
}

/** Each statement of the first section of docs/aws-rules.md, with what enforces it. */
function coverage() {
    const linked = (name) => `[\`${name}\`](policies/${name}.md)`;
    const held = ({ policies: names = [], because }) =>
        [names.map(linked).join(", "), because].filter((each) => each).join(". ");
    const broken = (name, fact) => {
        const { limits } = policies.find((each) => each.name === name) ?? {};
        const rows = breaking(loadTables().get(name), fact);
        if (rows.length === 0 && limits !== undefined) return `is never violated. ${limits}`;
        return rows.length === 0 ? undefined : `refuses: ${rows.map((row) => row.name).join("; ")}`;
    };
    const sections = Object.entries(statements).map(([fact, list]) => {
        const names = [...new Set(list.flatMap((each) => each.policies ?? []))];
        return [
            `## ${fact}`,
            "",
            "| what AWS says | what enforces it, or why nothing can |",
            "| --- | --- |",
            ...list.map((each) => `| ${each.says} | ${held(each)} |`),
            "",
            ...names.flatMap((name) => {
                const rows = broken(name, fact);
                return rows === undefined ? [] : [`- ${linked(name)} ${rows}`];
            }),
        ];
    });
    return [
        "# Coverage",
        "",
        "What AWS's page on [task networking for Fargate](https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html) says, statement by statement in the words of [AWS's rules](aws-rules.md), section 1, and the policies that enforce it. Below each table stand tested programs that break it.",
        "",
        "| declared with | what is enforced |",
        "| --- | --- |",
        ...declaredWith.map(([how, what]) => `| ${how} | ${what} |`),
        "",
        "How many of the tested programs that break a statement are refused, each played in every way. *Unknown* are those whose fault depends on what such a plan does not show yet; not played are those that cannot be said so, or that are about what is deployed already. None is accepted.",
        "",
        ...declaredSo(),
        "",
        sections.map((lines) => lines.join("\n").trim()).join("\n\n"),
        "",
    ].join("\n");
}

/** Ways of declaring a network and what runs in it. */
const declaredWith = [
    ["`@pulumi/aws`, of any language", "all of this page"],
    [
        "`@pulumi/awsx`, and other components that make resources of `aws`",
        "all of this page; in a first preview the ways from subnets that a component hands on are *unknown*",
    ],
    [
        "`@pulumi/aws-native`, `@pulumi/cdk`, or a mix with `aws`",
        "all of this page, with [CloudFormation's defaults](model.md#aws-native); of 1.13 the account setting, which only `aws` can declare, is *unknown*",
    ],
    [
        "services of Express Mode, with `aws` or `aws-native`",
        "all of this page but what AWS makes itself: load balancers, target groups and their security groups; [how](model.md#express-mode)",
    ],
    [
        "[SST](sst.md), and what else makes resources of `aws` inside `apply`",
        "all of this page, once they are in the preview: [rehearsed](rehearse.md), or deployed",
    ],
    [
        "CloudFormation stacks, Cloud Control, and other tools' resources",
        "nothing: what they make is not in the plan, and what they may add to a network is *unknown*; what declares tasks of ECS is [named](model.md#what-is-not-read)",
    ],
];

/** What the programs that break each statement get, in each way of declaring. */
function declaredSo() {
    const cell = (counts) => {
        const parts = [
            [counts.get("violated") ?? 0, ""],
            [counts.get("cannot know") ?? 0, " *unknown*"],
            [counts.get(undefined) ?? 0, " not played"],
        ].filter(([count]) => count > 0);
        return parts.map(([count, what]) => `${count}${what}`).join(", ") || "none";
    };
    return [
        `| | ${ways.map(({ name }) => name).join(" | ")} |`,
        `| --- |${" --- |".repeat(ways.length)}`,
        ...Object.keys(statements).map(
            (fact) =>
                `| [${fact}](#${fact.replace(".", "")}) | ${ways.map((way) => cell(counted(way, fact))).join(" | ")} |`,
        ),
    ];
}

/** Every fault that stops a packet: what findings say of it, by its code. */
function edits() {
    const { definitions } = JSON.parse(
        readFileSync(join(root, "docs", "check-output.schema.json"), "utf8"),
    );
    return definitions.edit.oneOf.map(({ description, properties: { edit, about } }) => {
        const names = Object.keys(about.properties ?? {}).map((name) => `\`${name}\``);
        return `| ${edit.const} | ${description} | ${names.join(", ")} |`;
    });
}

function codes() {
    const shown = shownFaults();
    const cell = (text) => text.replaceAll("|", "\\|");
    const entries = everyFault.flatMap(({ code, rule }) => {
        const fault = shown.get(code);
        if (fault === undefined) return [];
        const names = [...fault.policies]
            .sort()
            .map((name) => `[\`${name}\`](policies/${name}.md)`);
        return [
            `## ${code}`,
            "",
            "| | |",
            "| --- | --- |",
            `| at | ${fault.at} |`,
            `| for example | ${cell(fault.says)} |`,
            `| fix | ${fault.fix === undefined ? "as the finding says" : cell(fault.fix)} |`,
            `| rule of AWS's | ${cell(rule.rule)} |`,
            `| told by | ${names.join(", ")} |`,
            "",
        ];
    });
    return [
        "# Codes",
        "",
        "What stops a packet has a code. Sentences may change with any release; a code stays what it means, and none is given to another fault. In JSON it stands in `codes` and at the hop (`path[].code`), in SARIF in `properties.codes`, in JUnit as a property of the test, on the map as `data-codes`. A finding without a path has none: its policy's name says what is wrong.",
        "",
        "SARIF's fingerprints are made of the policy, the resource, these codes and what they are about (a port, a group), and the URNs where they are: neither wording and lines nor the order of the program change them.",
        "",
        "AWS's rules are the sections of [their page](aws-rules.md); the examples are cases of the policies' tests.",
        "",
        ...entries,
        "# Edits",
        "",
        "In JSON a finding's `fixes` say the fix once more, as changes to the program: all of any one of the lists. Each has a code, `says` it in words, and names what it is `about`: things with their URNs, and values (`docs/check-output.schema.json`).",
        "",
        "| edit | what it does | about |",
        "| --- | --- | --- |",
        ...edits(),
        "",
    ].join("\n");
}

function table() {
    const rows = policies.map(
        ({ name, description, level }) =>
            `| [\`${name}\`](docs/policies/${name}.md) | ${level} | ${description} |`,
    );
    return ["| policy | level | what must hold |", "| --- | --- | --- |", ...rows].join("\n");
}

/** What `npm run demo` prints. */
function demo() {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(__dirname, "demo.js")], {
        encoding: "utf8",
        env: { ...process.env, NO_COLOR: "1", COLUMNS: "80" },
    });
    if (status !== 0) throw new Error(`the demo failed: ${stderr}`);
    return ["```", stdout.trim(), "```"].join("\n");
}

/** The plans of `examples` that are made of the tests' own programs. */
function examples() {
    const below = (...path) => join(root, "examples", ...path);
    const { network, service } = twoStacks();
    const native = new NativeNetwork();
    ordinary(native);
    const plans = {
        "plans/native-nat.recording.json": native.record("first preview"),
        "plans/shop.recording.json": shop().record("first preview"),
        "sst/first-diff.recording.json": privateWithoutNat().diff(),
        "sst/rehearsed.rehearsal.json": rehearsed(privateWithoutNat()),
    };
    return new Map([
        ...Object.entries(plans).map(([name, plan]) => [
            below(name),
            `${JSON.stringify(plan, undefined, 1)}\n`,
        ]),
        [below("two-stacks", "network.export.json"), network],
        [below("two-stacks", "web.preview.json"), service],
    ]);
}

/** What commands print, one after the other, in a copy of this folder. */
async function printed(folder, ...commands) {
    const copy = mkdtempSync(join(tmpdir(), "docs-"));
    const { now } = Date;
    const here = process.cwd();
    try {
        cpSync(join(root, folder), copy, { recursive: true });
        process.chdir(copy);
        // The day on which the examples were made: facts get old.
        Date.now = () => Date.parse("2026-11-23");
        const parts = [];
        for (const command of commands) {
            const { out, err } = await cli(command.split(" "), { columns: 80 });
            if (err !== "") throw new Error(`${command}: ${err}`);
            parts.push(`$ fargate-preflight ${command}\n${out === "" ? "" : `\n${out}`}`);
        }
        return ["```", parts.join("\n").trim(), "```"].join("\n");
    } finally {
        Date.now = now;
        process.chdir(here);
        rmSync(copy, { recursive: true });
    }
}

/** Replaces what stands between `<!-- name: generated -->` and `<!-- /name -->`. */
function fill(text, name, content) {
    const [begin, end] = [`<!-- ${name}: generated -->`, `<!-- /${name} -->`];
    const from = text.indexOf(begin);
    const to = text.indexOf(end);
    if (from < 0 || to < from) throw new Error(`there is no ${begin} … ${end}`);
    return `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`;
}

/** The file, with what stands between its marks replaced. */
function filled(file, blocks) {
    return Object.entries(blocks).reduce(
        (text, [name, content]) => fill(text, name, content),
        readFileSync(file, "utf8"),
    );
}

/** What is said of an app of SST, in its first diff and rehearsed. */
async function sst() {
    return filled(join(root, "docs", "sst.md"), {
        first: await printed("examples/sst", "check first-diff.recording.json"),
        rehearsed: await printed("examples/sst", "check rehearsed.rehearsal.json"),
    });
}

async function readme() {
    const plan = "public-no-public-ip.preview.json";
    const blocks = {
        policies: table(),
        demo: demo(),
        explain: await printed(
            "examples/plans",
            `explain ${plan} --service web --subnet public-0 --to ecr.api`,
        ),
        facts: await printed(
            "examples/two-stacks",
            "check web.preview.json",
            "snapshot --export network.export.json --output facts.json",
            "check --facts facts.json web.preview.json",
        ),
    };
    return filled(join(root, "README.md"), blocks);
}

/** What the code's own tables say, with the source of each row. */
function facts() {
    const list = (names) => names.map((each) => `\`${each}\``).join(" ");
    const rows = (head, all) =>
        [head, head.map(() => "---"), ...all].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
    const blocks = {
        partitions: rows(
            ["partition", "regions", "suffix", "dual-stack suffix", "names of its own"],
            partitions.map((each) => {
                const own = servicesWithOwnNames[each.id] ?? [];
                const names =
                    own.length === 0
                        ? "none"
                        : `\`${ownPrefix(each)}.<r>.…\`: ${own.map((name) => `\`${name}\``).join(", ")}`;
                const [suffix, dualStack] = [each.dnsSuffix, each.dualStackDnsSuffix];
                return [each.id, list(each.regions), list([suffix]), list([dualStack]), names];
            }),
        ),
        agents: rows(
            ["region", "account"],
            Object.entries(agentAccounts).map(([name, account]) => [name, list([account])]),
        ),
        regions: rows(
            ["region", "launched", "source"],
            Object.entries(newRegions).map(([name, each]) => [name, each.launched, each.source]),
        ),
        registries: rows(
            ["host", "addresses", "source", "as of"],
            publicRegistries.map(({ host, alias = [], stack, source, asOf }) => [
                list([host, ...alias]),
                stack,
                source,
                asOf,
            ]),
        ),
    };
    return filled(join(root, "docs", "aws-rules.md"), blocks);
}

/** The ready configurations: each names every policy, so that it stays what it is with the next release. */
function configurations() {
    const isOff = ({ level }) => level === "disabled";
    const of = (levelOf) =>
        `${JSON.stringify(
            Object.fromEntries(
                policies.map((policy) => [
                    policy.name,
                    isOff(policy) ? "disabled" : levelOf(policy),
                ]),
            ),
            undefined,
            4,
        )}\n`;
    return {
        advisory: of(() => "advisory"),
        recommended: of(({ level }) => level),
        // What rests on a guess blocks nobody who does not ask for it.
        strict: of(({ premise }) => (premise === undefined ? "mandatory" : "advisory")),
    };
}

/** The rooms and what they import from, as a picture. */
function architecture() {
    const folders = readdirSync(join(root, "src"))
        .filter((name) => !name.endsWith(".ts"))
        .map((name) => [name, join(root, "src", name)]);
    const rooms = new Map([...folders, ["policies", join(root, "policies")]]);
    const lines = [...rooms].flatMap(([room, folder]) => {
        const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
            .filter((file) => file.endsWith(".ts"))
            .map((file) => readFileSync(join(folder, file), "utf8"));
        const imported = files.flatMap((text) =>
            [...text.matchAll(/ from "(?:\.\.\/)+(?:src\/)?([a-z]+)"/g)].map(([, name]) => name),
        );
        return [...new Set(imported)]
            .filter((name) => ![room, "knowable", "plan"].includes(name) && rooms.has(name))
            .sort()
            .map((name) => `    ${room} --> ${name}`);
    });
    const file = join(root, "docs", "architecture.md");
    const picture = ["```mermaid", "flowchart RL", ...lines, "```"].join("\n");
    return filled(file, { rooms: picture });
}

/** What whole runs of `npm run test:mutants` found. */
function assurance() {
    const file = join(root, "docs", "assurance.md");
    return filled(file, { mutants: mutants.table([...mutants.read().values()]) });
}

async function main() {
    const isCheck = process.argv.includes("--check");
    const wanted = examples();
    // The README shows what is found in them.
    if (!isCheck) write(wanted);
    wanted.set(join(root, "README.md"), await readme());
    for (const policy of policies) wanted.set(join(pages, `${policy.name}.md`), await page(policy));
    wanted.set(join(root, "docs", "coverage.md"), coverage());
    wanted.set(join(root, "docs", "codes.md"), codes());
    wanted.set(join(root, "docs", "sst.md"), await sst());
    wanted.set(join(root, "docs", "architecture.md"), architecture());
    wanted.set(join(root, "docs", "assurance.md"), assurance());
    wanted.set(join(root, "docs", "aws-rules.md"), facts());
    wanted.set(
        join(root, "docs", "configuration.schema.json"),
        await prettier.format(JSON.stringify(configurationSchema(policies)), {
            parser: "json",
            tabWidth: 4,
            printWidth: 100,
        }),
    );
    for (const [name, text] of Object.entries(configurations())) {
        wanted.set(join(root, "docs", "configurations", `${name}.json`), text);
    }
    const stale = readdirSync(pages)
        .map((file) => join(pages, file))
        .filter((file) => !wanted.has(file));
    if (isCheck) {
        for (const file of [...stale, ...changed(wanted).keys()]) {
            console.error(`${file} is not what the code says; run \`npm run docs\``);
            process.exitCode = 1;
        }
    } else {
        for (const file of stale) rmSync(file);
        write(wanted);
    }
}

/** Those that are not there as they should be. */
function changed(wanted) {
    return new Map(
        [...wanted].filter(
            ([file, text]) => !existsSync(file) || readFileSync(file, "utf8") !== text,
        ),
    );
}

function write(wanted) {
    for (const [file, text] of changed(wanted)) {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
    }
}

void main();
