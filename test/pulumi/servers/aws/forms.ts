import type { Properties } from "../plugin";

/*
 * Ids, ARNs and what else AWS gives what it makes, in its own forms.
 */

export interface Made {
    readonly type: string;
    /** The name in the program. */
    readonly name: string;
    readonly inputs: Properties;
    readonly region: string;
    readonly account: string;
    /** Hexadecimal digits of its own, the same in every run. */
    readonly digits: (count: number) => string;
}

const prefixes: Readonly<Record<string, string>> = {
    "ec2:Vpc": "vpc",
    "ec2:Subnet": "subnet",
    "ec2:SecurityGroup": "sg",
    "ec2:RouteTable": "rtb",
    "ec2:RouteTableAssociation": "rtbassoc",
    "ec2:MainRouteTableAssociation": "rtbassoc",
    "ec2:NatGateway": "nat",
    "ec2:InternetGateway": "igw",
    "ec2:EgressOnlyInternetGateway": "eigw",
    "ec2:VpcEndpoint": "vpce",
    "ec2:NetworkAcl": "acl",
    "ec2:NetworkAclAssociation": "aclassoc",
    "ec2:Eip": "eipalloc",
    "ec2:NetworkInterface": "eni",
    "ec2:FlowLog": "fl",
    "ec2:ManagedPrefixList": "pl",
    "ec2:VpcPeeringConnection": "pcx",
    "ec2:VpcDhcpOptions": "dopt",
    "ec2:VpnGateway": "vgw",
    "ec2:VpcIpv4CidrBlockAssociation": "vpc-cidr-assoc",
    "ec2:VpcIpv6CidrBlockAssociation": "vpc-cidr-assoc",
    "vpc:SecurityGroupIngressRule": "sgr",
    "vpc:SecurityGroupEgressRule": "sgr",
    "ec2transitgateway:VpcAttachment": "tgw-attach",
    "efs:FileSystem": "fs",
    "efs:MountTarget": "fsmt",
    "efs:AccessPoint": "fsap",
    "servicediscovery:Service": "srv",
    "servicediscovery:PrivateDnsNamespace": "ns",
};

/** What adopts a part of a VPC has the id of that part. */
const adopting: Readonly<Record<string, string>> = {
    "ec2:DefaultRouteTable": "defaultRouteTableId",
    "ec2:DefaultNetworkAcl": "defaultNetworkAclId",
};

/** `ec2:Vpc` for `aws:ec2/vpc:Vpc`. */
export function kindOf(type: string): string {
    const [, module = "", kind = ""] = type.split(":");
    const service = module.split("/")[0] ?? "";
    return `${service === "alb" || service === "elasticloadbalancingv2" ? "lb" : service}:${kind}`;
}

function text(value: unknown, otherwise: string): string {
    return typeof value === "string" && value !== "" ? value : otherwise;
}

/** The name that AWS knows it by, if it has one. */
function nameOf({ name, inputs }: Made): string {
    for (const property of ["name", "family", "bucket", "identifier", "clusterId", "domainName"]) {
        if (typeof inputs[property] === "string") return inputs[property];
    }
    return name;
}

