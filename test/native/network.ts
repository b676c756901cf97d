import { Network } from "../support/networks";
import {
    unknown,
    type Form,
    type Inputs,
    type Options,
    type Recorded,
    type Resource,
    type Value,
} from "../support/program";

/** What AWS tells of a type, and which of that is its identifier for Cloud Control. */
const told: Readonly<
    Record<string, { readonly returned: readonly string[]; readonly id: readonly string[] }>
> = {
    "ec2:Vpc": { returned: ["vpcId", "defaultSecurityGroup", "defaultNetworkAcl"], id: ["vpcId"] },
    "ec2:Subnet": { returned: ["subnetId"], id: ["subnetId"] },
    "ec2:RouteTable": { returned: ["routeTableId"], id: ["routeTableId"] },
    "ec2:InternetGateway": { returned: ["internetGatewayId"], id: ["internetGatewayId"] },
    "ec2:NatGateway": { returned: ["natGatewayId"], id: ["natGatewayId"] },
    "ec2:Eip": { returned: ["publicIp", "allocationId"], id: ["publicIp", "allocationId"] },
    "ec2:SecurityGroup": { returned: ["groupId", "awsId"], id: ["groupId"] },
    "ec2:VpcEndpoint": { returned: ["awsId"], id: ["awsId"] },
    "elasticloadbalancingv2:LoadBalancer": {
        returned: ["loadBalancerArn"],
        id: ["loadBalancerArn"],
    },
    "elasticloadbalancingv2:TargetGroup": { returned: ["targetGroupArn"], id: ["targetGroupArn"] },
    "elasticloadbalancingv2:Listener": { returned: ["listenerArn"], id: ["listenerArn"] },
    "ecs:TaskDefinition": { returned: ["taskDefinitionArn"], id: ["taskDefinitionArn"] },
    "ecs:Service": { returned: ["serviceArn"], id: ["serviceArn", "cluster"] },
    "ecs:Cluster": { returned: ["arn"], id: ["clusterName"] },
    "iam:Role": { returned: ["arn"], id: ["roleName"] },
    "servicediscovery:PrivateDnsNamespace": {
        returned: ["awsId", "arn", "hostedZoneId"],
        id: ["awsId"],
    },
    "servicediscovery:Service": { returned: ["awsId", "arn"], id: ["awsId"] },
};

/** The rules that AWS makes with a group, as Cloud Control returns them. */
const madeEgress = [{ ipProtocol: "-1", cidrIp: "0.0.0.0/0", fromPort: -1, toPort: -1 }];

/** Programs in CloudFormation's terms, with words for what they are made of. */
export class NativeNetwork extends Network {
    native(type: string, name: string, inputs: Inputs = {}, options?: Options): Resource {
        return this.add(`aws-native:${type}`, name, inputs, options);
    }

    /** As the provider returns it: in a preview the inputs, and what only AWS tells is unknown. */
    override record(form: Form, exists?: (resource: Resource) => boolean): Recorded[] {
        return super.record(form, exists).map((recorded) => {
            if (!recorded.type.startsWith("aws-native:")) return recorded;
            const { returned = [], id = [] } =
                told[recorded.type.slice("aws-native:".length)] ?? {};
            const { __defaults: _, ...inputs } = recorded.inputs ?? {};
            const isNew = form === "first preview";
            const made: Record<string, unknown> = { ...inputs };
            for (const name of returned) {
                made[name] = isNew
                    ? unknown
                    : name === "awsId" && id[0] !== "awsId"
                      ? `${String(id[0])}-of-${recorded.name}`
                      : `${name}-of-${recorded.name}`;
            }
            if (!isNew && recorded.type === "aws-native:ec2:SecurityGroup") {
                made.securityGroupEgress ??= madeEgress;
            }
            if (!isNew && recorded.type === "aws-native:ecs:Service") made.desiredCount ??= 1;
            const whole = id.map((name) => made[name] as string).join("|");
            made.id = isNew ? unknown : whole === "" ? `id-of-${recorded.name}` : whole;
            const provider = recorded.provider;
            return {
                ...recorded,
                ...(provider === undefined
                    ? {}
                    : { provider: { ...provider, props: { region: "us-east-1" } } }),
                inputs,
                outputs: made,
            };
        });
    }

