import { flatMap, known, unknown, type Knowable } from "../../knowable";
import type { Reading } from "../../plan";
import type { Links } from "../links/link";
import { Node } from "../links/node";
import { readServiceName, type ServiceName } from "../partitions";
import type { RouteTable } from "./route-table";
import type { SecurityGroup } from "./security-group";
import type { Subnet } from "./subnet";
import type { Vpc } from "./vpc";

const properties = [
    "vpcId",
    "serviceName",
    "vpcEndpointType",
    "privateDnsEnabled",
    "routeTableIds",
    "subnetIds",
    "subnetConfigurations",
    "securityGroupIds",
    "policy",
    "prefixListId",
    "dnsOptions",
    "ipAddressType",
] as const;

export class VpcEndpoint extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:ec2/vpcEndpoint:VpcEndpoint"];
    static readonly properties = properties;
    readonly kind = "vpcEndpoint";

    /** Rules name a gateway endpoint's service by its prefix list. */
    override keys(): Iterable<Knowable<string | undefined>> {
        return [this.at("prefixListId").string()];
    }

    get vpc(): Links<Vpc> {
        return this.one("vpcId", "vpc");
    }

    /** The AWS service; `undefined` if it is somebody's own (AWS rules 4, 11). */
    get service(): Knowable<ServiceName | undefined> {
        return this.memo("service", () => {
            const place = this.at("serviceName");
            return flatMap(place.string(), (name = "") => {
                const read = readServiceName(name);
                if (read === "somebody's") return known<ServiceName | undefined>(undefined);
                return "unknown" in read
                    ? unknown(place.gap("not-modelled", read.unknown))
                    : known(read);
            });
        });
    }

    /** `Gateway`, `Interface` … */
    get endpointType(): Knowable<string | undefined> {
        return this.at("vpcEndpointType").string();
    }

    get privateDnsEnabled(): Knowable<boolean | undefined> {
        return this.at("privateDnsEnabled").boolean();
    }

    /**
     * Private DNS that answers only what comes from outside the VPC, for S3, which has gateway endpoints
     * too. Without DNS options that is what AWS does: it then asks for a gateway endpoint beside it
     * ("To set PrivateDnsOnlyForInboundResolverEndpoint to true, the VPC must have a Gateway endpoint").
     */
    get privateDnsOnlyForInbound(): Knowable<boolean | undefined> {
        const options = this.at("dnsOptions");
        const isSet = options.isSet();
        if (!isSet.known) return isSet;
        if (!isSet.value) return known(true);
        const place = options.at("privateDnsOnlyForInboundResolverEndpoint");
        const only = place.boolean();
        if (!only.known || only.value !== undefined) return only;
        return unknown(place.gap("computed", "AWS decides it during the deployment"));
    }

    /** The subnets in which the endpoint itself says it has an interface; associations may add others. */
    get subnets(): Links<Subnet> {
        const configurations = this.at("subnetConfigurations").elements();
        return configurations.known && configurations.value.length === 0
            ? this.many("subnetIds", "subnet")
            : this.inBlocks("subnetConfigurations", "subnet", (block) => [block.at("subnetId")]);
    }

    /** Its groups; none means the VPC's default group, unless associations add some (AWS rule 4). */
    get securityGroups(): Links<SecurityGroup> {
        return this.many("securityGroupIds", "securityGroup");
    }

    /** What only an endpoint with network interfaces takes, each with whether it is set. */
    get interfaceSettings(): readonly (readonly [string, Knowable<boolean>])[] {
        return (["subnetIds", "securityGroupIds"] as const).map((property) => {
            const list = this.at(property).elements();
            return [property, list.known ? known(list.value.length > 0) : list];
        });
    }

    /** `ipv4`, `dualstack` or `ipv6`; unset means what its subnets have, mostly IPv4. */
    get ipAddressType(): Knowable<string | undefined> {
        return this.at("ipAddressType").string();
    }

    /**
     * A gateway endpoint carries IPv6 if its table gets the service's IPv6 prefix list (PrivateLink,
     * gateway endpoints, "IP address type"), and the name IPv6 addresses.
     */
    get carriesIpv6(): Knowable<boolean> {
        return flatMap(this.ipAddressType, (type) => {
            if (type === "ipv4") return known(false);
            if (type !== undefined) return this.hasIpv6Records;
            const what = "whether it carries IPv6 is left to AWS";
            return unknown(this.resource.gap("ipAddressType", "computed", what));
        });
    }

    /**
     * Whether its service's name gets IPv6 addresses: unset, the records are of the families that the
     * endpoint has (PrivateLink, DNS record IP type).
     */
    get hasIpv6Records(): Knowable<boolean> {
        const place = this.at("dnsOptions").at("dnsRecordIpType");
        return flatMap(place.string(), (type) => {
            if (type === "ipv4") return known(false);
            if (type !== "service-defined") return known(true);
            const what = "which records its name gets depends on the name that is called";
            return unknown(place.gap("not-modelled", what));
        });
    }

    /** Its policy, as JSON text; unset means full access. */
    get policy(): Reading {
        return this.at("policy");
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
    readonly kind = "vpcEndpointRouteTableAssociation";

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
    readonly kind = "endpointPrivateDns";

    get endpoint(): Links<VpcEndpoint> {
        return this.one("vpcEndpointId", "vpcEndpoint");
    }

    get privateDnsEnabled(): Knowable<boolean | undefined> {
        return this.at("privateDnsEnabled").boolean();
    }
}

const subnetProperties = ["vpcEndpointId", "subnetId"] as const;

export class VpcEndpointSubnetAssociation extends Node<(typeof subnetProperties)[number]> {
    static readonly types = ["aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation"];
    static readonly properties = subnetProperties;
    readonly kind = "vpcEndpointSubnetAssociation";

    get endpoint(): Links<VpcEndpoint> {
        return this.one("vpcEndpointId", "vpcEndpoint");
    }

    get subnet(): Links<Subnet> {
        return this.one("subnetId", "subnet");
    }
}

const groupProperties = ["vpcEndpointId", "securityGroupId", "replaceDefaultAssociation"] as const;

/** Gives an endpoint one more security group; `replaceDefaultAssociation` takes the default one away. */
export class SecurityGroupAssociation extends Node<(typeof groupProperties)[number]> {
    static readonly types = ["aws:ec2/securityGroupAssociation:SecurityGroupAssociation"];
    static readonly properties = groupProperties;
    readonly kind = "securityGroupAssociation";

    get endpoint(): Links<VpcEndpoint> {
        return this.one("vpcEndpointId", "vpcEndpoint");
    }

    get securityGroup(): Links<SecurityGroup> {
        return this.one("securityGroupId", "securityGroup");
    }

    get replacesDefault(): Knowable<boolean | undefined> {
        return this.at("replaceDefaultAssociation").boolean();
    }
}

const policyProperties = ["vpcEndpointId", "policy"] as const;

/** An endpoint's policy in a resource of its own. */
export class VpcEndpointPolicy extends Node<(typeof policyProperties)[number]> {
    static readonly types = ["aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy"];
    static readonly properties = policyProperties;
    readonly kind = "vpcEndpointPolicy";

    get endpoint(): Links<VpcEndpoint> {
        return this.one("vpcEndpointId", "vpcEndpoint");
    }

    get policy(): Reading {
        return this.at("policy");
    }
}
