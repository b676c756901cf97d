import { isKnownToBe, type Gap } from "../../knowable";
import type { Children, Graph } from "../links/graph";
import { isEmpty, linkTo, type Links } from "../links/link";
import type { Node } from "../links/node";
import type { SecurityGroup } from "../things/security-group";
import type { Subnet } from "../things/subnet";
import type { Vpc } from "../things/vpc";
import type { VpcEndpoint } from "../things/vpc-endpoint";

/** The subnets of an interface endpoint: its own, and those of associations; and why there may be others. */
export interface EndpointSubnets {
    readonly subnets: Links<Subnet>;
    readonly maybe: readonly Gap[];
}

export function subnetsOfEndpoint(graph: Graph, endpoint: VpcEndpoint): EndpointSubnets {
    return graph.once(findSubnets, endpoint);
}

function findSubnets(graph: Graph, endpoint: VpcEndpoint): EndpointSubnets {
    const associations = graph.children("vpcEndpointSubnetAssociation", endpoint, "endpoint");
    const added = associations.certain.map((association) => association.subnet);
    return {
        subnets: added.reduce(joined, endpoint.subnets),
        maybe: maybeOfEndpoint(associations),
    };
}

/** The groups of an interface endpoint: its own, and those of associations; else its VPC's default one. */
export function groupsOfEndpoint(
    graph: Graph,
    vpc: Vpc,
    endpoint: VpcEndpoint,
): Links<SecurityGroup> {
    return graph.once(findGroups, endpoint, vpc);
}

function findGroups(graph: Graph, endpoint: VpcEndpoint, vpc: Vpc): Links<SecurityGroup> {
    const associations = graph.children("securityGroupAssociation", endpoint, "endpoint");
    const { certain } = associations;
    const replaces = certain.some(({ replacesDefault: each }) => isKnownToBe(each, true));
    const own = endpoint.securityGroups;
    const first = isEmpty(own) && !replaces ? linkTo(graph.defaultSecurityGroup(vpc)) : own;
    const all = certain.map((association) => association.securityGroup).reduce(joined, first);
    return { ...all, gaps: [...all.gaps, ...maybeOfEndpoint(associations)] };
}

/** What certainly belongs to an interface endpoint, and stands in resources of its own. */
export function partsOfEndpoint(graph: Graph, endpoint: VpcEndpoint): readonly Node[] {
    const kinds = [
        "vpcEndpointSubnetAssociation",
        "securityGroupAssociation",
        "endpointPrivateDns",
    ] as const;
    return kinds.flatMap(
        (kind): readonly Node[] => graph.children(kind, endpoint, "endpoint").certain,
    );
}

/** What may belong to the endpoint besides. */
export function maybeOfEndpoint({ possible, unresolved }: Children<Node>): readonly Gap[] {
    const what = "it may be about this endpoint";
    return [
        ...possible.map(({ resource }) => resource.gap("vpcEndpointId", "made-by-plan", what)),
        ...unresolved,
    ];
}

function joined<N extends Subnet | SecurityGroup>(a: Links<N>, b: Links<N>): Links<N> {
    const some = a.some ?? b.some;
    // Of two unknown values only one can be kept; the other is as good as unresolved.
    const dropped = a.some !== undefined && b.some !== undefined ? [b.some] : [];
    return {
        nodes: [...new Set([...a.nodes, ...b.nodes])],
        gaps: [...a.gaps, ...b.gaps, ...dropped.map(({ why }) => why)],
        possible: [...a.possible, ...b.possible, ...dropped.flatMap((each) => each.candidates)],
        assumed: [...a.assumed, ...b.assumed],
        distinct: a.distinct,
        more: a.more ?? b.more,
        ...(some === undefined ? {} : { some }),
    };
}
