import { addTo } from "../../knowable";
import { worst, type Marks, type State } from "./map";

/** What may stand on a map: a thing of the plan, the internet, or a destination. */
export interface OnMap {
    /** Tells apart what has one URN. */
    readonly kind: string;
    readonly urn: string;
    readonly name: string;
    /** What people call its kind. */
    readonly label: string;
}

/** A place before it has one on the paper. */
export interface DrawnNode {
    readonly kind: string;
    readonly label: string;
    readonly name: string;
    readonly urn: string;
    state: State;
    readonly says: Set<string>;
}

export interface DrawnEdge {
    readonly from: number;
    readonly to: number;
    state: State;
}

/** Collects the places of one workload's ways, and what leads from one to the next; each once. */
export class Canvas {
    readonly nodes: DrawnNode[] = [];
    readonly edges: DrawnEdge[] = [];
    private readonly nodeByKey = new Map<string, number>();
    private readonly edgeByKey = new Map<string, number>();
    private readonly nodesByUrn = new Map<string, number[]>();

    /** A place; worse news of it replaces better. */
    node(place: OnMap, state: State = "ok", says?: string): number {
        const key = `${place.kind}\n${place.urn}`;
        let at = this.nodeByKey.get(key);
        if (at === undefined) {
            const { kind, label, name, urn } = place;
            at = this.nodes.push({ kind, label, name, urn, state: "ok", says: new Set() }) - 1;
            this.nodeByKey.set(key, at);
            addTo(this.nodesByUrn, urn, at);
        }
        this.mark(at, state, says);
        return at;
    }

    mark(at: number, state: State, says?: string): void {
        const node = this.nodes[at];
        if (node === undefined) return;
        node.state = worst([node.state, state]);
        if (says !== undefined) node.says.add(says);
    }

    /** What passes there for certain counts more than what may. */
    edge(from: number, to: number, state: State): number {
        const key = `${String(from)} ${String(to)}`;
        const at = this.edgeByKey.get(key);
        const edge = at === undefined ? undefined : this.edges[at];
        if (at !== undefined && edge !== undefined) {
            if (ranks[state] > ranks[edge.state]) edge.state = state;
            return at;
        }
        const added = this.edges.push({ from, to, state }) - 1;
        this.edgeByKey.set(key, added);
        return added;
    }

    /** The edges along these places, as far as they are drawn. */
    between(nodes: readonly number[]): readonly number[] {
        return nodes.flatMap((to, i) => {
            const from = nodes[i - 1];
            const at = this.edgeByKey.get(`${String(from)} ${String(to)}`);
            return at === undefined ? [] : [at];
        });
    }

    /** All places of one resource. */
    at(urn: string): readonly number[] {
        return this.nodesByUrn.get(urn) ?? [];
    }
}

const ranks: Readonly<Record<State, number>> = {
    "cannot-know": 0,
    ok: 1,
    advice: 2,
    violated: 3,
};

/** Several marks as one. */
export function together(marks: readonly Marks[]): Marks {
    return {
        nodes: [...new Set(marks.flatMap(({ nodes }) => nodes))],
        edges: [...new Set(marks.flatMap(({ edges }) => edges))],
    };
}
