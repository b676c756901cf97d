import {
    addAll,
    addTo,
    entry,
    isKnownToBe,
    isUnresolved,
    orMade,
    type Gap,
    type Knowable,
} from "../../knowable";
import type { Plan, PlannedResource } from "../../plan";
import { kindOfType, kinds, type KindName, type NodeOf } from "./kinds";
import { candidates, linkTo, type Links } from "./link";
import { Linker } from "./linker";
import type { Node } from "./node";
import { Openness } from "../effective/openness";
import { DefaultNetworkAcl, type NetworkAcl } from "../things/network-acl";
import { DefaultRouteTable, RouteTable } from "../things/route-table";
import { DefaultSecurityGroup, type SecurityGroup } from "../things/security-group";
import {
    DefaultTransitGatewayRouteTable,
    TransitGateway,
    TransitGatewayVpcAttachment,
    type TransitGatewayRouteTable,
} from "../things/transit-gateway";
import { Vpc } from "../things/vpc";

/** What the network is told beyond the plan (settings of `preflight-settings`). */
export interface NetworkOptions {
    /** Take what an unknown id depends on for what it means; off: such an id cannot be known. */
    readonly trustDependencies: boolean;
    /** Ids or names of VPCs to which others add endpoints and gateways: absence proves nothing there. */
    readonly sharedVpcs: readonly string[];
}

export const defaultNetworkOptions: NetworkOptions = { trustDependencies: true, sharedVpcs: [] };

/** Those properties of a node that may name an owner. */
export type LinkTo<O extends Node, N> = {
    [P in keyof N]: N[P] extends Links<infer T extends Node> ? (O extends T ? P : never) : never;
}[keyof N] &
    string;

/** Things that belong to an owner: certainly, possibly, and what might add more unseen. */
export interface Children<N extends Node> {
    readonly certain: readonly N[];
    readonly possible: readonly N[];
    /** Children of which it is not known to whom they belong, and why. */
    readonly lost: readonly N[];
    readonly unresolved: readonly Gap[];
}

/** The graph of a plan: nodes by kind, found by URN, id, ARN or name; links made when asked for. */
export class Graph {
    readonly linker: Linker;
    readonly openness: Openness;
    private readonly byKind = new Map<KindName, Node[]>();
    private readonly byUrn = new Map<string, Node>();
    private readonly keys = new Map<KindName, Keys>();
    private readonly indexes = new Map<KindName, Map<string, Index>>();
    private readonly worked = new Map<unknown, Map<unknown, Map<Node, unknown>>>();
    private childrenByParent: Map<string, string[]> | undefined;

    constructor(
        readonly plan: Plan,
        readonly options: NetworkOptions = defaultNetworkOptions,
    ) {
        this.linker = new Linker(this);
        for (const resource of plan.resources) {
            const kind = kindOfType.get(resource.type);
            if (kind === undefined) continue;
            const node: Node = new kinds[kind](resource, this);
            this.byUrn.set(resource.urn, node);
            addTo(this.byKind, kind, node);
        }
        this.openness = new Openness(this);
    }

    /** All nodes of a kind, in the plan's order. */
    all<K extends KindName>(kind: K): readonly NodeOf<K>[] {
        return (this.byKind.get(kind) ?? []) as unknown as readonly NodeOf<K>[];
    }

    node(urn: string): Node | undefined {
        return this.byUrn.get(urn);
    }

    isOf(node: Node, kind: KindName): boolean {
        return node instanceof kinds[kind];
    }

    /** The node of a kind that an id, ARN or name means, if it is in the plan. */
    find(kind: KindName, key: string, region: Knowable<string>): Node | undefined {
        const exact = this.keysOf(kind).byKey.get(key);
        if (exact !== undefined) return exact;
        const here = this.named(kind, key).filter(
            ({ resource, isGlobal }) =>
                isGlobal ||
                !region.known ||
                !resource.region.known ||
                resource.region.value === region.value,
        );
        return here.length === 1 ? here[0] : undefined;
    }

    /** A name that more than one node of the kind has: which of them it means is not known. */
    isAmbiguous(kind: KindName, key: string): boolean {
        return this.named(kind, key).length > 1;
    }

    /** The nodes of a kind that have exactly this name, in whatever region. */
    allNamed<K extends KindName>(kind: K, name: string): readonly NodeOf<K>[] {
        return (this.keysOf(kind).byName.get(name) ?? []) as unknown as readonly NodeOf<K>[];
    }

