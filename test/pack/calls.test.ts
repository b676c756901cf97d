import { deepEqual, equal } from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { startPack, type Configuration, type Pack, type Report } from "../support/engine";
import { makePack, recording, reporting, root, withoutFargate } from "./support";

const nat = recording("nat");
const isolated = recording("isolated");
const idle = withoutFargate(nat);

/**
 * Four policies of ours, a to d, that tell which model they got, the n-th that was ever seen, and how
 * many resources it has. Between them stand foreign ones: asynchronous, of which `later` really waits.
 */
const source = `
const { violated } = require(root + "/bin/src/knowable");
const settings = require(root + "/bin/policies").policies.find(({ kind }) => kind === "settings");
const models = [];
const probe = (name) => policy("stack", name, {
    *check({ model }) {
        const resource = model.stack;
        if (resource === undefined) return;
        if (!models.includes(model)) models.push(model);
        const problem = models.indexOf(model) + ": " + model.plan.resources.length;
        yield { resource, answer: violated(), problem, fix: "-" };
    },
});
const foreign = (name, wait) => ({
    name,
    description: name,
    enforcementLevel: "advisory",
    validateStack: async (args, report) => {
        await wait();
        report(name);
    },
});
const [first, a, b, c, d] = toPulumiPolicies([settings, ...["a", "b", "c", "d"].map(probe)]);
const soon = foreign("soon", async () => {});
const later = foreign("later", () => new Promise((resolve) => setTimeout(resolve, 20)));
serve([first, a, soon, b, later, c, d]);
`;

describe("calls of AnalyzeStack", () => {
    const { dir, remove } = makePack(source);
    let pack: Pack;
    let seen: number;
    before(async () => {
        pack = await startPack(dir);
        seen = 0;
    });
    after(async () => {
        await pack.stop();
        remove();
    });

    describe("one model per call", () => {
        /** The calls, one after the other, each with its own configuration; what a to d got. */
        const cases: Readonly<Record<string, readonly (readonly [typeof nat, Configuration])[]>> = {
            "with different resources": [
                [nat, {}],
                [isolated, {}],
            ],
            "with the same resources": [
                [nat, {}],
                [nat, {}],
            ],
            "with the first policy disabled": [
                [isolated, { "preflight-settings": "disabled" }],
                [nat, { "preflight-settings": "disabled" }],
            ],
            "with other policies from call to call": [
                [nat, {}],
                [nat, { "preflight-settings": "disabled", a: "disabled" }],
                [isolated, { a: "disabled", d: "disabled" }],
                [isolated, { b: "disabled", later: "disabled" }],
            ],
            "with an empty stack between": [
                [nat, {}],
                [[], {}],
                [nat, {}],
            ],
        };
        for (const [title, calls] of Object.entries(cases)) {
            it(title, async () => {
                for (const [resources, configuration] of calls) {
                    await pack.configure(configuration);
                    const report = await pack.analyzeStack(resources);
                    const enabled = ["a", "b", "c", "d"].filter((name) => !(name in configuration));
                    const expected = `${String(seen)}: ${String(resources.length)}`;
                    deepEqual(
                        got(report),
                        resources.length === 0 ? [] : enabled.map((name) => [name, expected]),
                    );
                    if (resources.length > 0) seen++;
                }
            });
        }

        it("of two calls at the same time", async () => {
            await pack.configure();
            const reports = await Promise.all([
                pack.analyzeStack(nat),
                pack.analyzeStack(isolated),
            ]);
            const models = reports.map((report) => new Set(got(report).map(([, model]) => model)));
            deepEqual(
                models.map(({ size }) => size),
                [1, 1],
            );
            deepEqual(
                reports.map((report) => got(report).length),
                [4, 4],
            );
            equal(new Set(models.flatMap((set) => [...set])).size, 2);
            seen += 2;
        });
    });

    describe("where nothing runs on Fargate", () => {
        it("are skipped after the first policy, until a foreign one gives way", async () => {
            await pack.configure();
            const report = await pack.analyzeStack(idle);
            deepEqual(skipped(report), ["a", "b", "d"]);
            deepEqual(reporting(report, "advisory"), ["later", "soon"]);
            deepEqual(reporting(report, "mandatory"), ["c"]);
        });

        it("are skipped after the first enabled policy", async () => {
            await pack.configure({ "preflight-settings": "disabled", a: "disabled" });
            deepEqual(skipped(await pack.analyzeStack(idle)), ["d"]);
            await pack.configure({ later: "disabled" });
            deepEqual(skipped(await pack.analyzeStack(idle)), ["a", "b", "c", "d"]);
        });

        it("leave the next call alone", async () => {
            for (const configuration of [{}, { later: "disabled" }] as const) {
                await pack.configure(configuration);
                await pack.analyzeStack(idle);
                const report = await pack.analyzeStack(nat);
                deepEqual(report.notApplicable, []);
                deepEqual(reporting(report, "mandatory"), ["a", "b", "c", "d"]);
            }
        });

        it("leave the next call alone, whatever policy is its first", async () => {
            await pack.configure({ later: "disabled" });
            await pack.analyzeStack(idle);
            await pack.configure({ "preflight-settings": "disabled", a: "disabled" });
            const report = await pack.analyzeStack(nat);
            deepEqual(report.notApplicable, []);
            deepEqual(reporting(report, "mandatory"), ["b", "c", "d"]);
        });

        it("leave a call at the same time alone", async () => {
            await pack.configure();
            const [, report] = await Promise.all([
                pack.analyzeStack(idle),
                pack.analyzeStack(nat),
                pack.analyzeStack(idle),
            ]);
            deepEqual(report.notApplicable, []);
            deepEqual(reporting(report, "mandatory"), ["a", "b", "c", "d"]);
        });
    });
});

