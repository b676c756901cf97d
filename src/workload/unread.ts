import { addTo, type Gap } from "../knowable";
import { unreadOf, type Unread } from "../network";
import { oneLine, type Plan, type PlannedResource } from "../plan";

const supply = "declare it with @pulumi/aws, @pulumi/awsx or @pulumi/aws-native, which are read";

/**
 * What declares tasks of ECS, or shapes their network, in a way that nothing here reads: the first of each
 * type, once. What only shapes a network is nobody's concern where no tasks are.
 */
export function unreadResources(
    plan: Plan,
    hasTasks: boolean,
): readonly { readonly resource: PlannedResource; readonly gap: Gap }[] {
    const byType = new Map<string, PlannedResource[]>();
    const sorts = new Map<string, Unread | undefined>();
    for (const resource of plan.resources) {
        const { declaredType: type } = resource;
        if (!sorts.has(type)) sorts.set(type, unreadOf(type));
        const sort = sorts.get(type);
        if (sort !== "tasks" && !(hasTasks && sort === "network") && !isMaker(resource)) continue;
        addTo(byType, type, resource);
    }
    return [...byType].flatMap(([type, [first, ...others]]) => {
        if (first === undefined) return [];
        const also = others.length === 0 ? "" : `, nor are ${String(others.length)} others`;
        const what = isMaker(first)
            ? `it declares tasks of ECS by a template, which is not read${also}: nothing about them was checked`
            : `the type ${oneLine(type)} is not read${also}: nothing about it was checked`;
        return [{ resource: first, gap: first.gap("", "not-modelled", what, supply) }];
    });
}

/** A task, a service or a task definition by itself, whatever else the plan holds. */
export function declaresTasksUnread(resource: PlannedResource): boolean {
    return unreadOf(resource.declaredType) === "tasks" || isMaker(resource);
}

/** Types that make whatever a text of CloudFormation's says. */
const makers =
    /^aws(-native)?:(cloudformation[/:](stack|Stack|stackSet|StackSet)\b|cloudcontrol\/resource:|index:ExtensionResource$)/;
const ofEcs = /\bAWS::ECS::(Service|TaskDefinition|TaskSet|ExpressGatewayService)\b/;

/** A stack of CloudFormation's, or a resource of Cloud Control, whose own text declares tasks. */
function isMaker(resource: PlannedResource): boolean {
    if (!makers.test(resource.declaredType)) return false;
    for (const text of resource.texts()) if (ofEcs.test(text)) return true;
    return false;
}
