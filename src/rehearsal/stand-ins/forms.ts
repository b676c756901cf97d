import { own, type Raw, type RawProperties } from "../../plan";
import { account, digitsOf, uuidOf } from "./marks";

/*
 * The forms of what AWS gives to what it makes: programs and components take them apart. ARNs: the tables
 * "Resource types" of the Service Authorization Reference; the rest: the pages of each type's API.
 */

/** What is known of a resource that AWS has not made. */
export interface Made {
    readonly type: string;
    readonly urn: string;
    readonly inputs: RawProperties;
    /** What the provider says, as far as it is known. */
    readonly known: RawProperties;
    readonly region: string;
}

/** Types whose ids are a prefix and 17 digits, by `module:Kind`. */
const prefixes: Readonly<Record<string, string>> = {
    "ec2:Vpc": "vpc",
    "ec2:DefaultVpc": "vpc",
    "ec2:Subnet": "subnet",
    "ec2:DefaultSubnet": "subnet",
    "ec2:SecurityGroup": "sg",
    "ec2:DefaultSecurityGroup": "sg",
    "ec2:SecurityGroupRule": "sgrule",
    "vpc:SecurityGroupIngressRule": "sgr",
    "vpc:SecurityGroupEgressRule": "sgr",
    "ec2:RouteTable": "rtb",
    "ec2:RouteTableAssociation": "rtbassoc",
    "ec2:MainRouteTableAssociation": "rtbassoc",
    "ec2:Route": "r-rtb",
    "ec2:NatGateway": "nat",
    "ec2:InternetGateway": "igw",
    "ec2:EgressOnlyInternetGateway": "eigw",
    "ec2:VpcEndpoint": "vpce",
    "ec2:NetworkAcl": "acl",
    "ec2:NetworkAclAssociation": "aclassoc",
    "ec2:NetworkAclRule": "nacl",
    "ec2:Eip": "eipalloc",
    "ec2:EipAssociation": "eipassoc",
    "ec2:NetworkInterface": "eni",
    "ec2:FlowLog": "fl",
    "ec2:ManagedPrefixList": "pl",
    "ec2:VpcPeeringConnection": "pcx",
    "ec2:VpcDhcpOptions": "dopt",
    "ec2:VpnGateway": "vgw",
    "ec2:CustomerGateway": "cgw",
    "ec2:VpnConnection": "vpn",
    "ec2:Instance": "i",
    "ec2:LaunchTemplate": "lt",
    "ec2:VpcIpv4CidrBlockAssociation": "vpc-cidr-assoc",
    "ec2:VpcIpv6CidrBlockAssociation": "vpc-cidr-assoc",
    "ec2transitgateway:TransitGateway": "tgw",
    "ec2transitgateway:VpcAttachment": "tgw-attach",
    "ec2transitgateway:RouteTable": "tgw-rtb",
    "efs:FileSystem": "fs",
    "efs:MountTarget": "fsmt",
    "efs:AccessPoint": "fsap",
    "servicediscovery:Service": "srv",
    "servicediscovery:PrivateDnsNamespace": "ns",
    "servicediscovery:PublicDnsNamespace": "ns",
    "servicediscovery:HttpNamespace": "ns",
    "vpclattice:Service": "svc",
    "vpclattice:TargetGroup": "tg",
};

/** Types whose id is one of their properties. */
const idIs: Readonly<Record<string, readonly string[]>> = {
    "cloudwatch:LogGroup": ["name"],
    "cloudwatch:EventRule": ["name"],
    "ecr:Repository": ["name"],
    "ecs:CapacityProvider": ["arn"],
    "ecs:Cluster": ["arn"],
    "ecs:Service": ["arn"],
    "ecs:TaskDefinition": ["family"],
    "iam:Role": ["name"],
    "iam:User": ["name"],
    "iam:InstanceProfile": ["name"],
    "iam:Policy": ["arn"],
    "lb:LoadBalancer": ["arn"],
    "lb:Listener": ["arn"],
    "lb:ListenerRule": ["arn"],
    "lb:TargetGroup": ["arn"],
    "acm:Certificate": ["arn"],
    "secretsmanager:Secret": ["arn"],
    "secretsmanager:SecretVersion": ["arn"],
    "sns:Topic": ["arn"],
    "ssm:Parameter": ["name"],
    "s3:Bucket": ["bucket"],
    "s3:BucketV2": ["bucket"],
    "rds:SubnetGroup": ["name"],
    "rds:Cluster": ["clusterIdentifier"],
    "elasticache:Cluster": ["clusterId"],
    "elasticache:ReplicationGroup": ["replicationGroupId"],
    "elasticache:SubnetGroup": ["name"],
    "dynamodb:Table": ["name"],
    "lambda:Function": ["name"],
    "autoscaling:Group": ["name"],
    "ec2:DefaultRouteTable": ["defaultRouteTableId"],
    "ec2:DefaultNetworkAcl": ["defaultNetworkAclId"],
};

