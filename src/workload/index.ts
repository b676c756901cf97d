export { seesDhcpOptions } from "./dhcp";
export { actionsOf } from "./actions";
export { partitionIn } from "./arns";
export { hasPortNamed, portNamed } from "./container-ports";
export { wantsEcsEndpoints } from "./ecs-regions";
export { namedProviders, strategyOf, type NamedProviders } from "./fargate";
export { hiddenLaunchers } from "./hidden";
export { describeRegistry, dualStackEcrHost, registryOf, type Registry } from "./image";
export { findLoadBalancers, type FargateLoadBalancer } from "./load-balancers";
export { awsLogsOf, needlessRouters, type AwsLogs } from "./log-groups";
export { proxiedIn, type Proxied } from "./proxies";
export type { Need, NeededFileSystem, NeededHost, NeededService, Needs, TaskNeeds } from "./needs";
export { Registries, registryHostPattern, type HostStack } from "./registries";
export { roleAllows, type RoleCall, type RoleNeed } from "./role-need";
export { agentNeed, agentRegistry, agentRepository, hasAgent } from "./runtime-monitoring";
export { hasServiceLinkedRole } from "./service-linked-role";
export { findTasks, type FargateTask } from "./tasks";
export {
    isPlatformAtLeast,
    isPlatformVersion,
    isWindows,
    logDrivers,
    oldestLinuxPlatform,
} from "./platform";
export {
    portsOf,
    mapsToItself,
    sharedPorts,
    type ContainerPorts,
    type PortMapping,
    type PortRange,
} from "./port-mappings";
export { areInFargateZones } from "./zones";
export {
    isForEcs,
    latticeCalls,
    latticePort,
    latticeRegistrationsOf,
    type LatticeCall,
} from "./lattice";
export { desiredTasks, peakTasks, steadyTasks, type Amount } from "./task-count";
export { isTaskSize, nearestTaskSizes, type TaskSize } from "./task-size";
export {
    concernsTasks,
    findWorkloads,
    isForOthers,
    isMeantForFargate,
    isWorkloadType,
    unmodelledLaunchers,
    type InferredRegistry,
    type Workload,
} from "./workload";
export { claimsOf, deploysWithCodeDeploy, slotsOf, usersOf, type Claim } from "./target-groups";
export { portClaimsOf, type PortClaim } from "./port-claims";
export { doubtsOfServing } from "./serving";
export {
    createdNetwork,
    hasLogGroups,
    haveValues,
    isTaken,
    mayStart,
    type Awaited,
    type Missed,
} from "./start";
export { byName, meantBy, namedCalls, type NamedCall, type NamedTasks } from "./named-calls";
export { connectNamespace, mayHaveName, taskNames, tcpPortsOf, type TaskName } from "./task-names";
export { unreadResources } from "./unread";
export { findVpcs, type FargateVpc } from "./vpcs";
