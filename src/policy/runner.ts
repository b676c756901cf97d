import { violated } from "../knowable";
import { oneLine, withoutInputs, type Plan, type PlannedResource } from "../plan";
import type { GivenExceptions } from "./exceptions";
import type { GivenFacts } from "./facts";
import { advice } from "./fix";
import { toOutcome, type Finding, type Outcome } from "./finding";
import { Model } from "./model";
import type { Judgement, Level, Policy, Unverified } from "./policy";
import { checkSettings, type Settings } from "./settings";

/** How a policy is configured: its level, and its own settings. */
export interface PolicyConfiguration {
    readonly level: Level;
    readonly settings: Settings;
}

export interface RunResult {
    readonly findings: readonly Finding[];
    /** Those that exceptions accept. */
    readonly excepted: readonly Finding[];
    readonly unverified: readonly Unverified[];
    /** Nothing in the plan runs on Fargate. */
    readonly withoutFargate: boolean;
    /** How many policies the configuration turns off, of those that are on by default. */
    readonly turnedOff: number;
}

/** The same, with what was asked: a map of the network asks it more. */
export interface Run extends RunResult {
    readonly model: Model;
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

function enabledOf(
    policies: readonly Policy[],
    configure: (policy: Policy) => PolicyConfiguration,
): readonly (PolicyConfiguration & { readonly policy: Policy })[] {
    return policies
        .map((policy) => ({ policy, ...configure(policy) }))
        .filter(({ level }) => level !== "disabled");
}

/** What the policies see of a plan, as they are configured. */
export function modelOf(
    plan: Plan,
    policies: readonly Policy[],
    configure: (policy: Policy) => PolicyConfiguration,
    facts?: GivenFacts,
    exceptions?: GivenExceptions,
): Model {
    const configured = enabledOf(policies, configure);
    const hasInputs = configured.some(({ policy }) => policy.kind === "inputs");
    const seen = hasInputs ? plan : withoutInputs(plan);
    return new Model(seen, settingsOf(policies, configure), facts, exceptions);
}

/** Runs policies over a plan, without the SDK, as the engine would. */
export function runPolicies(
    plan: Plan,
    policies: readonly Policy[],
    configure: (policy: Policy) => PolicyConfiguration,
    facts?: GivenFacts,
    exceptions?: GivenExceptions,
): Run {
    const model = modelOf(plan, policies, configure, facts, exceptions);
    return runOver(model, policies, configure);
}

/** The same over a model. */
export function runOver(
    model: Model,
    policies: readonly Policy[],
    configure: (policy: Policy) => PolicyConfiguration,
): Run {
    const { plan } = model;
    const configured = enabledOf(policies, configure);
    const findings: Finding[] = [];
    const excepted: Finding[] = [];
    const unverified: Unverified[] = [];
    const take = (
        policy: Policy,
        resource: PlannedResource | undefined,
        run: () => Outcome,
    ): void => {
        try {
            const outcome = run();
            // One by one: a long list, spread, would overflow the stack.
            for (const finding of outcome.findings) findings.push(finding);
            for (const finding of outcome.excepted) excepted.push(finding);
            for (const question of outcome.unverified) unverified.push(question);
        } catch (error) {
            // A policy that throws costs one advisory, never the run.
            if (resource !== undefined) findings.push(bug(policy, resource, error));
        }
    };
    const { exceptions } = model;
    const managed = managedOf(
        plan,
        configured.flatMap(({ policy }) => (policy.kind === "resource" ? policy.types : [])),
    );
    for (const { policy, level, settings } of configured) {
        if (policy.kind !== "resource") continue;
        for (const resource of managed.filter(({ type }) => policy.types.includes(type))) {
            take(policy, resource, () =>
                toOutcome(policy, effective(level), policy.check(resource, settings), {
                    exceptions,
                }),
            );
        }
    }
    for (const { policy, level, settings } of configured) {
        if (policy.kind === "resource") continue;
        take(policy, model.stack, () =>
            runPolicy(policy, effective(level), { model, settings }, unverified),
        );
    }
    const turnedOff = policies.filter(
        (policy) => policy.level !== "disabled" && configure(policy).level === "disabled",
    ).length;
    const withoutFargate = model.isWithoutFargate;
    return { findings, excepted, unverified, withoutFargate, turnedOff, model };
}

/** The error's own message may quote values, which may be secret. */
export function describeBug(what: string, error: unknown): string {
    const kind = error instanceof Error ? error.name : "an error";
    return oneLine(`${what}, because of a bug in fargate-preflight (${kind}). Please report it.`);
}

function bug({ name }: Policy, resource: PlannedResource, error: unknown): Finding {
    return {
        policy: name,
        level: "advisory",
        severity: "low",
        resource,
        problem: describeBug(`${name} could not check ${resource.name}`, error),
        details: [],
        path: [],
        assumed: [],
        asOf: undefined,
        isExcepted: false,
        fix: advice("report the bug"),
        isOfCheck: true,
        thrown: error,
        causes: ["bug"],
        exceptions: [],
    };
}

/** Runs one policy over the whole stack. */
export function runPolicy(
    policy: Exclude<Policy, { kind: "resource" }>,
    level: Level,
    context: { readonly model: Model; readonly settings: Settings },
    unverified: readonly Unverified[],
): Outcome {
    const { problems, settings } = checkSettings(policy.settings ?? {}, context.settings);
    const checked = { model: context.model, settings };
    switch (policy.kind) {
        case "inputs":
            return { findings: [], excepted: [], unverified: [] };
        case "settings":
            return toOutcome(policy, level, policy.check(checked, problems));
        case "unverified":
            return toOutcome(policy, level, policy.check(checked, [...unverified]));
        case "stack": {
            const wrong = wrongSettings(policy.name, checked.model, problems);
            const { subject } = policy;
            const applies = subject === undefined || checked.model.has(subject);
            const judgements = applies ? [...wrong, ...policy.check(checked)] : wrong;
            return toOutcome(policy, level, judgements, checked.model);
        }
    }
}

/** What is wrong with a policy's settings, told on the stack. */
export function wrongSettings(
    policy: string,
    { stack }: Model,
    problems: readonly string[],
): readonly Judgement[] {
    if (stack === undefined) return [];
    return problems.map((problem) => ({
        resource: stack,
        answer: violated(),
        problem: `the setting ${problem}; its default counts instead`,
        about: [problem],
        fix: `correct it in the configuration of ${policy}`,
        isOfCheck: true,
    }));
}

/** A remediation that did not help counts as mandatory, as in the engine. */
export function effective(level: Level): Level {
    return level === "remediate" ? "mandatory" : level;
}

/** What `Analyze` would see: the inputs alone, of the resources of these types that this program manages. */
function managedOf(plan: Plan, types: readonly string[]): readonly PlannedResource[] {
    const wanted = new Set(types);
    return plan.resources
        .filter(({ type, external, hasInputs }) => wanted.has(type) && !external && hasInputs)
        .map((resource) => resource.withoutOutputs());
}
