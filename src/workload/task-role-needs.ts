import { cannotKnow, isKnownToBe, ok, whyOf, type Answer, type Gap } from "../knowable";
import { policiesOfFileSystem, type Refusal } from "../iam";
import {
    elementsAt,
    theOne,
    type FileSystem,
    type Graph,
    type Links,
    type TaskDefinition,
} from "../network";
import type { Reading } from "../plan";
import { actionsOf } from "./actions";
import { Arns, patternAt, unseen } from "./arns";
import { execUsesOf, type ExecUse } from "./exec";
import { fireLensOutputs, titles } from "./needs";
import { anyOf, callsOn, perhaps, type RoleCall, type RoleNeed } from "./role-need";
import type { Workload } from "./workload";

/** What the task itself calls by the task role, as far as its definition tells: FireLens, EFS, S3 Files, ECS Exec (AWS rule 3). */
export class TaskRoleNeeds {
    private readonly arns: Arns;

    /**
     * @param users what starts its tasks
     * @param maybe why it is not certain that they run on Fargate, if so
     */
    constructor(
        private readonly graph: Graph,
        private readonly definition: TaskDefinition,
        private readonly users: readonly Workload[],
        private readonly maybe: readonly Gap[],
    ) {
        this.arns = new Arns(definition);
    }

    get all(): readonly RoleNeed[] {
        const { containers } = this.definition;
        const logs = containers.known
            ? containers.value.flatMap((container) => this.fireLens(container, containers.value))
            : [perhaps(fireLensCalls, containers.why)];
        return [...this.exec(), ...this.fileSystems(), ...logs];
    }

    private need(what: string, calls: readonly RoleCall[], maybe: readonly Gap[] = []): RoleNeed {
        return { what, calls, maybe: [...this.maybe, ...maybe], isChecked: false };
    }

    private exec(): readonly RoleNeed[] {
        const needs = this.users.flatMap(({ launcher, maybe }): readonly RoleNeed[] => {
            const { enableExecuteCommand: enabled } = launcher;
            if (enabled.known && enabled.value !== true) return [];
            const doubts = [...maybe, ...whyOf(enabled)];
            const session = { what: "ECS Exec", calls: anyOf("ssmmessages"), isChecked: false };
            return [
                { ...session, maybe: doubts },
                ...execUsesOf(launcher).map((use) => this.execUse(use, doubts)),
            ];
        });
        // One that is certain is enough.
        const certain = new Map<string, RoleNeed>();
        for (const need of needs) if (need.maybe.length === 0) certain.set(keyOf(need), need);
        return [...certain.values(), ...needs.filter((need) => !certain.has(keyOf(need)))];
    }

    /** What the key and the logs for ECS Exec, which the cluster names, want. */
    private execUse({ service, place, maybe }: ExecUse, doubts: readonly Gap[]): RoleNeed {
        const name = place === undefined ? "*" : patternAt(place);
        const need = (what: string, calls: readonly RoleCall[]): RoleNeed => ({
            what: `ECS Exec with its cluster's ${what}`,
            calls,
            maybe: [...maybe, ...doubts],
            isChecked: false,
        });
        switch (service) {
            case "kms": {
                const arn = this.arns.here("kms", `key/${name.includes("alias/") ? "*" : name}`);
                const key = /^arn:.*:key\//.test(name) ? name : arn;
                return need(
                    "key",
                    callsOn(actionsOf("kms"), key, this.byPolicyOf("key", "use it")),
                );
            }
            case "logs": {
                const arn = this.arns.here("logs", `log-group:${name}:log-stream:*`);
                return need("log group", callsOn(actionsOf("logs"), arn));
            }
            case "s3":
                return need("bucket", this.writing(name));
        }
    }

    private fileSystems(): readonly RoleNeed[] {
        const volumes = this.definition.volumesWithIam;
        if (!volumes.known) return [perhaps(callsOn([...mount, ...mountS3]), volumes.why)];
        const ofS3 = this.definition.s3Places;
        return [
            ...volumes.value.map(({ fileSystem, maybe }) =>
                this.need("EFS with IAM authorisation", this.mounting(fileSystem), maybe),
            ),
            // A policy of the file system's own may allow it, too (S3 Files, how it works with IAM).
            ...(ofS3.known ? ofS3.value : []).map((place) =>
                this.need(
                    "S3 Files",
                    callsOn(mountS3, patternAt(place), this.byPolicyOf("file system", "mount it")),
                    whyOf(place.isSet()),
                ),
            ),
        ];
    }

    /** Without a policy a file system lets everybody mount it who can reach it (EFS, IAM authorisation). */
    private mounting(links: Links<FileSystem>): readonly RoleCall[] {
        const what = "whether its own policy lets the role mount the file system is not known";
        const only = theOne(links, () => this.definition.resource.gap("volumes", "open", what));
        if (!only.known) return callsOn(mount, undefined, cannotKnow(only.why));
        const { arn, resource } = only.value;
        const policies = policiesOfFileSystem(this.graph, only.value);
        const elsewhere: Answer<Refusal> = policies.length === 0 ? ok() : cannotKnow(policies);
        const known = arn.known ? arn.value : undefined;
        const pattern = this.arns.of("elasticfilesystem", resource.region, "file-system/*");
        return callsOn(mount, known ?? pattern, elsewhere);
    }