/** @returns undefined for what has none */
export function arnOf(made: Made): string | undefined {
    const { type, inputs, region, account, digits } = made;
    const name = nameOf(made);
    const arn = (service: string, path: string): string =>
        `arn:aws:${service}:${region}:${account}:${path}`;
    const kind = kindOf(type);
    const balancer = inputs.loadBalancerType === "network" ? "net" : "app";
    const arns: Readonly<Record<string, () => string>> = {
        "acm:Certificate": () => arn("acm", `certificate/${uuid(digits(32))}`),
        "appautoscaling:Target": () =>
            arn("application-autoscaling", `scalable-target/${digits(32)}`),
        "cloudwatch:EventRule": () => arn("events", `rule/${name}`),
        "cloudwatch:LogGroup": () => arn("logs", `log-group:${name}`),
        "ecr:Repository": () => arn("ecr", `repository/${name}`),
        "ecs:CapacityProvider": () => arn("ecs", `capacity-provider/${name}`),
        "ecs:Cluster": () => arn("ecs", `cluster/${name}`),
        "ecs:Service": () =>
            arn("ecs", `service/${text(inputs.cluster, "default").split("/").pop() ?? ""}/${name}`),
        "ecs:TaskDefinition": () => arn("ecs", `task-definition/${name}:1`),
        "efs:AccessPoint": () => arn("elasticfilesystem", `access-point/${idOf(made)}`),
        "efs:FileSystem": () => arn("elasticfilesystem", `file-system/${idOf(made)}`),
        "eks:Cluster": () => arn("eks", `cluster/${name}`),
        "elasticache:Cluster": () => arn("elasticache", `cluster:${name}`),
        "elasticache:SubnetGroup": () => arn("elasticache", `subnetgroup:${name}`),
        "iam:Policy": () => `arn:aws:iam::${account}:policy/${name}`,
        "iam:Role": () => `arn:aws:iam::${account}:role/${name}`,
        "iam:ServiceLinkedRole": () =>
            `arn:aws:iam::${account}:role/aws-service-role/${text(inputs.awsServiceName, "")}/AWSServiceRole`,
        "kms:Key": () => arn("kms", `key/${idOf(made)}`),
        "lb:Listener": () =>
            text(
                inputs.loadBalancerArn,
                arn("elasticloadbalancing", `loadbalancer/app/${name}/0`),
            ).replace(":loadbalancer/", ":listener/") + `/${digits(16)}`,
        "lb:ListenerRule": () =>
            text(
                inputs.listenerArn,
                arn("elasticloadbalancing", `listener/app/${name}/0/0`),
            ).replace(":listener/", ":listener-rule/") + `/${digits(16)}`,
        "lb:LoadBalancer": () =>
            arn("elasticloadbalancing", `loadbalancer/${balancer}/${name}/${digits(16)}`),
        "lb:TargetGroup": () => arn("elasticloadbalancing", `targetgroup/${name}/${digits(16)}`),
        "rds:Instance": () => arn("rds", `db:${name}`),
        "rds:SubnetGroup": () => arn("rds", `subgrp:${name}`),
        "route53:Zone": () => `arn:aws:route53:::hostedzone/${idOf(made)}`,
        "s3:Bucket": () => `arn:aws:s3:::${name}`,
        "secretsmanager:Secret": () => arn("secretsmanager", `secret:${name}-${digits(6)}`),
        "servicediscovery:PrivateDnsNamespace": () =>
            arn("servicediscovery", `namespace/${idOf(made)}`),
        "servicediscovery:Service": () => arn("servicediscovery", `service/${idOf(made)}`),
        "sqs:Queue": () => arn("sqs", name),
        "ssm:Parameter": () => arn("ssm", `parameter/${name.replace(/^\//, "")}`),
    };
    const inEc2: Readonly<Record<string, string>> = {
        "ec2:Eip": "elastic-ip",
        "ec2:InternetGateway": "internet-gateway",
        "ec2:ManagedPrefixList": "prefix-list",
        "ec2:NetworkAcl": "network-acl",
        "ec2:DefaultNetworkAcl": "network-acl",
        "ec2:RouteTable": "route-table",
        "ec2:DefaultRouteTable": "route-table",
        "ec2:SecurityGroup": "security-group",
        "ec2:DefaultSecurityGroup": "security-group",
        "ec2:Subnet": "subnet",
        "ec2:Vpc": "vpc",
        "ec2:DefaultVpc": "vpc",
        "ec2:VpcEndpoint": "vpc-endpoint",
        "ec2:VpnGateway": "vpn-gateway",
    };
    const resource = inEc2[kind];
    if (resource !== undefined) return arn("ec2", `${resource}/${idOf(made)}`);
    return arns[kind]?.();
}

function uuid(digits: string): string {
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}

const idIsArn = new Set([
    "acm:Certificate",
    "ecs:CapacityProvider",
    "ecs:Cluster",
    "ecs:Service",
    "iam:Policy",
    "iam:ServiceLinkedRole",
    "lb:Listener",
    "lb:ListenerRule",
    "lb:LoadBalancer",
    "lb:TargetGroup",
    "secretsmanager:Secret",
]);

const idIsName = new Set([
    "cloudwatch:EventRule",
    "cloudwatch:LogGroup",
    "ecr:Repository",
    "ecs:TaskDefinition",
    "eks:Cluster",
    "elasticache:Cluster",
    "elasticache:SubnetGroup",
    "elb:LoadBalancer",
    "iam:Role",
    "rds:SubnetGroup",
    "s3:Bucket",
    "ssm:Parameter",
]);

