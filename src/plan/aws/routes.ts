import type * as Ec2 from "@aws-sdk/client-ec2";
import type { Fact } from "../facts";
import type { Raw } from "../raw";
import { byFilter, type Asking } from "./asking";
import type { Clients } from "./clients";
import { factOf, nameTag, present } from "./fact";

/** Route tables that a filter finds. */
export async function describeRouteTables(
    { sdk, ec2 }: Clients,
    asking: Asking,
    filter: Ec2.Filter,
): Promise<readonly Ec2.RouteTable[]> {
    return asking.list(
        "ec2:DescribeRouteTables",
        ["routeTables"],
        (NextToken) =>
            ec2.send(
                new sdk.ec2.DescribeRouteTablesCommand({
                    Filters: [filter],
                    // The most that this call takes.
                    MaxResults: 100,
                    NextToken,
                }),
                asking.sending,
            ),
        ({ RouteTables }) => RouteTables,
    );
}

/** The table is the main one of its VPC. */
export function isMain({ Associations = [] }: Ec2.RouteTable): boolean {
    return Associations.some((each) => each.Main === true && isInForce(each));
}

/** A table with its routes, and one association for each subnet or gateway that it is given to. */
export function routeTableFacts(table: Ec2.RouteTable): readonly Fact[] {
    const { RouteTableId, VpcId, Routes = [], PropagatingVgws = [], Associations = [] } = table;
    return [
        ...factOf("aws:ec2/routeTable:RouteTable", RouteTableId, nameTag(table.Tags), {
            vpcId: VpcId,
            routes: Routes.flatMap(routeOf),
            propagatingVgws: present(PropagatingVgws.map(({ GatewayId }) => GatewayId)),
        }),
        ...Associations.filter((each) => each.Main !== true && isInForce(each)).flatMap((each) =>
            factOf(
                "aws:ec2/routeTableAssociation:RouteTableAssociation",
                each.RouteTableAssociationId,
                undefined,
                {
                    subnetId: each.SubnetId ?? null,
                    gatewayId: each.GatewayId ?? null,
                    routeTableId: each.RouteTableId ?? RouteTableId,
                },
            ),
        ),
    ];
}

function isInForce({ AssociationState: state }: Ec2.RouteTableAssociation): boolean {
    return state?.State === undefined || ["associated", "associating"].includes(state.State);
}

/**
 * A route as the provider tells it. As there, the local route of the VPC is left out, so are routes of
 * gateway endpoints, which the endpoints tell, and propagated ones, which the VPN gateways do.
 */
function routeOf(route: Ec2.Route): readonly Raw[] {
    const { GatewayId, DestinationPrefixListId, Origin } = route;
    const isEndpoint = GatewayId?.startsWith("vpce-") === true;
    if (Origin === "EnableVgwRoutePropagation") return [];
    if (GatewayId === "local" && Origin !== "CreateRoute") return [];
    if (isEndpoint && DestinationPrefixListId !== undefined) return [];
    return [
        {
            cidrBlock: route.DestinationCidrBlock ?? "",
            ipv6CidrBlock: route.DestinationIpv6CidrBlock ?? "",
            destinationPrefixListId: DestinationPrefixListId ?? "",
            gatewayId: isEndpoint ? "" : (GatewayId ?? ""),
            vpcEndpointId: isEndpoint ? GatewayId : "",
            natGatewayId: route.NatGatewayId ?? "",
            egressOnlyGatewayId: route.EgressOnlyInternetGatewayId ?? "",
            transitGatewayId: route.TransitGatewayId ?? "",
            vpcPeeringConnectionId: route.VpcPeeringConnectionId ?? "",
            networkInterfaceId: route.NetworkInterfaceId ?? "",
            // AWS tells the instance besides its interface: one target is enough.
            instanceId: route.NetworkInterfaceId === undefined ? (route.InstanceId ?? "") : "",
            carrierGatewayId: route.CarrierGatewayId ?? "",
            coreNetworkArn: route.CoreNetworkArn ?? "",
            localGatewayId: route.LocalGatewayId ?? "",
            odbNetworkArn: route.OdbNetworkArn ?? "",
        },
    ];
}

