// Broken: a task that a rule starts every hour, without a public IP in a public subnet.
import * as aws from "@pulumi/aws";

const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
const internet = new aws.ec2.InternetGateway("internet", { vpcId: vpc.id });
const routes = new aws.ec2.RouteTable("routes", {
    vpcId: vpc.id,
    routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: internet.id }],
});
const subnet = new aws.ec2.Subnet("subnet", {
    vpcId: vpc.id,
    cidrBlock: "10.0.0.0/24",
    availabilityZone: "us-east-1a",
});
new aws.ec2.RouteTableAssociation("subnet", { subnetId: subnet.id, routeTableId: routes.id });
const group = new aws.ec2.SecurityGroup("tasks", {
    vpcId: vpc.id,
    egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
});
const role = new aws.iam.Role("events", {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "events.amazonaws.com" }),
});
const cluster = new aws.ecs.Cluster("cluster");
const task = new aws.ecs.TaskDefinition("report", {
    family: "report",
    cpu: "256",
    memory: "512",
    networkMode: "awsvpc",
    requiresCompatibilities: ["FARGATE"],
    containerDefinitions: JSON.stringify([{ name: "report", image: "nginx" }]),
});
const rule = new aws.cloudwatch.EventRule("hourly", { scheduleExpression: "rate(1 hour)" });
new aws.cloudwatch.EventTarget("report", {
    rule: rule.name,
    arn: cluster.arn,
    roleArn: role.arn,
    ecsTarget: {
        launchType: "FARGATE",
        taskDefinitionArn: task.arn,
        networkConfiguration: { subnets: [subnet.id], securityGroups: [group.id] },
    },
});
