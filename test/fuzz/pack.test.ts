import { equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { after, before, describe } from "mocha";
import { policies } from "../../policies";
import { recording, recordingNames, root, secret } from "../pack/support";
import type { Raw, RawProperties } from "../../src/plan";
import { startPack, type Configuration, type Level, type Pack } from "../support/engine";
import { changesOf, marker, mutated, signatureKey } from "../support/mutate";
import type { Recorded } from "../support/program";
import { assertSound, fuzz } from "./support";

/*
 * The engine's calls with properties that no program would set, to one process: no call fails, none shows
 * a bug or a secret, and the pack goes on.
 */

const recordings = recordingNames().map((name) => JSON.stringify(recording(name)));

const settings = JSON.stringify(
    Object.fromEntries(
        policies.flatMap(({ name, settings: schemas = {} }) => {
            const given = Object.entries(schemas).map(([key, each]): [string, unknown] => [
                key,
                each.default,
            ]);
            return given.length === 0 ? [] : [[name, { settings: Object.fromEntries(given) }]];
        }),
    ),
);

const levels: readonly Level[] = ["advisory", "mandatory", "disabled", "remediate"];

const cases = fc.record({
    file: fc.nat(),
    changes: changesOf(),
    level: fc.constantFrom(...levels),
    given: fc.option(changesOf(), { nil: [] }),
});

/** How long all calls of a case may take, some sixty. */
const allCalls = 10_000;

describe("calls that no engine made", () => {
    let pack: Pack;
    before(async () => {
        pack = await startPack(root);
    });
    after(() => pack.stop());

    fuzz(
        "calls",
        12,
        cases,
        async ({ file, changes, level, given }) => {
            const text = recordings[file % recordings.length] ?? "";
            const changed = onWire(mutated(text, changes, { onlyProperties: true }));
            const resources = changed as unknown as readonly Recorded[];
            await pack.configure({ all: level, ...configurationIn(mutated(settings, given)) });
            await pack.configureStack();
            for (const each of resources) {
                for (const { properties } of await pack.remediate(each))
                    ok(properties !== undefined);
            }
            for (const { message } of (await pack.replay(resources)).diagnostics)
                assertSound(message);
            equal((await pack.info()).policies.length, policies.length);
        },
        allCalls,
    );
});

/** Secrets as the engine sends them: with their value. Of others the SDK never answers the call. */
function onWire(raw: Raw): Raw {
    if (Array.isArray(raw)) return (raw as readonly Raw[]).map(onWire);
    if (!isObject(raw)) return raw;
    if (Object.hasOwn(raw, signatureKey)) return secret(marker) as RawProperties;
    return Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, onWire(value)]));
}

/** What is left of a configuration, as the engine would send it: policies that are there, and any settings. */
function configurationIn(given: Raw): Configuration {
    const entries = policies.flatMap(({ name }) => {
        const settings = objectAt(objectAt(given, name), "settings");
        return settings === undefined ? [] : [[name, { settings }]];
    });
    return Object.fromEntries(entries) as Configuration;
}

function objectAt(from: Raw | undefined, key: string): RawProperties | undefined {
    const value = isObject(from) && Object.hasOwn(from, key) ? from[key] : undefined;
    return isObject(value) ? value : undefined;
}

function isObject(raw: Raw | undefined): raw is RawProperties {
    return typeof raw === "object" && raw !== null && !Array.isArray(raw);
}
