import { firstOf } from "../../plan";
import { Canvas, type DrawnEdge, type DrawnNode } from "./canvas";
import type { Marks } from "./map";

/** What a network has one of in each Availability Zone. */
const repeated: ReadonlySet<string> = new Set(["subnet", "routeTable", "natGateway"]);

export interface Merged {
    readonly canvas: Canvas;
    /** The same marks on it. */
    readonly moved: <M extends Marks>(marks: M) => M;
}

/**
 * Subnets that behave alike become one place, as do their route tables and NAT gateways: of which the same
 * is said, and whose lines lead from and to places that are alike.
 */
export function merged({ nodes, edges }: Canvas): Merged {
    const nodeAt = groupsOf(nodes, edges);
    const members: DrawnNode[][] = [];
    nodes.forEach((node, i) => (members[nodeAt[i] ?? 0] ??= []).push(node));
    const canvas = new Canvas();
    for (const group of members) add(group, canvas);
    const edgeAt = edges.map(({ from, to, state }) =>
        canvas.edge(nodeAt[from] ?? 0, nodeAt[to] ?? 0, state),
    );
    const at = (all: readonly number[], places: readonly number[]): readonly number[] => [
        ...new Set(all.flatMap((each) => places[each] ?? [])),
    ];
    const moved = <M extends Marks>(marks: M): M => ({
        ...marks,
        nodes: at(marks.nodes, nodeAt),
        edges: at(marks.edges, edgeAt),
    });
    return { canvas, moved };
}

function add(members: readonly DrawnNode[], canvas: Canvas): void {
    const [first] = members;
    if (first === undefined) return;
    const { kind, urn, label, state, says } = first;
    const isOne = members.length === 1;
    const at = canvas.node(
        {
            kind,
            urn,
            label: isOne ? label : `${String(members.length)} ${label}s`,
            name: firstOf(
                members.map(({ name }) => name),
                2,
            ),
        },
        state,
    );
    for (const each of says) canvas.mark(at, state, each);
}

/** The number of each place's group. They are divided until all in one have lines of the same groups. */
function groupsOf(nodes: readonly DrawnNode[], edges: readonly DrawnEdge[]): readonly number[] {
    let groups = numbered(
        nodes.map(({ kind, label, state, says }, i) =>
            repeated.has(kind) ? [kind, label, state, ...says].join("\n") : String(i),
        ),
    );
    for (let before = -1; before < Math.max(...groups);) {
        before = Math.max(...groups);
        const lines = groups.map(() => new Set<string>());
        for (const { from, to, state } of edges) {
            lines[from]?.add(`to ${String(groups[to])} ${state}`);
            lines[to]?.add(`from ${String(groups[from])} ${state}`);
        }
        groups = numbered(lines.map((each, i) => [groups[i], ...[...each].sort()].join("\n")));
    }
    return groups;
}

/** Equal things have one number, in the order in which they first stand. */
function numbered(all: readonly string[]): readonly number[] {
    const numbers = new Map<string, number>();
    for (const each of all) if (!numbers.has(each)) numbers.set(each, numbers.size);
    return all.map((each) => numbers.get(each) ?? 0);
}
