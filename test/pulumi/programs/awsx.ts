// Healthy: components of another process make network, load balancer and service, as with awsx.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

class Vpc extends pulumi.ComponentResource {
    declare readonly vpcId: pulumi.Output<string>;
    declare readonly publicSubnetIds: pulumi.Output<string[]>;
    declare readonly privateSubnetIds: pulumi.Output<string[]>;
    constructor(name: string, args: pulumi.Inputs) {
        const outputs = {
            vpcId: undefined,
            publicSubnetIds: undefined,
            privateSubnetIds: undefined,
        };
        super("awsx:ec2:Vpc", name, { ...outputs, ...args }, {}, true);
    }
}
class ApplicationLoadBalancer extends pulumi.ComponentResource {
    declare readonly loadBalancer: pulumi.Output<aws.lb.LoadBalancer>;
    declare readonly defaultTargetGroup: pulumi.Output<aws.lb.TargetGroup>;
    declare readonly defaultSecurityGroup: pulumi.Output<aws.ec2.SecurityGroup>;
    constructor(name: string, args: pulumi.Inputs) {
        const outputs = {
            loadBalancer: undefined,
            defaultTargetGroup: undefined,
            defaultSecurityGroup: undefined,
        };
        super("awsx:lb:ApplicationLoadBalancer", name, { ...outputs, ...args }, {}, true);
    }
}
class FargateService extends pulumi.ComponentResource {
    constructor(name: string, args: pulumi.Inputs, options: pulumi.ComponentResourceOptions) {
        super("awsx:ecs:FargateService", name, args, options, true);
    }
}

const vpc = new Vpc("vpc", { natGateways: { strategy: "Single" } });
const balancer = new ApplicationLoadBalancer("web", {
    subnetIds: vpc.publicSubnetIds,
    defaultTargetGroupPort: 8080,
});
const group = new aws.ec2.SecurityGroup("tasks", {
    vpcId: vpc.vpcId,
    ingress: [
        {
            protocol: "tcp",
            fromPort: 8080,
            toPort: 8080,
            securityGroups: [balancer.defaultSecurityGroup.apply(({ id }) => id)],
        },
    ],
    egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
});
const cluster = new aws.ecs.Cluster("cluster");
const repository = new aws.ecr.Repository("web");
new FargateService(
    "web",
    {
        cluster: cluster.arn,
        desiredCount: 2,
        networkConfiguration: { subnets: vpc.privateSubnetIds, securityGroups: [group.id] },
        taskDefinitionArgs: {
            container: {
                name: "web",
                image: pulumi.interpolate`${repository.repositoryUrl}:latest`,
                portMappings: [{ containerPort: 8080, targetGroup: balancer.defaultTargetGroup }],
            },
        },
    },
    { dependsOn: [balancer] },
);
export const url = balancer.loadBalancer.apply(({ dnsName }) => dnsName);
