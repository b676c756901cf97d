import { unverifiedNetwork } from "../../policies/unverified-network";
import { vpcDns } from "../../policies/vpc-dns";
import { isolatedNetwork, later, natNetwork, type Network } from "../support/networks";
import type { Inputs, Resource, Value } from "../support/program";
import { testPolicy } from "../support/table";

/** A service in a VPC with these attributes, behind a NAT gateway and with an S3 gateway endpoint. */
function behindNat(n: Network, attributes: Inputs = {}, inputs: Inputs = {}): Resource {
    const { vpc, privateSubnet, privateTable } = natNetwork(n);
    Object.assign(vpc.inputs, attributes);
    n.endpoint("s3", vpc, { routeTableIds: [privateTable.id] });
    n.service("web", [privateSubnet], inputs);
    return vpc;
}

/** A service in a VPC with these attributes, whose endpoints have private DNS. */
function behindEndpoints(n: Network, attributes: Inputs = {}): Resource {
    const { vpc, subnet } = isolatedNetwork(n);
    Object.assign(vpc.inputs, attributes);
    n.service("web", [subnet]);
    return vpc;
}

/** A service in a subnet of this VPC. */
function within(n: Network, vpc: Resource): Resource {
    return n.service("web", [n.subnet(`private-${vpc.name}`, vpc)]);
}

/** DHCP options that give a VPC these name servers. */
function nameServers(n: Network, vpc: Resource, servers: Value): void {
    const options = n.add("aws:ec2/vpcDhcpOptions:VpcDhcpOptions", "dhcp", {
        domainName: "corp.example.com",
        domainNameServers: servers,
    });
    associateDhcpOptions(n, vpc, options.id);
}

function associateDhcpOptions(n: Network, vpc: Resource, dhcpOptionsId: Value): void {
    n.add("aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation", "dhcp", {
        vpcId: vpc.id,
        dhcpOptionsId,
    });
}

/** A task definition that mounts an EFS file system. */
function mountingEfs(n: Network, name = "app"): Resource {
    const fileSystem = n.add("aws:efs/fileSystem:FileSystem", "data");
    return n.taskDefinition(name, {
        volumes: [{ name: "data", efsVolumeConfiguration: { fileSystemId: fileSystem.id } }],
    });
}

/** The same of S3 Files. */
function mountingS3(n: Network): void {
    const { arn } = n.add("aws:s3/filesFileSystem:FilesFileSystem", "data");
    n.taskDefinition("app", {
        volumes: [{ name: "data", s3filesVolumeConfiguration: { fileSystemArn: arn } }],
    });
}

/** A private namespace of Cloud Map, with a service that is found by DNS. */
function namespace(n: Network, vpc: Value): void {
    const internal = n.add(
        "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace",
        "internal",
        { name: "internal.example", vpc },
    );
    n.add("aws:servicediscovery/service:Service", "api", {
        dnsConfig: { namespaceId: internal.id, dnsRecords: [{ ttl: 10, type: "A" }] },
    });
}

const noSupport = { enableDnsSupport: false };
const noHostnames = { enableDnsHostnames: false };

