import { definePolicy, judgeCrowds } from "../src/policy";

export const subnetCapacity = definePolicy({
    kind: "stack",
    name: "subnet-capacity",
    description: "Every Fargate workload must have subnets with an address for each of its tasks.",
    why: 'Each task takes one address of its subnet, of which AWS keeps five: a /28 has room for 11 tasks, a /24 for 251, for all services that share it (AWS rule 9). A task without an address does not start: "InsufficientFreeAddressesInSubnet: The specified subnet does not have enough free addresses to satisfy the request". Tasks of schedules, event rules, pipes and state machines come and go, and services may be scaled in when they start: `subnet-headroom` counts them, as advice.',
    fix: "Give the workload more or larger subnets, or lower `desiredCount`. An existing subnet cannot grow: a larger one is a new subnet.",
    turnOff: "If services in the same subnets never run at the same time.",
    severity: "high",
    level: "mandatory",
    *check({ model }) {
        yield* judgeCrowds(model.capacity.tasks, ({ who, room, want, missing, count }) => ({
            problem: `${room}, but ${want}: ${missing}`,
            fix: `give ${who} more or larger subnets, or lower ${count}`,
        }));
    },
});
