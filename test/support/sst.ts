import { executionPolicy, Network } from "./networks";
import {
    unknown,
    type Inputs,
    type Options,
    type Recorded,
    type Resource,
    type Value,
} from "./program";

/*
 * Apps of SST as their plans have them: its components and their children, by the names that it gives, and
 * which of them it makes inside `apply` of what a first `sst diff` does not know (SST 4.17; its source:
 * `platform/src/components/aws`).
 */

/** How private subnets reach the internet: not at all, unless it is set. */
export type Nat = "managed" | "ec2";

export interface SstVpc {
    readonly vpc: Resource;
    /** The VPC's default security group, which SST adopts: all may go out, and the VPC's own addresses in. */
    readonly group: Resource;
    readonly publicSubnets: readonly Resource[];
    readonly privateSubnets: readonly Resource[];
    readonly privateTables: readonly Resource[];
    readonly namespace: Resource;
}

/** What `sst.aws.Cluster` takes as `vpc` in place of a component: ids. */
export interface SstPlace {
    readonly id: Value;
    readonly groups: readonly Value[];
    readonly containerSubnets: readonly Value[];
    readonly loadBalancerSubnets: readonly Value[];
    readonly namespaceId?: Value;
    /** What all of these come from: SST hands them on as one value, unknown until all are known. */
    readonly feeds: readonly Resource[];
}

export interface SstCluster {
    readonly cluster: Resource;
    readonly at: SstVpc | SstPlace;
}

export interface SstEfs {
    readonly fileSystem: Resource;
    readonly accessPoint: Resource;
}

/** `"80/http"`. */
type Port = `${number}/${string}`;

export interface Rule {
    readonly listen: Port;
    readonly forward?: Port;
}

export interface ContainerArgs {
    /** An image by its name; without one, SST builds it and pushes it to its own repository in ECR. */
    readonly image?: string;
    readonly ssm?: Readonly<Record<string, string>>;
    readonly volumes?: readonly SstEfs[];
    /** Of what the values of `environment` come, where they are not known yet. */
    readonly environment?: readonly Resource[];
}

export interface ServiceArgs extends ContainerArgs {
    readonly loadBalancer?: {
        readonly rules: readonly Rule[];
        readonly public?: boolean;
        /** A certificate is made, and the listeners inside `apply` of its ARN. */
        readonly domain?: boolean;
        /** A load balancer that services share. */
        readonly shared?: { readonly listener: Resource };
    };
    readonly capacity?: "spot";
    readonly registryPort?: number;
    readonly transform?: {
        readonly service?: Inputs;
        readonly loadBalancer?: Inputs;
        readonly target?: Inputs;
    };
}

const everywhere = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
const zones = ["us-east-1a", "us-east-1b"];
const built = "123456789012.dkr.ecr.us-east-1.amazonaws.com/sst-asset";

export class Sst extends Network {
    private readonly later = new Set<Resource>();
    private readonly whole = new Map<string, readonly string[]>();

    /** What a first `sst diff` shows: nothing of what is made inside `apply` of what it does not know. */
    diff(): Recorded[] {
        const hidden = new Set([...this.later].map(({ urn }) => urn));
        return this.record("first preview")
            .filter(({ urn }) => !hidden.has(urn))
            .map((recorded) => {
                const paths = this.whole.get(recorded.urn) ?? [];
                const shown = withoutUrns(recorded, hidden);
                return paths.reduce((each, path) => withUnknown(each, path.split(".")), shown);
            });
    }

