import assert from "node:assert/strict";
import type { PolicyResource } from "@pulumi/policy";
import * as sdkProxy from "@pulumi/policy/proxy";
import fc from "fast-check";
import { policies } from "../../policies";
import {
    planFromAnalyzer,
    planFromJson,
    PlanError,
    recordInputs,
    resourceFromInputs,
    type Plan,
    type PlannedResource,
    type Raw,
    type RawProperties,
    type Reading,
    type RecordedInputs,
} from "../../src/plan";
import { interest, judge, Model, type Unverified } from "../../src/policy";
import { nestedProperties } from "../network/nested-properties";
import { analyzed, files } from "./arbitraries";

const { unknownCheckingProxy } = sdkProxy as unknown as {
    unknownCheckingProxy: (properties: object) => Record<string, unknown>;
};

/** The plan of a file, or nothing if it is none: then the error must say so. */
function planOf(json: Raw): Plan | undefined {
    try {
        return planFromJson(json, interest).plan;
    } catch (error) {
        if (error instanceof PlanError) return undefined;
        throw error;
    }
}

/** Reads whatever can be read of a resource. */
function readAll(resource: PlannedResource): void {
    for (const value of [resource.id, resource.region]) {
        if (value.known) assert.equal(typeof value.value, "string");
    }
    const names = interest.get(resource.type) ?? [];
    for (const name of [...names, "id", "region", "__proto__", "constructor", "toString"]) {
        assert.ok(Array.isArray(resource.dependenciesOf(name)));
        assert.equal(typeof resource.ignoresChangesOf(name), "boolean");
        for (const each of [resource, resource.withoutOutputs()]) {
            readDeep(each.at(name), 3);
            readDeep(each.copyOf(name), 3);
        }
    }
}

function readDeep(reading: Reading, depth: number): void {
    const list = reading.elements();
    for (const value of [reading.string(), reading.boolean(), reading.number(), reading.isSet()]) {
        if (!value.known) assert.ok(value.why.urn !== "" && value.why.what !== "");
    }
    if (depth === 0) return;
    readDeep(reading.json(), depth - 1);
    for (const key of ["subnets", "image", "__proto__", "constructor"]) {
        readDeep(reading.at(key), depth - 1);
    }
    if (list.known) for (const each of list.value) readDeep(each, depth - 1);
}

/** Runs every policy; unlike the pack and the CLI, lets through what it throws. */
function runAll(plan: Plan): { findings: number; unverified: number; workloads: number } {
    const model = new Model(plan);
    const unverified: Unverified[] = [];
    let findings = 0;
    for (const policy of policies) {
        if (policy.kind === "resource") {
            for (const resource of plan.resources) {
                if (!policy.types.includes(resource.type)) continue;
                findings += [...policy.check(resource.withoutOutputs(), {})].length;
            }
            continue;
        }
        const outcome = judge(policy, "mandatory", { model, settings: {} }, unverified);
        findings += outcome.findings.length;
        unverified.push(...outcome.unverified);
    }
    return { findings, unverified: unverified.length, workloads: model.workloads.length };
}

describe("reading is total", () => {
    it("a file is a plan, or is refused with a reason", () => {
        let plans = 0;
        fc.assert(
            fc.property(files, (json) => {
                const plan = planOf(json);
                if (plan === undefined) return;
                plans += 1;
                assert.equal(plan.byUrn.size, plan.resources.length);
                for (const resource of plan.resources) readAll(resource);
            }),
            { numRuns: 150 },
        );
        assert.ok(plans > 75, `only ${String(plans)} of the files were plans`);
    });
});
