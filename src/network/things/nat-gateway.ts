import type { Knowable } from "../../knowable";
import type { Links } from "../links/link";
import { Node } from "../links/node";
import type { Subnet } from "./subnet";

const properties = ["subnetId", "connectivityType", "availabilityMode", "allocationId"] as const;

export class NatGateway extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:ec2/natGateway:NatGateway"];
    static readonly properties = properties;
    readonly kind = "natGateway";

    get subnet(): Links<Subnet> {
        return this.one("subnetId", "subnet");
    }

    /** It has an Elastic IP, which a public zonal one must have (AWS rule 5). */
    get hasElasticIp(): Knowable<boolean> {
        return this.at("allocationId").isSet();
    }

    /** `public` or `private`. */
    get connectivityType(): Knowable<string | undefined> {
        return this.at("connectivityType").string();
    }

    /** `zonal` or `regional`; a regional one needs no public subnet (AWS rule 2). */
    get availabilityMode(): Knowable<string | undefined> {
        return this.at("availabilityMode").string();
    }
}
