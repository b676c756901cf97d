import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type AnySchemaObject } from "ajv";
import type { Location, Log, Result, Run } from "sarif";
import { policies } from "../../policies";
import type { Report } from "../../src/cli/report";
import { renderSarif } from "../../src/cli/sarif";
import { aFinding, aHop, aReport, aSummary, options } from "./reports";
import { allPlans, cli } from "./support";

const schema = JSON.parse(
    readFileSync(join(__dirname, "..", "schemas", "sarif-schema-2.1.0.json"), "utf8"),
) as AnySchemaObject;
const validate = new Ajv({
    strict: false,
    // The schema has a pattern with a lone bracket.
    unicodeRegExp: false,
    formats: {
        uri: (text: string) => URL.canParse(text),
        "uri-reference": (text: string) => /^[\w\-.~!$&'()*+,;=:@/%?]*$/.test(text),
        "date-time": true,
    },
}).compile(schema);

function runOf(text: string): Run {
    const log = JSON.parse(text) as Log;
    assert.ok(validate(log), JSON.stringify(validate.errors));
    const [run, ...others] = log.runs;
    assert.ok(run !== undefined && others.length === 0);
    return run;
}

function run(reports: readonly Report[], sourceRoot?: string): Run {
    return runOf(renderSarif(reports, options({ sourceRoot })));
}

function resultsOf(reports: readonly Report[], sourceRoot?: string): readonly Result[] {
    return run(reports, sourceRoot).results ?? [];
}

function uriIn(location: Location | undefined): string {
    return location?.physicalLocation?.artifactLocation?.uri ?? "nothing";
}

describe("SARIF", () => {
    it("is as the published schema says, for every bundled plan", async () => {
        const argv = ["check", "--format", "sarif", ...allPlans, "absent.json"];
        const { results, invocations } = runOf((await cli(argv)).out);
        assert.ok((results ?? []).length > 10);
        assert.equal(invocations?.[0]?.executionSuccessful, false);
        const { out } = await cli([...argv, "--source-root", "my infra/#1"]);
        for (const { locations } of runOf(out).results ?? []) {
            assert.match(uriIn(locations?.[0]), /^my%20infra\/%231\/\w/);
        }
    });

    it("has a rule for every policy, with help", () => {
        const { rules = [] } = run([]).tool.driver;
        assert.deepEqual(
            rules.map(({ id }) => id),
            policies.map(({ name }) => name),
        );
        for (const [i, { name, why, fix, level }] of policies.entries()) {
            const { help, defaultConfiguration } = rules[i] ?? {};
            for (const text of [help?.text, help?.markdown]) {
                assert.ok(text?.includes(why) === true && text.includes(fix));
                assert.ok(text.includes(`docs/policies/${name}.md in the package`));
            }
            assert.deepEqual(defaultConfiguration, {
                level: level === "mandatory" ? "error" : "warning",
                enabled: level !== "disabled",
            });
        }
    });

    it("has errors before warnings, each with its rule", () => {
        const findings = [
            aFinding({ policy: "vpc-flow-logs", level: "advisory", severity: "low" }),
            aFinding({ policy: "task-exec", level: "mandatory", severity: "low" }),
            aFinding(),
        ];
        const results = resultsOf([aReport(findings)]);
        assert.deepEqual(
            results.map(({ level, ruleId }) => [level, ruleId]),
            [
                ["error", "task-image-pull"],
                ["error", "task-exec"],
                ["warning", "vpc-flow-logs"],
            ],
        );
        for (const { ruleId, ruleIndex = -1 } of results) {
            assert.equal(policies[ruleIndex]?.name, ruleId);
        }
    });

    describe("locations", () => {
        const rows: readonly (readonly [
            string,
            string | null,
            string | undefined,
            string,
            number,
        ])[] = [
            ["the program's line", "project:///a%20b.ts#15,1", undefined, "a%20b.ts", 15],
            ["the same in the repository", "project:///a.ts#15,1", "infra", "infra/a.ts", 15],
            ["the same at its root", "project:///a.ts#15,1", "", "a.ts", 15],
            ["the project's own file without a line", null, undefined, "Pulumi.yaml", 1],
            ["the same in the repository, of course", null, "infra", "infra/Pulumi.yaml", 1],
            [
                "the project's own file for a file outside",
                "project:///../../x.ts#9,1",
                "infra",
                "infra/Pulumi.yaml",
                1,
            ],
            ["the first line of a file", "project:///a.ts", undefined, "a.ts", 1],
        ];
        for (const [name, source, root, uri, line] of rows) {
            it(`tell ${name}`, () => {
                const { results = [], originalUriBaseIds = {} } = run(
                    [aReport([aFinding({ source })])],
                    root,
                );
                const [location] = results[0]?.locations ?? [];
                assert.equal(uriIn(location), uri);
                assert.equal(location?.physicalLocation?.region?.startLine, line);
                const { uriBaseId } = location.physicalLocation.artifactLocation ?? {};
                assert.deepEqual(Object.keys(originalUriBaseIds), [uriBaseId]);
                assert.equal(uriBaseId, root === undefined ? "PROJECTROOT" : "%SRCROOT%");
            });
        }

        it("name the resource by its URN", () => {
            const [result] = resultsOf([aReport([aFinding()])]);
            const { urn, name } = aFinding();
            assert.deepEqual(result?.locations?.[0]?.logicalLocations, [
                { name, fullyQualifiedName: urn, kind: "resource" },
            ]);
        });

        it("follow each way, hop by hop", () => {
            const path = [
                aHop({ source: "project:///vpc.ts#7,3" }),
                aHop({ says: "no route" }),
                aHop({ attempt: 1, way: "by endpoint" }),
            ];
            const [result] = resultsOf([aReport([aFinding({ path })])]);
            const flows = (result?.codeFlows ?? []).map(({ message, threadFlows }) => [
                message?.text,
                threadFlows[0]?.locations.map(({ location }) => [
                    uriIn(location),
                    location?.message?.text,
                ]),
            ]);
            assert.deepEqual(flows, [
                [
                    "over the internet",
                    [
                        ["vpc.ts", "subnet b"],
                        ["Pulumi.yaml", "subnet b: no route"],
                    ],
                ],
                ["by endpoint", [["Pulumi.yaml", "subnet b"]]],
            ]);
        });
    });

    it("has the fingerprint of each finding, by the name that GitHub knows too", () => {
        const [result] = resultsOf([aReport([aFinding({ fingerprint: "f00:1" })])]);
        assert.deepEqual(result?.partialFingerprints, {
            "policyResourceAndCause/v2": "f00:1",
            primaryLocationLineHash: "f00:1",
        });
    });

    it("does not let names look like links or arguments", () => {
        const message = "[here](1) {0} {a} a[0]\nfix: it";
        const [result] = resultsOf([aReport([aFinding({ message })])]);
        assert.equal(result?.message.text, "[here\\](1) {{0}} {a} a[0]\nfix: it");
    });

    it("says what could not be checked, and what may be missing", () => {
        const hiding = aReport([], { summary: { ...aSummary, incomplete: "some are hidden" } });
        const [invocation] = run([hiding, { file: "b.json", error: "empty" }]).invocations ?? [];
        const said = invocation?.toolExecutionNotifications?.map((each) => [
            each.level,
            each.message.text,
        ]);
        assert.deepEqual(said, [
            ["warning", "a.json: some are hidden"],
            ["error", "b.json: empty"],
        ]);
        assert.equal(invocation?.executionSuccessful, false);
        assert.equal(run([hiding]).invocations?.[0]?.executionSuccessful, true);
    });
});
