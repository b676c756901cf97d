import { cannotKnow, isKnownToBe, type Answer, type Gap } from "../knowable";
import { policiesOfRepository, policiesOfSecret, type Refusal } from "../iam";
import type { Graph, TaskDefinition } from "../network";
import type { Reading } from "../plan";
import { actionsOf } from "./actions";
import { accountIn, Arns, partitionIn, patternAt, patternOf, secretArns, unseen } from "./arns";
import { registryOf, repositoryOf, type ImageRepository } from "./image";
import { feeding, secretOf, secretsIn, type SecretService } from "./needs";
import {
    anyOf,
    callsOn,
    loginCalls,
    notElsewhere,
    perhaps,
    type RoleCall,
    type RoleNeed,
} from "./role-need";

/** What a task is started with, by the execution role: images, logs, secrets (AWS rule 3). */
export class ExecutionRoleNeeds {
    private readonly arns: Arns;

    /** @param maybe why it is not certain that its tasks run on Fargate, if so */
    constructor(
        private readonly graph: Graph,
        private readonly definition: TaskDefinition,
        private readonly maybe: readonly Gap[],
    ) {
        this.arns = new Arns(definition);
    }

    get all(): readonly RoleNeed[] {
        const { containers } = this.definition;
        if (!containers.known) {
            const needs = [...this.inferredImages(), ...this.inferredLogs()];
            return [...needs, perhaps(anyCalls, containers.why)];
        }
        return containers.value.flatMap((container) => [
            ...this.image(container.at("image")),
            ...this.awsLogs(container),
            ...secretsIn(container).flatMap((list) => this.secrets(list)),
            ...this.credentials(container.at("repositoryCredentials").at("credentialsParameter")),
            ...this.environmentFiles(container.at("environmentFiles")),
        ]);
    }

    private need(what: string, calls: readonly RoleCall[], isChecked: boolean): RoleNeed {
        return { what, calls, maybe: this.maybe, isChecked };
    }

    private image(place: Reading): readonly RoleNeed[] {
        const image = place.string();
        if (!image.known) return [...this.inferredImages(), perhaps(pullCalls, image.why)];
        const registry = registryOf(image.value ?? "");
        const repository = repositoryOf(image.value ?? "");
        if (registry.kind !== "ecr" || repository === undefined) return [];
        return [this.need("private ECR images", this.pull(repository), registry.plain)];
    }

    /** Logging in is the role's own affair, pulling also that of the repository (ECR, repository policies). */
    private pull({ account, region, name }: ImageRepository): readonly RoleCall[] {
        const arn = `arn:${partitionIn(region)}:ecr:${region}:${account}:repository/${name}`;
        const repository = this.graph.all("repository").find((each) => {
            if (each.arn.known && each.arn.value !== undefined) return each.arn.value === arn;
            const isHere = isKnownToBe(each.resource.region, region);
            return isHere && isKnownToBe(each.repositoryName, name);
        });
        const what =
            "whether a policy of an image's repository lets the role pull it is not in this plan";
        const gaps =
            repository === undefined
                ? [unseen(this.definition, what)]
                : policiesOfRepository(this.graph, repository);
        const elsewhere = this.arns.isOfOthers(account) ? notElsewhere : unlessBy(gaps);
        return [...loginCalls, ...callsOn(actionsOf("ecr.dkr"), arn, elsewhere)];
    }

    private awsLogs(container: Reading): readonly RoleNeed[] {
        const configuration = container.at("logConfiguration");
        const driver = configuration.at("logDriver").string();
        if (!driver.known) return [...this.inferredLogs(), perhaps(anyOf("logs"), driver.why)];
        if (driver.value !== "awslogs") return [];
        const options = configuration.at("options");
        const group = options.at("awslogs-group");
        const region = options.at("awslogs-region").string();
        const arn = this.arns.of("logs", region, `log-group:${patternAt(group)}`);
        const prefix = patternAt(options.at("awslogs-stream-prefix"));
        const streams = `${arn}:log-stream:${prefix}/${patternAt(container.at("name"))}/*`;
        return [
            this.need("the log driver awslogs", callsOn(actionsOf("logs"), streams), true),
            ...this.newGroup(options.at("awslogs-create-group"), group, arn),
        ];
    }

    /** With `awslogs-create-group` a task makes the group if it does not exist; one of the program's does. */
    private newGroup(option: Reading, group: Reading, arn: string): readonly RoleNeed[] {
        const creates = option.boolean();
        if (creates.known && creates.value !== true) return [];
        const name = group.string();
        const named = name.known ? name.value : undefined;
        if (named !== undefined && this.graph.allNamed("logGroup", named).length > 0) return [];
        const what =
            "whether the log group exists, which its tasks may not make (logs:CreateLogGroup), is not in this plan";
        const supply = "allow the role logs:CreateLogGroup, or make the log group in the program";
        const why = creates.known
            ? group.resource.gap(group.property, "outside", what, supply)
            : creates.why;
        return [perhaps(callsOn(["logs:CreateLogGroup"], `${arn}:*`), why)];
    }

