/** What a task does with a service of AWS's, by the name that the service's endpoints have (AWS rule 3). */
const actions: Readonly<Record<string, readonly string[]>> = {
    "ecr.api": ["ecr:GetAuthorizationToken"],
    "ecr.dkr": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    "kinesis-firehose": ["firehose:PutRecordBatch"],
    "kinesis-streams": ["kinesis:PutRecords"],
    kms: ["kms:Decrypt"],
    logs: ["logs:CreateLogStream", "logs:PutLogEvents"],
    s3: ["s3:GetObject"],
    secretsmanager: ["secretsmanager:GetSecretValue"],
    ssm: ["ssm:GetParameters"],
    ssmmessages: [
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
    ],
};

/** The actions by which a task uses a service; none if they are not known. */
export function actionsOf(service: string): readonly string[] {
    return Object.hasOwn(actions, service) ? (actions[service] ?? []) : [];
}
