export { Capacity, type Crowd } from "./capacity";
export { quotaPattern, quotasIn } from "./quotas";
