import {
    cannotKnow,
    flatMap,
    fromBoolean,
    isKnownToBe,
    known,
    map,
    ok,
    unless,
    violated,
    type Answer,
    type Gap,
    type Knowable,
} from "../knowable";
import { candidates, isEmpty, orOther, some, type Links } from "./link";
import type { LoadBalancer } from "./load-balancer";
import type { Subnet } from "./subnet";

/** An answer that speaks for itself. */
type Verdict = Answer<never>;

/** Whether a load balancer has a subnet in the zone of another subnet. */
export function coversZone({ subnets }: LoadBalancer, place: Subnet): Verdict {
    if (isEmpty(subnets)) return ok();
    const covers = some(subnets, (each) => fromBoolean<never>(isSameZone(each, place)));
    return unless(covers, unseen(subnets));
}

/**
 * Whether an ALB has two Availability Zones. On an Outpost it has one subnet, and in Local Zones it may
 * have one (ELB, CreateLoadBalancer).
 */
export function hasTwoZones({ subnets }: LoadBalancer): Verdict {
    if (isEmpty(subnets)) return ok();
    const all = candidates(subnets);
    const [first, ...others] = all;
    if (first === undefined) return cannotKnow(subnets.gaps);
    const { nodes } = subnets;
    const isApart = (one: Subnet, other: Subnet): boolean =>
        isKnownToBe(isSameZone(one, other), false);
    const hasTwo = nodes.some((one) => nodes.some((other) => isApart(one, other)));
    if (hasTwo || all.some((each) => isKnownToBe(isOrdinary(each), false))) return ok();
    const facts = [...all.map(isOrdinary), ...others.map((other) => isSameZone(first, other))];
    const mayHaveTwo = others.some((other) => isApart(first, other));
    return unless(violated(), [
        ...unseen(subnets),
        ...subnets.gaps,
        ...facts.flatMap((each) => (each.known ? [] : [each.why])),
        ...(mayHaveTwo && subnets.some !== undefined ? [subnets.some.why] : []),
    ]);
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
