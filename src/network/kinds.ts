import type { Interest } from "../plan";
import { AccountSettingDefault } from "./account-setting";
import { NetworkAcl, NetworkAclRule, NetworkAclAssociation } from "./network-acl";
import { VpcDhcpOptions, VpcDhcpOptionsAssociation } from "./dhcp-options";
import { VpcBlockPublicAccessOptions, VpcBlockPublicAccessExclusion } from "./block-public-access";
import { ManagedPrefixList, ManagedPrefixListEntry } from "./managed-prefix-list";
import { FileSystem, FileSystemPolicy, MountTarget } from "./file-system";
import { FlowLog } from "./flow-log";
import {
    SecurityGroupRule,
    SecurityGroupIngressRule,
    SecurityGroupEgressRule,
    SecurityGroupRulesExclusive,
} from "./security-group-rule";
import { EncryptionControl } from "./encryption-control";
import { ClassicLoadBalancer } from "./classic-load-balancer";
import { Cluster, ClusterCapacityProviders } from "./cluster";
import { DeploymentGroup } from "./deployment-group";
import {
    HostedZone,
    HostedZoneAssociation,
    PrivateDnsNamespace,
    DiscoveryService,
    ResolverRule,
    ResolverRuleAssociation,
} from "./hosted-zone";
import {
    EgressOnlyInternetGateway,
    InternetGateway,
    InternetGatewayAttachment,
    RoutePropagation,
    VpnGateway,
} from "./internet-gateway";
import { Listener, ListenerRule } from "./listener";
import { LoadBalancer } from "./load-balancer";
import { LogGroup } from "./log-group";
import { NatGateway } from "./nat-gateway";
import { Eip, NetworkInterfaceChange } from "./network-interface";
import type { NodeClass } from "./node";
import { ExpressGatewayService } from "./express-gateway-service";
import { BatchComputeEnvironment, Pipe, StateMachine } from "./other-launchers";
import { PullThroughCacheRule } from "./pull-through-cache-rule";
import { Repository, RepositoryPolicy, RegistryPolicy } from "./repository";
import {
    ManagedPolicy,
    PolicyAttachment,
    Role,
    RolePolicy,
    RolePolicyAttachment,
    RolePolicyAttachmentsExclusive,
    ServiceLinkedRole,
} from "./role";
import { Route } from "./route";
import { RouteTable } from "./route-table";
import { MainRouteTableAssociation, RouteTableAssociation } from "./route-table-association";
import { ScalingTarget } from "./scaling-target";
import { EventTarget, Schedule } from "./scheduled-task";
import { Secret, SecretPolicy } from "./secret";
import { SecurityGroup } from "./security-group";
import { SecurityGroupVpcAssociation } from "./security-group-vpc-association";
import { Service, TaskSet } from "./service";
import { Stranger } from "./stranger";
import { Subnet, SubnetCidrReservation, SubnetIpv6CidrBlock } from "./subnet";
import { TargetGroup } from "./target-group";
import { TaskDefinition } from "./task-definition";
import { Vpc, VpcIpv6CidrBlockAssociation } from "./vpc";
import {
    EndpointPrivateDns,
    SecurityGroupAssociation,
    VpcEndpoint,
    VpcEndpointPolicy,
    VpcEndpointRouteTableAssociation,
    VpcEndpointSubnetAssociation,
} from "./vpc-endpoint";

