import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { factsOfExports } from "../../src/network";
import { allPlans } from "../cli/support";
import { inNativeTerms } from "../support/native";
import { unknown, type Recorded } from "../support/program";
import { exportOf } from "../support/split";
import { privateWithoutNat } from "../support/sst";
import { verdicts } from "../support/verdicts";

/*
 * The plans of `examples` in both dialects: each resource that CloudFormation has is put in its terms, and the
 * answers stay what they are.
 */

const root = join(__dirname, "..", "..");

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

/** A file of the CLI has the type in the URN too, wherever that stands. */
function named(resources: readonly Recorded[]): readonly Recorded[] {
    const text = resources.reduce((all, { urn, type }) => {
        const [stack, project, , ...name] = urn.split("::");
        return all.replaceAll(urn, [stack, project, type, ...name].join("::"));
    }, JSON.stringify(resources));
    return JSON.parse(text) as readonly Recorded[];
}

/** The facts that the network's stack gives, and the stack of its service. */
function twoStacks(isNative: boolean): ReturnType<typeof verdicts> {
    const inTerms = (name: string): readonly Recorded[] => {
        const plan = read(join(root, "examples", "two-stacks", name));
        return isNative ? inNativeTerms(plan, () => true) : plan;
    };
    const network = named(inTerms("network.export.json"));
    const own = network.filter(({ type }) => !type.startsWith("pulumi:"));
    const made = factsOfExports([{ name: "network", json: exportOf(own, network) }]);
    if ("problems" in made) throw new Error(made.problems.join("; "));
    return verdicts(inTerms("web.preview.json"), { facts: [made.facts] });
}

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

    it("find the same: two-stacks, by the facts of its network", () => {
        const found = twoStacks(false);
        assert.notEqual(found.size, 0);
        assert.deepEqual(new Map([...twoStacks(true)].sort()), new Map([...found].sort()));
    });
});
