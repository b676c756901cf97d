import assert from "node:assert/strict";
import fc from "fast-check";
import { policies } from "../../policies";
import type { Network } from "../support/networks";
import { build, choices } from "../support/random-reach";
import { networks as networksOfBoth } from "../support/random-reach-ipv6";
import { disagreements, observe } from "./compare";
import { inTurn, Kernel, missing } from "./kernel";
import { lean } from "./leaning";

/*
 * The pack against Linux's kernel: random networks are built of namespaces, and connections are sent
 * through them (translation.ts says what stands for what). Many more before a release:
 * `PACKET_RUNS=10000 npm run test:packets`; `PACKET_SEED=7` for other ones.
 */
const runs = Number(process.env.PACKET_RUNS ?? 1000);
const seed = Number(process.env.PACKET_SEED ?? 1);

const generators: Readonly<Record<string, fc.Arbitrary<Network>>> = {
    "networks of IPv4": choices.map((chosen) => build(chosen)),
    "networks of both families": networksOfBoth,
};

describe("the pack and real packets", function () {
    this.timeout(60_000 + runs * 3_000);
    let kernel: Kernel;

    before(() => {
        const lacks = missing();
        if (lacks !== undefined) throw new Error(`this needs ${lacks}`);
        kernel = new Kernel();
    });
    after(async () => {
        // There is none where something is missing.
        await (kernel as Kernel | undefined)?.close();
    });

    for (const [name, networks] of Object.entries(generators)) {
        it(`agree on ${String(runs / 2)} random ${name}`, async () => {
            const sample = fc.sample(networks, { numRuns: Math.ceil(runs / 2), seed }).map(lean);
            const met = new Map<string, number>();
            const failures: string[] = [];
            await inTurn(sample, async (network, i) => {
                const recording = network.record("deployed");
                const observed = await observe(kernel, recording);
                for (const { outcomes, question } of observed.findings) {
                    const kinds = [...new Set(outcomes)].sort().join(" and ");
                    const key = `${question.policy}: ${kinds}`;
                    met.set(key, (met.get(key) ?? 0) + 1);
                }
                if (disagreements(recording, observed, policies).length === 0) return;
                // A machine that is busy may have lost a packet: it is asked again before anybody is blamed.
                const again = await observe(kernel, recording, true);
                const told = disagreements(recording, again, policies);
                if (told.length === 0) return;
                failures.push(
                    `${told.join("\n")}\nnetwork ${String(i)} of seed ${String(seed)}:\n${String(network)}`,
                );
            });
            console.log(
                [...met]
                    .sort()
                    .map(([what, count]) => `      ${what}: ${String(count)}`)
                    .join("\n"),
            );
            assert.equal(
                failures.length,
                0,
                `${String(failures.length)} disagree\n\n${failures.slice(0, 3).join("\n\n")}`,
            );
        });
    }
});
