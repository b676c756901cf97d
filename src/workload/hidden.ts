import { isKnownToBe, type Gap } from "../knowable";
import { kinds, type Graph } from "../network";
import type { Plan, PlannedResource } from "../plan";
import { declaresTasksUnread } from "./unread";
import { isForOthers, mayStartTasks } from "./workload";

/** A component that always has a service, made when its cluster and its VPC are known. */
const componentsOfServices: ReadonlySet<string> = new Set(["sst:aws:Service"]);

const supply =
    "see it before the deployment with `npx --no-install fargate-preflight rehearse`, or in a preview after it";

/**
 * What a program makes inside `apply` of a value that is unknown is not in a preview at all: the code does not
 * run. So where something new is there for tasks, and nothing that starts any, there may be more than the plan
 * shows. It is said of one resource, once.
 *
 * @param graphOf its graph, which most stacks without tasks do not need
 */
export function hiddenLaunchers(
    { resources, standIns }: Plan,
    graphOf: () => Graph,
): readonly { readonly resource: PlannedResource; readonly gap: Gap }[] {
    if (standIns !== undefined) return [];
    const sign =
        resources.find(({ type }) => componentsOfServices.has(type)) ??
        resources.find(isNewCluster) ??
        resources.find(isNewDefinition);
    if (sign === undefined || resources.some(declaresTasksUnread) || mayStartTasks(graphOf()))
        return [];
    const what =
        "this preview starts no task, and does not show what the program makes inside `apply` of values that exist only after the deployment: a service there is not checked";
    return [{ resource: sign, gap: sign.gap("", "made-by-plan", what, supply) }];
}

function isNewCluster({ type, isNew, external }: PlannedResource): boolean {
    return kinds.cluster.types.includes(type) && isNew && !external;
}

function isNewDefinition(resource: PlannedResource): boolean {
    const { type, isNew, external } = resource;
    return (
        kinds.taskDefinition.types.includes(type) &&
        isNew &&
        !external &&
        !isKnownToBe(isForOthers(resource), true)
    );
}
