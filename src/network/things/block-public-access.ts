import type { Knowable } from "../../knowable";
import type { Links } from "../links/link";
import { Node } from "../links/node";
import type { Subnet } from "./subnet";
import type { Vpc } from "./vpc";

const properties = ["internetGatewayBlockMode"] as const;

/** VPC Block Public Access of a whole region (AWS rule 5). */
export class VpcBlockPublicAccessOptions extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions"];
    static readonly properties = properties;
    readonly kind = "vpcBlockPublicAccessOptions";

    /** `off`, `block-bidirectional`, or `block-ingress`, which leaves NAT and egress-only gateways open. */
    get mode(): Knowable<string | undefined> {
        return this.at("internetGatewayBlockMode").string();
    }
}

const exclusionProperties = ["vpcId", "subnetId"] as const;

/** Takes a VPC or a subnet out of it; `allow-egress` lets only connections out. */
export class VpcBlockPublicAccessExclusion extends Node<(typeof exclusionProperties)[number]> {
    static readonly types = ["aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion"];
    static readonly properties = exclusionProperties;
    readonly kind = "vpcBlockPublicAccessExclusion";

    get vpc(): Links<Vpc> {
        return this.one("vpcId", "vpc");
    }

    get subnet(): Links<Subnet> {
        return this.one("subnetId", "subnet");
    }
}