export function idOf(made: Made): string {
    const { type, inputs, region, account, digits } = made;
    const kind = kindOf(type);
    const prefix = prefixes[kind];
    if (prefix !== undefined) return `${prefix}-0${digits(16)}`;
    const adopted = adopting[kind];
    if (adopted !== undefined) return text(inputs[adopted], `adopted-${digits(8)}`);
    if (idIsArn.has(kind)) return arnOf(made) ?? "";
    if (idIsName.has(kind)) return nameOf(made);
    switch (kind) {
        case "ec2:DefaultVpc":
            return "vpc-0de0000000000000a";
        case "ec2:DefaultSubnet":
            return `subnet-0de000000000000${text(inputs.availabilityZone, "a").slice(-1)}0`;
        case "ec2:DefaultSecurityGroup":
            return `sg-0${digits(16)}`;
        case "ec2:Route":
            return `r-${text(inputs.routeTableId, "rtb")}${digits(9)}`;
        case "ec2:SecurityGroupRule":
            return `sgrule-${String(parseInt(digits(8), 16))}`;
        case "ecs:ClusterCapacityProviders":
            return text(inputs.clusterName, nameOf(made));
        case "kms:Key":
            return uuid(digits(32));
        case "rds:Instance":
            return `db-${digits(26).toUpperCase()}`;
        case "route53:Record":
            return `${text(inputs.zoneId, "Z")}_${text(inputs.name, "")}_${text(inputs.type, "A")}`;
        case "route53:Zone":
            return `Z${digits(13).toUpperCase()}`;
        case "sqs:Queue":
            return `https://sqs.${region}.amazonaws.com/${account}/${nameOf(made)}`;
        case "iam:RolePolicyAttachment":
            return `${text(inputs.role, "role")}-${digits(26)}`;
        case "iam:RolePolicy":
            return `${text(inputs.role, "role")}:${nameOf(made)}`;
        default:
            return `${nameOf(made)}-${digits(16)}`;
    }
}

/** AWS's own list of S3's or DynamoDB's addresses in the region; interface endpoints have none. */
function prefixListOf({ vpcEndpointType, serviceName }: Properties): string {
    if (vpcEndpointType === "Interface") return "";
    return text(serviceName, "").endsWith(".s3") ? "pl-63a5400a" : "pl-02cd2c6b";
}

/** 2 for `us-east-1b`; AWS shuffles them, but keeps them apart. */
function zoneNumber(zone: unknown): number {
    return "abcdef".indexOf(text(zone, "a").slice(-1)) + 1;
}

