import { flatMap, map, unknown, type Knowable } from "../knowable";
import { partitionOf, type LatticeTargetGroup } from "../network";

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
