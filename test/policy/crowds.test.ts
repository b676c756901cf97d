import assert from "node:assert/strict";
import { policies } from "../../policies";
import { planFromJson } from "../../src/plan";
import { interest, resolveConfiguration, runPolicies } from "../../src/policy";
import { Network } from "../support/networks";

describe("workloads that may lack room", () => {
    it("are asked about once each, however many subnets they may share", () => {
        const n = new Network();
        const vpc = n.vpc();
        for (const i of [0, 1, 2]) {
            const subnet = n.subnet(`s${String(i)}`, vpc, { cidrBlock: `10.0.${String(i)}.0/28` });
            n.service(`fixed${String(i)}`, [subnet], { desiredCount: 4 });
        }
        for (const name of ["one", "other"]) {
            const choice = n.add("test:index:Choice", `${name}-subnets`);
            n.service(name, [], {
                desiredCount: 4,
                networkConfiguration: { subnets: choice.get("ids") },
            });
        }
        const json = JSON.parse(JSON.stringify(n.record("first preview"))) as never;
        const { configure } = resolveConfiguration(policies, {});
        const { unverified } = runPolicies(planFromJson(json, interest).plan, policies, configure);
        const asked = unverified
            .filter(({ policy }) => policy === "subnet-headroom")
            .map(({ resource }) => resource.name);
        assert.deepEqual([...asked].sort(), [...new Set(asked)].sort());
        assert.ok(asked.includes("one") && asked.includes("fixed0"), asked.join());
    });
});
