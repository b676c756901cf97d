import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { policies } from "../../policies";
import { build, choices } from "../support/random-reach";
import { networks as networksOfBoth } from "../support/random-reach-ipv6";
import { disagreements, observe } from "./compare";
import { faults, type Fault } from "./faults";
import { inTurn, Kernel, missing } from "./kernel";
import { lean } from "./leaning";

/** So many networks must be enough to find each fault. */
const limit = 200;

/*
 * Packets find faults: the kernel is asked once about these networks, and the pack again with each of
 * the faults.
 */
describe("real packets find a fault", function () {
    this.timeout(600_000);
    const folder = mkdtempSync(join(tmpdir(), "packets-"));
    const file = join(folder, "networks.json");
    /** By fault, the first network on which the pack and the packets disagree, or -1. */
    let found: readonly number[] = [];

    async function firstFinding(fault: Fault): Promise<number> {
        const { stdout } = await promisify(execFile)(
            process.execPath,
            [join(__dirname, "faulty.js"), JSON.stringify(fault), file],
            { maxBuffer: 1 << 24 },
        );
        return Number(stdout.trim().split("\n").pop());
    }

    before(async () => {
        const lacks = missing();
        if (lacks !== undefined) throw new Error(`this needs ${lacks}`);
        const kernel = new Kernel();
        try {
            const half = { numRuns: limit / 2, seed: 2 };
            const [ipv4, both] = [
                fc.sample(
                    choices.map((chosen) => build(chosen)),
                    half,
                ),
                fc.sample(networksOfBoth, half),
            ];
            const networks = ipv4.flatMap((network, i) => [network, both[i] ?? network]).map(lean);
            const kept = await inTurn(networks, async (network) => {
                const recording = network.record("deployed");
                const observed = await observe(kernel, recording);
                // As in packets.spec.ts: a busy machine is asked again.
                return disagreements(recording, observed, policies).length === 0
                    ? { recording, observed }
                    : { recording, observed: await observe(kernel, recording, true) };
            });
            assert.deepEqual(
                kept.flatMap(({ recording, observed }) =>
                    disagreements(recording, observed, policies),
                ),
                [],
                "the pack without a fault",
            );
            writeFileSync(file, JSON.stringify(kept));
        } finally {
            await kernel.close();
        }
        found = await inTurn(faults, firstFinding, 2);
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    faults.forEach(({ name }, i) =>
        it(`if ${name}`, () => {
            const first = found[i] ?? -1;
            assert.ok(first >= 0, `no disagreement within ${String(limit)} networks`);
            console.log(`      found by network ${String(first + 1)}`);
        }),
    );
});
