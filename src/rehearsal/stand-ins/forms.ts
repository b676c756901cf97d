import { own, nameInUrn, type Raw, type RawProperties } from "../../plan";
import { partitionOf } from "../../network";
import { digitsOf, numberOf, uuidOf } from "./marks";
import { textAt } from "./values";

/*
 * The forms of what AWS gives to what it makes: programs and components take them apart. ARNs: the tables
 * "Resource types" of the Service Authorization Reference; ids: what `pulumi import` takes, on the page of
 * each type; the rest: the pages of each service's API.
 */

/** What is known of a resource that nobody has made yet. */
export interface Made {
    readonly type: string;
    readonly urn: string;
    readonly inputs: RawProperties;
    /** What the provider says, as far as it is known. */
    readonly known: RawProperties;
    readonly region: string;
    readonly account: string;
    /** A property of something else in this rehearsal, by its id. */
    readonly propertyOf: (id: string, property: string) => string | undefined;
}

type Maker = (made: Made) => Raw | undefined;

interface Form {
    /** Without one the id is the general one. */
    readonly id?: (made: Made) => string;
    readonly arn?: (made: Made) => string;
    /** What else names something. */
    readonly names?: Readonly<Record<string, Maker>>;
    /** What has a form, but names nothing: for the program alone. */
    readonly others?: Readonly<Record<string, Maker>>;
}

/** The name of a type without its package, and of a service that has several without them: `ec2:Vpc`. */
export function kindOf(type: string): string {
    const [, module = "", kind = ""] = type.split(":");
    const service = module.split("/")[0] ?? "";
    const isOfLb = /^(alb|elasticloadbalancingv2|applicationloadbalancing)$/.test(service);
    return `${isOfLb ? "lb" : service}:${kind.replace(/^(Bucket)V2$/, "$1")}`;
}

/** AWS's word for a type, of what has an id of a prefix and digits. */
interface Word {
    readonly prefix: string;
    /** In its ARN; without one it has none of its own. */
    readonly word?: string;
}

/** Of EC2's API. */
const words: Readonly<Record<string, Word>> = {
    "ec2:Vpc": { prefix: "vpc", word: "vpc" },
    "ec2:Subnet": { prefix: "subnet", word: "subnet" },
    "ec2:SecurityGroup": { prefix: "sg", word: "security-group" },
    "ec2:SecurityGroupRule": { prefix: "sgrule" },
    "vpc:SecurityGroupIngressRule": { prefix: "sgr", word: "security-group-rule" },
    "vpc:SecurityGroupEgressRule": { prefix: "sgr", word: "security-group-rule" },
    "ec2:RouteTable": { prefix: "rtb", word: "route-table" },
    "ec2:RouteTableAssociation": { prefix: "rtbassoc" },
    "ec2:MainRouteTableAssociation": { prefix: "rtbassoc" },
    "ec2:NatGateway": { prefix: "nat", word: "natgateway" },
    "ec2:InternetGateway": { prefix: "igw", word: "internet-gateway" },
    "ec2:EgressOnlyInternetGateway": { prefix: "eigw", word: "egress-only-internet-gateway" },
    "ec2:CarrierGateway": { prefix: "cagw", word: "carrier-gateway" },
    "ec2:VpcEndpoint": { prefix: "vpce", word: "vpc-endpoint" },
    "ec2:VpcEndpointService": { prefix: "vpce-svc", word: "vpc-endpoint-service" },
    "ec2:NetworkAcl": { prefix: "acl", word: "network-acl" },
    "ec2:NetworkAclAssociation": { prefix: "aclassoc" },
    "ec2:NetworkAclRule": { prefix: "nacl" },
    "ec2:Eip": { prefix: "eipalloc", word: "elastic-ip" },
    "ec2:EipAssociation": { prefix: "eipassoc" },
    "ec2:NetworkInterface": { prefix: "eni", word: "network-interface" },
    "ec2:FlowLog": { prefix: "fl", word: "vpc-flow-log" },
    "ec2:ManagedPrefixList": { prefix: "pl", word: "prefix-list" },
    "ec2:VpcPeeringConnection": { prefix: "pcx", word: "vpc-peering-connection" },
    "ec2:VpcDhcpOptions": { prefix: "dopt", word: "dhcp-options" },
    "ec2:VpcDhcpOptionsAssociation": { prefix: "dopt" },
    "ec2:VpnGateway": { prefix: "vgw", word: "vpn-gateway" },
    "ec2:CustomerGateway": { prefix: "cgw", word: "customer-gateway" },
    "ec2:VpnConnection": { prefix: "vpn", word: "vpn-connection" },
    "ec2:Instance": { prefix: "i", word: "instance" },
    "ec2:LaunchTemplate": { prefix: "lt", word: "launch-template" },
    "ec2:Ami": { prefix: "ami", word: "image" },
    "ebs:Volume": { prefix: "vol", word: "volume" },
    "ebs:Snapshot": { prefix: "snap", word: "snapshot" },
    "ec2:VpcIpv4CidrBlockAssociation": { prefix: "vpc-cidr-assoc" },
    "ec2:VpcIpv6CidrBlockAssociation": { prefix: "vpc-cidr-assoc" },
    "ec2:VpcIpam": { prefix: "ipam", word: "ipam" },
    "ec2:VpcIpamPool": { prefix: "ipam-pool", word: "ipam-pool" },
    "ec2clientvpn:Endpoint": { prefix: "cvpn-endpoint", word: "client-vpn-endpoint" },
    "ec2transitgateway:TransitGateway": { prefix: "tgw", word: "transit-gateway" },
    "ec2transitgateway:VpcAttachment": { prefix: "tgw-attach", word: "transit-gateway-attachment" },
    "ec2transitgateway:RouteTable": { prefix: "tgw-rtb", word: "transit-gateway-route-table" },
    "vpc:RouteServer": { prefix: "rs", word: "route-server" },
};

