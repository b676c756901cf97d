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
    resourcesFromInputs,
    withoutInputs,
    type Plan,
    type PlannedResource,
    type Raw,
    type RawProperties,
    type RecordedInputs,
} from "../../src/plan";
import { Reading } from "../../src/plan/reading";
import { interest, runPolicy, Model, type Unverified } from "../../src/policy";
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
    const before = resource.withoutOutputs();
    for (const name of [...(interest.get(resource.type) ?? []), "__proto__", "constructor"]) {
        assert.ok(Array.isArray(resource.dependenciesOf(name)));
        assert.equal(typeof resource.ignoresChangesOf(name), "boolean");
        readDeep(resource.at(name), 2);
        readDeep(before.at(name), 1);
        readDeep(resource.copyOf(name), 1);
    }
}

function readDeep(reading: Reading, depth: number): void {
    const list = reading.elements();
    for (const value of [reading.string(), reading.boolean(), reading.number(), reading.isSet()]) {
        if (!value.known) assert.notEqual(value.why.what, "");
    }
    if (depth === 0) return;
    readDeep(reading.json(), depth - 1);
    for (const key of ["subnets", "image", "__proto__", "constructor"]) {
        readDeep(reading.at(key), depth - 1);
    }
    if (list.known) for (const each of list.value) readDeep(each, depth - 1);
}

/** Runs every policy; unlike the pack and the CLI, it lets through what they throw. */
function judgeAll(plan: Plan): { findings: number; workloads: number; unverified: Unverified[] } {
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
        const outcome = runPolicy(policy, "mandatory", { model, settings: {} }, unverified);
        findings += outcome.findings.length;
        unverified.push(...outcome.unverified);
    }
    return { findings, unverified, workloads: model.workloads.length };
}

/** Counts how often a property met something worth meeting: one that never does proves nothing. */
class Tally {
    private readonly counts = new Map<string, number>();

    add(what: string, count: number): void {
        this.counts.set(what, (this.counts.get(what) ?? 0) + count);
    }

    hasAtLeast(expected: Readonly<Record<string, number>>): void {
        for (const [what, least] of Object.entries(expected)) {
            const count = this.counts.get(what) ?? 0;
            assert.ok(count >= least, `${what}: ${String(count)} instead of ${String(least)}`);
        }
    }
}

function judgeAndCount(plan: Plan, tally: Tally): void {
    const { findings, unverified, workloads } = judgeAll(plan);
    for (const { gaps } of unverified) assert.ok(gaps.length > 0);
    tally.add("findings", findings);
    tally.add("workloads", workloads);
    tally.add("open questions", unverified.length);
}

/** What the SDK makes of states: proxies around the properties, objects in place of URNs. */
function toSdk(
    states: readonly RawProperties[],
): { resource: PolicyResource; inputs: Record<string, unknown> }[] {
    const resources = states.flatMap((state) => {
        const { urn, type, name } = state;
        if (typeof urn !== "string" || typeof type !== "string") return [];
        const provider = isObject(state.provider)
            ? { props: unknownCheckingProxy(objectAt(state.provider, "props")) }
            : undefined;
        const resource = {
            urn,
            type,
            name: typeof name === "string" ? name : "",
            props: unknownCheckingProxy(objectAt(state, "outputs")),
            opts: { ignoreChanges: textsIn(state.ignoreChanges) },
            dependencies: [] as unknown[],
            propertyDependencies: {} as Record<string, unknown[]>,
            ...(provider === undefined ? {} : { provider }),
        };
        return [{ resource, state }];
    });
    const byUrn = new Map(resources.map(({ resource }) => [resource.urn, resource]));
    const found = (raw: Raw | undefined): unknown[] =>
        textsIn(raw).flatMap((urn) => byUrn.get(urn) ?? []);
    for (const { resource, state } of resources) {
        resource.dependencies = found(state.dependencies);
        const feeding = objectAt(state, "propertyDependencies");
        for (const name of Object.keys(feeding)) {
            resource.propertyDependencies[name] = found(feeding[name]);
        }
        const [parent] = found([state.parent ?? null]);
        if (parent !== undefined) Object.assign(resource, { parent });
    }
    return resources.map(({ resource, state }) => ({
        resource: resource as unknown as PolicyResource,
        inputs: unknownCheckingProxy(objectAt(state, "inputs")),
    }));
}

