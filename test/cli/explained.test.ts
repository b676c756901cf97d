import { policies } from "../../policies";
import { explanationOf, type ReportedStep } from "../../src/cli/explain/report";
import { Explainer } from "../../src/cli/explain/ways";
import { planFromJson, type Raw } from "../../src/plan";
import { interest, modelOf, resolveConfiguration } from "../../src/policy";
import { assertGolden, type Saying } from "../support/golden";

/*
 * All that `explain` says of the networks in the tables of the policies that follow connections, healthy ones too,
 * is in test/golden/explained.
 */

const asked: readonly string[] = [
    "ipv6-only-tasks",
    "load-balancer-to-task",
    "vpc-lattice-to-task",
    "task-image-pull",
    "task-logs",
    "task-secrets",
    "task-file-systems",
    "task-runtime-monitoring",
    "service-to-service",
];

const explained: Saying = function* (_policy, recording, { settings = {} }) {
    const { plan } = planFromJson(recording as unknown as Raw, interest);
    const { configure } = resolveConfiguration(policies, settings);
    const model = modelOf(plan, policies, configure);
    const explainer = new Explainer(model);
    for (const workload of model.workloads) {
        const found = explainer.explain(workload, undefined, undefined);
        const { ways, gaps } = explanationOf("plan.json", workload, found, undefined);
        for (const { direction, to, need, verdict, steps, gaps, assumed } of ways) {
            yield `${direction}: ${to} (${need ?? "-"}): ${verdict}`;
            for (const { what } of gaps) yield `  unknown: ${what}`;
            for (const each of assumed) yield `  assumed: ${each}`;
            yield* stepsIn(steps);
        }
        for (const { what } of gaps) yield `unknown: ${what}`;
    }
};

function* stepsIn(steps: readonly ReportedStep[]): Iterable<string> {
    for (const step of steps) {
        if (step.kind === "hop") {
            const { stage, verdict, at, says, rule, fixes } = step;
            yield `  ${stage}: ${verdict}: ${at?.label ?? "-"}: ${says} [${rule}]`;
            for (const fix of fixes) yield `  fix: ${fix}`;
        } else {
            yield `  ${step.kind}: ${step.called}: ${step.verdict}`;
            yield* stepsIn(step.steps);
        }
        for (const { what } of step.gaps) yield `  unknown: ${what}`;
    }
}

describe("explanations", () => {
    assertGolden({
        name: "explained",
        say: explained,
        isMeant: ({ name }) => asked.includes(name),
    });
});
