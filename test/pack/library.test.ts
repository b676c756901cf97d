import { deepEqual, throws } from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { fargatePolicies } from "../../src/pack";
import { startPack, type Pack } from "../support/engine";
import { makePack, recording, reporting } from "./support";

describe("the policies in a pack of one's own", () => {
    describe("are as its author wants them", () => {
        const own = makePack(`
            serve([
                ...toPulumiPolicies([policy("stack", "own-policy", { check: () => [] })]),
                ...fargatePolicies({
                    all: "advisory",
                    "task-image-pull": "mandatory",
                    "preflight-settings": { trustDependencies: false },
                }),
            ]);
        `);
        let pack: Pack;
        before(async () => {
            pack = await startPack(own.dir);
        });
        after(async () => {
            await pack.stop();
            own.remove();
        });

        it("with the levels that it gives them, beside its own", async () => {
            const { policies } = await pack.info();
            const levelOf = (wanted: string): string | undefined =>
                policies.find(({ name }) => name === wanted)?.level;
            deepEqual(["own-policy", "task-image-pull", "task-secrets"].map(levelOf), [
                "mandatory",
                "mandatory",
                "advisory",
            ]);
        });

        it("with its settings as defaults, which the configuration still changes", async () => {
            await pack.configure();
            deepEqual(
                reporting(await pack.replay(recording("public-no-public-ip")), "mandatory"),
                [],
            );
            await pack.configure({
                "preflight-settings": { settings: { trustDependencies: true } },
            });
            deepEqual(reporting(await pack.replay(recording("public-no-public-ip")), "mandatory"), [
                "task-image-pull",
            ]);
        });
    });

    for (const [what, configuration, problem] of [
        [
            "a policy that does not exist",
            { "task-image-pul": "mandatory" },
            /perhaps task-image-pull/,
        ],
        ["a level that does not exist", { "task-logs": "warning" }, /"warning" is no level/],
        [
            "a setting that does not exist",
            { "preflight-settings": { sharedVPCs: [] } },
            /sharedVPCs: there is no such setting; expected perhaps sharedVpcs/,
        ],
        [
            "a setting of another type",
            { "preflight-settings": { sharedVpcs: "all" } },
            /sharedVpcs: expected a list/,
        ],
    ] as const) {
        it(`refuse ${what}`, () => {
            throws(() => fargatePolicies(configuration as never), problem);
        });
    }
});
