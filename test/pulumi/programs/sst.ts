// Broken: an app in the shape of SST's, whose cluster runs its containers in private subnets without NAT.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const everywhere = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };

class Vpc extends pulumi.ComponentResource {
    readonly vpc: aws.ec2.Vpc;
    readonly group: aws.ec2.DefaultSecurityGroup;
    readonly publicSubnets: pulumi.Output<pulumi.Output<string>[]>;
    readonly privateSubnets: pulumi.Output<pulumi.Output<string>[]>;
    readonly namespace: aws.servicediscovery.PrivateDnsNamespace;

    constructor(name: string) {
        super("sst:aws:Vpc", name);
        const own = { parent: this };
        const zones = aws
            .getAvailabilityZonesOutput({ state: "available" }, own)
            .names.apply((names) => names.slice(0, 2));
        const vpc = new aws.ec2.Vpc(
            `${name}Vpc`,
            { cidrBlock: "10.0.0.0/16", enableDnsSupport: true, enableDnsHostnames: true },
            own,
        );
        const gateway = new aws.ec2.InternetGateway(
            `${name}InternetGateway`,
            { vpcId: vpc.id },
            own,
        );
        this.group = new aws.ec2.DefaultSecurityGroup(
            `${name}SecurityGroup`,
            {
                vpcId: vpc.id,
                egress: [everywhere],
                ingress: [{ ...everywhere, cidrBlocks: [vpc.cidrBlock] }],
            },
            own,
        );
        const subnets = (
            kind: string,
            offset: number,
            routes: { cidrBlock: string; gatewayId: pulumi.Input<string> }[],
        ): pulumi.Output<pulumi.Output<string>[]> =>
            zones.apply((names) =>
                names.map((availabilityZone, i) => {
                    const subnet = new aws.ec2.Subnet(
                        `${name}${kind}Subnet${i + 1}`,
                        {
                            vpcId: vpc.id,
                            cidrBlock: `10.0.${8 * i + offset}.0/22`,
                            availabilityZone,
                        },
                        own,
                    );
                    const table = new aws.ec2.RouteTable(
                        `${name}${kind}RouteTable${i + 1}`,
                        { vpcId: vpc.id, routes },
                        own,
                    );
                    new aws.ec2.RouteTableAssociation(
                        `${name}${kind}RouteTableAssociation${i + 1}`,
                        { subnetId: subnet.id, routeTableId: table.id },
                        own,
                    );
                    return subnet.id;
                }),
            );
        this.vpc = vpc;
        this.publicSubnets = subnets("Public", 0, [
            { cidrBlock: "0.0.0.0/0", gatewayId: gateway.id },
        ]);
        this.privateSubnets = subnets("Private", 4, []);
        this.namespace = new aws.servicediscovery.PrivateDnsNamespace(
            `${name}CloudmapNamespace`,
            { name: "sst", vpc: vpc.id },
            own,
        );
    }
}

interface Place {
    readonly id: pulumi.Input<string>;
    readonly securityGroups: pulumi.Input<pulumi.Input<string>[]>;
    readonly containerSubnets: pulumi.Input<pulumi.Input<string>[]>;
    readonly loadBalancerSubnets: pulumi.Input<pulumi.Input<string>[]>;
    readonly cloudmapNamespaceId: pulumi.Input<string>;
}

class Service extends pulumi.ComponentResource {
    constructor(name: string, cluster: aws.ecs.Cluster, given: Place) {
        super("sst:aws:Service", name);
        const own = { parent: this };
        const place = pulumi.output(given);
        const role = new aws.iam.Role(
            `${name}ExecutionRole`,
            {
                assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
                    Service: "ecs-tasks.amazonaws.com",
                }),
                managedPolicyArns: [
                    "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
                ],
            },
            own,
        );
        const log = new aws.cloudwatch.LogGroup(
            `${name}LogGroup${name}`,
            { name: `/sst/cluster/web/${name}` },
            own,
        );
        const definition = new aws.ecs.TaskDefinition(
            `${name}Task`,
            {
                family: name,
                cpu: "256",
                memory: "512",
                networkMode: "awsvpc",
                requiresCompatibilities: ["FARGATE"],
                executionRoleArn: role.arn,
                containerDefinitions: pulumi.jsonStringify([
                    {
                        name,
                        image: "nginxdemos/hello:plain-text",
                        portMappings: [{ containerPortRange: "1-65535" }],
                        logConfiguration: {
                            logDriver: "awslogs",
                            options: {
                                "awslogs-group": log.name,
                                "awslogs-region": "us-east-1",
                                "awslogs-stream-prefix": "/service",
                            },
                        },
                    },
                ]),
            },
            own,
        );
        const group = new aws.ec2.SecurityGroup(
            `${name}LoadBalancerSecurityGroup`,
            { vpcId: place.id, egress: [everywhere], ingress: [everywhere] },
            own,
        );
        const balancer = new aws.lb.LoadBalancer(
            `${name}LoadBalancer`,
            { subnets: place.loadBalancerSubnets, securityGroups: [group.id] },
            own,
        );
        const targets = new aws.lb.TargetGroup(
            `${name}TargetHTTP80`,
            { vpcId: place.id, port: 80, protocol: "HTTP", targetType: "ip" },
            own,
        );
        new aws.lb.Listener(
            `${name}ListenerHTTP80`,
            {
                loadBalancerArn: balancer.arn,
                port: 80,
                protocol: "HTTP",
                defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
            },
            own,
        );
        const registry = place.cloudmapNamespaceId.apply(
            (namespaceId) =>
                new aws.servicediscovery.Service(
                    `${name}CloudmapService`,
                    {
                        name: `${name}.dev.web`,
                        dnsConfig: { namespaceId, dnsRecords: [{ ttl: 60, type: "A" }] },
                    },
                    own,
                ),
        );
        const service = registry.apply(
            (cloudmap) =>
                new aws.ecs.Service(
                    `${name}Service`,
                    {
                        name,
                        cluster: cluster.arn,
                        taskDefinition: definition.arn,
                        desiredCount: 1,
                        launchType: "FARGATE",
                        networkConfiguration: {
                            assignPublicIp: false,
                            subnets: place.containerSubnets,
                            securityGroups: place.securityGroups,
                        },
                        loadBalancers: [
                            { targetGroupArn: targets.arn, containerName: name, containerPort: 80 },
                        ],
                        serviceRegistries: { registryArn: cloudmap.arn },
                    },
                    own,
                ),
        );
        new aws.appautoscaling.Target(
            `${name}AutoScalingTarget`,
            {
                serviceNamespace: "ecs",
                scalableDimension: "ecs:service:DesiredCount",
                resourceId: pulumi.interpolate`service/${cluster.name}/${service.name}`,
                minCapacity: 1,
                maxCapacity: 1,
            },
            own,
        );
    }
}

const vpc = new Vpc("MyVpc");
const component = new pulumi.ComponentResource("sst:aws:Cluster", "MyCluster");
const cluster = new aws.ecs.Cluster("MyClusterCluster", {}, { parent: component });
new Service("Web", cluster, {
    id: vpc.vpc.id,
    securityGroups: [vpc.group.id],
    containerSubnets: vpc.privateSubnets,
    loadBalancerSubnets: vpc.publicSubnets,
    cloudmapNamespaceId: vpc.namespace.id,
});