    /** A name may stand at the end of an ARN that was put together by hand. */
    private named(kind: KindName, key: string): readonly Node[] {
        const { byName } = this.keysOf(kind);
        return byName.get(key) ?? byName.get(key.slice(key.lastIndexOf("/") + 1)) ?? [];
    }

    /** A name of some node of the kind is unknown, so a known one that is not found may still mean it. */
    hasUnnamed(kind: KindName): boolean {
        if (kind === "routeTable" && this.hasUntoldTable) return true;
        if (kind === "transitGatewayRouteTable" && this.hasUntoldTransitTable) return true;
        return this.keysOf(kind).hasUnnamed;
    }

    /** Nor that of the one that AWS made with a transit gateway. */
    private get hasUntoldTransitTable(): boolean {
        return this.all("transitGateway").some(
            ({ resource, hasDefaultRouteTable, defaultRouteTableIds }) =>
                !resource.isNew &&
                !isKnownToBe(hasDefaultRouteTable, false) &&
                defaultRouteTableIds.every((id) => !id.known || id.value === undefined),
        );
    }

    /** CloudFormation does not tell the id of the table that AWS made with a VPC. */
    private get hasUntoldTable(): boolean {
        return this.all("vpc").some(({ resource }) => resource.isNative && !resource.isNew);
    }

    private keysOf(kind: KindName): Keys {
        let keys = this.keys.get(kind);
        if (keys === undefined) {
            const byKey = new Map<string, Node>();
            const byName = new Map<string, Node[]>();
            let hasUnnamed = false;
            for (const node of this.all(kind) as readonly Node[]) {
                const { id } = node.resource;
                if (id.known) byKey.set(id.value, node);
                for (const each of node.keys()) {
                    if (each.known && each.value !== undefined) byKey.set(each.value, node);
                }
                for (const each of node.names()) {
                    if (!each.known) hasUnnamed = true;
                    else if (each.value !== undefined) addTo(byName, each.value, node);
                }
            }
            keys = { byKey, byName, hasUnnamed };
            // Known before the defaults, which are looked up by their ids.
            this.keys.set(kind, keys);
            this.addDefaults(kind, byKey);
        }
        return keys;
    }

    /** A VPC's default table and group are also found by the ids that the VPC tells. */
    private addDefaults(kind: KindName, keys: Map<string, Node>): void {
        if (kind === "transitGatewayRouteTable") {
            for (const gateway of this.all("transitGateway")) {
                for (const id of gateway.defaultRouteTableIds) {
                    if (id.known && id.value !== undefined && !keys.has(id.value)) {
                        keys.set(id.value, this.defaultTransitTable(gateway));
                    }
                }
            }
            return;
        }
        for (const vpc of this.all("vpc")) {
            for (const { id, node } of this.defaultsOf(vpc, kind)) {
                if (id.known && id.value !== undefined && !keys.has(id.value)) {
                    keys.set(id.value, node());
                }
            }
        }
    }

    private defaultsOf(
        vpc: Vpc,
        kind: KindName,
    ): readonly { id: Knowable<string | undefined>; node: () => Node }[] {
        if (kind === "routeTable") {
            const node = (): Node => this.defaultRouteTable(vpc);
            return [
                { id: vpc.defaultRouteTableId, node },
                { id: vpc.mainRouteTableId, node },
            ];
        }
        if (kind === "securityGroup") {
            const node = (): Node => this.defaultSecurityGroup(vpc);
            return [{ id: vpc.defaultSecurityGroupId, node }];
        }
        if (kind === "networkAcl") {
            const node = (): Node => this.defaultNetworkAcl(vpc);
            return [{ id: vpc.defaultNetworkAclId, node }];
        }
        return [];
    }

    /** The table that AWS made with a VPC: the resource that adopts it, or a stand-in for it. */
    defaultRouteTable(vpc: Vpc): RouteTable {
        return this.once(findRouteTableOfAws, vpc);
    }

    /** The route table that AWS made with a transit gateway. */
    defaultTransitTable(gateway: TransitGateway): TransitGatewayRouteTable {
        return this.once(findTransitTableOfAws, gateway);
    }

    /** The group that AWS made with a VPC: the resource that adopts it, or a stand-in for it. */
    defaultSecurityGroup(vpc: Vpc): SecurityGroup {
        return this.once(findSecurityGroupOfAws, vpc);
    }

