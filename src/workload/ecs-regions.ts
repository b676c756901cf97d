/** Why tasks of a region want the endpoints of ECS. */
interface NewRegion {
    /** The month in which it was launched. */
    readonly launched: string;
    /** Who says so. */
    readonly source: string;
}

const news = "AWS News Blog";
const sdk = "in the data of the AWS SDK; announced after that day";

/**
 * Regions launched since 2023-12-23, in which tasks talk to ECS themselves (ECS, interface VPC endpoints,
 * "Considerations for endpoints in Regions introduced starting on December 23, 2023"; AWS rule 3). As of
 * November 2026.
 */
export const newRegions: Readonly<Record<string, NewRegion>> = {
    "ca-west-1": {
        launched: "2023-12",
        source: "that page names it as its example, although it was launched three days before",
    },
    "ap-southeast-5": { launched: "2024-08", source: news },
    "ap-southeast-7": { launched: "2025-01", source: news },
    "mx-central-1": { launched: "2025-01", source: news },
    "ap-east-2": { launched: "2025-06", source: news },
    "ap-southeast-6": { launched: "2025-09", source: news },
    "eusc-de-east-1": {
        launched: "2026-01",
        source: `${news}, Opening the AWS European Sovereign Cloud`,
    },
    "me-west-1": { launched: "2026", source: sdk },
    "sa-west-1": { launched: "2026", source: sdk },
};

/** Those that are older. */
export const olderRegions: ReadonlySet<string> = new Set([
    ...["us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "sa-east-1"],
    ...["us-gov-east-1", "us-gov-west-1", "us-iso-east-1", "us-iso-west-1", "us-isob-east-1"],
    ...["eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2"],
    ...["eu-west-1", "eu-west-2", "eu-west-3", "il-central-1", "me-central-1", "me-south-1"],
    ...["af-south-1", "ap-east-1", "ap-south-1", "ap-south-2", "cn-north-1", "cn-northwest-1"],
    ...["ap-northeast-1", "ap-northeast-2", "ap-northeast-3"],
    ...["ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4"],
]);

/** Those of which AWS does not say when they were launched. */
export const undatedRegions: ReadonlySet<string> = new Set([
    "eu-isoe-west-1",
    "us-isob-west-1",
    "us-isof-east-1",
    "us-isof-south-1",
]);

/** Whether tasks of a region want the endpoints of ECS; `undefined` if its age is not known. */
export function wantsEcsEndpoints(region: string): boolean | undefined {
    if (Object.hasOwn(newRegions, region)) return true;
    return olderRegions.has(region) ? false : undefined;
}
