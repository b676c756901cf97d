"use strict";

/*
 * Writes what repeats the code: a page per policy, and the README's table. With `--check` it writes
 * nothing and fails where a file differs from what it would write.
 */
const { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { spawnSync } = require("node:child_process");

const root = join(__dirname, "..");
const { policies } = require(join(root, "bin", "policies"));

const pages = join(root, "docs", "policies");
const sees = {
    resource: "one resource's inputs, before it is registered",
    stack: "the whole network of the plan",
    inputs: "each resource's inputs",
    settings: "the pack's settings",
    unverified: "what the other policies could not know",
};

function page(policy) {
    const {
        name,
        description,
        why,
        fix,
        level,
        severity,
        kind,
        settings,
        limits,
        remediate,
        turnOff,
    } = policy;
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
        "## When to turn it off",
        "",
        turnOff,
        "",
        "```json",
        JSON.stringify({ [name]: "disabled" }),
        "```",
        "",
        "A disabled policy asks nothing, so it adds nothing to `unverified-network` either.",
        "",
        `Its cases are in [\`test/policies\`](../../test/policies), the policy itself in [\`policies/${name}.ts\`](../../policies/${name}.ts). How a plan is read: [the model](../model.md).`,
        "",
    ].join("\n");
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

const wanted = new Map(policies.map((policy) => [join(pages, `${policy.name}.md`), page(policy)]));
wanted.set(join(root, "README.md"), readme());

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
