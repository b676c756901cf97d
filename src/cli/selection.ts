import { policies } from "../../policies";
import { namesOf, policyNamed, type Configure, type Policy, type Severity } from "../policy";
import { count } from "./words";
import { severities } from "./worst";

/** Which of the policies are asked, of those that are on. */
export interface Selection {
    /** By name. */
    readonly policy?: readonly string[] | undefined;
    /** These, and graver ones. */
    readonly severity?: Severity | undefined;
}

export type Selected =
    | { readonly configuration: unknown; readonly leavesOut: string | undefined }
    | { readonly problem: string };

/** No policy is on that checks the network: whatever the plan is, nothing is found. */
export function checksNothing(configure: Configure): boolean {
    return policies.every((each) => isOfCheck(each) || configure(each).level === "disabled");
}

/** They see the plan, or tell of the check itself: without them a check is none. */
function isOfCheck({ kind }: Policy): boolean {
    return kind !== "stack" && kind !== "resource";
}

/**
 * The configuration in which those that are not chosen are turned off, and in words how many that are. What
 * one of them would have told in the place of another is then told by the other.
 *
 * @param configure the same configuration, resolved
 */
export function select(
    configuration: unknown,
    configure: Configure,
    { policy: given, severity }: Selection,
): Selected {
    if (given === undefined && severity === undefined) {
        return { configuration, leavesOut: undefined };
    }
    const names = given?.map((name) => policyNamed(policies, name)?.name ?? name);
    const isOn = (each: Policy): boolean => configure(each).level !== "disabled";
    const off = policies.find((each) => names?.includes(each.name) === true && !isOn(each));
    if (off !== undefined) {
        return {
            problem: `--policy ${off.name}: this policy is turned off; expected one that is on: the configuration turns it on`,
        };
    }
    const isMeant = (each: Policy): boolean =>
        (names?.includes(each.name) ?? true) &&
        (severity === undefined ||
            severities.indexOf(each.severity) <= severities.indexOf(severity));
    const asked = policies.filter((each) => !isOfCheck(each) && isOn(each));
    const left = asked.filter((each) => !isMeant(each));
    const options = [
        ...(names ?? []).map((name) => `--policy ${name}`),
        ...(severity === undefined ? [] : [`--severity ${severity}`]),
    ].join(" ");
    if (left.length === asked.length) {
        return { problem: `${options}: no policy is left that checks the network` };
    }
    const isLeft = new Set(left.flatMap(namesOf));
    const entries = configuration as Readonly<Record<string, unknown>>;
    const others = Object.entries(entries).filter(([name]) => !isLeft.has(name));
    const disabled = left.map((policy) => {
        const { name } = policy;
        const entry = namesOf(policy)
            .map((each) => entries[each])
            .find((each) => each !== undefined);
        return [
            name,
            typeof entry === "object" ? { ...entry, enforcementLevel: "disabled" } : "disabled",
        ] as const;
    });
    return {
        configuration: Object.fromEntries([...others, ...disabled]),
        leavesOut:
            left.length === 0
                ? undefined
                : `${options}: ${count(left.length, "other policy", "other policies")} left out`,
    };
}
