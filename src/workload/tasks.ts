import { addTo, distinctGaps, isKnownToBe, whyOf, type Gap } from "../knowable";
import type { Graph, RoleProperty, TaskDefinition } from "../network";
import { ExecutionRoleNeeds } from "./execution-role-needs";
import type { RoleNeed } from "./role-need";
import { TaskRoleNeeds } from "./task-role-needs";
import { isMeantForFargate, type Workload } from "./workload";

/** A task definition of this plan whose tasks run on Fargate, or may. */
export interface FargateTask {
    readonly definition: TaskDefinition;
    /** Why it is not certain that they do; empty if it is. */
    readonly maybe: readonly Gap[];
    /** Why what starts them may give them another role than the definition. */
    readonly replacing: (property: RoleProperty) => readonly Gap[];
    /** Why perhaps none of them has the definition's own role; empty if some certainly have. */
    readonly replaced: (property: RoleProperty) => readonly Gap[];
    /** AWS refuses a definition that says of itself that it is for Fargate, if it lacks a role that it needs. */
    readonly isChecked: boolean;
    /** What its roles are needed for. */
    readonly needs: (property: RoleProperty) => readonly RoleNeed[];
}

/** The task definitions that say that they are for Fargate, and those that workloads start. */
export function findTasks(graph: Graph, workloads: readonly Workload[]): readonly FargateTask[] {
    const byDefinition = new Map<TaskDefinition, Workload[]>();
    for (const workload of workloads) {
        if (!workload.definition.known) continue;
        const { value } = workload.definition;
        addTo(byDefinition, value, workload);
    }
    return graph.all("taskDefinition").flatMap((definition) => {
        const users = byDefinition.get(definition) ?? [];
        const meant = isMeantForFargate(definition.resource);
        const isChecked = isKnownToBe(meant, true);
        if (users.length === 0 && isKnownToBe(meant, false)) return [];
        const isCertain = isChecked || users.some(({ maybe }) => maybe.length === 0);
        const doubts = [...users.flatMap(({ maybe }) => maybe), ...whyOf(meant)];
        const maybe = isCertain ? [] : distinctGaps(doubts);
        const needs = new Map<RoleProperty, readonly RoleNeed[]>();
        return [
            {
                definition,
                maybe,
                isChecked,
                replacing: (property: RoleProperty) => replacements(users, property).flat(),
                replaced: (property: RoleProperty) => {
                    const found = replacements(users, property);
                    return found.some((gaps) => gaps.length === 0) ? [] : found.flat();
                },
                needs: (property: RoleProperty) => {
                    const found =
                        needs.get(property) ??
                        (property === "taskRoleArn"
                            ? new TaskRoleNeeds(graph, definition, users, maybe).all
                            : new ExecutionRoleNeeds(graph, definition, maybe).all);
                    needs.set(property, found);
                    return found;
                },
            },
        ];
    });
}

/** Of each user, why it may start tasks with another role. */
function replacements(
    users: readonly Workload[],
    property: RoleProperty,
): readonly (readonly Gap[])[] {
    return users.map(({ launcher }) => {
        const replaces = launcher.replacesRole(property);
        if (!replaces.known) return [replaces.why];
        const what = `it starts tasks with its own ${property}, which is not checked`;
        return replaces.value ? [launcher.resource.gap("input", "not-modelled", what)] : [];
    });
}
