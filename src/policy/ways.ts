import {
    addAll,
    assuming,
    cannotKnow,
    map,
    unless,
    violated,
    type Gap,
    type Knowable,
} from "../knowable";
import {
    agreedBy,
    candidates,
    every,
    everyLoadBalancer,
    listed,
    type Registration,
    type Subnet,
} from "../network";
import {
    distinctPaths,
    hop,
    isOutward,
    rules,
    stopOf,
    type Path,
    type PathAnswer,
    type Stop,
} from "../reach";
import {
    describeRegistry,
    dualStackEcrHost,
    type Need,
    type Needs,
    type Registry,
    type TaskNeeds,
    type Workload,
} from "../workload";
import { causesOf } from "./causes";
import type { Model } from "./model";
import type { Judgement } from "./policy";

/** Something that has to be reached from every subnet of a workload. */
export interface Way {
    /** In words, for messages. */
    readonly what: string;
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

/** What a finding says of a cause. */
export interface Told {
    /** Such as `subnets a and b`. */
    readonly from: string;
    /** What cannot be reached. */
    readonly what: string;
    readonly ways: readonly Way[];
    /** How the packets went that did not arrive. */
    readonly paths: readonly Path[];
}

/** One finding per cause, naming all subnets and destinations that it holds for. */
interface Cause {
    readonly subnets: Set<Subnet>;
    readonly ways: Set<Way>;
    readonly paths: Path[];
    readonly assumed: Set<string>;
}

/** Asks whether all of this can be reached from every subnet of a workload. */
export function* judgeWays(
    { reach }: Model,
    { launcher, maybe }: Workload,
    ways: readonly Way[],
    problem: (told: Told) => string,
    mend: (fix: string, told: Told) => string = (fix) => fix,
): Iterable<Judgement> {
    if (ways.length === 0) return;
    const { resource, subnets } = launcher;
    const causes = new Map<string, Cause>();
    const gaps: Gap[] = [...subnets.gaps];
    for (const way of ways) {
        const note = (answer: PathAnswer, where: readonly Subnet[]): void => {
            if (answer.verdict === "cannot-know") addAll(gaps, answer.gaps);
            if (answer.verdict === "violated") addCause(causes, answer, where, way);
        };
        for (const subnet of subnets.nodes) {
            note(assuming(way.ask(subnet), subnets.assumed), [subnet]);
        }
        if (subnets.some !== undefined) {
            const { candidates: among } = subnets.some;
            const answers = among.map((subnet) => way.ask(subnet));
            note(assuming(agreedBy(subnets.some, answers), subnets.assumed), among);
        }
    }
    for (const cause of causes.values()) {
        const { subnets: where, ways: failing } = cause;
        const paths = distinctPaths(cause.paths);
        const from = `${where.size > 1 ? "subnets" : "subnet"} ${listed([...where])}`;
        const what = [...new Set([...failing].map((way) => way.what))].join(", ");
        const start = [...failing].some(({ isInward }) => isInward) ? [] : [hop(launcher)];
        const begun = paths.map((path) => ({ ...path, hops: [...start, ...path.hops] }));
        const told: Told = { from, what, ways: [...failing], paths };
        const stops = smallestFix(
            paths,
            [...failing].every((way) => way.byEndpoint),
            [...where].some((subnet) => hasEndpoints(subnet, reach)),
        );
        yield {
            resource,
            answer: unless(assuming(violated(...begun), [...cause.assumed]), maybe),
            problem: problem(told),
            fix: mend(inWords(stops), told),
            mends: new Set(stops.flat().map(({ key }) => key)),
        };
    }
    if (gaps.length > 0) yield { resource, answer: cannotKnow(gaps), problem: "", fix: "" };
}

/** The network that is asked. */
export type Asked = Pick<Model, "graph" | "reach">;

/** Needs as ways to ask for. */
export function waysTo(needs: readonly Need[], workload: Workload, model: Asked): readonly Way[] {
    return needs.map((need) => ({
        what: need.what,
        otherwise: need.otherwise,
        byEndpoint: need.target.kind === "service",
        ask: (subnet) => model.reach.canReach(model.reach.originIn(subnet, workload), need),
    }));
}

/** The registries to reach, each once; of unknown images there may be one. */
export function waysToImages(workload: Workload, { reach }: Asked): readonly Way[] {
    const { registries, inferredRegistries, isModernPlatform } = workload;
    const wayTo = (registry: Knowable<Registry>, what: string): Way => ({
        what,
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
            : "any registry (the image is not known yet)";
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

/** The way of load balancers to the tasks: from each that forwards to a target group of a `loadBalancers` block. */
export function wayInto(
    workload: Workload,
    { targetGroups, containerPort: port }: Registration,
    { graph, reach }: Asked,
): Way {
    return {
        what: "the tasks",
        byEndpoint: false,
        isInward: true,
        ask: (subnet) =>
            every(targetGroups, (group) =>
                everyLoadBalancer(graph, group, (balancer) => {
                    if (!port.known) return cannotKnow(port.why);
                    const to = reach.originIn(subnet, workload);
                    return port.value === undefined
                        ? cannotKnow(noPort(workload))
                        : reach.canServe(balancer, group, to, port.value);
                }),
            ),
    };
}

function noPort({ launcher: { resource } }: Workload): Gap {
    return resource.gap("loadBalancers", "malformed", "it names no containerPort");
}

/** Workloads of which the VPC is not in the plan; where it may be one of the plan, that one is asked. */
export function unknownVpcs({ workloads, vpcs }: Model): readonly Judgement[] {
    return workloads.flatMap((workload) => {
        const { subnets } = workload.launcher;
        const gaps = candidates(subnets).flatMap(({ vpc }) => vpc.gaps);
        return unknownNeeds(workload, [...(vpcs.length === 0 ? subnets.gaps : []), ...gaps]);
    });
}

/** Workloads whose task definition is not known: neither is what it needs. */
export function unknownDefinitions({ workloads }: Model): readonly Judgement[] {
    return workloads.flatMap((workload) => {
        const { definition } = workload;
        return definition.known ? [] : unknownNeeds(workload, [definition.why]);
    });
}

/** For the subject of a policy: whether any workload has, or may have, a need. */
export function anyNeeds(needsOf: (needs: TaskNeeds) => Needs): (model: Model) => boolean {
    return ({ workloads }) =>
        workloads.some(({ needs }) => {
            const { certain, gaps } = needsOf(needs);
            return certain.length > 0 || gaps.length > 0;
        });
}

/** What is not known of a workload's needs. */
export function unknownNeeds(
    { launcher: { resource } }: Workload,
    gaps: readonly Gap[],
): readonly Judgement[] {
    return gaps.length === 0 ? [] : [{ resource, answer: cannotKnow(gaps), problem: "", fix: "" }];
}

/**
 * The same, where what is needed is one of these services of AWS's, or a host that is not in the plan: if
 * they and the internet can be reached from every subnet, it does not matter which it is.
 */
export function unknownDestinations(
    workload: Workload,
    gaps: readonly Gap[],
    services: readonly string[],
    { reach }: Model,
): readonly Judgement[] {
    const rest = gaps.filter(({ reason }) => reason === "not-modelled" || reason === "malformed");
    if (rest.length === gaps.length) return unknownNeeds(workload, gaps);
    const everywhere = every(workload.launcher.subnets, (subnet) =>
        reach.canReachAny(reach.originIn(subnet, workload), services),
    );
    return unknownNeeds(workload, everywhere.verdict === "ok" ? rest : gaps);
}

function addCause(
    causes: Map<string, Cause>,
    { evidence, assumed }: PathAnswer,
    where: readonly Subnet[],
    way: Way,
): void {
    const key = causesOf(evidence).join("\n");
    const cause = causes.get(key) ?? {
        subnets: new Set(),
        ways: new Set(),
        paths: [],
        assumed: new Set(),
    };
    for (const subnet of where) cause.subnets.add(subnet);
    cause.ways.add(way);
    // One subnet's paths stand for those of all.
    if (cause.subnets.size === where.length) addAll(cause.paths, evidence);
    for (const each of assumed) cause.assumed.add(each);
    causes.set(key, cause);
}

/**
 * The stops to mend: all of one of these lists. Completing what is begun is smaller than beginning: in a
 * VPC with endpoints, one more. Where a security group or an ACL stops the packet, endpoints would not
 * help, nor where something lies on the internet.
 */
function smallestFix(
    paths: readonly Path[],
    byEndpoint: boolean,
    isBegun: boolean,
): readonly (readonly Stop[])[] {
    const mendable = (of: (path: Path) => boolean): readonly Stop[] =>
        paths
            .filter(of)
            .flatMap((path) => stopOf(path) ?? [])
            .filter(({ hasFix }) => hasFix);
    const out = mendable(isOutward);
    const into = mendable((path) => !isOutward(path));
    if (out.length === 0 || into.length === 0) return [[...out, ...into]];
    const isFiltered = out.some(
        ({ rule: { stage }, beyond }) =>
            beyond === undefined && (stage === rules.arrive.stage || stage === rules.acl.stage),
    );
    if (isFiltered || !byEndpoint) return [out];
    const isThere = into.some(({ at }) => at.kind !== "vpc");
    return isBegun || isThere ? [into] : [out, into];
}

function inWords(alternatives: readonly (readonly Stop[])[]): string {
    const [one = "", ...others] = alternatives.map(fixesAt);
    return others.length === 0 ? one : `either ${[one, ...others].join("; or ")}`;
}

/** How what stopped these packets is mended. */
export function fixOf(paths: readonly Path[]): string {
    return fixesAt(paths.flatMap((path) => stopOf(path) ?? []));
}

function fixesAt(stops: readonly Stop[]): string {
    return [...new Set(stops.flatMap(({ fix }) => fix ?? []))].join("; ");
}

/** The VPC of a subnet has interface endpoints, whatever for. */
function hasEndpoints(subnet: Subnet, { endpoints }: Model["reach"]): boolean {
    return candidates(subnet.vpc).some((vpc) => endpoints.privateNames(vpc).length > 0);
}