/** What AWS decides or computes for a property that the program left unset. */
export function computedOf(made: Made, property: string): unknown {
    const { type, inputs, region, account, digits } = made;
    const kind = kindOf(type);
    const name = nameOf(made);
    const common: Readonly<Record<string, () => unknown>> = {
        id: () => idOf(made),
        arn: () => arnOf(made),
        ownerId: () => account,
        tagsAll: () => inputs.tags ?? {},
    };
    const own: Readonly<Record<string, Readonly<Record<string, () => unknown>>>> = {
        "ec2:Vpc": {
            mainRouteTableId: () => `rtb-0${digits(15)}a`,
            defaultRouteTableId: () => `rtb-0${digits(15)}a`,
            defaultSecurityGroupId: () => `sg-0${digits(15)}b`,
            defaultNetworkAclId: () => `acl-0${digits(15)}c`,
            dhcpOptionsId: () => "dopt-0de0000000000000a",
        },
        "ec2:Subnet": {
            availabilityZone: () => `${region}a`,
            availabilityZoneId: () => `use1-az${String(zoneNumber(inputs.availabilityZone))}`,
            vpcId: () => "vpc-0de0000000000000a",
        },
        "ec2:SecurityGroup": { vpcId: () => "vpc-0de0000000000000a" },
        "ec2:Eip": {
            allocationId: () => idOf(made),
            publicIp: () => `203.0.113.${String((parseInt(digits(2), 16) % 254) + 1)}`,
            domain: () => "vpc",
        },
        "ec2:NatGateway": {
            availabilityMode: () => "zonal",
            networkInterfaceId: () => `eni-0${digits(16)}`,
            publicIp: () => "203.0.113.9",
            privateIp: () => "10.0.0.9",
        },
        "ec2:VpcEndpoint": {
            prefixListId: () => prefixListOf(inputs),
            state: () => "available",
            ipAddressType: () => "ipv4",
        },
        "ec2:Route": { origin: () => "CreateRoute", state: () => "active" },
        "ecr:Repository": {
            repositoryUrl: () => `${account}.dkr.ecr.${region}.amazonaws.com/${name}`,
            registryId: () => account,
        },
        "ecs:Service": {
            launchType: () => "EC2",
            platformVersion: () => "LATEST",
            cluster: () => `arn:aws:ecs:${region}:${account}:cluster/default`,
        },
        "ecs:TaskDefinition": {
            revision: () => 1,
            networkMode: () => "bridge",
            arnWithoutRevision: () => arnOf(made)?.replace(/:1$/, ""),
        },
        "lb:LoadBalancer": {
            arnSuffix: () => arnOf(made)?.split("loadbalancer/")[1],
            dnsName: () => `${name}-${digits(9)}.${region}.elb.amazonaws.com`,
            zoneId: () => "Z35SXDOTRQ7X7K",
            ipAddressType: () => "ipv4",
            vpcId: () => "vpc-0de0000000000000a",
        },
        "lb:TargetGroup": {
            arnSuffix: () => arnOf(made)?.split(":").pop(),
            ipAddressType: () => "ipv4",
            protocolVersion: () => "HTTP1",
        },
        "iam:Role": { uniqueId: () => `AROA${digits(17).toUpperCase()}` },
        "efs:FileSystem": { dnsName: () => `${idOf(made)}.efs.${region}.amazonaws.com` },
        "efs:MountTarget": {
            fileSystemArn: () =>
                `arn:aws:elasticfilesystem:${region}:${account}:file-system/${text(inputs.fileSystemId, "")}`,
            dnsName: () => `${text(inputs.fileSystemId, "")}.efs.${region}.amazonaws.com`,
        },
        "acm:Certificate": {
            domainValidationOptions: () => [
                {
                    domainName: name,
                    resourceRecordName: `_${digits(32)}.${name}.`,
                    resourceRecordType: "CNAME",
                    resourceRecordValue: `_${digits(32)}.acm-validations.aws.`,
                },
            ],
            status: () => "PENDING_VALIDATION",
        },
        "eks:Cluster": {
            endpoint: () => `https://${digits(32).toUpperCase()}.gr7.${region}.eks.amazonaws.com`,
            certificateAuthority: () => ({ data: digits(40) }),
        },
        "elasticache:Cluster": {
            port: () => (inputs.engine === "memcached" ? 11211 : 6379),
            cacheNodes: () => [
                {
                    address: `${name}.${digits(6)}.0001.use1.cache.amazonaws.com`,
                    availabilityZone: `${region}a`,
                    id: "0001",
                    outpostArn: "",
                    port: inputs.engine === "memcached" ? 11211 : 6379,
                },
            ],
        },
        "kms:Key": { keyId: () => idOf(made) },
        "rds:Instance": {
            port: () => (inputs.engine === "postgres" ? 5432 : 3306),
            address: () => `${name}.${digits(12)}.${region}.rds.amazonaws.com`,
            endpoint: () =>
                `${name}.${digits(12)}.${region}.rds.amazonaws.com:${inputs.engine === "postgres" ? "5432" : "3306"}`,
        },
        "route53:Record": { fqdn: () => text(inputs.name, "") },
        "route53:Zone": { zoneId: () => idOf(made) },
        "s3:Bucket": {
            bucketDomainName: () => `${name}.s3.amazonaws.com`,
            bucketRegionalDomainName: () => `${name}.s3.${region}.amazonaws.com`,
        },
        "sqs:Queue": { url: () => idOf(made) },
        "vpc:SecurityGroupIngressRule": { securityGroupRuleId: () => idOf(made) },
        "vpc:SecurityGroupEgressRule": { securityGroupRuleId: () => idOf(made) },
        "servicediscovery:PrivateDnsNamespace": {
            hostedZone: () => `Z${digits(13).toUpperCase()}`,
        },
    };
    const adoptedVpc = own["ec2:Vpc"]?.[property];
    if (kind === "ec2:DefaultVpc" && adoptedVpc !== undefined) return adoptedVpc();
    return (own[kind]?.[property] ?? common[property])?.();
}
