import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { policies } from "../../policies";
import type { Policy } from "../../src/policy";
import { Network } from "./networks";
import { loadTables, unchanged } from "./pages";
import type { Recorded } from "./program";
import { formInTurn, type Table } from "./table";

/*
 * What is said of the networks in the policies' tables, a file per policy in a folder of test/golden. What is
 * said of several resources in the same words stands there once. With UPDATE_GOLDEN=1 the files are written anew,
 * and then compared.
 */

export type Row = Table[keyof Table][number];

/** The lines that are said of a row's network, as it is in one of its forms. */
export type Saying = (policy: Policy, recording: readonly Recorded[], row: Row) => Iterable<string>;

export interface Golden {
    /** That of the folder. */
    readonly name: string;
    /** All of them, if it does not say. */
    readonly rowsOf?: (table: Table) => readonly Row[];
    readonly say: Saying;
    /** Which policies' tables are meant; all, if it does not say. */
    readonly isMeant?: (policy: Policy) => boolean;
    /**
     * One row is as in a first preview, the next one deployed, and numbers count. What is in an earlier policy's
     * file is in no other; lines are kept in the shape in which they are compared.
     */
    readonly isWhole?: boolean;
}

/** Compares what is said of rows with the folder's files; of policies of whose rows nothing is said there is none. */
export function assertGolden({
    name,
    rowsOf = ({ valid, violates, cannotKnow }) => [...valid, ...violates, ...cannotKnow],
    say,
    isMeant = () => true,
    isWhole = false,
}: Golden): void {
    const folder = join(__dirname, "..", "golden", name);
    const tables = loadTables();
    const rows = (policy: Policy): readonly Row[] => {
        const table = tables.get(policy.name);
        return table === undefined ? [] : rowsOf(table);
    };
    const telling = policies.filter((policy) => isMeant(policy) && rows(policy).length > 0);

    const fileOf = (policy: Policy): string => join(folder, `${policy.name}.txt`);
    for (const [i, policy] of telling.entries()) {
        it(`of ${policy.name} are what its golden file says`, () => {
            const all = distinct(policy, rows(policy), say, isWhole);
            const before = new Set(
                isWhole ? telling.slice(0, i).flatMap((each) => linesIn(fileOf(each))) : [],
            );
            const lines = isWhole
                ? [...all.keys()].filter((shape) => !before.has(shape))
                : [...all.values()];
            const golden = fileOf(policy);
            if (process.env.UPDATE_GOLDEN) {
                mkdirSync(folder, { recursive: true });
                writeFileSync(golden, lines.map((line) => `${line}\n`).join(""));
            }
            assert.deepEqual(lines, linesIn(golden), "refresh it with UPDATE_GOLDEN=1");
        });
    }

    it("are of policies with a table", () => {
        const files = telling.map((policy) => `${policy.name}.txt`);
        assert.deepEqual(readdirSync(folder).sort(), files.sort());
    });
}

function linesIn(file: string): readonly string[] {
    return readFileSync(file, "utf8").split("\n").slice(0, -1);
}

/** By what makes them different. */
function distinct(
    policy: Policy,
    rows: readonly Row[],
    say: Saying,
    isWhole: boolean,
): ReadonlyMap<string, string> {
    const lines = new Map<string, string>();
    for (const [i, row] of rows.entries()) {
        const { change = unchanged } = row;
        const n = new Network();
        row.network(n);
        const recording = change(n.record(formInTurn(row, isWhole ? i : 0)));
        // The same URN twice reaches the pack alone.
        if (new Set(recording.map(({ urn }) => urn)).size < recording.length) continue;
        const names = new Set(recording.map(({ name }) => name));
        for (const line of say(policy, recording, row)) {
            const shape = shapeOf(line, names, isWhole);
            if (!lines.has(shape)) lines.set(shape, line);
        }
    }
    return lines;
}

/** Names, lists of them, and numbers are what tells one line from the other if the sentence is the same. */
function shapeOf(line: string, names: ReadonlySet<string>, hasNumbers: boolean): string {
    const shape = line
        .replace(/[\w-]+/g, (word) => (names.has(word) ? "*" : word))
        .replace(/\*((, | and |; )\*)+/g, "*");
    return hasNumbers ? shape : shape.replace(/\d+/g, "0");
}
