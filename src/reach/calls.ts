import type { Call } from "./endpoint-policy";
import type { AwsService } from "./connection";

/** What a task does with a service, by the service's name; of others the action is not known. */
const actions: Readonly<Record<string, readonly string[]>> = {
    "ecr.api": ["ecr:GetAuthorizationToken"],
    "ecr.dkr": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    "kinesis-firehose": ["firehose:PutRecordBatch"],
    "kinesis-streams": ["kinesis:PutRecords"],
    logs: ["logs:PutLogEvents"],
    s3: ["s3:GetObject"],
    secretsmanager: ["secretsmanager:GetSecretValue"],
    ssm: ["ssm:GetParameters"],
    ssmmessages: ["ssmmessages:CreateControlChannel"],
};

/** The calls to a service that a policy of its endpoint has to allow. */
export function callsOf(service: AwsService): readonly Call[] {
    return (actions[service.name] ?? []).map((action) => ({ action }));
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
    };
}
