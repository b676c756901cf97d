import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { main } from "@pulumi/pulumi/provider";

/*
 * A stand-in for `pulumi-resource-awsx`: components that another process makes, of the same types and
 * the same shape. As there, lists are made inside `apply`, the load balancer finds its VPC by asking
 * about a subnet, and the service takes its log group's ARN apart.
 */

type Inputs = Record<string, pulumi.Input<unknown>>;
type Outputs = Record<string, unknown>;

const everywhere = ["0.0.0.0/0"];
const egress = [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: everywhere }];

/** A component that knows what it gives away. */
class Component extends pulumi.ComponentResource {
    constructor(
        type: string,
        name: string,
        options: pulumi.ComponentResourceOptions,
        make: (own: pulumi.CustomResourceOptions) => Promise<Outputs>,
    ) {
        super(type, name, {}, options);
        this.made = make({ parent: this }).then((outputs) => {
            this.registerOutputs(outputs);
            return outputs;
        });
    }

    readonly made: Promise<Outputs>;
}

async function vpc(
    name: string,
    { cidrBlock = "10.0.0.0/16", numberOfAvailabilityZones = 2, natGateways }: Inputs,
    own: pulumi.CustomResourceOptions,
): Promise<Outputs> {
    const { names } = await aws.getAvailabilityZones({ state: "available" }, own);
    const zones = names.slice(0, numberOfAvailabilityZones as number);
    const { strategy = "OnePerAz" } = (natGateways ?? {}) as { strategy?: string };
    const made = new aws.ec2.Vpc(
        name,
        { cidrBlock: cidrBlock as string, enableDnsHostnames: true, enableDnsSupport: true },
        own,
    );
    const inside = { parent: made };
    const internet = new aws.ec2.InternetGateway(name, { vpcId: made.id }, inside);
    const gateways: aws.ec2.NatGateway[] = [];
    const subnets = { public: [] as aws.ec2.Subnet[], private: [] as aws.ec2.Subnet[] };
    zones.forEach((availabilityZone, i) => {
        for (const kind of ["public", "private"] as const) {
            const called = `${name}-${kind}-${String(i + 1)}`;
            const subnet = new aws.ec2.Subnet(
                called,
                {
                    vpcId: made.id,
                    availabilityZone,
                    cidrBlock: `10.0.${String(i * 64 + (kind === "public" ? 0 : 32))}.0/20`,
                    mapPublicIpOnLaunch: kind === "public",
                },
                inside,
            );
            const deeper = { parent: subnet };
            const routes = new aws.ec2.RouteTable(called, { vpcId: made.id }, deeper);
            new aws.ec2.RouteTableAssociation(
                called,
                { subnetId: subnet.id, routeTableId: routes.id },
                { parent: routes },
            );
            subnets[kind].push(subnet);
            if (kind === "public" && strategy !== "None" && (strategy === "OnePerAz" || i === 0)) {
                const address = new aws.ec2.Eip(called, { domain: "vpc" }, deeper);
                gateways.push(
                    new aws.ec2.NatGateway(
                        called,
                        { subnetId: subnet.id, allocationId: address.allocationId },
                        deeper,
                    ),
                );
            }
            const nat = gateways[Math.min(i, gateways.length - 1)];
            if (kind === "private" && nat === undefined) continue;
            new aws.ec2.Route(
                called,
                {
                    routeTableId: routes.id,
                    destinationCidrBlock: "0.0.0.0/0",
                    ...(kind === "public" || nat === undefined
                        ? { gatewayId: internet.id }
                        : { natGatewayId: nat.id }),
                },
                { parent: routes },
            );
        }
    });
    const ids = (kind: "public" | "private"): pulumi.Output<string[]> =>
        pulumi.all(subnets[kind].map((subnet) => subnet.id));
    return {
        vpcId: made.id,
        vpc: made,
        publicSubnetIds: ids("public"),
        privateSubnetIds: ids("private"),
    };
}