/** `ec2:Vpc` for `aws:ec2/vpc:Vpc`. */
export function kindOf(type: string): string {
    const [, module = "", kind = ""] = type.split(":");
    const service = module.split("/")[0] ?? "";
    return `${/^(alb|elasticloadbalancingv2)$/.test(service) ? "lb" : service}:${kind}`;
}

export function idOf(made: Made): string {
    const kind = kindOf(made.type);
    const [property] = idIs[kind] ?? [];
    if (property === "arn") return arnOf(made);
    if (property !== undefined) return textOf(made, property) ?? nameOf(made);
    const prefix = prefixes[kind];
    if (prefix !== undefined) return `${prefix}-${digitsOf(made.urn, 17)}`;
    if (kind === "route53:Zone") return `Z${digitsOf(made.urn, 20).toUpperCase()}`;
    if (kind === "kms:Key") return uuidOf(made.urn);
    return `${nameInUrn(made.urn)}-${digitsOf(made.urn, 16)}`;
}

export function arnOf(made: Made): string {
    const { region, urn, inputs } = made;
    const kind = kindOf(made.type);
    const [service = ""] = kind.split(":");
    const name = nameOf(made);
    const digits = digitsOf(urn, 16);
    const partition = partitionOf(region);
    const arn = (of: string, path: string): string =>
        `arn:${partition}:${of}:${region}:${account}:${path}`;
    const below = (property: string, part: string, otherwise: string): string => {
        const parent = own(inputs, property);
        const base =
            typeof parent === "string" && parent.startsWith("arn:")
                ? parent
                : arn("elasticloadbalancing", otherwise);
        return `${base.replace(/:(loadbalancer|listener)\//, `:${part}/`)}/${digits}`;
    };
    switch (kind) {
        case "acm:Certificate":
            return arn("acm", `certificate/${uuidOf(urn)}`);
        case "cloudwatch:EventRule":
            return arn("events", `rule/${name}`);
        case "cloudwatch:LogGroup":
            return arn("logs", `log-group:${name}`);
        case "ecr:Repository":
            return arn("ecr", `repository/${name}`);
        case "ecs:CapacityProvider":
            return arn("ecs", `capacity-provider/${name}`);
        case "ecs:Cluster":
            return arn("ecs", `cluster/${name}`);
        case "ecs:Service": {
            const cluster = own(inputs, "cluster");
            return arn(
                "ecs",
                `service/${typeof cluster === "string" ? (cluster.split("/").pop() ?? "") : "default"}/${name}`,
            );
        }
        case "ecs:TaskDefinition":
            return arn("ecs", `task-definition/${name}:1`);
        case "efs:FileSystem":
            return arn("elasticfilesystem", `file-system/${idOf(made)}`);
        case "efs:AccessPoint":
            return arn("elasticfilesystem", `access-point/${idOf(made)}`);
        case "elasticache:Cluster":
            return arn("elasticache", `cluster:${name}`);
        case "elasticache:ReplicationGroup":
            return arn("elasticache", `replicationgroup:${name}`);
        case "iam:Policy":
        case "iam:Role":
        case "iam:User":
        case "iam:InstanceProfile": {
            const what =
                kind === "iam:InstanceProfile" ? "instance-profile" : kind.slice(4).toLowerCase();
            return `arn:${partition}:iam::${account}:${what}${textOf(made, "path") ?? "/"}${name}`;
        }
        case "kms:Key":
            return arn("kms", `key/${idOf(made)}`);
        case "lambda:Function":
            return arn("lambda", `function:${name}`);
        case "lb:LoadBalancer": {
            const short = own(inputs, "loadBalancerType") === "network" ? "net" : "app";
            return arn("elasticloadbalancing", `loadbalancer/${short}/${name}/${digits}`);
        }
        case "lb:TargetGroup":
            return arn("elasticloadbalancing", `targetgroup/${name}/${digits}`);
        case "lb:Listener":
            return below("loadBalancerArn", "listener", `loadbalancer/app/${name}/${digits}`);
        case "lb:ListenerRule":
            return below(
                "listenerArn",
                "listener-rule",
                `listener/app/${name}/${digits}/${digits}`,
            );
        case "rds:Instance":
            return arn("rds", `db:${name}`);
        case "rds:Cluster":
            return arn("rds", `cluster:${name}`);
        case "route53:Zone":
            return `arn:${partition}:route53:::hostedzone/${idOf(made)}`;
        case "s3:Bucket":
        case "s3:BucketV2":
            return `arn:${partition}:s3:::${name}`;
        case "secretsmanager:Secret":
            return arn("secretsmanager", `secret:${name}-${digitsOf(urn, 14).slice(8)}`);
        case "secretsmanager:SecretVersion":
            return textOf(made, "secretId") ?? arn("secretsmanager", `secret:${name}`);
        case "servicediscovery:Service":
            return arn("servicediscovery", `service/${idOf(made)}`);
        case "sns:Topic":
            return arn("sns", name);
        case "sqs:Queue":
            return arn("sqs", name);
        case "ssm:Parameter":
            return arn("ssm", `parameter/${name.replace(/^\//, "")}`);
        case "dynamodb:Table":
            return arn("dynamodb", `table/${name}`);
        default: {
            const what = kind
                .replace(/^.*:/, "")
                .replace(/(?<=.)[A-Z]/g, "-$&")
                .toLowerCase();
            const isOfEc2 = service === "ec2" || service === "vpc";
            return arn(
                isOfEc2 ? "ec2" : service,
                `${what}/${prefixes[kind] === undefined ? name : idOf(made)}`,
            );
        }
    }
}

