import { distinctGaps, isKnownToBe, known, whyOf, type Gap, type Knowable } from "../../knowable";
import type { Graph } from "../links/graph";
import { candidates, linkTo, type Links } from "../links/link";
import type { Node } from "../links/node";
import {
    TransitGatewayRouteTable,
    type TransitGateway,
    type TransitGatewayRoute,
    type TransitGatewayVpcAttachment,
} from "../things/transit-gateway";
import type { Vpc } from "../things/vpc";
import { chosenBy, oneOf, type OneOf } from "./routing";

/** Which route table leads what comes out of an attachment: its own association's, else its gateway's default one. */
export function tableOfAttachment(
    graph: Graph,
    attachment: TransitGatewayVpcAttachment,
): OneOf<TransitGatewayRouteTable> {
    return graph.once(findTable, attachment);
}

function findTable(
    graph: Graph,
    attachment: TransitGatewayVpcAttachment,
): OneOf<TransitGatewayRouteTable> {
    const { certain, possible, unresolved } = graph.children(
        "transitGatewayAssociation",
        attachment,
        "attachment",
    );
    // An attachment has one association at most, so a certain one settles it.
    if (certain.length > 0) return chosenBy(certain);
    const gateways = oneOf([attachment.transitGateway]);
    const byDefault = gateways.candidates.map((gateway) =>
        defaultTable(graph, gateway, true, attachment.isAssociatedByDefault),
    );
    return {
        candidates: [...new Set(byDefault.flatMap((each) => each.candidates))],
        gaps: distinctGaps([
            ...possible.map(({ resource }) =>
                resource.gap(
                    "transitGatewayAttachmentId",
                    "made-by-plan",
                    `it may be of ${attachment.name}`,
                ),
            ),
            ...unresolved,
            ...gateways.gaps,
            ...byDefault.flatMap(({ gaps }) => gaps),
        ]),
    };
}

/** The default route table of a gateway, for associations or for propagations; none, where it is off. */
function defaultTable(
    graph: Graph,
    gateway: TransitGateway,
    isForAssociations: boolean,
    ofAttachment: Knowable<boolean>,
): OneOf<TransitGatewayRouteTable> {
    const ofGateway = isForAssociations ? gateway.associatesByDefault : gateway.propagatesByDefault;
    const isOff = [ofAttachment, ofGateway].some((each) => isKnownToBe(each, false));
    if (isOff) return { candidates: [], gaps: [] };
    const { certain, possible, unresolved } = graph.children(
        "transitGatewayDefaultTable",
        gateway,
        "transitGateway",
    );
    const chosen = [...certain, ...possible].filter(
        (each) => each.isForAssociations === isForAssociations,
    );
    const { candidates: others, gaps } = oneOf(chosen.map(({ routeTable }) => routeTable));
    const what = "which table was the default one when an attachment was made is not known";
    return {
        candidates: [tableOfAws(graph, gateway, isForAssociations), ...others],
        gaps: [
            ...gaps,
            ...unresolved,
            ...chosen.map(({ resource }) => resource.gap("", "not-modelled", what)),
            ...whyOf(ofAttachment, ofGateway),
        ],
    };
}

/** CloudFormation lets a program name another one. */
function tableOfAws(
    graph: Graph,
    gateway: TransitGateway,
    isForAssociations: boolean,
): TransitGatewayRouteTable {
    const [forAssociations, forPropagations] = gateway.defaultRouteTableIds;
    const id = isForAssociations ? forAssociations : forPropagations;
    const named =
        id?.known === true && id.value !== undefined
            ? graph.find("transitGatewayRouteTable", id.value, gateway.resource.region)
            : undefined;
    return named instanceof TransitGatewayRouteTable ? named : graph.defaultTransitTable(gateway);
}

/** One route of a transit gateway's table. */
export interface TransitRoute {
    readonly node: Node;
    /** A CIDR block. */
    readonly destination: Knowable<string | undefined>;
    /** Where it leads; without one it drops what it matches. */
    readonly attachment: Links<TransitGatewayVpcAttachment> | undefined;
    /** Of two routes for one block a static one goes first (AWS rule 20). */
    readonly isStatic: boolean;
    /** Why it is not known whether it drops what it matches, if so. */
    readonly mayDrop?: Gap | undefined;
    /** Of a propagated one, the VPC, of whose blocks the destination is the first. */
    readonly vpc?: Vpc;
}

