import { isKnownToBe, known, type Gap, type Knowable } from "../knowable";
import {
    candidates,
    listed,
    partitionOf,
    Service,
    type FileSystem,
    type S3FileSystem,
    type Graph,
    type Links,
    type NodeOf,
    type TaskDefinition,
    type TaskLauncher,
} from "../network";
import type { Reading } from "../plan";
import { contentsOf, patternAt } from "./arns";
import { execUsesOf, type ExecUse } from "./exec";
import { byProxy, proxiedIn } from "./proxies";

/** An AWS service, in a region. */
export interface NeededService {
    readonly kind: "service";
    /** By the name that its endpoints have: `logs`, `secretsmanager`. */
    readonly name: string;
    readonly region: string;
    /** What it does there, where that is not the same for all: `s3:PutObject`. */
    readonly action?: string;
    /** ARNs that it does it with; never to be printed, the program may keep them secret. */
    readonly resources?: readonly string[];
}

/** A host on the internet. */
export interface NeededHost {
    readonly kind: "host";
    readonly host: string;
    readonly port: number;
}

export interface NeededFileSystem {
    readonly kind: "file-system";
    readonly of: "EFS" | "S3 Files";
    readonly fileSystem: Links<FileSystem | S3FileSystem>;
}

/** Something that a task must reach to start, or to work (AWS rule 3). */
export interface Need {
    readonly target: NeededService | NeededHost | NeededFileSystem;
    /** In words, for messages: what it is needed for. */
    readonly what: string;
    /** What happens without it, if that differs from case to case. */
    readonly otherwise?: string;
    /** Why it may not be needed; unset: it is. */
    readonly maybe?: readonly Gap[];
    /** A task starts without it, whatever is lost then. */
    readonly isForLater?: true;
}

/** What is certainly needed, and what may be besides. */
export interface Needs {
    readonly certain: readonly Need[];
    readonly gaps: readonly Gap[];
}

/** What a task definition needs, of each sort; without one nothing is certain. */
export class TaskNeeds {
    private logsMemo: Needs | undefined;
    private secretsMemo: Needs | undefined;

    constructor(
        private readonly graph: Graph,
        private readonly launcher: TaskLauncher,
        private readonly definition: Knowable<TaskDefinition>,
    ) {}

    /** The destinations of the containers' log drivers. */
    get logs(): Needs {
        return (this.logsMemo ??= this.findLogs());
    }

    /** What secrets, registry credentials and environment files are read from. */
    get secrets(): Needs {
        return (this.secretsMemo ??= this.findSecrets());
    }

    private findLogs(): Needs {
        const ofContainers = this.ofContainers(
            (container, found) => {
                this.addLogs(container.at("logConfiguration"), found);
            },
            (definition) => this.inferredLogs(definition),
        );
        return this.withProxy(ofContainers, (logs, found) => {
            this.addLogs(logs, found);
        });
    }

    private addLogs(configuration: Reading, found: NeedsSoFar): void {
        if (isUnset(configuration, found)) return;
        const driver = configuration.at("logDriver").string();
        if (!driver.known) found.gaps.push(driver.why);
        else if (driver.value === "awslogs") this.addAwsLogs(configuration, found);
        else if (driver.value === "splunk") addSplunk(configuration, found);
        else if (driver.value === "awsfirelens") this.addFireLens(configuration, found);
    }

    /** With what the proxy of Service Connect needs, which ECS adds to each task, and which logs like a container. */
    private withProxy(needs: Needs, read: (logs: Reading, found: NeedsSoFar) => void): Needs {
        const { launcher } = this;
        if (!(launcher instanceof Service)) return needs;
        const { usesServiceConnect: isOn, connectLogs } = launcher;
        if (isOn.known && isOn.value !== true) return needs;
        const found: NeedsSoFar = { certain: [...needs.certain], gaps: [...needs.gaps] };
        if (isOn.known) read(connectLogs, found);
        else found.gaps.push(isOn.why);
        return found;
    }

    private findSecrets(): Needs {
        const ofContainers = this.ofContainers((container, found) => {
            for (const list of secretsIn(container)) {
                for (const secret of elements(list, found)) {
                    this.addSecret(secret.at("valueFrom"), "secrets", found);
                }
            }
            const credentials = container.at("repositoryCredentials").at("credentialsParameter");
            if (!isUnset(credentials, found)) {
                this.addSecret(credentials, "registry credentials", found, "secretsmanager");
            }
            this.addEnvironmentFiles(container.at("environmentFiles"), found);
        });
        return this.withProxy(ofContainers, (logs, found) => {
            for (const secret of elements(logs.at("secretOptions"), found)) {
                this.addSecret(secret.at("valueFrom"), "secrets", found);
            }
        });
    }

