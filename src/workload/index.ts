export { describeRegistry, registryOf, type Registry } from "./image";
export type { Need, NeededFileSystem, NeededHost, NeededService, Needs } from "./needs";
export {
    findWorkloads,
    isMeantForFargate,
    isWorkloadType,
    unmodelledLaunchers,
    type InferredRegistry,
    type Workload,
} from "./workload";
export { deploysWithCodeDeploy, slotsOf } from "./target-groups";
export { portClaimsOf, type PortClaim } from "./port-claims";
export { doubtsOfServing } from "./serving";
export { findVpcs, type FargateVpc } from "./vpcs";