    vpcOf(name: string, args: { nat?: Nat; bastion?: boolean } = {}): SstVpc {
        const parent = this.component("Vpc", name);
        this.version(name, parent);
        const child = this.children(parent);
        const vpc = child("ec2/vpc:Vpc", `${name}Vpc`, {
            cidrBlock: "10.0.0.0/16",
            enableDnsSupport: true,
            enableDnsHostnames: true,
        });
        const gateway = child("ec2/internetGateway:InternetGateway", `${name}InternetGateway`, {
            vpcId: vpc.id,
        });
        const group = child(
            "ec2/defaultSecurityGroup:DefaultSecurityGroup",
            `${name}SecurityGroup`,
            {
                description: "Managed by SST",
                vpcId: vpc.id,
                egress: [everywhere],
                ingress: [{ ...everywhere, cidrBlocks: [vpc.get("cidrBlock")] }],
            },
        );
        const subnets = (
            kind: "Public" | "Private",
            offset: number,
            more: Inputs,
            routes: (i: number) => Value[],
        ): { subnet: Resource; table: Resource }[] =>
            zones.map((availabilityZone, i) => {
                const subnet = child("ec2/subnet:Subnet", `${name}${kind}Subnet${String(i + 1)}`, {
                    vpcId: vpc.id,
                    cidrBlock: `10.0.${String(8 * i + offset)}.0/22`,
                    availabilityZone,
                    ...more,
                });
                const table = child(
                    "ec2/routeTable:RouteTable",
                    `${name}${kind}RouteTable${String(i + 1)}`,
                    { vpcId: vpc.id, routes: routes(i) },
                );
                child(
                    "ec2/routeTableAssociation:RouteTableAssociation",
                    `${name}${kind}RouteTableAssociation${String(i + 1)}`,
                    { subnetId: subnet.id, routeTableId: table.id },
                );
                return { subnet, table };
            });
        const open = subnets("Public", 0, { mapPublicIpOnLaunch: true }, () => [
            { cidrBlock: "0.0.0.0/0", gatewayId: gateway.id },
        ]);
        const publicSubnets = open.map(({ subnet }) => subnet);
        const nats = this.nats(name, parent, args.nat, vpc, publicSubnets);
        const closed = subnets("Private", 4, {}, (i) =>
            nats[i] === undefined ? [] : [{ cidrBlock: "0.0.0.0/0", ...nats[i] }],
        );
        if (args.bastion === true && args.nat !== "ec2") {
            const ssh = { ...everywhere, protocol: "tcp", fromPort: 22, toPort: 22 };
            const bastion = child(
                "ec2/securityGroup:SecurityGroup",
                `${name}BastionSecurityGroup`,
                {
                    vpcId: vpc.id,
                    ingress: [ssh],
                    egress: [everywhere],
                },
            );
            child("ec2/instance:Instance", `${name}BastionInstance`, {
                instanceType: "t4g.nano",
                ami: "ami-0123456789abcdef0",
                subnetId: publicSubnets[0]?.id ?? null,
                vpcSecurityGroupIds: [bastion.id],
            });
        }
        const namespace = child(
            "servicediscovery/privateDnsNamespace:PrivateDnsNamespace",
            `${name}CloudmapNamespace`,
            { name: "sst", vpc: vpc.id },
        );
        return {
            vpc,
            group,
            publicSubnets,
            privateSubnets: closed.map(({ subnet }) => subnet),
            privateTables: closed.map(({ table }) => table),
            namespace,
        };
    }

    /** The targets of the routes of the private subnets. */
    private nats(
        name: string,
        parent: Resource,
        nat: Nat | undefined,
        vpc: Resource,
        publicSubnets: readonly Resource[],
    ): Inputs[] {
        if (nat === undefined) return [];
        const child = this.children(parent);
        const addresses = publicSubnets.map((_, i) =>
            child("ec2/eip:Eip", `${name}ElasticIp${String(i + 1)}`, { domain: "vpc" }),
        );
        const addressOf = (i: number): Value => addresses[i]?.id ?? null;
        if (nat === "managed") {
            return publicSubnets.map((subnet, i) => ({
                natGatewayId: child(
                    "ec2/natGateway:NatGateway",
                    `${name}NatGateway${String(i + 1)}`,
                    {
                        subnetId: subnet.id,
                        allocationId: addressOf(i),
                    },
                ).id,
            }));
        }
        const group = child("ec2/securityGroup:SecurityGroup", `${name}NatInstanceSecurityGroup`, {
            vpcId: vpc.id,
            ingress: [everywhere],
            egress: [everywhere],
        });
        return publicSubnets.map((subnet, i) => {
            const instance = child("ec2/instance:Instance", `${name}NatInstance${String(i + 1)}`, {
                instanceType: "t4g.nano",
                ami: "ami-0123456789abcdef0",
                subnetId: subnet.id,
                vpcSecurityGroupIds: [group.id],
                sourceDestCheck: false,
            });
            child(
                "ec2/eipAssociation:EipAssociation",
                `${name}NatInstanceEipAssociation${String(i + 1)}`,
                { instanceId: instance.id, allocationId: addressOf(i) },
            );
            return { networkInterfaceId: instance.get("primaryNetworkInterfaceId") };
        });
    }

