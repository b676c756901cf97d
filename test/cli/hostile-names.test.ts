import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { policies } from "../../policies";
import { explanationOf } from "../../src/cli/explain/report";
import { renderExplanation } from "../../src/cli/explain/text";
import { Explainer } from "../../src/cli/explain/ways";
import { asJson } from "../../src/cli/json";
import { mapOf } from "../../src/cli/map/build";
import { formats, renderers, type Format } from "../../src/cli/render";
import { reportOf, type Report } from "../../src/cli/report";
import { loadFacts } from "../../src/files";
import { factsOfExports } from "../../src/network";
import { planFromJson, type Raw } from "../../src/plan";
import { interest, messageOf, resolveConfiguration, runPolicies } from "../../src/policy";
import { runs } from "../support/random";
import { options } from "./reports";
import { plans } from "./support";

/*
 * Whoever can name a resource of a plan, or a thing in AWS, writes into the log of who checks it: names
 * must forge no line, and steer neither a terminal nor a runner of CI, in any format.
 */

/** What no text may show as it is. */
const unprintable = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/u;

/** What GitHub's runner, Azure Pipelines and TeamCity obey. */
const command = /^\s*::[a-z].*::|##[a-z]*\[/im;

const nasty = fc.constantFrom(
    ...["\n", "\r\n", "\r", "\u0085", "\u2028", "\u2029", "\u000b", "\u000c"],
    ...["\n::add-mask::web", "\n  ::error::forged", "::stop-commands::x", "##[add-mask]web"],
    ...["##vso[task.setvariable variable=a]b", "##teamcity[x]", "#", "##", "["],
    ...[
        "\u001b[2J",
        "\u001b]8;;https://a.example\u0007",
        "\u009b31m",
        "\u0000",
        "\u007f",
        "\u0008",
    ],
    ...["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f", "\u3164", "\ufe0f"],
    ...["\u202e", "\u2066", "\u200f", "\u061c", "\ud800", "\udc00", "\u{e0041}", "\u{1f600}"],
    ...["\n  [mandatory] task-logs: web", "fix: ", " → ", "%0A", "]]>", "](", "<b>", "{0}", "é"],
);

const hostile = fc.oneof(
    fc.array(nasty, { minLength: 1, maxLength: 5 }).map((parts) => parts.join("")),
    fc.string({ unit: "binary", minLength: 1, maxLength: 12 }),
);

/** JSON in which each text is replaced; keys too, for some are URNs. */
function mapped(json: Raw, change: (text: string) => string): Raw {
    if (typeof json === "string") return change(json);
    if (Array.isArray(json)) return (json as readonly Raw[]).map((each) => mapped(each, change));
    if (json === null || typeof json !== "object") return json;
    return Object.fromEntries(
        Object.entries(json).map(([key, value]) => [key, mapped(value, change)]),
    );
}

/** Every resource is called so, besides: AWS's things and components too, the stack and providers not. */
function named(json: Raw, more: string): Raw {
    return mapped(json, (text) =>
        text.startsWith("urn:pulumi:") && !text.includes("::pulumi:") ? `${text}${more}` : text,
    );
}

