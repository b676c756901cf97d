import {
    addTo,
    distinctGaps,
    flatMap,
    isKnownToBe,
    known,
    map,
    whyOf,
    type Gap,
    type Knowable,
} from "../knowable";
import { candidates, Service, TaskSet } from "../network";
import type { Reading } from "../plan";
import { proxiesOf } from "./proxies";
import { connectNamespace, mapsTcp, tcpPortsOf, type TaskName } from "./task-names";
import type { Workload } from "./workload";

/** A call that the environment of a container names. */
export interface NamedCall {
    /** Whose tasks are called; of one name several workloads may have some. */
    readonly to: TaskName;
    /** The TCP port of the tasks. */
    readonly port: number;
    /** Why it is not certain that it is this call; empty if it is. */
    readonly maybe: readonly Gap[];
    readonly assumed: readonly string[];
}

/** Names by which tasks are found, each with those that it may mean. */
export type NamedTasks = ReadonlyMap<string, readonly TaskName[]>;

export function byName(names: readonly TaskName[]): NamedTasks {
    const found = new Map<string, TaskName[]>();
    for (const each of names) {
        addTo(found, each.name, each);
    }
    return found;
}

/**
 * The calls of a workload's containers that a plan tells: a variable of their environment holds the name of
 * other tasks of the plan, in a URL, with a port, or as a whole domain name. Nothing else of a value is kept.
 */
export function namedCalls(
    workload: Workload,
    named: NamedTasks,
): { readonly calls: readonly NamedCall[]; readonly gaps: readonly Gap[] } {
    const { launcher, definition } = workload;
    // What else starts tasks may give them another environment.
    if (!(launcher instanceof Service) && !(launcher instanceof TaskSet)) return none;
    if (!hasOthers(workload, named)) return none;
    if (!definition.known) return { calls: [], gaps: [definition.why] };
    const { containers } = definition.value;
    if (!containers.known) return { calls: [], gaps: [containers.why] };
    const calls = new Map<string, NamedCall>();
    const gaps: Gap[] = [];
    for (const host of containers.value.flatMap(hostsOf)) {
        const names = named.get(host.name) ?? [];
        // Who names itself calls nobody else.
        if (names.some((each) => each.workload === workload || !each.isHost)) continue;
        for (const { to, ...meant } of meantBy(names, workload)) {
            const port = calledPort(host.port, to);
            if (!port.known) gaps.push(port.why);
            if (!port.known || port.value === undefined) continue;
            const { launcher: callee } = to.workload;
            const key = `${callee.urn} ${to.by} ${String(port.value)}`;
            calls.set(key, { to, port: port.value, ...meant });
        }
    }
    return { calls: [...calls.values()], gaps: distinctGaps(gaps) };
}

const none = { calls: [], gaps: [] } as const;

/** Somebody else has a name. */
function hasOthers(workload: Workload, named: NamedTasks): boolean {
    for (const names of named.values()) {
        if (names.some((each) => each.workload !== workload)) return true;
    }
    return false;
}

/**
 * Whose tasks a name means for a workload: names of Service Connect only where it has joined their namespace,
 * and there before DNS.
 */
export function meantBy(
    names: readonly TaskName[],
    workload: Workload,
): readonly Omit<NamedCall, "port">[] {
    const { namespace: joined, assumed } = connectNamespace(workload);
    const connect = names.filter(({ by }) => by === "Service Connect");
    const own = connect.filter(({ namespace }) => isKnownToBe(joined, namespace));
    const isOpen = connect.length > 0 && !joined.known;
    const inDns = names.filter((each) => isInVpc(each, workload));
    const meant = isOpen ? [...connect, ...inDns] : own.length > 0 ? own : inDns;
    return meant.map((to) => ({
        to,
        maybe: isOpen ? [...to.maybe, ...whyOf(joined)] : to.maybe,
        assumed: [...to.assumed, ...(to.by === "Service Connect" ? assumed : [])],
    }));
}

/** The VPC of a namespace of Cloud Map is that of the tasks, or may be: elsewhere its names mean nothing. */
function isInVpc({ by, namespace }: TaskName, { launcher: { subnets } }: Workload): boolean {
    if (by !== "Cloud Map" || typeof namespace === "string" || !("vpc" in namespace)) return false;
    const vpcs = candidates(subnets).flatMap(({ vpc }) => candidates(vpc));
    const own = namespace.vpcs.flatMap(candidates);
    return vpcs.length === 0 || own.length === 0 || own.some((vpc) => vpcs.includes(vpc));
}

/**
 * The TCP port of the tasks; `undefined` where none is told, or nobody listens.
 *
 * @param port what is called with the name, if it is told
 */
