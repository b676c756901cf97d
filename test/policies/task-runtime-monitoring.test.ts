import { taskRuntimeMonitoring } from "../../policies/task-runtime-monitoring";
import { unverifiedNetwork } from "../../policies/unverified-network";
import {
    ecrImage,
    executionPolicy,
    groupWith,
    isolatedNetwork,
    natNetwork,
    tcp,
    type Network,
} from "../support/networks";
import { agent, monitoring, ofEks } from "../support/guardduty";
import {
    unknown,
    withOtherProvider,
    type Inputs,
    type Resource,
    type Value,
} from "../support/program";
import { testPolicy } from "../support/table";

/** A service of public images with an execution role, which has this policy. */
function withRole(n: Network, subnet: Resource, policy: Value = executionPolicy): void {
    const role = n.role("execution", ...(policy === null ? [] : [policy]));
    n.taskDefinition("app", { executionRoleArn: role.arn }, "nginx:1");
    n.service("web", [subnet]);
}

/** A service that GuardDuty covers, behind a NAT gateway. */
function behindNat(n: Network, policy: Value = executionPolicy): void {
    monitoring(n);
    withRole(n, natNetwork(n).privateSubnet, policy);
}

/** One in an isolated VPC with these endpoints. */
function isolated(n: Network, services: readonly string[]): void {
    withRole(n, isolatedNetwork(n, services).subnet);
}

/** One without a role, which its public image does not need. */
function withoutRole(n: Network, inputs: Inputs = {}): void {
    const { privateSubnet } = natNetwork(n);
    n.taskDefinition("app", { executionRoleArn: null, ...inputs }, "nginx:1");
    n.service("web", [privateSubnet]);
}

const windows = { runtimePlatform: { operatingSystemFamily: "WINDOWS_SERVER_2022_CORE" } };
const endpoints = ["ecr.api", "ecr.dkr", "s3"];

