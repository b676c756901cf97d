import { Program, Ref, type Inputs, type Options, type Resource, type Value } from "./program";

/** A program with words for what networks are made of; every method takes a resource's inputs. */
export class Network extends Program {
    vpc(name = "vpc", inputs: Inputs = {}, options?: Options): Resource {
        return this.add(
            "aws:ec2/vpc:Vpc",
            name,
            { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true, ...inputs },
            options,
        );
    }

    subnet(name: string, vpc: Resource, inputs: Inputs = {}, options?: Options): Resource {
        this.subnets += 1;
        const cidrBlock = `10.0.${String(this.subnets)}.0/24`;
        return this.add(
            "aws:ec2/subnet:Subnet",
            name,
            { vpcId: vpc.id, cidrBlock, ...inputs },
            options,
        );
    }

    internetGateway(vpc: Resource, name = "igw", inputs: Inputs = {}): Resource {
        return this.add("aws:ec2/internetGateway:InternetGateway", name, {
            vpcId: vpc.id,
            ...inputs,
        });
    }

    natGateway(name: string, subnet: Resource, inputs: Inputs = {}): Resource {
        const eip = this.add("aws:ec2/eip:Eip", name, { domain: "vpc" });
        return this.add("aws:ec2/natGateway:NatGateway", name, {
            subnetId: subnet.id,
            allocationId: eip.id,
            ...inputs,
        });
    }

    routeTable(name: string, vpc: Resource, routes?: Value[], options?: Options): Resource {
        const inputs: Inputs = { vpcId: vpc.id };
        if (routes !== undefined) inputs.routes = routes;
        return this.add("aws:ec2/routeTable:RouteTable", name, inputs, options);
    }

    route(name: string, table: Resource | Ref, inputs: Inputs): Resource {
        const routeTableId = "id" in table ? table.id : table;
        return this.add("aws:ec2/route:Route", name, {
            routeTableId,
            destinationCidrBlock: "0.0.0.0/0",
            ...inputs,
        });
    }

    associate(subnet: Resource, table: Resource): Resource {
        return this.add("aws:ec2/routeTableAssociation:RouteTableAssociation", subnet.name, {
            subnetId: subnet.id,
            routeTableId: table.id,
        });
    }

    /** A subnet with a route table of its own. */
    subnetWith(
        name: string,
        vpc: Resource,
        routes: Value[],
    ): { subnet: Resource; table: Resource } {
        const subnet = this.subnet(name, vpc);
        const table = this.routeTable(name, vpc, routes);
        this.associate(subnet, table);
        return { subnet, table };
    }

    /** An endpoint for a service; an interface endpoint is in the first subnet of the VPC, if not told otherwise. */
    endpoint(service: string, vpc: Resource, inputs: Inputs = {}): Resource {
        const [subnet] = this.resources.filter(
            ({ type, inputs: { vpcId } }) =>
                type === "aws:ec2/subnet:Subnet" && vpcId instanceof Ref && vpcId.of === vpc,
        );
        const subnetIds = subnet === undefined ? [] : [subnet.id];
        return this.add("aws:ec2/vpcEndpoint:VpcEndpoint", service, {
            vpcId: vpc.id,
            serviceName: `com.amazonaws.us-east-1.${service}`,
            vpcEndpointType: service === "s3" ? "Gateway" : "Interface",
            ...(service === "s3" ? {} : { privateDnsEnabled: true, subnetIds }),
            ...inputs,
        });
    }

    securityGroup(name: string, vpc: Resource): Resource {
        return this.add("aws:ec2/securityGroup:SecurityGroup", name, {
            vpcId: vpc.id,
            egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
        });
    }

    cluster(name = "main", inputs: Inputs = {}): Resource {
        return this.add("aws:ecs/cluster:Cluster", name, inputs);
    }

    /** A listener that forwards to one of these groups; which, only the deployment tells. */
    listenerToSome(name: string, balancer: Resource, groups: Resource[], port: number): Resource {
        const choice = this.add("test:index:Choice", "choice");
        return this.add(
            "aws:lb/listener:Listener",
            name,
            {
                loadBalancerArn: balancer.arn,
                port,
                defaultActions: [{ type: "forward", targetGroupArn: choice.get("arn") }],
            },
            { feeds: { defaultActions: groups } },
        );
    }

    /** A cluster with a key or logs for ECS Exec. */
    clusterWithExec(executeCommandConfiguration: Inputs): Resource {
        return this.cluster("main", { configuration: { executeCommandConfiguration } });
    }

