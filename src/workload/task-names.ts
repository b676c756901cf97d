import {
    addAll,
    either,
    flatMap,
    isKnownToBe,
    known,
    map,
    unknown,
    whyOf,
    type Gap,
    type Knowable,
} from "../knowable";
import {
    candidates,
    doubtsOf,
    Service,
    theOne,
    type ConnectAlias,
    type ConnectService,
    type HttpNamespace,
    type NamespaceLink,
    type PrivateDnsNamespace,
} from "../network";
import { portsOf, type PortMapping } from "./port-mappings";
import type { Workload } from "./workload";

/** A name by which other tasks of the plan find those of a workload (AWS rule 7). */
export interface TaskName {
    readonly workload: Workload;
    /** In lower case. */
    readonly name: string;
    readonly by: "Service Connect" | "Cloud Map";
    /** Who looks for it: with Service Connect the services of the namespace, else the VPC of the namespace. */
    readonly namespace: Namespace;
    /** The port that callers name; `undefined`: any, and the tasks are called on the same. */
    readonly port: Knowable<number | undefined>;
    /** The port on which the tasks are called, if it is not up to the caller. */
    readonly taskPort: Knowable<number | undefined>;
    /** It has a record of an address: a host of this name can be called. */
    readonly isHost: boolean;
    /** Why it is not certain; empty if it is. */
    readonly maybe: readonly Gap[];
    readonly assumed: readonly string[];
}

/** One of the plan, or how one outside of it is named. */
type Namespace = HttpNamespace | PrivateDnsNamespace | string;

/** Something of the plan may be found by a name. */
export function mayHaveName({ launcher }: Workload): boolean {
    if (!isKnownToBe(launcher.discovery, undefined)) return true;
    return launcher instanceof Service && mayConnect(launcher);
}

function mayConnect({ usesServiceConnect: isOn }: Service): boolean {
    return !isOn.known || isOn.value === true;
}

/** All names by which tasks are found, in the order of the plan. */
export function taskNames(workloads: readonly Workload[]): readonly TaskName[] {
    return workloads
        .filter(mayHaveName)
        .flatMap((each) => [...connectNames(each), ...mapNames(each)]);
}

/** The namespace of Service Connect that a workload has joined; `undefined` if it has joined none. */
export function connectNamespace({ launcher }: Workload): NamespaceLink {
    const nowhere: NamespaceLink = { namespace: known(undefined), assumed: [] };
    if (!(launcher instanceof Service) || !mayConnect(launcher)) return nowhere;
    const { usesServiceConnect: isOn, cluster } = launcher;
    if (!isOn.known) return { namespace: isOn, assumed: [] };
    const own = launcher.connectNamespace;
    if (!isKnownToBe(own.namespace, undefined)) return own;
    const of = theOne(cluster, () =>
        launcher.resource.gap(
            "cluster",
            "outside",
            "the namespace of its cluster is not in the plan",
        ),
    );
    if (!of.known) return { namespace: of, assumed: [] };
    const { namespace, assumed } = of.value.connectNamespace;
    return { namespace, assumed: [...cluster.assumed, ...assumed] };
}

/** The names of its `clientAlias` blocks. */
function connectNames(workload: Workload): readonly TaskName[] {
    const { launcher, maybe } = workload;
    if (!(launcher instanceof Service)) return [];
    const { namespace: joined, assumed } = connectNamespace(workload);
    const { connectServices: services } = launcher;
    if (!joined.known || joined.value === undefined || !services.known) return [];
    const namespace = joined.value;
    return services.value.flatMap((service) => {
        const { aliases } = service;
        if (!aliases.known) return [];
        return aliases.value.flatMap((alias): TaskName[] => {
            const name = nameOf(alias, service, namespace);
            if (!name.known || name.value === undefined) return [];
            return [
                {
                    workload,
                    name: name.value.toLowerCase(),
                    by: "Service Connect",
                    namespace,
                    port: alias.port,
                    taskPort: portOf(service, workload),
                    isHost: true,
                    maybe,
                    assumed,
                },
            ];
        });
    });
}

/** Its own, else that in the namespace (API, ServiceConnectClientAlias). */
function nameOf(
    { name }: ConnectAlias,
    { discoveryName, portName }: ConnectService,
    namespace: Namespace,
): Knowable<string | undefined> {
    return flatMap(name, (own) => {
        if (own !== undefined) return known(own);
        const first = flatMap(discoveryName, (given) =>
            given === undefined ? portName : known(given),
        );
        return flatMap(first, (label) =>
            map(domainOf(namespace), (domain) => joined(label, domain)),
        );
    });
}

