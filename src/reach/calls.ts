import type { NeededService } from "../workload";
import type { AwsService } from "./connection";
import type { Call } from "./endpoint-policy";

/** What a task does with a service, by the service's name; of others the action is not known. */
const actions: Readonly<Record<string, readonly string[]>> = {
    "ecr.api": ["ecr:GetAuthorizationToken"],
    "ecr.dkr": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    "kinesis-firehose": ["firehose:PutRecordBatch"],
    "kinesis-streams": ["kinesis:PutRecords"],
    logs: ["logs:CreateLogStream", "logs:PutLogEvents"],
    s3: ["s3:GetObject"],
    secretsmanager: ["secretsmanager:GetSecretValue"],
    ssm: ["ssm:GetParameters"],
    ssmmessages: ["ssmmessages:CreateControlChannel"],
};

/** The calls to a service that a policy of its endpoint has to allow. */
export function callsOf(service: NeededService | AwsService): readonly Call[] {
    const { action, resources } = { action: undefined, resources: undefined, ...service };
    const all = action === undefined ? (actions[service.name] ?? []) : [action];
    return all.flatMap((each): readonly Call[] =>
        resources === undefined
            ? [{ action: each }]
            : resources.map((resource) => ({ action: each, resource })),
    );
}

/** ECR keeps image layers in a bucket of its own in each region (facts 3). */
export function layerCall(region: string): Call {
    const partition = region.startsWith("cn-")
        ? "aws-cn"
        : region.startsWith("us-gov-")
          ? "aws-us-gov"
          : "aws";
    return {
        action: "s3:GetObject",
        resource: `arn:${partition}:s3:::prod-${region}-starport-layer-bucket/*`,
        isPublic: true,
    };
}
