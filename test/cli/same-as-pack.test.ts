import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Settings } from "../../src/policy";
import { runPack } from "../support/harness";
import type { Recorded } from "../support/program";
import { allPlans, checkOne, Folder } from "./support";

/** What is configured, alike for the pack and for the command line. */
interface Given {
    readonly name: string;
    readonly settings?: Readonly<Record<string, Settings>>;
    readonly disabled?: readonly string[];
}

const given: readonly Given[] = [
    { name: "by default" },
    {
        name: "without trust in dependencies",
        settings: { "preflight-settings": { trustDependencies: false } },
    },
    { name: "without open questions", disabled: ["unverified-network"] },
];

describe("the command line finds the same as the pack", () => {
    const recordings = allPlans.filter((file) => file.endsWith(".recording.json"));
    let found = 0;

    for (const { name, settings = {}, disabled = [] } of given) {
        for (const file of recordings) {
            it(`in ${basename(file)}, ${name}`, async () => {
                const recording = JSON.parse(readFileSync(file, "utf8")) as Recorded[];
                const pack = runPack(recording, { settings, disabled }).map(
                    ({ policy, level, urn, message }) => ({ policy, level, urn, message }),
                );
                const folder = new Folder();
                const off = disabled.map((policy) => [policy, "disabled"] as const);
                const config = { ...settings, ...Object.fromEntries(off) };
                const written = folder.write("config.json", JSON.stringify(config));
                const { findings } = await checkOne(file, "--config", written);
                folder.remove();
                const here = findings.map(({ policy, level, urn, message }) => ({
                    policy,
                    level,
                    urn,
                    message,
                }));
                assert.deepEqual(sorted(here), sorted(pack));
                found += here.length;
            });
        }
    }

    after(() => {
        assert.ok(found >= recordings.length, "there was little to compare");
    });
});

function sorted(list: readonly object[]): string[] {
    return list.map((each) => JSON.stringify(each)).sort();
}
