import type { Answer, Gap } from "../../src/knowable";
import { own, Reading } from "../../src/plan";

const known = new Map<object, readonly string[]>();

/** What a thing says of itself: the getters of its classes, but for those that all have. */
export function gettersOf(thing: object): readonly string[] {
    const first = Object.getPrototypeOf(thing) as object;
    let found = known.get(first);
    if (found === undefined) {
        const names = new Set<string>();
        for (let at = first; at !== Object.prototype; at = Object.getPrototypeOf(at) as object) {
            for (const [name, told] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
                if (told.get !== undefined) names.add(name);
            }
        }
        for (const name of ["urn", "name", "label"]) names.delete(name);
        found = [...names];
        known.set(first, found);
    }
    return found;
}

/** Of a list so many are told. */
const most = 4;

/** Things by their names, what is unknown by the reason, and the rest as it is, down to a depth. */
export function inWords(value: unknown, depth = 5): string {
    if (typeof value === "string") return JSON.stringify(value);
    if (typeof value === "function") return "…";
    if (typeof value !== "object" || value === null) return String(value);
    if (value instanceof Reading) return `at ${value.path}`;
    if ("urn" in value && "origin" in value && "name" in value) return `of ${String(value.name)}`;
    if ("launcher" in value && "needs" in value) return `tasks of ${inWords(value.launcher)}`;
    if ("kind" in value && "label" in value && "name" in value)
        return `${String(value.label)} ${String(value.name)}`;
    if ("reason" in value && "what" in value) {
        const { property, reason, what } = value as Record<string, unknown>;
        return `(${String(reason)} ${String(property)}: ${String(what)})`;
    }
    if ("known" in value) return inWords("why" in value ? value.why : own(value, "value"), depth);
    if (depth === 0) return "…";
    const words = (each: unknown): string => inWords(each, depth - 1);
    if (value instanceof Map || value instanceof Set || Array.isArray(value)) {
        const all = [...(value as Iterable<unknown>)];
        const more = all.length > most ? [`${String(all.length - most)} more`] : [];
        return `[${[...all.slice(0, most).map(words), ...more].join(", ")}]`;
    }
    const isPlain = Object.getPrototypeOf(value) === Object.prototype;
    const parts = (isPlain ? Object.keys(value) : gettersOf(value))
        .map((name): [string, unknown] => [name, value[name as keyof typeof value]])
        .filter(([, each]) => each !== undefined && !isNothing(each))
        .map(([name, each]) => `${name} ${words(each)}`);
    return `{${parts.join(", ")}}`;
}

export function isNothing(value: unknown): boolean {
    return (Array.isArray(value) && value.length === 0) || typeof value === "function";
}

/** A reason like any other. */
export const someGap: Gap = {
    urn: "",
    resource: "",
    property: "",
    reason: "computed",
    what: "",
};

/** What is not known, of what, and why: `vpcId of web: it comes from …`. */
export function gapInWords({ property, resource, what }: Gap): string {
    return `${property} of ${resource}: ${what}`;
}

/** `ok`, `violated`, or what is not known. */
export function told(answer: Answer<unknown>): readonly string[] {
    return answer.verdict === "cannot-know" ? answer.gaps.map(gapInWords) : [answer.verdict];
}

/** What is not known of what comes from `later`. */
export const notYet = "it comes from later, which the deployment creates or changes";
