import type * as Efs from "@aws-sdk/client-efs";
import type { Fact } from "../facts";
import { byFilter, type Asking } from "./asking";
import type { Clients } from "./clients";
import { factOf, present } from "./fact";

/**
 * File systems, all of the region or these, and their mount targets. EFS asks for mount targets one file
 * system at a time, and their groups are those of their network interfaces, which EC2 tells together.
 */
export async function readFileSystems(
    clients: Clients,
    asking: Asking,
    wanted: "all" | readonly string[],
): Promise<{ readonly facts: readonly Fact[]; readonly vpcs: readonly string[] }> {
    const systems =
        wanted === "all"
            ? await describeFileSystems(clients, asking, undefined)
            : (
                  await Promise.all(wanted.map((id) => describeFileSystems(clients, asking, id)))
              ).flat();
    const read = await Promise.all(
        systems.map(async (system) => ({
            system,
            targets: await describeMountTargets(clients, asking, system),
        })),
    );
    // One of which mount targets are missing is not known.
    const whole = read.flatMap(({ system, targets }) =>
        targets === undefined ? [] : [{ system, targets }],
    );
    const targets = whole.flatMap((each) => each.targets);
    const groups = await groupsOf(clients, asking, targets);
    return {
        facts: [
            ...whole.flatMap(({ system: { FileSystemId, Name, FileSystemArn } }) =>
                factOf("aws:efs/fileSystem:FileSystem", FileSystemId, Name, { arn: FileSystemArn }),
            ),
            ...targets.flatMap((target) =>
                factOf("aws:efs/mountTarget:MountTarget", target.MountTargetId, undefined, {
                    fileSystemId: target.FileSystemId,
                    subnetId: target.SubnetId,
                    securityGroups: groups.get(target.NetworkInterfaceId ?? ""),
                    ipAddressType: addressType(target),
                }),
            ),
        ],
        vpcs: [...new Set(present(targets.map(({ VpcId }) => VpcId)))],
    };
}

/** By its addresses, for AWS does not tell the type; without any it is not known. */
function addressType({ IpAddress, Ipv6Address }: Efs.MountTargetDescription): string | undefined {
    if (Ipv6Address === undefined) return IpAddress === undefined ? undefined : "IPV4_ONLY";
    return IpAddress === undefined ? "IPV6_ONLY" : "DUAL_STACK";
}

async function describeFileSystems(
    { sdk, efs }: Clients,
    asking: Asking,
    FileSystemId: string | undefined,
): Promise<readonly Efs.FileSystemDescription[]> {
    return asking.list(
        "elasticfilesystem:DescribeFileSystems",
        ["fileSystems"],
        (Marker) =>
            efs.send(
                new sdk.efs.DescribeFileSystemsCommand({ FileSystemId, MaxItems: 1000, Marker }),
                asking.sending,
            ),
        ({ FileSystems }) => FileSystems,
    );
}

async function describeMountTargets(
    { sdk, efs }: Clients,
    asking: Asking,
    { FileSystemId, NumberOfMountTargets }: Efs.FileSystemDescription,
): Promise<readonly Efs.MountTargetDescription[] | undefined> {
    if (NumberOfMountTargets === 0) return [];
    const targets = await asking.whole(
        "elasticfilesystem:DescribeMountTargets",
        ["fileSystems"],
        (Marker) =>
            efs.send(
                new sdk.efs.DescribeMountTargetsCommand({ FileSystemId, MaxItems: 1000, Marker }),
                asking.sending,
            ),
        ({ MountTargets }) => MountTargets,
    );
    const going: readonly (string | undefined)[] = ["deleting", "deleted", "error"];
    return targets?.filter(({ LifeCycleState }) => !going.includes(LifeCycleState));
}

/** By network interface. */
async function groupsOf(
    { sdk, ec2 }: Clients,
    asking: Asking,
    targets: readonly Efs.MountTargetDescription[],
): Promise<ReadonlyMap<string, string[]>> {
    const ids = present(targets.map(({ NetworkInterfaceId }) => NetworkInterfaceId));
    const interfaces = await byFilter("network-interface-id", ids, (filter) =>
        asking.list(
            "ec2:DescribeNetworkInterfaces",
            [],
            (NextToken) =>
                ec2.send(
                    new sdk.ec2.DescribeNetworkInterfacesCommand({
                        Filters: [filter],
                        MaxResults: 1000,
                        NextToken,
                    }),
                    asking.sending,
                ),
            ({ NetworkInterfaces }) => NetworkInterfaces,
        ),
    );
    return new Map(
        interfaces.map(({ NetworkInterfaceId = "", Groups }) => [
            NetworkInterfaceId,
            present(Groups?.map(({ GroupId }) => GroupId)),
        ]),
    );
}
