import { taskParameters } from "../../policies/task-parameters";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { ecrImage, natNetwork, taskOf, type Network } from "../support/networks";
import { unknown, type Inputs, type Recorded, type Value } from "../support/program";
import { testPolicy } from "../support/table";

/** A task for Fargate with one container, and these settings of its definition. */
const task =
    (inputs: Inputs) =>
    (n: Network): void => {
        Object.assign(taskOf(n, {}).inputs, inputs);
    };

const sized = (cpu: Value, memory: Value, more: Inputs = {}): ((n: Network) => void) =>
    task({ cpu, memory, ...more });

/** A task of half a vCPU and 1 GB with these containers, and these settings. */
const of =
    (containers: readonly Inputs[], inputs: Inputs = {}) =>
    (n: Network): void => {
        Object.assign(taskOf(n, ...containers).inputs, { cpu: "512", memory: "1024", ...inputs });
    };

const linux = (linuxParameters: Inputs): ((n: Network) => void) => of([{ linuxParameters }]);

const system = (operatingSystemFamily: Value): Inputs => ({
    runtimePlatform: { operatingSystemFamily },
});
const windows = system("WINDOWS_SERVER_2022_CORE");

/** A task with one volume of EFS, mounted like this. */
const efs = (
    { iam = null, accessPointId = null }: { iam?: Value; accessPointId?: Value } = {},
    more: Inputs = {},
): ((n: Network) => void) =>
    of([{}], {
        volumes: [
            {
                name: "data",
                efsVolumeConfiguration: {
                    fileSystemId: "fs-0123456789abcdef0",
                    ...(iam === null && accessPointId === null
                        ? {}
                        : { authorizationConfig: { iam, accessPointId } }),
                    ...more,
                },
            },
        ],
    });
const accessPoint = { accessPointId: "fsap-0123456789abcdef0" };
const encrypted = { transitEncryption: "ENABLED" };

/** A task with one volume of S3 Files. */
const s3Files = (more: Inputs): ((n: Network) => void) =>
    of([{}], {
        volumes: [
            {
                name: "data",
                s3filesVolumeConfiguration: {
                    fileSystemArn:
                        "arn:aws:s3files:us-east-1:123456789012:file-system/fs-0123456789abcdef0",
                    ...more,
                },
            },
        ],
    });
const s3AccessPoint = {
    accessPointArn:
        "arn:aws:s3files:us-east-1:123456789012:file-system/fs-0123456789abcdef0/access-point/fsap-0123456789abcdef0",
};

/** A volume of EFS by an access point of the program's own. */
function ownAccessPoint(n: Network, more: Inputs): void {
    const system = n.add("aws:efs/fileSystem:FileSystem", "files");
    const point = n.add("aws:efs/accessPoint:AccessPoint", "data", { fileSystemId: system.id });
    efs({ accessPointId: point.id }, more)(n);
}

function awslogs(options: Inputs = {}, more: Inputs = {}): Inputs {
    return {
        logConfiguration: {
            logDriver: "awslogs",
            options: {
                "awslogs-group": "web",
                "awslogs-region": "us-east-1",
                "awslogs-stream-prefix": "web",
                ...options,
            },
            ...more,
        },
    };
}

const byFireLens: Inputs = {
    logConfiguration: {
        logDriver: "awsfirelens",
        options: { Name: "cloudwatch_logs", region: "us-east-1" },
    },
};
const router = (options?: Inputs): Inputs => ({
    image: "public.ecr.aws/aws-observability/aws-for-fluent-bit:stable",
    firelensConfiguration: { type: "fluentbit", ...(options === undefined ? {} : { options }) },
});

/** What EC2 alone takes. */
const onEc2: Inputs = {
    requiresCompatibilities: ["EC2"],
    networkMode: "bridge",
    cpu: null,
    memory: null,
    ipcMode: "host",
    pidMode: "host",
    placementConstraints: [{ type: "memberOf", expression: "attribute:ecs.os-type == linux" }],
    volumes: [{ name: "docker", hostPath: "/var/run/docker.sock" }],
};

