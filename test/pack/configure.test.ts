import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { policies } from "../../policies";
import { startPack, type Configuration, type Pack, type Recording } from "../support/engine";
import { find, of, recording, reporting, root, withoutFargate } from "./support";

const broken = recording("public-no-public-ip", "broken");
const open = recording("awsx-nat", "open");

describe("configuration", () => {
    let pack: Pack;
    before(async () => {
        pack = await startPack(root);
    });
    after(() => pack.stop());

    describe("levels", () => {
        it("come from the configuration", async () => {
            await pack.configure({ "task-image-pull": "advisory" });
            const lowered = reporting(await pack.replay(broken), "advisory");
            deepEqual(lowered, ["service-start-order", "task-image-pull", "vpc-flow-logs"]);
            await pack.configure({ "task-image-pull": "mandatory" });
            deepEqual(reporting(await pack.replay(broken), "mandatory"), ["task-image-pull"]);
        });

        it("make open questions mandatory, if a person wants only proven networks", async () => {
            await pack.configure({ "unverified-network": "mandatory" });
            deepEqual(reporting(await pack.replay(open), "mandatory"), ["unverified-network"]);
        });

        it("silence a disabled policy", async () => {
            await pack.configure({
                "task-image-pull": "disabled",
                "task-logs": "disabled",
                "service-public-ip-placement": "disabled",
                "service-start-order": "disabled",
                "vpc-flow-logs": "disabled",
            });
            deepEqual((await pack.replay(broken)).diagnostics, []);
        });

        it("leave a cause to the next policy, if the one that reports it is disabled", async () => {
            await pack.configure({ "task-image-pull": "disabled" });
            deepEqual(reporting(await pack.replay(broken), "mandatory"), ["task-logs"]);
        });

        it("silence the questions of a disabled policy, too", async () => {
            const asked = "task-image-pull";
            await pack.configure();
            const [before] = of(await pack.replay(open), "unverified-network");
            ok(before?.message.includes(asked));
            await pack.configure({ "task-image-pull": "disabled" });
            const [after] = of(await pack.replay(open), "unverified-network");
            match(after?.message ?? "", /service-network-limits/);
            equal(after?.message.includes(asked), false);
        });

        it("leave nothing to say if all are disabled", async () => {
            await pack.configure({ all: "disabled" });
            deepEqual(await pack.replay(broken), { diagnostics: [], notApplicable: [] });
        });
    });

    describe("settings", () => {
        it("trustDependencies off: what rests on dependencies cannot be known", async () => {
            await pack.configure({
                "preflight-settings": { settings: { trustDependencies: false } },
            });
            const report = await pack.replay(broken);
            deepEqual(reporting(report, "mandatory"), []);
            match(
                of(report, "unverified-network")[0]?.message ?? "",
                /task-image-pull, .*: .*subnets/,
            );
        });

        it("centralizedEgress: where a transit gateway leads", async () => {
            const transit = throughTransitGateway(recording("nat", "transit"));
            await pack.configure();
            const unsure = await pack.replay(transit);
            deepEqual(reporting(unsure, "mandatory"), []);
            match(
                of(unsure, "unverified-network")[0]?.message ?? "",
                /task-image-pull, task-logs: /,
            );
            await pack.configure({
                "preflight-settings": { settings: { centralizedEgress: "assumed" } },
            });
            const sure = await pack.replay(transit);
            deepEqual(reporting(sure, "mandatory"), []);
            deepEqual(of(sure, "unverified-network"), []);
        });

        it("that are wrong are named, one by one, on the stack; their defaults count", async () => {
            await pack.configure({
                "preflight-settings": {
                    settings: {
                        trustDependencies: "hunter2",
                        centralizedEgress: "perhaps",
                        centralisedEgress: "assumed",
                    },
                },
            });
            const report = await pack.replay(broken);
            const said = of(report, "preflight-settings");
            deepEqual(said.map(({ message }) => message.split("\n")[1]).sort(), [
                "the setting centralisedEgress: there is no such setting; expected trustDependencies, sharedVpcs, centralizedEgress, expectIpv6, ecrDualStackEndpoints, runtimeMonitoring, registryHosts, quotas, oneFindingPerCause, facts, factsMaxAgeDays, exceptions, lookup, lookupTimeoutSeconds; its default counts instead",
                "the setting centralizedEgress: expected unknown or assumed; its default counts instead",
                "the setting trustDependencies: expected true or false; its default counts instead",
            ]);
            const stack = find(broken, "Stack");
            deepEqual([...new Set(said.map(({ urn }) => urn))], [stack.urn]);
            deepEqual(reporting(report, "mandatory"), ["preflight-settings", "task-image-pull"]);
        });

        it("that are wrong are named in a stack without Fargate, too", async () => {
            await pack.configure({ "preflight-settings": { settings: { sharedVpcs: "all" } } });
            const empty = withoutFargate(broken);
            deepEqual(reporting(await pack.replay(empty), "mandatory"), ["preflight-settings"]);
        });

        it("of a disabled preflight-settings do not count, and nothing is said of them", async () => {
            await pack.configure({
                "preflight-settings": {
                    level: "disabled",
                    settings: { trustDependencies: false, centralizedEgress: 1 },
                },
            });
            const report = await pack.replay(broken);
            deepEqual(reporting(report, "mandatory"), ["task-image-pull"]);
            deepEqual(reporting(report, "advisory"), ["service-start-order", "vpc-flow-logs"]);
        });
    });

    describe("preflight-inputs disabled", () => {
        // Inputs are remembered by URN: these projects have not passed Analyze with it enabled.
        it("makes answers poorer, not wrong", async () => {
            await pack.configure({ "preflight-inputs": "disabled" });
            const unseen = recording("public-no-public-ip", "unseen");
            deepEqual(reporting(await pack.replay(unseen), "mandatory"), ["task-image-pull"]);
        });

        it("is named by unverified-network", async () => {
            await pack.configure({ "preflight-inputs": "disabled" });
            const [unseen] = of(
                await pack.replay(recording("awsx-nat", "unseen")),
                "unverified-network",
            );
            match(unseen?.message ?? "", /fix: enable preflight-inputs/);
            const [seen] = of(await pack.replay(open), "unverified-network");
            equal(seen?.message.includes("preflight-inputs"), false);
        });
    });

    describe("as it stands ready in docs/configurations", () => {
        const ready = (name: string): Configuration =>
            JSON.parse(
                readFileSync(join(root, "docs", "configurations", `${name}.json`), "utf8"),
            ) as Configuration;

        it("advisory: tells everything, and blocks nothing", async () => {
            await pack.configure(ready("advisory"));
            for (const plan of [broken, open]) {
                deepEqual(reporting(await pack.replay(plan), "mandatory"), []);
            }
            const told = reporting(await pack.replay(broken), "advisory");
            ok(told.includes("task-image-pull"));
        });

        it("recommended: as each policy is by default", async () => {
            await pack.configure();
            const byDefault = await pack.replay(broken);
            await pack.configure(ready("recommended"));
            deepEqual(await pack.replay(broken), byDefault);
        });

        it("strict: what is advice, or cannot be known, blocks too", async () => {
            await pack.configure(ready("strict"));
            for (const plan of [broken, open]) {
                deepEqual(reporting(await pack.replay(plan), "advisory"), []);
            }
            const blocking = reporting(await pack.replay(open), "mandatory");
            ok(blocking.includes("unverified-network"));
        });

        it("leaves what is off by default off", () => {
            const off = policies.filter(({ level }) => level === "disabled");
            for (const name of ["advisory", "recommended", "strict"]) {
                const levels = ready(name);
                deepEqual(
                    Object.keys(levels),
                    policies.map((policy) => policy.name),
                );
                deepEqual([...new Set(off.map((policy) => levels[policy.name]))], ["disabled"]);
            }
        });
    });

    it("may change between Analyze and AnalyzeStack", async () => {
        await pack.configure();
        await Promise.all(broken.map((resource) => pack.analyze(resource)));
        await pack.configure({
            "preflight-settings": { settings: { trustDependencies: false } },
            "unverified-network": "mandatory",
        });
        const report = await pack.analyzeStack(broken);
        deepEqual(reporting(report, "mandatory"), ["unverified-network"]);
        // The inputs are still remembered: without them, the fix is to record them.
        match(report.diagnostics[0]?.message ?? "", /fix: (?!enable preflight-inputs)/);
    });
});

