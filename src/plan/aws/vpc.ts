import type * as Ec2 from "@aws-sdk/client-ec2";
import type { Fact } from "../facts";
import { byFilter, type Asking } from "./asking";
import type { Clients } from "./clients";
import { factOf, nameTag, present } from "./fact";

/** VPCs by their ids, or the default one; those that AWS does not know are left out. */
export async function describeVpcs(
    { sdk, ec2 }: Clients,
    asking: Asking,
    filter: Ec2.Filter,
): Promise<readonly Ec2.Vpc[]> {
    return asking.list(
        "ec2:DescribeVpcs",
        ["vpc"],
        (NextToken) =>
            ec2.send(
                new sdk.ec2.DescribeVpcsCommand({ Filters: [filter], MaxResults: 1000, NextToken }),
                asking.sending,
            ),
        ({ Vpcs }) => Vpcs,
    );
}

/** What a VPC's other things say of it. */
export interface VpcParts {
    readonly mainRouteTable: string | undefined;
    readonly defaultGroup: string | undefined;
    readonly defaultAcl: string | undefined;
}

/** A VPC, with the attributes that are asked for one by one. */
export async function readVpc(
    clients: Clients,
    asking: Asking,
    vpc: Ec2.Vpc,
    parts: VpcParts,
): Promise<readonly Fact[]> {
    const [support, hostnames] = await Promise.all([
        attribute(clients, asking, vpc, "enableDnsSupport"),
        attribute(clients, asking, vpc, "enableDnsHostnames"),
    ]);
    return factOf("aws:ec2/vpc:Vpc", vpc.VpcId, nameTag(vpc.Tags), {
        cidrBlock: vpc.CidrBlock,
        ...ipv6Of(vpc),
        mainRouteTableId: parts.mainRouteTable,
        defaultRouteTableId: parts.mainRouteTable,
        defaultSecurityGroupId: parts.defaultGroup,
        defaultNetworkAclId: parts.defaultAcl,
        enableDnsSupport: support?.EnableDnsSupport?.Value,
        enableDnsHostnames: hostnames?.EnableDnsHostnames?.Value,
        isDefault: vpc.IsDefault === true,
    });
}

async function attribute(
    { sdk, ec2 }: Clients,
    asking: Asking,
    { VpcId }: Ec2.Vpc,
    Attribute: "enableDnsSupport" | "enableDnsHostnames",
): Promise<Ec2.DescribeVpcAttributeResult | undefined> {
    return asking.one("ec2:DescribeVpcAttribute", ["vpc"], () =>
        ec2.send(new sdk.ec2.DescribeVpcAttributeCommand({ VpcId, Attribute }), asking.sending),
    );
}

/** Blocks that are being taken away count no longer. */
function ipv6Of({ Ipv6CidrBlockAssociationSet: all = [] }: Ec2.Vpc): Fact["properties"] {
    const block = all.find(isAssociated);
    return {
        ipv6CidrBlock: block?.Ipv6CidrBlock ?? null,
        assignGeneratedIpv6CidrBlock: block?.Ipv6Pool === "Amazon",
        // Where a block comes from is of no matter, once there is one.
        ipv6IpamPoolId: null,
    };
}

function isAssociated({ Ipv6CidrBlockState: state }: Ec2.VpcIpv6CidrBlockAssociation): boolean {
    return state?.State === undefined || ["associated", "associating"].includes(state.State);
}

