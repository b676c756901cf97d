import { translations } from "./types";

/*
 * Types of `aws-native` in the modules that build or change networks, and of which nothing has to be read,
 * each with the reason (as src/network/harmless-types.ts has them for `aws`). What is neither read nor
 * here may change anything that it depends on: a newer provider may bring such types at any time.
 */
const byReason: Readonly<Record<string, readonly string[]>> = {
    "about instances, images, volumes or capacity of EC2": [
        "ec2:ApplicationStatusCheck",
        "ec2:CapacityManagerDataExport",
        "ec2:CapacityReservation",
        "ec2:CapacityReservationFleet",
        "ec2:EnclaveCertificateIamRoleAssociation",
        "ec2:FpgaImage",
        "ec2:Host",
        "ec2:KeyPair",
        "ec2:LaunchTemplate",
        "ec2:PlacementGroup",
        "ec2:SnapshotBlockPublicAccess",
        "ec2:SqlHaStandbyDetectedInstance",
        "ec2:Volume",
        "ec2:VolumeAttachment",
    ],
    "a network interface of its own: takes addresses, which are not counted": [
        "ec2:Ec2Fleet",
        "ec2:Instance",
        "ec2:InstanceConnectEndpoint",
        "ec2:NetworkInterface",
        "ec2:SpotFleet",
        "route53resolver:ResolverEndpoint",
        "vpclattice:ResourceGateway",
    ],
    "copies traffic, or watches it": [
        "ec2:NetworkInsightsAccessScope",
        "ec2:NetworkInsightsAccessScopeAnalysis",
        "ec2:NetworkInsightsAnalysis",
        "ec2:NetworkInsightsPath",
        "ec2:NetworkPerformanceMetricSubscription",
        "ec2:TrafficMirrorFilter",
        "ec2:TrafficMirrorFilterRule",
        "ec2:TrafficMirrorSession",
        "ec2:TrafficMirrorTarget",
        "networkfirewall:LoggingConfiguration",
        "route53resolver:ResolverQueryLoggingConfig",
        "route53resolver:ResolverQueryLoggingConfigAssociation",
        "vpclattice:AccessLogSubscription",
    ],
    "takes effect only by a route to it, and what lies behind such a route cannot be known": [
        "ec2:CarrierGateway",
        "ec2:LocalGatewayRoute",
        "ec2:LocalGatewayRouteTable",
        "ec2:LocalGatewayRouteTableVirtualInterfaceGroupAssociation",
        "ec2:LocalGatewayRouteTableVpcAssociation",
        "ec2:LocalGatewayVirtualInterface",
        "ec2:LocalGatewayVirtualInterfaceGroup",
        "ec2:TransitGatewayConnectPeer",
        "ec2:TransitGatewayMeteringPolicy",
        "ec2:TransitGatewayMeteringPolicyEntry",
        "ec2:TransitGatewayMulticastDomain",
        "ec2:TransitGatewayMulticastDomainAssociation",
        "ec2:TransitGatewayMulticastGroupMember",
        "ec2:TransitGatewayMulticastGroupSource",
        "ec2:TransitGatewayPeeringAttachment",
        "ec2:TransitGatewayPolicyTable",
        "ec2:TransitGatewayPolicyTableAssociation",
        "ec2:TransitGatewayPolicyTableEntry",
        "networkfirewall:RuleGroup",
        "networkfirewall:TlsInspectionConfiguration",
        "networkmanager:ConnectAttachment",
        "networkmanager:ConnectPeer",
        "networkmanager:CoreNetwork",
        "networkmanager:CoreNetworkPrefixListAssociation",
        "networkmanager:DirectConnectGatewayAttachment",
        "networkmanager:SiteToSiteVpnAttachment",
        "networkmanager:TransitGatewayPeering",
        "networkmanager:TransitGatewayRegistration",
        "networkmanager:VpcAttachment",
    ],
    "describes networks outside AWS, and changes none": [
        "networkmanager:CustomerGatewayAssociation",
        "networkmanager:Device",
        "networkmanager:GlobalNetwork",
        "networkmanager:Link",
        "networkmanager:LinkAssociation",
        "networkmanager:Site",
    ],
    "writes routes into a table only where they are propagated, which is read": [
        "ec2:CustomerGateway",
        "ec2:RouteServer",
        "ec2:RouteServerAssociation",
        "ec2:RouteServerEndpoint",
        "ec2:RouteServerPeer",
        "ec2:VpnConnectionRoute",
    ],
    "plans addresses; a VPC and a subnet say which they took": [
        "ec2:Ipam",
        "ec2:IpamAllocation",
        "ec2:IpamExternalResourceVerificationToken",
        "ec2:IpamPool",
        "ec2:IpamPoolCidr",
        "ec2:IpamResourceDiscovery",
        "ec2:IpamResourceDiscoveryAssociation",
        "ec2:IpamScope",
    ],
    "lets people in, and tasks nowhere": [
        "ec2:VerifiedAccessEndpoint",
        "ec2:VerifiedAccessGroup",
        "ec2:VerifiedAccessInstance",
        "ec2:VerifiedAccessTrustProvider",
    ],
    "offers a service of one's own by PrivateLink; those of AWS need none of it": [
        "ec2:VpcEndpointConnectionNotification",
        "ec2:VpcEndpointService",
        "ec2:VpcEndpointServicePermissions",
    ],
    "capacity of instances; FARGATE and FARGATE_SPOT are AWS's own": [
        "ecs:CapacityProvider",
        "ecs:Daemon",
        "ecs:DaemonTaskDefinition",
    ],
    "says which task set of a service is the primary one, and starts none": ["ecs:PrimaryTaskSet"],
    "certificates, by which no connection is asked for": [
        "elasticloadbalancingv2:TrustStore",
        "elasticloadbalancingv2:TrustStoreRevocation",
    ],
    "of a file system's data: it is mounted by the same mount targets": [
        "efs:AccessPoint",
        "s3files:AccessPoint",
    ],
    "says who else may mount a file system of S3 Files, which is not known without it either": [
        "s3files:FileSystemPolicy",
    ],
    "takes effect in a VPC only by an association, which is read or a stranger": [
        "route53profiles:Profile",
        "route53profiles:ProfileResourceAssociation",
        "route53resolver:FirewallDomainList",
        "route53resolver:FirewallRuleGroup",
        "vpclattice:ResourceConfiguration",
        "vpclattice:ServiceNetwork",
        "vpclattice:ServiceNetworkResourceAssociation",
        "vpclattice:ServiceNetworkServiceAssociation",
    ],
    "about reverse lookups, which nothing here needs": ["route53resolver:ResolverConfig"],
    "checks signatures; names that are signed well, or not at all, mean the same": [
        "route53resolver:ResolverDnssecConfig",
    ],
    "records of a zone: one that is private cannot be known as a whole, a public one is the owner's":
        ["route53:RecordSet", "servicediscovery:Instance", "servicediscovery:PublicDnsNamespace"],
    "of public zones alone": [
        "route53:CidrCollection",
        "route53:Dnssec",
        "route53:HealthCheck",
        "route53:KeySigningKey",
    ],
    "shares with other accounts, which can make nothing in a shared VPC but interfaces and groups of their own":
        ["ram:Permission", "ram:ResourceShare"],
    "says who manages policies, or what they are about": [
        "fms:NotificationChannel",
        "fms:ResourceSet",
    ],
    "a service, or how to call it, behind link-local addresses that nothing here asks for": [
        "vpclattice:AuthPolicy",
        "vpclattice:DomainVerification",
        "vpclattice:Listener",
        "vpclattice:ResourcePolicy",
        "vpclattice:Rule",
        "vpclattice:Service",
    ],
    "finds threats, and changes no network": [
        "guardduty:CustomDetectionRuleAssociation",
        "guardduty:Filter",
        "guardduty:IpSet",
        "guardduty:MalwareProtectionPlan",
        "guardduty:Master",
        "guardduty:Member",
        "guardduty:PublishingDestination",
        "guardduty:ThreatEntitySet",
        "guardduty:ThreatIntelSet",
        "guardduty:TrustedEntitySet",
    ],
};

/** Why a type is harmless, by the type. */
export const harmlessNatives: ReadonlyMap<string, string> = new Map(
    Object.entries(byReason).flatMap(([why, types]) =>
        types.map((type): [string, string] => [`aws-native:${type}`, why]),
    ),
);

/** Modules that build or change networks, or that make anything; no other one does. */
export const nativeModules: readonly string[] = [
    "cloudformation",
    "ec2",
    "ecs",
    "efs",
    "elasticloadbalancing",
    "elasticloadbalancingv2",
    "fms",
    "guardduty",
    "index",
    "networkfirewall",
    "networkmanager",
    "ram",
    "route53",
    "route53globalresolver",
    "route53profiles",
    "route53resolver",
    "s3files",
    "servicecatalog",
    "serverlessrepo",
    "servicediscovery",
    "vpclattice",
];

const modules = new Set(nativeModules);

/** Nobody knows here what a resource of this type of `aws-native` makes. */
export function isNativeStranger(type: string): boolean {
    if (translations.has(type) || harmlessNatives.has(type)) return false;
    return modules.has(type.split(":")[1] ?? "");
}