/** Types whose id is a property that the program gives, or the provider at once. */
const idIs: Readonly<Record<string, string>> = {
    "apigatewayv2:DomainName": "domainName",
    "appautoscaling:Policy": "name",
    "appautoscaling:Target": "resourceId",
    "autoscaling:Group": "name",
    "autoscaling:Policy": "name",
    "cloudwatch:Dashboard": "dashboardName",
    "cloudwatch:EventBus": "name",
    "cloudwatch:EventRule": "name",
    "cloudwatch:LogGroup": "name",
    "cloudwatch:LogStream": "name",
    "cloudwatch:MetricAlarm": "name",
    "codepipeline:Pipeline": "name",
    "docdb:Cluster": "clusterIdentifier",
    "docdb:ClusterInstance": "identifier",
    "docdb:SubnetGroup": "name",
    "dynamodb:Table": "name",
    "ec2:KeyPair": "keyName",
    "ec2:DefaultNetworkAcl": "defaultNetworkAclId",
    "ec2:DefaultRouteTable": "defaultRouteTableId",
    "ecr:LifecyclePolicy": "repository",
    "ecr:Repository": "name",
    "ecr:RepositoryPolicy": "repository",
    "ecrpublic:Repository": "repositoryName",
    "ecs:ClusterCapacityProviders": "clusterName",
    "ecs:TaskDefinition": "family",
    "eks:Cluster": "name",
    "elasticache:Cluster": "clusterId",
    "elasticache:ParameterGroup": "name",
    "elasticache:ReplicationGroup": "replicationGroupId",
    "elasticache:ServerlessCache": "name",
    "elasticache:SubnetGroup": "name",
    "iam:Group": "name",
    "iam:InstanceProfile": "name",
    "iam:Role": "name",
    "iam:User": "name",
    "kms:Alias": "name",
    "lambda:Function": "name",
    "lambda:Permission": "statementId",
    "memorydb:Cluster": "name",
    "neptune:Cluster": "clusterIdentifier",
    "rds:Cluster": "clusterIdentifier",
    "rds:ClusterInstance": "identifier",
    "rds:ClusterParameterGroup": "name",
    "rds:ParameterGroup": "name",
    "rds:Proxy": "name",
    "rds:SubnetGroup": "name",
    "redshift:Cluster": "clusterIdentifier",
    "s3:Bucket": "bucket",
    "s3:BucketPolicy": "bucket",
    "s3:BucketPublicAccessBlock": "bucket",
    "ssm:Parameter": "name",
};

/** Types whose id is their ARN. */
const idIsArn: ReadonlySet<string> = new Set([
    "acm:Certificate",
    "acmpca:CertificateAuthority",
    "codebuild:Project",
    "ecs:CapacityProvider",
    "ecs:Cluster",
    "ecs:Service",
    "iam:OpenIdConnectProvider",
    "iam:Policy",
    "iam:ServiceLinkedRole",
    "kinesis:FirehoseDeliveryStream",
    "kinesis:Stream",
    "lb:Listener",
    "lb:ListenerRule",
    "lb:LoadBalancer",
    "lb:TargetGroup",
    "msk:Cluster",
    "networkfirewall:Firewall",
    "networkfirewall:FirewallPolicy",
    "networkfirewall:RuleGroup",
    "opensearch:Domain",
    "secretsmanager:Secret",
    "sfn:StateMachine",
    "sns:Topic",
]);

const bucketNames: Readonly<Record<string, Maker>> = {
    bucketDomainName: (made) => `${nameOf(made)}.s3.${suffixOf(made)}`,
    bucketRegionalDomainName: (made) => `${nameOf(made)}.s3.${made.region}.${suffixOf(made)}`,
};

const namespaceId = ({ urn }: Made): string => `ns-${digitsOf(urn, 16)}`;
const namespace: Form = {
    id: namespaceId,
    arn: (made) => arnIn(made, "servicediscovery", `namespace/${namespaceId(made)}`),
    names: { hostedZone: ({ urn }) => zoneIdOf(urn) },
};

const databaseCluster: Form = {
    arn: (made) => arnIn(made, "rds", `cluster:${nameOf(made)}`),
    names: {
        endpoint: (made) => databaseHost(made, "cluster-"),
        readerEndpoint: (made) => databaseHost(made, "cluster-ro-"),
        clusterResourceId: ({ urn }) => `cluster-${digitsOf(urn, 26).toUpperCase()}`,
    },
    others: { port: portOf, masterUserSecrets: managedSecrets },
};