    clusterIn(name: string, at: SstVpc | SstPlace): SstCluster {
        const parent = this.component("Cluster", name);
        this.version(name, parent);
        const child = this.children(parent);
        const cluster = child("ecs/cluster:Cluster", `${name}Cluster`);
        child("ecs/clusterCapacityProviders:ClusterCapacityProviders", `${name}CapacityProviders`, {
            clusterName: cluster.get("name"),
            capacityProviders: ["FARGATE", "FARGATE_SPOT"],
        });
        return { cluster, at };
    }

    /** `sst.aws.Efs`: its mount targets stand in the private subnets. */
    efs(name: string, at: SstVpc | SstPlace): SstEfs {
        const { id, containerSubnets, isSst, internalSubnets } = placeOf(at);
        const subnets = isSst ? internalSubnets : containerSubnets;
        const feeding = "vpc" in at ? at.privateSubnets : [];
        const child = this.children(this.component("Efs", name));
        const fileSystem = child("efs/fileSystem:FileSystem", `${name}FileSystem`, {
            encrypted: true,
        });
        const group = child(
            "ec2/securityGroup:SecurityGroup",
            `${name}SecurityGroup`,
            {
                description: "Managed by SST",
                vpcId: id,
                egress: [everywhere],
                ingress: [
                    {
                        ...everywhere,
                        cidrBlocks: ["vpc" in at ? at.vpc.get("cidrBlock") : "10.0.0.0/16"],
                    },
                ],
            },
            { feeds: { vpcId: feeding, ingress: feeding } },
        );
        if (isSst) this.whole.set(group.urn, ["ingress.0.cidrBlocks"]);
        subnets.forEach((subnetId, i) => {
            const target = child("efs/mountTarget:MountTarget", `${name}MountTarget${String(i)}`, {
                fileSystemId: fileSystem.id,
                subnetId,
                securityGroups: [group.id],
            });
            if (isSst) this.later.add(target);
        });
        const accessPoint = child("efs/accessPoint:AccessPoint", `${name}AccessPoint`, {
            fileSystemId: fileSystem.id,
            posixUser: { uid: 0, gid: 0 },
            rootDirectory: { path: "/" },
        });
        return { fileSystem, accessPoint };
    }

    /** `sst.aws.Alb` with a listener for HTTP. */
    alb(name: string, { vpc, publicSubnets }: SstVpc): { readonly listener: Resource } {
        const child = this.children(this.component("Alb", name));
        const group = child("ec2/securityGroup:SecurityGroup", `${name}SecurityGroup`, {
            description: "Managed by SST",
            vpcId: vpc.id,
            egress: [everywhere],
            ingress: [everywhere],
        });
        const balancer = child("lb/loadBalancer:LoadBalancer", `${name}LoadBalancer`, {
            internal: false,
            loadBalancerType: "application",
            subnets: publicSubnets.map(({ id }) => id),
            securityGroups: [group.id],
            enableCrossZoneLoadBalancing: true,
        });
        const listener = child("lb/listener:Listener", `${name}ListenerHTTP80`, {
            loadBalancerArn: balancer.arn,
            port: 80,
            protocol: "HTTP",
            defaultActions: [{ type: "fixed-response", fixedResponse: { statusCode: "403" } }],
        });
        return { listener };
    }

