import { flatMap, known, map, unknown, type Knowable } from "../knowable";
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

/** The lowest port that two mappings of one task both take, of the same protocol; `undefined` if there is none. */
export function sharedPort(a: PortMapping, b: PortMapping): Knowable<number | undefined> {
    const { protocol } = b;
    const isOther = a.protocol.known && protocol.known && a.protocol.value !== protocol.value;
    if (isOther) return known(undefined);
    const from = flatMap(a.ports, (one) => map(b.ports, (other) => lowestOfBoth(one, other)));
    // Ports that differ need no protocols.
    if (from.known && from.value === undefined) return from;
    return flatMap(a.protocol, () => flatMap(protocol, () => from));
}

function lowestOfBoth(a: PortRange | undefined, b: PortRange | undefined): number | undefined {
    if (a === undefined || b === undefined) return undefined;
    const from = Math.max(a.from, b.from);
    return from <= Math.min(a.to, b.to) ? from : undefined;
}
