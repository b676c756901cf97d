import type { Links } from "../links/link";
import { Node } from "../links/node";
import type { SecurityGroup } from "./security-group";
import type { Vpc } from "./vpc";

const properties = ["securityGroupId", "vpcId"] as const;

/** Lets a security group be used in one more VPC of its region. */
export class SecurityGroupVpcAssociation extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:vpc/securityGroupVpcAssociation:SecurityGroupVpcAssociation"];
    static readonly properties = properties;
    readonly kind = "securityGroupVpcAssociation";

    get securityGroup(): Links<SecurityGroup> {
        return this.one("securityGroupId", "securityGroup");
    }

    get vpc(): Links<Vpc> {
        return this.one("vpcId", "vpc");
    }
}