const databaseInstance: Form = {
    arn: (made) => arnIn(made, "rds", `db:${nameOf(made)}`),
    names: {
        endpoint: (made) => databaseHost(made, ""),
        dbiResourceId: resourceIdOf,
    },
    others: { port: portOf },
};

const forms: Readonly<Record<string, Form>> = {
    "acm:Certificate": {
        arn: (made) => arnIn(made, "acm", `certificate/${uuidOf(made.urn)}`),
        others: { domainValidationOptions: validationOf },
    },
    "apigateway:RestApi": {
        id: ({ urn }) => digitsOf(urn, 10),
        arn: (made) => `arn:${partition(made)}:apigateway:${made.region}::/restapis/${idOf(made)}`,
        names: {
            executionArn: (made) => arnIn(made, "execute-api", idOf(made)),
            rootResourceId: ({ urn }) => digitsOf(`${urn} /`, 10),
        },
    },
    "apigatewayv2:Api": {
        id: ({ urn }) => digitsOf(urn, 10),
        arn: (made) => `arn:${partition(made)}:apigateway:${made.region}::/apis/${idOf(made)}`,
        names: {
            executionArn: (made) => arnIn(made, "execute-api", idOf(made)),
            apiEndpoint: (made) =>
                `https://${idOf(made)}.execute-api.${made.region}.${suffixOf(made)}`,
        },
    },
    "autoscaling:Group": {
        arn: (made) =>
            arnIn(
                made,
                "autoscaling",
                `autoScalingGroup:${uuidOf(made.urn)}:autoScalingGroupName/${nameOf(made)}`,
            ),
    },
    "cloudfront:Distribution": {
        id: ({ urn }) => `E${digitsOf(urn, 13).toUpperCase()}`,
        arn: (made) =>
            `arn:${partition(made)}:cloudfront::${made.account}:distribution/${idOf(made)}`,
        names: {
            domainName: ({ urn }) => `d${digitsOf(urn, 13)}.cloudfront.net`,
            // The one of all distributions (Route 53, alias targets).
            hostedZoneId: () => "Z2FDTNDATAQYW2",
        },
    },
    "cloudwatch:EventBus": { arn: (made) => arnIn(made, "events", `event-bus/${nameOf(made)}`) },
    "cloudwatch:EventRule": {
        arn: (made) => {
            const bus = textAt(made.inputs, "eventBusName") ?? "default";
            const path = bus === "default" ? "" : `${bus.split("/").pop() ?? bus}/`;
            return arnIn(made, "events", `rule/${path}${nameOf(made)}`);
        },
    },
    "cloudwatch:LogGroup": { arn: (made) => arnIn(made, "logs", `log-group:${nameOf(made)}`) },
    "cloudwatch:MetricAlarm": { arn: (made) => arnIn(made, "cloudwatch", `alarm:${nameOf(made)}`) },
    "cognito:UserPool": {
        id: (made) => `${made.region}_${digitsOf(made.urn, 9)}`,
        arn: (made) => arnIn(made, "cognito-idp", `userpool/${idOf(made)}`),
        names: {
            endpoint: (made) => `cognito-idp.${made.region}.${suffixOf(made)}/${idOf(made)}`,
        },
    },
    "cognito:UserPoolClient": {
        id: ({ urn }) => digitsOf(urn, 26),
        others: { clientSecret: ({ urn }) => digitsOf(`${urn} secret`, 52) },
    },
    "docdb:Cluster": databaseCluster,
    "docdb:ClusterInstance": databaseInstance,
    "dynamodb:Table": {
        arn: (made) => arnIn(made, "dynamodb", `table/${nameOf(made)}`),
        names: {
            streamArn: (made) =>
                own(made.inputs, "streamEnabled") === true
                    ? arnIn(
                          made,
                          "dynamodb",
                          `table/${nameOf(made)}/stream/2000-01-01T00:00:00.000`,
                      )
                    : undefined,
        },
    },
    "ec2:Eip": {
        names: {
            allocationId: idOf,
            publicIp: ({ urn }) => documentationAddress(urn),
            publicDns: ({ urn, region }) => {
                const where = region === "us-east-1" ? "compute-1" : `${region}.compute`;
                return `ec2-${documentationAddress(urn).replaceAll(".", "-")}.${where}.amazonaws.com`;
            },
        },
    },
    "ec2:KeyPair": { names: { keyPairId: ({ urn }) => `key-${digitsOf(urn, 17)}` } },
    "ec2:LaunchTemplate": { others: { latestVersion: () => 1, defaultVersion: () => 1 } },
    "ec2:NatGateway": {
        names: {
            vpcId: vpcOfSubnet,
            publicIp: (made) => {
                const address = textAt(made.inputs, "allocationId");
                return address === undefined ? undefined : made.propertyOf(address, "publicIp");
            },
        },
    },
    "ec2:Route": {
        id: (made) => `r-${textAt(made.inputs, "routeTableId") ?? "rtb"}${digitsOf(made.urn, 17)}`,
    },
    "ec2:Vpc": {
        names: {
            mainRouteTableId: ({ urn }) => `rtb-${digitsOf(`${urn} main`, 17)}`,
            defaultRouteTableId: ({ urn }) => `rtb-${digitsOf(`${urn} main`, 17)}`,
            defaultNetworkAclId: ({ urn }) => `acl-${digitsOf(`${urn} default`, 17)}`,
            defaultSecurityGroupId: ({ urn }) => `sg-${digitsOf(`${urn} default`, 17)}`,
        },
    },
    "ecr:Repository": {
        arn: (made) => arnIn(made, "ecr", `repository/${nameOf(made)}`),
        names: {
            registryId: ({ account }) => account,
            repositoryUrl: (made) =>
                `${made.account}.dkr.ecr.${made.region}.${suffixOf(made)}/${nameOf(made)}`,
        },
    },
    "ecrpublic:Repository": {
        arn: (made) =>
            `arn:${partition(made)}:ecr-public::${made.account}:repository/${nameOf(made)}`,
        names: {
            registryId: ({ account }) => account,
            repositoryUri: (made) => `public.ecr.aws/${digitsOf(made.urn, 8)}/${nameOf(made)}`,
        },
    },
    "ecs:CapacityProvider": {
        arn: (made) => arnIn(made, "ecs", `capacity-provider/${nameOf(made)}`),
    },
    "ecs:Cluster": { arn: (made) => arnIn(made, "ecs", `cluster/${nameOf(made)}`) },
    "ecs:Service": {
        arn: (made) => {
            const where = textAt(made.inputs, "cluster")?.split("/").pop() ?? "default";
            return arnIn(made, "ecs", `service/${where}/${nameOf(made)}`);
        },
    },
    "ecs:TaskDefinition": {
        arn: (made) => arnIn(made, "ecs", `task-definition/${nameOf(made)}:${String(revision)}`),
        names: {
            arnWithoutRevision: (made) => arnIn(made, "ecs", `task-definition/${nameOf(made)}`),
        },
        others: { revision: () => revision },
    },
    "ecs:TaskSet": {
        id: (made) =>
            [`ecs-svc/${digitsOf(made.urn, 19)}`, ...inputsOf(made, "service", "cluster")].join(
                ",",
            ),
        names: { taskSetId: ({ urn }) => `ecs-svc/${digitsOf(urn, 19)}` },
    },
    "efs:AccessPoint": {
        id: ({ urn }) => `fsap-${digitsOf(urn, 17)}`,
        arn: (made) => arnIn(made, "elasticfilesystem", `access-point/${idOf(made)}`),
        names: { fileSystemArn: fileSystemArnOf },
    },
    "efs:FileSystem": {
        id: ({ urn }) => `fs-${digitsOf(urn, 17)}`,
        arn: (made) => arnIn(made, "elasticfilesystem", `file-system/${idOf(made)}`),
        names: { dnsName: (made) => `${idOf(made)}.efs.${made.region}.${suffixOf(made)}` },
    },
    "efs:MountTarget": {
        id: ({ urn }) => `fsmt-${digitsOf(urn, 17)}`,
        names: {
            dnsName: (made) => {
                const [system] = inputsOf(made, "fileSystemId");
                return system === undefined
                    ? undefined
                    : `${system}.efs.${made.region}.${suffixOf(made)}`;
            },
            fileSystemArn: fileSystemArnOf,
        },
    },
    "eks:Cluster": {
        arn: (made) => arnIn(made, "eks", `cluster/${nameOf(made)}`),
        names: {
            endpoint: (made) =>
                `https://${digitsOf(made.urn, 32).toUpperCase()}.gr7.${made.region}.eks.${suffixOf(made)}`,
        },
    },
    "elasticache:Cluster": {
        arn: (made) => arnIn(made, "elasticache", `cluster:${nameOf(made)}`),
        names: {
            clusterAddress: (made) => cacheHost(made, "", "cfg"),
            configurationEndpoint: (made) =>
                `${cacheHost(made, "", "cfg")}:${String(portOf(made) ?? 11211)}`,
        },
        others: { port: portOf, cacheNodes: cacheNodesOf },
    },
    "elasticache:ReplicationGroup": {
        arn: (made) => arnIn(made, "elasticache", `replicationgroup:${nameOf(made)}`),
        names: {
            primaryEndpointAddress: (made) => cacheHost(made, "", "ng.0001"),
            readerEndpointAddress: (made) => cacheHost(made, "", "ng-ro.0001"),
            configurationEndpointAddress: (made) => cacheHost(made, "clustercfg.", ""),
        },
        others: { port: portOf },
    },
    "elasticache:ServerlessCache": {
        arn: (made) => arnIn(made, "elasticache", `serverlesscache:${nameOf(made)}`),
    },
    "iam:Group": iam("group"),
    "iam:InstanceProfile": iam("instance-profile"),
    "iam:Policy": iam("policy"),
    "iam:Role": iam("role"),
    "iam:User": iam("user"),
    "iam:OpenIdConnectProvider": {
        arn: (made) => {
            const url = textAt(made.inputs, "url")?.replace(/^https:\/\//, "") ?? nameOf(made);
            return `arn:${partition(made)}:iam::${made.account}:oidc-provider/${url}`;
        },
    },
    "iam:ServiceLinkedRole": {
        arn: (made) => {
            const [service = "service"] = inputsOf(made, "awsServiceName");
            return `arn:${partition(made)}:iam::${made.account}:role/aws-service-role/${service}/AWSServiceRoleFor${digitsOf(made.urn, 16)}`;
        },
    },
    "kinesis:FirehoseDeliveryStream": {
        arn: (made) => arnIn(made, "firehose", `deliverystream/${nameOf(made)}`),
    },
    "kinesis:Stream": { arn: (made) => arnIn(made, "kinesis", `stream/${nameOf(made)}`) },
    "kms:Alias": {
        arn: (made) => arnIn(made, "kms", nameOf(made)),
        names: {
            targetKeyArn: (made) => {
                const [key = ""] = inputsOf(made, "targetKeyId");
                return key.startsWith("arn:") ? key : made.propertyOf(key, "arn");
            },
        },
    },
    "kms:Key": {
        id: ({ urn }) => uuidOf(urn),
        arn: (made) => arnIn(made, "kms", `key/${idOf(made)}`),
        names: { keyId: idOf },
    },
    "lambda:Function": {
        arn: (made) => arnIn(made, "lambda", `function:${nameOf(made)}`),
        names: {
            invokeArn: (made) =>
                `arn:${partition(made)}:apigateway:${made.region}:lambda:path/2015-03-31/functions/${arnOf(made)}/invocations`,
        },
    },
    "lambda:FunctionUrl": {
        names: {
            functionUrl: ({ urn, region }) =>
                `https://${digitsOf(urn, 32)}.lambda-url.${region}.on.aws/`,
        },
    },
    "lambda:LayerVersion": {
        id: (made) => arnOf(made),
        arn: (made) => arnIn(made, "lambda", `layer:${nameOf(made)}:1`),
    },
    "lb:Listener": {
        arn: (made) => below(made, "loadBalancerArn", "loadbalancer", "listener"),
    },
    "lb:ListenerRule": {
        arn: (made) => below(made, "listenerArn", "listener", "listener-rule"),
    },
    "lb:LoadBalancer": {
        arn: (made) => arnIn(made, "elasticloadbalancing", `loadbalancer/${balancerOf(made)}`),
        names: {
            arnSuffix: balancerOf,
            dnsName: balancerHost,
            zoneId: ({ region }) => zoneIdOf(`load balancers of ${region}`),
            vpcId: vpcOfSubnet,
        },
    },
    "lb:TargetGroup": {
        arn: (made) => arnIn(made, "elasticloadbalancing", targetGroupOf(made)),
        names: { arnSuffix: targetGroupOf },
    },
    "memorydb:Cluster": { arn: (made) => arnIn(made, "memorydb", `cluster/${nameOf(made)}`) },
    "msk:Cluster": {
        arn: (made) => arnIn(made, "kafka", `cluster/${nameOf(made)}/${uuidOf(made.urn)}-1`),
    },
    "neptune:Cluster": databaseCluster,
    "opensearch:Domain": { arn: (made) => arnIn(made, "es", `domain/${nameOf(made)}`) },
    "rds:Cluster": databaseCluster,
    "rds:ClusterInstance": databaseInstance,
    "rds:Instance": {
        id: resourceIdOf,
        arn: (made) => arnIn(made, "rds", `db:${nameOf(made)}`),
        names: {
            address: (made) => databaseHost(made, ""),
            endpoint: (made) => `${databaseHost(made, "")}:${String(portOf(made) ?? 5432)}`,
            resourceId: resourceIdOf,
        },
        others: { port: portOf, masterUserSecrets: managedSecrets },
    },
    "rds:Proxy": {
        arn: (made) => arnIn(made, "rds", `db-proxy:prx-${digitsOf(made.urn, 17)}`),
        names: { endpoint: (made) => databaseHost(made, "proxy-") },
    },
    "redshift:Cluster": { arn: (made) => arnIn(made, "redshift", `cluster:${nameOf(made)}`) },
    "route53:Record": {
        id: (made) => inputsOf(made, "zoneId", "name", "type").join("_"),
        names: {
            fqdn: (made) => {
                const [zone = "", name] = inputsOf(made, "zoneId", "name");
                const above = made.propertyOf(zone, "name")?.replace(/\.$/, "");
                if (name === undefined || above === undefined) return undefined;
                return `.${name}`.endsWith(`.${above}`) ? name : `${name}.${above}`;
            },
        },
    },
    "route53:Zone": {
        id: ({ urn }) => zoneIdOf(urn),
        arn: (made) => `arn:${partition(made)}:route53:::hostedzone/${idOf(made)}`,
        names: { zoneId: idOf },
        others: {
            nameServers: ({ urn }) =>
                ["com", "net", "org", "co.uk"].map(
                    (end, i) =>
                        `ns-${String(i * 512 + numberOf(urn, 512))}.awsdns-${digitsOf(urn, 10)}.${end}`,
                ),
        },
    },
    "s3:Bucket": {
        arn: (made) => `arn:${partition(made)}:s3:::${nameOf(made)}`,
        names: bucketNames,
    },
    "scheduler:Schedule": {
        id: (made) => `${groupOf(made)}/${nameOf(made)}`,
        arn: (made) => arnIn(made, "scheduler", `schedule/${groupOf(made)}/${nameOf(made)}`),
    },
    "secretsmanager:Secret": {
        arn: (made) => arnIn(made, "secretsmanager", `secret:${nameOf(made)}-${sixOf(made)}`),
    },
    "secretsmanager:SecretVersion": {
        id: (made) => `${secretOf(made)}|${uuidOf(made.urn)}`,
        arn: secretOf,
        names: { versionId: ({ urn }) => uuidOf(urn) },
    },
    "servicediscovery:HttpNamespace": namespace,
    "servicediscovery:PrivateDnsNamespace": namespace,
    "servicediscovery:PublicDnsNamespace": namespace,
    "servicediscovery:Service": {
        id: ({ urn }) => `srv-${digitsOf(urn, 16)}`,
        arn: (made) => arnIn(made, "servicediscovery", `service/${idOf(made)}`),
    },
    "sfn:StateMachine": { arn: (made) => arnIn(made, "states", `stateMachine:${nameOf(made)}`) },
    "sns:Topic": { arn: (made) => arnIn(made, "sns", nameOf(made)) },
    "sns:TopicSubscription": {
        id: (made) => arnOf(made),
        arn: (made) =>
            `${textAt(made.inputs, "topic") ?? arnIn(made, "sns", "topic")}:${uuidOf(made.urn)}`,
    },
    "sqs:Queue": {
        id: (made) => queueUrl(made),
        arn: (made) => arnIn(made, "sqs", nameOf(made)),
        names: { url: queueUrl },
    },
    "s3:FilesFileSystem": {
        id: ({ urn }) => `fs-${digitsOf(urn, 17)}`,
        arn: (made) => arnIn(made, "s3files", `file-system/${idOf(made)}`),
    },
    "s3:FilesMountTarget": { id: ({ urn }) => `fsmt-${digitsOf(urn, 17)}` },
    "ssm:Parameter": {
        arn: (made) => arnIn(made, "ssm", `parameter/${nameOf(made).replace(/^\//, "")}`),
        others: { version: () => 1 },
    },
    "wafv2:WebAcl": {
        id: ({ urn }) => uuidOf(urn),
        arn: (made) => arnIn(made, "wafv2", `regional/webacl/${nameOf(made)}/${uuidOf(made.urn)}`),
    },
};

/** How the service is called in ARNs, where that is not the module's name. */
const services: Readonly<Record<string, string>> = {
    alb: "elasticloadbalancing",
    amp: "aps",
    appautoscaling: "application-autoscaling",
    cfg: "config",
    cognito: "cognito-idp",
    ebs: "ec2",
    ec2clientvpn: "ec2",
    ec2transitgateway: "ec2",
    efs: "elasticfilesystem",
    elb: "elasticloadbalancing",
    lb: "elasticloadbalancing",
    msk: "kafka",
    opensearch: "es",
    sfn: "states",
    vpc: "ec2",
};

/** A revision that no family has so soon: what has one already is another. */
const revision = 57057;

export function idOf(made: Made): string {
    const kind = kindOf(made.type);
    if (idIsArn.has(kind)) return arnOf(made);
    const property = own(idIs, kind);
    if (property !== undefined) return givenName(made, property) ?? nameOf(made);
    const word = wordOf(kind);
    const id = own(forms, kind)?.id;
    if (id !== undefined) return id(made);
    if (word !== undefined) return `${word.prefix}-${digitsOf(made.urn, 17)}`;
    return `${plain(nameInUrn(made.urn))}-${digitsOf(made.urn, 17)}`;
}

export function arnOf(made: Made): string {
    const kind = kindOf(made.type);
    const arn = own(forms, kind)?.arn;
    if (arn !== undefined) return arn(made);
    const [service = "", name = ""] = kind.split(":");
    const word = wordOf(kind)?.word;
    const what = word ?? name.replace(/(?<=.)[A-Z]/g, "-$&").toLowerCase();
    const which = word === undefined ? nameOf(made) : idOf(made);
    return arnIn(made, own(services, service) ?? service, `${what}/${which}`);
}

/** What names something, by AWS's own form: the pack may take it for the name to come. */
export function nameFor(made: Made, property: string): Raw | undefined {
    if (property === "id") return idOf(made);
    if (property === "arn") return arnOf(made);
    const maker = own(own(forms, adopted(kindOf(made.type)))?.names, property);
    if (maker !== undefined) return maker(made);
    return nameProperties.includes(property) ? givenName(made, property) : undefined;
}

/** What has a form of AWS's, and names nothing. */
export function otherFor(made: Made, property: string): Raw | undefined {
    return own(own(forms, kindOf(made.type))?.others, property)?.(made);
}

/** The properties that have a form, whether the provider speaks of them or not. */
export function formedProperties(type: string): readonly string[] {
    const { names = {}, others = {} } = own(forms, adopted(kindOf(type))) ?? {};
    return [...Object.keys(names), ...Object.keys(others)];
}

/** What is adopted has the ids of what AWS makes. */
function adopted(kind: string): string {
    return kind.replace(/^ec2:Default(?=Vpc$|Subnet$|SecurityGroup$)/, "ec2:");
}

function wordOf(kind: string): Word | undefined {
    return own(words, kind.replace(/^ec2:Default/, "ec2:"));
}

function partition({ region }: Made): string {
    return partitionOf(region)?.id ?? "aws";
}

function suffixOf({ region }: Made): string {
    return partitionOf(region)?.dnsSuffix ?? "amazonaws.com";
}

function arnIn(made: Made, service: string, path: string): string {
    return `arn:${partition(made)}:${service}:${made.region}:${made.account}:${path}`;
}

function iam(what: string): Form {
    return {
        arn: (made) => {
            const path = textAt(made.inputs, "path") ?? "/";
            return `arn:${partition(made)}:iam::${made.account}:${what}${path}${nameOf(made)}`;
        },
    };
}

/** The values of inputs that are set. */
function inputsOf({ inputs }: Made, ...properties: readonly string[]): string[] {
    return properties.flatMap((property) => textAt(inputs, property) ?? []);
}

/** Where a program says what the thing is called. */
const nameProperties: readonly string[] = [
    "name",
    "family",
    "bucket",
    "identifier",
    "clusterIdentifier",
    "clusterId",
    "replicationGroupId",
    "repositoryName",
    "layerName",
    "domainName",
    "keyName",
    "clusterName",
];

/** What AWS calls it: as the program does, or as the provider named it. */
function nameOf(made: Made): string {
    for (const property of nameProperties) {
        const name = givenName(made, property);
        if (name !== undefined) return name;
    }
    return plain(nameInUrn(made.urn));
}

/** A name that is known, or of which the program gives the beginning. */
function givenName({ urn, known, inputs }: Made, property: string): string | undefined {
    const given = textAt(known, property) ?? textAt(inputs, property);
    if (given !== undefined) return given;
    const prefix = textAt(inputs, `${property}Prefix`);
    return prefix === undefined ? undefined : `${prefix}${digitsOf(urn, 17)}`;
}

function plain(name: string): string {
    return name.replace(/[^\w-]/g, "-");
}

/** What Secrets Manager adds to a secret's name. */
function sixOf({ urn }: Made): string {
    return `5${digitsOf(urn, 13).slice(8)}`;
}

function zoneIdOf(seed: string): string {
    return `Z${digitsOf(seed, 20).toUpperCase()}`;
}

function resourceIdOf({ urn }: Made): string {
    return `db-${digitsOf(urn, 26).toUpperCase()}`;
}

function queueUrl(made: Made): string {
    return `https://sqs.${made.region}.${suffixOf(made)}/${made.account}/${nameOf(made)}`;
}

function groupOf({ inputs }: Made): string {
    return textAt(inputs, "groupName") ?? "default";
}

function secretOf(made: Made): string {
    const [secret = nameOf(made)] = inputsOf(made, "secretId");
    return secret.startsWith("arn:") ? secret : arnIn(made, "secretsmanager", `secret:${secret}`);
}

function fileSystemArnOf(made: Made): string | undefined {
    const [system] = inputsOf(made, "fileSystemId");
    return system === undefined
        ? undefined
        : arnIn(made, "elasticfilesystem", `file-system/${system}`);
}

/** The VPC of the first subnet that is named, if that is of this rehearsal. */
function vpcOfSubnet({ inputs, propertyOf }: Made): string | undefined {
    for (const property of ["subnetId", "subnets", "subnetIds", "subnetMappings"]) {
        const given = own(inputs, property);
        const first: Raw | undefined = Array.isArray(given) ? (given as readonly Raw[])[0] : given;
        const id =
            typeof first === "object" && first !== null
                ? own(first as RawProperties, "subnetId")
                : first;
        if (typeof id === "string") return propertyOf(id, "vpcId");
    }
    return undefined;
}

function isNetwork({ inputs }: Made): boolean {
    return own(inputs, "loadBalancerType") === "network";
}

/** `app/name/digits`. */
function balancerOf(made: Made): string {
    const given = textAt(made.inputs, "loadBalancerType");
    const short = given === "network" ? "net" : given === "gateway" ? "gwy" : "app";
    return `${short}/${nameOf(made)}/${digitsOf(made.urn, 16)}`;
}

function balancerHost(made: Made): string {
    const { urn, region, inputs } = made;
    const suffix = suffixOf(made);
    if (isNetwork(made)) return `${nameOf(made)}-${digitsOf(urn, 16)}.elb.${region}.${suffix}`;
    const internal = own(inputs, "internal") === true ? "internal-" : "";
    // Ten digits in AWS's names, which are decimal.
    return `${internal}${nameOf(made)}-${digitsOf(urn, 16)}.${region}.elb.${suffix}`;
}

function targetGroupOf(made: Made): string {
    return `targetgroup/${nameOf(made)}/${digitsOf(made.urn, 16)}`;
}

/** The ARN of what is below another: a listener's is its load balancer's with one part more. */
function below(made: Made, property: string, part: string, own: string): string {
    const parent = textAt(made.inputs, property);
    const digits = digitsOf(made.urn, 16);
    const above = parent?.startsWith("arn:") === true ? parent : undefined;
    return above === undefined
        ? arnIn(made, "elasticloadbalancing", `${own}/app/${nameOf(made)}/${digits}/${digits}`)
        : `${above.replace(`:${part}/`, `:${own}/`)}/${digits}`;
}

function databaseHost(made: Made, infix: string): string {
    const { region, urn } = made;
    const zone = partition(made) === "aws-cn" ? `rds.${region}` : `${region}.rds`;
    return `${nameOf(made)}.${infix}c${digitsOf(urn, 11)}.${zone}.${suffixOf(made)}`;
}

function cacheHost(made: Made, before: string, after: string): string {
    const parts = [`${before}${nameOf(made)}`, digitsOf(made.urn, 14), after, shortRegion(made)];
    return `${parts.filter((part) => part !== "").join(".")}.cache.${suffixOf(made)}`;
}

/** `use1` for `us-east-1`. */
function shortRegion({ region }: Made): string {
    return region
        .split("-")
        .map((part, i) =>
            i === 0 || /^\d+$/.test(part)
                ? part
                : part.replace(/north|south|east|west|central/g, (word) => word.charAt(0)),
        )
        .join("");
}

/** One a node that the program asks for. */
function cacheNodesOf(made: Made): Raw {
    const asked = own(made.inputs, "numCacheNodes");
    const count = typeof asked === "number" && asked >= 1 && asked <= 300 ? Math.floor(asked) : 1;
    return Array.from({ length: count }, (_, i) => {
        const id = String(i + 1).padStart(4, "0");
        return { id, address: cacheHost(made, "", id), port: portOf(made) ?? 6379, outpostArn: "" };
    });
}

/** The secret that RDS makes where the program leaves the master's password to it. */
function managedSecrets(made: Made): Raw {
    if (own(made.inputs, "manageMasterUserPassword") !== true) return [];
    const of = kindOf(made.type).endsWith(":Instance") ? "db" : "cluster";
    const name = `rds!${of}-${uuidOf(made.urn)}-${sixOf(made)}`;
    return [
        {
            secretArn: arnIn(made, "secretsmanager", `secret:${name}`),
            secretStatus: "active",
            kmsKeyId: textAt(made.inputs, "masterUserSecretKmsKeyId") ?? "",
        },
    ];
}

/** One a name that the certificate is for (ACM, DNS validation). */
function validationOf({ urn, inputs }: Made): Raw | undefined {
    const others = own(inputs, "subjectAlternativeNames") ?? [];
    const names: readonly Raw[] = [
        own(inputs, "domainName") ?? null,
        ...(Array.isArray(others) ? (others as readonly Raw[]) : []),
    ];
    if (!names.every((name): name is string => typeof name === "string")) return undefined;
    return [...new Set(names)].map((domainName) => {
        const bare = domainName.replace(/^\*\./, "");
        return {
            domainName,
            resourceRecordName: `_${digitsOf(`${urn} ${bare}`, 32)}.${bare}.`,
            resourceRecordType: "CNAME",
            resourceRecordValue: `_${digitsOf(`${urn} ${bare} value`, 32)}.acm-validations.aws.`,
        };
    });
}

/** Ports that AWS gives to what is left without one (the pages of each engine). */
const ports: readonly (readonly [RegExp, number])[] = [
    [/^(aurora-)?postgres/, 5432],
    [/^(aurora-)?mysql|^mariadb|^aurora$/, 3306],
    [/^(custom-)?oracle/, 1521],
    [/^(custom-)?sqlserver/, 1433],
    [/^db2/, 50000],
    [/^memcached$/, 11211],
    [/^(redis|valkey)$/, 6379],
    [/^docdb$/, 27017],
    [/^neptune$/, 8182],
];

/** The port of a database or a cache. */
export function portOf({ inputs, type }: Pick<Made, "inputs" | "type">): number | undefined {
    const given = own(inputs, "port");
    if (typeof given === "number") return given;
    const service = kindOf(type).split(":")[0] ?? "";
    const fixed: Readonly<Record<string, string>> = { docdb: "docdb", neptune: "neptune" };
    const cache = kindOf(type) === "elasticache:ReplicationGroup" ? "redis" : undefined;
    const engine = textAt(inputs, "engine") ?? own(fixed, service) ?? cache;
    return ports.find(([pattern]) => engine !== undefined && pattern.test(engine))?.[1];
}

/** Of the ranges that nobody has (RFC 5737). */
function documentationAddress(seed: string): string {
    const nets = ["192.0.2", "198.51.100", "203.0.113"];
    const number = numberOf(seed, nets.length * 254);
    return `${nets[Math.floor(number / 254)] ?? ""}.${String((number % 254) + 1)}`;
}
