export { rehearse, RehearsalError, type Recording, type Rehearsed } from "./run";
