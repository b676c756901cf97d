export { describeRegistry, registryOf, type Registry } from "./image";
export { findLoadBalancers, type FargateLoadBalancer } from "./load-balancers";
export type { Need, NeededFileSystem, NeededHost, NeededService, Needs } from "./needs";
export {
    findWorkloads,
    isMeantForFargate,
    isWorkloadType,
    unmodelledLaunchers,
    type InferredRegistry,
    type Workload,
} from "./workload";
export { findVpcs, type FargateVpc } from "./vpcs";