function loadBalancer(
    name: string,
    { subnetIds, defaultTargetGroupPort = 80 }: Inputs,
    own: pulumi.CustomResourceOptions,
): Promise<Outputs> {
    const subnets = pulumi.output(subnetIds as pulumi.Input<string[]>);
    const port = defaultTargetGroupPort as number;
    const { vpcId } = aws.ec2.getSubnetOutput({ id: subnets.apply(([first]) => first ?? "") }, own);
    const group = new aws.ec2.SecurityGroup(
        name,
        {
            vpcId,
            ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: everywhere }],
            egress,
        },
        own,
    );
    const balancer = new aws.lb.LoadBalancer(name, { subnets, securityGroups: [group.id] }, own);
    const targets = new aws.lb.TargetGroup(
        name,
        { vpcId, port, protocol: "HTTP", targetType: "ip" },
        own,
    );
    const listener = new aws.lb.Listener(
        `${name}-0`,
        {
            loadBalancerArn: balancer.arn,
            port: 80,
            protocol: "HTTP",
            defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
        },
        own,
    );
    return Promise.resolve({
        loadBalancer: balancer,
        defaultTargetGroup: targets,
        defaultSecurityGroup: group,
        listeners: [listener],
    });
}

interface Container {
    readonly name: string;
    readonly image: string;
    readonly portMappings?: readonly {
        readonly containerPort: number;
        readonly targetGroup?: aws.lb.TargetGroup;
    }[];
}

function fargateService(
    name: string,
    { cluster, networkConfiguration, taskDefinitionArgs, desiredCount = 1 }: Inputs,
    own: pulumi.CustomResourceOptions,
): Promise<Outputs> {
    const given = pulumi.output(taskDefinitionArgs as pulumi.Input<{ container: Container }>);
    const logs = new aws.cloudwatch.LogGroup(name, { retentionInDays: 7 }, own);
    const place = logs.arn.apply((arn) => {
        const parts = /^arn:[\w-]+:logs:([\w-]+):\d{12}:log-group:([^:]+)/.exec(arn);
        if (parts === null) throw new Error(`Invalid log group ARN ${arn}`);
        return { region: parts[1], group: parts[2] };
    });
    const role = new aws.iam.Role(
        `${name}-execution`,
        {
            assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
                Service: "ecs-tasks.amazonaws.com",
            }),
        },
        own,
    );
    new aws.iam.RolePolicyAttachment(
        `${name}-execution`,
        { role: role.name, policyArn: aws.iam.ManagedPolicy.AmazonECSTaskExecutionRolePolicy },
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
            executionRoleArn: role.arn,
            containerDefinitions: pulumi.all([given, place]).apply(([{ container }, log]) =>
                JSON.stringify([
                    {
                        name: container.name,
                        image: container.image,
                        portMappings: container.portMappings?.map(({ containerPort }) => ({
                            containerPort,
                        })),
                        logConfiguration: {
                            logDriver: "awslogs",
                            options: {
                                "awslogs-group": log.group,
                                "awslogs-region": log.region,
                                "awslogs-stream-prefix": container.name,
                            },
                        },
                    },
                ]),
            ),
        },
        own,
    );
    const loadBalancers = given.apply(({ container }) =>
        (container.portMappings ?? []).flatMap(({ containerPort, targetGroup }) =>
            targetGroup === undefined
                ? []
                : [
                      {
                          targetGroupArn: targetGroup.arn,
                          containerName: container.name,
                          containerPort,
                      },
                  ],
        ),
    );
    const service = new aws.ecs.Service(
        name,
        {
            cluster: cluster as pulumi.Input<string>,
            launchType: "FARGATE",
            taskDefinition: task.arn,
            desiredCount: desiredCount as number,
            loadBalancers,
            networkConfiguration:
                networkConfiguration as aws.types.input.ecs.ServiceNetworkConfiguration,
        },
        own,
    );
    return Promise.resolve({ service, taskDefinition: task });
}

const components: Readonly<
    Record<
        string,
        (name: string, inputs: Inputs, own: pulumi.CustomResourceOptions) => Promise<Outputs>
    >
> = {
    "awsx:ec2:Vpc": vpc,
    "awsx:lb:ApplicationLoadBalancer": loadBalancer,
    "awsx:ecs:FargateService": fargateService,
};

void main(
    {
        version: process.env.STANDIN_VERSION ?? "3.9.0",
        async construct(name, type, inputs, options) {
            const make = components[type];
            if (make === undefined) throw new Error(`the stand-in for awsx has no ${type}`);
            const component = new Component(type, name, options, (own) => make(name, inputs, own));
            return { urn: component.urn, state: await component.made };
        },
    },
    process.argv.slice(2),
);