/** Every kind of thing in the network, by name. */
export const kinds = {
    vpc: Vpc,
    vpcIpv6CidrBlockAssociation: VpcIpv6CidrBlockAssociation,
    subnet: Subnet,
    subnetCidrReservation: SubnetCidrReservation,
    subnetIpv6CidrBlock: SubnetIpv6CidrBlock,
    routeTable: RouteTable,
    route: Route,
    routeTableAssociation: RouteTableAssociation,
    mainRouteTableAssociation: MainRouteTableAssociation,
    internetGateway: InternetGateway,
    internetGatewayAttachment: InternetGatewayAttachment,
    egressOnlyInternetGateway: EgressOnlyInternetGateway,
    vpnGateway: VpnGateway,
    routePropagation: RoutePropagation,
    natGateway: NatGateway,
    vpcEndpoint: VpcEndpoint,
    vpcEndpointRouteTableAssociation: VpcEndpointRouteTableAssociation,
    endpointPrivateDns: EndpointPrivateDns,
    hostedZone: HostedZone,
    hostedZoneAssociation: HostedZoneAssociation,
    privateDnsNamespace: PrivateDnsNamespace,
    discoveryService: DiscoveryService,
    resolverRule: ResolverRule,
    resolverRuleAssociation: ResolverRuleAssociation,
    securityGroup: SecurityGroup,
    securityGroupVpcAssociation: SecurityGroupVpcAssociation,
    networkAcl: NetworkAcl,
    networkAclRule: NetworkAclRule,
    networkAclAssociation: NetworkAclAssociation,
    vpcDhcpOptions: VpcDhcpOptions,
    vpcDhcpOptionsAssociation: VpcDhcpOptionsAssociation,
    vpcBlockPublicAccessOptions: VpcBlockPublicAccessOptions,
    vpcBlockPublicAccessExclusion: VpcBlockPublicAccessExclusion,
    encryptionControl: EncryptionControl,
    managedPrefixList: ManagedPrefixList,
    managedPrefixListEntry: ManagedPrefixListEntry,
    fileSystem: FileSystem,
    mountTarget: MountTarget,
    fileSystemPolicy: FileSystemPolicy,
    securityGroupRule: SecurityGroupRule,
    securityGroupIngressRule: SecurityGroupIngressRule,
    securityGroupEgressRule: SecurityGroupEgressRule,
    securityGroupRulesExclusive: SecurityGroupRulesExclusive,
    vpcEndpointSubnetAssociation: VpcEndpointSubnetAssociation,
    securityGroupAssociation: SecurityGroupAssociation,
    vpcEndpointPolicy: VpcEndpointPolicy,
    pullThroughCacheRule: PullThroughCacheRule,
    loadBalancer: LoadBalancer,
    listener: Listener,
    listenerRule: ListenerRule,
    repository: Repository,
    repositoryPolicy: RepositoryPolicy,
    registryPolicy: RegistryPolicy,
    logGroup: LogGroup,
    secret: Secret,
    secretPolicy: SecretPolicy,
    role: Role,
    rolePolicy: RolePolicy,
    rolePolicyAttachment: RolePolicyAttachment,
    policyAttachment: PolicyAttachment,
    rolePolicyAttachmentsExclusive: RolePolicyAttachmentsExclusive,
    managedPolicy: ManagedPolicy,
    serviceLinkedRole: ServiceLinkedRole,
    classicLoadBalancer: ClassicLoadBalancer,
    targetGroup: TargetGroup,
    deploymentGroup: DeploymentGroup,
    accountSettingDefault: AccountSettingDefault,
    cluster: Cluster,
    clusterCapacityProviders: ClusterCapacityProviders,
    taskDefinition: TaskDefinition,
    service: Service,
    taskSet: TaskSet,
    eventTarget: EventTarget,
    schedule: Schedule,
    expressGatewayService: ExpressGatewayService,
    pipe: Pipe,
    batchComputeEnvironment: BatchComputeEnvironment,
    stateMachine: StateMachine,
    scalingTarget: ScalingTarget,
    flowLog: FlowLog,
    networkInterfaceChange: NetworkInterfaceChange,
    eip: Eip,
    stranger: Stranger,
};

type Kinds = typeof kinds;
export type KindName = keyof Kinds;
export type NodeOf<K extends KindName> = InstanceType<Kinds[K]>;

/** Each class says of itself the name that it has here. */
const classes: { readonly [K in KindName]: NodeClass<NodeOf<K> & { readonly kind: K }> } = kinds;

/** The kind of each Pulumi type. */
export const kindOfType: ReadonlyMap<string, KindName> = new Map(
    (Object.keys(classes) as KindName[]).flatMap((kind) =>
        classes[kind].types.map((type): [string, KindName] => [type, kind]),
    ),
);

/** What does not only lie in a network: it starts tasks, or says what they may do. */
const ofPrograms: ReadonlySet<KindName> = new Set<KindName>([
    "pullThroughCacheRule",
    "repository",
    "repositoryPolicy",
    "registryPolicy",
    "logGroup",
    "secret",
    "secretPolicy",
    "role",
    "rolePolicy",
    "rolePolicyAttachment",
    "policyAttachment",
    "rolePolicyAttachmentsExclusive",
    "managedPolicy",
    "deploymentGroup",
    "accountSettingDefault",
    "taskDefinition",
    "service",
    "taskSet",
    "eventTarget",
    "schedule",
    "expressGatewayService",
    "pipe",
    "batchComputeEnvironment",
    "stateMachine",
    "scalingTarget",
    "networkInterfaceChange",
]);

/** What the network reads of each type. */
export const interest: Interest = new Map(
    Object.values<NodeClass>(classes).flatMap(({ types, properties }) =>
        types.map((type): [string, readonly string[]] => [type, properties]),
    ),
);

/** The same of the types that facts about what exists outside a plan may be of. */
export const factInterest: Interest = new Map(
    [...interest].filter(([type]) => {
        const kind = kindOfType.get(type);
        return kind !== undefined && !ofPrograms.has(kind);
    }),
);