/** Sizes that Fargate has, as people write them. */
const sizes = [
    ["256", "512"],
    ["256", "2048"],
    ["512", "1024"],
    ["512", "4096"],
    ["1024", "2048"],
    ["1024", "8192"],
    ["2048", "4096"],
    ["2048", "16384"],
    ["4096", "8192"],
    ["4096", "30720"],
    ["8192", "16384"],
    ["8192", "61440"],
    ["16384", "32768"],
    ["16384", "122880"],
    ["32768", "61440"],
    ["32768", "249856"],
    ["1 vCPU", "2 GB"],
    ["1vcpu", "2GB"],
    [".25 vCPU", "0.5 GB"],
    ["0.5 vCPU", "1gb"],
    ["1024", "3 GB"],
    ["4 vCPU", "30720"],
    [" 256 ", "512"],
] as const;

/** Sizes that it does not have. */
const others = [
    ["128", "512", "cpu that is too small"],
    ["300", "1024", "cpu between two sizes"],
    ["256", "4096", "memory that is too much"],
    ["512", "512", "memory that is too little"],
    ["1024", "1024", "one to one"],
    ["1024", "2500", "memory between two sizes"],
    ["8192", "17408", "a step of 1 GB where there are steps of 4 GB"],
    ["16384", "36864", "a step of 4 GB where there are steps of 8 GB"],
    ["32768", "65536", "memory that 32 vCPU do not have"],
    ["0.25 vCPU", "4 GB", "words for what does not go together"],
    ["1", "2", "numbers without their units"],
] as const;

/** What a container sets that only instances have. */
const ofInstances: readonly (readonly [path: string, container: Inputs])[] = [
    ["privileged", { privileged: true }],
    ["dockerSecurityOptions", { dockerSecurityOptions: ["no-new-privileges"] }],
    ["resourceRequirements", { resourceRequirements: [{ type: "GPU", value: "1" }] }],
    [
        "linuxParameters.capabilities.add",
        { linuxParameters: { capabilities: { add: ["SYS_PTRACE", "NET_ADMIN"] } } },
    ],
    [
        "linuxParameters.devices",
        { linuxParameters: { devices: [{ hostPath: "/dev/fuse", containerPath: "/dev/fuse" }] } },
    ],
    ["linuxParameters.sharedMemorySize", { linuxParameters: { sharedMemorySize: 256 } }],
    ["linuxParameters.maxSwap", { linuxParameters: { maxSwap: 512 } }],
    ["linuxParameters.swappiness", { linuxParameters: { swappiness: 60 } }],
];

/** The same resources, made by a provider of this name with these settings. */
function byProvider(name: string, settings: Readonly<Record<string, unknown>> = {}) {
    return (recording: Recorded[]): Recorded[] =>
        recording.map((each) => {
            const { provider } = each;
            if (provider?.type !== "pulumi:providers:aws") return each;
            const urn = provider.urn.replace(/::default$/, `::${name}`);
            return {
                ...each,
                provider: { ...provider, urn, name, props: { region: "us-east-1", ...settings } },
            };
        });
}