/** Every file in which something is made is called so, besides; the engine writes it as a URI. */
function placed(json: Raw, more: string): Raw {
    const inUri = encodeURIComponent(Buffer.from(more).toString());
    return mapped(json, (text) => text.replace(/^project:\/\/\/[^#]*/, (whole) => whole + inUri));
}

/** Every text that a program may set ends so; a type is that of its URN, and stays. */
function valued(json: Raw, more: string): Raw {
    return mapped(json, (text) =>
        /^(urn:pulumi:|project:|aws:|[\w-]+:[\w/-]*:\w+$|create$|same$|[a-z]+$|04da6b54)/.test(text)
            ? text
            : `${text}${more}`,
    );
}

function read(...path: readonly string[]): Raw {
    return JSON.parse(readFileSync(join(plans, ...path), "utf8")) as Raw;
}

const { configure } = resolveConfiguration(policies, { all: "advisory" });

/** What is said of a plan, in every format, and by `explain`. */
function said(json: Raw, file: string, facts: readonly unknown[] = []): Record<string, string> {
    const source = planFromJson(json, interest);
    const given = loadFacts({ facts }, [], new Date("2026-11-23"));
    const run = runPolicies(source.plan, policies, configure, given);
    const report = reportOf(file, source, run, policies);
    const reports: readonly Report[] = [
        { ...report, map: mapOf(run.model, report, () => "mandatory") },
    ];
    const of = (format: Format): string => renderers[format](reports, options());
    const told = Object.fromEntries(formats.map((format) => [format, of(format)]));
    for (const [i, workload] of run.model.workloads.entries()) {
        const explained = new Explainer(run.model).explain(workload, undefined, undefined);
        const explanation = explanationOf(file, workload, explained, undefined);
        told[`explain ${String(i)}`] = renderExplanation([explanation], { colours: false });
        told[`explain ${String(i)} --json`] = asJson(explanation);
    }
    for (const [i, each] of run.findings.entries()) told[`engine ${String(i)}`] = messageOf(each);
    return told;
}

function assertHarmless(told: Readonly<Record<string, string>>): void {
    for (const [format, text] of Object.entries(told)) {
        // Markdown's own: nobody is called by a name.
        const shown = format === "markdown" ? text.replaceAll("\u200b", "") : text;
        assert.doesNotMatch(shown, unprintable, format);
        // Its commands are one a line, as another test holds.
        if (format !== "github") assert.doesNotMatch(shown, command, format);
    }
}

/** How many lines each has. */
function linesOf(told: Readonly<Record<string, string>>): Readonly<Record<string, number>> {
    const entries = Object.entries(told).map(([format, text]) => [
        format,
        // One policy says things of a kind in one line: their number is the plan's.
        text.split("\n").length,
    ]);
    return Object.fromEntries(entries) as Readonly<Record<string, number>>;
}

const files = [
    "private-no-nat.preview.json",
    "awsx-nat.preview.json",
    "awsx-nat.recording.json",
    "nat.export.json",
    "shop.recording.json",
];

const usual = runs(6);

describe("hostile names", function () {
    this.timeout(120_000);

    for (const file of files) {
        it(`of the resources in ${file} forge no line in any format`, () => {
            const json = read(file);
            const expected = linesOf(said(named(json, "x"), file));
            fc.assert(
                fc.property(hostile, (more) => {
                    const told = said(named(json, more), `${more}${file}`);
                    assertHarmless(told);
                    assert.deepEqual(linesOf(told), expected);
                }),
                usual,
            );
        });

        it(`in any text that ${file} holds do no harm`, () => {
            const json = read(file);
            fc.assert(
                fc.property(hostile, (more) => {
                    assertHarmless(said(valued(json, more), file));
                }),
                usual,
            );
        });
    }

    for (const file of ["private-no-nat.preview.json", "nat.export.json"]) {
        it(`of the files in which the resources in ${file} are made forge no line`, () => {
            const json = read(file);
            const expected = linesOf(said(placed(json, "x"), file));
            fc.assert(
                fc.property(hostile, (more) => {
                    const told = said(placed(json, more), file);
                    assertHarmless(told);
                    assert.deepEqual(linesOf(told), expected);
                }),
                usual,
            );
        });
    }

    it("of things that facts hold do no harm, and forge no line", () => {
        const json = read("..", "two-stacks", "web.preview.json");
        const made = factsOfExports([
            { name: "network", json: read("..", "two-stacks", "network.export.json") },
        ]);
        assert.ok("facts" in made);
        const { facts } = made;
        const called = (more: string): object => ({
            ...facts,
            resources: facts.resources.map((each) => ({ ...each, name: `${each.name}${more}` })),
        });
        const expected = linesOf(said(json, "a.json", [called("x")]));
        fc.assert(
            fc.property(hostile, (more) => {
                const told = said(json, "a.json", [called(more)]);
                assertHarmless(told);
                assert.deepEqual(linesOf(told), expected);
            }),
            usual,
        );
    });

    it("of files with facts do no harm", () => {
        const json = read("nat.preview.json");
        fc.assert(
            fc.property(hostile, (more) => {
                assertHarmless(said(json, "a.json", [`absent${more}`]));
            }),
            usual,
        );
    });

    it("of policies, levels and settings in a configuration do no harm", () => {
        fc.assert(
            fc.property(hostile, (more) => {
                const { problems } = resolveConfiguration(policies, {
                    [`x${more}`]: "advisory",
                    all: more,
                    "task-exec": { [`y${more}`]: 1, enforcementLevel: more },
                    "preflight-settings": { [more]: 1, facts: [1] },
                });
                assert.ok(problems.length >= 3);
                for (const problem of problems) assert.doesNotMatch(problem, /\n/);
                assertHarmless(Object.fromEntries(problems.map((each, i) => [String(i), each])));
            }),
            { numRuns: 200 },
        );
    });
});