/** The private subnets leave by a transit gateway in the place of their NAT gateway. */
function throughTransitGateway(plan: Recording): Recording {
    const route = find(plan, "Route");
    const { natGatewayId, ...inputs } = route.inputs ?? {};
    const { natGatewayId: feeding = [], ...propertyDependencies } =
        route.propertyDependencies ?? {};
    const changed = {
        ...route,
        inputs: { ...inputs, transitGatewayId: natGatewayId },
        outputs: { ...route.outputs, natGatewayId: null, transitGatewayId: natGatewayId },
        propertyDependencies: { ...propertyDependencies, transitGatewayId: feeding },
    };
    return plan.map((resource) => (resource === route ? changed : resource));
}

describe("a configuration that the environment names", () => {
    const dir = mkdtempSync(join(tmpdir(), "fargate-preflight-"));
    after(() => {
        rmSync(dir, { recursive: true });
    });
    const fileOf = (name: string, text: string): string => {
        writeFileSync(join(dir, name), text);
        return join(dir, name);
    };

    it("gives levels and settings, which the engine's still change", async () => {
        const file = fileOf(
            "c.yaml",
            "# for SST\ntask-image-pull: advisory\nvpc-flow-logs: disabled\npreflight-settings:\n    trustDependencies: true\n",
        );
        const started = await startPack(root, { env: { FARGATE_PREFLIGHT_CONFIG: file } });
        try {
            await started.configure();
            const lowered = await started.replay(broken);
            deepEqual(reporting(lowered, "advisory"), ["service-start-order", "task-image-pull"]);
            deepEqual(reporting(lowered, "mandatory"), []);
            const { initial } = await started.info();
            deepEqual(initial["preflight-settings"], {
                level: "mandatory",
                settings: { trustDependencies: true },
            });
            equal(initial["service-public-ip"]?.level, "disabled");
            await started.configure({ "task-image-pull": "mandatory" });
            deepEqual(reporting(await started.replay(broken), "mandatory"), ["task-image-pull"]);
        } finally {
            await started.stop();
        }
    });

    const wrong: readonly (readonly [string, () => string, RegExp])[] = [
        [
            "is not there",
            () => join(dir, "absent.json"),
            /FARGATE_PREFLIGHT_CONFIG: there is no such file/,
        ],
        [
            "is empty",
            () => fileOf("e.json", " "),
            /FARGATE_PREFLIGHT_CONFIG: there is nothing in it/,
        ],
        [
            "is named by a relative path",
            () => "c.json",
            /FARGATE_PREFLIGHT_CONFIG: expected an absolute path/,
        ],
        [
            "is wrong",
            () => fileOf("w.json", '{"task-logs": "off"}'),
            /task-logs: "off" is no level/,
        ],
        [
            "is no object",
            () => fileOf("l.json", "[]"),
            /expected an object with an entry per policy/,
        ],
    ];
    for (const [name, file, says] of wrong) {
        it(`starts no pack if it ${name}`, async () => {
            const env = { FARGATE_PREFLIGHT_CONFIG: file() };
            await rejects(startPack(root, { env }), (error: Error) => says.test(error.message));
        });
    }
});
