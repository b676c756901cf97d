export { distinctPaths, pathKey, renderHops, type Hop, type Path } from "./hop";
export type { Origin, ReachOptions } from "./internet";
export { RegistryReach, overInternet, type NeedsEcrApi, type PathAnswer } from "./registry";
