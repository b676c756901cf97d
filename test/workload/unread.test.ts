import assert from "node:assert/strict";
import { preflightInputs } from "../../policies/preflight-inputs";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { runPack, type Report } from "../support/harness";
import { executionPolicy, natNetwork, Network } from "../support/networks";
import type { Form, Resource } from "../support/program";

/** A service on Fargate that is read, in a network that is read. */
function service(n: Network): Resource {
    const { privateSubnet } = natNetwork(n);
    n.taskDefinition("app", { executionRoleArn: n.role("execution", executionPolicy).arn });
    return n.service("web", [privateSubnet], { desiredCount: 1 });
}

const template = (...types: readonly string[]): string =>
    JSON.stringify({
        Resources: Object.fromEntries(types.map((Type, i) => [`R${String(i)}`, { Type }])),
    });

const runTask = JSON.stringify({ StartAt: "Run" });

/** What a stack holds, and what of it is named as not read. */
const rows: readonly {
    readonly name: string;
    readonly network: (n: Network) => void;
    readonly named: readonly (readonly [name: string, says: RegExp])[];
}[] = [
    {
        name: "a stack of Lambda functions in a VPC",
        network: (n) => {
            const { privateSubnet } = natNetwork(n);
            n.add("aws:lambda/function:Function", "handler", {
                role: n.role("lambda").arn,
                vpcConfig: { subnetIds: [privateSubnet.id], securityGroupIds: [] },
            });
            n.add("aws:cloudformation/stack:Stack", "bucket", {
                templateBody: template("AWS::S3::Bucket", "AWS::EC2::VPC"),
            });
        },
        named: [],
    },
    {
        name: "a stack of EC2 instances, with an address of another provider",
        network: (n) => {
            const { privateSubnet } = natNetwork(n);
            n.add("aws:ec2/instance:Instance", "bastion", { subnetId: privateSubnet.id });
            n.add("aws:index/eip:Eip", "address");
            n.add("aws:index/vpc:Vpc", "other");
        },
        named: [],
    },
    {
        name: "a stack of aws-native's buckets and roles",
        network: (n) => {
            n.add("aws-native:s3:Bucket", "files");
            n.add("aws-native:iam:Role", "reader", { assumeRolePolicyDocument: {} });
            n.add("aws-native:lambda:Function", "handler", { code: {} });
        },
        named: [],
    },
    {
        name: "a stack of EKS, with what Kubernetes runs there",
        network: (n) => {
            const { privateSubnet } = natNetwork(n);
            n.add("aws:eks/cluster:Cluster", "cluster", {
                vpcConfig: { subnetIds: [privateSubnet.id] },
            });
            n.add("aws:eks/fargateProfile:FargateProfile", "pods", {
                subnetIds: [privateSubnet.id],
            });
            n.add("kubernetes:apps/v1:Deployment", "web");
            n.add("kubernetes:core/v1:Service", "web");
        },
        named: [],
    },
    {
        name: "a stack of another cloud that has a service called ECS",
        network: (n) => {
            n.add("alicloud:ecs/instance:Instance", "web");
            n.add("alicloud:ecs/securityGroup:SecurityGroup", "web");
            n.add("huaweicloud:Ecs/instance:Instance", "web");
        },
        named: [],
    },
    {
        name: "a service that is read, beside much else",
        network: (n) => {
            service(n);
            n.add("aws:s3/bucket:Bucket", "files");
            n.add("aws:ec2/placementGroup:PlacementGroup", "spread", { strategy: "spread" });
            n.add("aws-native:ecs:PrimaryTaskSet", "primary");
            n.add("aws:index/s3Bucket:S3Bucket", "others");
            n.add("aws:index/route53Record:Route53Record", "name");
            n.add("pulumi-nodejs:dynamic:Resource", "own");
            n.add("random:index/randomPet:RandomPet", "pet");
            n.add("aws:cloudformation/stack:Stack", "alarms", {
                templateBody: template("AWS::CloudWatch::Alarm"),
            });
            n.add("aws:sfn/stateMachine:StateMachine", "steps", { definition: runTask });
        },
        named: [],
    },
    {
        name: "services under components of the older awsx",
        network: (n) => {
            const options = { component: true };
            n.add("awsx:x:ec2:Vpc", "network", {}, options);
            n.add("awsx:x:ecs:Cluster", "cluster", {}, options);
            n.add("awsx:x:ecs:FargateTaskDefinition", "web", {}, options);
            n.add("awsx:x:ecs:FargateService", "web", {}, options);
            service(n);
        },
        named: [],
    },
    {
        name: "a service and a task definition of a provider made of Terraform's",
        network: (n) => {
            const definition = n.add("aws:index/ecsTaskDefinition:EcsTaskDefinition", "app");
            const inputs = { taskDefinition: definition.arn };
            n.add("aws:index/ecsService:EcsService", "web", inputs);
            n.add("aws:index/ecsService:EcsService", "worker", inputs);
            n.add("aws:index/vpc:Vpc", "vpc");
            n.add("aws:index/subnet:Subnet", "subnet");
        },
        named: [
            ["app", /the type aws:index\/ecsTaskDefinition:EcsTaskDefinition is not read: nothing/],
            ["web", /is not read, nor are 1 others: nothing about it was checked/],
        ],
    },
    {
        name: "a service of Terraform's provider for Cloud Control",
        network: (n) => n.add("awscc:index/ecsService:EcsService", "web"),
        named: [["web", /the type awscc:index\/ecsService:EcsService is not read/]],
    },
    {
        name: "a service inside a module of Terraform's",
        network: (n) => {
            n.add("web:index:Module", "web", {}, { component: true });
            n.add("web:tf:aws_ecs_service", "module.web.aws_ecs_service.this[0]");
            n.add("web:tf:aws_iam_role", "module.web.aws_iam_role.this[0]");
        },
        named: [["module.web.aws_ecs_service.this[0]", /the type web:tf:aws_ecs_service is not/]],
    },
    {
        name: "a network of a module of Terraform's, beside a service",
        network: (n) => {
            service(n);
            n.add("vpc:tf:aws_vpc", "vpc");
            n.add("vpc:tf:aws_subnet", "public");
            n.add("vpc:tf:aws_subnet", "private");
            n.add("vpc:tf:aws_default_route_table", "default");
            n.add("vpc:tf:aws_route53_record", "name");
            n.add("vpc:tf:aws_s3files_mount_target", "files");
        },
        named: [
            ["vpc", /vpc:tf:aws_vpc is not read: nothing about it was checked/],
            ["public", /vpc:tf:aws_subnet is not read, nor are 1 others/],
            ["default", /vpc:tf:aws_default_route_table is not read/],
            ["files", /vpc:tf:aws_s3files_mount_target is not read/],
        ],
    },
    {
        name: "a type of a newer version of either provider, beside a service",
        network: (n) => {
            service(n);
            n.add("aws:ec2/routeMaker:RouteMaker", "maker");
            n.add("aws-native:ec2:RouteMaker", "native");
            n.add("aws:s3/newThing:NewThing", "other");
        },
        named: [
            ["maker", /the type aws:ec2\/routeMaker:RouteMaker is not read/],
            ["native", /the type aws-native:ec2:RouteMaker is not read/],
        ],
    },
    {
        name: "the same without a service",
        network: (n) => {
            n.add("aws:ec2/routeMaker:RouteMaker", "maker");
            n.add("aws-native:ec2:RouteMaker", "native");
        },
        named: [],
    },
    {
        name: "services in a template of CloudFormation's",
        network: (n) => {
            n.add("aws:cloudformation/stack:Stack", "web", {
                templateBody: template("AWS::EC2::VPC", "AWS::ECS::Service"),
            });
            n.add("aws:cloudformation/stack:Stack", "alarms", {
                templateBody: template("AWS::CloudWatch::Alarm"),
            });
            n.add("aws-native:cloudformation:Stack", "worker", {
                templateBody: { Resources: { Task: { Type: "AWS::ECS::TaskDefinition" } } },
            });
            n.add("aws:cloudcontrol/resource:Resource", "api", {
                typeName: "AWS::ECS::ExpressGatewayService",
                desiredState: "{}",
            });
            n.add("aws-native:index:ExtensionResource", "jobs", {
                type: "AWS::ECS::Service",
                properties: {},
            });
        },
        named: [
            ["web", /it declares tasks of ECS by a template, which is not read: nothing/],
            ["worker", /it declares tasks of ECS by a template/],
            ["api", /it declares tasks of ECS by a template/],
            ["jobs", /it declares tasks of ECS by a template/],
        ],
    },
    {
        name: "a cluster, whose service another provider makes",
        network: (n) => {
            n.cluster();
            n.add("aws:index/ecsService:EcsService", "web");
        },
        named: [["web", /is not read/]],
    },
];

