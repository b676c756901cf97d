export { blockOf } from "./addresses";
export type { AwsService, Origin } from "./connection";
export {
    distinctPaths,
    hop,
    isAt,
    pathKey,
    renderHops,
    stopOf,
    stopped,
    type Hop,
    type Path,
    type PathAnswer,
} from "./hop";
export type { ReachOptions } from "./options";
export { hostOf } from "./dns";
export { hostnamesForS3 } from "./file-system";
export { endpointsIn, endpointsPerhapsIn, privateNamesIn } from "./endpoint-names";
export { Reach } from "./reach";
export type { NeedsEcrApi } from "./registry";
export { rules, stages, type Rule, type Stage } from "./rules";
export { renderPaths } from "./told";
export {
    gapsIn,
    Recorder,
    restsOn,
    silent,
    Supports,
    type Branch,
    type Evidence,
    type Resting,
    type Step,
    type Trace,
    type Trail,
} from "./trace";
export {
    always,
    anyOf,
    edits,
    Fault,
    faults,
    fixText,
    isOfHealthChecks,
    isOutward,
    parties,
    together,
    toLeaveOut,
    toSet,
    ways,
    type Alone,
    type Argument,
    type Edit,
    type Edits,
    type Said,
    type Stop,
    type Thing,
} from "./words";
