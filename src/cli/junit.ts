import { policies } from "../../policies";
import type { Configure, Policy } from "../policy";
import { placeOf, whereIs } from "./place";
import {
    isChecked,
    nameOf,
    type CheckedFile,
    type Report,
    type ReportedFinding,
    type UnreadableFile,
} from "./report";
import type { RenderOptions } from "./render";
import { count, turnedOff, whyAccepted } from "./words";
import { element } from "./xml";

/** What became of one test. */
type Outcome = "passed" | "failures" | "errors" | "skipped";

interface TestCase {
    readonly outcome: Outcome;
    readonly xml: string;
}

/**
 * JUnit's XML, as GitLab and others read it: a suite per file, a test per policy. Mandatory violations
 * fail; advisory ones do not, and stand in the test's output; what has no answer is skipped.
 */
export function renderJunit(
    reports: readonly Report[],
    {
        configure,
        sourceRoot,
        notes: said,
    }: Pick<RenderOptions, "configure" | "sourceRoot" | "notes">,
): string {
    const suites = reports.map((report) =>
        isChecked(report)
            ? {
                  name: nameOf(report.file),
                  cases: policies
                      .filter(({ kind }) => kind !== "inputs")
                      .map((policy) => testCase(report, policy, configure, sourceRoot)),
                  notes: [report.summary.incomplete, turnedOff(report.summary)],
              }
            : { name: nameOf(report.file), cases: [unreadable(report)], notes: [] },
    );
    const all = suites.flatMap(({ cases }) => cases);
    const xml = element(
        "testsuites",
        { name: "fargate-preflight", ...numbers(all) },
        suites.map(({ name, cases, notes }, i) =>
            element("testsuite", { name, ...numbers(cases) }, [
                ...cases.map((each) => each.xml),
                // The schema has no place for what is of all suites.
                ...output([...notes, ...(i === 0 ? said.map(({ text }) => text) : [])]),
            ]),
        ),
    );
    return `<?xml version="1.0" encoding="UTF-8"?>\n${xml}\n`;
}

/** What is to be said of a file as a whole. */
function output(notes: readonly (string | null | undefined)[]): readonly string[] {
    const lines = notes.flatMap((note) =>
        note === null || note === undefined ? [] : `note: ${note}`,
    );
    return lines.length === 0 ? [] : [element("system-out", {}, lines.join("\n"))];
}

function numbers(cases: readonly TestCase[]): Record<string, number> {
    const of = (wanted: Outcome): number =>
        cases.filter(({ outcome }) => outcome === wanted).length;
    return {
        tests: cases.length,
        failures: of("failures"),
        errors: of("errors"),
        skipped: of("skipped"),
    };
}

function testCase(
    report: CheckedFile,
    policy: Policy,
    configure: Configure,
    root: string | undefined,
): TestCase {
    const { name } = policy;
    const findings = report.findings.filter((finding) => finding.policy === name);
    const accepted = report.accepted.filter((finding) => finding.policy === name);
    const silenced = accepted.map(
        (finding) => `${whyAccepted(finding)}\n${findingText(finding, root)}`,
    );
    const places = [...findings, ...accepted].flatMap(({ source }) => placeOf(source, root) ?? []);
    const made = (outcome: Outcome, ...content: string[]): TestCase => ({
        outcome,
        // Viewers take two tests of one class and name for one, so the file is the class.
        xml: element(
            "testcase",
            { classname: nameOf(report.file), name, file: places[0]?.path },
            content,
        ),
    });
    const [first] = findings;
    if (first !== undefined) {
        const all = findings.map((finding) => findingText(finding, root));
        const text = all.join("\n\n");
        const codes = codesOf(findings);
        if (first.level === "advisory") {
            return made("passed", ...codes, told([...all, ...silenced]));
        }
        const message =
            findings.length === 1
                ? first.problem
                : `${count(findings.length, "violation")}, the first: ${first.problem}`;
        const failure = element("failure", { message, type: first.level }, text);
        return made(
            "failures",
            ...codes,
            failure,
            ...(silenced.length === 0 ? [] : [told(silenced)]),
        );
    }
    if (configure(policy).level === "disabled") {
        return made("skipped", element("skipped", { message: "disabled" }));
    }
    const questions = report.unverified.filter((question) => question.policy === name);
    const why = [...new Set(accepted.map(whyAccepted))];
    if (questions.length + accepted.length === 0) return made("passed");
    const gaps = questions.flatMap((question) => question.gaps);
    const lines = gaps.map(({ name, property, what }) =>
        property === "" ? `${name}: ${what}` : `${property} of ${name}: ${what}`,
    );
    if (questions.length > 0) {
        why.unshift(`unknown: ${count(questions.length, "check")} could not be answered`);
    }
    const text = [...new Set(lines), ...silenced].join("\n");
    return made(
        "skipped",
        ...codesOf(accepted),
        element("skipped", { message: why.join("; ") }, text),
    );
}

function told(texts: readonly string[]): string {
    return element("system-out", {}, texts.join("\n\n"));
}

/** What stops the packets, as properties of the test. */
function codesOf(findings: readonly ReportedFinding[]): readonly string[] {
    const codes = [...new Set(findings.flatMap((each) => each.codes))];
    if (codes.length === 0) return [];
    const all = codes.map((value) => element("property", { name: "code", value }, []));
    return [element("properties", {}, all)];
}

function findingText(
    { level, name, message, ...made }: ReportedFinding,
    root: string | undefined,
): string {
    return `[${level}] ${name} ${whereIs(placeOf(made.source, root), made)}\n${message}`;
}

function unreadable({ file, error }: UnreadableFile): TestCase {
    return {
        outcome: "errors",
        xml: element("testcase", { classname: nameOf(file), name: "the plan can be read" }, [
            element("error", { message: error, type: "unreadable" }, error),
        ]),
    };
}