    nativeVpc(inputs: Inputs = {}): Resource {
        const vpc = this.native("ec2:Vpc", "vpc", {
            cidrBlock: "10.0.0.0/16",
            enableDnsHostnames: true,
            ...inputs,
        });
        this.native("ec2:FlowLog", "flow", { resourceId: vpc.get("vpcId"), resourceType: "VPC" });
        return vpc;
    }

    nativeSubnet(
        name: string,
        vpc: Resource,
        cidrBlock: string,
        zone: string,
        routes: Inputs = {},
    ): Resource {
        const subnet = this.native("ec2:Subnet", name, {
            vpcId: vpc.get("vpcId"),
            cidrBlock,
            availabilityZone: zone,
        });
        const table = this.native("ec2:RouteTable", name, { vpcId: vpc.get("vpcId") });
        this.native("ec2:SubnetRouteTableAssociation", name, {
            subnetId: subnet.get("subnetId"),
            routeTableId: table.get("routeTableId"),
        });
        if (Object.keys(routes).length > 0) {
            this.native("ec2:Route", name, {
                routeTableId: table.get("routeTableId"),
                destinationCidrBlock: "0.0.0.0/0",
                ...routes,
            });
        }
        return subnet;
    }

    /** Two public subnets, and two private ones that lead to a NAT gateway, unless they do not. */
    nativePlaces(leads = true): { vpc: Resource; publics: Resource[]; privates: Resource[] } {
        const vpc = this.nativeVpc();
        const igw = this.native("ec2:InternetGateway", "igw");
        const internet = { gatewayId: igw.get("internetGatewayId") };
        this.native("ec2:VpcGatewayAttachment", "igw", {
            vpcId: vpc.get("vpcId"),
            internetGatewayId: igw.get("internetGatewayId"),
        });
        const publics = ["a", "b"].map((zone, i) =>
            this.nativeSubnet(
                `public-${zone}`,
                vpc,
                `10.0.${String(i)}.0/24`,
                `us-east-1${zone}`,
                internet,
            ),
        );
        const eip = this.native("ec2:Eip", "nat", { domain: "vpc" });
        const nat = this.native("ec2:NatGateway", "nat", {
            subnetId: publics[0]?.get("subnetId") ?? null,
            allocationId: eip.get("allocationId"),
        });
        const way: Inputs = leads ? { natGatewayId: nat.get("natGatewayId") } : {};
        const privates = ["a", "b"].map((zone, i) =>
            this.nativeSubnet(
                `private-${zone}`,
                vpc,
                `10.0.${String(10 + i)}.0/24`,
                `us-east-1${zone}`,
                way,
            ),
        );
        return { vpc, publics, privates };
    }

    nativeDefinition(inputs: Inputs = {}): Resource {
        const role = this.native("iam:Role", "execution", {
            roleName: "execution",
            assumeRolePolicyDocument: {},
            managedPolicyArns: [
                "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
            ],
        });
        return this.native("ecs:TaskDefinition", "app", {
            family: "app",
            networkMode: "awsvpc",
            requiresCompatibilities: ["FARGATE"],
            cpu: "256",
            memory: "512",
            executionRoleArn: role.get("arn"),
            containerDefinitions: [
                {
                    name: "app",
                    image: "123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1",
                    essential: true,
                    portMappings: [{ containerPort: 8080 }],
                },
            ],
            ...inputs,
        });
    }

