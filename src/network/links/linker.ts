import { gather, isUnresolved, whyOf, type Gap } from "../../knowable";
import type { PlannedResource, Reading } from "../../plan";
import type { Graph } from "./graph";
import type { KindName, NodeOf } from "./kinds";
import { labelOf } from "./labels";
import { candidates, linkTo, listed, type Links, type Outside, type Some } from "./link";
import type { Node } from "./node";

/** A place whose value a link is made of. */
type Element =
    | { readonly node: Node }
    | { readonly gap: Gap; readonly id?: string }
    | { readonly unknown: Gap };

/** What stands at a place of a property, and what it was taken to mean. */
export interface MadeLink {
    readonly resource: PlannedResource;
    readonly property: string;
    /** Such as `networkConfiguration.subnets`; of several places together the property. */
    readonly path: string;
    readonly kind: KindName;
    readonly links: Links<Node>;
}

/** Finds the nodes that property values mean (`docs/model.md`, "Links"). */
export class Linker {
    /** Places being resolved: what one determines by another kind may lead back to it. */
    private readonly pending: { readonly place: Reading; readonly kind: KindName }[] = [];
    /** How often one was. */
    private refusals = 0;
    private readonly fed = new Map<string, Fed>();
    /** Is told each link that is made, for people who ask why. */
    onLink: ((made: MadeLink) => void) | undefined;

    constructor(private readonly graph: Graph) {}

    /**
     * Resolves the single id that stands at a place of a top-level property.
     *
     * @param isOneOfMany others share its dependencies, of which none may be left out
     */
    one<K extends KindName>(
        place: Reading,
        property: string,
        kind: K,
        isOneOfMany = false,
    ): Links<NodeOf<K>> {
        // Inside a list other elements have dependencies of their own, of which none may be left out.
        const isShared = isOneOfMany || place.path.includes("[");
        return this.guarded(place, property, kind, () =>
            this.combine(this.element(place, kind), place.resource, property, kind, isShared),
        );
    }

    /** Resolves the list of ids that stands at a place of a top-level property. */
    many<K extends KindName>(
        place: Reading,
        property: string,
        kind: K,
        isOneOfMany = false,
    ): Links<NodeOf<K>> {
        return this.guarded(place, property, kind, () => {
            const list = place.elements();
            if (!list.known) {
                return isNoId(list.why)
                    ? unresolved(list.why)
                    : this.unknownList(list.why, place.resource, property, kind);
            }
            return this.together(list.value, place.resource, property, kind, isOneOfMany);
        });
    }

    /** Resolves several places of one property together, such as the ids in a list of blocks. */
    together<K extends KindName>(
        places: readonly Reading[],
        resource: PlannedResource,
        property: string,
        kind: K,
        isOneOfMany = false,
    ): Links<NodeOf<K>> {
        const elements = gather(places, (place) => this.element(place, kind));
        const links = this.combine(elements, resource, property, kind, isOneOfMany);
        const assumed = this.assumption(links, elements, resource, kind);
        const made = { ...links, assumed } as Links<NodeOf<K>>;
        this.onLink?.({ resource, property, path: property, kind, links: made });
        return made;
    }

    /**
     * Resolves some of the places of one property, `all` of which its dependencies feed: of these it is
     * not known which they feed.
     */
    among<K extends KindName>(
        places: readonly Reading[],
        all: readonly Reading[],
        resource: PlannedResource,
        property: string,
        kind: K,
    ): Links<NodeOf<K>> {
        if (places.length === all.length) return this.together(all, resource, property, kind);
        const isKnown = (place: Reading): boolean => place.string().known;
        const exact = this.together(places.filter(isKnown), resource, property, kind);
        const [why] = places.flatMap((place) => {
            const value = place.string();
            return whyOf(value);
        });
        if (why === undefined) return exact;
        const whole = this.together(all, resource, property, kind);
        const named = new Set(this.together(all.filter(isKnown), resource, property, kind).nodes);
        const fed = candidates(whole).filter((node) => !named.has(node));
        const isOpen = whole.some?.orOutside === true || whole.gaps.some(isUnresolved);
        if (fed.length === 0) return { ...exact, gaps: [...exact.gaps, why] };
        const { assumed } = whole;
        if (fed.length === 1 && !isOpen && fed.every((node) => whole.nodes.includes(node))) {
            return { ...exact, nodes: [...exact.nodes, ...fed], assumed };
        }
        const ofComponent = whole.some?.ofComponent;
        const some = { candidates: fed, orOutside: isOpen, ofComponent, why };
        return { ...exact, some, assumed };
    }

