export { rehearse, RehearsalError, type Rehearsed, type RehearsalOptions } from "./run";
export type { RecordedPlan } from "./recorder";
export type { StandIns } from "./stand-ins";
