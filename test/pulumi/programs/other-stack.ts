// Healthy: a second service in the network that another stack gives away.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const network = new pulumi.StackReference("organization/web/network");
const task = new aws.ecs.TaskDefinition("worker", {
    family: "worker",
    cpu: "256",
    memory: "512",
    networkMode: "awsvpc",
    requiresCompatibilities: ["FARGATE"],
    containerDefinitions: JSON.stringify([{ name: "worker", image: "public.ecr.aws/nginx/nginx" }]),
});
new aws.ecs.Service("worker", {
    cluster: network.requireOutput("clusterArn"),
    launchType: "FARGATE",
    taskDefinition: task.arn,
    desiredCount: 1,
    networkConfiguration: {
        subnets: network.requireOutput("privateSubnetIds"),
        securityGroups: [network.requireOutput("taskGroupId")],
    },
});
