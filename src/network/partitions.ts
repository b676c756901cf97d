import { partitionTable } from "./partition-table";

/** A partition of AWS: regions that share accounts, ARNs and the ends of names (AWS rule 11). */
export interface Partition {
    /** The second part of its ARNs. */
    readonly id: string;
    /** What its services' names end in: `amazonaws.com`. */
    readonly dnsSuffix: string;
    /** The same of names that have IPv6 addresses too: `api.aws`. */
    readonly dualStackDnsSuffix: string;
    /** The end of ECR's registries that have IPv6 addresses too: `on.aws`. */
    readonly registrySuffix: string;
    /** Whether AWS's pages name such a registry there; its name alone proves none. */
    readonly hasDualStackRegistry: boolean;
    /** The regions of the table; a newer one is told by the form of its name. */
    readonly regions: readonly string[];
}

/** What all names of regions look like; nothing else is printed as one. */
const region = /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/;

/** Where ECR's pages name dual-stack registries: `on.aws`, in China `on.amazonwebservices.com.cn` (AWS rule 11). */
const withDualStackRegistry: ReadonlySet<string> = new Set(["aws", "aws-cn", "aws-us-gov"]);

const rows = partitionTable.map(({ regionRegex, ...row }) => ({
    isOf: new RegExp(regionRegex),
    partition: {
        ...row,
        registrySuffix: row.dualStackDnsSuffix.replace(/^api\./, "on."),
        hasDualStackRegistry: withDualStackRegistry.has(row.id),
    },
}));

/** All partitions that are known. */
export const partitions: readonly Partition[] = rows.map(({ partition }) => partition);

/**
 * The partition of a region: by the form of the region's name, as the AWS SDKs tell it.
 *
 * @returns `undefined` if no partition has regions of such names; the SDKs then guess, which is not done here
 */
export function partitionOf(name: string): Partition | undefined {
    return region.test(name) ? rows.find(({ isOf }) => isOf.test(name))?.partition : undefined;
}

/** What a service name such as `com.amazonaws.eu-west-1.ecr.api` says. */
export interface ServiceName {
    readonly region: string;
    /** Such as `ecr.api`, `s3`. */
    readonly service: string;
}

/** How the names of most endpoint services begin, in every partition. */
const usual = "com.amazonaws";

/**
 * Services that tasks use and whose endpoints have names of the partition's own: they begin with its DNS
 * suffix, backwards (`eu.amazonaws.eusc-de-east-1.ecr.api`). The others' begin as everywhere. S3's gateway
 * endpoints are among those, its interface endpoints in China are not (AWS rule 11).
 */
export const servicesWithOwnNames: Readonly<Record<string, readonly string[]>> = {
    "aws-cn": [
        ...["ecr.api", "ecr.dkr", "kinesis-streams", "lambda", "monitoring"],
        ...["sqs", "states", "sts", "xray"],
    ],
    "aws-eusc": ["ecr.api", "ecr.dkr"],
    "aws-iso": ["ecr.api", "ecr.dkr", "sns", "sqs"],
    "aws-iso-b": ["ecr.api", "ecr.dkr"],
    "aws-iso-e": ["ecr.api", "ecr.dkr"],
    "aws-iso-f": ["ecr.api", "ecr.dkr"],
};

function hasOwnName({ id }: Partition, service: string): boolean {
    return servicesWithOwnNames[id]?.includes(service) === true;
}

/** How such names begin. */
export function ownPrefix({ dnsSuffix }: Partition): string {
    return dnsSuffix.split(".").reverse().join(".");
}

/** The name of a service's endpoints in a region, as far as it is known, for what people are told to write. */
export function endpointServiceName(region: string, service: string): string {
    const partition = partitionOf(region);
    const isOwn = partition !== undefined && hasOwnName(partition, service);
    return `${isOwn ? ownPrefix(partition) : usual}.${region}.${service}`;
}

const prefixes: ReadonlySet<string> = new Set([usual, ...partitions.map(ownPrefix)]);

/**
 * Reads the name of an endpoint service: the service of AWS's, or `somebody's` own, or why it cannot be
 * told. Where the table says how a service's name begins, another beginning is not taken for it; of other
 * services either is.
 */
export function readServiceName(name: string): ServiceName | "somebody's" | { unknown: string } {
    const [, prefix = "", at = "", service = ""] =
        /^((?:[a-z0-9-]+\.)+?)([a-z]{2,4}(?:-[a-z]+)+-\d{1,2})\.(.+)$/.exec(name) ?? [];
    const beginning = prefix.slice(0, -1);
    if (!prefixes.has(beginning)) return "somebody's";
    const partition = partitionOf(at);
    if (partition === undefined) return { unknown: "its region is none that is known here" };
    const own = ownPrefix(partition);
    if (beginning !== usual && beginning !== own) {
        return { unknown: `the names of endpoint services in ${at} do not begin so` };
    }
    return hasOwnName(partition, service) && beginning !== own
        ? {
              unknown: `in ${at} this service's endpoints are called ${endpointServiceName(at, service)}`,
          }
        : { region: at, service };
}
