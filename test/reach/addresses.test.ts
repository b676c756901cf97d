import assert from "node:assert/strict";
import fc from "fast-check";
import { Addresses, blockOf } from "../../src/reach/addresses";

const internet = Addresses.onInternet("ipv4");

describe("addresses on the internet", () => {
    for (const [blocks, coverage] of [
        [["0.0.0.0/0"], "all"],
        [["0.0.0.0/1", "128.0.0.0/1"], "all"],
        [["0.0.0.0/1"], "some"],
        [["3.0.0.0/8"], "some"],
        [["52.216.0.0/15"], "some"],
        [["10.0.0.0/8"], "none"],
        [["172.16.0.0/12"], "none"],
        [["192.168.0.0/16", "100.64.0.0/10"], "none"],
        [["8.0.0.0/6"], "some"],
        [["::/0"], "none"],
        [["10.0.0.0/8", "::/0"], "none"],
        [["pl-1"], "some"],
        [["pl-1", "0.0.0.0/0"], "all"],
        [[], "none"],
    ] as const) {
        it(`are covered by ${blocks.join(" and ") || "nothing"}: ${coverage}`, () => {
            assert.equal(internet.coveredBy(blocks), coverage);
        });
    }

    it("of IPv6 are apart", () => {
        const ipv6 = Addresses.onInternet("ipv6");
        assert.equal(ipv6.coveredBy(["::/0"]), "all");
        assert.equal(ipv6.coveredBy(["0.0.0.0/0"]), "none");
        assert.equal(ipv6.coveredBy(["fd00::/8"]), "none");
        assert.equal(ipv6.coveredBy(["2600::/16"]), "some");
    });
});

describe("a block", () => {
    it("is read with its prefix; bits after it do not count", () => {
        assert.deepEqual(blockOf("10.0.0.5/24")?.range, blockOf("10.0.0.0/24")?.range);
        assert.equal(blockOf("10.0.0.0/24")?.prefix, 24);
    });

    it("that is none means any address", () => {
        assert.equal(Addresses.in("ipv4", "pl-1").key, Addresses.any("ipv4").key);
        assert.equal(Addresses.in("ipv4", "::/0").key, Addresses.any("ipv4").key);
        assert.equal(blockOf("10.0.0.0/33"), undefined);
        assert.equal(blockOf("10.0.0.0"), undefined);
    });

    // AWS takes none of them, whatever a library makes of it.
    for (const text of [
        "010.0.0.0/8",
        "0x0a.0.0.0/8",
        "10.0/8",
        "fe80::1%eth0/64",
        "10.0.0.0/08",
    ]) {
        it(`that is none: ${text}`, () => {
            assert.equal(blockOf(text), undefined);
        });
    }
});

describe("sets of addresses", () => {
    // Four bits of an address are enough for every way in which blocks can lie to each other.
    const block = fc.record({ value: fc.nat(15), bits: fc.nat(4) }).map(({ value, bits }) => ({
        text: `10.0.0.${String((value >> (4 - bits)) << (4 - bits))}/${String(28 + bits)}`,
        has: (address: number): boolean => address >> (4 - bits) === value >> (4 - bits),
    }));
    const all = Array.from({ length: 16 }, (_, i) => i);
    const start = 10n << 24n;

    /** The addresses one by one; their ranges are ascending, and apart. */
    function each(addresses: Addresses | undefined): number[] {
        const ranges = addresses?.ranges ?? [];
        ranges.forEach(([first, last], i) => {
            assert.ok(first <= last && (ranges[i - 1]?.[1] ?? -1n) < first);
        });
        return all.filter((address) =>
            ranges.some(([first, last]) => {
                const number = start + BigInt(address);
                return first <= number && number <= last;
            }),
        );
    }

    it("agree with asking every single address", () => {
        fc.assert(
            fc.property(block, fc.array(block, { maxLength: 5 }), (own, others) => {
                const addresses = Addresses.in("ipv4", own.text);
                const meant = all.filter((each) => own.has(each));
                const covered = meant.filter((each) => others.some((other) => other.has(each)));
                const expected =
                    covered.length === meant.length ? "all" : covered.length > 0 ? "some" : "none";
                assert.equal(addresses.coveredBy(others.map(({ text }) => text)), expected);
                let rest: Addresses | undefined = addresses;
                for (const { text } of others) rest = rest?.without(text);
                assert.deepEqual(
                    each(rest),
                    meant.filter((address) => !covered.includes(address)),
                );
                assert.equal(rest === undefined, covered.length === meant.length);
                for (const other of others) {
                    for (const whole of [addresses, rest]) {
                        const inside = whole?.within(other.text);
                        const expected = each(whole).filter(other.has);
                        assert.deepEqual(each(inside), expected);
                        assert.equal(inside === undefined, expected.length === 0);
                        if (inside === undefined) continue;
                        assert.equal(inside.coveredBy([other.text]), "all");
                        assert.equal(inside.coveredBy([own.text]), "all");
                    }
                }
            }),
        );
    });
});
