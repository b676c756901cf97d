import { all } from "../src/knowable";
import { definePolicy } from "../src/policy";
import { hasServiceLinkedRole } from "../src/workload";

export const ecsServiceLinkedRole = definePolicy({
    kind: "stack",
    name: "ecs-service-linked-role",
    description: "Every account with Fargate workloads must have the service-linked role of ECS.",
    why: 'With it ECS makes the tasks\' network interfaces and registers them with load balancers (AWS rule 1.6). ECS makes it itself with the first cluster or service, if the caller may `iam:CreateServiceLinkedRole`, and may then be too quick for itself: "InvalidParameterException: Unable to assume the service linked role. Please verify that the ECS service linked role exists."',
    fix: 'Make it once in the account: `aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com`, or `new aws.iam.ServiceLinkedRole("ecs", { awsServiceName: "ecs.amazonaws.com" })` on which the cluster depends, in one program of the account.',
    turnOff:
        "It is off by default: in an account in which ECS has ever been used the role exists, and no plan shows it. Turn it on to prepare the first deployment to a new account.",
    severity: "low",
    level: "disabled",
    limits: "Ok or unknown: ok if the program makes the role, or its cluster or service exists already. It is never violated, because a role that is not in the plan may exist, and ECS makes one that is missing.",
    *check({ model }) {
        const { graph, stack, workloads } = model;
        if (stack === undefined) return;
        const answer = all(workloads.map((each) => hasServiceLinkedRole(graph, each, stack)));
        yield { resource: stack, answer, problem: "", fix: "" };
    },
});
