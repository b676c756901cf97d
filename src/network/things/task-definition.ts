import {
    either,
    flatMap,
    isKnownToBe,
    known,
    map,
    unknown,
    whyOf,
    type Gap,
    type Knowable,
} from "../../knowable";
import { madeOf, type Reading } from "../../plan";
import type { FileSystem, S3FileSystem } from "./file-system";
import { isEmpty, type Links } from "../links/link";
import type { NodeOf } from "../links/kinds";
import { Node } from "../links/node";
import type { LogGroup } from "./log-group";
import type { Role } from "./role";

const properties = [
    "arn",
    "arnWithoutRevision",
    "family",
    "revision",
    "networkMode",
    "requiresCompatibilities",
    "containerDefinitions",
    "runtimePlatform",
    "volumes",
    "executionRoleArn",
    "taskRoleArn",
    "cpu",
    "memory",
    "ephemeralStorage",
    "ipcMode",
    "pidMode",
    "placementConstraints",
] as const;

/** The role that AWS starts a task with, and the one that the task itself has (AWS rule 1.5). */
export type RoleProperty = "executionRoleArn" | "taskRoleArn";

export interface VolumeWithIam {
    readonly fileSystem: Links<FileSystem>;
    /** Why it is not certain that it is, if so. */
    readonly maybe: readonly Gap[];
}

/** How a volume of EFS, or of S3 Files, is mounted. */
export interface Mount {
    /** Its `efsVolumeConfiguration`, or `s3filesVolumeConfiguration`. */
    readonly configuration: Reading;
    /** It has what AWS takes only with encryption in transit; S3 Files has that always. */
    readonly wantsEncryption: Knowable<boolean>;
    readonly isEncrypted: Knowable<boolean>;
    /** It goes by an access point, which has a directory of its own. */
    readonly hasAccessPoint: Knowable<boolean>;
    /** It names another directory than the root, and AWS is told it beside an access point. */
    readonly hasDirectory: Knowable<boolean>;
}

/** Where a setting stands in its block, and what tells whether what stands there uses it. */
type SettingIn = readonly [path: string, isUsed: (place: Reading) => Knowable<boolean>];

/** A container's settings of Docker's own network. */
const dockerNetworking: readonly SettingIn[] = [
    ["links", isNotEmpty],
    ["hostname", isText],
    ["dnsServers", isNotEmpty],
    ["dnsSearchDomains", isNotEmpty],
    ["extraHosts", isNotEmpty],
    ["disableNetworking", isOn],
];

/** A container's settings of the instance that it runs on. */
const ofInstances: readonly SettingIn[] = [
    ["privileged", isOn],
    ["dockerSecurityOptions", isNotEmpty],
    ["resourceRequirements", (list) => hasElement(list, (one) => isTextOf(one.at("type"), isGpu))],
    [
        "linuxParameters.capabilities.add",
        (list) => hasElement(list, (one) => isTextOf(one, isOfInstance)),
    ],
    ["linuxParameters.devices", isNotEmpty],
    ["linuxParameters.sharedMemorySize", isNumber],
    ["linuxParameters.maxSwap", isNumber],
    ["linuxParameters.swappiness", isNumber],
];

/** The same of a task, and of one of its volumes; without `hostPath` a volume is Fargate's own storage. */
const ofTask: readonly SettingIn[] = [
    ["ipcMode", isText],
    ["pidMode", (place) => isTextOf(place, (mode) => mode !== "task")],
    ["placementConstraints", isNotEmpty],
];
const ofVolume: readonly SettingIn[] = [
    ["hostPath", isText],
    ["dockerVolumeConfiguration", (place) => place.isSet()],
    ["fsxWindowsFileServerVolumeConfiguration", (place) => place.isSet()],
];

function isGpu(type: string): boolean {
    return type === "GPU";
}

/** The only capability that may be added on Fargate is that of tracing other processes. */
function isOfInstance(capability: string): boolean {
    return !/^(CAP_)?SYS_PTRACE$/.test(capability);
}

function isNotEmpty(list: Reading): Knowable<boolean> {
    return map(list.elements(), ({ length }) => length > 0);
}

function hasElement(list: Reading, is: (one: Reading) => Knowable<boolean>): Knowable<boolean> {
    return flatMap(list.elements(), (all) => either(...all.map(is)));
}

function isOn(place: Reading): Knowable<boolean> {
    return map(place.boolean(), (is) => is === true);
}

function isText(place: Reading): Knowable<boolean> {
    return isTextOf(place, () => true);
}

function isTextOf(place: Reading, is: (text: string) => boolean): Knowable<boolean> {
    return map(place.string(), (text) => text !== undefined && is(text));
}

/** Of 0 no page says whether it counts as set. */
function isNumber(place: Reading): Knowable<boolean> {
    const what = "whether AWS takes 0 for a value is not documented";
    return flatMap(place.number(), (number) =>
        number === 0 ? unknown(place.gap("not-modelled", what)) : known(number !== undefined),
    );
}