    targetGroup(name: string, vpc: Resource, inputs: Inputs = {}): Resource {
        return this.add("aws:lb/targetGroup:TargetGroup", name, {
            vpcId: vpc.id,
            port: 80,
            protocol: "HTTP",
            targetType: "ip",
            ...inputs,
        });
    }

    /** An Application Load Balancer in these subnets, or what its inputs make of it. */
    loadBalancer(name: string, subnets: readonly Resource[], inputs: Inputs = {}): Resource {
        const ids = subnets.map((each) => each.id);
        return this.add("aws:lb/loadBalancer:LoadBalancer", name, { subnets: ids, ...inputs });
    }

    /** A listener on port 80 that forwards to a target group. */
    listener(name: string, loadBalancer: Resource, group: Resource, inputs: Inputs = {}): Resource {
        return this.add("aws:lb/listener:Listener", name, {
            loadBalancerArn: loadBalancer.arn,
            port: 80,
            protocol: "HTTP",
            defaultActions: [{ type: "forward", targetGroupArn: group.arn }],
            ...inputs,
        });
    }

    /** A role of tasks with these managed policies. */
    role(name: string, ...policyArns: readonly Value[]): Resource {
        const role = this.add("aws:iam/role:Role", name, {
            assumeRolePolicy: JSON.stringify({
                Version: "2012-10-17",
                Statement: [
                    {
                        Effect: "Allow",
                        Principal: { Service: "ecs-tasks.amazonaws.com" },
                        Action: "sts:AssumeRole",
                    },
                ],
            }),
        });
        policyArns.forEach((policyArn, i) => {
            this.add(
                "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
                i === 0 ? name : `${name}-${String(i)}`,
                { role: role.get("name"), policyArn },
            );
        });
        return role;
    }

    /** A task definition with one container, or with these. */
    taskDefinition(name: string, inputs: Inputs = {}, ...images: string[]): Resource {
        const used = images.length === 0 ? [ecrImage] : images;
        const containerDefinitions = JSON.stringify(
            used.map((image, i) => ({ name: `c${String(i)}`, image, essential: true })),
        );
        return this.add("aws:ecs/taskDefinition:TaskDefinition", name, {
            family: name,
            networkMode: "awsvpc",
            requiresCompatibilities: ["FARGATE"],
            cpu: "256",
            memory: "512",
            executionRoleArn: "arn:aws:iam::123456789012:role/ecsTaskExecutionRole",
            containerDefinitions,
            ...inputs,
        });
    }

    /** A service on Fargate in these subnets. */
    service(
        name: string,
        subnets: readonly Resource[] | Value,
        inputs: Inputs = {},
        options?: Options,
    ): Resource {
        const { networkConfiguration = {}, ...rest } = inputs;
        const cluster = this.find("aws:ecs/cluster:Cluster") ?? this.cluster();
        const definition =
            this.find("aws:ecs/taskDefinition:TaskDefinition") ?? this.taskDefinition("app");
        const ids: Value = isResources(subnets) ? subnets.map((each) => each.id) : subnets;
        return this.add(
            "aws:ecs/service:Service",
            name,
            {
                cluster: cluster.arn,
                taskDefinition: definition.arn,
                desiredCount: 2,
                launchType: "FARGATE",
                networkConfiguration: { subnets: ids, ...(networkConfiguration as Inputs) },
                ...rest,
            },
            options,
        );
    }

    /** A service of Express Mode in these subnets; without any AWS takes those of the default VPC. */
    express(
        name: string,
        subnets: readonly Resource[] = [],
        inputs: Inputs = {},
        options?: Options,
    ): Resource {
        const { networkConfiguration = {}, primaryContainer = {}, ...rest } = inputs;
        // The provider's types want both lists.
        const network = {
            subnets: subnets.map((each) => each.id),
            securityGroups: [],
            ...(networkConfiguration as Inputs),
        };
        const isSet = subnets.length > 0 || Object.keys(networkConfiguration ?? {}).length > 0;
        return this.add(
            "aws:ecs/expressGatewayService:ExpressGatewayService",
            name,
            {
                executionRoleArn: "arn:aws:iam::123456789012:role/ecsTaskExecutionRole",
                infrastructureRoleArn: "arn:aws:iam::123456789012:role/ecsInfrastructureRole",
                primaryContainer: { image: ecrImage, ...(primaryContainer as Inputs) },
                ...(isSet ? { networkConfigurations: [network] } : {}),
                ...rest,
            },
            options,
        );
    }

