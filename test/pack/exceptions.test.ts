import { deepEqual, equal, match } from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import {
    startPack,
    type Configuration,
    type Pack,
    type Properties,
    type Recording,
    type Report,
} from "../support/engine";
import { find, having, makePack, of, recording, reporting, root } from "./support";

const broken = recording("public-no-public-ip", "excepted");
const task = find(broken, "TaskDefinition");
const inBridgeMode = having(broken, task, { networkMode: "bridge" });

const reason = "the NAT gateway comes in January";
const ofCause = { code: "no-public-ip", resource: "web", project: "excepted", reason };
const ofMode = { policy: "task-network-mode", resource: task.name, project: "excepted", reason };

describe("exceptions in the pack", () => {
    let pack: Pack;
    before(async () => {
        pack = await startPack(root);
    });
    after(() => pack.stop());

    const configured = (
        exceptions: readonly Properties[],
        more: Configuration = {},
    ): Configuration => ({
        "preflight-settings": { settings: { exceptions } },
        "service-start-order": "disabled",
        "vpc-flow-logs": "disabled",
        ...more,
    });

    /** The stack comes first, for all else is in it. */
    const preview = async (plan: Recording, configuration: Configuration): Promise<Report> => {
        await pack.configure(configuration);
        await pack.analyze(find(plan, "Stack"));
        return pack.replay(plan);
    };

    it("by the cause: nothing blocks, and it is told once, as advice, with its reason", async () => {
        const report = await preview(broken, configured([{ ...ofCause, owner: "platform" }]));
        deepEqual(reporting(report, "mandatory"), []);
        const [told, ...others] = report.diagnostics;
        deepEqual(others, []);
        equal(told?.policy, "task-image-pull");
        equal(told.level, "advisory");
        equal(told.urn, find(broken, "Service").urn);
        match(told.message, /^excepted by platform: the NAT gateway comes in January\n/);
        match(told.message, /tasks of service web cannot pull their images/);
    });

    it("by the policy: the next that has this cause blocks", async () => {
        const { code: _, ...place } = ofCause;
        const report = await preview(broken, configured([{ ...place, policy: "task-image-pull" }]));
        deepEqual(reporting(report, "mandatory"), ["task-logs"]);
        deepEqual(reporting(report, "advisory"), ["task-image-pull"]);
    });

    it("of policies over single resources: known before the first of them comes", async () => {
        const without = await preview(inBridgeMode, configured([ofCause]));
        deepEqual(reporting(without, "mandatory"), ["task-network-mode"]);
        const report = await preview(inBridgeMode, configured([ofCause, ofMode]));
        deepEqual(reporting(report, "mandatory"), []);
        const [told, ...others] = of(report, "task-network-mode");
        deepEqual(others, []);
        equal(told?.level, "advisory");
        match(told.message, /^excepted: the NAT gateway comes in January\ntask definition /);
    });

    it("leave a resource as it is, which would be mended otherwise", async () => {
        const mode = find(inBridgeMode, "TaskDefinition");
        const mending: Configuration = { "task-network-mode": "remediate" };
        await preview(inBridgeMode, configured([ofCause], mending));
        equal((await pack.remediate(mode)).length, 1);
        await preview(inBridgeMode, configured([ofCause, ofMode], mending));
        deepEqual(await pack.remediate(mode), []);
    });

    it("that have ended count no more, and the finding says so", async () => {
        const ended = { ...ofCause, until: "2001-01-01" };
        const report = await preview(broken, configured([ended]));
        deepEqual(reporting(report, "mandatory"), ["task-image-pull"]);
        match(
            of(report, "task-image-pull")[0]?.message ?? "",
            /\n {2}the exception for it ended on 2001-01-01: the NAT gateway comes in January\n/,
        );
        const holding = await preview(broken, configured([{ ...ofCause, until: "9999-12-31" }]));
        deepEqual(reporting(holding, "mandatory"), []);
    });

    it("that are wrong block by themselves, one by one, and do not count", async () => {
        const { reason: _, ...silent } = ofCause;
        const wrong = [silent, { ...ofCause, code: "no-publik-ip" }, { code: "no-route", reason }];
        const report = await preview(broken, configured(wrong));
        deepEqual(reporting(report, "mandatory"), ["preflight-settings", "task-image-pull"]);
        deepEqual(
            of(report, "preflight-settings").map(({ message }) => message.split("\n")[1]),
            [
                "an exception that does not count: preflight-settings.exceptions[0].reason: it is missing",
                "an exception that does not count: preflight-settings.exceptions[1].code: there is no such code; expected perhaps no-public-ip",
                "an exception that does not count: preflight-settings.exceptions[2]: it is too broad; expected a resource or a project, not just any",
            ],
        );
    });

    it("for this project that accept nothing are told as advice", async () => {
        const idle = { ...ofCause, resource: "api" };
        const report = await preview(broken, configured([ofCause, idle]));
        deepEqual(reporting(report, "mandatory"), []);
        const [told, ...others] = of(report, "unverified-network");
        deepEqual(others, []);
        equal(told?.level, "advisory");
        match(told.message, /preflight-settings\.exceptions\[1] \(no-public-ip\) accepts nothing/);
    });
});

describe("exceptions in a pack of one's own", () => {
    it("may be given in code, and are refused there too", async () => {
        const { dir, remove } = makePack(
            `serve(fargatePolicies({ "service-start-order": "disabled", "vpc-flow-logs": "disabled", "preflight-settings": { exceptions: [${JSON.stringify(ofCause)}] } }));`,
        );
        const own = await startPack(dir);
        try {
            await own.configure();
            deepEqual(reporting(await own.replay(broken), "mandatory"), []);
        } finally {
            await own.stop();
            remove();
        }
        const bad = makePack(
            `serve(fargatePolicies({ "preflight-settings": { exceptions: [{ policy: "task-exec" }] } }));`,
        );
        try {
            const error = await startPack(bad.dir).then(
                () => "it started",
                (reason: unknown) => String(reason),
            );
            match(
                error,
                /fargatePolicies: preflight-settings\.exceptions\[0]\.reason: it is missing/,
            );
        } finally {
            bad.remove();
        }
    });
});
