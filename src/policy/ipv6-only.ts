import { fromBoolean, map, not, type Answer } from "../knowable";
import { every, type Subnet } from "../network";
import type { Path } from "../reach";
import type { Workload } from "../workload";
import type { Subject } from "./policy";

/** For policies about IPv6-only subnets. */
export const ipv6OnlySubject: Subject = {
    what: "tasks in IPv6-only subnets",
    isIn: ({ workloads }) => workloads.some(mayLackIpv4),
};

/** Tasks of a workload may start without an IPv4 address. */
export function mayLackIpv4({ launcher: { subnets } }: Workload): boolean {
    return every(subnets, hasIpv4).verdict !== "ok";
}

/** Tasks that start in a subnet have an IPv4 address. */
export function hasIpv4({ isIpv6Only }: Subnet): Answer<Path> {
    return not(fromBoolean(map(isIpv6Only, (only) => only === true)));
}
