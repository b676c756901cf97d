import { known, type Knowable } from "../../knowable";
import type { Links } from "../links/link";
import { Node } from "../links/node";
import type { Vpc } from "./vpc";

const properties = ["domainNameServers"] as const;

/** What the instances and tasks of a VPC are told when they start; `DefaultVpcDhcpOptions` adopts AWS's own. */
export class VpcDhcpOptions extends Node<(typeof properties)[number]> {
    static readonly types = [
        "aws:ec2/vpcDhcpOptions:VpcDhcpOptions",
        "aws:ec2/defaultVpcDhcpOptions:DefaultVpcDhcpOptions",
    ];
    static readonly properties = properties;
    readonly kind = "vpcDhcpOptions";

    /** AWS's own options, adopted. */
    get isAdopted(): boolean {
        return this.resource.type === "aws:ec2/defaultVpcDhcpOptions:DefaultVpcDhcpOptions";
    }

    /** Whether names are resolved by Amazon's own server alone, so that the VPC's private names count. */
    get usesAmazonDns(): Knowable<boolean> {
        if (this.isAdopted) return known(true);
        const servers = this.at("domainNameServers").elements();
        if (!servers.known) return servers;
        const values = servers.value.map((server) => server.string());
        const other = values.find((value) => value.known && !isAmazons(value.value));
        if (other !== undefined) return known(false);
        return values.find((value) => !value.known) ?? known(values.length > 0);
    }
}

function isAmazons(server: string | undefined): boolean {
    return server === "AmazonProvidedDNS" || server === "169.254.169.253";
}

const associationProperties = ["dhcpOptionsId", "vpcId"] as const;

export class VpcDhcpOptionsAssociation extends Node<(typeof associationProperties)[number]> {
    static readonly types = ["aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation"];
    static readonly properties = associationProperties;
    readonly kind = "vpcDhcpOptionsAssociation";

    get dhcpOptions(): Links<VpcDhcpOptions> {
        return this.one("dhcpOptionsId", "vpcDhcpOptions");
    }

    get vpc(): Links<Vpc> {
        return this.one("vpcId", "vpc");
    }
}
