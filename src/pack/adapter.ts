import type {
    Policies,
    PolicyConfigSchema,
    ReportViolation,
    ResourceValidation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidation,
    StackValidationArgs,
    StackValidationPolicy,
} from "@pulumi/policy";
import { addressOf, inPackage, pageOf } from "../files";
import { addAll, distinctGaps } from "../knowable";
import { isNative, nativeTypesOf, recordInputs, resourcesFromInputs, stackType } from "../plan";
import {
    checkSettings,
    describeBug,
    idleText,
    interest,
    exceptionText,
    runPolicy,
    messageOf,
    toOutcome,
    type Finding,
    type Outcome,
    type Policy,
    type PolicyInfo,
    type ResourcePolicy,
    type Severity,
    type Settings,
    type SettingsPolicy,
} from "../policy";
import { tags } from "./about";
import { makeFixes, readable } from "./remediation";
import { Session, type Call } from "./session";
import { SkipList } from "./skip-list";

/** The policies as `@pulumi/policy` takes them. They share one session: one process serves one operation. */
export function toPulumiPolicies(
    policies: readonly Policy[],
    now: () => Date = () => new Date(),
): Policies {
    const session = new Session(policies, now);
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
    const { name, description, severity, level, fix, settings, framework } = policy;
    const page = pageOf(policy);
    const url = addressOf(page);
    return {
        name,
        displayName: titleOf(name),
        description,
        severity,
        enforcementLevel: level,
        remediationSteps: url === undefined ? `${fix} (${inPackage(page)})` : fix,
        ...(url === undefined ? {} : { url }),
        tags: [...tags],
        ...(framework === undefined ? {} : { framework }),
        // The engine's type of a schema is mutable; a policy's is not changed by it.
        ...(settings === undefined
            ? {}
            : { configSchema: { properties: settings } as unknown as PolicyConfigSchema }),
    };
}

/** `vpc-dns-hostnames` → "VPC DNS hostnames". */
function titleOf(name: string): string {
    const words = name.split("-").map((word) => short.get(word) ?? word);
    const [first = "", ...others] = words;
    return [`${first.charAt(0).toUpperCase()}${first.slice(1)}`, ...others].join(" ");
}

const short = new Map(
    ["DHCP", "DNS", "ECS", "IP", "IPv6", "URI", "VPC"].map((each) => [each.toLowerCase(), each]),
);

type PolicyInfoOf = Omit<StackValidationPolicy, "validateStack">;

const nativeProvider = "pulumi:providers:aws-native";

function recorder(policy: PolicyInfo, session: Session): ResourceValidationPolicy {
    return {
        ...metadata(policy),
        validateResource: (args) => {
            // Of its default provider too, which comes before all that is made by it.
            session.hasNatives ||= isNative(args.type) || args.type === nativeProvider;
            recordInputs(session.inputs, args, interest);
        },
    };
}

function toResourcePolicy(policy: ResourcePolicy, session: Session): ResourceValidationPolicy {
    const keyOf = (args: ResourceValidationArgs): string => `${policy.name} ${args.urn}`;
    const judged = (args: ResourceValidationArgs): Outcome => {
        const { settings } = checkSettings(policy.settings ?? {}, args.getConfig<Settings>());
        const judgements = resourcesFromInputs(args, interest)
            .filter(({ type }) => policy.types.includes(type))
            .flatMap((resource) => [...policy.check(resource, settings)]);
        // The engine knows the level, and reports with it.
        return toOutcome(policy, policy.level, judgements, session);
    };

    const validate = (args: ResourceValidationArgs, report: ReportViolation): void => {
        const key = keyOf(args);
        session.unverifiedInputs.delete(key);
        try {
            const { findings, excepted, unverified } = judged(args);
            const [open] = unverified;
            if (open !== undefined) {
                const gaps = distinctGaps(unverified.flatMap((each) => each.gaps));
                session.unverifiedInputs.set(key, { ...open, gaps });
            }
            for (const finding of findings) report(messageOf(finding), args.urn);
            for (const finding of excepted) advise(report, exceptedInWords(finding), args.urn);
            if (session.failedRemediations.has(key)) {
                const error = session.failedRemediations.get(key);
                reportBug(report, `${policy.name} could not mend ${args.name}`, error, args.urn);
            }
        } catch (error) {
            reportBug(report, `${policy.name} could not check ${args.name}`, error, args.urn);
        }
    };
    const remediate = (args: ResourceValidationArgs): Record<string, unknown> | undefined => {
        const key = keyOf(args);
        session.failedRemediations.delete(key);
        try {
            const { findings } = judged({ ...args, props: readable(args.props) });
            return makeFixes(policy, findings, args.props) ? args.props : undefined;
        } catch (error) {
            session.failedRemediations.set(key, error);
            return undefined;
        }
    };
    return {
        ...metadata(policy),
        validateResource: ofType(policy.types, session, validate),
        ...(policy.remediates === undefined
            ? {}
            : { remediateResource: ofType(policy.types, session, remediate) }),
    };
}