    find(type: string, name?: string): Resource | undefined {
        return this.resources.find(
            (resource) => resource.type === type && (name === undefined || resource.name === name),
        );
    }

    private subnets = 0;
}

export const executionPolicy =
    "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";

export const ecrImage = "123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1";

function isResources(value: readonly Resource[] | Value): value is readonly Resource[] {
    return (
        Array.isArray(value) &&
        value.every((each) => typeof each === "object" && each !== null && "urn" in each)
    );
}

export interface NatNetwork {
    readonly vpc: Resource;
    readonly igw: Resource;
    readonly publicSubnet: Resource;
    readonly nat: Resource;
    readonly privateSubnet: Resource;
    readonly privateTable: Resource;
}

/** A public subnet with a NAT gateway, and a private one behind it. */
export function natNetwork(n: Network): NatNetwork {
    const vpc = n.vpc();
    const igw = n.internetGateway(vpc);
    const { subnet: publicSubnet } = n.subnetWith("public", vpc, [
        { cidrBlock: "0.0.0.0/0", gatewayId: igw.id },
    ]);
    const nat = n.natGateway("nat", publicSubnet);
    const { subnet: privateSubnet, table: privateTable } = n.subnetWith("private", vpc, [
        { cidrBlock: "0.0.0.0/0", natGatewayId: nat.id },
    ]);
    return { vpc, igw, publicSubnet, nat, privateSubnet, privateTable };
}

/** Policies of firewalls, by what they do with every packet; `rules` leaves it to a rule group. */
export const firewallPolicies = {
    pass: {
        statelessDefaultActions: ["aws:pass"],
        statelessFragmentDefaultActions: ["aws:pass"],
    },
    drop: {
        statelessDefaultActions: ["aws:drop"],
        statelessFragmentDefaultActions: ["aws:drop"],
    },
    "drop statefully": {
        statelessDefaultActions: ["aws:forward_to_sfe"],
        statelessFragmentDefaultActions: ["aws:forward_to_sfe"],
        statefulEngineOptions: { ruleOrder: "STRICT_ORDER" },
        statefulDefaultActions: ["aws:drop_strict"],
    },
    rules: {
        statelessDefaultActions: ["aws:forward_to_sfe"],
        statelessFragmentDefaultActions: ["aws:forward_to_sfe"],
        statefulRuleGroupReferences: [
            {
                resourceArn:
                    "arn:aws:network-firewall:us-east-1:123456789012:stateful-rulegroup/allowed",
            },
        ],
    },
} satisfies Readonly<Record<string, Inputs>>;

/** A firewall with an endpoint in each of these subnets, and its policy; `to` is what leads to the first one. */
export function firewallIn(
    n: Network,
    vpc: Resource,
    subnets: readonly Resource[],
    policy: keyof typeof firewallPolicies | Inputs = "rules",
): { firewall: Resource; policy: Resource; to: Inputs } {
    const made = n.add("aws:networkfirewall/firewallPolicy:FirewallPolicy", "inspection", {
        firewallPolicy: typeof policy === "string" ? firewallPolicies[policy] : policy,
    });
    const firewall = n.add("aws:networkfirewall/firewall:Firewall", "inspection", {
        vpcId: vpc.id,
        firewallPolicyArn: made.arn,
        subnetMappings: subnets.map(({ id }) => ({ subnetId: id })),
    });
    return { firewall, policy: made, to: toEndpoint(firewall, 0) };
}

/** What a route says that leads to the endpoint of a firewall in one of its subnets. */
export function toEndpoint(firewall: Resource, place: number): Inputs {
    const vpcEndpointId = firewall.get("firewallStatuses").apply(`endpoint${String(place)}`);
    return { cidrBlock: "0.0.0.0/0", vpcEndpointId };
}

export interface EgressNetwork {
    readonly vpc: Resource;
    readonly subnet: Resource;
    readonly table: Resource;
    readonly gateway: Resource;
    readonly home: Resource;
    readonly away: Resource;
    readonly egressVpc: Resource;
    readonly egressSubnet: Resource;
    readonly egressTable: Resource;
    readonly natTable: Resource;
    readonly nat: Resource;
}

/**
 * Tasks whose VPC leads to a transit gateway, and a VPC with a NAT gateway behind that.
 *
 * @param tables route tables of the transit gateway's own, one for each VPC; else its default one
 * @param without what is left out of it
 */
