import { definePolicy, judgeStarts } from "../src/policy";

export const serviceStartOrder = definePolicy({
    kind: "stack",
    name: "service-start-order",
    formerNames: ["target-group-dependency"],
    description:
        "Every Fargate workload should wait for what its start rests on: listeners, routes, endpoints, rules, roles' policies, log groups.",
    why: 'Pulumi makes what nothing depends on as early as it can, and a service names few of the things that its tasks start with (AWS rule 16). It names its subnets, and not the route table associations; its role, and not the policies that are attached to it; its target group, and not the listener that gives the group its load balancer. Without the listener, or without the capacity provider in its cluster, AWS refuses the call: "InvalidParameterException: The target group with targetGroupArn … does not have an associated load balancer". Without the others the first tasks fail: "ResourceInitializationError", "CannotPullContainerError". With the deployment circuit breaker on, or `waitForSteadyState`, the deployment may fail with them, and the second `pulumi up` works: then the severity is high. It is medium where AWS refuses the call, and low where ECS starts other tasks by itself. Only what the plan creates is asked; what it replaces reads as created. What is made inside one component of awsx no program can order, so nothing is said of it.',
    fix: "Name the things in the option `dependsOn` of the service, or of the component that makes it.",
    turnOff: "If the provider's second attempts, and those of ECS, are enough for you.",
    severity: "medium",
    level: "advisory",
    *check({ model }) {
        yield* judgeStarts(model);
    },
});
