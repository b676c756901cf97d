import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { policies } from "../../policies";
import type { Policy } from "../../src/policy";
import { Network } from "./networks";
import { loadTables, unchanged } from "./pages";
import type { Recorded } from "./program";
import type { Table } from "./table";

/*
 * What is said of the networks in the policies' tables, a file per policy in a folder of test/golden. What is
 * said of several resources in the same words stands there once. With UPDATE_GOLDEN=1 the files are written anew,
 * and then compared.
 */

export type Row = Table[keyof Table][number];

/** The lines that are said of a row's network, as it is in its first form. */
export type Saying = (policy: Policy, recording: readonly Recorded[], row: Row) => Iterable<string>;

/** Compares what is said of these rows with the folder's files; of policies of whose rows nothing is said there is none. */
export function assertGolden(
    name: string,
    rowsOf: (table: Table) => readonly Row[],
    say: Saying,
    isMeant: (policy: Policy) => boolean = () => true,
): void {
    const folder = join(__dirname, "..", "golden", name);
    const tables = loadTables();
    const rows = (policy: Policy): readonly Row[] => {
        const table = tables.get(policy.name);
        return table === undefined ? [] : rowsOf(table);
    };
    const telling = policies.filter((policy) => isMeant(policy) && rows(policy).length > 0);

    for (const policy of telling) {
        it(`of ${policy.name} are what its golden file says`, () => {
            const lines = distinct(policy, rows(policy), say);
            const golden = join(folder, `${policy.name}.txt`);
            if (process.env.UPDATE_GOLDEN) {
                mkdirSync(folder, { recursive: true });
                writeFileSync(golden, `${lines.join("\n")}\n`);
            }
            const written = readFileSync(golden, "utf8").trimEnd().split("\n");
            assert.deepEqual(lines, written, "refresh it with UPDATE_GOLDEN=1");
        });
    }

    it("are of policies with a table", () => {
        const files = telling.map((policy) => `${policy.name}.txt`);
        assert.deepEqual(readdirSync(folder).sort(), files.sort());
    });
}

function distinct(policy: Policy, rows: readonly Row[], say: Saying): readonly string[] {
    const lines = new Map<string, string>();
    for (const row of rows) {
        const n = new Network();
        row.network(n);
        const { change = unchanged, forms } = row;
        const recording = change(n.record(forms?.[0] ?? "first preview"));
        const names = new Set(recording.map(({ name }) => name));
        for (const line of say(policy, recording, row)) {
            const shape = shapeOf(line, names);
            if (!lines.has(shape)) lines.set(shape, line);
        }
    }
    return [...lines.values()];
}

/** Names, lists of them, and numbers are what tells one line from the other if the sentence is the same. */
function shapeOf(line: string, names: ReadonlySet<string>): string {
    return line
        .replace(/[\w-]+/g, (word) => (names.has(word) ? "*" : word))
        .replace(/\*((, | and |; )\*)+/g, "*")
        .replace(/\d+/g, "0");
}
