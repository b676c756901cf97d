import { fromBoolean, unless, type Answer } from "../knowable";
import { hop, type Path } from "../reach";
import { oldestLinuxPlatform, type Workload } from "../workload";

/**
 * Whether a workload's platform is none of those before Linux 1.4.0. Several policies have something to
 * say of an old one, for the one cause that the hop names.
 */
export function hasModernPlatform({ launcher, isModernPlatform, maybe }: Workload): Answer<Path> {
    const says = `platformVersion is older than ${oldestLinuxPlatform}`;
    const old: Path = {
        way: "its platform",
        hops: [{ ...hop(launcher, says), cause: "platform" }],
    };
    return unless(fromBoolean(isModernPlatform, [], [old]), [
        ...maybe,
        ...launcher.ignoredChangesOf("platformVersion"),
    ]);
}
