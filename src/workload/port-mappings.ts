import {
    addTo,
    cannotKnow,
    flatMap,
    fromBoolean,
    known,
    map,
    ok,
    unknown,
    whyOf,
    type Answer,
    type Gap,
    type Knowable,
} from "../knowable";
import type { Reading } from "../plan";

/** The ports of one container of a task definition. */
export interface ContainerPorts {
    /** The container's name. */
    readonly name: Knowable<string | undefined>;
    readonly mappings: Knowable<readonly PortMapping[]>;
}

/** An element of a container's `portMappings`. */
export interface PortMapping {
    /** Where it stands, such as `containerDefinitions[0].portMappings[1]`. */
    readonly path: string;
    /** The name by which Service Connect knows it. */
    readonly name: Knowable<string | undefined>;
    /** The ports of the container: one, or those of `containerPortRange`; `undefined` if it names none. */
    readonly ports: Knowable<PortRange | undefined>;
    /** The port by which others reach it; `undefined` leaves it to AWS. In `awsvpc` mode it is the container's own. */
    readonly hostPort: Knowable<number | undefined>;
    /** `tcp`, which is the default, or `udp`. */
    readonly protocol: Knowable<string>;
}

/** The first port and the last. */
export interface PortRange {
    readonly from: number;
    readonly to: number;
}

/** The port mappings of each container, as far as they are known. */
export function portsOf(containers: readonly Reading[]): readonly ContainerPorts[] {
    return containers.map((container) => ({
        name: container.at("name").string(),
        mappings: map(container.at("portMappings").elements(), (list) => list.map(mappingAt)),
    }));
}

/**
 * Whether a port is mapped to itself, as in `awsvpc` mode it has to be; 0 asks for a port of an instance, and
 * AWS refuses it as it does any other.
 */
export function mapsToItself({ hostPort, ports }: PortMapping): Answer<never> {
    if (!hostPort.known) return cannotKnow(hostPort.why);
    if (hostPort.value === undefined) return ok();
    return fromBoolean(map(ports, (own) => own === undefined || own.from === hostPort.value));
}

function mappingAt(mapping: Reading): PortMapping {
    return {
        path: mapping.path,
        name: mapping.at("name").string(),
        ports: portsAt(mapping),
        hostPort: hostPortAt(mapping),
        protocol: map(mapping.at("protocol").string(), (text = "tcp") => text.toLowerCase()),
    };
}

/** Beside a range AWS documents only that it is left out. */
function hostPortAt(mapping: Reading): Knowable<number | undefined> {
    const place = mapping.at("hostPort");
    return flatMap(place.number(), (port) =>
        port === undefined
            ? known(port)
            : flatMap(mapping.at("containerPortRange").isSet(), (isRange) =>
                  isRange
                      ? unknown(place.gap("not-modelled", "AWS wants none beside a range of ports"))
                      : known(port),
              ),
    );
}

/** A range goes before the port, which is 0 beside one in what the CDK makes. */
function portsAt(mapping: Reading): Knowable<PortRange | undefined> {
    const range = mapping.at("containerPortRange");
    return flatMap(range.string(), (text): Knowable<PortRange | undefined> => {
        if (text !== undefined) {
            const [, from, to] = /^\s*(\d+)\s*-\s*(\d+)\s*$/.exec(text) ?? [];
            return from === undefined || to === undefined
                ? unknown(range.gap("malformed", "it is not a range of ports"))
                : known({ from: Number(from), to: Number(to) });
        }
        const port = mapping.at("containerPort").number();
        return map(port, (one = 0) => (one === 0 ? undefined : { from: one, to: one }));
    });
}

/** A port that two mappings of one task both take: the lowest of them. */
export interface SharedPort {
    readonly port: number;
    readonly by: readonly [PortMapping, PortMapping];
}

/** A mapping of known ports, and its place in the task. */
interface Taking {
    readonly mapping: PortMapping;
    readonly range: PortRange;
    readonly place: number;
}

/**
 * Which ports of one protocol mappings take that others took before, each with one of those; and why
 * more may be taken twice.
 */
export function sharedPorts(mappings: readonly PortMapping[]): {
    readonly twice: readonly SharedPort[];
    readonly gaps: readonly Gap[];
} {
    const taking = mappings
        .flatMap((mapping, place): Taking[] => {
            const { ports } = mapping;
            const range = ports.known ? ports.value : undefined;
            const isAny = range !== undefined && range.from <= range.to;
            return isAny ? [{ mapping, range, place }] : [];
        })
        .sort((a, b) => a.range.from - b.range.from || a.place - b.place);
    const byProtocol = new Map<string, Taking[]>();
    for (const each of taking) {
        const { protocol } = each.mapping;
        if (!protocol.known) continue;
        addTo(byProtocol, protocol.value, each);
    }
    const twice = [...byProtocol.values()].flatMap(takenTwice);
    return {
        twice: twice
            .sort(([a, b], [c, d]) => a.place - c.place || b.place - d.place)
            .map(([a, b]) => ({
                port: Math.max(a.range.from, b.range.from),
                by: [a.mapping, b.mapping],
            })),
        gaps: [...unknownProtocols(taking), ...unknownPorts(mappings)],
    };
}

/** Of those that begin before it the one that reaches furthest shares a port with a mapping, if any does. */
function takenTwice(taking: readonly Taking[]): readonly (readonly [Taking, Taking])[] {
    let furthest: Taking | undefined;
    return taking.flatMap((each): (readonly [Taking, Taking])[] => {
        const before = furthest;
        if (before === undefined || each.range.to > before.range.to) furthest = each;
        if (before === undefined || each.range.from > before.range.to) return [];
        return [before.place < each.place ? [before, each] : [each, before]];
    });
}

/** Protocols that decide, for others take the same ports. */
function unknownProtocols(taking: readonly Taking[]): readonly Gap[] {
    let reached = -Infinity;
    return taking.flatMap(({ mapping, range }, i) => {
        const next = taking[i + 1]?.range.from ?? Infinity;
        const isShared = range.from <= reached || next <= range.to;
        reached = Math.max(reached, range.to);
        return isShared ? whyOf(mapping.protocol) : [];
    });
}

/** Ports that may be those of any other mapping of their protocol. */
function unknownPorts(mappings: readonly PortMapping[]): readonly Gap[] {
    const counts = new Map<string | undefined, number>();
    for (const { protocol } of mappings) {
        const name = protocol.known ? protocol.value : undefined;
        counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return mappings.flatMap(({ ports, protocol }) => {
        if (ports.known) return [];
        const alike = protocol.known
            ? (counts.get(protocol.value) ?? 0) + (counts.get(undefined) ?? 0)
            : mappings.length;
        return alike > 1 ? [ports.why] : [];
    });
}
