import { taskExecutionRole } from "../../policies/task-execution-role";
import { unverifiedNetwork } from "../../policies/unverified-network";
import {
    ecrImage,
    executionPolicy,
    natNetwork,
    taskFedBy,
    taskOf,
    type Network,
} from "../support/networks";
import type { Inputs, Resource, Value } from "../support/program";
import { report } from "../support/launchers";
import { testPolicy } from "../support/table";

const publicImage = "nginx:1";
const awslogs = {
    logDriver: "awslogs",
    options: {
        "awslogs-group": "/ecs/app",
        "awslogs-region": "us-east-1",
        "awslogs-stream-prefix": "app",
    },
};
const parameter = { name: "KEY", valueFrom: "/app/key" };

/** A service whose task definition has these containers and this execution role. */
function service(
    n: Network,
    containers: readonly Inputs[],
    role: Value = null,
    inputs: Inputs = {},
): void {
    const { privateSubnet } = natNetwork(n);
    taskOf(n, ...containers).inputs.executionRoleArn = role;
    n.service("web", [privateSubnet], inputs);
}

/** A service whose containers are not known before the deployment, without an execution role. */
function fedBy(n: Network, feeding: Resource, inputs: Inputs = {}): void {
    const { privateSubnet } = natNetwork(n);
    Object.assign(taskFedBy(n, feeding).inputs, { executionRoleArn: null, ...inputs });
    n.service("web", [privateSubnet]);
}

/** A task definition without a role, which does not say of itself that it is for Fargate. */
function withoutRole(n: Network, definition: Inputs): { privateSubnet: Resource; task: Resource } {
    const { privateSubnet } = natNetwork(n);
    const task = taskOf(n, { image: ecrImage });
    Object.assign(task.inputs, {
        executionRoleArn: null,
        requiresCompatibilities: null,
        ...definition,
    });
    return { privateSubnet, task };
}

/** An EventBridge rule's target that starts tasks on Fargate with this input. */
function scheduled(n: Network, input: Inputs, definition: Inputs = {}): void {
    const { privateSubnet, task } = withoutRole(n, definition);
    n.add("aws:cloudwatch/eventTarget:EventTarget", "nightly", {
        arn: n.cluster().arn,
        ecsTarget: {
            taskDefinitionArn: task.arn,
            launchType: "FARGATE",
            networkConfiguration: { subnets: [privateSubnet.id] },
        },
        ...input,
    });
}

/** The same of a state of Step Functions, with these parameters. */
function nightly(n: Network, parameters: Inputs, definition: Inputs = {}): void {
    const { privateSubnet } = withoutRole(n, definition);
    report(n, [privateSubnet], parameters);
}

const roleArn = "arn:aws:iam::123456789012:role/other";

