import { listed } from "../network";
import type { Crowd } from "../reach";
import type { Judgement } from "./policy";

/** A crowd in words. */
interface ToldCrowd {
    /** Such as `service api and service web`. */
    readonly who: string;
    /** Such as `subnet private can hold 11 tasks`. */
    readonly room: string;
    /** Such as `service api and service web want 12`. */
    readonly want: string;
    /** Such as `1 address is missing`. */
    readonly missing: string;
}

/** Each workload that lacks room, or may, together with whom it does. */
export function* judgeCrowds(
    crowds: readonly Crowd[],
    told: (crowd: ToldCrowd) => Pick<Judgement, "problem" | "fix">,
): Iterable<Judgement> {
    for (const crowd of crowds) {
        const words = inWords(crowd);
        for (const { launcher } of crowd.workloads) {
            yield { resource: launcher.resource, answer: crowd.answer, ...told(words) };
        }
    }
}

function inWords({ workloads, subnets, tasks, room }: Crowd): ToldCrowd {
    const names = workloads.map(({ launcher: { label, name } }) => ({ name: `${label} ${name}` }));
    const who = listed(names);
    const lacking = tasks - room;
    return {
        who,
        room: `${subnets.length > 1 ? "subnets" : "subnet"} ${listed(subnets)} can hold ${String(room)} tasks`,
        want: `${who} ${names.length > 1 ? "want" : "wants"} ${String(tasks)}`,
        missing: `${String(lacking)} ${lacking > 1 ? "addresses are" : "address is"} missing`,
    };
}
