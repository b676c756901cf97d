import { addTo } from "../../knowable";
import { graphlib, layout } from "@dagrejs/dagre";
import type { DrawnEdge, DrawnNode } from "./canvas";
import type { Box, MapEdge, Point } from "./map";
import { gaps, inLayers } from "./layers";
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

/** The library takes time that grows as the square of a drawing, and seconds for this many boxes. */
const mostForLibrary = 150;

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
    if (sizes.length > mostForLibrary) return placeMany(sizes, edges);
    const graph = new graphlib.Graph({ multigraph: false, compound: false });
    graph.setGraph({ rankdir: "TB", nodesep: gaps.beside, edgesep: 18, ranksep: gaps.below });
    graph.setDefaultEdgeLabel(() => ({}));
    sizes.forEach((size, i) => graph.setNode(String(i), { ...size }));
    for (const { from, to } of edges) graph.setEdge(String(from), String(to), {});
    layout(graph);
    const middles = sizes.map(({ width, height }, i) => {
        const { x = 0, y = 0 } = graph.node(String(i)) as Partial<Point>;
        return { x: x + margin, y: y + margin, width, height };
    });
    const boxes = hung(middles);
    const lines = edges.map(({ from, to }) => {
        const { points = [] } = graph.edge(String(from), String(to)) as {
            points?: readonly Point[];
        };
        return points.map(({ x, y }) => ({ x: x + margin, y: y + margin }));
    });
    return mirrored(extent(boxes, attached(lines, boxes, edges)));
}

/** The same of a large drawing: in plain layers, with straight lines. */
function placeMany(
    sizes: readonly { readonly width: number; readonly height: number }[],
    edges: readonly DrawnEdge[],
): Placed {
    const boxes = hung(
        inLayers(sizes, edges).map(({ x, y, ...size }) => ({
            x: x + margin,
            y: y + margin,
            ...size,
        })),
    );
    const lines = edges.map(({ from, to }) =>
        [boxes[from], boxes[to]].flatMap((box) =>
            box === undefined ? [] : [{ x: box.x, y: box.y }],
        ),
    );
    return extent(boxes, attached(lines, boxes, edges));
}

/** What stands side by side begins at one height. */
function hung(boxes: readonly Box[]): readonly Box[] {
    const tops = new Map<number, number>();
    for (const { y, height } of boxes) {
        tops.set(y, Math.min(tops.get(y) ?? Infinity, y - height / 2));
    }
    return boxes.map((box) => {
        const top = tops.get(box.y) ?? box.y - box.height / 2;
        return { ...box, x: round(box.x), y: round(top + box.height / 2) };
    });
}

/** Lines leave a box at its lower side, and come in from above, beside each other. */
function attached(
    lines: readonly (readonly Point[])[],
    boxes: readonly Box[],
    edges: readonly DrawnEdge[],
): readonly (readonly Point[])[] {
    const nowhere = { x: 0, y: 0, width: 0, height: 0 };
    const at = (node: number): Box => boxes[node] ?? nowhere;
    const out = shares(edges, "from", (edge) => at(edge.to).x);
    const into = shares(edges, "to", (edge) => at(edge.from).x);
    return edges.map((edge, i) => {
        const [from, to] = [at(edge.from), at(edge.to)];
        const start = {
            x: from.x + from.width * (out.get(edge) ?? 0),
            y: from.y + from.height / 2,
        };
        const end = { x: to.x + to.width * (into.get(edge) ?? 0), y: to.y - to.height / 2 };
        const line = lines[i] ?? [];
        // Back up, as the library leads it.
        if (end.y - start.y < 12) return line.map(rounded);
        const far = line.slice(1, -1).filter(({ y }) => y > start.y + 12 && y < end.y - 12);
        const isShort = far.length < 2;
        const bend = isShort ? (end.y - start.y) / 2 : 14;
        return [
            start,
            { x: start.x, y: start.y + bend },
            ...(isShort ? [] : far),
            { x: end.x, y: end.y - bend },
            end,
        ].map(rounded);
    });
}

/** Where along a box's side each of its lines begins, or ends: -1/2 is left. */
function shares(
    edges: readonly DrawnEdge[],
    end: "from" | "to",
    placeOf: (edge: DrawnEdge) => number,
): ReadonlyMap<DrawnEdge, number> {
    const beside = new Map<number, DrawnEdge[]>();
    for (const edge of edges) {
        addTo(beside, edge[end], edge);
    }
    return new Map(
        [...beside.values()].flatMap((same) =>
            same
                .sort((a, b) => placeOf(a) - placeOf(b))
                .map((edge, i): [DrawnEdge, number] => [edge, (i + 1) / (same.length + 1) - 1 / 2]),
        ),
    );
}

function rounded({ x, y }: Point): Point {
    return { x: round(x), y: round(y) };
}

function extent(boxes: readonly Box[], points: readonly (readonly Point[])[]): Placed {
    const ends = [
        ...boxes.map(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 })),
        ...points.flat(),
    ];
    const furthest = (of: (end: Point) => number): number =>
        ends.reduce((far, end) => Math.max(far, of(end)), 0);
    return {
        width: Math.ceil(furthest(({ x }) => x) + margin),
        height: Math.ceil(furthest(({ y }) => y) + margin),
        boxes,
        points,
    };
}

/** What comes first stands left, mostly: the library may have it the other way round. */
function mirrored(placed: Placed): Placed {
    const { width, boxes, points } = placed;
    const rows = new Map<number, number[]>();
    for (const { x, y } of boxes) {
        addTo(rows, y, x);
    }
    let turned = 0;
    for (const row of rows.values()) {
        const pairs = (row.length * (row.length - 1)) / 2;
        turned += 2 * inversions(row) - pairs;
    }
    if (turned <= 0) return placed;
    const flip = <P extends Point>(point: P): P => ({ ...point, x: round(width - point.x) });
    return { ...placed, boxes: boxes.map(flip), points: points.map((line) => line.map(flip)) };
}

/** Of how many pairs the first is the greater: counted while the halves are merged. */
function inversions(numbers: readonly number[]): number {
    const count = (list: readonly number[]): readonly [number, readonly number[]] => {
        if (list.length < 2) return [0, list];
        const middle = list.length >> 1;
        const [inLeft, left] = count(list.slice(0, middle));
        const [inRight, right] = count(list.slice(middle));
        let [sum, i] = [inLeft + inRight, 0];
        const merged: number[] = [];
        for (const each of right) {
            for (let next = left[i]; next !== undefined && next <= each; next = left[++i]) {
                merged.push(next);
            }
            sum += left.length - i;
            merged.push(each);
        }
        return [sum, [...merged, ...left.slice(i)]];
    };
    return count(numbers)[0];
}

function round(length: number): number {
    return Math.round(length * 10) / 10;
}