function reported(network: (n: Network) => void, form: Form): readonly Report[] {
    const n = new Network();
    network(n);
    return runPack(n.record(form), { policies: [preflightInputs, unverifiedNetwork] });
}

describe("what is not read", () => {
    for (const { name, network, named } of rows) {
        for (const form of ["first preview", "deployed"] as const) {
            it(`is named of ${name} (${form})`, () => {
                const reports = reported(network, form);
                assert.deepEqual(
                    reports.map((each) => each.name).sort(),
                    named.map(([each]) => each).sort(),
                    reports.map(({ message }) => message).join("\n"),
                );
                for (const [each, says] of named) {
                    const found = reports.find((report) => report.name === each);
                    assert.match(found?.message ?? "", says);
                    assert.equal(found?.level, "advisory");
                }
            });
        }
    }
});

describe("a provider that is called aws and is another one", () => {
    it("may add to what it depends on", () => {
        const judged = (adds: boolean): string[] => {
            const n = new Network();
            const { subnet, table } = n.subnetWith("private", n.vpc(), []);
            n.service("web", [subnet]);
            if (adds) n.add("aws:index/route:Route", "out", { routeTableId: table.id });
            return runPack(n.record("first preview"))
                .filter(({ level }) => level === "mandatory")
                .map(({ policy }) => policy);
        };
        assert.deepEqual(judged(false), ["task-image-pull"]);
        assert.deepEqual(judged(true), []);
    });
});