    serviceIn(name: string, { cluster, at }: SstCluster, args: ServiceArgs = {}): Resource {
        const parent = this.component("Service", name);
        const child = this.children(parent);
        const place = placeOf(at);
        const { loadBalancer, transform = {}, capacity, registryPort } = args;
        const definition = this.definition(name, parent, args);
        const groups = loadBalancer === undefined ? [] : this.balance(name, parent, at, args);
        const isHidden = place.namespaceId !== undefined && typeof place.namespaceId !== "string";
        const registry =
            place.namespaceId === undefined
                ? undefined
                : child("servicediscovery/service:Service", `${name}CloudmapService`, {
                      name: `${name}.dev.web`,
                      forceDestroy: true,
                      dnsConfig: {
                          namespaceId: place.namespaceId,
                          dnsRecords: [
                              ...(registryPort === undefined ? [] : [{ ttl: 60, type: "SRV" }]),
                              { ttl: 60, type: "A" },
                          ],
                      },
                  });
        const service = child(
            "ecs/service:Service",
            `${name}Service`,
            {
                name,
                cluster: cluster.arn,
                taskDefinition: definition.arn,
                desiredCount: 1,
                ...(capacity === undefined
                    ? { launchType: "FARGATE" }
                    : {
                          forceNewDeployment: true,
                          capacityProviderStrategies: [
                              { capacityProvider: "FARGATE", weight: 0 },
                              { capacityProvider: "FARGATE_SPOT", weight: 1 },
                          ],
                      }),
                networkConfiguration: {
                    assignPublicIp: place.isSst,
                    subnets: [...place.containerSubnets],
                    securityGroups: [...place.groups],
                },
                deploymentCircuitBreaker: { enable: true, rollback: true },
                loadBalancers: groups.map(({ group, port }) => ({
                    targetGroupArn: group.arn,
                    containerName: name,
                    containerPort: port,
                })),
                enableExecuteCommand: true,
                ...(registry === undefined
                    ? {}
                    : {
                          serviceRegistries: {
                              registryArn: registry.arn,
                              ...(registryPort === undefined ? {} : { port: registryPort }),
                          },
                      }),
                waitForSteadyState: false,
                ...transform.service,
            },
            { feeds: { networkConfiguration: place.feeds, loadBalancers: deepIn(args) } },
        );
        if (deepIn(args).length > 0) this.whole.set(service.urn, ["loadBalancers"]);
        const namespaces = "vpc" in at ? [at.namespace] : [];
        if (isHidden) for (const each of [registry, service]) if (each) this.later.add(each);
        const target = child(
            "appautoscaling/target:Target",
            `${name}AutoScalingTarget`,
            {
                serviceNamespace: "ecs",
                scalableDimension: "ecs:service:DesiredCount",
                resourceId: service.get("name").apply("service"),
                maxCapacity: 1,
                minCapacity: 1,
            },
            {
                feeds: {
                    resourceId: [cluster, ...(place.feeds.length > 0 ? place.feeds : namespaces)],
                },
            },
        );
        for (const kind of ["Cpu", "Memory"]) {
            child("appautoscaling/policy:Policy", `${name}AutoScaling${kind}Policy`, {
                serviceNamespace: "ecs",
                scalableDimension: "ecs:service:DesiredCount",
                resourceId: target.get("resourceId"),
                policyType: "TargetTrackingScaling",
            });
        }
        return service;
    }

    /** `sst.aws.Task` alone: programs start it by themselves, with the values of its link. */
    task(name: string, cluster: SstCluster, args: ContainerArgs = {}): SstTask {
        const parent = this.component("Task", name);
        return { name, definition: this.definition(name, parent, args), ...cluster };
    }

    /** `sst.aws.CronV2` with a task. */
    cron(name: string, { definition, cluster, at }: SstTask, network: Inputs = {}): Resource {
        const place = placeOf(at);
        const child = this.children(this.component("CronV2", name));
        const role = this.roleOf("scheduler.amazonaws.com", child, `${name}Role`, {});
        const schedule = child(
            "scheduler/schedule:Schedule",
            `${name}Schedule`,
            {
                scheduleExpression: "rate(1 minute)",
                flexibleTimeWindow: { mode: "OFF" },
                state: "ENABLED",
                target: {
                    arn: cluster.arn,
                    roleArn: role.arn,
                    ecsParameters: {
                        taskDefinitionArn: definition.arn,
                        launchType: "FARGATE",
                        networkConfiguration: {
                            subnets: [...place.containerSubnets],
                            securityGroups: [...place.groups],
                            assignPublicIp: place.isSst,
                            ...network,
                        },
                    },
                    retryPolicy: { maximumRetryAttempts: 0 },
                },
            },
            { feeds: { target: place.feeds } },
        );
        if (place.feeds.length > 0) {
            const within = "target.ecsParameters.networkConfiguration";
            this.whole.set(schedule.urn, [`${within}.subnets`, `${within}.securityGroups`]);
        }
        return schedule;
    }