    /** File systems of EFS and of S3 Files that the task mounts. */
    get fileSystems(): Needs {
        const found: NeedsSoFar = { certain: [], gaps: [] };
        if (!this.definition.known) return { certain: [], gaps: [this.definition.why] };
        const { fileSystems, s3FileSystems } = this.definition.value;
        if (!fileSystems.known) return { certain: [], gaps: [fileSystems.why] };
        const mount = (of: NeededFileSystem["of"], fileSystem: NeededFileSystem["fileSystem"]) => {
            const names = listed(candidates(fileSystem));
            const what = of === "EFS" ? "EFS file system" : "S3 file system";
            found.certain.push({
                target: { kind: "file-system", of, fileSystem },
                what: names === "" ? `an ${what}` : `the ${what} ${names}`,
            });
        };
        for (const each of fileSystems.value) mount("EFS", each);
        for (const each of s3FileSystems.known ? s3FileSystems.value : []) mount("S3 Files", each);
        return found;
    }

    /** What ECS Exec talks to. */
    get exec(): Needs {
        const found: NeedsSoFar = { certain: [], gaps: [] };
        const { enableExecuteCommand } = this.launcher;
        if (!enableExecuteCommand.known) found.gaps.push(enableExecuteCommand.why);
        else if (enableExecuteCommand.value === true) {
            // Its agent runs in the containers, and calls as they do.
            const maybe = proxiedIn(this.definition).map((each) =>
                byProxy(each, "the agent of ECS Exec"),
            );
            this.addService("ssmmessages", undefined, "Session Manager by ssmmessages", found, {
                ...(maybe.length === 0 ? {} : { maybe }),
            });
            for (const use of execUsesOf(this.launcher)) {
                this.addExecUse({ ...use, maybe: [...use.maybe, ...maybe] }, found);
            }
        }
        return found;
    }

    private addExecUse({ service, place, maybe }: ExecUse, found: NeedsSoFar): void {
        if (service === "kms") {
            const what = "KMS by the cluster's key for ECS Exec";
            this.addService(service, undefined, what, found, { maybe });
            return;
        }
        const what = `${titles.get(service) ?? service} by the cluster's log of ECS Exec`;
        const { region } = this.launcher.resource;
        this.addService(service, undefined, what, found, {
            maybe,
            otherwise: "sessions are not logged",
            ...(service === "s3" && place !== undefined
                ? { action: "s3:PutObject", resources: [contentsOf(patternAt(place), region)] }
                : {}),
        });
    }

    private ofContainers(
        read: (container: Reading, found: NeedsSoFar) => void,
        inferred: (definition: TaskDefinition) => readonly Need[] = () => [],
    ): Needs {
        const { definition } = this;
        if (!definition.known) return { certain: [], gaps: [definition.why] };
        const { containers } = definition.value;
        if (!containers.known) {
            return { certain: inferred(definition.value), gaps: [containers.why] };
        }
        const found: NeedsSoFar = { certain: [], gaps: [] };
        for (const container of containers.value) read(container, found);
        return found;
    }

    /** Containers that are not known, but depend on a log group, write to it. */
    private inferredLogs(definition: TaskDefinition): readonly Need[] {
        const groups = feeding(this.graph, definition, "logGroup");
        return groups.flatMap(({ name, resource: { region } }) =>
            region.known
                ? [
                      {
                          target: { kind: "service", name: "logs", region: region.value },
                          what: `CloudWatch Logs (${region.value}; inferred: the containers, not known yet, depend on the log group ${name})`,
                      } as const,
                  ]
                : [],
        );
    }

    private addAwsLogs(configuration: Reading, found: NeedsSoFar): void {
        const options = configuration.at("options");
        const own = options.at("awslogs-endpoint");
        if (!isUnset(own, found)) {
            found.gaps.push(own.gap("outside", "where its own endpoint lies is not known"));
            return;
        }
        const region = options.at("awslogs-region").string();
        this.addService("logs", region, "CloudWatch Logs by awslogs", found, {
            otherwise: this.withoutLogs(options.at("mode").string()),
        });
    }

