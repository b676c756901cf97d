import { fromBoolean, isKnownToBe, map } from "../src/knowable";
import { kinds, nodeByItself, StateMachine, TaskLauncher } from "../src/network";
import { definePolicy, securityBestPractice } from "../src/policy";

export const servicePublicIp = definePolicy({
    kind: "resource",
    name: "service-public-ip",
    description: "Every Fargate workload must keep its tasks off the internet: no public IP.",
    why: "With `assignPublicIp` each task has an address that the internet can reach, with nothing but its security groups before it (AWS rule 1.1). A NAT gateway, or VPC endpoints, let tasks out without letting anyone in (AWS rule 1.2). This is hardening that you opt in to: tasks with public IPs do work.",
    fix: "Leave `assignPublicIp` out, and run the tasks in private subnets with a route to a NAT gateway, or with the VPC endpoints that they need (`ecr.api`, `ecr.dkr`, S3, `logs` …).",
    turnOff: "It is off by default. Turn it on where no task may have a public IP.",
    severity: "medium",
    level: "disabled",
    framework: securityBestPractice("ECS.2"),
    types: (
        ["service", "taskSet", "eventTarget", "schedule", "pipe", "stateMachine"] as const
    ).flatMap((kind) => kinds[kind].types),
    *check(resource) {
        const launcher = nodeByItself(resource);
        if (!(launcher instanceof TaskLauncher)) return;
        // Most of them start no tasks: of a definition that is not known yet nothing is told.
        if (launcher instanceof StateMachine && !isKnownToBe(launcher.startsTasks, true)) return;
        const { label, name, assignPublicIp } = launcher;
        yield {
            resource,
            answer: fromBoolean(map(assignPublicIp, (isOn) => isOn !== true)),
            problem: `${label} ${name} has assignPublicIp, so each of its tasks gets a public IP address`,
            fix: `leave assignPublicIp of ${name} out, and run its tasks in subnets with a route to a NAT gateway, or with VPC endpoints for what they need`,
        };
    },
});
