import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { policies } from "../../policies";
import { preflightInputs } from "../../policies/preflight-inputs";
import { preflightSettings } from "../../policies/preflight-settings";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { planFromJson, type Raw } from "../../src/plan";
import { interest, messageOf, runPolicies, type Policy } from "../../src/policy";
import { Network } from "../support/networks";
import { loadTables, unchanged } from "../support/pages";
import type { Table } from "../support/table";

/*
 * A row names a part of its message. All that the rows' messages say, and why something is not known, is in
 * test/golden/messages, a file per policy, with what fingerprints are made of in brackets. What is said of
 * several resources in the same words stands there once.
 * With UPDATE_GOLDEN=1 the files are written anew, and then compared.
 */

const folder = join(__dirname, "..", "golden", "messages");

type Row = (Table["violates"] | Table["cannotKnow"])[number];

/** What it says of a row's network, and the same without the names in it. */
function* saidOf(policy: Policy, row: Row): Iterable<readonly [line: string, shape: string]> {
    const n = new Network();
    row.network(n);
    const { change = unchanged, forms, settings = {} } = row;
    const recording = change(n.record(forms?.[0] ?? "first preview"));
    const names = new Set(recording.map(({ name }) => name));
    const asked = [preflightInputs, preflightSettings, policy, unverifiedNetwork];
    const { plan } = planFromJson(recording as unknown as Raw, interest);
    const { findings } = runPolicies(plan, asked, ({ name }) => ({
        level: "mandatory",
        settings: settings[name] ?? {},
    }));
    for (const finding of findings) {
        const causes = finding.causes.map(withoutUrns).join(", ");
        for (const line of [...messageOf(finding).split("\n"), `  (${causes})`]) {
            yield [line, shapeOf(line, names)];
        }
    }
}

/** A URN is its name: the rest is no matter of the message. */
function withoutUrns(cause: string): string {
    return cause.replace(/urn:pulumi:\S*::/g, "");
}

/** Names, lists of them, and numbers are what tells one line from the other if the sentence is the same. */
function shapeOf(line: string, names: ReadonlySet<string>): string {
    return line
        .replace(/[\w-]+/g, (word) => (names.has(word) ? "*" : word))
        .replace(/\*((, | and |; )\*)+/g, "*")
        .replace(/\d+/g, "0");
}

function linesOf(policy: Policy, { violates, cannotKnow }: Table): readonly string[] {
    const lines = new Map<string, string>();
    for (const row of [...violates, ...cannotKnow]) {
        for (const [line, shape] of saidOf(policy, row)) {
            if (!lines.has(shape)) lines.set(shape, line);
        }
    }
    return [...lines.values()];
}

describe("messages", () => {
    const tables = loadTables();
    const telling = policies.filter(({ name }) => {
        const { violates = [], cannotKnow = [] } = tables.get(name) ?? {};
        return violates.length + cannotKnow.length > 0;
    });

    for (const policy of telling) {
        it(`of ${policy.name} are what its golden file says`, () => {
            const table = tables.get(policy.name);
            assert.ok(table);
            const lines = linesOf(policy, table);
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
        const files = telling.map(({ name }) => `${name}.txt`);
        assert.deepEqual(readdirSync(folder).sort(), files.sort());
    });
});
