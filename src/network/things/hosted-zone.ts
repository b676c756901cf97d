import { flatMap, isKnownToBe, known, map, type Knowable } from "../../knowable";
import type { Reading } from "../../plan";
import type { Children } from "../links/graph";
import type { Links } from "../links/link";
import { Node } from "../links/node";
import type { Vpc } from "./vpc";

const properties = ["name", "vpcs"] as const;

/** A Route 53 zone; with VPCs it is private, and answers there for its names in place of the public DNS. */
export class HostedZone extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:route53/zone:Zone"];
    static readonly properties = properties;
    readonly kind = "hostedZone";

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

    get zone(): Links<HostedZone> {
        return this.one("zoneId", "hostedZone");
    }

    /** A private DNS namespace of Cloud Map has a zone of its own. */
    get namespace(): Links<PrivateDnsNamespace> {
        return this.one("zoneId", "privateDnsNamespace");
    }

    get vpc(): Links<Vpc> {
        return this.one("vpcId", "vpc");
    }
}

const namespaceProperties = ["arn", "name"] as const;

/** A namespace of Cloud Map: Service Connect names it by its name, or by its ARN. */
abstract class Namespace extends Node<(typeof namespaceProperties)[number] | "vpc" | "hostedZone"> {
    override keys(): Iterable<Knowable<string | undefined>> {
        return [this.at("arn").string()];
    }

    override names(): Iterable<Knowable<string | undefined>> {
        return [this.domain];
    }

    /** Its name, with which those of the services in it end. */
    get domain(): Knowable<string | undefined> {
        return this.at("name").string();
    }
}

/** Which namespace a place means, with what that rests on. */
export interface NamespaceLink {
    /** One of the plan, or whose account and region it is of and what it is called; `undefined` if none is named. */
    readonly namespace: Knowable<HttpNamespace | PrivateDnsNamespace | string | undefined>;
    readonly assumed: readonly string[];
}

const namespaceKinds = ["httpNamespace", "privateDnsNamespace"] as const;

/** The namespace that stands at a place, by its name or its ARN. */
export function namespaceAt(
    place: Reading,
    linked: (kind: (typeof namespaceKinds)[number]) => Links<HttpNamespace | PrivateDnsNamespace>,
): NamespaceLink {
    for (const { nodes, assumed } of namespaceKinds.map(linked)) {
        const [namespace] = nodes;
        if (namespace !== undefined) return { namespace: known(namespace), assumed };
    }
    // The same name stands for others in other regions and accounts.
    const { provider = "", region } = place.resource;
    const namespace = flatMap(place.string(), (text) =>
        text === undefined ? known(text) : map(region, (its) => `${provider} ${its} ${text}`),
    );
    return { namespace, assumed: [] };
}

/** A namespace without DNS. */
export class HttpNamespace extends Namespace {
    static readonly types = ["aws:servicediscovery/httpNamespace:HttpNamespace"];
    static readonly properties = namespaceProperties;
    readonly kind = "httpNamespace";
}

/** A private DNS namespace of Cloud Map, which makes a private hosted zone of its name. */
export class PrivateDnsNamespace extends Namespace {
    static readonly types = ["aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace"];
    static readonly properties = [...namespaceProperties, "vpc", "hostedZone"] as const;
    readonly kind = "privateDnsNamespace";

    /** An association names it by its zone. */
    override keys(): Iterable<Knowable<string | undefined>> {
        return [...super.keys(), this.at("hostedZone").string()];
    }

    /** The one that it is made for. */
    get vpc(): Links<Vpc> {
        return this.one("vpc", "vpc");
    }

    /** All VPCs in which its names are found: that one, and those with which its zone is associated. */
    get vpcs(): readonly Links<Vpc>[] {
        const { certain, possible } = this.associations;
        return [this.vpc, ...[...certain, ...possible].map(({ vpc }) => vpc)];
    }

    /** Its names are certainly found there. */
    isIn(vpc: Vpc): boolean {
        const associated = this.associations.certain.map((each) => each.vpc);
        return [this.vpc, ...associated].some(({ nodes }) => nodes.includes(vpc));
    }

    private get associations(): Children<HostedZoneAssociation> {
        return this.graph.children<"hostedZoneAssociation", PrivateDnsNamespace>(
            "hostedZoneAssociation",
            this,
            "namespace",
        );
    }
}

const ruleProperties = ["domainName", "ruleType"] as const;

/** Sends questions for a domain to other name servers, in the VPCs with which it is associated. */
export class ResolverRule extends Node<(typeof ruleProperties)[number]> {
    static readonly types = ["aws:route53/resolverRule:ResolverRule"];
    static readonly properties = ruleProperties;
    readonly kind = "resolverRule";

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

    get rule(): Links<ResolverRule> {
        return this.one("resolverRuleId", "resolverRule");
    }

    get vpc(): Links<Vpc> {
        return this.one("vpcId", "vpc");
    }
}

const discoveryProperties = ["arn", "name", "dnsConfig", "namespaceId"] as const;

/** A service of Cloud Map; with `dnsConfig` its instances are found by DNS. */
export class DiscoveryService extends Node<(typeof discoveryProperties)[number]> {
    static readonly types = ["aws:servicediscovery/service:Service"];
    static readonly properties = discoveryProperties;
    readonly kind = "discoveryService";

    override keys(): Iterable<Knowable<string | undefined>> {
        return [this.at("arn").string()];
    }

    /** What its instances are called in its namespace. */
    get hostname(): Knowable<string | undefined> {
        return this.at("name").string();
    }

    /** The namespace in whose zone its instances are entered; CloudFormation takes it beside `dnsConfig`, too. */
    get namespace(): Links<PrivateDnsNamespace> {
        const config = this.at("dnsConfig");
        const place = config.at("namespaceId");
        const isBeside = isKnownToBe(place.isSet(), false) && !isKnownToBe(config.isSet(), false);
        return isBeside
            ? this.one("namespaceId", "privateDnsNamespace")
            : this.one("dnsConfig", "privateDnsNamespace", place);
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
