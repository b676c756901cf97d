// Broken: the service is made inside apply, in subnets from which its image cannot be pulled.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
const internet = new aws.ec2.InternetGateway("internet", { vpcId: vpc.id });
const routes = new aws.ec2.RouteTable("routes", {
    vpcId: vpc.id,
    routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: internet.id }],
});
const subnets = ["a", "b"].map((zone, i) => {
    const subnet = new aws.ec2.Subnet(`subnet-${zone}`, {
        vpcId: vpc.id,
        cidrBlock: `10.0.${i}.0/24`,
        availabilityZone: `us-east-1${zone}`,
    });
    new aws.ec2.RouteTableAssociation(`subnet-${zone}`, {
        subnetId: subnet.id,
        routeTableId: routes.id,
    });
    return subnet;
});
const group = new aws.ec2.SecurityGroup("tasks", {
    vpcId: vpc.id,
    egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
});
const cluster = new aws.ecs.Cluster("cluster");
const repository = new aws.ecr.Repository("worker");
pulumi.all(subnets.map(({ id }) => id)).apply((ids) => {
    const task = new aws.ecs.TaskDefinition("worker", {
        family: "worker",
        cpu: "256",
        memory: "512",
        networkMode: "awsvpc",
        requiresCompatibilities: ["FARGATE"],
        executionRoleArn: "arn:aws:iam::123456789012:role/execution",
        containerDefinitions: pulumi.jsonStringify([
            {
                name: "app",
                image: pulumi.interpolate`${repository.repositoryUrl}:latest`,
                portMappings: [{ containerPort: 80, hostPort: 8080 }],
            },
        ]),
    });
    new aws.ecs.Service("worker", {
        cluster: cluster.arn,
        launchType: "FARGATE",
        taskDefinition: task.arn,
        desiredCount: 1,
        networkConfiguration: { subnets: ids, securityGroups: [group.id] },
    });
});
