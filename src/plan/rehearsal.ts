import { makePlan, type Interest, type Plan } from "./plan";
import { isObject, own, unknownText, type Raw, type RawProperties } from "./raw";
import { object, text, texts } from "./records";
import { recordsOf } from "./recording";
import type { PlanRecord } from "./resource";

/**
 * The plan of a rehearsed preview: a recording, and beside it what stands in. An id, an ARN or a name that
 * stands in is as good as the real one. Anything else that stood in, so that the program could go on, reads
 * as without a rehearsal.
 */
export function planFromRehearsal(file: RawProperties, interest: Interest): Plan {
    const rehearsal = object(file, "rehearsal") ?? {};
    const isNew = new Set(texts(own(rehearsal, "new")));
    const doubted = object(rehearsal, "doubted") ?? {};
    const resources = (own(file, "resources") ?? []) as readonly Raw[];
    const doubtful = doubtfulTexts(resources, doubted);
    const records = recordsOf(resources, interest).map((record): PlanRecord => {
        const unknown = new Set(texts(own(doubted, record.urn)));
        const { inputs, outputs } = record;
        return {
            ...record,
            isRehearsed: isNew.has(record.urn),
            inputs: inputs === undefined ? undefined : without(inputs, new Set(), doubtful),
            outputs: outputs === undefined ? undefined : without(outputs, unknown, doubtful),
        };
    });
    const standIns = own(rehearsal, "standIns");
    return { ...makePlan(records), standIns: typeof standIns === "number" ? standIns : 0 };
}

/** Shorter ones may be anything else as well. */
const shortest = 12;

/** Texts that stand in and are not to be believed, wherever the program carried them. */
function doubtfulTexts(resources: readonly Raw[], doubted: RawProperties): ReadonlySet<string> {
    const found = new Set<string>();
    for (const resource of resources) {
        if (!isObject(resource)) continue;
        const outputs = object(resource, "outputs");
        for (const property of texts(own(doubted, text(resource, "urn") ?? ""))) {
            for (const each of textsOf(own(outputs, property) ?? null)) {
                if (each.length >= shortest) found.add(each);
            }
        }
    }
    return found;
}

function* textsOf(raw: Raw): Iterable<string> {
    if (typeof raw === "string") yield raw;
    else if (Array.isArray(raw)) for (const each of raw as readonly Raw[]) yield* textsOf(each);
    else if (isObject(raw)) for (const each of Object.values(raw)) yield* textsOf(each);
}

function without(
    properties: RawProperties,
    unknown: ReadonlySet<string>,
    doubtful: ReadonlySet<string>,
): RawProperties {
    if (unknown.size === 0 && doubtful.size === 0) return properties;
    return Object.fromEntries(
        Object.entries(properties).map(([key, value]) => [
            key,
            unknown.has(key) ? unknownText : veiled(value, doubtful),
        ]),
    );
}

function veiled(raw: Raw, doubtful: ReadonlySet<string>): Raw {
    if (doubtful.size === 0) return raw;
    if (typeof raw === "string") return doubtful.has(raw) ? unknownText : raw;
    if (Array.isArray(raw)) return (raw as readonly Raw[]).map((each) => veiled(each, doubtful));
    if (!isObject(raw)) return raw;
    return Object.fromEntries(
        Object.entries(raw).map(([key, value]) => [key, veiled(value, doubtful)]),
    );
}
