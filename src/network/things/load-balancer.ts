import type { Knowable } from "../../knowable";
import { spellingsInLb } from "../../plan";
import { candidates, isEmpty, type Links } from "../links/link";
import { Node } from "../links/node";
import type { SecurityGroup } from "./security-group";
import type { Subnet } from "./subnet";

const properties = [
    "arn",
    "loadBalancerType",
    "internal",
    "ipAddressType",
    "subnets",
    "subnetMappings",
    "securityGroups",
    "enableCrossZoneLoadBalancing",
] as const;

/** An Application or Network Load Balancer (or a Gateway one, which serves no tasks). */
export class LoadBalancer extends Node<(typeof properties)[number]> {
    static readonly types = spellingsInLb("loadBalancer:LoadBalancer");
    static readonly properties = properties;
    readonly kind = "loadBalancer";

    override keys(): Iterable<Knowable<string | undefined>> {
        return [this.at("arn").string()];
    }

    /** `application`, which is the default, `network` or `gateway`. */
    get loadBalancerType(): Knowable<string | undefined> {
        return this.at("loadBalancerType").string();
    }

    /** It has private addresses alone; unset means no: it faces the internet. */
    get internal(): Knowable<boolean | undefined> {
        return this.at("internal").boolean();
    }

    /** `ipv4`, which is the default, `dualstack` or `dualstack-without-public-ipv4`. */
    get ipAddressType(): Knowable<string | undefined> {
        return this.at("ipAddressType").string();
    }

    /** Where it has its interfaces: by `subnets`, or by `subnetMappings`, of which the other is then computed. */
    get subnets(): Links<Subnet> {
        const listed = this.many("subnets", "subnet");
        return candidates(listed).length > 0 || isEmpty(this.mapped) ? listed : this.mapped;
    }

    private get mapped(): Links<Subnet> {
        return this.inBlocks("subnetMappings", "subnet", (mapping) => [mapping.at("subnetId")]);
    }

    /** Nodes of an NLB also send to targets in other zones; those of an ALB always do. */
    get isCrossZone(): Knowable<boolean | undefined> {
        return this.at("enableCrossZoneLoadBalancing").boolean();
    }

    /** Its groups; none means the VPC's default group for an ALB, and no group at all for an NLB (AWS rule 7). */
    get securityGroups(): Links<SecurityGroup> {
        return this.many("securityGroups", "securityGroup");
    }
}
