import type { Standing } from "../filling";
import { isMarked, marked } from "./marks";

/**
 * The places of what stands in that a text mentions, whole or in part, as `type.property`: those of the longest
 * first. Where the text of one is a part of another's, as an id is of an ARN, it is the other that is mentioned.
 */
export function mentionedIn(text: string, all: readonly Standing[]): readonly string[] {
    const byText = new Map<string, Set<string>>();
    for (const { type, property, text: value = "" } of all) {
        if (!isMarked(value)) continue;
        const places = byText.get(value) ?? new Set();
        byText.set(value, places.add(`${type}.${property}`));
    }
    const found = new Set<string>();
    const take = (value: string): void => {
        for (const place of byText.get(value) ?? []) found.add(place);
    };
    const longestFirst = [...byText.keys()].sort((one, other) => other.length - one.length);
    let rest = text;
    for (const value of longestFirst) {
        if (!rest.includes(value)) continue;
        take(value);
        rest = rest.replaceAll(value, " ");
    }
    // What a program has taken apart, such as the host of a URL, which is in small letters then.
    for (const part of marked(rest.toLowerCase())) {
        for (const value of longestFirst) if (value.toLowerCase().includes(part)) take(value);
    }
    return [...found];
}
