import * as answers from "./answer";
import * as values from "./value";

export type { Answer, CannotKnow, Ok, Violated } from "./answer";
export type { Gap, Knowable, Known, Reason, Unknown } from "./value";

// As values: `export … from` makes a getter of each, and these are called millions of times.
export const {
    after,
    all,
    any,
    assuming,
    cannotKnow,
    fromBoolean,
    gapsOf,
    not,
    ok,
    unless,
    violated,
    withEvidence,
} = answers;
export const {
    addAll,
    addTo,
    distinct,
    distinctGaps,
    either,
    entry,
    flatMap,
    gapKey,
    gather,
    isKnownToBe,
    isUnresolved,
    known,
    map,
    orMade,
    unknown,
    whyOf,
} = values;