    nativeService(
        subnets: readonly Resource[],
        groups: readonly Resource[],
        inputs: Inputs = {},
        options?: Options,
    ): Resource {
        const definition = this.find("aws-native:ecs:TaskDefinition") ?? this.nativeDefinition();
        const cluster =
            this.find("aws-native:ecs:Cluster") ??
            this.native("ecs:Cluster", "main", { clusterName: "main" });
        return this.native(
            "ecs:Service",
            "web",
            {
                cluster: cluster.get("clusterName"),
                serviceName: "web",
                taskDefinition: definition.get("taskDefinitionArn"),
                launchType: "FARGATE",
                networkConfiguration: {
                    awsvpcConfiguration: {
                        subnets: idsOf(subnets),
                        securityGroups: groups.map((each) => each.get("groupId")),
                        assignPublicIp: "DISABLED",
                    },
                },
                ...inputs,
            },
            options,
        );
    }

    nativeGroup(name: string, vpc: Resource, inputs: Inputs = {}): Resource {
        return this.native("ec2:SecurityGroup", name, {
            vpcId: vpc.get("vpcId"),
            groupDescription: name,
            ...inputs,
        });
    }

    nativeBalancer(
        publics: readonly Resource[],
        vpc: Resource,
        inputs: Inputs = {},
    ): { group: Resource; listener: Resource } {
        const edge = this.nativeGroup("edge", vpc, {
            securityGroupIngress: [
                { ipProtocol: "tcp", fromPort: 80, toPort: 80, cidrIp: "0.0.0.0/0" },
            ],
        });
        const balancer = this.native("elasticloadbalancingv2:LoadBalancer", "web", {
            type: "application",
            subnets: publics.map((each) => each.get("subnetId")),
            securityGroups: [edge.get("groupId")],
        });
        const group = this.native("elasticloadbalancingv2:TargetGroup", "web", {
            vpcId: vpc.get("vpcId"),
            targetType: "ip",
            port: 8080,
            protocol: "HTTP",
            ...inputs,
        });
        const listener = this.native("elasticloadbalancingv2:Listener", "web", {
            loadBalancerArn: balancer.get("loadBalancerArn"),
            port: 80,
            protocol: "HTTP",
            defaultActions: [{ type: "forward", targetGroupArn: group.get("targetGroupArn") }],
        });
        return { group, listener };
    }
}

export function idsOf(subnets: readonly Resource[]): Value[] {
    return subnets.map((each) => each.get("subnetId"));
}

/** What a container is asked on, in a rule. */
export const http = { ipProtocol: "tcp", fromPort: 8080, toPort: 8080 };

interface Parts {
    readonly vpc: Resource;
    readonly publics: readonly Resource[];
    readonly privates: readonly Resource[];
    readonly tasks: Resource;
}

/** The ordinary stack: private tasks behind a load balancer, with a way out by a NAT gateway. */
export function ordinary(
    n: NativeNetwork,
    {
        leads = true,
        service = () => ({}),
        definition = {},
        tasks: group = {},
        admits = true,
        targets = {},
    }: {
        leads?: boolean;
        service?: (parts: Parts) => Inputs;
        definition?: Inputs;
        tasks?: Inputs;
        admits?: boolean;
        targets?: Inputs;
    } = {},
): void {
    const { vpc, publics, privates } = n.nativePlaces(leads);
    const { group: targetGroup, listener } = n.nativeBalancer(publics, vpc, targets);
    const edge = n.find("aws-native:ec2:SecurityGroup");
    const tasks = n.nativeGroup("tasks", vpc, {
        ...(admits && edge !== undefined
            ? { securityGroupIngress: [{ ...http, sourceSecurityGroupId: edge.get("groupId") }] }
            : {}),
        ...group,
    });
    n.nativeDefinition(definition);
    n.nativeService(
        privates,
        [tasks],
        {
            loadBalancers: [
                {
                    targetGroupArn: targetGroup.get("targetGroupArn"),
                    containerName: "app",
                    containerPort: 8080,
                },
            ],
            ...service({ vpc, publics, privates, tasks }),
        },
        { dependsOn: [listener] },
    );
}
