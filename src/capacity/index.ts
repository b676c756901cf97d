export { Capacity, type Crowd } from "./capacity";
export { quotaPattern, quotasIn, type OverQuota } from "./quotas";
