import type { Knowable } from "../../knowable";
import type { Links } from "../links/link";
import { Node } from "../links/node";
import type { SecurityGroup } from "./security-group";
import { SecurityRule, type Direction } from "./security-rule";

/** A rule that is a resource of its own. */
export interface StandaloneRule extends Node {
    readonly securityGroup: Links<SecurityGroup>;
    readonly direction: Knowable<Direction | undefined>;
    readonly rule: SecurityRule;
}

const properties = [
    "securityGroupId",
    "type",
    "protocol",
    "fromPort",
    "toPort",
    "cidrBlocks",
    "ipv6CidrBlocks",
    "prefixListIds",
    "sourceSecurityGroupId",
    "self",
] as const;

/** A standalone rule of either direction. */
export class SecurityGroupRule extends Node<(typeof properties)[number]> implements StandaloneRule {
    static readonly types = ["aws:ec2/securityGroupRule:SecurityGroupRule"];
    static readonly properties = properties;
    readonly kind = "securityGroupRule";

    get securityGroup(): Links<SecurityGroup> {
        return this.one("securityGroupId", "securityGroup");
    }

    get direction(): Knowable<Direction | undefined> {
        const type = this.at("type").string();
        if (!type.known) return type;
        const { value } = type;
        return {
            known: true,
            value: value === "ingress" || value === "egress" ? value : undefined,
        };
    }

    get rule(): SecurityRule {
        return this.memo(
            "rule",
            () =>
                new SecurityRule(this.resource, undefined, {
                    protocol: this.at("protocol"),
                    fromPort: this.at("fromPort"),
                    toPort: this.at("toPort"),
                    cidrs: [this.at("cidrBlocks"), this.at("ipv6CidrBlocks")],
                    prefixLists: this.at("prefixListIds"),
                    groups: this.at("sourceSecurityGroupId"),
                    self: this.at("self"),
                }),
        );
    }
}

const modernProperties = [
    "securityGroupId",
    "ipProtocol",
    "fromPort",
    "toPort",
    "cidrIpv4",
    "cidrIpv6",
    "prefixListId",
    "referencedSecurityGroupId",
] as const;

/** A standalone rule with one peer. */
abstract class SecurityGroupPeerRule
    extends Node<(typeof modernProperties)[number]>
    implements StandaloneRule
{
    static readonly properties = modernProperties;
    abstract readonly direction: Knowable<Direction>;

    get securityGroup(): Links<SecurityGroup> {
        return this.one("securityGroupId", "securityGroup");
    }

    get rule(): SecurityRule {
        return this.memo(
            "rule",
            () =>
                new SecurityRule(this.resource, undefined, {
                    protocol: this.at("ipProtocol"),
                    fromPort: this.at("fromPort"),
                    toPort: this.at("toPort"),
                    cidrs: [this.at("cidrIpv4"), this.at("cidrIpv6")],
                    prefixLists: this.at("prefixListId"),
                    groups: this.at("referencedSecurityGroupId"),
                }),
        );
    }
}

export class SecurityGroupIngressRule extends SecurityGroupPeerRule {
    static readonly types = ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"];
    readonly kind = "securityGroupIngressRule";
    readonly direction = { known: true, value: "ingress" } as const;
}

export class SecurityGroupEgressRule extends SecurityGroupPeerRule {
    static readonly types = ["aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"];
    readonly kind = "securityGroupEgressRule";
    readonly direction = { known: true, value: "egress" } as const;
}

const exclusiveProperties = ["securityGroupId", "ingressRuleIds", "egressRuleIds"] as const;

/** Takes all rules away from a group but these; rules that the group lists itself have no ids to be listed by. */
export class SecurityGroupRulesExclusive extends Node<(typeof exclusiveProperties)[number]> {
    static readonly types = [
        "aws:ec2/vpcSecurityGroupRulesExclusive:VpcSecurityGroupRulesExclusive",
    ];
    static readonly properties = exclusiveProperties;
    readonly kind = "securityGroupRulesExclusive";

    get securityGroup(): Links<SecurityGroup> {
        return this.one("securityGroupId", "securityGroup");
    }

    /** The rules of a direction that it leaves. */
    left(direction: Direction): Links<Node> {
        return direction === "ingress"
            ? this.many("ingressRuleIds", "securityGroupIngressRule")
            : this.many("egressRuleIds", "securityGroupEgressRule");
    }
}
