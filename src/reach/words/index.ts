export {
    alternativeTexts,
    anyOf,
    edits,
    fixText,
    toLeaveOut,
    toSet,
    type Edit,
    type Edits,
} from "./edits";
export { Fault, together, type Cited, type FaultWords, type Stop } from "./fault";
export { faults, type Alone } from "./faults";
export { crossings, over, parties } from "./parties";
export {
    always,
    Term,
    thingKey,
    type Argument,
    type Arguments,
    type Said,
    type Thing,
} from "./term";
export { isOfHealthChecks, isOutward, serviceInWords, ways } from "./ways";
