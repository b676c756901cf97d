import { assuming, cannotKnow, unless, violated, type Gap, type Knowable } from "../knowable";
import { agreed, listed, type Subnet } from "../network";
import { hop, overInternet, type Path, type PathAnswer } from "../reach";
import { describeRegistry, type Need, type Registry, type Workload } from "../workload";
import type { Model } from "./model";
import type { Judgement } from "./policy";

/** Something that has to be reached from every subnet of a workload. */
export interface Way {
    /** In words, for messages. */
    readonly what: string;
    readonly ask: (subnet: Subnet) => PathAnswer;
}

/** What a finding says of a cause. */
export interface Told {
    /** Such as `subnets a and b`. */
    readonly from: string;
    /** What cannot be reached. */
    readonly what: string;
    readonly ways: readonly Way[];
}

/** One finding per cause, naming all subnets and destinations that it holds for. */
interface Cause {
    readonly subnets: Set<Subnet>;
    readonly ways: Set<Way>;
    readonly paths: readonly Path[];
    readonly assumed: readonly string[];
}

/** Asks whether all of this can be reached from every subnet of a workload. */
export function* judgeWays(
    { launcher, maybe }: Workload,
    ways: readonly Way[],
    problem: (told: Told) => string,
): Iterable<Judgement> {
    if (ways.length === 0) return;
    const { resource, subnets } = launcher;
    const causes = new Map<string, Cause>();
    const gaps: Gap[] = [...subnets.gaps];
    for (const way of ways) {
        const note = (answer: PathAnswer, where: readonly Subnet[]): void => {
            if (answer.verdict === "cannot-know") gaps.push(...answer.gaps);
            if (answer.verdict === "violated") addCause(causes, answer, where, way);
        };
        for (const subnet of subnets.nodes) {
            note(assuming(way.ask(subnet), subnets.assumed), [subnet]);
        }
        if (subnets.some !== undefined) {
            const { candidates, why, orOutside } = subnets.some;
            const answers = candidates.map((subnet) => way.ask(subnet));
            note(assuming(agreed(answers, why, orOutside), subnets.assumed), candidates);
        }
    }
    for (const { subnets: where, ways: failing, paths, assumed } of causes.values()) {
        const from = `${where.size > 1 ? "subnets" : "subnet"} ${listed([...where])}`;
        const what = [...new Set([...failing].map((way) => way.what))].join(", ");
        const begun = paths.map((path) => ({ ...path, hops: [hop(launcher), ...path.hops] }));
        yield {
            resource,
            answer: unless(assuming(violated(...begun), assumed), maybe),
            problem: problem({ from, what, ways: [...failing] }),
            fix: smallestFix(paths),
        };
    }
    if (gaps.length > 0) yield { resource, answer: cannotKnow(gaps), problem: "", fix: "" };
}

/** Needs as ways to ask for. */
export function waysTo(needs: readonly Need[], workload: Workload, model: Model): readonly Way[] {
    return needs.map((need) => ({
        what: need.what,
        ask: (subnet) => model.reach.canReach(model.reach.originIn(subnet, workload), need),
    }));
}

/** The registries to reach, each once; of unknown images there may be one. */
export function waysToImages(workload: Workload, { reach }: Model): readonly Way[] {
    const { registries, inferredRegistries, isModernPlatform } = workload;
    const wayTo = (registry: Knowable<Registry>, what: string): Way => ({
        what,
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

/** What is not known of a workload's needs. */
export function unknownNeeds(
    { launcher: { resource } }: Workload,
    gaps: readonly Gap[],
): Judgement[] {
    return gaps.length === 0 ? [] : [{ resource, answer: cannotKnow(gaps), problem: "", fix: "" }];
}

function addCause(
    causes: Map<string, Cause>,
    { evidence, assumed }: PathAnswer,
    where: readonly Subnet[],
    way: Way,
): void {
    const key = causeOf(evidence);
    const cause = causes.get(key) ?? {
        subnets: new Set(),
        ways: new Set(),
        paths: evidence,
        assumed,
    };
    for (const subnet of where) cause.subnets.add(subnet);
    cause.ways.add(way);
    causes.set(key, cause);
}

/** What stopped the packets, whatever subnet they came from. */
function causeOf(paths: readonly Path[]): string {
    const ends = paths.map(({ way, hops }) => {
        const last = hops[hops.length - 1];
        return `${way} ${last?.urn ?? ""} ${last?.says ?? ""}`;
    });
    return ends.sort().join("\n");
}

/**
 * Completing what is begun is smaller than beginning: if the VPC has some of the endpoints, the rest.
 * Where a security group or an ACL stops the packet, endpoints would not help.
 */
function smallestFix(paths: readonly Path[]): string {
    const ends = paths.flatMap(({ way, hops }) => {
        const end = hops[hops.length - 1];
        return end === undefined ? [] : [{ isOutward: way === overInternet, end }];
    });
    const fixes = (outward: boolean): string =>
        [
            ...new Set(
                ends
                    .filter(({ isOutward }) => isOutward === outward)
                    .flatMap(({ end }) => end.fix ?? []),
            ),
        ].join("; ");
    const inward = ends.filter(({ isOutward }) => !isOutward);
    if (inward.length === 0) return fixes(true);
    if (inward.length === ends.length) return fixes(false);
    const isFiltered = ends.some(
        ({ isOutward, end }) => isOutward && /security group|network ACL/.test(end.label),
    );
    if (isFiltered) return fixes(true);
    const absent = inward.filter(({ end }) => end.label === "VPC");
    const isBegun = inward.length < 3 || absent.length < inward.length;
    return isBegun ? fixes(false) : `either ${fixes(true)}; or ${fixes(false)}`;
}