testPolicy(vpcDns, unverifiedNetwork, {
    valid: [
        { name: "both attributes, and endpoints with private DNS", network: behindEndpoints },
        {
            name: "DNS hostnames off, with a NAT gateway and an S3 gateway endpoint alone",
            network: (n) => behindNat(n, noHostnames),
        },
        {
            name: "neither attribute set: DNS support is on by default",
            network: (n) => behindNat(n, { enableDnsHostnames: null }),
        },
        {
            name: "DNS hostnames off, with an endpoint without private DNS",
            network: (n) => {
                const vpc = behindNat(n, noHostnames);
                n.endpoint("logs", vpc, { privateDnsEnabled: false });
            },
        },
        {
            name: "DNS hostnames off, with an endpoint that says nothing of private DNS",
            network: (n) => {
                const vpc = behindNat(n, noHostnames);
                n.endpoint("logs", vpc, { privateDnsEnabled: null });
            },
        },
        {
            name: "DHCP options with Amazon's name server",
            network: (n) => nameServers(n, behindEndpoints(n), ["AmazonProvidedDNS"]),
        },
        {
            name: "DHCP options with name servers of one's own, DNS support left on",
            network: (n) => nameServers(n, behindNat(n), ["10.1.0.2", "10.1.0.3"]),
        },
        {
            name: "the adopted default VPC, with an endpoint and EFS",
            network: (n) => {
                const vpc = n.add("aws:ec2/defaultVpc:DefaultVpc", "default");
                mountingEfs(n);
                within(n, vpc);
                n.endpoint("logs", vpc);
            },
        },
        {
            name: "EFS in a VPC with both attributes",
            network: (n) => {
                mountingEfs(n);
                behindNat(n);
            },
        },
        {
            name: "S3 Files in a VPC with both attributes",
            network: (n) => {
                mountingS3(n);
                behindNat(n);
            },
        },
        {
            name: "DNS hostnames off, with a volume that is not EFS",
            network: (n) => {
                n.taskDefinition("app", { volumes: [{ name: "scratch" }] });
                behindNat(n, noHostnames);
            },
        },
        {
            name: "DNS hostnames off, with EFS that no service of the VPC mounts",
            network: (n) => {
                n.taskDefinition("app");
                mountingEfs(n, "other");
                behindNat(n, noHostnames);
            },
        },
        {
            name: "DNS hostnames off, with EFS that a service in another VPC mounts",
            network: (n) => {
                n.taskDefinition("app");
                behindNat(n, noHostnames);
                const subnet = n.subnet("storage", n.vpc("storage"));
                n.service("files", [subnet], { taskDefinition: mountingEfs(n, "files").arn });
            },
        },
        {
            name: "a private DNS namespace of Cloud Map in a VPC with both attributes",
            network: (n) => namespace(n, behindNat(n).id),
        },
        {
            name: "DNS hostnames off, with a private namespace that only Service Connect uses",
            network: (n) => {
                const vpc = behindNat(n, noHostnames);
                n.add("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace", "internal", {
                    name: "internal.example",
                    vpc: vpc.id,
                });
            },
        },
        {
            name: "DNS hostnames off, with a namespace for API calls alone (Service Connect)",
            network: (n) => {
                behindNat(n, noHostnames);
                n.add("aws:servicediscovery/httpNamespace:HttpNamespace", "internal");
            },
        },
        {
            name: "DNS hostnames off, with private names in another VPC alone",
            network: (n) => {
                behindNat(n, noHostnames);
                const other = n.vpc("other");
                n.endpoint("logs", other);
                namespace(n, other.id);
            },
        },
        {
            name: "a VPC without tasks, whatever its attributes",
            network: (n) => {
                behindNat(n);
                const other = n.vpc("other", { ...noSupport, ...noHostnames });
                n.endpoint("logs", other);
                namespace(n, other.id);
            },
        },
        {
            name: "a VPC with tasks on EC2 alone, whatever its attributes",
            network: (n) => {
                mountingEfs(n);
                behindNat(n, { ...noSupport, ...noHostnames }, { launchType: "EC2" });
            },
        },
    ],
    violates: [
        {
            name: "DNS support off",
            statement: "1.7",
            network: (n) => behindNat(n, noSupport),
            on: "vpc",
            says: [
                /^VPC vpc has enableDnsSupport off, so tasks in it can resolve no name$/m,
                /^fix: set enableDnsSupport to true on VPC vpc$/m,
            ],
        },
        {
            name: "DNS support off, with DHCP options that give Amazon's name server",
            network: (n) => nameServers(n, behindNat(n, noSupport), ["AmazonProvidedDNS"]),
            on: "vpc",
            says: /enableDnsSupport off/,
        },
        {
            name: "DNS support off, with name servers of one's own in another VPC",
            network: (n) => {
                behindNat(n, noSupport);
                nameServers(n, n.vpc("other"), ["10.1.0.2"]);
            },
            on: "vpc",
            says: /VPC vpc has enableDnsSupport off/,
        },
        {
            name: "DNS support off, with name servers of one's own and private DNS: AWS refuses it",
            network: (n) => nameServers(n, behindEndpoints(n, noSupport), ["10.1.0.2"]),
            on: "vpc",
            says: /VPC vpc has enableDnsSupport off/,
        },
        {
            name: "DNS hostnames off, with endpoints that have private DNS: one finding",
            statement: "1.7",
            network: (n) => behindEndpoints(n, noHostnames),
            fixed: (n) => behindEndpoints(n),
            on: "vpc",
            says: [
                /^VPC vpc has enableDnsHostnames off, which the private DNS of the endpoint ecr\.api needs$/m,
                /^fix: set enableDnsHostnames to true on VPC vpc$/m,
            ],
        },
        {
            name: "DNS hostnames not set, with an endpoint that has private DNS",
            network: (n) => n.endpoint("logs", behindNat(n, { enableDnsHostnames: null })),
            on: "vpc",
            says: /enableDnsHostnames off, which the private DNS of the endpoint logs needs/,
        },
        {
            name: "DNS hostnames off, with private DNS switched on by a resource of its own",
            network: (n) => {
                const vpc = behindNat(n, noHostnames);
                const logs = n.endpoint("logs", vpc, { privateDnsEnabled: null });
                n.add("aws:vpc/endpointPrivateDns:EndpointPrivateDns", "logs", {
                    vpcEndpointId: logs.id,
                    privateDnsEnabled: true,
                });
            },
            on: "vpc",
            says: /enableDnsHostnames off, which the private DNS of the endpoint logs needs/,
        },
        {
            name: "DNS hostnames off, with name servers of one's own and private DNS",
            network: (n) => nameServers(n, behindEndpoints(n, noHostnames), ["10.1.0.2"]),
            on: "vpc",
            says: /enableDnsHostnames off/,
        },
        {
            name: "DNS hostnames off, with EFS",
            network: (n) => {
                mountingEfs(n);
                behindNat(n, noHostnames);
            },
            on: "vpc",
            says: /enableDnsHostnames off, which the name of the EFS file system that web mounts needs/,
        },
        {
            name: "DNS hostnames off, with EFS and subnets of the VPC that an apply chose",
            network: (n) => {
                mountingEfs(n);
                const { vpc, publicSubnet, privateSubnet } = natNetwork(n);
                Object.assign(vpc.inputs, noHostnames);
                const chosen = n.add("test:index:Choice", "choice").get("subnets");
                const feeds = { networkConfiguration: [publicSubnet, privateSubnet] };
                n.service("web", chosen, {}, { feeds });
            },
            forms: ["first preview"],
            on: "vpc",
            says: /enableDnsHostnames off, which the name of the EFS file system that web mounts needs/,
        },
        {
            name: "DNS hostnames off, with a private DNS namespace of Cloud Map",
            network: (n) => namespace(n, behindNat(n, noHostnames).id),
            on: "vpc",
            says: /enableDnsHostnames off, which the private DNS namespace internal needs/,
        },
        {
            name: "DNS hostnames off in the adopted default VPC, with an endpoint",
            network: (n) => {
                const vpc = n.add("aws:ec2/defaultVpc:DefaultVpc", "default", noHostnames);
                within(n, vpc);
                n.endpoint("logs", vpc);
            },
            on: "default",
            says: /VPC default has enableDnsHostnames off/,
        },
        {
            name: "one of two VPCs",
            network: (n) => {
                behindNat(n);
                n.service("api", [n.subnet("other", n.vpc("other", noSupport))]);
            },
            on: "other",
            says: /VPC other has enableDnsSupport off/,
        },
        {
            name: "two services in one VPC: one finding",
            network: (n) => {
                const { vpc, publicSubnet, privateSubnet } = natNetwork(n);
                Object.assign(vpc.inputs, noSupport);
                n.service("web", [privateSubnet]);
                n.service("api", [publicSubnet]);
            },
            on: "vpc",
            says: /tasks in it can resolve no name/,
        },
        {
            name: "a task that EventBridge starts",
            network: (n) =>
                n.add("aws:cloudwatch/eventTarget:EventTarget", "nightly", {
                    arn: n.cluster().arn,
                    ecsTarget: {
                        launchType: "FARGATE",
                        taskDefinitionArn: n.taskDefinition("app").arn,
                        networkConfiguration: {
                            subnets: [n.subnet("private", n.vpc("vpc", noSupport)).id],
                        },
                    },
                }),
            on: "vpc",
            says: /enableDnsSupport off/,
        },
        {
            name: "Express Mode in a VPC without DNS",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                Object.assign(vpc.inputs, noSupport);
                n.express("web", [privateSubnet]);
            },
            on: "vpc",
            says: /enableDnsSupport/,
            fixed: (n) => n.express("web", [natNetwork(n).privateSubnet]),
        },
    ],
    cannotKnow: [
        {
            name: "DNS support off, with name servers of one's own",
            network: (n) => nameServers(n, behindNat(n, noSupport), ["10.1.0.2"]),
            on: "vpc",
            gap: /domainNameServers of dhcp: VPC vpc uses name servers of its own/,
            ok: (n) => nameServers(n, behindNat(n), ["10.1.0.2"]),
            violated: (n) => behindNat(n, noSupport),
        },
        {
            name: "DNS support off, with DHCP options that are not in the plan",
            network: (n) =>
                associateDhcpOptions(n, behindNat(n, noSupport), "dopt-0123456789abcdef0"),
            on: "vpc",
            gap: /dhcpOptionsId of dhcp: .* not in this plan/,
            ok: (n) => associateDhcpOptions(n, behindNat(n), "dopt-0123456789abcdef0"),
            violated: (n) => behindNat(n, noSupport),
        },
        {
            name: "DNS support off, with name servers that are not known yet",
            network: (n) => nameServers(n, behindNat(n, noSupport), [later(n)]),
            forms: ["first preview"],
            on: "vpc",
            gap: /domainNameServers\[0\] of dhcp/,
            ok: (n) => nameServers(n, behindNat(n), ["10.1.0.2"]),
            violated: (n) => nameServers(n, behindNat(n, noSupport), ["AmazonProvidedDNS"]),
        },
        {
            name: "DNS support that is not known yet",
            network: (n) => behindNat(n, { enableDnsSupport: later(n) }),
            forms: ["first preview"],
            on: "vpc",
            gap: /enableDnsSupport of vpc: it comes from later/,
            ok: behindNat,
            violated: (n) => behindNat(n, noSupport),
        },
        {
            name: "DNS hostnames that are not known yet, with private DNS",
            network: (n) => behindEndpoints(n, { enableDnsHostnames: later(n) }),
            forms: ["first preview"],
            on: "vpc",
            gap: /enableDnsHostnames of vpc: it comes from later/,
            ok: behindEndpoints,
            violated: (n) => behindEndpoints(n, noHostnames),
        },
        {
            name: "DNS hostnames off, with private DNS that is not known yet",
            network: (n) =>
                n.endpoint("logs", behindNat(n, noHostnames), { privateDnsEnabled: later(n) }),
            forms: ["first preview"],
            on: "vpc",
            gap: /privateDnsEnabled of logs/,
            ok: (n) => n.endpoint("logs", behindNat(n, noHostnames), { privateDnsEnabled: false }),
            violated: (n) => n.endpoint("logs", behindNat(n, noHostnames)),
        },
        {
            name: "DNS hostnames off, with volumes that are not known yet",
            network: (n) => {
                n.taskDefinition("app", { volumes: later(n) });
                behindNat(n, noHostnames);
            },
            forms: ["first preview"],
            on: "vpc",
            gap: /volumes of app/,
            ok: (n) => behindNat(n, noHostnames),
            violated: (n) => {
                mountingEfs(n);
                behindNat(n, noHostnames);
            },
        },
        {
            name: "DNS hostnames off, with S3 Files",
            network: (n) => {
                mountingS3(n);
                behindNat(n, noHostnames);
            },
            on: "vpc",
            gap: /no page of AWS's says whether the names of S3 file systems need it/,
            ok: (n) => {
                mountingS3(n);
                behindNat(n);
            },
            violated: (n) => {
                mountingEfs(n);
                behindNat(n, noHostnames);
            },
        },
        {
            name: "DNS hostnames off, with a private DNS namespace of which the VPC is not known",
            network: (n) => {
                behindNat(n, noHostnames);
                namespace(n, later(n));
            },
            forms: ["first preview"],
            on: "vpc",
            gap: /vpc of internal/,
            ok: (n) => {
                behindNat(n, noHostnames);
                namespace(n, n.vpc("other").id);
            },
            violated: (n) => namespace(n, behindNat(n, noHostnames).id),
        },
        {
            name: "DNS hostnames off, with EFS of a service that may be on Fargate, beside one that is",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                Object.assign(vpc.inputs, noHostnames);
                n.service("web", [privateSubnet], { taskDefinition: n.taskDefinition("app").arn });
                n.service("files", [privateSubnet], {
                    launchType: null,
                    cluster: "shared",
                    taskDefinition: mountingEfs(n, "files").arn,
                });
            },
            on: "vpc",
            gap: /cluster of files: the cluster that it names is not in this plan/,
            ok: (n) => behindNat(n, noHostnames),
            violated: (n) => {
                mountingEfs(n);
                behindNat(n, noHostnames);
            },
        },
        {
            name: "DNS support off in the adopted default VPC: its DHCP options are not in the plan",
            network: (n) => within(n, n.add("aws:ec2/defaultVpc:DefaultVpc", "default", noSupport)),
            on: "default",
            gap: /dhcpOptionsId of default: AWS made it, this program adopts it/,
            ok: (n) => within(n, n.add("aws:ec2/defaultVpc:DefaultVpc", "default")),
            violated: (n) => behindNat(n, noSupport),
        },
        {
            name: "DNS support off in a deployed VPC that the stack gives away",
            network: (n) => n.output("vpcId", behindNat(n, noSupport).id),
            forms: ["deployed"],
            on: "vpc",
            gap: /dhcpOptionsId of vpc: the stack gives its id away as an output/,
            ok: (n) => n.output("vpcId", behindNat(n).id),
            violated: (n) => behindNat(n, noSupport),
        },
        {
            name: "DNS support off, with a service that may be on Fargate",
            network: (n) => behindNat(n, noSupport, { launchType: null, cluster: "shared" }),
            on: "vpc",
            gap: /cluster of web: the cluster that it names is not in this plan/,
            ok: (n) => behindNat(n, {}, { launchType: null, cluster: "shared" }),
            violated: (n) => behindNat(n, noSupport),
        },
        {
            name: "DNS support off, with a service whose subnets are not in the plan",
            network: (n) => {
                n.vpc("vpc", noSupport);
                n.service("web", ["subnet-0123456789abcdef0"]);
            },
            // It may be this VPC, and may be another.
            on: ["web", "vpc"],
            gap: /networkConfiguration\.subnets\[0\] of web: the subnet that it names is not/,
            ok: behindNat,
            violated: (n) => behindNat(n, noSupport),
        },
        {
            name: "a service whose subnets are not in the plan, beside one in a VPC that is",
            network: (n) => {
                behindNat(n);
                n.service("api", ["subnet-0123456789abcdef0"]);
            },
            on: "api",
            gap: /networkConfiguration\.subnets\[0\] of api: the subnet that it names is not/,
            ok: behindNat,
            violated: (n) => {
                behindNat(n);
                const other = n.vpc("other", noSupport);
                n.service("api", [n.subnet("other", other)]);
            },
        },
        {
            name: "a VPC that is not in the plan",
            network: (n) => {
                const vpcId = "vpc-0123456789abcdef0";
                const inputs = { vpcId, cidrBlock: "10.9.0.0/24" };
                n.service("web", [n.add("aws:ec2/subnet:Subnet", "private", inputs)]);
            },
            on: "web",
            gap: /vpcId of private: the VPC that it names is not in this plan/,
            ok: behindNat,
            violated: (n) => behindNat(n, noSupport),
        },
        {
            name: "a VPC that is not in the plan, beside one that is",
            network: (n) => {
                behindNat(n);
                const vpcId = "vpc-0123456789abcdef0";
                const inputs = { vpcId, cidrBlock: "10.9.0.0/24" };
                n.service("api", [n.add("aws:ec2/subnet:Subnet", "elsewhere", inputs)]);
            },
            on: "api",
            gap: /vpcId of elsewhere: the VPC that it names is not in this plan/,
            ok: behindNat,
            violated: (n) => behindNat(n, noSupport),
        },
    ],
});
