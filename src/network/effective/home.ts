import {
    addTo,
    all,
    any,
    assuming,
    cannotKnow,
    distinctGaps,
    gather,
    isUnresolved,
    ok,
    unless,
    violated,
    whyOf,
    type Answer,
    type Gap,
} from "../../knowable";
import type { PlannedResource } from "../../plan";
import type { Graph } from "../links/graph";
import {
    agreedBy,
    candidates,
    orOther,
    unresolvedOf,
    type Links,
    type Outside,
} from "../links/link";
import type { Node } from "../links/node";
import { SecurityGroup } from "../things/security-group";
import { Subnet } from "../things/subnet";
import type { Vpc } from "../things/vpc";

/** Something that is in a VPC, and says in which. */
export type Inhabitant = Node & { readonly vpc: Links<Vpc> };

/** The VPC that something is in, as far as the plan tells. */
interface Home {
    /** In words, such as `VPC main`. */
    readonly name: string;
    readonly vpc?: Vpc;
    readonly id?: string | undefined;
    /** This plan creates the VPC, or it exists already; unset: that is not known. */
    readonly age?: "new" | "old" | undefined;
    /** It is the default VPC of this resource's region and account. */
    readonly defaultOf?: PlannedResource | undefined;
    /** Whether it may be the default VPC of its region. */
    readonly mayBeDefault: boolean;
    /** Why it is not known which VPC it is; empty if its id is known. */
    readonly gaps: readonly Gap[];
}

/** One of these; with doubts it is not known which, or it may be another. */
export interface Homes {
    readonly candidates: readonly Home[];
    readonly orOther: boolean;
    /** It is a component's, which may have made it for something else. */
    readonly ofComponent: boolean;
    readonly doubts: readonly Gap[];
}

/** In which VPC something is. What exists outside the plan is in a VPC that exists already. */
export function homesOf(graph: Graph, thing: Inhabitant | Outside): Homes {
    if ("resource" in thing) return graph.once(findHomes, thing);
    return certainly({
        name: "a VPC that exists already",
        age: "old",
        mayBeDefault: true,
        gaps: [thing.gap],
    });
}

/** The VPC in words, for messages. */
export function nameOf({ candidates: homes }: Homes): string {
    return [...new Set(homes.map(({ name }) => name))].join(" or ");
}

function certainly(home: Home): Homes {
    return { candidates: [home], orOther: false, ofComponent: false, doubts: [] };
}

function findHomes(_graph: Graph, thing: Inhabitant): Homes {
    const { vpc, resource } = thing;
    const found = [...candidates(vpc).map(homeIn), ...(vpc.outside ?? []).map(homeOutside)];
    if (found.length === 0 && isLeftToDefault(thing)) return certainly(defaultHome(resource));
    const { some } = vpc;
    const doubts = [...(some === undefined ? [] : [some.why]), ...unresolvedOf(vpc)];
    return {
        candidates: found,
        orOther: some?.orOutside === true || unresolvedOf(vpc).length > 0,
        ofComponent: some?.ofComponent === true,
        doubts:
            found.length + doubts.length > 0
                ? doubts
                : [resource.gap("vpcId", "malformed", "it names no VPC")],
    };
}

/** Without a VPC of its own a security group is in the region's default one, and so is a default subnet. */
function isLeftToDefault(thing: Inhabitant): boolean {
    const hasDefault =
        thing instanceof SecurityGroup || (thing instanceof Subnet && thing.isAdopted);
    return hasDefault && thing.resource.leavesUnset("vpcId");
}

/** Every default VPC has this block (VPC guide, "Default VPC components"). */
const blockOfDefault = "172.31.0.0/16";

function homeIn(vpc: Vpc): Home {
    const { resource, isAdopted, cidrBlock, name } = vpc;
    const { id, skipped, external, origin } = resource;
    const isNew = resource.isNew && !isAdopted && !skipped && !external && origin === "plan";
    const isOld = !resource.isNew || isAdopted;
    // An imported VPC looks like one that this program made.
    const isOther =
        isNew ||
        resource.facts?.isDefault === false ||
        (cidrBlock.known && cidrBlock.value !== blockOfDefault);
    return {
        name: `VPC ${name}`,
        vpc,
        id: id.known ? id.value : undefined,
        age: isNew ? "new" : isOld ? "old" : undefined,
        defaultOf: isAdopted ? resource : undefined,
        mayBeDefault: isAdopted || !isOther,
        gaps: whyOf(id),
    };
}

function homeOutside({ id, gap }: Outside): Home {
    return { name: "a VPC outside this plan", id, age: "old", mayBeDefault: true, gaps: [gap] };
}

function defaultHome(resource: PlannedResource): Home {
    const what = "it is in the region's default VPC, whose id is not known";
    return {
        name: "the region's default VPC",
        age: "old",
        defaultOf: resource,
        mayBeDefault: true,
        gaps: [resource.gap("vpcId", "computed", what)],
    };
}

/** Whether two things are in one VPC. */
export function inOneVpc(a: Homes, b: Homes): Answer<never> {
    const answers = gather(a.candidates, (one) => b.candidates.map((other) => isSame(one, other)));
    const why = a.doubts[0] ?? b.doubts[0];
    if (why === undefined) return any(answers);
    return agreedBy(
        {
            why,
            orOutside: a.orOther || b.orOther,
            ofComponent: a.ofComponent || b.ofComponent,
        },
        answers,
    );
}