function calledPort(
    port: number | undefined,
    { port: asked, taskPort, workload }: TaskName,
): Knowable<number | undefined> {
    return flatMap(asked, (own) => {
        // A proxy listens for a name on one port (AWS rule 7).
        if (own !== undefined)
            return port === undefined || port === own ? taskPort : known(undefined);
        return flatMap(port === undefined ? taskPort : known(port), (told) => {
            const { ports } = tcpPortsOf(workload);
            const on = told ?? (ports.length === 1 ? ports[0] : undefined);
            if (on === undefined) return known(on);
            // What is mapped for nothing, or for UDP, is called otherwise.
            return map(mapsTcp(workload, on), (is) => (is ? on : undefined));
        });
    });
}

/** Variables that name who may call, or what others are told, and not what is called. */
const namesNoCall =
    /origin|cors|allow|trust|refer|redirect|callback|issuer|audience|public|external|no_?proxy/i;

/** The hosts that a container's environment names, as far as it is known. */
function hostsOf(container: Reading): readonly Host[] {
    const list = container.at("environment").elements();
    if (!list.known) return [];
    const names = list.value.map((each) => each.at("name").string());
    // With a proxy a call may go elsewhere.
    if (names.some((name) => !name.known) || proxiesOf(container).length > 0) return [];
    const all = list.value.map((each, i) => {
        const name = (names[i]?.known === true ? names[i].value : undefined) ?? "";
        return { name, words: wordsIn(name), value: each.at("value").string() };
    });
    const ports = all.filter(({ words }) => words.includes("port"));
    return all.flatMap(({ name, words, value }) => {
        if (namesNoCall.test(name) || !value.known || value.value === undefined) return [];
        const about = subjectOf(words);
        const beside = ports.filter((port) => about.every((word) => port.words.includes(word)));
        const own = beside.find((port) => subjectOf(port.words).length === about.length);
        const hosts = hostsIn(value.value);
        if (own === undefined && (beside.length === 0 || about.length === 0)) return hosts;
        return hosts.flatMap((host) => withPort(host, own?.value));
    });
}

/** `api` and `host` of `API_HOST`, of `apiHost` and of `api.host`. */
function wordsIn(name: string): readonly string[] {
    const parted = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
    return parted.split(/[^a-z0-9]+/).filter((word) => word !== "");
}

/** What is called, in the name of a variable: `api`. */
function subjectOf(words: readonly string[]): readonly string[] {
    return words.filter((word) => !ofAddress.test(word));
}

const ofAddress = /^(host|hostname|addr|address|server|domain|endpoint|url|uri|name|port)$/;

/** With the port that a variable beside it holds, `API_PORT` for `API_HOST`; if that cannot be read, none is guessed. */
function withPort(host: Host, beside: Knowable<string | undefined> | undefined): readonly Host[] {
    if (host.port !== undefined) return [host];
    const text = beside?.known === true ? beside.value?.trim() : undefined;
    return text !== undefined && /^\d{1,5}$/.test(text) ? [{ ...host, port: Number(text) }] : [];
}

/** A host that a value names, and perhaps a port. */
interface Host {
    /** In lower case, without a final dot. */
    readonly name: string;
    readonly port: number | undefined;
}

/** The ports of URLs that name none; of other schemes programs differ. */
const portsOfSchemes: Readonly<Record<string, number>> = { http: 80, https: 443, ws: 80, wss: 443 };

/** The hosts of its URLs, or the host that it is: with a port, or a domain name of several parts. */
export function hostsIn(value: string): readonly Host[] {
    const [first = "", ...rest] = value.split("://");
    if (rest.length === 0) {
        const host = hostAt(first);
        const isHost = host !== undefined && (host.port !== undefined || host.name.includes("."));
        return isHost ? [host] : [];
    }
    return rest.flatMap((text, i) => {
        const before = (i === 0 ? first : (rest[i - 1] ?? "")).slice(-longest);
        const scheme = /[a-z][a-z0-9+.-]*$/i.exec(before)?.[0].toLowerCase() ?? "";
        const [authority = ""] = /^[^\s/?#,;|"'`)\]}]*/.exec(text.slice(0, longest)) ?? [];
        const host = hostAt(authority.slice(authority.lastIndexOf("@") + 1));
        if (host === undefined || scheme.includes("udp")) return [];
        return [{ name: host.name, port: host.port ?? portsOfSchemes[scheme] }];
    });
}

/** Longer than any host with what stands before it. */
const longest = 512;

function hostAt(text: string): Host | undefined {
    if (text.length > longest) return undefined;
    const [, name, digits] = /^([a-z0-9_][a-z0-9_.-]*?)\.?(?::(\d{1,5}))?$/i.exec(text) ?? [];
    if (name === undefined) return undefined;
    return { name: name.toLowerCase(), port: digits === undefined ? undefined : Number(digits) };
}