    private guarded<K extends KindName>(
        place: Reading,
        property: string,
        kind: K,
        resolve: () => Links<Node>,
    ): Links<NodeOf<K>> {
        const { resource, path } = place;
        const isPending = this.pending.some(
            ({ place: one, kind: its }) =>
                one.resource === resource && its === kind && one.path === path,
        );
        if (isPending) {
            this.refusals += 1;
            return unresolved(place.gap("computed", "it refers to itself")) as Links<NodeOf<K>>;
        }
        this.pending.push({ place, kind });
        try {
            const links = resolve() as Links<NodeOf<K>>;
            this.onLink?.({ resource, property, path, kind, links });
            return links;
        } finally {
            this.pending.pop();
        }
    }

    private element(place: Reading, kind: KindName): Element[] {
        const value = place.string();
        if (!value.known) {
            return [isNoId(value.why) ? { gap: value.why } : { unknown: value.why }];
        }
        if (value.value === undefined) return [];
        const id = kind === "securityGroup" ? withoutAccount(value.value) : value.value;
        const node = this.graph.find(kind, id, place.resource.region);
        if (node !== undefined) return [{ node }];
        if (this.graph.hasUnnamed(kind) || this.graph.isAmbiguous(kind, id)) {
            const what = `it may be the name of a ${labelOf(kind)} of this plan`;
            return [{ unknown: place.gap("made-by-plan", what) }];
        }
        if (this.graph.plan.made?.has(id) === true) {
            const what = "it is the name of something else that this plan creates";
            return [{ unknown: place.gap("made-by-plan", what) }];
        }
        const what = `the ${labelOf(kind)} that it names is not in this plan`;
        return [{ gap: place.gap("outside", what), id }];
    }

    private combine(
        elements: readonly Element[],
        resource: PlannedResource,
        property: string,
        kind: KindName,
        isOneOfMany: boolean,
    ): Links<Node> {
        const [only] = elements;
        // A single id that is known, as nearly all are on a deployed stack.
        if (only !== undefined && elements.length === 1 && "node" in only) return linkTo(only.node);
        const exact: Node[] = [];
        const outside: Gap[] = [];
        const unknowns: Gap[] = [];
        for (const element of elements) {
            if ("node" in element) exact.push(element.node);
            else if ("gap" in element) outside.push(element.gap);
            else unknowns.push(element.unknown);
        }
        const nodes = [...new Set(exact)];
        const others = outsideOf(elements);
        const least = nodes.length + others.length;
        const distinct = { least, most: least + unknowns.length };
        const rest = { gaps: outside, outside: others, possible: [], assumed: [], distinct };
        const [first] = unknowns;
        if (first === undefined) return { nodes, ...rest };
        if (!this.graph.options.trustDependencies) {
            return { nodes, ...rest, gaps: [...outside, ...unknowns] };
        }
        const fed = this.feeding(
            resource,
            property,
            kind,
            new Set(exact),
            isOneOfMany ? undefined : unknowns.length,
        );
        const { orOutside, ofComponent, isAll } = fed;
        const count = fed.nodes.length;
        if (count < unknowns.length && !isAll) {
            return { nodes, ...rest, gaps: [...outside, ...unknowns], possible: fed.nodes };
        }
        // Where all there are are fewer than the places, some stand in more than one: a single one in each.
        const isClear = count === unknowns.length || (count === 1 && isAll);
        if (!isClear || orOutside || ofComponent) {
            const some = { candidates: fed.nodes, orOutside, ofComponent, why: first };
            return { nodes, ...rest, some };
        }
        return {
            nodes: [...nodes, ...fed.nodes],
            ...rest,
            distinct: { least: least + count, most: least + count },
        };
    }

    private unknownList(
        why: Gap,
        resource: PlannedResource,
        property: string,
        kind: KindName,
    ): Links<Node> {
        const { nodes, orOutside, ofComponent } = this.graph.options.trustDependencies
            ? this.feeding(resource, property, kind, new Set(), Infinity)
            : { nodes: [], orOutside: true, ofComponent: false };
        if (nodes.length === 0) return unresolved(why);
        if (nodes.length === 1 && !orOutside && !ofComponent) {
            // The only non-empty subset of one candidate.
            const assumed = [`the ${labelOf(kind)} of ${resource.name} is ${inOrder(nodes)}`];
            const distinct = { least: 1, most: 1 };
            return { nodes, more: why, gaps: [], possible: [], assumed, distinct };
        }
        const some: Some<Node> = { candidates: nodes, orOutside, ofComponent, why };
        const assumed = [`the ${labelOf(kind)}s of ${resource.name} are among ${inOrder(nodes)}`];
        const distinct = { least: 1, most: orOutside || ofComponent ? undefined : nodes.length };
        return { nodes: [], some, more: why, gaps: [], possible: [], assumed, distinct };
    }

    /** What was taken from dependencies, if anything, for messages. */
    private assumption(
        links: Links<Node>,
        elements: readonly Element[],
        resource: PlannedResource,
        kind: KindName,
    ): readonly string[] {
        if (links.some !== undefined) {
            const among = inOrder(links.some.candidates);
            return [`the ${labelOf(kind)}s of ${resource.name} are among ${among}`];
        }
        const byId = new Set<Node>();
        for (const each of elements) if ("node" in each) byId.add(each.node);
        if (links.nodes.length === byId.size) return [];
        const verb = links.nodes.length > 1 ? "s of" : " of";
        const be = links.nodes.length > 1 ? "are" : "is";
        return [`the ${labelOf(kind)}${verb} ${resource.name} ${be} ${inOrder(links.nodes)}`];
    }

