export { describeRegistry, registryOf, type Registry } from "./image";
export {
    findWorkloads,
    isMeantForFargate,
    isWorkloadType,
    unmodelledLaunchers,
    type Workload,
} from "./workload";
