import {
    cannotKnow,
    flatMap,
    isKnownToBe,
    map,
    unless,
    whyOf,
    type Answer,
    type Gap,
    type Knowable,
} from "../knowable";
import {
    candidates,
    every,
    listed,
    Service,
    type Registration,
    type TaskLauncher,
} from "../network";
import {
    hasContainer,
    hasPortNamed,
    mapsOnce,
    mapsPort,
    mapsProtocol,
    takesPort,
    type PortOfContainer,
} from "./container-ports";
import { portsOf, type ContainerPorts } from "./port-mappings";
import type { Workload } from "./workload";

/** Something that a launcher says of its containers' ports, and whether it holds. */
export interface PortClaim {
    /** A container, a port of it, the name of a mapping, or what a registry of Cloud Map takes. */
    readonly of: "container" | "port" | "port name" | "registry";
    /** What it registers there with, in words. */
    readonly user: string;
    /** The port, where it is known. */
    readonly port?: number | undefined;
    readonly answer: Answer<never>;
}

type Containers = Knowable<readonly ContainerPorts[]>;

/** All that a workload says of its containers' ports. */
export function* portClaimsOf({ launcher, definition }: Workload): Iterable<PortClaim> {
    const containers = flatMap(definition, (each) => map(each.containers, portsOf));
    const { registrations, discovery } = launcher;
    if (!registrations.known) yield unknownClaim(registrations.why, "its target groups");
    else for (const each of registrations.value) yield* ofRegistration(launcher, each, containers);
    if (!discovery.known) yield unknownClaim(discovery.why, cloudMap);
    else if (discovery.value !== undefined) {
        const { value } = discovery;
        const answer = every(value.registry, (registry) => takesPort(value, registry));
        yield { of: "registry", user: cloudMap, answer };
        yield* ofPort(value, cloudMap, containers);
    }
    if (launcher instanceof Service) yield* ofServiceConnect(launcher, containers);
}

const cloudMap = "Cloud Map";

function unknownClaim(why: Gap, user: string): PortClaim {
    return { of: "port", user, answer: cannotKnow(why) };
}

function* ofRegistration(
    { resource }: TaskLauncher,
    registration: Registration,
    containers: Containers,
): Iterable<PortClaim> {
    const { targetGroups } = registration;
    const names = listed(candidates(targetGroups));
    const user = names === "" ? "its load balancer" : `its target group ${names}`;
    yield* ofPort(registration, user, containers);
    if (!containers.known) return;
    const what = "whether ECS takes a port that is mapped for another protocol is not documented";
    const answer = every(targetGroups, (group): Answer<never> => {
        const { protocol } = group;
        if (!protocol.known) return cannotKnow(protocol.why);
        const doubt = group.resource.gap("protocol", "not-modelled", what);
        return unless(mapsProtocol(containers.value, registration, protocol.value), [doubt]);
    });
    yield { of: "port", user, answer };
    // So people report (aws/amazon-ecs-agent#3428); AWS's guide does not say it any more.
    const refused =
        "ECS may refuse a service that registers a port with more than one port mapping";
    const doubt = resource.gap("loadBalancers", "not-modelled", refused);
    yield { of: "port", user, answer: unless(mapsOnce(containers.value, registration), [doubt]) };
}

/** A container, and one of its ports; what is left unset claims nothing. */
function* ofPort(
    place: PortOfContainer,
    user: string,
    containers: Containers,
): Iterable<PortClaim> {
    const { containerName, containerPort } = place;
    if (isKnownToBe(containerName, undefined) && isKnownToBe(containerPort, undefined)) return;
    if (!containers.known) {
        yield unknownClaim(containers.why, user);
        return;
    }
    const port = containerPort.known ? containerPort.value : undefined;
    yield { of: "container", user, answer: hasContainer(containers.value, containerName) };
    yield { of: "port", user, port, answer: mapsPort(containers.value, place) };
}

function* ofServiceConnect(service: Service, containers: Containers): Iterable<PortClaim> {
    const isOn = service.usesServiceConnect;
    if (isOn.known && isOn.value !== true) return;
    const user = "Service Connect";
    const services = service.connectServices;
    if (!services.known) {
        yield unknownClaim(services.why, user);
        return;
    }
    const doubts = whyOf(isOn);
    for (const { portName } of services.value) {
        const answer: Answer<never> = containers.known
            ? hasPortNamed(containers.value, portName)
            : cannotKnow(containers.why);
        yield { of: "port name", user, answer: unless(answer, doubts) };
    }
}
