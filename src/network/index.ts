export { Graph, defaultNetworkOptions, type Children, type NetworkOptions } from "./build";
export {
    effectiveGroups,
    effectiveNetworkAcl,
    rulesOfAcl,
    rulesOfGroup,
    type Rules,
} from "./filtering";
export type { VpcDhcpOptionsAssociation } from "./dhcp-options";
export type { FileSystem, MountTarget } from "./file-system";
export type { FlowLog } from "./flow-log";
export { forwardersOf, loadBalancersOf, type Before } from "./forwarding";
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
export { interest, kindOfType, kinds, type KindName, type NodeOf } from "./kinds";
export {
    agreed,
    agreedBy,
    candidates,
    doubtsOf,
    every,
    everyOne,
    isEmpty,
    linkTo,
    listed,
    orOther,
    some,
    unresolvedOf,
    type Links,
    type Outside,
} from "./link";
export { Listener, type ListenerRule } from "./listener";
export type { LoadBalancer } from "./load-balancer";
export type { Eip, NetworkInterfaceChange } from "./network-interface";
export type { NatGateway } from "./nat-gateway";
export type { ManagedPrefixList } from "./managed-prefix-list";
export type { AclRule, NetworkAcl } from "./network-acl";
export type { Node } from "./node";
export type { OtherLauncher } from "./other-launchers";
export type { RouteEntry, Target } from "./route-entry";
export type { RouteTable } from "./route-table";
export { effectiveRouteTable, routesOf, type OneOf, type Routes } from "./routing";
export type { ScalingTarget } from "./scaling-target";
export type { SecurityGroup } from "./security-group";
export { elementsAt, tcpOf, type Direction, type SecurityRule } from "./security-rule";
export { Service, TaskSet } from "./service";
export type { Subnet } from "./subnet";
export type { TargetGroup } from "./target-group";
export { TaskDefinition } from "./task-definition";
export type { Registration, TaskLauncher } from "./task-launcher";
export type { Vpc } from "./vpc";
export type { ServiceName, VpcEndpoint, VpcEndpointRouteTableAssociation } from "./vpc-endpoint";