export interface TransitRoutes {
    readonly certain: readonly TransitRoute[];
    /** Routes that may be of another table. */
    readonly possible: readonly TransitRoute[];
    /** Why there may be others; empty if there are none. */
    readonly gaps: readonly Gap[];
}

/** All routes of a transit gateway's table: static ones, and those that attachments propagate into it. */
export function transitRoutesOf(graph: Graph, table: TransitGatewayRouteTable): TransitRoutes {
    return graph.once(findRoutes, table);
}

function findRoutes(graph: Graph, table: TransitGatewayRouteTable): TransitRoutes {
    const fixed = graph.children("transitGatewayRoute", table, "routeTable");
    const propagated = graph.children("transitGatewayPropagation", table, "routeTable");
    const lists = graph.children("transitGatewayPrefixListReference", table, "routeTable");
    const gaps: Gap[] = [
        ...graph.openness.of(table, "routes", [
            ...fixed.unresolved,
            ...propagated.unresolved,
            ...lists.unresolved,
        ]),
        ...[...fixed.possible, ...propagated.possible].map(({ resource }) =>
            resource.gap("transitGatewayRouteTableId", "open", `it may be of ${table.name}`),
        ),
        ...[...lists.certain, ...lists.possible].map(({ resource }) =>
            resource.gap("prefixListId", "not-modelled", "routes by prefix lists are not followed"),
        ),
    ];
    const certain: TransitRoute[] = [];
    for (const route of fixed.certain) {
        gaps.push(...whyOf(route.isBlackhole, route.destination));
        certain.push(fixedRoute(route));
    }
    for (const propagation of propagated.certain) {
        gaps.push(...propagation.attachment.gaps);
        for (const attachment of candidates(propagation.attachment)) {
            certain.push(...routesOfAttachment(propagation, attachment, gaps));
        }
    }
    for (const gateway of candidates(table.transitGateway)) {
        // Of the many tables that a gateway may have one is its default one.
        if (!defaultTable(graph, gateway, false, known(true)).candidates.includes(table)) continue;
        gaps.push(...fromOutside(graph, gateway));
        const attached = graph.children("transitGatewayVpcAttachment", gateway, "transitGateway");
        for (const attachment of attached.certain) {
            const byDefault = defaultTable(graph, gateway, false, attachment.propagatesByDefault);
            if (!byDefault.candidates.includes(table)) continue;
            gaps.push(...byDefault.gaps);
            if (byDefault.gaps.length > 0) continue;
            certain.push(...routesOfAttachment(attachment, attachment, gaps));
        }
    }
    return { certain, possible: fixed.possible.map(fixedRoute), gaps: distinctGaps(gaps) };
}

function fixedRoute(route: TransitGatewayRoute): TransitRoute {
    const { isBlackhole, attachment, destination } = route;
    return {
        node: route,
        destination,
        attachment: isKnownToBe(isBlackhole, true) ? undefined : attachment,
        isStatic: true,
        mayDrop: isBlackhole.known ? undefined : isBlackhole.why,
    };
}

/** What else propagates into the default table of a gateway: routes from outside of AWS, which no plan shows. */
function fromOutside(graph: Graph, gateway: TransitGateway): readonly Gap[] {
    const what = `it may propagate routes to the transit gateway ${gateway.name}, which no plan shows`;
    const kinds = [
        "transitGatewayVpn",
        "transitGatewayConnect",
        "directConnectAssociation",
    ] as const;
    return kinds.flatMap((kind) => {
        const { certain, possible, unresolved } = graph.children(kind, gateway, "transitGateway");
        const others = [...certain, ...possible].map(({ resource }) =>
            resource.gap("", "not-modelled", what),
        );
        return [...others, ...unresolved];
    });
}

/** The first block of an attachment's VPC; whether it has others is not read. */
function routesOfAttachment(
    node: Node,
    attachment: TransitGatewayVpcAttachment,
    gaps: Gap[],
): readonly TransitRoute[] {
    gaps.push(...attachment.vpc.gaps);
    return candidates(attachment.vpc).map((vpc) => {
        const { cidrBlock: destination } = vpc;
        gaps.push(...whyOf(destination));
        return { node, destination, attachment: linkTo(attachment), isStatic: false, vpc };
    });
}
