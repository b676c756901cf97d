import {
    any,
    cannotKnow,
    isKnownToBe,
    ok,
    unless,
    violated,
    whyOf,
    type Answer,
    type Gap,
} from "../knowable";
import {
    candidates,
    every,
    type Graph,
    type LogGroup,
    type Node,
    type TaskDefinition,
} from "../network";
import type { Reading } from "../plan";

/** Where a container's logs go by `awslogs`, without leave to make a log group. */
export interface AwsLogs {
    /** Where the group's name stands. */
    readonly group: Reading;
    /** Those that may be meant. */
    readonly groups: readonly Node[];
    /** Whether the plan makes one of them in the region to which the logs are sent. */
    readonly isThere: Answer<never>;
}

/**
 * The log groups that a task definition's containers write to: each has to exist in the region that
 * `awslogs-region` names (ECS, LogConfiguration), unless `awslogs-create-group` lets the task make it.
 */
export function awsLogsOf(graph: Graph, definition: TaskDefinition): readonly AwsLogs[] {
    return graph.once(findAwsLogs, definition);
}

function findAwsLogs(graph: Graph, definition: TaskDefinition): readonly AwsLogs[] {
    const { containers, resource } = definition;
    if (!containers.known) return [];
    return containers.value.flatMap((container): AwsLogs[] => {
        const logs = container.at("logConfiguration");
        const options = logs.at("options");
        const group = options.at("awslogs-group");
        const driver = logs.at("logDriver").string();
        const creates = options.at("awslogs-create-group").boolean();
        if ((driver.known && driver.value !== "awslogs") || isKnownToBe(creates, true)) return [];
        if (isKnownToBe(group.isSet(), false)) return [];
        const doubts = whyOf(driver, creates);
        const named = options.at("awslogs-region").string();
        const region = isKnownToBe(named, undefined) ? resource.region : named;
        const isIn = ({ resource: { region: own } }: LogGroup): Answer<never> => {
            if (!region.known) return cannotKnow(region.why);
            if (!own.known) return cannotKnow(own.why);
            return region.value === own.value ? ok() : violated();
        };
        const name = group.string();
        if (!name.known) {
            const links = definition.logGroup(group);
            const isThere = unless(every(links, isIn), doubts);
            return [{ group, groups: candidates(links), isThere }];
        }
        const groups = name.value === undefined ? [] : graph.allNamed("logGroup", name.value);
        const isThere =
            groups.length > 0 ? any(groups.map(isIn)) : cannotKnow<never>(unseen(group));
        return [{ group, groups, isThere: unless(isThere, doubts) }];
    });
}

function unseen({ resource, path }: Reading): Gap {
    const what = "whether the log group exists, to which the container writes, is not in this plan";
    const supply =
        "make the log group in the program, or set awslogs-create-group and allow logs:CreateLogGroup";
    return resource.gap(path, "outside", what, supply);
}

/** Log routers whose end a task survives, and its logs do not. */
export function needlessRouters({ containers }: TaskDefinition): readonly Reading[] {
    if (!containers.known) return [];
    const all = containers.value;
    const isUsed = all.some((container) =>
        isKnownToBe(container.at("logConfiguration").at("logDriver").string(), "awsfirelens"),
    );
    return all.filter(
        (container) =>
            isUsed &&
            isKnownToBe(container.at("firelensConfiguration").isSet(), true) &&
            isKnownToBe(container.at("essential").boolean(), false),
    );
}
