import { known, type Knowable } from "../knowable";
import type { Links } from "./link";
import { Node } from "./node";
import type { RouteTable } from "./route-table";
import type { Vpc } from "./vpc";

const properties = [
    "vpcId",
    "serviceName",
    "vpcEndpointType",
    "privateDnsEnabled",
    "routeTableIds",
] as const;

/** What a service name such as `com.amazonaws.eu-west-1.ecr.api` says. */
export interface ServiceName {
    readonly region: string;
    /** Such as `ecr.api`, `s3`. */
    readonly service: string;
}

export class VpcEndpoint extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:ec2/vpcEndpoint:VpcEndpoint"];
    static readonly properties = properties;
    readonly label = "VPC endpoint";

    get vpc(): Links<Vpc> {
        return this.one("vpcId", "vpc");
    }

    /** The AWS service; `undefined` if it is somebody's own. China's names begin with `cn.` (facts 4). */
    get service(): Knowable<ServiceName | undefined> {
        const name = this.at("serviceName").string();
        if (!name.known) return name;
        const match = /^(?:cn\.)?com\.amazonaws\.([a-z0-9-]+)\.(.+)$/.exec(name.value ?? "");
        const [, region, service] = match ?? [];
        return known(
            region === undefined || service === undefined ? undefined : { region, service },
        );
    }

    /** `Gateway`, `Interface` … */
    get endpointType(): Knowable<string | undefined> {
        return this.at("vpcEndpointType").string();
    }

    get privateDnsEnabled(): Knowable<boolean | undefined> {
        return this.at("privateDnsEnabled").boolean();
    }

    /** The tables to which the endpoint itself adds its routes; associations may add others. */
    get routeTables(): Links<RouteTable> {
        return this.many("routeTableIds", "routeTable");
    }

    /** Tables in the provider's copy: no more than possible, as with a table's routes. */
    get copiedRouteTables(): Links<RouteTable> {
        return this.memo("copied", () =>
            this.graph.linker.many(
                this.resource.copyOf("routeTableIds"),
                "routeTableIds",
                "routeTable",
            ),
        );
    }
}

const associationProperties = ["vpcEndpointId", "routeTableId"] as const;

export class VpcEndpointRouteTableAssociation extends Node<(typeof associationProperties)[number]> {
    static readonly types = [
        "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation",
    ];
    static readonly properties = associationProperties;
    readonly label = "VPC endpoint route table association";

    get endpoint(): Links<VpcEndpoint> {
        return this.one("vpcEndpointId", "vpcEndpoint");
    }

    get routeTable(): Links<RouteTable> {
        return this.one("routeTableId", "routeTable");
    }
}

const privateDnsProperties = ["vpcEndpointId", "privateDnsEnabled"] as const;

/** Switches an endpoint's private DNS in a resource of its own. */
export class EndpointPrivateDns extends Node<(typeof privateDnsProperties)[number]> {
    static readonly types = ["aws:vpc/endpointPrivateDns:EndpointPrivateDns"];
    static readonly properties = privateDnsProperties;
    readonly label = "endpoint private DNS";

    get endpoint(): Links<VpcEndpoint> {
        return this.one("vpcEndpointId", "vpcEndpoint");
    }

    get privateDnsEnabled(): Knowable<boolean | undefined> {
        return this.at("privateDnsEnabled").boolean();
    }
}
