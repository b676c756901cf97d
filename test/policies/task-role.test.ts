import { taskRole } from "../../policies/task-role";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { natNetwork, taskFedBy, taskOf, type Network } from "../support/networks";
import type { Inputs, Value } from "../support/program";
import { testPolicy } from "../support/table";

const roleArn = "arn:aws:iam::123456789012:role/other";
const exec = { enableExecuteCommand: true };

/** A service whose task definition has these containers, volumes and roles. */
function service(n: Network, definition: Inputs = {}, inputs: Inputs = {}): void {
    const { privateSubnet } = natNetwork(n);
    const { containers = [{}], ...rest } = definition;
    Object.assign(taskOf(n, ...(containers as Inputs[])).inputs, rest);
    n.service("web", [privateSubnet], inputs);
}

/** A container that logs by FireLens, and its log router. */
function fireLens(options: Inputs, router: Inputs = {}): Inputs {
    return {
        containers: [
            { logConfiguration: { logDriver: "awsfirelens", options } },
            {
                image: "public.ecr.aws/aws-observability/aws-for-fluent-bit:stable",
                firelensConfiguration: { type: "fluentbit" },
                ...router,
            },
        ],
    };
}

const toLogs = { Name: "cloudwatch_logs", region: "us-east-1", log_group_name: "/app" };

/** A volume of EFS of the program's, mounted so. */
function volume(n: Network, authorizationConfig: Value): Inputs {
    const fileSystem = n.add("aws:efs/fileSystem:FileSystem", "data");
    const efsVolumeConfiguration = {
        fileSystemId: fileSystem.id,
        transitEncryption: "ENABLED",
        authorizationConfig,
    };
    return { volumes: [{ name: "data", efsVolumeConfiguration }] };
}

