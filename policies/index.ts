import type { Policy } from "../src/policy";
import { preflightInputs } from "./preflight-inputs";
import { preflightSettings } from "./preflight-settings";
import { serviceNetworkLimits } from "./service-network-limits";
import { targetGroupType } from "./target-group-type";
import { taskImagePull } from "./task-image-pull";
import { taskExec } from "./task-exec";
import { taskFileSystems } from "./task-file-systems";
import { taskLogs } from "./task-logs";
import { taskNetworkMode } from "./task-network-mode";
import { taskSecrets } from "./task-secrets";
import { unverifiedNetwork } from "./unverified-network";

/** All policies, in the order in which they run: settings first, open questions last. */
export const policies: readonly Policy[] = [
    preflightInputs,
    preflightSettings,
    taskNetworkMode,
    serviceNetworkLimits,
    targetGroupType,
    taskImagePull,
    taskLogs,
    taskSecrets,
    taskFileSystems,
    taskExec,
    unverifiedNetwork,
];
