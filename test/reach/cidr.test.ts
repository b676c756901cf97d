import assert from "node:assert/strict";
import { coverTogether, internetCoverage } from "../../src/reach/cidr";

describe("what a route's destination covers of the IPv4 internet", () => {
    for (const [destination, coverage] of [
        ["0.0.0.0/0", "all"],
        ["0.0.0.0/1", "some"],
        ["128.0.0.0/1", "some"],
        ["3.0.0.0/8", "some"],
        ["52.94.0.0/16", "some"],
        ["10.0.0.0/8", "none"],
        ["10.20.0.0/16", "none"],
        ["172.16.0.0/12", "none"],
        ["192.168.0.0/16", "none"],
        ["100.64.0.0/10", "none"],
        ["169.254.0.0/16", "none"],
        ["::/0", "none"],
        ["64:ff9b::/96", "none"],
        ["pl-0123456789abcdef0", "some"],
        ["not a block", "some"],
    ] as const) {
        it(`${destination}: ${coverage}`, () => {
            assert.equal(internetCoverage(destination), coverage);
        });
    }

    it("needs both halves to cover it together", () => {
        assert.equal(coverTogether(["0.0.0.0/1", "128.0.0.0/1"]), true);
        assert.equal(coverTogether(["0.0.0.0/1", "64.0.0.0/2"]), false);
    });
});