    /** By the output plugin; others than AWS's need a role only if they are to sign their requests. */
    private fireLens(container: Reading, all: readonly Reading[]): readonly RoleNeed[] {
        const configuration = container.at("logConfiguration");
        const driver = configuration.at("logDriver").string();
        if (!driver.known) return [perhaps(fireLensCalls, driver.why)];
        if (driver.value !== "awsfirelens") return [];
        const options = configuration.at("options");
        const place = options.at("Name");
        const name = place.string();
        if (!name.known) return [perhaps(fireLensCalls, name.why)];
        const [service] = fireLensOutputs.get(name.value ?? "") ?? [];
        if (service === undefined) {
            const signs = ["AWS_Auth", "aws_auth"].some((key) => isPerhapsSet(options.at(key)));
            const what = "where FireLens sends the logs is not known here";
            return name.value === undefined || signs
                ? [perhaps(fireLensCalls, place.gap("not-modelled", what))]
                : [];
        }
        const what = `FireLens to ${titles.get(service) ?? service}`;
        const role = options.at("role_arn");
        if (isPerhapsSet(role)) {
            const why = role.gap("not-modelled", "it sends the logs with a role of its own");
            return [
                this.need(what, [], otherCredentials(all)),
                perhaps(callsOn(["sts:AssumeRole"]), why),
            ];
        }
        return [this.need(what, this.sending(service, options), otherCredentials(all))];
    }

    private sending(service: string, options: Reading): readonly RoleCall[] {
        const region = options.at("region").string();
        const name = (key: string): string => patternAt(options.at(key));
        const actions = actionsOf(service);
        switch (service) {
            case "logs": {
                // A stream with a fixed name may exist already; others are made for each task.
                const isFixed = isPerhapsSet(options.at("log_stream_name"));
                const path = `log-group:${name("log_group_name")}:log-stream:*`;
                return callsOn(
                    actions.filter((action) => !isFixed || action === "logs:PutLogEvents"),
                    this.arns.of("logs", region, path),
                );
            }
            case "kinesis-firehose": {
                const path = `deliverystream/${name("delivery_stream")}`;
                return callsOn(actions, this.arns.of("firehose", region, path));
            }
            case "kinesis-streams": {
                const arn = this.arns.of("kinesis", region, `stream/${name("stream")}`);
                return callsOn(actions, arn, this.byPolicyOf("stream"));
            }
            default:
                return this.writing(name("bucket"));
        }
    }

    private writing(bucket: string): readonly RoleCall[] {
        return callsOn(["s3:PutObject"], this.arns.contentsOf(bucket), this.byPolicyOf("bucket"));
    }

    private byPolicyOf(what: string, does = "send logs to it"): Answer<Refusal> {
        const why = `whether a policy of the ${what} lets the role ${does} is not known here`;
        return cannotKnow(unseen(this.definition, why));
    }
}

function keyOf({ what, calls }: RoleNeed): string {
    return [what, ...calls.map(({ resource }) => resource)].join(" ");
}

const mount = ["elasticfilesystem:ClientMount"];
const mountS3 = ["s3files:ClientMount"];

/** All that FireLens does with AWS. */
const fireLensCalls = [
    ...anyOf("logs", "kinesis-firehose", "kinesis-streams"),
    ...callsOn(["s3:PutObject"]),
];

/** Set, or not known not to be. */
function isPerhapsSet(place: Reading): boolean {
    return !isKnownToBe(place.isSet(), false);
}

/** Why the log router may use credentials of its own in place of the task role, if so. */
function otherCredentials(containers: readonly Reading[]): readonly Gap[] {
    const what = "its log router may have credentials of its own";
    return containers
        .filter((container) => isPerhapsSet(container.at("firelensConfiguration")))
        .flatMap((router) => {
            const places = [router.at("environment"), router.at("secrets")];
            const files = router.at("environmentFiles");
            const isOpen = isPerhapsSet(files) || places.flatMap(elementsAt).some(mayBeCredential);
            return isOpen ? [files.resource.gap(files.property, "not-modelled", what)] : [];
        });
}

function mayBeCredential(variable: Reading): boolean {
    const name = variable.at("name").string();
    return !name.known || credentials.has(name.value ?? "");
}

/** Variables by which AWS's SDKs find other credentials first (SDK reference, credential providers). */
const credentials: ReadonlySet<string> = new Set([
    "AWS_ACCESS_KEY_ID",
    "AWS_PROFILE",
    "AWS_SHARED_CREDENTIALS_FILE",
    "AWS_CONFIG_FILE",
    "AWS_ROLE_ARN",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
]);
