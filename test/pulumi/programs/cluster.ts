// Healthy: a service beside a cluster of EKS, in which a provider that is configured with it makes things.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

class Kubernetes extends pulumi.ProviderResource {
    constructor(name: string, kubeconfig: pulumi.Output<string>) {
        super("kubernetes", name, { kubeconfig });
    }
}
class Namespace extends pulumi.CustomResource {
    constructor(name: string, args: pulumi.Inputs, options: pulumi.CustomResourceOptions) {
        super("kubernetes:core/v1:Namespace", name, { status: undefined, ...args }, options);
    }
}
class ConfigMap extends pulumi.CustomResource {
    constructor(name: string, args: pulumi.Inputs, options: pulumi.CustomResourceOptions) {
        super("kubernetes:core/v1:ConfigMap", name, args, options);
    }
}

const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
const internet = new aws.ec2.InternetGateway("internet", { vpcId: vpc.id });
const routes = new aws.ec2.RouteTable("routes", {
    vpcId: vpc.id,
    routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: internet.id }],
});
const subnetIds = ["a", "b"].map((zone, i) => {
    const subnet = new aws.ec2.Subnet(`subnet-${zone}`, {
        vpcId: vpc.id,
        cidrBlock: `10.0.${i}.0/24`,
        availabilityZone: `us-east-1${zone}`,
    });
    new aws.ec2.RouteTableAssociation(`subnet-${zone}`, {
        subnetId: subnet.id,
        routeTableId: routes.id,
    });
    return subnet.id;
});

const role = new aws.iam.Role("cluster", {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "eks.amazonaws.com" }),
});
const cluster = new aws.eks.Cluster("jobs", { roleArn: role.arn, vpcConfig: { subnetIds } });
const kubeconfig = pulumi
    .all([cluster.name, cluster.endpoint, cluster.certificateAuthority])
    .apply(([name, server, { data }]) =>
        JSON.stringify({
            apiVersion: "v1",
            kind: "Config",
            clusters: [{ name, cluster: { server, "certificate-authority-data": data } }],
            contexts: [{ name, context: { cluster: name, user: name } }],
            "current-context": name,
            users: [
                {
                    name,
                    user: {
                        exec: {
                            apiVersion: "client.authentication.k8s.io/v1",
                            command: "aws",
                            args: ["eks", "get-token", "--cluster-name", name],
                        },
                    },
                },
            ],
        }),
    );
const provider = new Kubernetes("jobs", kubeconfig);
const namespace = new Namespace("jobs", { metadata: { name: "jobs" } }, { provider });

const group = new aws.ec2.SecurityGroup("tasks", {
    vpcId: vpc.id,
    egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
});
const queue = new aws.sqs.Queue("jobs");
new ConfigMap(
    "jobs",
    { metadata: { name: "jobs", namespace: "jobs" }, data: { queue: queue.url } },
    { provider, dependsOn: [namespace] },
);
const task = new aws.ecs.TaskDefinition("web", {
    family: "web",
    cpu: "256",
    memory: "512",
    networkMode: "awsvpc",
    requiresCompatibilities: ["FARGATE"],
    containerDefinitions: pulumi.jsonStringify([
        {
            name: "web",
            image: "nginx",
            environment: [
                { name: "QUEUE", value: queue.url },
                { name: "CLUSTER", value: cluster.endpoint },
            ],
        },
    ]),
});
new aws.ecs.Service("web", {
    cluster: new aws.ecs.Cluster("web").arn,
    launchType: "FARGATE",
    taskDefinition: task.arn,
    desiredCount: 1,
    networkConfiguration: { subnets: subnetIds, securityGroups: [group.id], assignPublicIp: true },
});
