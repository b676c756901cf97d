import type { Interest } from "../../plan";
import { AccountSettingDefault } from "../things/account-setting";
import { NetworkAcl, NetworkAclRule, NetworkAclAssociation } from "../things/network-acl";
import { VpcDhcpOptions, VpcDhcpOptionsAssociation } from "../things/dhcp-options";
import {
    VpcBlockPublicAccessOptions,
    VpcBlockPublicAccessExclusion,
} from "../things/block-public-access";
import { ManagedPrefixList, ManagedPrefixListEntry } from "../things/managed-prefix-list";
import {
    FileSystem,
    FileSystemPolicy,
    MountTarget,
    S3FileSystem,
    S3MountTarget,
} from "../things/file-system";
import { Firewall, FirewallPolicy } from "../things/firewall";
import { FlowLog } from "../things/flow-log";
import {
    SecurityGroupRule,
    SecurityGroupIngressRule,
    SecurityGroupEgressRule,
    SecurityGroupRulesExclusive,
} from "../things/security-group-rule";
import { EncryptionControl } from "../things/encryption-control";
import { BatchComputeEnvironment } from "../things/batch-compute-environment";
import { ClassicLoadBalancer } from "../things/classic-load-balancer";
import { Cluster, ClusterCapacityProviders } from "../things/cluster";
import { DeploymentGroup } from "../things/deployment-group";
import {
    HostedZone,
    HostedZoneAssociation,
    HttpNamespace,
    PrivateDnsNamespace,
    DiscoveryService,
    ResolverRule,
    ResolverRuleAssociation,
} from "../things/hosted-zone";
import {
    EgressOnlyInternetGateway,
    InternetGateway,
    InternetGatewayAttachment,
    RoutePropagation,
    VpnGateway,
} from "../things/internet-gateway";
import { GuardDutyDetector, GuardDutyFeature } from "../things/guardduty";
import { LatticeTargetGroup } from "../things/lattice-target-group";
import { Listener, ListenerRule } from "../things/listener";
import { LoadBalancer } from "../things/load-balancer";
import { LogGroup } from "../things/log-group";
import { NatGateway } from "../things/nat-gateway";
import { Eip, NetworkInterfaceChange } from "../things/network-interface";
import type { NodeClass } from "./node";
import { ExpressGatewayService } from "../things/express-gateway-service";
import { PullThroughCacheRule } from "../things/pull-through-cache-rule";
import { Repository, RepositoryPolicy, RegistryPolicy } from "../things/repository";
import {
    ManagedPolicy,
    PolicyAttachment,
    Role,
    RolePolicy,
    RolePolicyAttachment,
    RolePolicyAttachmentsExclusive,
    ServiceLinkedRole,
} from "../things/role";
import { Route } from "../things/route";
import { RouteTable } from "../things/route-table";
import {
    MainRouteTableAssociation,
    RouteTableAssociation,
} from "../things/route-table-association";
import { Pipe, StateMachine } from "../things/run-task";
import { ScalingTarget } from "../things/scaling-target";
import { EventTarget, Schedule } from "../things/scheduled-task";
import { Secret, SecretPolicy, SecretVersion } from "../things/secret";
import { SecurityGroup } from "../things/security-group";
import { SecurityGroupVpcAssociation } from "../things/security-group-vpc-association";
import { Service, TaskSet } from "../things/service";
import { Stranger } from "../things/stranger";
import { Subnet, SubnetCidrReservation, SubnetIpv6CidrBlock } from "../things/subnet";
import { TargetGroup } from "../things/target-group";
import {
    TransitGateway,
    TransitGatewayAssociation,
    DirectConnectAssociation,
    TransitGatewayDefaultTable,
    TransitGatewayPrefixListReference,
    TransitGatewayConnect,
    TransitGatewayVpn,
    TransitGatewayPropagation,
    TransitGatewayRoute,
    TransitGatewayRouteTable,
    TransitGatewayVpcAttachment,
} from "../things/transit-gateway";
import { TaskDefinition } from "../things/task-definition";
import { Vpc, VpcIpv6CidrBlockAssociation } from "../things/vpc";
import {
    VpcPeeringConnection,
    VpcPeeringConnectionAccepter,
} from "../things/vpc-peering-connection";
import {
    EndpointPrivateDns,
    SecurityGroupAssociation,
    VpcEndpoint,
    VpcEndpointPolicy,
    VpcEndpointRouteTableAssociation,
    VpcEndpointSubnetAssociation,
} from "../things/vpc-endpoint";

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
    vpcPeeringConnection: VpcPeeringConnection,
    vpcPeeringConnectionAccepter: VpcPeeringConnectionAccepter,
    firewall: Firewall,
    firewallPolicy: FirewallPolicy,
    transitGateway: TransitGateway,
    transitGatewayVpcAttachment: TransitGatewayVpcAttachment,
    transitGatewayRouteTable: TransitGatewayRouteTable,
    transitGatewayAssociation: TransitGatewayAssociation,
    transitGatewayPropagation: TransitGatewayPropagation,
    transitGatewayRoute: TransitGatewayRoute,
    transitGatewayPrefixListReference: TransitGatewayPrefixListReference,
    transitGatewayDefaultTable: TransitGatewayDefaultTable,
    transitGatewayConnect: TransitGatewayConnect,
    transitGatewayVpn: TransitGatewayVpn,
    directConnectAssociation: DirectConnectAssociation,
    vpcEndpoint: VpcEndpoint,
    vpcEndpointRouteTableAssociation: VpcEndpointRouteTableAssociation,
    endpointPrivateDns: EndpointPrivateDns,
    hostedZone: HostedZone,
    hostedZoneAssociation: HostedZoneAssociation,
    httpNamespace: HttpNamespace,
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
    s3FileSystem: S3FileSystem,
    s3MountTarget: S3MountTarget,
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
    secretVersion: SecretVersion,
    role: Role,
    rolePolicy: RolePolicy,
    rolePolicyAttachment: RolePolicyAttachment,
    policyAttachment: PolicyAttachment,
    rolePolicyAttachmentsExclusive: RolePolicyAttachmentsExclusive,
    managedPolicy: ManagedPolicy,
    serviceLinkedRole: ServiceLinkedRole,
    classicLoadBalancer: ClassicLoadBalancer,
    targetGroup: TargetGroup,
    latticeTargetGroup: LatticeTargetGroup,
    deploymentGroup: DeploymentGroup,
    accountSettingDefault: AccountSettingDefault,
    guardDutyDetector: GuardDutyDetector,
    guardDutyFeature: GuardDutyFeature,
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
    "secretVersion",
    "role",
    "rolePolicy",
    "rolePolicyAttachment",
    "policyAttachment",
    "rolePolicyAttachmentsExclusive",
    "managedPolicy",
    "deploymentGroup",
    "httpNamespace",
    "accountSettingDefault",
    "guardDutyDetector",
    "guardDutyFeature",
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
