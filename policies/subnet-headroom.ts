import { definePolicy, judgeCrowds } from "../src/policy";

export const subnetHeadroom = definePolicy({
    kind: "stack",
    name: "subnet-headroom",
    description:
        "Every Fargate workload should have subnets with addresses for its deployments and its scaling, too.",
    why: "While a deployment runs, a service may have `deploymentMaximumPercent` of its tasks, 200 % by default, and twice its tasks if blue and green stand side by side (AWS rule 9); Application Auto Scaling adds tasks up to `maxCapacity`. Load balancers want eight free addresses in each of their subnets (AWS rule 7); endpoints, NAT gateways and mount targets take one each. Without room a deployment goes on with fewer new tasks at a time, or not at all. What a schedule, an event, a pipe or a state of Step Functions starts together (`taskCount`, `Count`) needs addresses beside the tasks of services that nothing scales; they are asked one by one, for they need not start at the same hour. What else takes addresses (functions, databases, instances) is not counted, unless facts from AWS say how many were free (`availableIpAddressCount` of a subnet): then those are compared with what this plan starts anew. That number is as old as the facts, and holds what exists already, so it never blocks.",
    fix: "Give the workload more or larger subnets, or lower `deploymentMaximumPercent` or `maxCapacity`, or, of what a schedule, an event, a pipe or a state starts, `taskCount` or `Count`.",
    turnOff: "If deployments may go slowly, a few tasks at a time.",
    severity: "medium",
    level: "advisory",
    *check({ model }) {
        yield* judgeCrowds(model.capacity.peaks, ({ who, room, want, missing }) => ({
            problem: `${room} beside what else is in there, but ${want} at the peak, during a deployment or scaled out: ${missing}`,
            fix: `give ${who} more or larger subnets, or lower deploymentMaximumPercent or the maxCapacity of the scaling`,
        }));
        yield* judgeCrowds(model.capacity.starts, ({ who, room, want, missing, count }) => ({
            problem: `${room} beside those that services keep running, but ${want} at once: ${missing}`,
            fix: `give ${who} more or larger subnets, or lower ${count}`,
        }));
        yield* judgeCrowds(
            model.capacity.arrivals,
            ({ who, places, free, want, missing, count }) => ({
                problem: `${places} had ${free}, but ${want} more: ${missing}`,
                fix: `give ${who} more or larger subnets, or lower ${count}; or free addresses there`,
            }),
        );
    },
});
