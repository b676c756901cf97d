import { known, type Gap, type Knowable } from "../../knowable";
import type { Reading } from "../../plan";
import type { Graph } from "../links/graph";
import { linkTo, type Links } from "../links/link";
import { Node } from "../links/node";
import type { Direction } from "./security-rule";
import type { Subnet } from "./subnet";
import type { Vpc } from "./vpc";

/** One rule of a network ACL; the lowest number that matches decides (AWS rule 6). */
export interface AclRule {
    readonly number: Knowable<number | undefined>;
    /** `allow` or `deny`. */
    readonly action: Knowable<string | undefined>;
    /** `tcp`, a protocol's number, or `-1` for all. */
    readonly protocol: Knowable<string | undefined>;
    readonly fromPort: Knowable<number | undefined>;
    readonly toPort: Knowable<number | undefined>;
    /** The one of them that is set. */
    readonly cidr: Knowable<string | undefined>;
    readonly ipv6Cidr: Knowable<string | undefined>;
    /** Why it is not certain that it stands here. */
    readonly doubt?: Gap | undefined;
}

const properties = ["vpcId", "subnetIds", "ingress", "egress", "defaultNetworkAclId"] as const;

/** A network ACL, or the VPC's default one if it is adopted. */
export class NetworkAcl extends Node<(typeof properties)[number]> {
    static readonly types = [
        "aws:ec2/networkAcl:NetworkAcl",
        "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
    ];
    static readonly properties = properties;
    readonly kind = "networkAcl";

    get vpc(): Links<Vpc> {
        // An adopted ACL names its VPC only by the VPC's default ACL.
        return this.isAdopted ? this.one("defaultNetworkAclId", "vpc") : this.one("vpcId", "vpc");
    }

    get isAdopted(): boolean {
        return this.resource.type === "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl";
    }

    /** The subnets that the ACL itself names; associations may name others. */
    get subnets(): Links<Subnet> {
        return this.many("subnetIds", "subnet");
    }

    /** The rules that the ACL itself lists; unset means none, so everything is denied (AWS rule 6). */
    inlineRules(direction: Direction): Knowable<readonly AclRule[]> {
        return this.memo(direction, () => rulesAt(this.at(direction)));
    }

    /** CloudFormation has no entries in an ACL, nor as resources of their own: of one that exists it tells none. */
    untoldRules(direction: Direction): readonly Gap[] {
        const { resource } = this;
        const what = "it exists, and CloudFormation does not tell its entries";
        return resource.isNative && !resource.isNew ? [resource.gap(direction, "open", what)] : [];
    }

    /** Rules in the provider's copy: no more than possible, as with a route table's routes. */
    copiedRules(direction: Direction): readonly AclRule[] {
        const copied = rulesAt(this.resource.copyOf(direction));
        return copied.known ? copied.value : [];
    }
}

function rulesAt(place: Reading): Knowable<readonly AclRule[]> {
    const list = place.elements();
    if (!list.known) return list;
    return known(
        list.value.map((rule) => ({
            number: rule.at("ruleNo").number(),
            action: rule.at("action").string(),
            protocol: rule.at("protocol").string(),
            fromPort: rule.at("fromPort").number(),
            toPort: rule.at("toPort").number(),
            cidr: rule.at("cidrBlock").string(),
            ipv6Cidr: rule.at("ipv6CidrBlock").string(),
        })),
    );
}

const allowAll = ["0.0.0.0/0", "::/0"].map((cidr, i): AclRule => {
    const isIpv6 = cidr.includes(":");
    return {
        number: known(100 + i),
        action: known("allow"),
        protocol: known("-1"),
        fromPort: known(undefined),
        toPort: known(undefined),
        cidr: known(isIpv6 ? undefined : cidr),
        ipv6Cidr: known(isIpv6 ? cidr : undefined),
    };
});

/** The ACL that AWS makes with a VPC, where no resource of the plan adopts it: it allows everything. */
export class DefaultNetworkAcl extends NetworkAcl {
    constructor(
        readonly ofVpc: Vpc,
        graph: Graph,
    ) {
        super(ofVpc.resource, graph);
    }

    override get label(): string {
        return "default network ACL of VPC";
    }

    override get vpc(): Links<Vpc> {
        return linkTo(this.ofVpc);
    }

    override get isAdopted(): boolean {
        return false;
    }

    override get subnets(): Links<Subnet> {
        return linkTo();
    }

    override inlineRules(): Knowable<readonly AclRule[]> {
        return known(allowAll);
    }

    override copiedRules(): readonly AclRule[] {
        return [];
    }

    override untoldRules(): readonly Gap[] {
        return [];
    }
}

const ruleProperties = [
    "networkAclId",
    "egress",
    "ruleNumber",
    "ruleAction",
    "protocol",
    "fromPort",
    "toPort",
    "cidrBlock",
    "ipv6CidrBlock",
] as const;

/** A standalone rule. */
export class NetworkAclRule extends Node<(typeof ruleProperties)[number]> {
    static readonly types = ["aws:ec2/networkAclRule:NetworkAclRule"];
    static readonly properties = ruleProperties;
    readonly kind = "networkAclRule";

    get networkAcl(): Links<NetworkAcl> {
        return this.one("networkAclId", "networkAcl");
    }

    get direction(): Knowable<Direction> {
        const egress = this.at("egress").boolean();
        return egress.known ? known(egress.value === true ? "egress" : "ingress") : egress;
    }

    get rule(): AclRule {
        return {
            number: this.at("ruleNumber").number(),
            action: this.at("ruleAction").string(),
            protocol: this.at("protocol").string(),
            fromPort: this.at("fromPort").number(),
            toPort: this.at("toPort").number(),
            cidr: this.at("cidrBlock").string(),
            ipv6Cidr: this.at("ipv6CidrBlock").string(),
        };
    }
}

const associationProperties = ["networkAclId", "subnetId"] as const;

export class NetworkAclAssociation extends Node<(typeof associationProperties)[number]> {
    static readonly types = ["aws:ec2/networkAclAssociation:NetworkAclAssociation"];
    static readonly properties = associationProperties;
    readonly kind = "networkAclAssociation";

    get networkAcl(): Links<NetworkAcl> {
        return this.one("networkAclId", "networkAcl");
    }

    get subnet(): Links<Subnet> {
        return this.one("subnetId", "subnet");
    }
}
