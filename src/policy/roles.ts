import { addAll, assuming, unless, violated, type Gap } from "../knowable";
import type { Refusal } from "../iam";
import { candidates, isEmpty, listed, type RoleProperty } from "../network";
import { roleAllows, type FargateTask, type RoleNeed } from "../workload";
import type { Model } from "./model";
import type { Judgement } from "./policy";
import { unknownDefinitions, unknownOf } from "./unknown";

/** What a role of a task is needed for. */
type NeedsOf = (task: FargateTask) => readonly RoleNeed[];

/** Asks whether every task definition that needs a role names one. */
export function* judgeMissingRoles(
    model: Model,
    property: RoleProperty,
    told: (task: FargateTask, needs: readonly RoleNeed[]) => { problem: string; fix: string },
    needsOf: NeedsOf = (task) => task.needs(property),
): Iterable<Judgement> {
    for (const task of model.tasks) {
        const { resource } = task.definition;
        const isSet = task.definition.at(property).isSet();
        // A value that is not known is a value.
        if (isSet.known ? isSet.value : !isAbsent.has(isSet.why.reason)) continue;
        const needs = needsOf(task);
        const certain = needs.filter(({ maybe }) => maybe.length === 0);
        if (!isSet.known || certain.length === 0) {
            const gaps = isSet.known ? needs.flatMap(({ maybe }) => maybe) : [isSet.why];
            yield* unknownOf(resource, gaps);
            continue;
        }
        const isRefused = task.isChecked && certain.some(({ isChecked }) => isChecked);
        const answer = unless(violated<never>(), isRefused ? [] : task.replaced(property));
        yield { resource, answer, ...told(task, certain) };
    }
}

/** Whether tasks call by this role, or may: without any, {@link judgeMissingRoles} has nothing to say. */
export function anyCallsBy(property: RoleProperty): (model: Model) => boolean {
    return (model) =>
        [...unknownDefinitions(model)].length > 0 ||
        model.tasks.some(
            (task) =>
                !task.definition.at(property).isSet().known || task.needs(property).length > 0,
        );
}

/** Why nothing is known of a property that may be set or not. */
const isAbsent: ReadonlySet<Gap["reason"]> = new Set(["skipped", "outside"]);

/** Some calls that a role refuses, alike. */
export interface Refused {
    readonly how: Refusal;
    readonly what: string;
    readonly action: string;
}

/** Asks whether the role that each task definition names allows what it is needed for. */
export function* judgePermissions(
    model: Model,
    property: RoleProperty,
    told: (
        task: FargateTask,
        roles: string,
        refused: readonly Refused[],
    ) => { problem: string; fix: string },
    needsOf: NeedsOf = (task) => task.needs(property),
): Iterable<Judgement> {
    for (const task of model.tasks) {
        const role = task.definition.role(property);
        const needs = isEmpty(role) ? [] : needsOf(task);
        const refused: Refused[] = [];
        const assumed: string[] = [];
        const gaps: Gap[] = needs.length === 0 ? [] : [...task.replacing(property)];
        for (const { what, calls, maybe } of needs) {
            for (const call of calls) {
                const answer = roleAllows(model.graph, role, call);
                if (answer.verdict === "ok") continue;
                if (maybe.length > 0) {
                    addAll(gaps, maybe);
                } else if (answer.verdict === "cannot-know") {
                    addAll(gaps, answer.gaps);
                } else {
                    const how = answer.evidence[0] ?? "not allowed";
                    refused.push({ how, what, action: call.action });
                    addAll(assumed, answer.assumed);
                }
            }
        }
        if (refused.length > 0) {
            const answer = assuming(violated<never>(), assumed);
            yield {
                resource: task.definition.resource,
                answer: unless(answer, task.replaced(property)),
                about: [property, ...new Set(refused.map(({ action }) => action))],
                ...told(task, listed(candidates(role)), refused),
            };
        }
        yield* unknownOf(task.definition.resource, gaps);
    }
}

/** `a and b are not allowed (secrets)`: alike calls in one breath. */
export function describeRefused(refused: readonly Refused[]): string {
    const actions = new Map<string, Set<string>>();
    for (const { how, what, action } of refused) {
        const said = `${how} (${what})`;
        actions.set(said, (actions.get(said) ?? new Set()).add(action));
    }
    const lines = [...actions].map(([said, names]) => {
        const all = listed([...names].map((name) => ({ name })));
        return `${all} ${names.size > 1 ? "are" : "is"} ${said}`;
    });
    return lines.join(", ");
}

/**
 * What lacks even the first call of an execution role lacks AWS's policy for it.
 *
 * @param on the ARN, where it is AWS's own, so that it may be printed
 */
export function fixOfRefused(roles: string, refused: readonly Refused[], on?: string): string {
    const actions = (how: Refused["how"]): string[] => [
        ...new Set(refused.flatMap((each) => (each.how === how ? each.action : []))),
    ];
    const [denied, missing] = [actions("denied"), actions("not allowed")];
    const isNew = missing.includes("ecr:GetAuthorizationToken");
    const others = missing.filter((action) => !isNew || !/^(ecr|logs):/.test(action));
    const hint = others.some((action) => action.startsWith("logs:"))
        ? " (behind the ARN of a log group stands :*)"
        : "";
    return [
        ...(denied.length > 0
            ? [`take what denies ${denied.join(", ")} out of the policies of ${roles}`]
            : []),
        ...(isNew
            ? [`attach the managed policy AmazonECSTaskExecutionRolePolicy to ${roles}`]
            : []),
        ...(others.length > 0
            ? [
                  `allow ${others.join(", ")}${on === undefined ? "" : ` on ${on}`} in a policy of ${roles}${hint}`,
              ]
            : []),
    ].join("; ");
}