testPolicy(taskParameters, unverifiedNetwork, {
    valid: [
        {
            name: "an ordinary service: two containers that share the task, logs, health checks",
            network: (n) => {
                taskOf(
                    n,
                    {
                        cpu: 192,
                        memory: 384,
                        memoryReservation: 256,
                        portMappings: [{ containerPort: 80 }],
                        healthCheck: { command: ["CMD-SHELL", "true"] },
                        ...awslogs(),
                    },
                    { cpu: 64, essential: false, ...awslogs({ mode: "non-blocking" }) },
                );
                n.service("web", [natNetwork(n).privateSubnet]);
            },
        },
        {
            name: "what Fargate has of its own: tmpfs, a shared process namespace, an init process, SYS_PTRACE",
            network: of(
                [
                    {
                        linuxParameters: {
                            initProcessEnabled: true,
                            capabilities: { add: ["SYS_PTRACE"], drop: ["ALL"] },
                            tmpfs: [{ containerPath: "/dev/shm", size: 256 }],
                        },
                        ulimits: [{ name: "nofile", softLimit: 65536, hardLimit: 65536 }],
                        systemControls: [{ namespace: "net.core.somaxconn", value: "1024" }],
                        readonlyRootFilesystem: true,
                    },
                ],
                { pidMode: "task" },
            ),
        },
        { name: "a volume of EFS without anything", network: efs() },
        {
            name: "a directory of a volume of EFS, without an access point",
            network: efs({}, { rootDirectory: "/data" }),
        },
        { name: "IAM that is off", network: efs({ iam: "DISABLED" }) },
        {
            name: "IAM and an access point, encrypted, at the root",
            network: efs(
                { iam: "ENABLED", ...accessPoint },
                { ...encrypted, rootDirectory: "/", transitEncryptionPort: 2999 },
            ),
        },
        {
            name: "an access point, and a directory that a provider before version 6 leaves out",
            network: efs(accessPoint, { ...encrypted, rootDirectory: "/data" }),
            change: byProvider("default", { version: "5.43.0" }),
        },
        {
            name: "the same by a default provider, whose name tells its version",
            network: efs(accessPoint, { ...encrypted, rootDirectory: "/data" }),
            change: byProvider("default_5_43_0"),
        },
        {
            name: "an access point of the program's own, encrypted",
            network: (n) => ownAccessPoint(n, encrypted),
        },
        { name: "a volume of S3 Files in a directory", network: s3Files({ rootDirectory: "/in" }) },
        {
            name: "a volume of S3 Files by an access point",
            network: s3Files({ ...s3AccessPoint, rootDirectory: "/" }),
        },
        {
            name: "a volume of EFS of an EC2 task, with IAM and no encryption",
            network: (n) => {
                efs({ iam: "ENABLED" })(n);
                Object.assign(n.find("aws:ecs/taskDefinition:TaskDefinition")?.inputs ?? {}, onEc2);
            },
        },
        {
            name: "volumes of Fargate: its own storage, EFS, and one of EBS",
            network: of([{ mountPoints: [{ sourceVolume: "own", containerPath: "/data" }] }], {
                ephemeralStorage: { sizeInGib: 50 },
                volumes: [
                    { name: "own" },
                    { name: "shared", efsVolumeConfiguration: { fileSystemId: "fs-1" } },
                    { name: "block", configureAtLaunch: true },
                ],
            }),
        },
        {
            name: "logs through a log router with a configuration file in its image",
            network: of([
                byFireLens,
                router({ "config-file-type": "file", "config-file-value": "/extra.conf" }),
            ]),
        },
        { name: "a log router without options", network: of([byFireLens, router()]) },
        {
            name: "logs to Splunk, the token in a secret",
            network: of([
                {
                    logConfiguration: {
                        logDriver: "splunk",
                        options: { "splunk-url": "https://http-inputs-x.splunkcloud.com" },
                        secretOptions: [{ name: "splunk-token", valueFrom: "token" }],
                    },
                },
            ]),
        },
        { name: "no logs at all", network: of([{}]) },
        {
            name: "what tools write for nothing",
            network: of(
                [
                    {
                        cpu: 0,
                        memory: null,
                        privileged: false,
                        dockerSecurityOptions: [],
                        resourceRequirements: [],
                        linuxParameters: null,
                        logConfiguration: null,
                        firelensConfiguration: null,
                    },
                    {
                        linuxParameters: {
                            capabilities: { add: [], drop: [] },
                            devices: [],
                            sharedMemorySize: null,
                        },
                    },
                ],
                { placementConstraints: [], volumes: [], ipcMode: null, pidMode: null },
            ),
        },
        {
            name: "keys as CloudFormation writes them",
            network: (n) => {
                n.taskDefinition("app", {
                    containerDefinitions: JSON.stringify([
                        {
                            Name: "app",
                            Image: ecrImage,
                            LogConfiguration: {
                                LogDriver: "awslogs",
                                Options: {
                                    "awslogs-group": "web",
                                    "awslogs-region": "us-east-1",
                                    "awslogs-stream-prefix": "web",
                                },
                            },
                        },
                    ]),
                });
            },
        },
        {
            name: "everything that instances have, on EC2",
            network: of([{ privileged: true }], onEc2),
        },
        {
            name: "no size, and not for Fargate",
            network: sized(null, null, { requiresCompatibilities: null }),
        },
        {
            name: "a size in a definition of which it is not known what it is for",
            network: sized("256", "512", { requiresCompatibilities: [unknown] }),
            forms: ["first preview"],
        },
        { name: "Windows", network: sized("1024", "2048", windows) },
        {
            name: "containers on Windows, where the task's own size does not bind them",
            network: of([{ cpu: 4096, memory: 8192 }], { cpu: "2048", memory: "4096", ...windows }),
        },
        {
            name: "a system that is not known, where every one has the size",
            network: sized("2048", "4096", system(unknown)),
            forms: ["first preview"],
        },
        {
            name: "the least ephemeral storage",
            network: task({ ephemeralStorage: { sizeInGib: 21 } }),
        },
        {
            name: "the most ephemeral storage",
            network: task({ ephemeralStorage: { sizeInGib: 200 } }),
        },
        {
            name: "a service of Express Mode, of which AWS chooses the size and the region of logs",
            network: (n) => {
                n.express("web", [natNetwork(n).publicSubnet]);
            },
        },
        ...sizes.map(([cpu, memory]) => ({
            name: `cpu ${cpu} with memory ${memory}`,
            network: sized(cpu, memory),
        })),
    ],
    violates: [
        {
            name: "cpu and memory that do not go together",
            network: sized("1024", "1024"),
            on: "app",
            says: [
                /^cpu and memory of task definition app do not go together on Fargate, so AWS refuses it\n/,
                /set memory to "2048" on task definition app/,
            ],
            fixed: sized("1024", "2048"),
        },
        ...others.map(([cpu, memory, name]) => ({
            name,
            network: sized(cpu, memory),
            on: "app",
            says: /^cpu and memory of task definition app do not go together on Fargate, so/,
        })),
        {
            name: "EFS with IAM, without encryption",
            network: efs({ iam: "ENABLED" }),
            on: "app",
            says: [
                /^task definition app mounts a volume of EFS with IAM authorisation, an access point or a port for encryption, but volumes\[0\]\.efsVolumeConfiguration\.transitEncryption is not ENABLED, so AWS refuses it$/m,
                /^fix: set volumes\[0\]\.efsVolumeConfiguration\.transitEncryption to "ENABLED" on task definition app/m,
            ],
            fixed: efs({ iam: "ENABLED" }, encrypted),
        },
        {
            name: "EFS by an access point, with encryption off",
            network: efs(accessPoint, { transitEncryption: "DISABLED" }),
            on: "app",
            says: /transitEncryption is not ENABLED/,
        },
        {
            name: "EFS by an access point of the program's own, without encryption",
            network: (n) => ownAccessPoint(n, {}),
            forms: ["deployed"],
            on: "app",
            says: /transitEncryption is not ENABLED/,
        },
        {
            name: "EFS with a port for encryption, and none",
            network: efs({}, { transitEncryptionPort: 2999 }),
            on: "app",
            says: /transitEncryption is not ENABLED/,
        },
        {
            name: "EFS by an access point, and a directory of its own",
            network: efs(accessPoint, { ...encrypted, rootDirectory: "/data" }),
            on: "app",
            says: [
                /^task definition app mounts a volume by an access point, whose directory counts, but volumes\[0\]\.efsVolumeConfiguration\.rootDirectory names another one, so AWS refuses it$/m,
                /set volumes\[0\]\.efsVolumeConfiguration\.rootDirectory to "\/"/,
            ],
            fixed: efs(accessPoint, { ...encrypted, rootDirectory: "/" }),
        },
        {
            name: "the same by a default provider of version 6, whose name tells it",
            network: efs(accessPoint, { ...encrypted, rootDirectory: "/data" }),
            change: byProvider("default_6_0_2"),
            on: "app",
            says: /rootDirectory names another one, so AWS refuses it/,
        },
        {
            name: "S3 Files by an access point, and a directory of its own",
            network: s3Files({ ...s3AccessPoint, rootDirectory: "/in" }),
            on: "app",
            says: /s3filesVolumeConfiguration\.rootDirectory names another one/,
        },
        {
            name: "half a vCPU on Windows",
            network: sized("512", "2048", windows),
            on: "app",
            says: [
                /do not go together on Fargate on Windows, so/,
                /set cpu to "1024" on task definition app/,
            ],
        },
        {
            name: "16 vCPU on Windows",
            network: sized("16384", "32768", windows),
            on: "app",
            says: /on Windows, so/,
        },
        {
            name: "a size that no system has, where it is not known which it is",
            network: sized("1024", "1024", system(unknown)),
            on: "app",
            says: /do not go together/,
        },
        {
            name: "no cpu and no memory",
            network: sized(null, null),
            on: "app",
            says: /sets no cpu and memory for the task, so AWS refuses it/,
        },
        {
            name: "no memory of the task, only of its container",
            network: of([{ memory: 512 }], { memory: null }),
            on: "app",
            says: /sets no memory for the task/,
        },
        {
            name: "containers that take more cpu than the task has",
            network: of([{ cpu: 256 }, { cpu: 384 }]),
            on: "app",
            says: /^the containers of task definition app take more cpu than the task has/,
        },
        {
            name: "a container with more memory than the task",
            network: of([{ memory: 512 }, { memory: 2048 }]),
            on: "app",
            says: /^containerDefinitions\[1\]\.memory of task definition app is more than the memory of the task/,
        },
        ...ofInstances.map(([path, container]) => ({
            name: path,
            network: of([{}, container]),
            on: "app",
            says: new RegExp(
                `^task definition app is for Fargate, but sets containerDefinitions\\[1\\]\\.${path.replaceAll(".", "\\.")}, which needs? an instance`,
            ),
        })),
        {
            name: "a path of the host, as a volume",
            network: of([{}], { volumes: [{ name: "tmp" }, { name: "etc", hostPath: "/etc" }] }),
            on: "app",
            says: /sets volumes\[1\]\.hostPath, which/,
        },
        {
            name: "a volume of Docker's",
            network: of([{}], {
                volumes: [{ name: "data", dockerVolumeConfiguration: { scope: "task" } }],
            }),
            on: "app",
            says: /sets volumes\[0\]\.dockerVolumeConfiguration, which/,
        },
        {
            name: "a volume of FSx",
            network: of([{}], {
                volumes: [
                    {
                        name: "share",
                        fsxWindowsFileServerVolumeConfiguration: {
                            fileSystemId: "fs-0123456789abcdef0",
                            rootDirectory: "\\data",
                        },
                    },
                ],
            }),
            on: "app",
            says: /sets volumes\[0\]\.fsxWindowsFileServerVolumeConfiguration, which needs an instance/,
        },
        {
            name: "a namespace of the host, and where to run, both at once",
            network: of([{}], {
                ipcMode: "task",
                pidMode: "host",
                placementConstraints: [
                    { type: "memberOf", expression: "attribute:ecs.availability-zone == a" },
                ],
            }),
            on: "app",
            says: /sets ipcMode, pidMode, placementConstraints, which/,
        },
        {
            name: "a privilege beside a setting that is not known",
            network: of([{ privileged: true, dockerSecurityOptions: unknown }]),
            on: "app",
            says: /sets containerDefinitions\[0\]\.privileged, which/,
        },
        {
            name: "too little ephemeral storage",
            network: task({ ephemeralStorage: { sizeInGib: 20 } }),
            on: "app",
            says: [/is not between 21 and 200 GiB/, /set ephemeralStorage.sizeInGib to 21 on/],
        },
        {
            name: "too much ephemeral storage",
            network: task({ ephemeralStorage: { sizeInGib: 500 } }),
            on: "app",
            says: /set ephemeralStorage.sizeInGib to 200 on task definition app/,
        },
        {
            name: "a log driver that Fargate does not have",
            network: of([awslogs(), { logConfiguration: { logDriver: "json-file" } }]),
            on: "app",
            says: /but containerDefinitions\[1\]\.logConfiguration\.logDriver is none of awslogs, splunk, awsfirelens, so AWS refuses it/,
        },
        ...["awslogs-group", "awslogs-region", "awslogs-stream-prefix"].map((option) => ({
            name: `awslogs without ${option}`,
            network: of([awslogs({ [option]: null })]),
            on: "app",
            says: new RegExp(
                `does not work without \\S+\\.logConfiguration\\.options\\.${option}, so`,
            ),
        })),
        {
            name: "awslogs without options",
            network: of([{ logConfiguration: { logDriver: "awslogs" } }]),
            on: "app",
            says: /without \S+awslogs-group, \S+awslogs-region, \S+awslogs-stream-prefix, so/,
        },
        {
            name: "logs for a log router that is not there",
            network: of([byFireLens, {}]),
            on: "app",
            says: /logs by awsfirelens, but no container has a firelensConfiguration/,
        },
        {
            name: "a log router with its configuration in S3",
            network: of([
                byFireLens,
                router({
                    "config-file-type": "s3",
                    "config-file-value": "arn:aws:s3:::configuration/fluent-bit.conf",
                }),
            ]),
            on: "app",
            says: /has its configuration in S3 \(\S+\.firelensConfiguration\.options\.config-file-type\), from which/,
        },
        {
            name: "a privileged container for Fargate and EC2",
            network: of([{ privileged: true }], { requiresCompatibilities: ["EC2", "FARGATE"] }),
            on: "app",
            says: /\.privileged, which/,
        },
    ],
    cannotKnow: [
        {
            name: "IAM that is not known",
            network: efs({ iam: unknown }),
            on: "app",
            gap: /volumes\[0\]\.efsVolumeConfiguration\.authorizationConfig\.iam of app/,
            ok: efs({ iam: "DISABLED" }),
            violated: efs({ iam: "ENABLED" }),
        },
        {
            name: "an access point that is not there yet, without encryption",
            network: (n) => ownAccessPoint(n, {}),
            forms: ["first preview"],
            on: "app",
            gap: /volumes\[0\]\.efsVolumeConfiguration\.authorizationConfig\.accessPointId of app/,
            ok: (n) => ownAccessPoint(n, encrypted),
            violated: efs(accessPoint),
        },
        {
            name: "encryption that is not known",
            network: efs(accessPoint, { transitEncryption: unknown }),
            on: "app",
            gap: /volumes\[0\]\.efsVolumeConfiguration\.transitEncryption of app/,
            ok: efs(accessPoint, encrypted),
            violated: efs(accessPoint, { transitEncryption: "DISABLED" }),
        },
        {
            name: "a directory, and a provider of which the version is not known",
            network: (n) => {
                n.add("random:index/randomId:RandomId", "unversioned");
                efs(accessPoint, { ...encrypted, rootDirectory: "/data" })(n);
            },
            change: (recording) =>
                recording.some(({ name }) => name === "unversioned")
                    ? byProvider("default")(recording)
                    : recording,
            on: "app",
            gap: /which version its provider has does not stand in the plan/,
            ok: (n) => {
                n.add("random:index/randomId:RandomId", "unversioned");
                efs(accessPoint, encrypted)(n);
            },
            violated: efs(accessPoint, { ...encrypted, rootDirectory: "/data" }),
        },
        {
            name: "a directory that is not known",
            network: efs(accessPoint, { ...encrypted, rootDirectory: unknown }),
            on: "app",
            gap: /volumes\[0\]\.efsVolumeConfiguration\.rootDirectory of app/,
            ok: efs(accessPoint, { ...encrypted, rootDirectory: "/" }),
            violated: efs(accessPoint, { ...encrypted, rootDirectory: "/data" }),
        },
        {
            name: "memory that is not known",
            network: sized("1024", unknown),
            on: "app",
            gap: /memory of app/,
            ok: sized("1024", "2048"),
            violated: sized("1024", "512"),
        },
        {
            name: "cpu in words that AWS's pages do not have",
            network: sized("one vCPU", "2048"),
            on: "app",
            gap: /cpu of app: it is neither a whole number nor a number of vCPU/,
            ok: sized("1 vCPU", "2048"),
            violated: sized("2 vCPU", "2048"),
        },
        {
            name: "more cpu than any size that is known here",
            network: sized("65536", "524288"),
            on: "app",
            gap: /cpu of app: whether Fargate has tasks of this size is not known here/,
            ok: sized("32768", "249856"),
            violated: sized("16384", "249856"),
        },
        {
            name: "32 vCPU on Windows",
            network: sized("32768", "61440", windows),
            on: "app",
            gap: /cpu of app: whether Fargate has tasks of this size/,
            ok: sized("4096", "8192", windows),
            violated: sized("8192", "16384", windows),
        },
        {
            name: "half a vCPU, where it is not known whether it is for Windows",
            network: sized("512", "1024", system(unknown)),
            on: "app",
            gap: /runtimePlatform\.operatingSystemFamily of app/,
            ok: sized("512", "1024", system("LINUX")),
            violated: sized("512", "1024", windows),
        },
        {
            name: "a size that does not fit, where it is not known what the definition is for",
            network: sized("1024", "1024", { requiresCompatibilities: [unknown] }),
            on: "app",
            gap: /requiresCompatibilities\[0\] of app/,
            ok: sized("1024", "1024", { requiresCompatibilities: ["EC2"] }),
            violated: sized("1024", "1024"),
        },
        {
            name: "a part of the cpu that is not known",
            network: of([{ cpu: 256 }, { cpu: unknown }]),
            on: "app",
            gap: /containerDefinitions\[1\]\.cpu of app/,
            ok: of([{ cpu: 256 }, { cpu: 256 }]),
            violated: of([{ cpu: 256 }, { cpu: 512 }]),
        },
        {
            name: "a limit of memory that is not known",
            network: of([{ memory: unknown }]),
            on: "app",
            gap: /containerDefinitions\[0\]\.memory of app/,
            ok: of([{ memory: 1024 }]),
            violated: of([{ memory: 4096 }]),
        },
        {
            name: "no shared memory, in so many words",
            network: linux({ sharedMemorySize: 0 }),
            on: "app",
            gap: /sharedMemorySize of app: whether AWS takes 0 for a value is not documented/,
            ok: linux({}),
            violated: linux({ sharedMemorySize: 64 }),
        },
        {
            name: "a capability that is not known",
            network: linux({ capabilities: { add: [unknown] } }),
            on: "app",
            gap: /capabilities\.add\[0\] of app/,
            ok: linux({ capabilities: { add: ["SYS_PTRACE"] } }),
            violated: linux({ capabilities: { add: ["SYS_ADMIN"] } }),
        },
        {
            name: "volumes that are not known",
            network: of([{}], { volumes: unknown }),
            on: "app",
            gap: /volumes of app/,
            ok: of([{}], { volumes: [{ name: "own" }] }),
            violated: of([{}], { volumes: [{ name: "host", hostPath: "/" }] }),
        },
        {
            name: "ephemeral storage that is not known",
            network: task({ ephemeralStorage: { sizeInGib: unknown } }),
            on: "app",
            gap: /ephemeralStorage\.sizeInGib of app/,
            ok: task({ ephemeralStorage: { sizeInGib: 100 } }),
            violated: task({ ephemeralStorage: { sizeInGib: 1000 } }),
        },
        {
            name: "a log driver that is not known",
            network: of([{ logConfiguration: { logDriver: unknown } }]),
            on: "app",
            gap: /logConfiguration\.logDriver of app/,
            ok: of([{ logConfiguration: { logDriver: "splunk" } }]),
            violated: of([{ logConfiguration: { logDriver: "syslog" } }]),
        },
        {
            name: "options of awslogs that are not known",
            network: of([{ logConfiguration: { logDriver: "awslogs", options: unknown } }]),
            on: "app",
            gap: /logConfiguration\.options of app/,
            ok: of([awslogs()]),
            violated: of([awslogs({ "awslogs-stream-prefix": null })]),
        },
        {
            name: "an option that may come from a secret",
            network: of([
                awslogs(
                    { "awslogs-stream-prefix": null },
                    { secretOptions: [{ name: unknown, valueFrom: "prefix" }] },
                ),
            ]),
            on: "app",
            gap: /secretOptions\[0\]\.name of app/,
            ok: of([
                awslogs(
                    { "awslogs-stream-prefix": null },
                    { secretOptions: [{ name: "awslogs-stream-prefix", valueFrom: "prefix" }] },
                ),
            ]),
            violated: of([
                awslogs(
                    { "awslogs-stream-prefix": null },
                    { secretOptions: [{ name: "other", valueFrom: "prefix" }] },
                ),
            ]),
        },
        {
            name: "a log router that is not known to be one",
            network: of([byFireLens, { firelensConfiguration: unknown }]),
            on: "app",
            gap: /firelensConfiguration of app/,
            ok: of([byFireLens, router()]),
            violated: of([byFireLens, {}]),
        },
        {
            name: "containers that another resource makes",
            network: (n) => {
                const parameter = n.add("aws:ssm/parameter:Parameter", "containers");
                n.taskDefinition("app", { containerDefinitions: parameter.get("value") });
            },
            forms: ["first preview"],
            on: "app",
            gap: /containerDefinitions of app/,
            ok: of([{}]),
            violated: of([{ privileged: true }]),
        },
    ],
});
