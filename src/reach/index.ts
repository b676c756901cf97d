export { Capacity, type Crowd } from "./capacity";
export type { AwsService, Origin } from "./connection";
export {
    distinctPaths,
    hop,
    pathKey,
    renderHops,
    type Hop,
    type Path,
    type PathAnswer,
    type Place,
} from "./hop";
export type { ReachOptions } from "./internet";
export { hostOf } from "./dns";
export { healthChecks } from "./load-balancer";
export { Reach } from "./reach";
export type { NeedsEcrApi } from "./registry";
export { rules, stages, type Rule, type Stage } from "./rules";
export { gapsIn, Recorder, silent, type Branch, type Step, type Trace, type Trail } from "./trace";
export { byNat64, isOutward, overInternet } from "./ipv6-only";