    /** The ACL that AWS made with a VPC: the resource that adopts it, or a stand-in for it. */
    defaultNetworkAcl(vpc: Vpc): NetworkAcl {
        return this.once(findNetworkAclOfAws, vpc);
    }

    /** The resource that adopts what AWS made with a VPC. */
    adopting<K extends "routeTable" | "securityGroup" | "networkAcl">(
        kind: K,
        vpc: Vpc,
    ): NodeOf<K> | undefined {
        const { certain } = this.indexed(kind, vpc, "adopted", (each) =>
            each.isAdopted ? each.vpc : linkTo<Vpc>(),
        );
        return certain[0];
    }

    /** What has this id, where facts say more of what exists than the plan. */
    existing<K extends "routeTable" | "securityGroup" | "networkAcl">(
        kind: K,
        id: Knowable<string | undefined>,
    ): NodeOf<K> | undefined {
        if (this.plan.outside === undefined || !id.known || id.value === undefined)
            return undefined;
        return this.all(kind).find(({ resource }) => isKnownToBe(resource.id, id.value));
    }

    /** A link to the region's default VPC, where the program leaves the VPC to AWS and facts hold that one. */
    orDefaultVpc({ resource }: Node, vpc: Links<Vpc>): Links<Vpc> {
        const { region } = resource;
        const isTold = candidates(vpc).length + (vpc.outside ?? []).length > 0;
        if (this.plan.outside === undefined || isTold || !region.known) return vpc;
        if (!resource.leavesUnset("vpcId")) return vpc;
        const [found, ...others] = this.all("vpc").filter(
            ({ isAdopted, resource: { facts, region: its } }) =>
                isAdopted && facts !== undefined && isKnownToBe(its, region.value),
        );
        return found === undefined || others.length > 0 ? vpc : linkTo(found);
    }

    /** What a function works out of a node, and of what else it is told: once, and asked often. */
    once<N extends Node, T, A = undefined>(
        find: (graph: Graph, node: N, about: A) => T,
        node: N,
        about?: A,
    ): T {
        const byNode = entry(entry(this.worked, find), about);
        let found = byNode.get(node) as T;
        if (found === undefined && !byNode.has(node)) {
            found = find(this, node, about as A);
            byNode.set(node, found);
        }
        return found;
    }

    /** Nodes of one kind that name an owner by this link of theirs. */
    children<K extends KindName, O extends Node>(
        kind: K,
        owner: O,
        by: LinkTo<O, NodeOf<K>>,
    ): Children<NodeOf<K>> {
        return this.indexed(kind, owner, by, (child) => child[by] as unknown as Links<O>);
    }

    /** The same, by a link that is no property of theirs, but has a name of its own. */
    indexed<K extends KindName, O extends Node>(
        kind: K,
        owner: O,
        name: string,
        link: (child: NodeOf<K>) => Links<O>,
    ): Children<NodeOf<K>> {
        const indexes = entry(this.indexes, kind);
        let index = indexes.get(name);
        if (index === undefined) {
            index = indexOf(this.all(kind), link as unknown as (child: Node) => Links<Node>);
            indexes.set(name, index);
        }
        return (index.byOwner.get(owner) ?? index.ofOthers) as Children<NodeOf<K>>;
    }

    /**
     * Nodes of a kind that a dependency of another kind determines: whatever lies in a VPC gives its
     * VPC; a VPC gives its default route table and, where a whole list is unknown, its subnets; a
     * component stands for its children.
     */
    determinedBy(urn: string, kind: KindName, wholeList: boolean): Iterable<Node> {
        const node = this.node(urn);
        if (node === undefined) {
            return this.plan.byUrn.get(urn)?.component === true ? this.within(urn, kind) : [];
        }
        if (this.isOf(node, kind)) return [node];
        if (kind === "vpc" && hasVpc(node)) return candidates(node.vpc);
        if (node instanceof TransitGateway && kind === "transitGatewayRouteTable") {
            return [this.defaultTransitTable(node)];
        }
        if (node instanceof TransitGatewayVpcAttachment && kind === "transitGateway") {
            return candidates(node.transitGateway);
        }
        if (node instanceof Vpc) {
            const vpc = node;
            if (kind === "routeTable") return [this.defaultRouteTable(vpc)];
            if (kind === "securityGroup") return [this.defaultSecurityGroup(vpc)];
            if (kind === "networkAcl") return [this.defaultNetworkAcl(vpc)];
            if (kind === "subnet" && wholeList) {
                const { certain, possible } = this.children("subnet", vpc, "vpc");
                return [...certain, ...possible];
            }
        }
        return [];
    }

