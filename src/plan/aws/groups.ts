import type * as Ec2 from "@aws-sdk/client-ec2";
import type { Fact } from "../facts";
import type { Raw } from "../raw";
import { byFilter, type Asking } from "./asking";
import type { Clients } from "./clients";
import { factOf, nameTag, present } from "./fact";

/** Security groups that a filter finds. */
export async function describeGroups(
    { sdk, ec2 }: Clients,
    asking: Asking,
    filter: Ec2.Filter,
): Promise<readonly Ec2.SecurityGroup[]> {
    return asking.list(
        "ec2:DescribeSecurityGroups",
        ["securityGroups"],
        (NextToken) =>
            ec2.send(
                new sdk.ec2.DescribeSecurityGroupsCommand({
                    Filters: [filter],
                    MaxResults: 1000,
                    NextToken,
                }),
                asking.sending,
            ),
        ({ SecurityGroups }) => SecurityGroups,
    );
}

export function groupFact(group: Ec2.SecurityGroup): readonly Fact[] {
    const { GroupId, GroupName, VpcId, Tags } = group;
    return factOf("aws:ec2/securityGroup:SecurityGroup", GroupId, nameTag(Tags) ?? GroupName, {
        vpcId: VpcId,
        ingress: (group.IpPermissions ?? []).map((rule) => ruleOf(rule, group)),
        egress: (group.IpPermissionsEgress ?? []).map((rule) => ruleOf(rule, group)),
    });
}

/** AWS tells the peers of rules that are alike otherwise in one; all protocols have no ports. */
function ruleOf(rule: Ec2.IpPermission, group: Ec2.SecurityGroup): Raw {
    const { UserIdGroupPairs: pairs = [] } = rule;
    return {
        protocol: rule.IpProtocol ?? "-1",
        fromPort: rule.FromPort ?? 0,
        toPort: rule.ToPort ?? 0,
        cidrBlocks: present(rule.IpRanges?.map(({ CidrIp }) => CidrIp)),
        ipv6CidrBlocks: present(rule.Ipv6Ranges?.map(({ CidrIpv6 }) => CidrIpv6)),
        prefixListIds: present(rule.PrefixListIds?.map(({ PrefixListId }) => PrefixListId)),
        securityGroups: pairs
            .filter(({ GroupId }) => GroupId !== group.GroupId)
            .map((pair) => peerOf(pair, group)),
        self: pairs.some(({ GroupId }) => GroupId === group.GroupId),
    };
}

/** A group of another account stands with the account, as the provider writes it. */
function peerOf({ UserId, GroupId = "" }: Ec2.UserIdGroupPair, group: Ec2.SecurityGroup): string {
    const isForeign =
        UserId !== undefined && group.OwnerId !== undefined && UserId !== group.OwnerId;
    return isForeign ? `${UserId}/${GroupId}` : GroupId;
}

/** The prefix lists that rules of groups name. */
export function prefixListsNamedBy(groups: readonly Ec2.SecurityGroup[]): readonly string[] {
    const rules = groups.flatMap(({ IpPermissions = [], IpPermissionsEgress = [] }) => [
        ...IpPermissions,
        ...IpPermissionsEgress,
    ]);
    return present(
        rules.flatMap(({ PrefixListIds = [] }) =>
            PrefixListIds.map(({ PrefixListId }) => PrefixListId),
        ),
    );
}

/** Groups of other VPCs that may be used in these, and which. */
export async function readGroupAssociations(
    clients: Clients,
    asking: Asking,
    vpcs: readonly string[],
    known: ReadonlySet<string>,
): Promise<readonly Fact[]> {
    const { sdk, ec2 } = clients;
    const associations = await asking.list(
        "ec2:DescribeSecurityGroupVpcAssociations",
        ["securityGroupVpcAssociations"],
        (NextToken) =>
            ec2.send(
                new sdk.ec2.DescribeSecurityGroupVpcAssociationsCommand({
                    Filters: [{ Name: "vpc-id", Values: [...vpcs] }],
                    MaxResults: 1000,
                    NextToken,
                }),
                asking.sending,
            ),
        ({ SecurityGroupVpcAssociations }) => SecurityGroupVpcAssociations,
    );
    const inForce = associations.filter(({ State }) => State === "associated");
    const others = present(inForce.map(({ GroupId }) => GroupId)).filter((id) => !known.has(id));
    const groups = await byFilter("group-id", others, (filter) =>
        describeGroups(clients, asking, filter),
    );
    return [
        ...groups.flatMap(groupFact),
        ...inForce.flatMap(({ GroupId = "", VpcId = "" }) =>
            factOf(
                "aws:vpc/securityGroupVpcAssociation:SecurityGroupVpcAssociation",
                `${GroupId},${VpcId}`,
                undefined,
                { securityGroupId: GroupId, vpcId: VpcId },
            ),
        ),
    ];
}

/** Network ACLs that a filter finds. */
export async function describeAcls(
    { sdk, ec2 }: Clients,
    asking: Asking,
    filter: Ec2.Filter,
): Promise<readonly Ec2.NetworkAcl[]> {
    return asking.list(
        "ec2:DescribeNetworkAcls",
        ["networkAcls"],
        (NextToken) =>
            ec2.send(
                new sdk.ec2.DescribeNetworkAclsCommand({
                    Filters: [filter],
                    MaxResults: 1000,
                    NextToken,
                }),
                asking.sending,
            ),
        ({ NetworkAcls }) => NetworkAcls,
    );
}

export function aclFact(acl: Ec2.NetworkAcl): readonly Fact[] {
    const { Entries = [], Associations = [] } = acl;
    const entries = (egress: boolean): Raw[] =>
        Entries.filter(
            ({ Egress = false, RuleNumber = 0 }) => Egress === egress && RuleNumber < lastRule,
        ).map(entryOf);
    return factOf("aws:ec2/networkAcl:NetworkAcl", acl.NetworkAclId, nameTag(acl.Tags), {
        vpcId: acl.VpcId,
        subnetIds: present(Associations.map(({ SubnetId }) => SubnetId)),
        ingress: entries(false),
        egress: entries(true),
    });
}

/** The rules `*`, which deny what no other decides: 32767, and 32768 for IPv6. Others go up to 32766. */
const lastRule = 32767;

function entryOf(entry: Ec2.NetworkAclEntry): Raw {
    return {
        ruleNo: entry.RuleNumber ?? null,
        action: entry.RuleAction ?? null,
        protocol: entry.Protocol ?? null,
        fromPort: entry.PortRange?.From ?? 0,
        toPort: entry.PortRange?.To ?? 0,
        cidrBlock: entry.CidrBlock ?? "",
        ipv6CidrBlock: entry.Ipv6CidrBlock ?? "",
    };
}
