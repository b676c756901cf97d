import {
    assuming,
    cannotKnow,
    map,
    fromBoolean,
    ok,
    violated,
    type Answer,
    type Gap,
    type Knowable,
} from "../knowable";
import {
    candidates,
    doubtsOf,
    every,
    isEmpty,
    orOther,
    unresolvedOf,
    type Links,
    type Subnet,
} from "../network";
import type { Workload } from "./workload";

/** Whether subnets lie in at least two availability zones, whichever of them are meant. */
export function spansZones(subnets: Links<Subnet>): Answer<never> {
    const { nodes, outside = [], more, assumed } = subnets;
    if (isEmpty(subnets) || areApart(nodes)) return assuming(ok(), assumed);
    const meant = candidates(subnets);
    const others = [
        ...unresolvedOf(subnets),
        ...orOther(subnets),
        ...(more === undefined ? [] : [more]),
    ];
    const isOneZone = outside.length === 0 ? areTogether(meant) : meant.length + outside.length < 2;
    if (others.length === 0 && isOneZone) return assuming(violated(), assumed);
    return cannotKnow([...doubtsOf(subnets), ...meant.flatMap(whyUnknown)]);
}

/** A zone is told by its name, or by its id. */
const tellings: readonly ((subnet: Subnet) => Knowable<string | undefined>)[] = [
    (subnet) => subnet.availabilityZone,
    (subnet) => subnet.availabilityZoneId,
];

function areApart(subnets: readonly Subnet[]): boolean {
    return tellings.some((tell) => new Set(told(subnets.map(tell))).size > 1);
}

function areTogether(subnets: readonly Subnet[]): boolean {
    if (subnets.length < 2) return true;
    return tellings.some((tell) => {
        const zones = told(subnets.map(tell));
        return zones.length === subnets.length && new Set(zones).size === 1;
    });
}

function told(zones: readonly Knowable<string | undefined>[]): readonly string[] {
    return zones.flatMap((zone) => (zone.known ? (zone.value ?? []) : []));
}

/** Why the zone's name is not known. */
function whyUnknown({ availabilityZone: zone, resource }: Subnet): readonly Gap[] {
    if (!zone.known) return [zone.why];
    const what = "AWS chooses it during the deployment";
    return zone.value === undefined ? [resource.gap("availabilityZone", "computed", what)] : [];
}

/** The zones that have Fargate, of regions in which not all have (facts 9). */
const zonesWithFargate: Readonly<Record<string, readonly string[]>> = {
    "us-west-1": ["usw1-az1", "usw1-az3"],
    "ap-northeast-1": ["apne1-az1", "apne1-az2", "apne1-az4"],
    "cn-north-1": ["cnn1-az1", "cnn1-az2"],
};

/** The zone that has Fargate only for Linux (facts 9). */
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
    const isLinux = map(operatingSystem, (family) => family?.startsWith("WINDOWS") !== true);
    if (region.value !== linuxOnly.region || (isLinux.known && isLinux.value)) return ok();
    return every(launcher.subnets, ({ availabilityZoneId: zone }) =>
        zone.known && zone.value !== linuxOnly.zone
            ? ok()
            : fromBoolean(isLinux.known ? map(zone, () => false) : isLinux),
    );
}
