import { flatMap, map, unknown, type Answer, type Knowable } from "../knowable";
import { trusts } from "../iam";
import { every, partitionOf, type LatticeTargetGroup, type Links, type Role } from "../network";

/** What VPC Lattice asks of a task (AWS rule 18). */
export interface LatticeCall {
    readonly port: number;
    /** That of the target group. */
    readonly region: string;
    readonly family: "ipv4" | "ipv6";
    readonly of: "traffic" | "checks" | "both";
}

/** All that VPC Lattice asks of the tasks that register with a target group on a port. */
export function latticeCalls(
    group: LatticeTargetGroup,
    port: number,
): Knowable<readonly LatticeCall[]> {
    const { resource } = group;
    return flatMap(resource.region, (region): Knowable<readonly LatticeCall[]> => {
        // What is printed must be a region, not whatever stands there.
        if (partitionOf(region) === undefined) {
            return unknown(resource.gap("region", "malformed", "it is no region that is known"));
        }
        return flatMap(group.ipAddressType, (type) =>
            map(group.healthCheckPort(port), (check) => {
                const call = { region, family: type === "IPV6" ? "ipv6" : "ipv4" } as const;
                if (check === port) return [{ ...call, port, of: "both" }];
                return [
                    { ...call, port, of: "traffic" },
                    ...(check === undefined
                        ? []
                        : [{ ...call, port: check, of: "checks" } as const]),
                ];
            }),
        );
    });
}

/** Whether ECS itself may assume the role by which it is to register tasks (AWS rule 18). */
export function isForEcs(role: Links<Role>): Answer<never> {
    return every(role, (each) => trusts(each, "ecs.amazonaws.com"));
}
