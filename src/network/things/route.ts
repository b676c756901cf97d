import type { Links } from "../links/link";
import { Node } from "../links/node";
import { RouteEntry, standaloneTargets } from "./route-entry";
import type { RouteTable } from "./route-table";

const properties = [
    "routeTableId",
    "destinationCidrBlock",
    "destinationIpv6CidrBlock",
    "destinationPrefixListId",
    ...standaloneTargets,
] as const;

/** A standalone route. */
export class Route extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:ec2/route:Route"];
    static readonly properties = properties;
    readonly kind = "route";

    get routeTable(): Links<RouteTable> {
        return this.one("routeTableId", "routeTable");
    }

    get entry(): RouteEntry {
        return this.memo(
            "entry",
            () =>
                new RouteEntry(this.resource, undefined, this.graph.linker, {
                    cidr: this.at("destinationCidrBlock"),
                    ipv6Cidr: this.at("destinationIpv6CidrBlock"),
                    prefixList: this.at("destinationPrefixListId"),
                    target: (name) => this.at(name),
                }),
        );
    }
}
