export { judgePolicies, type Call } from "./evaluate";
export { policiesOfFileSystem, policiesOfRepository, policiesOfSecret } from "./resources";
export { allowsCall, policyGivers, type Refusal } from "./role";
export type { Match } from "./wildcard";
