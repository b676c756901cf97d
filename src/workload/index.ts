export { describeRegistry, registryOf, type Registry } from "./image";
export type { Need, NeededFileSystem, NeededHost, NeededService, Needs } from "./needs";
export { areInFargateZones, spansZones } from "./zones";
export { desiredTasks, peakTasks, type Amount } from "./task-count";
export {
    findWorkloads,
    isMeantForFargate,
    isWorkloadType,
    unmodelledLaunchers,
    type InferredRegistry,
    type Workload,
} from "./workload";
export { findVpcs, type FargateVpc } from "./vpcs";