/** A setting of a task, of one of its volumes, or of one of its containers. */
export interface TaskSetting {
    /** Where it stands, such as `containerDefinitions[0].links`. */
    readonly path: string;
    /** It is set to something; empty lists and texts, `false` and `null` are nothing. */
    readonly isUsed: Knowable<boolean>;
}

function settingsAt(
    block: Pick<Reading, "at">,
    settings: readonly SettingIn[],
): readonly TaskSetting[] {
    return settings.map(([path, isUsed]) => {
        const keys = path.split(".");
        const place = keys.slice(1).reduce((at, key) => at.at(key), block.at(keys[0] ?? ""));
        return { path: place.path, isUsed: isUsed(place) };
    });
}

/** `512`, `.5 vCPU`; `1024`, `1 GB`: a number, or a number of units of 1024 (ECS, RegisterTaskDefinition). */
function amountAt(place: Reading, unit: "vCPU" | "GB"): Knowable<number | undefined> {
    return flatMap(place.string(), (text): Knowable<number | undefined> => {
        if (text === undefined) return known(undefined);
        const [, number = "", named] =
            new RegExp(`^\\s*(\\d+|\\d*\\.\\d+)\\s*(${unit})?\\s*$`, "i").exec(text) ?? [];
        const amount = Number(number) * (named === undefined ? 1 : 1024);
        return number !== "" && Number.isInteger(amount)
            ? known(amount)
            : unknown(
                  place.gap("malformed", `it is neither a whole number nor a number of ${unit}`),
              );
    });
}

function mountsAt(configuration: Reading, mountOf: (place: Reading) => Mount): readonly Mount[] {
    return isKnownToBe(configuration.isSet(), false) ? [] : [mountOf(configuration)];
}

/** @param keepsDirectory the provider tells AWS the directory beside an access point */
function mountOfEfs(configuration: Reading, keepsDirectory: Knowable<boolean>): Mount {
    const authorization = configuration.at("authorizationConfig");
    const hasAccessPoint = authorization.at("accessPointId").isSet();
    const isOn = (place: Reading): Knowable<boolean> =>
        map(place.string(), (value) => value === "ENABLED");
    return {
        configuration,
        wantsEncryption: either(
            hasAccessPoint,
            isOn(authorization.at("iam")),
            map(configuration.at("transitEncryptionPort").number(), (port = 0) => port > 0),
        ),
        isEncrypted: isOn(configuration.at("transitEncryption")),
        hasAccessPoint,
        hasDirectory: flatMap(isBelowRoot(configuration.at("rootDirectory")), (is) =>
            is ? keepsDirectory : known(false),
        ),
    };
}

function mountOfS3Files(configuration: Reading): Mount {
    return {
        configuration,
        wantsEncryption: known(true),
        isEncrypted: known(true),
        hasAccessPoint: configuration.at("accessPointArn").isSet(),
        hasDirectory: isBelowRoot(configuration.at("rootDirectory")),
    };
}

function namesS3FileSystem(volume: Reading): Reading {
    return volume.at("s3filesVolumeConfiguration").at("fileSystemArn");
}

function isBelowRoot(directory: Reading): Knowable<boolean> {
    return map(directory.string(), (path = "") => !["", "/"].includes(path));
}

