import type { TaskDefinition } from "../network";
import type { Edits } from "../reach";
import { mapsToItself, portsOf, sharedPorts, type PortMapping } from "../workload";
import { advice, leaveOut, set, type Fix } from "./fix";

/** Gives a task definition the network mode `awsvpc`, and takes out what AWS refuses in that mode. */
export function toAwsvpc(definition: TaskDefinition): Fix {
    const isShared = sharedPorts(mappingsOf(definition)).twice.length > 0;
    const [ownPorts = []] = isShared
        ? advice(`give each container of ${definition.name} ports of its own`)
        : [];
    return [
        [...set(definition, "networkMode", "awsvpc"), ...withoutHostPorts(definition), ...ownPorts],
    ];
}

/** Leaves out the ports of the host that are not the containers' own. */
export function withoutHostPorts(definition: TaskDefinition): Edits {
    return mappingsOf(definition)
        .filter((each) => mapsToItself(each).verdict === "violated")
        .flatMap(({ path }) => leaveOut(definition, `${path}.hostPort`));
}

function mappingsOf({ containers }: TaskDefinition): readonly PortMapping[] {
    const ports = containers.known ? portsOf(containers.value) : [];
    return ports.flatMap(({ mappings }) => (mappings.known ? mappings.value : []));
}
