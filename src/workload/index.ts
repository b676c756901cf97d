export { describeRegistry, registryOf, type Registry } from "./image";
export type { Need, NeededFileSystem, NeededHost, NeededService, Needs } from "./needs";
export { isPlatformAtLeast, isPlatformVersion, oldestLinuxPlatform } from "./platform";
export {
    portsOf,
    sharedPort,
    type ContainerPorts,
    type PortMapping,
    type PortRange,
} from "./port-mappings";
export {
    findWorkloads,
    isMeantForFargate,
    isWorkloadType,
    unmodelledLaunchers,
    type InferredRegistry,
    type Workload,
} from "./workload";
export { findVpcs, type FargateVpc } from "./vpcs";
