import type { Knowable } from "../../knowable";
import type { Links } from "../links/link";
import { Node } from "../links/node";
import type { RouteTable } from "./route-table";
import type { Subnet } from "./subnet";
import type { Vpc } from "./vpc";

const properties = ["subnetId", "gatewayId", "routeTableId"] as const;

/** Gives a subnet (or a gateway, which does not matter here) its route table. */
export class RouteTableAssociation extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:ec2/routeTableAssociation:RouteTableAssociation"];
    static readonly properties = properties;
    readonly kind = "routeTableAssociation";

    get subnet(): Links<Subnet> {
        return this.one("subnetId", "subnet");
    }

    get routeTable(): Links<RouteTable> {
        return this.one("routeTableId", "routeTable");
    }

    /** It may be about a gateway instead of a subnet. */
    get isOfGateway(): Knowable<boolean> {
        return this.at("gatewayId").isSet();
    }
}

const mainProperties = ["vpcId", "routeTableId"] as const;

/** Makes a table the main one of its VPC. */
export class MainRouteTableAssociation extends Node<(typeof mainProperties)[number]> {
    static readonly types = ["aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation"];
    static readonly properties = mainProperties;
    readonly kind = "mainRouteTableAssociation";

    get vpc(): Links<Vpc> {
        return this.one("vpcId", "vpc");
    }

    get routeTable(): Links<RouteTable> {
        return this.one("routeTableId", "routeTable");
    }
}
