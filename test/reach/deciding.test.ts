import assert from "node:assert/strict";
import fc from "fast-check";
import { Addresses } from "../../src/reach/addresses";
import { deciding, type Matched } from "../../src/reach/deciding";

describe("the rules that decide", () => {
    // Four bits of an address, and nine ports: every way in which rules can lie to each other.
    const addresses = Array.from({ length: 16 }, (_, i) => i);
    const ports = Array.from({ length: 9 }, (_, i) => i);
    const block = fc.record({ value: fc.nat(15), bits: fc.nat(4) });
    const range = fc.record({ from: fc.nat(8), to: fc.nat(8) });
    const rule = fc.record({ block: fc.option(block), ports: range });

    interface Block {
        readonly value: number;
        readonly bits: number;
    }

    function textOf({ value, bits }: Block): string {
        return `10.0.0.${String((value >> (4 - bits)) << (4 - bits))}/${String(28 + bits)}`;
    }

    function has({ value, bits }: Block, address: number): boolean {
        return address >> (4 - bits) === value >> (4 - bits);
    }

    it("are those of every single address and port", () => {
        fc.assert(
            fc.property(
                fc.array(rule, { maxLength: 24 }),
                block,
                fc.array(block, { maxLength: 2 }),
                range,
                (rules, own, others, asked) => {
                    const meant = others.reduce<Addresses | undefined>(
                        (rest, other) => rest?.without(textOf(other)),
                        Addresses.in("ipv4", textOf(own)),
                    );
                    if (meant === undefined) return;
                    const matched = rules.map((each): Matched => ({
                        ports: each.ports,
                        cidr: each.block === null ? undefined : textOf(each.block),
                    }));
                    const expected = new Set<number>();
                    for (const address of addresses) {
                        if (!has(own, address) || others.some((each) => has(each, address)))
                            continue;
                        for (const port of ports) {
                            if (port < asked.from || port > asked.to) continue;
                            const first = rules.findIndex(
                                (each) =>
                                    (each.block === null || has(each.block, address)) &&
                                    each.ports.from <= port &&
                                    each.ports.to >= port,
                            );
                            if (first >= 0) expected.add(first);
                        }
                    }
                    const found = [...deciding(matched, meant, asked)];
                    assert.deepEqual(new Set(found), expected);
                },
            ),
            { numRuns: 1000 },
        );
    });

    it("are of the family of the addresses", () => {
        const all = { from: 0, to: 65535 };
        const rules = ["pl-1", "::/0", "10.0.0.0/8"].map((cidr) => ({ ports: all, cidr }));
        const found = deciding(rules, Addresses.any("ipv4"), all);
        assert.deepEqual([...found], [2]);
    });
});
