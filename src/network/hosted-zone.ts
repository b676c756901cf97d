import { known, map, type Knowable } from "../knowable";
import type { Links } from "./link";
import { Node } from "./node";
import type { Vpc } from "./vpc";

const properties = ["name", "vpcs"] as const;

/** A Route 53 zone; with VPCs it is private, and answers there for its names in place of the public DNS. */
export class HostedZone extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:route53/zone:Zone"];
    static readonly properties = properties;
    readonly label = "hosted zone";

    /** The domain, without the final dot. */
    get domain(): Knowable<string | undefined> {
        const name = this.at("name").string();
        return name.known ? known(name.value?.replace(/\.$/, "").toLowerCase()) : name;
    }

    get vpcs(): Links<Vpc> {
        return this.inBlocks("vpcs", "vpc", (block) => [block.at("vpcId")]);
    }
}

const associationProperties = ["zoneId", "vpcId"] as const;

export class HostedZoneAssociation extends Node<(typeof associationProperties)[number]> {
    static readonly types = ["aws:route53/zoneAssociation:ZoneAssociation"];
    static readonly properties = associationProperties;
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
    readonly label = "private DNS namespace";

    get domain(): Knowable<string | undefined> {
        return this.at("name").string();
    }

    get vpc(): Links<Vpc> {
        return this.one("vpc", "vpc");
    }
}

const discoveryProperties = ["arn", "dnsConfig"] as const;

/** A service of Cloud Map; with `dnsConfig` its instances are found by DNS. */
export class DiscoveryService extends Node<(typeof discoveryProperties)[number]> {
    static readonly types = ["aws:servicediscovery/service:Service"];
    static readonly properties = discoveryProperties;
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
