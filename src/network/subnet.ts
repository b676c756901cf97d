import type { Knowable } from "../knowable";
import type { Links } from "./link";
import { Node } from "./node";
import type { Vpc } from "./vpc";

const properties = [
    "vpcId",
    "availabilityZone",
    "availabilityZoneId",
    "cidrBlock",
    "ipv4IpamPoolId",
    "ipv6CidrBlock",
    "ipv6IpamPoolId",
    "ipv6Native",
] as const;

export class Subnet extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:ec2/subnet:Subnet", "aws:ec2/defaultSubnet:DefaultSubnet"];
    static readonly properties = properties;
    readonly label = "subnet";

    get vpc(): Links<Vpc> {
        return this.one("vpcId", "vpc");
    }

    /** The account's default subnet of a zone, adopted: it is public, AWS made it so. */
    get isAdopted(): boolean {
        return this.resource.type === "aws:ec2/defaultSubnet:DefaultSubnet";
    }

    /** Its IPv4 block; an IPv6-only subnet has none. */
    get cidrBlock(): Knowable<string | undefined> {
        return this.at("cidrBlock").string();
    }

    get ipv6CidrBlock(): Knowable<string | undefined> {
        return this.at("ipv6CidrBlock").string();
    }

    get availabilityZone(): Knowable<string | undefined> {
        return this.at("availabilityZone").string();
    }

    /** Such as `use1-az1`: it names a zone in every account alike. */
    get availabilityZoneId(): Knowable<string | undefined> {
        return this.at("availabilityZoneId").string();
    }

    /** It has an IPv6 block, so its tasks may have an IPv6 address. */
    get hasIpv6(): Knowable<boolean> {
        return this.at("ipv6CidrBlock").isSet();
    }

    /** IPv6-only: its tasks have no IPv4 address. */
    get isIpv6Only(): Knowable<boolean | undefined> {
        return this.at("ipv6Native").boolean();
    }
}