    /** By the mode: the container's own, or that of the account, or `non-blocking` (ECS, LogConfiguration). */
    private withoutLogs(mode: Knowable<string | undefined>): string {
        const lost = "every log line is lost, if the task starts at all";
        const either = `in blocking mode the task stops, in non-blocking mode ${lost}`;
        if (!mode.known) return either;
        if (mode.value === "blocking") return "in blocking mode the task stops";
        if (mode.value !== undefined) return `in non-blocking mode ${lost}`;
        const { resource } = this.launcher;
        const settings = this.graph
            .all("accountSettingDefault")
            .filter(({ setting }) => !setting.known || setting.value === "defaultLogDriverMode");
        for (const { value, name, resource: own, setting } of settings) {
            const isElsewhere =
                own.region.known &&
                resource.region.known &&
                own.region.value !== resource.region.value;
            if (isElsewhere) continue;
            const isOurs =
                setting.known &&
                own.provider === resource.provider &&
                own.region.known &&
                resource.region.known;
            if (!isOurs || !value.known) return either;
            if (value.value === "blocking") {
                return `in blocking mode, the default by the account setting ${name}, the task stops`;
            }
        }
        return `in non-blocking mode, the default, ${lost}`;
    }

    private addEnvironmentFiles(place: Reading, found: NeedsSoFar): void {
        const files = elements(place, found).map((file) => file.at("value").string());
        const resources = files.flatMap((arn) => (arn.known ? (arn.value ?? []) : []));
        for (const arn of files) if (!arn.known) found.gaps.push(arn.why);
        if (resources.length === 0) return;
        this.addService("s3", undefined, "environment files in S3", found, {
            action: "s3:GetObject",
            resources,
        });
    }

    /** By the output plugin: some are AWS's, others have a host of their own (AWS rule 3). */
    private addFireLens(configuration: Reading, found: NeedsSoFar): void {
        const options = configuration.at("options");
        const place = options.at("Name");
        const name = place.string();
        if (!name.known) {
            found.gaps.push(name.why);
            return;
        }
        // Without options the log router has a configuration file of its own.
        const output = fireLensOutputs.get(name.value ?? "");
        const endpoint = options.at("endpoint");
        const hasOwnHost = !isUnset(endpoint, found);
        if (output === undefined || hasOwnHost) {
            const what = "where FireLens sends the logs is not known here";
            // Fluent Bit does not tell capitals from small letters.
            const isSmall = !isKnownToBe(options.at("port").isSet(), false);
            const port = options.at(isSmall ? "port" : "Port").number();
            found.gaps.push(hostOutside(hasOwnHost ? endpoint : place, port, what));
            return;
        }
        const proxied = proxiedIn(this.definition).filter(
            ({ container }) => !isKnownToBe(container.at("firelensConfiguration").isSet(), false),
        );
        if (proxied.length > 0) {
            found.gaps.push(...proxied.map((each) => byProxy(each, "the log router of FireLens")));
            return;
        }
        const [service, action] = output;
        const region = options.at("region").string();
        this.addService(service, region, `${titles.get(service) ?? service} by FireLens`, found, {
            otherwise: "the task runs, and its logs are lost",
            isForLater: true,
            ...(action === undefined ? {} : { action }),
        });
    }

    /** A secret by its ARN; a bare name is a parameter of SSM (AWS rule 3). */
    private addSecret(
        place: Reading,
        what: string,
        found: NeedsSoFar,
        bare: SecretService = "ssm",
    ): void {
        const value = place.string();
        if (!value.known) {
            found.gaps.push(value.why);
            return;
        }
        const secret = secretOf(value.value ?? "", bare);
        if (secret === undefined) {
            found.gaps.push(place.gap("malformed", "it is no ARN of a secret or parameter"));
            return;
        }
        const { service, region } = secret;
        const at: Knowable<string | undefined> = { known: true, value: region };
        this.addService(service, at, `${titles.get(service) ?? service} for ${what}`, found);
    }

    /** @param region unset, or none, means the launcher's own */
    private addService(
        name: string,
        region: Knowable<string | undefined> | undefined,
        what: string,
        found: NeedsSoFar,
        more: Pick<Need, "otherwise" | "maybe" | "isForLater"> &
            Pick<NeededService, "action" | "resources"> = {},
    ): void {
        const own = this.launcher.resource.region;
        const used = region === undefined || isKnownToBe(region, undefined) ? own : region;
        if (!used.known) {
            found.gaps.push(used.why);
            return;
        }
        const { otherwise, maybe, isForLater, ...rest } = more;
        const at = used.value ?? "";
        // What is printed must be a region, not whatever stands there.
        if (partitionOf(at) === undefined) {
            const what =
                "a region that its containers name, or its own, is none that is known here";
            const path = this.launcher.pathOf("taskDefinition");
            found.gaps.push(this.launcher.resource.gap(path, "malformed", what));
            return;
        }
        found.certain.push({
            target: { kind: "service", name, region: at, ...rest },
            what: `${what} (${at})`,
            ...(otherwise === undefined ? {} : { otherwise }),
            ...(maybe === undefined ? {} : { maybe }),
            ...(isForLater === undefined ? {} : { isForLater }),
        });
    }
}

