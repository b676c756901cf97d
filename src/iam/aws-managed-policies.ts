import { own, type Raw } from "../plan";

/**
 * Managed policies of AWS's that people give to roles of tasks: what they allow of the calls that tasks
 * make before and beside the application, on every resource (the policies' own documents, March 2026).
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
    "service-role/AmazonECSTaskExecutionRolePolicy": [
        "ecr:GetAuthorizationToken",
        "ecr:BatchCheckLayerAvailability",
        "ecr:GetDownloadUrlForLayer",
        "ecr:BatchGetImage",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
    ],
    AdministratorAccess: ["*"],
    PowerUserAccess: [
        "ecr:*",
        "elasticfilesystem:*",
        "firehose:*",
        "kinesis:*",
        "logs:*",
        "s3:*",
        "secretsmanager:*",
        "ssm:*",
        "ssmmessages:*",
        "sts:*",
        "vpc-lattice:*",
    ],
    AmazonEC2ContainerRegistryFullAccess: ["ecr:*"],
    AmazonEC2ContainerRegistryPowerUser: [
        "ecr:GetAuthorizationToken",
        "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer",
    ],
    AmazonEC2ContainerRegistryPullOnly: [
        "ecr:GetAuthorizationToken",
        "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer",
    ],
    AmazonEC2ContainerRegistryReadOnly: [
        "ecr:GetAuthorizationToken",
        "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer",
    ],
    // Besides, descriptions of instances, subnets and VPCs, and rules of listeners.
    AmazonECSInfrastructureRolePolicyForVpcLattice: [
        "vpc-lattice:RegisterTargets",
        "vpc-lattice:DeregisterTargets",
        "vpc-lattice:GetTargetGroup",
        "vpc-lattice:ListTargets",
    ],
    AmazonElasticFileSystemClientFullAccess: ["elasticfilesystem:ClientMount"],
    AmazonElasticFileSystemClientReadOnlyAccess: ["elasticfilesystem:ClientMount"],
    AmazonElasticFileSystemClientReadWriteAccess: ["elasticfilesystem:ClientMount"],
    AmazonKinesisFirehoseFullAccess: ["firehose:*"],
    AmazonKinesisFullAccess: ["kinesis:*"],
    AmazonS3FullAccess: ["s3:*"],
    AmazonS3ReadOnlyAccess: ["s3:Get*", "s3:List*", "s3:Describe*"],
    AmazonSSMFullAccess: [
        "logs:*",
        "ssm:*",
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
    ],
    AmazonSSMManagedInstanceCore: [
        "ssm:GetParameters",
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
    ],
    AmazonSSMReadOnlyAccess: ["ssm:Describe*", "ssm:Get*", "ssm:List*"],
    CloudWatchAgentServerPolicy: [
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
    ],
    CloudWatchFullAccess: ["logs:*"],
    CloudWatchFullAccessV2: ["logs:*"],
    CloudWatchLogsFullAccess: ["logs:*"],
    AWSXRayDaemonWriteAccess: [],
    // Besides, files of its own rotation functions in S3, which no task starts with.
    SecretsManagerReadWrite: ["secretsmanager:*"],
};

/** Of AWS's 1,525 managed policies only these deny anything that a task asks for (March 2026). */
const mayDeny = /Deny|Quarantine|Boundary|Unlock|RootUser|IdentityContext/;

/**
 * What a managed policy of AWS's says: its document, as far as tasks are concerned; or that it allows
 * something, that is not known here, and denies nothing; or nothing known at all. `undefined` if the ARN is of no
 * policy of AWS's.
 */
export function awsManagedPolicy(
    arn: string,
): { readonly document: Raw } | "allows only" | "not known" | undefined {
    const [, name] = /^arn:aws[a-z-]*:iam::aws:policy\/(.+)$/.exec(arn) ?? [];
    if (name === undefined) return undefined;
    const Action = own(allowed, name);
    if (Action === undefined) return mayDeny.test(name) ? "not known" : "allows only";
    return { document: { Statement: [{ Effect: "Allow", Action, Resource: "*" }] } };
}
