import { unless } from "../src/knowable";
import { definePolicy, fixOf, judgeWays } from "../src/policy";

export const ipv6Rules = definePolicy({
    kind: "stack",
    name: "ipv6-rules",
    description:
        "Every security group and network ACL should let pass over IPv6 what it lets pass over IPv4, where IPv6 is led to Fargate tasks or their load balancers.",
    why: 'Rules for IPv4 say nothing of IPv6: "0.0.0.0/0" never covers it, and both families need rules of their own in security groups and network ACLs (AWS rules 1.13, 6). Where a dual-stack subnet has a route for IPv6, tasks that get an IPv6 address prefer it, and a call that no rule lets out waits until it times out; clients that see the IPv6 address of a dual-stack load balancer do too. A subnet without a route for IPv6, and a load balancer of type `ipv4`, are left alone.',
    fix: "Add a rule for `::/0` beside that for `0.0.0.0/0`.",
    turnOff: "If IPv6 is led to the tasks, and shut off by the rules on purpose.",
    severity: "medium",
    level: "advisory",
    *check({ model }) {
        const { reach, workloads, loadBalancers } = model;
        for (const workload of workloads) {
            const { label, name } = workload.launcher;
            yield* judgeWays(
                model,
                workload,
                [
                    {
                        what: "the internet over IPv6",
                        byEndpoint: false,
                        ask: (subnet) => reach.ipv6Rules.ofTasks(reach.originIn(subnet, workload)),
                    },
                ],
                ({ from, what }) =>
                    `tasks of ${label} ${name} in ${from} may call the internet over IPv4, but no rules let them call ${what}, to which there is a route`,
            );
        }
        for (const { loadBalancer, maybe } of loadBalancers) {
            const answer = unless(reach.ipv6Rules.ofBalancer(loadBalancer), maybe);
            yield {
                resource: loadBalancer.resource,
                answer,
                problem: `load balancer ${loadBalancer.name} is dual-stack and admits clients over IPv4, but no rules admit them over IPv6`,
                fix: fixOf(answer.evidence),
            };
        }
    },
});
