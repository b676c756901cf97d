import { taskRolePermissions } from "../../policies/task-role-permissions";
import { unverifiedNetwork } from "../../policies/unverified-network";
import {
    awslogs,
    ecrImage,
    executionPolicy,
    natNetwork,
    taskFedBy,
    taskOf,
    type Network,
} from "../support/networks";
import type { Inputs, Options, Resource, Value } from "../support/program";
import { testPolicy } from "../support/table";

const publicImage = "nginx:1";
const account = "123456789012";
const secretArn = `arn:aws:secretsmanager:us-east-1:${account}:secret:db-AbCdEf`;
const exec = { enableExecuteCommand: true };
const channels = [
    "CreateControlChannel",
    "CreateDataChannel",
    "OpenControlChannel",
    "OpenDataChannel",
].map((name) => `ssmmessages:${name}`);

/** A container of a private image that writes logs. */
const ordinary = { image: ecrImage, ...awslogs() };

function withSecret(valueFrom: Value): Inputs {
    return { image: publicImage, secrets: [{ name: "KEY", valueFrom }] };
}

/** A service with these containers, and roles as the network has them. */
function service(
    n: Network,
    roles: { execution?: Resource | Value | undefined; task?: Resource | Value },
    containers: readonly Inputs[] = [ordinary],
    more: { definition?: Inputs; service?: Inputs } = {},
): void {
    const { privateSubnet } = natNetwork(n);
    const arn = (role: Resource | Value | undefined): Value =>
        role === undefined ? null : isResource(role) ? role.arn : role;
    Object.assign(
        taskOf(n, ...containers).inputs,
        { executionRoleArn: arn(roles.execution), taskRoleArn: arn(roles.task) },
        more.definition,
    );
    n.service("web", [privateSubnet], more.service);
}

function isResource(value: Resource | Value): value is Resource {
    return typeof value === "object" && value !== null && "urn" in value;
}

function document(...statements: readonly Inputs[]): string {
    const all = statements.map((each) => ({ Effect: "Allow", Resource: "*", ...each }));
    return JSON.stringify({ Version: "2012-10-17", Statement: all });
}

const execKey = `arn:aws:kms:us-east-1:${account}:key/0`;
const execLogs = "arn:aws:logs:us-east-1:*:log-group:/ecs/exec";
const recorded = {
    kmsKeyId: execKey,
    logging: "OVERRIDE",
    logConfiguration: { cloudWatchLogGroupName: "/ecs/exec", s3BucketName: "sessions" },
};

/** A service with ECS Exec, whose task role has one document of its own. */
function execBy(n: Network, ...statements: readonly Inputs[]): void {
    const task = n.role("task");
    n.add("aws:iam/rolePolicy:RolePolicy", "exec", {
        role: task.get("name"),
        policy: document(...statements),
    });
    service(n, { task }, [{ image: publicImage }], { service: exec });
}

/** A role with one document of its own. */
function roleWith(n: Network, ...statements: readonly Inputs[]): Resource {
    const role = n.role("execution");
    n.add("aws:iam/rolePolicy:RolePolicy", "own", {
        role: role.id,
        policy: document(...statements),
    });
    return role;
}

const pull = {
    Action: ["ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
};
const logs = { Action: ["logs:CreateLogStream", "logs:PutLogEvents"] };
const logGroup = `arn:aws:logs:us-east-1:${account}:log-group:/ecs/app`;

/** A role of execution with a managed policy of the program's own. */
function withOwnPolicy(n: Network, policy: string, options: Options = {}): Resource {
    const role = n.role("execution");
    const own = n.add("aws:iam/policy:Policy", "own", { policy }, options);
    n.add("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "own", {
        role: role.get("name"),
        policyArn: own.arn,
    });
    return role;
}

/** A task that sends its logs by FireLens. */
function fireLens(options: Inputs): readonly Inputs[] {
    return [
        { image: publicImage, logConfiguration: { logDriver: "awsfirelens", options } },
        { image: publicImage, firelensConfiguration: { type: "fluentbit" } },
    ];
}

const toLogs = fireLens({
    Name: "cloudwatch_logs",
    region: "us-east-1",
    log_group_name: "/ecs/app",
});

/** A task with a volume of EFS that is mounted with the task role. */
function mounting(n: Network, roles: { task: Resource }, isRestricted = false): void {
    const fileSystem = n.add("aws:efs/fileSystem:FileSystem", "data");
    if (isRestricted) {
        n.add("aws:efs/fileSystemPolicy:FileSystemPolicy", "data", {
            fileSystemId: fileSystem.id,
            policy: document({ Principal: "*" }),
        });
    }
    const efsVolumeConfiguration = {
        fileSystemId: fileSystem.id,
        transitEncryption: "ENABLED",
        authorizationConfig: { iam: "ENABLED" },
    };
    service(n, roles, [{ image: publicImage }], {
        definition: { volumes: [{ name: "data", efsVolumeConfiguration }] },
    });
}

/** A task with a volume of S3 Files, which is mounted with the task role. */
function mountingS3Files(n: Network, task: Resource): void {
    const fileSystemArn = "arn:aws:s3files:us-east-1:123456789012:file-system/fs-0123456789abcdef0";
    service(n, { task }, [{ image: publicImage }], {
        definition: {
            volumes: [{ name: "data", s3filesVolumeConfiguration: { fileSystemArn } }],
        },
    });
}

