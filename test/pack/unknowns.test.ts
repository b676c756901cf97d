import { deepEqual } from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { interest } from "../../src/policy";
import {
    startPack,
    type Pack,
    type Properties,
    type Recording,
    type Report,
} from "../support/engine";
import { find, recording, reporting, root, sentinels } from "./support";

/**
 * Whatever is unknown, no policy fails over it, and none finds fault with a healthy plan: hiding a value
 * may only open a question.
 */
const healthy = recording("nat");

describe("unknown values", () => {
    let pack: Pack;
    before(async () => {
        pack = await startPack(root);
        await pack.configure();
    });
    after(() => pack.stop());

    for (const [type, properties] of propertiesByType(healthy)) {
        const isRead = (property: string): boolean =>
            interest.get(type)?.includes(property) === true;
        const inTurn = properties.filter(isRead).map((property) => [property]);
        const others = properties.filter((property) => !isRead(property));
        it(`at each property of ${type} that is read, and at all others`, async () => {
            for (const [i, names] of [others, ...inTurn].entries()) {
                const plan = hiding(healthy, type, names, sentinelFor(i));
                // The inputs of other types are remembered from the first time.
                const changed = i === 0 ? plan : plan.filter((resource) => resource.type === type);
                const before = await Promise.all(changed.map((resource) => pack.analyze(resource)));
                for (const report of [...before, await pack.analyzeStack(plan)]) {
                    isSound(report, `${type}: ${names.join(", ")}`);
                }
            }
        });
    }

    for (const sentinel of sentinels) {
        it(`at every place, all as ${sentinel.slice(0, 8)}`, async () => {
            const all = healthy.map((resource) => ({
                ...resource,
                inputs: hidden(resource.inputs ?? {}, sentinel) as Properties,
                outputs: hidden(resource.outputs, sentinel) as Properties,
            }));
            isSound(await pack.replay(all), "all");
        });
    }

    it("at the target of an inline route, left out by an older provider", async () => {
        // A project of its own: no inputs of it are remembered.
        const plan = recording("nat", "unseen");
        const nat = find(plan, "NatGateway");
        const table = find(plan, "RouteTable", "private");
        const inline = {
            ...table,
            outputs: { id: "", routes: [{ cidrBlock: "0.0.0.0/0" }] },
            propertyDependencies: { ...table.propertyDependencies, routes: [nat.urn] },
        };
        const others = plan.filter(
            ({ urn, type }) => urn !== table.urn && !type.endsWith(":Route"),
        );
        isSound(await pack.analyzeStack([...others, inline]), "routes");
    });
});

function isSound(report: Report, what: string): void {
    const failed = report.diagnostics.filter(({ message }) =>
        /can't run policy|because of a bug/.test(message),
    );
    deepEqual(failed, [], what);
    deepEqual(reporting(report, "mandatory"), [], what);
}

function sentinelFor(i: number): string {
    return sentinels[i % sentinels.length] ?? sentinels[0];
}

function propertiesByType(plan: Recording): Map<string, string[]> {
    const found = new Map<string, string[]>();
    for (const { type, inputs, outputs } of plan) {
        if (!type.startsWith("aws:")) continue;
        const names = new Set([
            ...(found.get(type) ?? []),
            ...Object.keys({ ...inputs, ...outputs }),
        ]);
        names.delete("__defaults");
        found.set(type, [...names]);
    }
    return found;
}

/** The plan with these properties hidden, where a resource of the type has them. */
function hiding(
    plan: Recording,
    type: string,
    names: readonly string[],
    sentinel: string,
): Recording {
    const hide = (properties: Properties = {}): Properties => {
        const present = names.filter((name) => name in properties);
        return { ...properties, ...Object.fromEntries(present.map((name) => [name, sentinel])) };
    };
    return plan.map((resource) =>
        resource.type === type
            ? { ...resource, inputs: hide(resource.inputs), outputs: hide(resource.outputs) }
            : resource,
    );
}

/** The same shape, all its values unknown. */
function hidden(value: unknown, sentinel: string): unknown {
    if (Array.isArray(value)) return value.map((each) => hidden(each, sentinel));
    if (typeof value !== "object" || value === null) return sentinel;
    return Object.fromEntries(
        Object.entries(value).map(([key, each]) => [key, hidden(each, sentinel)]),
    );
}