    /** The load balancer of a service, if it is its own, and the target groups, with the containers' ports. */
    private balance(
        name: string,
        parent: Resource,
        at: SstVpc | SstPlace,
        { loadBalancer, transform = {}, ...containers }: ServiceArgs,
    ): { group: Resource; port: number }[] {
        if (loadBalancer === undefined) return [];
        const child = this.children(parent);
        const place = placeOf(at);
        const { rules, domain = false, shared } = loadBalancer;
        const isPublic = loadBalancer.public ?? true;
        const [first] = rules;
        const isApplication = first?.listen.includes("/http") === true;
        const inVpc = { feeds: { vpcId: place.feeds } };
        const isFed = place.feeds.length > 0;
        // Where anything of the containers is unknown, all of them are, and with them the rules.
        const hasUnknownRules = deepIn(containers).length > 0;
        const own = (): Resource => {
            const group = child(
                "ec2/securityGroup:SecurityGroup",
                `${name}LoadBalancerSecurityGroup`,
                {
                    description: "Managed by SST",
                    vpcId: place.id,
                    egress: [everywhere],
                    ingress: [everywhere],
                },
                inVpc,
            );
            const subnets = isPublic ? place.loadBalancerSubnets : place.internalSubnets;
            const balancer = child(
                "lb/loadBalancer:LoadBalancer",
                `${name}LoadBalancer`,
                {
                    internal: !isPublic,
                    loadBalancerType: isApplication ? "application" : "network",
                    subnets: [...subnets],
                    securityGroups: [group.id],
                    enableCrossZoneLoadBalancing: true,
                    ...transform.loadBalancer,
                },
                { feeds: { subnets: place.feeds } },
            );
            this.whole.set(balancer.urn, [
                ...(isFed ? ["subnets"] : []),
                ...(hasUnknownRules ? ["loadBalancerType"] : []),
            ]);
            return balancer;
        };
        const balancer = shared === undefined ? own() : undefined;
        const certificate = domain ? this.certificate(name, parent) : undefined;
        const groups = new Map<string, { group: Resource; port: number }>();
        rules.forEach(({ listen, forward = listen }, i) => {
            const [port = "", protocol = ""] = forward.toUpperCase().split("/");
            const id = `${name}${protocol}${port}`;
            const made = groups.get(id) ?? {
                port: Number(port),
                group: child(
                    "lb/targetGroup:TargetGroup",
                    `${name}Target${id}`,
                    {
                        namePrefix: protocol.replace("_", ""),
                        port: Number(port),
                        protocol,
                        targetType: "ip",
                        vpcId: place.id,
                        ...transform.target,
                    },
                    inVpc,
                ),
            };
            groups.set(id, made);
            const forwarding = { type: "forward", targetGroupArn: made.group.arn };
            if (shared !== undefined) {
                child("lb/listenerRule:ListenerRule", `${name}AlbRuleHTTP80P${String(i + 1)}`, {
                    listenerArn: shared.listener.arn,
                    priority: i + 1,
                    actions: [forwarding],
                    conditions: [{ pathPattern: { values: ["/*"] } }],
                });
                return;
            }
            const [listenPort = "", listenProtocol = ""] = listen.toUpperCase().split("/");
            const isTls = ["HTTPS", "TLS"].includes(listenProtocol);
            const listener = child(
                "lb/listener:Listener",
                `${name}Listener${listenProtocol}${listenPort}`,
                {
                    loadBalancerArn: balancer?.arn ?? null,
                    port: Number(listenPort),
                    protocol: listenProtocol,
                    ...(isTls
                        ? { certificateArn: certificate?.get("certificateArn") ?? null }
                        : {}),
                    defaultActions: [forwarding],
                },
            );
            if (domain) this.later.add(listener);
            if (hasUnknownRules) for (const each of [listener, made.group]) this.later.add(each);
        });
        return [...groups.values()];
    }

    private certificate(name: string, parent: Resource): Resource {
        const component = this.component("Certificate", `${name}Ssl`, { parent });
        const child = this.children(component);
        const certificate = child("acm/certificate:Certificate", `${name}SslCertificate`, {
            domainName: "example.com",
            validationMethod: "DNS",
        });
        return child("acm/certificateValidation:CertificateValidation", `${name}SslValidation`, {
            certificateArn: certificate.arn,
        });
    }