describe("calls of AnalyzeStack on this pack", () => {
    let pack: Pack;
    before(async () => {
        pack = await startPack(root);
    });
    after(() => pack.stop());

    for (const [first, configuration] of [
        ["preflight-settings", {}],
        ["service-network-configuration", { "preflight-settings": "disabled" }],
    ] as const) {
        it(`without Fargate run ${first} alone, and with Fargate all that have a subject`, async () => {
            await pack.configure(configuration);
            const { policies } = await pack.info();
            const enabled = policies
                // It reads the settings as a policy over resources, too, and counts as one.
                .filter(({ name, type }) => type === "stack" || name === "preflight-settings")
                .filter(({ level }) => level !== "disabled")
                .filter(({ name }) => !(name in configuration))
                .map(({ name }) => name);
            equal(enabled[0], first);

            const without = await pack.analyzeStack(idle);
            deepEqual(without.diagnostics, []);
            deepEqual(skipped(without), enabled.slice(1));
            deepEqual(
                [...new Set(without.notApplicable.map(({ reason }) => reason))],
                ["Policy only applies to resources of type 'a Fargate workload'"],
            );

            const broken = recording("public-no-public-ip");
            await Promise.all(broken.map((resource) => pack.analyze(resource)));
            const report = await pack.analyzeStack(broken);
            deepEqual(skipped(report), withoutSubject);
            deepEqual(reporting(report, "mandatory"), ["task-image-pull"]);
        });
    }
});

/** What does not apply to a plain service: it has no such needs, and its network is IPv4. */
const withoutSubject = [
    "task-network-interfaces",
    "listener-ports",
    "ipv6-only-tasks",
    "vpc-lattice-to-task",
    "express-service-subnets",
    "task-secrets",
    "task-file-systems",
    "task-exec",
    "service-to-service",
    "task-role",
    "ecs-endpoints",
    "vpc-dhcp-options",
    "ipv6-image-uri",
    "task-runtime-monitoring",
];

/** Policy and what it told of its model, in order, of a to d. */
function got({ diagnostics }: Report): (readonly [string, string | undefined])[] {
    return diagnostics
        .filter(({ level }) => level === "mandatory")
        .map(({ policy, message }) => [policy, message.split("\n")[1]]);
}

function skipped({ notApplicable }: Report): string[] {
    return notApplicable.map(({ policy }) => policy);
}
