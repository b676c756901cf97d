import { policies } from "../../policies";
import { planFromJson, type Raw } from "../../src/plan";
import { interest, policyFaults, resolveConfiguration, runPolicies } from "../../src/policy";
import { faults, stopOf, type Edits } from "../../src/reach";
import { Network } from "./networks";
import { loadTables, unchanged } from "./pages";
import type { Recorded } from "./program";

/** Every fault that a finding may name, by its code. */
export const everyFault = [...Object.values(faults), ...Object.values(policyFaults)];

/** A broken network of the tables, as it is deployed. */
export interface BrokenRow {
    readonly policy: string;
    readonly recording: readonly Recorded[];
    readonly settings: Readonly<Record<string, unknown>>;
}

/** The networks of the policies' tables that violate one. */
export function* brokenRows(): Iterable<BrokenRow> {
    for (const [policy, { violates, cannotKnow }] of loadTables()) {
        const all = [
            ...violates,
            ...cannotKnow.map(({ violated: network, completed, ...row }) => ({
                ...row,
                network,
                forms: completed === undefined ? undefined : [completed],
            })),
        ];
        for (const { network, settings = {}, change = unchanged, forms } of all) {
            const n = new Network();
            network(n);
            const recording = change(n.record(forms?.[0] ?? "deployed"));
            yield { policy, recording, settings };
        }
    }
}

/** What the command finds in such a network, by some of the policies. */
export function findingsIn(
    { recording, settings }: BrokenRow,
    asked?: readonly string[],
): ReturnType<typeof runPolicies>["findings"] {
    const { configure } = resolveConfiguration(policies, settings);
    const chosen =
        asked === undefined ? policies : policies.filter(({ name }) => asked.includes(name));
    const { plan } = planFromJson(recording as unknown as Raw, interest);
    return runPolicies(plan, chosen, configure).findings;
}

/** A fault as the tables show it. */
export interface ShownFault {
    readonly at: string;
    readonly says: string;
    readonly fix: string | undefined;
    readonly fixes: readonly Edits[];
    readonly policies: Set<string>;
}

/** Every fault that some row shows, by its code: the first that does, and all policies that tell it. */
export function shownFaults(): ReadonlyMap<string, ShownFault> {
    const found = new Map<string, ShownFault>();
    for (const row of brokenRows()) {
        const asked = ["preflight-inputs", "preflight-settings", row.policy];
        for (const { policy, path } of findingsIn(row, asked)) {
            for (const { code, at, says, fix, fixes } of path.flatMap(
                (each) => stopOf(each) ?? [],
            )) {
                const shown = found.get(code) ?? {
                    at: at.label,
                    says,
                    fix,
                    fixes,
                    policies: new Set(),
                };
                found.set(code, shown);
                shown.policies.add(policy);
            }
        }
    }
    return found;
}