/** The lists by which a container reads secrets. */
export function secretsIn(container: Reading): readonly Reading[] {
    return [container.at("secrets"), container.at("logConfiguration").at("secretOptions")];
}

/** Where secrets are kept. */
export type SecretService = "secretsmanager" | "ssm";

/** The service and region of a secret's ARN; of what is no ARN it is `bare`, in the task's own region. */
export function secretOf(
    value: string,
    bare: SecretService,
): { readonly service: SecretService; readonly region: string | undefined } | undefined {
    const [, service, region] = /^arn:[^:]+:([^:]+):([^:]*):/.exec(value) ?? [];
    if (service === undefined) return { service: bare, region: undefined };
    return service === "secretsmanager" || service === "ssm" ? { service, region } : undefined;
}

/** What people call the services. */
export const titles: ReadonlyMap<string, string> = new Map([
    ["logs", "CloudWatch Logs"],
    ["kinesis-firehose", "Data Firehose"],
    ["kinesis-streams", "Kinesis Data Streams"],
    ["kms", "KMS"],
    ["s3", "S3"],
    ["secretsmanager", "Secrets Manager"],
    ["ssm", "SSM Parameter Store"],
]);

/** Nodes of a kind among what feeds the containers of a task definition. */
export function feeding<K extends "logGroup" | "repository">(
    graph: Graph,
    definition: TaskDefinition,
    kind: K,
): readonly NodeOf<K>[] {
    const urns = new Set(definition.resource.dependenciesOf("containerDefinitions"));
    return graph.all(kind).filter(({ urn }) => urns.has(urn));
}

/** Output plugins of Fluent Bit that write to AWS: the service as its endpoints call it, and the action if it has several. */
export const fireLensOutputs: ReadonlyMap<string, readonly [service: string, action?: string]> =
    new Map([
        ["cloudwatch", ["logs"]],
        ["cloudwatch_logs", ["logs"]],
        ["firehose", ["kinesis-firehose"]],
        ["kinesis_firehose", ["kinesis-firehose"]],
        ["kinesis", ["kinesis-streams"]],
        ["kinesis_streams", ["kinesis-streams"]],
        ["s3", ["s3", "s3:PutObject"]],
    ]);

interface NeedsSoFar {
    readonly certain: Need[];
    readonly gaps: Gap[];
}

/** A host of which it is not known where it lies; like all others, unless it is asked on a port of its own. */
function hostOutside(place: Reading, port: Knowable<number | undefined>, what: string): Gap {
    const isUsual = port.known && (port.value ?? 443) === 443;
    return place.gap(isUsual ? "outside" : "not-modelled", what);
}

/** Splunk's own cloud is on the internet; another host may be private. */
function addSplunk(configuration: Reading, found: NeedsSoFar): void {
    const options = configuration.at("options");
    const place = options.at("splunk-url");
    const text = place.string();
    if (!text.known) {
        found.gaps.push(text.why);
        return;
    }
    const url = URL.canParse(text.value ?? "") ? new URL(text.value ?? "") : undefined;
    const port = url === undefined || url.port === "" ? 443 : Number(url.port);
    if (url?.hostname.endsWith(".splunkcloud.com") !== true) {
        found.gaps.push(hostOutside(place, known(port), "its host may be private"));
        return;
    }
    const isVerified = !isKnownToBe(options.at("splunk-verify-connection").boolean(), false);
    found.certain.push({
        target: { kind: "host", host: url.hostname, port },
        what: "Splunk Cloud",
        ...(isVerified
            ? { otherwise: "the task stops" }
            : { otherwise: "the task runs, and its logs are lost", isForLater: true }),
    });
}

/** The elements of a list; if it is unknown, none, and a gap. */
function elements(place: Reading, found: NeedsSoFar): readonly Reading[] {
    const list = place.elements();
    if (list.known) return list.value;
    found.gaps.push(list.why);
    return [];
}

/** Not set, or not known to be. */
function isUnset(place: Reading, found: NeedsSoFar): boolean {
    const isSet = place.isSet();
    if (!isSet.known) found.gaps.push(isSet.why);
    return !isSet.known || !isSet.value;
}
