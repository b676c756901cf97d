"use strict";

/*
 * Writes what repeats the code: a page per policy, with the cases of its tests, the README's table, and which
 * policies enforce what AWS says.
 * With `--check` it writes nothing and fails where a file differs from what it would write.
 */
const { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { spawnSync } = require("node:child_process");
const { structuredPatch } = require("diff");
const prettier = require("prettier");

const root = join(__dirname, "..");
require(join(root, "test", "support", "register.js"));
const { policies } = require(join(root, "policies"));
const { exampleOf, loadTables } = require(join(root, "test", "support", "pages"));
const { breaking, statements } = require(join(root, "test", "support", "statements"));

const pages = join(root, "docs", "policies");
const sees = {
    resource: "one resource's inputs, before it is registered",
    stack: "the whole network of the plan",
    inputs: "each resource's inputs",
    settings: "the pack's settings",
    unverified: "what the other policies could not know",
};

async function page(policy) {
    const { name, description, why, fix, level, severity, kind, settings, limits, remediate } =
        policy;
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
        ...(remediate === undefined
            ? []
            : [
                  "",
                  "At the level `remediate` the pack makes this change itself, before the resource is registered.",
              ]),
        ...settingsTable(settings),
        "",
        "## Answers",
        "",
        limits ?? "All three: ok, violated, cannot know.",
        "",
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
        `Its cases are in [\`test/policies\`](../../test/policies), the policy itself in [\`policies/${name}.ts\`](../../policies/${name}.ts). How a plan is read: [the model](../model.md).`,
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
        ["It cannot know", table.cannotKnow],
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

/** Each statement of the first section of docs/facts.md, with what enforces it. */
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
        "What AWS's page on [task networking for Fargate](https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html) says, statement by statement in the words of [facts](facts.md), section 1, and the policies that enforce it. Below each table stand tested programs that break it.",
        "",
        sections.map((lines) => lines.join("\n").trim()).join("\n\n"),
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
        env: { ...process.env, NO_COLOR: "1" },
    });
    if (status !== 0) throw new Error(`the demo failed: ${stderr}`);
    return ["```", stdout.trim(), "```"].join("\n");
}

/** Replaces what stands between `<!-- name: generated -->` and `<!-- /name -->`. */
function fill(text, name, content) {
    const [begin, end] = [`<!-- ${name}: generated -->`, `<!-- /${name} -->`];
    const from = text.indexOf(begin);
    const to = text.indexOf(end);
    if (from < 0 || to < from) throw new Error(`README.md lacks ${begin} … ${end}`);
    return `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`;
}

function readme() {
    const text = readFileSync(join(root, "README.md"), "utf8");
    return fill(fill(text, "policies", table()), "demo", demo());
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
        strict: of(() => "mandatory"),
    };
}

async function main() {
    const wanted = new Map([[join(root, "README.md"), readme()]]);
    for (const policy of policies) wanted.set(join(pages, `${policy.name}.md`), await page(policy));
    wanted.set(join(root, "docs", "coverage.md"), coverage());
    for (const [name, text] of Object.entries(configurations())) {
        wanted.set(join(root, "docs", "configurations", `${name}.json`), text);
    }
    const stale = readdirSync(pages)
        .map((file) => join(pages, file))
        .filter((file) => !wanted.has(file));
    const different = [...wanted].filter(
        ([file, text]) => !existsSync(file) || readFileSync(file, "utf8") !== text,
    );
    if (process.argv.includes("--check")) {
        for (const file of [...stale, ...different.map(([each]) => each)]) {
            console.error(`${file} is not what the code says; run \`npm run docs\``);
            process.exitCode = 1;
        }
    } else {
        for (const file of stale) rmSync(file);
        for (const [file, text] of different) writeFileSync(file, text);
    }
}

void main();
