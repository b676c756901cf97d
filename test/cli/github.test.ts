import assert from "node:assert/strict";
import { renderGithub } from "../../src/cli/github";
import type { Report, ReportedFinding } from "../../src/cli/report";
import { aFinding, aReport, options } from "./reports";

function lines(reports: readonly Report[], sourceRoot?: string): readonly string[] {
    return renderGithub(reports, options({ sourceRoot })).trimEnd().split("\n");
}

function lineOf(more: Partial<ReportedFinding>, sourceRoot?: string): string | undefined {
    return lines([aReport([aFinding(more)])], sourceRoot)[0];
}

describe("GitHub's workflow commands", () => {
    const short = { message: "a" };
    const rows: readonly (readonly [string, Partial<ReportedFinding>, string])[] = [
        [
            "a mandatory finding is an error",
            short,
            "::error file=infra/index.ts,line=15,col=1,title=task-image-pull%3A web::a",
        ],
        [
            "an advisory one is a warning",
            { ...short, level: "advisory" },
            "::warning file=infra/index.ts,line=15,col=1,title=task-image-pull%3A web::a",
        ],
        [
            "it has no place without a line",
            { ...short, source: null },
            "::error title=task-image-pull%3A web::a",
        ],
        [
            "a file alone is a place",
            { ...short, source: "project:///a.ts" },
            "::error file=infra/a.ts,title=task-image-pull%3A web::a",
        ],
        [
            "lines and percents stay in the message",
            { source: null, message: "50%\r\n::error::b, c: d" },
            "::error title=task-image-pull%3A web::50%25\\r%0A\\u003a:error::b, c: d",
        ],
        [
            "names cannot end the properties",
            { ...short, source: "project:///a%2Cb%3A%0Ac.ts#1", name: "x::y,z=%0A\n" },
            "::error file=infra/a%2Cb%3A%0Ac.ts,line=1,title=task-image-pull%3A x%3A%3Ay%2Cz=%250A%0A::a",
        ],
        [
            "the log is not steered",
            { source: null, message: "a\u001b[2J\u0007" },
            "::error title=task-image-pull%3A web::a\\u001b[2J\\u0007",
        ],
    ];
    for (const [name, more, expected] of rows) {
        it(name, () => {
            assert.equal(lineOf(more, "infra"), expected);
        });
    }

    it("come the worst first, and the numbers last", () => {
        const findings = [
            aFinding({ level: "advisory", severity: "high", name: "third" }),
            aFinding({ severity: "low", name: "second" }),
            aFinding({ name: "first" }),
        ];
        const found = lines([aReport(findings), { file: "b\n::error::x", error: "empty" }]);
        assert.match(found[1] ?? "", /title=task-image-pull%3A first%2C in [^:]+::/);
        const titles = found.map(
            (line) => /title=(?:.*%3A )?([\w-]+)(?:%2C in .*)?::/.exec(line)?.[1],
        );
        assert.deepEqual(titles, ["fargate-preflight", "first", "second", "third", undefined]);
        assert.equal(found[0], "::error title=fargate-preflight::b\\n::error::x: empty");
        assert.equal(
            found.at(-1),
            "2 files: 0 without mandatory violations, 1 with, 1 could not be checked",
        );
    });
});
