import {
    all,
    assuming,
    cannotKnow,
    flatMap,
    isKnownToBe,
    map,
    unless,
    whyOf,
    type Gap,
    type Knowable,
} from "../knowable";
import {
    agreedAmong,
    agreedBy,
    candidates,
    every,
    everyLoadBalancer,
    partitionOf,
    type LatticeRegistration,
    type LatticeTargetGroup,
    type Links,
    type LoadBalancer,
    type Registration,
    type Subnet,
    type TargetGroup,
} from "../network";
import type { PathAnswer } from "../reach";
import {
    agentRegistry,
    describeRegistry,
    dualStackEcrHost,
    hasAgent,
    latticeCalls,
    latticePort,
    type NamedCall,
    type Need,
    type Registry,
    type Workload,
} from "../workload";
import type { Model } from "./model";

/** The network that is asked. */
export type Asked = Pick<Model, "graph" | "reach" | "isMonitored">;

/** Something that has to be reached from every subnet of a workload. */
export interface Way {
    /** In words, for messages. */
    readonly what: string;
    /** The same for ways that ask the same, from the same subnet and tasks. */
    readonly key?: string;
    /** What of it a task needs, if it is no image. */
    readonly target?: Need["target"];
    readonly ask: (subnet: Subnet) => PathAnswer;
    /** Endpoints can carry it, without a way to the internet. */
    readonly byEndpoint: boolean;
    /** What happens without it. */
    readonly otherwise?: string | undefined;
    /** An image of ECR by a host that has IPv4 addresses alone. */
    readonly isIpv4Ecr?: Knowable<boolean>;
    /** How the image is named by a host that has IPv6 addresses too, if it is not and there is one. */
    readonly dualStackName?: string | undefined;
    /** It leads to the tasks, and starts elsewhere. */
    readonly isInward?: boolean;
}

/** Needs as ways to ask for. */
export function waysTo(needs: readonly Need[], workload: Workload, model: Asked): readonly Way[] {
    return needs.map((need) => ({
        what: need.what,
        key: keyOfTarget(need.target),
        target: need.target,
        otherwise: need.otherwise,
        byEndpoint: need.target.kind === "service",
        ask: (subnet) =>
            unless(
                model.reach.canReach(model.reach.originIn(subnet, workload), need),
                need.maybe ?? [],
            ),
    }));
}

function keyOfTarget(target: Need["target"]): string {
    if (target.kind !== "file-system") return JSON.stringify(target);
    return [target.of, ...candidates(target.fileSystem).map(({ urn }) => urn)].join(" ");
}

/** The registries to reach, each once; of unknown images there may be one. */
export function waysToImages(workload: Workload, { reach }: Asked): readonly Way[] {
    const { registries, inferredRegistries, isModernPlatform } = workload;
    const wayTo = (registry: Knowable<Registry>, what: string): Way => ({
        what,
        key: JSON.stringify([registry.known ? registry.value : null, isModernPlatform]),
        byEndpoint: registry.known && registry.value.kind === "ecr",
        isIpv4Ecr: map(
            registry,
            (each) => each.kind === "ecr" && each.stack === "ipv4" && !each.fips,
        ),
        dualStackName: registry.known ? dualStackNameOf(registry.value) : undefined,
        ask: (subnet) =>
            reach.canPull(reach.originIn(subnet, workload), registry, isModernPlatform),
    });
    const ways = new Map<string, Way>();
    for (const registry of registries.known ? registries.value : [registries]) {
        const what = registry.known
            ? describeRegistry(registry.value)
            : `any registry (the image ${registry.why.reason === "secret" ? "is a secret" : "is not known yet"})`;
        ways.set(registry.known ? JSON.stringify(registry.value) : "", wayTo(registry, what));
    }
    for (const { registry, repository } of inferredRegistries) {
        const what = `${describeRegistry(registry)} (inferred: the containers, not known yet, depend on the repository ${repository})`;
        ways.set(what, wayTo({ known: true, value: registry }, what));
    }
    return [...ways.values()];
}

function dualStackNameOf(registry: Registry): string | undefined {
    if (registry.kind === "other" || registry.stack === "dual-stack") return undefined;
    return registry.kind === "ecr" ? dualStackEcrHost(registry.region) : registry.dualStackHost;
}

/** What all ways to the tasks have alike. */
const intoTasks = { what: "the tasks", byEndpoint: false, isInward: true } as const;

/** The way of load balancers to the tasks: from each that forwards to a target group of a `loadBalancers` block. */
export function wayInto(
    workload: Workload,
    { targetGroups, containerPort: port }: Registration,
    asked: Asked,
): Way {
    return {
        ...intoTasks,
        ask: (subnet) =>
            every(targetGroups, (group) =>
                everyLoadBalancer(asked.graph, group, (balancer) =>
                    askInto(workload, port, asked, { balancer, group, subnet }),
                ),
            ),
    };
}

/** From a load balancer, through a target group, to the tasks in a subnet. */
export function askInto(
    workload: Workload,
    port: Registration["containerPort"],
    { reach }: Asked,
    by: { readonly balancer: LoadBalancer; readonly group: TargetGroup; readonly subnet: Subnet },
): PathAnswer {
    if (!port.known) return cannotKnow(port.why);
    return port.value === undefined
        ? cannotKnow(noPort(workload))
        : reach.canServe(by.balancer, by.group, reach.originIn(by.subnet, workload), port.value);
}

/** The way of VPC Lattice to the tasks: from each target group with which they register. */
export function wayFromLattice(
    workload: Workload,
    registration: LatticeRegistration,
    asked: Asked,
): Way {
    return {
        ...intoTasks,
        ask: (subnet) =>
            every(registration.targetGroup, (group) =>
                askFromLattice(workload, registration, asked, { group, subnet }),
            ),
    };
}

