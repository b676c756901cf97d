import { equal, ok } from "node:assert/strict";
import { BlockList, isIP } from "node:net";
import fc from "fast-check";
import { Addresses, blockOf } from "../../src/reach/addresses";
import { spoilt } from "../support/mutate";
import { fuzz } from "./support";

/* CIDR blocks that are nearly right: what is read as one is what Node reads, and asking it never fails. */

const octet = fc.oneof(
    { weight: 8, arbitrary: fc.nat(255).map(String) },
    {
        weight: 1,
        arbitrary: fc.constantFrom("256", "-1", "010", "0x0a", "00", "1e1", " 1", "٣", "", "*"),
    },
);
const group = fc.oneof(
    { weight: 8, arbitrary: fc.nat(0xffff).map((each) => each.toString(16)) },
    { weight: 2, arbitrary: fc.constantFrom("0", "0000", "FFFF", "2600", "fe80") },
    {
        weight: 1,
        arbitrary: fc.constantFrom("", "", "fffff", "g", "-1", "0x1", "10.0.0.1", "1%eth0"),
    },
);
const joined = (part: fc.Arbitrary<string>, sign: string, usual: number): fc.Arbitrary<string> =>
    fc
        .oneof(
            { weight: 6, arbitrary: fc.constant(usual) },
            { weight: 2, arbitrary: fc.nat(usual + 1) },
        )
        .chain((length) => fc.array(part, { minLength: length, maxLength: length }))
        .map((parts) => parts.join(sign));
const address = fc.oneof(
    joined(octet, ".", 4),
    joined(group, ":", 8),
    fc
        .tuple(joined(group, ":", 2), joined(group, ":", 2))
        .map(([begin, end]) => `${begin}::${end}`),
    joined(octet, ".", 4).map((each) => `::ffff:${each}`),
    joined(octet, ".", 4).map((each) => `64:ff9b::${each}`),
);
const prefix = fc.oneof(
    { weight: 8, arbitrary: fc.nat(33).map(String) },
    { weight: 4, arbitrary: fc.nat(130).map(String) },
    {
        weight: 2,
        arbitrary: fc.constantFrom(
            "-1",
            "08",
            "",
            " 8",
            "8 ",
            "1e1",
            "0x8",
            "٨",
            "8/8",
            "255.0.0.0",
        ),
    },
);
const texts = fc.oneof(
    {
        weight: 10,
        arbitrary: fc.tuple(address, prefix).map((parts) => parts.join("/")),
    },
    {
        weight: 2,
        arbitrary: fc
            .tuple(address, prefix, fc.nat())
            .map(([one, other, by]) => spoilt(`${one}/${other}`, by)),
    },
    { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
);

const sizes = { ipv4: 32, ipv6: 128 } as const;

/** A block as Node understands it. */
function nodesBlock(text: string): BlockList | undefined {
    const [, address = "", prefix = ""] = /^([^/%]*)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
    const family = ({ 4: "ipv4", 6: "ipv6" } as const)[isIP(address)];
    if (family === undefined || Number(prefix) > sizes[family]) return undefined;
    const list = new BlockList();
    list.addSubnet(address, Number(prefix), family);
    return list;
}

/** An address as text, from its number. */
function addressOf(family: "ipv4" | "ipv6", number: bigint): string {
    const [bits, size, base, sign] =
        family === "ipv4" ? ([32n, 8n, 10, "."] as const) : ([128n, 16n, 16, ":"] as const);
    const parts: string[] = [];
    for (let shift = bits - size; shift >= 0n; shift -= size) {
        parts.push(((number >> shift) & ((1n << size) - 1n)).toString(base));
    }
    return parts.join(sign);
}

describe("CIDR blocks that nobody wrote", () => {
    fuzz("blocks", 600, fc.tuple(texts, texts), ([text, other]) => {
        const block = blockOf(text);
        const known = nodesBlock(text);
        equal(block === undefined, known === undefined, JSON.stringify(text));
        for (const family of ["ipv4", "ipv6"] as const) {
            const addresses = Addresses.in(family, text);
            ok(["all", "some", "none"].includes(addresses.coveredBy([other, text])));
            equal(addresses.within(text) === undefined, block?.family !== family);
            if (block?.family === family) equal(addresses.without(text), undefined);
            equal(addresses.within(other)?.coveredBy([other]) ?? "all", "all");
        }
        if (block === undefined || known === undefined) return;
        const { family, range } = block;
        const most = (1n << BigInt(sizes[family])) - 1n;
        for (const [number, isIn] of [
            [range[0], true],
            [range[1], true],
            [range[0] - 1n, false],
            [range[1] + 1n, false],
        ] as const) {
            if (number < 0n || number > most) continue;
            equal(known.check(addressOf(family, number), family), isIn, JSON.stringify(text));
        }
    });
});
