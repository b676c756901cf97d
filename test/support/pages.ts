import { readdirSync } from "node:fs";
import { join } from "node:path";
import Mocha from "mocha";
import { preflightInputs } from "../../policies/preflight-inputs";
import { preflightSettings } from "../../policies/preflight-settings";
import type { Policy } from "../../src/policy";
import { runPack } from "./harness";
import { Network } from "./networks";
import type { Recorded } from "./program";
import { sourceOf } from "./source";
import { tables, type Table } from "./table";

/** A broken program, what the pack says of it, and the same program mended. */
export interface Example {
    readonly broken: string;
    readonly message: string;
    readonly fixed: string;
}

/** Loads files of tests, and runs none; those that are loaded already stay what they are. */
class Loader extends Mocha {
    load(folder: string): void {
        const { describe, it } = globalThis;
        const files = readdirSync(folder).map((file) => join(folder, file));
        const unloaded = files.filter((file) => require.cache[file] === undefined);
        for (const file of files) this.addFile(file);
        this.loadFiles();
        // Whoever runs them loads them again: what is loaded already would not be run at all.
        for (const file of unloaded) Reflect.deleteProperty(require.cache, file);
        // The file that asks may be in the middle of its own tests.
        Object.assign(globalThis, { describe, it });
    }
}

let isLoaded = false;

/** The tables of all policies by name. */
export function loadTables(): ReadonlyMap<string, Table> {
    if (!isLoaded) new Loader({ ui: "bdd" }).load(join(__dirname, "..", "policies"));
    isLoaded = true;
    return tables;
}

type ViolatingRow = Table["violates"][number];
export type ShownRow = ViolatingRow & Required<Pick<ViolatingRow, "fixed">>;

/** The row of a policy's table that its page shows: the first that is also mended. */
export function shownRow({ name }: Policy): ShownRow | undefined {
    const isShown = (row: ViolatingRow): row is ShownRow => row.fixed !== undefined;
    return loadTables().get(name)?.violates.find(isShown);
}

/** What a row's `change` does if it has none. */
export function unchanged(recording: Recorded[]): Recorded[] {
    return recording;
}

export function exampleOf(policy: Policy): Example | undefined {
    const row = shownRow(policy);
    if (row === undefined) return undefined;
    const [broken, fixed] = [new Network(), new Network()];
    row.network(broken);
    row.fixed(fixed);
    const [only] = row.forms ?? [];
    const form = only ?? (row.firstPreview === undefined ? "first preview" : "deployed");
    const { settings = {} } = row;
    const policies = [preflightInputs, preflightSettings, policy];
    const { change = unchanged } = row;
    const reports = runPack(change(broken.record(form)), { policies, settings });
    const [message = ""] = reports.flatMap((each) =>
        each.policy === policy.name ? each.message : [],
    );
    return { broken: sourceOf(broken), message, fixed: sourceOf(fixed) };
}
