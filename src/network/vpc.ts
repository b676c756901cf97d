import type { Knowable } from "../knowable";
import { Node } from "./node";

const properties = [
    "cidrBlock",
    "mainRouteTableId",
    "defaultRouteTableId",
    "defaultSecurityGroupId",
] as const;

export class Vpc extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:ec2/vpc:Vpc", "aws:ec2/defaultVpc:DefaultVpc"];
    static readonly properties = properties;
    readonly label = "VPC";

    /** What adopts its default table or group names the VPC by their ids. */
    override keys(): Iterable<Knowable<string | undefined>> {
        return [this.defaultRouteTableId, this.defaultSecurityGroupId];
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

    get mainRouteTableId(): Knowable<string | undefined> {
        return this.at("mainRouteTableId").string();
    }
}