export function egressNetwork(
    n: Network,
    {
        tables = false,
        without = [],
        gateway: more = {},
    }: {
        readonly tables?: boolean;
        readonly without?: readonly ("route" | "route back" | "propagation" | "way out" | "NAT")[];
        readonly gateway?: Inputs;
    } = {},
): EgressNetwork {
    const lacks = (what: (typeof without)[number]): boolean => without.includes(what);
    const own = {
        defaultRouteTableAssociation: "disable",
        defaultRouteTablePropagation: "disable",
    };
    const gateway = n.add("aws:ec2transitgateway/transitGateway:TransitGateway", "hub", {
        ...(tables ? own : {}),
        ...more,
    });
    const attach = (name: string, vpc: Resource, subnet: Resource): Resource =>
        n.add("aws:ec2transitgateway/vpcAttachment:VpcAttachment", name, {
            transitGatewayId: gateway.id,
            vpcId: vpc.id,
            subnetIds: [subnet.id],
        });
    const toHub = { transitGatewayId: gateway.id };
    const vpc = n.vpc();
    const { subnet, table } = n.subnetWith("private", vpc, [{ cidrBlock: "0.0.0.0/0", ...toHub }]);
    const home = attach("tasks", vpc, subnet);
    const egressVpc = n.vpc("egress", { cidrBlock: "10.99.0.0/16" });
    const igw = n.internetGateway(egressVpc);
    const place = (name: string, cidrBlock: string, routes: Value[]) => {
        const made = n.subnetWith(name, egressVpc, routes);
        made.subnet.inputs.cidrBlock = cidrBlock;
        return made;
    };
    const { subnet: outside, table: natTable } = place("nat", "10.99.1.0/24", [
        { cidrBlock: "0.0.0.0/0", gatewayId: igw.id },
        ...(lacks("route back") ? [] : [{ cidrBlock: "10.0.0.0/8", ...toHub }]),
    ]);
    const nat = n.natGateway("nat", outside);
    const { subnet: inside, table: egressTable } = place(
        "transit",
        "10.99.2.0/24",
        lacks("way out")
            ? []
            : [
                  {
                      cidrBlock: "0.0.0.0/0",
                      ...(lacks("NAT") ? { gatewayId: igw.id } : { natGatewayId: nat.id }),
                  },
              ],
    );
    const away = attach("egress", egressVpc, inside);
    const tableOf = (name: string, attachment: Resource): Value => {
        if (!tables) return gateway.get("associationDefaultRouteTableId");
        const made = n.add("aws:ec2transitgateway/routeTable:RouteTable", name, toHub);
        n.add("aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation", name, {
            transitGatewayAttachmentId: attachment.id,
            transitGatewayRouteTableId: made.id,
        });
        return made.id;
    };
    const [ofTasks, ofEgress] = [tableOf("tasks", home), tableOf("egress", away)];
    if (!lacks("route")) {
        n.add("aws:ec2transitgateway/route:Route", "out", {
            transitGatewayRouteTableId: ofTasks,
            transitGatewayAttachmentId: away.id,
            destinationCidrBlock: "0.0.0.0/0",
        });
    }
    if (tables && !lacks("propagation")) {
        n.add("aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation", "tasks", {
            transitGatewayAttachmentId: home.id,
            transitGatewayRouteTableId: ofEgress,
        });
    }
    return {
        vpc,
        subnet,
        table,
        gateway,
        home,
        away,
        egressVpc,
        egressSubnet: inside,
        egressTable,
        natTable,
        nat,
    };
}

/** The logs of a container by awslogs. */
export function awslogs(more: Inputs = {}): Inputs {
    return {
        logConfiguration: {
            logDriver: "awslogs",
            options: {
                "awslogs-group": "/ecs/app",
                "awslogs-region": "us-east-1",
                "awslogs-stream-prefix": "app",
                ...more,
            },
        },
    };
}

export interface Ipv6Network {
    readonly vpc: Resource;
    readonly publicSubnet: Resource;
    readonly subnet: Resource;
    readonly table: Resource;
}

/** What of an {@link ipv6Network} is otherwise. */
export interface Ipv6Choices {
    readonly vpc?: Inputs;
    readonly subnet?: Inputs;
    /** Routes that it leaves out. */
    readonly without?: readonly ("::/0" | "64:ff9b::/96" | "0.0.0.0/0")[];
}

