export { rehearse, RehearsalError, type Recording, type Rehearsed } from "./run";
export type { Standing } from "./filling";
