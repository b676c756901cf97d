import { all, any, ok, unless, violated, type Answer } from "../src/knowable";
import {
    candidates,
    every,
    unresolvedOf,
    type Children,
    type FlowLog,
    type Graph,
    type Subnet,
    type Vpc,
} from "../src/network";
import { definePolicy, securityBestPractice, unknownVpcs } from "../src/policy";
import type { Workload } from "../src/workload";

export const vpcFlowLogs = definePolicy({
    kind: "stack",
    name: "vpc-flow-logs",
    description: "Every VPC of Fargate tasks should have a flow log, or each of their subnets one.",
    why: "Flow logs show what tasks send and receive, and what security groups and network ACLs refuse: each task has a network interface of its own. On platform versions 1.3.0 and older they show only a part: there logins to registries and secrets took an interface that Fargate owned (AWS rule 1.3).",
    fix: "Add a flow log (`aws.ec2.FlowLog`) with the VPC's `vpcId`.",
    turnOff: "If flow logs are turned on elsewhere, or are not worth their costs.",
    severity: "low",
    level: "advisory",
    framework: securityBestPractice("EC2.6"),
    *check({ model }) {
        yield* unknownVpcs(model);
        for (const { vpc, near, maybe } of model.vpcs) {
            yield {
                resource: vpc.resource,
                answer: unless(isLogged(model.graph, vpc, near), maybe),
                problem: `VPC ${vpc.name} has no flow log, so nothing shows the traffic of the tasks in it`,
                fix: `add a flow log with the vpcId of VPC ${vpc.name}`,
            };
        }
    },
});

/** The VPC as a whole, or every subnet of it in which tasks run. */
function isLogged(graph: Graph, vpc: Vpc, workloads: readonly Workload[]): Answer<never> {
    const logs = graph.children("flowLog", vpc, "vpc");
    const isVpcLogged = hasOne(graph, vpc, logs);
    if (isVpcLogged.verdict === "ok") return isVpcLogged;
    const isSubnetLogged = (subnet: Subnet): Answer<never> => {
        const elsewhere = unresolvedOf(subnet.vpc);
        if (!candidates(subnet.vpc).includes(vpc) && elsewhere.length === 0) return ok();
        const own = graph.children("flowLog", subnet, "subnet");
        return unless(hasOne(graph, subnet, own), elsewhere);
    };
    const areSubnetsLogged = workloads.map(({ launcher, maybe }) =>
        unless(every(launcher.subnets, isSubnetLogged), maybe),
    );
    return any([isVpcLogged, all(areSubnetsLogged)]);
}

function hasOne(
    graph: Graph,
    owner: Vpc | Subnet,
    { certain, possible, unresolved }: Children<FlowLog>,
): Answer<never> {
    if (certain.length > 0) return ok();
    const what = `it may be of another ${owner.label}`;
    return unless(violated(), [
        ...possible.map(({ resource }) => resource.gap("", "made-by-plan", what)),
        ...graph.openness.of(owner, "flowLogs", unresolved),
    ]);
}
