import { fromBoolean, unless, type Answer } from "../knowable";
import { stopped, type Path } from "../reach";
import { oldestLinuxPlatform, type Workload } from "../workload";
import { policyFaults, policyWays } from "./faults";
import { set, type Fix } from "./fix";

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

/** Lets the tasks of a workload run on a platform that has what they need. */
export function modernPlatform({ launcher }: Workload): Fix {
    return ["LATEST", oldestLinuxPlatform].map((version) =>
        set(launcher, launcher.pathOf("platformVersion"), version),
    );
}
