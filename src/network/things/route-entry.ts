import { flatMap, isKnownToBe, known, unknown, type Gap, type Knowable } from "../../knowable";
import type { PlannedResource, Reading } from "../../plan";
import type { Firewall } from "./firewall";
import type { EgressOnlyInternetGateway, InternetGateway } from "./internet-gateway";
import { candidates, linkTo, mayBeOther, type Links } from "../links/link";
import type { Linker } from "../links/linker";
import type { ManagedPrefixList } from "./managed-prefix-list";
import type { NatGateway } from "./nat-gateway";
import type { TransitGateway } from "./transit-gateway";
import type { VpcPeeringConnection } from "./vpc-peering-connection";

/** Next hops that lead out of what is modelled: egress through them is unknown, never "no route" (AWS rule 5). */
const opaqueTargets = {
    transitGatewayId: "a transit gateway",
    vpcPeeringConnectionId: "a VPC peering connection",
    networkInterfaceId: "a network interface",
    instanceId: "an instance",
    vpcEndpointId: "a Gateway Load Balancer or firewall endpoint",
    carrierGatewayId: "a carrier gateway",
    coreNetworkArn: "a core network",
    localGatewayId: "a local gateway",
    odbNetworkArn: "an Oracle database network",
} as const;

/** Those that stand in the VPC, and may pass on to its internet gateway. */
const appliances: ReadonlySet<string> = new Set([
    "networkInterfaceId",
    "instanceId",
    "vpcEndpointId",
]);

const targetProperties = [
    "gatewayId",
    "natGatewayId",
    "egressOnlyGatewayId",
    ...(Object.keys(opaqueTargets) as (keyof typeof opaqueTargets)[]),
] as const;

export type TargetProperty = (typeof targetProperties)[number];

/** Names of the target properties that a standalone route reads at its top level. */
export const standaloneTargets: readonly TargetProperty[] = targetProperties;

export type Target =
    | { readonly kind: "local" }
    | { readonly kind: "internet-gateway"; readonly gateway: Links<InternetGateway> }
    | { readonly kind: "nat-gateway"; readonly gateway: Links<NatGateway> }
    | { readonly kind: "egress-only-gateway"; readonly gateway: Links<EgressOnlyInternetGateway> }
    | {
          readonly kind: "opaque";
          readonly what: string;
          readonly isAppliance?: boolean;
          /** The firewall to one of whose endpoints it leads; what comes out there goes on from their subnet. */
          readonly firewall?: ToFirewall;
          /** The transit gateway to which it leads, if that is in the plan. */
          readonly transitGateway?: TransitGateway;
          /** It leads to another VPC, and nowhere else. */
          readonly peering?: Links<VpcPeeringConnection>;
      }
    | { readonly kind: "unknown"; readonly why: Gap };

export interface ToFirewall {
    readonly firewall: Firewall;
    /** The id of the endpoint. */
    readonly endpoint: Knowable<string | undefined>;
}

/** The places of a route, whether it stands inline in its table or alone. */
export interface RoutePlaces {
    readonly cidr: Reading;
    readonly ipv6Cidr: Reading;
    readonly prefixList: Reading;
    readonly target: (name: TargetProperty) => Reading;
}

/** One route: a destination and a next hop. */
export class RouteEntry {
    private targetMemo: Target | undefined;

    constructor(
        readonly resource: PlannedResource,
        private readonly property: string | undefined,
        private readonly linker: Linker,
        private readonly places: RoutePlaces,
        /** One of the blocks of its prefix list, if it stands for that alone. */
        private readonly block?: string,
    ) {}

    /** The same route, to one block of its prefix list. */
    to(block: string): RouteEntry {
        return new RouteEntry(this.resource, this.property, this.linker, this.places, block);
    }

    /** It leads to a block by a prefix list: a route to the same block by itself goes before it. */
    get isByList(): boolean {
        return this.block !== undefined;
    }

    /** The list of blocks that it leads to; none, if it leads to a block of its own. */
    get prefixList(): Links<ManagedPrefixList> {
        const { cidr, ipv6Cidr, prefixList } = this.places;
        return [cidr, ipv6Cidr].every((place) => isKnownToBe(place.string(), undefined))
            ? this.linker.one(
                  prefixList,
                  this.property ?? "destinationPrefixListId",
                  "managedPrefixList",
              )
            : linkTo();
    }

