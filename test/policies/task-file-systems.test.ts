import { taskFileSystems } from "../../policies/task-file-systems";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { translated } from "../support/ipv6";
import {
    aclWithout,
    groupWith,
    isolatedNetwork,
    natNetwork,
    tcp,
    type Network,
} from "../support/networks";
import { unknown, type Inputs, type Resource, type Value } from "../support/program";
import { testPolicy } from "../support/table";

function fileSystem(n: Network, name = "files"): Resource {
    return n.add("aws:efs/fileSystem:FileSystem", name);
}

const targetOf =
    (type: string) =>
    (
        n: Network,
        files: Resource,
        subnet: Resource,
        inputs: Inputs = {},
        name = subnet.name,
    ): Resource =>
        n.add(type, name, { fileSystemId: files.id, subnetId: subnet.id, ...inputs });

const mountTarget = targetOf("aws:efs/mountTarget:MountTarget");
const s3Target = targetOf("aws:s3/filesMountTarget:FilesMountTarget");

function volume(files: Resource | string, configuration: Inputs = {}): Inputs {
    const [name, fileSystemId] =
        typeof files === "string" ? ["shared", files] : [files.name, files.id];
    return { name, efsVolumeConfiguration: { fileSystemId, ...configuration } };
}

/** A service in a subnet, of a task with these volumes. */
function mounting(
    n: Network,
    subnet: Resource,
    volumes: readonly Value[],
    inputs: Inputs = {},
    definition: Inputs = {},
): void {
    n.taskDefinition("app", { volumes: [...volumes], ...definition });
    n.service("web", [subnet], inputs);
}

/** A task that mounts a file system which has a mount target in its own subnet. */
function healthy(n: Network, inputs: Inputs = {}, definition: Inputs = {}): void {
    const { subnet } = isolatedNetwork(n, []);
    const files = fileSystem(n);
    mountTarget(n, files, subnet);
    mounting(n, subnet, [volume(files)], inputs, definition);
}

/** The same of S3 Files. */
function s3FileSystem(n: Network, name = "bucket"): Resource {
    return n.add("aws:s3/filesFileSystem:FilesFileSystem", name, {
        bucket: "arn:aws:s3:::reports",
        roleArn: n.role("files").arn,
    });
}

function s3Volume(files: Resource): Inputs {
    return { name: files.name, s3filesVolumeConfiguration: { fileSystemArn: files.arn } };
}

/** A task that mounts a file system of S3 Files by a mount target in its own subnet. */
function mountingS3(
    n: Network,
    targets: Inputs = {},
    service: Inputs = {},
    definition: Inputs = {},
    vpc: Inputs = {},
): void {
    const network = isolatedNetwork(n, []);
    Object.assign(network.vpc.inputs, vpc);
    const files = s3FileSystem(n);
    s3Target(n, files, network.subnet, targets);
    mounting(n, network.subnet, [s3Volume(files)], service, definition);
}

/** The same, where a mount target has a group of its own, with these rules. */
function guardedS3(
    n: Network,
    targetRules: (tasks: Resource) => Inputs,
    taskRules: (targets: Resource) => Inputs = () => ({}),
): void {
    const { vpc, subnet } = isolatedNetwork(n, []);
    const tasks = n.securityGroup("tasks", vpc);
    const targets = groupWith(n, "targets", vpc, targetRules(tasks));
    Object.assign(tasks.inputs, taskRules(targets));
    const files = s3FileSystem(n);
    s3Target(n, files, subnet, { securityGroups: [targets.id] });
    mounting(n, subnet, [s3Volume(files)], {
        networkConfiguration: { securityGroups: [tasks.id] },
    });
}

/** A task that mounts a file system of S3 Files without any mount target. */
function unmountableS3(n: Network): void {
    mounting(n, isolatedNetwork(n, []).subnet, [s3Volume(s3FileSystem(n))]);
}

function encryptedS3(n: Network, mode: string): void {
    const { vpc, subnet } = isolatedNetwork(n, []);
    const files = s3FileSystem(n);
    s3Target(n, files, subnet);
    mounting(n, subnet, [s3Volume(files)]);
    n.add("aws:ec2/vpcEncryptionControl:VpcEncryptionControl", "encryption", {
        vpcId: vpc.id,
        mode,
        elasticFileSystemExclusion: "enable",
    });
}

/** A mount target of S3 Files in one zone, and tasks in another. */
function inZones(n: Network, targets: string, tasks: string): void {
    const vpc = n.vpc();
    const [there, here] = [targets, tasks].map((zone, i) =>
        n.subnet(`${zone}${String(i)}`, vpc, { availabilityZone: `us-east-1${zone}` }),
    );
    if (there === undefined || here === undefined) return;
    const files = s3FileSystem(n);
    s3Target(n, files, there);
    mounting(n, here, [s3Volume(files)]);
}

