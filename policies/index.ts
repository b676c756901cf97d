import type { Policy } from "../src/policy";
import { ecsEndpoints } from "./ecs-endpoints";
import { endpointUsable } from "./endpoint-usable";
import { loadBalancerIngress } from "./load-balancer-ingress";
import { loadBalancerSubnets } from "./load-balancer-subnets";
import { loadBalancerToTask } from "./load-balancer-to-task";
import { preflightInputs } from "./preflight-inputs";
import { preflightSettings } from "./preflight-settings";
import { serviceNetworkLimits } from "./service-network-limits";
import { servicePublicIpPlacement } from "./service-public-ip-placement";
import { targetGroupType } from "./target-group-type";
import { taskImagePull } from "./task-image-pull";
import { taskExec } from "./task-exec";
import { taskFileSystems } from "./task-file-systems";
import { taskLogs } from "./task-logs";
import { taskNetworkMode } from "./task-network-mode";
import { taskSecrets } from "./task-secrets";
import { unverifiedNetwork } from "./unverified-network";
import { vpcDns } from "./vpc-dns";
import { vpcDnsHostnames } from "./vpc-dns-hostnames";

/** All policies, in the order in which they run: settings first, open questions last. */
export const policies: readonly Policy[] = [
    preflightInputs,
    preflightSettings,
    taskNetworkMode,
    serviceNetworkLimits,
    targetGroupType,
    vpcDns,
    loadBalancerSubnets,
    loadBalancerToTask,
    taskImagePull,
    taskLogs,
    taskSecrets,
    taskFileSystems,
    taskExec,
    servicePublicIpPlacement,
    loadBalancerIngress,
    endpointUsable,
    ecsEndpoints,
    vpcDnsHostnames,
    unverifiedNetwork,
];
