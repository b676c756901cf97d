import { isKnownToBe } from "../knowable";
import type { Single } from "../plan";
import {
    candidates,
    effectiveRouteTable,
    type Node,
    type RouteTable,
    type Subnet,
    type TaskLauncher,
} from "../network";
import {
    edits,
    isOutward,
    rules,
    stopOf,
    together,
    toLeaveOut,
    toSet,
    type Edits,
    type Path,
    type Stop,
    type Thing,
} from "../reach";
import type { FargateVpc, Workload } from "../workload";
import type { Model } from "./model";

/** How a violation is mended: by any one of the alternatives, each whole. */
export type Fix = readonly Edits[];

/** What only a person can decide or design. */
export function advice(text: string): Fix {
    return [[edits.advice.of({ text })]];
}

/** One property of one thing. */
export function set(at: Thing, property: string, to: Single, so?: string): Edits {
    return [toSet(at, property, to, so)];
}

/** A public IP for the tasks of a launcher. */
export function givePublicIp(launcher: TaskLauncher): Edits {
    return set(launcher, launcher.assignPublicIpPath, launcher.publicIpWord(true));
}

export function leaveOut(at: Thing, property: string): Edits {
    return [toLeaveOut(at, property)];
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
export function fixFor(
    { out, into }: ToMend,
    workload: Workload,
    where: readonly Subnet[],
    { graph, vpcs }: Pick<Model, "graph" | "vpcs">,
): Fix {
    const tables = new Set(
        where.flatMap((subnet) => effectiveRouteTable(graph, subnet).candidates),
    );
    const from = { where, tables: [...tables], vpcs };
    return [out, into].flatMap(mending).map((each) => completed(each, workload, from));
}

/** From where packets start that are stopped. */
interface From {
    readonly where: readonly Subnet[];
    readonly tables: readonly RouteTable[];
    readonly vpcs: readonly FargateVpc[];
}

/**
 * The same edits with what only the workload tells: who calls, from where, and by which route tables. A stop
 * stands for those of all of its subnets, and names what the first of them has.
 */
function completed(all: Edits, { launcher }: Workload, { where, tables, vpcs }: From): Edits {
    const endpoints = all.filter((each) => edits.interfaceEndpoints.is(each));
    return all.flatMap((each): Edits => {
        if (edits.publicIp.is(each)) return givePublicIp(launcher);
        if (edits.gatewayEndpoint.is(each) && tables.length > 1) {
            const { vpc, region, service } = each.about;
            return [edits.gatewayEndpoint.of({ vpc, region, service })];
        }
        if (edits.associate.is(each) && tables.length > 1) {
            const { endpoint } = each.about;
            return tables.map((table) => edits.associate.of({ endpoint, table }));
        }
        if (!edits.interfaceEndpoints.is(each)) return [each];
        // Those of one VPC are one edit, in the place of the first.
        const { vpc: at, region } = each.about;
        const alike = endpoints.filter(
            ({ about }) => about.vpc.urn === at.urn && about.region === region,
        );
        if (each !== alike[0]) return [];
        const inside = where.filter((subnet) =>
            candidates(subnet.vpc).some(({ urn }) => urn === at.urn),
        );
        const home = vpcs.find(({ vpc }) => vpc.urn === at.urn);
        const isNamed = home !== undefined && isKnownToBe(home.vpc.enableDnsHostnames, true);
        // It answers for the name in the whole VPC: whoever calls there needs it from then on.
        const isAlone = home === undefined || home.near.length < 2;
        return [
            ...(isNamed ? [] : set(at, "enableDnsHostnames", true)),
            edits.interfaceEndpoints.of({
                ...each.about,
                services: [...new Set(alike.flatMap(({ about }) => about.services))],
                subnets: onePerZone(inside),
                callers: isAlone ? callersOf(launcher, inside) : [home.vpc],
            }),
        ];
    });
}

/** By which rules can admit its tasks: no rule names a group that AWS makes with a service. */
function callersOf(launcher: TaskLauncher, where: readonly Subnet[]): readonly Node[] {
    const groups = candidates(launcher.interfaceGroups);
    const named = groups.filter((each) => !each.isNameless);
    return named.length === 0 && groups.length > 0 ? where : named;
}

/**
 * An interface endpoint has at most one subnet in each Availability Zone, and one is enough for the whole VPC
 * (AWS rule 4). Two of which a zone is not known may share it: AWS refuses an endpoint with both.
 */
function onePerZone(subnets: readonly Subnet[]): readonly Subnet[] {
    const zones = new Map<string, Subnet>();
    for (const subnet of subnets) {
        const { availabilityZone: zone } = subnet;
        if (!zone.known || zone.value === undefined || zones.has(zone.value)) continue;
        zones.set(zone.value, subnet);
    }
    return zones.size === 0 ? subnets.slice(0, 1) : [...zones.values()];
}
