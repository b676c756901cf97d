import { known, map, type Knowable } from "../knowable";
import {
    isEmpty,
    linkTo,
    Service,
    type Links,
    type TargetGroup,
    type TaskLauncher,
} from "../network";

/**
 * Target groups of which at least one must get traffic for a launcher's tasks to get any: each by itself,
 * the two of a blue/green deployment together, for they take turns.
 */
export function slotsOf(launcher: TaskLauncher): readonly Links<TargetGroup>[] {
    const { registrations, targetGroups } = launcher;
    const takeTurns =
        registrations.known &&
        registrations.value.some(({ hasAlternate }) => !hasAlternate.known || hasAlternate.value);
    return takeTurns
        ? registrations.value.map((each) => each.targetGroups).filter((each) => !isEmpty(each))
        : oneByOne(targetGroups);
}

/** Each target group that is certainly meant, and what is not certain of the others. */
function oneByOne(links: Links<TargetGroup>): readonly Links<TargetGroup>[] {
    const { nodes, assumed } = links;
    const rest = { ...links, nodes: [] };
    const each = nodes.map((group) => ({ ...linkTo(group), assumed }));
    return isEmpty(rest) ? each : [...each, rest];
}

/** CodeDeploy moves it between two target groups, and listeners with it, unseen by the program. */
export function deploysWithCodeDeploy(launcher: TaskLauncher): Knowable<boolean> {
    return launcher instanceof Service
        ? map(launcher.deploymentController, (type) => type === "CODE_DEPLOY")
        : known(false);
}
