import {
    assuming,
    cannotKnow,
    distinctGaps,
    isKnownToBe,
    unless,
    violated,
    type Answer,
    type Gap,
} from "../knowable";
import {
    candidates,
    doubtsOf,
    isEmpty,
    orOther,
    unresolvedOf,
    type Graph,
    type LoadBalancer,
    type Subnet,
} from "../network";
import { desiredTasks, peakTasks, steadyTasks, type Amount, type Workload } from "../workload";
import { blockOf } from "../reach";
import { fit } from "./fit";
import { overQuotas, overQuotasOf, type OverQuota, type Quotas } from "./quotas";
import { heldBackIn, reservedIn } from "./reserved";

/** Workloads whose tasks do not fit into their subnets together, or may not. */
export interface Crowd {
    /** In the order of their URNs. */
    readonly workloads: readonly Workload[];
    readonly subnets: readonly Subnet[];
    /** How many addresses the tasks take, and how many there are for them, if it is violated. */
    readonly tasks: number;
    readonly room: number;
    /** Violated or cannot know: what fits is no crowd. */
    readonly answer: Answer<never>;
}

/** Where tasks may take addresses: a subnet of the plan, one outside it by its id, or any other. */
type Room = Subnet | string;
const anyOther: Room = "";

interface TaskClaim {
    readonly workloads: readonly Workload[];
    readonly count: number;
    readonly places: readonly Room[];
}

/** How many tasks a workload runs, and how many addresses a subnet has for them. */
interface Question {
    readonly tasks: (workload: Workload) => Amount;
    readonly room: (subnet: Subnet) => Amount;
    /** Those of the plan: where nothing is known of a list, any may be meant. */
    readonly subnets: readonly Subnet[];
}

/** AWS keeps five addresses of every subnet, of which the smallest is a /28 (AWS rule 9). */
const keptByAws = 5;
const smallest = 16 - keptByAws;

/** Whether subnets have an address for each task; several workloads may share them (AWS rule 9). */
export class Capacity {
    private tasksMemo: readonly Crowd[] | undefined;

    constructor(
        private readonly graph: Graph,
        private readonly workloads: readonly Workload[],
        private readonly quotas: Quotas = new Map(),
    ) {}

    /** How many addresses a subnet has besides what AWS keeps, and what else of the plan takes. */
    freeIn(subnet: Subnet): Amount {
        return less(roomIn(this.graph, subnet), reservedIn(this.graph, subnet));
    }

    /** What of a workload is more than the account's quotas, or, of a new one, than the usual ones. */
    overQuotas(workload: Workload): readonly OverQuota[] {
        return overQuotas(this.graph, workload, this.quotas);
    }

    /** The same of a load balancer. */
    overQuotasOf(balancer: LoadBalancer): readonly OverQuota[] {
        return overQuotasOf(this.graph, balancer, this.quotas);
    }

    /** Where the tasks themselves do not fit, or may not. */
    get tasks(): readonly Crowd[] {
        return (this.tasksMemo ??= crowdsOf(this.workloads, {
            tasks: ({ launcher }) => desiredTasks(this.graph, launcher),
            room: (subnet) => roomIn(this.graph, subnet),
            subnets: this.graph.all("subnet"),
        }));
    }

    /** Where the peak of their number does not fit, beside what else is in the subnets, of tasks that do. */
    get peaks(): readonly Crowd[] {
        const peaks = crowdsOf(this.seated, {
            tasks: ({ launcher }) => peakTasks(this.graph, launcher),
            room: (subnet) => this.freeIn(subnet),
            subnets: this.graph.all("subnet"),
        });
        // Of which it is not known that the tasks themselves fit.
        const doubts = new Map(
            this.tasks.flatMap(({ workloads, answer }) =>
                answer.verdict === "cannot-know"
                    ? workloads.map((each) => [each, answer.gaps] as const)
                    : [],
            ),
        );
        return peaks.map((crowd) => {
            if (crowd.answer.verdict !== "violated") return crowd;
            const gaps = crowd.workloads.flatMap((each) => doubts.get(each) ?? []);
            return { ...crowd, answer: unless(crowd.answer, gaps) };
        });
    }

    /** Where what a schedule or an event starts together does not fit beside what services keep running. */
    get starts(): readonly Crowd[] {
        const steady = this.seated
            .map((each) => [each, steadyTasks(this.graph, each.launcher)] as const)
            .filter(([each, count]) => count > 0 && isCertain(each));
        const running = sum(steady, ([, count]) => count);
        return this.workloads.flatMap((workload): readonly Crowd[] => {
            const { startsTogether, repeated } = workload.launcher;
            const count = startsTogether.known ? startsTogether.value : 0;
            if (count === 0 || !isCertain(workload)) return [];
            const places = placesOf(workload);
            // Nearly always there is room for all that runs.
            const fits = (all: number): boolean =>
                places.some((place) => mostIn(this.graph, place) >= running + all);
            if (fits(count * (repeated?.atMost ?? 1))) return [];
            const claims = steady.map(([each, tasks]) => claimOf([each], tasks, placesOf(each)));
            claims.push(claimOf([workload], count, places));
            const crowd = shortages(claims, (place) => mostIn(this.graph, place)).find(
                ({ workloads }) => workloads.includes(workload),
            );
            if (crowd === undefined) {
                return repeated === undefined
                    ? []
                    : [crowdOf([workload], cannotKnow(repeated.why))];
            }
            const room = Math.max(0, count - (crowd.tasks - crowd.room));
            return [{ ...crowd, workloads: [workload], tasks: count, room }];
        });
    }