/** Tasks in two zones that mount a volume, with a mount target in each subnet. */
function inBothZones(n: Network, mounted: Inputs, mountIn: (subnet: Resource) => Resource): void {
    const vpc = n.vpc();
    const subnets = ["a", "b"].map((zone) =>
        n.subnet(zone, vpc, { availabilityZone: `us-east-1${zone}` }),
    );
    for (const subnet of subnets) mountIn(subnet);
    n.taskDefinition("app", { volumes: [mounted] });
    n.service("web", subnets);
}

/** A task that mounts a file system without any mount target. */
function unmountable(n: Network): void {
    mounting(n, isolatedNetwork(n, []).subnet, [volume(fileSystem(n))]);
}

/** A mount target whose group admits nothing, and tasks that may call it by NAT64. */
function translatedMount(n: Network, inputs: Inputs): void {
    const network = natNetwork(n);
    translated(n, network, inputs);
    const targets = groupWith(n, "targets", network.vpc, { ingress: [] });
    const files = fileSystem(n);
    mountTarget(n, files, network.privateSubnet, { securityGroups: [targets.id] });
    mounting(n, network.privateSubnet, [volume(files)]);
}

/** Tasks and the mount target in groups of their own, with these rules. */
function guarded(
    n: Network,
    targetRules: (tasks: Resource) => Inputs,
    taskRules: (targets: Resource) => Inputs = () => ({}),
): void {
    const { vpc, subnet } = isolatedNetwork(n, []);
    const tasks = n.securityGroup("tasks", vpc);
    const targets = groupWith(n, "targets", vpc, targetRules(tasks));
    Object.assign(tasks.inputs, taskRules(targets));
    const files = fileSystem(n);
    mountTarget(n, files, subnet, { securityGroups: [targets.id] });
    mounting(n, subnet, [volume(files)], {
        networkConfiguration: { securityGroups: [tasks.id] },
    });
}

/** Tasks in one subnet and the mount target in another, with what stands between them. */
function apart(
    n: Network,
    between: (vpc: Resource, tasks: Resource, targets: Resource) => void,
): void {
    const vpc = n.vpc();
    const { subnet } = n.subnetWith("tasks", vpc, []);
    const { subnet: other } = n.subnetWith("targets", vpc, []);
    between(vpc, subnet, other);
    const files = fileSystem(n);
    mountTarget(n, files, other);
    mounting(n, subnet, [volume(files)]);
}

/** A file system in a VPC whose encryption is enforced, apart from what is excluded. */
function encrypted(n: Network, excluded: Inputs): void {
    apart(n, (vpc) => {
        const inputs = { vpcId: vpc.id, mode: "enforce", ...excluded };
        n.add("aws:ec2/vpcEncryptionControl:VpcEncryptionControl", "encryption", inputs);
    });
}

const ephemeral = [1024, 65535] as const;
const windows: Inputs = { runtimePlatform: { operatingSystemFamily: "WINDOWS_SERVER_2022_CORE" } };

