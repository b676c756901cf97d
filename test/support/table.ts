import assert from "node:assert/strict";
import { preflightInputs } from "../../policies/preflight-inputs";
import { preflightSettings } from "../../policies/preflight-settings";
import type { Policy } from "../../src/policy";
import { runPack, type Report, type RunOptions } from "./harness";
import { Network } from "./networks";
import type { Form, Recorded } from "./program";

/** A row: a network, as a program would write it. */
interface Row {
    readonly name: string;
    readonly network: (n: Network) => void;
    readonly settings?: RunOptions["settings"];
    /** Changes the recorded resources, for what no program can say: an older provider, for one. */
    readonly change?: (recording: Recorded[]) => Recorded[];
    /** The forms in which it is played; both, if it does not say. */
    readonly forms?: readonly Form[];
}

interface ViolatingRow extends Row {
    /** The resource on which it is reported. */
    readonly on: string;
    /** The statement of docs/aws-rules.md that it breaks, by its number: `1.8`. */
    readonly statement?: string;
    /** What the message must say. */
    readonly says: RegExp | readonly RegExp[];
    /** In a first preview it may be unknown, never ok. */
    readonly firstPreview?: "cannot know";
    /** The same network, mended as the message says. The first row that has it is shown on the policy's page. */
    readonly fixed?: (n: Network) => void;
}

interface UnknownRow extends Row {
    /** The resource of which it is not known, or all of them. */
    readonly on: string | readonly string[];
    /** What the gap must say. */
    readonly gap: RegExp;
    /** One completion of the same network that is ok, and one that is violated: proof that it is not a shrug. */
    readonly ok: (n: Network) => void;
    readonly violated: (n: Network) => void;
    /** In which form the completions are played; deployed, if it does not say. */
    readonly completed?: Form;
}

export interface Table {
    readonly valid: readonly Row[];
    readonly violates: readonly ViolatingRow[];
    readonly cannotKnow: readonly UnknownRow[];
}

/** The tables of all policies by name, once their files are loaded: the pages of docs/policies show their rows. */
export const tables = new Map<string, Table>();

const bothForms: readonly Form[] = ["first preview", "deployed"];

/** The form of a row where each is played once: if it has both, one row the first, the next one the other. */
export function formInTurn({ forms = bothForms }: Pick<Row, "forms">, at: number): Form {
    return forms[at % forms.length] ?? "deployed";
}

/** With ONE_FORM=1, for whom time is short, each is played in one form. */
function formsOf(row: Row, at: number): readonly Form[] {
    return process.env.ONE_FORM === "1" ? [formInTurn(row, at)] : (row.forms ?? bothForms);
}

/** A row may be about a task definition alone: that its service is not shown is test/workload/hidden.test.ts's. */
function isOfHidden({ message }: Report): boolean {
    const said = message.split("\n").filter((line) => line.startsWith("  "));
    return said.length > 0 && said.every((line) => line.includes("this preview starts no task"));
}

/**
 * Runs a policy's table of cases through the pack and the SDK's unknown-checking proxy, each row in a
 * first preview and as a deployed stack.
 */
export function testPolicy(policy: Policy, unverified: Policy, table: Table): void {
    const names = [...table.valid, ...table.violates, ...table.cannotKnow].map(({ name }) => name);
    assert.equal(new Set(names).size, names.length, "two rows have the same name");
    tables.set(policy.name, table);
    const run = (network: (n: Network) => void, form: Form, row: Row): Reports => {
        const n = new Network();
        network(n);
        const recorded = n.record(form);
        const recording = row.change === undefined ? recorded : row.change(recorded);
        const { settings = {} } = row;
        const reports = runPack(recording, {
            policies: [preflightInputs, preflightSettings, policy, unverified],
            settings,
        });
        return {
            violations: reports.filter((each) => each.policy === policy.name),
            gaps: reports.filter((each) => each.policy === unverified.name && !isOfHidden(each)),
        };
    };

    describe(policy.name, () => {
        for (const [i, row] of table.valid.entries()) {
            for (const form of formsOf(row, i)) {
                it(`accepts ${row.name} (${form})`, () => {
                    const { violations, gaps } = run(row.network, form, row);
                    assert.deepEqual(texts(violations), []);
                    assert.deepEqual(texts(gaps), []);
                });
            }
        }
        for (const [i, row] of table.violates.entries()) {
            for (const form of formsOf(row, i)) {
                it(`refuses ${row.name} (${form})`, () => {
                    const { violations, gaps } = run(row.network, form, row);
                    if (form === "first preview" && row.firstPreview === "cannot know") {
                        assert.deepEqual(texts(violations), []);
                        assert.notDeepEqual(gaps, []);
                        return;
                    }
                    assert.equal(
                        violations.length,
                        1,
                        texts(violations).join("\n\n") || "no finding",
                    );
                    const [{ name, message } = { name: "", message: "" }] = violations;
                    assert.equal(name, row.on);
                    for (const pattern of [row.says].flat()) assert.match(message, pattern);
                    assert.match(message, /\nfix: \S/);
                });
                const { fixed } = row;
                if (fixed === undefined) continue;
                it(`accepts ${row.name}, mended (${form})`, () => {
                    const { violations } = run(fixed, form, row);
                    assert.deepEqual(texts(violations), []);
                });
            }
        }
        for (const [i, row] of table.cannotKnow.entries()) {
            for (const form of formsOf(row, i)) {
                it(`does not know of ${row.name} (${form})`, () => {
                    const { violations, gaps } = run(row.network, form, row);
                    assert.deepEqual(texts(violations), []);
                    assert.deepEqual(
                        gaps.map(({ name }) => name),
                        [row.on].flat(),
                    );
                    assert.match(gaps[0]?.message ?? "", row.gap);
                });
            }
            it(`knows of ${row.name}, completed`, () => {
                const form = row.completed ?? "deployed";
                const completed = run(row.ok, form, { ...row });
                assert.deepEqual(texts([...completed.violations, ...completed.gaps]), []);
                assert.equal(run(row.violated, form, { ...row }).violations.length, 1);
            });
        }
    });
}

interface Reports {
    readonly violations: readonly Report[];
    readonly gaps: readonly Report[];
}

function texts(reports: readonly Report[]): string[] {
    return reports.map(({ name, message }) => `${name}: ${message}`);
}
