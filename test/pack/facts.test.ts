import { deepEqual, equal, match, ok } from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { factsOfExports } from "../../src/network";
import type { FactsFile } from "../../src/plan";
import { startPack, type Pack, type Recording, type Report } from "../support/engine";
import type { Recorded } from "../support/program";
import { exportOf } from "../support/split";
import { of, recording, reporting, root } from "./support";

/** A deployed program in two stacks: the facts of its network, and a service that names it by ids. */
function apart(): { facts: FactsFile; service: Recording } {
    const whole = recording("nat-deployed", "apart");
    const isNetwork = ({ type }: { type: string }): boolean => type.startsWith("aws:ec2/");
    const all = whole as unknown as Recorded[];
    const made = factsOfExports([{ name: "network", json: exportOf(all.filter(isNetwork), all) }]);
    if ("problems" in made) throw new Error(made.problems.join());
    const gone = new Set(whole.filter(isNetwork).map(({ urn }) => urn));
    const isHere = (urn: string): boolean => !gone.has(urn);
    const service = whole
        .filter((each) => !isNetwork(each))
        .map((each) => ({
            ...each,
            dependencies: (each.dependencies ?? []).filter(isHere),
            propertyDependencies: Object.fromEntries(
                Object.entries(each.propertyDependencies ?? {}).map(([name, urns]) => [
                    name,
                    urns.filter(isHere),
                ]),
            ),
        }));
    return { facts: made.facts, service };
}

describe("facts in the pack", () => {
    const { facts, service } = apart();
    const dir = mkdtempSync(join(tmpdir(), "fargate-preflight-"));
    const file = join(dir, "network.json");
    let pack: Pack;
    before(async () => {
        writeFileSync(file, JSON.stringify(facts));
        pack = await startPack(root);
    });
    after(async () => {
        await pack.stop();
        rmSync(dir, { recursive: true });
    });

    const replay = async (...given: readonly unknown[]): Promise<Report> => {
        await pack.configure({ "preflight-settings": { settings: { facts: given } } });
        return pack.replay(service);
    };
    const isAsked = (report: Report): boolean =>
        of(report, "unverified-network").some(({ message }) => message.includes("task-image-pull"));

    it("answer what nothing could: from a file, or as they are", async () => {
        ok(isAsked(await replay()));
        for (const given of [file, facts]) {
            const report = await replay(given);
            equal(isAsked(report), false);
            deepEqual(reporting(report, "mandatory"), []);
        }
    });

    it("show what is broken outside, on the service, with their date", async () => {
        const withoutRoutes = facts.resources.filter(({ type }) => !type.endsWith(":Route"));
        const report = await replay({ ...facts, resources: withoutRoutes });
        const [found] = of(report, "task-image-pull");
        match(found?.message ?? "", /private.* → no route [^]*\n {2}as of \d{4}-\d\d-\d\d: facts/);
        ok(service.some(({ urn }) => urn === found?.urn));
    });

    it("tell of the network itself on the stack, for the engine does not know it", async () => {
        const [told] = of(await replay(facts), "vpc-flow-logs");
        equal(told?.urn, service.find(({ type }) => type === "pulumi:pulumi:Stack")?.urn);
    });

    it("that are bad are a violation, and the other policies go on", async () => {
        const report = await replay({ ...facts, version: "hunter2" }, join(dir, "absent.json"));
        const said = of(report, "preflight-settings");
        deepEqual(
            said.map(({ level }) => level),
            ["mandatory", "mandatory"],
        );
        match(
            said[0]?.message ?? "",
            /facts that are not used: preflight-settings\.facts\[0\]: version: expected 1/,
        );
        match(said[1]?.message ?? "", /absent\.json: there is no such file/);
        ok(isAsked(report));
        equal(
            said.some(({ message }) => message.includes("hunter2")),
            false,
        );
    });

    it("that are old are advice, though settings are mandatory", async () => {
        const report = await replay({ ...facts, takenAt: "2020-01-01T00:00:00Z" });
        const [said] = of(report, "preflight-settings");
        equal(said?.level, "advisory");
        match(said.message, /the facts in facts\[0\] are \d+ days old: of 2020-01-01/);
        equal(isAsked(report), false);
    });

    it("of a type that is none are refused by the engine's own schema, as by the pack's", async () => {
        const report = await replay(7);
        match(
            of(report, "preflight-settings")[0]?.message ?? "",
            /the setting facts\[0\]: expected /,
        );
    });
});
