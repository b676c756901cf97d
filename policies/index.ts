import type { Policy } from "../src/policy";
import { preflightInputs } from "./preflight-inputs";
import { preflightSettings } from "./preflight-settings";
import { serviceNetworkLimits } from "./service-network-limits";
import { targetGroupType } from "./target-group-type";
import { taskImagePull } from "./task-image-pull";
import { taskNetworkMode } from "./task-network-mode";
import { unverifiedNetwork } from "./unverified-network";

/** All policies, in the order in which they run: settings first, open questions last. */
export const policies: readonly Policy[] = [
    preflightInputs,
    preflightSettings,
    taskNetworkMode,
    serviceNetworkLimits,
    targetGroupType,
    taskImagePull,
    unverifiedNetwork,
];
