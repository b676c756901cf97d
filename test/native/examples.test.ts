import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { allPlans } from "../cli/support";
import { inNativeTerms } from "../support/native";
import { unknown, type Recorded } from "../support/program";
import { privateWithoutNat } from "../support/sst";
import { verdicts } from "../support/verdicts";

/*
 * The plans of `examples` in both dialects: each resource that CloudFormation has is put in its terms, and the
 * answers stay what they are.
 */

/** A resource as files of the CLI have it: its provider is a reference, and a new one has no outputs. */
interface State extends Omit<
    Recorded,
    "provider" | "outputs" | "dependencies" | "propertyDependencies"
> {
    readonly dependencies?: string[];
    readonly propertyDependencies?: Record<string, string[]>;
    readonly provider?: string;
    readonly outputs?: Record<string, unknown>;
}

type Plan =
    | readonly Recorded[]
    | { readonly steps: readonly { readonly newState: State }[] }
    | { readonly deployment: { readonly resources: readonly State[] } };

function read(file: string): readonly Recorded[] {
    const plan = JSON.parse(readFileSync(file, "utf8")) as Plan;
    if ("steps" in plan) return plan.steps.map(({ newState }) => recorded(newState));
    if ("deployment" in plan) return plan.deployment.resources.map(recorded);
    return plan;
}

function recorded({ provider, outputs, ...state }: State): Recorded {
    const [urn = "", type = "", name = ""] =
        /^.*::(pulumi:providers:\w+)::(\w+)/.exec(provider ?? "") ?? [];
    return {
        ...state,
        name: state.urn.split("::").at(-1) ?? "",
        dependencies: state.dependencies ?? [],
        propertyDependencies: state.propertyDependencies ?? {},
        ...(type === "pulumi:providers:aws"
            ? { provider: { urn, type, name, props: { region: "us-east-1" } } }
            : {}),
        outputs:
            outputs === undefined
                ? { ...state.inputs, id: unknown }
                : { ...outputs, ...("id" in state ? { id: state.id } : {}) },
    };
}

/** Nothing of `aws-native` gets an id in a rehearsal, so the app of SST is played as it is deployed. */
const plans: readonly (readonly [string, readonly Recorded[]])[] = [
    ...allPlans
        .filter((file) => !basename(file).startsWith("native-"))
        .map((file) => [basename(file), read(file)] as const),
    ["sst, a first diff", privateWithoutNat().diff()],
    ["sst, deployed", privateWithoutNat().record("deployed")],
];

describe("the plans of examples, in CloudFormation's terms", () => {
    for (const [name, plan] of plans) {
        const native = inNativeTerms(plan, () => true);
        const natives = native.filter(({ type }) => type.startsWith("aws-native:"));
        const parts = `${String(natives.length)} of ${String(native.length)} resources`;

        it(`find the same: ${name} (${parts})`, () => {
            assert.ok(natives.length > native.length / 2);
            const found = verdicts(plan);
            assert.notEqual(found.size, 0);
            assert.deepEqual(new Map([...verdicts(native)].sort()), new Map([...found].sort()));
        });
    }
});