/** An IPv6-only subnet with an egress-only gateway, DNS64, and a NAT gateway that translates. */
export function ipv6Network(n: Network, choices: Ipv6Choices = {}): Ipv6Network {
    const vpc = n.vpc("vpc", { assignGeneratedIpv6CidrBlock: true, ...choices.vpc });
    const igw = n.internetGateway(vpc);
    const { subnet: publicSubnet } = n.subnetWith("public", vpc, [
        { cidrBlock: "0.0.0.0/0", gatewayId: igw.id },
        { ipv6CidrBlock: "::/0", gatewayId: igw.id },
    ]);
    const nat = n.natGateway("nat", publicSubnet);
    const gateway = n.add("aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway", "out", {
        vpcId: vpc.id,
    });
    const subnet = n.subnet("private", vpc, {
        cidrBlock: null,
        ipv6Native: true,
        ipv6CidrBlock: vpc.get("ipv6CidrBlock").apply("firstPart"),
        assignIpv6AddressOnCreation: true,
        enableDns64: true,
        ...choices.subnet,
    });
    const { without = ["0.0.0.0/0"] } = choices;
    const routes: Record<string, Inputs> = {
        "::/0": { ipv6CidrBlock: "::/0", egressOnlyGatewayId: gateway.id },
        "64:ff9b::/96": { ipv6CidrBlock: "64:ff9b::/96", natGatewayId: nat.id },
        "0.0.0.0/0": { cidrBlock: "0.0.0.0/0", natGatewayId: nat.id },
    };
    const kept = Object.keys(routes).filter((name) => !without.some((each) => each === name));
    const table = n.routeTable(
        "private",
        vpc,
        kept.map((name) => routes[name] ?? null),
    );
    n.associate(subnet, table);
    return { vpc, publicSubnet, subnet, table };
}

/** The same with a dual-stack subnet, and a NAT gateway for IPv4. */
export function dualStackNetwork(n: Network, choices: Ipv6Choices = {}): Ipv6Network {
    const subnet = { ipv6Native: false, cidrBlock: "10.0.100.0/24", enableDns64: false };
    return ipv6Network(n, {
        without: ["64:ff9b::/96"],
        ...choices,
        subnet: { ...subnet, ...choices.subnet },
    });
}

export const dualStackImage = "123456789012.dkr-ecr.us-east-1.on.aws/app:1";

/** An Application Load Balancer in front of private subnets, its target group, and no listener yet. */
export function albNetwork(
    n: Network,
    inputs: Inputs = {},
): NatNetwork & { readonly alb: Resource; readonly group: Resource } {
    const network = natNetwork(n);
    const { vpc, publicSubnet, privateSubnet } = network;
    for (const each of [publicSubnet, privateSubnet]) each.inputs.availabilityZone = "us-east-1a";
    const other = n.subnet("other", vpc, { availabilityZone: "us-east-1b" });
    const alb = n.loadBalancer("alb", [privateSubnet, other], { internal: true, ...inputs });
    return { ...network, alb, group: n.targetGroup("web", network.vpc) };
}

/** A value that the deployment makes known. */
export function later(n: Network): Ref {
    const type = "aws:ssm/parameter:Parameter";
    return (n.find(type) ?? n.add(type, "later")).get("value");
}

/** Lets a service of this name scale out so far. */
export function scaling(
    n: Network,
    service: string,
    maxCapacity: Value,
    inputs: Inputs = {},
): void {
    n.add("aws:appautoscaling/target:Target", service, {
        serviceNamespace: "ecs",
        scalableDimension: "ecs:service:DesiredCount",
        resourceId: `service/main-1234567/${service}-1234567`,
        minCapacity: 1,
        maxCapacity,
        ...inputs,
    });
}

/** What a service says of the target groups that the first container registers with, on port 80. */
export function behind(...groups: readonly Resource[]): Inputs {
    return {
        loadBalancers: groups.map((group) => ({
            targetGroupArn: group.arn,
            containerName: "c0",
            containerPort: 80,
        })),
    };
}

/** A VPC without a way out: private subnets and these endpoints. */
export function isolatedNetwork(
    n: Network,
    services: readonly string[] = ["ecr.api", "ecr.dkr", "s3"],
): { vpc: Resource; subnet: Resource; table: Resource } {
    const vpc = n.vpc();
    const subnet = n.subnet("private", vpc);
    const table = n.routeTable("private", vpc);
    n.associate(subnet, table);
    for (const service of services) {
        n.endpoint(
            service,
            vpc,
            service === "s3" ? { routeTableIds: [table.id] } : { subnetIds: [subnet.id] },
        );
    }
    return { vpc, subnet, table };
}

