import { graphlib, layout } from "@dagrejs/dagre";
import type { DrawnEdge, DrawnNode } from "./canvas";
import type { Box, MapEdge, Point } from "./map";
import { linesOf, sizeOf } from "./text-size";

export interface Layout {
    readonly width: number;
    readonly height: number;
    readonly boxes: readonly Box[];
    readonly edges: readonly MapEdge[];
}

interface Placed {
    readonly width: number;
    readonly height: number;
    readonly boxes: readonly Box[];
    readonly points: readonly (readonly Point[])[];
}

/** Room around the drawing. */
const margin = 10;

/** Puts drawings on paper. Workloads of one network look alike, so what was placed is kept. */
export class Layouts {
    private readonly placed = new Map<string, Placed>();

    of(nodes: readonly DrawnNode[], edges: readonly DrawnEdge[]): Layout {
        const sizes = nodes.map((node) => sizeOf(linesOf(node.label, node.name, [...node.says])));
        const key = JSON.stringify([
            sizes.map(({ width, height }) => [width, height]),
            edges.map(({ from, to }) => [from, to]),
        ]);
        let found = this.placed.get(key);
        if (found === undefined) {
            found = place(sizes, edges);
            this.placed.set(key, found);
        }
        const { width, height, boxes, points } = found;
        return {
            width,
            height,
            boxes,
            edges: edges.map((edge, i) => ({ ...edge, points: points[i] ?? [] })),
        };
    }
}

/** From above to below, as the packets go. */
function place(
    sizes: readonly { readonly width: number; readonly height: number }[],
    edges: readonly DrawnEdge[],
): Placed {
    const graph = new graphlib.Graph({ multigraph: false, compound: false });
    graph.setGraph({ rankdir: "TB", nodesep: 22, edgesep: 18, ranksep: 40 });
    graph.setDefaultEdgeLabel(() => ({}));
    sizes.forEach((size, i) => graph.setNode(String(i), { ...size }));
    for (const { from, to } of edges) graph.setEdge(String(from), String(to), {});
    layout(graph);
    const boxes = sizes.map(({ width, height }, i) => {
        const { x = 0, y = 0 } = graph.node(String(i)) as Partial<Point>;
        return { x: round(x + margin), y: round(y + margin), width, height };
    });
    const points = edges.map(({ from, to }) => {
        const { points: line = [] } = graph.edge(String(from), String(to)) as {
            points?: readonly Point[];
        };
        return line.map(({ x, y }) => ({ x: round(x + margin), y: round(y + margin) }));
    });
    return mirrored(extent(boxes, points));
}

function extent(boxes: readonly Box[], points: readonly (readonly Point[])[]): Placed {
    const ends = [
        ...boxes.map(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 })),
        ...points.flat(),
    ];
    return {
        width: Math.ceil(Math.max(0, ...ends.map(({ x }) => x)) + margin),
        height: Math.ceil(Math.max(0, ...ends.map(({ y }) => y)) + margin),
        boxes,
        points,
    };
}

/** What comes first stands left, mostly: the library may have it the other way round. */
function mirrored(placed: Placed): Placed {
    const { width, boxes, points } = placed;
    let turned = 0;
    boxes.forEach((left, i) => {
        for (const right of boxes.slice(i + 1)) {
            if (left.y === right.y) turned += left.x > right.x ? 1 : -1;
        }
    });
    if (turned <= 0) return placed;
    const flip = <P extends Point>(point: P): P => ({ ...point, x: round(width - point.x) });
    return { ...placed, boxes: boxes.map(flip), points: points.map((line) => line.map(flip)) };
}

function round(length: number): number {
    return Math.round(length * 10) / 10;
}
