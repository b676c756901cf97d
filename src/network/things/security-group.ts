import { known, type Knowable } from "../../knowable";
import type { Graph } from "../links/graph";
import { linkTo, type Links } from "../links/link";
import { Node } from "../links/node";
import { inlineRules, type Direction, type SecurityRule } from "./security-rule";
import type { Vpc } from "./vpc";

const properties = ["vpcId", "ingress", "egress"] as const;

export class SecurityGroup extends Node<(typeof properties)[number]> {
    static readonly types = [
        "aws:ec2/securityGroup:SecurityGroup",
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    ];
    static readonly properties = properties;
    readonly kind = "securityGroup";
    /** AWS makes it with something else, so no rule of a program can name it. */
    readonly isNameless: boolean = false;

    get vpc(): Links<Vpc> {
        return this.graph.orDefaultVpc(this, this.one("vpcId", "vpc"));
    }

    /** The VPC's default group, adopted. */
    get isAdopted(): boolean {
        return this.resource.type === "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
    }

    /** The rules that the group itself lists; unset means none, in both directions (AWS rule 6). */
    inlineRules(direction: Direction): Knowable<readonly SecurityRule[]> {
        return this.memo(direction, () =>
            inlineRules(this.resource, direction, this.at(direction)),
        );
    }

    /**
     * Rules in the provider's copy. On a deployed stack they may belong to standalone resources, to
     * other stacks, or be gone with this deployment: no more than possible.
     */
    copiedRules(direction: Direction): readonly SecurityRule[] {
        const copied = inlineRules(this.resource, direction, this.resource.copyOf(direction));
        return copied.known ? copied.value : [];
    }

    /** AWS's own rules, which a default group has until it is adopted: in from itself, out to everywhere (AWS rule 6). */
    readonly hasDefaultRules: boolean = false;
}

/** The group that AWS makes with a VPC, where no resource of the plan adopts it. */
export class DefaultSecurityGroup extends SecurityGroup {
    constructor(
        readonly ofVpc: Vpc,
        graph: Graph,
    ) {
        super(ofVpc.resource, graph);
    }

    override get label(): string {
        return "default security group of VPC";
    }

    override get vpc(): Links<Vpc> {
        return linkTo(this.ofVpc);
    }

    override get isAdopted(): boolean {
        return false;
    }

    override inlineRules(): Knowable<readonly SecurityRule[]> {
        return known([]);
    }

    override copiedRules(): readonly SecurityRule[] {
        return [];
    }

    override readonly hasDefaultRules = true;
}
