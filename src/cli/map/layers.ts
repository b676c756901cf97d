import type { Box } from "./map";

interface Size {
    readonly width: number;
    readonly height: number;
}

interface Edge {
    readonly from: number;
    readonly to: number;
}

/** Room between boxes, and between layers. */
export const gaps = { beside: 22, below: 54 } as const;

/**
 * Puts boxes into layers, each below all that lead to it, and each layer in the order of what leads to
 * it: what a large drawing needs, in n log n steps. The places are of the boxes' middles.
 */
export function inLayers(sizes: readonly Size[], edges: readonly Edge[]): readonly Box[] {
    const next = sizes.map((): number[] => []);
    const before = sizes.map((): number[] => []);
    const order = forward(sizes.length, edges, next);
    const layers: number[][] = [];
    const layerOf = sizes.map(() => 0);
    const rank = new Map(order.map((node, i) => [node, i]));
    const at = (node: number): number => rank.get(node) ?? 0;
    for (const node of order) {
        const layer = layerOf[node] ?? 0;
        (layers[layer] ??= []).push(node);
        for (const to of next[node] ?? []) {
            // What leads back up does not count.
            if (at(to) <= at(node)) continue;
            layerOf[to] = Math.max(layerOf[to] ?? 0, layer + 1);
            before[to]?.push(node);
        }
    }
    const middles = sizes.map(() => 0);
    const boxes: Box[] = sizes.map((size) => ({ x: 0, y: 0, ...size }));
    let top = 0;
    for (const layer of layers) {
        const wanted = new Map(
            layer.map((node) => [
                node,
                mean((before[node] ?? []).map((each) => middles[each] ?? 0)),
            ]),
        );
        layer.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0) || a - b);
        const sizeOf = (node: number): Size => sizes[node] ?? { width: 0, height: 0 };
        const width = layer.reduce(
            (sum, node) => sum + sizeOf(node).width + gaps.beside,
            -gaps.beside,
        );
        const height = layer.reduce((most, node) => Math.max(most, sizeOf(node).height), 0);
        let left = -width / 2;
        for (const node of layer) {
            const size = sizeOf(node);
            middles[node] = left + size.width / 2;
            boxes[node] = { x: left + size.width / 2, y: top + height / 2, ...size };
            left += size.width + gaps.beside;
        }
        top += height + gaps.below;
    }
    const leftmost = boxes.reduce((least, { x, width }) => Math.min(least, x - width / 2), 0);
    return boxes.map((box) => ({ ...box, x: box.x - leftmost }));
}

/** All nodes, each before those that it leads to, but for what leads back to where it came from. */
function forward(
    count: number,
    edges: readonly Edge[],
    next: readonly number[][],
): readonly number[] {
    for (const { from, to } of edges) next[from]?.push(to);
    const found: number[] = [];
    const seen = new Set<number>();
    // From the last, so that what stands first comes first.
    for (let start = count - 1; start >= 0; start--) {
        if (seen.has(start)) continue;
        seen.add(start);
        const pending = [{ node: start, i: 0 }];
        for (let here = pending.at(-1); here !== undefined; here = pending.at(-1)) {
            const to = next[here.node]?.[here.i++];
            if (to === undefined) {
                found.push(here.node);
                pending.pop();
            } else if (!seen.has(to)) {
                seen.add(to);
                pending.push({ node: to, i: 0 });
            }
        }
    }
    return found.reverse();
}

function mean(numbers: readonly number[]): number {
    return numbers.reduce((sum, each) => sum + each, 0) / Math.max(numbers.length, 1);
}
