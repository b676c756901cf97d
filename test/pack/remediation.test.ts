import { deepEqual, equal, match } from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { startPack, type Pack, type Properties, type RecordedResource } from "../support/engine";
import { find, having, of, recording, reporting, root, secret, unknown } from "./support";

const plan = recording("nat");
const recorded = find(plan, "TaskDefinition");

/** The task definition of the plan, with an image that is a secret and a role that is unknown. */
function taskDefinition(properties: Properties): RecordedResource {
    const containerDefinitions = secret('[{"name":"app","image":"hunter2"}]');
    const changed = having([recorded], recorded, {
        containerDefinitions,
        executionRoleArn: unknown,
        volumes: [{ name: "data", efsVolumeConfiguration: { fileSystemId: unknown } }],
        ...properties,
    });
    return find(changed, "TaskDefinition");
}

function without(resource: RecordedResource, property: string): RecordedResource {
    const kept = Object.entries(resource.inputs ?? {}).filter(([key]) => key !== property);
    return { ...resource, inputs: Object.fromEntries(kept) };
}

describe("task-network-mode", () => {
    let pack: Pack;
    before(async () => {
        pack = await startPack(root);
    });
    after(() => pack.stop());

    describe("at the level remediate", () => {
        before(() => pack.configure({ "task-network-mode": "remediate" }));

        const bridge = taskDefinition({ networkMode: "bridge" });
        const unset = without(bridge, "networkMode");
        const mended = { ...bridge.inputs, networkMode: "awsvpc" };

        for (const [title, resource] of [
            ["that is bridge", bridge],
            ["that is not set", unset],
        ] as const) {
            it(`sets a network mode ${title}; the other values stay unknown and secret`, async () => {
                deepEqual(await pack.remediate(resource), [
                    { policy: "task-network-mode", properties: mended, diagnostic: "" },
                ]);
            });
        }

        it("leaves out a hostPort that is not taken beside it; what is a person's stays", async () => {
            const written = (...mappings: readonly object[]): Properties => ({
                containerDefinitions: JSON.stringify([{ name: "app", portMappings: mappings }]),
            });
            const twice = { containerPort: 80 };
            const given = written({ containerPort: 80, hostPort: 0 }, twice);
            const resource = taskDefinition({ networkMode: "bridge", ...given });
            const properties = {
                ...{ ...resource.inputs, networkMode: "awsvpc" },
                ...written({ containerPort: 80 }, twice),
            };
            deepEqual(await pack.remediate(resource), [
                { policy: "task-network-mode", properties, diagnostic: "" },
            ]);
        });

        it("sets that of a definition of aws-native, once its provider has been seen", async () => {
            const type = "aws-native:ecs:TaskDefinition";
            const inputs = {
                requiresCompatibilities: ["FARGATE"],
                cpu: "256",
                memory: "512",
                executionRoleArn: unknown,
            };
            const native = {
                ...recorded,
                type,
                urn: recorded.urn.replace(recorded.type, type),
                inputs,
            };
            const provider = "pulumi:providers:aws-native";
            await pack.analyze({ ...recorded, type: provider, inputs: {} });
            deepEqual(await pack.remediate(native), [
                {
                    policy: "task-network-mode",
                    properties: { ...inputs, networkMode: "awsvpc" },
                    diagnostic: "",
                },
            ]);
            deepEqual(reporting(await pack.analyze(native), "mandatory"), ["task-network-mode"]);
        });

        it("has nothing to say of what it mended", async () => {
            deepEqual((await pack.analyze({ ...bridge, inputs: mended })).diagnostics, []);
        });

        it("reports as mandatory what is not mended", async () => {
            deepEqual(reporting(await pack.analyze(bridge), "mandatory"), ["task-network-mode"]);
        });

        for (const [title, resource] of [
            ["where it is awsvpc", taskDefinition({ networkMode: "awsvpc" })],
            ["where it is unknown", taskDefinition({ networkMode: unknown })],
            [
                "of task definitions for EC2",
                taskDefinition({ networkMode: "bridge", requiresCompatibilities: ["EC2"] }),
            ],
            [
                "where it is unknown whether they are for Fargate",
                taskDefinition({ networkMode: "bridge", requiresCompatibilities: [unknown] }),
            ],
            ["of other resources", { ...find(plan, "Service"), inputs: { networkMode: "bridge" } }],
        ] as const) {
            it(`leaves the network mode alone ${title}`, async () => {
                deepEqual(await pack.remediate(resource), []);
            });
        }
    });

    it("mends nothing at the level mandatory", async () => {
        await pack.configure();
        const bridge = taskDefinition({ networkMode: "bridge" });
        deepEqual(await pack.remediate(bridge), []);
        const [violation] = (await pack.analyze(bridge)).diagnostics;
        match(violation?.message ?? "", /task definition app has requiresCompatibilities FARGATE/);
        equal(violation?.urn, bridge.urn);
    });

    describe("that cannot know the mode", () => {
        before(() => pack.configure());
        const open = taskDefinition({ networkMode: unknown });
        const others = plan.filter(({ urn }) => urn !== open.urn);

        it("asks by unverified-network, on the task definition", async () => {
            const questions = of(await pack.replay([...others, open]), "unverified-network");
            const asked = questions.filter(({ urn }) => urn === open.urn);
            match(asked[0]?.message ?? "", /task-network-mode: networkMode of app/);
        });

        it("asks so even if nothing else runs on Fargate", async () => {
            const [question] = of(await pack.replay([open]), "unverified-network");
            match(question?.message ?? "", /task-network-mode: networkMode of app/);
        });

        it("asks no more once Analyze has seen the mode", async () => {
            await pack.analyze(open);
            await pack.analyze(recorded);
            const questions = of(await pack.analyzeStack(plan), "unverified-network");
            deepEqual(
                questions.filter(({ message }) => message.includes("task-network-mode")),
                [],
            );
        });

        it("asks nothing of what is no longer in the stack", async () => {
            await pack.analyze(open);
            const questions = of(await pack.analyzeStack(others), "unverified-network");
            deepEqual(
                questions.filter(({ message }) => message.includes("task-network-mode")),
                [],
            );
        });
    });
});

