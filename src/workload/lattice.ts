import { flatMap, known, map, unknown, type Answer, type Knowable } from "../knowable";
import { trusts } from "../iam";
import {
    every,
    partitionOf,
    Service,
    type LatticeRegistration,
    type LatticeTargetGroup,
    type Links,
    type Role,
} from "../network";
import { portNamed } from "./container-ports";
import { portsOf } from "./port-mappings";
import type { Workload } from "./workload";

/** What VPC Lattice asks of a task (AWS rule 18). */
export interface LatticeCall {
    readonly group: LatticeTargetGroup;
    readonly port: number;
    /** That of the target group. */
    readonly region: string;
    readonly family: "ipv4" | "ipv6";
    readonly of: "traffic" | "checks" | "both";
}

/** With which target groups of VPC Lattice the tasks register. */
export function latticeRegistrationsOf({
    launcher,
}: Workload): Knowable<readonly LatticeRegistration[]> {
    return launcher instanceof Service ? launcher.latticeRegistrations : known([]);
}

/** The port on which they do: that of the mapping that `portName` names. */
export function latticePort(
    { launcher: { resource }, definition }: Workload,
    { path, portName }: LatticeRegistration,
): Knowable<number> {
    const containers = flatMap(definition, (each) => map(each.containers, portsOf));
    const range = flatMap(containers, (list) => portNamed(list, portName));
    return flatMap(range, (ports): Knowable<number> => {
        if (ports === undefined) {
            const what = "no port mapping of its task definition has this name";
            return unknown(resource.gap(`${path}.portName`, "malformed", what));
        }
        if (ports.from === ports.to) return known(ports.from);
        const what = "which port of a range ECS registers with VPC Lattice is not documented";
        return unknown(resource.gap(path, "not-modelled", what));
    });
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
                const family = type === "IPV6" ? "ipv6" : "ipv4";
                const call = { group, region, family } as const;
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
