import { JsonText, type Inputs, type Options, type Resource, type Value } from "./program";
import type { Network } from "./networks";

/** What RunTask is asked for on Fargate, in these subnets, as Step Functions writes it. */
export function runTask(
    n: Network,
    subnets: readonly Resource[] | Value,
    inputs: Inputs = {},
): Inputs {
    const { network = {}, ...rest } = inputs;
    return {
        LaunchType: "FARGATE",
        Cluster: (n.find("aws:ecs/cluster:Cluster") ?? n.cluster()).arn,
        TaskDefinition: definitionOf(n).arn,
        NetworkConfiguration: {
            AwsvpcConfiguration: { Subnets: idsOf(subnets), ...(network as Inputs) },
        },
        ...rest,
    };
}

/** A state that hands this to RunTask. */
export function taskState(parameters: Value, inputs: Inputs = {}): Inputs {
    return {
        Type: "Task",
        Resource: "arn:aws:states:::ecs:runTask.sync",
        Parameters: parameters,
        End: true,
        ...inputs,
    };
}

/** A state machine of these states, by their names. */
export function stateMachine(
    n: Network,
    name: string,
    states: Inputs,
    options?: Options,
): Resource {
    const definition = new JsonText({ StartAt: Object.keys(states)[0] ?? "", States: states });
    const roleArn = "arn:aws:iam::123456789012:role/steps";
    return n.add("aws:sfn/stateMachine:StateMachine", name, { roleArn, definition }, options);
}

/** A state machine that only runs tasks in these subnets. */
export function report(
    n: Network,
    subnets: readonly Resource[] | Value,
    inputs: Inputs = {},
): Resource {
    return stateMachine(n, "nightly", { Report: taskState(runTask(n, subnets, inputs)) });
}

/** A pipe that runs tasks on Fargate in these subnets. */
export function pipe(
    n: Network,
    subnets: readonly Resource[] | Value,
    inputs: Inputs = {},
    more: Inputs = {},
): Resource {
    const { network = {}, ...rest } = inputs;
    return n.add("aws:pipes/pipe:Pipe", "orders", {
        roleArn: "arn:aws:iam::123456789012:role/pipes",
        source: "arn:aws:sqs:us-east-1:123456789012:orders",
        target: (n.find("aws:ecs/cluster:Cluster") ?? n.cluster()).arn,
        targetParameters: {
            ecsTaskParameters: {
                launchType: "FARGATE",
                taskDefinitionArn: definitionOf(n).arn,
                networkConfiguration: {
                    awsVpcConfiguration: { subnets: idsOf(subnets), ...(network as Inputs) },
                },
                ...rest,
            },
        },
        ...more,
    });
}

function definitionOf(n: Network): Resource {
    return n.find("aws:ecs/taskDefinition:TaskDefinition") ?? n.taskDefinition("app");
}

function idsOf(subnets: readonly Resource[] | Value): Value {
    return Array.isArray(subnets)
        ? subnets.map((each: Resource | Value) =>
              typeof each === "object" && each !== null && "urn" in each
                  ? (each as Resource).id
                  : each,
          )
        : (subnets as Value);
}