describe("task-port-mappings", () => {
    let pack: Pack;
    before(async () => {
        pack = await startPack(root);
        await pack.configure({ "task-port-mappings": "remediate" });
    });
    after(() => pack.stop());

    const policy = "task-port-mappings";
    const container = (mapping: object, rest: object = { name: "app", image: "hunter2" }) => ({
        ...rest,
        portMappings: [{ containerPort: 80, hostPort: 80 }, mapping],
    });
    const moved = { containerPort: 8080, hostPort: 80, protocol: "udp" };
    const own = { containerPort: 8080, protocol: "udp" };

    it("leaves a hostPort out that differs, in a list that stays a secret", async () => {
        const text = JSON.stringify([container(moved)]);
        const properties = taskDefinition({ containerDefinitions: secret(text) });
        const mended = { containerDefinitions: secret(JSON.stringify([container(own)])) };
        deepEqual(await pack.remediate(properties), [
            { policy, properties: { ...properties.inputs, ...mended }, diagnostic: "" },
        ]);
    });

    it("does so in JSON in CloudFormation's capitals", async () => {
        const write = (more: object): string =>
            JSON.stringify([{ Name: "app", PortMappings: [{ ContainerPort: 8080, ...more }] }]);
        const properties = taskDefinition({ containerDefinitions: write({ HostPort: 80 }) });
        const mended = { containerDefinitions: write({}) };
        deepEqual(await pack.remediate(properties), [
            { policy, properties: { ...properties.inputs, ...mended }, diagnostic: "" },
        ]);
    });

    it("does so in a list of aws-native's, where the other values stay unknown and secret", async () => {
        const type = "aws-native:ecs:TaskDefinition";
        const rest = { name: secret("hunter2"), image: unknown };
        const inputsOf = (mapping: object): Properties => ({
            ...{ networkMode: "awsvpc", requiresCompatibilities: ["FARGATE"] },
            containerDefinitions: [container(mapping, rest)] as never,
        });
        const urn = recorded.urn.replace(recorded.type, type);
        const native = { ...recorded, type, urn, inputs: inputsOf(moved) };
        await pack.analyze({ ...recorded, type: "pulumi:providers:aws-native", inputs: {} });
        deepEqual(await pack.remediate(native), [
            { policy, properties: inputsOf(own), diagnostic: "" },
        ]);
    });

    for (const [title, properties] of [
        ["that is equal", { containerDefinitions: JSON.stringify([container(own)]) }],
        ["in a list that is unknown", { containerDefinitions: unknown }],
        [
            "of two mappings of one port, which a person must part",
            { containerDefinitions: JSON.stringify([container({ containerPort: 80 })]) },
        ],
        ["where the list is no JSON", { containerDefinitions: "[{" }],
        [
            "of task definitions for EC2",
            {
                containerDefinitions: JSON.stringify([container(moved)]),
                requiresCompatibilities: ["EC2"],
            },
        ],
    ] as const) {
        it(`changes nothing ${title}`, async () => {
            deepEqual(await pack.remediate(taskDefinition(properties)), []);
        });
    }
});
