// Healthy: a database and a cache whose endpoints stand in the container definitions, a random password.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

class RandomPassword extends pulumi.CustomResource {
    declare readonly result: pulumi.Output<string>;
    constructor(name: string, args: { length: pulumi.Input<number> }) {
        super("random:index/randomPassword:RandomPassword", name, { result: undefined, ...args });
    }
}

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
const subnetIds = subnets.map(({ id }) => id);
const group = new aws.ec2.SecurityGroup("tasks", {
    vpcId: vpc.id,
    egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
});
const password = new RandomPassword("password", { length: 20 });
const database = new aws.rds.Instance("db", {
    engine: "postgres",
    instanceClass: "db.t4g.micro",
    allocatedStorage: 20,
    username: "app",
    password: password.result,
    dbSubnetGroupName: new aws.rds.SubnetGroup("db", { subnetIds }).name,
    skipFinalSnapshot: true,
});
const cache = new aws.elasticache.Cluster("cache", {
    engine: "redis",
    nodeType: "cache.t4g.micro",
    numCacheNodes: 1,
    subnetGroupName: new aws.elasticache.SubnetGroup("cache", { subnetIds }).name,
});
const task = new aws.ecs.TaskDefinition("app", {
    family: "app",
    cpu: "256",
    memory: "512",
    networkMode: "awsvpc",
    requiresCompatibilities: ["FARGATE"],
    containerDefinitions: pulumi
        .all([database.endpoint, cache.cacheNodes, password.result])
        .apply(([endpoint, nodes, secret]) =>
            JSON.stringify([
                {
                    name: "app",
                    image: "nginx",
                    portMappings: [{ containerPort: 80 }],
                    environment: [
                        { name: "DATABASE_URL", value: `postgres://app:${secret}@${endpoint}/app` },
                        { name: "REDIS", value: `${nodes[0].address}:${nodes[0].port}` },
                    ],
                },
            ]),
        ),
});
const cluster = new aws.ecs.Cluster("cluster");
new aws.ecs.Service("app", {
    cluster: cluster.arn,
    launchType: "FARGATE",
    taskDefinition: task.arn,
    desiredCount: 1,
    networkConfiguration: { subnets: subnetIds, securityGroups: [group.id], assignPublicIp: true },
});
