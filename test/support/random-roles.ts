import fc from "fast-check";
import { ecrImage, executionPolicy, natNetwork, Network } from "./networks";
import type { Inputs, Resource, Value } from "./program";

/*
 * Random tasks and roles, of which everything is known once they are deployed: what the tasks need, and
 * what documents in many places allow and deny. They lean towards what works.
 */

const account = "123456789012";
const accountId = fc.constantFrom(account, "*");

const images = fc.constantFrom(
    ecrImage,
    ecrImage,
    "nginx:1",
    "999999999999.dkr.ecr.us-east-1.amazonaws.com/app:1",
    "the program's own",
);

const drivers = fc.constantFrom(
    undefined,
    "awslogs",
    "awslogs",
    "awslogs of the program's group",
    "awslogs that makes its group",
    "splunk",
    "cloudwatch_logs",
    "firehose",
    "s3",
    "datadog",
);

const secrets = fc.constantFrom(
    undefined,
    undefined,
    "/app/key",
    `arn:aws:ssm:us-east-1:${account}:parameter/app/key`,
    `arn:aws:secretsmanager:us-east-1:${account}:secret:db-AbCdEf:password::`,
    `arn:aws:secretsmanager:us-east-1:${account}:secret:db-secret`,
    `arn:aws:secretsmanager:us-east-1:999999999999:secret:db-AbCdEf`,
    "the program's own",
);

const container = fc.record({
    image: images,
    driver: drivers,
    secret: secrets,
    files: fc.constantFrom(false, false, false, true),
});

const actions = fc.constantFrom(
    "*",
    "ecr:*",
    "ecr:GetAuthorizationToken",
    ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    "logs:*",
    ["logs:CreateLogStream", "logs:PutLogEvents"],
    ["ssm:GetParameters", "secretsmanager:GetSecretValue"],
    "s3:Get*",
    "ssmmessages:*",
    "elasticfilesystem:ClientMount",
);

const resources = fc.oneof(
    { weight: 3, arbitrary: fc.constant("*") },
    accountId.map((id) => `arn:aws:logs:us-east-1:${id}:log-group:/ecs/*`),
    accountId.map((id) => `arn:aws:ecr:us-east-1:${id}:repository/app`),
    accountId.map((id) => `arn:aws:secretsmanager:*:${id}:secret:db-*`),
    accountId.map((id) => `arn:aws:ssm:us-east-1:${id}:parameter/app/*`),
    fc.constantFrom("repository", "log group", "secret"),
);

const statement = fc.record({
    effect: fc.constantFrom("Allow", "Allow", "Allow", "Allow", "Deny"),
    actions,
    resources,
    isNegated: fc.constantFrom(false, false, false, false, true),
    isConditional: fc.constantFrom(false, false, false, false, true),
});

const policy = fc.record({
    form: fc.constantFrom(
        "inlinePolicies",
        "rolePolicy",
        "attachment",
        "policyAttachment",
        "managedPolicyArns",
    ),
    content: fc.oneof(
        {
            weight: 2,
            arbitrary: fc.constantFrom(
                executionPolicy,
                executionPolicy,
                "arn:aws:iam::aws:policy/PowerUserAccess",
                "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess",
                "arn:aws:iam::aws:policy/AWSDenyAll",
            ),
        },
        { weight: 3, arbitrary: fc.array(statement, { minLength: 1, maxLength: 2 }) },
    ),
});

const role = fc.record({
    from: fc.constantFrom("the plan", "the plan", "the plan", "elsewhere", undefined),
    policies: fc.array(policy, { maxLength: 3 }),
    hasBoundary: fc.constantFrom(false, false, false, false, true),
});

export const choices = fc.record({
    containers: fc.array(container, { minLength: 1, maxLength: 2 }),
    execution: role,
    task: role,
    isShared: fc.constantFrom(false, false, false, true),
    exec: fc.boolean(),
    volume: fc.constantFrom(undefined, undefined, "DISABLED", "ENABLED"),
    hasPolicies: fc.constantFrom(false, false, true),
    isMeant: fc.boolean(),
    override: fc.constantFrom(undefined, undefined, "none", "a role"),
});

export type Choices = typeof choices extends fc.Arbitrary<infer C> ? C : never;
type Role = Choices["execution"];
type Statement = typeof statement extends fc.Arbitrary<infer S> ? S : never;

interface Things {
    readonly repository: Resource;
    readonly logGroup: Resource;
    readonly secret: Resource;
    readonly fileSystem: Resource;
}

