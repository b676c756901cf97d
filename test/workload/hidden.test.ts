import assert from "node:assert/strict";
import { Graph } from "../../src/network";
import { planFromJson, unknownText, type Plan, type RawProperties } from "../../src/plan";
import { interest } from "../../src/policy";
import { hiddenLaunchers } from "../../src/workload";

const cluster = "aws:ecs/cluster:Cluster";
const definition = "aws:ecs/taskDefinition:TaskDefinition";
const component = "sst:aws:Service";

interface Given {
    readonly type: string;
    readonly name: string;
    readonly outputs?: RawProperties;
}

const made = (type: string, outputs: RawProperties = {}): Given => ({
    type,
    name: "it",
    outputs: { id: unknownText, ...outputs },
});
const existing = (type: string, outputs: RawProperties = {}): Given => ({
    type,
    name: "it",
    outputs: { id: "there", ...outputs },
});
const queue = "arn:aws:sqs:us-east-1:123456789012:orders";
const fargate = { family: "web", requiresCompatibilities: ["FARGATE"], networkMode: "awsvpc" };

/** What is in a first preview, and whether it may hide what starts tasks. */
const rows: readonly {
    readonly name: string;
    readonly given: readonly Given[];
    readonly hides: boolean;
}[] = [
    { name: "a new cluster alone", given: [made(cluster)], hides: true },
    {
        name: "a new task definition for Fargate alone",
        given: [made(definition, fargate)],
        hides: true,
    },
    {
        name: "a service of SST, without one of ECS",
        given: [{ type: component, name: "it" }],
        hides: true,
    },
    { name: "nothing of ECS", given: [made("aws:ec2/vpc:Vpc")], hides: false },
    { name: "a cluster that is there already", given: [existing(cluster)], hides: false },
    {
        name: "a task definition that is there already",
        given: [existing(definition, fargate)],
        hides: false,
    },
    {
        name: "a new task definition for EC2",
        given: [
            made(definition, {
                family: "web",
                requiresCompatibilities: ["EC2"],
                networkMode: "bridge",
            }),
        ],
        hides: false,
    },
    {
        name: "a new cluster with a service",
        given: [made(cluster), made("aws:ecs/service:Service", { launchType: "FARGATE" })],
        hides: false,
    },
    {
        name: "a new cluster with a scheduled task",
        given: [
            made(cluster),
            made("aws:cloudwatch/eventTarget:EventTarget", {
                ecsTarget: { launchType: "FARGATE" },
            }),
        ],
        hides: false,
    },
    {
        name: "a new cluster with a service on instances",
        given: [made(cluster), made("aws:ecs/service:Service", { launchType: "EC2" })],
        hides: false,
    },
    {
        name: "a new cluster, and an event for a queue",
        given: [made(cluster), made("aws:cloudwatch/eventTarget:EventTarget", { arn: queue })],
        hides: true,
    },
    {
        name: "a new cluster, and a schedule for a queue",
        given: [made(cluster), made("aws:scheduler/schedule:Schedule", { target: { arn: queue } })],
        hides: true,
    },
    {
        name: "a new cluster, and a schedule that calls ECS itself",
        given: [
            made(cluster),
            made("aws:scheduler/schedule:Schedule", {
                target: { arn: "arn:aws:scheduler:::aws-sdk:ecs:runTask", input: "{}" },
            }),
        ],
        hides: false,
    },
    {
        name: "a new cluster, and a state machine that runs nothing",
        given: [
            made(cluster),
            made("aws:sfn/stateMachine:StateMachine", {
                definition: '{"StartAt":"Done","States":{"Done":{"Type":"Pass","End":true}}}',
            }),
        ],
        hides: true,
    },
];

function hiddenIn(plan: Plan): ReturnType<typeof hiddenLaunchers> {
    return hiddenLaunchers(plan, () => new Graph(plan));
}

function planOf(
    given: readonly Given[],
    rehearsal?: RawProperties,
): ReturnType<typeof planFromJson>["plan"] {
    const resources = given.map(({ type, name, outputs = {} }) => ({
        type,
        name,
        urn: `urn:pulumi:dev::shop::${type}::${name}`,
        inputs: outputs,
        outputs,
    }));
    const json = rehearsal === undefined ? resources : { rehearsal, resources };
    return planFromJson(json, interest).plan;
}

describe("what a first preview may hide", () => {
    for (const { name, given, hides } of rows) {
        it(`${hides ? "is said" : "is nothing"}: ${name}`, () => {
            const found = hiddenIn(planOf(given));
            assert.equal(found.length, hides ? 1 : 0);
            for (const { gap } of found) {
                assert.match(gap.what, /inside `apply`/);
                assert.match(gap.supply ?? "", /fargate-preflight rehearse/);
            }
        });
    }
    it("is nothing in a rehearsed one", () => {
        assert.deepEqual(hiddenIn(planOf([made(cluster)], { standIns: [] })), []);
    });
});
