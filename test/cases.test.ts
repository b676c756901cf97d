import assert from "node:assert/strict";
import { broken, healthy } from "./support/cases";
import { runPack, type Report } from "./support/harness";
import { Network } from "./support/networks";
import type { Form } from "./support/program";

function reportsOf(network: (n: Network) => void, form: Form): readonly Report[] {
    const n = new Network();
    network(n);
    return runPack(n.record(form));
}

function texts(reports: readonly Report[]): string[] {
    return reports.map(({ policy, message }) => `${policy}: ${message}`);
}

describe("a healthy stack is not blocked", () => {
    for (const { name, network } of healthy) {
        for (const form of ["first preview", "deployed"] as const) {
            it(`${name} (${form})`, () => {
                const mandatory = reportsOf(network, form).filter(
                    ({ level }) => level === "mandatory",
                );
                assert.deepEqual(texts(mandatory), []);
            });
        }
    }
});

describe("a broken stack is found, once", () => {
    for (const { name, network, policy, says } of broken) {
        for (const form of ["first preview", "deployed"] as const) {
            it(`${name} (${form})`, () => {
                const found = reportsOf(network, form).filter(
                    (each) => each.policy !== "unverified-network",
                );
                const own = found.filter((each) => each.policy === policy);
                assert.equal(own.length, 1, texts(found).join("\n\n") || "no finding");
                assert.match(own[0]?.message ?? "", says);
                const others = found.filter(
                    (each) => each.level === "mandatory" && each.policy !== policy,
                );
                assert.deepEqual(texts(others), []);
            });
        }
    }
});