export class TaskDefinition extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:ecs/taskDefinition:TaskDefinition"];
    static readonly properties = properties;
    readonly kind = "taskDefinition";

    override keys(): Iterable<Knowable<string | undefined>> {
        return [this.at("arn").string(), this.at("arnWithoutRevision").string()];
    }

    /** By family, or by `family:revision`. */
    override names(): Iterable<Knowable<string | undefined>> {
        const family = this.at("family").string();
        const numbered = flatMap(family, (name) => {
            const revision = this.at("revision").string();
            return revision.known && name !== undefined && revision.value !== undefined
                ? known(`${name}:${revision.value}`)
                : known(undefined);
        });
        return [family, numbered];
    }

    /**
     * The containers as written: JSON text, parsed, its unknown parts kept. Keys may be written as
     * CloudFormation does (`Name`): the provider reads them without regard to case, and some of its
     * versions themselves return them so (github.com/hashicorp/terraform-provider-aws/pull/38622).
     */
    get containers(): Knowable<readonly Reading[]> {
        return this.at("containerDefinitions").json("capitalized").elements();
    }

    /**
     * The containers' settings of Docker's own network. A container of a task that has a network interface of
     * its own takes none of them (ECS, task definition differences for Fargate; `hostname`: ContainerDefinition).
     */
    get dockerNetworking(): Knowable<readonly TaskSetting[]> {
        return this.inContainers(dockerNetworking);
    }

    private inContainers(settings: readonly SettingIn[]): Knowable<readonly TaskSetting[]> {
        return map(this.containers, (containers) =>
            containers.flatMap((container) => settingsAt(container, settings)),
        );
    }

    /**
     * Settings of the instances that tasks run on, of which Fargate has none: of the task, of its volumes and of
     * its containers (ECS, RegisterTaskDefinition and its data types; `tmpfs`, `pidMode: task` and volumes without
     * a path are Fargate's too).
     */
    get instanceSettings(): readonly Knowable<readonly TaskSetting[]>[] {
        const volumes = this.at("volumes").elements();
        return [
            known(settingsAt(this.resource, ofTask)),
            map(volumes, (list) => list.flatMap((volume) => settingsAt(volume, ofVolume))),
            this.inContainers(ofInstances),
        ];
    }

    /** In CPU units, of which a vCPU has 1024. */
    get cpu(): Knowable<number | undefined> {
        return amountAt(this.at("cpu"), "vCPU");
    }

    /** In MiB. */
    get memory(): Knowable<number | undefined> {
        return amountAt(this.at("memory"), "GB");
    }

    /** In GiB; unset is what every task has. */
    get ephemeralStorage(): Knowable<number | undefined> {
        return this.at("ephemeralStorage").at("sizeInGib").number();
    }

    /** AWS makes it of the primary container of an Express Mode service, and chooses what is left unset. */
    get isMadeByAws(): boolean {
        return this.urn.endsWith(`#${madeOf}`);
    }

    /** `awsvpc`, `bridge`, `host` or `none`; unset means `bridge` on Linux. */
    get networkMode(): Knowable<string | undefined> {
        return this.at("networkMode").string();
    }

    /** The EFS file systems that its volumes name. */
    get fileSystems(): Knowable<readonly Links<FileSystem>[]> {
        return this.mounted("fileSystem", (volume) =>
            volume.at("efsVolumeConfiguration").at("fileSystemId"),
        );
    }

    /** The file systems of S3 Files that its volumes name. */
    get s3FileSystems(): Knowable<readonly Links<S3FileSystem>[]> {
        return this.mounted("s3FileSystem", namesS3FileSystem);
    }

    private mounted<K extends "fileSystem" | "s3FileSystem">(
        kind: K,
        placeIn: (volume: Reading) => Reading,
    ): Knowable<readonly Links<NodeOf<K>>[]> {
        return this.memo(`mounted ${kind}`, () =>
            map(this.at("volumes").elements(), (volumes) => {
                const places = volumes.map(placeIn);
                // As many as there are volumes: all of them. Fewer: volumes may share one.
                const all = this.graph.linker.together(places, this.resource, "volumes", kind);
                const isWhole = all.gaps.every(({ reason }) => reason === "outside");
                if (isWhole) return isEmpty(all) ? [] : [all];
                return places
                    .map((place) => this.one("volumes", kind, place))
                    .filter((links) => !isEmpty(links));
            }),
        );
    }

    /** Each volume of EFS that is mounted with the task role, as IAM knows it. */
    get volumesWithIam(): Knowable<readonly VolumeWithIam[]> {
        return map(this.at("volumes").elements(), (volumes) =>
            volumes.flatMap((volume) => {
                const efs = volume.at("efsVolumeConfiguration");
                const iam = efs.at("authorizationConfig").at("iam").string();
                if (iam.known && iam.value !== "ENABLED") return [];
                const fileSystem = this.one("volumes", "fileSystem", efs.at("fileSystemId"));
                return [{ fileSystem, maybe: whyOf(iam) }];
            }),
        );
    }

    /** How its volumes of EFS and of S3 Files are mounted (ECS API, EFSVolumeConfiguration, S3FilesVolumeConfiguration). */
    get mounts(): Knowable<readonly Mount[]> {
        // Before its version 6 the aws provider left it out (AWS rule 8).
        const keeps = this.resource.isNative ? known(true) : this.resource.isSince(6);
        return map(this.at("volumes").elements(), (volumes) =>
            volumes.flatMap((volume) => [
                ...mountsAt(volume.at("efsVolumeConfiguration"), (efs) => mountOfEfs(efs, keeps)),
                ...mountsAt(volume.at("s3filesVolumeConfiguration"), mountOfS3Files),
            ]),
        );
    }

    /** Where its volumes name file systems of S3 Files; each may be unset. */
    get s3Places(): Knowable<readonly Reading[]> {
        return map(this.at("volumes").elements(), (volumes) =>
            volumes.map(namesS3FileSystem).filter((place) => !isKnownToBe(place.isSet(), false)),
        );
    }

    /** The log group that an option of a container's log driver names. */
    logGroup(option: Reading): Links<LogGroup> {
        return this.one("containerDefinitions", "logGroup", option);
    }

    /** The role that `executionRoleArn` or `taskRoleArn` names. */
    role(property: RoleProperty): Links<Role> {
        return this.one(property, "role");
    }

    /** `LINUX`, `WINDOWS_SERVER_2022_CORE` …; unset is Linux. */
    get operatingSystem(): Knowable<string | undefined> {
        return this.at("runtimePlatform").at("operatingSystemFamily").string();
    }
}