/**
 * With one type, the SDK skips other resources before it deserialises them. It reads the attribute at every
 * call, so that the same of `aws-native` gets through once the recorder, which comes first, has seen any.
 */
function ofType<F extends (args: ResourceValidationArgs, report: ReportViolation) => unknown>(
    types: readonly string[],
    session: Session,
    validate: F,
): F {
    const all = new Set([...types, ...nativeTypesOf(types)]);
    const filtered = (args: ResourceValidationArgs, report: ReportViolation): unknown =>
        all.has(args.type) ? validate(args, report) : undefined;
    const [only] = types;
    const get = (): string | undefined => (session.hasNatives ? undefined : only);
    return types.length === 1
        ? (Object.defineProperty(filtered, "__pulumiType", { get }) as F)
        : (filtered as F);
}

function toStackPolicy(
    policy: Exclude<Policy, { kind: "resource" | "inputs" }>,
    session: Session,
    skips: SkipList,
): StackValidationPolicy {
    const callOf = (args: StackValidationArgs, report: ReportViolation): Call | undefined => {
        try {
            return session.callOf(args.resources, packSettingsIn(policy, args));
        } catch (error) {
            reportBug(report, "no policy could check the network of this stack", error);
            return undefined;
        }
    };
    const validateStack: StackValidation = (args, report) => {
        const call = callOf(args, report);
        if (call?.ready === undefined) {
            if (call !== undefined) judgeCall(call, args, report);
            return;
        }
        const failed = (error: unknown): void => {
            reportBug(report, "AWS could not be asked", error);
        };
        return call.ready.catch(failed).then(() => {
            judgeCall(call, args, report);
        });
    };
    const judgeCall = (call: Call, args: StackValidationArgs, report: ReportViolation): void => {
        skips.skipRest(call);
        const { model } = call;
        try {
            const context = { model, settings: args.getConfig<Settings>() };
            const outcome = runPolicy(policy, policy.level, context, call.unverified);
            addAll(call.unverified, outcome.unverified);
            // The engine knows nothing of what is outside the plan.
            const urnOf = ({ resource }: Finding): string | undefined =>
                (resource.origin === "outside" ? model.stack : resource)?.declaredUrn;
            for (const finding of outcome.findings) {
                const message = messageOf(finding);
                if (finding.isAdvice === true) advise(report, message, urnOf(finding));
                else if (finding.severity === policy.severity) report(message, urnOf(finding));
                else {
                    // The string form puts the description before the message.
                    diagnose(report, {
                        message: `${policy.description}\n${message}`,
                        urn: urnOf(finding),
                        severity: finding.severity,
                    });
                }
            }
            for (const finding of outcome.excepted) {
                advise(report, exceptedInWords(finding), urnOf(finding));
            }
            // It comes last, when all that exceptions may be for has been told.
            if (policy.kind === "unverified") {
                for (const idle of session.idleExceptions(call)) {
                    advise(report, idleText(idle), model.stack?.urn);
                }
            }
        } catch (error) {
            reportBug(report, `${policy.name} could not check this stack`, error, model.stack?.urn);
        }
    };
    skips.add(validateStack, policy.kind === "stack" ? policy.subject : undefined);
    return {
        ...metadata(policy),
        validateStack,
        ...(policy.kind === "settings" ? { validateResource: reader(policy, session) } : {}),
    };
}

/** Reads the pack-wide settings when the stack itself is analyzed, which is before all that is in it. */
function reader(policy: SettingsPolicy, session: Session): ResourceValidation {
    return ofType([stackType], session, (args: ResourceValidationArgs) => {
        session.configure(settingsIn(policy, args.getConfig<Settings>()), args.urn);
    });
}

/** The pack-wide settings, if this policy holds them. */
function packSettingsIn(policy: Policy, args: StackValidationArgs): Settings {
    return policy.kind === "settings" ? settingsIn(policy, args.getConfig<Settings>()) : {};
}

function settingsIn({ settings: schemas }: SettingsPolicy, given: Settings): Settings {
    return checkSettings(schemas, given).settings;
}

/** First that it does not block, and why. */
function exceptedInWords(finding: Finding): string {
    return [...finding.exceptions.map(exceptionText), messageOf(finding)].join("\n");
}

/** A policy that throws is a bug of this pack: it costs one advisory, and the others go on. */
function reportBug(report: ReportViolation, what: string, error: unknown, urn?: string): void {
    advise(report, describeBug(what, error), urn);
}

/** Reports as advice, whatever the policy's level. */
function advise(report: ReportViolation, message: string, urn: string | undefined): void {
    diagnose(report, { message, urn, enforcementLevel: "advisory" });
}

/** The object form of `reportViolation`, by which a finding has its own level or severity; its type is not public. */
function diagnose(
    report: ReportViolation,
    diagnostic: {
        readonly message: string;
        readonly urn: string | undefined;
        readonly enforcementLevel?: "advisory";
        readonly severity?: Severity;
    },
): void {
    (report as unknown as (diagnostic: object) => void)(diagnostic);
}
