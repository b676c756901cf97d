/** Something in a file that cannot be read as a plan: what, where, and what was expected. */
export class PlanError extends Error {}
