import { textsIn, type RawProperties } from "../raw";
import type { Interest, Plan } from "../plan";
import type { PlannedResource } from "../resource";

/** What a plan names and does not hold, of one provider and region. */
export interface Wanted {
    /** URN of the provider; a file may not tell it. */
    readonly provider: string | undefined;
    readonly region: string | undefined;
    readonly ids: ReadonlySet<string>;
}

/** The ids and ARNs of things in a network, and of clusters, as they stand in properties. */
const ofNetworks =
    /^(vpc|subnet|sg|rtb|acl|igw|nat|vpce|pl|dopt|fs)-[0-9a-f]{8,17}$|^arn:[a-z-]+:elasticloadbalancing:[a-z0-9-]+:\d{12}:(targetgroup|loadbalancer|listener|listener-rule)\/\S+$|^arn:[a-z-]+:ecs:[a-z0-9-]+:\d{12}:cluster\/[\w-]+$/;

/** An ARN that tells the id. */
const ofFileSystem =
    /^arn:[a-z-]+:elasticfilesystem:[a-z0-9-]+:\d{12}:file-system\/(fs-[0-9a-f]+)$/;

/** File systems of S3 Files have ids like those of EFS, and are not asked for. */
const ofS3Files = "aws:s3/filesMountTarget:FilesMountTarget";

/** What of a network the plan names and does not hold, neither itself nor by facts. */
export function wantedOf(plan: Plan, interest: Interest): readonly Wanted[] {
    const held = heldBy(plan);
    const found = new Map<
        string,
        { provider: string | undefined; region: string | undefined; ids: Set<string> }
    >();
    for (const resource of plan.resources) {
        if (!interest.has(resource.type) || resource.origin === "outside") continue;
        const ids = [...resource.texts()]
            .map((text) => ofFileSystem.exec(text)?.[1] ?? text)
            .filter((text) => ofNetworks.test(text) && !held.has(text))
            .filter((text) => resource.type !== ofS3Files || !text.startsWith("fs-"));
        if (ids.length === 0) continue;
        const { provider, region: its } = resource;
        const region = its.known ? its.value : undefined;
        const key = `${provider ?? ""} ${region ?? ""}`;
        const wanted = found.get(key) ?? { provider, region, ids: new Set<string>() };
        for (const id of ids) wanted.ids.add(id);
        found.set(key, wanted);
    }
    return [...found.values()];
}

/** Ids of what the plan holds, and of what AWS made with it. */
export function heldBy({ resources }: Plan): ReadonlySet<string> {
    const held = new Set<string>();
    for (const resource of resources) {
        const { id, type, facts } = resource;
        // What it only reads, it does not hold.
        if (resource.external && facts === undefined) continue;
        if (id.known) held.add(id.value);
        const known: readonly string[] = companions[type] ?? [];
        for (const property of known) {
            for (const text of told(resource, facts?.properties, property)) held.add(text);
        }
    }
    return held;
}

/** The parts of a VPC that AWS makes with it, and AWS's own prefix list of a gateway endpoint. */
const ofVpc = [
    "mainRouteTableId",
    "defaultRouteTableId",
    "defaultSecurityGroupId",
    "defaultNetworkAclId",
];
const companions: Readonly<Record<string, readonly string[]>> = {
    "aws:ec2/vpc:Vpc": ofVpc,
    "aws:ec2/defaultVpc:DefaultVpc": ofVpc,
    "aws:ec2/vpcEndpoint:VpcEndpoint": ["prefixListId"],
};

function* told(
    resource: PlannedResource,
    facts: RawProperties | undefined,
    property: string,
): Iterable<string> {
    const value = resource.at(property).string();
    if (value.known && value.value !== undefined) yield value.value;
    yield* textsIn(facts?.[property]);
}
