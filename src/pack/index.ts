export { toPulumiPolicies } from "./adapter";
