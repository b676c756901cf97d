import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
const igw = new aws.ec2.InternetGateway("igw", { vpcId: vpc.id });
const rt = new aws.ec2.RouteTable("rt", {
    vpcId: vpc.id,
    routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }],
});
const subnets = [0, 1].map((i) => {
    const s = new aws.ec2.Subnet(`s${i}`, {
        vpcId: vpc.id,
        cidrBlock: `10.0.${i}.0/24`,
        availabilityZone: `us-east-1${"ab"[i]}`,
    });
    new aws.ec2.RouteTableAssociation(`a${i}`, { subnetId: s.id, routeTableId: rt.id });
    return s;
});
const sg = new aws.ec2.SecurityGroup("sg", {
    vpcId: vpc.id,
    egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
});
const cluster = new aws.ecs.Cluster("c");
const repo = new aws.ecr.Repository("repo");
pulumi.all(subnets.map((s) => s.id)).apply((ids) => {
    const td = new aws.ecs.TaskDefinition("td", {
        family: "x",
        cpu: "256",
        memory: "512",
        networkMode: "awsvpc",
        requiresCompatibilities: ["FARGATE"],
        executionRoleArn: "arn:aws:iam::123456789012:role/r",
        containerDefinitions: pulumi.jsonStringify([
            {
                name: "app",
                image: pulumi.interpolate`${repo.repositoryUrl}:latest`,
                portMappings: [{ containerPort: 80, hostPort: 8080 }],
            },
        ]),
    });
    new aws.ecs.Service("svc", {
        cluster: cluster.arn,
        launchType: "FARGATE",
        taskDefinition: td.arn,
        desiredCount: 1,
        networkConfiguration: { subnets: ids, securityGroups: [sg.id] },
    });
});
