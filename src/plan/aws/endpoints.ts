import type * as Ec2 from "@aws-sdk/client-ec2";
import type { Fact } from "../facts";
import type { Asking } from "./asking";
import type { Clients } from "./clients";
import { factOf, nameTag, present } from "./fact";

/** Endpoints that a filter finds, and that work, or soon will. */
export async function describeEndpoints(
    { sdk, ec2 }: Clients,
    asking: Asking,
    filter: Ec2.Filter,
): Promise<readonly Ec2.VpcEndpoint[]> {
    const all = await asking.list(
        "ec2:DescribeVpcEndpoints",
        ["vpcEndpoints"],
        (NextToken) =>
            ec2.send(
                new sdk.ec2.DescribeVpcEndpointsCommand({
                    Filters: [filter],
                    MaxResults: 1000,
                    NextToken,
                }),
                asking.sending,
            ),
        ({ VpcEndpoints }) => VpcEndpoints,
    );
    // AWS's pages write the states in capitals, its answers in small letters.
    return all.filter(({ State = "" }) => !gone.includes(State.toLowerCase()));
}

const gone = ["deleting", "deleted", "rejected", "failed", "expired"];

/** @param prefixLists ids of AWS's own prefix lists by service name, as far as they are known */
export function endpointFact(
    endpoint: Ec2.VpcEndpoint,
    prefixLists: ReadonlyMap<string, string>,
): readonly Fact[] {
    const { DnsOptions: dns, ServiceName, VpcEndpointType: type = "Gateway" } = endpoint;
    const prefixListId = prefixLists.get(ServiceName ?? "");
    return factOf(
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        endpoint.VpcEndpointId,
        nameTag(endpoint.Tags),
        {
            vpcId: endpoint.VpcId,
            serviceName: ServiceName,
            vpcEndpointType: type,
            privateDnsEnabled: endpoint.PrivateDnsEnabled === true,
            routeTableIds: [...(endpoint.RouteTableIds ?? [])],
            subnetIds: [...(endpoint.SubnetIds ?? [])],
            subnetConfigurations: [],
            securityGroupIds: present(endpoint.Groups?.map(({ GroupId }) => GroupId)),
            policy: endpoint.PolicyDocument ?? null,
            prefixListId: type === "Gateway" ? prefixListId : null,
            dnsOptions:
                dns === undefined
                    ? null
                    : {
                          dnsRecordIpType: dns.DnsRecordIpType ?? null,
                          privateDnsOnlyForInboundResolverEndpoint:
                              dns.PrivateDnsOnlyForInboundResolverEndpoint ?? null,
                      },
            ipAddressType: endpoint.IpAddressType ?? null,
        },
    );
}

/** The prefix lists of gateway endpoints' services: ids by service name. */
export async function prefixListsOf(
    clients: Clients,
    asking: Asking,
    endpoints: readonly Ec2.VpcEndpoint[],
): Promise<ReadonlyMap<string, string>> {
    const services = endpoints
        .filter(({ VpcEndpointType: type = "Gateway" }) => type === "Gateway")
        .map(({ ServiceName }) => ServiceName);
    const names = [...new Set(present(services))];
    if (names.length === 0) return new Map();
    const lists = await describePrefixLists(clients, asking, {
        Name: "prefix-list-name",
        Values: names,
    });
    return new Map(
        lists.flatMap(({ PrefixListName: name, PrefixListId: id }) =>
            name === undefined || id === undefined ? [] : [[name, id]],
        ),
    );
}

async function describePrefixLists(
    { sdk, ec2 }: Clients,
    asking: Asking,
    filter: Ec2.Filter,
): Promise<readonly Ec2.ManagedPrefixList[]> {
    return asking.list(
        "ec2:DescribeManagedPrefixLists",
        ["prefixLists"],
        (NextToken) =>
            ec2.send(
                new sdk.ec2.DescribeManagedPrefixListsCommand({
                    Filters: [filter],
                    MaxResults: 100,
                    NextToken,
                }),
                asking.sending,
            ),
        ({ PrefixLists }) => PrefixLists,
    );
}

export const prefixListType = "aws:ec2/managedPrefixList:ManagedPrefixList";

/** Prefix lists, AWS's own ones too, with the blocks that they hold. */
export async function readPrefixLists(
    clients: Clients,
    asking: Asking,
    ids: readonly string[],
): Promise<readonly Fact[]> {
    if (ids.length === 0) return [];
    const lists = await describePrefixLists(clients, asking, {
        Name: "prefix-list-id",
        Values: [...ids],
    });
    const facts = await Promise.all(
        lists.map(async ({ PrefixListId, PrefixListName, Tags }) => {
            const entries = await entriesOf(clients, asking, PrefixListId);
            return factOf(prefixListType, PrefixListId, nameTag(Tags) ?? PrefixListName, {
                name: PrefixListName,
                entries: entries?.map(({ Cidr: cidr = "" }) => ({ cidr })),
            });
        }),
    );
    return facts.flat();
}

/** All of them: a list of which a part is missing is not known. */
async function entriesOf(
    { sdk, ec2 }: Clients,
    asking: Asking,
    PrefixListId: string | undefined,
): Promise<readonly Ec2.PrefixListEntry[] | undefined> {
    return asking.whole(
        "ec2:GetManagedPrefixListEntries",
        ["prefixLists"],
        (NextToken) =>
            ec2.send(
                new sdk.ec2.GetManagedPrefixListEntriesCommand({
                    PrefixListId,
                    MaxResults: 100,
                    NextToken,
                }),
                asking.sending,
            ),
        ({ Entries }) => Entries,
    );
}
