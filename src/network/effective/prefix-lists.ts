import type { Gap } from "../../knowable";
import type { Graph } from "../links/graph";
import type { ManagedPrefixList } from "../things/managed-prefix-list";

/** What a prefix list holds. */
export interface ListedBlocks {
    /** CIDR blocks that it certainly holds. */
    readonly blocks: readonly string[];
    /** Why it may hold others; empty if these are all. */
    readonly doubts: readonly Gap[];
}

/** The blocks that a prefix list of the program's own names itself, and those of its standalone entries. */
export function blocksOfList(graph: Graph, list: ManagedPrefixList): ListedBlocks {
    return graph.once(findBlocks, list);
}

function findBlocks(graph: Graph, list: ManagedPrefixList): ListedBlocks {
    const { certain, possible, unresolved } = graph.children(
        "managedPrefixListEntry",
        list,
        "prefixList",
    );
    const own = list.blocks;
    const all = [...(own.known ? own.value : []), ...certain.map((entry) => entry.block)];
    return {
        blocks: all.flatMap((block) => (block.known ? (block.value ?? []) : [])),
        doubts: [
            ...(own.known ? [] : [own.why]),
            ...all.flatMap((block) => (block.known ? [] : [block.why])),
            ...possible.map(({ resource }) =>
                resource.gap("prefixListId", "made-by-plan", "it may add to the prefix list"),
            ),
            ...graph.openness.of(list, "entries", unresolved),
        ],
    };
}
