export { Fault, type Cited, type FaultWords, type Stop } from "./fault";
export { faults, type Alone } from "./faults";
export { crossings, parties } from "./parties";
export { always, Term, thingKey, type Arguments, type Said, type Thing } from "./term";
export { isOfHealthChecks, isOutward, ways } from "./ways";