export function build(made: Choices): Network {
    const n = new Network();
    const { privateSubnet } = natNetwork(n);
    const things: Things = {
        repository: n.add("aws:ecr/repository:Repository", "repository", { name: "app" }),
        logGroup: n.add("aws:cloudwatch/logGroup:LogGroup", "logs", { name: "/ecs/own" }),
        secret: n.add("aws:secretsmanager/secret:Secret", "secret"),
        fileSystem: n.add("aws:efs/fileSystem:FileSystem", "data"),
    };
    if (made.hasPolicies) addResourcePolicies(n, things);
    const execution = roleOf(n, "execution", made.execution, things);
    const task = made.isShared ? execution : roleOf(n, "task", made.task, things);
    const efsVolumeConfiguration: Inputs = {
        fileSystemId: things.fileSystem.id,
        authorizationConfig: { iam: made.volume ?? null },
    };
    const definition = n.taskDefinition("app", {
        requiresCompatibilities: made.isMeant ? ["FARGATE"] : null,
        executionRoleArn: execution,
        taskRoleArn: task,
        containerDefinitions: made.containers.map((each, i) => containerOf(each, i, things)),
        ...(made.volume === undefined
            ? {}
            : { volumes: [{ name: "data", efsVolumeConfiguration }] }),
    });
    if (made.override === undefined) {
        n.service("web", [privateSubnet], { enableExecuteCommand: made.exec });
        return n;
    }
    const roles = { executionRoleArn: `arn:aws:iam::${account}:role/override` };
    n.add("aws:cloudwatch/eventTarget:EventTarget", "nightly", {
        arn: n.cluster().arn,
        input: JSON.stringify(made.override === "none" ? {} : roles),
        ecsTarget: {
            taskDefinitionArn: definition.arn,
            launchType: "FARGATE",
            enableExecuteCommand: made.exec,
            networkConfiguration: { subnets: [privateSubnet.id] },
        },
    });
    return n;
}

function addResourcePolicies(n: Network, { repository, secret, fileSystem }: Things): void {
    const policy = "{}";
    n.add("aws:ecr/repositoryPolicy:RepositoryPolicy", "policy", {
        repository: repository.get("name"),
        policy,
    });
    n.add("aws:secretsmanager/secretPolicy:SecretPolicy", "policy", {
        secretArn: secret.arn,
        policy,
    });
    n.add("aws:efs/fileSystemPolicy:FileSystemPolicy", "policy", {
        fileSystemId: fileSystem.id,
        policy,
    });
}

function roleOf(n: Network, name: string, chosen: Role, things: Things): Value {
    if (chosen.from === undefined) return null;
    if (chosen.from === "elsewhere") return `arn:aws:iam::${account}:role/elsewhere`;
    const made = n.role(name);
    const inline: Value[] = [];
    const listed: Value[] = [];
    if (chosen.hasBoundary)
        made.inputs.permissionsBoundary = `arn:aws:iam::${account}:policy/limit`;
    chosen.policies.forEach(({ form, content }, i) => {
        const id = `${name}-${String(i)}`;
        const isOfAws = typeof content === "string";
        const policy: Value = isOfAws
            ? null
            : { Statement: content.map((each) => statementOf(each, things)) };
        if (!isOfAws && form === "inlinePolicies") {
            inline.push({ name: id, policy });
            return;
        }
        if (!isOfAws && form === "rolePolicy") {
            n.add("aws:iam/rolePolicy:RolePolicy", id, { role: made.id, policy });
            return;
        }
        const policyArn: Value = isOfAws
            ? content
            : n.add("aws:iam/policy:Policy", id, { policy }).arn;
        if (form === "managedPolicyArns") {
            listed.push(policyArn);
        } else if (form === "policyAttachment") {
            const roles = [made.get("name")];
            n.add("aws:iam/policyAttachment:PolicyAttachment", id, { roles, policyArn });
        } else {
            n.add("aws:iam/rolePolicyAttachment:RolePolicyAttachment", id, {
                role: made.get("name"),
                policyArn,
            });
        }
    });
    if (inline.length > 0) made.inputs.inlinePolicies = inline;
    if (listed.length > 0) made.inputs.managedPolicyArns = listed;
    return made.arn;
}

function statementOf(chosen: Statement, things: Things): Value {
    const own: Readonly<Record<string, Value>> = {
        repository: things.repository.arn,
        "log group": things.logGroup.arn,
        secret: things.secret.arn,
    };
    return {
        Effect: chosen.effect,
        [chosen.isNegated ? "NotAction" : "Action"]: chosen.actions,
        Resource: [own[chosen.resources] ?? chosen.resources],
        ...(chosen.isConditional ? { Condition: { Bool: { "aws:SecureTransport": "true" } } } : {}),
    };
}

function containerOf(
    { image, driver, secret, files }: Choices["containers"][number],
    i: number,
    things: Things,
): Inputs {
    const own = "the program's own";
    const valueFrom: Value = secret === own ? things.secret.arn : (secret ?? null);
    return {
        name: `c${String(i)}`,
        image: image === own ? things.repository.get("repositoryUrl") : image,
        ...(driver === undefined ? {} : { logConfiguration: logsBy(driver, things) }),
        ...(secret === undefined ? {} : { secrets: [{ name: "KEY", valueFrom }] }),
        ...(files ? { environmentFiles: [{ type: "s3", value: "arn:aws:s3:::b/app.env" }] } : {}),
    };
}

function logsBy(driver: string, { logGroup }: Things): Inputs {
    if (driver === "splunk") {
        const options = { "splunk-url": "https://inputs.acme.splunkcloud.com:8088" };
        return { logDriver: driver, options };
    }
    if (!driver.startsWith("awslogs")) {
        const options = {
            Name: driver,
            region: "us-east-1",
            log_group_name: "/ecs/app",
            bucket: "b",
        };
        return { logDriver: "awsfirelens", options };
    }
    return {
        logDriver: "awslogs",
        options: {
            "awslogs-group": driver.includes("program") ? logGroup.get("name") : "/ecs/app",
            "awslogs-region": "us-east-1",
            "awslogs-stream-prefix": "app",
            ...(driver.includes("makes") ? { "awslogs-create-group": "true" } : {}),
        },
    };
}
