import type { Links } from "../links/link";
import { Node } from "../links/node";
import type { RouteTable } from "./route-table";
import type { Vpc } from "./vpc";

const properties = ["vpcId"] as const;

export class InternetGateway extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:ec2/internetGateway:InternetGateway"];
    static readonly properties = properties;
    readonly kind = "internetGateway";

    /** The VPC to which the gateway itself says that it is attached; an attachment may say it instead. */
    get vpc(): Links<Vpc> {
        return this.one("vpcId", "vpc");
    }
}

const attachmentProperties = ["internetGatewayId", "vpcId"] as const;

export class InternetGatewayAttachment extends Node<(typeof attachmentProperties)[number]> {
    static readonly types = ["aws:ec2/internetGatewayAttachment:InternetGatewayAttachment"];
    static readonly properties = attachmentProperties;
    readonly kind = "internetGatewayAttachment";

    get internetGateway(): Links<InternetGateway> {
        return this.one("internetGatewayId", "internetGateway");
    }

    get vpc(): Links<Vpc> {
        return this.one("vpcId", "vpc");
    }
}

/** Lets IPv6 out, and nothing in. */
export class EgressOnlyInternetGateway extends Node<"vpcId"> {
    static readonly types = ["aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway"];
    static readonly properties = properties;
    readonly kind = "egressOnlyInternetGateway";

    get vpc(): Links<Vpc> {
        return this.one("vpcId", "vpc");
    }
}

/** A VPN gateway: where it leads is not modelled. */
export class VpnGateway extends Node<never> {
    static readonly types = ["aws:ec2/vpnGateway:VpnGateway"];
    static readonly properties = [];
    readonly kind = "vpnGateway";
}

const propagationProperties = ["routeTableId"] as const;

/** Lets a VPN gateway, or a route server of the VPC, write routes into a table. */
export class RoutePropagation extends Node<(typeof propagationProperties)[number]> {
    static readonly types = [
        "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation",
        "aws:vpc/routeServerPropagation:RouteServerPropagation",
    ];
    static readonly properties = propagationProperties;
    readonly kind = "routePropagation";

    get routeTable(): Links<RouteTable> {
        return this.one("routeTableId", "routeTable");
    }

    /** What writes the routes, in words. */
    get by(): string {
        return this.resource.type.startsWith("aws:vpc/") ? "a route server" : "a VPN gateway";
    }
}
