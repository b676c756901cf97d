import type { Fact } from "../facts";
import { inParts, type Asking } from "./asking";
import type { Clients } from "./clients";
import type { DescribedCluster } from "./ecs";
import { factOf } from "./fact";
import { sdkPackages } from "./sdk";

/**
 * Clusters of ECS, all of the region or these: how their tasks are opened by ECS Exec, and their capacity
 * providers (ECS API, DescribeClusters).
 */
export async function readClusters(
    clients: Clients,
    asking: Asking,
    wanted: "all" | readonly string[],
): Promise<readonly Fact[]> {
    const { sdk, ecs } = clients;
    if (wanted.length === 0) return [];
    if (sdk.ecs === undefined || ecs === undefined) {
        asking.note("clusters", `${sdkPackages.ecs} is not installed`);
        return [];
    }
    const { ListClustersCommand, DescribeClustersCommand } = sdk.ecs;
    const arns =
        wanted === "all"
            ? await asking.list(
                  "ecs:ListClusters",
                  ["clusters"],
                  (nextToken) => ecs.send(new ListClustersCommand({ nextToken }), asking.sending),
                  ({ clusterArns }) => clusterArns,
              )
            : wanted;
    const found = await Promise.all(
        [...inParts(arns, 100)].map((clusters) =>
            asking.one("ecs:DescribeClusters", ["clusters"], () =>
                ecs.send(
                    new DescribeClustersCommand({ clusters, include: ["CONFIGURATIONS", "TAGS"] }),
                    asking.sending,
                ),
            ),
        ),
    );
    return found.flatMap((answer) => answer?.clusters ?? []).flatMap(clusterFacts);
}

/** Of the tags only the one by which GuardDuty tells clusters apart: others are nobody's business. */
function tagsOf({ tags = [] }: DescribedCluster): Record<string, string> {
    const managed = tags.filter(({ key }) => key === "GuardDutyManaged");
    return Object.fromEntries(managed.map(({ key = "", value = "" }) => [key, value]));
}

/** One that is being deleted is as good as gone. */
function clusterFacts(cluster: DescribedCluster): readonly Fact[] {
    const { clusterArn, clusterName, status, configuration } = cluster;
    if (clusterName === undefined || (status !== undefined && status !== "ACTIVE")) return [];
    const exec = configuration?.executeCommandConfiguration;
    const { cloudWatchLogGroupName = null, s3BucketName = null } = exec?.logConfiguration ?? {};
    return [
        ...factOf("aws:ecs/cluster:Cluster", clusterArn, clusterName, {
            arn: clusterArn,
            name: clusterName,
            tags: tagsOf(cluster),
            configuration:
                exec === undefined
                    ? null
                    : {
                          executeCommandConfiguration: {
                              kmsKeyId: exec.kmsKeyId ?? null,
                              logging: exec.logging ?? null,
                              logConfiguration: { cloudWatchLogGroupName, s3BucketName },
                          },
                      },
        }),
        ...factOf(
            "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
            // Clusters of several regions may have one name.
            clusterArn,
            clusterName,
            {
                clusterName,
                capacityProviders: [...(cluster.capacityProviders ?? [])],
                defaultCapacityProviderStrategies: (
                    cluster.defaultCapacityProviderStrategy ?? []
                ).map(({ capacityProvider = null }) => ({ capacityProvider })),
            },
        ),
    ];
}
