import { either, flatMap, isKnownToBe, known, map, unknown, type Knowable } from "../../knowable";
import { candidates, type Links } from "../links/link";
import { Node } from "../links/node";
import type { Vpc } from "./vpc";

const properties = [
    "vpcId",
    "availabilityZone",
    "availabilityZoneId",
    "outpostArn",
    "cidrBlock",
    "ipv4IpamPoolId",
    "ipv6CidrBlock",
    "ipv6IpamPoolId",
    "ipv6Native",
    "assignIpv6AddressOnCreation",
    "enableDns64",
] as const;

export class Subnet extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:ec2/subnet:Subnet", "aws:ec2/defaultSubnet:DefaultSubnet"];
    static readonly properties = properties;
    readonly kind = "subnet";

    private vpcMemo: Links<Vpc> | undefined = undefined;

    get vpc(): Links<Vpc> {
        return (this.vpcMemo ??= this.findVpc());
    }

    private findVpc(): Links<Vpc> {
        const vpc = this.one("vpcId", "vpc");
        return this.isAdopted ? this.graph.orDefaultVpc(this, vpc) : vpc;
    }

    /** The account's default subnet of a zone, adopted: it is public, AWS made it so. */
    get isAdopted(): boolean {
        return this.resource.type === "aws:ec2/defaultSubnet:DefaultSubnet";
    }

    /** Its IPv4 block; an IPv6-only subnet has none. */
    get cidrBlock(): Knowable<string | undefined> {
        return this.at("cidrBlock").string();
    }

    /** How many of its IPv4 addresses were free when facts were taken, if they say it. */
    get freeAddresses(): number | undefined {
        const { id } = this.resource;
        return id.known ? this.graph.plan.outside?.freeAddresses.get(id.value) : undefined;
    }

    get ipv6CidrBlock(): Knowable<string | undefined> {
        return this.at("ipv6CidrBlock").string();
    }

    get availabilityZone(): Knowable<string | undefined> {
        return this.at("availabilityZone").string();
    }

    /** Such as `use1-az1`: it names a zone in every account alike. */
    get availabilityZoneId(): Knowable<string | undefined> {
        return this.at("availabilityZoneId").string();
    }

    /** It is on an Outpost; the default subnets of a region never are. */
    get isOnOutpost(): Knowable<boolean> {
        return this.isAdopted ? known(false) : this.at("outpostArn").isSet();
    }

    /** The program chooses no zone, so AWS does, among the Availability Zones of the region (EC2, CreateSubnet). */
    get leavesZoneToAws(): boolean {
        const { resource } = this;
        return (
            resource.leavesUnset("availabilityZone") && resource.leavesUnset("availabilityZoneId")
        );
    }

    /** It has an IPv6 block, so its tasks may have an IPv6 address. */
    get hasIpv6(): Knowable<boolean> {
        return this.memo("hasIpv6", () =>
            either(
                this.at("ipv6CidrBlock").isSet(),
                this.at("ipv6IpamPoolId").isSet(),
                this.isGivenIpv6,
                known(this.takesIpv6OfVpc),
                map(this.isIpv6Only, (only) => only === true),
            ),
        );
    }

    private get isGivenIpv6(): Knowable<boolean> {
        const { certain, possible, lost } = this.graph.children<"subnetIpv6CidrBlock", Subnet>(
            "subnetIpv6CidrBlock",
            this,
            "subnet",
        );
        if (certain.length > 0) return known(true);
        const [maybe] = [...possible, ...lost];
        const what = `it may be of subnet ${this.name}`;
        return maybe === undefined
            ? known(false)
            : unknown(maybe.resource.gap("subnetId", "made-by-plan", what));
    }

    /** Its block is not known yet, and is cut from one that its VPC certainly has. */
    private get takesIpv6OfVpc(): boolean {
        if (!this.graph.options.trustDependencies || this.at("ipv6CidrBlock").isSet().known) {
            return false;
        }
        return this.resource.dependenciesOf("ipv6CidrBlock").some((urn) => {
            const maker = this.graph.node(urn);
            if (maker === undefined) return false;
            if (this.graph.isOf(maker, "vpcIpv6CidrBlockAssociation")) return true;
            return candidates(this.vpc).some(
                (vpc) => vpc === maker && isKnownToBe(vpc.hasIpv6, true),
            );
        });
    }

    /** IPv6-only: its tasks have no IPv4 address. */
    get isIpv6Only(): Knowable<boolean | undefined> {
        return this.at("ipv6Native").boolean();
    }

    /** Its tasks have an IPv4 address, as they do everywhere but in IPv6-only subnets. */
    get hasIpv4(): Knowable<boolean> {
        return map(this.isIpv6Only, (only) => only !== true);
    }

    /** Of which families its addresses are. */
    get ipStack(): Knowable<IpStack> {
        const { isIpv6Only, hasIpv6 } = this;
        if (isKnownToBe(hasIpv6, false)) return known("ipv4");
        return flatMap(isIpv6Only, (only) =>
            only === true
                ? known("ipv6-only")
                : map(hasIpv6, (has) => (has ? "dual-stack" : "ipv4")),
        );
    }

    /** What starts in it gets an IPv6 address by itself; unset means no. */
    get assignsIpv6(): Knowable<boolean> {
        return map(this.at("assignIpv6AddressOnCreation").boolean(), (is) => is === true);
    }

    /** Amazon's DNS server makes up IPv6 addresses for names that have IPv4 ones alone; unset means no. */
    get hasDns64(): Knowable<boolean> {
        return map(this.at("enableDns64").boolean(), (is) => is === true);
    }
}

/** IPv4 alone, both families, or IPv6 alone. */
export type IpStack = "ipv4" | "dual-stack" | "ipv6-only";

const reservationProperties = ["subnetId", "cidrBlock"] as const;

/** Keeps a part of a subnet's addresses back: AWS gives them to nothing by itself. */
export class SubnetCidrReservation extends Node<(typeof reservationProperties)[number]> {
    static readonly types = ["aws:ec2/subnetCidrReservation:SubnetCidrReservation"];
    static readonly properties = reservationProperties;
    readonly kind = "subnetCidrReservation";

    get subnet(): Links<Subnet> {
        return this.one("subnetId", "subnet");
    }

    get cidrBlock(): Knowable<string | undefined> {
        return this.at("cidrBlock").string();
    }
}

const blockProperties = ["subnetId"] as const;

/** Gives a subnet an IPv6 block; only CloudFormation has such a resource. */
export class SubnetIpv6CidrBlock extends Node<(typeof blockProperties)[number]> {
    static readonly types = ["aws-native:ec2:SubnetCidrBlock"];
    static readonly properties = blockProperties;
    readonly kind = "subnetIpv6CidrBlock";

    get subnet(): Links<Subnet> {
        return this.one("subnetId", "subnet");
    }
}
