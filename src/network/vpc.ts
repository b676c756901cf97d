import type { Knowable } from "../knowable";
import { Node } from "./node";

const properties = [
    "cidrBlock",
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
    readonly label = "VPC";

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

    /** Amazon's DNS server answers in the VPC; unset means yes. */
    get enableDnsSupport(): Knowable<boolean | undefined> {
        return this.at("enableDnsSupport").boolean();
    }

    /** Public DNS hostnames; private DNS of endpoints needs them too (facts 1.7). Unset means no. */
    get enableDnsHostnames(): Knowable<boolean | undefined> {
        return this.at("enableDnsHostnames").boolean();
    }

    get mainRouteTableId(): Knowable<string | undefined> {
        return this.at("mainRouteTableId").string();
    }
}
