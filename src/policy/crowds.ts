import type { Gap } from "../knowable";
import { listed } from "../network";
import type { PlannedResource } from "../plan";
import type { Crowd } from "../capacity";
import type { Judgement } from "./policy";
import { unknownOf } from "./unknown";

/** A crowd in words. */
interface ToldCrowd {
    /** Such as `service api and service web`. */
    readonly who: string;
    /** Such as `subnet private`. */
    readonly places: string;
    /** Such as `subnet private can hold 11 tasks`. */
    readonly room: string;
    /** Such as `11 free addresses`. */
    readonly free: string;
    /** Such as `service api and service web want 12`. */
    readonly want: string;
    /** Such as `1 address is missing`. */
    readonly missing: string;
    /** What says how many tasks they start: `desiredCount`. */
    readonly count: string;
}

/** Each workload that lacks room, together with whom it does; once, if it may, whatever the crowds. */
export function* judgeCrowds(
    crowds: readonly Crowd[],
    told: (crowd: ToldCrowd) => Pick<Judgement, "problem" | "fix">,
): Iterable<Judgement> {
    const open = new Map<PlannedResource, Set<Gap>>();
    for (const crowd of crowds) {
        const { answer } = crowd;
        const words = told(toldBy(crowd));
        const about = crowd.subnets.map(({ urn }) => urn);
        for (const { launcher } of crowd.workloads) {
            const { resource } = launcher;
            if (answer.verdict !== "cannot-know") {
                yield { resource, answer, about, ...words };
                continue;
            }
            const gaps = open.get(resource) ?? new Set();
            for (const gap of answer.gaps) gaps.add(gap);
            open.set(resource, gaps);
        }
    }
    for (const [resource, gaps] of open) {
        yield* unknownOf(resource, [...gaps]);
    }
}

function toldBy({ workloads, subnets, tasks, room }: Crowd): ToldCrowd {
    const names = workloads.map(({ launcher: { label, name } }) => ({ name: `${label} ${name}` }));
    const who = listed(names);
    const lacking = tasks - room;
    const counts = [...new Set(workloads.map(({ launcher }) => launcher.countProperty))];
    const places = `${subnets.length > 1 ? "subnets" : "subnet"} ${listed(subnets)}`;
    return {
        who,
        places,
        room: `${places} can hold ${counted(room, "task", "tasks")}`,
        free: counted(room, "free address", "free addresses"),
        want: `${who} ${names.length > 1 ? "want" : "wants"} ${String(tasks)}`,
        missing: `${String(lacking)} ${lacking > 1 ? "addresses are" : "address is"} missing`,
        count: counts.sort().join(" or "),
    };
}

function counted(count: number, one: string, many: string): string {
    return `${String(count)} ${count === 1 ? one : many}`;
}
