export { toPulumiPolicies } from "./adapter";
export { fargatePolicies, type FargateConfiguration } from "./library";
