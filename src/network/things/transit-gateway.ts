import { either, map, type Knowable } from "../../knowable";
import type { Graph } from "../links/graph";
import { candidates, isEmpty, linkTo, type Links } from "../links/link";
import { Node } from "../links/node";
import type { Subnet } from "./subnet";
import type { Vpc } from "./vpc";

const properties = [
    "arn",
    "defaultRouteTableAssociation",
    "defaultRouteTablePropagation",
    "associationDefaultRouteTableId",
    "propagationDefaultRouteTableId",
] as const;

/** A transit gateway; what attachments it has, and where its route tables lead, they say themselves (AWS rule 20). */
export class TransitGateway extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:ec2transitgateway/transitGateway:TransitGateway"];
    static readonly properties = properties;
    readonly kind = "transitGateway";

    override keys(): Iterable<Knowable<string | undefined>> {
        return [this.at("arn").string()];
    }

    /** New attachments are associated with its default route table; unset means yes. */
    get associatesByDefault(): Knowable<boolean> {
        return map(this.at("defaultRouteTableAssociation").string(), (is) => is !== "disable");
    }

    /** New attachments propagate their routes into its default route table; unset means yes. */
    get propagatesByDefault(): Knowable<boolean> {
        return map(this.at("defaultRouteTablePropagation").string(), (is) => is !== "disable");
    }

    /** AWS makes a table with it, unless it is for nothing. */
    get hasDefaultRouteTable(): Knowable<boolean> {
        return either(this.associatesByDefault, this.propagatesByDefault);
    }

    /** Ids of the table that AWS makes with it. */
    get defaultRouteTableIds(): readonly Knowable<string | undefined>[] {
        return [
            this.at("associationDefaultRouteTableId").string(),
            this.at("propagationDefaultRouteTableId").string(),
        ];
    }
}

const attachmentProperties = [
    "transitGatewayId",
    "vpcId",
    "subnetIds",
    "transitGatewayDefaultRouteTableAssociation",
    "transitGatewayDefaultRouteTablePropagation",
] as const;

/** Connects a VPC with a transit gateway, by a network interface in one subnet of each Availability Zone. */
export class TransitGatewayVpcAttachment extends Node<(typeof attachmentProperties)[number]> {
    static readonly types = ["aws:ec2transitgateway/vpcAttachment:VpcAttachment"];
    static readonly properties = attachmentProperties;
    readonly kind = "transitGatewayVpcAttachment";

    get transitGateway(): Links<TransitGateway> {
        return this.one("transitGatewayId", "transitGateway");
    }

    get vpc(): Links<Vpc> {
        return this.one("vpcId", "vpc");
    }

    get subnets(): Links<Subnet> {
        return this.many("subnetIds", "subnet");
    }

    /** It is associated with the gateway's default route table, if the gateway does so; unset means yes. */
    get isAssociatedByDefault(): Knowable<boolean> {
        return map(
            this.at("transitGatewayDefaultRouteTableAssociation").boolean(),
            (is) => is !== false,
        );
    }

    /** It propagates into the gateway's default route table, if the gateway does so; unset means yes. */
    get propagatesByDefault(): Knowable<boolean> {
        return map(
            this.at("transitGatewayDefaultRouteTablePropagation").boolean(),
            (is) => is !== false,
        );
    }
}

const tableProperties = ["transitGatewayId"] as const;

/** A route table of a transit gateway. */
export class TransitGatewayRouteTable extends Node<(typeof tableProperties)[number]> {
    static readonly types = ["aws:ec2transitgateway/routeTable:RouteTable"];
    static readonly properties: readonly string[] = tableProperties;
    readonly kind = "transitGatewayRouteTable";

    get transitGateway(): Links<TransitGateway> {
        return this.one("transitGatewayId", "transitGateway");
    }
}

/** The route table that AWS makes with a transit gateway. */
export class DefaultTransitGatewayRouteTable extends TransitGatewayRouteTable {
    constructor(
        private readonly ofGateway: TransitGateway,
        graph: Graph,
    ) {
        super(ofGateway.resource, graph);
    }

    override get label(): string {
        return "default route table of transit gateway";
    }

    override get transitGateway(): Links<TransitGateway> {
        return linkTo(this.ofGateway);
    }
}

const routeProperties = ["destinationCidrBlock", "blackhole"] as const;

const linkProperties = ["transitGatewayAttachmentId", "transitGatewayRouteTableId"] as const;

/** What brings an attachment and a route table of a transit gateway together. */
abstract class AttachmentLink extends Node<
    (typeof linkProperties)[number] | (typeof routeProperties)[number]
> {
    get attachment(): Links<TransitGatewayVpcAttachment> {
        return this.one("transitGatewayAttachmentId", "transitGatewayVpcAttachment");
    }

    get routeTable(): Links<TransitGatewayRouteTable> {
        return this.one("transitGatewayRouteTableId", "transitGatewayRouteTable");
    }
}

