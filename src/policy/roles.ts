import { addAll, assuming, cannotKnow, unless, violated, type Gap } from "../knowable";
import type { Refusal } from "../iam";
import { candidates, isEmpty, listed, type RoleProperty } from "../network";
import { roleAllows, type FargateTask, type RoleNeed } from "../workload";
import type { Model } from "./model";
import type { Judgement } from "./policy";
import { unknownDefinitions } from "./unknown";

/** Asks whether every task definition that needs a role names one. */
export function* judgeMissingRoles(
    model: Model,
    property: RoleProperty,
    told: (task: FargateTask, needs: readonly RoleNeed[]) => { problem: string; fix: string },
): Iterable<Judgement> {
    yield* unknownDefinitions(model);
    for (const task of model.tasks) {
        const { resource } = task.definition;
        const isSet = task.definition.at(property).isSet();
        // A value that is not known is a value.
        if (isSet.known ? isSet.value : !isAbsent.has(isSet.why.reason)) continue;
        const needs = task.needs(property);
        const certain = needs.filter(({ maybe }) => maybe.length === 0);
        if (!isSet.known || certain.length === 0) {
            const gaps = isSet.known ? needs.flatMap(({ maybe }) => maybe) : [isSet.why];
            if (gaps.length > 0) yield unknownOf(task, gaps);
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
): Iterable<Judgement> {
    for (const task of model.tasks) {
        const role = task.definition.role(property);
        const needs = isEmpty(role) ? [] : task.needs(property);
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
        if (gaps.length > 0) yield unknownOf(task, gaps);
    }
}

function unknownOf({ definition }: FargateTask, gaps: readonly Gap[]): Judgement {
    return { resource: definition.resource, answer: cannotKnow(gaps), problem: "", fix: "" };
}
