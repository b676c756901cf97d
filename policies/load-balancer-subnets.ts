import { after, unless } from "../src/knowable";
import {
    every,
    everyLoadBalancer,
    hasTwoZones,
    isEmpty,
    listed,
    servesZone,
    type LoadBalancer,
} from "../src/network";
import {
    advice,
    definePolicy,
    judgeWays,
    policyFaults,
    policyWays,
    set,
    type Judgement,
    type Model,
    type Way,
} from "../src/policy";
import { stopped, ways, type Path } from "../src/reach";
import type { Workload } from "../src/workload";

export const loadBalancerSubnets = definePolicy({
    kind: "stack",
    name: "load-balancer-subnets",
    description:
        "Every load balancer of Fargate tasks must have a subnet in each Availability Zone of theirs, and public subnets if it faces the internet.",
    why: 'Tasks in an Availability Zone in which the load balancer has no subnet get no requests: they stay `unused` with "Target is in an Availability Zone that is not enabled for the load balancer". An Application Load Balancer needs two zones, else AWS answers "ValidationError: At least two subnets in two different Availability Zones must be specified". One that faces the internet is reached through an internet gateway, so its subnets need a route to one (AWS rule 7).',
    fix: "Give the load balancer a subnet in each Availability Zone of the tasks: public subnets, or set `internal` to true.",
    turnOff:
        "If tasks run in an Availability Zone that load balancers cannot have, or clients come by a connection that no plan shows.",
    severity: "high",
    level: "mandatory",
    *check({ model }) {
        for (const workload of model.workloads) {
            const { launcher } = workload;
            if (isEmpty(launcher.targetGroups)) continue;
            yield* judgeWays(
                model,
                workload,
                [intoZone(workload, model)],
                ({ from, paths }) =>
                    `tasks of ${launcher.label} ${launcher.name} in ${from} get no requests: load balancer ${listed(paths.flatMap(({ hops: [first] }) => first ?? []))} has no subnet in their Availability Zone`,
            );
        }
        for (const { loadBalancer, maybe } of model.loadBalancers) {
            for (const judgement of [twoZones(loadBalancer), publicSubnets(loadBalancer, model)]) {
                yield { ...judgement, answer: unless(judgement.answer, maybe) };
            }
        }
    },
});

/** Into the zone of a subnet, from each load balancer that forwards to a target group of the workload. */
function intoZone({ launcher }: Workload, { graph }: Model): Way {
    return {
        what: "the tasks",
        byEndpoint: false,
        isInward: true,
        ask: (subnet) =>
            every(launcher.targetGroups, (group) =>
                everyLoadBalancer(graph, group, (balancer) =>
                    after<Path>(servesZone(balancer, group, subnet), notThere(balancer)),
                ),
            ),
    };
}

function notThere(balancer: LoadBalancer): Path {
    return {
        way: policyWays.toZone,
        hops: [stopped(policyFaults.noSubnetInZone, balancer, {})],
    };
}

function twoZones(balancer: LoadBalancer): Judgement {
    const { resource, name } = balancer;
    const end = stopped(policyFaults.singleZone, balancer, {});
    const path = { way: ways.byItself, hops: [end] };
    return {
        resource,
        answer: after<Path>(hasTwoZones(balancer), path),
        problem: `load balancer ${name} has subnets in one Availability Zone alone, and AWS refuses an Application Load Balancer without two`,
        fix: `give the load balancer ${name} subnets in two Availability Zones`,
    };
}

function publicSubnets(balancer: LoadBalancer, { reach }: Model): Judgement {
    const { resource, name } = balancer;
    return {
        resource,
        answer: reach.isReachedFromInternet(balancer),
        problem: `load balancer ${name} faces the internet, but from there nothing leads to its subnets: they have no route to an internet gateway`,
        fix: [
            ...advice(`put the load balancer ${name} into public subnets`),
            set(balancer, "internal", true),
        ],
    };
}
