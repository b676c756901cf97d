import assert from "node:assert/strict";
import fc from "fast-check";
import { known, unknown, type Knowable } from "../../src/knowable";
import { sharedPorts, type PortMapping } from "../../src/workload/port-mappings";
import { someGap } from "../support/in-words";

function orUnknown<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Knowable<T>> {
    return fc
        .option(value, { freq: 4 })
        .map((each) => (each === null ? unknown(someGap) : known(each)));
}

const range = fc.record({ from: fc.nat(9), to: fc.nat(9) });
const mapping = fc.record({
    ports: orUnknown(fc.option(range, { nil: undefined, freq: 9 })),
    protocol: orUnknown(fc.constantFrom("tcp", "udp")),
});

type Parts = Pick<PortMapping, "ports" | "protocol">;

/** The lowest port that two mappings both take, of the same protocol; `undefined` if there is none. */
function lowestOfBoth(a: Parts, b: Parts): number | undefined | "unknown" {
    if (a.protocol.known && b.protocol.known && a.protocol.value !== b.protocol.value)
        return undefined;
    if (!a.ports.known || !b.ports.known) return "unknown";
    const [one, other] = [a.ports.value, b.ports.value];
    if (one === undefined || other === undefined) return undefined;
    const from = Math.max(one.from, other.from);
    if (from > Math.min(one.to, other.to)) return undefined;
    return a.protocol.known && b.protocol.known ? from : "unknown";
}

describe("ports that are taken twice", () => {
    it("are those of comparing each mapping with each", () => {
        fc.assert(
            fc.property(fc.array(mapping, { maxLength: 6 }), (all) => {
                const mappings = all.map((parts, i): PortMapping => {
                    return {
                        ...parts,
                        path: String(i),
                        name: known(undefined),
                        hostPort: known(undefined),
                    };
                });
                const { twice, gaps } = sharedPorts(mappings);
                const pairs = mappings.flatMap((a, i) =>
                    mappings.slice(i + 1).map((b) => ({ a, b, port: lowestOfBoth(a, b) })),
                );
                for (const { port, by } of twice) {
                    assert.ok(
                        pairs.some(
                            ({ a, b, port: lowest }) =>
                                a === by[0] && b === by[1] && lowest === port,
                        ),
                    );
                }
                // Each that takes what another takes is told.
                const told = new Set(twice.flatMap(({ by }) => by));
                for (const { a, b, port } of pairs) {
                    if (typeof port === "number") assert.ok(told.has(a) && told.has(b));
                }
                const isOpen = pairs.some(({ port }) => port === "unknown");
                assert.equal(gaps.length > 0, isOpen);
            }),
            { numRuns: 2000 },
        );
    });

    it("are told once for each mapping that takes a port", () => {
        const mappings = Array.from({ length: 50 }, (_, i): PortMapping => {
            const ports = known({ from: 80, to: 80 });
            const path = String(i);
            return {
                path,
                ports,
                protocol: known("tcp"),
                name: known(undefined),
                hostPort: known(undefined),
            };
        });
        assert.equal(sharedPorts(mappings).twice.length, 49);
    });
});
