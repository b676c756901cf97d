// Healthy: the same service in two regions, with an explicit provider for each.
import * as aws from "@pulumi/aws";

for (const region of ["us-east-1", "eu-west-1"] as const) {
    const provider = new aws.Provider(region, { region });
    const own = { provider };
    const vpc = new aws.ec2.Vpc(
        `vpc-${region}`,
        { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true },
        own,
    );
    const internet = new aws.ec2.InternetGateway(`internet-${region}`, { vpcId: vpc.id }, own);
    const subnet = new aws.ec2.Subnet(
        `subnet-${region}`,
        { vpcId: vpc.id, cidrBlock: "10.0.0.0/24", availabilityZone: `${region}a` },
        own,
    );
    new aws.ec2.Route(
        `out-${region}`,
        {
            routeTableId: vpc.mainRouteTableId,
            destinationCidrBlock: "0.0.0.0/0",
            gatewayId: internet.id,
        },
        own,
    );
    const group = new aws.ec2.SecurityGroup(
        `tasks-${region}`,
        {
            vpcId: vpc.id,
            egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
        },
        own,
    );
    const task = new aws.ecs.TaskDefinition(
        `app-${region}`,
        {
            family: "app",
            cpu: "256",
            memory: "512",
            networkMode: "awsvpc",
            requiresCompatibilities: ["FARGATE"],
            containerDefinitions: JSON.stringify([{ name: "app", image: "nginx" }]),
        },
        own,
    );
    const cluster = new aws.ecs.Cluster(`cluster-${region}`, {}, own);
    new aws.ecs.Service(
        `app-${region}`,
        {
            cluster: cluster.arn,
            launchType: "FARGATE",
            taskDefinition: task.arn,
            desiredCount: 1,
            networkConfiguration: {
                subnets: [subnet.id],
                securityGroups: [group.id],
                assignPublicIp: true,
            },
        },
        own,
    );
}
