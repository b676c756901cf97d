export { aboutPack } from "./about";
export { toPulumiPolicies } from "./adapter";
export { fargatePolicies, type FargateConfiguration, type FargateLevel } from "./library";
export { configurationOf } from "./environment";
