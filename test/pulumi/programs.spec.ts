import { deepEqual, equal } from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { open, programs, questions, said, violations, type Answer } from "./programs";
import { checked, type Judged, type Sandbox } from "./sandbox";
import type { CheckedFile } from "../../src/cli/report";

/*
 * Each program as a plain first preview, and deployed: what is known before holds afterwards.
 */

describe("programs", () => {
    for (const row of programs) {
        describe(`${row.program}: ${row.is}`, () => {
            let sandbox: Sandbox;
            let first: Judged;
            let deployed: CheckedFile;

            before(async () => {
                sandbox = await open(row);
                first = await sandbox.preview();
                await sandbox.up();
                deployed = checked(
                    await sandbox.preflight("check", "--format", "json", await sandbox.export()),
                );
            });
            after(() => {
                sandbox.remove();
            });

            it("is judged rightly once it is deployed", () => {
                deepEqual(violations(deployed, "mandatory"), row.violates);
                deepEqual(questions(deployed, row), []);
            });

            it("is judged by the pack in a first preview as far as that shows", () => {
                deepEqual(said(first, "mandatory"), row.shown);
                equal(first.status, row.shown.length > 0 ? 1 : 0);
            });

            it("is not contradicted by the deployment", () => {
                const later: Answer[] = violations(deployed);
                deepEqual(
                    said(first).filter((each) => !later.includes(each)),
                    [],
                );
            });
        });
    }
});