testPolicy(taskExecutionRole, unverifiedNetwork, {
    valid: [
        {
            name: "a private ECR image, logs, and a role of the program",
            network: (n) => {
                const role = n.role("execution", executionPolicy);
                service(n, [{ image: ecrImage, logConfiguration: awslogs }], role.arn);
            },
        },
        {
            name: "a role of another stack",
            network: (n) => {
                service(n, [{ image: ecrImage }], roleArn);
            },
        },
        {
            name: "an image of Docker Hub, without logs and role",
            network: (n) => {
                service(n, [{ image: publicImage }]);
            },
        },
        {
            name: "an image of public.ecr.aws, and logs to a host by Splunk",
            network: (n) => {
                const options = { "splunk-url": "https://inputs.acme.splunkcloud.com:8088" };
                const logConfiguration = { logDriver: "splunk", options };
                service(n, [{ image: "public.ecr.aws/nginx/nginx:1", logConfiguration }]);
            },
        },
        {
            name: "empty lists of secrets and files",
            network: (n) => {
                service(n, [{ image: publicImage, secrets: [], environmentFiles: [] }]);
            },
        },
        {
            name: "a registry of one's own without credentials",
            network: (n) => {
                service(n, [{ image: "registry.corp.example/app:1" }]);
            },
        },
        {
            name: "a definition of an EC2 service",
            network: (n) => {
                const compatible = { requiresCompatibilities: ["EC2"] };
                service(n, [{ image: ecrImage }], null, { launchType: "EC2" });
                Object.assign(
                    n.find("aws:ecs/taskDefinition:TaskDefinition")?.inputs ?? {},
                    compatible,
                );
            },
        },
        {
            name: "a role that an event target's input gives",
            network: (n) => {
                scheduled(n, { input: "{}" }, { executionRoleArn: roleArn });
            },
        },
        {
            name: "containers that are not known, with a role",
            network: (n) => {
                const repository = n.add("aws:ecr/repository:Repository", "app");
                const { privateSubnet } = natNetwork(n);
                taskFedBy(n, repository);
                n.service("web", [privateSubnet]);
            },
            forms: ["first preview"],
        },
        {
            name: "a role that a component makes",
            network: (n) => {
                const parent = n.add("awsx:ecs:FargateService", "web", {}, { component: true });
                const role = n.add("aws:iam/role:Role", "web-execution", {}, { parent });
                service(n, [{ image: ecrImage }], role.arn);
            },
        },
        {
            name: "Express Mode, which names its role",
            network: (n) => n.express("web", [natNetwork(n).privateSubnet]),
        },
    ],
    violates: [
        {
            name: "a private ECR image without a role",
            statement: "1.5",
            network: (n) => {
                service(n, [{ image: ecrImage }]);
            },
            on: "app",
            says: [
                /^task definition app has no executionRoleArn, which it needs on Fargate for private ECR images, so AWS refuses it$/m,
                /fix: set executionRoleArn on the task definition app/,
            ],
            fixed: (n) => {
                const role = n.role("execution", executionPolicy);
                service(n, [{ image: ecrImage }], role.arn);
            },
        },
        {
            name: "logs of a public image",
            statement: "1.5",
            network: (n) => {
                service(n, [{ image: publicImage, logConfiguration: awslogs }]);
            },
            on: "app",
            says: /for the log driver awslogs, so AWS refuses it/,
        },
        {
            name: "a parameter among the secrets",
            statement: "1.5",
            network: (n) => {
                service(n, [{ image: publicImage, secrets: [parameter] }]);
            },
            on: "app",
            says: /for secrets, so AWS refuses it/,
        },
        {
            name: "a token for Splunk among the secrets of the log driver",
            network: (n) => {
                const secretOptions = [{ name: "splunk-token", valueFrom: "/app/token" }];
                const logConfiguration = { logDriver: "splunk", secretOptions };
                service(n, [{ image: publicImage, logConfiguration }]);
            },
            on: "app",
            says: /for secrets/,
        },
        {
            name: "credentials of a registry",
            network: (n) => {
                const repositoryCredentials = { credentialsParameter: "registry" };
                service(n, [{ image: "registry.corp.example/app:1", repositoryCredentials }]);
            },
            on: "app",
            says: /for registry credentials, so its tasks do not start/,
        },
        {
            name: "environment files",
            network: (n) => {
                const environmentFiles = [{ type: "s3", value: "arn:aws:s3:::assets/app.env" }];
                service(n, [{ image: publicImage, environmentFiles }]);
            },
            on: "app",
            says: /for environment files, so its tasks do not start/,
        },
        {
            name: "the second of two containers, and all that it needs at once",
            network: (n) => {
                const busy = { image: ecrImage, logConfiguration: awslogs, secrets: [parameter] };
                service(n, [{ image: publicImage }, busy]);
            },
            on: "app",
            says: /for private ECR images, the log driver awslogs, secrets, so/,
        },
        {
            name: "a definition for Fargate that nothing starts",
            network: (n) => {
                service(n, [{ image: publicImage }]);
                const { inputs } = n.taskDefinition("job");
                inputs.executionRoleArn = null;
            },
            on: "job",
            says: /task definition job has no executionRoleArn/,
        },
        {
            name: "a definition that does not name Fargate, of a service on FARGATE_SPOT",
            network: (n) => {
                service(n, [{ image: ecrImage }], null, {
                    launchType: null,
                    capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT", weight: 1 }],
                });
                const definition = n.find("aws:ecs/taskDefinition:TaskDefinition");
                if (definition !== undefined) definition.inputs.requiresCompatibilities = null;
            },
            on: "app",
            says: /so its tasks do not start/,
        },
        {
            name: "containers that are not known, but depend on a repository",
            network: (n) => {
                fedBy(n, n.add("aws:ecr/repository:Repository", "images"));
            },
            forms: ["first preview"],
            on: "app",
            says: /private ECR images \(inferred: the containers, not known yet, depend on the repository images\)/,
        },
        {
            name: "containers that are not known, but depend on a log group",
            network: (n) => {
                fedBy(n, n.add("aws:cloudwatch/logGroup:LogGroup", "logs"));
            },
            forms: ["first preview"],
            on: "app",
            says: /awslogs \(inferred: the containers, not known yet, depend on the log group logs\)/,
        },
        {
            name: "a task that an event starts, without a role in its input",
            network: (n) => {
                scheduled(n, { input: JSON.stringify({ containerOverrides: [] }) });
            },
            on: "app",
            says: /private ECR images/,
        },
        {
            name: "a role that only an event's input gives to a definition for Fargate",
            network: (n) => {
                const input = JSON.stringify({ executionRoleArn: roleArn });
                scheduled(n, { input }, { requiresCompatibilities: ["FARGATE"] });
            },
            on: "app",
            says: /so AWS refuses it/,
        },
        {
            name: "a secret that is not known",
            network: (n) => {
                const secret = n.add("aws:secretsmanager/secret:Secret", "key");
                fedBy(n, secret, {
                    containerDefinitions: [
                        {
                            name: "c0",
                            image: publicImage,
                            secrets: [{ name: "KEY", valueFrom: secret.arn }],
                        },
                    ],
                });
            },
            on: "app",
            says: /for secrets, so AWS refuses it/,
        },
    ],
    cannotKnow: [
        {
            name: "containers that another resource makes, without a role",
            network: (n) => {
                fedBy(n, n.add("aws:ssm/parameter:Parameter", "containers"));
            },
            forms: ["first preview"],
            on: "app",
            gap: /containerDefinitions of app: it comes from containers/,
            ok: (n) => {
                service(n, [{ image: publicImage }]);
            },
            violated: (n) => {
                service(n, [{ image: ecrImage }]);
            },
        },
        {
            name: "an image of a service that may be on Fargate",
            network: (n) => {
                service(n, [{ image: ecrImage }], null, { launchType: null, cluster: "shared" });
                const definition = n.find("aws:ecs/taskDefinition:TaskDefinition");
                if (definition !== undefined) definition.inputs.requiresCompatibilities = null;
            },
            on: "app",
            gap: /the cluster that it names is not in this plan/,
            ok: (n) => {
                service(n, [{ image: ecrImage }], roleArn, { launchType: null, cluster: "shared" });
            },
            violated: (n) => {
                service(n, [{ image: ecrImage }]);
            },
        },
        {
            name: "a role that an event's input gives",
            network: (n) => {
                scheduled(n, { input: JSON.stringify({ executionRoleArn: roleArn }) });
            },
            on: "app",
            gap: /it starts tasks with its own executionRoleArn/,
            ok: (n) => {
                scheduled(n, {}, { executionRoleArn: roleArn });
            },
            violated: (n) => {
                scheduled(n, {});
            },
        },
        {
            name: "a role that a state of Step Functions gives",
            network: (n) => {
                nightly(n, { Overrides: { ExecutionRoleArn: roleArn } });
            },
            forms: ["deployed"],
            on: "app",
            gap: /it starts tasks with its own executionRoleArn/,
            ok: (n) => {
                nightly(n, {}, { executionRoleArn: roleArn });
            },
            violated: (n) => {
                nightly(n, {});
            },
        },
        {
            name: "an input that is made of the event",
            network: (n) => {
                scheduled(n, { inputTransformer: { inputTemplate: "{}" } });
            },
            on: "app",
            gap: /what inputTransformer makes of an event may name other roles/,
            ok: (n) => {
                scheduled(n, {}, { executionRoleArn: roleArn });
            },
            violated: (n) => {
                scheduled(n, {});
            },
        },
        {
            name: "a task definition that is not in the plan",
            network: (n) => {
                const { privateSubnet } = natNetwork(n);
                n.service("web", [privateSubnet], { taskDefinition: "other:1" });
            },
            on: "web",
            gap: /the task definition that it names is not in this plan/,
            ok: (n) => {
                service(n, [{ image: publicImage }]);
            },
            violated: (n) => {
                service(n, [{ image: ecrImage }]);
            },
        },
    ],
});
