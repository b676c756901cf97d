import { all, cannotKnow, fromBoolean, isKnownToBe, map, whyOf, type Answer } from "../knowable";
import type { TaskDefinition } from "../network";
import type { Path } from "../reach";

/** Whether a task definition does without settings that need an instance, and where those stand that it has. */
export function withoutInstanceSettings({ instanceSettings, resource }: TaskDefinition): {
    readonly answer: Answer<Path>;
    readonly paths: readonly string[];
} {
    const settings = instanceSettings.flatMap((each) => (each.known ? each.value : []));
    const unused = settings.map(({ isUsed }) => fromBoolean<Path>(map(isUsed, (is) => !is)));
    const unread = whyOf(...instanceSettings).map((why) => cannotKnow<Path>(why));
    const used = settings.filter(({ isUsed }) => isKnownToBe(isUsed, true));
    return {
        answer: all([...unused, ...unread]),
        paths: used.flatMap(({ path }) => resource.spelled(path)),
    };
}