/** Leave to log in, and to pull from this repository. */
function mayPull(n: Network, repository: Value): void {
    monitoring(n);
    const { privateSubnet } = natNetwork(n);
    const role = n.role("execution");
    n.add("aws:iam/rolePolicy:RolePolicy", "pull", {
        role: role.get("name"),
        policy:
            repository === unknown
                ? unknown
                : JSON.stringify({
                      Version: "2012-10-17",
                      Statement: [
                          { Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
                          {
                              Effect: "Allow",
                              Action: [
                                  "ecr:BatchCheckLayerAvailability",
                                  "ecr:GetDownloadUrlForLayer",
                                  "ecr:BatchGetImage",
                              ],
                              Resource: repository,
                          },
                      ],
                  }),
    });
    n.taskDefinition("app", { executionRoleArn: role.arn }, "nginx:1");
    n.service("web", [privateSubnet]);
}

/** Endpoints of ECR, of which the registry's lets pass what is of these repositories. */
function byPolicy(n: Network, ...Resource: readonly string[]): void {
    monitoring(n);
    const { vpc, subnet } = isolatedNetwork(n, ["ecr.api", "s3"]);
    const Statement = [{ Effect: "Allow", Principal: "*", Action: "*", Resource }];
    n.endpoint("ecr.dkr", vpc, { policy: JSON.stringify({ Statement }) });
    withRole(n, subnet);
}

const ofAws = "arn:aws:ecr:us-east-1:593207742271:repository/aws-guardduty-agent-fargate";
const own = "arn:aws:ecr:us-east-1:123456789012:repository/*";

testPolicy(taskRuntimeMonitoring, unverifiedNetwork, {
    valid: [
        {
            name: "a role with AmazonECSTaskExecutionRolePolicy, behind a NAT gateway",
            network: (n) => {
                behindNat(n);
            },
        },
        {
            name: "the endpoints of ECR and S3 in an isolated VPC",
            network: (n) => {
                monitoring(n);
                isolated(n, endpoints);
            },
        },
        {
            name: "a role that may pull from the agent's repository alone",
            network: (n) => {
                mayPull(n, ofAws);
            },
        },
        {
            name: "an endpoint that lets the agent's repository pass",
            network: (n) => {
                byPolicy(n, own, ofAws);
            },
        },
        {
            name: "no Runtime Monitoring, no role and an isolated VPC",
            network: (n) => {
                n.taskDefinition("app", { executionRoleArn: null }, "nginx:1");
                n.service("web", [isolatedNetwork(n, []).subnet]);
            },
        },
        {
            name: "a detector with other features alone",
            network: (n) => {
                monitoring(n, { name: "S3_DATA_EVENTS", additionalConfigurations: null });
                withoutRole(n);
            },
        },
        {
            name: "Runtime Monitoring that is turned off",
            network: (n) => {
                monitoring(n, { status: "DISABLED" });
                withoutRole(n);
            },
        },
        {
            name: "a detector that is suspended",
            network: (n) => {
                monitoring(n, {}, { enable: false });
                withoutRole(n);
            },
        },
        {
            name: "agents of EKS alone, and a cluster without a tag",
            network: (n) => {
                monitoring(n, { additionalConfigurations: [ofEks] });
                withoutRole(n);
            },
        },
        {
            name: "agents of Fargate that are turned off, and a cluster without a tag",
            network: (n) => {
                monitoring(n, {
                    additionalConfigurations: [ofEks, { ...agent, status: "DISABLED" }],
                });
                withoutRole(n);
            },
        },
        {
            name: "a cluster that is left out",
            network: (n) => {
                monitoring(n);
                n.cluster("main", { tags: { GuardDutyManaged: "false" } });
                withoutRole(n);
            },
        },
        {
            name: "a detector in another region",
            network: (n) => {
                monitoring(n, { region: "eu-west-1" }, { region: "eu-west-1" });
                withoutRole(n);
            },
        },
        {
            name: "Windows, which GuardDuty does not support",
            network: (n) => {
                monitoring(n);
                withoutRole(n, windows);
            },
        },
        {
            name: "a service on EC2",
            network: (n) => {
                monitoring(n);
                n.taskDefinition("app", {
                    executionRoleArn: null,
                    requiresCompatibilities: ["EC2"],
                });
                n.service("web", [isolatedNetwork(n, []).subnet], { launchType: "EC2" });
            },
        },
        {
            name: "a definition without a role that lacks one for its own image, which another policy says",
            network: (n) => {
                monitoring(n);
                n.taskDefinition("app", { executionRoleArn: null }, ecrImage);
                n.service("web", [natNetwork(n).privateSubnet]);
            },
        },
        {
            name: "a setting that it is on, and a cluster that is left out",
            settings: { "preflight-settings": { runtimeMonitoring: "on" } },
            network: (n) => {
                n.cluster("main", { tags: { GuardDutyManaged: "false" } });
                withoutRole(n);
            },
        },
    ],
    violates: [
        {
            name: "a task definition without an execution role",
            network: (n) => {
                monitoring(n);
                withoutRole(n);
            },
            fixed: (n) => {
                behindNat(n);
            },
            on: "app",
            says: [
                /^task definition app has no executionRoleArn, so its tasks start without GuardDuty's agent/,
                /fix: set executionRoleArn on the task definition app to a role with the managed policy AmazonECSTaskExecutionRolePolicy/,
            ],
        },
        {
            name: "a role without policies",
            network: (n) => {
                behindNat(n, null);
            },
            on: "app",
            says: [
                /^execution, the execution role of task definition app, refuses what GuardDuty's agent needs, so its tasks start without it: ecr:GetAuthorizationToken, ecr:BatchGetImage and ecr:GetDownloadUrlForLayer are not allowed \(its image\)/,
                /fix: attach the managed policy AmazonECSTaskExecutionRolePolicy to execution/,
            ],
        },
        {
            name: "a role that may pull from repositories of the account alone",
            network: (n) => {
                mayPull(n, own);
            },
            on: "app",
            says: [
                /ecr:BatchGetImage and ecr:GetDownloadUrlForLayer are not allowed \(its image\)/,
                /fix: allow ecr:BatchGetImage, ecr:GetDownloadUrlForLayer on arn:aws:ecr:us-east-1:593207742271:repository\/aws-guardduty-agent-fargate in a policy of execution/,
            ],
        },
        {
            name: "a role that may pull from the agent's repository of another region",
            network: (n) => {
                mayPull(n, ofAws.replace("us-east-1:593207742271", "us-west-2:733349766148"));
            },
            on: "app",
            says: /ecr:BatchGetImage and ecr:GetDownloadUrlForLayer are not allowed/,
        },
        {
            name: "an endpoint of ECR that lets repositories of the account alone pass",
            network: (n) => {
                byPolicy(n, own);
            },
            on: "web",
            says: [
                /^tasks of service web start without GuardDuty's agent: from subnet private they cannot reach private ECR \(us-east-1\) for GuardDuty's agent/,
                /its policy does not allow ecr:BatchGetImage on arn:aws:ecr:us-east-1:593207742271:repository\/aws-guardduty-agent-fargate/,
            ],
        },
        {
            name: "an isolated VPC without the endpoints of ECR",
            network: (n) => {
                monitoring(n);
                isolated(n, ["s3"]);
            },
            on: "web",
            says: /no endpoint for ecr\.api and ecr\.dkr/,
        },
        {
            name: "a group that lets nothing out to S3",
            network: (n) => {
                monitoring(n);
                const { vpc, subnet } = isolatedNetwork(n, endpoints);
                const egress = [tcp(443, { cidrBlocks: ["10.0.0.0/16"] })];
                const tasks = groupWith(n, "tasks", vpc, { egress });
                const role = n.role("execution", executionPolicy);
                n.taskDefinition("app", { executionRoleArn: role.arn }, "nginx:1");
                n.service("web", [subnet], {
                    networkConfiguration: { securityGroups: [tasks.id] },
                });
            },
            on: "web",
            says: /security group tasks → no egress rule admits TCP 443/,
        },
        {
            name: "a cluster that is taken in, where not all are",
            network: (n) => {
                monitoring(n, { additionalConfigurations: null });
                n.cluster("main", { tags: { GuardDutyManaged: "true" } });
                withoutRole(n);
            },
            on: "app",
            says: /has no executionRoleArn/,
        },
        {
            name: "a detector of two, the other in another region",
            network: (n) => {
                const elsewhere = n.add("aws:guardduty/detector:Detector", "elsewhere", {
                    region: "eu-west-1",
                });
                n.add("aws:guardduty/detectorFeature:DetectorFeature", "elsewhere", {
                    detectorId: elsewhere.id,
                    name: "RUNTIME_MONITORING",
                    status: "DISABLED",
                    region: "eu-west-1",
                });
                monitoring(n);
                withoutRole(n);
            },
            on: "app",
            says: /has no executionRoleArn/,
        },
        {
            name: "a setting that it is on, without a detector in the plan",
            settings: { "preflight-settings": { runtimeMonitoring: "on" } },
            network: (n) => {
                withoutRole(n);
            },
            on: "app",
            says: /has no executionRoleArn/,
        },
        {
            name: "a setting that it is on, and a cluster that is not in the plan",
            settings: { "preflight-settings": { runtimeMonitoring: "on" } },
            network: (n) => {
                n.taskDefinition("app", { executionRoleArn: null }, "nginx:1");
                n.service("web", [natNetwork(n).privateSubnet], { cluster: "shared" });
            },
            on: "app",
            says: /has no executionRoleArn/,
        },
    ],
    cannotKnow: [
        {
            name: "a cluster that is not in the plan, which may be left out",
            network: (n) => {
                monitoring(n);
                n.taskDefinition("app", { executionRoleArn: null }, "nginx:1");
                n.service("web", [natNetwork(n).privateSubnet], { cluster: "shared" });
            },
            on: "app",
            gap: /the cluster that it names is not in this plan/,
            ok: (n) => {
                monitoring(n);
                n.cluster("main", { tags: { GuardDutyManaged: "false" } });
                withoutRole(n);
            },
            violated: (n) => {
                monitoring(n);
                withoutRole(n);
            },
        },
        ...Object.entries({
            "tags that are not known": unknown,
            "a tag that is not known": { GuardDutyManaged: unknown },
            "a value of the tag that AWS does not document": { GuardDutyManaged: "no" },
        }).map(([name, tags]) => ({
            name,
            network: (n: Network) => {
                monitoring(n);
                n.cluster("main", { tags });
                withoutRole(n);
            },
            on: "app",
            gap: /tags.* of main/,
            ok: (n: Network) => {
                monitoring(n);
                n.cluster("main", { tags: { GuardDutyManaged: "false" } });
                withoutRole(n);
            },
            violated: (n: Network) => {
                monitoring(n);
                n.cluster("main", { tags: { GuardDutyManaged: "true" } });
                withoutRole(n);
            },
        })),
        ...Object.entries<Inputs>({
            "a status that is not known": { status: unknown },
            "a feature that is not known": { name: unknown },
            "agents that are not known": { additionalConfigurations: unknown },
            "a detector that is not in the plan": {
                detectorId: "12abc34d567e8fa901bc2d34e56789f0",
            },
        }).map(([name, feature]) => ({
            name,
            network: (n: Network) => {
                monitoring(n, feature);
                withoutRole(n);
            },
            on: "app",
            gap: /status of runtime|name of runtime|additionalConfigurations of runtime|detectorId of runtime/,
            ok: (n: Network) => {
                monitoring(n, { status: "DISABLED" });
                withoutRole(n);
            },
            violated: (n: Network) => {
                monitoring(n);
                withoutRole(n);
            },
        })),
        {
            name: "a detector of another provider",
            change: (recording) => withOtherProvider(recording, ({ name }) => name === "foreign"),
            network: (n) => {
                monitoring(n, {}, {}, "foreign");
                withoutRole(n);
            },
            on: "app",
            gap: /it has another provider than the tasks/,
            ok: (n) => {
                withoutRole(n);
            },
            violated: (n) => {
                monitoring(n);
                withoutRole(n);
            },
        },
        {
            name: "an operating system that is not known",
            network: (n) => {
                monitoring(n);
                withoutRole(n, { runtimePlatform: { operatingSystemFamily: unknown } });
            },
            on: "app",
            gap: /operatingSystemFamily of app/,
            ok: (n) => {
                monitoring(n);
                withoutRole(n, windows);
            },
            violated: (n) => {
                monitoring(n);
                withoutRole(n);
            },
        },
        {
            name: "a policy of the role that is not known",
            network: (n) => {
                mayPull(n, unknown);
            },
            on: "app",
            gap: /policy of pull/,
            ok: (n) => {
                mayPull(n, ofAws);
            },
            violated: (n) => {
                mayPull(n, own);
            },
        },
        {
            name: "egress through a transit gateway",
            network: (n) => {
                monitoring(n);
                const { subnet } = n.subnetWith("private", n.vpc(), [
                    { cidrBlock: "0.0.0.0/0", transitGatewayId: "tgw-1" },
                ]);
                withRole(n, subnet);
            },
            on: "web",
            gap: /what lies behind it is not in the plan/,
            ok: (n) => {
                behindNat(n);
            },
            violated: (n) => {
                monitoring(n);
                isolated(n, []);
            },
        },
    ],
});
