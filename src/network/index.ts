export { Graph, defaultNetworkOptions, type Children, type NetworkOptions } from "./build";
export {
    effectiveGroups,
    effectiveNetworkAcl,
    rulesOfAcl,
    rulesOfGroup,
    type Rules,
} from "./filtering";
export type { FileSystem, MountTarget } from "./file-system";
export type { EgressOnlyInternetGateway, InternetGateway } from "./internet-gateway";
export { judgePolicies, type Call } from "./iam-policy";
export { interest, kindOfType, kinds, type KindName, type NodeOf } from "./kinds";
export {
    agreed,
    agreedBy,
    candidates,
    every,
    isEmpty,
    linkTo,
    listed,
    orOther,
    some,
    type Links,
} from "./link";
export type { NatGateway } from "./nat-gateway";
export type { ManagedPrefixList } from "./managed-prefix-list";
export type { AclRule, NetworkAcl } from "./network-acl";
export type { Node } from "./node";
export type { OtherLauncher } from "./other-launchers";
export type { RouteEntry, Target } from "./route-entry";
export type { RouteTable } from "./route-table";
export { policiesOfFileSystem, policiesOfRepository, policiesOfSecret } from "./resource-policies";
export type { Role } from "./role";
export { allowsCall, type Refusal } from "./role-policies";
export { effectiveRouteTable, routesOf, type OneOf, type Routes } from "./routing";
export type { SecurityGroup } from "./security-group";
export { elementsAt, tcpOf, type Direction, type SecurityRule } from "./security-rule";
export { Service } from "./service";
export type { Subnet } from "./subnet";
export type { TargetGroup } from "./target-group";
export { TaskDefinition, type RoleProperty } from "./task-definition";
export type { TaskLauncher } from "./task-launcher";
export type { Vpc } from "./vpc";
export type { ServiceName, VpcEndpoint, VpcEndpointRouteTableAssociation } from "./vpc-endpoint";
export type { Match } from "./wildcard";
