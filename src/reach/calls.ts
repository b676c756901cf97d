import { actionsOf, partitionIn, type NeededService } from "../workload";
import type { AwsService } from "./connection";
import type { Call } from "./endpoint-policy";

/** The calls to a service that a policy of its endpoint has to allow. */
export function callsOf(service: NeededService | AwsService): readonly Call[] {
    const { action, resources } = { action: undefined, resources: undefined, ...service };
    const all = action === undefined ? actionsOf(service.name) : [action];
    return all.flatMap((each): readonly Call[] =>
        resources === undefined
            ? [{ action: each }]
            : resources.map((resource) => ({ action: each, resource })),
    );
}

/** ECR keeps image layers in a bucket of its own in each region (facts 3). */
export function layerCall(region: string): Call {
    return {
        action: "s3:GetObject",
        resource: `arn:${partitionIn(region)}:s3:::prod-${region}-starport-layer-bucket/*`,
        isPublic: true,
    };
}
