import assert from "node:assert/strict";
import { policies } from "../../policies";
import type { RunOptions } from "../support/harness";
import { Network } from "../support/networks";
import type { Recorded } from "../support/program";
import { loadTables } from "../support/pages";
import { isCidr } from "./addresses";
import { disagreements, observe } from "./compare";
import { inTurn, Kernel, missing } from "./kernel";
import { Untranslated } from "./plan";

/** Only the rows of this policy. */
const chosen = process.env.PACKET_POLICY;
/** At least so many rows must have a translation. */
const enough = chosen === undefined ? 600 : 1;

interface Played {
    readonly name: string;
    readonly network: Network;
}

/** The networks of all policies' tables that are fully known, each once. */
function rows(): Played[] {
    const played = new Map<string, Played>();
    for (const [policy, { valid, violates, cannotKnow }] of loadTables()) {
        if (chosen !== undefined && policy !== chosen) continue;
        const add = (
            name: string,
            write: ((n: Network) => void) | undefined,
            settings: RunOptions["settings"] = {},
        ): void => {
            // What a setting says is not in the network.
            if (write === undefined || Object.keys(settings).length > 0) return;
            const network = new Network();
            write(network);
            const key = String(network);
            if (!played.has(key)) played.set(key, { name: `${policy}: ${name}`, network });
        };
        // A row that changes what was recorded is about an older engine, not about a network.
        for (const row of [...valid, ...violates].filter(({ change }) => change === undefined))
            add(row.name, row.network, row.settings);
        for (const row of violates) add(`${row.name}, mended`, row.fixed, row.settings);
        for (const row of cannotKnow) {
            add(`${row.name}, ok`, row.ok, row.settings);
            add(`${row.name}, violated`, row.violated, row.settings);
        }
    }
    return [...played.values()];
}

/** Blocks of subnets that the program cuts from their VPC's, as blocks. */
function written(recording: Recorded[]): Recorded[] {
    const blocks = new Map<string, string>();
    for (const { type, outputs } of recording) {
        const block = outputs.ipv6CidrBlock;
        if (type !== "aws:ec2/subnet:Subnet" || typeof block !== "string") continue;
        if (block === "" || isCidr(block) || blocks.has(block)) continue;
        blocks.set(block, `2600:1f18:0:${(blocks.size + 256).toString(16)}::/64`);
    }
    const replace = (_: string, value: unknown): unknown =>
        typeof value === "string" ? (blocks.get(value) ?? value) : value;
    return JSON.parse(JSON.stringify(recording, replace)) as Recorded[];
}

describe("the networks of the policies' tables", function () {
    this.timeout(600_000);

    it("are the same for real packets", async () => {
        const lacks = missing();
        if (lacks !== undefined) throw new Error(`this needs ${lacks}`);
        const kernel = new Kernel();
        const all = rows();
        const failures: string[] = [];
        const without = new Map<string, number>();
        try {
            await inTurn(all, async ({ name, network }) => {
                const recording = written(network.record("deployed"));
                try {
                    const observed = await observe(kernel, recording);
                    if (disagreements(recording, observed, policies).length === 0) return;
                    const again = await observe(kernel, recording, true);
                    const told = disagreements(recording, again, policies);
                    if (told.length > 0)
                        failures.push(`${name}\n${told.join("\n")}\n${String(network)}`);
                } catch (error) {
                    if (!(error instanceof Untranslated)) {
                        failures.push(`${name}: ${String(error)}\n${String(network)}`);
                        return;
                    }
                    without.set(error.message, (without.get(error.message) ?? 0) + 1);
                }
            });
        } finally {
            await kernel.close();
        }
        const count = [...without.values()].reduce((sum, each) => sum + each, 0);
        console.log(
            `      ${String(all.length - count)} of ${String(all.length)} rows; without a translation:`,
        );
        for (const [what, number] of [...without].sort((a, b) => b[1] - a[1]))
            console.log(`        ${what}: ${String(number)}`);
        assert.equal(
            failures.length,
            0,
            `${String(failures.length)} disagree\n\n${failures.join("\n\n")}`,
        );
        assert.ok(all.length - count >= enough, "too few rows have a translation");
    });
});
