export type { Standing } from "./filling";
export { RehearsalError } from "./problem";
export { rehearse, type Recording, type Rehearsed } from "./run";
