import { addAll, assuming, isKnownToBe, unless, violated, type Gap } from "../knowable";
import { candidates, listed, type Some, type Subnet } from "../network";
import {
    distinctPaths,
    hop,
    privateNamesIn,
    ways as byWay,
    type Path,
    type PathAnswer,
} from "../reach";
import type { Workload } from "../workload";
import { causesOf } from "./causes";
import { fixFor, stopsToMend, type Fix, type ToMend } from "./fix";
import type { Model } from "./model";
import type { Judgement } from "./policy";
import { unknownOf } from "./unknown";
import { fromEach, waysOut, type FromSubnet, type Way } from "./ways";

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

/** Something else that the same cause stops: the finding that is told stands for it. */
interface Also {
    readonly way: Way;
    readonly paths: readonly Path[];
}

/** One finding per cause, naming all subnets and destinations that it holds for. */
interface Cause {
    readonly key: string;
    readonly subnets: Set<Subnet>;
    readonly ways: Set<Way>;
    readonly paths: Path[];
    readonly assumed: Set<string>;
}

/** Asks whether all of this can be reached from every subnet of a workload. */
export function* judgeWays(
    model: Model,
    workload: Workload,
    ways: readonly Way[],
    problem: (told: Told) => string,
    mend: (fix: Fix, told: Told) => Fix = (fix) => fix,
): Iterable<Judgement> {
    if (ways.length === 0) return;
    const { launcher, maybe } = workload;
    const { resource, subnets } = launcher;
    const causes = new Map<string, Cause>();
    const gaps: Gap[] = [...subnets.gaps];
    const { some, assumed } = subnets;
    for (const way of ways) {
        const note = (answer: PathAnswer, where: readonly Subnet[]): void => {
            if (answer.verdict === "cannot-know") addAll(gaps, answer.gaps);
            if (answer.verdict === "violated") addCause(causes, answer, where, way);
        };
        const { each, ofSome } = fromEach(subnets, (subnet) => ({ answer: way.ask(subnet) }));
        for (const { subnet, found, isOneOfSome } of each) {
            if (!isOneOfSome) note(assuming(found.answer, assumed), [subnet]);
        }
        if (some === undefined || ofSome === undefined) continue;
        if (ofSome.verdict === "cannot-know") addAll(gaps, withEach(ofSome.gaps, some, way, each));
        else note(ofSome, some.candidates);
    }
    for (const cause of causes.values()) {
        const { subnets: where, ways: failing } = cause;
        const paths = distinctPaths(cause.paths);
        const from = `${where.size > 1 ? "subnets" : "subnet"} ${listed([...where])}`;
        const what = [...new Set([...failing].map((way) => way.what))].join(", ");
        const start = [...failing].some(({ isInward }) => isInward) ? [] : [hop(launcher)];
        const begun = paths.map((path) => ({ ...path, hops: [...start, ...path.hops] }));
        const told: Told = { from, what, ways: [...failing], paths };
        const toMend = stopsToMend(
            paths,
            [...failing].every((way) => way.byEndpoint),
            [...where].some((subnet) => hasEndpoints(subnet, model)),
        );
        const also = toMend.out.length === 0 ? [] : alsoStopped(cause, workload, model);
        const stops = withAlso(toMend, also);
        yield {
            resource,
            answer: unless(assuming(violated(...begun), [...cause.assumed]), maybe),
            problem: problem(told),
            details: [
                ...(also.length === 0 ? [] : [`also stopped: ${namesOf(also)}`]),
                ...(needsIpv4(cause) ? [startsOverIpv4] : []),
            ],
            fix: mend(fixFor(stops, workload, [...where], model), told),
            mends: new Set([...stops.out, ...stops.into].map(({ key }) => key)),
        };
    }
    yield* unknownOf(resource, gaps);
}

function addCause(
    causes: Map<string, Cause>,
    { evidence, assumed }: PathAnswer,
    where: readonly Subnet[],
    way: Way,
): void {
    const key = keyOf(evidence);
    const cause = causes.get(key) ?? {
        key,
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

function keyOf(paths: readonly Path[]): string {
    return causesOf(paths).join("\n");
}

/** Where some of several subnets are meant, and it depends on which: what is known of each. */
function withEach(
    gaps: readonly Gap[],
    { why }: Some<Subnet>,
    { what }: Way,
    each: readonly FromSubnet<{ readonly answer: PathAnswer }>[],
): readonly Gap[] {
    const among = each.filter(({ isOneOfSome }) => isOneOfSome);
    const from = (verdict: PathAnswer["verdict"]): string =>
        listed(
            among
                .flatMap(({ subnet, found }) => (found.answer.verdict === verdict ? subnet : []))
                .sort((a, b) => (a.name < b.name ? -1 : 1)),
        );
    const [works, fails] = [from("ok"), from("violated")];
    if (works === "" || fails === "") return gaps;
    const beside = `${what} would be reached from ${works}, and not from ${fails}`;
    return gaps.map((gap) => (gap === why ? { ...gap, beside } : gap));
}

/** AWS rule 2. */
const startsOverIpv4 =
    "the subnet has IPv6 too, but Fargate makes the calls that start a task over IPv4 there, whatever the image is called";

/** A dual-stack subnet that has a way for IPv6 seems to need nothing else. */
function needsIpv4({ subnets, ways, paths }: Cause): boolean {
    return (
        [...subnets].every(({ ipStack }) => isKnownToBe(ipStack, "dual-stack")) &&
        [...ways].some(({ byEndpoint }) => byEndpoint) &&
        paths.some(({ way }) => way.code === byWay.overInternet.code)
    );
}

/** What the tasks need besides, and what the same stops on the way out. */
function alsoStopped(cause: Cause, workload: Workload, model: Model): readonly Also[] {
    // Where each policy tells all that it finds, each finding stands for itself.
    if (model.reported === undefined) return [];
    const told = new Set([...cause.ways].map(({ what }) => what));
    return Object.values(waysOut)
        .flatMap((ways) => ways(workload, model))
        .filter(({ what }) => !told.has(what))
        .flatMap((way) => {
            const paths = [...cause.subnets].flatMap((subnet) => {
                const answer = way.ask(subnet);
                const isSame =
                    answer.verdict === "violated" && keyOf(answer.evidence) === cause.key;
                return isSame ? answer.evidence : [];
            });
            return paths.length === 0 ? [] : [{ way, paths: distinctPaths(paths) }];
        });
}

/** Endpoints for all that is stopped, or none: those for a part would leave the rest stopped. */
function withAlso({ out, into }: ToMend, also: readonly Also[]): ToMend {
    if (into.length === 0) return { out, into };
    const parts = also.map(({ way, paths }) =>
        way.byEndpoint ? stopsToMend(paths, true, false).into : [],
    );
    if (parts.some(({ length }) => length === 0)) return { out, into: [] };
    const all = [...into, ...parts.flat()];
    return { out, into: [...new Map(all.map((each) => [each.key, each])).values()] };
}

function namesOf(also: readonly Also[]): string {
    return [...new Set(also.map(({ way }) => way.what))].join(", ");
}

/** The VPC of a subnet has interface endpoints, whatever for. */
function hasEndpoints(subnet: Subnet, { graph }: Model): boolean {
    return candidates(subnet.vpc).some((vpc) => privateNamesIn(graph, vpc).length > 0);
}