    /**
     * Where new tasks do not fit into what was free when facts were taken. Tasks of services that exist
     * hold addresses already, and may leave them: beside such a service it is not known.
     */
    get arrivals(): readonly Crowd[] {
        const { graph } = this;
        if (graph.plan.outside === undefined || graph.plan.outside.freeAddresses.size === 0) {
            return [];
        }
        const running = this.workloads.filter(
            ({ launcher }) => desiredTasks(graph, launcher).most > 0,
        );
        const [fresh, old] = parted(running, ({ launcher }) => launcher.resource.isNew);
        const told = crowdedIn([...this.tasks, ...this.peaks]);
        const claims = fresh
            .filter((each) => isCertain(each) && !told.has(each))
            .map((each) =>
                claimOf([each], desiredTasks(graph, each.launcher).least, placesOf(each)),
            );
        // One is enough to know: where its tasks were before, no plan says.
        const doubts = old.slice(0, 1).map(({ launcher: { resource, label, name } }) => {
            const what = `tasks of ${label} ${name} may hold addresses there, and leave them`;
            return resource.gap("", "open", what);
        });
        return shortages(claims, (place) => freeNow(graph, place)).map((crowd) => ({
            ...crowd,
            answer: unless(crowd.answer, doubts),
        }));
    }

    /** Those that the tasks themselves leave room for, or may. */
    private get seated(): readonly Workload[] {
        const told = crowdedIn(this.tasks);
        return this.workloads.filter((each) => !told.has(each));
    }
}

/** Those that certainly do not fit. */
function crowdedIn(crowds: readonly Crowd[]): ReadonlySet<Workload> {
    const crowded = crowds.filter(({ answer }) => answer.verdict === "violated");
    return new Set(crowded.flatMap(({ workloads }) => workloads));
}

/** What is certainly on Fargate, in subnets that are known. */
function isCertain(workload: Workload): boolean {
    return isFixed(workload) && workload.maybe.length === 0 && !isEmpty(workload.launcher.subnets);
}

/** How many tasks a place can hold at most. */
function mostIn(graph: Graph, place: Room): number {
    return isSubnet(place) ? roomIn(graph, place).most : Infinity;
}

/** How many more tasks a place could hold when facts were taken. */
function freeNow(graph: Graph, place: Room): number {
    return isSubnet(place) ? (place.freeAddresses ?? mostIn(graph, place)) : Infinity;
}

function crowdsOf(workloads: readonly Workload[], question: Question): readonly Crowd[] {
    const amounts = new Map(workloads.map((each) => [each, question.tasks(each)]));
    const rooms = new Map<Subnet, Amount>();
    const kept: Question = {
        ...question,
        tasks: (workload) => amounts.get(workload) ?? question.tasks(workload),
        room: (subnet) => {
            const room = rooms.get(subnet) ?? question.room(subnet);
            rooms.set(subnet, room);
            return room;
        },
    };
    const users = workloads.filter(
        (each) => kept.tasks(each).most > 0 && !isEmpty(each.launcher.subnets),
    );
    const certain = certainCrowds(users, kept);
    const told = new Set(certain.flatMap((crowd) => crowd.workloads));
    const rest = doubtfulCrowds(users, kept).map((crowd) => ({
        ...crowd,
        workloads: crowd.workloads.filter((each) => !told.has(each)),
    }));
    return [...certain, ...rest];
}

/** Whatever is not known yet: these have too little room. */
function certainCrowds(users: readonly Workload[], { tasks, room }: Question): readonly Crowd[] {
    const claims = users
        .filter(isCertain)
        .map((each) => claimOf([each], tasks(each).least, placesOf(each)));
    return shortages(claims, (place) => (isSubnet(place) ? room(place).most : Infinity));
}

function shortages(
    claims: readonly TaskClaim[],
    roomOf: (place: Room) => number,
): readonly Crowd[] {
    return fit<Room, TaskClaim>(claims, roomOf).map(({ claims: found, places }) => {
        const subnets = inOrder([...places].filter(isSubnet));
        const crowd = workloadsOf(found);
        const assumed = crowd.flatMap(({ launcher }) => launcher.subnets.assumed);
        return {
            ...crowdOf(crowd, assuming(violated(), assumed)),
            subnets,
            tasks: sum([...found], ({ count }) => count),
            room: sum(subnets, roomOf),
        };
    });
}

