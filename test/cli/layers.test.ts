import assert from "node:assert/strict";
import fc from "fast-check";
import { inLayers } from "../../src/cli/map/layers";

describe("a large drawing, in layers", () => {
    const size = fc.record({
        width: fc.integer({ min: 20, max: 200 }),
        height: fc.integer({ min: 20, max: 90 }),
    });
    const edge = fc.record({ from: fc.nat(11), to: fc.nat(11) });
    const drawing = fc.record({
        sizes: fc.array(size, { minLength: 12, maxLength: 12 }),
        edges: fc.array(edge, { maxLength: 30 }),
    });

    it("has no two boxes in one place, whatever leads where", () => {
        fc.assert(
            fc.property(drawing, ({ sizes, edges }) => {
                const boxes = inLayers(sizes, edges);
                assert.equal(boxes.length, sizes.length);
                boxes.forEach((one, i) => {
                    assert.ok(one.x - one.width / 2 >= 0);
                    for (const other of boxes.slice(i + 1)) {
                        const isApart =
                            Math.abs(one.x - other.x) * 2 >= one.width + other.width ||
                            Math.abs(one.y - other.y) * 2 >= one.height + other.height;
                        assert.ok(isApart);
                    }
                });
            }),
        );
    });

    it("leads from above to below, if nothing leads back", () => {
        fc.assert(
            fc.property(drawing, ({ sizes, edges }) => {
                const down = edges.filter(({ from, to }) => from < to);
                const boxes = inLayers(sizes, down);
                for (const { from, to } of down) {
                    assert.ok((boxes[from]?.y ?? 0) < (boxes[to]?.y ?? 0));
                }
            }),
        );
    });
});