testPolicy(taskRole, unverifiedNetwork, {
    valid: [
        {
            name: "nothing that needs one",
            network: (n) => {
                service(n);
            },
        },
        {
            name: "ECS Exec with a role",
            network: (n) => {
                service(n, { taskRoleArn: n.role("task").arn }, exec);
            },
        },
        {
            name: "FireLens to CloudWatch with a role of another stack",
            network: (n) => {
                service(n, { ...fireLens(toLogs), taskRoleArn: roleArn });
            },
        },
        {
            name: "FireLens to Datadog",
            network: (n) => {
                service(n, fireLens({ Name: "datadog", apikey: "x" }));
            },
        },
        {
            name: "FireLens to one's own OpenSearch, with a password",
            network: (n) => {
                service(n, fireLens({ Name: "opensearch", HTTP_User: "x" }));
            },
        },
        {
            name: "awslogs, which the execution role writes",
            network: (n) => {
                service(n, { containers: [{ logConfiguration: { logDriver: "awslogs" } }] });
            },
        },
        {
            name: "EFS without IAM",
            network: (n) => {
                service(n, volume(n, null));
            },
        },
        {
            name: "EFS with an access point alone",
            network: (n) => {
                service(n, volume(n, { accessPointId: "fsap-1", iam: "DISABLED" }));
            },
        },
        {
            name: "ECS Exec of an EC2 service",
            network: (n) => {
                service(n, { requiresCompatibilities: ["EC2"] }, { ...exec, launchType: "EC2" });
            },
        },
        {
            name: "ECS Exec that is off",
            network: (n) => {
                service(n, {}, { enableExecuteCommand: false });
            },
        },
        {
            name: "containers that are not known, with a role",
            network: (n) => {
                const { privateSubnet } = natNetwork(n);
                const task = taskFedBy(n, n.add("aws:ecr/repository:Repository", "app"));
                task.inputs.taskRoleArn = n.role("task").arn;
                n.service("web", [privateSubnet], exec);
            },
            forms: ["first preview"],
        },
    ],
    violates: [
        {
            name: "ECS Exec without a task role",
            network: (n) => {
                service(n, {}, exec);
            },
            on: "app",
            says: [
                /^task definition app has no taskRoleArn, by which its tasks use ECS Exec$/m,
                /fix: set taskRoleArn on the task definition app/,
            ],
            fixed: (n) => {
                const task = n.role("task");
                const channels = ["Control", "Data"].flatMap((kind) => [
                    `ssmmessages:Create${kind}Channel`,
                    `ssmmessages:Open${kind}Channel`,
                ]);
                const statement = { Effect: "Allow", Action: channels, Resource: "*" };
                n.add("aws:iam/rolePolicy:RolePolicy", "exec", {
                    role: task.get("name"),
                    policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
                });
                service(n, { taskRoleArn: task.arn }, exec);
            },
        },
        {
            name: "FireLens to CloudWatch Logs",
            statement: "1.5",
            network: (n) => {
                service(n, fireLens(toLogs));
            },
            on: "app",
            says: /FireLens to CloudWatch Logs/,
        },
        {
            name: "FireLens to Data Firehose, by a role that it cannot assume",
            network: (n) => {
                service(
                    n,
                    fireLens({ Name: "firehose", delivery_stream: "app", role_arn: roleArn }),
                );
            },
            on: "app",
            says: /FireLens to Data Firehose/,
        },
        {
            name: "EFS with IAM",
            statement: "1.5",
            network: (n) => {
                service(n, volume(n, { iam: "ENABLED" }));
            },
            on: "app",
            says: /EFS with IAM authorisation/,
        },
        {
            name: "a volume of S3 Files",
            network: (n) => {
                const fileSystemArn =
                    "arn:aws:s3files:us-east-1:123456789012:file-system/fs-0123456789abcdef0";
                service(n, {
                    volumes: [{ name: "data", s3filesVolumeConfiguration: { fileSystemArn } }],
                });
            },
            on: "app",
            says: /by which its tasks use S3 Files$/m,
        },
        {
            name: "all three at once: one finding",
            network: (n) => {
                service(n, { ...fireLens(toLogs), ...volume(n, { iam: "ENABLED" }) }, exec);
            },
            on: "app",
            says: /ECS Exec, EFS with IAM authorisation, FireLens to CloudWatch Logs$/m,
        },
        {
            name: "ECS Exec of one of two services that share a definition",
            network: (n) => {
                service(n);
                const subnet = n.find("aws:ec2/subnet:Subnet");
                n.service("api", subnet === undefined ? [] : [subnet], exec);
            },
            on: "app",
            says: /ECS Exec/,
        },
        {
            name: "ECS Exec of a task on a schedule",
            network: (n) => {
                const { privateSubnet } = natNetwork(n);
                n.add("aws:scheduler/schedule:Schedule", "nightly", {
                    target: {
                        arn: n.cluster().arn,
                        ecsParameters: {
                            taskDefinitionArn: taskOf(n, {}).arn,
                            launchType: "FARGATE",
                            networkConfiguration: { subnets: [privateSubnet.id] },
                            ...exec,
                        },
                    },
                });
            },
            on: "app",
            says: /ECS Exec/,
        },
    ],
    cannotKnow: [
        {
            name: "containers that another resource makes",
            network: (n) => {
                const { privateSubnet } = natNetwork(n);
                taskFedBy(n, n.add("aws:ssm/parameter:Parameter", "containers"));
                n.service("web", [privateSubnet]);
            },
            forms: ["first preview"],
            on: "app",
            gap: /containerDefinitions of app: it comes from containers/,
            ok: (n) => {
                service(n);
            },
            violated: (n) => {
                service(n, fireLens(toLogs));
            },
        },
        {
            name: "a log router with credentials of its own",
            network: (n) => {
                const secrets = [{ name: "AWS_ACCESS_KEY_ID", valueFrom: "/app/key" }];
                service(n, fireLens(toLogs, { secrets }));
            },
            on: "app",
            gap: /its log router may have credentials of its own/,
            ok: (n) => {
                service(n, { ...fireLens(toLogs), taskRoleArn: roleArn });
            },
            violated: (n) => {
                service(n, fireLens(toLogs));
            },
        },
        {
            name: "FireLens with a configuration of its own",
            network: (n) => {
                service(n, fireLens({}));
            },
            on: "app",
            gap: /where FireLens sends the logs is not known here/,
            ok: (n) => {
                service(n, fireLens({ Name: "datadog" }));
            },
            violated: (n) => {
                service(n, fireLens(toLogs));
            },
        },
        {
            name: "FireLens that signs its requests",
            network: (n) => {
                service(n, fireLens({ Name: "opensearch", AWS_Auth: "On" }));
            },
            on: "app",
            gap: /where FireLens sends the logs is not known here/,
            ok: (n) => {
                service(n, { ...fireLens(toLogs), taskRoleArn: roleArn });
            },
            violated: (n) => {
                service(n, fireLens(toLogs));
            },
        },
        {
            name: "ECS Exec of a service that may be on Fargate",
            network: (n) => {
                const unsaid = { launchType: null, cluster: "shared", ...exec };
                service(n, { requiresCompatibilities: null }, unsaid);
            },
            on: "app",
            gap: /the cluster that it names is not in this plan/,
            ok: (n) => {
                service(n, { taskRoleArn: roleArn }, exec);
            },
            violated: (n) => {
                service(n, {}, exec);
            },
        },
        {
            name: "ECS Exec that another resource turns on",
            network: (n) => {
                const parameter = n.add("aws:ssm/parameter:Parameter", "debug");
                service(n, {}, { enableExecuteCommand: parameter.get("value") });
            },
            forms: ["first preview"],
            on: "app",
            gap: /enableExecuteCommand of web: it comes from debug/,
            ok: (n) => {
                service(n);
            },
            violated: (n) => {
                service(n, {}, exec);
            },
        },
    ],
});
