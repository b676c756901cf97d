import {
    all,
    any,
    fromBoolean,
    isUnresolved,
    map,
    not,
    ok,
    violated,
    type Answer,
} from "../knowable";
import {
    every,
    everyOne,
    homesOf,
    inOneVpc,
    isEmpty,
    type Graph,
    type Service,
    type VpcDhcpOptionsAssociation,
} from "../network";

/**
 * Whether the tasks of a service see the DHCP options that this plan gives to their VPC: only those that
 * start afterwards do (AWS rule 1.10).
 */
export function seesDhcpOptions(graph: Graph, service: Service): Answer<never> {
    // Its first tasks start with them.
    if (service.resource.isNew) return ok();
    const changes = graph
        .all("vpcDhcpOptionsAssociation")
        .map((association) => ({ association, stays: staysAsItIs(association) }))
        .filter(({ stays }) => stays.verdict !== "ok");
    return all(
        changes.map(({ association, stays }) =>
            any([
                stays,
                startsAnew(service),
                everyOne(service.subnets, (subnet) =>
                    not(inOneVpc(homesOf(graph, association), homesOf(graph, subnet))),
                ),
            ]),
        ),
    );
}

/** This plan gives the VPC no other options than it has, as far as can be seen, or only AWS's own. */
function staysAsItIs({ resource, dhcpOptions, vpc }: VpcDhcpOptionsAssociation): Answer<never> {
    // In a VPC that is yet to be made nothing runs.
    if (vpc.nodes.some((each) => each.resource.isNew && !each.isAdopted)) return ok();
    // That an existing association changes from one existing set to another cannot be seen.
    const gaps = resource.isNew ? dhcpOptions.gaps : dhcpOptions.gaps.filter(isUnresolved);
    return every({ ...dhcpOptions, gaps }, (options) =>
        options.isAdopted || !(resource.isNew || options.resource.isNew) ? ok() : violated(),
    );
}

/** This plan starts the service's tasks anew: the program asks for it, or their definition is a new one. */
function startsAnew(service: Service): Answer<never> {
    const { forceNewDeployment, hasTriggers, taskDefinition, ignoredTaskDefinition } = service;
    const isFixed = ignoredTaskDefinition !== undefined || isEmpty(taskDefinition);
    return any([
        fromBoolean(map(forceNewDeployment, (isOn) => isOn === true)),
        fromBoolean(hasTriggers),
        isFixed
            ? violated()
            : every(taskDefinition, ({ resource }) => (resource.isNew ? ok() : violated())),
    ]);
}