    /** Descendants of a component that are of a kind. */
    private *within(urn: string, kind: KindName): Iterable<Node> {
        for (const child of this.descendantsOf(urn)) {
            const node = this.node(child);
            if (node !== undefined && this.isOf(node, kind)) yield node;
        }
    }

    /** URNs of all that has a resource as its parent, or as its parent's parent … */
    *descendantsOf(urn: string): Iterable<string> {
        const children = this.childrenOfParents();
        const seen = new Set([urn]);
        const pending = [urn];
        for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
            for (const child of children.get(next) ?? []) {
                if (seen.has(child)) continue;
                seen.add(child);
                pending.push(child);
                yield child;
            }
        }
    }

    private childrenOfParents(): Map<string, string[]> {
        if (this.childrenByParent === undefined) {
            this.childrenByParent = new Map();
            for (const { urn, parent } of this.plan.resources) {
                if (parent === undefined) continue;
                addTo(this.childrenByParent, parent, urn);
            }
        }
        return this.childrenByParent;
    }
}

function findRouteTableOfAws(graph: Graph, vpc: Vpc): RouteTable {
    return (
        graph.adopting("routeTable", vpc) ??
        graph.existing("routeTable", vpc.defaultRouteTableId) ??
        new DefaultRouteTable(vpc, graph)
    );
}

function findTransitTableOfAws(graph: Graph, gateway: TransitGateway): TransitGatewayRouteTable {
    return new DefaultTransitGatewayRouteTable(gateway, graph);
}

function findSecurityGroupOfAws(graph: Graph, vpc: Vpc): SecurityGroup {
    return (
        graph.adopting("securityGroup", vpc) ??
        graph.existing("securityGroup", vpc.defaultSecurityGroupId) ??
        new DefaultSecurityGroup(vpc, graph)
    );
}

function findNetworkAclOfAws(graph: Graph, vpc: Vpc): NetworkAcl {
    return (
        graph.adopting("networkAcl", vpc) ??
        graph.existing("networkAcl", vpc.defaultNetworkAclId) ??
        new DefaultNetworkAcl(vpc, graph)
    );
}

/** One resource by itself, as it is judged before it is registered: its links lead nowhere. */
export function nodeByItself(resource: PlannedResource): Node | undefined {
    return resource.once(graphOf).node(resource.urn);
}

function graphOf(resource: PlannedResource): Graph {
    const byUrn = new Map([[resource.urn, resource]]);
    return new Graph({ resources: [resource], byUrn, givenAway: new Set() });
}

interface Keys {
    readonly byKey: ReadonlyMap<string, Node>;
    /** The same name may stand in several regions. */
    readonly byName: ReadonlyMap<string, readonly Node[]>;
    readonly hasUnnamed: boolean;
}

interface Index {
    readonly byOwner: ReadonlyMap<Node, Children<Node>>;
    /** The same for any other owner. */
    readonly ofOthers: Children<Node>;
}

function indexOf(nodes: readonly Node[], link: (child: Node) => Links<Node>): Index {
    const lost: Node[] = [];
    const unresolved: Gap[] = [];
    const none = () => ({ certain: [] as Node[], possible: [] as Node[], lost, unresolved });
    const byOwner = new Map<Node, ReturnType<typeof none>>();
    const of = (owner: Node): ReturnType<typeof none> => orMade(byOwner, owner, none);
    for (const child of nodes) {
        const links = link(child);
        for (const owner of links.nodes) of(owner).certain.push(child);
        for (const owner of links.some?.candidates ?? []) of(owner).possible.push(child);
        for (const owner of links.possible) of(owner).possible.push(child);
        // A known id of something outside the plan is no owner in it.
        const open = links.gaps.filter(isUnresolved);
        if (open.length > 0) lost.push(child);
        addAll(unresolved, open);
    }
    return { byOwner, ofOthers: none() };
}

function hasVpc(node: Node): node is Node & { readonly vpc: Links<Vpc> } {
    return "vpc" in node;
}
