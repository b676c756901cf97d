import { fromBoolean, unless, type Answer } from "../knowable";
import { stopped, type Path } from "../reach";
import type { Workload } from "../workload";
import { policyFaults, policyWays } from "./faults";

/**
 * Whether a workload's platform is none of those before Linux 1.4.0. Several policies have something to
 * say of an old one, for the one cause that the hop names.
 */
export function hasModernPlatform({ launcher, isModernPlatform, maybe }: Workload): Answer<Path> {
    const old: Path = {
        way: policyWays.ofPlatform,
        hops: [stopped(policyFaults.platformTooOld, launcher, {})],
    };
    return unless(fromBoolean(isModernPlatform, [], [old]), [
        ...maybe,
        ...launcher.ignoredChangesOf("platformVersion"),
    ]);
}
