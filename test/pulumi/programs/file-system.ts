// Healthy: mount targets are made inside apply, one in each subnet.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
const internet = new aws.ec2.InternetGateway("internet", { vpcId: vpc.id });
const routes = new aws.ec2.RouteTable("routes", {
    vpcId: vpc.id,
    routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: internet.id }],
});
const subnetIds = pulumi.all(
    ["a", "b"].map((zone, i) => {
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
    }),
);
const egress = [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }];
const taskGroup = new aws.ec2.SecurityGroup("tasks", { vpcId: vpc.id, egress });
const fileGroup = new aws.ec2.SecurityGroup("files", {
    vpcId: vpc.id,
    ingress: [{ protocol: "tcp", fromPort: 2049, toPort: 2049, securityGroups: [taskGroup.id] }],
    egress,
});
const files = new aws.efs.FileSystem("files");
const mounts = subnetIds.apply((ids) =>
    ids.map(
        (subnetId, i) =>
            new aws.efs.MountTarget(`files-${i}`, {
                fileSystemId: files.id,
                subnetId,
                securityGroups: [fileGroup.id],
            }),
    ),
);
const task = new aws.ecs.TaskDefinition("app", {
    family: "app",
    cpu: "256",
    memory: "512",
    networkMode: "awsvpc",
    requiresCompatibilities: ["FARGATE"],
    containerDefinitions: JSON.stringify([
        {
            name: "app",
            image: "nginx",
            mountPoints: [{ sourceVolume: "files", containerPath: "/files" }],
        },
    ]),
    volumes: [{ name: "files", efsVolumeConfiguration: { fileSystemId: files.id } }],
});
const cluster = new aws.ecs.Cluster("cluster");
new aws.ecs.Service(
    "app",
    {
        cluster: cluster.arn,
        launchType: "FARGATE",
        platformVersion: "LATEST",
        taskDefinition: task.arn,
        desiredCount: 1,
        networkConfiguration: {
            subnets: subnetIds,
            securityGroups: [taskGroup.id],
            assignPublicIp: true,
        },
    },
    { dependsOn: mounts },
);
