// Healthy: a service with a public IP in the default VPC, which data sources find.
import * as aws from "@pulumi/aws";

const vpc = aws.ec2.getVpcOutput({ default: true });
const subnets = aws.ec2.getSubnetsOutput({ filters: [{ name: "vpc-id", values: [vpc.id] }] });
const group = new aws.ec2.SecurityGroup("tasks", {
    vpcId: vpc.id,
    egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
});
const cluster = new aws.ecs.Cluster("cluster");
const task = new aws.ecs.TaskDefinition("app", {
    family: "app",
    cpu: "256",
    memory: "512",
    networkMode: "awsvpc",
    requiresCompatibilities: ["FARGATE"],
    containerDefinitions: JSON.stringify([{ name: "app", image: "nginx" }]),
});
new aws.ecs.Service("app", {
    cluster: cluster.arn,
    launchType: "FARGATE",
    taskDefinition: task.arn,
    desiredCount: 1,
    networkConfiguration: {
        subnets: subnets.ids,
        securityGroups: [group.id],
        assignPublicIp: true,
    },
});