/** Internet gateways that are attached to VPCs, and those that routes name and that are not. */
export async function readInternetGateways(
    clients: Clients,
    asking: Asking,
    vpcs: readonly string[],
    tables: readonly Ec2.RouteTable[],
): Promise<readonly Fact[]> {
    const by = (name: string, ids: Iterable<string>): Promise<readonly Ec2.InternetGateway[]> =>
        byFilter(name, ids, (filter) => describeInternetGateways(clients, asking, filter));
    const attached = await by("attachment.vpc-id", vpcs);
    const known = new Set(attached.map(({ InternetGatewayId }) => InternetGatewayId));
    const named = tables
        .flatMap(({ Routes = [] }) => present(Routes.map(({ GatewayId }) => GatewayId)))
        .filter((id) => id.startsWith("igw-") && !known.has(id));
    const detached = await by("internet-gateway-id", named);
    return [...attached, ...detached].flatMap(internetGatewayFact);
}

export function internetGatewayFact(gateway: Ec2.InternetGateway): readonly Fact[] {
    const { InternetGatewayId, Attachments = [], Tags } = gateway;
    return factOf("aws:ec2/internetGateway:InternetGateway", InternetGatewayId, nameTag(Tags), {
        vpcId: attachedTo(Attachments) ?? null,
    });
}

/** An internet gateway is `available` where other gateways are `attached`. */
function attachedTo(attachments: readonly Ec2.InternetGatewayAttachment[]): string | undefined {
    const going: readonly (string | undefined)[] = ["detached", "detaching"];
    return attachments.find(({ State }) => !going.includes(State))?.VpcId;
}

export async function describeInternetGateways(
    { sdk, ec2 }: Clients,
    asking: Asking,
    filter: Ec2.Filter,
): Promise<readonly Ec2.InternetGateway[]> {
    return asking.list(
        "ec2:DescribeInternetGateways",
        ["internetGateways"],
        (NextToken) =>
            ec2.send(
                new sdk.ec2.DescribeInternetGatewaysCommand({
                    Filters: [filter],
                    MaxResults: 1000,
                    NextToken,
                }),
                asking.sending,
            ),
        ({ InternetGateways }) => InternetGateways,
    );
}

/** The call has no filter by VPC. */
export async function readEgressOnlyGateways(
    { sdk, ec2 }: Clients,
    asking: Asking,
    vpcs: readonly string[],
): Promise<readonly Fact[]> {
    const gateways = await asking.list(
        "ec2:DescribeEgressOnlyInternetGateways",
        ["internetGateways"],
        (NextToken) =>
            ec2.send(
                new sdk.ec2.DescribeEgressOnlyInternetGatewaysCommand({
                    MaxResults: 255,
                    NextToken,
                }),
                asking.sending,
            ),
        ({ EgressOnlyInternetGateways }) => EgressOnlyInternetGateways,
    );
    return gateways.flatMap(({ EgressOnlyInternetGatewayId, Attachments = [], Tags }) => {
        const vpcId = attachedTo(Attachments);
        if (vpcId === undefined || !vpcs.includes(vpcId)) return [];
        return factOf(
            "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway",
            EgressOnlyInternetGatewayId,
            nameTag(Tags),
            { vpcId },
        );
    });
}

/** NAT gateways that a filter finds, and that are not gone. */
export async function describeNatGateways(
    { sdk, ec2 }: Clients,
    asking: Asking,
    filter: Ec2.Filter,
): Promise<readonly Ec2.NatGateway[]> {
    return asking.list(
        "ec2:DescribeNatGateways",
        ["natGateways"],
        (NextToken) =>
            ec2.send(
                new sdk.ec2.DescribeNatGatewaysCommand({
                    Filter: [filter, { Name: "state", Values: ["pending", "available"] }],
                    MaxResults: 1000,
                    NextToken,
                }),
                asking.sending,
            ),
        ({ NatGateways }) => NatGateways,
    );
}

export function natGatewayFact(nat: Ec2.NatGateway): readonly Fact[] {
    const { NatGatewayAddresses: addresses = [] } = nat;
    const own = addresses.find(({ IsPrimary }) => IsPrimary === true) ?? addresses[0];
    return factOf("aws:ec2/natGateway:NatGateway", nat.NatGatewayId, nameTag(nat.Tags), {
        // A regional one is in no subnet.
        subnetId: nat.SubnetId ?? null,
        connectivityType: nat.ConnectivityType ?? "public",
        availabilityMode: nat.AvailabilityMode ?? "zonal",
        allocationId: own?.AllocationId ?? null,
    });
}
