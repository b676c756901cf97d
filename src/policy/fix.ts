import { isKnownToBe } from "../knowable";
import { candidates, type Node, type Subnet, type TaskLauncher } from "../network";
import {
    edits,
    isOutward,
    rules,
    stopOf,
    together,
    type Edits,
    type Path,
    type Stop,
    type Thing,
} from "../reach";
import type { Workload } from "../workload";

/** How a violation is mended: by any one of the alternatives, each whole. */
export type Fix = readonly Edits[];

/** What only a person can decide or design. */
export function advice(text: string): Fix {
    return [[edits.advice.of({ text })]];
}

/** One property of one thing. */
export function set(
    at: Thing,
    property: string,
    to: string | number | boolean,
    so?: string,
): Edits {
    return [edits.set.of({ at, property, to, ...(so === undefined ? {} : { so }) })];
}

export function leaveOut(at: Thing, property: string): Edits {
    return [edits.leaveOut.of({ at, property })];
}

/** How what stopped these packets is mended. */
export function fixOf(paths: readonly Path[]): Fix {
    return mending(paths.flatMap((path) => stopOf(path) ?? []));
}

/** All of these stops, each by any of its fixes. */
function mending(stops: readonly Stop[]): Fix {
    return together(stops.map(({ fixes }) => fixes));
}

/** The stops to mend: all of one of these lists. */
export interface ToMend {
    /** On the way out of the VPC. */
    readonly out: readonly Stop[];
    /** On the ways to endpoints. */
    readonly into: readonly Stop[];
}

/**
 * Completing what is begun is smaller than beginning: in a VPC with endpoints, one more. Where a security
 * group or an ACL stops the packet, endpoints would not help, nor where something lies on the internet.
 */
export function stopsToMend(paths: readonly Path[], byEndpoint: boolean, isBegun: boolean): ToMend {
    const mendable = (of: (path: Path) => boolean): readonly Stop[] =>
        paths
            .filter(of)
            .flatMap((path) => stopOf(path) ?? [])
            .filter(({ hasFix }) => hasFix);
    const out = mendable(isOutward);
    const into = mendable((path) => !isOutward(path));
    if (out.length === 0 || into.length === 0) return { out, into };
    const isFiltered = out.some((stop) => isFilter(last(stop)));
    if (isFiltered || !byEndpoint) return { out, into: [] };
    const isThere = into.some(({ at }) => at.kind !== "vpc");
    return { out: isBegun || isThere ? [] : out, into };
}

/** The one that nothing lies beyond. */
function last(stop: Stop): Stop {
    return stop.beyond === undefined ? stop : last(stop.beyond);
}

function isFilter({ rule: { stage } }: Stop): boolean {
    return stage === rules.arrive.stage || stage === rules.acl.stage;
}

/** Mends all of one of the lists, for a workload whose packets start in these subnets. */
export function fixFor({ out, into }: ToMend, workload: Workload, where: readonly Subnet[]): Fix {
    return [out, into].flatMap(mending).map((each) => completed(each, workload, where));
}

/** The same edits with what only the workload tells: who calls, and from where. */
function completed(all: Edits, { launcher }: Workload, where: readonly Subnet[]): Edits {
    const done: Edits[number][] = [];
    const endpoints = all.filter((each) => edits.interfaceEndpoints.is(each));
    for (const each of all) {
        if (each === edits.publicIp) done.push(...set(launcher, launcher.assignPublicIpPath, true));
        else if (!edits.interfaceEndpoints.is(each)) done.push(each);
        else if (each === endpoints[0]) {
            const { vpc: at } = each.about;
            const [vpc] = where
                .flatMap((subnet) => candidates(subnet.vpc))
                .filter(({ urn }) => urn === at.urn);
            if (vpc === undefined || !isKnownToBe(vpc.enableDnsHostnames, true)) {
                done.push(edits.set.of({ property: "enableDnsHostnames", to: true, at }));
            }
            done.push(
                edits.interfaceEndpoints.of({
                    ...each.about,
                    services: endpoints.flatMap(({ about }) => about.services),
                    subnets: onePerZone(where),
                    callers: callersOf(launcher, where),
                }),
            );
        }
    }
    return done;
}

/** By which rules can admit its tasks: no rule names a group that AWS makes with a service. */
function callersOf(launcher: TaskLauncher, where: readonly Subnet[]): readonly Node[] {
    const groups = candidates(launcher.interfaceGroups);
    const named = groups.filter((each) => !each.isNameless);
    return named.length === 0 && groups.length > 0 ? where : named;
}

/** An interface endpoint has at most one subnet in each Availability Zone (AWS, interface endpoints). */
function onePerZone(subnets: readonly Subnet[]): readonly Subnet[] {
    const zones = new Set<string>();
    return subnets.filter(({ availabilityZone: zone }) => {
        if (!zone.known || zone.value === undefined) return true;
        const isFirst = !zones.has(zone.value);
        zones.add(zone.value);
        return isFirst;
    });
}
