import assert from "node:assert/strict";
import { policies } from "../../policies";
import { renderJunit } from "../../src/cli/junit";
import type { Report, ReportedQuestion } from "../../src/cli/report";
import { resolveConfiguration } from "../../src/policy";
import { aFinding, aReport, aSummary, options } from "./reports";
import { parseXml } from "./xml";

type Parsed = Readonly<Record<string, unknown>>;

function suites(reports: readonly Report[], configuration = {}): readonly Parsed[] {
    const { configure } = resolveConfiguration(policies, configuration);
    const xml = renderJunit(reports, options({ configure, sourceRoot: "infra" }));
    const { testsuites } = parseXml(xml) as { testsuites: { testsuite: Parsed | Parsed[] } };
    return [testsuites.testsuite].flat();
}

function testOf(suite: Parsed | undefined, name: string): Parsed {
    const cases = [suite?.testcase].flat() as Parsed[];
    const found = cases.find((each) => each["@name"] === name);
    assert.ok(found, name);
    return found;
}

describe("JUnit", () => {
    const judging = policies.filter(({ kind }) => kind !== "inputs").length;

    it("has a suite per file and a test per policy", () => {
        const [first, second] = suites([aReport(), aReport([], { file: "-" })]);
        assert.equal(first?.["@name"], "a.json");
        assert.equal(first["@tests"], String(judging));
        assert.equal(second?.["@name"], "standard input");
        assert.deepEqual(testOf(second, "task-logs"), {
            "@classname": "standard input",
            "@name": "task-logs",
        });
    });

    it("fails for mandatory findings only", () => {
        const findings = [
            aFinding(),
            aFinding({ message: "second\nfix: it", name: "api", source: null }),
            aFinding({ policy: "vpc-flow-logs", level: "advisory", message: "no log" }),
        ];
        const [suite] = suites([aReport(findings)]);
        assert.equal(suite?.["@failures"], "1");
        assert.equal(suite["@errors"], "0");
        const failed = testOf(suite, "task-image-pull");
        assert.equal(failed["@file"], "infra/index.ts");
        const failure = failed.failure as Parsed;
        assert.equal(failure["@message"], "2 violations, the first: first line");
        assert.equal(
            failure["#"],
            "[mandatory] web at infra/index.ts:15:1\nfirst line\n  to the internet: a → b\nfix: change it\n\n[mandatory] api (aws:ecs/service:Service)\nsecond\nfix: it",
        );
        assert.deepEqual(testOf(suite, "vpc-flow-logs"), {
            "@classname": "a.json",
            "@name": "vpc-flow-logs",
            "@file": "infra/index.ts",
            "system-out": "[advisory] web at infra/index.ts:15:1\nno log",
        });
    });

    it("skips what is disabled, and what has no answer", () => {
        const gap = {
            urn: "urn:a",
            reason: "outside" as const,
            what: "it is not here",
            supply: null,
        };
        const question: ReportedQuestion = {
            urn: "urn:a",
            policy: "task-logs",
            gaps: [
                { ...gap, name: "a", property: "subnets" },
                { ...gap, name: "b", property: "" },
            ],
        };
        const report = aReport([], { unverified: [question, question] });
        const [suite] = suites([report], { "task-exec": "disabled" });
        assert.deepEqual(testOf(suite, "task-logs").skipped, {
            "@message": "unknown: 2 checks could not be answered",
            "#": "subnets of a: it is not here\nb: it is not here",
        });
        assert.deepEqual(testOf(suite, "task-exec").skipped, { "@message": "disabled" });
        const disabled = policies.filter(({ level }) => level === "disabled").length;
        assert.equal(suite?.["@skipped"], String(disabled + 2));
    });

    it("has an error for a file that could not be checked", () => {
        const [suite] = suites([{ file: "b.json", error: "this is no <JSON>" }]);
        assert.equal(suite?.["@errors"], "1");
        const { error } = testOf(suite, "the plan can be read") as { error: Parsed };
        assert.deepEqual(error, {
            "@message": "this is no <JSON>",
            "@type": "unreadable",
            "#": "this is no <JSON>",
        });
    });

    it("says what may be missing", () => {
        const [suite] = suites([
            aReport([], { summary: { ...aSummary, incomplete: "some are hidden" } }),
        ]);
        assert.equal(suite?.["system-out"], "note: some are hidden");
    });
});
