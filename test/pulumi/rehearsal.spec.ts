import { deepEqual, ok } from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import type { CheckedFile } from "../../src/cli/report";
import { open, programs, questions, violations } from "./programs";
import { checked, type Result, type Sandbox } from "./sandbox";

/*
 * Each program rehearsed before anything is deployed: judged as it is once it is deployed.
 */

describe("rehearsed programs", () => {
    for (const row of programs) {
        describe(`${row.program}: ${row.is}`, () => {
            let sandbox: Sandbox;
            let result: Result;
            let rehearsed: CheckedFile;
            let asked: readonly string[];

            before(async () => {
                sandbox = await open(row);
                await sandbox.select("dev");
                const before = sandbox.calls.length;
                result = await sandbox.preflight("rehearse", "--stack", "dev", "--format", "json");
                ok(result.status < 2, result.err);
                asked = sandbox.calls.slice(before);
                rehearsed = checked(result);
            });
            after(() => {
                sandbox.remove();
            });

            it("makes nothing", () => {
                deepEqual(
                    asked.filter((call) => /^(Create|Update|Delete) /.test(call)),
                    [],
                );
            });

            it("is judged as it will be once it is deployed", () => {
                deepEqual(violations(rehearsed, "mandatory"), row.violates);
                deepEqual(result.status, row.violates.length > 0 ? 1 : 0);
                deepEqual(violations(rehearsed, "advisory"), row.advises);
                deepEqual(questions(rehearsed, row, row.left), []);
            });
        });
    }
});