    /**
     * The nodes of a kind among what feeds a property. If they are fewer than wanted, or it is not known
     * how many are, what other dependencies determine is added: a subnet gives its VPC; a component stands for its children or
     * for something outside, as a stack reference does.
     */
    private feeding(
        resource: PlannedResource,
        property: string,
        kind: KindName,
        known: ReadonlySet<Node>,
        wanted: number | undefined,
    ): Fed {
        // Every unknown id in a list has the same to choose from.
        const key = `${resource.urn} ${property} ${kind} ${String(wanted)}`;
        const kept = known.size === 0 ? this.fed.get(key) : undefined;
        if (kept !== undefined) return kept;
        const before = this.refusals;
        const found = this.findFeeding(resource, property, kind, known, wanted);
        // What is found on the way back to itself is not all that there is.
        if (known.size === 0 && this.refusals === before) this.fed.set(key, found);
        return found;
    }

    private findFeeding(
        resource: PlannedResource,
        property: string,
        kind: KindName,
        known: ReadonlySet<Node>,
        wanted: number | undefined,
    ): Fed {
        const urns = resource.dependenciesOf(property);
        const direct = new Set<Node>();
        for (const urn of urns) {
            const node = this.graph.node(urn);
            if (node !== undefined && this.graph.isOf(node, kind) && !known.has(node))
                direct.add(node);
        }
        if (wanted !== undefined && direct.size >= wanted) {
            return { nodes: byUrn(direct), orOutside: false, ofComponent: false, isAll: false };
        }
        const isAll = direct.size > 0 && urns.every((urn) => this.isOrNamesNone(urn, kind));
        let [orOutside, ofComponent] = [false, false];
        const nodes = new Set(direct);
        for (const urn of urns) {
            const dependency = this.graph.plan.byUrn.get(urn);
            const determined = [...this.graph.determinedBy(urn, kind, wanted === Infinity)];
            for (const node of determined) if (!known.has(node)) nodes.add(node);
            if (dependency?.component === true && determined.length > 0) ofComponent = true;
            else orOutside ||= dependency === undefined || standsForOthers(dependency);
        }
        return { nodes: byUrn(nodes), orOutside, ofComponent, isAll };
    }

    /** A dependency that is of the kind, or whose properties name nothing of it. */
    private isOrNamesNone(urn: string, kind: KindName): boolean {
        const node = this.graph.node(urn);
        if (node === undefined) return false;
        const kinds = strangers.includes(kind) ? strangers : [kind];
        return kinds.some((each) => this.graph.isOf(node, each));
    }
}

/** What is no id at all, or is told only when tasks are started, is not made good by what it depends on. */
function isNoId({ reason }: Gap): boolean {
    return reason === "malformed" || reason === "not-modelled";
}

/** Kinds that stand side by side in a property, and of which none names another. */
const strangers: readonly KindName[] = [
    "subnet",
    "securityGroup",
    "targetGroup",
    "latticeTargetGroup",
    "role",
];

/** What feeds a property. */
interface Fed {
    readonly nodes: readonly Node[];
    readonly orOutside: boolean;
    readonly ofComponent: boolean;
    /** Nothing else feeds it, so each unknown value of the kind is one of these. */
    readonly isAll: boolean;
}

/** A rule may name a security group with its account: `123456789012/sg-…`. */
function withoutAccount(id: string): string {
    return id.slice(id.lastIndexOf("/") + 1);
}

/** Known ids of what is not in the plan, each once. */
function outsideOf(elements: readonly Element[]): readonly Outside[] {
    const found = new Map<string, Outside>();
    for (const element of elements) {
        if (!("gap" in element) || element.id === undefined || found.has(element.id)) continue;
        found.set(element.id, { id: element.id, gap: element.gap });
    }
    return [...found.values()];
}

/** What gives ids of resources that may not be in the plan. */
function standsForOthers({ external, component, type }: PlannedResource): boolean {
    return external || component || type === "pulumi:pulumi:StackReference";
}

function unresolved(why: Gap): Links<Node> {
    const distinct = { least: 0, most: undefined };
    return { nodes: [], gaps: [why], possible: [], assumed: [], distinct };
}

/** The engine tells dependencies in no order; what is said of them has one. */
function byUrn(nodes: Iterable<Node>): readonly Node[] {
    return [...nodes].sort((a, b) => (a.urn < b.urn ? -1 : 1));
}

/** Dependencies come in no order: their names are told in that of the alphabet. */
function inOrder(nodes: readonly Node[]): string {
    return listed([...nodes].sort((a, b) => (a.name < b.name ? -1 : 1)));
}