    private secrets(list: Reading): readonly RoleNeed[] {
        const secrets = list.elements();
        if (!secrets.known) return [perhaps(secretCalls, secrets.why)];
        return secrets.value.flatMap((secret) =>
            this.secret(secret.at("valueFrom"), "secrets", true, "ssm"),
        );
    }

    private credentials(place: Reading): readonly RoleNeed[] {
        const isSet = place.isSet();
        if (!isSet.known) return [perhaps(anyOf("secretsmanager"), isSet.why)];
        return isSet.value
            ? this.secret(place, "registry credentials", false, "secretsmanager")
            : [];
    }

    /** That there is a secret is certain, even where it is not known which. */
    private secret(
        place: Reading,
        what: string,
        isChecked: boolean,
        bare: SecretService,
    ): readonly RoleNeed[] {
        const value = place.string();
        const text = value.known ? (value.value ?? "") : "";
        const secret = secretOf(text, bare);
        const why = value.known
            ? place.gap("malformed", "it is no ARN of a secret or parameter")
            : value.why;
        if (!value.known || secret === undefined) {
            return [this.need(what, [], isChecked), perhaps(secretCalls, why)];
        }
        const calls = secret.service === "ssm" ? this.parameter(text) : this.secretValue(text);
        return [this.need(what, calls, isChecked)];
    }

    /** By ARN or by name; a version or label behind the name is no part of the ARN. */
    private parameter(text: string): readonly RoleCall[] {
        const [, before, inArn] = /^(arn:.*?):parameter\/(.*)$/.exec(text) ?? [];
        const name = (inArn ?? text).replace(/^\//, "").replace(/:.*$/, "");
        const path = `parameter/${name}`;
        const arn = before === undefined ? this.arns.here("ssm", path) : `${before}:${path}`;
        return callsOn(actionsOf("ssm"), arn);
    }

    /** By ARN or by name; a key or version behind the ARN is no part of it. */
    private secretValue(text: string): readonly RoleCall[] {
        const isArn = text.startsWith("arn:");
        const arn = isArn
            ? text.split(":").slice(0, 7).join(":")
            : this.arns.here("secretsmanager", `secret:${text}`);
        const secret = this.graph.all("secret").find((each) => isKnownToBe(each.arn, arn));
        const what = "whether a policy of a secret lets the role read it is not in this plan";
        const gaps =
            secret === undefined
                ? [unseen(this.definition, what)]
                : policiesOfSecret(this.graph, secret);
        const elsewhere = this.arns.isOfOthers(accountIn(arn)) ? notElsewhere : unlessBy(gaps);
        const resources = secret === undefined ? secretArns(arn) : { resource: arn };
        return callsOn(actionsOf("secretsmanager"), arn, elsewhere).map((call) => ({
            ...call,
            ...resources,
        }));
    }

    private environmentFiles(list: Reading): readonly RoleNeed[] {
        const files = list.elements();
        if (!files.known) return [perhaps(anyOf("s3"), files.why)];
        const what = "whether a policy of a bucket lets the role read the files is not known here";
        const elsewhere = cannotKnow<Refusal>(unseen(this.definition, what));
        return files.value.map((file) => {
            const calls = callsOn(actionsOf("s3"), patternAt(file.at("value")), elsewhere);
            return this.need("environment files", calls, false);
        });
    }

    /** Containers that are not known, but depend on a repository, have their images there. */
    private inferredImages(): readonly RoleNeed[] {
        return feeding(this.graph, this.definition, "repository").map((repository) => {
            const { name, arn, repositoryName, resource } = repository;
            const path = `repository/${patternOf(repositoryName)}`;
            const known = arn.known ? arn.value : undefined;
            const calls = callsOn(
                actionsOf("ecr.dkr"),
                known ?? this.arns.of("ecr", resource.region, path),
                unlessBy(policiesOfRepository(this.graph, repository)),
            );
            const what = `private ECR images (${inferredFrom} the repository ${name})`;
            return this.need(what, [...loginCalls, ...calls], true);
        });
    }

    /** The same of a log group: they write to it. */
    private inferredLogs(): readonly RoleNeed[] {
        return feeding(this.graph, this.definition, "logGroup").map((group) => {
            const path = `log-group:${patternOf(group.groupName)}:log-stream:*`;
            const arn = this.arns.of("logs", group.resource.region, path);
            const what = `the log driver awslogs (${inferredFrom} the log group ${group.name})`;
            return this.need(what, callsOn(actionsOf("logs"), arn), true);
        });
    }
}

const inferredFrom = "inferred: the containers, not known yet, depend on";

const pullCalls = anyOf("ecr.api", "ecr.dkr");
const secretCalls = anyOf("secretsmanager", "ssm");
const anyCalls = [...pullCalls, ...secretCalls, ...anyOf("logs", "s3")];

/** Another policy may allow it, unless there is certainly none. */
function unlessBy(gaps: readonly Gap[]): Answer<Refusal> {
    return gaps.length === 0 ? notElsewhere : cannotKnow(gaps);
}
