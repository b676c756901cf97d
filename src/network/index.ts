export {
    Graph,
    defaultNetworkOptions,
    nodeByItself,
    type Children,
    type NetworkOptions,
} from "./graph";
export type { AccountSettingDefault } from "./account-setting";
export type { ClassicLoadBalancer } from "./classic-load-balancer";
export {
    effectiveGroups,
    effectiveNetworkAcl,
    rulesOfAcl,
    rulesOfGroup,
    type GroupRules,
    type Rules,
} from "./filtering";
export { deployedTo, type DeployedTo } from "./deployment-group";
export { ExpressGatewayService } from "./express-gateway-service";
export { factsOfExports, type NamedExport } from "./facts-of-exports";
export type { FileSystem, MountTarget } from "./file-system";
export {
    everyLoadBalancer,
    fitsLoadBalancers,
    forwardersOf,
    isAttached,
    isOfPlan,
    loadBalancersOf,
    mayForward,
    type Before,
} from "./forwarding";
export {
    groupsOfEndpoint,
    maybeOfEndpoint,
    subnetsOfEndpoint,
    type EndpointSubnets,
} from "./endpoint-members";
export type { EncryptionExclusion } from "./encryption-control";
export type { DiscoveryService, ResolverRule } from "./hosted-zone";
export type { VpcDhcpOptionsAssociation } from "./dhcp-options";
export type { FlowLog } from "./flow-log";
export {
    areInOneVpc,
    canUseGroup,
    homesOf,
    inOneVpc,
    nameOf,
    type Homes,
    type Inhabitant,
} from "./home";
export type { EgressOnlyInternetGateway, InternetGateway } from "./internet-gateway";
export { factInterest, interest, kindOfType, kinds, type KindName, type NodeOf } from "./kinds";
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
    unresolvedOf,
    type Some,
    type Links,
    type Outside,
} from "./link";
export type { MadeLink } from "./linker";
export { labelOf } from "./labels";
export { openable, type Openable } from "./openness";
export { Listener, type ListenerRule } from "./listener";
export { clashesOf, hasSeveralListeners, type Clash } from "./listener-ports";
export type { LoadBalancer } from "./load-balancer";
export type { Eip, NetworkInterfaceChange } from "./network-interface";
export type { NatGateway } from "./nat-gateway";
export type { ManagedPrefixList } from "./managed-prefix-list";
export type { AclRule, NetworkAcl } from "./network-acl";
export type { Node } from "./node";
export type { OtherLauncher } from "./other-launchers";
export type { RouteEntry, Target } from "./route-entry";
export type { RouteTable } from "./route-table";
export type { Repository } from "./repository";
export type { ManagedPolicy, Role } from "./role";
export type { Secret } from "./secret";
export { hasInternetGateway } from "./public-subnet";
export { effectiveRouteTable, routesOf, type OneOf, type Routes } from "./routing";
export type { ScalingTarget } from "./scaling-target";
export type { SecurityGroup } from "./security-group";
export {
    elementsAt,
    transportOf,
    transportsOf,
    type Direction,
    type SecurityRule,
    type Transport,
} from "./security-rule";
export { Service, TaskSet } from "./service";
export type { IpStack, Subnet, SubnetCidrReservation } from "./subnet";
export type { TargetGroup } from "./target-group";
export { TaskDefinition, type ContainerSetting, type RoleProperty } from "./task-definition";
export { TaskLauncher, type Discovery, type Registration } from "./task-launcher";
export { unreadOf, type Unread } from "./unread";
export type { Vpc } from "./vpc";
export { madeBefore } from "./waiting";
export { differInZones, hasTwoZones, servesZone, spansZones } from "./zones";
export {
    endpointServiceName,
    partitionOf,
    partitions,
    readServiceName,
    type ServiceName,
} from "./partitions";
export type { VpcEndpoint, VpcEndpointRouteTableAssociation } from "./vpc-endpoint";
