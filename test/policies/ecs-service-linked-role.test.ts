import assert from "node:assert/strict";
import { ecsServiceLinkedRole } from "../../policies/ecs-service-linked-role";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { preflightInputs } from "../../policies/preflight-inputs";
import { preflightSettings } from "../../policies/preflight-settings";
import type { FactsFile } from "../../src/plan";
import { runPack } from "../support/harness";
import { natNetwork, Network } from "../support/networks";
import {
    withOtherProvider,
    type Form,
    type Inputs,
    type Resource,
    type Value,
} from "../support/program";
import { testPolicy } from "../support/table";

const type = "aws:iam/serviceLinkedRole:ServiceLinkedRole";

function service(n: Network, inputs: Inputs = {}): void {
    n.service("web", [natNetwork(n).privateSubnet], inputs);
}

/** An event target: that it exists does not prove that it has ever started a task. */
function scheduled(n: Network, roles: readonly Value[] = []): void {
    const { privateSubnet } = natNetwork(n);
    roles.forEach((awsServiceName, i) => n.add(type, `role-${String(i)}`, { awsServiceName }));
    n.add("aws:cloudwatch/eventTarget:EventTarget", "nightly", {
        arn: "arn:aws:ecs:us-east-1:123456789012:cluster/other",
        ecsTarget: {
            taskDefinitionArn: n.taskDefinition("app").arn,
            launchType: "FARGATE",
            networkConfiguration: { subnets: [privateSubnet.id] },
        },
    });
}

testPolicy(ecsServiceLinkedRole, unverifiedNetwork, {
    valid: [
        {
            name: "a program that makes the role",
            network: (n) => {
                n.add(type, "ecs", { awsServiceName: "ecs.amazonaws.com" });
                service(n);
            },
        },
        {
            name: "a service that exists already",
            network: (n) => {
                service(n);
            },
            forms: ["deployed"],
        },
        {
            name: "a new service in a cluster that exists already",
            network: (n) => {
                service(n);
            },
            forms: ["first preview"],
            change: (recording) =>
                recording.map((each) =>
                    each.type === "aws:ecs/cluster:Cluster"
                        ? {
                              ...each,
                              outputs: { ...each.outputs, id: "arn:aws:ecs:::cluster/main" },
                          }
                        : each,
                ),
        },
        {
            name: "an EC2 service",
            network: (n) => {
                service(n, { launchType: "EC2" });
            },
        },
        {
            name: "a task that an event starts, and the role",
            network: (n) => {
                scheduled(n, ["autoscaling.amazonaws.com", "ecs.amazonaws.com"]);
            },
        },
    ],
    violates: [],
    cannotKnow: [],
});

describe("ecs-service-linked-role, which is never violated", () => {
    const rows: readonly [string, (n: Network) => void, RegExp, Form][] = [
        [
            "nothing of ECS's but what is new",
            service,
            /AWSServiceRoleForECS in this account/,
            "first preview",
        ],
        [
            "tasks that an event starts",
            scheduled,
            /AWSServiceRoleForECS in this account/,
            "deployed",
        ],
        [
            "the role of another service",
            (n) => {
                scheduled(n, ["autoscaling.amazonaws.com"]);
            },
            /AWSServiceRoleForECS in this account/,
            "deployed",
        ],
        [
            "a role of which the service is not known",
            (n) => {
                scheduled(n, [n.add("test:index:Choice", "choice").get("service")]);
            },
            /awsServiceName of role-0: it comes from choice/,
            "first preview",
        ],
    ];
    for (const [name, network, gap, form] of rows) {
        it(`does not know of ${name}, and says how the role is made`, () => {
            const n = new Network();
            network(n);
            const policies = [preflightInputs, ecsServiceLinkedRole, unverifiedNetwork];
            const reports = runPack(n.record(form), { policies });
            assert.deepEqual(
                reports.map(({ policy, name: on }) => `${policy}: ${on}`),
                ["unverified-network: web-dev"],
            );
            const [{ message } = { message: "" }] = reports;
            assert.match(message, gap);
            assert.match(
                message,
                /fix: (if it does not, make it once: aws iam create-service-linked-role|nothing to change now)/,
            );
        });
    }

    it("does not know of a role that another provider makes, for it may be of another account", () => {
        const n = new Network();
        n.add(type, "ecs", { awsServiceName: "ecs.amazonaws.com" });
        service(n);
        const recording = withOtherProvider(
            n.record("first preview"),
            (each) => each.type === type,
        );
        const policies = [preflightInputs, ecsServiceLinkedRole, unverifiedNetwork];
        const [report] = runPack(recording, { policies });
        assert.match(report?.message ?? "", /may be of another account/);
    });

    /** Facts of AWS that hold this role. */
    const factsWith = (awsServiceName: string): FactsFile => {
        const id = `arn:aws:iam::123456789012:role/aws-service-role/${awsServiceName}/its`;
        return {
            version: 1,
            takenAt: new Date().toISOString(),
            source: { kind: "aws", account: "123456789012", region: "us-east-1" },
            completeFor: [],
            resources: [{ type, id, name: "its", properties: { awsServiceName } }],
        };
    };
    const ofFacts: readonly (readonly [
        name: string,
        role: string,
        /** What is of a second provider. */
        second: (n: Network) => Resource | undefined,
        expected: RegExp | undefined,
    ])[] = [
        ["are of the only provider's account", "ecs", () => undefined, undefined],
        [
            "hold another role",
            "autoscaling",
            () => undefined,
            /AWSServiceRoleForECS in this account/,
        ],
        [
            "may be of another provider's account",
            "ecs",
            (n) => n.add("aws:s3/bucket:Bucket", "far"),
            /may be of another account/,
        ],
        [
            "are of the account of the only provider of AWS's",
            "ecs",
            (n) => n.add("random:index/randomId:RandomId", "id"),
            undefined,
        ],
    ];
    for (const [name, role, second, expected] of ofFacts) {
        it(`asks facts, which ${name}`, () => {
            const n = new Network();
            service(n);
            const far = second(n)?.urn;
            const recording = withOtherProvider(
                n.record("first preview"),
                ({ urn }) => urn === far,
            );
            const facts = [factsWith(`${role}.amazonaws.com`)];
            const reports = runPack(recording, {
                policies: [
                    preflightInputs,
                    preflightSettings,
                    ecsServiceLinkedRole,
                    unverifiedNetwork,
                ],
                settings: { "preflight-settings": { facts } },
            });
            assert.equal(reports.length, expected === undefined ? 0 : 1);
            assert.match(reports[0]?.message ?? "", expected ?? /^$/);
        });
    }
});
