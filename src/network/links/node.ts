import { entry, orMade, type Knowable } from "../../knowable";
import type { PlannedResource, Reading } from "../../plan";
import type { Graph } from "./graph";
import type { KindName, NodeOf } from "./kinds";
import { labelOf } from "./labels";
import type { Links } from "./link";

/**
 * One thing of AWS's in the planned network, named as AWS names it. `P` are the properties it reads:
 * each subclass lists them in `properties`, and reads no others.
 */
export abstract class Node<P extends string = string> {
    /** Made when it is first needed: most nodes of a large stack are never asked. */
    private memos: Map<string, unknown> | undefined = undefined;
    /** What its properties mean, by kind and by path. */
    private links: Map<KindName, Map<string, unknown>> | undefined = undefined;

    constructor(
        readonly resource: PlannedResource,
        protected readonly graph: Graph,
    ) {}

    get urn(): string {
        return this.resource.urn;
    }

    get name(): string {
        return this.resource.name;
    }

    /** Of things that have one URN, such as a VPC and the route table that AWS makes with it, each has its own. */
    abstract readonly kind: KindName;

    /** What people call this kind of thing, for messages. */
    get label(): string {
        return labelOf(this.kind);
    }

    /** Others share the dependencies of its properties. */
    readonly isOneOfMany: boolean = false;

    /** Its names hold in the whole account, not only in its region. */
    readonly isGlobal: boolean = false;

    /** What AWS gives it besides the id; where unknown, it does not exist yet, so nobody can name it. */
    keys(): Iterable<Knowable<string | undefined>> {
        return [];
    }

    /** Names that the program gives it; others may use them before it exists. */
    names(): Iterable<Knowable<string | undefined>> {
        return [];
    }

    at(property: P): Reading {
        return this.resource.at(property);
    }

    /** The node that a property's single id means. */
    protected one<K extends KindName>(property: P, kind: K, place?: Reading): Links<NodeOf<K>> {
        const at = place ?? this.at(property);
        return this.link(at, kind, () =>
            this.graph.linker.one(at, property, kind, this.isOneOfMany),
        );
    }

    /** The nodes that a property's list of ids means. */
    protected many<K extends KindName>(property: P, kind: K, place?: Reading): Links<NodeOf<K>> {
        const at = place ?? this.at(property);
        return this.link(at, kind, () =>
            this.graph.linker.many(at, property, kind, this.isOneOfMany),
        );
    }

    /** The nodes that the ids in a property's list of blocks mean; `placesIn` tells where they stand. */
    protected inBlocks<K extends KindName>(
        property: P,
        kind: K,
        placesIn: (block: Reading) => readonly Reading[],
        list: Reading = this.at(property),
    ): Links<NodeOf<K>> {
        return this.memo(`${list.path} blocks ${kind}`, () => {
            const { linker } = this.graph;
            const blocks = list.elements();
            return blocks.known
                ? linker.together(blocks.value.flatMap(placesIn), this.resource, property, kind)
                : linker.many(list, property, kind);
        });
    }

    private link<K extends KindName>(
        { path }: Reading,
        kind: K,
        make: () => Links<NodeOf<K>>,
    ): Links<NodeOf<K>> {
        const made = entry((this.links ??= new Map<KindName, Map<string, unknown>>()), kind);
        return orMade(made, path, make) as Links<NodeOf<K>>;
    }

    protected memo<T>(key: string, make: () => T): T {
        return orMade((this.memos ??= new Map<string, unknown>()), key, make) as T;
    }
}

/** What a subclass of {@link Node} declares statically. */
export interface NodeClass<N extends Node = Node> {
    new (resource: PlannedResource, graph: Graph): N;
    /** Its Pulumi types: live tokens, and aliases found in older states. */
    readonly types: readonly string[];
    /** Every top-level property it reads. */
    readonly properties: readonly string[];
}