function isSame(a: Home, b: Home): Answer<never> {
    if (a.vpc !== undefined && a.vpc === b.vpc) return ok();
    if (a.id !== undefined && b.id !== undefined) return a.id === b.id ? ok() : violated();
    // What exists already cannot be in a VPC that is yet to be made, and two of those are two.
    const isApart = (one: Home, other: Home): boolean =>
        (one.age === "new" && other.age !== undefined) ||
        (one.defaultOf !== undefined && !other.mayBeDefault);
    if (isApart(a, b) || isApart(b, a)) return violated();
    return isOneDefault(a.defaultOf, b.defaultOf) ? ok() : cannotKnow([...a.gaps, ...b.gaps]);
}

/** Both are the default VPC of the same region and account. */
function isOneDefault(a: PlannedResource | undefined, b: PlannedResource | undefined): boolean {
    if (a === undefined || b === undefined || a.provider !== b.provider) return false;
    return a.region.known && b.region.known && a.region.value === b.region.value;
}

/** Whether all that a link means is in one VPC. */
export function areInOneVpc<N extends Inhabitant>(graph: Graph, links: Links<N>): Answer<never> {
    if (links.distinct.most === 1) return ok();
    const { nodes, outside = [], some } = links;
    const homes = (things: readonly (N | Outside)[]): readonly Alike[] =>
        alike(things.map((each) => homesOf(graph, each)));
    const certain = homes([...nodes, ...outside]);
    const among = homes(some?.candidates ?? []);
    const others = [...certain, ...among.slice(0, 1)];
    return assuming(
        all([
            ...certain.flatMap((one, i) => [
                ...(one.count > 1 ? [areAlike(one, one)] : []),
                ...certain.slice(i + 1).map((other) => areAlike(one, other)),
            ]),
            ...unresolvedOf(links).map((gap) => cannotKnow<never>(gap)),
            ...(some === undefined
                ? []
                : [
                      agreedBy(
                          some,
                          among.map((one) => all(others.map((other) => areAlike(one, other)))),
                      ),
                  ]),
        ]),
        links.assumed,
    );
}

/** Homes of several things that differ in nothing but in why they are not known. */
interface Alike {
    readonly count: number;
    /** With all the reasons. */
    readonly homes: Homes;
}

/** Of what is in one VPC, or of which alike nothing is known, not each is compared with each. */
function alike(all: readonly Homes[]): readonly Alike[] {
    const groups = new Map<string, Homes[]>();
    for (const homes of all) {
        const { candidates, orOther, ofComponent, doubts } = homes;
        const key = JSON.stringify([
            candidates.map(({ vpc, id, age, defaultOf, mayBeDefault, name }) => [
                name,
                vpc?.urn,
                id,
                age,
                defaultOf?.urn,
                mayBeDefault,
            ]),
            orOther,
            ofComponent,
            doubts.length > 0,
        ]);
        addTo(groups, key, homes);
    }
    return [...groups.values()].flatMap((same) => {
        const [first] = same;
        if (first === undefined) return [];
        const candidates = first.candidates.map((home, i) => ({
            ...home,
            gaps: distinctGaps(same.flatMap((each) => each.candidates[i]?.gaps ?? [])),
        }));
        const doubts = distinctGaps(same.flatMap((each) => each.doubts));
        return [{ count: same.length, homes: { ...first, candidates, doubts } }];
    });
}

/** Whether everything here is in one VPC with everything there. */
function areAlike({ homes: one }: Alike, { homes: other }: Alike): Answer<never> {
    const answer = inOneVpc(one, other);
    if (answer.verdict !== "cannot-know") return answer;
    return cannotKnow([...answer.gaps, ...one.doubts, ...other.doubts]);
}

/**
 * Whether a security group can be used where something else is: it is of that VPC, or associated with
 * it.
 */
export function canUseGroup(
    graph: Graph,
    group: SecurityGroup | Outside,
    where: Homes,
): Answer<never> {
    const [certain, possible] = associationsOf(graph, group);
    const what = "it may let this security group be used in another VPC";
    return unless(any([group, ...certain].map((each) => inOneVpc(homesOf(graph, each), where))), [
        ...possible.map(({ resource }) => resource.gap("securityGroupId", "made-by-plan", what)),
        ...unseenAssociations(graph, group, where),
    ]);
}

/** The associations of a group with other VPCs: certain ones, and possible ones. */
function associationsOf(
    graph: Graph,
    group: SecurityGroup | Outside,
): readonly [readonly Inhabitant[], readonly Inhabitant[]] {
    const associations = graph.all("securityGroupVpcAssociation");
    const certain = associations.filter(({ securityGroup: { nodes, outside = [] } }) =>
        "resource" in group ? nodes.includes(group) : outside.some(({ id }) => id === group.id),
    );
    const possible = associations.filter(
        ({ securityGroup: links }) =>
            ("resource" in group && candidates(links).includes(group)) ||
            links.gaps.some(isUnresolved) ||
            orOther(links).length > 0,
    );
    return [certain, possible.filter((each) => !certain.includes(each))];
}

/** Why others may have associated a group with a VPC: they would have to reach both. */
function unseenAssociations(
    graph: Graph,
    group: SecurityGroup | Outside,
    { candidates: homes }: Homes,
): readonly Gap[] {
    const what = "securityGroupVpcAssociations";
    if ("resource" in group && graph.openness.of(group, what).length === 0) return [];
    return homes.flatMap(({ vpc, gaps }) =>
        vpc === undefined ? gaps : graph.openness.of(vpc, what),
    );
}
