import { isKnownToBe, type Gap, type Knowable } from "../knowable";
import type { TaskDefinition } from "../network";
import type { Reading } from "../plan";

/** Variables by which programs find a proxy for what they call, in small letters or in capitals. */
const variables: ReadonlySet<string> = new Set(["http_proxy", "https_proxy", "all_proxy"]);

/** A container that names a proxy, and by which variables; their values are never told. */
export interface Proxied {
    readonly container: Reading;
    readonly variables: readonly string[];
}

/**
 * The containers of a task that name a proxy (AWS rule 21). Of variables that are not known, and those in
 * environment files, nothing is told.
 */
export function proxiedIn(definition: Knowable<TaskDefinition>): readonly Proxied[] {
    if (!definition.known) return [];
    const { containers } = definition.value;
    if (!containers.known) return [];
    return containers.value.flatMap((container) => {
        const names = proxiesOf(container);
        return names.length === 0 ? [] : [{ container, variables: names }];
    });
}

/** The variables of a container that name a proxy, each once. */
export function proxiesOf(container: Reading): readonly string[] {
    const lists = ["environment", "secrets"];
    return [...new Set(lists.flatMap((list) => proxiesIn(container.at(list))))];
}

function proxiesIn(list: Reading): readonly string[] {
    const all = list.elements();
    if (!all.known) return [];
    return all.value.flatMap((variable) => {
        const name = variable.at("name").string();
        if (!name.known || name.value === undefined) return [];
        const isOne = variables.has(name.value.toLowerCase());
        // An empty one names none.
        const isSet = ["value", "valueFrom"].some(
            (key) => !isKnownToBe(variable.at(key).isSet(), false),
        );
        return isOne && isSet ? [name.value] : [];
    });
}

/** Why what runs in a container may go another way than the routes of its subnet lead. */
export function byProxy({ container, variables: names }: Proxied, who: string): Gap {
    const what = `${who} may use the proxy that ${names.join(" and ")} of it names, which is not simulated`;
    return container.gap("not-modelled", what);
}
