import { flatMap, known, map, whyOf, type Gap, type Knowable } from "../../knowable";
import type { Reading } from "../../plan";
import type { FileSystem } from "./file-system";
import { isEmpty, type Links } from "../links/link";
import { Node } from "../links/node";
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
] as const;

/** The role that AWS starts a task with, and the one that the task itself has (AWS rule 1.5). */
export type RoleProperty = "executionRoleArn" | "taskRoleArn";

export interface VolumeWithIam {
    readonly fileSystem: Links<FileSystem>;
    /** Why it is not certain that it is, if so. */
    readonly maybe: readonly Gap[];
}

/** A container's settings of Docker's own network, and what stands there if they are not used. */
const dockerNetworking: readonly (readonly [
    name: string,
    isUsed: (place: Reading) => Knowable<boolean>,
])[] = [
    ["links", isNotEmpty],
    ["hostname", (place) => map(place.string(), (text) => text !== undefined)],
    ["dnsServers", isNotEmpty],
    ["dnsSearchDomains", isNotEmpty],
    ["extraHosts", isNotEmpty],
    ["disableNetworking", (place) => map(place.boolean(), (isOn) => isOn === true)],
];

function isNotEmpty(list: Reading): Knowable<boolean> {
    return map(list.elements(), ({ length }) => length > 0);
}

/** A setting of one of the containers. */
export interface ContainerSetting {
    /** Where it stands, such as `containerDefinitions[0].links`. */
    readonly path: string;
    /** It is set to something; empty lists and texts, `false` and `null` are nothing. */
    readonly isUsed: Knowable<boolean>;
}

export class TaskDefinition extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:ecs/taskDefinition:TaskDefinition"];
    static readonly properties = properties;
    readonly kind = "taskDefinition";
    readonly label = "task definition";

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
    get dockerNetworking(): Knowable<readonly ContainerSetting[]> {
        return map(this.containers, (containers) =>
            containers.flatMap((container) =>
                dockerNetworking.map(([name, isUsed]) => {
                    const place = container.at(name);
                    return { path: place.path, isUsed: isUsed(place) };
                }),
            ),
        );
    }

    /** `awsvpc`, `bridge`, `host` or `none`; unset means `bridge` on Linux. */
    get networkMode(): Knowable<string | undefined> {
        return this.at("networkMode").string();
    }

    /** The EFS file systems that its volumes name. */
    get fileSystems(): Knowable<readonly Links<FileSystem>[]> {
        return this.memo("file systems", () =>
            map(this.at("volumes").elements(), (volumes) => {
                const places = volumes.map((volume) =>
                    volume.at("efsVolumeConfiguration").at("fileSystemId"),
                );
                // As many as there are volumes: all of them. Fewer: volumes may share one.
                const { linker } = this.graph;
                const all = linker.together(places, this.resource, "volumes", "fileSystem");
                const isWhole = all.gaps.every(({ reason }) => reason === "outside");
                if (isWhole) return isEmpty(all) ? [] : [all];
                return places
                    .map((place) => this.one("volumes", "fileSystem", place))
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

    /** The role that `executionRoleArn` or `taskRoleArn` names. */
    role(property: RoleProperty): Links<Role> {
        return this.one(property, "role");
    }

    /** `LINUX`, `WINDOWS_SERVER_2022_CORE` …; unset is Linux. */
    get operatingSystem(): Knowable<string | undefined> {
        return this.at("runtimePlatform").at("operatingSystemFamily").string();
    }
}
