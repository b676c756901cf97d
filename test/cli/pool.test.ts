import assert from "node:assert/strict";
import { join } from "node:path";
import { checkInThreads } from "../../src/cli/pool";
import { isChecked, type Report } from "../../src/cli/report";

const script = join(__dirname, "threads", "moody.js");

function errorOf(report: Report | undefined): string {
    return report === undefined || isChecked(report) ? "none" : report.error;
}

describe("threads", () => {
    let done = 0;
    const run = async (jobs: number, ...files: string[]): Promise<readonly Report[]> => {
        done = 0;
        const reports = await checkInThreads(files, {
            ...{ jobs, script, terms: { configuration: { all: "advisory" } } },
            limits: { maxOldGenerationSizeMb: 32 },
            onDone: () => (done += 1),
        });
        assert.deepEqual(
            reports.map(({ file }) => file),
            files,
        );
        assert.equal(done, files.length);
        return reports;
    };

    it("share the files, and report in their order", async () => {
        const files = Array.from({ length: 50 }, (_, i) => `f${String(i)}`);
        const said = new Set((await run(2, ...files)).map(errorOf));
        assert.equal(said.size, 2);
        for (const each of said) assert.match(each, /"configuration":\{"all":"advisory"\}/);
    });

    it("are no more than there are files", async () => {
        assert.equal(new Set((await run(64, "a", "b")).map(errorOf)).size, 2);
    });

    const deaths: readonly (readonly [string, string])[] = [
        ["exit", "not checked: a bug in fargate-preflight (Error); please report it"],
        ["throw", "not checked: a bug in fargate-preflight (TypeError); please report it"],
        ["grow", "not checked: there is not enough memory for it"],
    ];
    for (const [mood, expected] of deaths) {
        it(`that die (${mood}) cost one file`, async () => {
            const [before, dead, after, last] = (await run(1, "a", mood, "b", "c")).map(errorOf);
            assert.equal(dead, expected);
            assert.match(before ?? "", /^of /);
            assert.notEqual(after, before);
            assert.equal(last, after);
        });
    }

    it("may die one after the other", async () => {
        const reports = await run(2, "throw", "exit", "throw", "a", "exit");
        assert.equal(reports.filter((each) => errorOf(each).startsWith("not checked")).length, 4);
    });
});