/** What comes out of an attachment is led by this table. */
export class TransitGatewayAssociation extends AttachmentLink {
    static readonly types = ["aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation"];
    static readonly properties: readonly string[] = linkProperties;
    readonly kind = "transitGatewayAssociation";
}

/** The blocks of an attachment's VPC get routes in this table, which lead to the attachment. */
export class TransitGatewayPropagation extends AttachmentLink {
    static readonly types = ["aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation"];
    static readonly properties: readonly string[] = linkProperties;
    readonly kind = "transitGatewayPropagation";
}

/** A static route in a route table of a transit gateway. */
export class TransitGatewayRoute extends AttachmentLink {
    static readonly types = ["aws:ec2transitgateway/route:Route"];
    static readonly properties: readonly string[] = [...linkProperties, ...routeProperties];
    readonly kind = "transitGatewayRoute";

    get destination(): Knowable<string | undefined> {
        return this.at("destinationCidrBlock").string();
    }

    /** What it matches is dropped; unset means no. */
    get isBlackhole(): Knowable<boolean> {
        return map(this.at("blackhole").boolean(), (is) => is === true);
    }
}

/** Routes to the blocks of a prefix list, which are not followed. */
export class TransitGatewayPrefixListReference extends Node<"transitGatewayRouteTableId"> {
    static readonly types = ["aws:ec2transitgateway/prefixListReference:PrefixListReference"];
    static readonly properties: readonly string[] = ["transitGatewayRouteTableId"];
    readonly kind = "transitGatewayPrefixListReference";

    get routeTable(): Links<TransitGatewayRouteTable> {
        return this.one("transitGatewayRouteTableId", "transitGatewayRouteTable");
    }
}

const defaultProperties = ["transitGatewayId", "transitGatewayRouteTableId"] as const;

/** Makes another route table the default one of a transit gateway, for associations or for propagations. */
export class TransitGatewayDefaultTable extends Node<(typeof defaultProperties)[number]> {
    static readonly types = [
        "aws:ec2transitgateway/defaultRouteTableAssociation:DefaultRouteTableAssociation",
        "aws:ec2transitgateway/defaultRouteTablePropagation:DefaultRouteTablePropagation",
    ];
    static readonly properties: readonly string[] = defaultProperties;
    readonly kind = "transitGatewayDefaultTable";

    get transitGateway(): Links<TransitGateway> {
        return this.one("transitGatewayId", "transitGateway");
    }

    get routeTable(): Links<TransitGatewayRouteTable> {
        return this.one("transitGatewayRouteTableId", "transitGatewayRouteTable");
    }

    get isForAssociations(): boolean {
        return this.resource.type.endsWith("Association");
    }
}

/** A VPN connection of a transit gateway, or what holds several: by BGP it propagates blocks that no plan shows (AWS rule 20). */
export class TransitGatewayVpn extends Node<"transitGatewayId"> {
    static readonly types = [
        "aws:ec2/vpnConnection:VpnConnection",
        "aws:ec2/vpnConcentrator:VpnConcentrator",
    ];
    static readonly properties: readonly string[] = ["transitGatewayId"];
    readonly kind = "transitGatewayVpn";

    get transitGateway(): Links<TransitGateway> {
        return this.one("transitGatewayId", "transitGateway");
    }
}

const connectProperties = ["transitGatewayId", "transportAttachmentId"] as const;

/** A Connect attachment; it propagates as a VPN connection does. */
export class TransitGatewayConnect extends Node<(typeof connectProperties)[number]> {
    static readonly types = ["aws:ec2transitgateway/connect:Connect"];
    static readonly properties: readonly string[] = connectProperties;
    readonly kind = "transitGatewayConnect";

    /** CloudFormation tells it only by the attachment on which this one lies. */
    get transitGateway(): Links<TransitGateway> {
        const named = this.one("transitGatewayId", "transitGateway");
        const transport = this.one("transportAttachmentId", "transitGatewayVpcAttachment");
        const [only, ...more] = candidates(transport);
        const isTold = !isEmpty(named) || only === undefined || more.length > 0;
        return isTold ? named : only.transitGateway;
    }
}

/**
 * A Direct Connect gateway at a transit gateway, or at a virtual private one, or the proposal of one, which
 * another account accepts; it propagates as a VPN connection does.
 */
export class DirectConnectAssociation extends Node<"associatedGatewayId"> {
    static readonly types = [
        "aws:directconnect/gatewayAssociation:GatewayAssociation",
        "aws:directconnect/gatewayAssociationProposal:GatewayAssociationProposal",
    ];
    static readonly properties: readonly string[] = ["associatedGatewayId"];
    readonly kind = "directConnectAssociation";

    get transitGateway(): Links<TransitGateway> {
        return this.one("associatedGatewayId", "transitGateway");
    }
}
