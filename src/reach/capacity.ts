import {
    assuming,
    cannotKnow,
    distinctGaps,
    isKnownToBe,
    unless,
    violated,
    type Answer,
} from "../knowable";
import {
    candidates,
    doubtsOf,
    isEmpty,
    orOther,
    unresolvedOf,
    type Graph,
    type Subnet,
} from "../network";
import { desiredTasks, peakTasks, type Amount, type Workload } from "../workload";
import { blockOf } from "./addresses";
import { fit } from "./fit";
import { reservedIn } from "./reserved";

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
type Place = Subnet | string;
const anyOther: Place = "";

interface TaskClaim {
    readonly workload: Workload;
    readonly count: number;
    readonly places: readonly Place[];
}

/** How many tasks a workload runs, and how many addresses a subnet has for them. */
interface Question {
    readonly tasks: (workload: Workload) => Amount;
    readonly room: (subnet: Subnet) => Amount;
}

/** AWS keeps five addresses of every subnet, of which the smallest is a /28 (facts 9). */
const keptByAws = 5;
const smallest = 16 - keptByAws;

/** Whether subnets have an address for each task; several workloads may share them (facts 9). */
export class Capacity {
    private tasksMemo: readonly Crowd[] | undefined;

    constructor(
        private readonly graph: Graph,
        private readonly workloads: readonly Workload[],
    ) {}

    /** Where the tasks themselves do not fit, or may not. */
    get tasks(): readonly Crowd[] {
        return (this.tasksMemo ??= crowdsOf(this.workloads, {
            tasks: ({ launcher }) => desiredTasks(this.graph, launcher),
            room: roomIn,
        }));
    }

    /** Where the peak of their number does not fit, beside what else is in the subnets, of tasks that do. */
    get peaks(): readonly Crowd[] {
        const crowded = this.tasks.filter(({ answer }) => answer.verdict === "violated");
        const told = new Set(crowded.flatMap(({ workloads }) => workloads));
        const rest = this.workloads.filter((each) => !told.has(each));
        const peaks = crowdsOf(rest, {
            tasks: ({ launcher }) => peakTasks(this.graph, launcher),
            room: (subnet) => less(roomIn(subnet), reservedIn(this.graph, subnet)),
        });
        return peaks.map((crowd) => {
            const gaps = this.tasks.flatMap(({ workloads, answer }) =>
                answer.verdict === "cannot-know" &&
                workloads.some((each) => crowd.workloads.includes(each))
                    ? answer.gaps
                    : [],
            );
            return { ...crowd, answer: unless(crowd.answer, gaps) };
        });
    }
}

function crowdsOf(workloads: readonly Workload[], question: Question): readonly Crowd[] {
    const amounts = new Map(workloads.map((each) => [each, question.tasks(each)]));
    const rooms = new Map<Subnet, Amount>();
    const kept: Question = {
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
        .filter((each) => isFixed(each) && each.maybe.length === 0)
        .map((each) => claimOf(each, tasks(each).least, placesOf(each)));
    const short = fit<Place, TaskClaim>(claims, (place) =>
        isSubnet(place) ? room(place).most : Infinity,
    );
    return short.map(({ claims: found, places }) => {
        const subnets = inOrder([...places].filter(isSubnet));
        const assumed = [...found].flatMap(({ workload }) => workload.launcher.subnets.assumed);
        return {
            ...crowdOf(found, assuming(violated(), assumed)),
            subnets,
            tasks: [...found].reduce((sum, { count }) => sum + count, 0),
            room: subnets.reduce((sum, subnet) => sum + room(subnet).most, 0),
        };
    });
}

/** What might not fit, if what is not known turns out badly. */
function doubtfulCrowds(users: readonly Workload[], { tasks, room }: Question): readonly Crowd[] {
    const everywhere = new Set(users.flatMap(placesOf));
    const claims = users.flatMap((each) => {
        const { most } = tasks(each);
        // Of an unknown list any place alone may be meant.
        return isFixed(each)
            ? [claimOf(each, most, placesOf(each))]
            : maybePlaces(each, everywhere).map((place) => claimOf(each, most, [place]));
    });
    const short = fit<Place, TaskClaim>(claims, (place) =>
        isSubnet(place) ? room(place).least : smallest,
    );
    return short.flatMap(({ claims: found, places }) => {
        const subnets = [...places].filter(isSubnet);
        const gaps = distinctGaps([
            ...[...found].flatMap(({ workload }) => [
                ...workload.maybe,
                ...tasks(workload).gaps,
                ...doubtsOf(workload.launcher.subnets),
            ]),
            ...subnets.flatMap((subnet) => room(subnet).gaps),
        ]);
        return gaps.length === 0 ? [] : [crowdOf(found, cannotKnow(gaps))];
    });
}

function claimOf(workload: Workload, count: number, places: readonly Place[]): TaskClaim {
    return { workload, count, places };
}

function crowdOf(claims: ReadonlySet<TaskClaim>, answer: Answer<never>): Crowd {
    const workloads = new Map([...claims].map(({ workload }) => [workload.launcher, workload]));
    return {
        workloads: inOrder([...workloads.keys()]).flatMap((each) => workloads.get(each) ?? []),
        subnets: [],
        tasks: 0,
        room: 0,
        answer,
    };
}

/** It is known in which subnets the tasks run. */
function isFixed({ launcher: { subnets } }: Workload): boolean {
    return (
        subnets.some === undefined &&
        subnets.more === undefined &&
        unresolvedOf(subnets).length === 0
    );
}

function placesOf({ launcher: { subnets } }: Workload): readonly Place[] {
    return [...candidates(subnets), ...(subnets.outside ?? []).map(({ id }) => id)];
}

function maybePlaces(workload: Workload, everywhere: ReadonlySet<Place>): readonly Place[] {
    const { subnets } = workload.launcher;
    const isOpen = unresolvedOf(subnets).length > 0 || orOther(subnets).length > 0;
    return isOpen ? [...everywhere, anyOther] : placesOf(workload);
}

/** How many tasks a subnet has addresses for; one without an IPv4 block has no such limit. */
function roomIn(subnet: Subnet): Amount {
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

function isSubnet(place: Place): place is Subnet {
    return typeof place !== "string";
}

function inOrder<T extends { readonly urn: string }>(things: readonly T[]): readonly T[] {
    return [...things].sort((a, b) => (a.urn < b.urn ? -1 : 1));
}
