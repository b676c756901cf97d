import type {
    Policies,
    PolicyConfigSchema,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidation,
    StackValidationPolicy,
} from "@pulumi/policy";
import { recordInputs, resourceFromInputs } from "../plan";
import {
    checkSettings,
    interest,
    judge,
    toOutcome,
    type Outcome,
    type Policy,
    type PolicyInfo,
    type ResourcePolicy,
    type Settings,
} from "../policy";
import { Session } from "./session";
import { SkipList } from "./skip-list";

const docs = "https://github.com/fargate-preflight/fargate-preflight/blob/main/docs/policies";

/** The policies as `@pulumi/policy` takes them. They share one session: one process serves one operation. */
export function toPulumiPolicies(policies: readonly Policy[]): Policies {
    const session = new Session();
    const skips = new SkipList();
    return policies.map((policy) => {
        switch (policy.kind) {
            case "inputs":
                return recorder(policy, session);
            case "resource":
                return toResourcePolicy(policy, session);
            default:
                return toStackPolicy(policy, session, skips);
        }
    });
}

function metadata(policy: PolicyInfo): PolicyInfoOf {
    const { name, description, severity, level, fix, settings } = policy;
    return {
        name,
        description,
        severity,
        enforcementLevel: level,
        remediationSteps: fix,
        url: `${docs}/${name}.md`,
        tags: ["aws", "ecs", "fargate", "network"],
        // The engine's type of a schema is mutable; a policy's is not changed by it.
        ...(settings === undefined
            ? {}
            : { configSchema: { properties: settings } as unknown as PolicyConfigSchema }),
    };
}

type PolicyInfoOf = Omit<StackValidationPolicy, "validateStack">;

function recorder(policy: PolicyInfo, session: Session): ResourceValidationPolicy {
    return {
        ...metadata(policy),
        validateResource: (args) => {
            recordInputs(session.inputs, args, interest);
        },
    };
}

function toResourcePolicy(policy: ResourcePolicy, session: Session): ResourceValidationPolicy {
    const judged = (args: ResourceValidationArgs): Outcome => {
        const resource = resourceFromInputs(args, interest);
        const { settings } = checkSettings(policy.settings ?? {}, args.getConfig<Settings>());
        // The engine knows the level, and reports with it.
        return toOutcome(policy, policy.level, policy.check(resource, settings));
    };
    const validate = (args: ResourceValidationArgs, report: ReportViolation): void => {
        guarded(policy, args.urn, report, () => {
            const { findings, unverified } = judged(args);
            const key = `${policy.name} ${args.urn}`;
            session.unverifiedInputs.delete(key);
            for (const each of unverified) session.unverifiedInputs.set(key, each);
            for (const { message } of findings) report(message, args.urn);
        });
    };
    const { remediate } = policy;
    return {
        ...metadata(policy),
        validateResource: ofType(policy.types, validate),
        ...(remediate === undefined
            ? {}
            : {
                  remediateResource: ofType(policy.types, (args: ResourceValidationArgs) => {
                      if (judged(args).findings.length === 0) return undefined;
                      const resource = resourceFromInputs(args, interest);
                      return Object.assign(
                          args.props,
                          remediate(resource, args.getConfig<Settings>()),
                      );
                  }),
              }),
    };
}

/** With one type, the SDK skips other resources before it deserialises them. */
function ofType<F extends (args: ResourceValidationArgs, report: ReportViolation) => unknown>(
    types: readonly string[],
    validate: F,
): F {
    const [only] = types;
    if (types.length === 1) return Object.assign(validate, { __pulumiType: only });
    const filtered = (args: ResourceValidationArgs, report: ReportViolation): unknown =>
        types.includes(args.type) ? validate(args, report) : undefined;
    return filtered as F;
}

function toStackPolicy(
    policy: Exclude<Policy, { kind: "resource" | "inputs" }>,
    session: Session,
    skips: SkipList,
): StackValidationPolicy {
    const validateStack: StackValidation = (args, report) => {
        const settings = args.getConfig<Settings>();
        const call = guarded(policy, undefined, report, () =>
            session.callOf(args.resources, () => (policy.kind === "settings" ? settings : {})),
        );
        if (call === undefined || call.hasFailed) return;
        guarded(policy, undefined, report, () => {
            if (call.model.isWithoutFargate) skips.skipAllBut(validateStack);
            else skips.clear();
            const { findings, unverified } = judge(
                policy,
                policy.level,
                { model: call.model, settings },
                call.unverified,
            );
            call.unverified.push(...unverified);
            for (const { message, resource } of findings) report(message, resource.urn);
        });
    };
    skips.add(validateStack);
    return { ...metadata(policy), validateStack };
}

/**
 * A policy that throws is a bug of this pack: it costs one advisory, and the others go on. The object
 * form of `reportViolation` sets the level; its type is not public.
 */
function guarded<T>(
    { name }: PolicyInfo,
    urn: string | undefined,
    report: ReportViolation,
    run: () => T,
): T | undefined {
    try {
        return run();
    } catch (error) {
        const what = error instanceof Error ? error.name : "an error";
        const message = `${name} could not finish because of a bug in fargate-preflight (${what}); nothing was checked by it${urn === undefined ? "" : " on this resource"}. Please report it.`;
        (report as unknown as (diagnostic: object) => void)({
            message,
            urn,
            enforcementLevel: "advisory",
        });
        return undefined;
    }
}