/** From VPC Lattice, through one target group, to the tasks in a subnet. */
export function askFromLattice(
    workload: Workload,
    registration: LatticeRegistration,
    { reach }: Asked,
    { group, subnet }: { readonly group: LatticeTargetGroup; readonly subnet: Subnet },
): PathAnswer {
    const calls = flatMap(latticePort(workload, registration), (port) => latticeCalls(group, port));
    if (!calls.known) return cannotKnow(calls.why);
    const to = reach.originIn(subnet, workload);
    return all(calls.value.map((call) => reach.admitsLattice(to, call)));
}

/** To the image of GuardDuty's agent, where tasks get one (AWS rule 17); none in a region that is not known. */
function waysToAgent(workload: Workload, { graph, reach, isMonitored }: Asked): readonly Way[] {
    const has = hasAgent(graph, workload, isMonitored);
    const { region } = workload.launcher.resource;
    // What is printed must be a region, not whatever stands there.
    if (isKnownToBe(has, false) || !region.known || partitionOf(region.value) === undefined) {
        return [];
    }
    const registry = agentRegistry(region.value);
    const isModern = { known: true, value: true } as const;
    return [
        {
            what: `${describeRegistry(registry)} for GuardDuty's agent`,
            byEndpoint: true,
            ask: (subnet) =>
                unless(
                    reach.canPull(
                        reach.originIn(subnet, workload),
                        { known: true, value: registry },
                        isModern,
                    ),
                    whyOf(has),
                ),
        },
    ];
}

function noPort({ launcher: { resource } }: Workload): Gap {
    return resource.gap("loadBalancers", "malformed", "it names no containerPort");
}

/** To tasks of the plan by a name that they have: in whichever of their subnets. */
export function wayToTasks(
    workload: Workload,
    { to, port, maybe, assumed }: NamedCall,
    { reach }: Asked,
): Way {
    const { launcher } = to.workload;
    const { subnets } = launcher;
    const what = "some of its subnets are reached, and others not";
    const halfWay = launcher.resource.gap(
        launcher.pathOf("networkConfiguration"),
        "not-modelled",
        what,
    );
    return {
        what: `${launcher.label} ${launcher.name} on TCP ${String(port)} (${to.by})`,
        key: `${launcher.urn} ${to.by} ${String(port)}`,
        byEndpoint: false,
        ask: (subnet) => {
            const origin = reach.originIn(subnet, workload);
            const answers = [...new Set(candidates(subnets))].map((there) =>
                reach.canCallTasks(origin, to.workload, there, port, to),
            );
            const answer = unless(agreedAmong(subnets, answers, halfWay), maybe);
            return assuming(answer, [...subnets.assumed, ...assumed]);
        },
    };
}

/** What tasks need of what lies outside of them, each with the policy that judges it. */
export const waysOut = {
    "task-image-pull": waysToImages,
    "task-logs": (workload, asked) => waysTo(workload.needs.logs.certain, workload, asked),
    "task-secrets": (workload, asked) => waysTo(workload.needs.secrets.certain, workload, asked),
    "task-file-systems": (workload, asked) =>
        waysTo(workload.needs.fileSystems.certain, workload, asked),
    "task-exec": (workload, asked) => waysTo(workload.needs.exec.certain, workload, asked),
    "task-runtime-monitoring": waysToAgent,
} as const satisfies Readonly<Record<string, (workload: Workload, asked: Asked) => readonly Way[]>>;

export type OutwardPolicy = keyof typeof waysOut;

/** What was found from one subnet in which tasks may start. */
export interface FromSubnet<T> {
    readonly subnet: Subnet;
    readonly found: T;
    /** Tasks start in some of several subnets, and this is one. */
    readonly isOneOfSome: boolean;
    /** Why what stops a packet from here need not stop a task. */
    readonly doubts: readonly Gap[];
}

/** The same question from several subnets. */
export interface FromEach<T> {
    readonly each: readonly FromSubnet<T>[];
    /** What those say alike of which some are meant. */
    readonly ofSome: PathAnswer | undefined;
}

/** Mostly there is none to tell apart. */
const noSubnets: ReadonlySet<Subnet> = new Set();

function setOf(subnets: readonly Subnet[]): ReadonlySet<Subnet> {
    return subnets.length === 0 ? noSubnets : new Set(subnets);
}

/**
 * Asks from each of these subnets: where tasks certainly start, where they start in some of several, and
 * where they may start.
 *
 * @param places unset: all but those where they may start
 */
export function fromEach<T extends { readonly answer: PathAnswer }>(
    { nodes, some, possible, gaps, assumed }: Links<Subnet>,
    ask: (subnet: Subnet) => T,
    places: Iterable<Subnet> = some === undefined ? nodes : new Set([...nodes, ...some.candidates]),
): FromEach<T> {
    const among = setOf(some?.candidates ?? []);
    const certain = among.size === 0 ? among : setOf(nodes);
    const perhaps = setOf(possible);
    const found = Array.from(places, (subnet) => ({ subnet, found: ask(subnet) }));
    const answers = found.flatMap((one) => (among.has(one.subnet) ? one.found.answer : []));
    const ofSome = some && assuming(agreedBy(some, answers), assumed);
    const why = some === undefined || ofSome?.verdict === "violated" ? [] : [some.why];
    const each = found.map(({ subnet, found: one }): FromSubnet<T> => {
        const isOneOfSome = among.has(subnet) && !certain.has(subnet);
        const doubts = (isOneOfSome ? why : []).concat(perhaps.has(subnet) ? gaps : []);
        return { subnet, found: one, isOneOfSome, doubts };
    });
    return { each, ofSome };
}