testPolicy(taskFileSystems, unverifiedNetwork, {
    valid: [
        {
            name: "encryption controls that enforce, and leave EFS alone",
            network: (n) => encrypted(n, { elasticFileSystemExclusion: "enable" }),
        },
        {
            name: "a mount target in the tasks' own subnet, all in the default group",
            network: (n) => {
                healthy(n);
            },
        },
        {
            name: "a mount target in another subnet of the VPC",
            network: (n) => {
                apart(n, () => undefined);
            },
        },
        {
            name: "a mount target whose group admits the group of the tasks",
            network: (n) => {
                guarded(n, (tasks) => ({ ingress: [tcp(2049, { securityGroups: [tasks.id] })] }));
            },
        },
        {
            name: "a mount target whose group admits the CIDR of the VPC",
            network: (n) => {
                guarded(n, () => ({ ingress: [tcp(2049, { cidrBlocks: ["10.0.0.0/16"] })] }));
            },
        },
        {
            name: "groups that admit each other on 2049, and nothing else",
            network: (n) => {
                guarded(
                    n,
                    (tasks) => ({
                        ingress: [tcp(2049, { securityGroups: [tasks.id] })],
                        egress: [],
                    }),
                    (targets) => ({ egress: [tcp(2049, { securityGroups: [targets.id] })] }),
                );
            },
        },
        {
            name: "groups that admit each other by rules of their own",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n, []);
                const tasks = groupWith(n, "tasks", vpc, { egress: null });
                const targets = groupWith(n, "targets", vpc, { egress: null });
                const nfs = { ipProtocol: "tcp", fromPort: 2049, toPort: 2049 };
                n.add("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "out", {
                    securityGroupId: tasks.id,
                    referencedSecurityGroupId: targets.id,
                    ...nfs,
                });
                n.add("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "in", {
                    securityGroupId: targets.id,
                    referencedSecurityGroupId: tasks.id,
                    ...nfs,
                });
                const files = fileSystem(n);
                mountTarget(n, files, subnet, { securityGroups: [targets.id] });
                mounting(n, subnet, [volume(files)], {
                    networkConfiguration: { securityGroups: [tasks.id] },
                });
            },
        },
        {
            name: "a mount target in each zone, and tasks in both",
            network: (n) => {
                const files = fileSystem(n);
                inBothZones(n, volume(files), (subnet) => mountTarget(n, files, subnet));
            },
        },
        {
            name: "two file systems with a mount target each",
            network: (n) => {
                const { subnet } = isolatedNetwork(n, []);
                const [first, second] = [fileSystem(n, "uploads"), fileSystem(n, "reports")];
                mountTarget(n, first, subnet, {}, "uploads");
                mountTarget(n, second, subnet, {}, "reports");
                mounting(n, subnet, [volume(first), volume(second)]);
            },
        },
        {
            name: "two directories of one file system",
            network: (n) => {
                const { subnet } = isolatedNetwork(n, []);
                const files = fileSystem(n);
                mountTarget(n, files, subnet);
                mounting(n, subnet, [
                    volume(files, { rootDirectory: "/a" }),
                    { ...volume(files, { rootDirectory: "/b" }), name: "b" },
                ]);
            },
        },
        {
            name: "an access point, encrypted in transit",
            network: (n) => {
                const { subnet } = isolatedNetwork(n, []);
                const files = fileSystem(n);
                mountTarget(n, files, subnet);
                const point = n.add("aws:efs/accessPoint:AccessPoint", "web", {
                    fileSystemId: files.id,
                });
                mounting(n, subnet, [
                    volume(files, {
                        transitEncryption: "ENABLED",
                        authorizationConfig: { accessPointId: point.id, iam: "ENABLED" },
                    }),
                ]);
            },
        },
        {
            name: "ACLs that deny what the mount does not need",
            network: (n) => {
                apart(n, (vpc, tasks, targets) => {
                    aclWithout(n, vpc, tasks, { ingress: [0, 1023], egress: [22, 22] });
                    aclWithout(n, vpc, targets, { ingress: [0, 1023], egress: [0, 1023] });
                });
            },
        },
        {
            name: "an ACL that denies 2049, around the tasks' and the mount target's own subnet",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n, []);
                aclWithout(n, vpc, subnet, { ingress: [2049, 2049], egress: [2049, 2049] });
                const files = fileSystem(n);
                mountTarget(n, files, subnet);
                mounting(n, subnet, [volume(files)]);
            },
        },
        {
            name: "S3 Files: a mount target in the tasks' own subnet, all in the default group",
            network: (n) => mountingS3(n),
        },
        {
            name: "S3 Files: a dual-stack mount target",
            network: (n) => mountingS3(n, { ipAddressType: "DUAL_STACK" }),
        },
        {
            name: "S3 Files: a mount target that names its file system by ARN",
            network: (n) => {
                const { subnet } = isolatedNetwork(n, []);
                const files = s3FileSystem(n);
                s3Target(n, files, subnet, { fileSystemId: files.arn });
                mounting(n, subnet, [s3Volume(files)]);
            },
        },
        {
            name: "S3 Files: a mount target whose group admits the group of the tasks",
            network: (n) =>
                guardedS3(n, (tasks) => ({
                    ingress: [tcp(2049, { securityGroups: [tasks.id] })],
                })),
        },
        {
            name: "S3 Files: a mount target in another subnet of the zone",
            network: (n) => inZones(n, "a", "a"),
        },
        {
            name: "S3 Files: a mount target in each zone, and tasks in both",
            network: (n) => {
                const files = s3FileSystem(n);
                inBothZones(n, s3Volume(files), (subnet) => s3Target(n, files, subnet));
            },
        },
        {
            name: "S3 Files beside EFS, with a mount target each",
            network: (n) => {
                const { subnet } = isolatedNetwork(n, []);
                const [files, bucket] = [fileSystem(n), s3FileSystem(n)];
                mountTarget(n, files, subnet);
                s3Target(n, bucket, subnet);
                mounting(n, subnet, [volume(files), s3Volume(bucket)]);
            },
        },
        {
            name: "S3 Files: an access point",
            network: (n) => {
                const { subnet } = isolatedNetwork(n, []);
                const files = s3FileSystem(n);
                s3Target(n, files, subnet);
                const point = n.add("aws:s3/filesAccessPoint:FilesAccessPoint", "web", {
                    fileSystemId: files.id,
                });
                const configuration = { fileSystemArn: files.arn, accessPointArn: point.arn };
                mounting(n, subnet, [{ name: "data", s3filesVolumeConfiguration: configuration }]);
            },
        },
        {
            name: "S3 Files, and encryption controls that only watch",
            network: (n) => encryptedS3(n, "monitor"),
        },
        {
            name: "platform 1.4.0",
            network: (n) => {
                healthy(n, { platformVersion: "1.4.0" });
            },
        },
        {
            name: "platform 1.3.0 without EFS",
            network: (n) => {
                mounting(n, isolatedNetwork(n, []).subnet, [], { platformVersion: "1.3.0" });
            },
        },
        {
            name: "a volume that is no file system",
            network: (n) => {
                mounting(n, isolatedNetwork(n, []).subnet, [{ name: "scratch" }]);
            },
        },
        {
            name: "an EC2 service that mounts a file system without mount target",
            network: (n) => {
                const { subnet } = isolatedNetwork(n, []);
                mounting(n, subnet, [volume(fileSystem(n))], { launchType: "EC2" });
            },
        },
    ],
    violates: [
        {
            name: "a file system without mount target",
            network: unmountable,
            fixed: (n) => {
                const { subnet } = isolatedNetwork(n, []);
                const files = fileSystem(n);
                mountTarget(n, files, subnet);
                mounting(n, subnet, [volume(files)]);
            },
            firstPreview: "cannot know",
            on: "web",
            says: [
                /^tasks of service web cannot mount their file systems: from subnet private they cannot reach the EFS file system /,
                /to the file system: service web → subnet private → EFS file system files → has no mount target in VPC vpc/,
                /fix: add a mount target of EFS file system files in a subnet of VPC vpc/,
            ],
        },
        {
            name: "a file system of S3 Files without mount target",
            network: unmountableS3,
            fixed: (n) => mountingS3(n),
            firstPreview: "cannot know",
            on: "web",
            says: [
                /from subnet private they cannot reach the S3 file system bucket/,
                /to the file system: service web → subnet private → S3 file system bucket → has no mount target in VPC vpc/,
                /fix: add a mount target of S3 file system bucket in a subnet of VPC vpc/,
            ],
        },
        {
            name: "S3 Files: a mount target whose group admits nothing",
            network: (n) => guardedS3(n, () => ({ ingress: [] })),
            on: "web",
            says: /mount target private → security group targets → no ingress rule admits TCP 2049 from the tasks/,
        },
        {
            name: "S3 Files: tasks whose group lets only HTTPS out",
            network: (n) =>
                guardedS3(
                    n,
                    (tasks) => ({ ingress: [tcp(2049, { securityGroups: [tasks.id] })] }),
                    () => ({ egress: [tcp(443, { cidrBlocks: ["0.0.0.0/0"] })] }),
                ),
            on: "web",
            says: /security group tasks → no egress rule/,
        },
        {
            name: "S3 Files without mount target, beside EFS that has one",
            network: (n) => {
                const { subnet } = isolatedNetwork(n, []);
                const files = fileSystem(n);
                mountTarget(n, files, subnet);
                mounting(n, subnet, [volume(files), s3Volume(s3FileSystem(n))]);
            },
            firstPreview: "cannot know",
            on: "web",
            says: /S3 file system bucket → has no mount target in VPC vpc/,
        },
        {
            name: "a mount target in another VPC",
            network: (n) => {
                const files = fileSystem(n);
                mountTarget(n, files, n.subnet("elsewhere", n.vpc("other")));
                mounting(n, isolatedNetwork(n, []).subnet, [volume(files)]);
            },
            on: "web",
            says: /EFS file system files → has no mount target in VPC vpc/,
        },
        {
            name: "a mount target of another file system only",
            network: (n) => {
                const { subnet } = isolatedNetwork(n, []);
                mountTarget(n, fileSystem(n, "others"), subnet);
                mounting(n, subnet, [volume(fileSystem(n))]);
            },
            firstPreview: "cannot know",
            on: "web",
            says: /EFS file system files → has no mount target in VPC vpc/,
        },
        {
            name: "a mount target whose group admits nothing",
            network: (n) => {
                guarded(n, () => ({ ingress: [] }));
            },
            on: "web",
            says: [
                /mount target private → security group targets → no ingress rule admits TCP 2049 from the tasks/,
                /fix: add an ingress rule for TCP 2049 from the security group \w+ to the security group targets$/,
            ],
        },
        {
            name: "a mount target whose group admits HTTPS only",
            network: (n) => {
                guarded(n, (tasks) => ({ ingress: [tcp(443, { securityGroups: [tasks.id] })] }));
            },
            on: "web",
            says: /security group targets → no ingress rule admits TCP 2049/,
        },
        {
            name: "a mount target whose group admits 2049 over UDP only",
            network: (n) => {
                guarded(n, (tasks) => ({
                    ingress: [{ ...tcp(2049, { securityGroups: [tasks.id] }), protocol: "udp" }],
                }));
            },
            on: "web",
            says: /security group targets → no ingress rule admits TCP 2049/,
        },
        {
            name: "a mount target whose group admits only itself",
            network: (n) => {
                guarded(n, () => ({ ingress: [tcp(2049, { self: true })] }));
            },
            on: "web",
            says: /security group targets → no ingress rule admits TCP 2049/,
        },
        {
            name: "a mount target in the default group, the tasks in a group of their own",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n, []);
                const tasks = n.securityGroup("tasks", vpc);
                const files = fileSystem(n);
                mountTarget(n, files, subnet);
                mounting(n, subnet, [volume(files)], {
                    networkConfiguration: { securityGroups: [tasks.id] },
                });
            },
            on: "web",
            says: /mount target private → default security group of VPC vpc → no ingress rule admits TCP 2049/,
        },
        {
            name: "a task group that lets only HTTPS out",
            network: (n) => {
                guarded(
                    n,
                    (tasks) => ({ ingress: [tcp(2049, { securityGroups: [tasks.id] })] }),
                    () => ({ egress: [tcp(443, { cidrBlocks: ["0.0.0.0/0"] })] }),
                );
            },
            on: "web",
            says: [
                /security group tasks → no egress rule admits TCP 2049 to the mount target private/,
                /fix: add an egress rule for TCP 2049 to the security group \w+ to the security group tasks$/,
            ],
        },
        {
            name: "an ACL of the tasks' subnet that lets 2049 not out",
            network: (n) => {
                apart(n, (vpc, tasks) => aclWithout(n, vpc, tasks, { egress: [2049, 2049] }));
            },
            on: "web",
            says: /network ACL tasks → no egress rule allows TCP 2049 to the mount target targets/,
        },
        {
            name: "an ACL of the mount target's subnet that lets 2049 not in",
            network: (n) => {
                apart(n, (vpc, _, targets) =>
                    aclWithout(n, vpc, targets, { ingress: [2049, 2049] }),
                );
            },
            on: "web",
            says: /network ACL targets → no ingress rule allows TCP 2049 from the tasks/,
        },
        {
            name: "an ACL of the mount target's subnet that lets the answer not out",
            network: (n) => {
                apart(n, (vpc, _, targets) => aclWithout(n, vpc, targets, { egress: ephemeral }));
            },
            on: "web",
            says: /network ACL targets → no egress rule allows TCP 32768-60999 to the tasks, for the answers/,
        },
        {
            name: "an ACL of the tasks' subnet that lets the answer not in",
            network: (n) => {
                apart(n, (vpc, tasks) => aclWithout(n, vpc, tasks, { ingress: ephemeral }));
            },
            on: "web",
            says: /network ACL tasks → no ingress rule allows TCP 32768-60999 from the mount target targets, for the answers/,
        },
        {
            name: "platform 1.3.0",
            statement: "1.5",
            network: (n) => {
                healthy(n, { platformVersion: "1.3.0" });
            },
            on: "web",
            says: [
                /^service web mounts EFS file systems, but its platformVersion is older than 1\.4\.0/,
                /fix: either set platformVersion to "LATEST" on service web; or set platformVersion to "1\.4\.0" on service web/,
            ],
        },
        {
            name: "a Windows task, for which Fargate has no EFS",
            network: (n) => {
                healthy(n, {}, windows);
            },
            on: "web",
            says: /EFS.*Windows|Windows.*EFS/i,
        },
        {
            name: "a VPC without DNS support",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n, []);
                vpc.inputs.enableDnsSupport = false;
                const files = fileSystem(n);
                mountTarget(n, files, subnet);
                mounting(n, subnet, [volume(files)]);
            },
            on: "web",
            says: [
                /VPC vpc → enableDnsSupport is off, so no name is resolved/,
                /fix: set enableDnsSupport to true on VPC vpc/,
            ],
        },
        {
            name: "a VPC without DNS hostnames, which the name of the file system needs",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n, []);
                vpc.inputs.enableDnsHostnames = false;
                const files = fileSystem(n);
                mountTarget(n, files, subnet);
                mounting(n, subnet, [volume(files)]);
            },
            on: "web",
            says: [
                /VPC vpc → enableDnsHostnames is off/,
                /fix: set enableDnsHostnames to true on VPC vpc/,
            ],
        },
        {
            name: "two file systems, one of them without mount target",
            network: (n) => {
                const { subnet } = isolatedNetwork(n, []);
                const [first, second] = [fileSystem(n, "uploads"), fileSystem(n, "reports")];
                mountTarget(n, first, subnet);
                mounting(n, subnet, [volume(first), volume(second)]);
            },
            firstPreview: "cannot know",
            on: "web",
            says: /EFS file system reports → has no mount target in VPC vpc/,
        },
        {
            name: "two directories of one file system without mount target: one finding",
            network: (n) => {
                const files = fileSystem(n);
                mounting(n, isolatedNetwork(n, []).subnet, [
                    volume(files, { rootDirectory: "/a" }),
                    { ...volume(files, { rootDirectory: "/b" }), name: "b" },
                ]);
            },
            firstPreview: "cannot know",
            on: "web",
            says: /EFS file system files → has no mount target in VPC vpc/,
        },
        {
            name: "one of two subnets, in another VPC than the mount target",
            network: (n) => {
                const { subnet } = isolatedNetwork(n, []);
                const files = fileSystem(n);
                mountTarget(n, files, subnet);
                n.taskDefinition("app", { volumes: [volume(files)] });
                n.service("web", [subnet, n.subnet("far", n.vpc("other"))]);
            },
            on: "web",
            says: /from subnet far they cannot reach the EFS file system /,
        },
        {
            name: "a task that EventBridge Scheduler starts",
            network: (n) => {
                const { subnet } = isolatedNetwork(n, []);
                const definition = n.taskDefinition("app", { volumes: [volume(fileSystem(n))] });
                n.add("aws:scheduler/schedule:Schedule", "hourly", {
                    target: {
                        arn: n.cluster().arn,
                        ecsParameters: {
                            launchType: "FARGATE",
                            taskDefinitionArn: definition.arn,
                            networkConfiguration: { subnets: [subnet.id] },
                        },
                    },
                });
            },
            firstPreview: "cannot know",
            on: "hourly",
            says: /tasks of schedule hourly cannot mount their file systems/,
        },
    ],
    cannotKnow: [
        {
            name: "a mount target whose group admits nothing, in a dual-stack subnet with DNS64 and NAT64",
            network: (n) => translatedMount(n, { enableDns64: true }),
            on: "web",
            gap: /enableDns64 of private: DNS64 gives names made-up IPv6 addresses/,
            ok: healthy,
            violated: (n) => translatedMount(n, { enableDns64: false }),
        },
        {
            name: "a mount target for IPv6 alone",
            network: (n) => {
                const { subnet } = isolatedNetwork(n, []);
                const files = fileSystem(n);
                mountTarget(n, files, subnet, { ipAddressType: "IPV6_ONLY" });
                mounting(n, subnet, [volume(files)]);
            },
            on: "web",
            gap: /ipAddressType of .+: it has an IPv6 address alone, and mounts over IPv6 are not simulated/,
            ok: (n) => {
                const { subnet } = isolatedNetwork(n, []);
                const files = fileSystem(n);
                mountTarget(n, files, subnet, { ipAddressType: "DUAL_STACK" });
                mounting(n, subnet, [volume(files)]);
            },
            violated: unmountable,
        },
        {
            name: "a volume of S3 Files",
            network: (n) => {
                const fileSystemArn =
                    "arn:aws:s3files:us-east-1:123456789012:file-system/fs-0123456789abcdef0";
                const s3Files = { name: "data", s3filesVolumeConfiguration: { fileSystemArn } };
                mounting(n, isolatedNetwork(n, []).subnet, [s3Files]);
            },
            on: "web",
            gap: /the S3 file system that it names is not in this plan/,
            ok: (n) => mountingS3(n),
            violated: unmountableS3,
        },
        {
            name: "S3 Files: a mount target in another VPC only",
            network: (n) => {
                const files = s3FileSystem(n);
                s3Target(n, files, n.subnet("elsewhere", n.vpc("other")));
                mounting(n, isolatedNetwork(n, []).subnet, [s3Volume(files)]);
            },
            on: "web",
            gap: /no page of AWS's says what its name means in VPC vpc, in which it has no mount target/,
            ok: (n) => mountingS3(n),
            violated: unmountableS3,
        },
        {
            name: "S3 Files: a mount target in another zone only",
            network: (n) => inZones(n, "a", "b"),
            on: "web",
            gap: /it has no mount target in the zone of subnet b1/,
            ok: (n) => inZones(n, "b", "b"),
            violated: unmountableS3,
        },
        {
            name: "S3 Files in a VPC without DNS hostnames",
            network: (n) => mountingS3(n, {}, {}, {}, { enableDnsHostnames: false }),
            on: "web",
            gap: /no page of AWS's says whether the names of S3 file systems need it/,
            ok: (n) => mountingS3(n),
            violated: unmountableS3,
        },
        {
            name: "S3 Files, and encryption controls that enforce",
            network: (n) => encryptedS3(n, "enforce"),
            on: "web",
            gap: /no page of AWS's says whether VPC encryption controls in enforce mode let S3 Files through/,
            ok: (n) => encryptedS3(n, "monitor"),
            violated: unmountableS3,
        },
        {
            name: "S3 Files: a mount target for IPv6 alone",
            network: (n) => mountingS3(n, { ipAddressType: "IPV6_ONLY" }),
            on: "web",
            gap: /it has an IPv6 address alone, and mounts over IPv6 are not simulated/,
            ok: (n) => mountingS3(n, { ipAddressType: "DUAL_STACK" }),
            violated: unmountableS3,
        },
        {
            name: "S3 Files on platform 1.3.0",
            network: (n) => mountingS3(n, {}, { platformVersion: "1.3.0" }),
            on: "web",
            gap: /no page of AWS's says which platforms mount S3 Files/,
            ok: (n) => mountingS3(n, {}, { platformVersion: "1.4.0" }),
            violated: unmountableS3,
        },
        {
            name: "S3 Files on Windows",
            network: (n) => mountingS3(n, {}, {}, windows),
            on: "web",
            gap: /no page of AWS's says which platforms mount S3 Files/,
            ok: (n) => mountingS3(n),
            violated: unmountableS3,
        },
        {
            name: "a file system of S3 Files whose ARN the stack gives away",
            network: (n) => {
                const files = s3FileSystem(n);
                n.output("files", files.arn);
                mounting(n, isolatedNetwork(n, []).subnet, [s3Volume(files)]);
            },
            forms: ["deployed"],
            on: "web",
            gap: /mountTargets of bucket: the stack gives its id away as an output/,
            ok: (n) => mountingS3(n),
            violated: unmountableS3,
        },
        {
            name: "encryption controls that enforce, from which EFS is not excluded",
            network: (n) => encrypted(n, {}),
            on: "web",
            gap: /elasticFileSystemExclusion of encryption: VPC encryption controls in enforce mode/,
            ok: healthy,
            violated: unmountable,
        },
        {
            name: "a file system that is not in the plan",
            network: (n) => {
                mounting(n, isolatedNetwork(n, []).subnet, [volume("fs-0123456789abcdef0")]);
            },
            on: "web",
            gap: /the EFS file system that it names is not in this plan/,
            ok: healthy,
            violated: unmountable,
        },
        {
            name: "a file system that the stack gives away",
            network: (n) => {
                const files = fileSystem(n);
                n.output("files", files.id);
                mounting(n, isolatedNetwork(n, []).subnet, [volume(files)]);
            },
            forms: ["deployed"],
            on: "web",
            gap: /mountTargets of files: the stack gives its id away as an output/,
            ok: healthy,
            violated: unmountable,
        },
        {
            name: "mount targets that a resource of another provider may make",
            network: (n) => {
                const files = fileSystem(n);
                n.add("acme:storage:Mount", "files", { fileSystemId: files.id });
                mounting(n, isolatedNetwork(n, []).subnet, [volume(files)]);
            },
            on: "web",
            gap: /it depends on files, and what it makes there is not in the plan/,
            ok: healthy,
            violated: unmountable,
        },
        {
            name: "a mount target in a peered VPC, and a private hosted zone that answers for its name",
            network: (n) => {
                const files = fileSystem(n);
                const other = n.vpc("other", { cidrBlock: "10.1.0.0/16" });
                mountTarget(n, files, n.subnet("far", other, { cidrBlock: "10.1.1.0/24" }));
                const vpc = n.vpc();
                const { subnet } = n.subnetWith("private", vpc, [
                    { cidrBlock: "10.1.0.0/16", vpcPeeringConnectionId: "pcx-0123456789abcdef0" },
                ]);
                n.add("aws:route53/zone:Zone", "efs", {
                    name: "efs.us-east-1.amazonaws.com",
                    vpcs: [{ vpcId: vpc.id }],
                });
                mounting(n, subnet, [volume(files)]);
            },
            on: "web",
            gap: /private hosted zone answers for the name/,
            ok: healthy,
            violated: unmountable,
        },
        {
            name: "a mount target in a subnet that is not in the plan",
            network: (n) => {
                const files = fileSystem(n);
                n.add("aws:efs/mountTarget:MountTarget", "files", {
                    fileSystemId: files.id,
                    subnetId: "subnet-0123456789abcdef0",
                });
                mounting(n, isolatedNetwork(n, []).subnet, [volume(files)]);
            },
            on: "web",
            gap: /the subnet that it names is not in this plan/,
            ok: healthy,
            violated: unmountable,
        },
        {
            name: "a mount target whose group is not in the plan",
            network: (n) => {
                const { subnet } = isolatedNetwork(n, []);
                const files = fileSystem(n);
                mountTarget(n, files, subnet, { securityGroups: ["sg-0123456789abcdef0"] });
                mounting(n, subnet, [volume(files)]);
            },
            on: "web",
            gap: /the security group that it names is not in this plan/,
            ok: healthy,
            violated: (n) => {
                guarded(n, () => ({ ingress: [] }));
            },
        },
        {
            name: "volumes that are not known",
            network: (n) => {
                const { subnet } = isolatedNetwork(n, []);
                n.taskDefinition("app", { volumes: unknown });
                n.service("web", [subnet]);
            },
            on: "web",
            gap: /volumes of app/,
            ok: healthy,
            violated: unmountable,
        },
        {
            name: "a platform version that is not known",
            network: (n) => {
                healthy(n, { platformVersion: unknown });
            },
            on: "web",
            gap: /platformVersion of web/,
            ok: healthy,
            violated: (n) => {
                healthy(n, { platformVersion: "1.3.0" });
            },
        },
        {
            name: "a mount target that is reached from part of the subnet",
            network: (n) => {
                guarded(n, () => ({ ingress: [tcp(2049, { cidrBlocks: ["10.0.1.0/25"] })] }));
            },
            on: "web",
            gap: /its rules admit only part of the addresses/,
            ok: (n) => {
                guarded(n, () => ({ ingress: [tcp(2049, { cidrBlocks: ["10.0.1.0/24"] })] }));
            },
            violated: (n) => {
                guarded(n, () => ({ ingress: [tcp(2049, { cidrBlocks: ["10.0.2.0/24"] })] }));
            },
        },
        {
            name: "name servers of one's own",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n, []);
                const options = n.add("aws:ec2/vpcDhcpOptions:VpcDhcpOptions", "own", {
                    domainNameServers: ["10.0.0.53"],
                });
                n.add("aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation", "own", {
                    vpcId: vpc.id,
                    dhcpOptionsId: options.id,
                });
                const files = fileSystem(n);
                mountTarget(n, files, subnet);
                mounting(n, subnet, [volume(files)]);
            },
            on: "web",
            gap: /VPC vpc uses name servers of its own/,
            ok: healthy,
            violated: unmountable,
        },
        {
            name: "a way within the VPC through a firewall",
            network: (n) => {
                const vpc = n.vpc();
                const { subnet } = n.subnetWith("tasks", vpc, [
                    { cidrBlock: "10.0.2.0/24", vpcEndpointId: "vpce-0123456789abcdef0" },
                ]);
                const files = fileSystem(n);
                mountTarget(n, files, n.subnetWith("targets", vpc, []).subnet);
                mounting(n, subnet, [volume(files)]);
            },
            on: "web",
            gap: /it leads what stays in the VPC through something else/,
            ok: healthy,
            violated: unmountable,
        },
        {
            name: "mount targets of which the tasks reach only one, and a zone that is not known",
            network: (n) => {
                const vpc = n.vpc();
                const { subnet } = n.subnetWith("tasks", vpc, []);
                const files = fileSystem(n);
                const closed = groupWith(n, "closed", vpc, { ingress: [] });
                mountTarget(n, files, n.subnet("a", vpc));
                mountTarget(n, files, n.subnet("b", vpc), { securityGroups: [closed.id] });
                mounting(n, subnet, [volume(files)]);
            },
            on: "web",
            gap: /some of its mount targets can be reached, and others not/,
            ok: healthy,
            violated: unmountable,
        },
        {
            forms: ["deployed"],
            name: "a service that may be on Fargate: its cluster is not in the plan",
            network: (n) => {
                const { subnet } = isolatedNetwork(n, []);
                mounting(n, subnet, [volume(fileSystem(n))], {
                    launchType: null,
                    cluster: "shared",
                });
            },
            on: "web",
            gap: /the cluster that it names is not in this plan/,
            ok: healthy,
            violated: unmountable,
        },
    ],
});
