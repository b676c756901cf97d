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
