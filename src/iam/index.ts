export { judgePolicies, type Call } from "./evaluate";
export { policiesOfFileSystem, policiesOfRepository, policiesOfSecret } from "./resources";
export { allowsCall, policyGivers, type Refusal } from "./role";
export { trusts } from "./trust";
export type { Match } from "./wildcard";
