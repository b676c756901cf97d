import { either, known, map, unknown, type Knowable } from "../../knowable";
import type { Links } from "../links/link";
import { Node } from "../links/node";

const properties = [
    "cidrBlock",
    "assignGeneratedIpv6CidrBlock",
    "ipv6CidrBlock",
    "ipv6IpamPoolId",
    "mainRouteTableId",
    "defaultRouteTableId",
    "defaultSecurityGroupId",
    "defaultNetworkAclId",
    "enableDnsSupport",
    "enableDnsHostnames",
] as const;

export class Vpc extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:ec2/vpc:Vpc", "aws:ec2/defaultVpc:DefaultVpc"];
    static readonly properties = properties;
    readonly kind = "vpc";

    /** What adopts its default table, group or ACL names the VPC by their ids. */
    override keys(): Iterable<Knowable<string | undefined>> {
        return [this.defaultRouteTableId, this.defaultSecurityGroupId, this.defaultNetworkAclId];
    }

    /** The account's default VPC, adopted: AWS made it. */
    get isAdopted(): boolean {
        return this.resource.type === "aws:ec2/defaultVpc:DefaultVpc";
    }

    get defaultRouteTableId(): Knowable<string | undefined> {
        return this.at("defaultRouteTableId").string();
    }

    get defaultSecurityGroupId(): Knowable<string | undefined> {
        return this.at("defaultSecurityGroupId").string();
    }

    get defaultNetworkAclId(): Knowable<string | undefined> {
        return this.at("defaultNetworkAclId").string();
    }

    /** Its primary IPv4 block. */
    get cidrBlock(): Knowable<string | undefined> {
        return this.at("cidrBlock").string();
    }

    /** It has an IPv6 block: Amazon's, IPAM's, its own, or by an association. */
    get hasIpv6(): Knowable<boolean> {
        return this.memo("IPv6", () =>
            either(
                map(this.at("assignGeneratedIpv6CidrBlock").boolean(), (is) => is === true),
                this.at("ipv6CidrBlock").isSet(),
                this.at("ipv6IpamPoolId").isSet(),
                this.isGivenIpv6,
            ),
        );
    }

    private get isGivenIpv6(): Knowable<boolean> {
        const { certain, possible, unresolved } = this.graph.children<
            "vpcIpv6CidrBlockAssociation",
            Vpc
        >("vpcIpv6CidrBlockAssociation", this, "vpc");
        if (certain.length > 0) return known(true);
        const [maybe] = possible.map(({ resource }) =>
            resource.gap("vpcId", "made-by-plan", `it may be of VPC ${this.name}`),
        );
        const [why = maybe] = this.graph.openness.of(this, "ipv6CidrBlock", unresolved);
        return why === undefined ? known(false) : unknown(why);
    }

    /** Amazon's DNS server answers in the VPC; unset means yes. */
    get enableDnsSupport(): Knowable<boolean | undefined> {
        return this.at("enableDnsSupport").boolean();
    }

    /** Public DNS hostnames; private DNS of endpoints needs them too (AWS rule 1.7). Unset means no. */
    get enableDnsHostnames(): Knowable<boolean | undefined> {
        return this.at("enableDnsHostnames").boolean();
    }

    get mainRouteTableId(): Knowable<string | undefined> {
        return this.at("mainRouteTableId").string();
    }
}

const associationProperties = ["vpcId"] as const;

/** Gives a VPC an IPv6 block, from wherever. */
export class VpcIpv6CidrBlockAssociation extends Node<(typeof associationProperties)[number]> {
    static readonly types = ["aws:ec2/vpcIpv6CidrBlockAssociation:VpcIpv6CidrBlockAssociation"];
    static readonly properties = associationProperties;
    readonly kind = "vpcIpv6CidrBlockAssociation";

    get vpc(): Links<Vpc> {
        return this.one("vpcId", "vpc");
    }
}
