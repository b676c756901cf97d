import { known, map, type Knowable } from "../../knowable";
import { spellingsInLb } from "../../plan";
import type { Links } from "../links/link";
import { Node } from "../links/node";
import type { Vpc } from "./vpc";

const properties = [
    "arn",
    "name",
    "targetType",
    "vpcId",
    "port",
    "protocol",
    "ipAddressType",
    "preserveClientIp",
    "healthCheck",
    "loadBalancerArns",
    "loadBalancingCrossZoneEnabled",
] as const;

export class TargetGroup extends Node<(typeof properties)[number]> {
    static readonly types = spellingsInLb("targetGroup:TargetGroup");
    static readonly properties = properties;
    readonly kind = "targetGroup";

    override keys(): Iterable<Knowable<string | undefined>> {
        return [this.at("arn").string()];
    }

    /** CodeDeploy names target groups by name. */
    override names(): Iterable<Knowable<string | undefined>> {
        return [this.at("name").string()];
    }

    /** `ip`, `instance`, `lambda`, `alb`; unset means `instance`. */
    get targetType(): Knowable<string | undefined> {
        return this.at("targetType").string();
    }

    get vpc(): Links<Vpc> {
        return this.one("vpcId", "vpc");
    }

    /** Only a default: a task registers with its container's port (AWS rule 7). */
    get port(): Knowable<number | undefined> {
        return this.at("port").number();
    }

    /** `HTTP`, `HTTPS`, `TCP`, `TLS`, `UDP`, `TCP_UDP` …, towards the targets. */
    get protocol(): Knowable<string | undefined> {
        return this.at("protocol").string();
    }

    /** `ipv4`, which is the default, or `ipv6`. */
    get ipAddressType(): Knowable<string | undefined> {
        return this.at("ipAddressType").string();
    }

    /** Whether targets of an NLB see the client's address; unset leaves it to the protocol (AWS rule 7). */
    get preserveClientIp(): Knowable<boolean | undefined> {
        return this.at("preserveClientIp").boolean();
    }

    /** AWS knows a load balancer that forwards to it; what does not exist yet has none. */
    get hasLoadBalancer(): Knowable<boolean> {
        if (this.resource.isNew) return known(false);
        return map(this.at("loadBalancerArns").elements(), (arns) => arns.length > 0);
    }

    /** `true`, `false`, or `use_load_balancer_configuration`, which is the default. */
    get crossZone(): Knowable<string | undefined> {
        return this.at("loadBalancingCrossZoneEnabled").string();
    }

    /** `traffic-port`, which is the default, or a port; it must be open from the load balancer too (AWS rule 7). */
    get healthCheckPort(): Knowable<string | undefined> {
        return this.at("healthCheck").at("port").string();
    }
}
