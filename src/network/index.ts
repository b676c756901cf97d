export {
    Graph,
    defaultNetworkOptions,
    nodeByItself,
    type Children,
    type NetworkOptions,
} from "./links/graph";
export type { AccountSettingDefault } from "./things/account-setting";
export type { ClassicLoadBalancer } from "./things/classic-load-balancer";
export type { Cluster, ClusterCapacityProviders } from "./things/cluster";
export {
    effectiveGroups,
    effectiveNetworkAcl,
    rulesOfAcl,
    rulesOfGroup,
    type GroupRules,
    type Rules,
} from "./effective/filtering";
export { deployedTo, type DeployedTo } from "./things/deployment-group";
export { ExpressGatewayService } from "./things/express-gateway-service";
export { factsOfExports, type NamedExport } from "./facts-of-exports";
export type { AnyMountTarget, FileSystem, S3FileSystem } from "./things/file-system";
export {
    everyLoadBalancer,
    fitsLoadBalancers,
    forwardersOf,
    isAttached,
    isOfPlan,
    loadBalancersOf,
    mayForward,
    type Before,
} from "./effective/forwarding";
export {
    groupsOfEndpoint,
    maybeOfEndpoint,
    partsOfEndpoint,
    subnetsOfEndpoint,
    type EndpointSubnets,
} from "./effective/endpoint-members";
export type { EncryptionControl, EncryptionExclusion } from "./things/encryption-control";
export type {
    DiscoveryService,
    HttpNamespace,
    NamespaceLink,
    HostedZone,
    PrivateDnsNamespace,
    ResolverRule,
} from "./things/hosted-zone";
export type { VpcDhcpOptionsAssociation } from "./things/dhcp-options";
export type { Firewall, FirewallPolicy } from "./things/firewall";
export type { FlowLog } from "./things/flow-log";
export {
    areInOneVpc,
    canUseGroup,
    homesOf,
    inOneVpc,
    nameOf,
    type Homes,
    type Inhabitant,
} from "./effective/home";
export type { GuardDutyFeature } from "./things/guardduty";
export type { EgressOnlyInternetGateway, InternetGateway } from "./things/internet-gateway";
export {
    factInterest,
    interest,
    kindOfType,
    kinds,
    type KindName,
    type NodeOf,
} from "./links/kinds";
export {
    agreed,
    agreedAmong,
    agreedBy,
    candidates,
    doubtsOf,
    every,
    everyOne,
    isEmpty,
    linkTo,
    listed,
    mayBeOther,
    orOther,
    some,
    theOne,
    unresolvedOf,
    type Some,
    type Links,
    type Outside,
} from "./links/link";
export type { MadeLink } from "./links/linker";
export { labelOf } from "./links/labels";
export { openable, type Openable } from "./effective/openness";
export type { LatticeTargetGroup } from "./things/lattice-target-group";
export { Listener, type ListenerRule } from "./things/listener";
export { clashesOf, hasSeveralListeners, type Clash } from "./effective/listener-ports";
export type { LoadBalancer } from "./things/load-balancer";
export type { LogGroup } from "./things/log-group";
export type { Eip, NetworkInterfaceChange } from "./things/network-interface";
export type { NatGateway } from "./things/nat-gateway";
export type { ManagedPrefixList } from "./things/managed-prefix-list";
export type { AclRule, NetworkAcl } from "./things/network-acl";
export type { Node } from "./links/node";
export { StateMachine, type Pipe } from "./things/run-task";
export type { RouteEntry, Target, ToFirewall } from "./things/route-entry";
export type { RouteTable } from "./things/route-table";
export type { Repository } from "./things/repository";
export type { ManagedPolicy, PolicyGiver, Role } from "./things/role";
export type { Secret, SecretVersion } from "./things/secret";
export { blocksOfList } from "./effective/prefix-lists";
export { hasInternetGateway } from "./effective/public-subnet";
export { effectiveRouteTable, routesOf, type OneOf, type Routes } from "./effective/routing";
export {
    tableOfAttachment,
    transitRoutesOf,
    type TransitRoute,
    type TransitRoutes,
} from "./effective/transit";
export type {
    TransitGateway,
    TransitGatewayRouteTable,
    TransitGatewayVpcAttachment,
} from "./things/transit-gateway";
export type { ScalingTarget } from "./things/scaling-target";
export type { SecurityGroup } from "./things/security-group";
export {
    elementsAt,
    transportOf,
    transportsOf,
    type Direction,
    type SecurityRule,
    type Transport,
} from "./things/security-rule";
export {
    Service,
    TaskSet,
    type ConnectAlias,
    type ConnectService,
    type LatticeRegistration,
} from "./things/service";
export type { IpStack, Subnet, SubnetCidrReservation } from "./things/subnet";
export type { TargetGroup } from "./things/target-group";
export {
    TaskDefinition,
    type Mount,
    type RoleProperty,
    type TaskSetting,
} from "./things/task-definition";
export {
    TaskLauncher,
    type Discovery,
    type Registration,
    type StrategyShare,
} from "./things/task-launcher";
export { unreadOf, type Unread } from "./unread";
export type { Vpc } from "./things/vpc";
export type { VpcPeeringConnection } from "./things/vpc-peering-connection";
export { isCreated, isLate, madeBefore, madeInTime } from "./effective/waiting";
export {
    differInZones,
    hasTwoZones,
    attachedBeside,
    isAttachedInZone,
    servesZone,
    spansZones,
} from "./effective/zones";
export {
    endpointServiceName,
    partitionOf,
    partitions,
    readServiceName,
    type ServiceName,
} from "./partitions";
export type { VpcEndpoint, VpcEndpointRouteTableAssociation } from "./things/vpc-endpoint";