testPolicy(taskRolePermissions, unverifiedNetwork, {
    valid: [
        {
            name: "the ordinary stack: ECR, awslogs, and AWS's policy for execution roles",
            network: (n) => {
                service(n, { execution: n.role("execution", executionPolicy) });
            },
        },
        {
            name: "no role, and nothing that needs one",
            network: (n) => {
                service(n, {}, [{ image: publicImage }]);
            },
        },
        {
            name: "a role of another stack that nothing needs",
            network: (n) => {
                service(n, { execution: `arn:aws:iam::${account}:role/x` }, [
                    { image: publicImage },
                ]);
            },
        },
        {
            name: "roles that a component makes",
            network: (n) => {
                const parent = n.add("awsx:ecs:FargateService", "web", {}, { component: true });
                const role = n.add("aws:iam/role:Role", "web-execution", {}, { parent });
                n.add("aws:iam/role:Role", "web-task", {}, { parent });
                n.add(
                    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
                    "web-execution",
                    { role: role.get("name"), policyArn: executionPolicy },
                    { parent },
                );
                service(n, { execution: role });
            },
        },
        {
            name: "an inline policy that allows everything, whatever the containers are",
            network: (n) => {
                const { privateSubnet } = natNetwork(n);
                const task = taskFedBy(n, n.add("aws:secretsmanager/secret:Secret", "db"));
                task.inputs.executionRoleArn = roleWith(n, { Action: "*" }).arn;
                n.service("web", [privateSubnet]);
            },
            forms: ["first preview"],
        },
        {
            name: "an EC2 service with a definition without role",
            network: (n) => {
                service(n, {}, [ordinary], {
                    definition: { requiresCompatibilities: ["EC2"] },
                    service: { launchType: "EC2" },
                });
            },
        },
        {
            name: "a policy attached by the role's id",
            network: (n) => {
                const role = n.role("execution");
                n.add("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "standard", {
                    role: role.id,
                    policyArn: executionPolicy,
                });
                service(n, { execution: role });
            },
        },
        {
            name: "the policy of the partition of China, and a repository there",
            network: (n) => {
                const policy = executionPolicy.replace("arn:aws:", "arn:aws-cn:");
                const image = `${account}.dkr.ecr.cn-north-1.amazonaws.com.cn/app:1`;
                const there = awslogs({ "awslogs-region": "cn-north-1" });
                service(n, { execution: n.role("execution", policy) }, [{ image, ...there }]);
            },
        },
        {
            name: "the policy of GovCloud",
            network: (n) => {
                const policy = executionPolicy.replace("arn:aws:", "arn:aws-us-gov:");
                service(n, { execution: n.role("execution", policy) });
            },
        },
        {
            name: "one attachment for several roles",
            network: (n) => {
                const role = n.role("execution");
                n.add("aws:iam/policyAttachment:PolicyAttachment", "standard", {
                    roles: [n.role("other").get("name"), role.get("name")],
                    policyArn: executionPolicy,
                });
                service(n, { execution: role });
            },
        },
        {
            name: "managed policies listed by the role",
            network: (n) => {
                const role = n.role("execution");
                role.inputs.managedPolicyArns = [executionPolicy];
                service(n, { execution: role });
            },
        },
        {
            name: "exclusive attachments",
            network: (n) => {
                const role = n.role("execution");
                n.add(
                    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
                    "all",
                    { roleName: role.get("name"), policyArns: [executionPolicy] },
                );
                service(n, { execution: role });
            },
        },
        {
            name: "inline policies of the role",
            network: (n) => {
                const role = n.role("execution");
                role.inputs.inlinePolicies = [{ name: "own", policy: document(pull, logs) }];
                service(n, { execution: role });
            },
        },
        {
            name: "a managed policy of the program's own",
            network: (n) => {
                service(n, { execution: withOwnPolicy(n, document(pull, logs)) });
            },
        },
        {
            name: "a policy scoped to the repository and the log group",
            network: (n) => {
                const [login, ...layers] = pull.Action;
                const role = roleWith(
                    n,
                    { Action: login ?? "" },
                    {
                        Action: layers,
                        Resource: `arn:aws:ecr:us-east-1:${account}:repository/app`,
                    },
                    { ...logs, Resource: `${logGroup}:*` },
                );
                const definition = { executionRoleArn: `arn:aws:iam::${account}:role/execution` };
                role.inputs.name = "execution";
                service(n, {}, [ordinary], { definition });
            },
        },
        {
            name: "a secret by its whole ARN, and a key of it",
            network: (n) => {
                const role = roleWith(n, {
                    Action: "secretsmanager:GetSecretValue",
                    Resource: secretArn,
                });
                service(n, { execution: role }, [withSecret(`${secretArn}:password::`)]);
            },
        },
        {
            name: "a secret by its name, and a policy with a pattern",
            network: (n) => {
                const arn = `arn:aws:secretsmanager:us-east-1:${account}:secret:prod/db`;
                const role = roleWith(n, {
                    Action: "secretsmanager:GetSecretValue",
                    Resource: `${arn}-??????`,
                });
                service(n, { execution: role }, [withSecret(arn)]);
            },
        },
        {
            name: "parameters below a path, by name and by ARN",
            network: (n) => {
                const arn = `arn:aws:ssm:us-east-1:${account}:parameter/app`;
                const role = roleWith(n, {
                    Action: "ssm:GetParameters",
                    Resource: `arn:aws:ssm:*:*:parameter/app/*`,
                });
                service(n, { execution: role }, [
                    withSecret("/app/key"),
                    withSecret("app/other"),
                    withSecret(`${arn}/third`),
                ]);
            },
        },
        {
            name: "credentials, environment files, and policies that cover them",
            network: (n) => {
                const role = n.role(
                    "execution",
                    executionPolicy,
                    "arn:aws:iam::aws:policy/SecretsManagerReadWrite",
                    "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
                );
                service(n, { execution: role }, [
                    {
                        image: "registry.corp.example/app:1",
                        repositoryCredentials: { credentialsParameter: "registry" },
                        environmentFiles: [{ type: "s3", value: "arn:aws:s3:::assets/app.env" }],
                    },
                ]);
            },
        },
        {
            name: "a log group to make, of the program's own",
            network: (n) => {
                n.add("aws:cloudwatch/logGroup:LogGroup", "app", { name: "/ecs/app" });
                const role = n.role("execution", executionPolicy);
                const container = {
                    image: publicImage,
                    ...awslogs({ "awslogs-create-group": "true" }),
                };
                service(n, { execution: role }, [container]);
            },
        },
        {
            name: "a log group to make, by a role that may",
            network: (n) => {
                const role = n.role(
                    "execution",
                    executionPolicy,
                    "arn:aws:iam::aws:policy/CloudWatchLogsFullAccess",
                );
                const container = {
                    image: publicImage,
                    ...awslogs({ "awslogs-create-group": "true" }),
                };
                service(n, { execution: role }, [container]);
            },
        },
        {
            name: "ECS Exec with a policy of its own",
            network: (n) => {
                execBy(n, { Action: channels });
            },
        },
        {
            name: "ECS Exec with its cluster's key, log group and bucket",
            network: (n) => {
                n.clusterWithExec(recorded);
                const on = (Action: string | string[], Resource: string): Inputs => ({
                    Action,
                    Resource,
                });
                execBy(
                    n,
                    { Action: channels },
                    on("kms:Decrypt", execKey),
                    on(["logs:CreateLogStream", "logs:PutLogEvents"], `${execLogs}:*`),
                    on("s3:PutObject", "arn:aws:s3:::sessions/*"),
                );
            },
        },
        {
            name: "ECS Exec with names of a log group and a bucket that the cluster does not use",
            network: (n) => {
                n.clusterWithExec({ ...recorded, kmsKeyId: null, logging: "DEFAULT" });
                execBy(n, { Action: channels });
            },
        },
        {
            name: "ECS Exec beside a policy of AWS's that is not known here",
            network: (n) => {
                const task = n.role(
                    "task",
                    "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
                    "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess",
                );
                service(n, { task }, [{ image: publicImage }], { service: exec });
            },
        },
        {
            name: "FireLens to the log group that the policy names",
            network: (n) => {
                const role = n.role("task");
                n.add("aws:iam/rolePolicy:RolePolicy", "logs", {
                    role: role.get("name"),
                    policy: document({
                        Action: "logs:*",
                        Resource: "arn:aws:logs:*:*:log-group:/ecs/*",
                    }),
                });
                service(n, { task: role }, toLogs);
            },
        },
        {
            name: "FireLens to Data Firehose",
            network: (n) => {
                const task = n.role(
                    "task",
                    "arn:aws:iam::aws:policy/AmazonKinesisFirehoseFullAccess",
                );
                service(n, { task }, fireLens({ Name: "firehose", delivery_stream: "app" }));
            },
        },
        {
            name: "EFS with IAM, without a file system policy: everybody may mount it",
            network: (n) => {
                mounting(n, { task: n.role("task") });
            },
        },
        ...["ReadOnly", "ReadWrite", "Full"].map((access) => ({
            name: `EFS with IAM, by a role with AWS's policy Client${access}Access`,
            network: (n: Network) => {
                const policy = `arn:aws:iam::aws:policy/AmazonElasticFileSystemClient${access}Access`;
                mounting(n, { task: n.role("task", policy) }, true);
            },
        })),
        {
            name: "a Deny of what nothing needs",
            network: (n) => {
                const role = n.role("execution", executionPolicy);
                role.inputs.inlinePolicies = [
                    { name: "guard", policy: document({ Effect: "Deny", Action: "ecr:Put*" }) },
                ];
                service(n, { execution: role });
            },
        },
        {
            name: "a Deny of everything on another role",
            network: (n) => {
                const other = n.role("other");
                n.add("aws:iam/rolePolicy:RolePolicy", "deny", {
                    role: other.get("name"),
                    policy: document({ Effect: "Deny", Action: "*" }),
                });
                service(n, { execution: n.role("execution", executionPolicy) });
            },
        },
        {
            name: "everything but IAM",
            network: (n) => {
                const role = roleWith(n, { NotAction: ["iam:*", "organizations:*"] });
                service(n, { execution: role }, [ordinary, withSecret(secretArn)]);
            },
        },
        {
            name: "a role that this stack gives away, with all that it needs",
            network: (n) => {
                const role = n.role("execution", executionPolicy);
                n.output("role", role.arn);
                service(n, { execution: role });
            },
        },
        {
            name: "containers that depend on a repository and a log group, and all policies that they may need",
            network: (n) => {
                const { privateSubnet } = natNetwork(n);
                const task = taskFedBy(n, n.add("aws:ecr/repository:Repository", "app"));
                const role = n.role("execution", "arn:aws:iam::aws:policy/PowerUserAccess");
                task.inputs.executionRoleArn = role.arn;
                n.service("web", [privateSubnet]);
            },
            forms: ["first preview"],
        },
        {
            name: "Express Mode with the managed policy of execution roles",
            network: (n) =>
                n.express("web", [natNetwork(n).privateSubnet], {
                    executionRoleArn: n.role("execution", executionPolicy).arn,
                }),
        },
    ],
    violates: [
        {
            name: "an execution role without policies",
            statement: "1.5",
            network: (n) => {
                service(n, { execution: n.role("execution") });
            },
            on: "app",
            says: [
                /^execution, the execution role of task definition app, refuses what its tasks need: ecr:GetAuthorizationToken is not allowed \(private ECR images\)/m,
                /logs:CreateLogStream and logs:PutLogEvents are not allowed \(the log driver awslogs\)/,
                /fix: attach the managed policy AmazonECSTaskExecutionRolePolicy to execution/,
            ],
            fixed: (n) => {
                service(n, { execution: n.role("execution", executionPolicy) });
            },
        },
        {
            name: "an inline policy that lacks an action",
            network: (n) => {
                const role = roleWith(n, pull, { Action: "logs:PutLogEvents" });
                service(n, { execution: role });
            },
            on: "app",
            says: /tasks need: logs:CreateLogStream is not allowed \(the log driver awslogs\)$/m,
        },
        {
            name: "a login that is allowed on a repository, and not on everything",
            network: (n) => {
                const Resource = `arn:aws:ecr:us-east-1:${account}:repository/*`;
                service(n, { execution: roleWith(n, { ...pull, Resource }, logs) });
            },
            on: "app",
            says: [
                /tasks need: ecr:GetAuthorizationToken is not allowed \(private ECR images\)$/m,
                /fix: attach the managed policy AmazonECSTaskExecutionRolePolicy to execution$/m,
            ],
        },
        {
            name: "a policy for the log group itself, and not for its streams",
            network: (n) => {
                const role = roleWith(n, pull, { ...logs, Resource: logGroup });
                service(n, { execution: role });
            },
            on: "app",
            says: [
                /logs:CreateLogStream and logs:PutLogEvents are not allowed/,
                /fix: allow logs:CreateLogStream, logs:PutLogEvents in a policy of execution \(behind the ARN of a log group stands :\*\)/,
            ],
        },
        {
            name: "a policy for another log group",
            network: (n) => {
                const role = roleWith(n, pull, { ...logs, Resource: `${logGroup}2:*` });
                service(n, { execution: role });
            },
            on: "app",
            says: /logs:PutLogEvents are not allowed/,
        },
        {
            name: "a Deny that wins over AWS's policy",
            network: (n) => {
                const role = n.role("execution", executionPolicy);
                n.add("aws:iam/rolePolicy:RolePolicy", "guard", {
                    role: role.get("name"),
                    policy: document({ Effect: "Deny", Action: "logs:*" }),
                });
                service(n, { execution: role });
            },
            on: "app",
            says: [
                /logs:CreateLogStream and logs:PutLogEvents are denied/,
                /fix: take what denies logs:CreateLogStream, logs:PutLogEvents out of the policies of execution/,
            ],
        },
        {
            name: "a Deny of a secret that its own policy might allow",
            network: (n) => {
                const deny = { Effect: "Deny", Action: "secretsmanager:*" };
                service(n, { execution: roleWith(n, { Action: "*" }, deny) }, [
                    withSecret(secretArn),
                ]);
            },
            on: "app",
            says: /secretsmanager:GetSecretValue is denied \(secrets\)/,
        },
        {
            name: "parameters, with AWS's policy alone",
            network: (n) => {
                const role = n.role("execution", executionPolicy);
                service(n, { execution: role }, [withSecret("/app/key")]);
            },
            on: "app",
            says: [
                /ssm:GetParameters is not allowed \(secrets\)/,
                /fix: allow ssm:GetParameters in a policy of execution/,
            ],
        },
        {
            name: "a parameter outside the path that a policy names",
            network: (n) => {
                const role = roleWith(n, {
                    Action: "ssm:GetParameter*",
                    Resource: "arn:aws:ssm:us-east-1:*:parameter/app/*",
                });
                service(n, { execution: role }, [withSecret("/other/key")]);
            },
            on: "app",
            says: /ssm:GetParameters is not allowed/,
        },
        {
            name: "GetParameter in place of GetParameters",
            network: (n) => {
                const role = roleWith(n, { Action: "ssm:GetParameter" });
                service(n, { execution: role }, [withSecret("/app/key")]);
            },
            on: "app",
            says: /ssm:GetParameters is not allowed/,
        },
        {
            name: "a secret of another account, which the role's own policies have to allow",
            network: (n) => {
                const role = n.role("execution", executionPolicy);
                role.inputs.name = "execution";
                const definition = { executionRoleArn: `arn:aws:iam::${account}:role/execution` };
                const arn = secretArn.replace(account, "999999999999");
                service(n, {}, [withSecret(arn)], { definition });
            },
            on: "app",
            says: /secretsmanager:GetSecretValue is not allowed/,
        },
        {
            name: "a secret of the program's without a policy",
            network: (n) => {
                const secret = n.add("aws:secretsmanager/secret:Secret", "db");
                const role = n.role("execution", executionPolicy);
                service(n, { execution: role }, [{ image: publicImage }], {
                    definition: {
                        containerDefinitions: [
                            {
                                name: "c0",
                                image: publicImage,
                                secrets: [{ name: "KEY", valueFrom: secret.arn }],
                            },
                        ],
                    },
                });
            },
            firstPreview: "cannot know",
            on: "app",
            says: /secretsmanager:GetSecretValue is not allowed/,
        },
        {
            name: "ECS Exec without its channels",
            network: (n) => {
                const task = n.role("task", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess");
                service(n, { task }, [{ image: publicImage }], { service: exec });
            },
            on: "app",
            says: [
                /^task, the task role of task definition app, refuses .*ssmmessages:OpenControlChannel and ssmmessages:OpenDataChannel are not allowed \(ECS Exec\)/m,
                /fix: allow ssmmessages:CreateControlChannel, .*OpenDataChannel in a policy of task/,
            ],
        },
        {
            name: "ECS Exec whose sessions the task role may not log",
            network: (n) => {
                n.clusterWithExec({ ...recorded, kmsKeyId: null });
                execBy(
                    n,
                    { Action: channels },
                    { Action: "s3:PutObject", Resource: "arn:aws:s3:::sessions/*" },
                    { Action: "logs:*", Resource: "arn:aws:logs:us-east-1:*:log-group:/other:*" },
                );
            },
            on: "app",
            says: /logs:CreateLogStream and logs:PutLogEvents are not allowed \(ECS Exec with its cluster's log group\)/,
        },
        {
            name: "ECS Exec with a key that a policy of the role denies",
            network: (n) => {
                n.clusterWithExec({ kmsKeyId: execKey });
                execBy(n, { Action: "*" }, { Effect: "Deny", Action: "kms:*", Resource: execKey });
            },
            on: "app",
            says: /kms:Decrypt is denied \(ECS Exec with its cluster's key\)/,
        },
        {
            name: "FireLens to another log group than the policy names",
            statement: "1.5",
            network: (n) => {
                const task = n.role("task");
                n.add("aws:iam/rolePolicy:RolePolicy", "logs", {
                    role: task.get("name"),
                    policy: document({
                        Action: "logs:*",
                        Resource: "arn:aws:logs:*:*:log-group:/other:*",
                    }),
                });
                service(n, { task }, toLogs);
            },
            on: "app",
            says: /logs:PutLogEvents are not allowed \(FireLens to CloudWatch Logs\)/,
        },
        {
            name: "an image of a repository of the program's that the policy leaves out",
            network: (n) => {
                n.add("aws:ecr/repository:Repository", "app", { name: "app" });
                const [login, ...layers] = pull.Action;
                const role = roleWith(
                    n,
                    { Action: login ?? "" },
                    { Action: layers, Resource: "arn:aws:ecr:*:*:repository/other" },
                    logs,
                );
                service(n, { execution: role });
            },
            on: "app",
            says: /ecr:BatchGetImage and ecr:GetDownloadUrlForLayer are not allowed/,
        },
        {
            name: "containers that are not known, but depend on a repository, and a role without policies",
            network: (n) => {
                const { privateSubnet } = natNetwork(n);
                const task = taskFedBy(n, n.add("aws:ecr/repository:Repository", "images"));
                task.inputs.executionRoleArn = n.role("execution").arn;
                n.service("web", [privateSubnet]);
            },
            forms: ["first preview"],
            on: "app",
            says: /ecr:GetAuthorizationToken, .* are not allowed \(private ECR images \(inferred: .* repository images\)\)/,
        },
        {
            name: "a permissions boundary, which allows nothing",
            network: (n) => {
                const role = n.role("execution");
                role.inputs.permissionsBoundary = "arn:aws:iam::aws:policy/AdministratorAccess";
                service(n, { execution: role });
            },
            on: "app",
            says: /ecr:GetAuthorizationToken is not allowed/,
        },
        {
            name: "a policy that is attached to another role",
            network: (n) => {
                const other = n.role("other", executionPolicy);
                service(n, { execution: n.role("execution"), task: other });
            },
            on: "app",
            says: /^execution, the execution role/m,
        },
        {
            name: "a trust policy in place of permissions",
            network: (n) => {
                service(n, { execution: roleWith(n, { Action: "sts:AssumeRole" }) });
            },
            on: "app",
            says: /ecr:GetAuthorizationToken is not allowed/,
        },
        {
            name: "a role whose provider is of another region than its attachment",
            network: (n) => {
                service(n, { execution: roleWith(n, { Action: "s3:*" }) });
            },
            change: (recording) =>
                recording.map((each) =>
                    each.type === "aws:iam/role:Role" && each.provider !== undefined
                        ? {
                              ...each,
                              provider: { ...each.provider, props: { region: "eu-west-1" } },
                          }
                        : each,
                ),
            on: "app",
            says: /ecr:GetAuthorizationToken is not allowed/,
        },
        {
            name: "Express Mode with an execution role without policies",
            network: (n) =>
                n.express("web", [natNetwork(n).privateSubnet], {
                    executionRoleArn: n.role("execution").arn,
                }),
            on: "web",
            says: /^execution, the execution role of task definition web, refuses what its tasks need/,
            fixed: (n) =>
                n.express("web", [natNetwork(n).privateSubnet], {
                    executionRoleArn: n.role("execution", executionPolicy).arn,
                }),
        },
    ],
    cannotKnow: [
        {
            name: "S3 Files by a role that may do nothing, which the file system's own policy may let in",
            network: (n) => mountingS3Files(n, n.role("task")),
            on: "app",
            gap: /whether a policy of the file system lets the role mount it is not known here/,
            ok: (n) => {
                const task = n.role("task");
                const policy = document({ Action: "s3files:ClientMount", Resource: "*" });
                task.inputs.inlinePolicies = [{ name: "own", policy }];
                mountingS3Files(n, task);
            },
            violated: (n) => {
                service(n, { execution: n.role("execution") });
            },
        },
        {
            name: "ECS Exec with a key that no policy of the role names: the key's own may",
            network: (n) => {
                n.clusterWithExec({ kmsKeyId: execKey });
                execBy(n, { Action: channels });
            },
            on: "app",
            gap: /whether a policy of the key lets the role use it is not known here/,
            ok: (n) => {
                n.clusterWithExec({ kmsKeyId: execKey });
                execBy(n, { Action: channels }, { Action: "kms:Decrypt" });
            },
            violated: (n) => {
                n.clusterWithExec({ kmsKeyId: execKey });
                execBy(n, { Action: channels }, { Effect: "Deny", Action: "kms:Decrypt" });
            },
        },
        {
            name: "a role that is not in the plan",
            network: (n) => {
                service(n, { execution: `arn:aws:iam::${account}:role/ecsTaskExecutionRole` });
            },
            on: "app",
            gap: /executionRoleArn of app: the role that it names is not in this plan/,
            ok: (n) => {
                service(n, { execution: n.role("execution", executionPolicy) });
            },
            violated: (n) => {
                service(n, { execution: n.role("execution") });
            },
        },
        {
            name: "a policy of another stack",
            network: (n) => {
                service(n, {
                    execution: n.role("execution", `arn:aws:iam::${account}:policy/shared`),
                });
            },
            on: "app",
            gap: /policyArn of execution: the managed policy that it names is not in this plan/,
            ok: (n) => {
                service(n, { execution: n.role("execution", executionPolicy) });
            },
            violated: (n) => {
                service(n, { execution: n.role("execution") });
            },
        },
        {
            name: "a policy of AWS's that is not known here, and may allow it",
            network: (n) => {
                const policy = "arn:aws:iam::aws:policy/AmazonECS_FullAccess";
                service(n, { execution: n.role("execution", policy) });
            },
            on: "app",
            gap: /what this policy of AWS's says is not known here/,
            ok: (n) => {
                service(n, { execution: n.role("execution", executionPolicy) });
            },
            violated: (n) => {
                service(n, { execution: n.role("execution") });
            },
        },
        {
            name: "a policy of AWS's that denies something",
            network: (n) => {
                const policy = "arn:aws:iam::aws:policy/AWSDenyAll";
                service(n, { execution: n.role("execution", executionPolicy, policy) });
            },
            on: "app",
            gap: /what this policy of AWS's says is not known here/,
            ok: (n) => {
                service(n, { execution: n.role("execution", executionPolicy) });
            },
            violated: (n) => {
                service(n, { execution: n.role("execution") });
            },
        },
        {
            name: "an Allow with a condition",
            network: (n) => {
                const Condition = { StringEquals: { "aws:SourceVpc": "vpc-1" } };
                service(n, { execution: roleWith(n, { ...pull, Condition }, logs) });
            },
            on: "app",
            gap: /whether its policies allow ecr:GetAuthorizationToken depends on conditions/,
            ok: (n) => {
                service(n, { execution: roleWith(n, pull, logs) });
            },
            violated: (n) => {
                service(n, { execution: roleWith(n, logs) });
            },
        },
        {
            name: "a permissions boundary over policies that allow it",
            network: (n) => {
                const role = n.role("execution", executionPolicy);
                role.inputs.permissionsBoundary = `arn:aws:iam::${account}:policy/boundary`;
                service(n, { execution: role });
            },
            on: "app",
            gap: /what its permissions boundary leaves of its policies is not checked/,
            ok: (n) => {
                service(n, { execution: n.role("execution", executionPolicy) });
            },
            violated: (n) => {
                service(n, { execution: n.role("execution") });
            },
        },
        {
            name: "a secret that is not in the plan, whose own policy may allow it",
            network: (n) => {
                const role = n.role("execution", executionPolicy);
                service(n, { execution: role }, [withSecret(secretArn)]);
            },
            on: "app",
            gap: /whether a policy of a secret lets the role read it is not in this plan/,
            ok: (n) => {
                service(n, { execution: roleWith(n, { Action: "*" }) }, [withSecret(secretArn)]);
            },
            violated: (n) => {
                const deny = { Effect: "Deny", Action: "secretsmanager:*" };
                service(n, { execution: roleWith(n, deny) }, [withSecret(secretArn)]);
            },
        },
        {
            name: "a secret by an ARN that may lack its last six characters",
            network: (n) => {
                const arn = `arn:aws:secretsmanager:us-east-1:${account}:secret:db-secret`;
                const role = roleWith(n, {
                    Action: "secretsmanager:GetSecretValue",
                    Resource: `${arn}-*`,
                });
                service(n, { execution: role }, [withSecret(arn)]);
            },
            on: "app",
            gap: /depends on conditions, or on parts of resources/,
            ok: (n) => {
                service(n, { execution: roleWith(n, { Action: "*" }) }, [withSecret(secretArn)]);
            },
            violated: (n) => {
                const deny = { Effect: "Deny", Action: "secretsmanager:*" };
                service(n, { execution: roleWith(n, deny) }, [withSecret(secretArn)]);
            },
        },
        {
            name: "a secret of the program's that has a policy",
            network: (n) => {
                const secret = n.add("aws:secretsmanager/secret:Secret", "db");
                n.add("aws:secretsmanager/secretPolicy:SecretPolicy", "db", {
                    secretArn: secret.arn,
                    policy: document({ Principal: "*" }),
                });
                service(n, { execution: n.role("execution", executionPolicy) }, [{}], {
                    definition: {
                        containerDefinitions: [
                            {
                                name: "c0",
                                image: publicImage,
                                secrets: [{ name: "KEY", valueFrom: secret.arn }],
                            },
                        ],
                    },
                });
            },
            forms: ["deployed"],
            on: "app",
            gap: /policy of db: what it allows others is not checked/,
            ok: (n) => {
                service(n, { execution: roleWith(n, { Action: "*" }) }, [withSecret(secretArn)]);
            },
            violated: (n) => {
                const deny = { Effect: "Deny", Action: "secretsmanager:*" };
                service(n, { execution: roleWith(n, deny) }, [withSecret(secretArn)]);
            },
        },
        {
            name: "a log group that the task may have to make",
            network: (n) => {
                const role = n.role("execution", executionPolicy);
                const container = awslogs({ "awslogs-create-group": "true" });
                service(n, { execution: role }, [{ image: publicImage, ...container }]);
            },
            on: "app",
            gap: /whether the log group exists, which its tasks may not make/,
            ok: (n) => {
                const container = awslogs({ "awslogs-create-group": "true" });
                const role = roleWith(n, { Action: "logs:*" });
                service(n, { execution: role }, [{ image: publicImage, ...container }]);
            },
            violated: (n) => {
                service(n, { execution: n.role("execution") });
            },
        },
        {
            name: "environment files that the bucket's own policy may let it read",
            network: (n) => {
                const environmentFiles = [{ type: "s3", value: "arn:aws:s3:::assets/app.env" }];
                const role = n.role("execution", executionPolicy);
                service(n, { execution: role }, [{ image: publicImage, environmentFiles }]);
            },
            on: "app",
            gap: /whether a policy of a bucket lets the role read the files/,
            ok: (n) => {
                const environmentFiles = [{ type: "s3", value: "arn:aws:s3:::assets/app.env" }];
                const role = roleWith(n, {
                    Action: "s3:GetObject",
                    Resource: "arn:aws:s3:::assets/*",
                });
                service(n, { execution: role }, [{ image: publicImage, environmentFiles }]);
            },
            violated: (n) => {
                const environmentFiles = [{ type: "s3", value: "arn:aws:s3:::assets/app.env" }];
                const deny = { Effect: "Deny", Action: "s3:*", Resource: "arn:aws:s3:::assets/*" };
                const role = roleWith(n, { Action: "*" }, deny);
                service(n, { execution: role }, [{ image: publicImage, environmentFiles }]);
            },
        },
        {
            name: "a document that is not known yet",
            network: (n) => {
                const secret = n.add("aws:secretsmanager/secret:Secret", "db");
                const role = n.role("execution", executionPolicy);
                n.add("aws:iam/rolePolicy:RolePolicy", "own", {
                    role: role.get("name"),
                    policy: secret.get("policyText"),
                });
                service(n, { execution: role });
            },
            forms: ["first preview"],
            on: "app",
            gap: /policy of own: it comes from db/,
            ok: (n) => {
                service(n, { execution: n.role("execution", executionPolicy) });
            },
            violated: (n) => {
                service(n, { execution: n.role("execution") });
            },
        },
        {
            name: "a policy whose live version is another's affair",
            network: (n) => {
                const options = { ignoreChanges: ["policy"] };
                service(n, { execution: withOwnPolicy(n, document(pull, logs), options) });
            },
            forms: ["deployed"],
            on: "app",
            gap: /ignoreChanges covers policy, so another document may be in force/,
            ok: (n) => {
                service(n, { execution: withOwnPolicy(n, document(pull, logs)) });
            },
            violated: (n) => {
                service(n, { execution: withOwnPolicy(n, document(logs)) });
            },
        },
        {
            name: "a role without policies whose ARN the stack gives away",
            network: (n) => {
                const role = n.role("execution");
                n.output("role", role.arn);
                service(n, { execution: role });
            },
            forms: ["deployed"],
            on: "app",
            gap: /the stack gives its id away as an output/,
            ok: (n) => {
                service(n, { execution: n.role("execution", executionPolicy) });
            },
            violated: (n) => {
                service(n, { execution: n.role("execution") });
            },
        },
        {
            name: "a role without policies to which something of another provider adds",
            network: (n) => {
                const role = n.role("execution");
                n.add("acme:access:Grant", "other", { roleName: role.get("name") });
                service(n, { execution: role });
            },
            on: "app",
            gap: /it depends on execution, and what it makes there is not in the plan/,
            ok: (n) => {
                service(n, { execution: n.role("execution", executionPolicy) });
            },
            violated: (n) => {
                service(n, { execution: n.role("execution") });
            },
        },
        {
            name: "a role without policies whose managed policies others change",
            network: (n) => {
                const options = { ignoreChanges: ["managedPolicyArns"] };
                const role = n.add("aws:iam/role:Role", "execution", {}, options);
                service(n, { execution: role });
            },
            forms: ["deployed"],
            on: "app",
            gap: /ignoreChanges covers managedPolicyArns/,
            ok: (n) => {
                service(n, { execution: n.role("execution", executionPolicy) });
            },
            violated: (n) => {
                service(n, { execution: n.role("execution") });
            },
        },
        {
            name: "an attachment that is left out of this operation",
            network: (n) => {
                const role = n.role("execution");
                n.add(
                    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
                    "standard",
                    { role: role.get("name"), policyArn: executionPolicy },
                    { skipped: true },
                );
                service(n, { execution: role });
            },
            on: "app",
            gap: /of standard: the resource is left out of this operation/,
            ok: (n) => {
                service(n, { execution: n.role("execution", executionPolicy) });
            },
            violated: (n) => {
                service(n, { execution: n.role("execution") });
            },
        },
        {
            name: "one of two roles that a component makes",
            network: (n) => {
                const parent = n.add("my:index:Roles", "roles", {}, { component: true });
                const one = n.add("aws:iam/role:Role", "one", {}, { parent });
                n.add("aws:iam/role:Role", "two", {}, { parent });
                n.add(
                    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
                    "one",
                    { role: one.get("name"), policyArn: executionPolicy },
                    { parent },
                );
                service(n, { execution: parent.get("executionRoleArn") });
            },
            forms: ["first preview"],
            on: "app",
            gap: /executionRoleArn of app: it comes from roles/,
            ok: (n) => {
                service(n, { execution: n.role("execution", executionPolicy) });
            },
            violated: (n) => {
                service(n, { execution: n.role("execution") });
            },
        },
        {
            name: "a role of a stack that does not exist yet",
            network: (n) => {
                const shared = n.add("pulumi:pulumi:StackReference", "shared");
                service(n, { execution: shared.get("roleArn") });
            },
            forms: ["first preview"],
            on: "app",
            gap: /executionRoleArn of app: it comes from shared/,
            ok: (n) => {
                service(n, { execution: n.role("execution", executionPolicy) });
            },
            violated: (n) => {
                service(n, { execution: n.role("execution") });
            },
        },
        {
            name: "a role that the input of one of two targets replaces",
            network: (n) => {
                service(n, { execution: n.role("execution", executionPolicy) });
                const definition = n.find("aws:ecs/taskDefinition:TaskDefinition");
                const subnet = n.find("aws:ec2/subnet:Subnet");
                n.add("aws:cloudwatch/eventTarget:EventTarget", "nightly", {
                    arn: n.find("aws:ecs/cluster:Cluster")?.arn ?? null,
                    input: JSON.stringify({ executionRoleArn: "arn:aws:iam::1:role/other" }),
                    ecsTarget: {
                        taskDefinitionArn: definition?.arn ?? null,
                        launchType: "FARGATE",
                        networkConfiguration: { subnets: [subnet?.id ?? null] },
                    },
                });
            },
            on: "app",
            gap: /input of nightly: it starts tasks with its own executionRoleArn/,
            ok: (n) => {
                service(n, { execution: n.role("execution", executionPolicy) });
            },
            violated: (n) => {
                service(n, { execution: n.role("execution") });
            },
        },
        {
            name: "an attachment to one of two roles",
            network: (n) => {
                const roles = [n.role("execution"), n.role("other")];
                const choice = n.add("test:index:Choice", "choice");
                n.add(
                    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
                    "standard",
                    { role: choice.get("role"), policyArn: executionPolicy },
                    { feeds: { role: roles } },
                );
                service(n, { execution: roles[0] });
            },
            forms: ["first preview"],
            on: "app",
            gap: /role of standard: it comes from choice, execution, other/,
            ok: (n) => {
                service(n, { execution: n.role("execution", executionPolicy) });
            },
            violated: (n) => {
                service(n, { execution: n.role("execution") });
            },
        },
        {
            name: "a restricted file system, whose policy may let the role mount it",
            network: (n) => {
                mounting(n, { task: n.role("task") }, true);
            },
            on: "app",
            gap: /policy of data: what it allows others is not checked/,
            ok: (n) => {
                mounting(n, { task: n.role("task") });
            },
            violated: (n) => {
                const task = n.role("task");
                const policy = document({ Effect: "Deny", Action: "elasticfilesystem:*" });
                task.inputs.inlinePolicies = [{ name: "deny", policy }];
                mounting(n, { task });
            },
        },
        {
            name: "containers that are not known, and AWS's policy alone",
            network: (n) => {
                const { privateSubnet } = natNetwork(n);
                const task = taskFedBy(n, n.add("aws:ecr/repository:Repository", "app"));
                task.inputs.executionRoleArn = n.role("execution", executionPolicy).arn;
                n.service("web", [privateSubnet]);
            },
            forms: ["first preview"],
            on: "app",
            gap: /containerDefinitions of app: it comes from app/,
            ok: (n) => {
                service(n, { execution: n.role("execution", executionPolicy) });
            },
            violated: (n) => {
                const role = n.role("execution", executionPolicy);
                service(n, { execution: role }, [withSecret("/app/key")]);
            },
        },
        {
            name: "a Deny whose resources are not known yet",
            network: (n) => {
                const bucket = n.add("aws:s3/bucket:Bucket", "b");
                const role = n.role("execution", executionPolicy);
                n.add("aws:iam/rolePolicy:RolePolicy", "guard", {
                    role: role.get("name"),
                    policy: {
                        Statement: [{ Effect: "Deny", Action: "*", Resource: [bucket.arn] }],
                    },
                });
                service(n, { execution: role });
            },
            forms: ["first preview"],
            on: "app",
            gap: /depends on conditions, or on parts of resources that are not known here/,
            ok: (n) => {
                service(n, { execution: n.role("execution", executionPolicy) });
            },
            violated: (n) => {
                service(n, { execution: n.role("execution") });
            },
        },
    ],
});