/** Other properties that name something, by `module:Kind`; the pack may take them for what they name. */
const named: Readonly<Record<string, Readonly<Record<string, (made: Made) => Raw | undefined>>>> = {
    "ec2:Vpc": {
        mainRouteTableId: ({ urn }) => `rtb-${digitsOf(`${urn} main`, 17)}`,
        defaultRouteTableId: ({ urn }) => `rtb-${digitsOf(`${urn} main`, 17)}`,
        defaultNetworkAclId: ({ urn }) => `acl-${digitsOf(urn, 17)}`,
        defaultSecurityGroupId: ({ urn }) => `sg-${digitsOf(urn, 17)}`,
    },
    "ec2:Eip": {
        allocationId: idOf,
        publicIp: ({ urn }) => documentationAddress(urn),
    },
    "ecr:Repository": {
        repositoryUrl: (made) =>
            `${account}.dkr.ecr.${made.region}.amazonaws.com${partitionOf(made.region) === "aws-cn" ? ".cn" : ""}/${nameOf(made)}`,
        registryId: () => account,
    },
    "ecs:TaskDefinition": {
        arnWithoutRevision: (made) => arnOf(made).replace(/:1$/, ""),
    },
    "lb:LoadBalancer": {
        dnsName: (made) =>
            own(made.inputs, "loadBalancerType") === "network"
                ? `${nameOf(made)}-${digitsOf(made.urn, 16)}.elb.${made.region}.amazonaws.com`
                : `${own(made.inputs, "internal") === true ? "internal-" : ""}${nameOf(made)}-${String(Number.parseInt(digitsOf(made.urn, 8), 16))}.${made.region}.elb.amazonaws.com`,
        arnSuffix: (made) => arnOf(made).replace(/^.*:loadbalancer\//, ""),
    },
    "lb:TargetGroup": {
        arnSuffix: (made) => arnOf(made).replace(/^.*:(?=targetgroup\/)/, ""),
    },
    "efs:FileSystem": {
        dnsName: (made) => `${idOf(made)}.efs.${made.region}.amazonaws.com`,
    },
    "secretsmanager:SecretVersion": { versionId: ({ urn }) => uuidOf(urn) },
    "servicediscovery:PrivateDnsNamespace": {
        hostedZone: ({ urn }) => `Z${digitsOf(urn, 20).toUpperCase()}`,
    },
    "route53:Zone": { zoneId: idOf, primaryNameServer: () => "ns-57.awsdns-57.com" },
    "sqs:Queue": {
        url: (made) => `https://sqs.${made.region}.amazonaws.com/${account}/${nameOf(made)}`,
    },
    "s3:Bucket": bucket(),
    "s3:BucketV2": bucket(),
    "rds:Instance": {
        address: (made) =>
            `${nameOf(made)}.${digitsOf(made.urn, 12)}.${made.region}.rds.amazonaws.com`,
        endpoint: (made) =>
            `${nameOf(made)}.${digitsOf(made.urn, 12)}.${made.region}.rds.amazonaws.com:${String(portOf(made) ?? 5432)}`,
        resourceId: ({ urn }) => `db-${digitsOf(urn, 24).toUpperCase()}`,
    },
    "rds:Cluster": {
        endpoint: (made) =>
            `${nameOf(made)}.cluster-${digitsOf(made.urn, 12)}.${made.region}.rds.amazonaws.com`,
        readerEndpoint: (made) =>
            `${nameOf(made)}.cluster-ro-${digitsOf(made.urn, 12)}.${made.region}.rds.amazonaws.com`,
    },
    "elasticache:Cluster": {
        clusterAddress: (made) => cacheHost(made),
        configurationEndpoint: (made) => `${cacheHost(made)}:${String(portOf(made) ?? 6379)}`,
    },
    "elasticache:ReplicationGroup": {
        primaryEndpointAddress: (made) => `master.${cacheHost(made)}`,
        readerEndpointAddress: (made) => `replica.${cacheHost(made)}`,
        configurationEndpointAddress: (made) => `clustercfg.${cacheHost(made)}`,
    },
};

function bucket(): Readonly<Record<string, (made: Made) => Raw>> {
    return {
        bucketDomainName: (made) => `${nameOf(made)}.s3.amazonaws.com`,
        bucketRegionalDomainName: (made) => `${nameOf(made)}.s3.${made.region}.amazonaws.com`,
    };
}

function cacheHost(made: Made): string {
    return `${nameOf(made)}.${digitsOf(made.urn, 14).slice(8)}.cache.amazonaws.com`;
}

/** What names something: the pack may believe it. */
export function nameFor(made: Made, property: string): Raw | undefined {
    if (property === "id") return idOf(made);
    if (property === "arn") return arnOf(made);
    return own(named[kindOf(made.type)] ?? {}, property)?.(made);
}

/** Where AWS's engine has a port of its own: it may be left unset. */
export function portOf({ inputs, type }: Pick<Made, "inputs" | "type">): number | undefined {
    const given = own(inputs, "port");
    if (typeof given === "number") return given;
    const engine = own(inputs, "engine");
    if (typeof engine !== "string") return undefined;
    const kind = kindOf(type);
    if (kind.startsWith("rds:")) {
        if (engine.includes('postgres'))
            return kind === "rds:Cluster" && engine.includes('aurora') ? 5432 : 5432;
        if (/mysql|maria|^aurora$/.test(engine)) return 3306;
        if (engine.startsWith("oracle")) return 1521;
        if (engine.startsWith("sqlserver")) return 1433;
    }
    if (kind.startsWith("elasticache:")) return engine === "memcached" ? 11211 : 6379;
    return undefined;
}

/** What AWS calls it: as the program does, or as the provider named it. */
function nameOf(made: Made): string {
    for (const property of [
        "name",
        "family",
        "bucket",
        "identifier",
        "clusterIdentifier",
        "clusterId",
        "replicationGroupId",
        "domainName",
    ]) {
        const text = textOf(made, property);
        if (text !== undefined) return text;
    }
    return nameInUrn(made.urn);
}

function textOf({ inputs, known }: Made, property: string): string | undefined {
    for (const properties of [known, inputs]) {
        const value = own(properties, property);
        if (typeof value === "string" && value !== "") return value;
    }
    return undefined;
}

function partitionOf(region: string): string {
    if (region.startsWith("cn-")) return "aws-cn";
    return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

function nameInUrn(urn: string): string {
    return (urn.split("::").pop() ?? "").replace(/[^\w-]/g, "-");
}

/** Of a range that nobody has (RFC 5737). */
function documentationAddress(seed: string): string {
    return `203.0.113.${String(Number.parseInt(digitsOf(seed, 12).slice(8), 16) % 256)}`;
}
