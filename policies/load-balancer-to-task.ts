import { unless } from "../src/knowable";
import { every, everyLoadBalancer, listed, type Registration } from "../src/network";
import {
    definePolicy,
    fixOf,
    judgeWays,
    unknownNeeds,
    wayInto,
    type Judgement,
    type Model,
} from "../src/policy";
import { isOfHealthChecks, type Path } from "../src/reach";
import type { Workload } from "../src/workload";

export const loadBalancerToTask = definePolicy({
    kind: "stack",
    name: "load-balancer-to-task",
    description:
        "Every load balancer must be able to reach the tasks behind it, on the container port and on the port of the health checks.",
    why: 'Between a load balancer and a task stand its security groups, the network ACLs of both subnets, and the security groups of the task (AWS rules 6, 7). The port is that of the container: that of the target group is only a default. A Network Load Balancer without security groups calls from the addresses of its subnets, or shows those of its clients. Otherwise health checks end in "Request timed out" (Target.Timeout), and ECS stops one task after the other: "Task failed ELB health checks in (target-group …)".',
    fix: "Admit the container port, and the port of the health checks, from the security group of the load balancer in the security group of the tasks.",
    turnOff: "If rules are added to these security groups outside of what a plan shows.",
    severity: "critical",
    level: "mandatory",
    *check({ model }) {
        for (const workload of model.workloads) {
            const { label, name, registrations } = workload.launcher;
            if (!registrations.known) {
                yield* unknownNeeds(workload, [registrations.why]);
                continue;
            }
            const judgements = [
                ...judgeWays(
                    model,
                    workload,
                    registrations.value.map((each) => wayInto(workload, each, model)),
                    ({ from, paths }) =>
                        `${callersOf(paths)} cannot reach the tasks of ${label} ${name} in ${from} ${portsOf(paths)}`,
                ),
            ];
            yield* judgements;
            const verdicts = new Set(judgements.map(({ answer }) => answer.verdict));
            if (verdicts.has("violated") || !verdicts.has("cannot-know")) continue;
            for (const each of registrations.value) yield* judgeGroups(workload, each, model);
        }
    },
});

/** Where subnets are not known, groups may still admit nobody at all. What else is not known is said above. */
function* judgeGroups(
    { launcher, maybe }: Workload,
    { targetGroups, containerPort: port }: Registration,
    { graph, reach }: Model,
): Iterable<Judgement> {
    if (!port.known || port.value === undefined) return;
    const { label, name, resource } = launcher;
    const { value } = port;
    const answer = every(targetGroups, (group) =>
        everyLoadBalancer(graph, group, (balancer) =>
            reach.admitsSomebody(balancer, group, launcher, value),
        ),
    );
    if (answer.verdict !== "violated") return;
    const paths = answer.evidence;
    yield {
        resource,
        answer: unless(answer, maybe),
        problem: `${callersOf(paths)} cannot reach the tasks of ${label} ${name} ${portsOf(paths)}`,
        fix: fixOf(paths),
    };
}

/** `load balancers a and b`: where the packets started. */
function callersOf(paths: readonly Path[]): string {
    const starts = paths.flatMap(({ hops: [first] }) => first?.name ?? []);
    const names = [...new Set(starts)].map((name) => ({ name }));
    return `load balancer${names.length > 1 ? "s" : ""} ${listed(names)}`;
}

/** The ports, and what comes of it that they are closed. */
function portsOf(paths: readonly Path[]): string {
    const ports = [...new Set(paths.map(({ way }) => way.text))].join(" and ");
    return paths.some(isOfHealthChecks)
        ? `${ports}, so they fail its health checks, and ECS stops them`
        : `${ports}, so its requests time out`;
}
