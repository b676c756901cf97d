import type { Plan, PlannedResource } from "../plan";
import { toOutcome, type Finding, type Outcome } from "./finding";
import { Model } from "./model";
import type { Level, Policy, Unverified } from "./policy";
import { checkSettings, type Settings } from "./settings";

/** How a policy is configured: its level, and its own settings. */
export interface PolicyConfiguration {
    readonly level: Level;
    readonly settings: Settings;
}

export interface RunResult {
    readonly findings: readonly Finding[];
    readonly unverified: readonly Unverified[];
    /** Nothing in the plan runs on Fargate. */
    readonly withoutFargate: boolean;
}

/** The pack-wide settings among the configuration. */
export function settingsOf(
    policies: readonly Policy[],
    configure: (policy: Policy) => PolicyConfiguration,
): Settings {
    const holder = policies.find((policy) => policy.kind === "settings");
    if (holder === undefined) return {};
    const { level, settings } = configure(holder);
    return level === "disabled" ? {} : settings;
}

/** Runs policies over a plan, without the SDK, as the engine would. */
export function runPolicies(
    plan: Plan,
    policies: readonly Policy[],
    configure: (policy: Policy) => PolicyConfiguration,
): RunResult {
    const model = new Model(plan, settingsOf(policies, configure));
    const findings: Finding[] = [];
    const unverified: Unverified[] = [];
    const configured = policies.map((policy) => ({ policy, ...configure(policy) }));
    const take = (outcome: Outcome): void => {
        findings.push(...outcome.findings);
        unverified.push(...outcome.unverified);
    };
    for (const { policy, level, settings } of configured) {
        if (level === "disabled" || policy.kind !== "resource") continue;
        for (const resource of managedOf(plan, policy.types)) {
            take(toOutcome(policy, effective(level), policy.check(resource, settings)));
        }
    }
    for (const { policy, level, settings } of configured) {
        if (level === "disabled" || policy.kind === "resource") continue;
        take(judge(policy, effective(level), { model, settings }, unverified));
    }
    return { findings, unverified, withoutFargate: model.isWithoutFargate };
}

/** Runs one policy over the whole stack. */
export function judge(
    policy: Exclude<Policy, { kind: "resource" }>,
    level: Level,
    context: { readonly model: Model; readonly settings: Settings },
    unverified: readonly Unverified[],
): Outcome {
    const { problems, settings } = checkSettings(policy.settings ?? {}, context.settings);
    const checked = { model: context.model, settings };
    switch (policy.kind) {
        case "inputs":
            return { findings: [], unverified: [] };
        case "settings":
            return toOutcome(policy, level, policy.check(checked, problems));
        case "unverified":
            return toOutcome(policy, level, policy.check(checked, [...unverified]));
        case "stack":
            return toOutcome(policy, level, policy.check(checked));
    }
}

/** A remediation that did not help counts as mandatory, as in the engine. */
export function effective(level: Level): Level {
    return level === "remediate" ? "mandatory" : level;
}

/** What `Analyze` would see: the inputs alone, of the resources that this program manages. */
function managedOf(plan: Plan, types: readonly string[]): readonly PlannedResource[] {
    return plan.resources
        .filter(({ type, external, hasInputs }) => types.includes(type) && !external && hasInputs)
        .map((resource) => resource.withoutOutputs());
}