export interface TwoZones {
    readonly vpc: Resource;
    readonly publicSubnets: readonly [Resource, Resource];
    readonly privateSubnets: readonly [Resource, Resource];
}

/** A public and a private subnet in each of two zones. */
export function twoZones(n: Network): TwoZones {
    const vpc = n.vpc();
    const igw = n.internetGateway(vpc);
    const table = n.routeTable("public", vpc, [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }]);
    const subnetIn = (kind: string, zone: string): Resource =>
        n.subnet(`${kind}-${zone}`, vpc, { availabilityZone: `us-east-1${zone}` });
    const publicSubnets = [subnetIn("public", "a"), subnetIn("public", "b")] as const;
    for (const subnet of publicSubnets) n.associate(subnet, table);
    const privateSubnets = [subnetIn("private", "a"), subnetIn("private", "b")] as const;
    return { vpc, publicSubnets, privateSubnets };
}

/** Registers the tasks of a service with a target group, on a port of a container. */
export function registered(group: Resource, containerPort: Value = 8080): Inputs {
    return { targetGroupArn: group.arn, containerName: "c0", containerPort };
}

/** A rule of a security group for one TCP port and these peers. */
export function tcp(port: number, peers: Inputs): Inputs {
    return { protocol: "tcp", fromPort: port, toPort: port, ...peers };
}

/** A security group with these rules; if they do not say, everything may go out. */
export function groupWith(n: Network, name: string, vpc: Resource, rules: Inputs): Resource {
    const group = n.securityGroup(name, vpc);
    Object.assign(group.inputs, rules);
    return group;
}

/** A network ACL of a subnet that denies these ports to everyone, and lets all else pass. */
export function aclWithout(
    n: Network,
    vpc: Resource,
    subnet: Resource,
    denied: Readonly<Partial<Record<"ingress" | "egress", readonly [from: number, to: number]>>>,
): Resource {
    const all = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0" };
    const rules = (ports: readonly [number, number] | undefined): Value[] => {
        const rest = { ...all, ruleNo: 200, action: "allow" };
        if (ports === undefined) return [rest];
        const [fromPort, toPort] = ports;
        return [{ ...all, ruleNo: 100, action: "deny", protocol: "tcp", fromPort, toPort }, rest];
    };
    return n.add("aws:ec2/networkAcl:NetworkAcl", subnet.name, {
        vpcId: vpc.id,
        subnetIds: [subnet.id],
        ingress: rules(denied.ingress),
        egress: rules(denied.egress),
    });
}

/** A task definition whose containers have these settings. */
export function taskOf(n: Network, ...containers: readonly Inputs[]): Resource {
    return n.taskDefinition("app", {
        containerDefinitions: JSON.stringify(
            containers.map((container, i) => ({
                name: `c${String(i)}`,
                image: ecrImage,
                essential: true,
                ...container,
            })),
        ),
    });
}

/** A task definition whose containers are unknown in a first preview, for these resources feed them. */
export function taskFedBy(n: Network, ...feeding: readonly [Resource, ...Resource[]]): Resource {
    const { inputs } = n.taskDefinition("app");
    n.resources.pop();
    return n.add(
        "aws:ecs/taskDefinition:TaskDefinition",
        "app",
        { ...inputs, containerDefinitions: feeding[0].get("arn") },
        { feeds: { containerDefinitions: feeding } },
    );
}

/** A service behind two ports of a load balancer's, 8080 and 9090, of which its group admits these. */
export function behindTwoPorts(n: Network, ...admitted: readonly number[]): void {
    const { vpc, publicSubnets, privateSubnets } = twoZones(n);
    const everybody = tcp(80, { cidrBlocks: ["0.0.0.0/0"] });
    const doors = groupWith(n, "doors", vpc, { ingress: [everybody] });
    const app = groupWith(n, "app", vpc, {
        ingress: admitted.map((port) => tcp(port, { securityGroups: [doors.id] })),
    });
    const balancer = n.loadBalancer("web", publicSubnets, { securityGroups: [doors.id] });
    const ports = [8080, 9090];
    const groups = ports.map((port) => n.targetGroup(`on-${String(port)}`, vpc));
    groups.forEach((group, i) => {
        n.listener(`http-${String(i)}`, balancer, group, { port: 80 + i });
    });
    taskOf(n, { portMappings: ports.map((containerPort) => ({ containerPort })) });
    n.service("web", privateSubnets, {
        loadBalancers: groups.map((group, i) => registered(group, ports[i] ?? 0)),
        networkConfiguration: { securityGroups: [app.id] },
    });
}
