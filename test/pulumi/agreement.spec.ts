import { deepEqual, equal, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import type { CheckedFile } from "../../src/cli/report";
import type { Raw } from "../../src/plan";
import { answersTo, assertNoFlip, ofWhatStands, type Answers } from "../support/verdicts";
import { gapsIn, open, programs, questions, said, violations } from "./programs";
import { checked, type Judged, type Result, type Sandbox } from "./sandbox";

/*
 * Each program as a plain first preview, rehearsed, and deployed: what is known before holds afterwards, and a
 * rehearsal knows what the deployment will show, but for what is listed.
 */

describe("programs", () => {
    for (const row of programs) {
        describe(`${row.program}: ${row.is}`, () => {
            const { late = [] } = row;
            let sandbox: Sandbox;
            let first: Judged;
            let rehearsal: Result;
            let asked: readonly string[];
            let rehearsed: CheckedFile;
            let deployed: CheckedFile;
            let answers: Readonly<Record<"first" | "rehearsed" | "deployed", Answers>>;

            before(async () => {
                sandbox = await open(row);
                first = await sandbox.preview();
                const preview = await sandbox.pulumi("preview", "--json", "--stack", "dev");
                const plan = join(sandbox.folder, "rehearsed.json");
                const before = sandbox.calls.length;
                rehearsal = await sandbox.preflight(
                    ...["rehearse", "--stack", "dev", "--format", "json", "--save", plan],
                );
                ok(rehearsal.status < 2, rehearsal.err);
                asked = sandbox.calls.slice(before);
                rehearsed = checked(rehearsal);
                await sandbox.up();
                const state = await sandbox.export();
                deployed = checked(await sandbox.preflight("check", "--format", "json", state));
                answers = {
                    first: answersTo(JSON.parse(preview.out) as Raw),
                    rehearsed: answersIn(plan),
                    deployed: answersIn(state),
                };
            });
            after(() => {
                sandbox.remove();
            });

            it("is judged rightly once it is deployed", () => {
                deepEqual(violations(deployed, "mandatory"), row.violates);
                deepEqual(violations(deployed, "advisory"), row.advises);
                deepEqual(questions(deployed, row), []);
            });

            it("is judged by the pack in a first preview as far as that shows", () => {
                deepEqual(said(first, "mandatory"), row.shown);
                equal(first.status, row.shown.length > 0 ? 1 : 0);
            });

            it("is judged in a rehearsal as it will be once it is deployed", () => {
                deepEqual(violations(rehearsed, "mandatory"), row.violates);
                equal(rehearsal.status, row.violates.length > 0 ? 1 : 0);
                deepEqual(violations(rehearsed, "advisory"), [...row.advises, ...late].sort());
                // Of a healthy program only what is outside the plan stays open.
                const isHealthy = row.violates.length === 0;
                deepEqual(questions(rehearsed, row, isHealthy ? [] : row.left), []);
            });

            it("is rehearsed without making anything", () => {
                deepEqual(
                    asked.filter((call) => /^(Create|Update|Delete) /.test(call)),
                    [],
                );
            });

            it("holds in a rehearsal what it will hold", () => {
                deepEqual(urnsIn(answers.rehearsed), urnsIn(answers.deployed));
            });

            it("gets no answer in a first preview that another one contradicts", () => {
                // What is made inside apply is not there yet, so there is no answer about it.
                const verdicts = ofWhatStands(answers.first.verdicts);
                for (const later of [answers.rehearsed, answers.deployed]) {
                    const same = [...later.verdicts].filter(([key]) => verdicts.has(key));
                    assertNoFlip(new Map(same), verdicts, row.program);
                }
                const found = [...violations(deployed), ...late];
                deepEqual(
                    said(first).filter((each) => !found.includes(each)),
                    [],
                );
            });

            it("gets answers in a rehearsal that the deployment does not contradict", () => {
                const verdicts = ofWhatStands(answers.rehearsed.verdicts);
                assertNoFlip(answers.deployed.verdicts, verdicts, row.program);
            });

            it("leaves open in a rehearsal, of what the deployment tells, what is listed", () => {
                const before = gapsIn(answers.rehearsed);
                const later = gapsIn(answers.deployed);
                const { left = [] } = row;
                const open = before.filter((each) => !later.includes(each));
                deepEqual(
                    open.filter((each) => !left.some(({ gap }) => gap.test(each))),
                    [],
                );
                deepEqual(
                    left.filter(({ gap }) => !open.some((each) => gap.test(each))),
                    [],
                    "nothing of that is left open any more",
                );
                deepEqual(
                    later.filter((each) => !before.includes(each)),
                    [],
                    "a rehearsal claims to know what the deployed stack does not tell",
                );
            });
        });
    }
});

function answersIn(file: string): Answers {
    return answersTo(JSON.parse(readFileSync(file, "utf8")) as Raw);
}

/** Of what the program makes; a pack is not shown what it reads. */
function urnsIn({ model }: Answers): string[] {
    return model.plan.resources
        .filter(({ external }) => !external)
        .map(({ urn }) => urn)
        .sort();
}
