import type { Policy } from "../src/policy";
import { ecsEndpoints } from "./ecs-endpoints";
import { endpointUsable } from "./endpoint-usable";
import { preflightInputs } from "./preflight-inputs";
import { preflightSettings } from "./preflight-settings";
import { serviceAvailabilityZones } from "./service-availability-zones";
import { serviceNetworkLimits } from "./service-network-limits";
import { servicePublicIpPlacement } from "./service-public-ip-placement";
import { serviceSingleVpc } from "./service-single-vpc";
import { subnetCapacity } from "./subnet-capacity";
import { subnetHeadroom } from "./subnet-headroom";
import { targetGroupType } from "./target-group-type";
import { taskImagePull } from "./task-image-pull";
import { taskExec } from "./task-exec";
import { taskFileSystems } from "./task-file-systems";
import { taskLogs } from "./task-logs";
import { taskNetworkInterfaces } from "./task-network-interfaces";
import { taskNetworkMode } from "./task-network-mode";
import { taskSecrets } from "./task-secrets";
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
    serviceNetworkLimits,
    serviceSingleVpc,
    taskNetworkInterfaces,
    targetGroupType,
    vpcDns,
    taskImagePull,
    taskLogs,
    taskSecrets,
    taskFileSystems,
    taskExec,
    subnetCapacity,
    servicePublicIpPlacement,
    endpointUsable,
    ecsEndpoints,
    subnetHeadroom,
    serviceAvailabilityZones,
    vpcDhcpOptions,
    vpcFlowLogs,
    vpcDnsHostnames,
    unverifiedNetwork,
];
