import { flatMap, gather, isKnownToBe, known, map, unknown, type Knowable } from "../../knowable";
import type { PlannedResource, Reading } from "../../plan";

/** Seen from the group: `ingress` is what comes to its members, `egress` what leaves them. */
export type Direction = "ingress" | "egress";

/** What ports belong to. */
export type Transport = "tcp" | "udp";

/** Whether a protocol, by its name or number, is TCP or UDP, `all`, or another. */
export function transportOf(
    protocol: Knowable<string | undefined>,
): Knowable<Transport | "all" | "other"> {
    return map(protocol, (name) => {
        switch (name?.toLowerCase()) {
            case "tcp":
            case "6":
                return "tcp";
            case "udp":
            case "17":
                return "udp";
            case "-1":
            case "all":
                return "all";
            default:
                return "other";
        }
    });
}

/** The places of a rule, whether it stands inline in its group or alone; absent ones are not set. */
export interface RulePlaces {
    readonly protocol: Reading;
    readonly fromPort: Reading;
    readonly toPort: Reading;
    /** Each of these a single value, or a list of them. */
    readonly cidrs: readonly Reading[];
    readonly prefixLists: Reading;
    readonly groups: Reading;
    readonly self?: Reading;
    /** Whether AWS itself made it with the group. */
    readonly isOfAws?: Reading;
}

/** One rule of a security group: a protocol, a range of ports, and the peers that it admits. */
export class SecurityRule {
    constructor(
        readonly resource: PlannedResource,
        /** The top-level property in which it stands, if it stands inline. */
        readonly property: Direction | undefined,
        private readonly places: RulePlaces,
    ) {}

    private readonly ports = new Map<string, Knowable<boolean>>();
    private cidrsMemo: readonly Knowable<string>[] | undefined;

    /** Whether it speaks of this port. Protocol `-1` means all, whatever the ports say. */
    covers(transport: Transport, port: number): Knowable<boolean> {
        const key = `${transport} ${String(port)}`;
        let covers = this.ports.get(key);
        if (covers === undefined) {
            covers = this.findPort(transport, port);
            this.ports.set(key, covers);
        }
        return covers;
    }

    /** Its protocol and ports, as one text. */
    get signature(): Knowable<string> {
        const { protocol, fromPort, toPort } = this.places;
        return flatMap(protocol.string(), (name = "") =>
            flatMap(fromPort.number(), (from = 0) =>
                map(
                    toPort.number(),
                    (to = 0) => `${name.toLowerCase()} ${String(from)} ${String(to)}`,
                ),
            ),
        );
    }

    private findPort(transport: Transport, port: number): Knowable<boolean> {
        const protocol = transportOf(this.places.protocol.string());
        if (!protocol.known) return protocol;
        if (protocol.value !== transport) return known(protocol.value === "all");
        const from = this.places.fromPort.number();
        const to = this.places.toPort.number();
        // One known end may already rule the port out.
        if (from.known && from.value !== undefined && from.value > port) return known(false);
        if (to.known && to.value !== undefined && to.value < port) return known(false);
        if (!from.known) return from;
        if (!to.known) return to;
        return known(from.value !== undefined && to.value !== undefined);
    }

    /** The CIDR blocks that it admits, of both families; each, or their number, may be unknown. */
    get cidrs(): readonly Knowable<string>[] {
        return (this.cidrsMemo ??= gather(this.places.cidrs, valuesAt));
    }

    /** Where it names prefix lists. */
    get prefixLists(): readonly Reading[] {
        return elementsAt(this.places.prefixLists);
    }

    /** Where it names security groups. */
    get groups(): readonly Reading[] {
        return elementsAt(this.places.groups);
    }

    /** AWS made it with the group, since that lists none; a standalone one may take its place. */
    get isOfAws(): boolean {
        return (
            this.places.isOfAws !== undefined && isKnownToBe(this.places.isOfAws.boolean(), true)
        );
    }

    /** It admits the members of its own group. */
    get self(): Knowable<boolean> {
        const self = this.places.self?.boolean() ?? known(false);
        return self.known ? known(self.value === true) : self;
    }
}

/** Rules that stand inline in a group. */
export function inlineRules(
    resource: PlannedResource,
    direction: Direction,
    place: Reading,
): Knowable<readonly SecurityRule[]> {
    const list = place.elements();
    if (!list.known) return list;
    return known(
        list.value.map(
            (rule) =>
                new SecurityRule(resource, direction, {
                    protocol: rule.at("protocol"),
                    fromPort: rule.at("fromPort"),
                    toPort: rule.at("toPort"),
                    cidrs: [rule.at("cidrBlocks"), rule.at("ipv6CidrBlocks")],
                    prefixLists: rule.at("prefixListIds"),
                    groups: rule.at("securityGroups"),
                    self: rule.at("self"),
                    isOfAws: rule.at("isOfAws"),
                }),
        ),
    );
}

/** The single values at a place that holds one, or a list of them; an unknown list is one place. */
export function elementsAt(place: Reading): readonly Reading[] {
    if (place.isList()) {
        const list = place.elements();
        if (list.known) return list.value;
    }
    const set = place.isSet();
    return set.known && !set.value ? [] : [place];
}

function valuesAt(place: Reading): Knowable<string>[] {
    return elementsAt(place).flatMap((element): Knowable<string>[] => {
        const value = element.string();
        if (!value.known) return [unknown(value.why)];
        return value.value === undefined ? [] : [known(value.value)];
    });
}

/**
 * What the protocol of a listener or a target group runs over, as rules and port mappings call it: HTTP,
 * HTTPS, TLS and what is left unset over TCP (AWS rule 7).
 */
export function transportsOf(protocol = ""): readonly Transport[] {
    const overUdp = ["UDP", "QUIC", "TCP_UDP", "TCP_QUIC"];
    const name = protocol.toUpperCase();
    if (!overUdp.includes(name)) return ["tcp"];
    return name.startsWith("TCP_") ? ["tcp", "udp"] : ["udp"];
}
