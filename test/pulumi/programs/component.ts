// Broken: in a component of one's own, the tasks' security group lets nobody in on the container's port.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

interface WebArgs {
    readonly vpcId: pulumi.Input<string>;
    readonly subnetIds: pulumi.Input<string>[];
    readonly openPort: number;
}

class Web extends pulumi.ComponentResource {
    readonly url: pulumi.Output<string>;

    constructor(name: string, args: WebArgs, options?: pulumi.ComponentResourceOptions) {
        super("shop:web:Web", name, {}, options);
        const own = { parent: this };
        const everywhere = ["0.0.0.0/0"];
        const egress = [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: everywhere }];
        const edge = new aws.ec2.SecurityGroup(
            `${name}-edge`,
            {
                vpcId: args.vpcId,
                ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: everywhere }],
                egress,
            },
            own,
        );
        const group = new aws.ec2.SecurityGroup(
            `${name}-tasks`,
            {
                vpcId: args.vpcId,
                ingress: [
                    {
                        protocol: "tcp",
                        fromPort: args.openPort,
                        toPort: args.openPort,
                        securityGroups: [edge.id],
                    },
                ],
                egress,
            },
            own,
        );
        const balancer = new aws.lb.LoadBalancer(
            name,
            { securityGroups: [edge.id], subnets: args.subnetIds },
            own,
        );
        const targets = new aws.lb.TargetGroup(
            name,
            { vpcId: args.vpcId, port: 3000, protocol: "HTTP", targetType: "ip" },
            own,
        );
        const listener = new aws.lb.Listener(
            name,
            {
                loadBalancerArn: balancer.arn,
                port: 80,
                defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
            },
            own,
        );
        const task = new aws.ecs.TaskDefinition(
            name,
            {
                family: name,
                cpu: "256",
                memory: "512",
                networkMode: "awsvpc",
                requiresCompatibilities: ["FARGATE"],
                containerDefinitions: pulumi.jsonStringify([
                    {
                        name: "web",
                        image: "nginx",
                        portMappings: [{ containerPort: 3000 }],
                        environment: [{ name: "PUBLIC_URL", value: balancer.dnsName }],
                    },
                ]),
            },
            own,
        );
        const cluster = new aws.ecs.Cluster(name, {}, own);
        new aws.ecs.Service(
            name,
            {
                cluster: cluster.id,
                launchType: "FARGATE",
                taskDefinition: task.arn,
                desiredCount: 1,
                networkConfiguration: {
                    subnets: args.subnetIds,
                    securityGroups: [group.id],
                    assignPublicIp: true,
                },
                loadBalancers: [
                    { targetGroupArn: targets.arn, containerName: "web", containerPort: 3000 },
                ],
            },
            { parent: this, dependsOn: [listener] },
        );
        this.url = balancer.dnsName;
        this.registerOutputs({ url: this.url });
    }
}

const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
const internet = new aws.ec2.InternetGateway("internet", { vpcId: vpc.id });
const routes = new aws.ec2.DefaultRouteTable("routes", {
    defaultRouteTableId: vpc.defaultRouteTableId,
    routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: internet.id }],
});
const subnets = ["a", "b"].map(
    (zone, i) =>
        new aws.ec2.Subnet(
            `subnet-${zone}`,
            { vpcId: vpc.id, cidrBlock: `10.0.${i}.0/24`, availabilityZone: `us-east-1${zone}` },
            { dependsOn: [routes] },
        ),
);
const web = new Web("web", {
    vpcId: vpc.id,
    subnetIds: subnets.map(({ id }) => id),
    openPort: 80,
});
export const url = web.url;
