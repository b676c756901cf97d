import type { Graph } from "./build";
import { linkTo, type Links } from "./link";
import { Node } from "./node";
import type { Vpc } from "./vpc";

const properties = ["vpcId"] as const;

export class SecurityGroup extends Node<(typeof properties)[number]> {
    static readonly types = [
        "aws:ec2/securityGroup:SecurityGroup",
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    ];
    static readonly properties = properties;
    readonly label: string = "security group";

    get vpc(): Links<Vpc> {
        return this.one("vpcId", "vpc");
    }

    /** The VPC's default group, adopted. */
    get isAdopted(): boolean {
        return this.resource.type === "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
    }
}

/** The group that AWS makes with a VPC, where no resource of the plan adopts it. */
export class DefaultSecurityGroup extends SecurityGroup {
    constructor(
        readonly ofVpc: Vpc,
        graph: Graph,
    ) {
        super(ofVpc.resource, graph);
    }

    override readonly label = "default security group of VPC";

    override get vpc(): Links<Vpc> {
        return linkTo(this.ofVpc);
    }

    override get isAdopted(): boolean {
        return false;
    }
}
