import { hasSentinel, isObject, own, unknownText, type Raw, type RawProperties } from "../plan";

/** The same, where every text that stands in is unknown again, as in a plain preview. */
export function withUnknown(value: Raw, standsIn: (text: string) => boolean): Raw {
    if (typeof value === "string") return standsIn(value) ? unknownText : value;
    if (Array.isArray(value)) {
        return (value as readonly Raw[]).map((each) => withUnknown(each, standsIn));
    }
    if (!isObject(value)) return value;
    return mapped(value, (each) => withUnknown(each, standsIn));
}

/** A provider's answer to what {@link withUnknown} made, where what it left unknown is as it was given. */
export function withKnown(answer: Raw, given: Raw | undefined): Raw {
    if (given === undefined) return answer;
    if (typeof answer === "string") return hasSentinel(answer) ? given : answer;
    if (Array.isArray(answer) && Array.isArray(given)) {
        const said = answer as readonly Raw[];
        const known = given as readonly Raw[];
        if (said.length !== known.length) return said;
        return said.map((each, i) => withKnown(each, known[i]));
    }
    if (!isObject(answer) || !isObject(given)) return answer;
    return mapped(answer, (each, key) => withKnown(each, own(given, key)));
}

function mapped(from: RawProperties, map: (value: Raw, key: string) => Raw): RawProperties {
    return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, map(value, key)]));
}
