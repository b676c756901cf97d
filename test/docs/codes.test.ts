import assert from "node:assert/strict";
import { policies } from "../../policies";
import { everyFault, shownFaults } from "../support/codes";

/** Those that no finding tells, and why. */
const untold: Readonly<Record<string, string>> = {
    "no-ipv6-address": "what has no IPv6 address never calls over IPv6",
};

describe("codes of what stops a packet", function () {
    this.timeout(120_000);

    it("are each of one fault", () => {
        const codes = everyFault.map(({ code }) => code);
        assert.equal(new Set(codes).size, codes.length);
        for (const code of codes) assert.match(code, /^[a-z0-9]+(-[a-z0-9]+)+$/);
    });

    it("cite a rule of AWS's", () => {
        for (const { code, rule } of everyFault)
            assert.match(rule.rule, /; (AWS rules? \d|ELB)/, code);
    });

    it("are each shown by a row of the tables", () => {
        const shown = shownFaults();
        const lacking = everyFault.filter(({ code }) => !shown.has(code));
        assert.deepEqual(
            lacking.map(({ code }) => code),
            Object.keys(untold),
        );
        for (const [code, { policies: telling }] of shown) {
            assert.ok(
                everyFault.some((each) => each.code === code),
                code,
            );
            for (const name of telling) assert.ok(policies.some((each) => each.name === name));
        }
    });
});
