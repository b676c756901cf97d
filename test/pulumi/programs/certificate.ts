// Healthy: a certificate whose records are made inside apply, for a listener in front of the tasks.
import * as aws from "@pulumi/aws";

const zone = aws.route53.getZoneOutput({ name: "example.com" });
const certificate = new aws.acm.Certificate("web", {
    domainName: "web.example.com",
    validationMethod: "DNS",
});
const records = certificate.domainValidationOptions.apply((options) =>
    options.map(
        (option, i) =>
            new aws.route53.Record(`validation-${i}`, {
                name: option.resourceRecordName,
                type: option.resourceRecordType,
                records: [option.resourceRecordValue],
                zoneId: zone.zoneId,
                ttl: 60,
            }),
    ),
);
const validated = new aws.acm.CertificateValidation("web", {
    certificateArn: certificate.arn,
    validationRecordFqdns: records.apply((each) => each.map(({ fqdn }) => fqdn) as never),
});
const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
const internet = new aws.ec2.InternetGateway("internet", { vpcId: vpc.id });
const routes = new aws.ec2.RouteTable("routes", {
    vpcId: vpc.id,
    routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: internet.id }],
});
const subnets = ["a", "b"].map((zoneLetter, i) => {
    const subnet = new aws.ec2.Subnet(`subnet-${zoneLetter}`, {
        vpcId: vpc.id,
        cidrBlock: `10.0.${i}.0/24`,
        availabilityZone: `us-east-1${zoneLetter}`,
    });
    new aws.ec2.RouteTableAssociation(`subnet-${zoneLetter}`, {
        subnetId: subnet.id,
        routeTableId: routes.id,
    });
    return subnet.id;
});
const everywhere = ["0.0.0.0/0"];
const egress = [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: everywhere }];
const edge = new aws.ec2.SecurityGroup("edge", {
    vpcId: vpc.id,
    ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: everywhere }],
    egress,
});
const group = new aws.ec2.SecurityGroup("tasks", {
    vpcId: vpc.id,
    ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, securityGroups: [edge.id] }],
    egress,
});
const balancer = new aws.lb.LoadBalancer("web", { securityGroups: [edge.id], subnets });
const targets = new aws.lb.TargetGroup("web", {
    vpcId: vpc.id,
    port: 80,
    protocol: "HTTP",
    targetType: "ip",
});
const listener = new aws.lb.Listener("web", {
    loadBalancerArn: balancer.arn,
    port: 443,
    protocol: "HTTPS",
    certificateArn: validated.certificateArn,
    defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
});
new aws.route53.Record("web", {
    name: "web.example.com",
    type: "A",
    zoneId: zone.zoneId,
    aliases: [{ name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: true }],
});
const task = new aws.ecs.TaskDefinition("web", {
    family: "web",
    cpu: "256",
    memory: "512",
    networkMode: "awsvpc",
    requiresCompatibilities: ["FARGATE"],
    containerDefinitions: JSON.stringify([
        { name: "web", image: "nginx", portMappings: [{ containerPort: 80 }] },
    ]),
});
const cluster = new aws.ecs.Cluster("cluster");
new aws.ecs.Service(
    "web",
    {
        cluster: cluster.arn,
        launchType: "FARGATE",
        taskDefinition: task.arn,
        desiredCount: 1,
        networkConfiguration: { subnets, securityGroups: [group.id], assignPublicIp: true },
        loadBalancers: [{ targetGroupArn: targets.arn, containerName: "web", containerPort: 80 }],
    },
    { dependsOn: [listener] },
);