    private definition(name: string, parent: Resource, args: ContainerArgs): Resource {
        const { image, ssm = {}, volumes = [] } = args;
        const deep = deepIn(args);
        const child = this.children(parent);
        const taskRole = this.roleOf("ecs-tasks.amazonaws.com", child, `${name}TaskRole`, {
            inlinePolicies: [
                inline(
                    "ssmmessages:CreateControlChannel",
                    "ssmmessages:CreateDataChannel",
                    "ssmmessages:OpenControlChannel",
                    "ssmmessages:OpenDataChannel",
                ),
            ],
        });
        const executionRole = this.roleOf(
            "ecs-tasks.amazonaws.com",
            child,
            `${name}ExecutionRole`,
            {
                managedPolicyArns: [executionPolicy],
                inlinePolicies: [
                    inline(
                        "ssm:GetParameters",
                        "ssm:GetParameter",
                        "ssm:GetParameterHistory",
                        "secretsmanager:GetSecretValue",
                    ),
                ],
            },
        );
        const log = child("cloudwatch/logGroup:LogGroup", `${name}LogGroup${name}`, {
            name: `/sst/cluster/web/${name}`,
            retentionInDays: 30,
        });
        const made =
            image === undefined
                ? child("docker-build:index:Image", `${name}Image${name}`, { push: true })
                : undefined;
        const unknowns = [...(made === undefined ? [] : [made]), ...deep];
        const definition = child(
            "ecs/taskDefinition:TaskDefinition",
            `${name}Task`,
            {
                family: `web-${name}`,
                trackLatest: true,
                cpu: "256",
                memory: "512",
                networkMode: "awsvpc",
                requiresCompatibilities: ["FARGATE"],
                runtimePlatform: { cpuArchitecture: "X86_64", operatingSystemFamily: "LINUX" },
                executionRoleArn: executionRole.arn,
                taskRoleArn: taskRole.arn,
                volumes: volumes.map(({ fileSystem, accessPoint }) => ({
                    name: `volume-${accessPoint.name}`,
                    efsVolumeConfiguration: {
                        fileSystemId: fileSystem.id,
                        transitEncryption: "ENABLED",
                        authorizationConfig: { accessPointId: accessPoint.id },
                    },
                })),
                containerDefinitions: JSON.stringify([
                    {
                        name,
                        image: image ?? `${built}@sha256:${"0".repeat(64)}`,
                        pseudoTerminal: true,
                        portMappings: [{ containerPortRange: "1-65535" }],
                        logConfiguration: {
                            logDriver: "awslogs",
                            options: {
                                "awslogs-group": `/sst/cluster/web/${name}`,
                                "awslogs-region": "us-east-1",
                                "awslogs-stream-prefix": "/service",
                            },
                        },
                        environment: [],
                        linuxParameters: { initProcessEnabled: true },
                        mountPoints: volumes.map(({ accessPoint }) => ({
                            sourceVolume: `volume-${accessPoint.name}`,
                            containerPath: "/data",
                        })),
                        secrets: Object.entries(ssm).map(([key, valueFrom]) => ({
                            name: key,
                            valueFrom,
                        })),
                    },
                ]),
            },
            { feeds: { containerDefinitions: [log, ...unknowns], volumes: deep } },
        );
        if (deep.length > 0) {
            this.whole.set(definition.urn, ["containerDefinitions", "volumes"]);
            this.later.add(log);
        } else if (made !== undefined) this.whole.set(definition.urn, ["containerDefinitions"]);
        return definition;
    }

    private roleOf(
        service: string,
        child: ReturnType<Sst["children"]>,
        name: string,
        more: Inputs,
    ): Resource {
        const statement = {
            Effect: "Allow",
            Principal: { Service: service },
            Action: "sts:AssumeRole",
        };
        const document = { Version: "2012-10-17", Statement: [statement] };
        return child("iam/role:Role", name, {
            assumeRolePolicy: JSON.stringify(document),
            ...more,
        });
    }

    private component(kind: string, name: string, options: Options = {}): Resource {
        return this.add(`sst:aws:${kind}`, name, {}, { ...options, component: true });
    }

