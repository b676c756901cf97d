import { actionsOf, partitionIn, type NeededService } from "../workload";
import type { AwsService } from "./connection";
import type { Call } from "./endpoint-policy";

/** The calls to a service that a policy of its endpoint has to allow. */
export function callsOf(service: NeededService | AwsService): readonly Call[] {
    const { action, resources } = { action: undefined, resources: undefined, ...service };
    const all = action === undefined ? actionsOf(service.name) : [action];
    if (resources === undefined) return all.map((each) => ({ action: each }));
    return all.flatMap((each) => resources.map((resource) => ({ action: each, resource })));
}

/** Partitions in which ECR's bucket is called so (AWS rule 3). */
const documented: ReadonlySet<string> = new Set(["aws", "aws-cn", "aws-us-gov"]);

/** ECR keeps image layers in a bucket of its own in each region; elsewhere its name is not documented (AWS rule 3). */
export function layerCall(region: string): Call {
    const partition = partitionIn(region);
    const action = "s3:GetObject";
    if (!documented.has(partition)) return { action, resource: `arn:${partition}:s3:::*` };
    const resource = `arn:${partition}:s3:::prod-${region}-starport-layer-bucket/*`;
    return { action, resource, isPublic: true };
}
