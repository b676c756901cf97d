import { servicePublicIp } from "../../policies/service-public-ip";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { natNetwork, type Network } from "../support/networks";
import { unknown, type Inputs, type Value } from "../support/program";
import { pipe, report, runTask, stateMachine, taskState } from "../support/launchers";
import { testPolicy } from "../support/table";

/** A service with this `assignPublicIp`. */
const service =
    (assignPublicIp: Value, inputs: Inputs = {}) =>
    (n: Network): void => {
        const { publicSubnet } = natNetwork(n);
        n.service("web", [publicSubnet], { networkConfiguration: { assignPublicIp }, ...inputs });
    };

const network = (assignPublicIp: Value): Inputs => ({
    launchType: "FARGATE",
    networkConfiguration: { subnets: ["subnet-1"], assignPublicIp },
});

const taskSet =
    (assignPublicIp: Value) =>
    (n: Network): void => {
        n.add("aws:ecs/taskSet:TaskSet", "green", network(assignPublicIp));
    };

const eventTarget =
    (assignPublicIp: Value) =>
    (n: Network): void => {
        const ecsTarget = { taskDefinitionArn: "app:1", ...network(assignPublicIp) };
        n.add("aws:cloudwatch/eventTarget:EventTarget", "nightly", { arn: "cluster", ecsTarget });
    };

const schedule =
    (assignPublicIp: Value) =>
    (n: Network): void => {
        const ecsParameters = { taskDefinitionArn: "app:1", ...network(assignPublicIp) };
        const target = { arn: "cluster", roleArn: "role", ecsParameters };
        n.add("aws:scheduler/schedule:Schedule", "hourly", { target });
    };

testPolicy(servicePublicIp, unverifiedNetwork, {
    valid: [
        { name: "a state machine without it", network: (n) => report(n, ["subnet-1"]) },
        {
            name: "a pipe with it off",
            network: (n) => pipe(n, ["subnet-1"], { network: { assignPublicIp: "DISABLED" } }),
        },
        {
            name: "a state machine that only calls a function",
            network: (n) => {
                const { arn } = n.add("aws:lambda/function:Function", "handler");
                stateMachine(n, "nightly", { Call: { Type: "Task", Resource: arn, End: true } });
            },
        },
        { name: "no assignPublicIp, as by default", network: service(null) },
        { name: "a service with assignPublicIp off", network: service(false) },
        { name: "a task set without it", network: taskSet(null) },
        { name: "an event target with it off", network: eventTarget(false) },
        { name: "a schedule without it", network: schedule(null) },
        {
            name: "an EC2 service, which has no networkConfiguration",
            network: (n) => {
                n.add("aws:ecs/service:Service", "web", { launchType: "EC2", cluster: "main" });
            },
        },
        {
            name: "an event target that starts no tasks",
            network: (n) => {
                n.add("aws:cloudwatch/eventTarget:EventTarget", "queue", { arn: "arn:aws:sqs:q" });
            },
        },
        {
            name: "a schedule that starts no tasks",
            network: (n) => {
                const target = { arn: "arn:aws:lambda:f", roleArn: "role" };
                n.add("aws:scheduler/schedule:Schedule", "hourly", { target });
            },
        },
    ],
    violates: [
        {
            name: "the second state of a state machine",
            network: (n) => {
                const network = { AssignPublicIp: "ENABLED" };
                stateMachine(n, "nightly", {
                    First: taskState(runTask(n, ["subnet-1"])),
                    Second: taskState(runTask(n, ["subnet-1"], { network })),
                });
            },
            forms: ["deployed"],
            on: "nightly",
            says: /^state Second of Step Functions state machine nightly has assignPublicIp/,
        },
        {
            name: "a pipe",
            network: (n) => pipe(n, ["subnet-1"], { network: { assignPublicIp: "ENABLED" } }),
            on: "orders",
            says: /^EventBridge pipe orders has assignPublicIp/,
        },
        {
            name: "a service with assignPublicIp",
            statement: "1.1",
            network: service(true),
            on: "web",
            says: [
                /^service web has assignPublicIp, so each of its tasks gets a public IP address/,
                /fix: leave assignPublicIp of web out, .* NAT gateway, or with VPC endpoints/,
            ],
            fixed: (n) => {
                n.service("web", [natNetwork(n).privateSubnet]);
            },
        },
        {
            name: "a service whose launch type is the cluster's affair",
            network: service(true, { launchType: null }),
            on: "web",
            says: /service web has assignPublicIp/,
        },
        {
            name: "a task set",
            network: taskSet(true),
            on: "green",
            says: /task set green has assignPublicIp/,
        },
        {
            name: "an event target",
            network: eventTarget(true),
            on: "nightly",
            says: /event target nightly has assignPublicIp/,
        },
        {
            name: "a schedule",
            network: schedule("true"),
            on: "hourly",
            says: /schedule hourly has assignPublicIp/,
        },
    ],
    cannotKnow: [
        {
            name: "an assignPublicIp that is not known",
            network: service(unknown),
            on: "web",
            gap: /networkConfiguration\.assignPublicIp of web/,
            ok: service(false),
            violated: service(true),
        },
        {
            name: "a networkConfiguration that is not known",
            network: (n) => {
                n.add("aws:ecs/service:Service", "web", { networkConfiguration: unknown });
            },
            on: "web",
            gap: /networkConfiguration of web/,
            ok: service(null),
            violated: service(true),
        },
    ],
});