    /** Where a component is of a later version than its first, it says so by another one. */
    private version(name: string, parent: Resource): void {
        this.add("sst:sst:Version", `${name}Version`, {}, { parent, component: true });
    }

    /** Makes children of a component; types of `aws` are named without it. */
    private children(
        parent: Resource,
    ): (type: string, name: string, inputs?: Inputs, options?: Options) => Resource {
        return (type, name, inputs = {}, options = {}) =>
            this.add(type.startsWith("docker-build:") ? type : `aws:${type}`, name, inputs, {
                ...options,
                parent,
            });
    }
}

export interface SstTask extends SstCluster {
    readonly name: string;
    readonly definition: Resource;
}

interface Place extends SstPlace {
    /** A component's: containers run in public subnets, and have public IPs. */
    readonly isSst: boolean;
    readonly internalSubnets: readonly Value[];
}

function placeOf(at: SstVpc | SstPlace): Place {
    if (!("vpc" in at)) {
        return { ...at, isSst: false, internalSubnets: at.loadBalancerSubnets };
    }
    const { vpc, group, publicSubnets, privateSubnets, namespace } = at;
    const ids = (of: readonly Resource[]): Value[] => of.map(({ id }) => id);
    return {
        id: vpc.id,
        groups: [group.id],
        containerSubnets: ids(publicSubnets),
        loadBalancerSubnets: ids(publicSubnets),
        internalSubnets: ids(privateSubnets),
        namespaceId: namespace.id,
        feeds: [],
        isSst: true,
    };
}

/** The same VPC taken apart, with containers in its private subnets: SST hands the ids on as one value. */
export function inPrivateSubnets(at: SstVpc): SstPlace {
    const { vpc, group, publicSubnets, privateSubnets, namespace } = at;
    return {
        id: vpc.id,
        groups: [group.id],
        containerSubnets: privateSubnets.map(({ id }) => id),
        loadBalancerSubnets: publicSubnets.map(({ id }) => id),
        namespaceId: namespace.id,
        feeds: [vpc, group, ...publicSubnets, ...privateSubnets, namespace],
    };
}

/** What of the containers is unknown, but for the names of images: SST waits for it. */
function deepIn({ volumes = [], environment = [] }: ContainerArgs): readonly Resource[] {
    return [
        ...volumes.flatMap(({ fileSystem, accessPoint }) => [fileSystem, accessPoint]),
        ...environment,
    ];
}

function inline(...Action: readonly string[]): Inputs {
    const Statement = [{ Effect: "Allow", Action: [...Action], Resource: "*" }];
    return { name: "inline", policy: JSON.stringify({ Version: "2012-10-17", Statement }) };
}

/** What is not there yet feeds nothing. */
function withoutUrns(recorded: Recorded, hidden: ReadonlySet<string>): Recorded {
    const shown = (urns: readonly string[]): string[] => urns.filter((urn) => !hidden.has(urn));
    const fed = Object.entries(recorded.propertyDependencies);
    return {
        ...recorded,
        dependencies: shown(recorded.dependencies),
        propertyDependencies: Object.fromEntries(fed.map(([name, urns]) => [name, shown(urns)])),
    };
}

/** Unknown as a whole at a path, in what the program says and in what comes back. */
function withUnknown(recorded: Recorded, path: readonly string[]): Recorded {
    const put = (from: unknown, [name, ...rest]: readonly string[]): unknown => {
        if (name === undefined) return unknown;
        if (Array.isArray(from))
            return from.map((each, i) => (String(i) === name ? put(each, rest) : each) as unknown);
        return { ...(from as object), [name]: put((from as Record<string, unknown>)[name], rest) };
    };
    const inputs = put(recorded.inputs, path) as Record<string, unknown>;
    const outputs = put(recorded.outputs, path) as Record<string, unknown>;
    return { ...recorded, inputs, outputs };
}

/** The failure that is reported most: containers in private subnets of a VPC without NAT. */
export function privateWithoutNat(): Sst {
    const n = new Sst();
    const cluster = n.clusterIn("MyCluster", inPrivateSubnets(n.vpcOf("MyVpc")));
    n.serviceIn("Web", cluster, { loadBalancer: { rules: [{ listen: "80/http" }] } });
    return n;
}
