import { map, type Knowable } from "../../knowable";
import type { Links } from "../links/link";
import { Node } from "../links/node";
import type { Vpc } from "./vpc";

const properties = ["name", "vpcs"] as const;

/** A Route 53 zone; with VPCs it is private, and answers there for its names in place of the public DNS. */
export class HostedZone extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:route53/zone:Zone"];
    static readonly properties = properties;
    readonly kind = "hostedZone";
    readonly label = "hosted zone";

    /** The domain, without the final dot. */
    get domain(): Knowable<string | undefined> {
        return withoutDot(this.at("name").string());
    }

    get vpcs(): Links<Vpc> {
        return this.inBlocks("vpcs", "vpc", (block) => [block.at("vpcId")]);
    }
}

const associationProperties = ["zoneId", "vpcId"] as const;

export class HostedZoneAssociation extends Node<(typeof associationProperties)[number]> {
    static readonly types = ["aws:route53/zoneAssociation:ZoneAssociation"];
    static readonly properties = associationProperties;
    readonly kind = "hostedZoneAssociation";
    readonly label = "hosted zone association";

    get zone(): Links<HostedZone> {
        return this.one("zoneId", "hostedZone");
    }

    get vpc(): Links<Vpc> {
        return this.one("vpcId", "vpc");
    }
}

const namespaceProperties = ["name", "vpc"] as const;

/** A private DNS namespace of Cloud Map, which makes a private hosted zone of its name. */
export class PrivateDnsNamespace extends Node<(typeof namespaceProperties)[number]> {
    static readonly types = ["aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace"];
    static readonly properties = namespaceProperties;
    readonly kind = "privateDnsNamespace";
    readonly label = "private DNS namespace";

    get domain(): Knowable<string | undefined> {
        return this.at("name").string();
    }

    get vpc(): Links<Vpc> {
        return this.one("vpc", "vpc");
    }
}

const ruleProperties = ["domainName", "ruleType"] as const;

/** Sends questions for a domain to other name servers, in the VPCs with which it is associated. */
export class ResolverRule extends Node<(typeof ruleProperties)[number]> {
    static readonly types = ["aws:route53/resolverRule:ResolverRule"];
    static readonly properties = ruleProperties;
    readonly kind = "resolverRule";
    readonly label = "resolver rule";

    /** The domain, without the final dot: "" is every name. */
    get domain(): Knowable<string | undefined> {
        return withoutDot(this.at("domainName").string());
    }

    /** It leaves the domain to Amazon's own server, although a rule for a wider one does not (`SYSTEM`). */
    get isSystem(): Knowable<boolean> {
        return map(this.at("ruleType").string(), (type) => type === "SYSTEM");
    }
}

const ruleAssociationProperties = ["resolverRuleId", "vpcId"] as const;

export class ResolverRuleAssociation extends Node<(typeof ruleAssociationProperties)[number]> {
    static readonly types = ["aws:route53/resolverRuleAssociation:ResolverRuleAssociation"];
    static readonly properties = ruleAssociationProperties;
    readonly kind = "resolverRuleAssociation";
    readonly label = "resolver rule association";

    get rule(): Links<ResolverRule> {
        return this.one("resolverRuleId", "resolverRule");
    }

    get vpc(): Links<Vpc> {
        return this.one("vpcId", "vpc");
    }
}

const discoveryProperties = ["arn", "dnsConfig"] as const;

/** A service of Cloud Map; with `dnsConfig` its instances are found by DNS. */
export class DiscoveryService extends Node<(typeof discoveryProperties)[number]> {
    static readonly types = ["aws:servicediscovery/service:Service"];
    static readonly properties = discoveryProperties;
    readonly kind = "discoveryService";
    readonly label = "Cloud Map service";

    override keys(): Iterable<Knowable<string | undefined>> {
        return [this.at("arn").string()];
    }

    /** The namespace in whose zone its instances are entered. */
    get namespace(): Links<PrivateDnsNamespace> {
        const place = this.at("dnsConfig").at("namespaceId");
        return this.one("dnsConfig", "privateDnsNamespace", place);
    }

    /** `A`, `AAAA`, `SRV`, `CNAME`: the records that it enters for each instance; none without DNS. */
    get recordTypes(): Knowable<readonly Knowable<string | undefined>[]> {
        const records = this.at("dnsConfig").at("dnsRecords").elements();
        return map(records, (list) => list.map((record) => record.at("type").string()));
    }
}

function withoutDot(name: Knowable<string | undefined>): Knowable<string | undefined> {
    return map(name, (domain) => domain?.replace(/\.$/, "").toLowerCase());
}