/** DHCP options by their ids. */
export async function readDhcpOptions(
    { sdk, ec2 }: Clients,
    asking: Asking,
    ids: Iterable<string>,
): Promise<readonly Fact[]> {
    const options = await byFilter("dhcp-options-id", ids, (filter) =>
        asking.list(
            "ec2:DescribeDhcpOptions",
            ["dhcpOptions"],
            (NextToken) =>
                ec2.send(
                    new sdk.ec2.DescribeDhcpOptionsCommand({
                        Filters: [filter],
                        MaxResults: 1000,
                        NextToken,
                    }),
                    asking.sending,
                ),
            ({ DhcpOptions }) => DhcpOptions,
        ),
    );
    return options.flatMap(({ DhcpOptionsId, DhcpConfigurations = [], Tags }) => {
        const servers = DhcpConfigurations.find(({ Key }) => Key === "domain-name-servers");
        return factOf("aws:ec2/vpcDhcpOptions:VpcDhcpOptions", DhcpOptionsId, nameTag(Tags), {
            domainNameServers: present(servers?.Values?.map(({ Value }) => Value)),
        });
    });
}

/** Which DHCP options a VPC has. */
export function dhcpAssociationFact({ VpcId = "", DhcpOptionsId }: Ec2.Vpc): readonly Fact[] {
    if (DhcpOptionsId === undefined) return [];
    return factOf(
        "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation",
        `${DhcpOptionsId}-${VpcId}`,
        undefined,
        { dhcpOptionsId: DhcpOptionsId, vpcId: VpcId },
    );
}

/** Subnets that a filter finds. */
export async function describeSubnets(
    { sdk, ec2 }: Clients,
    asking: Asking,
    filter: Ec2.Filter,
): Promise<readonly Ec2.Subnet[]> {
    return asking.list(
        "ec2:DescribeSubnets",
        ["subnets"],
        (NextToken) =>
            ec2.send(
                new sdk.ec2.DescribeSubnetsCommand({
                    Filters: [filter],
                    MaxResults: 1000,
                    NextToken,
                }),
                asking.sending,
            ),
        ({ Subnets }) => Subnets,
    );
}

export function subnetFact(subnet: Ec2.Subnet): readonly Fact[] {
    const ipv6 = subnet.Ipv6CidrBlockAssociationSet?.find(
        ({ Ipv6CidrBlockState: state }) =>
            state?.State === undefined || ["associated", "associating"].includes(state.State),
    );
    return factOf("aws:ec2/subnet:Subnet", subnet.SubnetId, nameTag(subnet.Tags), {
        vpcId: subnet.VpcId,
        availabilityZone: subnet.AvailabilityZone,
        availabilityZoneId: subnet.AvailabilityZoneId,
        outpostArn: subnet.OutpostArn ?? null,
        cidrBlock: subnet.CidrBlock ?? null,
        ipv4IpamPoolId: null,
        ipv6CidrBlock: ipv6?.Ipv6CidrBlock ?? null,
        ipv6IpamPoolId: null,
        ipv6Native: subnet.Ipv6Native === true,
        assignIpv6AddressOnCreation: subnet.AssignIpv6AddressOnCreation === true,
        enableDns64: subnet.EnableDns64 === true,
        // An IPv6-only subnet has no IPv4 addresses to count.
        availableIpAddressCount:
            subnet.CidrBlock === undefined ? undefined : subnet.AvailableIpAddressCount,
    });
}

/** Flow logs of VPCs and their subnets; those of single interfaces show no task. */
export async function readFlowLogs(
    { sdk, ec2 }: Clients,
    asking: Asking,
    ids: readonly string[],
): Promise<readonly Fact[]> {
    const logs = await byFilter("resource-id", ids, (filter) =>
        asking.list(
            "ec2:DescribeFlowLogs",
            ["flowLogs"],
            (NextToken) =>
                ec2.send(
                    new sdk.ec2.DescribeFlowLogsCommand({
                        Filter: [filter],
                        MaxResults: 1000,
                        NextToken,
                    }),
                    asking.sending,
                ),
            ({ FlowLogs }) => FlowLogs,
        ),
    );
    return logs.flatMap(({ FlowLogId, ResourceId = "", Tags }) =>
        factOf("aws:ec2/flowLog:FlowLog", FlowLogId, nameTag(Tags), {
            vpcId: ResourceId.startsWith("vpc-") ? ResourceId : null,
            subnetId: ResourceId.startsWith("subnet-") ? ResourceId : null,
        }),
    );
}
