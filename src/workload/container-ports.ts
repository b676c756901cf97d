import {
    all,
    any,
    cannotKnow,
    fromBoolean,
    known,
    map,
    not,
    ok,
    unless,
    violated,
    whyOf,
    type Answer,
    type Knowable,
} from "../knowable";
import { agreed, transportsOf, type Discovery, type DiscoveryService } from "../network";
import type { ContainerPorts, PortMapping, PortRange } from "./port-mappings";

type Name = Knowable<string | undefined>;
type Port = Knowable<number | undefined>;

/** A port, and the container whose it is. */
export interface PortOfContainer {
    readonly containerName: Name;
    readonly containerPort: Port;
}

/** Whether one of the containers has this name. */
export function hasContainer(containers: readonly ContainerPorts[], name: Name): Answer<never> {
    return hasName(
        containers.map((container) => container.name),
        name,
    );
}

/** Whether Service Connect finds a port mapping of this name; in a task each name stands once. */
export function hasPortNamed(containers: readonly ContainerPorts[], name: Name): Answer<never> {
    const unknown = containers.flatMap(({ mappings }) => (mappings.known ? [] : [mappings]));
    const names = containers.flatMap(({ mappings }) =>
        mappings.known ? mappings.value.map((mapping) => mapping.name) : [],
    );
    return hasName([...names, ...unknown], name);
}

/** The ports of the mapping that has a name; `undefined` if none has. */
export function portNamed(
    containers: readonly ContainerPorts[],
    name: Name,
): Knowable<PortRange | undefined> {
    if (!name.known) return name;
    let maybe: Knowable<PortRange | undefined> = known(undefined);
    for (const { mappings } of containers) {
        if (!mappings.known) {
            maybe = mappings;
            continue;
        }
        for (const mapping of mappings.value) {
            if (!mapping.name.known) maybe = mapping.name;
            else if (mapping.name.value === name.value) {
                return mapping.ports;
            }
        }
    }
    return maybe;
}

/** Whether a name is among these; what is not set needs none. */
function hasName(names: readonly Name[], wanted: Name): Answer<never> {
    if (names.length === 0) return wanted.known && wanted.value === undefined ? ok() : violated();
    if (!wanted.known) return cannotKnow(wanted.why);
    const { value } = wanted;
    if (value === undefined) return ok();
    return any(names.map((name) => fromBoolean(map(name, (each) => each === value))));
}

/** Whether the container maps the port; of a container that is not there nothing is asked. */
export function mapsPort(
    containers: readonly ContainerPorts[],
    { containerName, containerPort }: PortOfContainer,
): Answer<never> {
    if (containerPort.known && containerPort.value === undefined) return ok();
    return ofContainer(containers, containerName, (mappings) =>
        any(mappings.map((mapping) => covers(mapping, containerPort))),
    );
}

/** Whether the port is mapped for what a target group's protocol runs over. */
export function mapsProtocol(
    containers: readonly ContainerPorts[],
    { containerName, containerPort }: PortOfContainer,
    protocol: string | undefined,
): Answer<never> {
    const transports: readonly string[] = transportsOf(protocol);
    return ofContainer(containers, containerName, (mappings) => {
        const mapped = mappings.filter((each) => covers(each, containerPort).verdict === "ok");
        if (mapped.length === 0) return ok();
        return any(
            mapped.map((each) =>
                fromBoolean(map(each.protocol, (name) => transports.includes(name))),
            ),
        );
    });
}

/** Whether no more than one mapping of the container may have the port. */
export function mapsOnce(
    containers: readonly ContainerPorts[],
    { containerName, containerPort }: PortOfContainer,
): Answer<never> {
    return ofContainer(containers, containerName, (mappings) => {
        const mapped = mappings.filter(
            (each) => covers(each, containerPort).verdict !== "violated",
        );
        return mapped.length > 1 ? violated() : ok();
    });
}

function ofContainer(
    containers: readonly ContainerPorts[],
    name: Name,
    ask: (mappings: readonly PortMapping[]) => Answer<never>,
): Answer<never> {
    const meant = containersNamed(containers, name);
    const answers = meant.map(({ mappings }) =>
        mappings.known ? ask(mappings.value) : cannotKnow<never>(mappings.why),
    );
    const [why] = whyOf(name, ...meant.map((each) => each.name));
    if (why === undefined || answers.length === 0) return all(answers);
    // Any of those that may have the name; a name that is not known may be none at all.
    return unless(agreed(answers, why), whyOf(name));
}

/** The container that has the name, or those that may. */
function containersNamed(
    containers: readonly ContainerPorts[],
    wanted: Name,
): readonly ContainerPorts[] {
    if (!wanted.known) return containers;
    const { value } = wanted;
    if (value === undefined) return [];
    const exact = containers.filter(({ name }) => name.known && name.value === value);
    return exact.length > 0 ? exact : containers.filter(({ name }) => !name.known);
}

function covers({ ports }: PortMapping, port: Port): Answer<never> {
    if (!port.known) return cannotKnow(port.why);
    const wanted = port.value ?? 0;
    return fromBoolean(
        map(ports, (range) => range !== undefined && range.from <= wanted && wanted <= range.to),
    );
}

/**
 * Whether a service says as much of its port as Cloud Map enters into its records: with SRV either
 * `port`, or `containerName` and `containerPort`; without, none (AWS rule 7). Of a registry that enters no
 * records nothing is asked.
 */
export function takesPort(
    { port, containerName, containerPort }: Discovery,
    registry: DiscoveryService,
): Answer<never> {
    const [own, name, mapped] = [isSet(port), isSet(containerName), isSet(containerPort)];
    const both = all([own, any([name, mapped])]);
    const types = registry.recordTypes;
    if (!types.known) return cannotKnow(types.why);
    if (types.value.length === 0) return not(both);
    const enters = any(
        types.value.map((type): Answer<never> => fromBoolean(map(type, (each) => each === "SRV"))),
    );
    const withPort = all([not(both), any([own, all([name, mapped])])]);
    const without = all([not(both), not(any([own, mapped]))]);
    if (enters.verdict === "ok") return withPort;
    if (enters.verdict === "violated") return without;
    // What is right with the one is wrong with the other.
    return withPort.verdict === "violated" && without.verdict === "violated" ? without : enters;
}

function isSet(value: Name | Port): Answer<never> {
    return fromBoolean<never>(
        map<string | number | undefined, boolean>(value, (each) => each !== undefined),
    );
}
