import { distance } from "fastest-levenshtein";
import { firstOf, oneLine } from "../../plan";

/** Something that a person names: by its name, or by its URN where several have one name. */
export interface Named {
    readonly urn: string;
    readonly name: string;
    readonly label: string;
}

export type Meant<T> = { readonly one: T } | { readonly problem: string };

/** The one that is meant; else what there is, the nearest first. */
export function findNamed<T extends Named>(
    name: string,
    kind: string,
    all: readonly T[],
): Meant<T> {
    const found = all.filter((each) => each.name === oneLine(name) || each.urn === name);
    const [one] = found;
    if (one !== undefined && found.length === 1) return { one };
    if (found.length > 1) {
        const urns = found.map(({ urn }) => urn).join(" or ");
        return { problem: `several are called ${name}: name it by its URN, ${urns}` };
    }
    const names = all.map((each) => each.name);
    return {
        problem: `there is no ${kind} ${name} in this plan${didYouMean(name, names)}${thereAre(kind, all)}`,
    };
}

function thereAre(kind: string, all: readonly Named[]): string {
    if (all.length === 0) return `; it has no ${kind} at all`;
    const list = [...new Set(all.map(({ label, name }) => `${label} ${name}`))];
    return ` (there ${list.length === 1 ? "is" : "are"}: ${firstOf(list, most)})`;
}

const most = 20;

/**
 * `; did you mean web or app?`
 *
 * @param otherwise what is said if no name is near
 */
export function didYouMean(name: string, all: readonly string[], otherwise = ""): string {
    const near = nearest(name, all);
    return near.length === 0 ? otherwise : `; did you mean ${near.join(" or ")}?`;
}

/** Those that may have been meant: not more than about a third of the letters differ. */
function nearest(name: string, all: readonly string[]): readonly string[] {
    const far = Math.max(2, Math.ceil(name.length / 3));
    return [...new Set(all)]
        .map((each) => ({ each, away: distance(name.toLowerCase(), each.toLowerCase()) }))
        .filter(
            ({ each, away }) =>
                (away <= far && away < name.length) ||
                (name !== "" && each.toLowerCase().startsWith(name.toLowerCase())),
        )
        .sort((a, b) => a.away - b.away)
        .slice(0, 3)
        .map(({ each }) => each);
}
