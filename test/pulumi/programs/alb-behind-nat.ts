// Healthy: a load balancer in public subnets, tasks in private ones behind a NAT gateway.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const zones = ["us-east-1a", "us-east-1b"];
const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
new aws.ec2.FlowLog("flow-log", {
    vpcId: vpc.id,
    trafficType: "ALL",
    logDestinationType: "s3",
    logDestination: new aws.s3.Bucket("flow-logs").arn,
});
const internet = new aws.ec2.InternetGateway("internet", { vpcId: vpc.id });
const publicRoutes = new aws.ec2.RouteTable("public", {
    vpcId: vpc.id,
    routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: internet.id }],
});
const publicSubnets = zones.map((availabilityZone, i) => {
    const subnet = new aws.ec2.Subnet(`public-${i}`, {
        vpcId: vpc.id,
        cidrBlock: `10.0.${i}.0/24`,
        availabilityZone,
        mapPublicIpOnLaunch: true,
    });
    new aws.ec2.RouteTableAssociation(`public-${i}`, {
        subnetId: subnet.id,
        routeTableId: publicRoutes.id,
    });
    return subnet;
});
const nat = new aws.ec2.NatGateway("nat", {
    subnetId: publicSubnets[0].id,
    allocationId: new aws.ec2.Eip("nat", { domain: "vpc" }).id,
});
const privateRoutes = new aws.ec2.RouteTable("private", { vpcId: vpc.id });
new aws.ec2.Route("private-out", {
    routeTableId: privateRoutes.id,
    destinationCidrBlock: "0.0.0.0/0",
    natGatewayId: nat.id,
});
const privateSubnets = zones.map((availabilityZone, i) => {
    const subnet = new aws.ec2.Subnet(`private-${i}`, {
        vpcId: vpc.id,
        cidrBlock: `10.0.${i + 10}.0/24`,
        availabilityZone,
    });
    new aws.ec2.RouteTableAssociation(`private-${i}`, {
        subnetId: subnet.id,
        routeTableId: privateRoutes.id,
    });
    return subnet;
});

const balancerGroup = new aws.ec2.SecurityGroup("balancer", {
    vpcId: vpc.id,
    ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"] }],
    egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
});
const taskGroup = new aws.ec2.SecurityGroup("tasks", {
    vpcId: vpc.id,
    ingress: [
        { protocol: "tcp", fromPort: 8080, toPort: 8080, securityGroups: [balancerGroup.id] },
    ],
    egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
});
const balancer = new aws.lb.LoadBalancer("web", {
    securityGroups: [balancerGroup.id],
    subnets: publicSubnets.map(({ id }) => id),
});
const targets = new aws.lb.TargetGroup("web", {
    vpcId: vpc.id,
    port: 8080,
    protocol: "HTTP",
    targetType: "ip",
});
const listener = new aws.lb.Listener("web", {
    loadBalancerArn: balancer.arn,
    port: 80,
    defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
});

const role = new aws.iam.Role("execution", {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ecs-tasks.amazonaws.com" }),
});
new aws.iam.RolePolicyAttachment("execution", {
    role: role.name,
    policyArn: aws.iam.ManagedPolicy.AmazonECSTaskExecutionRolePolicy,
});
const logs = new aws.cloudwatch.LogGroup("web", { retentionInDays: 7 });
const repository = new aws.ecr.Repository("web");
const task = new aws.ecs.TaskDefinition("web", {
    family: "web",
    cpu: "256",
    memory: "512",
    networkMode: "awsvpc",
    requiresCompatibilities: ["FARGATE"],
    executionRoleArn: role.arn,
    containerDefinitions: pulumi.jsonStringify([
        {
            name: "web",
            image: pulumi.interpolate`${repository.repositoryUrl}:latest`,
            portMappings: [{ containerPort: 8080 }],
            logConfiguration: {
                logDriver: "awslogs",
                options: {
                    "awslogs-group": logs.name,
                    "awslogs-region": "us-east-1",
                    "awslogs-stream-prefix": "web",
                },
            },
        },
    ]),
});
const cluster = new aws.ecs.Cluster("web");
new aws.ecs.Service(
    "web",
    {
        cluster: cluster.arn,
        launchType: "FARGATE",
        taskDefinition: task.arn,
        desiredCount: 2,
        networkConfiguration: {
            subnets: privateSubnets.map(({ id }) => id),
            securityGroups: [taskGroup.id],
        },
        loadBalancers: [{ targetGroupArn: targets.arn, containerName: "web", containerPort: 8080 }],
    },
    { dependsOn: [listener] },
);

export const url = pulumi.interpolate`http://${balancer.dnsName}`;
export const vpcId = vpc.id;
export const privateSubnetIds = privateSubnets.map(({ id }) => id);
export const taskGroupId = taskGroup.id;
export const clusterArn = cluster.arn;
