import type { KindName } from "./kinds";

const labels: Partial<Record<KindName, string>> = {
    vpc: "VPC",
    vpcIpv6CidrBlockAssociation: "IPv6 block of a VPC",
    subnetIpv6CidrBlock: "IPv6 block of a subnet",
    vpcPeeringConnection: "VPC peering connection",
    vpcPeeringConnectionAccepter: "VPC peering connection accepter",
    vpcEndpoint: "VPC endpoint",
    transitGatewayVpcAttachment: "transit gateway VPC attachment",
    classicLoadBalancer: "Classic Load Balancer",
    networkAcl: "network ACL",
    fileSystem: "EFS file system",
    s3FileSystem: "S3 file system",
    s3MountTarget: "mount target",
    managedPrefixList: "prefix list",
    vpcDhcpOptions: "DHCP options",
    securityGroupVpcAssociation: "security group VPC association",
    httpNamespace: "namespace",
    privateDnsNamespace: "private DNS namespace",
    accountSettingDefault: "ECS account setting",
    discoveryService: "Cloud Map service",
    guardDutyDetector: "GuardDuty detector",
    latticeTargetGroup: "VPC Lattice target group",
    taskDefinition: "task definition",
};

/** `routeTable` → "route table". */
export function labelOf(kind: KindName): string {
    return labels[kind] ?? kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
