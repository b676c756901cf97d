import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "sarif";
import { cli, plan, plans } from "./support";

/*
 * What each format makes of two recorded plans and a file that is not there. With UPDATE_GOLDEN=1 the
 * files in test/golden are written anew, and then compared.
 */

const folder = join(__dirname, "..", "golden");

const files = [
    plan("public-no-public-ip.preview.json"),
    plan("awsx-nat.preview.json"),
    join(plans, "absent.json"),
];

/** The version and the rules that nothing was found by change with every policy. */
function shortened(text: string): string {
    const log = JSON.parse(text) as Log;
    for (const run of log.runs) {
        const { driver } = run.tool;
        driver.version = "(the package's)";
        const found = new Set(run.results?.map(({ ruleId }) => ruleId));
        driver.rules = (driver.rules ?? []).filter(({ id }) => found.has(id));
        for (const result of run.results ?? []) delete result.ruleIndex;
    }
    return `${JSON.stringify(log, undefined, 2)}\n`;
}

/** Policies come and go: a test that passed says nothing. */
function withoutPassed(text: string): string {
    return text
        .replace(/<testcase [^>]*\/>\n/g, "")
        .replace(/(tests|skipped)="\d+"/g, '$1="(all)"')
        .replace(/<testcase [^>]*>\n<skipped message="disabled"\/>\n<\/testcase>\n/g, "");
}

const rows: Readonly<Record<string, readonly [string, (text: string) => string]>> = {
    sarif: ["plans.sarif", shortened],
    junit: ["plans.xml", withoutPassed],
    github: ["commands.txt", (text) => text],
    markdown: ["comment.md", (text) => text],
};

describe("the formats", () => {
    for (const [format, [name, reduce]] of Object.entries(rows)) {
        it(`have a golden file: ${name}`, async () => {
            const argv = ["check", "--format", format, "--source-root", "infra", ...files];
            const { status, out } = await cli(argv);
            assert.equal(status, 2);
            const text = reduce(out.replaceAll(`${plans}/`, ""));
            const golden = join(folder, name);
            if (process.env.UPDATE_GOLDEN) {
                mkdirSync(folder, { recursive: true });
                writeFileSync(golden, text);
            }
            assert.equal(text, readFileSync(golden, "utf8"), "refresh it with UPDATE_GOLDEN=1");
        });
    }
});
