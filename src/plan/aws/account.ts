import type { Fact } from "../facts";
import type { Asking } from "./asking";
import type { Clients } from "./clients";
import { factOf, nameTag } from "./fact";

/** The account, as the credentials tell it. */
export async function readAccount(
    { sdk, sts }: Clients,
    asking: Asking,
): Promise<string | undefined> {
    const identity = await asking.one("sts:GetCallerIdentity", ["account"], () =>
        sts.send(new sdk.sts.GetCallerIdentityCommand({}), asking.sending),
    );
    return identity?.Account;
}

/** The role that ECS itself acts with, if it exists. */
export async function readServiceLinkedRole(
    { sdk, iam }: Clients,
    asking: Asking,
): Promise<readonly Fact[]> {
    const RoleName = "AWSServiceRoleForECS";
    const answer = await asking.one(
        "iam:GetRole",
        ["serviceLinkedRole"],
        () => iam.send(new sdk.iam.GetRoleCommand({ RoleName }), asking.sending),
        ["NoSuchEntity", "NoSuchEntityException"],
    );
    return factOf("aws:iam/serviceLinkedRole:ServiceLinkedRole", answer?.Role?.Arn, RoleName, {
        awsServiceName: "ecs.amazonaws.com",
    });
}

/** VPC Block Public Access of the region, and what is taken out of it. */
export async function readPublicAccess(
    { sdk, ec2, region }: Clients,
    asking: Asking,
): Promise<readonly Fact[]> {
    const answer = await asking.one(
        "ec2:DescribeVpcBlockPublicAccessOptions",
        ["blockPublicAccess"],
        () => ec2.send(new sdk.ec2.DescribeVpcBlockPublicAccessOptionsCommand({}), asking.sending),
    );
    const options = answer?.VpcBlockPublicAccessOptions;
    const mode = options?.InternetGatewayBlockMode;
    if (mode === undefined) return [];
    const type = "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions";
    const name = "VPC Block Public Access";
    const fact = factOf(type, region, name, { internetGatewayBlockMode: mode });
    if (mode === "off") return fact;
    const exclusions = await asking.list(
        "ec2:DescribeVpcBlockPublicAccessExclusions",
        ["blockPublicAccess"],
        (NextToken) =>
            ec2.send(
                new sdk.ec2.DescribeVpcBlockPublicAccessExclusionsCommand({
                    MaxResults: 1000,
                    NextToken,
                }),
                asking.sending,
            ),
        ({ VpcBlockPublicAccessExclusions }) => VpcBlockPublicAccessExclusions,
    );
    return [
        ...fact,
        ...exclusions
            .filter(({ State = "" }) => /^(create|update)-(in-progress|complete)$/.test(State))
            .flatMap(({ ExclusionId, ResourceArn = "", Tags }) => {
                const id = ResourceArn.slice(ResourceArn.lastIndexOf("/") + 1);
                return factOf(
                    "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion",
                    ExclusionId,
                    nameTag(Tags),
                    {
                        vpcId: id.startsWith("vpc-") ? id : null,
                        subnetId: id.startsWith("subnet-") ? id : null,
                    },
                );
            }),
    ];
}

/**
 * Private hosted zones that answer for names in VPCs. Those that services of AWS's own, for endpoints with
 * private DNS and for file systems, say no more than these (Route 53, HostedZoneOwner).
 */
export async function readHostedZones(
    { sdk, route53, region }: Clients,
    asking: Asking,
    vpcs: readonly string[],
): Promise<readonly Fact[]> {
    const vpcsOfZone = new Map<string, { name: string; vpcs: string[] }>();
    await Promise.all(
        vpcs.map(async (VPCId) => {
            const zones = await asking.list(
                "route53:ListHostedZonesByVPC",
                ["hostedZones"],
                (NextToken) =>
                    route53.send(
                        new sdk.route53.ListHostedZonesByVPCCommand({
                            VPCId,
                            VPCRegion: region,
                            NextToken,
                        }),
                        asking.sending,
                    ),
                ({ HostedZoneSummaries }) => HostedZoneSummaries,
            );
            for (const { HostedZoneId = "", Name: name = "", Owner } of zones) {
                if (Owner?.OwningService !== undefined) continue;
                const zone = vpcsOfZone.get(HostedZoneId);
                if (zone === undefined) vpcsOfZone.set(HostedZoneId, { name, vpcs: [VPCId] });
                else zone.vpcs.push(VPCId);
            }
        }),
    );
    return [...vpcsOfZone].flatMap(([id, zone]) =>
        factOf("aws:route53/zone:Zone", id, zone.name, {
            name: zone.name,
            vpcs: zone.vpcs.map((vpcId) => ({ vpcId })),
        }),
    );
}