function domainOf(namespace: Namespace): Knowable<string | undefined> {
    if (typeof namespace !== "string") return namespace.domain;
    // An ARN tells no name.
    const text = namespace.slice(namespace.lastIndexOf(" ") + 1);
    return known(text.startsWith("arn:") ? undefined : text);
}

function joined(label: string | undefined, domain: string | undefined): string | undefined {
    return label === undefined || domain === undefined ? undefined : `${label}.${domain}`;
}

/** Where the proxy of the tasks listens: on the container's port, unless it is told another (API, ServiceConnectService). */
function portOf(
    { ingressPort, portName }: ConnectService,
    workload: Workload,
): Knowable<number | undefined> {
    return flatMap(ingressPort, (own) => {
        if (own !== undefined) return known(own);
        return flatMap(portName, (wanted) =>
            flatMap(mappingsOf(workload), (mappings) => {
                const named = mappings.find(({ name }) => isKnownToBe(name, wanted));
                if (named !== undefined) return onlyPort(named);
                const [why] = whyOf(...mappings.map(({ name }) => name));
                return why === undefined ? known(undefined) : unknown(why);
            }),
        );
    });
}

function onlyPort({ ports }: PortMapping): Knowable<number | undefined> {
    return map(ports, (range) => (range?.from === range?.to ? range?.from : undefined));
}

/** All port mappings of its containers. */
function mappingsOf({ definition }: Workload): Knowable<readonly PortMapping[]> {
    return flatMap(definition, ({ containers }) =>
        flatMap(containers, (list): Knowable<readonly PortMapping[]> => {
            const found: PortMapping[] = [];
            for (const { mappings } of portsOf(list)) {
                if (!mappings.known) return mappings;
                addAll(found, mappings.value);
            }
            return known(found);
        }),
    );
}

/** Types of records that a host has; `SRV` tells a port besides. */
const addressRecords: ReadonlySet<string | undefined> = new Set(["A", "AAAA"]);

/** The name of its Cloud Map service in a private DNS namespace. */
function mapNames(workload: Workload): readonly TaskName[] {
    const { launcher, maybe } = workload;
    const { discovery } = launcher;
    if (!discovery.known || discovery.value === undefined) return [];
    const { registry, port, containerPort } = discovery.value;
    return candidates(registry).flatMap((service) => {
        const { namespace: spaces, hostname, recordTypes } = service;
        const isSure = registry.nodes.includes(service);
        return candidates(spaces).flatMap((namespace): TaskName[] => {
            const { domain } = namespace;
            const name = flatMap(hostname, (label) => map(domain, (end) => joined(label, end)));
            if (!name.known || name.value === undefined) return [];
            const isSureOfIt = spaces.nodes.includes(namespace);
            const types = recordTypes.known ? recordTypes.value : [];
            return [
                {
                    workload,
                    name: name.value.toLowerCase(),
                    by: "Cloud Map",
                    namespace,
                    port: known(undefined),
                    taskPort: flatMap(port, (own) =>
                        own === undefined ? containerPort : known(own),
                    ),
                    isHost: types.some((type) => type.known && addressRecords.has(type.value)),
                    maybe: [
                        ...maybe,
                        ...(isSure ? [] : doubtsOf(registry)),
                        ...(isSureOfIt ? [] : doubtsOf(spaces)),
                    ],
                    assumed: [...registry.assumed, ...spaces.assumed],
                },
            ];
        });
    });
}

/** The TCP ports that its containers map; of a range the first and the last. */
export function tcpPortsOf(workload: Workload): {
    readonly ports: readonly number[];
    readonly gaps: readonly Gap[];
} {
    const mappings = mappingsOf(workload);
    if (!mappings.known) return { ports: [], gaps: [mappings.why] };
    const ports = new Set<number>();
    const gaps: Gap[] = [];
    for (const { ports: range, protocol } of mappings.value) {
        if (!protocol.known) gaps.push(protocol.why);
        else if (!range.known) gaps.push(range.why);
        else if (protocol.value === "tcp" && range.value !== undefined) {
            ports.add(range.value.from).add(range.value.to);
        }
    }
    return { ports: [...ports], gaps };
}

/** Whether one of its containers maps a port for TCP. */
export function mapsTcp(workload: Workload, port: number): Knowable<boolean> {
    return flatMap(mappingsOf(workload), (mappings) =>
        either(
            ...mappings.map(({ ports, protocol }) =>
                flatMap(protocol, (name) =>
                    map(
                        ports,
                        (range) =>
                            name === "tcp" &&
                            range !== undefined &&
                            range.from <= port &&
                            port <= range.to,
                    ),
                ),
            ),
        ),
    );
}
