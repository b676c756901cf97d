import { known, unknown, type Knowable } from "../../knowable";
import type { Reading } from "../../plan";
import type { Graph } from "../links/graph";
import { linkTo, type Links } from "../links/link";
import { Node } from "../links/node";
import { RouteEntry } from "./route-entry";
import type { Vpc } from "./vpc";

const properties = ["vpcId", "routes", "propagatingVgws", "defaultRouteTableId"] as const;

/** A route table, or the VPC's default one if it is adopted. */
export class RouteTable extends Node<(typeof properties)[number]> {
    static readonly types = [
        "aws:ec2/routeTable:RouteTable",
        "aws:ec2/defaultRouteTable:DefaultRouteTable",
    ];
    static readonly properties = properties;
    readonly kind = "routeTable";

    get vpc(): Links<Vpc> {
        // An adopted table names its VPC only by the VPC's default table.
        return this.isAdopted ? this.one("defaultRouteTableId", "vpc") : this.one("vpcId", "vpc");
    }

    get isAdopted(): boolean {
        return this.resource.type === "aws:ec2/defaultRouteTable:DefaultRouteTable";
    }

    /** The routes that the table itself lists. */
    get inlineRoutes(): Knowable<readonly RouteEntry[]> {
        return this.memo("inline", () => this.entries(this.at("routes")));
    }

    /**
     * Routes in the provider's copy. On a deployed stack they may belong to standalone resources, to
     * other stacks, or be gone with this deployment: no more than possible.
     */
    get copiedRoutes(): readonly RouteEntry[] {
        const copied = this.entries(this.resource.copyOf("routes"));
        return copied.known ? copied.value : [];
    }

    /** Whether a VPN gateway propagates routes into it; unknown ones may. */
    get hasPropagatedRoutes(): Knowable<boolean> {
        const gateways = this.at("propagatingVgws").elements();
        return gateways.known ? known(gateways.value.length > 0) : unknown(gateways.why);
    }

    protected entries(place: Reading): Knowable<readonly RouteEntry[]> {
        const list = place.elements();
        if (!list.known) return list;
        return known(
            list.value.map(
                (route) =>
                    new RouteEntry(this.resource, "routes", this.graph.linker, {
                        cidr: route.at("cidrBlock"),
                        ipv6Cidr: route.at("ipv6CidrBlock"),
                        prefixList: route.at("destinationPrefixListId"),
                        target: (name) => route.at(name),
                    }),
            ),
        );
    }
}

/** The table that AWS makes with a VPC, where no resource of the plan adopts it. */
export class DefaultRouteTable extends RouteTable {
    constructor(
        readonly ofVpc: Vpc,
        graph: Graph,
    ) {
        super(ofVpc.resource, graph);
    }

    override get label(): string {
        return "default route table of VPC";
    }

    override get vpc(): Links<Vpc> {
        return linkTo(this.ofVpc);
    }

    override get isAdopted(): boolean {
        return false;
    }

    /** It has the local route alone, unless somebody changed it unseen. */
    override get inlineRoutes(): Knowable<readonly RouteEntry[]> {
        return known([]);
    }

    override get copiedRoutes(): readonly RouteEntry[] {
        return [];
    }

    override get hasPropagatedRoutes(): Knowable<boolean> {
        return known(false);
    }
}
