// Broken: an isolated network whose tasks reach their registry by endpoints, but not their log group.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const vpc = new aws.ec2.Vpc("vpc", {
    cidrBlock: "10.0.0.0/16",
    enableDnsHostnames: true,
    enableDnsSupport: true,
});
const routes = new aws.ec2.RouteTable("isolated", { vpcId: vpc.id });
const subnets = ["a", "b"].map((zone, i) => {
    const subnet = new aws.ec2.Subnet(`isolated-${zone}`, {
        vpcId: vpc.id,
        cidrBlock: `10.0.${i}.0/24`,
        availabilityZone: `us-east-1${zone}`,
    });
    new aws.ec2.RouteTableAssociation(`isolated-${zone}`, {
        subnetId: subnet.id,
        routeTableId: routes.id,
    });
    return subnet;
});
const group = new aws.ec2.SecurityGroup("tasks", { vpcId: vpc.id });
new aws.vpc.SecurityGroupEgressRule("tasks-out", {
    securityGroupId: group.id,
    ipProtocol: "-1",
    cidrIpv4: "0.0.0.0/0",
});
const endpointGroup = new aws.ec2.SecurityGroup("endpoints", { vpcId: vpc.id });
new aws.vpc.SecurityGroupIngressRule("endpoints-in", {
    securityGroupId: endpointGroup.id,
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
    referencedSecurityGroupId: group.id,
});
for (const service of ["ecr.api", "ecr.dkr"]) {
    new aws.ec2.VpcEndpoint(service, {
        vpcId: vpc.id,
        serviceName: `com.amazonaws.us-east-1.${service}`,
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        subnetIds: subnets.map(({ id }) => id),
        securityGroupIds: [endpointGroup.id],
    });
}
new aws.ec2.VpcEndpoint("s3", {
    vpcId: vpc.id,
    serviceName: "com.amazonaws.us-east-1.s3",
    routeTableIds: [routes.id],
});
const role = new aws.iam.Role("execution", {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ecs-tasks.amazonaws.com" }),
    managedPolicyArns: [aws.iam.ManagedPolicy.AmazonECSTaskExecutionRolePolicy],
});
const repository = new aws.ecr.Repository("worker");
const logs = new aws.cloudwatch.LogGroup("worker");
const task = new aws.ecs.TaskDefinition("worker", {
    family: "worker",
    cpu: "256",
    memory: "512",
    networkMode: "awsvpc",
    requiresCompatibilities: ["FARGATE"],
    executionRoleArn: role.arn,
    containerDefinitions: pulumi.all([repository.repositoryUrl, logs.name]).apply(([url, name]) =>
        JSON.stringify([
            {
                name: "worker",
                image: `${url}:v1`,
                logConfiguration: {
                    logDriver: "awslogs",
                    options: {
                        "awslogs-group": name,
                        "awslogs-region": "us-east-1",
                        "awslogs-stream-prefix": "worker",
                    },
                },
            },
        ]),
    ),
});
const cluster = new aws.ecs.Cluster("cluster");
new aws.ecs.Service("worker", {
    cluster: cluster.arn,
    launchType: "FARGATE",
    taskDefinition: task.arn,
    desiredCount: 1,
    networkConfiguration: {
        subnets: subnets.map(({ id }) => id),
        securityGroups: [group.id],
    },
});