    /** The destination's CIDR block, or the id of its prefix list. */
    get destination(): Knowable<string> {
        if (this.block !== undefined) return known(this.block);
        const { cidr, ipv6Cidr, prefixList } = this.places;
        return flatMap(cidr.string(), (ipv4) =>
            ipv4 !== undefined
                ? known(ipv4)
                : flatMap(ipv6Cidr.string(), (ipv6) =>
                      ipv6 !== undefined
                          ? known(ipv6)
                          : flatMap(prefixList.string(), (list) =>
                                list !== undefined
                                    ? known(list)
                                    : unknown(
                                          cidr.gap("malformed", "the route has no destination"),
                                      ),
                            ),
                  ),
        );
    }

    /** Where it leads; asked often, so kept. */
    get target(): Target {
        return (this.targetMemo ??= this.findTarget());
    }

    private findTarget(): Target {
        const set: TargetProperty[] = [];
        for (const name of targetProperties) {
            const isSet = this.places.target(name).isSet();
            if (!isSet.known || isSet.value) set.push(name);
        }
        // A known target wins: beside it, unknown ones are computed copies. So does the one that is fed.
        const known = set.filter((each) => this.places.target(each).string().known);
        const fed = set.filter(
            (each) => this.resource.dependenciesOf(this.property ?? each).length > 0,
        );
        const [name, other] = [known, fed, set].find((each) => each.length > 0) ?? [];
        if (name === undefined) {
            const why = this.places.cidr.gap("malformed", "the route has no target");
            return { kind: "unknown", why };
        }
        if (other !== undefined) {
            return {
                kind: "unknown",
                why: this.resource.unknownGap(this.places.target(name).path),
            };
        }
        return this.targetAt(name);
    }

    private targetAt(name: TargetProperty): Target {
        const place = this.places.target(name);
        const property = this.property ?? name;
        switch (name) {
            case "gatewayId":
                return this.gateway(place, property);
            case "natGatewayId":
                return {
                    kind: "nat-gateway",
                    gateway: this.linker.one(place, property, "natGateway"),
                };
            case "egressOnlyGatewayId": {
                const gateway = this.linker.one(place, property, "egressOnlyInternetGateway");
                return { kind: "egress-only-gateway", gateway };
            }
            case "vpcEndpointId": {
                const firewall = this.firewallAt(place, property);
                return {
                    kind: "opaque",
                    what: opaqueTargets[name],
                    isAppliance: true,
                    ...(firewall === undefined ? {} : { firewall }),
                };
            }
            case "transitGatewayId": {
                const gateways = this.linker.one(place, property, "transitGateway");
                const [transitGateway, ...more] = candidates(gateways);
                const isSure = more.length === 0 && !mayBeOther(gateways);
                return {
                    kind: "opaque",
                    what: opaqueTargets[name],
                    ...(isSure && transitGateway !== undefined ? { transitGateway } : {}),
                };
            }
            case "vpcPeeringConnectionId": {
                const peering = this.linker.one(place, property, "vpcPeeringConnection");
                return { kind: "opaque", what: opaqueTargets[name], peering };
            }
            default:
                return {
                    kind: "opaque",
                    what: opaqueTargets[name],
                    isAppliance: appliances.has(name),
                };
        }
    }

    /** Endpoints of other kinds have ids of the same form: what those feed too may be theirs. */
    private firewallAt(place: Reading, property: string): ToFirewall | undefined {
        const firewalls = this.linker.one(place, property, "firewall");
        const [firewall, ...more] = candidates(firewalls);
        if (firewall === undefined || more.length > 0 || mayBeOther(firewalls)) return undefined;
        for (const kind of ["vpcEndpoint", "stranger"] as const) {
            if (candidates(this.linker.one(place, property, kind)).length > 0) return undefined;
        }
        return { firewall, endpoint: place.string() };
    }

    /** `gatewayId` names an internet gateway, a VPN gateway, or `local`. */
    private gateway(place: Reading, property: string): Target {
        const id = place.string();
        if (id.known && id.value === "local") return { kind: "local" };
        if (id.known && id.value?.startsWith("vgw-") === true) {
            return { kind: "opaque", what: "a VPN gateway" };
        }
        const vpn = this.linker.one(place, property, "vpnGateway");
        const gateway = this.linker.one(place, property, "internetGateway");
        const isVpn = vpn.nodes.length > 0 || vpn.some !== undefined;
        const isInternet = gateway.nodes.length > 0 || gateway.some !== undefined;
        if (isVpn && !isInternet) return { kind: "opaque", what: "a VPN gateway" };
        if (!id.known && isVpn === isInternet) return { kind: "unknown", why: id.why };
        return { kind: "internet-gateway", gateway };
    }
}
