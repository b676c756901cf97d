import { cannotKnow, fromBoolean, map, ok, type Answer } from "../knowable";
import { every } from "../network";
import { isWindows } from "./platform";
import type { Workload } from "./workload";

/** The zones that have Fargate, of regions in which not all have (AWS rule 9). */
const zonesWithFargate: Readonly<Record<string, readonly string[]>> = {
    "us-west-1": ["usw1-az1", "usw1-az3"],
    "ap-northeast-1": ["apne1-az1", "apne1-az2", "apne1-az4"],
    "cn-north-1": ["cnn1-az1", "cnn1-az2"],
};

/** The zone that has Fargate only for Linux (AWS rule 9). */
const linuxOnly = { region: "us-east-1", zone: "use1-az3" };

/** Whether Fargate is in the zones of a workload's subnets. */
export function areInFargateZones({ launcher, operatingSystem }: Workload): Answer<never> {
    const { region } = launcher.resource;
    if (!region.known) return cannotKnow(region.why);
    const zones = zonesWithFargate[region.value];
    if (zones !== undefined) {
        return every(launcher.subnets, ({ availabilityZoneId: zone }) =>
            fromBoolean(map(zone, (id) => id === undefined || zones.includes(id))),
        );
    }
    const isLinux = map(isWindows(operatingSystem), (is) => !is);
    if (region.value !== linuxOnly.region || (isLinux.known && isLinux.value)) return ok();
    return every(launcher.subnets, ({ availabilityZoneId: zone }) =>
        zone.known && zone.value !== linuxOnly.zone
            ? ok()
            : fromBoolean(isLinux.known ? map(zone, () => false) : isLinux),
    );
}
