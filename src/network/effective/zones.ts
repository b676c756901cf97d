import {
    assuming,
    either,
    flatMap,
    fromBoolean,
    isKnownToBe,
    known,
    map,
    ok,
    unknown,
    unless,
    violated,
    whyOf,
    type Answer,
    type Gap,
    type Knowable,
} from "../../knowable";
import {
    candidates,
    doubtsOf,
    isEmpty,
    orOther,
    some,
    unresolvedOf,
    type Links,
} from "../links/link";
import type { LoadBalancer } from "../things/load-balancer";
import type { Subnet } from "../things/subnet";
import type { TargetGroup } from "../things/target-group";

/** An answer that speaks for itself. */
type Verdict = Answer<never>;

/** Whether a load balancer has a subnet in the zone of another subnet, so that it serves targets there (AWS rule 7). */
export function servesZone(balancer: LoadBalancer, group: TargetGroup, place: Subnet): Verdict {
    const { subnets, loadBalancerType: type } = balancer;
    if (isEmpty(subnets) || isKnownToBe(type, "gateway")) return ok();
    return unless(haveZoneOf(subnets, place), acrossZones(balancer, group));
}

/** Whether a transit gateway has an attachment in the Availability Zone of a subnet (AWS rule 20). */
export function isAttachedInZone(attached: Links<Subnet>, place: Subnet): Verdict {
    // Local Zones are attached by the zone that is their parent.
    const doubts = isKnownToBe(isOrdinary(place), true)
        ? []
        : [
              place.resource.gap(
                  "availabilityZone",
                  "not-modelled",
                  "it may not be in a zone of its own",
              ),
          ];
    return unless(haveZoneOf(attached, place), doubts);
}

/** Those of the subnets in which a transit gateway is attached that may be in the zone of another one. */
export function attachedBeside(attached: Links<Subnet>, place: Subnet): readonly Subnet[] {
    return candidates(attached).filter((each) => !isKnownToBe(isSameZone(each, place), false));
}

/** Whether one of these subnets is in the zone of another one. */
function haveZoneOf(subnets: Links<Subnet>, place: Subnet): Verdict {
    const covers = some(subnets, (each) => fromBoolean<never>(isSameZone(each, place)));
    return unless(covers, unseen(subnets));
}

/** An NLB serves constrained zones, in which it can have no subnet, from others (NLB, Availability Zones). */
function acrossZones(balancer: LoadBalancer, { crossZone }: TargetGroup): readonly Gap[] {
    const { loadBalancerType: type, resource } = balancer;
    if (isKnownToBe(type, "application")) return [];
    const isOn = flatMap(crossZone, (setting) =>
        setting === "true" || setting === "false"
            ? known(setting === "true")
            : balancer.isCrossZone,
    );
    if (!isOn.known) return [isOn.why];
    if (isOn.value !== true) return [];
    const what =
        "across zones it may serve tasks in a constrained Availability Zone, in which it can have no subnet";
    return [type.known ? resource.gap("subnets", "not-modelled", what) : type.why];
}

/**
 * Whether a load balancer, if it is an ALB, has two Availability Zones. On an Outpost it has one subnet,
 * and in Local Zones it may have one (ELB, CreateLoadBalancer).
 */
export function hasTwoZones({
    subnets,
    loadBalancerType: type,
}: Pick<LoadBalancer, "subnets" | "loadBalancerType">): Verdict {
    if (type.known && type.value !== "application") return ok();
    const ordinary = candidates(subnets).map(isOrdinary);
    if (ordinary.some((each) => isKnownToBe(each, false))) return ok();
    return unless(spansZones(subnets), [...whyOf(type, ...ordinary), ...subnets.gaps]);
}

/** Whether subnets lie in at least two zones, whichever of them are meant; of none nothing is asked. */
export function spansZones(subnets: Links<Subnet>): Verdict {
    const { nodes, outside = [], assumed } = subnets;
    const isApart = (one: Subnet, other: Subnet): boolean =>
        isKnownToBe(isSameZone(one, other), false);
    // One of each zone is enough to compare.
    const zones = [...new Map(nodes.map((each) => [zoneOf(each), each])).values()];
    const hasTwo = zones.some((one) => zones.some((other) => isApart(one, other)));
    if (hasTwo || isEmpty(subnets)) return assuming(ok(), assumed);
    const [first, ...others] = candidates(subnets);
    const facts = first === undefined ? [] : others.map((other) => isSameZone(first, other));
    // Any single subnet is in one zone, though it be outside the plan.
    const isAlone = candidates(subnets).length + outside.length < 2;
    const gaps = [
        ...(isAlone ? unresolvedOf(subnets) : subnets.gaps),
        ...unseen(subnets),
        ...whyOf(...facts),
        ...(facts.some((each) => isKnownToBe(each, false)) ? doubtsOf(subnets) : []),
    ];
    return assuming(unless(violated(), gaps), assumed);
}

/** Which of two lists of subnets has a zone that is none of the other's. */
export function differInZones(one: Links<Subnet>, other: Links<Subnet>): Knowable<Difference> {
    const [why] = [one, other].flatMap((links) => [...doubtsOf(links), ...unseen(links)]);
    if (why !== undefined) return unknown(why);
    const outside = (these: Links<Subnet>, those: Links<Subnet>): Knowable<boolean> =>
        either(
            ...these.nodes.map((each) =>
                map(
                    either(...those.nodes.map((place) => isSameZone(each, place))),
                    (isThere) => !isThere,
                ),
            ),
        );
    return flatMap(outside(one, other), (isFirst) =>
        map(outside(other, one), (isSecond) =>
            isFirst && isSecond ? "both" : isFirst || isSecond ? "one" : "none",
        ),
    );
}

export type Difference = "none" | "one" | "both";

/** What is known of a subnet's zone. */
function zoneOf({ availabilityZone: name, availabilityZoneId: id }: Subnet): string {
    return JSON.stringify([name, id].map((each) => (each.known ? [each.value] : [])));
}

/** Zones are compared by name, or by id. */
function isSameZone(one: Subnet, other: Subnet): Knowable<boolean> {
    if (one === other) return known(true);
    const byName = isSame(one.availabilityZone, other.availabilityZone);
    const byId = isSame(one.availabilityZoneId, other.availabilityZoneId);
    return byName.known || !byId.known ? byName : byId;
}

function isSame(one: Knowable<unknown>, other: Knowable<unknown>): Knowable<boolean> {
    return flatMap(one, (a) => map(other, (b) => a === b));
}

/** In an Availability Zone of the region: not in a Local or Wavelength Zone, nor on an Outpost. */
function isOrdinary(subnet: Subnet): Knowable<boolean> {
    const { isOnOutpost, availabilityZone: zone, availabilityZoneId: id, leavesZoneToAws } = subnet;
    if (!isOnOutpost.known) return isOnOutpost;
    if (isOnOutpost.value) return known(false);
    if (leavesZoneToAws) return known(true);
    // `us-west-2a` and `usw2-az1`; a Local Zone is called `us-west-2-lax-1a`, `usw2-lax1-az1`.
    if (zone.known) return known(/^[a-z]+(-[a-z]+)+-\d+[a-z]$/.test(zone.value ?? ""));
    return map(id, (value = "") => /^[a-z0-9]+-az\d+$/.test(value));
}

/** Why an unknown list may hold others than those that feed it visibly. */
function unseen(subnets: Links<Subnet>): readonly Gap[] {
    return [...orOther(subnets), ...(subnets.more === undefined ? [] : [subnets.more])];
}