/** What might not fit, if what is not known turns out badly. */
function doubtfulCrowds(
    users: readonly Workload[],
    { tasks, room, subnets }: Question,
): readonly Crowd[] {
    const [open, placed] = parted(users, mayBeAnywhere);
    const together = sum(open, (each) => tasks(each).most);
    const everywhere =
        open.length === 0 ? [] : [...new Set([...users.flatMap(placesOf), ...subnets]), anyOther];
    const claims = [
        ...placed.flatMap((each) => {
            const { most } = tasks(each);
            // Of an unknown list any place alone may be meant.
            return isFixed(each)
                ? [claimOf([each], most, placesOf(each))]
                : placesOf(each).map((place) => claimOf([each], most, [place]));
        }),
        ...everywhere.map((place) => claimOf(open, together, [place])),
    ];
    const short = fit<Room, TaskClaim>(claims, (place) =>
        isSubnet(place) ? room(place).least : smallest,
    );
    const gapsOf = (workload: Workload): readonly Gap[] => [
        ...workload.maybe,
        ...tasks(workload).gaps,
        ...doubtsOf(workload.launcher.subnets),
    ];
    const alone = new Set<Workload>();
    const crowds = short.flatMap(({ claims: found, places }) => {
        const crowd = workloadsOf(found);
        const [fixed, others] = parted(crowd, isFixed);
        for (const each of others) alone.add(each);
        if (fixed.length === 0) return [];
        const gaps = distinctGaps([
            ...crowd.flatMap(gapsOf),
            ...[...places].filter(isSubnet).flatMap((subnet) => room(subnet).gaps),
        ]);
        return gaps.length === 0 ? [] : [crowdOf(fixed, cannotKnow(gaps))];
    });
    // As long as it is open where its own tasks run, what is open of others is of no use to know.
    return [...crowds, ...[...alone].map((each) => crowdOf([each], cannotKnow(gapsOf(each))))];
}

function claimOf(
    workloads: readonly Workload[],
    count: number,
    places: readonly Room[],
): TaskClaim {
    return { workloads, count, places };
}

/** Each once, in the order of their URNs. */
function workloadsOf(claims: ReadonlySet<TaskClaim>): readonly Workload[] {
    const workloads = new Set([...claims].flatMap((claim) => claim.workloads));
    return [...workloads].sort((a, b) => (a.launcher.urn < b.launcher.urn ? -1 : 1));
}

function crowdOf(workloads: readonly Workload[], answer: Answer<never>): Crowd {
    return { workloads, subnets: [], tasks: 0, room: 0, answer };
}

/** It is known in which subnets the tasks run. */
function isFixed({ launcher: { subnets } }: Workload): boolean {
    return (
        subnets.some === undefined &&
        subnets.more === undefined &&
        unresolvedOf(subnets).length === 0
    );
}

function placesOf({ launcher: { subnets } }: Workload): readonly Room[] {
    return [...candidates(subnets), ...(subnets.outside ?? []).map(({ id }) => id)];
}

/** It is not known in which subnets the tasks run, nor among which they are. */
function mayBeAnywhere({ launcher: { subnets } }: Workload): boolean {
    return unresolvedOf(subnets).length > 0 || orOther(subnets).length > 0;
}

/** How many tasks a subnet has addresses for; one without an IPv4 block has no such limit. */
function roomIn(graph: Graph, subnet: Subnet): Amount {
    const size = sizeOf(subnet);
    return size.least === Infinity ? size : less(size, heldBackIn(graph, subnet));
}

function sizeOf(subnet: Subnet): Amount {
    const { cidrBlock, isIpv6Only } = subnet;
    const unlimited = { least: Infinity, most: Infinity, gaps: [] };
    if (!cidrBlock.known) {
        return isKnownToBe(isIpv6Only, true)
            ? unlimited
            : { least: smallest, most: Infinity, gaps: [cidrBlock.why] };
    }
    if (cidrBlock.value === undefined) return unlimited;
    const block = blockOf(cidrBlock.value);
    if (block?.family !== "ipv4") {
        const why = subnet.at("cidrBlock").gap("malformed", "it is no block of IPv4 addresses");
        return { least: smallest, most: Infinity, gaps: [why] };
    }
    const room = Math.max(0, 2 ** (32 - block.prefix) - keptByAws);
    return { least: room, most: room, gaps: [] };
}

function less(room: Amount, reserved: Amount): Amount {
    return {
        least: Math.max(0, room.least - reserved.most),
        most: Math.max(0, room.most - reserved.least),
        gaps: [...room.gaps, ...reserved.gaps],
    };
}

function isSubnet(place: Room): place is Subnet {
    return typeof place !== "string";
}

function inOrder<T extends { readonly urn: string }>(things: readonly T[]): readonly T[] {
    return [...things].sort((a, b) => (a.urn < b.urn ? -1 : 1));
}

function sum<T>(things: readonly T[], of: (thing: T) => number): number {
    return things.reduce((all, each) => all + of(each), 0);
}

/** Those of which something is true, and the others. */
function parted<T>(things: readonly T[], test: (thing: T) => boolean): [T[], T[]] {
    return [things.filter(test), things.filter((each) => !test(each))];
}