function isObject(raw: Raw | undefined): raw is RawProperties {
    return typeof raw === "object" && raw !== null && !Array.isArray(raw);
}

function objectAt(state: RawProperties, key: string): RawProperties {
    const value = state[key];
    return isObject(value) ? value : {};
}

function textsIn(raw: Raw | undefined): string[] {
    return Array.isArray(raw) ? raw.filter((each) => typeof each === "string") : [];
}

describe("reading is total", () => {
    it("a file is a plan, every place of which can be read, or it is refused", () => {
        const tally = new Tally();
        fc.assert(
            fc.property(files, (json) => {
                const plan = planOf(json);
                if (plan === undefined) return;
                assert.equal(plan.byUrn.size, plan.resources.length);
                for (const resource of plan.resources) readAll(resource);
                tally.add("plans", 1);
                tally.add("resources", plan.resources.length);
            }),
            { numRuns: 100 },
        );
        tally.hasAtLeast({ plans: 50, resources: 700 });
    });

    it("every policy can judge every plan of a file, with inputs and without", () => {
        const tally = new Tally();
        fc.assert(
            fc.property(files, (json) => {
                const plan = planOf(json);
                if (plan === undefined) return;
                judgeAndCount(plan, tally);
                judgeAndCount(withoutInputs(plan), tally);
            }),
            { numRuns: 300 },
        );
        tally.hasAtLeast({ workloads: 50, findings: 10, "open questions": 50 });
    });

    it("every policy can judge what the analyzer gets, with inputs and without", () => {
        const tally = new Tally();
        fc.assert(
            fc.property(analyzed, fc.boolean(), (states, isRecorded) => {
                const resources = toSdk(states);
                const recorded: RecordedInputs = new Map();
                for (const { resource, inputs } of resources) {
                    const args = { ...resource, props: inputs };
                    if (isRecorded) recordInputs(recorded, args, interest);
                    resourcesFromInputs(args, interest).forEach(readAll);
                }
                const plan = planFromAnalyzer(
                    resources.map(({ resource }) => resource),
                    recorded,
                    interest,
                );
                judgeAndCount(plan, tally);
            }),
            { numRuns: 120 },
        );
        tally.hasAtLeast({ workloads: 50, findings: 10, "open questions": 50 });
    });
});

describe("the table of nested properties", () => {
    /** Runs something, and gives the places inside blocks that it reads: `<type> routes[].gatewayId`. */
    function placesReadBy(run: () => void): ReadonlySet<string> {
        const places = new Set<string>();
        const at = Reflect.get<Reading, "at">(Reading.prototype, "at");
        Reading.prototype.at = function (this: Reading, key: string): Reading {
            // Aliases have the blocks of their successors.
            const type = this.resource.type.replace(
                /^aws:(elasticloadbalancingv2|applicationloadbalancing)\//,
                "aws:lb/",
            );
            places.add(`${type} ${this.path.replace(/\[\d+\]/g, "[]")}.${key}`);
            return at.call(this, key);
        };
        try {
            run();
        } finally {
            Reading.prototype.at = at;
        }
        return places;
    }

    it("names every place inside a block that a policy reads", () => {
        const places = placesReadBy(() => {
            for (const json of fc.sample(files, 200)) {
                const plan = planOf(json);
                if (plan !== undefined) judgeAll(plan);
            }
        });
        const table = Object.entries(nestedProperties).flatMap(([type, paths]) =>
            paths.map((path) => `${type} ${path}`),
        );
        const missing = [...places].filter(
            (place) =>
                // A block on the way to a place, or JSON, which has no types.
                !table.some((each) => each === place || each.startsWith(`${place}.`)) &&
                !table.some((each) => each.startsWith(`${place}[`)) &&
                // A list of which nothing is known is one place.
                !table.some((each) => each.replaceAll("[]", "") === place) &&
                // The keys of tags are the program's.
                !place.includes(" tags.") &&
                // Said of what AWS makes, where no program says it (src/plan/native).
                !place.endsWith(".isOfAws") &&
                !/^aws:ecs\/expressGatewayService:\w+ (in|e)gress\[\]/.test(place) &&
                !/ containerDefinitions\[|[ .](policy|assumeRolePolicy|input|definition)\./.test(
                    place,
                ),
        );
        assert.deepEqual(missing, []);
        assert.ok(places.size > 30, String(places.size));
    });
});
