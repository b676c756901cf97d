import type { Policy } from "../src/policy";
import { dualStackTasks } from "./dual-stack-tasks";
import { ecsEndpoints } from "./ecs-endpoints";
import { ecsServiceLinkedRole } from "./ecs-service-linked-role";
import { endpointUsable } from "./endpoint-usable";
import { expressServiceSubnets } from "./express-service-subnets";
import { ipv6ImageUri } from "./ipv6-image-uri";
import { ipv6Region } from "./ipv6-region";
import { ipv6Rules } from "./ipv6-rules";
import { ipv6OnlyTasks } from "./ipv6-only-tasks";
import { listenerPorts } from "./listener-ports";
import { loadBalancerIngress } from "./load-balancer-ingress";
import { loadBalancerSubnets } from "./load-balancer-subnets";
import { loadBalancerToTask } from "./load-balancer-to-task";
import { preflightInputs } from "./preflight-inputs";
import { preflightSettings } from "./preflight-settings";
import { serviceLoadBalancerType } from "./service-load-balancer-type";
import { serviceNetworkConfiguration } from "./service-network-configuration";
import { serviceAvailabilityZones } from "./service-availability-zones";
import { serviceParameters } from "./service-parameters";
import { serviceNetworkLimits } from "./service-network-limits";
import { servicePlatformVersion } from "./service-platform-version";
import { servicePublicIp } from "./service-public-ip";
import { servicePublicIpPlacement } from "./service-public-ip-placement";
import { targetGroupAttached } from "./target-group-attached";
import { targetGroupContainer } from "./target-group-container";
import { serviceStartOrder } from "./service-start-order";
import { serviceSingleVpc } from "./service-single-vpc";
import { serviceToService } from "./service-to-service";
import { subnetCapacity } from "./subnet-capacity";
import { subnetHeadroom } from "./subnet-headroom";
import { targetGroupIpAddressType } from "./target-group-ip-address-type";
import { targetGroupType } from "./target-group-type";
import { taskImagePull } from "./task-image-pull";
import { taskExec } from "./task-exec";
import { taskExecutionRole } from "./task-execution-role";
import { taskFileSystems } from "./task-file-systems";
import { taskLogs } from "./task-logs";
import { taskNetworkInterfaces } from "./task-network-interfaces";
import { taskNetworkMode } from "./task-network-mode";
import { taskRole } from "./task-role";
import { taskRolePermissions } from "./task-role-permissions";
import { taskNetworkParameters } from "./task-network-parameters";
import { taskParameters } from "./task-parameters";
import { taskPortMappings } from "./task-port-mappings";
import { taskSecrets } from "./task-secrets";
import { taskRuntimeMonitoring } from "./task-runtime-monitoring";
import { vpcLatticeToTask } from "./vpc-lattice-to-task";
import { unverifiedNetwork } from "./unverified-network";
import { vpcDhcpOptions } from "./vpc-dhcp-options";
import { vpcDns } from "./vpc-dns";
import { vpcDnsHostnames } from "./vpc-dns-hostnames";
import { vpcFlowLogs } from "./vpc-flow-logs";

/** All policies, in the order in which they run: settings first, open questions last. */
export const policies: readonly Policy[] = [
    preflightInputs,
    preflightSettings,
    taskNetworkMode,
    taskPortMappings,
    taskNetworkParameters,
    taskParameters,
    serviceParameters,
    servicePublicIp,
    serviceNetworkConfiguration,
    serviceNetworkLimits,
    servicePlatformVersion,
    serviceLoadBalancerType,
    serviceSingleVpc,
    taskNetworkInterfaces,
    targetGroupType,
    targetGroupIpAddressType,
    targetGroupAttached,
    targetGroupContainer,
    listenerPorts,
    vpcDns,
    dualStackTasks,
    ipv6OnlyTasks,
    loadBalancerSubnets,
    loadBalancerToTask,
    vpcLatticeToTask,
    expressServiceSubnets,
    taskImagePull,
    taskLogs,
    taskSecrets,
    taskFileSystems,
    taskExec,
    serviceToService,
    taskExecutionRole,
    taskRole,
    taskRolePermissions,
    serviceStartOrder,
    subnetCapacity,
    servicePublicIpPlacement,
    loadBalancerIngress,
    endpointUsable,
    ecsEndpoints,
    ecsServiceLinkedRole,
    subnetHeadroom,
    serviceAvailabilityZones,
    vpcDhcpOptions,
    vpcFlowLogs,
    ipv6ImageUri,
    ipv6Region,
    ipv6Rules,
    vpcDnsHostnames,
    taskRuntimeMonitoring,
    unverifiedNetwork,
];
