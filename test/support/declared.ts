import { policies } from "../../policies";
import { preflightInputs } from "../../policies/preflight-inputs";
import { preflightSettings } from "../../policies/preflight-settings";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { planFromJson, type Raw } from "../../src/plan";
import { interest, resolveConfiguration, runPolicies, type Policy } from "../../src/policy";
import { rehearsed } from "../rehearsal/support";
import { runPack } from "./harness";
import { inNativeTerms } from "./native";
import { Network } from "./networks";
import { loadTables, unchanged } from "./pages";
import { unknown, type Form, type Recorded } from "./program";
import { breaking } from "./statements";
import type { Table } from "./table";
import type { Verdict } from "./verdicts";

type Row = Table["violates"][number];

/** A way of declaring a network and what runs in it: what a program that breaks a rule gets there. */
export interface Way {
    readonly name: string;
    /** `undefined` where the program is not played: it cannot be said so, or is about what is deployed already. */
    readonly verdict: (policy: Policy, row: Row) => Verdict | undefined;
}

/** The ways that docs/coverage.md compares. */
export const ways: readonly Way[] = [
    {
        name: "`aws`",
        verdict: (policy, row) => packed(policy, row, played(row, formOf(row))),
    },
    {
        name: "`awsx`, first preview",
        verdict: (policy, row) =>
            isShownAt(row, "first preview")
                ? packed(policy, row, handedOn(played(row, "first preview")))
                : undefined,
    },
    {
        name: "`aws-native`",
        verdict: (policy, row) => inNative(policy, row),
    },
    {
        name: "inside `apply` (SST), rehearsed",
        verdict: (policy, row) =>
            row.change === undefined && isShownAt(row, "first preview")
                ? inRehearsal(policy, row)
                : undefined,
    },
];

/** How often the programs that break a fact get each verdict, in one way; none of them may be accepted. */
export function counted(
    { name, verdict }: Way,
    fact: string,
): ReadonlyMap<Verdict | undefined, number> {
    const counts = new Map<Verdict | undefined, number>();
    for (const [policy, row] of broken(fact)) {
        const found = verdict(policy, row);
        if (found === "ok") throw new Error(`${policy.name} accepts with ${name}: ${row.name}`);
        counts.set(found, (counts.get(found) ?? 0) + 1);
    }
    return counts;
}

/** The programs of the policies' tables that break a fact. */
function broken(fact: string): readonly (readonly [Policy, Row])[] {
    return policies.flatMap((policy) =>
        breaking(loadTables().get(policy.name), fact).map((row) => [policy, row] as const),
    );
}

function isShownAt({ forms, firstPreview }: Row, form: Form): boolean {
    return firstPreview === undefined && forms?.includes(form) !== false;
}

function formOf(row: Row): Form {
    return isShownAt(row, "first preview") ? "first preview" : "deployed";
}

function written(row: Row): Network {
    const n = new Network();
    row.network(n);
    return n;
}

function played(row: Row, form: Form): Recorded[] {
    return (row.change ?? unchanged)(written(row).record(form));
}

function packed(policy: Policy, { settings = {} }: Row, recording: readonly Recorded[]): Verdict {
    const asked = [preflightInputs, preflightSettings, policy, unverifiedNetwork];
    const found = runPack(recording, { policies: asked, settings });
    if (found.some((each) => each.policy === policy.name)) return "violated";
    return found.some((each) => each.policy === unverifiedNetwork.name) ? "cannot know" : "ok";
}

function inNative(policy: Policy, row: Row): Verdict | undefined {
    const native = inNativeTerms(played(row, formOf(row)), () => true);
    const isSaid = native.some(({ type }) => type.startsWith("aws-native:"));
    return isSaid ? packed(policy, row, native) : undefined;
}

function inRehearsal(policy: Policy, row: Row): Verdict {
    const asked = [preflightInputs, preflightSettings, policy, unverifiedNetwork];
    const { configure } = resolveConfiguration(asked, { all: "advisory", ...row.settings });
    const plan: Raw = rehearsed(written(row));
    const run = runPolicies(planFromJson(plan, interest).plan, asked, configure);
    if (run.findings.some((each) => each.policy === policy.name)) return "violated";
    return run.unverified.length > 0 ? "cannot know" : "ok";
}

const handing: Readonly<Record<string, readonly string[]>> = {
    "aws:ecs/service:Service": ["networkConfiguration", "subnets"],
    "aws:lb/loadBalancer:LoadBalancer": ["subnets"],
};

/** Subnets as a component hands them on: one value, which comes from all that it made. */
function handedOn(recording: readonly Recorded[]): Recorded[] {
    const subnets = recording.filter(({ type }) => type === "aws:ec2/subnet:Subnet");
    const urns = subnets.map(({ urn }) => urn);
    return recording.map((recorded) => {
        const [top, inner] = handing[recorded.type] ?? [];
        if (top === undefined || recorded.propertyDependencies[top] === undefined) return recorded;
        const hidden = (from: Record<string, unknown> = {}): Record<string, unknown> => ({
            ...from,
            [top]: inner === undefined ? unknown : { ...(from[top] as object), [inner]: unknown },
        });
        return {
            ...recorded,
            inputs: hidden(recorded.inputs),
            outputs: hidden(recorded.outputs),
            dependencies: [...new Set([...recorded.dependencies, ...urns])],
            propertyDependencies: {
                ...recorded.propertyDependencies,
                [top]: [...new Set([...recorded.propertyDependencies[top], ...urns])],
            },
        };
    });
}
